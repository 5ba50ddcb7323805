import type { FastifyInstance, FastifyReply } from 'fastify'
import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { Refusals, transact, type Statement } from '#platform/cases'
import { getIdentity, sandboxOf } from '#platform/http'
import type { Pool } from 'pg'

/** A case that changed, for whoever may see it: no more than its id and type. What it says is asked for with the reader's own eyes. */
export interface CaseChange {
  readonly id: string
  readonly type: string
}

export interface LiveDeps {
  readonly pool: Pool
  readonly identity: IdentityProvider
  readonly log: { warn(text: string): void }
  /** Milliseconds between two looks at the feed. */
  readonly every?: number
}

interface Listener {
  readonly org: string
  readonly sandbox: string | null
  readonly reply: FastifyReply
}

const MOST = 2000
const MOST_OF_ONE = 50
const HEARTBEAT = 20_000

// Below the oldest transaction still running, as every reader of the feed: what commits late is told late, never skipped.
const head: Statement = {
  name: 'live.head',
  text: `SELECT xid::text AS xid, position::text AS position FROM cases.event WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
         ORDER BY cases.event.xid DESC, cases.event.position DESC LIMIT 1`,
}
const since: Statement = {
  name: 'live.since',
  text: `SELECT e.xid::text AS xid, e.position::text AS position, c.id, c.type, c.readers, c.sandbox_id AS sandbox
         FROM (SELECT xid, position, case_id FROM cases.event
               WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
               ORDER BY cases.event.xid, cases.event.position LIMIT 1000) e
         JOIN cases."case" c ON c.id = e.case_id ORDER BY e.xid, e.position`,
}

interface Row extends CaseChange {
  readonly xid: string
  readonly position: string
  readonly readers: readonly string[]
  readonly sandbox: string | null
}

/**
 * Live changes over one HTTP stream (server-sent events). One look at the feed a second for all who listen, none when nobody does;
 * correctness never waits for it: whoever misses a message sees the change at the next question.
 */
export function liveRoutes(app: FastifyInstance, { pool, identity, log, every = 1000 }: LiveDeps): void {
  const listeners = new Set<Listener>()
  let cursor: { xid: string; position: string } | undefined
  let timer: NodeJS.Timeout | undefined
  let looking = false

  const read = <R extends object>(statement: Statement, values: readonly unknown[]): Promise<R[]> =>
    transact(pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<R & { [name: string]: unknown }>(statement, values)).rows
    })

  async function look(): Promise<void> {
    if (looking || listeners.size === 0) return
    looking = true
    try {
      cursor ??= (await read<{ xid: string; position: string }>(head, []))[0] ?? { xid: '0', position: '0' }
      const rows = await read<Row>(since, [cursor.xid, cursor.position])
      const last = rows.at(-1)
      if (!last) return
      cursor = { xid: last.xid, position: last.position }
      for (const { org, sandbox, reply } of listeners) {
        const seen = new Map(
          rows
            .filter((r) => r.sandbox === sandbox && r.readers.includes(org))
            .map(({ id, type }) => [id, { id, type }]),
        )
        if (seen.size) reply.raw.write(`data: ${JSON.stringify([...seen.values()])}\n\n`)
      }
    } catch (error) {
      log.warn(`live changes: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      looking = false
    }
  }

  app.get('/v1/live', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const sandbox = sandboxOf(request, who)
    const own = [...listeners].filter((l) => l.org === who.actor.org).length
    if (listeners.size >= MOST || own >= MOST_OF_ONE) throw new Refusals([refusal('UNAVAILABLE')])
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    reply.raw.write(': open\n\n')
    const listener: Listener = { org: who.actor.org, sandbox, reply }
    if (listeners.size === 0) cursor = undefined
    listeners.add(listener)
    timer ??= setInterval(() => void look(), every)
    timer.unref()
    const beat = setInterval(() => reply.raw.write(': beat\n\n'), HEARTBEAT)
    beat.unref()
    request.raw.once('close', () => {
      clearInterval(beat)
      listeners.delete(listener)
      if (listeners.size === 0) {
        clearInterval(timer)
        timer = undefined
      }
    })
    void look()
  })

  // A stream has no end of its own: it would keep the server from stopping.
  app.addHook('preClose', async () => {
    for (const { reply } of listeners) reply.raw.end()
    listeners.clear()
    clearInterval(timer)
  })
}
