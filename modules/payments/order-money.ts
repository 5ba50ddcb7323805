import {
  addMoney,
  compareMoney,
  isZero,
  refusal,
  refuse,
  sameMoney,
  subtractMoney,
  trace,
  zero,
  type Ctx,
  type Decided,
  type Instant,
  type Money,
  type Trace,
} from '#kernel'
import { orderEvents, type OrderEvents } from './order-events.ts'
import {
  heldIn,
  isPaid,
  missing,
  nextRefund,
  sumOf,
  totalled,
  type OrderFacts,
  type OrderState,
  type Share,
  type Via,
} from './order-state.ts'

export type OrderTrace = Trace<OrderState, OrderEvents>
export type OrderCtx = Ctx

export const traceOrder = (state: OrderState): OrderTrace =>
  trace<OrderState, OrderEvents>(state, (s, e) =>
    (orderEvents[e.type] as (s: OrderState, d: unknown) => OrderState)(s, e.data),
  )

export interface Told {
  readonly paymentId: string
  readonly amount: Money
  readonly paidAt: Instant
  readonly provider?: string
  readonly via?: Via
}

const SURPLUS_LAW = 'M06-6'

export const sharesOf = (s: OrderState, facts: OrderFacts): readonly Share[] =>
  s.lines.map((l) => ({ permit: l.permit, org: facts.payees?.[l.agency] ?? '', amount: l.amount }))

/** What came beyond the order goes back by itself (M06-6). */
function giveBack(t: OrderTrace, amount: Money, now: Instant, facts: OrderFacts, why: 'surplus' | 'held'): void {
  t.emit('RefundOwed', {
    id: nextRefund(t.state),
    permit: null,
    amount,
    law: facts.law ?? SURPLUS_LAW,
    owedAt: now,
    why,
    from: 'suspense',
    split: [],
  })
}

const within = (at: Instant, first: Instant | undefined, last: Instant): Instant =>
  at > last ? last : first !== undefined && at < first ? first : at

/**
 * The order takes the money that is there, once it is enough. It counts from the bank's time of the receipt that completed it, but
 * never from before the order was issued: the clocks of others may be wrong. `at` is another moment from which it counts.
 */
export function complete(t: OrderTrace, now: Instant, facts: OrderFacts, at?: Instant): boolean {
  const s = t.state
  if (s.status !== 'ISSUED' || isZero(s.total)) return false
  const { currency } = s.total
  if (compareMoney(heldIn(s, currency), s.total) < 0) return false
  const [last] = (s.receipts ?? [])
    .filter((r) => r.amount.currency === currency)
    .sort((a, b) => (a.paidAt < b.paidAt ? 1 : -1))
  if (!last) return false
  t.emit('PaymentReceived', {
    paymentId: last.paymentId,
    amount: s.total,
    paidAt: last.paidAt,
    effectiveAt: at ?? within(last.paidAt, s.issuedAt, now),
    ...(facts.reconcileBy ? { reconcileBy: facts.reconcileBy } : {}),
    split: sharesOf(s, facts),
  })
  const more = heldIn(t.state, currency)
  if (compareMoney(more, zero(currency)) > 0) giveBack(t, more, now, facts, 'surplus')
  return true
}

/** Money that came in time, though the notice of it did not. */
const inTime = (s: OrderState): Money =>
  sumOf(
    (s.receipts ?? []).filter((r) => r.paidAt <= s.due).map((r) => r.amount),
    s.total.currency,
  )

/** What a receipt means for the order, once it stands in suspense. */
function place(t: OrderTrace, told: Told, now: Instant, facts: OrderFacts): void {
  const { paymentId, amount, paidAt } = told
  const s = t.state
  if (amount.currency !== s.total.currency) {
    t.emit('PaymentMismatched', { paymentId, amount, paidAt, missing: missing(s) })
    return
  }
  if (s.status === 'EXPIRED' && paidAt <= s.due && compareMoney(inTime(s), s.total) >= 0)
    t.emit('ExpiryReversed', { paidAt, due: s.due })
  if (t.state.status === 'ISSUED') {
    if (!complete(t, now, facts)) t.emit('PaymentMismatched', { paymentId, amount, paidAt, missing: missing(t.state) })
    return
  }
  if (s.status === 'EXPIRED') {
    t.emit('LatePaymentHeld', { paymentId, amount, paidAt })
    return
  }
  const over = heldIn(s, amount.currency)
  if (compareMoney(over, zero(amount.currency)) > 0) giveBack(t, over, now, facts, 'surplus')
}

/** A provider or a bank says that money came: taken in, whatever the order can do with it. The same again changes nothing (M06-6). */
export function receive(s: OrderState, told: Told, ctx: OrderCtx, facts: OrderFacts): OrderTrace {
  const t = traceOrder(s)
  const { paymentId, amount, paidAt, provider = '', via = 'callback' } = told
  const known = s.receipts?.find((r) => r.paymentId === paymentId)
  if (!known) {
    // Paid before the books were kept.
    if (s.paymentId === paymentId) return t
    t.emit('MoneyReceived', {
      paymentId,
      provider,
      amount,
      paidAt,
      knownAt: ctx.now,
      via,
      ...(facts.treasury ? { treasury: facts.treasury } : {}),
    })
    place(t, told, ctx.now, facts)
    return t
  }
  if (sameMoney(known.amount, amount)) return t
  // A notice does not correct what was known; the provider that was asked, and the bank, do.
  if (via === 'callback' || known.amount.currency !== amount.currency) {
    if (!s.mismatches.some((m) => m.paymentId === paymentId && sameMoney(m.amount, amount)))
      t.emit('PaymentMismatched', { paymentId, amount, paidAt, missing: missing(s) })
    return t
  }
  t.emit('MoneyCorrected', { paymentId, was: known.amount, amount, via })
  if (t.state.status === 'ISSUED') complete(t, ctx.now, facts)
  else if (isPaid(s)) {
    const over = heldIn(t.state, amount.currency)
    if (compareMoney(over, zero(amount.currency)) > 0) giveBack(t, over, ctx.now, facts, 'surplus')
  }
  return t
}

export interface OnStatement extends Told {
  readonly statement: string
  readonly entry: string
  readonly bookedAt: Instant
}

/** The bank's statement shows a payment: it is taken in if nobody had told of it, and reconciled. */
export function reconcile(s: OrderState, seen: OnStatement, ctx: OrderCtx, facts: OrderFacts): Decided<OrderEvents> {
  const before = s.receipts?.find((r) => r.paymentId === seen.paymentId)
  if (before?.statement) return []
  const t = receive(s, { ...seen, via: 'statement' }, ctx, facts)
  const all = [...t.events]
  const after = traceOrder(t.state)
  const { paymentId, amount, statement, entry, bookedAt } = seen
  if (!t.state.receipts?.some((r) => r.paymentId === paymentId)) return all
  after.emit('PaymentReconciled', { paymentId, amount, statement, entry, bookedAt })
  finish(after, ctx.now)
  return [...all, ...after.events]
}

/** Paid in full and every receipt on a statement: what was paid for each agency, less what went back, is due to it. */
export function finish(t: OrderTrace, now: Instant): void {
  const s = t.state
  if (!isPaid(s) || s.reconciledAt || !s.receipts?.length || s.receipts.some((r) => !r.statement)) return
  const split = paidShares(s)
  t.emit('OrderReconciled', { at: now, split })
}

/** What each agency was given when the order was paid, less what of it goes back. */
export function paidShares(s: OrderState): readonly Share[] {
  const back = (s.refunds ?? []).filter((r) => r.from === 'received' && (r.status === 'granted' || r.status === 'paid'))
  return (s.shares ?? []).flatMap((share) => {
    const gone = sumOf(
      back.flatMap((r) => r.split.filter((g) => g.permit === share.permit).map((g) => g.amount)),
      share.amount.currency,
    )
    const amount = subtractMoney(share.amount, gone)
    return isZero(amount) ? [] : [{ ...share, amount }]
  })
}

/** Takes out a line; the rest is rounded anew, and may be paid already by what is there. */
export function drop(s: OrderState, permit: string, ctx: OrderCtx, facts: OrderFacts): Decided<OrderEvents> {
  const left = s.lines.filter((l) => l.permit !== permit)
  if (left.length === s.lines.length) return []
  const t = traceOrder(s)
  if (left.length === 0) {
    t.emit('OrderCancelled', { reason: 'no line left to pay' })
    const over = heldIn(t.state, s.total.currency)
    if (compareMoney(over, zero(over.currency)) > 0) giveBack(t, over, ctx.now, facts, 'surplus')
    return t.events
  }
  const { lines, total } = totalled(left)
  t.emit('OrderLineDropped', {
    permit,
    total,
    ...(lines.some((l, i) => l !== left[i] && !sameMoney(l.amount, left[i]?.amount ?? l.amount)) ? { lines } : {}),
  })
  complete(t, ctx.now, facts)
  return t.events
}

/** Late money, or money in another currency: the treasury applies it to the order or gives it back. */
export function decideHeld(
  s: OrderState,
  { action, reason }: { readonly action: 'apply' | 'refund'; readonly reason: string },
  ctx: OrderCtx,
  facts: OrderFacts,
): Decided<OrderEvents> {
  const t = traceOrder(s)
  const { currency } = s.total
  const amounts = [...new Set((s.receipts ?? []).map((r) => r.amount.currency))]
    .filter((c) => s.status !== 'ISSUED' || c !== currency)
    .map((c) => heldIn(s, c))
    .filter((m) => compareMoney(m, zero(m.currency)) > 0)
  if (amounts.length === 0) return refuse(refusal('NOTHING_HELD', ''))
  if (action === 'refund') {
    for (const amount of amounts) giveBack(t, amount, ctx.now, facts, 'held')
    return t.events
  }
  const own = amounts.find((m) => m.currency === currency) ?? zero(currency)
  if (s.status !== 'EXPIRED' || compareMoney(own, s.total) < 0)
    return refuse(refusal('NOT_ENOUGH_HELD', '/action', { missing: `${missing(s).amount} ${currency}` }))
  t.emit('LatePaymentApplied', { by: ctx.actor.person, reason })
  // The order had lapsed by law: what it pays begins now, not when the money came.
  complete(t, ctx.now, facts, ctx.now)
  return t.events
}

export const addShares = (shares: readonly Share[], currency: string): Money =>
  shares.reduce((sum, x) => addMoney(sum, x.amount), zero(currency))
