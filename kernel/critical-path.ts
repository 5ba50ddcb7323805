/** One procedure of several that go side by side, in any unit of time. */
export interface RoadStep {
  readonly id: string
  /** How long it takes once it may start: the p90 of real cases, or what the law allows. */
  readonly takes: number
  /** Others that must be granted before it starts. */
  readonly after: readonly string[]
  /** Others that must be granted before it is decided: until then both go on at once. */
  readonly decidedAfter?: readonly string[]
}

export interface Placed extends RoadStep {
  readonly starts: number
  readonly ends: number
}

export interface CriticalPath {
  /** When the last one ends. */
  readonly total: number
  /** The chain that decides it, first to last: shortening any other step gains nothing. */
  readonly path: readonly string[]
  readonly steps: readonly Placed[]
}

/**
 * How long the whole takes where some wait for others: the longest of all chains (M08-3, max over paths of the sum of p90). A step that
 * is named and is not among them is taken as done; a chain that bites its own tail waits for nobody.
 */
export function criticalPath(steps: readonly RoadStep[]): CriticalPath {
  const byId = new Map(steps.map((s) => [s.id, s]))
  const placed = new Map<string, Placed & { readonly last: string | null }>()
  const place = (step: RoadStep, above: readonly string[]): Placed & { readonly last: string | null } => {
    const known = placed.get(step.id)
    if (known) return known
    const chain = [...above, step.id]
    const latest = (ids: readonly string[]) =>
      ids.reduce<{ ends: number; id: string | null }>(
        (last, id) => {
          const other = chain.includes(id) ? undefined : byId.get(id)
          const ends = other ? place(other, chain).ends : 0
          return ends > last.ends ? { ends, id } : last
        },
        { ends: 0, id: null },
      )
    const before = latest(step.after)
    const beside = latest(step.decidedAfter ?? [])
    const own = before.ends + step.takes
    const found = {
      ...step,
      starts: before.ends,
      ends: Math.max(own, beside.ends),
      last: beside.ends > own ? beside.id : before.id,
    }
    placed.set(step.id, found)
    return found
  }
  const all = steps.map((s) => place(s, []))
  const path: string[] = []
  let at = all.reduce<(typeof all)[number] | undefined>(
    (last, s) => (!last || s.ends > last.ends ? s : last),
    undefined,
  )
  const total = at?.ends ?? 0
  while (at && !path.includes(at.id)) {
    path.unshift(at.id)
    at = at.last === null ? undefined : placed.get(at.last)
  }
  return { total, path, steps: all.map(({ last: _, ...s }) => s) }
}
