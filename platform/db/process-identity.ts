import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { errorCode } from './database-errors.ts'

/**
 * A process, told apart from a later one that got the same number: `<pid>-<start>`, safe in a file name.
 * Containers reuse low process numbers at every start, so a number alone proves nothing.
 */
export type ProcessIdentity = string

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** @throws the error of the system when it is not that the process has ended (too many open files, for one). */
const readProc = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errorCode(error) ?? '')) return undefined
    throw error
  }
}

const ps = (pid: number, column: string): string | undefined => {
  try {
    const options = {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    }
    return (
      execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], options as { encoding: 'utf8' }).trim() || undefined
    )
  } catch {
    return undefined
  }
}

/** The identity of a live process; undefined when there is none with that number (a zombie has ended). */
export const identityOf = (pid: number): ProcessIdentity | undefined => {
  if (process.platform !== 'linux') {
    const started = ps(pid, 'lstart')
    return started && `${pid}-${short(started)}`
  }
  const stat = readProc(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The command name, in parentheses, may hold blanks and parentheses itself: fields are counted after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTicks] = [fields[0], fields[19]]
  if (state === 'Z' || state === 'X' || startTicks === undefined) return undefined
  // Ticks are counted from the boot of the machine, so they need it to be comparable.
  return `${pid}-${short(`${readProc('/proc/sys/kernel/random/boot_id') ?? ''} ${startTicks}`)}`
}

/** When the system cannot tell, yes: taking a live process for dead would do harm. */
export const isAlive = (identity: ProcessIdentity): boolean => {
  try {
    return identityOf(Number.parseInt(identity, 10)) === identity
  } catch {
    return true
  }
}

/** The command line of a live process as one text, arguments apart by one blank; empty when it cannot be read. */
export const commandLineOf = (pid: number): string => {
  if (process.platform !== 'linux') return ps(pid, 'command') ?? ''
  return (readProc(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim()
}
