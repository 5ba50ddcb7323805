import { dueAt, legalTime } from '../calendar.ts'
import { caseType, type CaseParty, type Ctx, type RunningClock, type WorkItem } from '../case-type.ts'
import { compareDecimal } from '../decimal.ts'
import { sameMoney, showMoney } from '../money.ts'
import { refusal, refuse } from '../problem.ts'
import { addPeriod } from '../time.ts'
import type { Party } from '../pack/model.ts'
import { permitEvents } from './events.ts'
import {
  afterPayment,
  approve,
  expiry,
  grounds,
  issue,
  pauseClock,
  resumeClock,
  startEvaluation,
  startFee,
  stopClock,
  tracePermit,
  tryAutomatic,
  type PermitDefinition,
  type PermitFacts,
} from './flow.ts'
import { inputs } from './inputs.ts'
import {
  correctionOf,
  corrected,
  drawFaults,
  drawnLines,
  extensionFault,
  findOpenTask,
  formFaults,
  isTask,
  laidOver,
  missingPermits,
  needsAt,
  needStatus,
  rectifyFaults,
  stateHeld,
  workingDays,
} from './rules.ts'
import {
  adverseTasks,
  inForce,
  initialPermit,
  openTasks,
  undecided,
  type Elements,
  type Lines,
  type PermitState,
} from './state.ts'
import { nextDue, tick } from './tick.ts'

type PermitCtx = Ctx<PermitDefinition>

const applicantOnly = ['applicant'] as const
const agencyOnly = ['agency'] as const
const platformOnly = ['system'] as const
const decidable = ['UNDER_EVALUATION'] as const

const due = (ctx: PermitCtx, period: Parameters<typeof dueAt>[2]) =>
  dueAt(ctx.definition.procedure.calendar, ctx.now, period)
const legal = (ctx: PermitCtx) => legalTime(ctx.definition.procedure.calendar, ctx.now)

/**
 * The one generic case type that interprets every procedure of every pack (PACK 6). Keys present in the procedure switch parts of it
 * on; nothing here knows a country, an agency or a kind of goods.
 */
export const permit = caseType<PermitState, PermitFacts, PermitDefinition>()('permit', {
  initial: initialPermit,
  events: permitEvents,
  commands: (command) => ({
    submit: command({
      from: ['DRAFT'],
      may: 'permit.submit',
      as: platformOnly,
      internal: true,
      input: inputs.submit,
      signature: 'advanced',
      summary: 'Files the application with the agency',
      decide: (s, input, ctx, facts) => {
        const { procedure } = ctx.definition
        const filed: PermitState = {
          ...s,
          elements: input.elements as Elements,
          lines: input.lines as Lines,
          documents: input.documents,
          facts: facts.facts,
        }
        const faults = [
          ...formFaults(ctx.definition, filed, ctx.now),
          ...missingPermits(ctx.definition, filed, facts, ctx.now),
        ]
        if (faults.length) return refuse(...faults)
        const t = tracePermit(s)
        t.emit('TramiteSubmitted', {
          procedure: procedure.key,
          title: procedure.title[procedure.language] ?? procedure.id,
          code: procedure.code,
          agency: procedure.agency,
          orgs: input.orgs,
          customs: input.customs,
          applicant: input.applicant as { org: string; party: Party },
          application: input.application,
          dossier: input.dossier,
          lineOf: input.lineOf,
          elements: filed.elements,
          lines: filed.lines,
          documents: filed.documents,
          facts: facts.facts,
          submittedAt: ctx.now,
          legalAt: legal(ctx),
        })
        const waits = needsAt(ctx.definition, 'start', filed, facts, ctx.now).filter((n) =>
          needStatus(n, filed, facts).some((x) => x.status !== 'granted'),
        )
        if (waits.length) t.emit('DependencyAwaited', { permits: waits.map((n) => n.permit) })
        else startFee(t, ctx.definition, facts.facts, ctx.now, facts.draw)
        return t.events
      },
    }),
    dependencyResolved: command({
      from: ['WAITING'],
      may: 'permit.dependencyResolved',
      as: platformOnly,
      internal: true,
      input: inputs.dependencyResolved,
      summary: 'A permit this one waited for was granted or refused',
      decide: (s, { permit: which, outcome }, ctx, facts) => {
        if (!s.awaits.includes(which)) return []
        const t = tracePermit(s)
        if (outcome === 'refused') t.emit('Lapsed', { reason: `${which} refused` })
        else {
          t.emit('DependencyResolved', { permit: which })
          if (t.state.awaits.length === 0) startFee(t, ctx.definition, facts.facts, ctx.now, facts.draw)
        }
        return t.events
      },
    }),
    pay: command({
      from: ['AWAITING_PAYMENT'],
      may: 'permit.pay',
      as: platformOnly,
      internal: true,
      input: inputs.pay,
      summary: 'The order that includes its fee was paid',
      decide: (s, { order, amount, paidAt }, ctx, facts) => {
        if (!s.fee || !sameMoney(s.fee.total, amount))
          return refuse(
            refusal('PAYMENT_AMOUNT_MISMATCH', '/amount', {
              expected: s.fee ? showMoney(s.fee.total) : '0',
              paid: showMoney(amount),
            }),
          )
        const t = tracePermit(s)
        t.emit('FeePaid', { order, paidAt })
        afterPayment(t, ctx.definition, s.facts, ctx.now, facts.draw)
        return t.events
      },
    }),
    admit: command({
      from: ['ADMISSIBILITY'],
      may: 'permit.admit',
      as: agencyOnly,
      input: inputs.none,
      summary: 'Admits the application: evaluation starts',
      decide: (s, _, ctx, facts) => {
        const t = tracePermit(s)
        t.emit('TramiteAdmitted', { by: ctx.actor.person })
        startEvaluation(t, ctx.definition, s.facts, ctx.now, facts.draw)
        return t.events
      },
    }),
    requestCure: command({
      from: ['ADMISSIBILITY'],
      may: 'permit.requestCure',
      as: agencyOnly,
      input: inputs.requestCure,
      summary: 'Asks the applicant to cure defects before admission',
      decide: (s, { defects }, ctx) => {
        const review = ctx.definition.procedure.review
        const held = stateHeld(ctx.definition, s, defects, 'defects')
        if (held.length || !review) return refuse(...held)
        const t = tracePermit(s)
        pauseClock(t, ctx.definition, 'cure', ctx.now)
        t.emit('CureRequested', { defects, due: due(ctx, review.cure), from: ctx.now })
        return t.events
      },
    }),
    cure: command({
      from: ['CURE_REQUESTED'],
      may: 'permit.cure',
      as: applicantOnly,
      input: inputs.correction,
      summary: 'Cures the defects',
      decide: (s, input, ctx) => {
        const faults = formFaults(ctx.definition, corrected(s, input), ctx.now)
        if (faults.length) return refuse(...faults)
        const t = tracePermit(s)
        t.emit('CureProvided', correctionOf(input))
        resumeClock(t, ctx.definition, ctx.now)
        const admit = ctx.definition.procedure.review?.admit
        if (admit) t.emit('AdmissibilityOpened', { due: due(ctx, admit), from: ctx.now })
        return t.events
      },
    }),
    observe: command({
      from: decidable,
      may: 'permit.observe',
      as: agencyOnly,
      input: inputs.observe,
      summary: 'Sends the complete list of observations; the agency’s clock stops until they are answered',
      decide: (s, { observations, reason }, ctx) => {
        const review = ctx.definition.procedure.review
        if (!review) return refuse(refusal('NOT_NOW', '', { status: s.status, command: 'observe' }))
        const faults = stateHeld(ctx.definition, s, observations, 'observations')
        const mayRepeat = reason !== undefined && ctx.actor.roles.includes('approver')
        if (s.rounds >= review.rounds && !mayRepeat)
          faults.push(refusal('ROUND_USED', '/observations', { rounds: review.rounds }))
        if (faults.length) return refuse(...faults)
        const t = tracePermit(s)
        pauseClock(t, ctx.definition, 'observation', ctx.now)
        t.emit('TramiteObserved', { observations, due: due(ctx, review.answer), from: ctx.now, reason: reason ?? null })
        return t.events
      },
    }),
    answer: command({
      from: ['OBSERVED'],
      may: 'permit.answer',
      as: applicantOnly,
      input: inputs.answer,
      summary: 'Answers the observations; the rest of the agency’s period runs on',
      decide: (s, input, ctx) => {
        const faults = formFaults(ctx.definition, corrected(s, input), ctx.now)
        if (faults.length) return refuse(...faults)
        const t = tracePermit(s)
        t.emit('ObservationAnswered', correctionOf(input))
        resumeClock(t, ctx.definition, ctx.now)
        return t.events
      },
    }),
    askExtension: command({
      from: ['OBSERVED'],
      may: 'permit.askExtension',
      as: applicantOnly,
      input: inputs.none,
      summary: 'Takes the one extension of the period to answer',
      decide: (s, _, ctx) => {
        const extend = ctx.definition.procedure.review?.extend
        if (!extend || !s.period || s.period.extended) return refuse(refusal('NO_EXTENSION', ''))
        return [
          { type: 'PeriodExtended', data: { due: dueAt(ctx.definition.procedure.calendar, s.period.due, extend) } },
        ]
      },
    }),
    giveOpinion: command({
      from: ['UNDER_EVALUATION', 'OBSERVED', 'PROPOSED'],
      may: 'permit.giveOpinion',
      as: ['opinion'],
      input: inputs.giveOpinion,
      summary: 'Another agency gives the opinion it was asked for',
      decide: (s, { task: name, result, text, documents }, ctx, facts) => {
        const task = findOpenTask(s, name, 'opinion', ctx.actor.org)
        if (!isTask(task)) return refuse(task)
        const t = tracePermit(s)
        t.emit('OpinionGiven', {
          task: name,
          result,
          adverse: result === 'against',
          closedAt: ctx.now,
          days: workingDays(ctx.definition, task.openedAt, ctx.now),
          text: text ?? null,
          evidence: documents ?? [],
        })
        tryAutomatic(t, ctx.definition, s.facts, ctx.now, facts.draw)
        return t.events
      },
    }),
    recordInspection: command({
      from: ['UNDER_EVALUATION', 'OBSERVED'],
      may: 'permit.recordInspection',
      as: agencyOnly,
      input: inputs.record,
      summary: 'Records the result of an inspection',
      decide: (s, { task: name, result, text, documents }, ctx, facts) => {
        const task = findOpenTask(s, name, 'inspection', ctx.actor.org)
        if (!isTask(task)) return refuse(task)
        const t = tracePermit(s)
        t.emit('InspectionRecorded', {
          task: name,
          result,
          adverse: result === 'nonconform',
          closedAt: ctx.now,
          days: workingDays(ctx.definition, task.openedAt, ctx.now),
          text: text ?? null,
          evidence: documents ?? [],
        })
        tryAutomatic(t, ctx.definition, s.facts, ctx.now, facts.draw)
        return t.events
      },
    }),
    reportResult: command({
      from: ['UNDER_EVALUATION', 'OBSERVED'],
      may: 'permit.reportResult',
      as: agencyOnly,
      input: inputs.record,
      summary: 'Reports the laboratory’s result',
      decide: (s, { task: name, result, text, documents }, ctx, facts) => {
        const task = findOpenTask(s, name, 'lab', ctx.actor.org)
        if (!isTask(task)) return refuse(task)
        const t = tracePermit(s)
        t.emit('ResultReported', {
          task: name,
          result,
          adverse: result === 'nonconform',
          closedAt: ctx.now,
          days: workingDays(ctx.definition, task.openedAt, ctx.now),
          text: text ?? null,
          evidence: documents ?? [],
        })
        tryAutomatic(t, ctx.definition, s.facts, ctx.now, facts.draw)
        return t.events
      },
    }),
    propose: command({
      from: decidable,
      may: 'permit.propose',
      as: agencyOnly,
      input: inputs.propose,
      summary: 'The evaluator proposes a decision to the approver',
      decide: (s, { outcome, grounds: why, lines }, ctx, facts) => {
        const open = openTasks(s)
        const faults = open.map((task) => refusal('TASK_OPEN', '', { task: task.name, agency: task.agency }))
        if (outcome === 'approve') {
          for (const task of adverseTasks(s))
            if (task.binding || task.status !== 'silent')
              faults.push(refusal('ADVERSE_TASK', '/outcome', { task: task.name }))
            else if (!ctx.actor.roles.includes('approver') || !why)
              faults.push(refusal('ADVERSE_TASK', '/outcome', { task: task.name }))
          for (const need of needsAt(ctx.definition, 'decision', s, facts, ctx.now))
            if (needStatus(need, s, facts).some((n) => n.status !== 'granted'))
              faults.push(refusal('PERMIT_NEEDED', '', { permit: need.permit }))
        } else if (!why) faults.push(refusal('GROUNDS_REQUIRED', '/grounds'))
        if (lines && !ctx.definition.procedure.decision.partial) faults.push(refusal('NOT_PARTIAL', '/lines'))
        lines?.forEach((l, i) => {
          if (l.line >= s.lines.length) faults.push(refusal('UNKNOWN_LINE', `/lines/${i}/line`, { line: l.line }))
        })
        if (faults.length) return refuse(...faults)
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
      summary: 'Approves, by another person than the one who proposed; the document is issued',
      decide: (s, { reason }, ctx, facts) => {
        const me = ctx.actor.person
        if (s.proposal?.outcome !== 'approve')
          return refuse(refusal('PROPOSAL_DIFFERS', '', { proposed: s.proposal?.outcome ?? '' }))
        if (s.proposal.by === me || s.approvals.includes(me)) return refuse(refusal('FOUR_EYES', ''))
        const t = tracePermit(s)
        t.emit('ApprovalSigned', { by: me, of: ctx.definition.procedure.decision.approvers })
        if (t.state.approvals.length >= ctx.definition.procedure.decision.approvers)
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
      summary: 'Denies with grounds, by another person than the one who proposed; the appeal opens',
      decide: (s, { grounds: own }, ctx) => {
        if (s.proposal?.outcome !== 'deny')
          return refuse(refusal('PROPOSAL_DIFFERS', '', { proposed: s.proposal?.outcome ?? '' }))
        if (s.proposal.by === ctx.actor.person) return refuse(refusal('FOUR_EYES', ''))
        const why = own ?? s.proposal.grounds
        if (!why) return refuse(refusal('GROUNDS_REQUIRED', '/grounds'))
        const t = tracePermit(s)
        stopClock(t, ctx.definition, 'denied', ctx.now)
        t.emit('TramiteDenied', {
          ...grounds(ctx.definition, 'DOES_NOT_MEET', why),
          by: ctx.actor.person,
          at: ctx.now,
          appealUntil: due(ctx, ctx.definition.procedure.periods.appeal),
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
        if (s.proposal?.by === ctx.actor.person) return refuse(refusal('FOUR_EYES', ''))
        return [{ type: 'TramiteReturned', data: { by: ctx.actor.person, reason } }]
      },
    }),
    rectify: command({
      from: ['APPROVED', 'PARTIALLY_USED'],
      may: 'permit.rectify',
      as: agencyOnly,
      input: inputs.rectify,
      signature: 'qualified',
      summary: 'Rectifies what the procedure allows; a new edition replaces the document under the same number',
      decide: (s, input, ctx) => {
        const faults = rectifyFaults(ctx.definition, input)
        const lines = laidOver(s.lines, input.lines)
        const after = {
          ...s,
          elements: { ...s.elements, ...(input.elements as Elements | undefined) },
          lines: lines ?? s.lines,
        }
        // The date conditions held at submission and are not asked again; the shape of the values is.
        if (!faults.length) faults.push(...formFaults(ctx.definition, after, s.submittedAt ?? ctx.now))
        if (faults.length) return refuse(...faults)
        return [
          { type: 'DrRectified', data: { elements: (input.elements ?? {}) as Elements, lines, by: ctx.actor.person } },
        ]
      },
    }),
    extend: command({
      from: ['APPROVED', 'PARTIALLY_USED'],
      may: 'permit.extend',
      as: applicantOnly,
      input: inputs.none,
      summary: 'Takes the longer validity that the procedure allows',
      decide: (s, _, ctx) => {
        const fault = extensionFault(ctx.definition, s, ctx.now)
        const rule = ctx.definition.procedure.after.extend
        if (fault || !rule || !s.resolution?.validUntil) return refuse(fault ?? refusal('NO_EXTENSION', ''))
        const validUntil = addPeriod(s.resolution.validUntil, rule.for)
        const { expiresAt, warnAt } = expiry(ctx.definition, validUntil, ctx.now)
        return [{ type: 'DrExtended', data: { validUntil, expiresAt: expiresAt ?? ctx.now, warnAt } }]
      },
    }),
    draw: command({
      from: ['APPROVED', 'PARTIALLY_USED'],
      may: 'permit.draw',
      as: ['customs'],
      input: inputs.draw,
      summary: 'Customs draws quantities of the balance: all lines or none',
      decide: (s, { lines, reference }) => {
        if (!s.resolution?.balance.length) return refuse(refusal('NO_BALANCE', ''))
        const faults = drawFaults(s, lines)
        if (faults.length) return refuse(...faults)
        const t = tracePermit(s)
        t.emit('DrDrawn', { lines: drawnLines(lines), reference: reference ?? null })
        const used = t.state.resolution?.balance.every((b) => compareDecimal(b.used, b.authorised.value) >= 0)
        if (used) t.emit('DrExhausted', {})
        return t.events
      },
    }),
    revoke: command({
      from: ['APPROVED', 'PARTIALLY_USED'],
      may: 'permit.revoke',
      as: agencyOnly,
      input: inputs.revoke,
      signature: 'qualified',
      summary: 'Revokes the document with grounds; the appeal opens',
      decide: (_, { grounds: why }, ctx) =>
        why
          ? [
              {
                type: 'DrRevoked',
                data: {
                  ...grounds(ctx.definition, 'REVOKED', why),
                  by: ctx.actor.person,
                  at: ctx.now,
                  appealUntil: due(ctx, ctx.definition.procedure.periods.appeal),
                },
              },
            ]
          : refuse(refusal('GROUNDS_REQUIRED', '/grounds')),
    }),
    withdraw: command({
      from: undecided,
      may: 'permit.withdraw',
      as: applicantOnly,
      input: inputs.withdraw,
      summary: 'Withdraws the application before it is decided',
      decide: (s, { reason }, ctx) => {
        const t = tracePermit(s)
        stopClock(t, ctx.definition, 'withdrawn', ctx.now)
        t.emit('TramiteWithdrawn', { reason: reason ?? null })
        return t.events
      },
    }),
    appeal: command({
      from: ['DENIED', 'REVOKED'],
      may: 'permit.appeal',
      as: applicantOnly,
      input: inputs.appeal,
      signature: 'advanced',
      summary: 'Appeals to the head of the agency',
      decide: (s, { text }, ctx) => {
        if (!s.period || s.period.name !== 'appeal' || ctx.now > s.period.due)
          return refuse(refusal('APPEAL_LATE', '', { last: s.period?.due.slice(0, 10) ?? '' }))
        return [
          {
            type: 'AppealFiled',
            data: { text, at: ctx.now, due: due(ctx, ctx.definition.procedure.periods.appealDecision) },
          },
        ]
      },
    }),
    resolveAppeal: command({
      from: ['UNDER_APPEAL'],
      may: 'permit.resolveAppeal',
      as: agencyOnly,
      input: inputs.resolveAppeal,
      signature: 'qualified',
      summary: 'The head, who took no part, upholds or overturns the decision',
      decide: (s, { outcome, grounds: why }, ctx, facts) => {
        if (s.tookPart.includes(ctx.actor.person)) return refuse(refusal('FOUR_EYES', ''))
        const t = tracePermit(s)
        const text =
          why ?? (outcome === 'upheld' ? 'Se confirma la decisión.' : 'Se revoca la decisión y se concede lo pedido.')
        t.emit('AppealResolved', {
          ...grounds(ctx.definition, `APPEAL_${outcome.toUpperCase()}`, text),
          outcome,
          by: ctx.actor.person,
        })
        if (outcome === 'overturned' && !s.resolution) issue(t, ctx.definition, { ...s.facts, ...facts.facts }, ctx.now)
        return t.events
      },
    }),
  }),
  parties,
  title: (s) => s.title,
  work,
  clocks,
  nextDue,
  tick,
  numbered: ['DrIssued'],
  number: (s) => s.resolution?.number ?? null,
})

function parties(s: PermitState): readonly CaseParty[] {
  const list: CaseParty[] = []
  const add = (org: string | null | undefined, capacity: string): void => {
    if (org && !list.some((p) => p.org === org && p.capacity === capacity)) list.push({ org, capacity })
  }
  add(s.applicant.org, 'applicant')
  add(s.orgs[s.agency], 'agency')
  for (const task of Object.values(s.tasks)) if (task.kind === 'opinion') add(task.org, 'opinion')
  if (s.resolution) add(s.customs, 'customs')
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
function work(s: PermitState): readonly WorkItem[] {
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
    items.push({ name, org: side === 'agency' ? agency : s.applicant.org, role, due: until ?? null, since })
    if (side === 'applicant')
      items.push({ name: `await-${name}`, org: agency, role: 'evaluator', due: until ?? null, since })
  }
  if (!s.decidedAt)
    for (const task of openTasks(s))
      items.push({
        name: `${task.kind}:${task.name}`,
        org: task.org,
        role: task.kind === 'opinion' ? 'evaluator' : task.kind === 'lab' ? 'laboratory' : 'inspector',
        due: task.due,
      })
  return items
}

function clocks(s: PermitState): readonly RunningClock[] {
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

export const isInForce = (s: PermitState): boolean => inForce.includes(s.status)
