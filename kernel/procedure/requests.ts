import { dueAt, legalDay } from '../calendar.ts'
import { isZero } from '../money.ts'
import { quote } from '../pack/fees.ts'
import { refusal, refuse, type Refusal } from '../problem.ts'
import { addPeriod, type Day, type Instant } from '../time.ts'
import { agencyOnly, applicantOnly, command, platformOnly } from './command.ts'
import { dayOf, formOf, tracePermit, type PermitDefinition } from './definition.ts'
import type { FeeOfRectification } from './event-data.ts'
import { deskFaults } from './assignment.ts'
import { furtherThan } from './copies.ts'
import { inputs, type Inputs } from './inputs.ts'
import { sendCopies } from './issuing.ts'
import { formFaults, laidOver, rectifyFaults } from './rules.ts'
import { inForce, type Elements, type Lines, type PermitState } from './state.ts'

type Change = Pick<Inputs['askRectify'], 'elements' | 'lines'>

/** Fees are no more than the approximate cost of a service, and there is none to the holder in the State's own error. */
const NO_FEE_LAW = 'WTO TFA art. 6.2'

const NONE: FeeOfRectification = {
  total: { amount: '0', currency: 'XXX' },
  lines: [],
  units: [],
  due: null,
  waived: null,
}

/** The document as a change would leave it, with what is wrong about that. */
function changed(def: PermitDefinition, s: PermitState, change: Change, now: Instant) {
  const faults = rectifyFaults(def, s, change)
  const lines = laidOver(s.lines, change.lines)
  const elements = (change.elements ?? {}) as Elements
  const after = { ...s, elements: { ...s.elements, ...elements }, lines: lines ?? s.lines }
  // The date conditions held at submission and are not asked again; the shape of the values is.
  if (!faults.length) faults.push(...formFaults(def, after, s.submittedAt ?? now))
  return { faults, elements, lines, after }
}

/** What a rectification costs, reckoned on the data as they will be; nothing where the procedure charges nothing for it. */
function rectificationFee(def: PermitDefinition, after: PermitState, now: Instant): FeeOfRectification | null {
  const { after: rights, calendar, periods } = def.procedure
  const fee = rights.rectify?.fee ?? []
  if (fee.length === 0) return null
  const { total, lines, units, waived } = quote({
    procedure: def.procedure,
    units: def.units,
    data: formOf(after),
    facts: after.facts,
    day: dayOf(def, now),
    fee,
  })
  if (isZero(total)) return waived ? { ...NONE, total, waived } : null
  return { total, lines, units, due: dueAt(calendar, now, periods.order), waived: null }
}

const certificateEvents = {
  sent: 'SpsSent',
  received: 'SpsReceived',
  accepted: 'SpsAccepted',
  rejected: 'SpsRejected',
} as const

/** Rectifications and renewals: what the holder of a document asks for, and what becomes of it. */
export const requests = {
  askRectify: command({
    from: inForce,
    may: 'permit.askRectify',
    as: applicantOnly,
    input: inputs.askRectify,
    summary: 'Asks for a rectification; its fee, where there is one, is paid before the approver makes it',
    decide: (s, input, ctx) => {
      if (s.rectification) return refuse(refusal('RECTIFICATION_PENDING', ''))
      const { faults, elements, after } = changed(ctx.definition, s, input, ctx.now)
      if (faults.length) return refuse(...faults)
      return [
        {
          type: 'RectificationAsked',
          data: {
            elements,
            lines: (input.lines as Lines | undefined) ?? null,
            text: input.text ?? null,
            at: ctx.now,
            fee: input.ground ? null : rectificationFee(ctx.definition, after, ctx.now),
            ...(input.ground ? { ground: input.ground } : {}),
          },
        },
      ]
    },
  }),
  rectify: command({
    from: inForce,
    may: 'permit.rectify',
    as: agencyOnly,
    input: inputs.rectify,
    signature: 'qualified',
    summary: 'Rectifies what the procedure allows; a new edition replaces the document under the same number',
    decide: (s, input, ctx) => {
      const asked = s.rectification
      const own = input.elements !== undefined || input.lines !== undefined
      const { ground: said, ...ownChange } = input
      const ground = said ?? asked?.ground
      const change: Change =
        own || !asked
          ? ownChange
          : { elements: { ...asked.elements }, ...(asked.lines ? { lines: [...asked.lines] } : {}) }
      const { faults, elements, lines, after } = changed(ctx.definition, s, change, ctx.now)
      if (asked) faults.push(...deskFaults(s, 'rectify', s.agency, ctx))
      const fee = asked ? asked.fee : rectificationFee(ctx.definition, after, ctx.now)
      if (fee?.due && !ground) faults.push(refusal(asked ? 'FEE_UNPAID' : 'RECTIFICATION_NOT_ASKED', ''))
      if (faults.length) return refuse(...faults)
      const t = tracePermit(s)
      const by = ctx.actor.person
      t.emit('DrRectified', { elements, lines, by, ...(ground ? { reasonCode: ground } : {}) })
      // What was paid before the State's error came to light goes back (M06-7).
      const last = s.paid?.at(-1)
      if (ground && asked?.fee && asked.fee.paidAt !== null && last)
        t.emit('RefundDue', { share: '100', law: NO_FEE_LAW, orders: [{ order: last.order, amount: last.amount }] })
      sendCopies(t, ctx.definition, ctx.now)
      return t.events
    },
  }),
  declineRectify: command({
    from: inForce,
    may: 'permit.rectify',
    as: agencyOnly,
    input: inputs.declineRectify,
    signature: 'qualified',
    summary: 'Declines a rectification that was asked for, with a reason; the document stays as it is',
    decide: (s, { reason }, ctx) => {
      if (!s.rectification) return refuse(refusal('NOTHING_ASKED', ''))
      const taken = deskFaults(s, 'rectify', s.agency, ctx)
      return taken.length
        ? refuse(...taken)
        : [{ type: 'RectificationDeclined', data: { by: ctx.actor.person, reason } }]
    },
  }),
  renew: command({
    from: inForce,
    may: 'permit.renew',
    as: applicantOnly,
    input: inputs.renew,
    signature: 'advanced',
    summary: 'Renews: a new case, filed with the data of this one and what is new since',
    decide: (s, input, ctx) => {
      const fault = renewalFault(ctx.definition, s, ctx.now)
      if (fault) return refuse(fault)
      return [
        {
          type: 'RenewalAsked',
          data: {
            at: ctx.now,
            elements: (input.elements ?? {}) as Elements,
            lines: (input.lines as Lines | undefined) ?? null,
            documents: input.documents ?? [],
          },
        },
      ]
    },
  }),
  linkRenewal: command({
    from: inForce,
    may: 'permit.linkRenewal',
    as: platformOnly,
    internal: true,
    input: inputs.linkRenewal,
    summary: 'The new case of a renewal is open',
    decide: (s, data) => (s.renewal ? [{ type: 'RenewalOpened', data }] : []),
  }),
  closeRenewal: command({
    from: [...inForce, 'EXHAUSTED', 'EXPIRED', 'REVOKED', 'UNDER_APPEAL', 'UPHELD'],
    may: 'permit.linkRenewal',
    as: platformOnly,
    internal: true,
    input: inputs.closeRenewal,
    summary: 'The new case of a renewal came to its end',
    decide: (s, data) => (s.renewal?.permit === data.permit ? [{ type: 'RenewalClosed', data }] : []),
  }),
  reportCopy: command({
    from: [...inForce, 'EXHAUSTED', 'EXPIRED', 'REVOKED', 'UNDER_APPEAL', 'UPHELD'],
    may: 'permit.reportCopy',
    as: platformOnly,
    internal: true,
    input: inputs.reportCopy,
    summary: 'What became of an electronic copy of the document',
    decide: (s, { to, edition, kind, outcome, reference, text }, ctx) => {
      const copy = s.copies?.[to]
      // Reports come late, twice and out of order: only one that says more than is known makes an event, and only of the last message.
      if (copy?.edition !== edition || copy.kind !== kind || furtherThan[outcome] <= furtherThan[copy.status]) return []
      const data = { to, edition, at: ctx.now, reference: reference ?? copy.reference, text: text ?? null }
      return [
        to === 'ephyto'
          ? { type: certificateEvents[outcome], data }
          : { type: 'CopyReported', data: { ...data, outcome } },
      ]
    },
  }),
}

/** First day on which a document may be renewed, where it may be at all. */
export function renewableFrom(def: PermitDefinition, s: PermitState): Day | null {
  const rule = def.procedure.after.renew
  const until = s.resolution?.validUntil
  return rule && until ? addPeriod(until, { n: -rule.opens.n, unit: rule.opens.unit }) : null
}

function renewalFault(def: PermitDefinition, s: PermitState, now: Instant): Refusal | null {
  const first = renewableFrom(def, s)
  if (!first) return refusal('NO_RENEWAL', '')
  if (s.renewal) return refusal('RENEWAL_OPEN', '')
  return legalDay(def.procedure.calendar, now) < first ? refusal('RENEWAL_EARLY', '', { first }) : null
}
