import { sumDecimal, compareDecimal, subtractDecimal } from '../decimal.ts'
import { minorUnits, sameMoney, showMoney, type Money } from '../money.ts'
import { refusal, refuse } from '../problem.ts'
import { command, legal, platformOnly } from './command.ts'
import { isUrgent } from './clock.ts'
import { tracePermit } from './definition.ts'
import { afterPayment, startFee } from './flow.ts'
import { issue } from './issuing.ts'
import { inputs } from './inputs.ts'
import { formFaults, missingPermits, needsAt, needStatus } from './rules.ts'
import { awaitedFee, inForce, type Elements, type FeeState, type Lines, type PermitState } from './state.ts'

/**
 * Whether an amount is what the fee comes to: its total or, where an order over several agencies was rounded once on their sum, the exact
 * fee rounded the other way (M06-5).
 */
function pays({ total, lines }: FeeState, amount: Money, share: boolean): boolean {
  if (sameMoney(total, amount)) return true
  if (!share || amount.currency !== total.currency || lines.length === 0) return false
  const exact = sumDecimal(lines.map((l) => l.amount.amount))
  const difference = subtractDecimal(amount.amount, exact)
  const size = difference.startsWith('-') ? difference.slice(1) : difference
  const places = minorUnits(total.currency)
  return compareDecimal(size, places === 0 ? '1' : `0.${'1'.padStart(places, '0')}`) < 0
}

const earlier = (at: string | undefined, now: string): string => (at !== undefined && at < now ? at : now)

/** From the application to the moment the agency has it: what the platform itself does to a permit. */
export const filing = {
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
        applicant: input.applicant,
        application: input.application,
        dossier: input.dossier,
        lineOf: input.lineOf,
        elements: filed.elements,
        lines: filed.lines,
        documents: filed.documents,
        facts: facts.facts,
        submittedAt: ctx.now,
        legalAt: legal(ctx),
        ...(isUrgent(filed, ctx.definition, ctx.now) ? { urgent: true as const } : {}),
        ...(input.renews ? { renews: input.renews } : {}),
        ...(facts.mandates ? { mandates: facts.mandates } : {}),
      })
      const waits = needsAt(ctx.definition, 'start', filed, facts, ctx.now).filter((n) =>
        needStatus(n, filed, facts).some((x) => x.status !== 'granted'),
      )
      if (waits.length) t.emit('DependencyAwaited', { permits: [...new Set(waits.map((n) => n.permit))] })
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
    decide: (s, { permit: which, outcome, holder }, ctx, facts) => {
      if (!s.awaits.includes(which)) return []
      const t = tracePermit(s)
      if (outcome === 'refused') t.emit('Lapsed', { reason: `${which} refused` })
      else {
        const mandates = holder ? { [which]: holder } : undefined
        t.emit('DependencyResolved', { permit: which, facts: facts.facts, ...(mandates ? { mandates } : {}) })
        if (t.state.awaits.length === 0) startFee(t, ctx.definition, facts.facts, ctx.now, facts.draw)
      }
      return t.events
    },
  }),
  pay: command({
    from: ['AWAITING_PAYMENT', ...inForce],
    may: 'permit.pay',
    as: platformOnly,
    internal: true,
    input: inputs.pay,
    summary: 'The order that includes its fee was paid',
    decide: (s, { order, amount, paidAt, effectiveAt, share }, ctx, facts) => {
      const fee = awaitedFee(s)
      if (!fee && s.status !== 'AWAITING_PAYMENT') return refuse(refusal('NOTHING_TO_PAY', ''))
      if (!fee || !pays(fee, amount, share === true))
        return refuse(
          refusal('PAYMENT_AMOUNT_MISMATCH', '/amount', {
            expected: fee ? showMoney(fee.total) : '0',
            paid: showMoney(amount),
            missing: fee ? showMoney(fee.total) : '0',
          }),
        )
      const t = tracePermit(s)
      t.emit('FeePaid', { order, paidAt, ...(sameMoney(fee.total, amount) ? {} : { amount }) })
      if (fee.moment === 'issue') issue(t, ctx.definition, s.facts, ctx.now)
      else if (s.status === 'AWAITING_PAYMENT')
        afterPayment(t, ctx.definition, s.facts, ctx.now, facts.draw, earlier(effectiveAt, ctx.now))
      return t.events
    },
  }),
  reinstate: command({
    from: ['LAPSED'],
    may: 'permit.pay',
    as: platformOnly,
    internal: true,
    input: inputs.reinstate,
    summary: 'Undoes a lapse: the fee had been paid in time, or the treasury accepts it late',
    decide: (s, { reason }) => {
      if (s.fee && !s.fee.paidAt && s.fee.due)
        return [{ type: 'LapseReversed', data: { to: 'AWAITING_PAYMENT', reason } }]
      // It had lapsed because the permit it waited for did.
      if (!s.fee && s.awaits.length) return [{ type: 'LapseReversed', data: { to: 'WAITING', reason } }]
      return []
    },
  }),
}
