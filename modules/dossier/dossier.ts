import { Type, type Static } from 'typebox'
import {
  caseType,
  DocumentSchema,
  ElementsSchema,
  LinesSchema,
  refusal,
  refuse,
  strict,
  type AttachedDocument,
  type Elements,
  type Instant,
  type Lines,
  type Regime,
} from '#kernel'

/** Where a datum came from: a module or registry, the person's organisation, and when (M02). */
export interface Source {
  readonly source: 'declared' | 'registry'
  readonly by: string
  readonly at: Instant
}

/** What a procedure asks that the dictionary lacks, kept apart by procedure. */
export interface Answers {
  readonly elements: Elements
  readonly lines: Lines
}

export interface DossierState {
  readonly status: 'NEW' | 'OPEN' | 'CLOSED'
  readonly ucr: string
  readonly owner: string
  readonly regime: Regime
  readonly country: string
  readonly elements: Elements
  readonly sources: Readonly<Record<string, Source>>
  readonly lines: Lines
  readonly answers: Readonly<Record<string, Answers>>
  readonly documents: readonly AttachedDocument[]
}

const Answer = Type.Object({ elements: Type.Optional(ElementsSchema), lines: Type.Optional(LinesSchema) }, strict)

const declared = {
  elements: Type.Optional(ElementsSchema),
  lines: Type.Optional(LinesSchema),
  answers: Type.Optional(
    Type.Record(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$' }), Answer, { maxProperties: 30 }),
  ),
  documents: Type.Optional(Type.Array(DocumentSchema, { maxItems: 50 })),
}

export const DeclareSchema = Type.Object(declared, strict)
export const OpenSchema = Type.Object(
  {
    country: Type.String({ pattern: '^[a-z]{2,5}$', description: 'Country pack: pe, demo, ...' }),
    regime: Type.Union(
      (['import', 'export', 'transit', 'free-zone', 'enterprise'] as const).map((r) => Type.Literal(r)),
    ),
    ...declared,
  },
  strict,
)

export type OpenDossier = Static<typeof OpenSchema>
type OpenedByPlatform = OpenDossier & { readonly ucr: string; readonly owner: string; readonly known: Elements }
export type DeclareDossier = Static<typeof DeclareSchema>

interface Declaration {
  readonly elements: Elements
  readonly lines: Lines | null
  readonly answers: Readonly<Record<string, Answers>>
  readonly documents: readonly AttachedDocument[]
  readonly by: string
  readonly at: Instant
}

const sourcesOf = (elements: Elements, source: Source): Record<string, Source> =>
  Object.fromEntries(Object.keys(elements).map((id) => [id, source]))

function declare(s: DossierState, d: Declaration): DossierState {
  const answers = { ...s.answers }
  for (const [procedure, a] of Object.entries(d.answers))
    answers[procedure] = {
      elements: { ...answers[procedure]?.elements, ...a.elements },
      lines: a.lines.length ? a.lines : (answers[procedure]?.lines ?? []),
    }
  return {
    ...s,
    elements: { ...s.elements, ...d.elements },
    sources: { ...s.sources, ...sourcesOf(d.elements, { source: 'declared', by: d.by, at: d.at }) },
    lines: d.lines ?? s.lines,
    answers,
    documents: [...s.documents.filter((old) => !d.documents.some((n) => n.type === old.type)), ...d.documents],
  }
}

const declarationOf = (input: DeclareDossier, by: string, at: Instant): Declaration => ({
  elements: (input.elements ?? {}) as Elements,
  lines: (input.lines as Lines | undefined) ?? null,
  answers: Object.fromEntries(
    Object.entries(input.answers ?? {}).map(([p, a]) => [
      p,
      { elements: (a.elements ?? {}) as Elements, lines: (a.lines ?? []) as Lines },
    ]),
  ),
  documents: input.documents ?? [],
  by,
  at,
})

/** The operation dossier (carpeta, M02): the shipment once, and every form fed from it. */
export const dossier = caseType<DossierState>()('dossier', {
  initial: {
    status: 'NEW',
    ucr: '',
    owner: '',
    regime: 'import',
    country: '',
    elements: {},
    sources: {},
    lines: [],
    answers: {},
    documents: [],
  },
  events: {
    DossierOpened: (
      s,
      e: { ucr: string; owner: string; regime: Regime; country: string; known: Elements; at: Instant },
    ) => ({
      ...s,
      status: 'OPEN',
      ucr: e.ucr,
      owner: e.owner,
      regime: e.regime,
      country: e.country,
      elements: e.known,
      sources: sourcesOf(e.known, { source: 'registry', by: e.owner, at: e.at }),
    }),
    ElementsDeclared: declare,
    DossierClosed: (s, _: { reason: string | null }) => ({ ...s, status: 'CLOSED' }),
  },
  commands: (command) => ({
    open: command({
      from: ['NEW'],
      may: 'dossier.open',
      as: ['owner'],
      input: OpenSchema,
      summary: 'Opens the dossier of one operation',
      // What the platform adds (reference, owner, what the registry knows) comes with it; nobody outside may send it.
      decide: (_, input, ctx) => {
        const { ucr, owner, regime, country, known, ...first } = input as OpenedByPlatform
        return [
          { type: 'DossierOpened', data: { ucr, owner, regime, country, known, at: ctx.now } },
          { type: 'ElementsDeclared', data: declarationOf(first, ctx.actor.person, ctx.now) },
        ]
      },
    }),
    declare: command({
      from: ['OPEN'],
      may: 'dossier.declare',
      as: ['owner'],
      input: DeclareSchema,
      summary: 'Declares data of the operation; what is not named stays as it is',
      decide: (_, input, ctx) => [{ type: 'ElementsDeclared', data: declarationOf(input, ctx.actor.person, ctx.now) }],
    }),
    close: command({
      from: ['OPEN'],
      may: 'dossier.close',
      as: ['owner'],
      input: Type.Object({ reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) }, strict),
      summary: 'Closes the dossier',
      decide: (s, { reason }) =>
        s.status === 'OPEN'
          ? [{ type: 'DossierClosed', data: { reason: reason ?? null } }]
          : refuse(refusal('DOSSIER_CLOSED')),
    }),
  }),
  parties: (s) => (s.owner ? [{ org: s.owner, capacity: 'owner' }] : []),
  title: (s) => titleOf(s),
  number: (s) => s.ucr,
})

/** The title of a dossier is its goods and its place, not a number (UX 3.6). */
function titleOf(s: DossierState): string {
  const named = s.lines
    .map((l) => l['goods.tradeName'] ?? l['goods.description'] ?? l['goods.commodity'])
    .filter((t) => typeof t === 'string')
  const goods = named.length > 2 ? `${named.slice(0, 2).join(', ')} +${named.length - 2}` : named.join(', ')
  const place = s.elements['country.destination'] ?? s.elements['country.origin']
  return [goods || s.ucr, typeof place === 'string' ? place : ''].filter(Boolean).join(' · ')
}
