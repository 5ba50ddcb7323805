import { describe, expect, it } from 'vitest'
import { findTotal, holds, namesIn } from './conditions.ts'
import type { Condition, Facts, FormData, Test, Value } from './model.ts'

const today = '2026-06-16'
const data = (elements: Record<string, Value>, ...lines: Record<string, Value>[]): FormData => ({ elements, lines })
const test = (element: string, t: Test): Condition => ({ op: 'test', element, test: t })
const kg = (value: string, unit = 'KGM'): Value => ({ value, unit })

describe('conditions (PACK 5)', () => {
  it('an absent element fails everything but present: false', () => {
    const absent = data({})
    const tests: Test[] = [
      { in: ['a'] },
      { min: '0' },
      { max: '0' },
      { from: { day: '2000-01-01' } },
      { before: { today: null } },
      { starts: [''] },
      { present: true },
    ]
    for (const t of tests) expect(holds(test('x', t), absent, {}, today)).toBe(false)
    expect(holds(test('x', { present: false }), absent, {}, today)).toBe(true)
    expect(holds({ op: 'not', of: test('x', { in: ['a'] }) }, absent, {}, today)).toBe(true)
  })

  it('compares decimals exactly, mass in kilograms, volume in litres', () => {
    expect(holds(test('n', { min: '0.30' }), data({ n: '0.3' }), {}, today)).toBe(true)
    expect(holds(test('n', { above: '0.30' }), data({ n: '0.3' }), {}, today)).toBe(false)
    const limit = test('q', { max: { value: '28000', unit: 'KGM' } })
    expect(holds(limit, data({ q: kg('28', 'TNE') }), {}, today)).toBe(true)
    expect(holds(limit, data({ q: kg('28.000001', 'TNE') }), {}, today)).toBe(false)
    expect(holds(limit, data({ q: kg('1', 'NIU') }), {}, today)).toBe(false)
    expect(holds(test('q', { below: { value: '1', unit: 'MTQ' } }), data({ q: kg('999', 'LTR') }), {}, today)).toBe(
      true,
    )
  })

  it('compares money in one currency only', () => {
    const t: Test = { min: { amount: '10.00', currency: 'PEN' } }
    expect(holds(test('m', t), data({ m: { amount: '10', currency: 'PEN' } }), {}, today)).toBe(true)
    expect(holds(test('m', t), data({ m: { amount: '10', currency: 'USD' } }), {}, today)).toBe(false)
  })

  it('compares dates with days, today and other dates', () => {
    const d = data({ a: '2026-06-16', b: '2026-12-16' }, { c: '2026-12-15' })
    expect(holds(test('a', { from: { today: null } }), d, {}, today)).toBe(true)
    expect(holds(test('a', { from: { today: { n: 1, unit: 'd' } } }), d, {}, today)).toBe(false)
    const six = { element: 'a', plus: { n: 6, unit: 'months' } } as const
    expect(holds(test('b', { from: six }), d, {}, today)).toBe(true)
    expect(holds(test('b', { after: six }), d, {}, today)).toBe(false)
    expect(holds({ op: 'every', of: test('c', { from: six }) }, d, {}, today)).toBe(false)
    expect(holds(test('b', { from: { element: 'missing', plus: { n: 1, unit: 'd' } } }), d, {}, today)).toBe(false)
    expect(holds(test('a', { from: { day: '2026-02-30' } }), d, {}, today)).toBe(false)
  })

  it('a date beyond the calendar makes the test false, never an exception', () => {
    const plus = { element: 'a', plus: { n: 6, unit: 'months' } } as const
    const d = data({ a: '9999-12-31', b: '2027-01-01' })
    expect(holds(test('b', { from: plus }), d, {}, today)).toBe(false)
    expect(holds(test('b', { until: { element: 'a', plus: { n: 99999, unit: 'years' } } }), d, {}, today)).toBe(false)
  })

  it('some, every and total read the lines', () => {
    const d = data({}, { s: 'fresh', q: kg('20', 'TNE') }, { s: 'dried', q: kg('8000') })
    expect(holds({ op: 'some', of: test('s', { in: ['fresh'] }) }, d, {}, today)).toBe(true)
    expect(holds({ op: 'every', of: test('s', { in: ['fresh'] }) }, d, {}, today)).toBe(false)
    expect(holds({ op: 'every', of: test('s', { present: true }) }, data({}), {}, today)).toBe(false)
    const total = (t: Test): Condition => ({ op: 'total', element: 'q', test: t })
    expect(holds(total({ max: { value: '28000', unit: 'KGM' } }), d, {}, today)).toBe(true)
    expect(holds(total({ above: { value: '27999.999', unit: 'KGM' } }), d, {}, today)).toBe(true)
    expect(findTotal('q', [{ q: kg('1') }, { q: kg('1', 'NIU') }])).toBeUndefined()
    expect(findTotal('q', [{}, {}])).toBeUndefined()
    expect(findTotal('n', [{ n: '0.1' }, { n: '0.2' }, {}])).toBe('0.3')
  })

  it('a line condition reads its own line first and the header after it', () => {
    const d = data({ country: 'PE' }, { s: 'a' }, { s: 'b' })
    const both: Condition = { op: 'all', of: [test('s', { in: ['b'] }), test('country', { in: ['PE'] })] }
    expect(holds(both, d, {}, today, 0)).toBe(false)
    expect(holds(both, d, {}, today, 1)).toBe(true)
  })

  it('reads facts, and facts only from where facts come', () => {
    const facts: Facts = { 'applicant.cleanApprovals': 5, 'applicant.aeo': true, 'applicant.size': 'micro' }
    expect(holds(test('applicant.cleanApprovals', { min: '5' }), data({}), facts, today)).toBe(true)
    expect(holds(test('applicant.aeo', { in: [true] }), data({}), facts, today)).toBe(true)
    expect(holds(test('applicant.size', { in: ['micro', 'small'] }), data({}), facts, today)).toBe(true)
    expect(holds(test('applicant.aeo', { in: [true] }), data({ 'applicant.aeo': true }), {}, today)).toBe(false)
  })

  it('a name that every object has is absent', () => {
    expect(holds(test('constructor', { present: true }), data({}, {}), {}, today, 0)).toBe(false)
  })

  it('a personal datum beside the chain is present, and equals nothing', () => {
    const d = data({ phone: { ref: 'a'.repeat(64) } })
    expect(holds(test('phone', { present: true }), d, {}, today)).toBe(true)
    expect(holds(test('phone', { in: ['a'] }), d, {}, today)).toBe(false)
  })

  it('names what it reads', () => {
    const c: Condition = { op: 'every', of: test('a', { from: { element: 'b', plus: { n: 1, unit: 'd' } } }) }
    expect([...namesIn(c)]).toEqual(['a', 'b'])
  })
})
