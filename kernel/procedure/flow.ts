import { businessDaysBetween, addBusinessDays, closing, dueAt, endOfDay, legalDay, legalTime } from '../calendar.ts'
import { trace, type Trace } from '../case-type.ts'
import { roundDecimal, multiplyDecimal, addDecimal } from '../decimal.ts'
import { isZero } from '../money.ts'
import { holds } from '../pack/conditions.ts'
import { quote } from '../pack/fees.ts'
import type { Dictionary, Facts, FormData, ParallelTask, Procedure, UnitValue } from '../pack/model.ts'
import { seriesOf } from '../pack/series.ts'
import { toBase, type Quantity } from '../quantity.ts'
import { DAY_MS, addDays, addPeriod, toInstant, toMs, type Day, type Instant, type Period } from '../time.ts'
import { permitEvents, type Grounds, type PermitEvents } from './events.ts'
import { openTasks, type BalanceLine, type ClockState, type PartialLine, type PermitState } from './state.ts'

/** What a permit is decided under: the pinned procedure, and the country's dated values. */
export interface PermitDefinition {
  readonly procedure: Procedure
  readonly units: readonly UnitValue[]
  readonly dictionary: Dictionary
  /** Registry that already holds a document type or element (M08-5), by its id. */
  readonly heldBy: ReadonlyMap<string, string>
}

export type NeedStatus = 'granted' | 'pending' | 'refused' | 'none'

/** Facts fetched before deciding. `needs` is keyed `permit` or `permit|number`; `draw` is 0 to 9999, for sampling. */
export interface PermitFacts {
  readonly facts: Facts
  readonly needs: Readonly<Record<string, NeedStatus>>
  readonly draw: number
}

export type PermitTrace = Trace<PermitState, PermitEvents>

export const tracePermit = (state: PermitState): PermitTrace =>
  trace<PermitState, PermitEvents>(state, (s, e) =>
    (permitEvents[e.type] as (s: PermitState, d: unknown) => PermitState)(s, e.data),
  )

export const formOf = (s: Pick<PermitState, 'elements' | 'lines'>): FormData => ({
  elements: s.elements,
  lines: s.lines,
})

const dayOf = (def: PermitDefinition, at: Instant): Day => legalDay(def.procedure.calendar, at)

/** Why and by which law, as every decision must say (spec 0.1). */
export const grounds = (def: PermitDefinition, reasonCode: string, humanText_es: string): Grounds => ({
  reasonCode,
  legalBasis: def.procedure.law,
  humanText_es,
  ruleVersion: def.procedure.key,
})

// --- fee

/** After submission, or when what it waited for was granted: the fee is quoted, waived, or there is none. */
export function startFee(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant, draw: number): void {
  const p = def.procedure
  const fee = p.fee.filter((line) => line.due === 'submission')
  if (p.decision.countsFrom === 'filing') startClock(t, def, now)
  if (fee.length === 0) return afterPayment(t, def, facts, now, draw)
  const q = quote({ procedure: p, units: def.units, data: formOf(t.state), facts, day: dayOf(def, now) })
  if (q.waived) t.emit('FeeWaived', { total: q.total, waived: q.waived })
  if (isZero(q.total)) return afterPayment(t, def, facts, now, draw)
  t.emit('FeeQuoted', { total: q.total, lines: q.lines, units: q.units, due: dueAt(p.calendar, now, p.periods.order) })
  pauseClock(t, def, 'unpaid fee', now)
}

export function afterPayment(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant, draw: number): void {
  const p = def.procedure
  if (t.state.clock?.pausedFor === 'unpaid fee') resumeClock(t, def, now)
  if (p.decision.countsFrom === 'payment') startClock(t, def, now)
  if (p.review?.admit) t.emit('AdmissibilityOpened', { due: dueAt(p.calendar, now, p.review.admit), from: now })
  else {
    t.emit('TramiteAdmitted', { by: null })
    startEvaluation(t, def, facts, now, draw)
  }
}

// --- evaluation and its parallel tasks

const taskEvent = { opinion: 'OpinionAsked', inspection: 'InspectionAsked', lab: 'SampleAsked' } as const

export function startEvaluation(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant, draw: number): void {
  const p = def.procedure
  startClock(t, def, now)
  for (const task of p.tasks) {
    if (!isDue(task, t.state, facts, dayOf(def, now))) continue
    const within = task.within ?? task.slot ?? null
    t.emit(taskEvent[task.kind], {
      name: task.name,
      kind: task.kind,
      agency: task.agency,
      org: t.state.orgs[task.agency] ?? '',
      status: 'open',
      adverse: false,
      binding: task.binding ?? false,
      openedAt: now,
      due: within ? dueAt(p.calendar, now, within) : null,
      closedAt: null,
      days: null,
      result: null,
      silence: task.silence ?? null,
    })
  }
  tryAutomatic(t, def, facts, now, draw)
}

export const isDue = (task: ParallelTask, s: PermitState, facts: Facts, today: Day): boolean =>
  !task.when || holds(task.when, formOf(s), facts, today)

/** Approval with no person, tried on entering evaluation and again when the last open task ends well (PACK 16.5). */
export function tryAutomatic(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant, draw: number): void {
  const rule = def.procedure.decision.automatic
  if (!rule || t.state.status !== 'UNDER_EVALUATION' || openTasks(t.state).length > 0) return
  if (Object.values(t.state.tasks).some((task) => task.adverse)) return
  if (rule.when !== 'always' && !holds(rule.when, formOf(t.state), facts, dayOf(def, now))) return
  const audit = rule.audit !== undefined && draw < Number(rule.audit) * 100
  approve(t, def, facts, now, {
    code: 'AUTOMATIC',
    text: 'Cumple las reglas de aprobación automática.',
    automatic: true,
    audit,
  })
}

// --- the decision

export function approve(
  t: PermitTrace,
  def: PermitDefinition,
  facts: Facts,
  now: Instant,
  why: { code: string; text: string; automatic: boolean; audit?: boolean },
): void {
  stopClock(t, def, 'approved', now)
  const { code, text, automatic } = why
  // Silence and rules grant what was asked: a partial proposal is no decision until somebody signs it.
  const lines = automatic ? null : (t.state.proposal?.lines ?? null)
  t.emit('TramiteApproved', { ...grounds(def, code, text), automatic, audit: why.audit ?? false, at: now })
  issue(t, def, facts, now, lines)
}

/** The document that comes out. Its number is a gap in the event that the platform fills from the series it names. */
export function issue(
  t: PermitTrace,
  def: PermitDefinition,
  facts: Facts,
  now: Instant,
  lines: readonly PartialLine[] | null,
): void {
  const { output, calendar } = def.procedure
  if (!output) return
  const today = legalDay(calendar, now)
  const validUntil = validity(t.state, def, facts, today)
  const { series } = seriesOf(output.number, { year: today.slice(0, 4), origin: origin(t.state) })
  t.emit('DrIssued', {
    document: output.document,
    number: '',
    series,
    issuedAt: now,
    validUntil,
    ...expiry(def, validUntil, now),
    balance: output.balance ? authorised(t.state, lines, output.balance.of, output.balance.tolerance) : [],
    signature: output.signature,
    facts,
  })
}

const origin = (s: PermitState): string =>
  typeof s.elements['country.origin'] === 'string' ? s.elements['country.origin'] : 'XX'

function validity(s: PermitState, def: PermitDefinition, facts: Facts, today: Day): Day | null {
  const rule = def.procedure.output?.valid.find((v) => !v.when || holds(v.when, formOf(s), facts, today))
  if (!rule || 'none' in rule) return null
  if ('for' in rule) return addPeriod(today, rule.for)
  const day = s.elements[rule.until.element]
  return typeof day === 'string' ? addPeriod(day, rule.until.plus) : null
}

/** The moment a document stops being valid, and the warnings before it that are still to come. */
export function expiry(
  def: PermitDefinition,
  until: Day | null,
  now: Instant,
): { expiresAt: Instant | null; warnAt: readonly Instant[] } {
  if (!until) return { expiresAt: null, warnAt: [] }
  const { calendar, output } = def.procedure
  // A document whose last day has passed when it is issued ends at once, not before it began.
  const end = endOfDay(calendar, until)
  const expiresAt = end > now ? end : now
  const warnAt = (output?.warn ?? [])
    .map((before) => endOfDay(calendar, addDays(addPeriod(until, { n: -before.n, unit: before.unit }), -1)))
    .filter((at) => at > now)
    .sort()
  return { expiresAt, warnAt }
}

function authorised(
  s: PermitState,
  approved: readonly PartialLine[] | null,
  of: string,
  tolerance: string,
): readonly BalanceLine[] {
  return s.lines.flatMap((line, i): BalanceLine[] => {
    const partial = approved?.find((p) => p.line === i)
    const asked = partial ? partial.quantity : (line[of] as Quantity | undefined)
    if (!asked) return []
    const base = toBase(asked)
    const extra = multiplyDecimal(base.value, multiplyDecimal(tolerance, '0.01'))
    const ceiling = roundDecimal(addDecimal(base.value, extra), 3)
    return [
      {
        line: i,
        authorised: { value: roundDecimal(base.value, 3), unit: base.unit },
        ceiling: { value: ceiling, unit: base.unit },
        used: '0.000',
      },
    ]
  })
}

// --- the agency's clock

/** The decision period in force: the urgent one where its condition holds. */
function within(s: PermitState, def: PermitDefinition, now: Instant): Period | null {
  const { decision } = def.procedure
  const urgent = decision.urgent
  if (urgent && holds(urgent.when, formOf(s), s.facts, dayOf(def, now))) return urgent.within
  return decision.within ?? null
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
function milestones(
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

export function stopClock(t: PermitTrace, def: PermitDefinition, outcome: string, now: Instant): void {
  const clock = t.state.clock
  if (clock && !clock.stoppedAt) t.emit('ClockStopped', { outcome, used: usedAt(def, clock, now), stoppedAt: now })
}
