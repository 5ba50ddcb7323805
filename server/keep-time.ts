import { toMs, type Instant } from '#kernel'
import { moveOpenCases } from '#modules/permits'
import { expireDrafts } from '#modules/drafts'
import { recheck } from '#modules/enterprises'
import { transact, type Statement } from '#platform/cases'
import type { House, Log } from './house.ts'

const overdue: Statement = {
  name: 'case.overdue',
  text: `SELECT id, type FROM cases."case" WHERE next_due <= $1 AND sandbox_id IS NULL AND id <> ALL($2) ORDER BY next_due, id LIMIT 200`,
}
const SWEEP_MS = 60_000
const LOOK_MS = 1000

/** Shows the time to every case of real life that is due. One that fails does not keep the others waiting; it is told at the end. */
export async function sweep({ engine, pool, clock }: Pick<House, 'engine' | 'pool' | 'clock'>): Promise<number> {
  const failed = new Map<string, unknown>()
  for (let done = 0; ;) {
    const due = await transact(pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<{ id: string; type: string }>(overdue, [clock.now(), [...failed.keys()]])).rows
    })
    for (const { id, type } of due)
      await engine.tick(id, type, null).then(
        () => done++,
        (error: unknown) => failed.set(id, error),
      )
    if (due.length > 0) continue
    const [first] = failed
    if (first)
      throw new Error(`${failed.size} case(s) could not be shown the time, the first ${first[0]}`, { cause: first[1] })
    return done
  }
}

/** Public answers read the packs as they stand: what another node published reaches this one too. */
export function keepFresh({ library }: Pick<House, 'library'>): () => Promise<void> {
  const look = setInterval(() => void library.packsIn(null).catch(() => undefined), LOOK_MS)
  return async () => clearInterval(look)
}

/**
 * Starts the queue of moments, and beside it a sweep at the start and every minute, for what the queue should have done by now and did
 * not: a worker killed with a job in its hands keeps it locked for hours. Late or on time, a case writes the same history. The sweep also
 * signs the root of the day, once.
 */
export async function keepTime(
  house: House,
  log: Log,
  carry: () => Promise<unknown> = () => Promise.resolve(),
  isQuiet: () => boolean = () => true,
): Promise<() => Promise<void>> {
  let carrying: Promise<unknown> = Promise.resolve()
  const carryNow = (): void => {
    carrying = carrying.then(carry).catch((error: unknown) => log.warn(`exchange: ${messageOf(error)}`))
  }
  await house.queue.start(async (until: Instant) => {
    // The database's clock may be ahead of ours, and its queue with it.
    const early = toMs(until) - toMs(house.clock.now())
    if (early > 0 && early < SWEEP_MS) await new Promise((resolve) => setTimeout(resolve, early + 1))
    // What waits to be done at an earlier moment comes first; the next sweep is never a minute away.
    if (isQuiet()) await sweep(house)
  }, carryNow)
  let under: Promise<unknown> = Promise.resolve()
  const run = (): void => {
    under = under
      .then(() => moveOpenCases(house.engine, house.library, house.clock.now()))
      .then(() => (isQuiet() ? sweep(house) : undefined))
      .then(() => (isQuiet() ? recheck(house.engine, house.taxRegistry) : undefined))
      .then(() => house.roots.makeDaily())
      .then(() => house.evidence.collect())
      .then(() => house.evidence.renew())
      .then(() => house.followUp())
      .then(() => expireDrafts(house.pool, house.clock.now()))
      .catch((error: unknown) => log.warn(`sweep: ${messageOf(error)}`))
    carryNow()
  }
  run()
  const timer = setInterval(run, SWEEP_MS)
  house.onPublished(run)
  return async () => {
    clearInterval(timer)
    await under
    await carrying
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
