import { compareDecimal, type FormField } from '#kernel'
import { Compile } from 'typebox/schema'
import { showDecimal, type Fault, type Formats } from '../ui/index.ts'
import type { Texts } from '../texts/texts.tsx'

type Schema = Readonly<Record<string, unknown>>
type Validator = ReturnType<typeof Compile>

/** A procedure's form as JSON Schema: derived from the dictionary and the pack, and what the window itself checks by. */
export interface FormSchema {
  readonly $defs?: Schema
  readonly properties: {
    readonly elements: { readonly properties: Readonly<Record<string, Schema>> }
    readonly lines?: { readonly items?: { readonly properties?: Readonly<Record<string, Schema>> } }
  }
}

const compiled = new WeakMap<Schema, Validator>()

function validatorOf(schema: FormSchema, line: boolean, id: string): Validator | undefined {
  const own = line ? schema.properties.lines?.items?.properties?.[id] : schema.properties.elements.properties[id]
  if (!own) return undefined
  let found = compiled.get(own)
  if (!found) {
    found = Compile({ ...own, ...(schema.$defs ? { $defs: schema.$defs } : {}) })
    compiled.set(own, found)
  }
  return found
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''
const NUMBER = /^-?\d+(\.\d+)?$/

const figureOf = (field: FormField, value: unknown): string | undefined => {
  if (field.type === 'number') return typeof value === 'string' ? value : undefined
  if (field.type === 'quantity') return (value as { value?: string } | undefined)?.value
  if (field.type === 'money') return (value as { amount?: string } | undefined)?.amount
  return undefined
}

const inBounds = (text: string, { min, max }: FormField): boolean =>
  (min === undefined || compareDecimal(text, min) >= 0) && (max === undefined || compareDecimal(text, max) <= 0)

/** A figure moved by the mark that people mistake most: thousands for decimals. */
const shifted = (text: string): string | undefined =>
  /^\d+000$/.test(text) ? text.slice(0, -3) : /^\d+\.\d{3}$/.test(text) ? text.replace('.', '') : undefined

export interface CheckContext {
  readonly schema: FormSchema
  readonly line: boolean
  readonly texts: Texts
  readonly formats: Formats
  /** Puts a corrected value in place. */
  readonly put: (value: unknown) => void
}

/** What is wrong with one datum, by the rules that the window will apply; with its fix, where one can be computed. */
export function faultsOf(
  field: FormField,
  value: unknown,
  { schema, line, texts, formats, put }: CheckContext,
): readonly Fault[] {
  const t = texts.forms
  if (isEmpty(value)) return field.required ? [{ message: t.required(field.label) }] : []
  const figure = figureOf(field, value)
  if (figure !== undefined) {
    if (!NUMBER.test(figure)) return [{ message: t.notANumber }]
    if (!inBounds(figure, field)) {
      const better = shifted(figure)
      const { min, max } = field
      const low = min !== undefined && compareDecimal(figure, min) < 0
      const message = low ? t.tooLow(showDecimal(min, formats)) : t.tooHigh(showDecimal(max ?? '', formats))
      if (better === undefined || !inBounds(better, field)) return [{ message }]
      return [{ message, fix: { label: t.put(showDecimal(better, formats)), apply: () => put(better) } }]
    }
  }
  if (field.maxLength !== undefined && typeof value === 'string' && value.length > field.maxLength)
    return [{ message: t.tooLong(field.maxLength) }]
  const validator = validatorOf(schema, line, field.id)
  if (!validator || validator.Check(value)) return []
  return [{ message: field.options ? t.pickOne : t.wrong(field.label) }]
}
