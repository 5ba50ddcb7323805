import { dueAt } from '../calendar.ts'
import { refusal, refuse } from '../problem.ts'
import { agencyOnly, applicantOnly, command, due, type PermitCtx } from './command.ts'
import { deskFaults } from './assignment.ts'
import { pauseClock, resumeClock } from './clock.ts'
import { tracePermit } from './definition.ts'
import { startEvaluation } from './flow.ts'
import { inputs, type Inputs } from './inputs.ts'
import { closeTask, isOpen, taskFor } from './inspecting.ts'
import { corrected, correctionOf, formFaults, stateHeld } from './rules.ts'
import { fromService, serve } from './service.ts'
import type { PermitState } from './state.ts'

/** A correction by the applicant: the case as it would stand must pass the form again, on the day it was filed (PACK 11). */
function correct(
  s: PermitState,
  input: Inputs['correction'],
  ctx: PermitCtx,
  event: 'CureProvided' | 'ObservationAnswered',
) {
  const filedAt = s.submittedAt ?? ctx.now
  const after = corrected(ctx.definition, s, input, filedAt)
  const faults = formFaults(ctx.definition, after, filedAt)
  if (faults.length) return refuse(...faults)
  const t = tracePermit(s)
  serve(t, ctx.definition, 'acted', ctx.now)
  t.emit(event, correctionOf(s, input, after))
  resumeClock(t, ctx.definition, ctx.now)
  return t
}

/** Admission, observations and the tasks of other desks, until somebody proposes a decision. */
export const evaluation = {
  admit: command({
    from: ['ADMISSIBILITY'],
    may: 'permit.admit',
    as: agencyOnly,
    input: inputs.none,
    summary: 'Admits the application: evaluation starts',
    decide: (s, _, ctx, facts) => {
      const taken = deskFaults(s, 'evaluate', s.agency, ctx)
      if (taken.length) return refuse(...taken)
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
      if (!review) return refuse(refusal('NOT_NOW', '', { status: s.status, command: 'requestCure' }))
      const held = [...deskFaults(s, 'evaluate', s.agency, ctx), ...stateHeld(ctx.definition, s, defects, 'defects')]
      if (held.length) return refuse(...held)
      const t = tracePermit(s)
      pauseClock(t, ctx.definition, 'cure', ctx.now)
      t.emit('CureRequested', {
        defects,
        by: ctx.actor.person,
        ...fromService(ctx.definition, ctx.now, review.cure),
        from: ctx.now,
      })
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
      const t = correct(s, input, ctx, 'CureProvided')
      if ('refusals' in t) return t
      const admit = ctx.definition.procedure.review?.admit
      if (admit) t.emit('AdmissibilityOpened', { due: due(ctx, admit), from: ctx.now })
      return t.events
    },
  }),
  observe: command({
    from: ['UNDER_EVALUATION'],
    may: 'permit.observe',
    as: agencyOnly,
    input: inputs.observe,
    summary: 'Sends the complete list of observations; the agency’s clock stops until they are answered',
    decide: (s, { observations, reason }, ctx) => {
      const review = ctx.definition.procedure.review
      if (!review) return refuse(refusal('NOT_NOW', '', { status: s.status, command: 'observe' }))
      const faults = stateHeld(ctx.definition, s, observations, 'observations')
      const further = s.rounds >= review.rounds
      // A further round is the approver's own act, whoever evaluates.
      if (!further) faults.push(...deskFaults(s, 'evaluate', s.agency, ctx))
      if (further && (reason === undefined || !ctx.actor.roles.includes('approver')))
        faults.push(refusal('ROUND_USED', '/observations', { rounds: review.rounds }))
      if (faults.length) return refuse(...faults)
      const t = tracePermit(s)
      pauseClock(t, ctx.definition, 'observation', ctx.now)
      t.emit('TramiteObserved', {
        observations,
        by: ctx.actor.person,
        further,
        reason: reason ?? null,
        ...fromService(ctx.definition, ctx.now, review.answer),
        from: ctx.now,
      })
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
      const t = correct(s, input, ctx, 'ObservationAnswered')
      return 'refusals' in t ? t : t.events
    },
  }),
  askExtension: command({
    from: ['OBSERVED'],
    may: 'permit.askExtension',
    as: applicantOnly,
    input: inputs.none,
    summary: 'Takes the one extension of the period to answer',
    decide: (s, _, ctx) => {
      const { calendar, review } = ctx.definition.procedure
      if (!review?.extend || !s.period || s.period.extended) return refuse(refusal('NO_EXTENSION', ''))
      const t = tracePermit(s)
      serve(t, ctx.definition, 'acted', ctx.now)
      t.emit('PeriodExtended', { due: dueAt(calendar, t.state.period?.due ?? s.period.due, review.extend) })
      return t.events
    },
  }),
  giveOpinion: command({
    from: ['UNDER_EVALUATION', 'OBSERVED', 'PROPOSED'],
    may: 'permit.giveOpinion',
    as: ['opinion'],
    input: inputs.giveOpinion,
    summary: 'Another agency gives the opinion it was asked for',
    decide: (s, input, ctx, facts) => {
      const task = taskFor(s, input.task, 'opinion', ctx)
      return isOpen(task) ? closeTask(s, task, input, ctx, facts) : refuse(...task)
    },
  }),
}
