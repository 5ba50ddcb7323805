import { connect } from 'node:net'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, createDatabaseOn } from '../../test/helpers/database.ts'
import { startTestServer } from '../../test/helpers/postgres-global.ts'
import { errorCode, isRetryable, isUnavailable } from './database-errors.ts'
import { eventually, query } from './fixtures/embedded.ts'
import { createPool } from './pool.ts'
import { instantText } from './pool-types.ts'

let run: Awaited<ReturnType<typeof startTestServer>>
let database: TestDatabase
let pool: pg.Pool
const idleErrors: Error[] = []
beforeAll(async () => {
  run = await startTestServer()
  database = await createDatabaseOn(run.server)
  pool = createPool(database.connection, { max: 4, onIdleError: (error) => idleErrors.push(error) })
}, 60_000)
afterAll(async () => {
  await pool.end()
  await database.drop()
  await run.stop()
}, 60_000)

const failure = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('values out of the database', () => {
  test('never pass through a float or a local time zone', async () => {
    const { rows } = await pool.query(`
      select 9007199254740993::bigint as big, 0.10::numeric as amount, date '2026-02-28' as day,
             timestamptz '2026-02-28 23:59:59.987654-03' as instant, null::timestamptz as nothing,
             '{"a": [1]}'::jsonb as json, array[1, 2]::bigint[] as bigs, array[1.50, null]::numeric[] as amounts,
             array[timestamptz '2026-01-01Z'] as instants, timestamp '2026-01-01 10:00' as local,
             7 as small, true as yes`)
    expect(rows[0]).toEqual({
      big: '9007199254740993',
      amount: '0.10',
      day: '2026-02-28',
      instant: '2026-03-01T02:59:59.987Z',
      nothing: null,
      json: { a: [1] },
      bigs: ['1', '2'],
      amounts: ['1.50', null],
      instants: ['2026-01-01T00:00:00.000Z'],
      local: '2026-01-01 10:00:00',
      small: 7,
      yes: true,
    })
  })

  test.each([
    ['2026-02-03 04:05:06+00', '2026-02-03T04:05:06.000Z'],
    ['2026-02-03 04:05:06.7+00', '2026-02-03T04:05:06.700Z'],
    ['2026-02-03 04:05:06.789999+00', '2026-02-03T04:05:06.789Z'],
    ['2026-02-03 04:05:06.789-03', '2026-02-03T07:05:06.789Z'],
    ['2026-02-03 04:05:06+05:30', '2026-02-02T22:35:06.000Z'],
    ['1890-01-01 00:00:00-03:44:51', '1890-01-01T03:44:51.000Z'],
    ['infinity', 'infinity'],
  ])('the instant %s is %s', (text, instant) => expect(instantText(text)).toBe(instant))
})

describe('the pool', () => {
  test('sends what is not awaited at once, and answers in order', async () => {
    const client = await pool.connect()
    const answers = await Promise.all([
      client.query('begin'),
      client.query('select 1 as n'),
      client.query({ name: 'second', text: 'select $1::int as n', values: [2] }),
      client.query('commit'),
    ])
    client.release()
    expect(answers.map(({ rows }) => rows)).toEqual([[], [{ n: 1 }], [{ n: 2 }], []])
  })

  test('a statement that fails fails those behind it, and the connection goes on', async () => {
    const client = await pool.connect()
    const [, broken, behind, end] = await Promise.all([
      client.query('begin'),
      failure(client.query('select 1 / 0')),
      failure(client.query('select 1')),
      client.query('commit'),
    ])
    expect([errorCode(broken), errorCode(behind), end.command]).toEqual(['22012', '25P02', 'ROLLBACK'])
    expect((await client.query('select 3 as n')).rows).toEqual([{ n: 3 }])
    client.release()
  })

  test('survives the loss of its connections', async () => {
    const busy = failure(pool.query('select pg_sleep(5)'))
    await pool.query('select 1')
    const others = 'datname = current_database() and pid <> pg_backend_pid()'
    const end = `select pg_terminate_backend(pid) from pg_stat_activity where ${others}`
    await query(database.superuser, end)
    expect(isUnavailable(await busy)).toBe(true)
    // One that broke unnoticed may still be handed out once: its error says that trying again is worth it.
    const again = async (): Promise<unknown> => {
      try {
        return (await pool.query('select 4 as n')).rows
      } catch (error) {
        return isUnavailable(error) ? again() : error
      }
    }
    expect(await again()).toEqual([{ n: 4 }])
    expect(idleErrors.every(isUnavailable)).toBe(true)
  })

  test('survives the loss of a connection that is in use, between two statements', async () => {
    const client = await pool.connect()
    await client.query('begin')
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await query(database.superuser, `select pg_terminate_backend(${rows[0]?.pid})`)
    await eventually(async () => isUnavailable(await failure(client.query('select 1'))))
    client.release(true)
  })

  test('gives up a statement that takes too long', async () => {
    const hasty = createPool(database.connection, { queryTimeout: 100 })
    expect(isUnavailable(await failure(hasty.query('select pg_sleep(3)')))).toBe(true)
    expect((await hasty.query('select 5 as n')).rows).toEqual([{ n: 5 }])
    await hasty.end()
  })
})

describe('errors', () => {
  test('a conflict of two transactions may be tried again', async () => {
    await pool.query('create table counter (n int); insert into counter values (0)')
    const clients = await Promise.all([pool.connect(), pool.connect()])
    const results: unknown[] = []
    for (const client of clients) await client.query('begin isolation level serializable; select n from counter')
    for (const client of clients) {
      const attempt = failure(client.query('update counter set n = n + 1; commit'))
      results.push(await attempt)
      await client.query('rollback')
      client.release()
    }
    expect(results.map((error) => error !== undefined && isRetryable(error))).toEqual([false, true])
    expect(isUnavailable(results[1])).toBe(false)
  })

  test('a database that is not there is unavailable; a wrong statement or a missing file is not', async () => {
    const nowhere = createPool({ ...database.connection, host: '/nowhere', port: 1 })
    expect(isUnavailable(await failure(nowhere.query('select 1')))).toBe(true)
    const closedPort = await new Promise<Error>((resolve) =>
      connect({ port: 1, host: 'localhost' }).on('error', resolve),
    )
    expect(isUnavailable(closedPort)).toBe(true)
    expect(isUnavailable(await failure(pool.query('select nonsense')))).toBe(false)
    expect(isUnavailable(Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' }))).toBe(false)
    expect(isUnavailable('text')).toBe(false)
  })
})
