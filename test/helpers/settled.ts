import { setTimeout as sleep } from 'node:timers/promises'
import type { TestApp } from './house.ts'

/** Events are taken in below the oldest transaction still running anywhere in the cluster, which other tests share. */
export async function settled(app: TestApp): Promise<void> {
  const above = `SELECT count(*)::int AS n FROM cases.event WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())`
  const waiting = async (): Promise<number> => (await app.asOwner<{ n: number }>(above))[0]?.n ?? 0
  for (const end = Date.now() + 30_000; (await waiting()) > 0 && Date.now() < end;) await sleep(50)
}
