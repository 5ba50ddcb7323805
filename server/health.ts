import type { Pool } from 'pg'
import { createDoor, sendJson, type Door } from '#platform/http'
import type { Log } from './house.ts'

/** Whether this node reaches the database: what a load balancer asks. */
export function healthRoute(app: Door, pool: Pool): void {
  app.get('/health', async (_, reply) => {
    const started = performance.now()
    await pool.query('SELECT 1')
    const databaseMs = Math.round((performance.now() - started) * 100) / 100
    return sendJson(reply, 200, JSON.stringify({ status: 'ok', databaseMs }))
  })
}

/** The face of a node that serves nobody: its health, and nothing else. */
export async function createHealth(pool: Pool, log: Log): Promise<Door> {
  const app = await createDoor({
    log,
    contentSecurityPolicy: "default-src 'none'",
    page: ({ status }) => `<!doctype html><title>${status}</title>`,
  })
  healthRoute(app, pool)
  return app
}
