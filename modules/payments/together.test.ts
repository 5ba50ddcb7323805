import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareMoney, sameMoney, zero, addMoney, type Money } from '#kernel'
import { divide, sumOfParts, type Part } from './together.ts'

const pen = (cents: number): Money => ({ amount: (cents / 100).toFixed(2), currency: 'PEN' })
const parts = fc
  .array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 12 })
  .map((asked) => asked.map((cents, i): Part => ({ order: `o${i}`, asked: pen(cents) })))

describe('one payment for several orders', () => {
  it('gives each what it asked when all of it came', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const divided = divide(list, sumOfParts(list, 'PEN'))
        expect(divided.every(({ amount }, i) => sameMoney(amount, list[i]?.asked ?? zero('PEN')))).toBe(true)
      }),
    )
  })

  it('loses and invents nothing, whatever came: the first are served first, what is over is with the last', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 2_000_000 }), (list, cents) => {
        const divided = divide(list, pen(cents))
        const sum = divided.reduce((total, d) => addMoney(total, d.amount), zero('PEN'))
        expect(sameMoney(sum, pen(cents))).toBe(true)
        expect(divided.every((d) => compareMoney(d.amount, zero('PEN')) >= 0)).toBe(true)
        const short = divided.findIndex((d, i) => compareMoney(d.amount, list[i]?.asked ?? d.amount) < 0)
        if (short >= 0)
          expect(divided.slice(short + 1).every((d) => compareMoney(d.amount, zero('PEN')) === 0)).toBe(true)
      }),
    )
  })
})
