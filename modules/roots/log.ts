import { createHash } from 'node:crypto'
import { leafHash, nodeHash, type Hash, type HashFunction, type Subtree } from '#kernel'
import type { Statement, Tx } from '#platform/cases'

export const sha256: HashFunction = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** What a leaf says: which event, and its hash, which stands for its content and for all that went before it in its case. */
export const leafOf = (caseId: string, seq: number, hash: string): Buffer => Buffer.from(`${caseId}:${seq}:${hash}`)

const BITS = 8
const WIDTH = 2 ** BITS
const BYTES = 32

const readTiles: Statement = {
  name: 'roots.tiles',
  text: `SELECT level, index::text AS index, hashes FROM roots.tile WHERE level > 0 OR index = ANY($1)`,
}
const putTile: Statement = {
  name: 'roots.put-tile',
  text: `INSERT INTO roots.tile (level, index, hashes) VALUES ($1, $2, $3)
         ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes`,
}
const putLeaves: Statement = {
  name: 'roots.put-leaves',
  text: `INSERT INTO roots.leaf (index, case_id, seq) SELECT $1::bigint + n - 1, case_id, seq
         FROM ROWS FROM (unnest($2::uuid[]), unnest($3::int[])) WITH ORDINALITY AS t (case_id, seq, n)`,
}

interface TileRow {
  readonly level: number
  readonly index: string
  readonly hashes: Buffer
}

/** The hash over a row of 2^n hashes. */
function fold(hashes: readonly Hash[]): Hash {
  let row = hashes
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(sha256, row[2 * i] as Hash, row[2 * i + 1] as Hash))
  return row[0] as Hash
}

/** The rows of the tree that lead to some places: all above the leaves, of the leaves only those that were asked for. */
export class Tiles {
  readonly #kept = new Map<string, Hash[]>()
  readonly #changed = new Set<string>()

  static async read(tx: Tx, leaves: readonly number[]): Promise<Tiles> {
    const tiles = new Tiles()
    const wanted = [...new Set(leaves.filter((i) => i >= 0).map((i) => Math.floor(i / WIDTH)))]
    for (const { level, index, hashes } of (await tx.query<TileRow>(readTiles, [wanted])).rows)
      tiles.#kept.set(
        `${level}/${index}`,
        Array.from({ length: hashes.length / BYTES }, (_, i) => hashes.subarray(i * BYTES, (i + 1) * BYTES)),
      )
    return tiles
  }

  readonly subtree: Subtree = (level, index) => {
    const at = Math.floor(level / BITS)
    const count = 2 ** (level % BITS)
    const first = index * count
    const row = this.#kept.get(`${at}/${Math.floor(first / WIDTH)}`) ?? []
    const hashes = row.slice(first % WIDTH, (first % WIDTH) + count)
    if (hashes.length !== count) throw new Error(`row ${at}/${Math.floor(first / WIDTH)} of the tree is not whole`)
    return fold(hashes)
  }

  /** Appends the hash of the leaf at `index`, the next one, and whatever becomes whole above it. */
  append(hash: Hash, index: number): void {
    this.#put(0, index, hash)
  }

  #put(level: number, index: number, hash: Hash): void {
    const key = `${level}/${Math.floor(index / WIDTH)}`
    const row = this.#kept.get(key) ?? []
    if (row.length !== index % WIDTH)
      throw new Error(`row ${key} of the tree holds ${row.length} hashes, not ${index % WIDTH}`)
    row.push(hash)
    this.#kept.set(key, row)
    this.#changed.add(key)
    if (row.length === WIDTH) this.#put(level + 1, Math.floor(index / WIDTH), fold(row))
  }

  async write(tx: Tx): Promise<void> {
    await Promise.all(
      [...this.#changed].map((key) => {
        const [level, index] = key.split('/')
        return tx.query(putTile, [level, index, Buffer.concat(this.#kept.get(key) ?? [])])
      }),
    )
    this.#changed.clear()
  }
}

export interface LoggedEvent {
  readonly case_id: string
  readonly seq: number
  readonly hash: Buffer
}

/** Appends events to the log, the first at `size`. */
export async function appendEvents(tx: Tx, tiles: Tiles, size: number, events: readonly LoggedEvent[]): Promise<void> {
  for (const [i, e] of events.entries())
    tiles.append(leafHash(sha256, leafOf(e.case_id, e.seq, e.hash.toString('hex'))), size + i)
  await tx.query(putLeaves, [size, events.map((e) => e.case_id), events.map((e) => e.seq)])
}
