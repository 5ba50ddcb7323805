import { Type, type Static, type TSchema } from 'typebox'
import { caseType, MoneySchema, strict, UuidSchema, type Command } from '#kernel'
import { orderEvents, type OrderEvents } from './order-events.ts'
import { decideHeld, drop, receive, reconcile } from './order-money.ts'
import { decideRefund, owe, requestRefund } from './order-refunds.ts'
import {
  held,
  initialOrder,
  openRefund,
  paidStatuses,
  totalled,
  type OrderFacts,
  type OrderState,
} from './order-state.ts'

const Line = Type.Object(
  {
    permit: UuidSchema,
    procedure: Type.String(),
    title: Type.String(),
    agency: Type.String(),
    amount: MoneySchema,
    law: Type.String(),
    exact: Type.Optional(Type.String()),
  },
  strict,
)
const Issue = Type.Object(
  {
    number: Type.String(),
    payer: UuidSchema,
    application: UuidSchema,
    lines: Type.Array(Line, { minItems: 1 }),
    due: Type.String(),
  },
  strict,
)
const Id = Type.String({ minLength: 1, maxLength: 100 })
const Text = Type.String({ minLength: 1, maxLength: 2000 })
const told = { paymentId: Id, amount: MoneySchema, paidAt: Type.String(), provider: Type.Optional(Id) }
const Receive = Type.Object(
  {
    ...told,
    via: Type.Optional(Type.Union([Type.Literal('callback'), Type.Literal('inquiry'), Type.Literal('statement')])),
  },
  strict,
)
const Reconcile = Type.Object({ ...told, statement: Id, entry: Type.String(), bookedAt: Type.String() }, strict)
export type IssueOrder = Static<typeof Issue>

const command = <I extends TSchema>(c: Command<OrderState, OrderFacts, undefined, OrderEvents, I>) => c
/** Money may come to an order in any of these: it is never turned away, only placed. */
const everIssued = ['ISSUED', 'EXPIRED', 'CANCELLED', ...paidStatuses] as const

/**
 * A payment order (M06). It binds for its validity; paid in full it sets every procedure on it going at once. What comes in stands in
 * suspense until the order takes it, so too little, too much, too late and twice all leave the books balanced.
 */
export const order = caseType<OrderState, OrderFacts>()('order', {
  initial: initialOrder,
  events: orderEvents,
  commands: () => ({
    issue: command({
      from: ['NEW'],
      may: 'order.issue',
      as: ['system'],
      internal: true,
      input: Issue,
      summary: 'Issues the order: the quote binds for its validity',
      decide: (_, input, ctx) => [
        { type: 'OrderIssued', data: { ...input, ...totalled(input.lines), issuedAt: ctx.now } },
      ],
    }),
    receive: command({
      from: everIssued,
      may: 'order.receive',
      as: ['system'],
      internal: true,
      input: Receive,
      summary: 'The payment provider says that money was paid for it',
      decide: (s, input, ctx, facts) => receive(s, input, ctx, facts).events,
    }),
    reconcile: command({
      from: everIssued,
      may: 'order.reconcile',
      as: ['system'],
      internal: true,
      input: Reconcile,
      summary: 'A statement of the bank shows a payment of it',
      decide: reconcile,
    }),
    reconcileRefund: command({
      from: everIssued,
      may: 'order.reconcile',
      as: ['system'],
      internal: true,
      input: Type.Object({ refund: Id, statement: Id, entry: Type.String() }, strict),
      summary: 'A statement of the bank shows a refund of it',
      decide: (s, { refund, statement, entry }) => {
        const found = s.refunds?.find((r) => r.id === refund)
        return found?.status === 'paid' && !found.statement
          ? [{ type: 'RefundReconciled', data: { id: refund, amount: found.amount, statement, entry } }]
          : []
      },
    }),
    refund: command({
      from: paidStatuses,
      may: 'order.refund',
      as: ['system'],
      internal: true,
      input: Type.Object(
        {
          permit: UuidSchema,
          amount: MoneySchema,
          law: Type.String(),
          why: Type.Optional(Type.Union([Type.Literal('withdrawn'), Type.Literal('unserved')])),
        },
        strict,
      ),
      summary: 'Part of what was paid is owed back by rule: its permit was withdrawn, or can no longer be served',
      decide: owe,
    }),
    requestRefund: command({
      from: ['PAID', 'RECONCILED', 'REFUNDED', 'REFUND_DENIED'],
      may: 'order.requestRefund',
      as: ['payer'],
      input: Type.Object(
        { permit: Type.Optional(UuidSchema), amount: Type.Optional(MoneySchema), reason: Text },
        strict,
      ),
      signature: 'advanced',
      summary: 'Asks for what was paid, or a part of it, back',
      decide: requestRefund,
    }),
    decideRefund: command({
      from: ['REFUND_REQUESTED'],
      may: 'order.decideRefund',
      as: ['treasury'],
      input: Type.Object(
        {
          outcome: Type.Union([Type.Literal('grant'), Type.Literal('deny')]),
          reason: Text,
          law: Type.Optional(Type.String({ maxLength: 200 })),
        },
        strict,
      ),
      signature: 'advanced',
      summary: 'Grants or denies a refund; above the amount of the pack, two people grant',
      decide: decideRefund,
    }),
    decideHeld: command({
      from: everIssued,
      may: 'order.decideRefund',
      as: ['treasury'],
      input: Type.Object({ action: Type.Union([Type.Literal('apply'), Type.Literal('refund')]), reason: Text }, strict),
      signature: 'advanced',
      summary: 'Applies money that came too late to the order, or gives it back',
      decide: decideHeld,
    }),
    repay: command({
      from: everIssued,
      may: 'order.refund',
      as: ['system'],
      internal: true,
      input: Type.Object({ refund: Id, reference: Type.String({ minLength: 1, maxLength: 140 }) }, strict),
      summary: 'The payment provider or the treasury says that a refund was paid back',
      decide: (s, { refund, reference }, ctx) => {
        const found = s.refunds?.find((r) => r.id === refund)
        if (found?.status !== 'granted') return []
        return [{ type: 'RefundPaid', data: { id: refund, amount: found.amount, at: ctx.now, reference } }]
      },
    }),
    drop: command({
      from: ['ISSUED'],
      may: 'order.drop',
      as: ['system'],
      internal: true,
      input: Type.Object({ permit: UuidSchema }, strict),
      summary: 'Takes out the line of a permit that ended unpaid',
      decide: (s, { permit }, ctx, facts) => drop(s, permit, ctx, facts),
    }),
  }),
  parties: (s) => [
    ...(s.payer ? [{ org: s.payer, capacity: 'payer' }] : []),
    ...(s.treasury ? [{ org: s.treasury, capacity: 'treasury' }] : []),
  ],
  title: (s) => s.number,
  number: (s) => s.number || null,
  work: (s) => {
    if (s.status === 'ISSUED') return [{ name: 'pay-order', org: s.payer, role: 'applicant', due: s.due }]
    if (!s.treasury) return []
    const turn = (name: string) => ({ name, org: s.treasury ?? '', role: 'treasury', due: s.reconcileBy ?? null })
    const open = openRefund(s) ? [turn('decide-refund')] : []
    return held(s).length ? [...open, turn('decide-held')] : open
  },
  nextDue: (s) => (s.status === 'ISSUED' ? s.due : (s.reconcileBy ?? null)),
  tick: (s, now) => {
    if (s.status === 'ISSUED') return s.due <= now ? [{ type: 'OrderExpired', data: { due: s.due }, at: s.due }] : []
    return s.reconcileBy && s.reconcileBy <= now
      ? [{ type: 'ReconciliationOverdue', data: { due: s.reconcileBy }, at: s.reconcileBy }]
      : []
  },
})
