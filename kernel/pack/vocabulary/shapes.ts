import { LANGUAGES } from '../languages.ts'
import type { Period } from '../../time.ts'

/** A fragment of JSON Schema. */
export type Fragment = Readonly<Record<string, unknown>>

/** One key of the vocabulary: what it means, what may stand under it, and whether it must be there. */
export interface Key {
  readonly says: string
  readonly is: Fragment
  readonly required?: true
}

/** A map of known keys. The loader reads by it, and the JSON Schemas for editors are made of it: there is no second list. */
export type Part<K extends string = string> = Readonly<Record<K, Key>>

export const part = <K extends string>(keys: Record<K, Key>): Part<K> => keys
export const may = (says: string, is: Fragment): Key => ({ says, is })
export const must = (says: string, is: Fragment): Key => ({ says, is, required: true })
// A part is read for every map of every file: its keys are listed once.
const listed = new WeakMap<Part, { readonly all: readonly string[]; readonly required: readonly string[] }>()
function listsOf(of: Part): { readonly all: readonly string[]; readonly required: readonly string[] } {
  const known = listed.get(of)
  if (known) return known
  const made = { all: Object.keys(of), required: Object.keys(of).filter((key) => of[key]?.required) }
  listed.set(of, made)
  return made
}
export const keysOf = <K extends string>(of: Part<K>): readonly K[] => listsOf(of).all as readonly K[]
export const requiredOf = <K extends string>(of: Part<K>): readonly K[] => listsOf(of).required as readonly K[]

/** The schema of a part: closed, with what each key means. */
export const objectOf = (of: Part): Fragment => {
  const required = requiredOf(of)
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(of).map(([key, { says, is }]) => [key, { description: says, ...is }]),
    ),
    ...(required.length ? { required } : {}),
  }
}

/** A scalar as it was written: YAML would make a number of `911` and a truth of `yes`. */
export const text: Fragment = { type: ['string', 'number', 'boolean'] }
export const yesNo: Fragment = { enum: ['yes', 'no', true, false] }
export const whole: Fragment = { type: 'integer', minimum: 0 }
export const number: Fragment = { type: ['number', 'string'], pattern: String.raw`^-?\d+(\.\d+)?$` }
export const day: Fragment = { type: 'string', pattern: String.raw`^\d{4}-\d{2}-\d{2}$`, examples: ['2026-01-31'] }
export const law: Fragment = { type: 'string', examples: ['NORM art. 1'] }
export const percent: Fragment = { type: 'string', pattern: String.raw`^\d+(\.\d+)? ?%$`, examples: ['5 %'] }
export const amount: Fragment = {
  type: 'string',
  pattern: String.raw`^\d+(\.\d+)? [A-Z][A-Z0-9]{1,7}$`,
  examples: ['36.00 PEN', '18 UI'],
}
export const period = (...units: readonly Period['unit'][]): Fragment => ({
  type: 'string',
  pattern: String.raw`^\d+ (${units.join('|')})$`,
  examples: units.map((unit) => `5 ${unit}`),
})
export const working = period('bd', 'd', 'h')
export const lasting = period('d', 'months', 'years')
/** A signed calendar period, as it is added to a day. */
export const shift: Fragment = { type: 'string', pattern: String.raw`^[+-]?\d+ (d|months|years)$`, examples: ['+5 d'] }

export const listOf = (items: Fragment): Fragment => ({ type: 'array', items })
export const mapOf = (values: Fragment): Fragment => ({ type: 'object', additionalProperties: values })
export const either = (...of: readonly Fragment[]): Fragment => ({ anyOf: of })
export const words = (of: readonly string[]): Fragment => ({ enum: of })
/** Nothing after the colon reads as an empty map. */
export const orNothing = (of: Fragment): Fragment => either(of, { type: 'null' })
/** One text of the main language, or a map of languages. */
export const said: Fragment = either(text, {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(LANGUAGES.map((language) => [language, text])),
})

export const refTo = (name: string): Fragment => ({ $ref: `#/$defs/${name}` })
export const condition = refTo('condition')
export const element = refTo('element')
