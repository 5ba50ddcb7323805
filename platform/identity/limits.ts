import { createHash } from 'node:crypto'
import { toInstant, toMs, type Instant } from '#kernel'
import type { Clock } from '#platform/clock'
import type { Store } from './store.ts'

/** Counts what one name does in a window of time, for all nodes together: a guesser gains nothing by asking another one. */
export interface Limit {
  /** Counts one; answers how many seconds to wait when that is one too many. */
  take(name: string): Promise<number | undefined>
}

export interface LimitOptions {
  readonly what: string
  readonly max: number
  readonly seconds: number
}

/** A count older than this is of no window any more. */
const KEEP_MS = 86_400_000

export const createLimit = (store: Store, clock: Clock, { what, max, seconds }: LimitOptions): Limit => ({
  take: async (name) => {
    const now = clock.now()
    const ago = (ms: number): Instant => toInstant(toMs(now) - ms)
    const digest = createHash('sha256').update(`${what} ${name}`).digest()
    const [found] = await store.together(async (tx) => {
      const sweep = { name: 'login.attempt.sweep', text: 'DELETE FROM login.attempt WHERE began < $1' }
      const count = {
        name: 'login.attempt.count',
        text: `INSERT INTO login.attempt (name, began, count) VALUES ($1, $2, 1) ON CONFLICT (name) DO UPDATE SET
                 count = CASE WHEN login.attempt.began <= $3 THEN 1 ELSE login.attempt.count + 1 END,
                 began = CASE WHEN login.attempt.began <= $3 THEN $2 ELSE login.attempt.began END
               RETURNING count, began`,
      }
      const { rows } = await tx.query<{ count: number; began: Instant }>(count, [digest, now, ago(seconds * 1000)])
      // Whoever begins a window clears away those that ended.
      if (rows[0]?.count === 1) tx.settles(tx.query(sweep, [ago(KEEP_MS)]))
      return rows
    })
    if (!found || found.count <= max) return undefined
    return Math.max(1, Math.ceil((toMs(found.began) + seconds * 1000 - toMs(now)) / 1000))
  },
})
