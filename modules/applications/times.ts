import { businessDaysBetween, type Calendar, type PermitState } from '#kernel'

/** How long the agencies took, and what was gained by working at the same time (M08, KPI parallelism gain). In business days. */
export interface Times {
  readonly sumOfDurations: number
  readonly parts: readonly { readonly what: string; readonly days: number }[]
  /** From the first clock's start to the last decision, pauses included. */
  readonly elapsed: number
  /** The same without the days in which the last one waited for the applicant. */
  readonly elapsedWithoutPauses: number
  /** Σ durations / elapsed without pauses, one decimal. */
  readonly gain: string
  readonly gainWithPauses: string
}

/** Nothing until every permit that had a clock has been decided. */
export function timesOf(permits: readonly PermitState[], calendar: Calendar): Times | null {
  const clocked = permits.filter((p) => p.clock !== null)
  if (clocked.length === 0 || clocked.some((p) => !p.clock?.stoppedAt)) return null
  const parts: { what: string; days: number }[] = []
  let first = ''
  let last: PermitState | undefined
  for (const p of clocked) {
    const clock = p.clock
    if (!clock?.stoppedAt) continue
    const opinions = Object.values(p.tasks).filter((t) => t.kind === 'opinion' && t.days !== null)
    if (opinions.length)
      parts.push({ what: `${p.title}: opinions`, days: Math.max(...opinions.map((t) => t.days ?? 0)) })
    parts.push({ what: p.title, days: clock.used })
    if (!first || clock.startedAt < first) first = clock.startedAt
    if (!last?.clock?.stoppedAt || clock.stoppedAt > last.clock.stoppedAt) last = p
  }
  const end = last?.clock?.stoppedAt
  if (!last?.clock || !end) return null
  const elapsed = businessDaysBetween(calendar, first, end)
  const paused = businessDaysBetween(calendar, last.clock.startedAt, end) - last.clock.used
  const elapsedWithoutPauses = elapsed - paused
  const sumOfDurations = parts.reduce((n, p) => n + p.days, 0)
  const ratio = (days: number): string => (days > 0 ? (sumOfDurations / days).toFixed(1) : '1.0')
  return {
    sumOfDurations,
    parts,
    elapsed,
    elapsedWithoutPauses,
    gain: ratio(elapsedWithoutPauses),
    gainWithPauses: ratio(elapsed),
  }
}
