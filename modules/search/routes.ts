import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { Refusals, transact, type Engine, type Statement, type Tx } from '#platform/cases'
import { getIdentity, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'

/** How many of its newest cases an organisation's words are looked for in. */
const WINDOW = 2000
const FIRMS = 10
const SHORTEST = 2
const LONGEST = 80

const FOUND = `c.id, c.type, c.number, c.title, c.status, c.version, c.owner_org, c.opened_at, c.changed_at`

// The registry of firms is the platform's; the two questions about it are asked in its name, the one about cases never.
const firmsBy: Statement = {
  name: 'search.firms',
  text: `SELECT id FROM identity.organisation WHERE tax_id = $1
         UNION (SELECT id FROM identity.organisation WHERE lower(name) LIKE $2 || '%' ORDER BY lower(name) USING ~<~ LIMIT ${FIRMS})`,
}
const firmsOf: Statement = {
  name: 'search.owners',
  text: 'SELECT id, name, tax_id AS "taxId" FROM identity.organisation WHERE id = ANY($1)',
}

// Every branch is a bounded walk of one index; the policies of the tables leave only what the organisation may see.
const search: Statement = {
  name: 'search.cases',
  text: `
WITH by_number AS (
  SELECT ${FOUND}, 1 AS rank FROM cases."case" c WHERE c.number = upper($1) AND c.sandbox_id IS NOT DISTINCT FROM $4 LIMIT $5
), by_firm AS (
  SELECT c.*, 2 AS rank FROM unnest($6::uuid[]) firm CROSS JOIN LATERAL (
    SELECT ${FOUND} FROM cases."case" c WHERE c.owner_org = firm AND c.type = 'permit' AND c.sandbox_id IS NOT DISTINCT FROM $4
    ORDER BY c.id DESC LIMIT $5
  ) c
), newest AS (
  SELECT DISTINCT ON (p.case_id) p.case_id FROM cases.case_party p WHERE p.org_id = $3 ORDER BY p.case_id DESC LIMIT ${WINDOW}
), by_words AS (
  SELECT ${FOUND}, 3 AS rank FROM newest n JOIN cases."case" c ON c.id = n.case_id
  WHERE c.sandbox_id IS NOT DISTINCT FROM $4 AND (lower(c.title) LIKE '%' || $2 || '%' OR lower(c.number) LIKE '%' || $2 || '%')
  LIMIT $5
), found AS (
  SELECT DISTINCT ON (id) * FROM (SELECT * FROM by_number UNION ALL SELECT * FROM by_firm UNION ALL SELECT * FROM by_words) a ORDER BY id, rank
)
SELECT id, type, number, title, status, version, owner_org AS owner, opened_at AS "openedAt", changed_at AS "changedAt"
FROM found ORDER BY rank, id DESC LIMIT $5`,
}

interface FoundRow {
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
  const firms = (await tx.query<FirmRow>(firmsBy, [words, pattern])).rows.map((f) => f.id)
  tx.asOrganisation()
  const { rows } = await tx.query<FoundRow>(search, [words, pattern, org, sandbox, limit, firms])
  tx.asPlatform()
  const owners = (await tx.query<FirmRow>(firmsOf, [[...new Set(rows.map((r) => r.owner))]])).rows
  return rows.map((row) => {
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
