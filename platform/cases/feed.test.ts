import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { feedStart, readFeed, type Cursor, type FeedEvent } from '#platform/cases'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { acid, people } from '../../test/helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

/** Follows the feed from a cursor as a subscriber does, until told that nothing more will come and nothing more came. */
function follow(after: Cursor, pageSize: () => number) {
  const seen: FeedEvent[] = []
  let cursor = after
  let over = false
  const done = (async () => {
    for (;;) {
      const last = over
      const page = await readFeed(app.house.pool, cursor, pageSize())
      seen.push(...page)
      const end = page.at(-1)
      if (end) cursor = { xid: end.xid, position: end.position }
      else if (last) return
      else await sleep(2)
    }
  })()
  return {
    seen,
    cursor: () => cursor,
    end: async () => {
      over = true
      await done
    },
  }
}

/** A transaction by hand, so that the test decides when it commits. */
async function slowTransaction() {
  const client = new pg.Client(app.database.connection)
  client.on('error', () => undefined)
  await client.connect()
  await client.query('BEGIN')
  // It has its place in the order of transactions from here on.
  await client.query('SELECT pg_current_xact_id()')
  return {
    write: async (id = randomUUID()) => {
      const zero = "decode(repeat('00', 32), 'hex')"
      await client.query(
        `INSERT INTO cases."case" (id, type, definition, status, title, state, version, head, owner_org, readers, opened_at, changed_at)
        VALUES ($1, 'dossier', 'dossier', 'OPEN', '', '{}', 1, ${zero}, $1, '{}', now(), now())`,
        [id],
      )
      await client.query(
        `INSERT INTO cases.event (case_id, seq, type, data, actor, at, recorded_at, command_id, prev_hash, hash)
        VALUES ($1, 1, 'Slow', '{}', '{}', now(), now(), $1, '', ${zero})`,
        [id],
      )
      return id
    },
    commit: async () => {
      await client.query('COMMIT')
      await client.end()
    },
    rollback: async () => {
      await client.query('ROLLBACK')
      await client.end()
    },
  }
}

const open = async (): Promise<void> => {
  await app.house.engine.execute(
    await app.order(people.lucia, 'dossier', 'open', { ...acid(app.clock.now(), []), documents: [] }),
  )
}

/** Reads until so many came: a transaction of another database on the same server may hold the watermark back for a moment. */
async function readAtLeast(n: number, after: Cursor): Promise<readonly FeedEvent[]> {
  for (let i = 0; ; i++) {
    const found = await readFeed(app.house.pool, after, 10_000)
    if (found.length >= n || i > 500) return found
    await sleep(20)
  }
}

const key = (e: { case_id: string; seq: number }): string => `${e.case_id}/${e.seq}`

describe('the feed of all events', () => {
  it('waits for a transaction that began first and commits last, and then gives its events in their place', async () => {
    const slow = await slowTransaction()
    await open()
    const early = await readFeed(app.house.pool, feedStart, 1000)
    expect(early).toEqual([])
    const id = await slow.write()
    await slow.commit()
    const all = await readAtLeast(3, feedStart)
    expect(all[0]).toMatchObject({ case_id: id, type: 'Slow' })
    expect(all.slice(1).map((e) => e.type)).toEqual(['DossierOpened', 'ElementsDeclared'])
  })

  it('never misses an event and never gives one twice, however transactions overlap', async () => {
    const [last] = await app.asOwner<{ xid: string; position: string }>(
      'SELECT xid::text AS xid, position::text AS position FROM cases.event ORDER BY cases.event.xid DESC, cases.event.position DESC LIMIT 1',
    )
    const start = last ?? feedStart
    const readers = [1, 3, 200].map((size) => follow(start, () => 1 + Math.floor(Math.random() * size)))
    const random = (ms: number): Promise<void> => sleep(Math.random() * ms)
    const writer = async (): Promise<void> => {
      for (let i = 0; i < 12; i++) {
        await open()
        await random(10)
      }
    }
    const sleeper = async (): Promise<void> => {
      for (let i = 0; i < 8; i++) {
        const slow = await slowTransaction()
        await random(15)
        await slow.write()
        await random(30)
        await slow.write()
        await (i % 4 === 3 ? slow.rollback() : slow.commit())
      }
    }
    await Promise.all([writer(), writer(), writer(), writer(), sleeper(), sleeper(), sleeper()])
    const stored = await app.asOwner<{ case_id: string; seq: number }>(
      'SELECT case_id, seq FROM cases.event WHERE (xid, position) > ($1::xid8, $2::bigint) ORDER BY xid, position',
      [start.xid, start.position],
    )
    expect(stored).toHaveLength(4 * 12 * 2 + 3 * 6 * 2)
    expect(await readAtLeast(stored.length, start)).toHaveLength(stored.length)
    for (const reader of readers) {
      await reader.end()
      expect(reader.seen.map(key)).toEqual(stored.map(key))
    }
    // From the last cursor nothing old comes again.
    expect(await readFeed(app.house.pool, readers[0]?.cursor() ?? feedStart, 10)).toEqual([])
  })
})
