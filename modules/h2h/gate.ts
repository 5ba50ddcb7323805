import type { Pool } from 'pg'
import { refusal } from '#kernel'
import { Refusals, transact, type Statement } from '#platform/cases'
import type { ConnectionState } from './connection.ts'

const standing: Statement = {
  name: 'h2h.connection-standing',
  text: `SELECT state FROM cases."case" WHERE owner_org = $1 AND type = 'connection' AND sandbox_id IS NULL ORDER BY id DESC LIMIT 5`,
}

/** What is agreed with a firm holds for the next second; a suspension works from then on. */
const REMEMBERED_MS = 1000
const MOST = 10_000

export interface Agreed {
  readonly status: ConnectionState['status'] | null
  readonly reason: string | null
  readonly perSecond: number | null
}

export interface Gate {
  /** How a firm stands: its connection that is furthest, or none. */
  of(org: string): Promise<Agreed>
  /** No exchange without a live agreement (M45-1). In a test installation, and in a sandbox, only a suspension keeps a firm out. */
  check(org: string, test: boolean): Promise<void>
}

const RANK = [
  'RETIRED',
  'NEW',
  'REQUESTED',
  'AGREEMENT_SIGNED',
  'SANDBOX',
  'CONFORMANCE_TESTED',
  'CERTIFIED',
  'SUSPENDED',
  'PRODUCTION',
]

export function createGate(pool: Pool, elapsed: () => number): Gate {
  const known = new Map<string, { readonly answer: Promise<Agreed>; readonly until: number }>()
  const ask = async (org: string): Promise<Agreed> => {
    const { rows } = await transact(pool, org, (tx) => tx.query<{ state: ConnectionState }>(standing, [org]))
    const best = rows.map((r) => r.state).sort((a, b) => RANK.indexOf(b.status) - RANK.indexOf(a.status))[0]
    return best
      ? { status: best.status, reason: best.reason, perSecond: best.perSecond }
      : { status: null, reason: null, perSecond: null }
  }
  const of = (org: string): Promise<Agreed> => {
    const at = elapsed()
    const found = known.get(org)
    if (found && found.until > at) return found.answer
    if (known.size > MOST) known.clear()
    const answer = ask(org)
    known.set(org, { answer, until: at + REMEMBERED_MS })
    answer.catch(() => known.delete(org))
    return answer
  }
  return {
    of,
    check: async (org, test) => {
      const { status, reason } = await of(org)
      if (status === 'SUSPENDED') throw new Refusals([refusal('CONNECTION_SUSPENDED', '', { reason: reason ?? '' })])
      if (!test && status !== 'PRODUCTION') throw new Refusals([refusal('NO_AGREEMENT')])
    },
  }
}
