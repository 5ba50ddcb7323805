import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { Refusals, transact, type Engine, type Statement, type Tx } from '#platform/cases'
import { getIdentity, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'

/** How many of its newest cases an organisation's words are looked for in. */
const WINDOW = 1000
const FIRMS = 10
const SHORTEST = 2
const LONGEST = 80

// The registry of firms is the platform's; the two questions about it are asked in its name, the one about cases never.
const firmsBy: Statement = {
  name: 'search.firms',
  // A range and not LIKE: the plan is made before the words are known, and only a range can then use the index of names.
  text: `SELECT id FROM identity.organisation WHERE tax_id = $1
         UNION (SELECT id FROM identity.organisation WHERE lower(name) ~>=~ $2::text AND lower(name) ~<~ ($2::text || chr(1114111))
                ORDER BY lower(name) USING ~<~ LIMIT ${FIRMS})`,
}
const firmsOf: Statement = {
  name: 'search.owners',
  text: 'SELECT id, name, tax_id AS "taxId" FROM identity.organisation WHERE id = ANY($1)',
}

const FOUND = `c.id, c.type, c.number, c.title, c.status, c.version, c.owner_org AS owner, c.opened_at AS "openedAt", c.changed_at AS "changedAt"`

// Every one is a bounded walk of an index; the policies of the tables leave only what the organisation may see.
const byNumber: Statement = {
  name: 'search.number',
  text: `SELECT ${FOUND} FROM cases."case" c WHERE c.number = upper($1) AND c.sandbox_id IS NOT DISTINCT FROM $2 LIMIT $3`,
}
const byFirm: Statement = {
  name: 'search.firm',
  text: `SELECT c.* FROM unnest($1::uuid[]) firm CROSS JOIN LATERAL (
           SELECT ${FOUND} FROM cases."case" c WHERE c.owner_org = firm AND c.type = 'permit' AND c.sandbox_id IS NOT DISTINCT FROM $2
           ORDER BY c.id DESC LIMIT $3
         ) c ORDER BY c.id DESC LIMIT $3`,
}
const byWords: Statement = {
  name: 'search.words',
  text: `SELECT ${FOUND} FROM (
           SELECT DISTINCT ON (p.case_id) p.case_id FROM cases.case_party p WHERE p.org_id = $1 ORDER BY p.case_id DESC LIMIT ${WINDOW}
         ) newest JOIN cases."case" c ON c.id = newest.case_id
         WHERE c.sandbox_id IS NOT DISTINCT FROM $2 AND (lower(c.title) LIKE '%' || $4 || '%' OR lower(c.number) LIKE '%' || $4 || '%')
         ORDER BY c.id DESC LIMIT $3`,
}

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
  tx.asPlatform()
  const firms = (await tx.query<FirmRow>(firmsBy, [words, words.toLowerCase()])).rows.map((f) => f.id)
  tx.asOrganisation()
  const [exact, ofFirms] = await Promise.all([
    tx.query<FoundRow>(byNumber, [words, sandbox, limit]),
    firms.length ? tx.query<FoundRow>(byFirm, [firms, sandbox, limit]) : { rows: [] },
  ])
  const named = [...exact.rows, ...ofFirms.rows]
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
