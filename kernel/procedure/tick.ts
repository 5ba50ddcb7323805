import { businessDaysBetween, legalDay } from '../calendar.ts'
import type { EventOf } from '../case-type.ts'
import type { ParallelTask } from '../pack/model.ts'
import type { Instant } from '../time.ts'
import type { PermitEvents } from './events.ts'
import { certificateFaults } from './certifying.ts'
import { resumeClock, stopClock, usedAt } from './clock.ts'
import { drawAt, grounds, tracePermit, type PermitDefinition, type PermitTrace } from './definition.ts'
import { isDrawn, isDue, openedTask, tryAutomatic } from './flow.ts'
import { approve } from './issuing.ts'
import { appealOpens, isUnserved, serve } from './service.ts'
import { inForce, openTasks, underWay, type PermitState, type TaskState } from './state.ts'

type Due = {
  readonly at: Instant
  readonly what:
    | 'serve'
    | 'order'
    | 'admit'
    | 'cure'
    | 'answer'
    | 'opinion'
    | 'stale'
    | 'slots'
    | 'half'
    | 'risk'
    | 'breach'
    | 'warn'
    | 'rectify'
    | 'expire'
}

/** Everything that time will do to the case as it stands, unordered. */
function dues(s: PermitState): Due[] {
  const due: Due[] = []
  const add = (at: Instant | null | undefined, what: Due['what']): void => {
    if (at) due.push({ at, what })
  }
  if (isUnserved(s.period)) add(s.period?.servedBy, 'serve')
  if (s.status === 'AWAITING_PAYMENT') add(s.fee?.due, 'order')
  if (s.status === 'ADMISSIBILITY' && s.period?.name === 'admit') add(s.period.due, 'admit')
  if (s.status === 'CURE_REQUESTED') add(s.period?.due, 'cure')
  if (s.status === 'OBSERVED') add(s.period?.due, 'answer')
  const clock = s.clock
  if (clock && clock.since && !clock.stoppedAt) {
    add(clock.half, 'half')
    add(clock.risk, 'risk')
    if (!clock.breached) add(clock.due, 'breach')
  }
  if (underWay.includes(s.status))
    for (const task of Object.values(s.tasks)) {
      if (task.kind === 'opinion' && task.status === 'open') add(task.due, 'opinion')
      if (task.status === 'done') add(task.goodUntil, 'stale')
      if (task.status === 'open') add(lastSlot(task), 'slots')
    }
  if (inForce.includes(s.status) && s.resolution) {
    add(s.resolution.warnAt[0], 'warn')
    add(s.rectification?.fee?.due, 'rectify')
    add(s.resolution.expiresAt, 'expire')
  }
  return due
}

const order = (a: Due, b: Due): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : rank[a.what] - rank[b.what])
// At one moment, an opinion's silence comes before the breach that may act on it.
const rank: Readonly<Record<Due['what'], number>> = {
  serve: 0,
  order: 0,
  admit: 0,
  cure: 0,
  answer: 0,
  opinion: 1,
  stale: 1,
  slots: 1,
  half: 2,
  risk: 3,
  breach: 4,
  warn: 5,
  rectify: 5,
  expire: 6,
}

export const nextDue = (s: PermitState): Instant | null =>
  dues(s).reduce<Instant | null>((least, d) => (least === null || d.at < least ? d.at : least), null)

/**
 * The events that time has caused by `now`, oldest first, each dated at the moment it fell due. A job that ran late writes
 * the same history as one on time (PACK 6, "time is a command").
 */
export function tick(state: PermitState, now: Instant, def: PermitDefinition): readonly EventOf<PermitEvents>[] {
  const all: EventOf<PermitEvents>[] = []
  let current = state
  for (let guard = 0; guard < 1000; guard++) {
    const next = dues(current).sort(order)[0]
    if (!next || next.at > now) return all
    const t = tracePermit(current)
    apply(t, next, def)
    all.push(...t.events.map((e) => ({ ...e, at: next.at })))
    current = t.state
  }
  throw new RangeError('the clock of a case does not come to rest')
}

function apply(t: PermitTrace, { at, what }: Due, def: PermitDefinition): void {
  const s = t.state
  switch (what) {
    case 'serve':
      return serve(t, def, 'deemed', at)
    case 'order':
      stopClock(t, def, 'lapsed', at)
      return t.emit('Lapsed', { reason: 'order unpaid' })
    case 'admit':
      return t.emit('AdmissionOverdue', { due: at })
    case 'cure':
      stopClock(t, def, 'lapsed', at)
      return t.emit('Lapsed', { reason: 'not cured' })
    case 'answer':
      stopClock(t, def, 'abandoned', at)
      return t.emit('Abandoned', { reason: 'not answered' })
    case 'opinion':
      return opinionsFallSilent(t, at, def)
    case 'stale':
      return inspectionsGrowOld(t, at, def)
    case 'slots':
      return slotsLapse(t, at, def)
    case 'half':
      return t.emit('SlaHalf', { used: s.clock ? usedAt(def, s.clock, at) : 0 })
    case 'risk':
      return t.emit('SlaAtRisk', { used: s.clock ? usedAt(def, s.clock, at) : 0 })
    case 'breach':
      t.emit('SlaBreached', { due: at })
      return silence(t, at, def)
    case 'warn':
      return t.emit('ExpiryWarned', { at, validUntil: s.resolution?.validUntil ?? '' })
    case 'rectify':
      return t.emit('RectificationLapsed', { reason: 'order unpaid' })
    case 'expire':
      return t.emit('DrExpired', { validUntil: s.resolution?.validUntil ?? '' })
  }
}

/** When the last of the times offered for an inspection comes, and nobody has chosen. */
const lastSlot = ({ slots = [] }: TaskState): Instant | null =>
  slots.reduce<Instant | null>((last, { from }) => (last === null || from > last ? from : last), null)

/** Nobody chose: the agency's clock runs on, and it offers other times or decides without. */
function slotsLapse(t: PermitTrace, at: Instant, def: PermitDefinition): void {
  for (const task of openTasks(t.state)) if (lastSlot(task) === at) t.emit('SlotsLapsed', { task: task.name, at })
  if (t.state.clock?.pausedFor === 'slot' && t.state.status === 'UNDER_EVALUATION') resumeClock(t, def, at)
}

function opinionsFallSilent(t: PermitTrace, at: Instant, def: PermitDefinition): void {
  for (const task of openTasks(t.state)) {
    if (task.kind !== 'opinion' || task.due !== at) continue
    const days = businessDaysBetween(def.procedure.calendar, task.openedAt, at)
    t.emit('OpinionSilent', { task: task.name, adverse: task.silence === 'against', closedAt: at, days })
  }
  tryAutomatic(t, def, t.state.facts, at, drawAt(def, t.state, at))
}

/** A finding supports a decision for so long only; the goods are then looked at again (M09-2). */
function inspectionsGrowOld(t: PermitTrace, at: Instant, def: PermitDefinition): void {
  for (const task of Object.values(t.state.tasks)) {
    const asked = def.procedure.tasks.find((one) => one.name === task.name)
    if (task.status !== 'done' || task.goodUntil !== at || !asked) continue
    t.emit('InspectionStale', { task: task.name, closedAt: task.closedAt })
    t.emit('InspectionAsked', openedTask(t.state, def, asked, at))
  }
}

/** Where the clock counts from filing or payment, a period may end before anybody was sent to see the goods. */
const isStillToAsk = (task: ParallelTask, s: PermitState, def: PermitDefinition, at: Instant): boolean =>
  !s.tasks[task.name] && !underWay.includes(s.status) && isDue(task, s, s.facts, legalDay(def.procedure.calendar, at))

/** What breach means (M05-1). Positive silence never approves goods nobody inspected, nor against an adverse result (PACK 16.2). */
function silence(t: PermitTrace, at: Instant, def: PermitDefinition): void {
  const { decision } = def.procedure
  const s = t.state
  if (decision.silence === 'negative') {
    stopClock(t, def, 'denied by silence', at)
    const why = grounds(
      def,
      'SILENCE_NEGATIVE',
      'El organismo no resolvió en su plazo. Se tiene por denegado y usted puede apelar.',
    )
    t.emit('SilenceApplied', { ...why, effect: 'negative', at, ...appealOpens(def, at) })
    return
  }
  const adverse = Object.values(s.tasks).some((task) => task.adverse)
  const unseen = def.procedure.tasks.some(
    (task) => task.kind !== 'opinion' && (s.tasks[task.name]?.status === 'open' || isStillToAsk(task, s, def, at)),
  )
  if (decision.silence !== 'positive' || adverse || unseen || certificateFaults(def, s, at).length > 0) return
  const text = 'Aprobado por silencio administrativo: el organismo no resolvió en su plazo.'
  t.emit('SilenceApplied', { ...grounds(def, 'SILENCE_POSITIVE', text), effect: 'positive', at, appealUntil: null })
  approve(t, def, s.facts, at, {
    code: 'SILENCE_POSITIVE',
    text,
    automatic: true,
    audit: isDrawn(def, drawAt(def, s, at)),
  })
}
