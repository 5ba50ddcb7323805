import {
  compareMoney,
  isZero,
  money,
  multiplyDecimal,
  refusal,
  refuse,
  showMoney,
  sumDecimal,
  zero,
  type Decided,
  type Money,
} from '#kernel'
import type { OrderEvents } from './order-events.ts'
import { addShares, sharesOf, traceOrder, type OrderCtx } from './order-money.ts'
import {
  nextRefund,
  openRefund,
  refundable,
  type OrderFacts,
  type OrderState,
  type RefundWhy,
  type Share,
} from './order-state.ts'

const sourceOf = (s: OrderState): 'received' | 'payable' => (s.reconciledAt ? 'payable' : 'received')

/** Part of what a permit's line paid, for a whole or partial refund of it. Nothing when there is not that much left. */
function partOf(shares: readonly Share[], amount: Money): readonly Share[] | undefined {
  const split: Share[] = []
  let left = amount
  for (const share of shares) {
    if (isZero(left)) break
    const take = compareMoney(share.amount, left) < 0 ? share.amount : left
    if (!isZero(take)) split.push({ ...share, amount: take })
    left = money(sumDecimal([left.amount, multiplyDecimal(take.amount, '-1')]), left.currency)
  }
  return isZero(left) ? split : undefined
}

export interface OweRefund {
  readonly permit: string
  readonly amount: Money
  readonly law: string
  readonly why?: RefundWhy
}

/** The rule of the country, or the fact that nothing can be done for it any more, gives money back: nobody has to decide it again. */
export function owe(
  s: OrderState,
  { permit, amount, law, why }: OweRefund,
  ctx: OrderCtx,
  facts: OrderFacts,
): Decided<OrderEvents> {
  const t = traceOrder(s)
  const data = { permit, amount, law, owedAt: ctx.now, why: why ?? ('withdrawn' as const) }
  // An order that was paid before the books were kept owes all the same.
  const split = s.shares
    ? partOf(
        refundable(s).filter((x) => x.permit === permit),
        amount,
      )
    : undefined
  if (s.shares && !split) return []
  t.emit('RefundOwed', {
    ...data,
    id: nextRefund(s),
    from: sourceOf(s),
    split: split ?? sharesOf(s, facts).filter((x) => x.permit === permit),
  })
  return t.events
}

export interface AskRefund {
  readonly permit?: string
  readonly amount?: Money
  readonly reason: string
}

export function requestRefund(s: OrderState, ask: AskRefund, ctx: OrderCtx): Decided<OrderEvents> {
  const shares = refundable(s).filter((x) => !ask.permit || x.permit === ask.permit)
  const most = addShares(shares, s.total.currency)
  if (openRefund(s)) return refuse(refusal('REFUND_PENDING', ''))
  if (isZero(most)) return refuse(refusal('NOTHING_TO_REFUND', ask.permit ? '/permit' : ''))
  const amount = ask.amount ?? most
  const split =
    amount.currency === most.currency && compareMoney(amount, zero(amount.currency)) > 0
      ? partOf(shares, amount)
      : undefined
  if (!split) return refuse(refusal('REFUND_TOO_MUCH', '/amount', { most: showMoney(most), asked: showMoney(amount) }))
  const t = traceOrder(s)
  t.emit('RefundRequested', {
    id: nextRefund(s),
    permit: ask.permit ?? null,
    amount,
    law: '',
    owedAt: ctx.now,
    why: 'requested',
    from: sourceOf(s),
    split,
    by: ctx.actor.person,
    reason: ask.reason,
  })
  return t.events
}

export interface RefundDecision {
  readonly outcome: 'grant' | 'deny'
  readonly reason: string
  readonly law?: string
}

/** The treasury grants or denies; above the amount of the pack two people grant (four eyes), and nobody decides what they asked. */
export function decideRefund(
  s: OrderState,
  { outcome, reason, law }: RefundDecision,
  ctx: OrderCtx,
  facts: OrderFacts,
): Decided<OrderEvents> {
  const open = openRefund(s)
  if (!open) return refuse(refusal('NOTHING_TO_DECIDE', ''))
  const by = ctx.actor.person
  if (open.askedBy === by || open.endorsed?.includes(by)) return refuse(refusal('FOUR_EYES', ''))
  const t = traceOrder(s)
  if (outcome === 'deny') {
    t.emit('RefundDenied', { id: open.id, by, reason })
    return t.events
  }
  const limit = facts.fourEyes
  const needsTwo = !limit || limit.currency !== open.amount.currency || compareMoney(open.amount, limit) > 0
  if (needsTwo && !open.endorsed?.length) {
    t.emit('RefundEndorsed', { id: open.id, by })
    return t.events
  }
  const { id, amount, split } = open
  t.emit('RefundGranted', { id, by, law: law ?? facts.law ?? '', amount, from: sourceOf(s), split, reason })
  return t.events
}
