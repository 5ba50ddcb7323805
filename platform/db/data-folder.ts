import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identityOf, isAlive } from './process-identity.ts'
import { explaining, StartupError } from './startup-error.ts'

/** `serve`: the one program the data folder belongs to. `share`: a command that uses the same database for a while. */
export type Mode = 'serve' | 'share'

/** A live program that uses the data folder. */
export type User = { pid: number; mode: Mode }

/** A folder by where it is: files that came along when it was copied speak of another. */
const placeOf = (folder: string): string => createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 12)

const nameIn = (folder: string, mode: Mode): string => {
  const identity = identityOf(process.pid) ?? `${process.pid}-unknown`
  return [identity, placeOf(folder), randomBytes(6).toString('hex'), mode].join('.')
}

const userOf = (name: string): User => ({
  pid: Number.parseInt(name, 10),
  mode: name.endsWith('.serve') ? 'serve' : 'share',
})

/** Names in `folder` whose process lives. A dead process' file may go at once: its name never comes back. */
const liveNames = (folder: string): string[] => {
  const here = placeOf(folder)
  return readdirSync(folder).filter((name) => {
    const [identity = '', place] = name.split('.')
    if (place === here && isAlive(identity)) return true
    rmSync(join(folder, name), { force: true })
    return false
  })
}

/**
 * Who uses a data folder, on disk: one small file per program, named after the process, so that a program that was
 * killed leaves nothing to clean by hand. `folder` is made when it is missing.
 */
export class DataFolder {
  readonly folder: string
  readonly #claims: string
  readonly #users: string

  constructor(folder: string) {
    this.folder = folder
    this.#claims = join(folder, 'lock')
    this.#users = join(folder, 'users')
    // As root the server runs as another user, who must be able to pass through (not to list).
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    mkdirSync(this.#claims, { recursive: true, mode: 0o700 })
    mkdirSync(this.#users, { recursive: true, mode: 0o700 })
  }

  /** Makes the folder, or says in a StartupError why it cannot. */
  static async open(folder: string): Promise<DataFolder> {
    return explaining(folder, () => new DataFolder(folder))
  }

  /**
   * Runs `work` while no other program starts or stops the database of this folder.
   *
   * Each contender writes a claim and goes ahead only when it then sees no other live claim: of two that overlap,
   * at least one sees the other. When several meet, all but the first by name step back and try again.
   * @throws StartupError when others keep the folder busy for longer than `patience` (ms).
   */
  async exclusively<T>(work: () => Promise<T>, patience = 120_000): Promise<T> {
    const name = nameIn(this.#claims, 'share')
    const claim = join(this.#claims, name)
    const until = Date.now() + patience
    try {
      for (;;) {
        await explaining(this.folder, () => writeFileSync(claim, '', { mode: 0o600 }))
        const others = liveNames(this.#claims).filter((other) => other !== name)
        const first = others.sort()[0]
        if (first === undefined) return await work()
        if (first < name) rmSync(claim, { force: true })
        if (Date.now() > until)
          throw new StartupError(
            `Another program (process ${userOf(first).pid}) keeps the database in ${this.folder} busy.`,
            'Wait until it is done, or end that process, and start again.',
          )
        await sleep(10 + Math.random() * 40)
      }
    } finally {
      rmSync(claim, { force: true })
    }
  }

  /** The live programs that use the folder. */
  users(): User[] {
    return liveNames(this.#users).map(userOf)
  }

  /** Writes down that this process uses the folder, until the answered function is called or the process ends. */
  enter(mode: Mode): () => void {
    const file = join(this.#users, nameIn(this.#users, mode))
    writeFileSync(file, '', { mode: 0o600 })
    return () => rmSync(file, { force: true })
  }
}
