import { Type, type Static } from 'typebox'
import { DaySchema, DocumentSchema, ElementsSchema, LinesSchema, strict, UuidSchema } from '#kernel'
import { scopeNames } from './state.ts'

const Answer = Type.Object({ elements: Type.Optional(ElementsSchema), lines: Type.Optional(LinesSchema) }, strict)

const declared = {
  elements: Type.Optional(ElementsSchema),
  lines: Type.Optional(LinesSchema),
  answers: Type.Optional(
    Type.Record(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$' }), Answer, { maxProperties: 30 }),
  ),
  documents: Type.Optional(Type.Array(DocumentSchema, { maxItems: 50 })),
}

/** Issued documents that the person knows will have to be rectified (M02-2): the ids of their permits. */
const acknowledge = Type.Optional(
  Type.Array(UuidSchema, {
    maxItems: 50,
    uniqueItems: true,
    description: 'Permits whose issued documents the change contradicts, as the impact list names them',
  }),
)
const Position = Type.Integer({ minimum: 0, maximum: 999, description: 'Position of the line, from 0' })
const ElementId = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9.-]{0,80}$' })
const Reason = Type.String({ minLength: 1, maxLength: 500 })
const InstantSchema = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' })

export const DeclareSchema = Type.Object({ ...declared, acknowledge }, strict)
export const OpenSchema = Type.Object(
  {
    country: Type.String({ pattern: '^[a-z]{2,5}$', description: 'Country pack: pe, demo, ...' }),
    regime: Type.Union(
      (['import', 'export', 'transit', 'free-zone', 'enterprise'] as const).map((r) => Type.Literal(r)),
    ),
    ...declared,
    plan: Type.Optional(
      Type.Literal(true, {
        description: 'It comes from an answer of the finder, which is kept with it as the plan (M35-4)',
      }),
    ),
  },
  strict,
)

export const SetElementsSchema = Type.Object(
  {
    elements: Type.Optional(ElementsSchema),
    lines: Type.Optional(
      Type.Array(Type.Object({ line: Position, elements: ElementsSchema }, strict), { maxItems: 1000 }),
    ),
    clear: Type.Optional(Type.Array(ElementId, { maxItems: 200, uniqueItems: true })),
    from: Type.Optional(
      Type.String({ pattern: '^[a-z][a-z0-9-]{1,40}( [^\\s].{0,60})?$', description: 'Document it was read from' }),
    ),
    validUntil: Type.Optional(DaySchema),
    acknowledge,
  },
  strict,
)
export const AddLineSchema = Type.Object({ line: ElementsSchema }, strict)
export const RemoveLineSchema = Type.Object({ line: Position, acknowledge }, strict)
export const ReferenceSchema = Type.Object(
  {
    type: Type.String({ pattern: '^[a-z][a-z0-9-]{1,40}$', description: 'invoice, packing-list, declaration, ...' }),
    number: Type.String({ minLength: 1, maxLength: 35 }),
    date: Type.Optional(DaySchema),
    states: Type.Optional(ElementsSchema),
    acknowledge,
  },
  strict,
)
export const VerifySchema = Type.Object(
  {
    element: ElementId,
    line: Type.Optional(Position),
    value: Type.Optional(Type.Unknown()),
    registry: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  },
  strict,
)
export const ResolveSchema = Type.Object(
  {
    element: ElementId,
    line: Type.Optional(Position),
    choose: Type.Integer({ minimum: 0, maximum: 20, description: 'Which of the values stands, from 0' }),
    reason: Reason,
    acknowledge,
  },
  strict,
)
export const ShareSchema = Type.Object(
  {
    org: UuidSchema,
    scopes: Type.Array(Type.Union(scopeNames.map((s) => Type.Literal(s))), { minItems: 1, uniqueItems: true }),
    until: Type.Optional(InstantSchema),
  },
  strict,
)
export const UnshareSchema = Type.Object({ org: UuidSchema }, strict)
export const SplitSchema = Type.Object(
  { lines: Type.Array(Position, { minItems: 1, maxItems: 999, uniqueItems: true }) },
  strict,
)
export const MergeSchema = Type.Object({ with: UuidSchema }, strict)
export const ReasonSchema = Type.Object({ reason: Type.Optional(Reason) }, strict)
export const CancelSchema = Type.Object({ reason: Reason }, strict)
export const NothingSchema = Type.Object({}, strict)
export const ExitSchema = Type.Object(
  { at: InstantSchema, declaration: Type.Optional(Type.String({ minLength: 1, maxLength: 35 })) },
  strict,
)

export type OpenDossier = Static<typeof OpenSchema>
export type DeclareDossier = Static<typeof DeclareSchema>
export type SetElements = Static<typeof SetElementsSchema>
