import type { Pool } from 'pg'
import { addDays, type Instant } from '#kernel'
import { transact, type Statement } from '#platform/cases'

/** Fewer cases than this say something about somebody, and nothing about an agency. */
export const LEAST = 5
export const WINDOW = 90
const MONTHS = 12

/** Percentiles of one agency and procedure over a time: the whole that the applicant lived through, and the part that was the agency's. */
export interface PublishedTimes {
  readonly country: string
  readonly agency: string
  readonly procedure: string
  /** `2026-06`; nothing for the last 90 days. */
  readonly month: string | null
  readonly cases: number
  readonly withinTerm: string
  readonly agencyHours: { readonly p50: number; readonly p90: number; readonly p95: number }
  readonly totalHours: { readonly p50: number; readonly p90: number; readonly p95: number }
  readonly agencyDays: { readonly p50: number; readonly p90: number; readonly p95: number } | null
}

const measures = `count(*)::int AS cases, count(*) FILTER (WHERE within_term)::int AS within,
  percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY agency_minutes) AS agency_minutes,
  percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY agency_minutes + applicant_minutes + outage_minutes) AS total_minutes,
  percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY used_days) AS used_days`
const filter = `sandbox_id IS NULL AND ($1::text IS NULL OR country = $1) AND ($2::text IS NULL OR agency = $2) AND ($3::text IS NULL OR procedure = $3)`

const recent: Statement = {
  name: 'times.recent',
  text: `SELECT country, agency, procedure, NULL AS month, ${measures} FROM times.closed WHERE ${filter} AND decided_at >= $4
         GROUP BY country, agency, procedure HAVING count(*) >= ${LEAST} ORDER BY country, agency, procedure LIMIT 2000`,
}
const monthly: Statement = {
  name: 'times.monthly',
  text: `SELECT country, agency, procedure, to_char(decided_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, ${measures} FROM times.closed
         WHERE ${filter} AND decided_at >= $4 GROUP BY 1, 2, 3, 4 HAVING count(*) >= ${LEAST} ORDER BY 1, 2, 3, 4 LIMIT 5000`,
}

interface Row extends Record<string, unknown> {
  readonly country: string
  readonly agency: string
  readonly procedure: string
  readonly month: string | null
  readonly cases: number
  readonly within: number
  readonly agency_minutes: readonly number[]
  readonly total_minutes: readonly number[]
  readonly used_days: readonly (number | null)[] | null
}

const tenth = (n: number): number => Math.round(n * 10) / 10
const hours = ([p50 = 0, p90 = 0, p95 = 0]: readonly number[]) => ({
  p50: tenth(p50 / 60),
  p90: tenth(p90 / 60),
  p95: tenth(p95 / 60),
})

const told = (r: Row): PublishedTimes => {
  const days = r.used_days
  return {
    country: r.country,
    agency: r.agency,
    procedure: r.procedure,
    month: r.month,
    cases: r.cases,
    withinTerm: (r.within / r.cases).toFixed(3),
    agencyHours: hours(r.agency_minutes),
    totalHours: hours(r.total_minutes),
    agencyDays:
      days?.[0] === null || days?.[0] === undefined
        ? null
        : { p50: tenth(days[0]), p90: tenth(days[1] ?? 0), p95: tenth(days[2] ?? 0) },
  }
}

export interface TimesAsk {
  readonly country: string | null
  readonly agency: string | null
  readonly procedure: string | null
}

/** The public ledger: the last 90 days, and each of the last twelve months. Cells of fewer than five cases are left out. */
export async function publishedTimes(
  pool: Pool,
  { country, agency, procedure }: TimesAsk,
  now: Instant,
): Promise<{ readonly recent: readonly PublishedTimes[]; readonly months: readonly PublishedTimes[] }> {
  const since = `${addDays(now.slice(0, 10), -WINDOW)}T00:00:00.000Z`
  const year = `${addDays(now.slice(0, 10), -31 * MONTHS).slice(0, 7)}-01T00:00:00.000Z`
  return transact(pool, null, async (tx) => {
    tx.asPlatform()
    const asked = [country, agency, procedure]
    const [a, b] = await Promise.all([
      tx.query<Row>(recent, [...asked, since]),
      tx.query<Row>(monthly, [...asked, year]),
    ])
    return { recent: a.rows.map(told), months: b.rows.map(told) }
  })
}

const COLUMNS =
  'country,agency,procedure,month,cases,within_term,agency_p50_h,agency_p90_h,agency_p95_h,total_p50_h,total_p90_h,total_p95_h'

/** The same as CSV: plain names, a point for decimals. */
export function timesCsv(rows: readonly PublishedTimes[]): string {
  const line = (t: PublishedTimes): string => {
    const [a, w] = [t.agencyHours, t.totalHours]
    const about = [t.country, t.agency, t.procedure, t.month ?? 'last-90-days', t.cases, t.withinTerm]
    return [...about, a.p50, a.p90, a.p95, w.p50, w.p90, w.p95].join(',')
  }
  return `${[COLUMNS, ...rows.map(line)].join('\n')}\n`
}
