/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
import { wordsIn, type Language } from '../problem.ts'
import { conditionSchema, lineSchema, splitLine, type Schema } from './condition-schema.ts'
import { namesIn } from './conditions.ts'
import { isFact } from './facts.ts'
import type { AttachItem, Condition, Element, FormItem, Procedure } from './model.ts'

const decimal: Schema = { type: 'string', pattern: String.raw`^-?\d{1,24}(\.\d{1,12})?$` }
const amount: Schema = { type: 'string', pattern: String.raw`^\d{1,24}(\.\d{1,12})?$` }
const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength })
const shaped = (pattern: string): Schema => ({ type: 'string', pattern })

const closed = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})

/** The shape of one element's value. Check digits, existing days and NFC are the server's to check. */
export function valueSchema(element: Element): Schema {
  switch (element.type) {
    case 'text':
      return text(element.max ?? 512)
    case 'code':
      return text(element.max ?? 70)
    case 'permit':
      return text(element.max ?? 35)
    case 'number':
      return decimal
    case 'yes-no':
      return { type: 'boolean' }
    case 'date':
      return { type: 'string', format: 'date', pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }
    case 'quantity':
      return closed({ value: amount, unit: shaped('^[A-Z0-9]{2,3}$') }, ['value', 'unit'])
    case 'money':
      return closed({ amount, currency: shaped('^[A-Z]{3}$') }, ['amount', 'currency'])
    case 'party':
      return closed({ name: text(70), id: text(35), country: shaped('^[A-Z]{2}$'), address: text(175) }, ['name'])
    case 'country':
      return shaped('^[A-Z]{2}$')
    case 'location':
      return shaped('^[A-Z]{2}[A-Z2-9]{3}$')
    case 'hs':
      return shaped(String.raw`^\d{6,12}$`)
    case 'cas':
      return shaped(String.raw`^[1-9]\d{1,6}-\d{2}-\d$`)
  }
}

function itemSchema(item: FormItem, language: Language): Schema {
  const { element, list, labels } = item
  const help = item.help ?? element.help
  return {
    title: wordsIn(element.label, language),
    ...(help ? { description: wordsIn(help, language) } : {}),
    ...(list ? { type: 'string', enum: list } : valueSchema(element)),
    ...(list && labels
      ? { 'x-labels': Object.fromEntries(list.map((code) => [code, wordsIn(labels[code] ?? {}, language) || code])) }
      : {}),
  }
}

/** Limits of numbers, on the object that holds them. */
function limits(items: readonly FormItem[]): Schema[] {
  return items
    .filter((item) => item.min !== undefined || item.max !== undefined)
    .map(({ element, min, max }) => ({
      if: { required: [element.id] },
      then: {
        'x-test': {
          element: element.id,
          test: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
        },
      },
    }))
}

const holder = (items: readonly FormItem[], language: Language): Schema => ({
  ...closed(
    Object.fromEntries(items.map((item) => [item.element.id, itemSchema(item, language)])),
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
function headRule(item: FormItem & { readonly when: Condition }): Schema {
  const has: Schema = { properties: { elements: { required: [item.element.id] } } }
  return {
    if: conditionSchema(item.when),
    ...(item.required ? { then: has } : {}),
    else: { properties: { elements: { not: { required: [item.element.id] } } } },
  }
}

/** A line item's condition: header clauses go to the outer `if`, line clauses to the inner one (PACK 5). */
function lineRule(item: FormItem & { readonly when: Condition }, isLine: (id: string) => boolean): Schema {
  const { header, line } = splitLine(item.when, isLine)
  const inner: Schema = line.length === 0 ? {} : { allOf: line.map(lineSchema) }
  const each = (items: Schema): Schema => ({ properties: { lines: { items } } })
  const rule = each(presence(item, inner))
  if (header.length === 0) return rule
  return {
    if: { allOf: header.map(conditionSchema) },
    then: rule,
    else: each({ not: { required: [item.element.id] } }),
  }
}

const isConditional = (item: FormItem): item is FormItem & { readonly when: Condition } => item.when !== undefined

const readsFacts = (condition: Condition): boolean => [...namesIn(condition)].some(isFact)

/** Documents whose need depends on a fact are the server's to ask: a schema knows no facts. */
function documentRules(attach: readonly AttachItem[]): Schema[] {
  const there = (document: string): Schema => ({
    required: ['documents'],
    properties: { documents: { contains: { enum: [document] } } },
  })
  return attach
    .filter((item) => item.required && !(item.when && readsFacts(item.when)))
    .map((item) => (item.when ? { if: conditionSchema(item.when), then: there(item.document) } : there(item.document)))
}

/**
 * JSON Schema 2020-12 of the whole form, `{ elements, lines, documents }`, with titles in a language: the same rules for OpenAPI,
 * browsers and integrators. `documents` are the types present.
 */
export function formSchema(procedure: Procedure, language: Language): Schema {
  const { form, lineForm, attach, checks } = procedure
  const lineItems = lineForm?.items ?? []
  const lineIds = new Set(lineItems.map((item) => item.element.id))
  const isLine = (id: string): boolean => lineIds.has(id)
  const rules: Schema[] = [
    ...form.filter(isConditional).map(headRule),
    ...lineItems.filter(isConditional).map((item) => lineRule(item, isLine)),
    ...documentRules(attach),
    ...checks.map((check): Schema => {
      const must: Schema = {
        ...conditionSchema(check.must),
        'x-error': { code: check.code, text: wordsIn(check.words, language) },
      }
      return check.when ? { if: conditionSchema(check.when), then: must } : must
    }),
  ]
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: wordsIn(procedure.title, language),
    type: 'object',
    required: ['elements', 'lines'],
    properties: {
      elements: holder(form, language),
      lines: lineForm
        ? { type: 'array', minItems: 1, maxItems: lineForm.max, items: holder(lineItems, language) }
        : { type: 'array', maxItems: 0 },
      documents: { type: 'array', items: { type: 'string' } },
    },
    ...(rules.length > 0 ? { allOf: rules } : {}),
  }
}
