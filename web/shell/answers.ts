/** Shapes of what the API answers. States are the case types' own; nothing here restates them. */
export interface Action {
  readonly name: string
  readonly method: 'POST'
  readonly href: string
  readonly summary: string
  readonly signature?: string
}

export interface Turn {
  readonly name: string
  readonly org: string
  readonly role: string
  readonly due: string | null
  readonly since: string
  readonly holder?: { readonly person: string; readonly since: string } | null
}

export interface CaseAnswer<S = Readonly<Record<string, unknown>>> {
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly version: number
  readonly definition: string
  readonly turn: readonly Turn[]
  readonly actions: readonly Action[]
  readonly links: { readonly self: string; readonly history: string }
  readonly state: S
}

export interface CaseRow {
  readonly id: string
  readonly type?: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly version: number
  readonly openedAt: string
  readonly changedAt: string
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

export interface Task {
  readonly name: string
  readonly role: string
  readonly due: string | null
  readonly since: string
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly version: number
  readonly openedAt: string
}

export interface Me {
  readonly person: string
  readonly name: string
  readonly roles: readonly string[]
  readonly organisation: {
    readonly id: string
    readonly name: string
    readonly kind: string
    readonly country?: string | null
    readonly pack?: string | null
    readonly zone?: string | null
    /** What its pack calls an agency. */
    readonly code?: string | null
    /** Regimes that exist in its country: `mypes`, `ecommerce`. */
    readonly regimes?: readonly string[]
  }
  /** Everything this person may act as. */
  readonly hats?: readonly {
    readonly account: string
    readonly organisation: { readonly id: string; readonly name: string; readonly kind: string }
    readonly roles: readonly string[]
  }[]
  readonly account?: string
  readonly session?: { readonly steppedUpAt: string | null } | null
  readonly grants?: readonly string[]
}

export interface Notice {
  readonly id: string
  readonly caseId: string
  readonly kind: string
  readonly params: Readonly<Record<string, unknown>>
  readonly createdAt: string
  readonly readAt: string | null
  readonly due: string | null
  readonly words: Readonly<
    Record<string, { readonly happened: string; readonly todo: string; readonly otherwise: string }>
  >
}

export interface HistoryEvent {
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly actor: { readonly person?: string; readonly org: string; readonly roles: readonly string[] }
  readonly data: unknown
  readonly prevHash: string
  readonly hash: string
}

export interface TimelineItem {
  readonly at: string
  readonly event: string
  readonly case: { readonly id: string; readonly type: string; readonly number: string | null; readonly title: string }
  readonly seq: number
  readonly org: string
  readonly roles: readonly string[]
}

export interface DossierTimeline extends Page<TimelineItem> {
  readonly cases: readonly (Omit<CaseRow, 'openedAt' | 'changedAt'> & { readonly type: string })[]
  readonly documents: readonly {
    readonly case_id: string
    readonly edition: number
    readonly number: string
    readonly type: string
    readonly issued_at: string
  }[]
}
