import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { leafHash, rootHash, type Hash } from '#kernel'
import { transact, type Statement } from '#platform/cases'
import { PLATFORM, type Signer } from '#platform/signing'
import type { TokenVerdict } from '#platform/pki'
import { leafOf, sha256, Tiles } from './log.ts'
import type { RootRecord } from './service.ts'

export interface RootBreach {
  /** Number of the root that no longer holds; 0 when it concerns the log and not one root. */
  readonly number: number
  readonly reason: string
}

export interface RootsVerdict {
  readonly roots: number
  readonly logged: number
  readonly stamped: number
  readonly breaches: readonly RootBreach[]
}

const leaves: Statement = {
  name: 'roots.verify-leaves',
  text: `SELECT l.index::text AS index, l.case_id, l.seq, e.hash FROM roots.leaf l
         LEFT JOIN cases.event e ON e.case_id = l.case_id AND e.seq = l.seq
         WHERE l.index >= $1 ORDER BY l.index LIMIT $2`,
}
const roots: Statement = {
  name: 'roots.verify-roots',
  text: 'SELECT number::text AS number, size::text AS size, hash, jws, token FROM roots.root ORDER BY number',
}
const PAGE = 5000
/** Most breaches that are told one by one. */
const MOST = 50

/**
 * Rebuilds the log from the events as they are today and compares it with every root that was signed. What it finds and no chain alone
 * could show: a case that is gone, and a chain that was replaced together with its snapshot.
 */
export function verifyRoots(
  pool: Pool,
  signer: Signer,
  checkStamp: (token: Buffer, digest: Buffer) => TokenVerdict,
): Promise<RootsVerdict> {
  return transact(
    pool,
    null,
    async (tx) => {
      tx.asPlatform()
      const breaches: RootBreach[] = []
      const tell = (number: number, reason: string): void => {
        if (breaches.length < MOST) breaches.push({ number, reason })
      }
      const signed = (
        await tx.query<{ number: string; size: string; hash: string; jws: string; token: Buffer | null }>(roots, [])
      ).rows
      const tiles = new Tiles()
      let logged = 0
      let at = 0
      let stamped = 0
      const settle = async (): Promise<void> => {
        for (let next = signed[at]; next && Number(next.size) <= logged; next = signed[++at]) {
          const number = Number(next.number)
          const hash = Buffer.from(rootHash(sha256, tiles.subtree, Number(next.size))).toString('hex')
          if (hash !== next.hash) tell(number, 'the events under it are no longer those that were signed')
          const verdict = await signer.verify(next.jws)
          const before = signed[at - 1]
          const said = verdict.valid ? (verdict.payload as unknown as RootRecord) : undefined
          if (!verdict.valid || verdict.org !== PLATFORM) tell(number, 'its signature does not hold')
          else if (said?.hash !== next.hash || said.size !== Number(next.size) || said.number !== number)
            tell(number, 'it says something else than what was signed')
          if (said && (said.previous?.hash ?? null) !== (before?.hash ?? null))
            tell(number, 'the root before it is not the one it names')
          if (!next.token) continue
          const stamp = checkStamp(next.token, createHash('sha256').update(next.jws).digest())
          if (stamp.valid) stamped++
          else tell(number, `its time stamp does not hold (${stamp.reason})`)
        }
      }
      for (;;) {
        const page = (
          await tx.query<{ index: string; case_id: string; seq: number; hash: Buffer | null }>(leaves, [logged, PAGE])
        ).rows
        for (const { index, case_id, seq, hash } of page) {
          if (Number(index) !== logged) {
            tell(0, `place ${logged} of the log is missing`)
            return { roots: signed.length, logged, stamped, breaches }
          }
          if (!hash) tell(0, `event ${seq} of case ${case_id} is gone`)
          const leaf: Hash = leafHash(sha256, leafOf(case_id, seq, hash?.toString('hex') ?? ''))
          tiles.append(leaf, logged++)
          // Roots lie between pages and inside them.
          if (signed[at] && Number(signed[at]?.size) === logged) await settle()
        }
        if (page.length < PAGE) break
      }
      await settle()
      for (const { number } of signed.slice(at))
        tell(Number(number), 'the log is shorter than it was when this was signed')
      return { roots: signed.length, logged, stamped, breaches }
    },
    { snapshot: true },
  )
}
