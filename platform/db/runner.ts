import { spawnSync } from 'node:child_process'
import { chownSync, chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { StartupError, useDatabaseUrl } from './startup-error.ts'

/**
 * The user the server runs as. PostgreSQL refuses to run as root, so root lends it another one.
 * `listed`: the system knows a name for it; containers are often run under a number without one.
 * `ids`: what a child process must be given to run as it; nothing when it is ourselves.
 */
export type Runner = { uid: number; gid: number; listed: boolean; ids: { uid?: number; gid?: number } }

type Account = { name: string; uid: number; gid: number }

const accounts = (): Account[] => {
  let text = ''
  try {
    text = readFileSync('/etc/passwd', 'utf8')
  } catch {
    // Without the file every user is one without a name.
  }
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0 && uid < 2 ** 31)
}

const myselfListed = (): boolean => {
  try {
    return userInfo().uid === process.getuid?.()
  } catch {
    return false
  }
}

/**
 * Who runs the server of a cluster. As root: the owner of the cluster when there is one already (so that a cluster an
 * ordinary user made goes on belonging to them), otherwise `nobody`. Not as root: ourselves.
 * @throws StartupError when the cluster belongs to somebody else and we are not root.
 */
export const chooseRunner = (cluster: string): Runner => {
  const uid = process.getuid?.()
  const gid = process.getgid?.()
  if (uid === undefined || gid === undefined)
    throw new StartupError('The embedded PostgreSQL runs on Linux and macOS only.', useDatabaseUrl)

  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (uid !== 0) {
    if (owner && owner.uid !== uid)
      throw new StartupError(
        `The database in ${cluster} belongs to another user (number ${owner.uid}).`,
        'Start as the user who made it, or choose another data folder.',
      )
    return { uid, gid, listed: myselfListed(), ids: {} }
  }

  const known = accounts()
  const account =
    owner && owner.uid !== 0
      ? { uid: owner.uid, gid: owner.gid }
      : (known.find(({ name }) => name === 'nobody') ??
        known.find(({ name }) => name === 'daemon') ?? { uid: 65534, gid: 65534 })
  const listed = known.some((other) => other.uid === account.uid)
  return { uid: account.uid, gid: account.gid, listed, ids: { uid: account.uid, gid: account.gid } }
}

/** What child processes see: nothing of ours that could change how PostgreSQL behaves (PG*, LANG, LD_LIBRARY_PATH). */
export const childEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
})

/**
 * Whether the runner can do what the shell `test` says, e.g. `['-r', file]`, or go into a folder and write there
 * (`['-w', folder]`). Asked of the system itself, as that user: modes of every folder above, access lists, mounts.
 */
export const runnerCan = (runner: Runner, operator: '-r' | '-w' | '-x', path: string): boolean => {
  const options = { ...runner.ids, cwd: '/', env: childEnvironment(), stdio: 'ignore' } as const
  const { error, status } = spawnSync('/bin/sh', ['-c', 'test "$1" "$2"', 'sh', operator, path], options)
  if (error && 'code' in error && (error.code === 'EPERM' || error.code === 'EINVAL'))
    throw new StartupError(
      'This process is root but may not start a program as another user, and PostgreSQL refuses to run as root.',
      `Start as an ordinary user, or: ${useDatabaseUrl}`,
      { cause: error },
    )
  return status === 0
}

/** Makes a folder (when missing) that belongs to the runner and to nobody else. */
export const privateFolder = (folder: string, runner: Runner): string => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (runner.ids.uid !== undefined) chownSync(folder, runner.uid, runner.gid)
  chmodSync(folder, 0o700)
  return folder
}
