import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import { conditionSchema, documentMatches } from '../../pack/condition-schema.ts'
import { holds } from '../../pack/conditions.ts'
import type { Bound, Condition, FormData, Test, Value, When } from '../../pack/model.ts'

/** Comparisons in plain JSON Schema: numbers, quantities, money and days, with today settled. No keyword of ours is left. */

const today = '2026-06-16'
const numbers = fc.constantFrom('0', '-0.0', '1', '1.0', '2.5', '02.50', '-3', '0.001', '2204.62', '1e3', '28000')
const bounds = fc.constantFrom('0', '1', '2.5', '-3', '1000', '0.5')
const units = fc.constantFrom('KGM', 'TNE', 'GRM', 'LBR', 'LTR', 'GLL', 'NIU')
const days = fc.constantFrom('2026-06-15', '2026-06-16', '2026-06-17', '2025-12-16', '2026-02-30', '0000-01-01')

const quantities = fc.record({ value: numbers, unit: units })
const moneys = fc.record({ amount: numbers, currency: fc.constantFrom('PEN', 'USD') })
const values: Record<string, fc.Arbitrary<unknown>> = {
  n: numbers,
  q: fc.oneof(quantities, fc.constant({ value: '1' })),
  m: moneys,
  d: fc.oneof(days, fc.constant(7)),
}
const holder = (prefix: string) =>
  fc.record(Object.fromEntries(Object.entries(values).map(([kind, of]) => [`${prefix}.${kind}`, of])), {
    requiredKeys: [],
  })
const documents = fc.record({ elements: holder('h'), lines: fc.array(holder('l'), { maxLength: 3 }) })

const limited = (of: fc.Arbitrary<Bound>): fc.Arbitrary<Test> =>
  fc
    .record({ min: of, max: of, above: of, below: of }, { requiredKeys: [] })
    .filter((test) => Object.keys(test).length > 0) as fc.Arbitrary<Test>
const period = fc.record({ n: fc.integer({ min: -7, max: 7 }), unit: fc.constantFrom('d', 'months', 'years') } as const)
const when: fc.Arbitrary<When> = fc.oneof(
  fc.record({ day: fc.constantFrom('2026-06-16', '2024-02-29') }),
  fc.record({ today: fc.option(period) }),
)
const dated = fc
  .record({ from: when, until: when, after: when, before: when }, { requiredKeys: [] })
  .filter((test) => Object.keys(test).length > 0) as fc.Arbitrary<Test>
const tests: Record<string, fc.Arbitrary<Test>> = {
  n: limited(bounds),
  q: limited(fc.record({ value: bounds, unit: units })),
  m: limited(fc.record({ amount: bounds, currency: fc.constantFrom('PEN', 'USD') })),
  d: dated,
}
const atom = (prefix: string): fc.Arbitrary<Condition> =>
  fc.oneof(
    ...Object.entries(tests).map(([kind, test]) =>
      fc.record({ op: fc.constant('test' as const), element: fc.constant(`${prefix}.${kind}`), test }),
    ),
  )
const tree = (leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.record({
        op: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ op: fc.constant('not' as const), of: tie('node') }),
    ),
  })).node
const lines = fc.record({ op: fc.constantFrom('some' as const, 'every' as const), of: tree(atom('l')) })
const conditions = tree(fc.oneof(atom('h'), lines))

describe('comparisons in plain JSON Schema', () => {
  it('give the same verdict in a validator that knows nothing of us', () => {
    let held = 0
    fc.assert(
      fc.property(conditions, fc.array(documents, { minLength: 1, maxLength: 12 }), (condition, all) => {
        const schema = conditionSchema(condition, today)
        expect(JSON.stringify(schema)).not.toContain('"x-')
        const foreign = Compile(schema)
        for (const document of all) {
          const right = holds(condition, document as unknown as FormData, {}, today)
          if (right) held++
          expect(foreign.Check(document)).toBe(right)
          expect(documentMatches(schema, document as unknown as FormData, today)).toBe(right)
        }
      }),
      { numRuns: 400 },
    )
    expect(held).toBeGreaterThan(200)
  })

  it('leave to our keywords only what depends on another datum, and sums over lines', () => {
    const other: Condition = {
      op: 'test',
      element: 'a',
      test: { from: { element: 'b', plus: { n: 6, unit: 'months' } } },
    }
    const total: Condition = { op: 'total', element: 'q', test: { max: { value: '28000', unit: 'KGM' } } }
    expect(JSON.stringify(conditionSchema(other, today))).toContain('"x-test"')
    expect(JSON.stringify(conditionSchema(total, today))).toContain('"x-total"')
    const value: Value = { value: '28', unit: 'TNE' }
    expect(documentMatches(conditionSchema(total, today), { elements: {}, lines: [{ q: value }] }, today)).toBe(true)
  })

  it('without a day, today is for our keyword to say', () => {
    const future: Condition = { op: 'test', element: 'a', test: { from: { today: null } } }
    expect(JSON.stringify(conditionSchema(future))).toContain('"x-test"')
    expect(JSON.stringify(conditionSchema(future, today))).not.toContain('"x-test"')
  })
})
