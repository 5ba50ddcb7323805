import { Type, type TSchema } from 'typebox'

/** Schemas that several case types share. Strict everywhere: an unknown field is refused, nothing is coerced (DESIGN 7). */
export const strict = { additionalProperties: false } as const

export const MoneySchema = Type.Object(
  { amount: Type.String({ pattern: '^-?\\d{1,16}(\\.\\d{1,4})?$' }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
  strict,
)

export const QuantitySchema = Type.Object(
  { value: Type.String({ pattern: '^\\d{1,16}(\\.\\d{1,6})?$' }), unit: Type.String({ pattern: '^[A-Z0-9]{2,3}$' }) },
  strict,
)

export const DigestSchema = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the file, hexadecimal' })
export const DaySchema = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Calendar day, ISO 8601' })
export const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
export const UuidSchema = Type.String({ pattern: UUID_PATTERN })
export const TextSchema = (max: number): TSchema & { static?: string } => Type.String({ minLength: 1, maxLength: max })

export const DocumentSchema = Type.Object(
  {
    type: Type.String({ pattern: '^[a-z][a-z0-9-]{1,40}$' }),
    digest: DigestSchema,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    number: Type.Optional(Type.String({ minLength: 1, maxLength: 35 })),
    date: Type.Optional(DaySchema),
  },
  strict,
)

/** Elements by id. Each value is checked against the dictionary, not here. */
export const ElementsSchema = Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9.-]{0,80}$' }), Type.Unknown(), {
  maxProperties: 200,
  'x-names': 'elements',
})
export const LinesSchema = Type.Array(ElementsSchema, { maxItems: 1000, 'x-names': 'lines' })
