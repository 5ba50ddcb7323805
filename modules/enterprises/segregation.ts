import { refusal } from '#kernel'
import { Refusals, type Order, type Statement, type Tx, type Work } from '#platform/cases'

// Organisations that somebody belongs to, and those that gave one of these a mandate.
const tied = `SELECT a.org_id FROM identity.account a WHERE a.person_id = $1 AND a.ended_at IS NULL
         UNION SELECT (c.state->>'principal')::uuid FROM identity.account a
         JOIN cases.case_party p ON p.org_id = a.org_id AND p.capacity = 'agent' JOIN cases."case" c ON c.id = p.case_id
         WHERE a.person_id = $1 AND a.ended_at IS NULL AND c.type = 'mandate' AND c.status = 'ACTIVE' AND c.sandbox_id IS NOT DISTINCT FROM $2`
const tiesOf: Statement = { name: 'enterprise.ties-of', text: `SELECT array_agg(t.org_id) AS orgs FROM (${tied}) t` }
const ties: Statement = {
  name: 'enterprise.ties',
  text: `SELECT f.id, f.name FROM identity.organisation f WHERE f.id = ANY($3) AND f.id IN (${tied}) LIMIT 1`,
}

/** Firms in whose cases a person may not act as an officer of `org` (M01-5): a queue passes them over. */
export async function firmsBarred(
  tx: Tx,
  { person, org }: { readonly person: string; readonly org: string },
  sandbox: string | null,
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ orgs: string[] | null }>(tiesOf, [person, sandbox])
  return (rows[0]?.orgs ?? []).filter((id) => id !== org)
}

interface Applied {
  readonly applicant?: { readonly org?: unknown }
}

/**
 * Segregation (M01-5): nobody acts as an officer in a case of a firm whose hat they also have, or whose agent they are. Asked inside the
 * act's own transaction, of every permit it touches, whatever hat the person wears now.
 * @throws Refusals SEGREGATION_OF_DUTIES.
 */
export async function segregationGuard(work: Work, { actor }: Order): Promise<void> {
  if (actor.mandate) return
  const firms = new Set<string>()
  for (const { module, state } of work.touched) {
    const org = module.type.name === 'permit' ? (state as Applied).applicant?.org : undefined
    if (typeof org === 'string' && org !== '' && org !== actor.org) firms.add(org)
  }
  if (firms.size === 0) return
  const { rows } = await work.tx.query<{ name: string }>(ties, [actor.person, work.world.sandbox, [...firms]])
  if (rows[0]) throw new Refusals([refusal('SEGREGATION_OF_DUTIES', '', { firm: rows[0].name })])
}
