import { minorUnits } from '../../money.ts'
import { wordsIn, type Language } from '../../problem.ts'
import { unitFamily } from '../../quantity.ts'
import { countryPattern } from '../../pack/codes/countries.ts'
import { currencyCodes } from '../../pack/codes/currencies.ts'
import { slipsOfUnits } from '../../pack/codes/units.ts'
import type { Schema } from '../../pack/condition-schema.ts'
import type { Element } from '../../pack/model.ts'
import { MAX, QUANTITY_DECIMALS } from '../../pack/values.ts'
import { textFormats } from '../formats.ts'
import { standardFormat } from './format-notation.ts'
import { amountPattern, boundPattern, dayPattern, numberPattern, textPattern } from './patterns.ts'

const shaped = (pattern: string): Schema => ({ type: 'string', pattern })

const closed = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})

/** Amounts may have as many decimals as their currency has. */
function minorUnitSchema(): Schema {
  const groups = new Map<number, string[]>()
  for (const code of currencyCodes) {
    const places = minorUnits(code)
    groups.set(places, [...(groups.get(places) ?? []), code])
  }
  return {
    anyOf: [...groups].map(([places, codes]) => ({
      properties: { currency: { enum: codes }, amount: shaped(amountPattern(places)) },
    })),
  }
}

/** Shapes that many elements share. Schemas refer to them as `#/$defs/<name>`. */
export const sharedSchemas = {
  country: { ...shaped(`^(?:${countryPattern})$`), description: 'ISO 3166-1 alpha-2' },
  currency: { type: 'string', enum: currencyCodes, description: 'ISO 4217' },
  unit: { ...shaped(`^(?!(?:${slipsOfUnits.join('|')})$)[A-Z0-9]{2,3}$`), description: 'UN/CEFACT Recommendation 20' },
  location: { ...shaped(`^(?:${countryPattern})[A-Z2-9]{3}$`), description: 'UN/LOCODE' },
  day: { ...shaped(dayPattern), format: 'date' },
  minorUnits: minorUnitSchema(),
} as const satisfies Readonly<Record<string, Schema>>

/** Where the shared shapes stand: `#/$defs/` in a schema of its own, `#/components/schemas/` in OpenAPI. */
const ref = (name: keyof typeof sharedSchemas): Schema => ({ $ref: `#/$defs/${name}` })

const text = (maxLength: number): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: textPattern,
  'x-check': 'nfc',
})

function wordSchema(element: Element, usualMax: number): Schema {
  const { codes, format, max } = element
  const plain = text(max ?? usualMax)
  const shape = format === undefined ? undefined : textFormats[format]
  return {
    ...plain,
    ...(codes ? { enum: Object.keys(codes) } : {}),
    ...(shape
      ? {
          allOf: [
            { pattern: `^(?:${shape.pattern})$`, ...(shape.digit ? { 'x-check': `digit:${format}` as const } : {}) },
          ],
        }
      : {}),
  }
}

function numberSchema({ decimals, range }: Element): Schema {
  const parts: Schema[] = []
  if (range?.min !== undefined) parts.push({ pattern: boundPattern('min', range.min) })
  if (range?.max !== undefined) parts.push({ pattern: boundPattern('max', range.max) })
  return { ...shaped(numberPattern(decimals ?? 12)), ...(parts.length > 0 ? { allOf: parts } : {}) }
}

function quantitySchema({ unit }: Element): Schema {
  const family = unit === undefined ? [] : unitFamily(unit).map(([code]) => code)
  return closed(
    {
      value: shaped(amountPattern(QUANTITY_DECIMALS)),
      unit: family.length > 0 ? { type: 'string', enum: family } : ref('unit'),
    },
    ['value', 'unit'],
  )
}

const money: Schema = {
  ...closed({ amount: shaped(amountPattern(4)), currency: ref('currency') }, ['amount', 'currency']),
  allOf: [ref('minorUnits')],
}
const party: Schema = {
  ...closed({ name: text(MAX.name), id: text(MAX.id), country: ref('country'), address: text(MAX.address) }, ['name']),
  'x-check': 'tax-id',
}

/**
 * The shape of one element's value, exactly as `checkValue` decides it. It refers to `#/$defs`: the schema that holds it carries
 * `sharedSchemas` there.
 */
export function valueSchema(element: Element): Schema {
  switch (element.type) {
    case 'text':
      return wordSchema(element, MAX.text)
    case 'code':
      return wordSchema(element, MAX.code)
    case 'permit':
      return wordSchema(element, MAX.permit)
    case 'number':
      return numberSchema(element)
    case 'yes-no':
      return { type: 'boolean' }
    case 'date':
      return ref('day')
    case 'quantity':
      return quantitySchema(element)
    case 'money':
      return money
    case 'party':
      return party
    case 'country':
      return ref('country')
    case 'location':
      return ref('location')
    case 'hs':
      return shaped(String.raw`^\d{6,12}$`)
    case 'cas':
      return { ...shaped(String.raw`^[1-9]\d{1,6}-\d{2}-\d$`), 'x-check': 'cas' }
  }
}

/** What the dictionary says of an element beside its shape, for whoever maps it to a standard. */
export function annotation(element: Element): Readonly<Record<string, string>> {
  const { id, type, wcoClass, wco, untded, sensitivity, unit, heldBy } = element
  return {
    id,
    type,
    format: standardFormat(element),
    ...(unit ? { unit } : {}),
    ...(wcoClass ? { wcoClass } : {}),
    ...(wco ? { wco } : {}),
    ...(untded ? { untded } : {}),
    ...(sensitivity ? { sensitivity } : {}),
    ...(heldBy ? { heldBy } : {}),
  }
}

/** An element's value with its words in a language. */
export function describedSchema(element: Element, language: Language): Schema {
  const { label, help, codes } = element
  const words = codes && Object.entries(codes).map(([code, said]) => [code, wordsIn(said, language) || code] as const)
  return {
    title: wordsIn(label, language),
    ...(help ? { description: wordsIn(help, language) } : {}),
    ...valueSchema(element),
    ...(words ? { 'x-labels': Object.fromEntries(words) } : {}),
    'x-element': annotation(element),
  }
}

export const SCHEMA_DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** The shared shapes that a schema reaches, directly or through another. */
export function definitionsOf(schema: Schema): Schema['$defs'] {
  const used: Record<string, Schema> = {}
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (typeof value === 'object' && value !== null) {
      const target = (value as { readonly $ref?: unknown }).$ref
      const name = typeof target === 'string' ? target.replace('#/$defs/', '') : undefined
      const found = name !== undefined && Object.entries(sharedSchemas).find(([key]) => key === name)
      if (found && !Object.hasOwn(used, found[0])) {
        used[found[0]] = found[1]
        visit(found[1])
      }
      Object.values(value).forEach(visit)
    }
  }
  visit(schema)
  return used
}

/** JSON Schema 2020-12 of one element, complete in itself. */
export function elementSchema(element: Element, language: Language): Schema {
  const described = describedSchema(element, language)
  const defs = definitionsOf(described)
  return { $schema: SCHEMA_DIALECT, ...described, ...(defs && Object.keys(defs).length > 0 ? { $defs: defs } : {}) }
}
