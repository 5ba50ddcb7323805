import { fromShorthand, type Element, type ElementType, type Shorthand } from '#kernel'

/** A value as YAML writes it: every scalar is text, so that `0901` and `no` stay what was written. */
export type Written = string | readonly Written[] | { readonly [key: string]: Written }
export type WrittenMap = Readonly<Record<string, Written>>

export const isMap = (value: unknown): value is WrittenMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isList = (value: unknown): value is readonly Written[] => Array.isArray(value)
export const isText = (value: unknown): value is string => typeof value === 'string'

/** The part of a form's JSON Schema that tells what an element's value looks like. */
export interface ValueSchema {
  readonly type?: string
  readonly format?: string
  readonly title?: string
  readonly properties?: Readonly<Record<string, unknown>>
}

/** The kinds of value whose shorthand differs from the value itself; everything else is text. */
export function typeOf(schema: ValueSchema | undefined): ElementType {
  if (schema?.type === 'boolean') return 'yes-no'
  const members = schema?.properties ?? {}
  if ('unit' in members) return 'quantity'
  if ('currency' in members) return 'money'
  if ('name' in members) return 'party'
  return 'text'
}

const YES_NO: Readonly<Record<string, string>> = { yes: 'true', no: 'false' }

/**
 * A value of YAML in the shape the API carries, by the form's schema: `28000 KGM`, `36.00 PEN`, `yes`, a party by its name alone.
 * What does not read as its type goes to the API as written, so that a story can show how it is refused.
 */
export function toValue(id: string, schema: ValueSchema | undefined, written: Written): unknown {
  if (!isText(written)) return written
  const type = typeOf(schema)
  const said: Shorthand = type === 'yes-no' ? (YES_NO[written] ?? written) : written
  return fromShorthand({ id, type, line: false, label: {} } satisfies Element, said)
}

export const toValues = (
  schemas: Readonly<Record<string, ValueSchema>>,
  written: WrittenMap,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(written).map(([id, value]) => [id, toValue(id, schemas[id], value)]))

/** Codes as packs abbreviate them, in the API's full name. */
const FULL: Readonly<Record<string, string>> = { BALANCE_EXCEEDED: 'LPCO_BALANCE_EXCEEDED' }
export const fullCode = (code: string): string => FULL[code] ?? code
