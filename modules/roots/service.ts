import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { consistencyPath, inclusionPath, rootHash, type Instant } from '#kernel'
import { transact, type Statement, type Tx } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { PLATFORM, type Signer } from '#platform/signing'
import { appendEvents, leafOf, sha256, Tiles, type LoggedEvent } from './log.ts'

/** What a root says, and what the seal of the platform signs. */
export interface RootRecord {
  readonly kind: 'root'
  readonly number: number
  /** Events in the log. */
  readonly size: number
  /** Root of the tree, lower-case hexadecimal. */
  readonly hash: string
  readonly previous: { readonly number: number; readonly size: number; readonly hash: string } | null
  readonly at: Instant
}

export interface Root {
  readonly number: number
  readonly size: number
  readonly hash: string
  readonly at: Instant
  readonly jws: string
  /** RFC 3161 token over the SHA-256 of the jws, base64; nothing where the authority did not answer. */
  readonly timeStamp: string | null
}

/** That an event is in the log under a root: checked with SHA-256 and this alone (RFC 9162, 2.1.3.2). */
export interface EventProof {
  readonly case: string
  readonly seq: number
  readonly eventHash: string
  /** What was hashed as the leaf, after one zero byte. */
  readonly leaf: string
  readonly index: number
  readonly path: readonly string[]
  readonly root: Root
}

export interface RootsOptions {
  readonly pool: Pool
  readonly signer: Signer
  readonly clock: Clock
  /** Stamps a SHA-256 digest. A root whose stamp could not be had stands without: better than none. */
  readonly stamp: (digest: Buffer) => Promise<Buffer>
}

export interface Roots {
  /** Signs a root over everything committed so far; nothing when nothing was added since the last one. */
  make(): Promise<Root | undefined>
  /** Makes one unless there is one of this day (UTC) already. */
  makeDaily(): Promise<Root | undefined>
  list(before: number | null, limit: number): Promise<readonly Root[]>
  find(number: number): Promise<Root | undefined>
  /** That the log of the second root begins with that of the first. */
  consistency(from: Root, to: Root): Promise<readonly string[]>
  /** Proof of the last event of a case that is under a root; nothing before the first root over it. */
  proofOf(caseId: string): Promise<EventProof | undefined>
}

interface RootRow {
  readonly number: string
  readonly size: string
  readonly hash: string
  readonly upto: readonly [string, string]
  readonly jws: string
  readonly token: Buffer | null
  readonly made_at: Instant
}

const columns = 'number::text AS number, size::text AS size, hash, upto, jws, token, made_at'
const lock: Statement = { name: 'roots.lock', text: "SELECT pg_advisory_xact_lock(hashtext('roots.root'))" }
const last: Statement = { name: 'roots.last', text: `SELECT ${columns} FROM roots.root ORDER BY number DESC LIMIT 1` }
const byNumber: Statement = { name: 'roots.get', text: `SELECT ${columns} FROM roots.root WHERE number = $1` }
const listed: Statement = {
  name: 'roots.list',
  text: `SELECT ${columns} FROM roots.root WHERE number < $1 ORDER BY number DESC LIMIT $2`,
}
// As the feed: below the oldest transaction still running, so that nothing that commits later belongs before what was taken.
const nextEvents: Statement = {
  name: 'roots.events',
  text: `SELECT xid::text AS xid, position::text AS position, case_id, seq, hash FROM cases.event
         WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
         ORDER BY cases.event.xid, cases.event.position LIMIT $3`,
}
const put: Statement = {
  name: 'roots.put',
  text: 'INSERT INTO roots.root (number, size, hash, upto, jws, token, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
}
const lastLeaf: Statement = {
  name: 'roots.leaf',
  text: `SELECT l.index::text AS index, l.seq, e.hash FROM roots.leaf l JOIN cases.event e ON e.case_id = l.case_id AND e.seq = l.seq
         WHERE l.case_id = $1 AND l.index < $2 ORDER BY l.seq DESC LIMIT 1`,
}

const PAGE = 5000
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const rootOf = (row: RootRow): Root => ({
  number: Number(row.number),
  size: Number(row.size),
  hash: row.hash,
  at: row.made_at,
  jws: row.jws,
  timeStamp: row.token?.toString('base64') ?? null,
})

export function createRoots({ pool, signer, clock, stamp }: RootsOptions): Roots {
  const asPlatform = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(pool, null, (tx) => {
      tx.asPlatform()
      return work(tx)
    })

  const make = (unlessOf?: string): Promise<Root | undefined> =>
    asPlatform(async (tx) => {
      await tx.query(lock, [])
      const before = (await tx.query<RootRow>(last, [])).rows[0]
      const now = clock.now()
      if (before && unlessOf && before.made_at.slice(0, 10) >= unlessOf) return undefined
      let [size, upto] = [Number(before?.size ?? 0), before?.upto ?? (['0', '0'] as const)]
      const tiles = await Tiles.read(tx, [size - 1, size])
      for (;;) {
        const { rows } = await tx.query<LoggedEvent & { xid: string; position: string }>(nextEvents, [...upto, PAGE])
        const end = rows.at(-1)
        if (!end) break
        await appendEvents(tx, tiles, size, rows)
        size += rows.length
        upto = [end.xid, end.position]
      }
      if (size === Number(before?.size ?? 0)) return undefined
      await tiles.write(tx)
      const record: RootRecord = {
        kind: 'root',
        number: Number(before?.number ?? 0) + 1,
        size,
        hash: hex(rootHash(sha256, tiles.subtree, size)),
        previous: before ? { number: Number(before.number), size: Number(before.size), hash: before.hash } : null,
        at: now,
      }
      const jws = await signer.sign(PLATFORM, record)
      const token = await stamp(createHash('sha256').update(jws).digest()).catch(() => null)
      await tx.query(put, [record.number, size, record.hash, upto, jws, token, now])
      return {
        number: record.number,
        size,
        hash: record.hash,
        at: now,
        jws,
        timeStamp: token?.toString('base64') ?? null,
      }
    })

  return {
    make: () => make(),
    makeDaily: () => make(clock.now().slice(0, 10)),
    list: async (before, limit) =>
      asPlatform(async (tx) =>
        (await tx.query<RootRow>(listed, [before ?? Number.MAX_SAFE_INTEGER, limit])).rows.map(rootOf),
      ),
    find: (number) =>
      asPlatform(async (tx) => {
        const row = (await tx.query<RootRow>(byNumber, [number])).rows[0]
        return row && rootOf(row)
      }),
    consistency: (from, to) =>
      asPlatform(async (tx) => {
        if (from.size === 0) return []
        const tiles = await Tiles.read(tx, [from.size - 1, to.size - 1])
        return consistencyPath(sha256, tiles.subtree, from.size, to.size).map(hex)
      }),
    proofOf: (caseId) =>
      asPlatform(async (tx) => {
        const row = (await tx.query<RootRow>(last, [])).rows[0]
        if (!row) return undefined
        const root = rootOf(row)
        const leaf = (await tx.query<{ index: string; seq: number; hash: Buffer }>(lastLeaf, [caseId, root.size]))
          .rows[0]
        if (!leaf) return undefined
        const index = Number(leaf.index)
        const tiles = await Tiles.read(tx, [index, root.size - 1])
        const eventHash = hex(leaf.hash)
        return {
          case: caseId,
          seq: leaf.seq,
          eventHash,
          leaf: leafOf(caseId, leaf.seq, eventHash).toString(),
          index,
          path: inclusionPath(sha256, tiles.subtree, index, root.size).map(hex),
          root,
        }
      }),
  }
}
