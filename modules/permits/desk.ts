import { itemOf, type PermitFacts, type PermitState } from '#kernel'
import { firmsBarred } from '#modules/enterprises'
import type { FactsRequest, Statement } from '#platform/cases'
import { findSkills } from './officers.ts'

// An urgent case comes before any usual one; within a lane, legal time decides. Both walks stop at the first row.
const ahead: Statement = {
  name: 'queue.ahead',
  text: `WITH mine AS (SELECT lane, since, case_id, name FROM cases.task WHERE case_id = $1 AND name = $2 AND org_id = $3)
         SELECT t.case_id AS id FROM mine, LATERAL (
           (SELECT t.case_id FROM cases.task t WHERE mine.lane = 'usual' AND t.lane = 'urgent' AND ${free('$3', '$4', '$5', '$6')} AND ${within('$7', '$8')}
            ORDER BY t.since, t.case_id, t.name LIMIT 1)
           UNION ALL
           (SELECT t.case_id FROM cases.task t WHERE t.lane = mine.lane AND ${free('$3', '$4', '$5', '$6')} AND ${within('$7', '$8')}
              AND (t.since, t.case_id, t.name) < (mine.since, mine.case_id, mine.name)
            ORDER BY t.since, t.case_id, t.name LIMIT 1)
         ) t LIMIT 1`,
}

/**
 * Turns of a role that lie in the queue and that a person may take: an approver is not kept waiting by a proposal of their own, which
 * somebody else signs.
 */
export function free(org: string, role: string, sandbox: string, person: string): string {
  return `t.org_id = ${org} AND t.role = ${role} AND t.sandbox_id IS NOT DISTINCT FROM ${sandbox} AND t.holder IS NULL AND t.name NOT LIKE 'await-%'
    AND (t.name <> 'decide' OR NOT EXISTS (
      SELECT 1 FROM cases."case" c WHERE c.id = t.case_id AND c.state->'evaluators' ? ${person}::text))`
}

/**
 * Turns of cases whose procedure an officer takes, nothing said being all of them (M08-11), and of no firm that they may not act on
 * (M01-5). The state, which is large, is read only for whoever has such a firm.
 */
export function within(skills: string, barred: string): string {
  return `(cardinality(${barred}::uuid[]) = 0 OR NOT EXISTS (
      SELECT 1 FROM cases."case" f WHERE f.id = t.case_id AND (f.state->'applicant'->>'org')::uuid = ANY(${barred}::uuid[])))
    AND (${skills}::text[] IS NULL OR EXISTS (
      SELECT 1 FROM cases."case" k WHERE k.id = t.case_id AND split_part(k.definition, '@', 1) = ANY(${skills}::text[])))`
}

const rolesOf: Statement = {
  name: 'queue.roles-of',
  text: 'SELECT roles FROM identity.account WHERE org_id = $1 AND person_id = $2 AND ended_at IS NULL',
}

/** What taking or handing over a case depends on beside the case itself. */
export async function deskFacts({ work, file, command, input, actor }: FactsRequest): Promise<PermitFacts['desk']> {
  const { sandbox } = work.world
  const s = file.state as PermitState
  const procedure = s.procedure.slice(0, s.procedure.indexOf('@'))
  if (command === 'reassign') {
    const { to } = input as { to: string }
    const { rows } = await work.tx.query<{ roles: string[] }>(rolesOf, [actor.org, to])
    const skills = await findSkills(work.tx, actor.org, to, sandbox)
    return { roles: rows.flatMap((r) => r.roles), skilled: skills?.includes(procedure) ?? true }
  }
  const skills = await findSkills(work.tx, actor.org, actor.person, sandbox)
  const item = itemOf(s, actor, (input as { desk?: string }).desk)
  if (!item) return {}
  const { rows } = await work.tx.query<{ id: string }>(ahead, [
    file.id,
    item.name,
    actor.org,
    item.role,
    sandbox,
    actor.person,
    skills,
    await firmsBarred(work.tx, actor, sandbox),
  ])
  return { ahead: rows[0]?.id ?? null, skilled: skills?.includes(procedure) ?? true }
}
