import { dueAt, legalTime } from '../calendar.ts'
import { isZero } from '../money.ts'
import { holds } from '../pack/conditions.ts'
import { quote } from '../pack/fees.ts'
import type { Facts, ParallelTask } from '../pack/model.ts'
import type { Day, Instant } from '../time.ts'
import { certificateFaults } from './certifying.ts'
import { pauseClock, resumeClock, startClock } from './clock.ts'
import { dayOf, formOf, type PermitDefinition, type PermitTrace } from './definition.ts'
import { approve } from './issuing.ts'
import { openTasks, type PermitState, type TaskState } from './state.ts'

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

/**
 * What follows a payment. `paidAt` is when it counts, by the bank's time: the clock starts from it even if the window learnt of it later
 * (M06). What lay between is an outage, and counts against nobody (M05-5): the clock stands still for it.
 */
export function afterPayment(
  t: PermitTrace,
  def: PermitDefinition,
  facts: Facts,
  now: Instant,
  draw: number,
  paidAt: Instant = now,
): void {
  const p = def.procedure
  if (t.state.clock?.pausedFor === 'unpaid fee') resumeClock(t, def, paidAt)
  if (p.decision.countsFrom === 'payment') startClock(t, def, paidAt)
  if (p.review?.admit) {
    outage(t, def, paidAt, now)
    t.emit('AdmissibilityOpened', { due: dueAt(p.calendar, now, p.review.admit), from: paidAt })
  } else {
    t.emit('TramiteAdmitted', { by: null })
    startClock(t, def, paidAt)
    outage(t, def, paidAt, now)
    startEvaluation(t, def, facts, now, draw)
  }
}

function outage(t: PermitTrace, def: PermitDefinition, paidAt: Instant, now: Instant): void {
  const clock = t.state.clock
  if (paidAt >= now || !clock?.since || clock.since >= legalTime(def.procedure.calendar, now)) return
  t.emit('ClockPaused', { reason: 'payment outage', used: clock.used })
  resumeClock(t, def, now)
}

// --- evaluation and its parallel tasks

const taskEvent = { opinion: 'OpinionAsked', inspection: 'InspectionAsked', lab: 'SampleAsked' } as const

export function startEvaluation(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant, draw: number): void {
  startClock(t, def, now)
  askDesks(t, def, facts, now)
  tryAutomatic(t, def, facts, now, draw)
}

/** Asks every desk that the procedure wants to hear and that was not asked yet. */
export function askDesks(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant): void {
  for (const task of def.procedure.tasks) {
    if (t.state.tasks[task.name] || !isDue(task, t.state, facts, dayOf(def, now))) continue
    t.emit(taskEvent[task.kind], openedTask(t.state, def, task, now))
  }
}

/** A task as it stands when its desk is asked. */
export function openedTask(s: PermitState, def: PermitDefinition, task: ParallelTask, now: Instant): TaskState {
  const within = task.within ?? task.slot ?? null
  return {
    name: task.name,
    kind: task.kind,
    agency: task.agency,
    org: s.orgs[task.agency] ?? '',
    status: 'open',
    adverse: false,
    binding: task.binding ?? false,
    openedAt: now,
    due: within ? dueAt(def.procedure.calendar, now, within) : null,
    closedAt: null,
    days: null,
    result: null,
    silence: task.silence ?? null,
  }
}

export const isDue = (task: ParallelTask, s: PermitState, facts: Facts, today: Day): boolean =>
  !task.when || holds(task.when, formOf(s), facts, today)

/** Whether an approval that no person gave is drawn for a look afterwards; `draw` is 0 to 9999. */
export const isDrawn = (def: PermitDefinition, draw: number): boolean => {
  const share = def.procedure.decision.automatic?.audit
  return share !== undefined && draw < Number(share) * 100
}

/** Approval with no person, tried on entering evaluation and again when the last open task ends well (PACK 16.5). */
export function tryAutomatic(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant, draw: number): void {
  const rule = def.procedure.decision.automatic
  if (!rule || t.state.status !== 'UNDER_EVALUATION' || openTasks(t.state).length > 0) return
  if (Object.values(t.state.tasks).some((task) => task.adverse)) return
  // What a person could not sign, no rule grants.
  if (certificateFaults(def, t.state, now).length > 0) return
  if (rule.when !== 'always' && !holds(rule.when, formOf(t.state), facts, dayOf(def, now))) return
  const audit = isDrawn(def, draw)
  approve(t, def, facts, now, {
    code: 'AUTOMATIC',
    text: 'Cumple las reglas de aprobación automática.',
    automatic: true,
    audit,
  })
}
