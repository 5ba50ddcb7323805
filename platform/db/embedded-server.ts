import { readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type PostmasterFile, readPostmasterFile } from './embedded-cluster.ts'
import { type Home, socketFolder } from './embedded-home.ts'
import { type ProcessIdentity, commandLineOf, identityOf, isAlive } from './process-identity.ts'
import { StartupError } from './startup-error.ts'

/** A running server of our cluster. */
export type Server = { pid: number; identity: ProcessIdentity; sockets: string; port: number }

export type Log = { info: (text: string) => void; warn: (text: string) => void }

const superuser = (sockets: string, at: number): pg.ClientConfig => ({
  host: sockets,
  port: at,
  user: 'postgres',
  database: 'postgres',
  ssl: false,
  connectionTimeoutMillis: 5_000,
  query_timeout: 5_000,
})

/**
 * `ready`: a healthy server with that identifier answers. `busy`: starting, stopping or recovering.
 * `broken`: it answers, but the programs it runs from were deleted, so it cannot load its own parts any more.
 */
type Answer = { is: 'ready' | 'broken'; identifier: string } | { is: 'busy' | 'absent' }

export const ask = async (sockets: string, at: number): Promise<Answer> => {
  const client = new pg.Client(superuser(sockets, at))
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ identifier: string }>(
      'select system_identifier::text as identifier from pg_control_system()',
    )
    const identifier = rows[0]?.identifier ?? ''
    const whole = await client.query(`load 'plpgsql'`).then(
      () => true,
      () => false,
    )
    return { is: whole ? 'ready' : 'broken', identifier }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return { is: code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK' ? 'absent' : 'busy' }
  } finally {
    await client.end().catch(() => undefined)
  }
}

const sameFolder = (one: string, other: string): boolean => {
  try {
    return realpathSync(one) === realpathSync(other)
  } catch {
    return false
  }
}

/** Whether the process is the server the file speaks of, and not another that got its number. */
const isServer = (home: Home, { pid, folder }: PostmasterFile): boolean => {
  const line = `${commandLineOf(pid)} `
  return line.includes(`cluster_name=${home.name} `) || line.includes(`-D ${folder} `)
}

/** Processes of this cluster that outlived the server they belonged to. They end by themselves, mostly at once. */
const orphans = (home: Home): number[] => {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && commandLineOf(pid).startsWith(`postgres: ${home.name}: `))
    .filter(
      (pid) =>
        identityOf(pid) !== undefined && statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid === home.runner.uid,
    )
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended meanwhile.
  }
}

const waitUntil = async (done: () => boolean, patience: number): Promise<boolean> => {
  for (const until = Date.now() + patience; !done(); await sleep(20)) if (Date.now() > until) return false
  return true
}

/** Waits for the processes a killed server left; those that hang are ended as PostgreSQL itself would (SIGQUIT). */
export const waitForOrphans = async (home: Home): Promise<void> => {
  for (const name of ['SIGQUIT', 'SIGKILL'] as const) {
    if (await waitUntil(() => orphans(home).length === 0, 5_000)) return
    for (const pid of orphans(home)) signal(pid, name)
  }
  await waitUntil(() => orphans(home).length === 0, 5_000)
}

/** Removes what a killed server left in the way of the next. Only for a cluster that none serves. */
const forget = async (home: Home): Promise<undefined> => {
  await waitForOrphans(home)
  rmSync(join(home.cluster, 'postmaster.pid'), { force: true })
  const sockets = socketFolder(home)
  for (const name of readdirSync(sockets))
    if (name.startsWith('.s.PGSQL.')) rmSync(join(sockets, name), { force: true })
}

/**
 * The server that runs for this cluster, waited for while it starts, stops or recovers; undefined when there is none,
 * and then nothing is left in the way of a new one. One that cannot be reached any more (its socket was deleted, or
 * its programs) is stopped when `mayStop`.
 * @throws StartupError when the cluster is used from another container, or its server does not answer.
 */
export const findServer = async (
  home: Home,
  identifier: string,
  mayStop: boolean,
  log: Log,
): Promise<Server | undefined> => {
  let absentSince: number | undefined
  for (const until = Date.now() + 300_000; ; await sleep(20)) {
    const file = readPostmasterFile(home.cluster)
    // No file, or one that came along when somebody copied the folder of a running cluster.
    if (!file || !sameFolder(file.folder, home.cluster)) return forget(home)

    const identity = isServer(home, file) ? identityOf(file.pid) : undefined
    const answer = await ask(file.sockets, file.port)
    const same = 'identifier' in answer && answer.identifier === identifier
    if (!identity) {
      if (answer.is === 'absent') return forget(home)
      if (same || Date.now() > until)
        throw new StartupError(
          `The database in ${home.cluster} is in use from another container or machine.`,
          'Stop the program that uses it, or give this one a data folder of its own.',
        )
      continue
    }
    const server = { pid: file.pid, identity, sockets: file.sockets, port: file.port }
    if (same && answer.is === 'ready') return server

    absentSince = answer.is === 'absent' ? (absentSince ?? Date.now()) : undefined
    const lost = same || (file.ready && absentSince !== undefined && Date.now() - absentSince > 3_000)
    if (lost && mayStop) {
      const part = same ? 'programs' : 'socket'
      log.warn(`The running database server (process ${server.pid}) lost its ${part}: starting it anew.`)
      await stopServer(server, log)
    } else if (lost || Date.now() > until)
      throw new StartupError(
        `The database server of ${home.folder} (process ${server.pid}) runs but does not answer.`,
        `End that process (kill -INT ${server.pid}) and start again.`,
      )
  }
}

/** Stops a server: no new work, statements cut, everything on disk (fast); when that takes too long, at once. */
export const stopServer = async (server: Server, log: Log, patience = 60_000): Promise<void> => {
  const gone = (): boolean => !isAlive(server.identity)
  if (gone()) return
  signal(server.pid, 'SIGINT')
  if (await waitUntil(gone, patience)) return
  log.warn('The database server takes too long to stop: stopping it at once; the next start recovers.')
  for (const name of ['SIGQUIT', 'SIGKILL'] as const) {
    signal(server.pid, name)
    if (await waitUntil(gone, 10_000)) return
  }
}
