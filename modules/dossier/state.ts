import type { AttachedDocument, Day, Elements, Instant, Lines, Regime, Value } from '#kernel'

/** Who says so: the firm, a public registry, an authority that checked it, or a document it was read from. */
export type SourceKind = 'declared' | 'registry' | 'authority' | 'document'

/** Where a datum came from (M02): kind, module or document, person and organisation, moment, and whether it was verified. */
export interface Source {
  readonly source: SourceKind
  readonly by: string
  readonly at: Instant
  readonly org: string
  /** Module, registry or document it came through. */
  readonly origin: string
  readonly status: 'declared' | 'verified'
  /** Last day on which it still holds; a form asks for it again afterwards. */
  readonly validUntil?: Day
  /** Who confirmed what another had said. */
  readonly verified?: { readonly by: string; readonly org: string; readonly origin: string; readonly at: Instant }
}

/** Sources of a line: one for most of it, and those of the elements that differ. `id` stays when lines move. */
export interface LineSource {
  readonly id: number
  readonly all: Source
  readonly own: Readonly<Record<string, Source>>
}

/** What a procedure asks that the dictionary lacks, kept apart by procedure. */
export interface Answers {
  readonly elements: Elements
  readonly lines: Lines
}

/** One value among several that contradict each other, with its author. */
export interface Candidate {
  readonly value: Value
  readonly source: Source
}

/** A datum on which two sources contradict each other. The first candidate is the value in use until somebody decides. */
export interface Conflict {
  readonly line: number | null
  readonly element: string
  readonly candidates: readonly Candidate[]
}

export const scopeNames = ['logistics', 'commercial', 'sanitary', 'all'] as const
export type Scope = (typeof scopeNames)[number]

/** What another organisation may see, and until when (M02-5). */
export interface Share {
  readonly org: string
  readonly scopes: readonly Scope[]
  readonly until: Instant | null
  /** An authority may verify what it sees. */
  readonly authority: boolean
  readonly by: string
  readonly at: Instant
}

/** A document of the operation known by its number, with the figures it states. */
export interface Reference {
  readonly type: string
  readonly number: string
  readonly date: Day | null
  readonly states: Elements
  readonly by: string
  readonly at: Instant
}

export interface LinkedApplication {
  readonly application: string
  readonly number: string
  readonly presented: number
}

/** `pending` until decided; `issued` while its document is in force; `ended` when the firm or time took it back. */
export type PermitOutcome = 'pending' | 'issued' | 'refused' | 'ended'

export interface LinkedPermit {
  readonly permit: string
  readonly application: string
  readonly procedure: string
  /** Ids of the dossier's lines, in the order of the permit's own. */
  readonly lines: readonly number[]
  readonly outcome: PermitOutcome
  readonly number: string | null
}

/** An issued document that says something the dossier no longer says. */
export interface ToRectify {
  readonly permit: string
  readonly number: string
  readonly elements: readonly string[]
  readonly since: Instant
}

/** What the requirement tables answered when the operation was planned. */
export interface Plan {
  readonly procedures: readonly { readonly procedure: string; readonly lines: readonly number[] }[]
  readonly prohibitions: readonly string[]
  readonly day: Day
}

export type DossierStatus =
  | 'NEW'
  | 'OPEN'
  | 'REQUIREMENTS_KNOWN'
  | 'DOCUMENTS_IN_PROGRESS'
  | 'READY_TO_SHIP'
  | 'EXPORTED'
  | 'IMPORTED'
  | 'SETTLED'
  | 'CLOSED'
  | 'ARCHIVED'
  | 'CANCELLED'

export interface DossierState {
  readonly status: DossierStatus
  readonly ucr: string
  readonly owner: string
  readonly regime: Regime
  readonly country: string
  readonly elements: Elements
  readonly sources: Readonly<Record<string, Source>>
  readonly lines: Lines
  readonly lineSources: readonly LineSource[]
  readonly nextLine: number
  readonly answers: Readonly<Record<string, Answers>>
  readonly documents: readonly AttachedDocument[]
  readonly references: readonly Reference[]
  readonly conflicts: readonly Conflict[]
  readonly shares: readonly Share[]
  readonly plan: Plan | null
  readonly applications: readonly LinkedApplication[]
  readonly permits: readonly LinkedPermit[]
  readonly rectify: readonly ToRectify[]
  /** An authority holds it: it can be read and not changed. */
  readonly hold?: Hold | null
  /** When it was closed; a year later it is put away. */
  readonly closedAt?: Instant
  /** Dossiers it came from or went into, by splitting or merging. */
  readonly related: readonly {
    readonly dossier: string
    readonly how: 'split-from' | 'split-into' | 'merged' | 'merged-into'
  }[]
}

export interface Hold {
  readonly by: string
  readonly org: string
  readonly at: Instant
  readonly article: string
  readonly reason: string
}

export const initialDossier: DossierState = {
  status: 'NEW',
  ucr: '',
  owner: '',
  regime: 'import',
  country: '',
  elements: {},
  sources: {},
  lines: [],
  lineSources: [],
  nextLine: 0,
  answers: {},
  documents: [],
  references: [],
  conflicts: [],
  shares: [],
  plan: null,
  applications: [],
  permits: [],
  rectify: [],
  related: [],
}

/** Statuses before the goods leave or enter: the operation can still be changed, filed, shared out or given up. */
export const beforeExit = ['OPEN', 'REQUIREMENTS_KNOWN', 'DOCUMENTS_IN_PROGRESS', 'READY_TO_SHIP'] as const
/** Statuses in which there is still something to do. */
export const active = [...beforeExit, 'EXPORTED', 'IMPORTED', 'SETTLED'] as const

export const isBeforeExit = (status: string): boolean => (beforeExit as readonly string[]).includes(status)
