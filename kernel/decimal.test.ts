import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDecimal,
  compareDecimal,
  isDecimal,
  multiplyDecimal,
  roundDecimal,
  subtractDecimal,
  sumDecimal,
  trimDecimal,
} from './decimal.ts'

/** Decimal text of any size the window takes, with its exact value in units of 10⁻¹². */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
    const text = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits
    return { text: `${units < 0n ? '-' : ''}${text}`, exact: units * 10n ** BigInt(12 - scale) }
  })

const exactOf = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.')
  const sign = whole.startsWith('-') ? -1n : 1n
  const scale = fraction.length
  const units = BigInt(whole.replace('-', '') + fraction) * sign
  return scale <= 24 ? units * 10n ** BigInt(24 - scale) : units
}

describe('decimal text', () => {
  it.each(['0', '-0', '1', '2000.00', '-3.5', '0.000000000001', '9'.repeat(24)])('%s is one', (text) => {
    expect(isDecimal(text)).toBe(true)
  })
  it.each([
    '',
    '.5',
    '5.',
    '1e3',
    '1,5',
    ' 1',
    '+1',
    '0x1',
    'NaN',
    '1.0000000000001',
    '9'.repeat(25),
    1,
    null,
    undefined,
  ])('%s is none', (text) => {
    expect(isDecimal(text)).toBe(false)
  })

  it('adds, subtracts, multiplies and compares exactly', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const scale = 10n ** 12n
        expect(exactOf(addDecimal(a.text, b.text))).toBe((a.exact + b.exact) * scale)
        expect(exactOf(subtractDecimal(a.text, b.text))).toBe((a.exact - b.exact) * scale)
        expect(exactOf(multiplyDecimal(a.text, b.text))).toBe(a.exact * b.exact)
        expect(Math.sign(compareDecimal(a.text, b.text))).toBe(a.exact < b.exact ? -1 : a.exact > b.exact ? 1 : 0)
      }),
    )
  })

  it('never loses a cent where a float would', () => {
    expect(addDecimal('0.1', '0.2')).toBe('0.3')
    expect(sumDecimal(Array.from({ length: 1000 }, () => '0.01'))).toBe('10.00')
    expect(multiplyDecimal('36.00', '1.18')).toBe('42.4800')
  })

  it.each([
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['2.4999', 0, '2'],
    ['1.005', 2, '1.01'],
    ['0.004', 2, '0.00'],
    ['-0.004', 2, '0.00'],
    ['7', 3, '7.000'],
    ['306.9150', 2, '306.92'],
  ])('rounds %s to %i places half away from zero: %s', (text, places, expected) => {
    expect(roundDecimal(text, places)).toBe(expected)
  })

  it('rounds to the nearest value of that many places', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 12 }), ({ text, exact }, places) => {
        const step = 10n ** BigInt(12 - places)
        const rounded = exactOf(roundDecimal(text, places)) / 10n ** 12n
        const off = rounded - exact
        expect(2n * (off < 0n ? -off : off) <= step).toBe(true)
        expect(rounded % step).toBe(0n)
      }),
    )
  })

  it.each([
    ['2000.000', '2000'],
    ['2000', '2000'],
    ['0.10', '0.1'],
    ['0.00', '0'],
    ['100.050', '100.05'],
  ])('%s without idle zeros is %s', (text, expected) => {
    expect(trimDecimal(text)).toBe(expected)
  })
})
