import {
  criticalPath,
  isInForce,
  legalHours,
  toInstant,
  toMs,
  type Instant,
  type PermitState,
  type Procedure,
} from '#kernel'

/** How long a procedure takes: hours from filing to decision of nine in ten real cases. */
export type Measure = (procedure: string) => { readonly p90Hours: number } | undefined

/** When the permits of an application should all be there: the longest chain of those that wait for others (M08-3). */
export interface Road {
  readonly hours: number
  /** Permits of the chain that decides, first to last. */
  readonly path: readonly string[]
  readonly readyBy: Instant
  readonly steps: readonly {
    readonly permit: string
    readonly procedure: string
    readonly startHours: number
    readonly endHours: number
    /** Permits of this application that it waits for. */
    readonly after: readonly string[]
    /** Where the figure comes from: what happened, what nine in ten cases took, or what the law allows at most. */
    readonly of: 'happened' | 'measured' | 'published'
  }[]
}

export interface Filed {
  readonly permit: string
  readonly state: PermitState
  readonly procedure: Procedure | undefined
}

const idOf = (key: string): string => key.slice(0, key.indexOf('@'))
const ended: readonly PermitState['status'][] = ['DENIED', 'UPHELD', 'LAPSED', 'ABANDONED', 'WITHDRAWN', 'REVOKED']

/** Nothing while nothing is filed, or when nothing is left to wait for. */
export function roadOf(filed: readonly Filed[], measured: Measure): Road | null {
  const open = filed.filter(({ state }) => state.submittedAt !== null && !ended.includes(state.status))
  const from = open.map(({ state }) => state.submittedAt ?? '').sort()[0]
  if (!from || open.every(({ state }) => isInForce(state))) return null
  const figures = open.map(({ state, procedure }) => {
    const id = idOf(state.procedure)
    if (state.decidedAt)
      return { of: 'happened' as const, takes: hoursBetween(state.submittedAt ?? from, state.decidedAt) }
    const known = measured(id)
    if (known) return { of: 'measured' as const, takes: known.p90Hours }
    return { of: 'published' as const, takes: procedure ? legalHours(procedure, state.submittedAt ?? from) : 0 }
  })
  const permitOf = (procedure: string): string[] =>
    open.filter(({ state }) => idOf(state.procedure) === procedure).map(({ permit }) => permit)
  const { total, path, steps } = criticalPath(
    open.map(({ permit, state, procedure }, i) => ({
      id: permit,
      takes: figures[i]?.takes ?? 0,
      after: state.awaits.flatMap(permitOf),
      decidedAfter: (procedure?.needs ?? []).filter((n) => n.at === 'decision').flatMap((n) => permitOf(n.permit)),
    })),
  )
  return {
    hours: total,
    path,
    readyBy: toInstant(toMs(from) + total * 3_600_000),
    steps: steps.map(({ id, starts, ends, after }, i) => ({
      permit: id,
      procedure: idOf(open[i]?.state.procedure ?? ''),
      startHours: starts,
      endHours: ends,
      after: [...after],
      of: figures[i]?.of ?? 'published',
    })),
  }
}

const hoursBetween = (from: Instant, to: Instant): number => Math.round((toMs(to) - toMs(from)) / 3_600_000)
