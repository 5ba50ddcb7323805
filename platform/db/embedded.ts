import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { type Mode, DataFolder } from './data-folder.ts'
import { findBinaries } from './embedded-binaries.ts'
import { initialise, readCluster, readPostmasterFile, requireVersion } from './embedded-cluster.ts'
import { endTogether, keepRunning } from './embedded-guard.ts'
import { type Home, defaultShelters, dropSocketFolder, findHome, olderHomes } from './embedded-home.ts'
import { type Launch, launch } from './embedded-launch.ts'
import { type Log, type Server, findServer, stopServer } from './embedded-server.ts'
import { isAlive } from './process-identity.ts'
import { diskFull, isDiskFull, StartupError } from './startup-error.ts'

/** How to reach the database, for `pg`. `host` is the folder of a unix socket: no password, no network. */
export type Connection = { host: string; port: number; user: string; database: string; ssl: false }

/** A PostgreSQL of our own, running. */
export type Embedded = {
  /** As `vuce`, who owns the database `vuce` and may make roles, and is no superuser. */
  readonly connection: Connection
  /** As the superuser, in the same database. */
  readonly superuser: Connection
  /** It was already running: left by a program that was killed, or shared with one that runs. */
  readonly adopted: boolean
  /** It had been interrupted and has just brought itself back from its log. */
  readonly recovered: boolean
  /** The cluster was made by this call, so it is empty. */
  readonly created: boolean
  /** Where the cluster lies: the data folder, or another when its server cannot reach that. */
  readonly folder: string
  /** Process number of the server; another one after it was killed and started again. */
  readonly pid: number
  /** Lets go of the database: stops it, waited for, unless another program shares it. May be called twice. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Everything the database keeps is below `<dataDir>/postgres`: deleting that means beginning empty. */
  dataDir: string
  log: Log
  /** Server settings that replace ours, by name (tests give up durability for speed). */
  settings?: Record<string, string>
  /** The server also ends when this process is killed. For tests; a served database outlives a crash and is adopted. */
  endWithProcess?: boolean
  /** Where the cluster may lie when the data folder cannot be reached (absolute folders, the first that works). */
  shelters?: string[]
}

const connections = (server: Server, database = 'vuce'): { connection: Connection; superuser: Connection } => {
  const { sockets: host, port } = server
  return {
    connection: { host, port, user: 'vuce', database, ssl: false },
    superuser: { host, port, user: 'postgres', database, ssl: false },
  }
}

/** The role and the database, one statement at a time: a first start may have been interrupted between them. */
const makeDatabase = async (server: Server): Promise<void> => {
  const client = new pg.Client(connections(server, 'postgres').superuser)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ role: boolean; base: boolean }>(`
      select exists (select from pg_roles where rolname = 'vuce') as role,
             exists (select from pg_database where datname = 'vuce') as base`)
    if (!rows[0]?.role) await client.query('create role vuce login createrole createdb')
    if (!rows[0]?.base) await client.query('create database vuce owner vuce')
  } finally {
    await client.end()
  }
}

/** Whether nobody is connected to a server but us. */
const isIdle = async (server: Server): Promise<boolean> => {
  const client = new pg.Client(connections(server, 'postgres').superuser)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const others = `backend_type = 'client backend' and pid <> pg_backend_pid()`
    return (await client.query(`select from pg_stat_activity where ${others}`)).rows.length === 0
  } finally {
    await client.end()
  }
}

/** A database that an earlier data folder of the same name left elsewhere when it was deleted. Its files stay. */
const retire = async (old: Home, log: Log): Promise<void> => {
  log.info(`An earlier database of this data folder still lies in ${old.folder}; delete it to free its space.`)
  try {
    const running = existsSync(old.cluster) && (await findServer(old, readCluster(old.cluster).identifier, false, log))
    if (running && (await isIdle(running))) await stopServer(running, log)
  } catch (error) {
    log.warn(`Its server was left alone: ${messageOf(error)}`)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const refuseSecond = (folder: DataFolder): void => {
  const other = folder.users().find(({ mode }) => mode === 'serve')
  if (other)
    throw new StartupError(
      `Another program (process ${other.pid}) already serves the database in ${folder.folder}.`,
      'Stop it first, or give this one a data folder of its own.',
    )
}

/**
 * Opens the database of a data folder: makes it the first time, adopts a server that runs, recovers one that was
 * killed.
 *
 * `serve`: the program the folder belongs to, one at a time; keeps the server running and stops it at the end.
 * `share`: a command that works on the same database beside it. It uses the server that runs and leaves it running,
 * or starts one when there is none. The last program to let go stops it, except a command that found a server
 * somebody had left running: that one stays as it was.
 * @throws StartupError when the folder is served by another program, or the system refuses (disk, memory, rights).
 */
export const openEmbedded = async (options: EmbeddedOptions & { mode: Mode }): Promise<Embedded> => {
  const { log, mode } = options
  const folder = await DataFolder.open(join(resolve(options.dataDir), 'postgres'))
  const leftRunning = join(folder.folder, 'left-running')
  const serving = mode === 'serve'

  const start = async (what: Launch): Promise<{ server: Server; adopted: boolean; recovered: boolean }> => {
    const { cluster } = what.home
    const state = readCluster(cluster)
    requireVersion(cluster, state, what.binaries)
    const running = await findServer(what.home, state.identifier, serving, log)
    if (running) return { server: running, adopted: true, recovered: false }
    const recovered = !readCluster(cluster).stoppedCleanly
    return { server: await launch(what, log), adopted: false, recovered }
  }

  const open = async () => {
    if (serving) refuseSecond(folder)
    const home = await findHome(folder.folder, options.shelters ?? defaultShelters())
    const binaries = await findBinaries(home.software, home.runner)
    if (home.elsewhere) log.info(`The database lies in ${home.folder}: its server cannot reach ${folder.folder}.`)
    if (binaries.copied) log.info(`The programs of PostgreSQL run from a copy in ${home.software}.`)
    const created = await initialise(home, binaries, options.settings?.['fsync'] !== 'off')
    if (created && home.elsewhere) for (const old of olderHomes(home, folder.folder)) await retire(old, log)
    const what = { home, binaries, logFile: join(folder.folder, 'postgres.log'), overrides: options.settings ?? {} }
    const started = await start(what)
    try {
      await makeDatabase(started.server)
      const alone = folder.users().length === 0
      const leave = folder.enter(mode)
      if (serving || !started.adopted) rmSync(leftRunning, { force: true })
      else if (alone) writeFileSync(leftRunning, '')
      return { ...started, what, created, leave }
    } catch (error) {
      if (!started.adopted) await stopServer(started.server, log)
      throw isDiskFull(error) ? diskFull(home.folder, error) : error
    }
  }

  if (serving) refuseSecond(folder)
  const { what, server, adopted, recovered, created, leave } = await folder.exclusively(open)

  const tie = (to: Server): (() => void) => (options.endWithProcess ? endTogether(to, what.home) : () => undefined)
  let untie = tie(server)
  const restart = async (): Promise<Server> => {
    const again = await folder.exclusively(() => start(what))
    untie()
    untie = tie(again.server)
    return again.server
  }
  const kept = serving ? keepRunning(server, restart, log) : { server, end: async () => undefined }

  const close = async (): Promise<void> => {
    await kept.end()
    await folder.exclusively(async () => {
      leave()
      const others = folder.users().length
      if (others === 0 && (serving || !existsSync(leftRunning))) {
        // Perhaps another one than at first: the program that served may have started it anew.
        const { identifier } = readCluster(what.home.cluster)
        const last = isAlive(kept.server.identity) ? kept.server : await findServer(what.home, identifier, true, log)
        if (last) await stopServer(last, log)
        dropSocketFolder(what.home)
      } else if (serving) log.info(`The database stays up for ${others} other program(s); the last of them stops it.`)
    })
  }
  /** Whatever happened to the data folder meanwhile (deleted, disk full), the served database is not left behind. */
  const closeAnyway = async (): Promise<void> => {
    try {
      await close()
    } catch (error) {
      log.warn(`The data folder was not left in order: ${messageOf(error)}`)
      if (serving) await stopServer(kept.server, log)
    } finally {
      untie()
    }
  }
  let closing: Promise<void> | undefined
  return {
    ...connections(server),
    adopted,
    recovered,
    created,
    folder: what.home.folder,
    get pid() {
      return kept.server.pid
    },
    stop: () => (closing ??= closeAnyway()),
  }
}

/** The database of the program that serves: `openEmbedded` in mode `serve`. */
export const startEmbedded = (options: EmbeddedOptions): Promise<Embedded> =>
  openEmbedded({ ...options, mode: 'serve' })

/**
 * Deletes the database of a data folder for good, wherever it lies; stops a server that was left running.
 * @throws StartupError when a program uses it.
 */
export const eraseEmbedded = async ({ dataDir, log, shelters }: EmbeddedOptions): Promise<void> => {
  const data = join(resolve(dataDir), 'postgres')
  if (!existsSync(data)) return
  const folder = await DataFolder.open(data)
  await folder.exclusively(async () => {
    const user = folder.users()[0]
    if (user)
      throw new StartupError(
        `A program (process ${user.pid}) uses the database in ${data}.`,
        'Stop it first, then delete the database.',
      )
    const home = await findHome(data, shelters ?? defaultShelters())
    if (readPostmasterFile(home.cluster)) {
      const server = await findServer(home, readCluster(home.cluster).identifier, true, log)
      if (server) await stopServer(server, log)
    }
    dropSocketFolder(home)
    rmSync(home.folder, { recursive: true, force: true })
  })
  rmSync(data, { recursive: true, force: true })
}
