import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, createDatabaseOn } from '../../test/helpers/database.ts'
import { startTestServer } from '../../test/helpers/postgres-global.ts'
import { query } from './fixtures/embedded.ts'
import { type MigrationSource, loadMigrations } from './load-migrations.ts'
import { migrate } from './migrate.ts'
import { StartupError } from './startup-error.ts'

const permits: MigrationSource = {
  module: 'permits',
  files: [
    { name: '0001-permit.sql', sql: `create schema permits;\ncreate table permits.permit (id int);` },
    { name: '0002-number.sql', sql: `alter table permits.permit add number text;` },
  ],
}
const origin: MigrationSource = {
  module: 'origin',
  files: [{ name: '0001-rule.sql', sql: `create table rule (id int)` }],
}

let run: Awaited<ReturnType<typeof startTestServer>>
let database: TestDatabase
beforeAll(async () => {
  run = await startTestServer()
}, 60_000)
beforeEach(async () => {
  database = await createDatabaseOn(run.server)
  return () => database.drop()
})
afterAll(() => run.stop(), 60_000)

const ledger = (): Promise<Record<string, unknown>[]> =>
  query(database.connection, 'select module, number, name from platform.migration order by at')

const names = (applied: { module: string; name: string }[]): string[] =>
  applied.map(({ module, name }) => `${module}/${name}`)

const refusal = async (attempt: Promise<unknown>): Promise<Error> =>
  attempt.then(
    () => new Error('was not refused'),
    (error: Error) => error,
  )

describe('migrations', () => {
  test('are applied once, module by module, and written down', async () => {
    const all = ['permits/0001-permit.sql', 'permits/0002-number.sql', 'origin/0001-rule.sql']
    expect(names(await migrate(database.connection, [permits, origin]))).toEqual(all)
    expect(await migrate(database.connection, [permits, origin])).toEqual([])
    expect(names((await ledger()) as never)).toEqual(all)
    const [{ digest } = {}] = await query(database.connection, `select digest from platform.migration limit 1`)
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
  })

  test('go on where the last program stopped, over a client of the caller too', async () => {
    await migrate(database.connection, [{ ...permits, files: permits.files.slice(0, 1) }])
    const client = new pg.Client(database.connection)
    await client.connect()
    expect(names(await migrate(client, [permits]))).toEqual(['permits/0002-number.sql'])
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await client.end()
  })

  test('of several migrators at the same time are each applied once', async () => {
    const files = Array.from({ length: 12 }, (_, n) => ({
      name: `${String(n + 1).padStart(4, '0')}-step.sql`,
      sql: `create table step_${n + 1} (id int); select pg_sleep(0.02)`,
    }))
    const applied = await Promise.all(
      [1, 2, 3, 4].map(() => migrate(database.connection, [{ module: 'steps', files }])),
    )
    expect(names(applied.flat()).sort()).toEqual(files.map(({ name }) => `steps/${name}`))
  })

  test('refuse a database that is newer than the program', async () => {
    await migrate(database.connection, [permits, origin])
    const older = await refusal(
      migrate(database.connection, [{ ...permits, files: permits.files.slice(0, 1) }, origin]),
    )
    expect(older).toBeInstanceOf(StartupError)
    expect(older.message).toBe(
      'The database is newer than this program (it holds permits/0002-number.sql). Start the newer program.',
    )
    expect(await refusal(migrate(database.connection, [permits]))).toBeInstanceOf(StartupError)
  })

  test('refuse a file that was changed after it had been applied, but not its line ends', async () => {
    await migrate(database.connection, [permits])
    const [first, second] = permits.files
    if (!first || !second) throw new Error('two files expected')
    const crlf = { ...first, sql: first.sql.replaceAll('\n', '\r\n') }
    expect(await migrate(database.connection, [{ ...permits, files: [crlf, second] }])).toEqual([])
    const changed = { ...first, sql: `${first.sql} -- later thought` }
    const error = await refusal(migrate(database.connection, [{ ...permits, files: [changed, second] }]))
    expect(error).toBeInstanceOf(StartupError)
    expect(error.message).toContain('permits/0001-permit.sql was changed after it had been applied')
  })

  test('that fail leave nothing behind, and say where', async () => {
    const broken = { name: '0003-broken.sql', sql: `create table half (id int);\n\nselect nonsense from nowhere;` }
    const error = await refusal(migrate(database.connection, [{ ...permits, files: [...permits.files, broken] }]))
    expect(error.message).toBe('Migration permits/0003-broken.sql (line 3): relation "nowhere" does not exist')
    expect(await query(database.connection, `select to_regclass('half') as half`)).toEqual([{ half: null }])
    expect(await ledger()).toHaveLength(2)
  })

  test('may not end their transaction', async () => {
    const files = [{ name: '0001-alone.sql', sql: 'create table a (id int); commit; begin' }]
    const error = await refusal(migrate(database.connection, [{ module: 'loose', files }]))
    expect(error.message).toContain('loose/0001-alone.sql ends its transaction')
  })

  test('are numbered without holes', async () => {
    const files = [permits.files[0], { name: '0003-later.sql', sql: '' }].filter((file) => file !== undefined)
    const error = await refusal(migrate(database.connection, [{ module: 'permits', files }]))
    expect(error.message).toBe('Migration permits/0003-later.sql: expected the name 0002-….sql')
  })

  test('are read from a folder, and a module without one has none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vuce-sql-'))
    for (const { name, sql } of [...permits.files].reverse()) await writeFile(join(folder, name), sql)
    await writeFile(join(folder, 'README.md'), 'not SQL')
    expect(await loadMigrations(folder)).toEqual(permits.files)
    expect(await loadMigrations(join(folder, 'none'))).toEqual([])
    await rm(folder, { recursive: true })
  })
})
