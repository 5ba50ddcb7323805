import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import { conditionSchema, documentMatches, lineSchema, matches, splitLine } from './condition-schema.ts'
import { holds } from './conditions.ts'
import type { Condition, FormData, Test, Value } from './model.ts'

const today = '2026-06-16'
const codes = ['a', 'b', 'a.b', 'c']
const days = ['2026-06-15', '2026-06-16', '2026-12-16', '2026-02-30', '9999-12-31']
const decimals = ['0', '1', '1.0', '2.5', '-3']
const units = ['KGM', 'TNE', 'LTR', 'NIU']

const quantity = fc.record({ value: fc.constantFrom(...decimals), unit: fc.constantFrom(...units) })
const amount = fc.record({ amount: fc.constantFrom(...decimals), currency: fc.constantFrom('PEN', 'USD') })
const values: Record<string, fc.Arbitrary<Value>> = {
  code: fc.constantFrom(...codes),
  flag: fc.boolean(),
  day: fc.constantFrom(...days),
  number: fc.constantFrom(...decimals, 'x'),
  quantity,
  money: amount,
}
const holder = (prefix: string): fc.Arbitrary<Record<string, Value>> =>
  fc.record(Object.fromEntries(Object.entries(values).map(([kind, of]) => [`${prefix}.${kind}`, of])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Record<string, Value>>
const documents: fc.Arbitrary<FormData> = fc.record({
  elements: holder('h'),
  lines: fc.array(holder('l'), { maxLength: 4 }),
})

const exact: Record<string, fc.Arbitrary<Test>> = {
  code: fc.oneof(
    fc.record({ in: fc.subarray(codes, { minLength: 1 }) }),
    fc.record({ starts: fc.subarray(['a', 'a.', 'b', '('], { minLength: 1 }) }),
  ),
  flag: fc.record({ in: fc.subarray([true, false], { minLength: 1 }) }),
}
const bound = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<Test> =>
  fc
    .record({ min: of, max: of, above: of, below: of }, { requiredKeys: [] })
    .filter((t) => Object.keys(t).length > 0) as fc.Arbitrary<Test>
const period = fc.record({ n: fc.integer({ min: -7, max: 7 }), unit: fc.constantFrom('d', 'months', 'years') } as const)
const when = (prefix: string) =>
  fc.oneof(
    fc.record({ day: fc.constantFrom('2026-06-16', '2027-01-01') }),
    fc.record({ today: fc.option(period) }),
    fc.record({ element: fc.constantFrom('h.day', `${prefix}.day`), plus: period }),
  )
const ranged = (prefix: string): Record<string, fc.Arbitrary<Test>> => ({
  day: fc
    .record(
      { from: when(prefix), until: when(prefix), after: when(prefix), before: when(prefix) },
      { requiredKeys: [] },
    )
    .filter((t) => Object.keys(t).length > 0),
  number: bound(fc.constantFrom(...decimals)),
  quantity: bound(quantity),
  money: bound(amount),
})
const present = fc.record({ present: fc.boolean() })

const atom = (prefix: string, full: boolean): fc.Arbitrary<Condition> => {
  const kinds = { ...exact, ...(full ? ranged(prefix) : {}) }
  return fc.oneof(
    ...Object.entries(kinds).map(([kind, test]) =>
      fc.record({
        op: fc.constant('test' as const),
        element: fc.constant(`${prefix}.${kind}`),
        test: fc.oneof(test, present),
      }),
    ),
  )
}
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

const conditions = (full: boolean): fc.Arbitrary<Condition> => {
  const inner = tree(atom('l', full))
  const total = fc.oneof(
    ...Object.entries(ranged('h'))
      .filter(([kind]) => kind !== 'day')
      .map(([kind, test]) => fc.record({ op: fc.constant('total' as const), element: fc.constant(`l.${kind}`), test })),
  )
  const lines = fc.record({ op: fc.constantFrom('some' as const, 'every' as const), of: inner })
  return tree(full ? fc.oneof(atom('h', full), lines, total) : fc.oneof(atom('h', full), lines))
}

const runs = { numRuns: 4000 }

describe('conditions and their JSON Schema agree', () => {
  it('on any condition and any data, with our keywords', () => {
    fc.assert(
      fc.property(conditions(true), documents, (condition, document) => {
        expect(documentMatches(conditionSchema(condition), document, today)).toBe(holds(condition, document, {}, today))
      }),
      runs,
    )
  })

  it('in a general validator, on conditions that need none of our keywords', () => {
    fc.assert(
      fc.property(conditions(false), fc.array(documents, { minLength: 1, maxLength: 5 }), (condition, all) => {
        const validator = Compile(conditionSchema(condition))
        for (const document of all) expect(validator.Check(document)).toBe(holds(condition, document, {}, today))
      }),
      { numRuns: 400 },
    )
  })

  it("on a line field's condition, split between header and line", () => {
    const headerAnd = fc.array(atom('h', true), { maxLength: 2 })
    fc.assert(
      fc.property(headerAnd, tree(atom('l', true)), documents, (header, line, document) => {
        const condition: Condition = { op: 'all', of: [...header, line] }
        const parts = splitLine(condition, (id) => id.startsWith('l.'))
        const headerHolds = parts.header.every((part) => documentMatches(conditionSchema(part), document, today))
        document.lines.forEach((values, i) => {
          const lineHolds = parts.line.every((part) => matches(lineSchema(part), values, { document, today }))
          expect(headerHolds && lineHolds).toBe(holds(condition, document, {}, today, i))
        })
      }),
      { numRuns: 2000 },
    )
  })
})
