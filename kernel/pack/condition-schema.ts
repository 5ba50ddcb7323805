import { passesCheck, type CheckName } from '../dictionary/derive/checks.ts'
import { boundPattern, convertedPattern, dayBoundPattern, type Side } from '../dictionary/derive/patterns.ts'
import { toBase, unitFamily } from '../quantity.ts'
import type { Day } from '../time.ts'
import { findTotal, passes, whensOf, type Found } from './conditions.ts'
import type { Bound, Condition, FormData, Test, When } from './model.ts'
import { findMovedDay } from './quick.ts'

/**
 * The JSON Schema (2020-12) we write, over a document `{ elements: {...}, lines: [...] }`. Decimals, quantities, money and days compare
 * by patterns, which any validator understands. Four keywords are ours, for what no pattern can say (PACK 5): `x-test` a date that
 * depends on another datum (or on a day not yet known), `x-total` a sum over lines, `x-check` check digits and Unicode form, `x-schema`
 * a rule that turns on one of them. A foreign validator passes over all four, so it never refuses a form that the window accepts.
 */
export interface Schema {
  readonly $schema?: string
  readonly $id?: string
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly title?: string
  readonly description?: string
  readonly type?: string
  readonly format?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean
  readonly enum?: readonly (string | boolean)[]
  readonly pattern?: string
  readonly maxLength?: number
  readonly minLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly contains?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly not?: Schema
  readonly if?: Schema
  readonly then?: Schema
  readonly else?: Schema
  readonly 'x-test'?: { readonly element: string; readonly test: Test }
  readonly 'x-total'?: { readonly element: string; readonly test: Test }
  readonly 'x-check'?: CheckName
  readonly 'x-schema'?: Schema
  readonly 'x-labels'?: Readonly<Record<string, string>>
  readonly 'x-error'?: { readonly code: string; readonly text: string }
  /** What the dictionary says of the element, beside its shape. */
  readonly 'x-element'?: Readonly<Record<string, string>>
  /** The legal day the schema speaks of: what depends on today was settled on it. */
  readonly 'x-day'?: Day
}

const inElements = (schema: Schema): Schema => ({ required: ['elements'], properties: { elements: schema } })
const inLines = (schema: Schema): Schema => ({ required: ['lines'], properties: { lines: schema } })

const escaped = (prefix: string): string => prefix.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

const SIDES: readonly Side[] = ['min', 'max', 'above', 'below']

/** One comparison of a number, a quantity or money. Units of the bound's family convert; another currency never compares. */
function boundSchema(side: Side, bound: Bound): Schema {
  if (typeof bound === 'string') return { type: 'string', pattern: boundPattern(side, bound) }
  if ('unit' in bound) {
    const base = toBase(bound).value
    const alternatives = unitFamily(bound.unit).map(([unit, factor]) => ({
      properties: { unit: { enum: [unit] }, value: { type: 'string', pattern: convertedPattern(side, base, factor) } },
    }))
    return { type: 'object', required: ['value', 'unit'], anyOf: alternatives }
  }
  const amount = { type: 'string', pattern: boundPattern(side, bound.amount) }
  return {
    type: 'object',
    required: ['amount', 'currency'],
    properties: { currency: { enum: [bound.currency] }, amount },
  }
}

const dayOf = (when: When, today: Day | undefined): Day | undefined => {
  if ('day' in when) return when.day
  if (!('today' in when) || today === undefined) return undefined
  return when.today ? findMovedDay(today, when.today) : today
}

/** A comparison in plain JSON Schema; nothing where it depends on another datum, or on a day that is not given. */
function plainSchema(test: Test, today: Day | undefined): Schema | undefined {
  if (whensOf(test).length > 0) {
    const parts: Schema[] = []
    for (const side of ['from', 'until', 'after', 'before'] as const) {
      const when = (test as Readonly<Partial<Record<typeof side, When>>>)[side]
      if (when === undefined) continue
      const day = dayOf(when, today)
      if (day === undefined) return undefined
      parts.push({ type: 'string', pattern: dayBoundPattern(side, day) })
    }
    return parts.length === 1 ? parts[0] : { allOf: parts }
  }
  const limits = test as Readonly<Partial<Record<Side, Bound>>>
  const parts = SIDES.flatMap((side) => {
    const bound = limits[side]
    return bound === undefined ? [] : [boundSchema(side, bound)]
  })
  return parts.length === 1 ? parts[0] : parts.length > 0 ? { allOf: parts } : undefined
}

/** The test of one element, on the object that holds it: the header elements or one line. */
export function testSchema(element: string, test: Test, today?: Day): Schema {
  if ('present' in test) return test.present ? { required: [element] } : { not: { required: [element] } }
  if ('in' in test) return { required: [element], properties: { [element]: { enum: test.in } } }
  if ('starts' in test) {
    const pattern = `^(${test.starts.map(escaped).join('|')})`
    return { required: [element], properties: { [element]: { type: 'string', pattern } } }
  }
  const plain = plainSchema(test, today)
  return plain
    ? { required: [element], properties: { [element]: plain } }
    : { required: [element], 'x-test': { element, test } }
}

/** A condition on one goods line, as a schema of that line. Header clauses do not belong here: see `splitLine`. */
export function lineSchema(condition: Condition, today?: Day): Schema {
  switch (condition.op) {
    case 'all':
      return { allOf: condition.of.map((part) => lineSchema(part, today)) }
    case 'any':
      return { anyOf: condition.of.map((part) => lineSchema(part, today)) }
    case 'not':
      return { not: lineSchema(condition.of, today) }
    case 'test':
      return testSchema(condition.element, condition.test, today)
    default:
      throw new TypeError(`${condition.op} cannot stand inside a goods line`)
  }
}

/** A condition on the whole form, as a schema of the document. With `today`, what depends on it is settled on that day. */
export function conditionSchema(condition: Condition, today?: Day): Schema {
  switch (condition.op) {
    case 'all':
      return { allOf: condition.of.map((part) => conditionSchema(part, today)) }
    case 'any':
      return { anyOf: condition.of.map((part) => conditionSchema(part, today)) }
    case 'not':
      return { not: conditionSchema(condition.of, today) }
    case 'some':
      return inLines({ contains: lineSchema(condition.of, today) })
    case 'every':
      return inLines({ minItems: 1, items: lineSchema(condition.of, today) })
    case 'total':
      return { required: ['lines'], 'x-total': { element: condition.element, test: condition.test } }
    case 'test':
      return inElements(testSchema(condition.element, condition.test, today))
  }
}

/** The elements a condition tests; dates it only compares with are not among them. */
export function testedIn(condition: Condition): readonly string[] {
  switch (condition.op) {
    case 'all':
    case 'any':
      return condition.of.flatMap(testedIn)
    case 'not':
    case 'some':
    case 'every':
      return testedIn(condition.of)
    default:
      return [condition.element]
  }
}

/**
 * A line field's condition may name header elements, joined to those of the line by "and" (PACK 5). Answers the two parts: what the
 * header must meet (an outer `if`) and what the line must meet (an inner one).
 */
export function splitLine(
  condition: Condition,
  isLine: (element: string) => boolean,
): { header: readonly Condition[]; line: readonly Condition[] } {
  const header: Condition[] = []
  const line: Condition[] = []
  const visit = (part: Condition): void => {
    if (!testedIn(part).some(isLine)) header.push(part)
    else if (part.op === 'all') part.of.forEach(visit)
    else line.push(part)
  }
  visit(condition)
  return { header, line }
}

/** Whether passing over our keywords would turn the verdict against the form: they stand under `not` or `if`. */
function turnsOn(schema: Schema, negative: boolean): boolean {
  if (negative && (schema['x-test'] ?? schema['x-total'])) return true
  const same = [
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...Object.values(schema.properties ?? {}),
    ...[schema.items, schema.contains, schema.then, schema.else].filter((part) => part !== undefined),
  ]
  if (same.some((part) => turnsOn(part, negative))) return true
  if (schema.not && turnsOn(schema.not, !negative)) return true
  return schema.if !== undefined && (turnsOn(schema.if, true) || turnsOn(schema.if, false))
}

/** A rule as it stands in a form: under our keyword where a validator that knows none of ours would misjudge it. */
export const sheltered = (rule: Schema): Schema => (turnsOn(rule, false) ? { 'x-schema': rule } : rule)

interface Place {
  readonly document: FormData
  readonly today: Day
  readonly defs?: Schema['$defs']
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const ownOf = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined

const typeMatches = (type: string, value: unknown): boolean => {
  switch (type) {
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    default:
      return typeof value === type
  }
}

/** Our keyword `x-test`: the value stands in the object at hand; dates it compares with may stand in the header. */
function passesTest(keyword: NonNullable<Schema['x-test']>, value: unknown, place: Place): boolean {
  const read = (id: string): Found => (ownOf(value, id) ?? ownOf(place.document.elements, id)) as Found
  return passes(keyword.test, ownOf(value, keyword.element) as Found, place.today, read)
}

/**
 * Checks a document against a schema of ours, own keywords included. Covers exactly the keywords of `Schema`; the browser and the
 * tests use it where a general validator would ignore `x-test` and `x-total`.
 */
export function matches(schema: Schema, value: unknown, place: Place): boolean {
  if (schema.$ref !== undefined) {
    const target = place.defs?.[schema.$ref.replace('#/$defs/', '')]
    if (!target) throw new TypeError(`${schema.$ref} leads nowhere`)
    if (!matches(target, value, place)) return false
  }
  if (schema['x-schema'] && !matches(schema['x-schema'], value, place)) return false
  if (schema['x-check'] && !passesCheck(schema['x-check'], value)) return false
  if (schema.type !== undefined && !typeMatches(schema.type, value)) return false
  if (schema.enum && !schema.enum.includes(value as string | boolean)) return false
  if (typeof value === 'string') {
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return false
    const { length } = Array.from(value)
    if (schema.maxLength !== undefined && length > schema.maxLength) return false
    if (schema.minLength !== undefined && length < schema.minLength) return false
  }
  if (isObject(value) && !matchesObject(schema, value, place)) return false
  if (Array.isArray(value) && !matchesArray(schema, value, place)) return false
  if (schema.allOf && !schema.allOf.every((part) => matches(part, value, place))) return false
  if (schema.anyOf && !schema.anyOf.some((part) => matches(part, value, place))) return false
  if (schema.not && matches(schema.not, value, place)) return false
  if (schema.if) {
    const next = matches(schema.if, value, place) ? schema.then : schema.else
    if (next && !matches(next, value, place)) return false
  }
  return true
}

function matchesObject(schema: Schema, value: Json, place: Place): boolean {
  if (schema.required && !schema.required.every((key) => Object.hasOwn(value, key))) return false
  for (const [key, part] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(value, key) && !matches(part, value[key], place)) return false
  }
  if (schema.additionalProperties === false) {
    const known = schema.properties ?? {}
    if (!Object.keys(value).every((key) => Object.hasOwn(known, key))) return false
  }
  if (schema['x-test'] && !passesTest(schema['x-test'], value, place)) return false
  if (schema['x-total']) {
    const { element, test } = schema['x-total']
    if (!passes(test, findTotal(element, place.document.lines), place.today, () => undefined)) return false
  }
  return true
}

function matchesArray(schema: Schema, value: readonly unknown[], place: Place): boolean {
  if (schema.minItems !== undefined && value.length < schema.minItems) return false
  if (schema.maxItems !== undefined && value.length > schema.maxItems) return false
  const { items, contains } = schema
  if (items && !value.every((item) => matches(items, item, place))) return false
  return !contains || value.some((item) => matches(contains, item, place))
}

/** A whole document against a schema, on a legal day. */
export const documentMatches = (schema: Schema, document: FormData, today: Day): boolean =>
  matches(schema, document, { document, today, ...(schema.$defs ? { defs: schema.$defs } : {}) })
