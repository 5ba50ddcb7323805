import { refusal, refuse, type Refusal } from '../problem.ts'
import { agencyOnly, command, type PermitCtx } from './command.ts'
import { deskFaults } from './assignment.ts'
import { certificateFaults } from './certifying.ts'
import { extendClock, stopClock } from './clock.ts'
import { grounds, tracePermit, type PermitFacts } from './definition.ts'
import { approve } from './issuing.ts'
import { inputs, type Inputs } from './inputs.ts'
import { needsAt, needStatus, partialFaults } from './rules.ts'
import { adverseTasks, openTasks, type PermitState } from './state.ts'
import { appealOpens } from './service.ts'

/** An opinion that only its silence made adverse may be overruled by the approver with a signed reason, unless it binds (PACK 16.3). */
function approvalFaults(s: PermitState, why: string | undefined, ctx: PermitCtx, facts: PermitFacts): Refusal[] {
  const overrules = ctx.actor.roles.includes('approver') && why !== undefined
  const adverse = adverseTasks(s).filter((task) => task.binding || task.status !== 'silent' || !overrules)
  const needed = needsAt(ctx.definition, 'decision', s, facts, ctx.now).filter((need) =>
    needStatus(need, s, facts).some((n) => n.status !== 'granted'),
  )
  return [
    ...certificateFaults(ctx.definition, s, ctx.now),
    ...adverse.map((task) => refusal('ADVERSE_TASK', '/outcome', { task: task.name })),
    ...needed.map((need) => refusal('PERMIT_NEEDED', '', { permit: need.permit })),
  ]
}

/** Who may sign a decision: nobody who evaluated the case, and nobody twice (roles, hard constraints). */
const mayNotSign = (s: PermitState, person: string): Refusal[] =>
  s.evaluators.includes(person) || s.approvals.includes(person) ? [refusal('FOUR_EYES', '')] : []

/** Goods whose inspection grew old after the proposal are looked at again before anybody signs (PACK 4, `good-for`). */
const seenAgain = (s: PermitState): Refusal[] => [
  ...openTasks(s).map((task) => refusal('TASK_OPEN', '', { task: task.name, agency: task.agency })),
  ...adverseTasks(s)
    .filter((task) => task.kind === 'inspection')
    .map((task) => refusal('ADVERSE_TASK', '', { task: task.name })),
]

const differs = (s: PermitState): Refusal => refusal('PROPOSAL_DIFFERS', '', { proposed: s.proposal?.outcome ?? '' })

function proposalFaults(s: PermitState, input: Inputs['propose'], ctx: PermitCtx, facts: PermitFacts): Refusal[] {
  const { outcome, grounds: why, lines } = input
  const faults = openTasks(s).map((task) => refusal('TASK_OPEN', '', { task: task.name, agency: task.agency }))
  if (outcome === 'approve') faults.push(...approvalFaults(s, why, ctx, facts))
  else if (!why) faults.push(refusal('GROUNDS_REQUIRED', '/grounds'))
  if (lines) faults.push(...partialFaults(ctx.definition, s, outcome, lines))
  return faults
}

/** One person proposes, another decides. */
export const decision = {
  extendPeriod: command({
    from: ['ADMISSIBILITY', 'UNDER_EVALUATION', 'OBSERVED', 'PROPOSED'],
    may: 'permit.extendPeriod',
    as: agencyOnly,
    input: inputs.extendPeriod,
    summary: 'The approver prolongs the agency’s own period, once, with a reason that the applicant is told',
    decide: (s, { reason }, ctx) => {
      const { extend } = ctx.definition.procedure.decision
      if (!extend || !s.clock || s.clock.extended || s.clock.breached) return refuse(refusal('NO_EXTENSION', ''))
      const t = tracePermit(s)
      extendClock(t, ctx.definition, extend, { by: ctx.actor.person, reason }, ctx.now)
      return t.events
    },
  }),
  propose: command({
    from: ['UNDER_EVALUATION'],
    may: 'permit.propose',
    as: agencyOnly,
    input: inputs.propose,
    summary: 'The evaluator proposes a decision to the approver',
    decide: (s, input, ctx, facts) => {
      const overrules = ctx.actor.roles.includes('approver') && input.grounds !== undefined
      const taken = overrules ? [] : deskFaults(s, 'evaluate', s.agency, ctx)
      const faults = [...taken, ...proposalFaults(s, input, ctx, facts)]
      if (faults.length) return refuse(...faults)
      const { outcome, grounds: why, lines } = input
      return [
        {
          type: 'DecisionProposed',
          data: { outcome, by: ctx.actor.person, at: ctx.now, grounds: why ?? null, lines: lines ?? null },
        },
      ]
    },
  }),
  approve: command({
    from: ['PROPOSED'],
    may: 'permit.approve',
    as: agencyOnly,
    input: inputs.approve,
    signature: 'qualified',
    summary: 'Approves, by another person than those who evaluated; the document is issued',
    decide: (s, { reason }, ctx, facts) => {
      const { person } = ctx.actor
      if (s.proposal?.outcome !== 'approve') return refuse(differs(s))
      const faults = [
        ...mayNotSign(s, person),
        ...deskFaults(s, 'decide', s.agency, ctx),
        ...seenAgain(s),
        ...certificateFaults(ctx.definition, s, ctx.now),
      ]
      if (faults.length) return refuse(...faults)
      const { approvers } = ctx.definition.procedure.decision
      const t = tracePermit(s)
      t.emit('ApprovalSigned', { by: person, of: approvers })
      if (t.state.approvals.length >= approvers)
        approve(t, ctx.definition, { ...s.facts, ...facts.facts }, ctx.now, {
          code: 'MEETS_REQUIREMENTS',
          text: reason ?? s.proposal.grounds ?? 'Cumple los requisitos de la norma.',
          automatic: false,
        })
      return t.events
    },
  }),
  deny: command({
    from: ['PROPOSED'],
    may: 'permit.deny',
    as: agencyOnly,
    input: inputs.deny,
    signature: 'qualified',
    summary: 'Denies with grounds, by another person than those who evaluated; the appeal opens',
    decide: (s, { grounds: own }, ctx) => {
      const { person } = ctx.actor
      if (s.proposal?.outcome !== 'deny') return refuse(differs(s))
      const faults = [...mayNotSign(s, person), ...deskFaults(s, 'decide', s.agency, ctx)]
      const why = own ?? s.proposal.grounds
      if (faults.length || !why) return refuse(...faults, ...(why ? [] : [refusal('GROUNDS_REQUIRED', '/grounds')]))
      const t = tracePermit(s)
      stopClock(t, ctx.definition, 'denied', ctx.now)
      t.emit('TramiteDenied', {
        ...grounds(ctx.definition, 'DOES_NOT_MEET', why),
        by: person,
        at: ctx.now,
        ...appealOpens(ctx.definition, ctx.now),
      })
      return t.events
    },
  }),
  return: command({
    from: ['PROPOSED'],
    may: 'permit.return',
    as: agencyOnly,
    input: inputs.giveBack,
    summary: 'Returns the proposal to the evaluator with a reason',
    decide: (s, { reason }, ctx) => {
      const { person } = ctx.actor
      const faults = deskFaults(s, 'decide', s.agency, ctx)
      if (s.evaluators.includes(person)) faults.push(refusal('FOUR_EYES', ''))
      if (faults.length) return refuse(...faults)
      return [{ type: 'TramiteReturned', data: { by: person, reason } }]
    },
  }),
}
