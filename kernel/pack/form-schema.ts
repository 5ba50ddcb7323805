/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
import { annotation, definitionsOf, SCHEMA_DIALECT, valueSchema } from '../dictionary/derive/value-schema.ts'
import { wordsIn, type Language } from '../problem.ts'
import { unitFamily } from '../quantity.ts'
import type { Day } from '../time.ts'
import { conditionSchema, lineSchema, sheltered, splitLine, testSchema, type Schema } from './condition-schema.ts'
import { namesIn } from './conditions.ts'
import { isFact } from './facts.ts'
import { feeNeeds, inForce, type FeeNeed } from './form.ts'
import type { AttachItem, Condition, FormItem, Procedure } from './model.ts'

const closed = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})

/** What every part of one form's schema is made with. */
interface Making {
  readonly language: Language
  readonly day?: Day
  readonly needs: ReadonlyMap<string, FeeNeed>
}

/** The codes an item takes on a day: those of a dated catalogue only while they are in force. */
export const codesOn = (item: FormItem, day: Day | undefined): readonly string[] | undefined =>
  day === undefined ? item.list : item.list?.filter((code) => inForce(item, code, day))

/** The fee is computed in one currency, or in units of one family. */
function needSchema({ currency, unit }: FeeNeed): Schema {
  if (currency !== undefined) return { properties: { currency: { enum: [currency] } } }
  return unit === undefined ? {} : { properties: { unit: { enum: unitFamily(unit).map(([code]) => code) } } }
}

function itemSchema(item: FormItem, { language, day, needs }: Making): Schema {
  const { element, labels } = item
  const list = codesOn(item, day)
  const help = item.help ?? element.help
  const words = list ? labels : element.codes
  const codes = list ?? Object.keys(element.codes ?? {})
  const value = valueSchema(element)
  const need = needs.get(element.id)
  // The element's own list of codes and the item's hold together.
  const also = [...(list && value.enum ? [{ enum: value.enum }] : []), ...(need ? [needSchema(need)] : [])]
  return {
    title: wordsIn(element.label, language),
    ...(help ? { description: wordsIn(help, language) } : {}),
    ...value,
    ...(list ? { enum: list } : {}),
    ...(also.length > 0 ? { allOf: [...(value.allOf ?? []), ...also] } : {}),
    ...(words
      ? { 'x-labels': Object.fromEntries(codes.map((code) => [code, wordsIn(words[code] ?? {}, language) || code])) }
      : {}),
    'x-element': annotation(element),
  }
}

/** Limits of numbers, on the object that holds them. */
function limits(items: readonly FormItem[]): Schema[] {
  return items
    .filter((item) => item.min !== undefined || item.max !== undefined)
    .map(({ element, min, max }) => ({
      if: { required: [element.id] },
      then: testSchema(element.id, { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }),
    }))
}

const holder = (items: readonly FormItem[], making: Making): Schema => ({
  ...closed(
    Object.fromEntries(items.map((item) => [item.element.id, itemSchema(item, making)])),
    items.filter((item) => item.required && !item.when).map((item) => item.element.id),
  ),
  ...(limits(items).length > 0 ? { allOf: limits(items) } : {}),
})

/** Asked, and required where the item says so, only when the condition holds; otherwise it may not be there. */
const presence = (item: FormItem, when: Schema): Schema => ({
  if: when,
  ...(item.required ? { then: { required: [item.element.id] } } : {}),
  else: { not: { required: [item.element.id] } },
})

/** A header item's condition speaks of the whole document, so its rule stands at the root. */
function headRule(item: FormItem & { readonly when: Condition }, day: Day | undefined): Schema {
  const has: Schema = { properties: { elements: { required: [item.element.id] } } }
  return {
    if: conditionSchema(item.when, day),
    ...(item.required ? { then: has } : {}),
    else: { properties: { elements: { not: { required: [item.element.id] } } } },
  }
}

/** A line item's condition: header clauses go to the outer `if`, line clauses to the inner one (PACK 5). */
export function lineRule(
  item: FormItem & { readonly when: Condition },
  isLine: (id: string) => boolean,
  day: Day | undefined,
): Schema {
  const { header, line } = splitLine(item.when, isLine)
  const inner: Schema = line.length === 0 ? {} : { allOf: line.map((part) => lineSchema(part, day)) }
  const each = (items: Schema): Schema => ({ properties: { lines: { items } } })
  const rule = each(presence(item, inner))
  if (header.length === 0) return rule
  return {
    if: { allOf: header.map((part) => conditionSchema(part, day)) },
    then: rule,
    else: each({ not: { required: [item.element.id] } }),
  }
}

const isConditional = (item: FormItem): item is FormItem & { readonly when: Condition } => item.when !== undefined

const readsFacts = (condition: Condition): boolean => [...namesIn(condition)].some(isFact)

/** Documents whose need depends on a fact are the server's to ask: a schema knows no facts. */
function documentRules(attach: readonly AttachItem[], day: Day | undefined): Schema[] {
  const there = (document: string): Schema => ({
    required: ['documents'],
    properties: { documents: { contains: { enum: [document] } } },
  })
  return attach
    .filter((item) => item.required && !(item.when && readsFacts(item.when)))
    .map((item) =>
      item.when ? { if: conditionSchema(item.when, day), then: there(item.document) } : there(item.document),
    )
}

/**
 * JSON Schema 2020-12 of the whole form, `{ elements, lines, documents }`, with titles in a language: the same rules for OpenAPI,
 * browsers and integrators. `documents` are the types present. With a legal day, dated codes and conditions on today are settled on it.
 */
export function formSchema(procedure: Procedure, language: Language, day?: Day): Schema {
  const { form, lineForm, attach, checks } = procedure
  const lineItems = lineForm?.items ?? []
  const lineIds = new Set(lineItems.map((item) => item.element.id))
  const isLine = (id: string): boolean => lineIds.has(id)
  const making: Making = { language, needs: feeNeeds(procedure), ...(day === undefined ? {} : { day }) }
  const rules: Schema[] = [
    ...form.filter(isConditional).map((item) => headRule(item, day)),
    ...lineItems.filter(isConditional).map((item) => lineRule(item, isLine, day)),
    ...documentRules(attach, day),
    ...checks.map((check): Schema => {
      const must: Schema = {
        ...conditionSchema(check.must, day),
        'x-error': { code: check.code, text: wordsIn(check.words, language) },
      }
      return check.when ? { if: conditionSchema(check.when, day), then: must } : must
    }),
  ]
  const schema: Schema = {
    $schema: SCHEMA_DIALECT,
    title: wordsIn(procedure.title, language),
    ...(day === undefined ? {} : { 'x-day': day }),
    type: 'object',
    required: ['elements', 'lines'],
    properties: {
      elements: holder(form, making),
      lines: lineForm
        ? { type: 'array', minItems: 1, maxItems: lineForm.max, items: holder(lineItems, making) }
        : { type: 'array', maxItems: 0 },
      documents: { type: 'array', items: { type: 'string' } },
    },
    ...(rules.length > 0 ? { allOf: rules.map(sheltered) } : {}),
  }
  return { ...schema, $defs: definitionsOf(schema) ?? {} }
}
