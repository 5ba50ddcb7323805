import type { Pool } from 'pg'
import type { Instant } from '#kernel'
import { newId, transact, type Statement } from '#platform/cases'

/** Something that did not work, and from when to when. */
export interface Outage {
  readonly id: string
  readonly component: string
  readonly since: Instant
  readonly until: Instant | null
  readonly declared: boolean
  readonly reason: string
  readonly stopsClocks: boolean
}

const COLUMNS = 'id, component, since, until, declared, reason, stops_clocks AS "stopsClocks"'
const list: Statement = {
  name: 'outage.list',
  text: `SELECT ${COLUMNS} FROM times.outage WHERE until IS NULL OR until >= $1 ORDER BY since DESC LIMIT 200`,
}
const open: Statement = {
  name: 'outage.open',
  text: `INSERT INTO times.outage (id, component, since, declared, reason, stops_clocks) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
}
const close: Statement = {
  name: 'outage.close',
  text: `UPDATE times.outage SET until = $2 WHERE component = $1 AND until IS NULL RETURNING ${COLUMNS}`,
}

const asPlatform = <R extends Record<string, unknown>>(
  pool: Pool,
  statement: Statement,
  values: readonly unknown[],
): Promise<R[]> =>
  transact(pool, null, async (tx) => {
    tx.asPlatform()
    return (await tx.query<R>(statement, values)).rows
  })

/** Outages that lasted past a moment, the newest first. */
export const findOutages = (pool: Pool, since: Instant): Promise<readonly Outage[]> =>
  asPlatform<Outage & Record<string, unknown>>(pool, list, [since])

export async function openOutage(pool: Pool, o: Omit<Outage, 'id' | 'until'>): Promise<void> {
  await asPlatform(pool, open, [newId(), o.component, o.since, o.declared, o.reason, o.stopsClocks])
}

/** Nothing when it was not open. */
export const closeOutage = async (pool: Pool, component: string, until: Instant): Promise<Outage | undefined> =>
  (await asPlatform<Outage & Record<string, unknown>>(pool, close, [component, until]))[0]
