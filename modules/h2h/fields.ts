import { Type, type TObject, type TSchema } from 'typebox'
import { DocumentSchema, ElementsSchema, LinesSchema, MoneySchema, QuantitySchema, strict } from '#kernel'

/** What a part of a message may be. XSD, JSON Schema, and the writer and reader of both forms derive from it. */
export type FieldType =
  | { readonly kind: 'text'; readonly max: number; readonly pattern?: string }
  | { readonly kind: 'word'; readonly pattern: string }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'whole'; readonly max: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'day' }
  | { readonly kind: 'quantity' }
  | { readonly kind: 'money' }
  | { readonly kind: 'record'; readonly fields: readonly Field[] }
  /** Trade data in the classes of the WCO Data Model: what opens a dossier, or what is added to one. */
  | { readonly kind: 'dossier'; readonly opening: boolean }

export interface Field {
  /** In JSON. */
  readonly name: string
  /** In XML: the WCO Data Model's name where it has one. */
  readonly xml: string
  readonly type: FieldType
  readonly optional: boolean
  /** Repeats; absent rather than empty, so that both forms say the same. */
  readonly most?: number
  readonly about: string
}

type More = { readonly optional?: boolean; readonly most?: number }
export const field = (name: string, xml: string, type: FieldType, about: string, more: More = {}): Field => ({
  name,
  xml,
  type,
  optional: more.optional ?? false,
  ...(more.most === undefined ? {} : { most: more.most }),
  about,
})

export const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
export const text = (max: number): FieldType => ({ kind: 'text', max })
export const word = (pattern: string): FieldType => ({ kind: 'word', pattern })
export const choice = (...of: readonly string[]): FieldType => ({ kind: 'choice', of })
export const record = (...fields: readonly Field[]): FieldType => ({ kind: 'record', fields })
export const whole = (max: number): FieldType => ({ kind: 'whole', max })
export const flag: FieldType = { kind: 'flag' }
export const instant: FieldType = { kind: 'instant' }
export const day: FieldType = { kind: 'day' }
export const quantity: FieldType = { kind: 'quantity' }
export const money: FieldType = { kind: 'money' }

/** One line, trimmed, of characters that XML admits: what both forms can say alike. */
export const TEXT_PATTERN = String.raw`\S(.*\S)?`
export const INSTANT_PATTERN = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z`
export const DAY_PATTERN = String.raw`\d{4}-\d{2}-\d{2}`

const AnswerSchema = Type.Object({ elements: Type.Optional(ElementsSchema), lines: Type.Optional(LinesSchema) }, strict)
const dataSchemas = {
  elements: Type.Optional(ElementsSchema),
  lines: Type.Optional(LinesSchema),
  answers: Type.Optional(
    Type.Record(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$' }), AnswerSchema, { maxProperties: 30 }),
  ),
  documents: Type.Optional(Type.Array(DocumentSchema, { minItems: 1, maxItems: 50 })),
}

function typeSchema(type: FieldType): TSchema {
  switch (type.kind) {
    case 'text':
      return Type.String({ minLength: 1, maxLength: type.max, pattern: `^${TEXT_PATTERN}$` })
    case 'word':
      return Type.String({ pattern: `^(?:${type.pattern})$` })
    case 'choice':
      return Type.Union(type.of.map((o) => Type.Literal(o)))
    case 'whole':
      return Type.Integer({ minimum: 0, maximum: type.max })
    case 'flag':
      return Type.Boolean()
    case 'instant':
      return Type.String({ pattern: `^${INSTANT_PATTERN}$` })
    case 'day':
      return Type.String({ pattern: `^${DAY_PATTERN}$` })
    case 'quantity':
      return QuantitySchema
    case 'money':
      return MoneySchema
    case 'record':
      return recordSchema(type.fields)
    case 'dossier':
      return Type.Object(
        type.opening
          ? {
              country: Type.String({ pattern: '^[a-z]{2,5}$' }),
              regime: Type.Union(
                (['import', 'export', 'transit', 'free-zone', 'enterprise'] as const).map((r) => Type.Literal(r)),
              ),
              ...dataSchemas,
            }
          : dataSchemas,
        strict,
      )
  }
}

/** The JSON form of a list of fields: strict, nothing optional that is empty. */
export const recordSchema = (fields: readonly Field[]): TObject =>
  Type.Object(
    Object.fromEntries(
      fields.map((f) => {
        const one = typeSchema(f.type)
        const all =
          f.most === undefined ? one : Type.Array(one, { minItems: 1, maxItems: f.most, description: f.about })
        return [f.name, f.optional ? Type.Optional(all) : all]
      }),
    ),
    strict,
  )
