import { legalDay } from '../calendar.ts'
import type { AnyEvent } from '../case-type.ts'
import { holds } from '../pack/conditions.ts'
import type { Facts, FormItem, ParallelTask, Procedure } from '../pack/model.ts'
import type { Refusal } from '../problem.ts'
import type { Instant } from '../time.ts'
import { formOf } from './definition.ts'
import type { PermitState } from './state.ts'

const section = { opinion: 'opinions', inspection: 'inspection', lab: 'lab' } as const
const nameOf = (task: Pick<ParallelTask, 'kind' | 'name'>): string => `${section[task.kind]}.${task.name}`

const reviewKeys = ['admit', 'cure', 'answer', 'extend', 'rounds'] as const

/**
 * The keys of a procedure that a scenario can reach: what it says itself, not the defaults it takes from its country, and nothing that
 * only prints or sends. `vuce pack check` names those that no scenario reached (PACK 10).
 */
export function scenarioKeys(p: Procedure): readonly string[] {
  const own = (key: string): boolean => !(key in p.origins)
  const { review, decision, output, after } = p
  const keys: (string | false | undefined)[] = [
    ...p.form.map((i) => `form.${i.element.id}`),
    ...(p.lineForm?.items ?? []).map((i) => `form.lines.${i.element.id}`),
    ...p.attach.map((a) => `attach.${a.document}`),
    ...p.checks.map((c) => `checks.${c.code}`),
    ...p.needs.map((n) => `needs.${n.permit}`),
    ...p.fee.map((_, i) => `fee.${i}`),
    review && 'review',
    ...(review ? reviewKeys.filter((k) => review[k] !== null && own(`review.${k}`)).map((k) => `review.${k}`) : []),
    ...p.tasks.flatMap((t) => [nameOf(t), ...(t.silence ? [`${nameOf(t)}.silence`] : [])]),
    decision.within && 'decision.within',
    decision.silence && 'decision.silence',
    decision.urgent && 'decision.urgent',
    decision.automatic && 'decision.automatic',
    decision.automatic?.audit !== undefined && 'decision.automatic.audit',
    decision.approvers > 1 && 'decision.approvers',
    decision.partial && 'decision.partial',
    output && 'output',
    ...(output && output.valid.length > 1 ? output.valid.map((_, i) => `output.valid.${i}`) : []),
    output?.balance && 'output.balance',
    after.rectify && 'after.rectify',
    ...(after.rectify?.fee ?? []).map((_, i) => `after.rectify.fee.${i}`),
    after.extend && 'after.extend',
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
  AdmissibilityOpened: 'review.admit',
  CureRequested: 'review.cure',
  TramiteObserved: 'review.answer',
  PeriodExtended: 'review.extend',
  DecisionProposed: 'review',
  ClockStarted: 'decision.within',
  DrIssued: 'output',
  DrDrawn: 'output.balance',
  DrRectified: 'after.rectify',
  DrExtended: 'after.extend',
  AppealFiled: 'appeal',
}

/** Keys that one step reached: the parts of the law that made something happen, or made somebody be refused. */
export function reachedKeys(step: Reached): readonly string[] {
  return [...step.events.flatMap((event) => byEvent(event, step)), ...step.refusals.flatMap((r) => byRefusal(r, step))]
}

function byEvent(event: AnyEvent, step: Reached): readonly string[] {
  const { procedure: p, state: s } = step
  const data = event.data as Readonly<Record<string, unknown>>
  const key = plain[event.type]
  const keys = key ? [key] : []
  const taskOf = (name: unknown): readonly string[] => p.tasks.filter((t) => t.name === name).map(nameOf)
  switch (event.type) {
    case 'TramiteSubmitted':
      return [
        ...asked(step),
        ...p.attach.filter((a) => s.documents.some((d) => d.type === a.document)).map((a) => `attach.${a.document}`),
      ]
    case 'DependencyAwaited':
      return (data.permits as readonly string[]).map((permit) => `needs.${permit}`)
    case 'FeeQuoted':
    case 'FeeWaived':
      return feeLines(step)
    case 'OpinionAsked':
    case 'InspectionAsked':
    case 'SampleAsked':
      return taskOf(data.name)
    case 'OpinionSilent':
      return taskOf(data.task).map((name) => `${name}.silence`)
    case 'ClockStarted':
      return [...keys, ...(data.within === p.decision.urgent?.within ? ['decision.urgent'] : [])]
    case 'SlaBreached':
      return p.decision.silence === 'none' ? ['decision.silence'] : []
    case 'SilenceApplied':
      return ['decision.silence']
    case 'DecisionProposed':
      return [...keys, ...(data.lines ? ['decision.partial'] : [])]
    case 'ApprovalSigned':
      return data.of !== 1 && s.approvals.length > 1 ? ['decision.approvers'] : []
    case 'TramiteApproved':
      if (data.reasonCode !== 'AUTOMATIC') return []
      return ['decision.automatic', ...(data.audit ? ['decision.automatic.audit'] : [])]
    case 'DrIssued':
      return [...keys, ...validity(step)]
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

function feeLines({ procedure: p, state: s, facts, now }: Reached): readonly string[] {
  const today = legalDay(p.calendar, now)
  return p.fee.flatMap((line, i) => {
    if (line.due !== 'submission') return []
    const condition = line.kind === 'exempt' ? line.exempt : line.when
    return !condition || holds(condition, formOf(s), facts, today) ? [`fee.${i}`] : []
  })
}

function validity({ procedure: p, state: s, facts, now }: Reached): readonly string[] {
  const rules = p.output?.valid ?? []
  const i = rules.findIndex((v) => !v.when || holds(v.when, formOf(s), facts, legalDay(p.calendar, now)))
  return rules.length > 1 && i >= 0 ? [`output.valid.${i}`] : []
}

function byRefusal(r: Refusal, { procedure: p }: Reached): readonly string[] {
  const [, part, first = '', second] = r.pointer.split('/')
  if (r.code === 'PERMIT_NEEDED') return [`needs.${String(r.params?.permit)}`]
  if (r.code === 'ROUND_USED') return ['review.rounds']
  if (p.checks.some((c) => c.code === r.code)) return [`checks.${r.code}`]
  if (part === 'documents') return [`attach.${first}`]
  if (part === 'elements') return [`form.${first}`]
  return part === 'lines' && second ? [`form.lines.${second}`] : []
}
