import type { Pool } from 'pg'
import type { Instant, PermitState, Refusal } from '#kernel'
import { findCase, newId, transact, type CaseRow, type Order, type Statement } from '#platform/cases'

const codes = new Set(['STATE_HELD_DATUM', 'DATUM_ALREADY_HELD'])
const put: Statement = {
  name: 'capture.put',
  text: 'INSERT INTO permits.duplicate_capture (at, id, org_id, procedure, datum, source) VALUES ($1, $2, $3, $4, $5, $6)',
}
export const captureCounts: Statement = {
  name: 'capture.counts',
  text: `SELECT procedure, datum, source, count(*)::int AS times, max(at) AS last FROM permits.duplicate_capture
         WHERE at >= $1 GROUP BY procedure, datum, source ORDER BY times DESC, procedure, datum LIMIT 200`,
}

/**
 * Counts what an agency asked for though it is known already (DUPLICATE_CAPTURE). The command was refused and left nothing, so the count is
 * written beside it; what happens in a sandbox is not counted.
 */
export async function countCaptures(
  pool: Pool,
  order: Order,
  refusals: readonly Refusal[],
  now: Instant,
): Promise<void> {
  const caught = refusals.filter((r) => codes.has(r.code))
  const { target, sandbox, actor } = order
  if (!caught.length || !target || order.type !== 'permit' || sandbox) return
  await transact(pool, null, async (tx) => {
    tx.asPlatform()
    const row = (await tx.query<CaseRow>(findCase, [target.id])).rows[0]
    const [procedure = ''] = ((row?.state as unknown as PermitState | undefined)?.procedure ?? '').split('@')
    for (const { params } of caught)
      await tx.query(put, [
        now,
        newId(),
        actor.org,
        procedure,
        String(params?.datum ?? ''),
        String(params?.registry ?? 'case'),
      ])
  })
}
