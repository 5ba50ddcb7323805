import { Type, type Static } from 'typebox'
import { caseType, strict, UuidSchema, type Instant } from '#kernel'
import { OpenSchema } from '#modules/dossier'

/** A row of a requirement table that called for a procedure, as evidence of why. */
export interface Why {
  readonly topic: string
  readonly row: string
  readonly law: string
  readonly note: string | null
}

export interface Filed {
  readonly permit: string
  readonly procedure: string
  readonly agency: string
  readonly title: string
  readonly lines: readonly number[]
  readonly why: readonly Why[]
}

export interface ApplicationState {
  readonly status: 'NEW' | 'FILED' | 'NOT_REQUIRED'
  readonly number: string
  readonly owner: string
  readonly dossier: string
  readonly permits: readonly Filed[]
  /** Rows that say that a line needs nothing here, and those a narrower row overruled. */
  readonly exempt: readonly Why[]
  readonly reuse: { readonly presented: number; readonly typed: number; readonly ratio: string }
  readonly filedAt: Instant | null
  /** Applications filed before for the same goods, invoice and arrival: perhaps this one is a mistake. */
  readonly duplicates?: readonly { readonly application: string; readonly number: string }[]
}

/** What a firm sends: a dossier it has, or the shipment itself; and, only where no rule calls for them, the procedures it wants. */
export const FileSchema = Type.Object(
  {
    dossier: Type.Union([UuidSchema, OpenSchema], {
      description: 'The id of a dossier, or the shipment to open one with',
    }),
    procedures: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$' }), {
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        description: 'Procedures asked for by name; without it the rules choose',
      }),
    ),
    agencies: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$' }),
        Type.String({ pattern: '^[a-z][a-z0-9-]{0,60}$' }),
        {
          maxProperties: 20,
          description:
            'Who is to decide, by procedure, where several delegated entities may: `{ "uy.origin-certificate": "ciu" }`',
        },
      ),
    ),
  },
  strict,
)
export type FileApplication = Static<typeof FileSchema>

const WhySchema = Type.Object(
  { topic: Type.String(), row: Type.String(), law: Type.String(), note: Type.Union([Type.String(), Type.Null()]) },
  strict,
)
const Submit = Type.Object(
  {
    number: Type.String(),
    owner: UuidSchema,
    dossier: UuidSchema,
    permits: Type.Array(
      Type.Object(
        {
          permit: UuidSchema,
          procedure: Type.String(),
          agency: Type.String(),
          title: Type.String(),
          lines: Type.Array(Type.Integer()),
          why: Type.Array(WhySchema),
        },
        strict,
      ),
    ),
    exempt: Type.Array(WhySchema),
    reuse: Type.Object({ presented: Type.Integer(), typed: Type.Integer(), ratio: Type.String() }, strict),
    duplicates: Type.Optional(Type.Array(Type.Object({ application: UuidSchema, number: Type.String() }, strict))),
  },
  strict,
)

/** One submission to all agencies at once (SUCE, M08). It fans out into one permit per procedure. */
export const application = caseType<ApplicationState>()('application', {
  initial: {
    status: 'NEW',
    number: '',
    owner: '',
    dossier: '',
    permits: [],
    exempt: [],
    reuse: { presented: 0, typed: 0, ratio: '0.00' },
    filedAt: null,
  },
  events: {
    ApplicationFiled: (s, e: Static<typeof Submit> & { filedAt: Instant }) => ({
      ...s,
      ...e,
      status: e.permits.length ? 'FILED' : 'NOT_REQUIRED',
    }),
  },
  commands: (command) => ({
    file: command({
      from: ['NEW'],
      may: 'application.file',
      as: ['owner'],
      input: FileSchema,
      signature: 'advanced',
      summary: 'Files one application with every agency that the shipment needs',
      decide: (_, input, ctx) => [
        { type: 'ApplicationFiled', data: { ...(input as unknown as Static<typeof Submit>), filedAt: ctx.now } },
      ],
    }),
  }),
  parties: (s) => (s.owner ? [{ org: s.owner, capacity: 'applicant' }] : []),
  title: (s) => s.number,
  number: (s) => s.number || null,
})
