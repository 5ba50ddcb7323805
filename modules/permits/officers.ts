import type { Statement, Tx } from '#platform/cases'

const skillsOf: Statement = {
  name: 'officer.skills',
  text: `SELECT procedures FROM permits.skill WHERE org_id = $1 AND person_id = $2 AND sandbox_id IS NOT DISTINCT FROM $3
         ORDER BY at DESC, id DESC LIMIT 1`,
}
// Of several on duty at once, the one with the fewest cases in hand; one whose skills leave the procedure out is passed over.
const onDuty: Statement = {
  name: 'officer.on-duty',
  text: `SELECT d.person_id AS person FROM permits.duty d
         WHERE d.org_id = $1 AND d.sandbox_id IS NOT DISTINCT FROM $2 AND d.starts_at <= $3 AND d.ends_at > $3
           AND EXISTS (SELECT 1 FROM identity.account a
                       WHERE a.org_id = d.org_id AND a.person_id = d.person_id AND a.ended_at IS NULL AND a.roles @> ARRAY['evaluator'])
           AND coalesce((SELECT s.procedures = '{}' OR $4 = ANY(s.procedures) FROM permits.skill s
                         WHERE s.org_id = d.org_id AND s.person_id = d.person_id AND s.sandbox_id IS NOT DISTINCT FROM $2
                         ORDER BY s.at DESC, s.id DESC LIMIT 1), true)
         ORDER BY (SELECT count(*) FROM cases.task t WHERE t.org_id = d.org_id AND t.holder = d.person_id), d.at, d.id LIMIT 1`,
}

/** Procedures that an officer takes cases of; nothing where nobody said, which is all of them (M08-11). */
export async function findSkills(
  tx: Tx,
  org: string,
  person: string,
  sandbox: string | null,
): Promise<readonly string[] | null> {
  const { rows } = await tx.query<{ procedures: string[] }>(skillsOf, [org, person, sandbox])
  const found = rows[0]?.procedures ?? []
  return found.length ? found : null
}

/** The evaluator on duty for urgent cases at a moment, if the agency keeps a roster (M08-10). */
export async function findOnDuty(
  tx: Tx,
  { org, procedure, at, sandbox }: { org: string; procedure: string; at: string; sandbox: string | null },
): Promise<string | null> {
  const { rows } = await tx.query<{ person: string }>(onDuty, [org, sandbox, at, procedure])
  return rows[0]?.person ?? null
}
