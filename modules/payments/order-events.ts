import type { Instant, Money } from '#kernel'
import {
  nextRefund,
  sumOf,
  refundable,
  type OrderLine,
  type OrderRefund,
  type OrderState,
  type Receipt,
  type RefundWhy,
  type Share,
} from './order-state.ts'

type S = OrderState

interface Issued {
  readonly number: string
  readonly payer: string
  readonly application: string
  readonly lines: readonly OrderLine[]
  readonly total: Money
  readonly due: Instant
  readonly issuedAt?: Instant
}

interface Owed {
  /** Absent in the events of the first version: it had no split and was not in the books. */
  readonly id?: string
  readonly permit: string | null
  readonly amount: Money
  readonly law: string
  readonly owedAt: Instant
  readonly why?: RefundWhy
  readonly from?: OrderRefund['from']
  readonly split?: readonly Share[]
}

const refundOf = (s: S, e: Owed, more: Partial<OrderRefund>): OrderRefund => ({
  id: e.id ?? nextRefund(s),
  permit: e.permit,
  amount: e.amount,
  law: e.law,
  why: e.why ?? 'withdrawn',
  from: e.from ?? 'received',
  split: e.split ?? [],
  status: 'granted',
  owedAt: e.owedAt,
  repaid: null,
  ...more,
})

const refund = (s: S, id: string, change: Partial<OrderRefund>): S => ({
  ...s,
  refunds: (s.refunds ?? []).map((r) => (r.id === id ? { ...r, ...change } : r)),
})

const receipt = (s: S, paymentId: string, change: Partial<Receipt>): S => ({
  ...s,
  receipts: (s.receipts ?? []).map((r) => (r.paymentId === paymentId ? { ...r, ...change } : r)),
})

export const orderEvents = {
  OrderIssued: (s: S, e: Issued): S => ({ ...s, ...e, status: 'ISSUED' }),
  OrderLineDropped: (s: S, e: { permit: string; total: Money; lines?: readonly OrderLine[] }): S => ({
    ...s,
    lines: e.lines ?? s.lines.filter((l) => l.permit !== e.permit),
    total: e.total,
  }),
  /** Money is there: it stands in suspense until the order takes it. */
  MoneyReceived: (s: S, e: Receipt & { treasury?: string }): S => {
    const { treasury, ...came } = e
    return {
      ...s,
      ...(treasury ? { treasury } : {}),
      receipts: [...(s.receipts ?? []), came],
    }
  },
  /** A better source says another amount than was told first: the provider itself when asked, or the bank. */
  MoneyCorrected: (s: S, e: { paymentId: string; was: Money; amount: Money; via: Receipt['via'] }): S =>
    receipt(s, e.paymentId, { amount: e.amount }),
  PaymentReceived: (
    s: S,
    e: {
      paymentId: string
      amount: Money
      paidAt: Instant
      effectiveAt?: Instant
      reconcileBy?: Instant
      split?: readonly Share[]
    },
  ): S => ({
    ...s,
    status: 'PAID',
    paidAt: e.paidAt,
    paymentId: e.paymentId,
    ...(e.reconcileBy ? { reconcileBy: e.reconcileBy } : {}),
    ...(e.split ? { shares: e.split } : {}),
  }),
  /** Less than the order, or another currency: evidence. What came is kept, and the order stays open for the rest. */
  PaymentMismatched: (s: S, e: { paymentId: string; amount: Money; paidAt: Instant; missing?: Money }): S => ({
    ...s,
    mismatches: [...s.mismatches, { paymentId: e.paymentId, amount: e.amount, paidAt: e.paidAt }],
  }),
  /** By the bank's time it had been paid before it expired; only the notice of it was late. */
  ExpiryReversed: (s: S, _: { paidAt: Instant; due: Instant }): S => ({ ...s, status: 'ISSUED' }),
  /** It came after the order had expired, by the bank's time too: the treasury applies it or gives it back. */
  LatePaymentHeld: (s: S, _: { paymentId: string; amount: Money; paidAt: Instant }): S => s,
  LatePaymentApplied: (s: S, _: { by: string; reason: string }): S => ({ ...s, status: 'ISSUED' }),
  PaymentReconciled: (
    s: S,
    e: { paymentId: string; amount: Money; statement: string; entry: string; bookedAt: Instant; whole?: boolean },
  ): S => receipt(s, e.paymentId, { statement: e.statement }),
  /** Every receipt of it stands on a statement: what it paid is due to the agencies. */
  OrderReconciled: (s: S, e: { at: Instant; split: readonly Share[] }): S => ({
    ...s,
    reconciledAt: e.at,
    reconcileBy: null,
    status: s.status === 'PAID' ? 'RECONCILED' : s.status,
  }),
  ReconciliationOverdue: (s: S, _: { due: Instant }): S => ({ ...s, reconcileBy: null }),
  RefundOwed: (s: S, e: Owed): S => ({ ...s, refunds: [...(s.refunds ?? []), refundOf(s, e, {})] }),
  RefundRequested: (s: S, e: Owed & { by: string; reason: string }): S => ({
    ...s,
    status: 'REFUND_REQUESTED',
    refunds: [...(s.refunds ?? []), refundOf(s, e, { status: 'asked', askedBy: e.by, reason: e.reason })],
  }),
  RefundEndorsed: (s: S, e: { id: string; by: string }): S =>
    refund(s, e.id, { endorsed: [...(s.refunds?.find((r) => r.id === e.id)?.endorsed ?? []), e.by] }),
  RefundGranted: (
    s: S,
    e: {
      id: string
      by: string
      law: string
      amount: Money
      from: OrderRefund['from']
      split: readonly Share[]
      reason: string
    },
  ): S => refund({ ...s }, e.id, { status: 'granted', law: e.law, from: e.from, split: e.split, reason: e.reason }),
  RefundDenied: (s: S, e: { id: string; by: string; reason: string }): S => ({
    ...refund(s, e.id, { status: 'denied', reason: e.reason }),
    status: 'REFUND_DENIED',
  }),
  RefundPaid: (s: S, e: { id: string; amount: Money; at: Instant; reference: string }): S => {
    const after = refund(s, e.id, { status: 'paid', repaid: { at: e.at, reference: e.reference } })
    const asked = s.refunds?.find((r) => r.id === e.id)?.why === 'requested'
    if (asked && s.status === 'REFUND_REQUESTED') return { ...after, status: 'REFUNDED' }
    const left = sumOf(
      refundable(after).map((r) => r.amount),
      s.total.currency,
    )
    const all = s.paidAt !== null && Number(left.amount) === 0 && (s.status === 'PAID' || s.status === 'RECONCILED')
    return all ? { ...after, status: 'REFUNDED' } : after
  },
  RefundReconciled: (s: S, e: { id: string; amount: Money; statement: string; entry: string }): S =>
    refund(s, e.id, { statement: e.statement }),
  /** The first version said so of a permit, and had no books. */
  RefundRepaid: (s: S, e: { permit: string; at: Instant; reference: string }): S => ({
    ...s,
    refunds: (s.refunds ?? []).map((r) =>
      r.permit === e.permit && !r.repaid ? { ...r, status: 'paid', repaid: { at: e.at, reference: e.reference } } : r,
    ),
  }),
  OrderExpired: (s: S, _: { due: Instant }): S => ({ ...s, status: 'EXPIRED' }),
  OrderCancelled: (s: S, _: { reason: string }): S => ({ ...s, status: 'CANCELLED' }),
}
export type OrderEvents = typeof orderEvents
