import type { Pool } from 'pg'
import { money, type Instant, type Money } from '#kernel'
import { transact, type Statement } from '#platform/cases'

const outstanding: Statement = {
  name: 'payout.outstanding',
  text: `SELECT p.case_id, p.refund, p.amount::text AS amount, p.currency, p.made_at, c.number, coalesce(r->>'party', o.name) AS payer
         FROM payments.payout p JOIN cases."case" c ON c.id = p.case_id JOIN identity.organisation o ON o.id = c.owner_org
           CROSS JOIN LATERAL jsonb_array_elements(CASE c.type WHEN 'statement' THEN c.state->'returns' ELSE c.state->'refunds' END) r
         WHERE p.by_file AND c.state->>'treasury' = $1 AND p.sandbox_id IS NOT DISTINCT FROM $2
           AND r->>'id' = p.refund AND r->>'status' = 'granted'
         ORDER BY p.made_at, p.case_id, p.refund LIMIT 5000`,
}

const handedOver: Statement = {
  name: 'payout.handovers',
  text: `SELECT c.id AS case_id, l->>'agency' AS refund, l->'amount'->>'amount' AS amount, l->'amount'->>'currency' AS currency, c.opened_at AS made_at,
           c.number, o.name AS payer
         FROM cases."case" c CROSS JOIN LATERAL jsonb_array_elements(c.state->'lines') l JOIN identity.organisation o ON o.id = (l->>'org')::uuid
         WHERE c.owner_org = $1 AND c.type = 'handover' AND c.status = 'ORDERED' AND c.sandbox_id IS NOT DISTINCT FROM $2 AND l->>'statement' IS NULL
         ORDER BY c.id, 2 LIMIT 5000`,
}

/** A transfer, refund or handover, that the treasury itself has to order at its bank. `id` is what the transfer must carry from end to end. */
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

/** Refunds that no provider can pay back, and what is handed over to agencies, until a statement shows them. */
export function payoutsOf(pool: Pool, book: string, sandbox: string | null): Promise<readonly Payout[]> {
  return transact(pool, null, async (tx) => {
    tx.asPlatform()
    const [refunds, handovers] = await Promise.all([
      tx.query<Row>(outstanding, [book, sandbox]),
      tx.query<Row>(handedOver, [book, sandbox]),
    ])
    return [...refunds.rows, ...handovers.rows].map((r) => ({
      id: `${r.case_id}.${r.refund}`,
      order: r.case_id,
      number: r.number,
      payer: r.payer,
      amount: money(r.amount, r.currency),
      grantedAt: r.made_at,
    }))
  })
}
