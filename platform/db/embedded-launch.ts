import { spawn } from 'node:child_process'
import { closeSync, fchownSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './embedded-binaries.ts'
import { readPostmasterFile } from './embedded-cluster.ts'
import { type Home, socketFolder } from './embedded-home.ts'
import { type Log, type Server, ask, waitForOrphans } from './embedded-server.ts'
import { identityOf } from './process-identity.ts'
import { childEnvironment } from './runner.ts'
import { diskFull, explaining, ranOutOfDisk, StartupError } from './startup-error.ts'

const port = 5432

/**
 * For two cores and a few gigabytes, without giving up a byte that was acknowledged. Given on the command line, so a
 * newer program brings its own and nobody edits a file. Local connections only: no network address at all.
 */
const settings: Record<string, string> = {
  listen_addresses: '',
  port: String(port),
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // Short statements: compiling them costs more than running them.
  jit: 'off',
  max_logical_replication_workers: '0',
  // A transaction nobody goes on with holds its locks: a program that hangs must not stop the others.
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
}

const readFrom = (path: string, offset: number): string => {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(64 * 1024, Math.max(0, fstatSync(file).size - offset)))
    readSync(file, buffer, 0, buffer.length, offset)
    return buffer.toString('utf8')
  } finally {
    closeSync(file)
  }
}

const refusal = (home: Home, logFile: string, text: string): StartupError => {
  const last = /(?:FATAL|PANIC|ERROR): +(.*)/.exec(text)?.[1] ?? 'it ended without a word'
  if (ranOutOfDisk(text, home.folder)) return diskFull(home.folder)
  if (/cannot allocate memory|could not (map|create) .*(memory|semaphores)/i.test(text))
    return new StartupError(
      `There is not enough memory for the database server: ${last}.`,
      'Give this machine or container at least 512 MB, or set DATABASE_URL to a PostgreSQL elsewhere.',
    )
  if (/permission denied|read-only file system/i.test(text))
    return new StartupError(
      `The database server may not use its own folder: ${last}.`,
      `Give ${home.folder} back to its user (number ${home.runner.uid}), and see ${logFile}.`,
    )
  return new StartupError(`The database server did not start: ${last}.`, `Read the end of ${logFile}.`)
}

const tooLong = 10 * 1024 * 1024

/** The file the server writes to, which belongs to its user: a cluster of an ordinary user may be run by root once. */
const openLog = (path: string, { runner }: Home): number => {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > tooLong) renameSync(path, `${path}.1`)
  const file = openSync(path, 'a', 0o600)
  if (runner.ids.uid !== undefined) fchownSync(file, runner.uid, runner.gid)
  return file
}

/**
 * A database on the same few cores as its clients: each statement wakes a process of it, which would push the program off its core in the
 * middle of a turn. A little less eager, it waits until the program has said all it has to say; both then get more done.
 */
const yieldToClients = (pid: number): void => {
  try {
    setPriority(pid, 15)
  } catch {
    // Not every system lets us; nothing depends on it.
  }
}

export type Launch = { home: Home; binaries: Binaries; logFile: string; overrides?: Record<string, string> }

/** One attempt. `busy`: shared memory of the last server is still held by a process of it. */
const launchOnce = async ({ home, binaries, logFile, overrides }: Launch, log: Log): Promise<Server | 'busy'> => {
  const sockets = socketFolder(home)
  const named = {
    ...settings,
    ...overrides,
    cluster_name: home.name,
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
  }
  const args = ['-D', home.cluster, ...Object.entries(named).flatMap(([name, value]) => ['-c', `${name}=${value}`])]

  const output = await explaining(logFile, () => openLog(logFile, home))
  const offset = fstatSync(output).size
  // A session of its own: Ctrl+C in the terminal is for us, and we stop the server when our own work is done.
  const child = spawn(binaries.postgres, args, {
    ...home.runner.ids,
    cwd: '/',
    env: childEnvironment(),
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  let ended: Error | true | undefined
  child.on('error', (error) => (ended = error))
  child.on('exit', () => (ended = true))
  child.unref()
  if (child.pid !== undefined) yieldToClients(child.pid)

  const started = Date.now()
  let readySince: number | undefined
  for (let told = false; ; await sleep(10)) {
    if (ended) {
      const text = readFrom(logFile, offset)
      if (/pre-existing shared memory block/.test(text)) return 'busy'
      if (ended instanceof Error)
        throw new StartupError(`The database server did not start: ${ended.message}.`, `See ${logFile}.`)
      throw refusal(home, logFile, text)
    }
    const file = readPostmasterFile(home.cluster)
    if (file?.ready && file.pid === child.pid) {
      readySince ??= Date.now()
      const identity = identityOf(file.pid)
      if (identity && (await ask(sockets, port)).is === 'ready') return { pid: file.pid, identity, sockets, port }
      if (Date.now() - readySince > 30_000) {
        child.kill('SIGINT')
        throw new StartupError('The database server runs but cannot be reached by this program.', `See ${logFile}.`)
      }
    }
    if (!told && Date.now() - started > 3_000) {
      told = true
      log.info('The database is not ready yet: after an interruption it first brings itself up to date.')
    }
  }
}

// A server notices within a minute that its folder was moved or its file taken away, and ends: hence the patience.
/**
 * Starts the server of a cluster that has none, and waits until it answers (as long as recovery takes).
 * @throws StartupError when it ends instead: full disk, no memory, folder not its own.
 */
export const launch = async (what: Launch, log: Log): Promise<Server> => {
  for (const until = Date.now() + 70_000; ; await sleep(250)) {
    const server = await launchOnce(what, log)
    if (server !== 'busy') return server
    if (Date.now() > until)
      throw new StartupError(
        `Processes of the last database server of ${what.home.folder} are still running.`,
        'End them (they are named postgres) and start again.',
      )
    await waitForOrphans(what.home)
  }
}
