import { addBusinessDays, businessDaysBetween, closing, dueAt, legalTime } from '../calendar.ts'
import { holds } from '../pack/conditions.ts'
import { DAY_MS, toInstant, toMs, type Instant, type Period } from '../time.ts'
import { dayOf, formOf, type PermitDefinition, type PermitTrace } from './definition.ts'
import type { ClockState, PermitState } from './state.ts'

/** The decision period in force: the urgent one where its condition holds. */
function within(s: PermitState, def: PermitDefinition, now: Instant): Period | null {
  const { decision } = def.procedure
  return isUrgent(s, def, now) ? (decision.urgent?.within ?? null) : (decision.within ?? null)
}

/** Whether the goods cannot wait, as the procedure says it (M08-10). */
export function isUrgent(s: PermitState, def: PermitDefinition, now: Instant): boolean {
  const { urgent } = def.procedure.decision
  return urgent !== undefined && holds(urgent.when, formOf(s), s.facts, dayOf(def, now))
}

export function startClock(t: PermitTrace, def: PermitDefinition, now: Instant): void {
  if (t.state.clock) return
  const period = within(t.state, def, now)
  if (!period) return
  const startedAt = legalTime(def.procedure.calendar, now)
  t.emit('ClockStarted', {
    within: period,
    startedAt,
    ...milestones(def, { within: period, used: 0, startedAt }, startedAt),
  })
}

/**
 * When half, four fifths and all of a period will have been used, given what was used before `since`. Alerts fall at the close of the
 * day on which that share is used up, and never on the due day itself (PACK 6).
 */
export function milestones(
  def: PermitDefinition,
  { within: period, used, startedAt }: Pick<ClockState, 'within' | 'used' | 'startedAt'>,
  since: Instant,
): { due: Instant; half: Instant | null; risk: Instant | null } {
  const { calendar } = def.procedure
  if (period.unit !== 'bd') {
    // Measured once, from where the clock started: the same days are not longer after a pause.
    const length = toMs(dueAt(calendar, startedAt, period)) - toMs(startedAt)
    const latest = period.unit === 'd' ? length - DAY_MS : length
    const at = (ms: number): Instant => toInstant(toMs(since) + Math.max(0, ms - used))
    const alert = (share: number): Instant | null => {
      const ms = Math.min(Math.ceil((length * share) / 100), latest)
      return ms > used ? at(ms) : null
    }
    return { due: at(length), half: alert(50), risk: alert(80) }
  }
  const at = (n: number): Instant => closing(calendar, addBusinessDays(calendar, since, Math.max(0, n - used)))
  const alert = (share: number): Instant | null => {
    const n = alertDay(period, share)
    return n > used ? at(n) : null
  }
  return { due: at(period.n), half: alert(50), risk: alert(80) }
}

/** The business day of a period at whose close a share of it is used up; never the last one (PACK 6). */
const alertDay = (period: Period, share: number): number => Math.min(Math.ceil((period.n * share) / 100), period.n - 1)

/** How much of the period is used at a moment: business days, or milliseconds for other units. */
export function usedAt(def: PermitDefinition, clock: ClockState, now: Instant): number {
  if (!clock.since) return clock.used
  if (clock.within.unit === 'bd') return clock.used + businessDaysBetween(def.procedure.calendar, clock.since, now)
  return clock.used + Math.max(0, toMs(now) - toMs(clock.since))
}

export function pauseClock(t: PermitTrace, def: PermitDefinition, reason: string, now: Instant): void {
  const clock = t.state.clock
  if (!clock?.since) return
  const used = usedAt(def, clock, now)
  // The day of the pause counts as used: an alert that was to fall at its close falls now, or it never would.
  const reached = (share: number): boolean => clock.within.unit === 'bd' && alertDay(clock.within, share) <= used
  if (clock.half && reached(50)) t.emit('SlaHalf', { used })
  if (clock.risk && reached(80)) t.emit('SlaAtRisk', { used })
  t.emit('ClockPaused', { reason, used })
}

export function resumeClock(t: PermitTrace, def: PermitDefinition, now: Instant): void {
  const clock = t.state.clock
  if (!clock?.pausedFor) return
  const since = legalTime(def.procedure.calendar, now)
  t.emit('ClockResumed', { since, ...milestones(def, clock, since) })
}

/** The agency takes more time, once, and says why (M05). */
export function extendClock(
  t: PermitTrace,
  def: PermitDefinition,
  by: Period,
  said: { by: string; reason: string },
  now: Instant,
): void {
  const clock = t.state.clock
  if (!clock) return
  const within = { n: clock.within.n + by.n, unit: clock.within.unit }
  const { due, half, risk } = clock.since
    ? milestones(def, { ...clock, within }, clock.since)
    : { due: null, half: null, risk: null }
  // A share of the longer period may be used up already: its alert falls now, not before what has just been decided.
  const ahead = (at: Instant | null): Instant | null => (at !== null && at < now ? now : at)
  t.emit('PeriodExtended', { due, clock: { within, half: ahead(half), risk: ahead(risk) }, ...said })
}

export function stopClock(t: PermitTrace, def: PermitDefinition, outcome: string, now: Instant): void {
  const clock = t.state.clock
  if (clock && !clock.stoppedAt) t.emit('ClockStopped', { outcome, used: usedAt(def, clock, now), stoppedAt: now })
}
