import { Logger, run, runMigrations, type Runner } from 'graphile-worker'
import type { Pool } from 'pg'
import type { DueCase, Statement, Tx } from '#platform/cases'

const schedule: Statement = { name: 'jobs.schedule', text: 'SELECT jobs.schedule_ticks($1::json)' }

/** The durable queue of moments: at each, one case is shown the time. */
export interface TickQueue {
  /** Enqueues in the caller's transaction. */
  schedule(tx: Tx, due: readonly DueCase[]): void
  start(work: (job: Omit<DueCase, 'at'>) => Promise<void>): Promise<void>
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
export const migrateJobs = (pool: Pool): Promise<void> => runMigrations({ pgPool: guarded(pool), logger: loggerTo({ error: () => undefined }) })

export function createTickQueue(owner: Pool, log: { error(text: string): void }): TickQueue {
  let runner: Runner | undefined
  return {
    schedule: (tx, due) => {
      // One job per moment: what one command makes due together is shown the time together.
      const moments = new Map<string, { id: string; type: string }[]>()
      for (const { id, type, at } of due) {
        if (at === null) continue
        const together = moments.get(at)
        if (together) together.push({ id, type })
        else moments.set(at, [{ id, type }])
      }
      if (moments.size === 0) return
      const rows = [...moments].map(([at, cases]) => ({ at, cases }))
      // A failure here aborts the transaction, and the commit says so.
      tx.query(schedule, [JSON.stringify(rows)]).catch(() => undefined)
    },
    start: async (work) => {
      runner = await run({
        pgPool: guarded(owner),
        preset: {
          worker: {
            concurrentJobs: 2,
            pollInterval: 2000,
            // Every new job announces itself, though most lie weeks ahead: after a look that found none, the next waits a moment.
            localQueue: { size: 20, refetchDelay: { durationMs: 500, threshold: 0, maxAbortThreshold: 100_000 } },
          },
        },
        noHandleSignals: true,
        parsedCronItems: [],
        logger: loggerTo(log),
        taskList: {
          tick: async (payload) => {
            for (const one of (payload as { cases: { id: string; type: string }[] }).cases) await work(one)
          },
        },
      })
      runner.promise.catch((error: unknown) => log.error(`job queue: ${error instanceof Error ? error.message : String(error)}`))
    },
    stop: async () => {
      await runner?.stop()
      runner = undefined
    },
  }
}
