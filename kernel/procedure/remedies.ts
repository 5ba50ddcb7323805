import { refusal, refuse } from '../problem.ts'
import { applicantOnly, command, due } from './command.ts'
import { stopClock } from './clock.ts'
import { grounds, tracePermit } from './definition.ts'
import { issue } from './flow.ts'
import { inputs } from './inputs.ts'
import { legalDay } from '../calendar.ts'
import { undecided } from './state.ts'

/** Rights that every procedure has, whatever its file says: to withdraw, and to be heard by somebody else (PACK 4, after). */
export const remedies = {
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
    summary: 'Appeals to the head of the agency, or to the body that the law names',
    decide: (s, { text }, ctx) => {
      const { calendar, periods, appeal } = ctx.definition.procedure
      if (!s.period || s.period.name !== 'appeal' || ctx.now > s.period.due)
        return refuse(refusal('APPEAL_LATE', '', { last: s.period ? legalDay(calendar, s.period.due) : '' }))
      const to = appeal?.to.agency ?? s.agency
      return [{ type: 'AppealFiled', data: { text, to, at: ctx.now, due: due(ctx, periods.appealDecision) } }]
    },
  }),
  resolveAppeal: command({
    from: ['UNDER_APPEAL'],
    may: 'permit.resolveAppeal',
    as: ['appeal'],
    input: inputs.resolveAppeal,
    signature: 'qualified',
    summary: 'The head, who took no part, upholds or overturns the decision',
    decide: (s, { outcome, grounds: why }, ctx, facts) => {
      const { person } = ctx.actor
      if (s.tookPart.includes(person)) return refuse(refusal('FOUR_EYES', ''))
      const usual = outcome === 'upheld' ? 'Se confirma la decisión.' : 'Se revoca la decisión y se concede lo pedido.'
      const said = grounds(ctx.definition, `APPEAL_${outcome.toUpperCase()}`, why ?? usual)
      const t = tracePermit(s)
      t.emit('AppealResolved', { ...said, outcome, by: person, at: ctx.now })
      if (outcome === 'upheld') return t.events
      const dr = s.resolution
      // What was denied is granted whole: a partial proposal fell with the decision.
      if (!dr) issue(t, ctx.definition, { ...s.facts, ...facts.facts }, ctx.now, null)
      else if (dr.expiresAt && dr.expiresAt <= ctx.now) t.emit('DrExpired', { validUntil: dr.validUntil ?? '' })
      return t.events
    },
  }),
}
