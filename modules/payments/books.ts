import { compareMoney, subtractMoney, zero, type Instant, type Money } from '#kernel'
import type { Place, Transfer } from '#modules/ledger'
import type { OrderState, Share } from './order-state.ts'

interface Money4 {
  readonly amount: Money
}
const nothing: readonly Transfer[] = []

type Bookkeeper = (data: never, s: Pick<OrderState, 'payer'> & { readonly treasury: string }) => readonly Transfer[]

const clearing = (s: { treasury: string }): Place => ({ account: 'clearing', org: s.treasury })
const bank = (s: { treasury: string }): Place => ({ account: 'bank', org: s.treasury })
const suspense = (s: { payer: string }): Place => ({ account: 'suspense', org: s.payer })
const refunds = (s: { payer: string }): Place => ({ account: 'refunds', org: s.payer })

/** Money that is the agencies' goes back share by share; money nobody had taken goes back from suspense. */
const back: Bookkeeper = (
  e: Money4 & { from?: 'suspense' | 'received' | 'payable'; split?: readonly Share[] },
  s,
): readonly Transfer[] => {
  const { from, split = [] } = e
  if (!from) return nothing
  if (from === 'suspense') return [{ debit: suspense(s), credit: refunds(s), amount: e.amount }]
  return split.map(({ org, amount }) => ({ debit: { account: from, org }, credit: refunds(s), amount }))
}

/**
 * What each event of an order means in the books. Every event carries the amounts it moves, so that the books can be made again from
 * the events alone and compared (`vuce ledger verify`).
 */
const keepers: Readonly<Record<string, Bookkeeper>> = {
  MoneyReceived: (e: Money4 & { paidAt: Instant }, s) => [
    { debit: clearing(s), credit: suspense(s), amount: e.amount, at: e.paidAt },
  ],
  MoneyCorrected: (e: Money4 & { was: Money }, s) => {
    const more = subtractMoney(e.amount, e.was)
    return compareMoney(more, zero(more.currency)) >= 0
      ? [{ debit: clearing(s), credit: suspense(s), amount: more }]
      : [{ debit: suspense(s), credit: clearing(s), amount: subtractMoney(e.was, e.amount) }]
  },
  PaymentReceived: (e: { split?: readonly Share[]; effectiveAt?: Instant }, s) =>
    (e.split ?? []).map(({ org, amount }) => ({
      debit: suspense(s),
      credit: { account: 'received' as const, org },
      amount,
      ...(e.effectiveAt ? { at: e.effectiveAt } : {}),
    })),
  PaymentReconciled: (e: Money4, s) => [{ debit: bank(s), credit: clearing(s), amount: e.amount }],
  OrderReconciled: (e: { split: readonly Share[] }) =>
    e.split.map(({ org, amount }) => ({
      debit: { account: 'received' as const, org },
      credit: { account: 'payable' as const, org },
      amount,
    })),
  RefundOwed: back,
  RefundGranted: back,
  RefundPaid: (e: Money4, s) => [{ debit: refunds(s), credit: clearing(s), amount: e.amount }],
  RefundReconciled: (e: Money4, s) => [{ debit: clearing(s), credit: bank(s), amount: e.amount }],
}

/** Events that move money. */
export const moneyEvents = Object.keys(keepers)

/** Nothing for orders of the first version, which had no books. */
export function transfersOf(
  event: { readonly type: string; readonly data: unknown },
  s: OrderState,
): readonly Transfer[] {
  const { treasury, payer } = s
  if (!treasury) return nothing
  return (keepers[event.type]?.(event.data as never, { treasury, payer }) ?? nothing).filter(
    ({ amount }) => compareMoney(amount, zero(amount.currency)) > 0,
  )
}
