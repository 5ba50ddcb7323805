import { compareDecimal } from '../decimal.ts'
import { refusal, refuse } from '../problem.ts'
import { addPeriod } from '../time.ts'
import { agencyOnly, applicantOnly, command } from './command.ts'
import { grounds, tracePermit } from './definition.ts'
import { cancelCopies, expiry, sendCopies } from './issuing.ts'
import { inputs } from './inputs.ts'
import { drawFaults, drawnLines, extensionFault } from './rules.ts'
import { inForce } from './state.ts'
import { appealOpens } from './service.ts'

/** The life of an issued document: extended, used, revoked. */
export const afterwards = {
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
      const t = tracePermit(s)
      t.emit('DrExtended', { validUntil, expiresAt: expiresAt ?? ctx.now, warnAt })
      sendCopies(t, ctx.definition, ctx.now)
      return t.events
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
      t.emit('DrDrawn', { lines: drawnLines(s, lines), reference: reference ?? null })
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
    decide: (s, { grounds: why }, ctx) => {
      if (!why) return refuse(refusal('GROUNDS_REQUIRED', '/grounds'))
      const opens = appealOpens(ctx.definition, ctx.now)
      const data = { ...grounds(ctx.definition, 'REVOKED', why), by: ctx.actor.person, at: ctx.now, ...opens }
      // A change that was asked for and not paid has nothing left to change; were the document given back, it is asked for again.
      const unpaid = s.rectification?.fee?.due
      const t = tracePermit(s)
      if (unpaid) t.emit('RectificationLapsed', { reason: 'document revoked' })
      t.emit('DrRevoked', data)
      cancelCopies(t, ctx.now)
      return t.events
    },
  }),
}
