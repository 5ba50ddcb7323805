import { dueAt, endOfDay, legalDay } from '../calendar.ts'
import { roundDecimal, multiplyDecimal, addDecimal } from '../decimal.ts'
import { isZero } from '../money.ts'
import { holds } from '../pack/conditions.ts'
import { quote } from '../pack/fees.ts'
import type { Facts, ParallelTask } from '../pack/model.ts'
import { seriesOf } from '../pack/series.ts'
import { toBase, type Quantity } from '../quantity.ts'
import { addDays, addPeriod, type Day, type Instant } from '../time.ts'
import { pauseClock, resumeClock, startClock, stopClock } from './clock.ts'
import { dayOf, formOf, grounds, type PermitDefinition, type PermitTrace } from './definition.ts'
import { openTasks, type BalanceLine, type PartialLine, type PermitState } from './state.ts'

export { formOf, type NeedStatus, type PermitDefinition, type PermitFacts } from './definition.ts'

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
