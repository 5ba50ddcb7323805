import { compareDecimal } from '../decimal.ts'
import { refusal, refuse } from '../problem.ts'
import { addPeriod } from '../time.ts'
import { agencyOnly, applicantOnly, command, due } from './command.ts'
import { grounds, tracePermit } from './definition.ts'
import { expiry } from './flow.ts'
import { inputs } from './inputs.ts'
import { drawFaults, drawnLines, extensionFault, formFaults, laidOver, rectifyFaults } from './rules.ts'
import { inForce, type Elements } from './state.ts'

/** The life of an issued document: rectified, extended, used, revoked. */
export const afterwards = {
  rectify: command({
    from: inForce,
    may: 'permit.rectify',
    as: agencyOnly,
    input: inputs.rectify,
    signature: 'qualified',
    summary: 'Rectifies what the procedure allows; a new edition replaces the document under the same number',
    decide: (s, input, ctx) => {
      const faults = rectifyFaults(ctx.definition, s, input)
      const lines = laidOver(s.lines, input.lines)
      const elements = (input.elements ?? {}) as Elements
      const after = { ...s, elements: { ...s.elements, ...elements }, lines: lines ?? s.lines }
      // The date conditions held at submission and are not asked again; the shape of the values is.
      if (!faults.length) faults.push(...formFaults(ctx.definition, after, s.submittedAt ?? ctx.now))
      if (faults.length) return refuse(...faults)
      return [{ type: 'DrRectified', data: { elements, lines, by: ctx.actor.person } }]
    },
  }),
  extend: command({
    from: inForce,
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
    from: inForce,
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
    from: inForce,
    may: 'permit.revoke',
    as: agencyOnly,
    input: inputs.revoke,
    signature: 'qualified',
    summary: 'Revokes the document with grounds; the appeal opens',
    decide: (_, { grounds: why }, ctx) => {
      if (!why) return refuse(refusal('GROUNDS_REQUIRED', '/grounds'))
      const appealUntil = due(ctx, ctx.definition.procedure.periods.appeal)
      const data = { ...grounds(ctx.definition, 'REVOKED', why), by: ctx.actor.person, at: ctx.now, appealUntil }
      return [{ type: 'DrRevoked', data }]
    },
  }),
}
