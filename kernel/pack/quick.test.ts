import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareDecimal } from '../decimal.ts'
import { addPeriod, isDay } from '../time.ts'
import { compareNumbers, findMovedDay, isKnownDay } from './quick.ts'

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 9 }))
  .map(([negative, digits, places]) => {
    const text = digits.toString().padStart(places + 1, '0')
    const cut = text.length - places
    return `${negative ? '-' : ''}${text.slice(0, cut)}${places > 0 ? `.${text.slice(cut)}` : ''}`
  })

it('orders as exact arithmetic does', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(Math.sign(compareNumbers(a, b)) === Math.sign(compareDecimal(a, b))).toBe(true)
    }),
    { numRuns: 2000 },
  )
  expect(compareNumbers('0.30', '0.3') === 0).toBe(true)
  expect(Math.sign(compareNumbers('100000000000000.1', '100000000000000.2'))).toBe(-1)
})

it('knows the same days, the first time and the second', () => {
  for (const text of ['2026-02-28', '2026-02-29', '2028-02-29', 'x', '2026-13-01', '2026-02-28', '2026-02-29']) {
    expect(isKnownDay(text)).toBe(isDay(text))
  }
  for (let i = 0; i < 2; i++) {
    expect(findMovedDay('2026-08-31', { n: 6, unit: 'months' })).toBe(addPeriod('2026-08-31', { n: 6, unit: 'months' }))
    expect(findMovedDay('9999-12-31', { n: 1, unit: 'd' })).toBeUndefined()
  }
})
