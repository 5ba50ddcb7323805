import { Type, type Static } from 'typebox'
import { isDay, refusal, strict, toInstant, toMs, UuidSchema } from '#kernel'
import type { Directory, Identity } from '#platform/access'
import { newId, Refusals, transact, type Engine, type Statement, type Tx } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, shapeFaults, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'

export const SkillsSchema = Type.Object(
  {
    procedures: Type.Array(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$' }), {
      maxItems: 100,
      uniqueItems: true,
      description: 'Procedures of which this officer takes cases; an empty list is all of them',
    }),
  },
  strict,
)
const Moment = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{3})?)?Z$' })
export const DutySchema = Type.Object(
  { person: UuidSchema, from: Moment, to: Moment },
  { ...strict, description: 'Who is on duty for urgent cases, and when, in universal time' },
)

const officers: Statement = {
  name: 'officers.list',
  text: `SELECT p.person, p.name, p.roles, coalesce(s.procedures, '{}') AS procedures, s.at AS "saidAt"
         FROM (SELECT n.id AS person, n.name, array_agg(DISTINCT role ORDER BY role) AS roles
               FROM identity.account a JOIN identity.person n ON n.id = a.person_id, unnest(a.roles) AS role
               WHERE a.org_id = $1 AND a.sandbox_id IS NOT DISTINCT FROM $2 AND a.ended_at IS NULL GROUP BY n.id, n.name) p
         LEFT JOIN LATERAL (SELECT procedures, at FROM permits.skill
                            WHERE org_id = $1 AND person_id = p.person AND sandbox_id IS NOT DISTINCT FROM $2
                            ORDER BY at DESC, id DESC LIMIT 1) s ON true
         ORDER BY p.name, p.person LIMIT 500`,
}
const duties: Statement = {
  name: 'officers.duties',
  text: `SELECT d.person_id AS person, d.starts_at AS "from", d.ends_at AS "to" FROM permits.duty d
         WHERE d.org_id = $1 AND d.sandbox_id IS NOT DISTINCT FROM $2 AND d.ends_at > $3 ORDER BY d.starts_at, d.id LIMIT 500`,
}
const putSkill: Statement = {
  name: 'officers.skill',
  text: `INSERT INTO permits.skill (id, org_id, person_id, procedures, by_person, at, sandbox_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
}
const putDuty: Statement = {
  name: 'officers.duty',
  text: `INSERT INTO permits.duty (id, org_id, person_id, starts_at, ends_at, by_person, at, sandbox_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
}
const works: Statement = {
  name: 'officers.works',
  text: `SELECT 1 FROM identity.account WHERE org_id = $1 AND person_id = $2 AND sandbox_id IS NOT DISTINCT FROM $3 AND ended_at IS NULL LIMIT 1`,
}

/** Longest stretch of duty that one entry may hold. */
const MOST_DAYS = 31

/** Who takes which cases (M08-11) and who is on duty for the urgent ones (M08-10): kept by the approvers of an agency. */
export function officerRoutes(app: Door, engine: Engine, directory: Directory, library: PackLibrary): void {
  async function manager(
    request: Parameters<typeof getIdentity>[0],
  ): Promise<{ who: Identity; sandbox: string | null }> {
    const who = await getIdentity(request, directory)
    if (!who.grants.has('permit.reassign'))
      throw new Refusals([refusal('FORBIDDEN', '', { command: 'officers', permission: 'permit.reassign' })])
    return { who, sandbox: sandboxOf(request, who) }
  }
  const asPlatform = <T>(org: string, run: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(engine.pool, org, (tx) => {
      tx.asPlatform()
      return run(tx)
    })
  const colleague = async (tx: Tx, org: string, person: string, sandbox: string | null): Promise<void> => {
    if ((await tx.query(works, [org, person, sandbox])).rows.length === 0)
      throw new Refusals([refusal('NOT_A_COLLEAGUE', '/person', { role: 'evaluator' })])
  }

  app.get('/v1/officers', async (request, reply) => {
    const { who, sandbox } = await manager(request)
    const { org } = who.actor
    const found = await asPlatform(org, async (tx) => ({
      items: (await tx.query(officers, [org, sandbox])).rows,
      duties: (await tx.query(duties, [org, sandbox, engine.clock.now()])).rows,
    }))
    return sendJson(reply, 200, JSON.stringify(found))
  })

  app.put('/v1/officers/:person/skills', async (request, reply) => {
    const { who, sandbox } = await manager(request)
    const { person } = request.params as { person: string }
    const faults = shapeFaults(SkillsSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { procedures } = request.body as Static<typeof SkillsSchema>
    const known = new Set([...library.packs.values()].flatMap((pack) => pack.procedures.map((p) => p.id)))
    const unknown = procedures.flatMap((procedure, i) =>
      known.has(procedure) ? [] : [refusal('UNKNOWN_PROCEDURE', `/procedures/${i}`, { procedure })],
    )
    if (unknown.length) throw new Refusals(unknown)
    if (!isUuid(person)) throw new Refusals([refusal('NOT_FOUND', '', { type: 'officer', id: person })])
    const { org, person: by } = who.actor
    const at = engine.clock.now()
    await asPlatform(org, async (tx) => {
      await colleague(tx, org, person, sandbox)
      await tx.query(putSkill, [newId(), org, person, procedures, by, at, sandbox])
    })
    return sendJson(reply, 200, JSON.stringify({ person, procedures, saidAt: at }))
  })

  app.post('/v1/duties', async (request, reply) => {
    const { who, sandbox } = await manager(request)
    const faults = shapeFaults(DutySchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { person, from, to } = request.body as Static<typeof DutySchema>
    const wrong = ([from, to] as const).flatMap((at, i) =>
      isDay(at.slice(0, 10)) && Number.isFinite(Date.parse(at))
        ? []
        : [refusal('INPUT_SHAPE', i === 0 ? '/from' : '/to', { reason: 'no such moment' })],
    )
    if (wrong.length) throw new Refusals(wrong)
    if (toMs(to) <= toMs(from)) throw new Refusals([refusal('SLOT_ORDER', '/to')])
    if (toMs(to) - toMs(from) > MOST_DAYS * 86_400_000)
      throw new Refusals([refusal('DUTY_TOO_LONG', '/to', { days: MOST_DAYS })])
    const { org, person: by } = who.actor
    const at = engine.clock.now()
    await asPlatform(org, async (tx) => {
      await colleague(tx, org, person, sandbox)
      await tx.query(putDuty, [newId(), org, person, toInstant(toMs(from)), toInstant(toMs(to)), by, at, sandbox])
    })
    return sendJson(reply, 201, JSON.stringify({ person, from, to }))
  })
}
