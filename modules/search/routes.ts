import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { Refusals, transact, type Engine, type Tx } from '#platform/cases'
import { getIdentity, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'
import { byIds, byNumber, byWords, firmsBy, firmsOf, inOrder, ofFirms } from './statements.ts'

const SHORTEST = 2
const LONGEST = 80

interface FoundRow {
  readonly id: string
  readonly owner: string
}
interface FirmRow {
  readonly id: string
  readonly name: string
  readonly taxId: string | null
}

async function find(tx: Tx, words: string, org: string, sandbox: string | null, limit: number): Promise<object[]> {
  const pattern = literal(words.toLowerCase())
  tx.settles(tx.query(inOrder, []))
  tx.asPlatform()
  const firms = (await tx.query<FirmRow>(firmsBy, [words, words.toLowerCase()])).rows.map((f) => f.id)
  const ids = firms.length
    ? (await tx.query<FoundRow>(ofFirms, [firms, sandbox, limit, org])).rows.map((c) => c.id)
    : []
  tx.asOrganisation()
  const [exact, theirs] = await Promise.all([
    tx.query<FoundRow>(byNumber, [words, sandbox, limit]),
    ids.length ? tx.query<FoundRow>(byIds, [ids]) : { rows: [] },
  ])
  const named = [...exact.rows, ...theirs.rows]
  // Words are looked for only when nobody and nothing bears them as a name.
  const rows = named.length ? named : (await tx.query<FoundRow>(byWords, [org, sandbox, limit, pattern])).rows
  tx.asPlatform()
  const owners = (await tx.query<FirmRow>(firmsOf, [[...new Set(rows.map((r) => r.owner))]])).rows
  return rows.slice(0, limit).map((row) => {
    const owner = owners.find((o) => o.id === row.owner)
    return { ...row, owner: owner ? { name: owner.name, taxId: owner.taxId } : null }
  })
}

/** What stands for itself in a pattern of LIKE. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`)

/** `?q=` two to 80 characters, `?limit=` as in every list. */
export function searchRoutes(app: Door, engine: Engine, identity: IdentityProvider): void {
  app.get('/v1/search', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { q } = request.query as { q?: unknown }
    const { limit } = pageOf(request)
    const words = typeof q === 'string' ? q.normalize('NFC').trim().replace(/\s+/g, ' ') : ''
    if (words.length < SHORTEST || words.length > LONGEST)
      throw new Refusals([refusal('INPUT_SHAPE', '/q', { reason: `must have ${SHORTEST} to ${LONGEST} characters` })])
    const { org } = who.actor
    const sandbox = sandboxOf(request, who)
    const items = await transact(engine.pool, org, (tx) => find(tx, words, org, sandbox, limit))
    return sendJson(reply, 200, JSON.stringify({ items }))
  })
}
