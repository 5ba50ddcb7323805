import type { Pool } from 'pg'
import { transact, type Statement } from './transaction.ts'

/** A place in the feed of all events: the transaction that wrote it, and its position. Compared in that order. */
export interface Cursor {
  readonly xid: string
  readonly position: string
}

export interface FeedEvent extends Cursor {
  readonly case_id: string
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly data: unknown
}

export const feedStart: Cursor = { xid: '0', position: '0' }

// Stops below the oldest transaction still running: whatever commits later has an id at or above it, so nothing is ever skipped.
const page: Statement = {
  name: 'feed.page',
  text: `SELECT xid::text AS xid, position::text AS position, case_id, seq, type, at, data FROM cases.event
         WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
         ORDER BY cases.event.xid, cases.event.position LIMIT $3`,
}

/** The next events after a cursor, over all cases, in an order that never changes and never misses one. */
export const readFeed = (pool: Pool, after: Cursor, limit: number): Promise<readonly FeedEvent[]> =>
  transact(pool, null, async (tx) => {
    tx.asPlatform()
    const { rows } = await tx.query<FeedEvent>(page, [after.xid, after.position, limit])
    return rows
  })
