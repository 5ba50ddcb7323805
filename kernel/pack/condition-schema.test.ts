import { createRequire } from 'node:module'
import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import {
  conditionSchema,
  documentMatches,
  lineSchema,
  matches,
  sheltered,
  splitLine,
  type Schema,
} from './condition-schema.ts'
import { findTotal, holds, passes } from './conditions.ts'
import { lineRule } from './form-schema.ts'
import type { Condition, Element, FormData, Test, Value } from './model.ts'

interface Keyword {
  readonly keyword: string
  readonly errors: false
  readonly validate?: (of: never, data: never, parent: unknown, context: { readonly rootData: FormData }) => boolean
}
/** Ajv, which knows nothing of this house but what is told it. */
interface Foreign {
  addKeyword(keyword: Keyword): void
  compile(schema: Schema): (value: unknown) => boolean
}
const Ajv = (createRequire(import.meta.url)('ajv/dist/2020.js') as { default: new (options: object) => Foreign })
  .default
const foreign = (...keywords: readonly Keyword[]): Foreign => {
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false })
  for (const keyword of keywords) ajv.addKeyword(keyword)
  return ajv
}

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

type Rule = { readonly element: string; readonly test: Test }
type Holder = Readonly<Record<string, Value>>
/** The same pure functions that both sides register (PACK 5): all that a foreign validator has to be told. */
const ours: readonly Keyword[] = [
  {
    keyword: 'x-test',
    errors: false,
    validate: ({ element, test }: Rule, data: Holder, _: unknown, { rootData }: { readonly rootData: FormData }) =>
      passes(test, data[element], today, (id) => data[id] ?? rootData.elements[id]),
  },
  {
    keyword: 'x-total',
    errors: false,
    validate: ({ element, test }: Rule, _: unknown, _parent: unknown, { rootData }: { readonly rootData: FormData }) =>
      passes(test, findTotal(element, rootData.lines), today, () => undefined),
  },
] as unknown as readonly Keyword[]

describe('in Ajv, a validator of another house', () => {
  it('comparisons of numbers, quantities, money and days need none of our keywords', () => {
    let plain = 0
    fc.assert(
      fc.property(conditions(true), fc.array(documents, { minLength: 1, maxLength: 8 }), (condition, all) => {
        const schema = conditionSchema(condition, today)
        if (/"x-(test|total)"/.test(JSON.stringify(schema))) return
        plain++
        const check = foreign().compile(schema)
        for (const document of all) expect(check(document)).toBe(holds(condition, document, {}, today))
      }),
      { numRuns: 150 },
    )
    expect(plain).toBeGreaterThan(40)
  })

  it('sums over the lines, and days that depend on other data, need two', () => {
    let kept = 0
    fc.assert(
      fc.property(conditions(true), fc.array(documents, { minLength: 1, maxLength: 8 }), (condition, all) => {
        const schema = conditionSchema(condition)
        if (JSON.stringify(schema).includes('"x-total"')) kept++
        const check = foreign(...ours).compile(schema)
        for (const document of all) expect(check(document)).toBe(holds(condition, document, {}, today))
      }),
      { numRuns: 150 },
    )
    expect(kept).toBeGreaterThan(10)
  })

  it("a line field's condition on its own line and on the header is one rule of the form", () => {
    const element: Element = { id: 'f', type: 'code', line: true, label: {} }
    const field = fc.option(fc.constant('a'), { nil: undefined })
    const seen = { asked: 0, wrong: 0 }
    fc.assert(
      fc.property(
        fc.array(atom('h', true), { maxLength: 2 }),
        tree(atom('l', true)),
        fc.boolean(),
        documents,
        fc.array(field, { minLength: 4, maxLength: 4 }),
        (head, line, required, document, fields) => {
          const when: Condition = { op: 'all', of: [...head, line] }
          const lines = document.lines.map((own, i) => ({ ...own, ...(fields[i] ? { f: fields[i] } : {}) }))
          const whole = { ...document, lines }
          const rule = lineRule({ element, required, when }, (id) => id.startsWith('l.'), today)
          const wanted = lines.every((own, i) => {
            const asked = holds(when, whole, {}, today, i)
            if (asked) seen.asked++
            return asked ? !required || 'f' in own : !('f' in own)
          })
          if (!wanted) seen.wrong++
          expect(foreign(...ours).compile(rule)(whole)).toBe(wanted)
          // Whoever does not know our keywords never refuses what the window accepts.
          if (wanted) expect(foreign().compile(sheltered(rule))(whole)).toBe(true)
        },
      ),
      { numRuns: 150 },
    )
    expect(Math.min(seen.asked, seen.wrong)).toBeGreaterThan(10)
  })

  it('passes over a form’s rule that turns on our keywords, and never refuses what the window accepts', () => {
    fc.assert(
      fc.property(conditions(true), documents, (condition, document) => {
        const rule: Schema = { if: conditionSchema(condition), then: { required: ['elements', 'gone'] } }
        if (documentMatches(rule, document, today)) expect(foreign().compile(sheltered(rule))(document)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
