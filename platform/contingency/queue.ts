import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, writeFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** A line of the queue: what was accepted, in the order in which it was. */
export interface Entry<T> {
  readonly seq: number
  readonly value: T
}

export interface QueueOptions {
  readonly dir: string
  /** 32 bytes: what lies in the file is sealed with it. */
  readonly key: Buffer
  /** Most entries that may wait at once. */
  readonly max: number
}

/** A durable queue in one file: what `append` answered for is on the disk, whatever happens to the process afterwards. */
export interface FileQueue<T> {
  /** Resolves once the entry is on the disk. Nothing when the queue is full. */
  append(value: T): Promise<Entry<T> | undefined>
  /** What waits, oldest first. */
  waiting(): readonly Entry<T>[]
  /** The entry was dealt with: it is not given again. */
  done(seq: number, outcome: object): Promise<void>
  close(): Promise<void>
}

const CIPHER = 'aes-256-gcm'

/** A line: the number in clear and under the seal, so that lines can neither be changed, moved nor taken from elsewhere unnoticed. */
function seal(key: Buffer, seq: number, text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv(CIPHER, key, iv)
  cipher.setAAD(Buffer.from(String(seq)))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `${seq} ${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')}\n`
}

function unseal(key: Buffer, line: string): { seq: number; text: string } | undefined {
  const [, digits, body] = /^(\d{1,15}) ([A-Za-z0-9+/=]+)$/.exec(line) ?? []
  if (!digits || !body) return undefined
  const bytes = Buffer.from(body, 'base64')
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, 12))
    decipher.setAAD(Buffer.from(digits))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return {
      seq: Number(digits),
      text: Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString(),
    }
  } catch {
    return undefined
  }
}

/** Lines of a file that was cut off at any byte: the last one may be torn, and then nobody was answered for it. */
async function readLines(
  path: string,
  key: Buffer,
): Promise<{ lines: { seq: number; text: string }[]; damaged: number }> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const written = text.split('\n')
  // What follows the last line feed was never whole.
  written.pop()
  const read = written.map((line) => unseal(key, line))
  const lines = read.filter((line) => line !== undefined)
  return { lines, damaged: read.length - lines.length }
}

/** @throws Error when a line in the middle is damaged: better not to start than to forget what somebody has a receipt for. */
export async function openFileQueue<T>({ dir, key, max }: QueueOptions): Promise<FileQueue<T>> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const [queuePath, donePath] = [join(dir, 'queue.log'), join(dir, 'done.log')]
  const [queued, finished] = await Promise.all([readLines(queuePath, key), readLines(donePath, key)])
  if (queued.damaged || finished.damaged)
    throw new Error(`the contingency queue in ${dir} has ${queued.damaged + finished.damaged} damaged line(s)`)
  const gone = new Set(finished.lines.map(({ seq }) => seq))
  const waiting = new Map(
    queued.lines
      .filter(({ seq }) => !gone.has(seq))
      .map(({ seq, text }) => [seq, { seq, value: JSON.parse(text) as T }]),
  )
  let last = queued.lines.reduce((n, { seq }) => Math.max(n, seq), 0)
  // Begun again without what is done: the new file is whole before it takes the old one's place.
  const rest = [...waiting.values()].map(({ seq, value }) => seal(key, seq, JSON.stringify(value))).join('')
  const fresh = `${queuePath}.new`
  await writeFile(fresh, rest, { mode: 0o600, flush: true })
  await rename(fresh, queuePath)
  await rename(donePath, join(dir, `done-${Date.now()}.log`)).catch(() => undefined)

  const file = await open(queuePath, 'a', 0o600)
  const doneFile = await open(donePath, 'a', 0o600)
  const writer = (to: FileHandle) => {
    let batch: { lines: string[]; written: Promise<void> } | undefined
    let before: Promise<unknown> = Promise.resolve()
    // Whoever comes while a batch is being written waits for the next one: many share one trip to the disk.
    return (line: string): Promise<void> => {
      if (batch) {
        batch.lines.push(line)
        return batch.written
      }
      const mine: { lines: string[]; written: Promise<void> } = { lines: [line], written: Promise.resolve() }
      batch = mine
      mine.written = before
        .catch(() => undefined)
        .then(async () => {
          batch = undefined
          await to.appendFile(mine.lines.join(''))
          await to.datasync()
        })
      before = mine.written
      return mine.written
    }
  }
  const put = writer(file)
  const putDone = writer(doneFile)

  return {
    append: async (value) => {
      if (waiting.size >= max) return undefined
      const entry = { seq: ++last, value }
      waiting.set(entry.seq, entry)
      try {
        await put(seal(key, entry.seq, JSON.stringify(value)))
        return entry
      } catch (error) {
        waiting.delete(entry.seq)
        throw error
      }
    },
    waiting: () => [...waiting.values()].sort((a, b) => a.seq - b.seq),
    done: async (seq, outcome) => {
      await putDone(seal(key, seq, JSON.stringify(outcome)))
      waiting.delete(seq)
    },
    close: async () => {
      await file.close()
      await doneFile.close()
    },
  }
}
