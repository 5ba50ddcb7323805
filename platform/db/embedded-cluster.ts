import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from './database-errors.ts'
import type { Binaries } from './embedded-binaries.ts'
import type { Home } from './embedded-home.ts'
import { childEnvironment, privateFolder } from './runner.ts'
import { diskFull, explainSystemError, ranOutOfDisk, StartupError } from './startup-error.ts'

/** What a cluster says of itself, running or not. `identifier`: made by initdb, decimal digits. */
export type ClusterState = { major: number; identifier: string; stoppedCleanly: boolean }

/** `DB_SHUTDOWNED` of PostgreSQL's `DBState`: any other state of a cluster without a server is a crash. */
const shutDown = 1

/**
 * The control file of a cluster: its identifier is the first eight bytes, its state the fifth four.
 * @throws StartupError when the cluster is damaged.
 */
export const readCluster = (cluster: string): ClusterState => {
  try {
    const major = Number.parseInt(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), 10)
    const control = readFileSync(join(cluster, 'global', 'pg_control'))
    return {
      major,
      identifier: String(control.readBigUInt64LE(0)),
      stoppedCleanly: control.readInt32LE(16) === shutDown,
    }
  } catch (error) {
    if (['EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw explainSystemError(error, cluster)
    throw new StartupError(
      `The database in ${cluster} is damaged: its control files cannot be read.`,
      'Restore it from a backup, or choose another data folder to begin with an empty database.',
      { cause: error },
    )
  }
}

/** @throws StartupError when the programs cannot run the cluster: its files differ by major version. */
export const requireVersion = (cluster: string, { major }: ClusterState, binaries: Binaries): void => {
  if (major !== binaries.major)
    throw new StartupError(
      `The database in ${cluster} was made by PostgreSQL ${major}; this program carries PostgreSQL ${binaries.major}.`,
      'Start the program that made it, export the data, and bring it into a new data folder.',
    )
}

/** `postmaster.pid`: written by a server while it runs, left behind when it is killed. `folder`: its cluster. */
export type PostmasterFile = { pid: number; folder: string; sockets: string; port: number; ready: boolean }

export const readPostmasterFile = (cluster: string): PostmasterFile | undefined => {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number.parseInt(lines[0] ?? '', 10)
  if (!(pid > 1)) return undefined
  const [, folder = '', , at, sockets = '', , , status] = lines
  return { pid, folder, sockets, port: Number(at), ready: status?.trim() === 'ready' }
}

const initdbArguments = (folder: string, durable: boolean): string[] => [
  `--pgdata=${folder}`,
  '--username=postgres',
  '--auth-local=trust',
  '--auth-host=reject',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
  ...(durable ? [] : ['--no-sync']),
]

const run = (
  program: string,
  args: string[],
  ids: Home['runner']['ids'],
): Promise<{ failed: boolean; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...ids, cwd: '/', env: childEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (part: Buffer): void => {
      output += part.toString('utf8')
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (status) => resolve({ failed: status !== 0, output }))
  })

const syncFolder = (folder: string): void => {
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const unfinished = 'cluster.new-'

/**
 * Makes an empty cluster when the home has none; answers whether it did. It is made under another name and renamed
 * when it is whole, so one whose making was interrupted is never taken for a cluster: it is thrown away here.
 * `durable: false` leaves out the wait for the disk (for tests).
 */
export const initialise = async (home: Home, binaries: Binaries, durable: boolean): Promise<boolean> => {
  for (const name of readdirSync(home.folder))
    if (name.startsWith(unfinished))
      rmSync(join(home.folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  if (existsSync(home.cluster)) return false

  const fresh = privateFolder(join(home.folder, `${unfinished}${randomBytes(4).toString('hex')}`), home.runner)
  const { failed, output } = await run(binaries.initdb, initdbArguments(fresh, durable), home.runner.ids)
  if (failed) {
    rmSync(fresh, { recursive: true, force: true })
    if (ranOutOfDisk(output, home.folder)) throw diskFull(home.folder)
    const complaint =
      output.split('\n').find((line) => /error|fatal|could not/i.test(line)) ?? output.trim().slice(-200)
    throw new StartupError(
      `The database could not be made in ${home.folder}: ${complaint.trim()}.`,
      'Choose a data folder on a local disk that this user owns, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
  renameSync(fresh, home.cluster)
  if (durable) syncFolder(home.folder)
  return true
}
