import type { TSchema } from 'typebox'
import type { AnyCaseType, AnyCommand, Actor, Instant, Money, Move, Refusal } from '#kernel'
import type { Work, OpenCase } from './work.ts'

export interface FactsRequest {
  readonly work: Work
  readonly file: OpenCase
  readonly command: string
  readonly input: unknown
  readonly actor: Actor
}

export interface Reaction {
  readonly work: Work
  readonly file: OpenCase
  readonly event: { readonly seq: number; readonly type: string; readonly data: unknown; readonly at: string }
  readonly actor: Actor
}

/** What a case is about, as far as a mandate may limit it: HS codes, agencies (`pe.senasa`), customs offices, amounts. */
export interface CaseSubject {
  readonly hs: readonly string[]
  readonly agencies: readonly string[]
  readonly offices?: readonly string[]
  readonly values: readonly Money[]
}

export interface Viewer {
  readonly org: string
  readonly now: Instant
}

/** What a module tells the platform about a case type: where it lives, what it needs, what follows from it. */
export interface CaseModule {
  readonly type: AnyCaseType
  /** Path segment, plural: `permits`. */
  readonly path: string
  /** Name of one, for people and OpenAPI: `permit`. */
  readonly noun: string
  readonly summary: string
  /** The pinned definition a case is decided under, by its name. */
  readonly definition?: (name: string, work: Work) => Promise<unknown>
  /** The definition that has taken over a case which was open, and since when; nothing when its own still decides it. */
  readonly bound?: (file: Pick<OpenCase, 'definition' | 'state'>, work: Work) => Move | undefined
  /** Facts for a command, fetched before deciding. */
  readonly facts?: (request: FactsRequest) => Promise<unknown>
  /** What other events of this type cause, in the same transaction. Keyed by event type. */
  readonly reactions?: Readonly<Record<string, (reaction: Reaction) => Promise<void>>>
  /** Opens a case from outside; without it, cases of this type are opened only by the platform. */
  readonly opens?: {
    readonly command: string
    /** What comes from outside, where the command itself is given more than that. */
    readonly input?: TSchema
    /** Asked of the world outside before the transaction begins; `run` is given what it answered. */
    readonly before?: (input: unknown) => Promise<unknown>
    readonly run: (work: Work, input: unknown, actor: Actor, known?: unknown) => Promise<OpenCase>
  }
  /** What is added to the case in answers (derived figures, linked cases). */
  readonly present?: (file: { id: string; state: unknown }, work: Work) => Promise<Readonly<Record<string, unknown>>>
  /**
   * The state as an organisation may see it at a moment; nothing when it may not see it at all, and the very same object when it may see
   * everything. Without it, readers of a case see it whole.
   */
  readonly view?: (state: unknown, viewer: Viewer) => { readonly status: string } | undefined
  /**
   * The level at which an act signs, where what the case was opened under says more than the command: what a document is signed with.
   * Without it, the command's own.
   */
  readonly level?: (definition: string, command: string) => Promise<AnyCommand['signature']>
  /** What the case is about; without it, nobody acts on or sees cases of this type for another. */
  readonly subject?: (state: unknown) => CaseSubject
  /**
   * Asked of the world outside before the transaction of any of its commands begins; `now` is that of the world the command is given in.
   * What it answers stands in `work.notes` under `outside`.
   */
  readonly outside?: (asked: {
    readonly command: string
    readonly input: unknown
    readonly actor: Actor
    readonly now: Instant
  }) => Promise<unknown>
  /** Checks or reshapes a command's input against the case, before it is decided. */
  readonly prepare?: (request: FactsRequest) => Promise<unknown>
}

/** Refusals on their way out of nested work. Not an error of the program: the transaction is rolled back and the caller is told all. */
export class Refusals extends Error {
  readonly refusals: readonly Refusal[]
  readonly extra: Readonly<Record<string, unknown>>
  constructor(refusals: readonly Refusal[], extra: Readonly<Record<string, unknown>> = {}) {
    super(refusals.map((r) => r.code).join(', '))
    this.refusals = refusals
    this.extra = extra
  }
}

export interface Registry {
  readonly modules: readonly CaseModule[]
  get(type: string): CaseModule
}

export function createRegistry(modules: readonly CaseModule[]): Registry {
  const byType = new Map(modules.map((m) => [m.type.name, m]))
  return {
    modules,
    get: (type) => {
      const found = byType.get(type)
      if (!found) throw new TypeError(`no module registered for case type ${type}`)
      return found
    },
  }
}
