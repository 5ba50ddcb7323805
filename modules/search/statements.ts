import type { Statement } from '#platform/cases'

/** How many of its newest cases an organisation's words are looked for in, and how many of a firm's newest permits are looked at. */
export const WINDOW = 1000
export const FIRMS = 10

/**
 * Before the walks below. A plan is made for the average firm, with some dozens of permits, and gathering dozens to sort them is as good as
 * walking them in order; the same plan then gathers all of the firm that has a hundred thousand.
 */
export const inOrder: Statement = { name: 'search.in-order', text: 'SET LOCAL enable_bitmapscan = off' }

// The registry of firms is the platform's; the two questions about it are asked in its name.
export const firmsBy: Statement = {
  name: 'search.firms',
  // A range of a plain column, and not LIKE or lower(): the plan is made before the words are known, and row-level security lets
  // only comparisons that can tell nothing go before its own policy. Everything else would read every firm.
  text: `SELECT id FROM identity.organisation WHERE tax_id = $1
         UNION (SELECT id FROM identity.organisation WHERE sort_name ~>=~ $2::text AND sort_name ~<~ ($2::text || chr(1114111))
                ORDER BY sort_name USING ~<~ LIMIT ${FIRMS})`,
}
export const firmsOf: Statement = {
  name: 'search.owners',
  text: 'SELECT id, name, tax_id AS "taxId" FROM identity.organisation WHERE id = ANY($1)',
}

const FOUND = `c.id, c.type, c.number, c.title, c.status, c.version, c.owner_org AS owner, c.opened_at AS "openedAt", c.changed_at AS "changedAt"`

// Every one is a bounded walk of an index; the policies of the tables leave only what the organisation may see.
export const byNumber: Statement = {
  name: 'search.number',
  text: `SELECT ${FOUND} FROM cases."case" c WHERE c.number = upper($1) AND c.sandbox_id IS NOT DISTINCT FROM $2 LIMIT $3`,
}

/**
 * The newest permits of firms that an organisation has a part in, as ids. Asked as the platform: under a policy the walk would go on
 * through a firm's whole archive for an agency that sees little of it. What is shown is read again as the organisation.
 */
export const ofFirms: Statement = {
  name: 'search.of-firms',
  text: `SELECT id FROM unnest($1::uuid[]) firm CROSS JOIN LATERAL (
           SELECT c.id, c.readers FROM cases."case" c WHERE c.owner_org = firm AND c.type = 'permit' AND c.sandbox_id IS NOT DISTINCT FROM $2
           ORDER BY c.id DESC LIMIT ${WINDOW}
         ) newest WHERE $4::uuid = ANY (readers) ORDER BY id DESC LIMIT $3`,
}
export const byIds: Statement = {
  name: 'search.ids',
  text: `SELECT ${FOUND} FROM cases."case" c WHERE c.id = ANY($1) ORDER BY c.id DESC`,
}
export const byWords: Statement = {
  name: 'search.words',
  text: `SELECT ${FOUND} FROM (
           SELECT DISTINCT ON (p.case_id) p.case_id FROM cases.case_party p WHERE p.org_id = $1 ORDER BY p.case_id DESC LIMIT ${WINDOW}
         ) newest JOIN cases."case" c ON c.id = newest.case_id
         WHERE c.sandbox_id IS NOT DISTINCT FROM $2 AND (lower(c.title) LIKE '%' || $4 || '%' OR lower(c.number) LIKE '%' || $4 || '%')
         ORDER BY c.id DESC LIMIT $3`,
}
