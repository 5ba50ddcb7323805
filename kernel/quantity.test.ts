import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimal } from './decimal.ts'
import { compareQuantity, findQuantity, showQuantity, toBase } from './quantity.ts'

describe('quantities in units of Recommendation 20', () => {
  it.each([
    ['20 TNE', '20000', 'KGM'],
    ['8000.001 KGM', '8000.001', 'KGM'],
    ['500 GRM', '0.500', 'KGM'],
    ['24 HLT', '2400', 'LTR'],
    ['1 MTQ', '1000', 'LTR'],
    ['1 LBR', '0.45359237', 'KGM'],
    ['310 NIU', '310', 'NIU'],
  ])('%s is %s %s', (text, value, unit) => {
    const found = findQuantity(text)
    const base = found && toBase(found)
    expect(base && compareDecimal(base.value, value)).toBe(0)
    expect(base?.unit).toBe(unit)
  })

  it('compares within a family and does not compare across', () => {
    const [tonnes, kilos, litres, pieces] = ['20 TNE', '20000.001 KGM', '1 LTR', '1 NIU'].map((t) => findQuantity(t))
    if (!tonnes || !kilos || !litres || !pieces) throw new Error('a quantity was not read')
    expect(compareQuantity(tonnes, kilos)).toBeLessThan(0)
    expect(compareQuantity(kilos, litres)).toBeUndefined()
    expect(compareQuantity(litres, pieces)).toBeUndefined()
    expect(compareQuantity(pieces, pieces)).toBe(0)
  })

  it('reads what packs write, and nothing else', () => {
    expect(findQuantity('28000 KGM')).toEqual({ value: '28000', unit: 'KGM' })
    for (const text of ['28000', '28,000 KGM', '-1 KGM', '1 kgm', '1 KILOS', ''])
      expect(findQuantity(text)).toBeUndefined()
  })

  it('is shown without idle zeros and read back the same', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(999), fc.constantFrom('KGM', 'LTR', 'NIU'), (whole, thousandths, unit) => {
        const value = `${whole}.${String(thousandths).padStart(3, '0')}`
        const read = findQuantity(showQuantity({ value, unit }))
        expect(read && compareQuantity(read, { value, unit })).toBe(0)
      }),
    )
  })
})
