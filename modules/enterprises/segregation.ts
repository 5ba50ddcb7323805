import { refusal } from '#kernel'
import { Refusals, type Order, type Statement, type Work } from '#platform/cases'

// Whoever belongs to the firm, or to somebody who holds a mandate of it.
const ties: Statement = {
  name: 'enterprise.ties',
  text: `SELECT f.id, f.name FROM identity.organisation f WHERE f.id = ANY($2) AND EXISTS (
           SELECT 1 FROM identity.account a WHERE a.person_id = $1 AND a.ended_at IS NULL AND (a.org_id = f.id OR EXISTS (
             SELECT 1 FROM cases.case_party p JOIN cases."case" c ON c.id = p.case_id
             WHERE p.org_id = a.org_id AND p.capacity = 'agent' AND c.type = 'mandate' AND c.status = 'ACTIVE'
               AND c.state->>'principal' = f.id::text AND c.sandbox_id IS NOT DISTINCT FROM $3))) LIMIT 1`,
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
  const { rows } = await work.tx.query<{ name: string }>(ties, [actor.person, [...firms], work.world.sandbox])
  if (rows[0]) throw new Refusals([refusal('SEGREGATION_OF_DUTIES', '', { firm: rows[0].name })])
}
