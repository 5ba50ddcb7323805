import { sameMoney, showMoney } from '../money.ts'
import { refusal, refuse } from '../problem.ts'
import { command, legal, platformOnly } from './command.ts'
import { tracePermit } from './definition.ts'
import { afterPayment, startFee } from './flow.ts'
import { issue } from './issuing.ts'
import { inputs } from './inputs.ts'
import { formFaults, missingPermits, needsAt, needStatus } from './rules.ts'
import { awaitedFee, inForce, type Elements, type Lines, type PermitState } from './state.ts'

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
    decide: (s, { permit: which, outcome }, ctx, facts) => {
      if (!s.awaits.includes(which)) return []
      const t = tracePermit(s)
      if (outcome === 'refused') t.emit('Lapsed', { reason: `${which} refused` })
      else {
        t.emit('DependencyResolved', { permit: which, facts: facts.facts })
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
    decide: (s, { order, amount, paidAt }, ctx, facts) => {
      const fee = awaitedFee(s)
      if (!fee && s.status !== 'AWAITING_PAYMENT') return refuse(refusal('NOTHING_TO_PAY', ''))
      if (!fee || !sameMoney(fee.total, amount))
        return refuse(
          refusal('PAYMENT_AMOUNT_MISMATCH', '/amount', {
            expected: fee ? showMoney(fee.total) : '0',
            paid: showMoney(amount),
          }),
        )
      const t = tracePermit(s)
      t.emit('FeePaid', { order, paidAt })
      if (fee.moment === 'issue') issue(t, ctx.definition, s.facts, ctx.now)
      else if (s.status === 'AWAITING_PAYMENT') afterPayment(t, ctx.definition, s.facts, ctx.now, facts.draw)
      return t.events
    },
  }),
}
