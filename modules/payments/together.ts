import { addMoney, compareMoney, money, subtractMoney, zero, type Money } from '#kernel'
import type { Statement } from '#platform/cases'

/** What one order asked of a payment that was for several. */
export interface Part {
  readonly order: string
  readonly asked: Money | null
}

export const partsOf: Statement = {
  name: 'attempt.parts',
  text: `SELECT payment_id, case_id, provider, trim_scale(amount)::text AS amount, currency FROM payments.attempt
         WHERE payment_id = ANY($1) AND sandbox_id IS NOT DISTINCT FROM $2 ORDER BY payment_id, case_id`,
}

export interface PartRow extends Record<string, unknown> {
  readonly payment_id: string
  readonly case_id: string
  readonly provider: string
  readonly amount: string | null
  readonly currency: string | null
}

export const partOf = ({ case_id: order, amount, currency }: PartRow): Part => ({
  order,
  asked: amount === null || currency === null ? null : money(amount, currency),
})

export function byPayment(rows: readonly PartRow[]): ReadonlyMap<string, readonly PartRow[]> {
  const found = new Map<string, PartRow[]>()
  for (const r of rows) found.set(r.payment_id, [...(found.get(r.payment_id) ?? []), r])
  return found
}

/**
 * What came for several orders, order by order: each what it had asked, as far as it reaches; the last also what is over. It depends on
 * nothing but what was asked, so the same notice told twice, or corrected, is divided the same way.
 */
export function divide(
  parts: readonly Part[],
  came: Money,
): readonly { readonly order: string; readonly amount: Money }[] {
  let left = came
  return parts.map(({ order, asked }, i) => {
    const last = i === parts.length - 1
    const amount = last || !asked || asked.currency !== came.currency || compareMoney(left, asked) < 0 ? left : asked
    left = subtractMoney(left, amount)
    return { order, amount }
  })
}

export const sumOfParts = (parts: readonly Part[], currency: string): Money =>
  parts.reduce((sum, p) => (p.asked ? addMoney(sum, p.asked) : sum), zero(currency))
