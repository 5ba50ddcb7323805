import { addDecimal, compareDecimal, multiplyDecimal, subtractDecimal, type Decimal } from '#kernel'
import { orderKey } from './check.ts'
import type { RowData } from './columns.ts'

export type Route = 'list' | 'simplified' | 'general'

/** One order of one buyer: what is declared (M14-1). */
export interface Order {
  readonly key: string
  readonly rows: readonly number[]
  readonly platform: string
  readonly orderId: string
  readonly buyerCountry: string
  readonly paymentRef: string
  readonly value: Decimal
  readonly currency: string
  /** In the money of the country. */
  readonly local: Decimal
  readonly route: Route
}

export interface Limits {
  readonly list: Decimal
  readonly simplified: Decimal
}

/** What a row comes to: quantity times price, less the discount. Exact. */
export const priceOf = (r: RowData): Decimal => subtractDecimal(multiplyDecimal(r.qty, r.unit_price), r.discount || '0')

/** By value (M14-2): up to the first limit list, up to the second simplified, above it general. */
export const routeOf = (value: Decimal, { list, simplified }: Limits): Route =>
  compareDecimal(value, list) <= 0 ? 'list' : compareDecimal(value, simplified) <= 0 ? 'simplified' : 'general'

/**
 * Groups good rows into orders. Value = sum of quantity times price, less discounts. The route follows from the total that one buyer paid
 * at a time: orders that share a payment are counted together (Korea, M14).
 */
export function groupRows(
  rows: readonly { readonly n: number; readonly data: RowData }[],
  rateOf: (currency: string) => Decimal,
  limits: Limits,
): readonly Order[] {
  const groups = new Map<string, { rows: number[]; first: RowData; value: Decimal }>()
  for (const { n, data } of rows) {
    const key = orderKey(data)
    const own = priceOf(data)
    const group = groups.get(key)
    if (group) {
      group.rows.push(n)
      group.value = addDecimal(group.value, own)
    } else groups.set(key, { rows: [n], first: data, value: own })
  }
  const orders = [...groups].map(([key, { rows: of, first, value }]) => ({
    key,
    rows: of,
    platform: first.platform,
    orderId: first.order_id,
    buyerCountry: first.buyer_country,
    paymentRef: first.payment_ref,
    payer: first.payment_ref ? `${first.payment_ref}|${first.buyer_name}` : key,
    value,
    currency: first.currency,
    local: multiplyDecimal(value, rateOf(first.currency)),
  }))
  const paid = new Map<string, Decimal>()
  for (const o of orders) paid.set(o.payer, addDecimal(paid.get(o.payer) ?? '0', o.local))
  return orders.map(({ payer, ...o }): Order => ({ ...o, route: routeOf(paid.get(payer) ?? o.local, limits) }))
}
