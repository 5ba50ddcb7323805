import { addMoney, allot, compareMoney, subtractMoney, zero, type Decimal, type Instant, type Money } from '#kernel'

/** One line per permit: whom it pays, for what, by which law (M06-4: one order pays n agencies, settled apart). */
export interface OrderLine {
  readonly permit: string
  readonly procedure: string
  readonly title: string
  readonly agency: string
  readonly amount: Money
  readonly law: string
  /** The fee before rounding, where it has a rest: the order is rounded once, on the sum. */
  readonly exact?: Decimal
}

export type Via = 'callback' | 'inquiry' | 'statement'

/** Money that came in for the order, as the provider or the bank says. One `paymentId` is one receipt, however often it is told. */
export interface Receipt {
  readonly paymentId: string
  readonly provider: string
  readonly amount: Money
  /** The bank's time: the one that counts for clocks and for the lapse. */
  readonly paidAt: Instant
  readonly knownAt: Instant
  readonly via: Via
  /** The statement of the bank on which it stands. */
  readonly statement?: string
}

/** What an agency gets of an amount. */
export interface Share {
  readonly permit: string
  readonly org: string
  readonly amount: Money
}

/**
 * Why money goes back: `withdrawn` by the rule of the country · `surplus` more came than was asked · `unserved` what it was paid for had ended
 * · `held` money nobody could place, given back by the treasury · `requested` the payer asked and the treasury granted it.
 */
export type RefundWhy = 'withdrawn' | 'surplus' | 'unserved' | 'held' | 'requested'

export interface OrderRefund {
  readonly id: string
  readonly permit: string | null
  readonly amount: Money
  readonly law: string
  readonly why: RefundWhy
  /** Whose money it is: nobody's yet, or the agencies', before or after the bank confirmed it. */
  readonly from: 'suspense' | 'received' | 'payable'
  readonly split: readonly Share[]
  readonly status: 'asked' | 'granted' | 'denied' | 'paid'
  readonly owedAt: Instant
  readonly askedBy?: string
  /** Who of the treasury said yes so far: two are needed above the amount of the pack. */
  readonly endorsed?: readonly string[]
  readonly reason?: string
  readonly repaid: { readonly at: Instant; readonly reference: string } | null
  readonly statement?: string
}

export interface OrderState {
  readonly status:
    | 'NEW'
    | 'ISSUED'
    | 'PAID'
    | 'RECONCILED'
    | 'REFUND_REQUESTED'
    | 'REFUNDED'
    | 'REFUND_DENIED'
    | 'EXPIRED'
    | 'CANCELLED'
  readonly number: string
  readonly payer: string
  readonly application: string
  readonly lines: readonly OrderLine[]
  readonly total: Money
  readonly issuedAt?: Instant
  readonly due: Instant
  /** The bank's time of the payment that completed it. */
  readonly paidAt: Instant | null
  readonly paymentId: string | null
  /** In whose books the money stands, once there is any. */
  readonly treasury?: string
  readonly receipts?: readonly Receipt[]
  /** What each agency got of it when it was paid. */
  readonly shares?: readonly Share[]
  readonly reconcileBy?: Instant | null
  readonly reconciledAt?: Instant
  readonly refunds?: readonly OrderRefund[]
  readonly mismatches: readonly { readonly paymentId: string; readonly amount: Money; readonly paidAt: Instant }[]
}

/** What a decision about an order is reckoned with besides the order: the country's treasury, its payees and its rules. */
export interface OrderFacts {
  readonly treasury?: string
  /** Organisation of each agency of the country. */
  readonly payees?: Readonly<Record<string, string>>
  /** By when a payment of now should stand on a statement: the close of the next business day. */
  readonly reconcileBy?: Instant
  readonly fourEyes?: Money | null
  readonly law?: string
}

export const initialOrder: OrderState = {
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
}

/** Statuses in which it was paid in full, whatever came after. */
export const paidStatuses = ['PAID', 'RECONCILED', 'REFUND_REQUESTED', 'REFUNDED', 'REFUND_DENIED'] as const
export const isPaid = (s: OrderState): boolean => s.paidAt !== null

/** The lines with their shares of the total, which is rounded once (M06-5). */
export function totalled(lines: readonly OrderLine[]): { readonly lines: readonly OrderLine[]; readonly total: Money } {
  const currency = lines[0]?.amount.currency ?? 'XXX'
  const { total, shares } = allot(
    lines.map((l) => l.exact ?? l.amount.amount),
    currency,
  )
  return { total, lines: lines.map((l, i) => ({ ...l, amount: shares[i] ?? l.amount })) }
}

export const sumOf = (amounts: readonly Money[], currency: string): Money =>
  amounts.reduce((sum, m) => (m.currency === currency ? addMoney(sum, m) : sum), zero(currency))

const live = (s: OrderState): readonly OrderRefund[] => (s.refunds ?? []).filter((r) => r.status !== 'denied')

/** Money of a currency that came in and that nothing has taken: neither the order nor a refund. Negative when a payment was overstated. */
export function heldIn(s: OrderState, currency: string): Money {
  const came = sumOf(
    (s.receipts ?? []).map((r) => r.amount),
    currency,
  )
  const back = sumOf(
    live(s)
      .filter((r) => r.from === 'suspense')
      .map((r) => r.amount),
    currency,
  )
  const left = subtractMoney(came, back)
  return isPaid(s) && currency === s.total.currency ? subtractMoney(left, s.total) : left
}

/** Everything held, one amount for each currency. */
export function held(s: OrderState): readonly Money[] {
  const currencies = new Set((s.receipts ?? []).map((r) => r.amount.currency))
  return [...currencies].map((c) => heldIn(s, c)).filter((m) => compareMoney(m, zero(m.currency)) > 0)
}

/** What is still to be paid; nothing once it is paid. */
export const missing = (s: OrderState): Money =>
  isPaid(s) ? zero(s.total.currency) : subtractMoney(s.total, heldIn(s, s.total.currency))

/** What of each line was paid and has not gone back, nor is about to. */
export function refundable(s: OrderState): readonly Share[] {
  if (!isPaid(s)) return []
  const gone = live(s).flatMap((r) => r.split)
  return (s.shares ?? []).map((share) => ({
    ...share,
    amount: subtractMoney(
      share.amount,
      sumOf(
        gone.filter((g) => g.permit === share.permit).map((g) => g.amount),
        share.amount.currency,
      ),
    ),
  }))
}

export const nextRefund = (s: OrderState): string => `R${(s.refunds?.length ?? 0) + 1}`
export const openRefund = (s: OrderState): OrderRefund | undefined => s.refunds?.find((r) => r.status === 'asked')
