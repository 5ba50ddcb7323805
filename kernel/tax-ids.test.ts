import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validTaxId } from './check-digits.ts'
import { findCuitDigit, nitDigit, rucPyDigit, validLei } from './tax-ids.ts'

const right: readonly (readonly [string, string])[] = [
  ['BR', '11.222.333/0001-81'],
  ['BR', '11222333000181'],
  // The example of the Receita Federal for the alphanumeric number.
  ['BR', '12.ABC.345/01DE-35'],
  ['BR', '12ABC34501DE35'],
  ['BR', '529.982.247-25'],
  ['BR', '11144477735'],
  ['AR', '33-69345023-9'],
  ['AR', '20123456786'],
  ['CO', '800197268-4'],
  ['CO', '800.197.268-4'],
  ['EC', '1760013210001'],
  ['EC', '1790016919001'],
  ['EC', '1710034065001'],
  ['PY', '80009735-1'],
  ['CR', '3-101-123456'],
  ['MX', 'GODE561231GR8'],
  ['MX', 'AAA010101AAA'],
]

describe('tax numbers (M01-1)', () => {
  it.each(right)('%s %s is right, and wrong with another last digit', (country, id) => {
    expect(validTaxId(country, id)).toBe(true)
    if (country === 'CR' || country === 'MX') return
    const at = country === 'EC' ? (id[2] === '6' ? 8 : 9) : id.length - 1
    for (let d = 0; d < 10; d++) {
      const other = `${id.slice(0, at)}${d}${id.slice(at + 1)}`
      if (other !== id) expect([other, validTaxId(country, other)]).toEqual([other, false])
    }
  })

  it.each([
    ['BR', '00000000000000'],
    ['BR', '11111111111'],
    ['BR', '12abc34501de35'],
    ['BR', ''],
    ['AR', '99123456786'],
    ['AR', '20-12345678 6'],
    ['CO', '8001972684'],
    ['EC', '1760013210000'],
    ['EC', '3160013210001'],
    ['EC', '1770016919001'],
    ['PY', '800097351'],
    ['CR', '3101123456'],
    ['MX', 'GODE561331GR8'],
    ['MX', 'gode561231gr8'],
    ['MX', 'GODE561231GR8 '],
  ])('%s «%s» is refused', (country, id) => expect(validTaxId(country, id)).toBe(false))

  it('one wrong digit of a CUIT is always noticed', () => {
    const wrongAt = (id: string, at: number, add: number): string =>
      `${id.slice(0, at)}${(Number(id[at]) + add) % 10}${id.slice(at + 1)}`
    const digits = (n: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((d) => d.join(''))
    fc.assert(
      fc.property(digits(8), fc.nat({ max: 7 }), fc.integer({ min: 1, max: 9 }), (eight, at, add) => {
        const cuit = (e: string) => findCuitDigit(`30${e}`)
        if (cuit(eight) !== undefined) expect(cuit(wrongAt(eight, at, add))).not.toBe(cuit(eight))
      }),
    )
  })

  it('digits that the arithmetic gives are those of the authorities', () => {
    expect([nitDigit('800197268'), nitDigit('899999063'), rucPyDigit('80009735')]).toEqual([4, 3, 1])
  })
})

describe('legal entity identifiers (ISO 17442)', () => {
  it.each(['5493001KJTIIGC8Y1R12', '213800WAVVOPS85N2205'])('%s is right', (lei) => expect(validLei(lei)).toBe(true))
  it.each(['5493001KJTIIGC8Y1R13', '5493001KJTIIGC8Y1R1', '5493001kjtiigc8y1r12', ''])('%s is not', (lei) =>
    expect(validLei(lei)).toBe(false),
  )
})
