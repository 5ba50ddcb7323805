import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool, QueryResultRow } from 'pg'
import { createPool, eraseEmbedded, openEmbedded, type Embedded } from '#platform/db'
import { createClient, type ApiClient } from '../../bench/api-client.ts'
import { startServer, type ServerProcess } from '../../bench/server-process.ts'

const quiet = { info: () => undefined, warn: () => undefined }

/** The product as an operator runs it, in a process of its own, over a database that is not the window's own: each may be ended apart. */
export interface RealWindow {
  readonly url: string
  readonly client: ApiClient
  /** Of the owner of the schema. */
  readonly pool: Pool
  rows<R extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<R[]>
  /** Ends the process at once, as a power cut does. */
  kill(): Promise<void>
  /** Starts it again over the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

const folder = async (name: string): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), `vuce-${name}-`))
  await chmod(dir, 0o755)
  return dir
}

export async function openRealWindow(env: NodeJS.ProcessEnv): Promise<RealWindow> {
  const [serverDir, databaseDir] = [await folder('window'), await folder('database')]
  const database: Embedded = await openEmbedded({ dataDir: databaseDir, log: quiet, mode: 'serve' })
  const { host, port } = database.connection
  const as = (user: string): string =>
    `postgresql://${user}@localhost/vuce?host=${encodeURIComponent(host)}&port=${port}`
  const whole = {
    VUCE_SANDBOX: 'on',
    LOG_LEVEL: 'silent',
    DATABASE_URL: as('vuce'),
    DATABASE_APP_URL: as('vuce_app'),
    ...env,
  }
  let server: ServerProcess | undefined
  let client: ApiClient | undefined
  const pool = createPool(database.connection, { max: 2 })
  const begin = async (): Promise<void> => {
    server = await startServer(whole, serverDir)
    client = createClient(server.url, 8)
  }
  const kill = async (): Promise<void> => {
    const dying = server
    await client?.close().catch(() => undefined)
    if (!dying || dying.child.exitCode !== null || dying.child.signalCode !== null) return
    const gone = new Promise((resolve) => dying.child.once('exit', resolve))
    dying.child.kill('SIGKILL')
    await gone
  }
  const close = async (): Promise<void> => {
    await kill()
    await pool.end()
    await database.stop()
    await eraseEmbedded({ dataDir: databaseDir, log: quiet })
    await rm(serverDir, { recursive: true, force: true })
    await rm(databaseDir, { recursive: true, force: true })
  }
  try {
    await begin()
  } catch (error) {
    await close()
    throw error
  }
  return {
    get url() {
      return server?.url ?? ''
    },
    get client() {
      if (!client) throw new Error('the window is not there')
      return client
    },
    pool,
    rows: async <R extends QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<R>(sql, [...values])).rows,
    kill,
    restart: async () => {
      await kill()
      await begin()
    },
    close,
  }
}

/** Waits until something holds, or the time is over; answers what was seen last. */
export async function eventually<T>(look: () => Promise<T>, holds: (seen: T) => boolean, seconds = 30): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ;) {
    const seen = await look()
    if (holds(seen) || Date.now() > end) return seen
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
