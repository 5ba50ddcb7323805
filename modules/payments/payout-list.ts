import type { Pool } from 'pg'
import { money, type Instant, type Money } from '#kernel'
import { transact, type Statement } from '#platform/cases'

const outstanding: Statement = {
  name: 'payout.outstanding',
  text: `SELECT p.case_id, p.refund, p.amount::text AS amount, p.currency, p.made_at, c.number, o.name AS payer
         FROM payments.payout p JOIN cases."case" c ON c.id = p.case_id JOIN identity.organisation o ON o.id = c.owner_org
         WHERE p.by_file AND c.state->>'treasury' = $1 AND p.sandbox_id IS NOT DISTINCT FROM $2
           AND EXISTS (SELECT 1 FROM jsonb_array_elements(c.state->'refunds') r WHERE r->>'id' = p.refund AND r->>'status' = 'granted')
         ORDER BY p.made_at, p.case_id, p.refund LIMIT 5000`,
}

/** A refund that the treasury itself has to order at its bank. `id` is what the transfer must carry from end to end. */
export interface Payout {
  readonly id: string
  readonly order: string
  readonly number: string | null
  readonly payer: string
  readonly amount: Money
  readonly grantedAt: Instant
}

interface Row extends Record<string, unknown> {
  readonly case_id: string
  readonly refund: string
  readonly amount: string
  readonly currency: string
  readonly made_at: Instant
  readonly number: string | null
  readonly payer: string
}

/** Refunds granted that no provider can pay back, until a statement shows them. */
export function payoutsOf(pool: Pool, book: string, sandbox: string | null): Promise<readonly Payout[]> {
  return transact(pool, null, async (tx) => {
    tx.asPlatform()
    const { rows } = await tx.query<Row>(outstanding, [book, sandbox])
    return rows.map((r) => ({
      id: `${r.case_id}.${r.refund}`,
      order: r.case_id,
      number: r.number,
      payer: r.payer,
      amount: money(r.amount, r.currency),
      grantedAt: r.made_at,
    }))
  })
}
