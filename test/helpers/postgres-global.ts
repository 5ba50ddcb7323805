import { randomBytes } from 'node:crypto'
import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { eraseEmbedded, openEmbedded } from '#platform/db'
import { type TestServer, administer } from './database.ts'

/** Brings the database of that connection (owner of an empty database) to the state the tests expect. */
export type Migrate = (connection: pg.ClientConfig) => Promise<unknown>

const folderPrefix = 'vuce-test-'

const log = { info: () => undefined, warn: (text: string) => console.warn(text) }

/** What a killed run left behind; the data of a run that still goes on is in use, and stays. */
const sweep = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    const dataDir = join(tmpdir(), name)
    try {
      const { uid, mtimeMs } = lstatSync(dataDir)
      if (uid !== process.getuid?.() || Date.now() - mtimeMs < 3_600_000) continue
      await eraseEmbedded({ dataDir, log })
      rmSync(dataDir, { recursive: true, force: true })
    } catch {
      // In use, or another run sweeps it at this moment.
    }
  }
}

/** Nothing here has to outlive the run, so nothing waits for the disk. */
const fast = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
}

const embedded = async (): Promise<{ admin: pg.ClientConfig; owner: pg.ClientConfig; stop: () => Promise<void> }> => {
  await sweep()
  const dataDir = mkdtempSync(join(tmpdir(), folderPrefix))
  // As root the server runs as another user, who has to pass through.
  chmodSync(dataDir, 0o755)
  const server = await openEmbedded({ dataDir, log, mode: 'serve', settings: fast, endWithProcess: true })
  const stop = async (): Promise<void> => {
    await server.stop()
    await eraseEmbedded({ dataDir, log })
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { admin: server.superuser, owner: server.connection, stop }
}

const external = (connectionString: string): pg.ClientConfig => {
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString })
  return {
    host,
    port,
    ssl,
    ...(user ? { user } : {}),
    ...(password ? { password } : {}),
    ...(database ? { database } : {}),
  }
}

/**
 * One PostgreSQL for a test run: our own in a temporary folder, or the server that VUCE_TEST_DATABASE_URL names, whose
 * user must be allowed to create databases and roles. `migrate` runs once, into the template.
 * `stop` deletes every database of the run, and the server when it is ours; no process is left.
 */
export const startTestServer = async (
  migrate?: Migrate,
): Promise<{ server: TestServer; stop: () => Promise<void> }> => {
  const url = process.env['VUCE_TEST_DATABASE_URL']
  const prefix = `vuce_test_${randomBytes(4).toString('hex')}_`
  const template = `${prefix}template`
  const own = url ? undefined : await embedded()
  const admin = own?.admin ?? external(url ?? '')
  const server: TestServer = { admin, owner: own?.owner ?? admin, prefix, template }

  const stop = async (): Promise<void> => {
    if (own) return own.stop()
    const { rows } = await administer(server, `select datname from pg_database where starts_with(datname, '${prefix}')`)
    for (const { datname } of rows as { datname: string }[]) {
      await administer(server, `alter database "${datname}" is_template false`)
      await administer(server, `drop database if exists "${datname}" with (force)`)
    }
  }
  try {
    await administer(server, `create database ${template} template template0 owner "${server.owner.user ?? ''}"`)
    await migrate?.({ ...server.owner, database: template })
    // Closed: one forgotten connection would make every copy fail.
    await administer(server, `alter database ${template} with is_template true allow_connections false`)
  } catch (error) {
    await stop()
    throw error
  }
  return { server, stop }
}

/**
 * The vitest global set-up with these migrations, in a file that `globalSetup` names:
 * `export default postgresGlobal((connection) => migrate(connection, sources))`. Test files then call `createTestDatabase()`.
 */
export const postgresGlobal =
  (migrate?: Migrate) =>
  async (project: TestProject): Promise<() => Promise<void>> => {
    const { server, stop } = await startTestServer(migrate)
    project.provide('postgres', server)
    return stop
  }
