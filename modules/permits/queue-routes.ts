import { Type, type Static } from 'typebox'
import { deskOf, jumpReasons, refusal, strict, toInstant, toMs } from '#kernel'
import { firmsBarred } from '#modules/enterprises'
import type { Directory, Identity } from '#platform/access'
import { Refusals, transact, type Engine, type Statement, type Tx } from '#platform/cases'
import { getCommandId, getIdentity, pageOf, sandboxOf, sendJson, shapeFaults, type Door } from '#platform/http'
import { free, within } from './desk.ts'
import { findSkills } from './officers.ts'
import { captureCounts } from './duplicate-capture.ts'

export const NextSchema = Type.Object(
  {
    role: Type.Optional(
      Type.String({ pattern: '^[a-z]{1,30}$', description: 'One of your roles; all of them when absent' }),
    ),
  },
  strict,
)

// `urgent` sorts before `usual`: the order is the index's own, so the walk ends with the tenth case and sorts nothing.
const candidates: Statement = {
  name: 'queue.candidates',
  text: `SELECT * FROM (SELECT unnest($2::text[]) AS role) r CROSS JOIN LATERAL (
           SELECT t.case_id AS id, t.name, t.lane, t.since FROM cases.task t WHERE ${free('$1', 'r.role', '$3', '$4')} AND ${within('$5', '$6')}
           ORDER BY t.lane, t.since, t.case_id, t.name LIMIT 10
         ) t ORDER BY t.lane, t.since, t.id, t.name LIMIT 10`,
}
const tried: Statement = {
  name: 'queue.tried',
  text: 'SELECT case_id AS id, desk FROM permits.taking WHERE org_id = $1 AND key = $2',
}
const trying: Statement = {
  name: 'queue.trying',
  text: `INSERT INTO permits.taking (org_id, key, case_id, desk, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org_id, key) DO UPDATE SET case_id = excluded.case_id, desk = excluded.desk`,
}

interface Turn {
  readonly id: string
  readonly desk: string
}

/** Somebody else was quicker, or this person may not have it: the next one is tried. */
const passes = new Set([
  'HELD_BY_OTHER',
  'NOTHING_TO_TAKE',
  'NOT_NEXT',
  'NOT_NOW',
  'FOUR_EYES',
  'NOT_SKILLED',
  'NOT_FOUND',
  'FORBIDDEN',
  'SEGREGATION_OF_DUTIES',
])
const ROUNDS = 5

export function queueRoutes(app: Door, engine: Engine, directory: Directory): void {
  /** Tries a turn under the request's key: the same key on the same case is the same command. */
  async function take(who: Identity, sandbox: string | null, key: string, { id, desk }: Turn) {
    try {
      return await engine.execute({
        actor: who.actor,
        grants: who.grants,
        sandbox,
        commandId: key,
        type: 'permit',
        command: 'take',
        input: { desk },
        target: { id, version: null },
      })
    } catch (error) {
      if (error instanceof Refusals && error.refusals.every((r) => passes.has(r.code))) return undefined
      throw error
    }
  }

  app.post('/v1/inbox/next', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const key = getCommandId(request)
    const body = (request.body ?? {}) as Static<typeof NextSchema>
    const faults = shapeFaults(NextSchema, body)
    if (faults.length) throw new Refusals(faults)
    if (!who.grants.has('permit.take'))
      throw new Refusals([refusal('FORBIDDEN', '', { command: 'take', permission: 'permit.take' })])
    const { org, person, roles } = who.actor
    const sandbox = sandboxOf(request, who)
    const wanted = roles.filter((r) => body.role === undefined || r === body.role)
    const inOrg = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => transact(engine.pool, org, run)

    const [before] = await inOrg(async (tx) => (await tx.query<Turn>(tried, [org, key])).rows)
    const again = before && (await take(who, sandbox, key, before))
    if (again) return sendJson(reply, 200, `{"case":${again.body}}`)
    for (let round = 0; round < ROUNDS; round++) {
      const found = await inOrg(async (tx) => {
        tx.asPlatform()
        const skills = await findSkills(tx, org, person, sandbox)
        const barred = await firmsBarred(tx, who.actor, sandbox)
        return (
          await tx.query<{ id: string; name: string }>(candidates, [org, wanted, sandbox, person, skills, barred])
        ).rows
      })
      if (found.length === 0) break
      for (const { id, name } of found) {
        const turn = { id, desk: deskOf(name) ?? name }
        await inOrg(async (tx) => tx.query(trying, [org, key, id, turn.desk, engine.clock.now()]))
        const done = await take(who, sandbox, key, turn)
        if (done) return sendJson(reply, 200, `{"case":${done.body}}`)
      }
    }
    return sendJson(reply, 200, '{"case":null}')
  })

  app.get('/v1/inbox/reasons', async (_, reply) =>
    sendJson(
      reply,
      200,
      JSON.stringify({ items: Object.entries(jumpReasons).map(([code, text]) => ({ code, ...text })) }),
    ),
  )

  app.get('/v1/workload', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { org } = who.actor
    const sandbox = sandboxOf(request, who)
    const load = await transact(engine.pool, org, (tx) => workloadOf(tx, org, sandbox, engine.clock.now()))
    return sendJson(reply, 200, JSON.stringify(load))
  })

  // What agencies asked for though it was known: a figure of service, so anyone may read it.
  app.get('/v1/duplicate-captures', async (_, reply) => {
    const since = toInstant(toMs(engine.clock.now()) - 365 * 86_400_000)
    const items = await transact(engine.pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query(captureCounts, [since])).rows
    })
    return sendJson(reply, 200, JSON.stringify({ items, since }))
  })

  app.get('/v1/queue-jumps', async (request, reply) => {
    const { agency } = request.query as { agency?: string }
    const { limit, cursor } = pageOf(request)
    const rows = await transact(engine.pool, null, async (tx) => {
      tx.asPlatform()
      const before = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(cursor ?? '') ? cursor : null
      return (await tx.query<{ at: string }>(jumps, [agency ?? null, before, limit + 1])).rows
    })
    const items = rows.slice(0, limit)
    return sendJson(
      reply,
      200,
      JSON.stringify({ items, next: rows.length > limit ? (items.at(-1)?.at ?? null) : null }),
    )
  })
}

// What happened in a sandbox happened to nobody.
const jumps: Statement = {
  name: 'queue.jumps',
  text: `SELECT agency, procedure, desk, code, at FROM permits.queue_jump
         WHERE sandbox_id IS NULL AND ($1::text IS NULL OR agency = $1) AND ($2::timestamptz IS NULL OR at < $2) ORDER BY at DESC LIMIT $3`,
}

const queues: Statement = {
  name: 'queue.sizes',
  text: `SELECT t.role, t.lane, count(*) FILTER (WHERE t.holder IS NULL AND t.name NOT LIKE 'await-%')::int AS waiting,
           count(*) FILTER (WHERE t.holder IS NOT NULL AND t.name NOT LIKE 'await-%')::int AS held,
           count(*) FILTER (WHERE t.name LIKE 'await-%')::int AS paused,
           count(*) FILTER (WHERE t.due < $3 AND t.name NOT LIKE 'await-%')::int AS overdue,
           min(t.since) FILTER (WHERE t.holder IS NULL AND t.name NOT LIKE 'await-%') AS oldest
         FROM cases.task t WHERE t.org_id = $1 AND t.sandbox_id IS NOT DISTINCT FROM $2 AND t.role <> 'applicant'
         GROUP BY t.role, t.lane ORDER BY t.role, t.lane`,
}
const officers: Statement = {
  name: 'queue.officers',
  text: `SELECT p.person, p.name, p.roles, coalesce(h.held, 0) AS held, coalesce(h.paused, 0) AS paused, coalesce(h.overdue, 0) AS overdue, h.oldest
         FROM (SELECT n.id AS person, n.name, array_agg(DISTINCT role ORDER BY role) AS roles
               FROM identity.account a JOIN identity.person n ON n.id = a.person_id, unnest(a.roles) AS role
               WHERE a.org_id = $1 AND a.sandbox_id IS NOT DISTINCT FROM $2 AND a.ended_at IS NULL GROUP BY n.id, n.name) p
         LEFT JOIN (SELECT holder, count(*) FILTER (WHERE name NOT LIKE 'await-%')::int AS held, count(*) FILTER (WHERE name LIKE 'await-%')::int AS paused,
                      count(*) FILTER (WHERE due < $3 AND name NOT LIKE 'await-%')::int AS overdue, min(held_since) AS oldest
                    FROM cases.task WHERE org_id = $1 AND sandbox_id IS NOT DISTINCT FROM $2 AND holder IS NOT NULL GROUP BY holder) h ON h.holder = p.person
         ORDER BY p.name, p.person`,
}

/** How long each queue of an agency is, and who holds how much of it. */
async function workloadOf(tx: Tx, org: string, sandbox: string | null, now: string): Promise<object> {
  const sizes = await tx.query(queues, [org, sandbox, now])
  tx.asPlatform()
  const people = await tx.query(officers, [org, sandbox, now])
  return { queues: sizes.rows, officers: people.rows }
}
