import { itemOf, type PermitFacts, type PermitState } from '#kernel'
import type { FactsRequest, Statement } from '#platform/cases'

// An urgent case comes before any usual one; within a lane, legal time decides. Both walks stop at the first row.
const ahead: Statement = {
  name: 'queue.ahead',
  text: `WITH mine AS (SELECT lane, since, case_id, name FROM cases.task WHERE case_id = $1 AND name = $2 AND org_id = $3)
         SELECT t.case_id AS id FROM mine, LATERAL (
           (SELECT t.case_id FROM cases.task t WHERE mine.lane = 'usual' AND t.lane = 'urgent' AND ${free('$3', '$4', '$5', '$6')}
            ORDER BY t.since, t.case_id, t.name LIMIT 1)
           UNION ALL
           (SELECT t.case_id FROM cases.task t WHERE t.lane = mine.lane AND ${free('$3', '$4', '$5', '$6')}
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

const rolesOf: Statement = {
  name: 'queue.roles-of',
  text: 'SELECT roles FROM identity.account WHERE org_id = $1 AND person_id = $2 AND ended_at IS NULL',
}

/** What taking or handing over a case depends on beside the case itself. */
export async function deskFacts({ work, file, command, input, actor }: FactsRequest): Promise<PermitFacts['desk']> {
  if (command === 'reassign') {
    const { rows } = await work.tx.query<{ roles: string[] }>(rolesOf, [actor.org, (input as { to: string }).to])
    return { roles: rows.flatMap((r) => r.roles) }
  }
  const item = itemOf(file.state as PermitState, actor, (input as { desk?: string }).desk)
  if (!item) return {}
  const { rows } = await work.tx.query<{ id: string }>(ahead, [
    file.id,
    item.name,
    actor.org,
    item.role,
    work.world.sandbox,
    actor.person,
  ])
  return { ahead: rows[0]?.id ?? null }
}
