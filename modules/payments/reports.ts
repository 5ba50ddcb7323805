import type { Pool } from 'pg'
import { transact, type Statement } from '#platform/cases'

// One row for each day, agency and currency on which something of the agency's moved. `at time zone` makes it the country's day.
const daily: Statement = {
  name: 'payments.daily',
  text: `SELECT to_char(posted_at AT TIME ZONE $5, 'YYYY-MM-DD') AS day, org, currency,
           sum(CASE WHEN account = 'received' AND cause = 'PaymentReceived' THEN credit ELSE 0 END)::text AS paid,
           sum(CASE WHEN account = 'payable' AND cause = 'OrderReconciled' THEN credit ELSE 0 END)::text AS confirmed,
           sum(CASE WHEN cause IN ('RefundOwed', 'RefundGranted') THEN debit ELSE 0 END)::text AS refunded,
           count(DISTINCT case_id)::int AS orders
         FROM ledger.entry
         WHERE account IN ('received', 'payable') AND book = $1 AND sandbox_id IS NOT DISTINCT FROM $2
           AND posted_at >= ($3::date::timestamp AT TIME ZONE $5) AND posted_at < (($4::date + 1)::timestamp AT TIME ZONE $5)
           AND ($6::uuid IS NULL OR org = $6)
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT 5000`,
}

const measures: Statement = {
  name: 'payments.measures',
  text: `WITH paid AS (
           SELECT t.case_id, t.currency, max(t.posted_at) AS posted_at, extract(epoch FROM max(t.posted_at) - max(t.at)) / 60 AS minutes, sum(t.amount) AS amount
           FROM ledger.transfer t WHERE t.book = $1 AND t.sandbox_id IS NOT DISTINCT FROM $2 AND t.posted_at >= $3 AND t.cause = 'PaymentReceived'
           GROUP BY t.case_id, t.currency),
         settled AS (
           SELECT DISTINCT case_id FROM ledger.transfer WHERE book = $1 AND sandbox_id IS NOT DISTINCT FROM $2 AND posted_at >= $3 AND cause = 'OrderReconciled')
         SELECT currency, count(*)::int AS orders,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)::numeric, 2)::text AS p50,
           round(percentile_cont(0.9) WITHIN GROUP (ORDER BY minutes)::numeric, 2)::text AS p90,
           round(percentile_cont(0.95) WITHIN GROUP (ORDER BY minutes)::numeric, 2)::text AS p95,
           round(avg(amount), 4)::text AS cost,
           count(*) FILTER (WHERE posted_at < $4)::int AS due,
           count(*) FILTER (WHERE posted_at < $4 AND case_id NOT IN (SELECT case_id FROM settled))::int AS unreconciled
         FROM paid GROUP BY currency ORDER BY currency`,
}

export interface ReportScope {
  readonly pool: Pool
  readonly book: string
  readonly sandbox: string | null
}

export interface DailyRow {
  readonly day: string
  readonly org: string
  readonly currency: string
  readonly paid: string
  readonly confirmed: string
  readonly refunded: string
  readonly orders: number
}

/** What each agency was paid, what of it the bank confirmed, and what went back, by day of the country. `org`: one agency only. */
export function settlementReport(
  { pool, book, sandbox }: ReportScope,
  { from, to, zone, org }: { from: string; to: string; zone: string; org: string | null },
): Promise<readonly DailyRow[]> {
  return transact(pool, null, async (tx) => {
    tx.asPlatform()
    return (await tx.query<DailyRow & Record<string, unknown>>(daily, [book, sandbox, from, to, zone, org])).rows
  })
}

export interface MeasuresRow {
  readonly currency: string
  readonly orders: number
  readonly p50: string | null
  readonly p90: string | null
  readonly p95: string | null
  readonly cost: string
  readonly due: number
  readonly unreconciled: number
}

/**
 * Indicators of M06: minutes from the bank's time of a payment to the start of what it paid, the mean cost of an order, and how many of
 * those that should stand on a statement by now do not.
 */
export function paymentMeasures(
  { pool, book, sandbox }: ReportScope,
  { since, dueBefore }: { since: string; dueBefore: string },
): Promise<readonly MeasuresRow[]> {
  return transact(pool, null, async (tx) => {
    tx.asPlatform()
    return (await tx.query<MeasuresRow & Record<string, unknown>>(measures, [book, sandbox, since, dueBefore])).rows
  })
}
