import type { CaseParty, RunningClock, WorkItem } from '../case-type.ts'
import { appealOrg, appealRole, inForce, openTasks, underWay, type PermitState } from './state.ts'

/** Who stands how to a permit: whoever is not here may not know that it exists. */
export function parties(s: PermitState): readonly CaseParty[] {
  const list: CaseParty[] = []
  const add = (org: string | null | undefined, capacity: string): void => {
    if (org && !list.some((p) => p.org === org && p.capacity === capacity)) list.push({ org, capacity })
  }
  add(s.applicant.org, 'applicant')
  add(s.orgs[s.agency], 'agency')
  for (const task of Object.values(s.tasks)) if (task.kind === 'opinion') add(task.org, 'opinion')
  if (s.resolution) add(s.customs, 'customs')
  // Who heard an appeal keeps seeing the case; only a pending one can be resolved.
  if (s.appealTo) add(appealOrg(s), s.status === 'UNDER_APPEAL' || s.appealing ? 'appeal' : 'heard')
  return list
}

const turn: Readonly<
  Partial<Record<PermitState['status'], readonly [side: 'applicant' | 'agency', name: string, role: string]>>
> = {
  AWAITING_PAYMENT: ['applicant', 'pay', 'applicant'],
  ADMISSIBILITY: ['agency', 'admit', 'evaluator'],
  CURE_REQUESTED: ['applicant', 'cure', 'applicant'],
  UNDER_EVALUATION: ['agency', 'evaluate', 'evaluator'],
  OBSERVED: ['applicant', 'answer', 'applicant'],
  PROPOSED: ['agency', 'decide', 'approver'],
  UNDER_APPEAL: ['agency', 'resolve-appeal', 'head'],
}

/** Who has the ball, and until when. An agency sees an unpaid application too, so it knows what is coming. */
export function work(s: PermitState): readonly WorkItem[] {
  return turns(s).map((item) => {
    const desk = deskOf(item.name)
    if (desk === null) return item
    return { ...item, holder: s.holders?.[desk] ?? null, ...(s.urgent ? { lane: 'urgent' as const } : {}) }
  })
}

const desks: Readonly<Record<string, string | null>> = {
  admit: 'evaluate',
  evaluate: 'evaluate',
  'await-cure': 'evaluate',
  'await-answer': 'evaluate',
  decide: 'decide',
  rectify: 'rectify',
}

/** The desk of an agency at which a turn is done: one officer evaluates from admission to the proposal. Nothing for turns of firms and heads. */
export const deskOf = (item: string): string | null =>
  item.startsWith('choose-slot:') ? null : item.includes(':') ? item : (desks[item] ?? null)

function turns(s: PermitState): readonly WorkItem[] {
  const since = s.legalAt
  const agency = s.orgs[s.agency] ?? ''
  const items: WorkItem[] = []
  const whose = turn[s.status]
  if (whose) {
    const [side, name, role] = whose
    const until =
      s.status === 'AWAITING_PAYMENT'
        ? s.fee?.due
        : side === 'agency' && s.status !== 'UNDER_APPEAL'
          ? (s.clock?.due ?? s.period?.due)
          : s.period?.due
    const org = s.status === 'UNDER_APPEAL' ? appealOrg(s) : side === 'agency' ? agency : s.applicant.org
    items.push({ name, org, role: s.status === 'UNDER_APPEAL' ? appealRole(s) : role, due: until ?? null, since })
    if (side === 'applicant')
      items.push({ name: `await-${name}`, org: agency, role: 'evaluator', due: until ?? null, since })
  }
  if (underWay.includes(s.status))
    for (const task of openTasks(s)) {
      if (task.slots?.length)
        items.push({
          name: `choose-slot:${task.name}`,
          org: s.applicant.org,
          role: 'applicant',
          due: task.slots.reduce((last, { from }) => (from > last ? from : last), ''),
        })
      items.push({
        name: `${task.kind}:${task.name}`,
        org: task.org,
        role: task.kind === 'opinion' ? 'evaluator' : task.kind === 'lab' ? 'laboratory' : 'inspector',
        due: task.due,
      })
    }
  return [...items, ...afterIssue(s, agency)]
}

/** What is waited for while the document is in force: a rectification, its fee, and the appeal of what was not approved. */
function afterIssue(s: PermitState, agency: string): readonly WorkItem[] {
  const items: WorkItem[] = []
  const asked = inForce.includes(s.status) ? s.rectification : null
  if (asked?.fee?.due)
    items.push({ name: 'pay', org: s.applicant.org, role: 'applicant', due: asked.fee.due, since: asked.askedAt })
  else if (asked) items.push({ name: 'rectify', org: agency, role: 'approver', due: null, since: asked.askedAt })
  if (s.appealing && s.period)
    items.push({
      name: 'resolve-appeal',
      org: appealOrg(s),
      role: appealRole(s),
      due: s.period.due,
      since: s.period.from,
    })
  return items
}

/** The agency's decision clock and the period now running for somebody (M05). */
export function clocks(s: PermitState): readonly RunningClock[] {
  const list: RunningClock[] = []
  const c = s.clock
  if (c)
    list.push({
      name: 'decision',
      side: 'agency',
      startedAt: c.startedAt,
      due: c.due,
      state: c.stoppedAt ? 'STOPPED' : c.breached ? 'BREACHED' : c.pausedFor ? 'PAUSED' : 'RUNNING',
    })
  if (s.period)
    list.push({
      name: s.period.name,
      side: s.period.name === 'admit' || s.period.name === 'appealDecision' ? 'agency' : 'applicant',
      startedAt: s.period.from,
      due: s.period.due,
      state: 'RUNNING',
    })
  return list
}
