import { refusal, refuse } from '../problem.ts'
import { applicantOnly, command, due, platformOnly } from './command.ts'
import { stopClock } from './clock.ts'
import { grounds, tracePermit, type PermitDefinition } from './definition.ts'
import { authorised, grant, sendCopies } from './issuing.ts'
import { refundOf } from './refund.ts'
import { inputs } from './inputs.ts'
import { serve } from './service.ts'
import { legalDay } from '../calendar.ts'
import { appealRole, inForce, undecided, type BalanceLine, type PermitState } from './state.ts'

/** The balance as if nothing had been refused, less what was drawn already. */
function whole(def: PermitDefinition, s: PermitState): readonly BalanceLine[] {
  const rule = def.procedure.output?.balance
  const before = s.resolution?.balance ?? []
  return rule
    ? authorised(s, [], rule).map((b) => ({ ...b, used: before.find((old) => old.line === b.line)?.used ?? b.used }))
    : []
}

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
      const refund = refundOf(ctx.definition, s, ctx.now)
      t.emit('TramiteWithdrawn', { reason: reason ?? null })
      if (refund) t.emit('RefundDue', refund)
      return t.events
    },
  }),
  appeal: command({
    from: ['DENIED', 'REVOKED', ...inForce, 'EXHAUSTED'],
    may: 'permit.appeal',
    as: applicantOnly,
    input: inputs.appeal,
    signature: 'advanced',
    summary: 'Appeals to the head of the agency, or to the body that the law names',
    decide: (s, { text }, ctx) => {
      const { calendar, periods, appeal } = ctx.definition.procedure
      const rest = s.status !== 'DENIED' && s.status !== 'REVOKED'
      if (rest && (!s.granted || s.appealing)) return refuse(refusal('NOTHING_TO_APPEAL', ''))
      if (!s.period || s.period.name !== 'appeal' || ctx.now > s.period.due)
        return refuse(refusal('APPEAL_LATE', '', { last: s.period ? legalDay(calendar, s.period.due) : '' }))
      const to = appeal?.to.agency ?? s.agency
      const role = appeal && appeal.to.role !== 'head' ? { role: appeal.to.role } : {}
      const decided = due(ctx, periods.appealDecision)
      const t = tracePermit(s)
      serve(t, ctx.definition, 'acted', ctx.now)
      t.emit('AppealFiled', { text, to, ...role, at: ctx.now, due: decided, ...(rest ? { rest } : {}) })
      return t.events
    },
  }),
  serveNotice: command({
    from: ['CURE_REQUESTED', 'OBSERVED', 'DENIED', 'REVOKED', ...inForce, 'EXHAUSTED', 'EXPIRED'],
    may: 'permit.serveNotice',
    as: platformOnly,
    internal: true,
    input: inputs.serveNotice,
    summary: 'The applicant opened the notice: its period runs from here (M07)',
    decide: (s, { by }, ctx) => {
      const t = tracePermit(s)
      serve(t, ctx.definition, 'opened', ctx.now, by)
      return t.events
    },
  }),
  resolveAppeal: command({
    from: ['UNDER_APPEAL', ...inForce, 'EXHAUSTED', 'EXPIRED'],
    may: 'permit.resolveAppeal',
    as: ['appeal'],
    input: inputs.resolveAppeal,
    signature: 'qualified',
    roles: (s) => [appealRole(s)],
    summary: 'The head or the body that the law names, who took no part, upholds or overturns the decision',
    decide: (s, { outcome, grounds: why }, ctx, facts) => {
      const { person } = ctx.actor
      if (s.status !== 'UNDER_APPEAL' && !s.appealing) return refuse(refusal('NO_APPEAL', ''))
      if (s.tookPart.includes(person)) return refuse(refusal('FOUR_EYES', ''))
      const usual = outcome === 'upheld' ? 'Se confirma la decisión.' : 'Se revoca la decisión y se concede lo pedido.'
      const said = grounds(ctx.definition, `APPEAL_${outcome.toUpperCase()}`, why ?? usual)
      const t = tracePermit(s)
      const rest = s.appealing ? { rest: true as const } : {}
      t.emit('AppealResolved', { ...said, outcome, by: person, at: ctx.now, ...rest })
      if (outcome === 'upheld') return t.events
      const dr = s.resolution
      if (s.appealing) {
        t.emit('DrAmended', { balance: whole(ctx.definition, s) })
        sendCopies(t, ctx.definition, ctx.now)
        const past = dr?.expiresAt && dr.expiresAt <= ctx.now
        if (past && inForce.includes(t.state.status)) t.emit('DrExpired', { validUntil: dr.validUntil ?? '' })
      }
      // What was denied is granted whole: a partial proposal fell with the decision.
      else if (!dr) grant(t, ctx.definition, { ...s.facts, ...facts.facts }, ctx.now)
      else if (dr.expiresAt && dr.expiresAt <= ctx.now) t.emit('DrExpired', { validUntil: dr.validUntil ?? '' })
      // Whoever was told that it was taken back is told that it is in force again.
      else sendCopies(t, ctx.definition, ctx.now)
      return t.events
    },
  }),
}
