import { availableParallelism } from 'node:os'
import { deflateRawSync } from 'node:zlib'
import type { Dictionary, Refusal } from '#kernel'
import { Refusals } from '#platform/cases'
import { openThread, type Thread } from '#platform/threads'
import type { Form, Reader, ReadMessage } from './reader.ts'

/** A message read, and as it will be kept. */
export interface ReadAndKept extends ReadMessage {
  /** The bytes that came: raw deflate. */
  readonly content: Buffer
}

export type ThreadAnswer = { readonly read: ReadAndKept } | { readonly refusals: readonly Refusal[] }
type Question = { readonly bytes: Uint8Array; readonly form: Form }

/** So many in a second before a thread is worth its memory. */
const BUSY = 25

export interface Readers {
  read(bytes: Buffer, form: Form): Promise<ReadAndKept>
  close(): Promise<void>
}

export const readAndKeep = ({ read }: Pick<Reader, 'read'>, bytes: Buffer, form: Form): ReadAndKept => ({
  ...read(bytes, form),
  content: deflateRawSync(bytes, { level: 1 }),
})

const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Reads messages: in this thread while there are few, in threads beside it once many come at the same time. */
export function createReaders(
  reader: Reader,
  dictionary: Dictionary,
  elapsed: () => number,
  threads = Math.max(1, availableParallelism() - 1),
): Readers {
  const pool: Thread<Question, ThreadAnswer>[] = []
  let second = { from: 0, count: 0 }
  const here = (bytes: Buffer, form: Form): ReadAndKept => readAndKeep(reader, bytes, form)
  async function there(thread: Thread<Question, ThreadAnswer>, bytes: Buffer, form: Form): Promise<ReadAndKept> {
    const answer = await thread.ask({ bytes, form }).catch(() => undefined)
    if (!answer) return here(bytes, form)
    if ('refusals' in answer) throw new Refusals(answer.refusals)
    const { certificate, others, content, ...read } = answer.read
    // A buffer arrives as the plain bytes that it is made of.
    return { ...read, certificate: buffer(certificate), others: others.map(buffer), content: buffer(content) }
  }
  return {
    read: async (bytes, form) => {
      const now = elapsed()
      if (now - second.from > 1000) second = { from: now, count: 0 }
      if (++second.count >= BUSY && pool.length < threads)
        pool.push(openThread(new URL('./reader-thread.ts', import.meta.url), { dictionary }))
      const [idle] = pool.filter((t) => t.isReady()).sort((a, b) => a.waiting() - b.waiting())
      return idle ? there(idle, bytes, form) : here(bytes, form)
    },
    close: async () => {
      await Promise.all(pool.map((t) => t.stop()))
    },
  }
}
