import { legalDay } from '../calendar.ts'
import type { AnyEvent } from '../case-type.ts'
import { holds } from '../pack/conditions.ts'
import type { Facts, FeeLine, FormItem, ParallelTask, Procedure } from '../pack/model.ts'
import type { Refusal } from '../problem.ts'
import type { Instant } from '../time.ts'
import { formOf } from './definition.ts'
import { noticesOf } from './notices.ts'
import type { PermitState } from './state.ts'

const section = { opinion: 'opinions', inspection: 'inspection', lab: 'lab' } as const
const nameOf = (task: Pick<ParallelTask, 'kind' | 'name'>): string => `${section[task.kind]}.${task.name}`

const reviewKeys = ['admit', 'cure', 'answer', 'extend', 'rounds'] as const

/**
 * The keys of a procedure that a scenario can reach: what it says itself, not the defaults it takes from its country, and nothing that
 * only prints. `vuce pack check` names those that no scenario reached (PACK 10).
 */
export function scenarioKeys(p: Procedure): readonly string[] {
  const own = (key: string): boolean => !(key in p.origins)
  const { review, decision, output, after } = p
  const keys: (string | false | undefined)[] = [
    p.binds && 'binds',
    p.choice && 'agency.any-of',
    p.choice?.region !== undefined && 'agency.region',
    ...p.form.map((i) => `form.${i.element.id}`),
    ...(p.lineForm?.items ?? []).map((i) => `form.lines.${i.element.id}`),
    ...p.attach.map((a) => `attach.${a.document}`),
    ...p.checks.map((c) => `checks.${c.code}`),
    p.schedule && 'schedule',
    ...p.needs.map((n) => `needs.${n.permit}`),
    ...p.fee.map((_, i) => `fee.${i}`),
    review && 'review',
    ...(review ? reviewKeys.filter((k) => review[k] !== null && own(`review.${k}`)).map((k) => `review.${k}`) : []),
    ...p.tasks.flatMap((t) => [
      nameOf(t),
      ...(t.silence ? [`${nameOf(t)}.silence`] : []),
      ...(t.binding ? [`${nameOf(t)}.binding`] : []),
      ...(t.goodFor ? [`${nameOf(t)}.good-for`] : []),
      ...(t.shipWithin ? [`${nameOf(t)}.ship-within`] : []),
      ...(t.remote ? [`${nameOf(t)}.remote`] : []),
    ]),
    decision.within && 'decision.within',
    decision.silence && 'decision.silence',
    decision.urgent && 'decision.urgent',
    decision.automatic && 'decision.automatic',
    decision.automatic?.audit !== undefined && 'decision.automatic.audit',
    decision.approvers > 1 && 'decision.approvers',
    decision.partial && 'decision.partial',
    decision.extend && 'decision.extend',
    decision.countsFrom !== 'admission' && 'decision.counts-from',
    output && 'output',
    ...(output && output.valid.length > 1 ? output.valid.map((_, i) => `output.valid.${i}`) : []),
    output?.balance && 'output.balance',
    ...(output?.send ?? []).map((to) => `output.send.${to}`),
    output?.afterDeparture && 'output.after-departure',
    after.rectify && 'after.rectify',
    ...(after.rectify?.fee ?? []).map((_, i) => `after.rectify.fee.${i}`),
    after.extend && 'after.extend',
    after.renew && 'after.renew',
    ...p.notices.map((_, i) => `notices.${i}`),
    p.appeal && own('appeal.to') && 'appeal',
  ]
  return keys.filter((key) => typeof key === 'string')
}

/** What happened in one step of a scenario, for the account of what was reached. */
export interface Reached {
  readonly procedure: Procedure
  readonly state: PermitState
  readonly facts: Facts
  readonly now: Instant
  readonly events: readonly AnyEvent[]
  readonly refusals: readonly Refusal[]
}

const plain: Readonly<Record<string, string>> = {
  Migrated: 'binds',
  AdmissibilityOpened: 'review.admit',
  CureRequested: 'review.cure',
  TramiteObserved: 'review.answer',
  DecisionProposed: 'review',
  ClockStarted: 'decision.within',
  DrIssued: 'output',
  DrDrawn: 'output.balance',
  DrRectified: 'after.rectify',
  DrExtended: 'after.extend',
  RenewalAsked: 'after.renew',
  AppealFiled: 'appeal',
}

/** Keys that one step reached: the parts of the law that made something happen, or made somebody be refused. */
export function reachedKeys(step: Reached): readonly string[] {
  return [
    ...step.events.flatMap((event) => [...byEvent(event, step), ...noticed(event, step)]),
    ...step.refusals.flatMap((r) => byRefusal(r, step)),
  ]
}

const noticed = (event: AnyEvent, { procedure, state, facts, now }: Reached): readonly string[] =>
  noticesOf(procedure, { ...event, at: event.at ?? now }, state, { ...state.facts, ...facts }).map(
    ({ index }) => `notices.${index}`,
  )

function byEvent(event: AnyEvent, step: Reached): readonly string[] {
  const { procedure: p, state: s } = step
  const data = event.data as Readonly<Record<string, unknown>>
  const key = plain[event.type]
  const keys = key ? [key] : []
  const taskOf = (name: unknown): readonly string[] => p.tasks.filter((t) => t.name === name).map(nameOf)
  switch (event.type) {
    case 'TramiteSubmitted':
      return [
        ...(p.choice ? ['agency.any-of'] : []),
        ...asked(step),
        ...p.attach.filter((a) => s.documents.some((d) => d.type === a.document)).map((a) => `attach.${a.document}`),
      ]
    case 'DependencyAwaited':
      return (data.permits as readonly string[]).map((permit) => `needs.${permit}`)
    case 'FeeQuoted':
    case 'FeeWaived':
      return feeLines(step, p.fee, 'fee', (data.moment as 'issue' | undefined) ?? 'submission')
    case 'RectificationAsked':
      return feeLines(step, p.after.rectify?.fee ?? [], 'after.rectify.fee', 'submission')
    case 'InspectionRecorded':
      return data.how ? taskOf(data.task).map((name) => `${name}.remote`) : []
    case 'InspectionStale':
      return taskOf(data.task).map((name) => `${name}.good-for`)
    case 'CopyQueued':
    case 'CopyReported':
    case 'SpsSent':
    case 'SpsReceived':
    case 'SpsAccepted':
    case 'SpsRejected':
      return [`output.send.${String(data.to)}`]
    case 'OpinionAsked':
    case 'InspectionAsked':
    case 'SampleAsked':
      return taskOf(data.name)
    case 'OpinionSilent':
      return taskOf(data.task).map((name) => `${name}.silence`)
    case 'ClockStarted':
      return [
        ...keys,
        ...(data.within === p.decision.urgent?.within ? ['decision.urgent'] : []),
        ...(p.decision.countsFrom === 'admission' ? [] : ['decision.counts-from']),
      ]
    case 'PeriodExtended':
      return [data.clock ? 'decision.extend' : 'review.extend']
    case 'SlaBreached':
      return p.decision.silence === 'none' ? ['decision.silence'] : []
    case 'SilenceApplied':
      return ['decision.silence']
    case 'DecisionProposed':
      return [...keys, ...(data.lines ? ['decision.partial'] : [])]
    case 'ApprovalSigned':
      return data.of !== 1 && s.approvals.length > 1 ? ['decision.approvers'] : []
    case 'TramiteApproved':
      return [
        ...(data.reasonCode === 'AUTOMATIC' ? ['decision.automatic'] : []),
        ...(data.audit ? ['decision.automatic.audit'] : []),
      ]
    case 'DrIssued':
      return [...keys, ...validity(step), ...(data.afterDeparture ? ['output.after-departure'] : [])]
    default:
      return keys
  }
}

const has = (values: Readonly<Record<string, unknown>>, item: FormItem): boolean =>
  values[item.element.id] !== undefined

function asked({ procedure: p, state: s }: Reached): readonly string[] {
  const head = p.form.filter((i) => has(s.elements, i)).map((i) => `form.${i.element.id}`)
  const lines = (p.lineForm?.items ?? []).filter((i) => s.lines.some((l) => has(l, i)))
  return [...head, ...lines.map((i) => `form.lines.${i.element.id}`)]
}

function feeLines(
  { procedure: p, state: s, facts, now }: Reached,
  fee: readonly FeeLine[],
  key: string,
  due: FeeLine['due'],
): readonly string[] {
  const today = legalDay(p.calendar, now)
  return fee.flatMap((line, i) => {
    if (line.due !== due) return []
    const condition = line.kind === 'exempt' ? line.exempt : line.when
    return !condition || holds(condition, formOf(s), facts, today) ? [`${key}.${i}`] : []
  })
}

function validity({ procedure: p, state: s, facts, now }: Reached): readonly string[] {
  const rules = p.output?.valid ?? []
  const i = rules.findIndex((v) => !v.when || holds(v.when, formOf(s), facts, legalDay(p.calendar, now)))
  return rules.length > 1 && i >= 0 ? [`output.valid.${i}`] : []
}

function byRefusal(r: Refusal, { procedure: p, state: s }: Reached): readonly string[] {
  const [, part, first = '', second] = r.pointer.split('/')
  if (r.code === 'PERMIT_NEEDED') return [`needs.${String(r.params?.permit)}`]
  if (r.code === 'AGENCY_OUT_OF_REGION') return ['agency.region']
  if (r.code === 'TREATMENT_BELOW_SCHEDULE') return ['schedule']
  if (r.code === 'INSPECTION_WINDOW')
    return p.tasks.filter((t) => t.name === r.params?.task).map((t) => `${nameOf(t)}.ship-within`)
  if (r.code === 'ROUND_USED') return ['review.rounds']
  if (r.code === 'ADVERSE_TASK' && r.params?.task !== undefined) {
    const task = p.tasks.find((t) => t.name === r.params?.task)
    return task?.binding && s.tasks[task.name]?.status === 'silent' ? [`${nameOf(task)}.binding`] : []
  }
  if (p.checks.some((c) => c.code === r.code)) return [`checks.${r.code}`]
  if (part === 'documents') return [`attach.${first}`]
  if (part === 'elements') return [`form.${first}`]
  return part === 'lines' && second ? [`form.lines.${second}`] : []
}
