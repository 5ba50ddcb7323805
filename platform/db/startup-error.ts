import { statfsSync } from 'node:fs'
import { errorCode } from './database-errors.ts'

/**
 * Something outside the program keeps it from starting: a full disk, a folder it may not write, a missing binary,
 * a newer database. Not a bug, so whoever catches it shows `message` (one sentence, what is wrong) and `fix`
 * (one sentence, what the reader can do) and no stack.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError'
  readonly fix: string

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options)
    this.fix = fix
  }
}

export const useDatabaseUrl = 'Set DATABASE_URL to a PostgreSQL of your own (version 15 or later) and start again.'

/**
 * The refusal of the operating system as a StartupError; any other error comes back as it is.
 * `path` is the folder or file the program was working on.
 */
export const explainSystemError = (error: unknown, path: string): unknown => {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path, error)
    case 'EACCES':
    case 'EPERM':
      return new StartupError(
        `This user may not read and write in ${path}.`,
        'Give the folder to this user, start as the user who owns it, or choose another data folder.',
        { cause: error },
      )
    case 'EROFS':
      return new StartupError(
        `${path} lies on a read-only disk.`,
        'Choose a data folder on a disk that can be written.',
        {
          cause: error,
        },
      )
    case 'ENOENT':
      return new StartupError(
        `${path} is not there and cannot be made.`,
        'Choose a data folder on a disk that can be written.',
        {
          cause: error,
        },
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartupError(`${path} is not a folder.`, 'Move that file away or choose another data folder.', {
        cause: error,
      })
    case 'ENAMETOOLONG':
      return new StartupError(`The name ${path} is too long for this system.`, 'Choose a shorter data folder.', {
        cause: error,
      })
    default:
      return error
  }
}

export const diskFull = (path: string, cause?: unknown): StartupError =>
  new StartupError(
    `The disk that holds ${path} is full.`,
    'Free some space and start again; what was stored before is still there.',
    { cause },
  )

/** Whether the system (ENOSPC, EDQUOT) or PostgreSQL (53100) ran out of disk. */
export const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', '53100'].includes(errorCode(error) ?? '')

/**
 * Whether a server program that wrote `output` ended because the disk of `folder` is full. The disk is asked too: a
 * full one has no room for the complaint.
 */
export const ranOutOfDisk = (output: string, folder: string): boolean => {
  const { bavail, bsize } = statfsSync(folder)
  return /no space left|quota exceeded|wrote only \d+ of \d+ bytes/i.test(output) || bavail * bsize < 1024 * 1024
}

/** Runs `work`; a refusal of the operating system about `path` is thrown as a StartupError. */
export const explaining = async <T>(path: string, work: () => T | Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw explainSystemError(error, path)
  }
}
