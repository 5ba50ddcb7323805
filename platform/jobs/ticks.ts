import { runMigrations, run, type Runner } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Instant } from '#kernel'
import type { Statement, Tx } from '#platform/cases'

const schedule: Statement = { name: 'jobs.schedule', text: 'SELECT jobs.schedule_ticks($1::json)' }

/** The durable queue of moments: at each, one case is shown the time. */
export interface TickQueue {
  /** Enqueues in the caller's transaction. */
  schedule(tx: Tx, due: readonly { id: string; type: string; at: Instant | null }[]): void
  start(work: (job: { id: string; type: string }) => Promise<void>): Promise<void>
  stop(): Promise<void>
}

/** A client that is lent out and loses its connection says so to its pool; without a listener of its own it would end the process. */
function guarded(pool: Pool): Pool {
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** graphile-worker's own tables must exist before the house's migrations name them. */
export const migrateJobs = (pool: Pool): Promise<void> => runMigrations({ pgPool: guarded(pool) })

export function createTickQueue(owner: Pool, log: { error(text: string): void }): TickQueue {
  let runner: Runner | undefined
  return {
    schedule: (tx, due) => {
      const rows = due.filter((d) => d.at !== null)
      if (rows.length) void tx.query(schedule, [JSON.stringify(rows)]).catch(() => undefined)
    },
    start: async (work) => {
      runner = await run({
        pgPool: guarded(owner),
        concurrency: 4,
        pollInterval: 2000,
        noHandleSignals: true,
        taskList: {
          tick: async (payload) => work(payload as { id: string; type: string }),
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
