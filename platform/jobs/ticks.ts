import { Logger, run, runMigrations, type Runner } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Instant } from '#kernel'
import type { DueCase, Statement, Tx } from '#platform/cases'

/** A moment so near may be worked on while we commit: it gets a job of its own. Milliseconds. */
const NEAR = 60_000

const schedule: Statement = { name: 'jobs.schedule', text: 'SELECT jobs.schedule_ticks($1::json)' }

/**
 * The durable queue of moments: at each, every case due by then is shown the time. Many cases fall due together (the close of a working
 * day), so a moment is one job, put there by the transaction that first needs it.
 */
export interface TickQueue {
  /** Enqueues in the caller's transaction what is not in the queue for certain. */
  schedule(tx: Tx, due: readonly DueCase[]): void
  /** `carry` may take as long as the other side does: time does not wait for it. */
  start(work: (until: Instant) => Promise<void>, carry: () => void): Promise<void>
  stop(): Promise<void>
}

/** A client that is lent out and loses its connection says so to its pool; without a listener of its own it would end the process. */
function guarded(pool: Pool): Pool {
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** The queue speaks only when something is wrong. */
const loggerTo = (log: { error(text: string): void }): Logger =>
  new Logger(() => (level, message) => {
    if (level === 'error') log.error(`job queue: ${message}`)
  })

/** graphile-worker's own tables must exist before the house's migrations name them. */
export const migrateJobs = (pool: Pool): Promise<void> =>
  runMigrations({ pgPool: guarded(pool), logger: loggerTo({ error: () => undefined }) })

export function createTickQueue(owner: Pool, log: { error(text: string): void }): TickQueue {
  let runner: Runner | undefined
  /** Moments that are in the queue for certain: their job was committed by this process. */
  const known = new Set<Instant>()
  return {
    schedule: (tx, due) => {
      const now = Date.now()
      const wanted = new Set<string>()
      for (const { at } of due) if (at !== null && !(known.has(at) && Date.parse(at) - now > NEAR)) wanted.add(at)
      if (wanted.size === 0) return
      // A failure here aborts the transaction, and the commit says so.
      tx.query(schedule, [JSON.stringify([...wanted].map((at) => ({ at })))]).catch(() => undefined)
      tx.afterCommit(() => {
        if (known.size > 10_000) known.clear()
        for (const at of wanted) known.add(at)
      })
    },
    start: async (work, carry) => {
      runner = await run({
        pgPool: guarded(owner),
        // Each new job wakes every worker, though most moments lie weeks ahead: one worker asks once.
        concurrency: 1,
        pollInterval: 2000,
        noHandleSignals: true,
        parsedCronItems: [],
        logger: loggerTo(log),
        taskList: {
          tick: async (payload) => work((payload as { until: Instant }).until),
          carry: async () => carry(),
        },
      })
      runner.promise.catch((error: unknown) =>
        log.error(`job queue: ${error instanceof Error ? error.message : String(error)}`),
      )
    },
    stop: async () => {
      await runner?.stop()
      runner = undefined
    },
  }
}
