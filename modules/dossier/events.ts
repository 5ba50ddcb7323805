import type { AttachedDocument, Elements, Instant, Lines, Regime } from '#kernel'
import {
  addLine,
  conflictAt,
  declare,
  put,
  removeLines,
  sourceAt,
  sourcesOf,
  toRectify,
  valueAt,
  type Declaration,
} from './hub.ts'
import {
  isBeforeExit,
  type Answers,
  type Candidate,
  type DossierState,
  type Hold,
  type LinkedPermit,
  type PermitOutcome,
  type Plan,
  type Reference,
  type Share,
  type Source,
  type ToRectify,
} from './state.ts'

interface Act {
  readonly by: string
  readonly org: string
  readonly at: Instant
}

/** What one dossier hands to another, with the source of each datum. */
export interface Handed {
  readonly elements: Elements
  readonly sources: Readonly<Record<string, Source>>
  readonly lines: readonly {
    readonly line: Elements
    readonly all: Source
    readonly own: Readonly<Record<string, Source>>
  }[]
  readonly answers: Readonly<Record<string, Answers>>
  readonly documents: readonly AttachedDocument[]
  readonly references: readonly Reference[]
}

export interface Opened {
  readonly ucr: string
  readonly owner: string
  readonly regime: Regime
  readonly country: string
}

/** Where the operation stands, by its permits: in hand until each procedure has a document in force, then ready. */
function progress(s: DossierState): DossierState {
  if (!isBeforeExit(s.status) || s.applications.length === 0) return s
  const standing = s.permits.filter((p) => p.outcome !== 'ended')
  const issued = new Set(standing.filter((p) => p.outcome === 'issued').map((p) => p.procedure))
  const complete = s.permits.length === 0 || (standing.length > 0 && standing.every((p) => issued.has(p.procedure)))
  return { ...s, status: complete && s.conflicts.length === 0 ? 'READY_TO_SHIP' : 'DOCUMENTS_IN_PROGRESS' }
}

function receiveLines(s: DossierState, handed: Handed): DossierState {
  const next = { ...s }
  const lines: Lines = [...s.lines, ...handed.lines.map((l) => l.line)]
  const lineSources = [...s.lineSources, ...handed.lines.map(({ all, own }, i) => ({ id: s.nextLine + i, all, own }))]
  return { ...next, lines, lineSources, nextLine: s.nextLine + handed.lines.length }
}

/** Answers about lines go by position: those that come stand after those that are here. */
function receiveAnswers(s: DossierState, handed: Handed): DossierState['answers'] {
  const answers: Record<string, Answers> = { ...s.answers }
  for (const [procedure, a] of Object.entries(handed.answers)) {
    const own = answers[procedure]
    const gap = a.lines.length ? s.lines.length - (own?.lines.length ?? 0) : 0
    answers[procedure] = {
      elements: { ...a.elements, ...own?.elements },
      lines: [...(own?.lines ?? []), ...Array.from({ length: Math.max(0, gap) }, () => ({})), ...a.lines],
    }
  }
  return answers
}

const receive = (s: DossierState, handed: Handed): DossierState => ({
  ...receiveLines(s, handed),
  elements: { ...handed.elements, ...s.elements },
  sources: { ...handed.sources, ...s.sources },
  answers: receiveAnswers(s, handed),
  documents: [...s.documents, ...handed.documents.filter((d) => !s.documents.some((o) => o.digest === d.digest))],
  references: [...s.references, ...handed.references],
})

/** How each event changes a dossier. */
export const dossierEvents = {
  DossierOpened: (s: DossierState, e: Opened & { readonly known: Elements; readonly at: Instant }): DossierState => ({
    ...s,
    status: 'OPEN',
    ucr: e.ucr,
    owner: e.owner,
    regime: e.regime,
    country: e.country,
    elements: e.known,
    sources: sourcesOf(e.known, {
      source: 'registry',
      by: e.owner,
      at: e.at,
      org: e.owner,
      origin: 'enterprise',
      status: 'verified',
    }),
  }),
  ElementsDeclared: (s: DossierState, e: Declaration): DossierState => declare(s, e),
  LineAdded: (s: DossierState, e: Act & { readonly line: Elements }): DossierState =>
    addLine(s, e.line, { source: 'declared', by: e.by, at: e.at, org: e.org, origin: 'dossier', status: 'declared' }),
  LineRemoved: (
    s: DossierState,
    e: Act & { readonly line: number; readonly impact?: readonly ToRectify[] },
  ): DossierState => ({
    ...removeLines(s, [e.line]),
    rectify: toRectify(s, e.impact),
  }),
  ReferenceAttached: (s: DossierState, e: { readonly reference: Reference }): DossierState => ({
    ...s,
    references: [
      ...s.references.filter((r) => r.type !== e.reference.type || r.number !== e.reference.number),
      e.reference,
    ],
  }),
  ElementVerified: (
    s: DossierState,
    e: Act & { readonly line: number | null; readonly element: string; readonly origin: string },
  ): DossierState => {
    const value = valueAt(s, e.line, e.element)
    const from = sourceAt(s, e.line, e.element)
    if (value === undefined || !from) return s
    const { by, org, at, origin } = e
    return put(s, e.line, e.element, {
      value,
      source: { ...from, status: 'verified', verified: { by, org, origin, at } },
    })
  },
  ConflictResolved: (
    s: DossierState,
    e: Act & {
      readonly line: number | null
      readonly element: string
      readonly chosen: Candidate
      readonly reason: string
      readonly impact?: readonly ToRectify[]
    },
  ): DossierState => {
    const known = conflictAt(s, e.line, e.element)
    const next = put(s, e.line, e.element, e.chosen)
    return progress({ ...next, conflicts: s.conflicts.filter((c) => c !== known), rectify: toRectify(s, e.impact) })
  },
  AccessGranted: (s: DossierState, e: { readonly share: Share }): DossierState => ({
    ...s,
    shares: [...s.shares.filter((x) => x.org !== e.share.org), e.share],
  }),
  AccessWithdrawn: (
    s: DossierState,
    e: { readonly org: string; readonly reason: 'withdrawn' | 'expired' },
  ): DossierState => ({
    ...s,
    shares: s.shares.filter((x) => x.org !== e.org),
  }),
  RequirementsKnown: (s: DossierState, e: { readonly plan: Plan }): DossierState => ({
    ...s,
    status: s.status === 'OPEN' ? 'REQUIREMENTS_KNOWN' : s.status,
    plan: e.plan,
  }),
  /** The plan somebody made before anything was asked for: what is counted as a plan that became an operation (M35). */
  PlanSaved: (s: DossierState, e: { readonly plan: Plan; readonly by: string; readonly at: string }): DossierState => ({
    ...s,
    status: s.status === 'OPEN' ? 'REQUIREMENTS_KNOWN' : s.status,
    plan: e.plan,
  }),
  ApplicationLinked: (
    s: DossierState,
    e: {
      readonly application: string
      readonly number: string
      readonly presented: number
      readonly permits: readonly {
        readonly permit: string
        readonly procedure: string
        readonly lines: readonly number[]
      }[]
    },
  ): DossierState =>
    progress({
      ...s,
      applications: [...s.applications, { application: e.application, number: e.number, presented: e.presented }],
      permits: [
        ...s.permits,
        ...e.permits.map((p): LinkedPermit => ({
          permit: p.permit,
          application: e.application,
          procedure: p.procedure,
          lines: p.lines.map((i) => s.lineSources[i]?.id ?? -1),
          outcome: 'pending',
          number: null,
        })),
      ],
    }),
  PermitRecorded: (
    s: DossierState,
    e: {
      readonly permit: string
      readonly outcome: PermitOutcome
      readonly number: string | null
      readonly rectified: boolean
    },
  ): DossierState =>
    progress({
      ...s,
      permits: s.permits.map((p) =>
        p.permit === e.permit ? { ...p, outcome: e.outcome, number: e.number ?? p.number } : p,
      ),
      rectify: e.rectified || e.outcome !== 'issued' ? s.rectify.filter((r) => r.permit !== e.permit) : s.rectify,
    }),
  ReadyToShip: (s: DossierState, _: Act): DossierState => ({ ...s, status: 'READY_TO_SHIP' }),
  ExitRecorded: (
    s: DossierState,
    _: Act & { readonly declaration: string | null; readonly exitAt: Instant },
  ): DossierState => ({
    ...s,
    status: s.regime === 'import' ? 'IMPORTED' : 'EXPORTED',
  }),
  DossierSettled: (s: DossierState, _: Act): DossierState => ({ ...s, status: 'SETTLED' }),
  DossierClosed: (s: DossierState, e: { readonly reason: string | null; readonly at?: Instant }): DossierState => ({
    ...s,
    status: 'CLOSED',
    ...(e.at ? { closedAt: e.at } : {}),
  }),
  HoldPlaced: (s: DossierState, e: Hold): DossierState => ({ ...s, hold: e }),
  HoldLifted: (s: DossierState, _: Act & { readonly reason: string }): DossierState => ({ ...s, hold: null }),
  DossierArchived: (s: DossierState, _: Act): DossierState => ({ ...s, status: 'ARCHIVED' }),
  DossierCancelled: (s: DossierState, _: Act & { readonly reason: string }): DossierState => ({
    ...s,
    status: 'CANCELLED',
  }),
  /** Lines leave for a dossier of their own. */
  DossierSplit: (
    s: DossierState,
    e: Act & {
      readonly lines: readonly number[]
      readonly into: string
      readonly handed: Handed
      readonly ucr: string
    },
  ): DossierState => ({
    ...removeLines(s, e.lines),
    related: [...s.related, { dossier: e.into, how: 'split-into' }],
  }),
  DossierReceived: (
    s: DossierState,
    e: Act & Opened & { readonly from: string; readonly handed: Handed },
  ): DossierState =>
    receive(
      {
        ...s,
        status: 'OPEN',
        ucr: e.ucr,
        owner: e.owner,
        regime: e.regime,
        country: e.country,
        related: [{ dossier: e.from, how: 'split-from' }],
      },
      e.handed,
    ),
  /** What another dossier of the firm held is here now. */
  DossierMerged: (s: DossierState, e: Act & { readonly with: string; readonly handed: Handed }): DossierState => ({
    ...receive(s, e.handed),
    related: [...s.related, { dossier: e.with, how: 'merged' }],
  }),
  DossierAbsorbed: (s: DossierState, e: Act & { readonly into: string }): DossierState => ({
    ...s,
    status: 'CANCELLED',
    related: [...s.related, { dossier: e.into, how: 'merged-into' }],
  }),
}
