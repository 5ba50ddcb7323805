import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimal, isDecimal, multiplyDecimal } from '../../decimal.ts'
import { isDay } from '../../time.ts'
import { boundPattern, convertedPattern, dayBoundPattern, dayPattern, decimalPattern } from './patterns.ts'

const few = fc.stringMatching(/^-?0{0,2}\d{1,3}(\.\d{1,3})?$/)
const many = fc.stringMatching(/^-?\d{1,24}(\.\d{1,12})?$/)
const decimals = fc.oneof({ weight: 4, arbitrary: few }, { weight: 1, arbitrary: many })
const sides = fc.constantFrom('min' as const, 'max' as const, 'above' as const, 'below' as const)
const accepts = (side: string, order: number): boolean =>
  side === 'min' ? order >= 0 : side === 'max' ? order <= 0 : side === 'above' ? order > 0 : order < 0
const runs = { numRuns: 1500 }
const several = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 6, maxLength: 6 })

describe('patterns that compare', () => {
  it('decide every pair of decimals as arithmetic does', () => {
    fc.assert(
      fc.property(sides, decimals, several(decimals), (side, bound, values) => {
        const pattern = new RegExp(boundPattern(side, bound), 'u')
        for (const value of values)
          expect(pattern.test(value), `${value} ${side} ${bound}`).toBe(accepts(side, compareDecimal(value, bound)))
      }),
      runs,
    )
  })

  it.each([
    ['min', '0', ['0', '-0', '-0.0', '0.000', '1'], ['-1', '-0.01', '', '.5', '1.', '+1']],
    ['above', '0', ['0.001', '10'], ['0', '-0', '0.00', '-5']],
    ['below', '0', ['-1', '-0.5'], ['0', '-0', '0.1']],
    ['max', '100', ['100', '100.00', '99.999', '-7', '0100'], ['100.01', '1000', '101']],
    ['min', '0.01', ['0.01', '0.010', '1'], ['0.009', '0', '-3']],
    ['min', '-5', ['-5', '-4.9', '3', '-5.0'], ['-5.1', '-12']],
  ] as const)('%s %s', (side, bound, yes, no) => {
    const pattern = new RegExp(boundPattern(side, bound), 'u')
    expect([...yes].filter((v) => !pattern.test(v))).toEqual([])
    expect([...no].filter((v) => pattern.test(v))).toEqual([])
  })

  it('convert units exactly, even by factors that do not divide', () => {
    const factors = fc.constantFrom('1', '0.001', '1000', '0.45359237', '3.785411784')
    fc.assert(
      fc.property(sides, few, factors, several(few), (side, bound, factor, values) => {
        const pattern = new RegExp(convertedPattern(side, bound, factor), 'u')
        for (const value of values)
          expect(pattern.test(value)).toBe(accepts(side, compareDecimal(multiplyDecimal(value, factor), bound)))
      }),
      runs,
    )
  })

  it('know the days that exist and their order', () => {
    const day = fc.oneof(
      fc.stringMatching(/^(19|20|00)\d{2}-[01]\d-[0-3]\d$/),
      fc.integer({ min: 0, max: 60_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10)),
    )
    const real = day.filter(isDay)
    const side = fc.constantFrom('from' as const, 'until' as const, 'after' as const, 'before' as const)
    fc.assert(
      fc.property(side, real, several(day), (of, bound, values) => {
        const exists = new RegExp(dayPattern, 'u')
        const pattern = new RegExp(dayBoundPattern(of, bound), 'u')
        for (const value of values) {
          expect(exists.test(value)).toBe(isDay(value))
          const order = value < bound ? -1 : value > bound ? 1 : 0
          const right = { from: order >= 0, until: order <= 0, after: order > 0, before: order < 0 }[of]
          expect(pattern.test(value)).toBe(isDay(value) && right)
        }
      }),
      runs,
    )
  })

  it('take for a decimal what the window takes for one', () => {
    const any = fc.oneof(decimals, fc.stringMatching(/^[-+.\d]{0,8}$/), fc.string())
    fc.assert(fc.property(any, (text) => new RegExp(decimalPattern, 'u').test(text) === isDecimal(text)))
  })
})
