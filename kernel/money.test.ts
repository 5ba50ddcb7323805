import { describe, expect, it } from 'vitest'
import { addMoney, findMoney, isZero, minorUnits, money, percentOf, sameMoney, showMoney, zero } from './money.ts'
import { roundDecimal } from './decimal.ts'

describe('money', () => {
  it.each([
    ['PEN', 2],
    ['CLP', 0],
    ['KRW', 0],
    ['KWD', 3],
    ['UYW', 4],
    ['USD', 2],
  ])('%s has %i decimals (ISO 4217)', (currency, places) => {
    expect(minorUnits(currency)).toBe(places)
  })

  it('is written with the decimals of its currency', () => {
    expect(showMoney(money('36', 'PEN'))).toBe('36.00 PEN')
    expect(showMoney(money('34500.49', 'CLP'))).toBe('34500 CLP')
    expect(money('1.0005', 'KWD').amount).toBe('1.001')
  })

  it('reads what packs write, and nothing else', () => {
    expect(findMoney('36.00 PEN')).toEqual({ amount: '36.00', currency: 'PEN' })
    for (const text of ['36', 'PEN 36', '36.00 pen', '36,00 PEN', '36.00 SOLES', ''])
      expect(findMoney(text)).toBeUndefined()
  })

  it('compares by worth, in one currency only', () => {
    expect(sameMoney({ amount: '36', currency: 'PEN' }, { amount: '36.00', currency: 'PEN' })).toBe(true)
    expect(sameMoney({ amount: '36', currency: 'PEN' }, { amount: '36', currency: 'USD' })).toBe(false)
    expect(isZero({ amount: '-0.00', currency: 'PEN' })).toBe(true)
    expect(zero('CLP')).toEqual({ amount: '0', currency: 'CLP' })
  })

  it('adds one currency; two are a mistake of the program', () => {
    expect(addMoney(money('41.60', 'PEN'), money('0.40', 'PEN'))).toEqual({ amount: '42.00', currency: 'PEN' })
    expect(() => addMoney(money('1', 'PEN'), money('1', 'USD'))).toThrow(TypeError)
  })

  // Stories S2 and S5: premiums and fees, rounded once, at the end.
  it.each([
    ['122767.61', '0.25', '306.92'],
    ['52166.76', '0.20', '104.33'],
    ['36.00', '18', '6.48'],
    ['40000.00', '0.2', '80.00'],
  ])('%s at %s %% is %s', (amount, percent, expected) => {
    expect(roundDecimal(percentOf(amount, percent), 2)).toBe(expected)
  })
})
