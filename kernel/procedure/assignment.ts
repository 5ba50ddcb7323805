import type { WorkItem } from '../case-type.ts'
import { refusal, refuse, type Refusal } from '../problem.ts'
import { command, platformOnly, type PermitCtx } from './command.ts'
import { inputs } from './inputs.ts'
import { deskOf, work } from './projections.ts'
import { inForce, type PermitState } from './state.ts'

/** Desks that wait for somebody of the actor's organisation in one of the actor's roles. */
export const deskItems = (s: PermitState, org: string, roles: readonly string[]): readonly WorkItem[] =>
  work(s).filter((i) => i.org === org && i.role !== 'applicant' && roles.includes(i.role) && deskOf(i.name) !== null)

/** The desk that a command is about: the one that is named, or the only one that could be meant. */
export const itemOf = (
  s: PermitState,
  actor: { readonly org: string; readonly roles: readonly string[] },
  desk: string | undefined,
): WorkItem | undefined => {
  const items = deskItems(s, actor.org, actor.roles)
  return desk === undefined
    ? (items.find((i) => !i.name.startsWith('await-')) ?? items[0])
    : items.find((i) => deskOf(i.name) === desk)
}

/**
 * Whether somebody may act at a desk (M08-11): a case that a colleague took is that colleague's until it is given back or handed over;
 * where the agency works strictly in order, nobody acts on what they have not taken.
 */
export function deskFaults(s: PermitState, desk: string, agency: string, { actor, definition }: PermitCtx): Refusal[] {
  const holder = s.holders?.[desk]
  if (holder) return holder.person === actor.person ? [] : [refusal('HELD_BY_OTHER', '', { since: holder.since })]
  return definition.inOrder?.has(agency) ? [refusal('TAKE_FIRST', '')] : []
}

const everywhere = ['ADMISSIBILITY', 'CURE_REQUESTED', 'UNDER_EVALUATION', 'OBSERVED', 'PROPOSED', ...inForce] as const

/** Who works on a case: taken in legal order, given back, handed over. Every turn is an event, so that nobody can choose cases unseen. */
export const assignment = {
  take: command({
    from: everywhere,
    may: 'permit.take',
    as: ['agency', 'opinion'],
    input: inputs.take,
    summary: 'Takes the case; one that is not the next in legal order needs a coded reason',
    decide: (s, { desk: named, reason }, ctx, facts) => {
      const item = itemOf(s, ctx.actor, named)
      const desk = item && deskOf(item.name)
      if (!desk || item.name.startsWith('await-')) return refuse(refusal('NOTHING_TO_TAKE', ''))
      const holder = s.holders?.[desk]
      if (holder?.person === ctx.actor.person) return []
      if (holder) return refuse(refusal('HELD_BY_OTHER', '', { since: holder.since }))
      // Who evaluated a case does not decide it: it would lie on a desk that may not sign it.
      if (desk === 'decide' && s.evaluators.includes(ctx.actor.person)) return refuse(refusal('FOUR_EYES', ''))
      if (facts.desk?.skilled === false) return refuse(refusal('NOT_SKILLED', ''))
      const ahead = facts.desk?.ahead ?? null
      if (ahead && !reason) return refuse(refusal('NOT_NEXT', '/reason', { next: ahead }))
      const { person, org } = ctx.actor
      return [
        {
          type: 'TramiteTaken',
          data: { desk, org, by: person, at: ctx.now, ...(ahead && reason ? { reason, ahead } : {}) },
        },
      ]
    },
  }),
  release: command({
    from: everywhere,
    may: 'permit.take',
    as: ['agency', 'opinion'],
    input: inputs.release,
    summary: 'Gives the case back to the queue, at the place it had',
    decide: (s, { desk: named, reason }, ctx) => {
      const item = itemOf(s, ctx.actor, named)
      const desk = (item && deskOf(item.name)) ?? ''
      const holder = s.holders?.[desk]
      if (!holder) return refuse(refusal('NOT_HELD', ''))
      if (holder.person !== ctx.actor.person) return refuse(refusal('HELD_BY_OTHER', '', { since: holder.since }))
      return [{ type: 'TramiteReleased', data: { desk, by: ctx.actor.person, reason } }]
    },
  }),
  reassign: command({
    from: everywhere,
    may: 'permit.reassign',
    as: ['agency', 'opinion'],
    input: inputs.reassign,
    summary: 'The approver hands the case to another officer of the agency, with a reason',
    decide: (s, { desk: named, to, reason }, ctx, facts) => {
      const items = work(s).filter((i) => i.org === ctx.actor.org && i.role !== 'applicant' && deskOf(i.name) !== null)
      const item = named === undefined ? items[0] : items.find((i) => deskOf(i.name) === named)
      const desk = item && deskOf(item.name)
      if (!desk) return refuse(refusal('NOTHING_TO_TAKE', ''))
      const from = s.holders?.[desk]?.person ?? null
      if (from === to) return []
      if (!facts.desk?.roles?.includes(item.role)) return refuse(refusal('NOT_A_COLLEAGUE', '/to', { role: item.role }))
      if (facts.desk.skilled === false) return refuse(refusal('NOT_SKILLED', '/to'))
      if (desk === 'decide' && s.evaluators.includes(to)) return refuse(refusal('FOUR_EYES', '/to'))
      return [{ type: 'TramiteReassigned', data: { desk, from, to, by: ctx.actor.person, at: ctx.now, reason } }]
    },
  }),
  assignOnDuty: command({
    from: ['ADMISSIBILITY', 'UNDER_EVALUATION'],
    may: 'permit.assignOnDuty',
    as: platformOnly,
    internal: true,
    input: inputs.assignOnDuty,
    summary: 'An urgent case goes to the officer on duty',
    decide: (s, { to }, ctx) =>
      s.urgent && !s.holders?.evaluate
        ? [
            {
              type: 'TramiteReassigned',
              data: { desk: 'evaluate', from: null, to, by: ctx.actor.person, at: ctx.now, reason: 'ON_DUTY' },
            },
          ]
        : [],
  }),
}
