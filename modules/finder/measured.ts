import type { Pool } from 'pg'
import { addDays, toMs, type Instant } from '#kernel'
import { transact, type Statement } from '#platform/cases'
import type { Measured } from './sheet.ts'

/** Days that the published measure looks back (M35). */
const WINDOW = 90
/** The measure is of months; minutes do not change it. */
const FRESH_MS = 600_000

const times: Statement = {
  name: 'finder.times',
  text: `SELECT split_part(state->>'procedure', '@', 1) AS procedure, count(*)::int AS cases,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM (state->>'decidedAt')::timestamptz - (state->>'submittedAt')::timestamptz)) AS p50,
                percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM (state->>'decidedAt')::timestamptz - (state->>'submittedAt')::timestamptz)) AS p90
         FROM cases."case"
         WHERE type = 'permit' AND sandbox_id IS NULL AND changed_at >= $1 AND state->>'decidedAt' >= $2 AND state->>'submittedAt' IS NOT NULL
         GROUP BY 1`,
}

interface Row {
  readonly procedure: string
  readonly cases: number
  readonly p50: number
  readonly p90: number
}

export interface Measures {
  of(procedure: string): Measured | undefined
  /** Reads the store again when the measure is old. The first time its caller waits; later the old figures serve meanwhile. */
  refresh(now: Instant): Promise<void>
}

/** Whole hours from filing to decision, of decisions of the last 90 days, sandboxes left out: what the applicant lived through. */
export function createMeasures(pool: Pool): Measures {
  let known: ReadonlyMap<string, Measured> = new Map()
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined
  const read = async (now: Instant): Promise<void> => {
    const since = `${addDays(now.slice(0, 10), -WINDOW)}T00:00:00.000Z`
    const rows = await transact(pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<Row & Record<string, unknown>>(times, [since, since])).rows
    })
    const hours = (seconds: number): number => Math.max(1, Math.round(seconds / 3600))
    known = new Map(
      rows.map((r) => [
        r.procedure,
        { days: WINDOW, cases: r.cases, p50Hours: hours(Number(r.p50)), p90Hours: hours(Number(r.p90)) },
      ]),
    )
    readAt = toMs(now)
  }
  return {
    of: (procedure) => known.get(procedure),
    refresh: async (now) => {
      if (Math.abs(toMs(now) - readAt) < FRESH_MS) return
      const first = readAt === Number.NEGATIVE_INFINITY
      reading ??= read(now).finally(() => {
        reading = undefined
      })
      // Old figures are better than none while the store is away; the next question tries again.
      if (first) await reading.catch(() => undefined)
      else void reading.catch(() => undefined)
    },
  }
}
