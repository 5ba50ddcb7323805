import { createHash, randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(8192)
let offset = pool.length

/** Random bytes, from a pool: the operating system is asked once for many. They are only valid until the next turn of the event loop. */
export function randomBytes(n: number): Buffer {
  if (offset + n > pool.length) {
    randomFillSync(pool)
    offset = 0
  }
  offset += n
  return pool.subarray(offset - n, offset)
}

const shape = (bytes: Buffer): string => {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** UUID version 7 (RFC 9562): ordered by the millisecond it was made. */
export function newId(ms = Date.now()): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(ms, 0, 6)
  randomBytes(10).copy(bytes, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return shape(bytes)
}

const named = new Map<string, string>()
const MOST_NAMED = 10_000

/** UUID version 8 derived from a name: the same agency of the same pack has the same id everywhere. */
export function namedId(name: string): string {
  const known = named.get(name)
  if (known) return known
  const bytes = createHash('sha256').update(`ventanilla:${name}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const id = shape(bytes)
  if (named.size < MOST_NAMED) named.set(name, id)
  return id
}

export const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
