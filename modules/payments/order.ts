import { Type, type Static } from 'typebox'
import {
  addMoney,
  caseType,
  MoneySchema,
  refusal,
  refuse,
  sameMoney,
  showMoney,
  strict,
  UuidSchema,
  zero,
  type Instant,
  type Money,
} from '#kernel'

/** One line per permit: whom it pays, for what, by which law (M06-4: one order pays n agencies, settled apart). */
export interface OrderLine {
  readonly permit: string
  readonly procedure: string
  readonly title: string
  readonly agency: string
  readonly amount: Money
  readonly law: string
}

export interface OrderRefund {
  readonly permit: string
  readonly amount: Money
  readonly law: string
  readonly owedAt: Instant
  readonly repaid: { readonly at: Instant; readonly reference: string } | null
}

export interface OrderState {
  readonly status: 'NEW' | 'ISSUED' | 'PAID' | 'EXPIRED' | 'CANCELLED'
  readonly number: string
  readonly payer: string
  readonly application: string
  readonly lines: readonly OrderLine[]
  readonly total: Money
  readonly due: Instant
  readonly paidAt: Instant | null
  readonly paymentId: string | null
  /** What is owed back to the payer, until the treasury says that it paid (M06). */
  readonly refunds?: readonly OrderRefund[]
  readonly mismatches: readonly { readonly paymentId: string; readonly amount: Money; readonly paidAt: Instant }[]
}

const Line = Type.Object(
  {
    permit: UuidSchema,
    procedure: Type.String(),
    title: Type.String(),
    agency: Type.String(),
    amount: MoneySchema,
    law: Type.String(),
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
const Receive = Type.Object(
  { paymentId: Type.String({ maxLength: 100 }), amount: MoneySchema, paidAt: Type.String() },
  strict,
)
export type IssueOrder = Static<typeof Issue>

const totalOf = (lines: readonly OrderLine[]): Money =>
  lines.slice(1).reduce((sum, l) => addMoney(sum, l.amount), lines[0]?.amount ?? zero('XXX'))

/** A payment order (M06). It binds for its validity; paid in full it sets every procedure on it going at once. */
export const order = caseType<OrderState>()('order', {
  initial: {
    status: 'NEW',
    number: '',
    payer: '',
    application: '',
    lines: [],
    total: zero('XXX'),
    due: '',
    paidAt: null,
    paymentId: null,
    mismatches: [],
  },
  events: {
    OrderIssued: (s, e: Static<typeof Issue> & { total: Money }) => ({ ...s, ...e, status: 'ISSUED' }),
    OrderLineDropped: (s, e: { permit: string; total: Money }) => ({
      ...s,
      lines: s.lines.filter((l) => l.permit !== e.permit),
      total: e.total,
    }),
    PaymentReceived: (s, e: { paymentId: string; amount: Money; paidAt: Instant }) => ({
      ...s,
      status: 'PAID',
      paidAt: e.paidAt,
      paymentId: e.paymentId,
    }),
    // Money that came in another amount than the order's: evidence, and the next attempt is another payment.
    PaymentMismatched: (s, e: { paymentId: string; amount: Money; paidAt: Instant }) => ({
      ...s,
      mismatches: [...s.mismatches, e],
    }),
    RefundOwed: (s, e: Omit<OrderRefund, 'repaid'>) => ({
      ...s,
      refunds: [...(s.refunds ?? []), { ...e, repaid: null }],
    }),
    RefundRepaid: (s, e: { permit: string; at: Instant; reference: string }) => ({
      ...s,
      refunds: (s.refunds ?? []).map((r) =>
        r.permit === e.permit && !r.repaid ? { ...r, repaid: { at: e.at, reference: e.reference } } : r,
      ),
    }),
    OrderExpired: (s, _: { due: Instant }) => ({ ...s, status: 'EXPIRED' }),
    OrderCancelled: (s, _: { reason: string }) => ({ ...s, status: 'CANCELLED' }),
  },
  commands: (command) => ({
    issue: command({
      from: ['NEW'],
      may: 'order.issue',
      as: ['system'],
      internal: true,
      input: Issue,
      summary: 'Issues the order: the quote binds for its validity',
      decide: (_, input) => [{ type: 'OrderIssued', data: { ...input, total: totalOf(input.lines) } }],
    }),
    receive: command({
      from: ['ISSUED', 'PAID'],
      may: 'order.receive',
      as: ['system'],
      internal: true,
      input: Receive,
      summary: 'The payment provider says that it was paid',
      decide: (s, { paymentId, amount, paidAt }) => {
        // The same callback again changes nothing (M06-6).
        if (s.status === 'PAID' && s.paymentId === paymentId) return []
        if (s.status !== 'ISSUED') return refuse(refusal('NOT_NOW', '', { status: s.status, command: 'receive' }))
        if (!sameMoney(amount, s.total))
          return refuse(
            refusal('PAYMENT_AMOUNT_MISMATCH', '/amount', { expected: showMoney(s.total), paid: showMoney(amount) }),
          )
        return [{ type: 'PaymentReceived', data: { paymentId, amount, paidAt } }]
      },
    }),
    mismatch: command({
      from: ['ISSUED'],
      may: 'order.receive',
      as: ['system'],
      internal: true,
      input: Receive,
      summary: 'Notes a payment in another amount; the order stays open',
      decide: (s, e) =>
        s.mismatches.some((m) => m.paymentId === e.paymentId) ? [] : [{ type: 'PaymentMismatched', data: e }],
    }),
    refund: command({
      from: ['PAID'],
      may: 'order.refund',
      as: ['system'],
      internal: true,
      input: Type.Object({ permit: UuidSchema, amount: MoneySchema, law: Type.String() }, strict),
      summary: 'Part of what was paid is owed back: its permit was withdrawn in time',
      decide: (_, input, ctx) => [{ type: 'RefundOwed', data: { ...input, owedAt: ctx.now } }],
    }),
    repay: command({
      from: ['PAID'],
      may: 'order.refund',
      as: ['system'],
      internal: true,
      input: Type.Object({ permit: UuidSchema, reference: Type.String({ minLength: 1, maxLength: 140 }) }, strict),
      summary: 'The treasury says that it paid a refund back',
      decide: (s, { permit, reference }, ctx) =>
        s.refunds?.some((r) => r.permit === permit && !r.repaid)
          ? [{ type: 'RefundRepaid', data: { permit, reference, at: ctx.now } }]
          : [],
    }),
    drop: command({
      from: ['ISSUED'],
      may: 'order.drop',
      as: ['system'],
      internal: true,
      input: Type.Object({ permit: UuidSchema }, strict),
      summary: 'Takes out the line of a permit that ended unpaid',
      decide: (s, { permit }) => {
        const left = s.lines.filter((l) => l.permit !== permit)
        if (left.length === s.lines.length) return []
        if (left.length === 0) return [{ type: 'OrderCancelled', data: { reason: 'no line left to pay' } }]
        return [{ type: 'OrderLineDropped', data: { permit, total: totalOf(left) } }]
      },
    }),
  }),
  parties: (s) => (s.payer ? [{ org: s.payer, capacity: 'payer' }] : []),
  title: (s) => s.number,
  number: (s) => s.number || null,
  work: (s) => (s.status === 'ISSUED' ? [{ name: 'pay-order', org: s.payer, role: 'applicant', due: s.due }] : []),
  nextDue: (s) => (s.status === 'ISSUED' ? s.due : null),
  tick: (s, now) =>
    s.status === 'ISSUED' && s.due <= now ? [{ type: 'OrderExpired', data: { due: s.due }, at: s.due }] : [],
})
