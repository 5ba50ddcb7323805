import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Runner, chooseRunner, privateFolder, runnerCan } from './runner.ts'
import { explaining, explainSystemError, StartupError } from './startup-error.ts'

/** Where the cluster of a data folder lies. `name` is in the titles of its processes, and of no other cluster's. */
export type Home = {
  folder: string
  name: string
  cluster: string
  software: string
  elsewhere: boolean
  runner: Runner
}

type Note = { id: string; folder?: string }

const noteName = 'home.json'

const homeAt = (folder: string, elsewhere: boolean): Home => {
  const cluster = join(folder, 'cluster')
  // From where it is, not from what is in it: a copy of the folder is another cluster.
  const name = `vuce-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 16)}`
  return { folder, name, cluster, software: join(folder, 'software'), elsewhere, runner: chooseRunner(cluster) }
}

/** @throws StartupError when there is a note that says nothing: taking it for none would hide a database. */
const readNote = (folder: string): Note | undefined => {
  const path = join(folder, noteName)
  if (!existsSync(path)) return undefined
  try {
    const { id, folder: place } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Note>
    if (typeof id !== 'string') throw new TypeError('no id')
    return place ? { id, folder: place } : { id }
  } catch (error) {
    throw new StartupError(
      `The file ${path}, which says where the database lies, cannot be read.`,
      `Start as the user who owns it, or delete ${folder} to begin with an empty database.`,
      { cause: error },
    )
  }
}

/** Written whole or not at all: half a note would lose the database it names. */
const writeNote = (folder: string, note: Note): void => {
  const path = join(folder, noteName)
  writeFileSync(`${path}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

const reachable = (home: Home): boolean => {
  const trial = privateFolder(join(home.folder, 'run'), home.runner)
  return runnerCan(home.runner, '-w', trial)
}

/** Where a cluster is put when its server cannot reach the data folder: first what outlives a reboot. */
export const defaultShelters = (): string[] => [
  '/var/lib/ventanilla',
  '/var/tmp/ventanilla',
  join(tmpdir(), 'ventanilla'),
]

const oursAlone = (folder: string): boolean => {
  const { uid, mode } = lstatSync(folder)
  return uid === process.getuid?.() && (mode & 0o022) === 0 && lstatSync(folder).isDirectory()
}

const findShelter = (data: string, id: string, shelters: string[]): Home | undefined => {
  for (const shelter of shelters) {
    const folder = join(shelter, id)
    try {
      mkdirSync(shelter, { recursive: true, mode: 0o711 })
      if (!oursAlone(shelter)) continue
      mkdirSync(folder, { mode: 0o711 })
      const home = homeAt(folder, true)
      if (reachable(home)) {
        writeNote(folder, { id, folder: data })
        return home
      }
      rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      if (error instanceof StartupError) throw error
      // This one cannot be written: the next may.
    }
  }
  return undefined
}

const homeElsewhere = (data: string, folder: string, id: string): Home => {
  const there = readNote(folder)
  if (there?.id !== id)
    throw new StartupError(
      `The database of ${data} was kept in ${folder} and is no longer there.`,
      `Bring that folder back, or delete ${data} to begin with an empty database.`,
    )
  if (there.folder !== data) {
    if (there.folder && existsSync(there.folder) && realpathSync(there.folder) !== realpathSync(data))
      throw new StartupError(
        `${data} is a copy of ${there.folder}, whose database lies in ${folder}.`,
        `Delete ${data} to begin with an empty database, or start the program there.`,
      )
    writeNote(folder, { id, folder: data })
  }
  return homeAt(folder, true)
}

/**
 * The home of the cluster that belongs to the data folder, chosen at the first start and written down in it: the data
 * folder itself, or, when the server's user cannot reach it (a checkout under a closed home folder, started by root),
 * a folder of `shelters`. Deleting the data folder forgets the cluster, so the next start makes an empty one.
 * @throws StartupError when no folder can be reached, or the one written down is gone.
 */
export const findHome = async (data: string, shelters: string[]): Promise<Home> => {
  const note = readNote(data)
  if (note?.folder) return homeElsewhere(data, note.folder, note.id)

  return explaining(data, () => {
    const id = note?.id ?? randomBytes(8).toString('hex')
    const inside = homeAt(data, false)
    if (reachable(inside)) {
      if (!note) writeNote(data, { id })
      return inside
    }
    const unreachable = `The database server (user ${inside.runner.uid}, because we are root) cannot reach ${data}`
    if (existsSync(inside.cluster))
      throw new StartupError(
        `${unreachable} any more.`,
        'Let others pass through the folders above it (chmod o+x), or start as the user who owns the database.',
      )
    const shelter = findShelter(data, id, shelters)
    if (shelter) {
      rmSync(join(data, 'run'), { recursive: true, force: true })
      writeNote(data, { id, folder: shelter.folder })
      return shelter
    }
    throw new StartupError(
      `${unreachable}, nor any of ${shelters.join(', ')}.`,
      'Choose a data folder that every user can pass through, or start as an ordinary user.',
    )
  })
}

/** Homes beside a new one that were made for a data folder of the same name, which was deleted since. */
export const olderHomes = (home: Home, data: string): Home[] => {
  const shelter = dirname(home.folder)
  const belongs = (folder: string): boolean => {
    try {
      return folder !== home.folder && readNote(folder)?.folder === data
    } catch {
      return false
    }
  }
  const folders = readdirSync(shelter).map((name) => join(shelter, name))
  return folders.filter(belongs).map((folder) => homeAt(folder, true))
}

/** The address of a unix socket has room for 103 bytes (macOS) or 107 (Linux), with the name PostgreSQL adds. */
const fits = (folder: string): boolean => Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= 100

const isPrivate = (folder: string, runner: Runner): boolean => {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  return stat?.isDirectory() === true && stat.uid === runner.uid && (stat.mode & 0o077) === 0
}

const socketNote = 'socket-folder'

/** The one that was made outside for this very home (not for one it was copied from), if it is still there. */
const socketFolderOutside = (home: Home): string | undefined => {
  const note = join(home.folder, socketNote)
  const [name, folder] = existsSync(note) ? readFileSync(note, 'utf8').split('\n') : []
  return name === home.name && folder && isPrivate(folder, home.runner) ? folder : undefined
}

/**
 * The folder of the server's socket, open to its user alone: whoever can connect is trusted. Inside the home, or,
 * when that path is too long for a socket, a short one under a temporary folder, used again as long as it is there.
 */
export const socketFolder = (home: Home): string => {
  const inside = join(home.folder, 'run')
  if (fits(inside)) return privateFolder(inside, home.runner)

  const before = socketFolderOutside(home)
  if (before) return before
  for (const place of [tmpdir(), '/tmp', '/var/tmp']) {
    if (!fits(join(place, 'vuce-XXXXXX'))) continue
    try {
      const folder = privateFolder(mkdtempSync(join(place, 'vuce-')), home.runner)
      if (!runnerCan(home.runner, '-w', folder)) {
        rmSync(folder, { recursive: true, force: true })
        continue
      }
      writeFileSync(join(home.folder, socketNote), `${home.name}\n${folder}\n`, { mode: 0o600 })
      return folder
    } catch (error) {
      if (error instanceof StartupError) throw error
      const explained = explainSystemError(error, place)
      if (!(explained instanceof StartupError)) throw explained
    }
  }
  throw new StartupError(
    `The path ${inside} is too long for a database socket, and no temporary folder is short enough.`,
    'Choose a data folder with a shorter path, or set TMPDIR to a short one.',
  )
}

/** Removes a socket folder that was made outside of the home. For a cluster without a server. */
export const dropSocketFolder = (home: Home): void => {
  const folder = socketFolderOutside(home)
  if (folder) rmSync(folder, { recursive: true, force: true })
  rmSync(join(home.folder, socketNote), { force: true })
}
