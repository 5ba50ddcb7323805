import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isRoot, lives, query, quiet, testBench } from './fixtures/embedded.ts'
import { eraseEmbedded } from './embedded.ts'
import { StartupError } from './startup-error.ts'

const bench = testBench()
afterAll(bench.clean, 60_000)

const refusalOf = async (attempt: Promise<unknown>): Promise<StartupError> => {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StartupError)
  return error as StartupError
}

describe('the embedded database', () => {
  test('is made at the first start, stops without a trace, and keeps what was written', async () => {
    const folder = bench.folder()
    const first = await bench.open(folder, { settings: {} })
    expect(first).toMatchObject({ created: true, adopted: false, recovered: false })
    const [facts] = await query(
      first.connection,
      `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
              current_setting('fsync') || current_setting('synchronous_commit') as durable,
              current_setting('listen_addresses') as network, upper('ñandú') as upper,
              (select rolsuper from pg_roles where rolname = current_user) as super`,
    )
    expect(facts).toEqual({ encoding: 'UTF8', zone: 'UTC', durable: 'onon', network: '', upper: 'ÑANDÚ', super: false })
    expect(await query(first.superuser, 'select rolsuper as yes from pg_roles where rolname = current_user')).toEqual([
      { yes: true },
    ])
    await query(first.connection, `create table kept as select 'algo'::text as what`)
    await first.stop()
    await first.stop()
    expect(lives(first.pid)).toBe(false)

    const second = await bench.open(folder)
    expect(second).toMatchObject({ created: false, adopted: false, recovered: false })
    expect(await query(second.connection, 'select what from kept')).toEqual([{ what: 'algo' }])
    await second.stop()
  })

  test('is made anew when making it was interrupted', async () => {
    const folder = bench.folder()
    const half = join(folder, 'postgres', 'cluster.new-1234')
    mkdirSync(half, { recursive: true })
    writeFileSync(join(half, 'PG_VERSION'), '18\n')
    const database = await bench.open(folder)
    expect(database.created).toBe(true)
    expect(await query(database.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(readdirSync(database.folder)).not.toContain('cluster.new-1234')
    await database.stop()
  })

  test('works in a folder whose path is too long for a socket, with blanks and other letters', async () => {
    const folder = join(bench.folder(), `año, 'uno'`, ...Array.from({ length: 12 }, (_, n) => `carpeta-profunda-${n}`))
    const first = await bench.open(folder)
    expect(Buffer.byteLength(first.folder)).toBeGreaterThan(200)
    expect(await query(first.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(first.connection.host.startsWith(first.folder)).toBe(false)
    await first.stop()
    expect(existsSync(first.connection.host)).toBe(false)
  })

  test('lies elsewhere when its server cannot reach the folder, and is new when the folder is', async () => {
    const folder = join(bench.folder({ closed: true }), 'data')
    const first = await bench.open(folder)
    await query(first.connection, 'create table mine ()')
    // Only root lends the server another user, who cannot pass through a closed folder.
    expect(first.folder.startsWith(bench.shelter)).toBe(isRoot)
    await first.stop()

    const second = await bench.open(folder)
    expect(second).toMatchObject({ created: false, folder: first.folder })
    await second.stop()

    rmSync(folder, { recursive: true })
    const third = await bench.open(folder)
    expect(third.created).toBe(true)
    expect(await query(third.connection, `select to_regclass('mine') as mine`)).toEqual([{ mine: null }])
    await third.stop()
  })

  test('of a copied folder is not the one of the original', async () => {
    const [original, copy] = [join(bench.folder({ closed: true }), 'data'), join(bench.folder(), 'data')]
    const first = await bench.open(original)
    spawnSync('cp', ['-a', original, copy])
    if (isRoot) {
      // The folder only says where the database lies, and two programs must not find the same one.
      expect((await refusalOf(bench.open(copy))).message).toContain(
        `${copy}/postgres is a copy of ${original}/postgres`,
      )
      rmSync(copy, { recursive: true })
    } else {
      const second = await bench.open(copy)
      expect(second.pid).not.toBe(first.pid)
      await second.stop()
    }
    expect(lives(first.pid)).toBe(true)
    await first.stop()
    renameSync(original, `${original}-moved`)
    const moved = await bench.open(`${original}-moved`)
    expect(moved.created).toBe(false)
    await moved.stop()
    renameSync(`${original}-moved`, original)
  })

  test('says so when the place it was put is gone', async () => {
    const folder = bench.folder()
    mkdirSync(join(folder, 'postgres'))
    const lost = join(bench.shelter, 'lost')
    writeFileSync(join(folder, 'postgres', 'home.json'), JSON.stringify({ id: 'lost', folder: lost }))
    const { message, fix } = await refusalOf(bench.open(folder))
    expect(message).toContain(`was kept in ${lost} and is no longer there`)
    expect(fix).toContain('to begin with an empty database')
    rmSync(join(folder, 'postgres'), { recursive: true })
  })

  test('is refused when another version made it', async () => {
    const folder = bench.folder()
    const database = await bench.open(folder)
    await database.stop()
    writeFileSync(join(database.folder, 'cluster', 'PG_VERSION'), '13\n')
    expect((await refusalOf(bench.open(folder))).message).toContain('was made by PostgreSQL 13')
  })

  test('is refused in one sentence where nothing can be written', async () => {
    const file = join(bench.folder(), 'file')
    writeFileSync(file, '')
    const { message, fix } = await refusalOf(bench.open(join(file, 'data')))
    expect(message).toMatch(/is not a folder\.$/)
    expect(fix).toMatch(/\.$/)
  })

  test('can be erased, wherever it lies', async () => {
    const folder = join(bench.folder({ closed: true }), 'data')
    const database = await bench.open(folder)
    const erase = { dataDir: folder, log: quiet, shelters: [bench.shelter] }
    expect((await refusalOf(eraseEmbedded(erase))).message).toContain(`(process ${process.pid}) uses the database`)
    await database.stop()
    await eraseEmbedded(erase)
    expect(existsSync(database.folder)).toBe(false)
    expect(existsSync(join(folder, 'postgres'))).toBe(false)
  })
})
