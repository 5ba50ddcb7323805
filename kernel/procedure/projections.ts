import type { CaseParty, RunningClock, WorkItem } from '../case-type.ts'
import { appealOrg, openTasks, underWay, type PermitState } from './state.ts'

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
  if (s.appealTo) add(appealOrg(s), 'appeal')
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
    items.push({ name, org, role, due: until ?? null, since })
    if (side === 'applicant')
      items.push({ name: `await-${name}`, org: agency, role: 'evaluator', due: until ?? null, since })
  }
  if (underWay.includes(s.status))
    for (const task of openTasks(s))
      items.push({
        name: `${task.kind}:${task.name}`,
        org: task.org,
        role: task.kind === 'opinion' ? 'evaluator' : task.kind === 'lab' ? 'laboratory' : 'inspector',
        due: task.due,
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
