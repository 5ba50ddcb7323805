import { randomUUID } from 'node:crypto'
import { refusal } from '#kernel'
import type { Directory, Looks } from '#platform/access'
import {
  findCase,
  Refusals,
  transact,
  type CaseRow,
  type CaseSubject,
  type Engine,
  type Statement,
} from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import type { BreakGlassState } from './break-glass.ts'

export interface OversightDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly looks: Looks
  /** Whether a mandate covers a case; given by the house, because mandates are another module's. */
  readonly covers: (mandate: unknown, subject: CaseSubject, day: string) => boolean
}

const parties: Statement = {
  name: 'access.parties',
  text: `SELECT p.org_id AS org, p.capacity, o.name, o.kind FROM cases.case_party p JOIN identity.organisation o ON o.id = p.org_id
         WHERE p.case_id = $1 ORDER BY p.capacity, o.name`,
}
const mandates: Statement = {
  name: 'access.mandates',
  text: `SELECT id, state FROM cases."case" WHERE owner_org = $1 AND type = 'mandate' AND status = 'ACTIVE' AND sandbox_id IS NOT DISTINCT FROM $2`,
}
const glasses: Statement = {
  name: 'access.glasses',
  text: `SELECT c.id, c.status, c.state FROM cases."case" c JOIN cases.case_party p ON p.case_id = c.id AND p.org_id = $2 AND p.capacity = 'concerned'
         WHERE c.type = 'break-glass' AND c.state->>'case' = $1 ORDER BY c.id DESC LIMIT 100`,
}
const lookers: Statement = {
  name: 'access.looks',
  text: `SELECT l.day::text, l.org_id AS org, o.name AS organisation, p.name AS person, nullif(l.mandate, '') AS mandate, l.first_at AS "firstAt",
           l.last_at AS "lastAt", l.times
         FROM oversight.look l JOIN identity.organisation o ON o.id = l.org_id JOIN identity.person p ON p.id = l.person_id
         WHERE l.case_id = $1 ORDER BY l.last_at DESC LIMIT 500`,
}

const notFound = (type: string, id: string): Refusals => new Refusals([refusal('NOT_FOUND', '', { type, id })])

/** Who may see a case, why, and who looked; and the contents of one that was opened by breaking the glass. */
export function oversightRoutes(app: Door, { engine, directory, looks, covers }: OversightDeps): void {
  for (const module of engine.registry.modules)
    app.get(`/v1/${module.path}/:id/access`, async (request, reply) => {
      const who = await getIdentity(request, directory)
      const { id } = request.params as { id: string }
      if (!isUuid(id)) throw notFound(module.noun, id)
      const sandbox = sandboxOf(request, who)
      await looks.flush()
      const report = await transact(engine.pool, who.actor.org, async (tx) => {
        const row = (await tx.query<CaseRow>(findCase, [id])).rows[0]
        if (!row || row.type !== module.type.name || row.sandbox_id !== sandbox) throw notFound(module.noun, id)
        // Who looked is for the one whose data it is.
        if (row.owner_org !== who.actor.org)
          throw new Refusals([refusal('FORBIDDEN', '', { command: 'access', permission: 'owner' })])
        tx.asPlatform()
        const subject = module.subject?.(row.state)
        const day = engine.clock.now().slice(0, 10)
        const [standing, given, broken, seen] = await Promise.all([
          tx.query<{ org: string; capacity: string; name: string; kind: string }>(parties, [id]),
          tx.query<{ id: string; state: { agent: string; agentName: string; to: string } }>(mandates, [
            row.owner_org,
            sandbox,
          ]),
          tx.query<{ id: string; status: string; state: BreakGlassState }>(glasses, [id, row.owner_org]),
          tx.query<Record<string, unknown>>(lookers, [id]),
        ])
        return {
          case: id,
          may: [
            ...standing.rows.map((p) => ({
              organisation: p.org,
              name: p.name,
              kind: p.kind,
              why: 'party',
              as: p.capacity,
            })),
            ...given.rows.flatMap((m) =>
              subject && covers(m.state, subject, day)
                ? [
                    {
                      organisation: m.state.agent,
                      name: m.state.agentName,
                      why: 'mandate',
                      mandate: m.id,
                      until: m.state.to,
                    },
                  ]
                : [],
            ),
            ...broken.rows
              .filter((g) => g.status === 'OPEN' && g.state.until > engine.clock.now())
              .map((g) => ({
                organisation: g.state.org,
                why: 'break-glass',
                breakGlass: g.id,
                until: g.state.until,
                reason: g.state.text,
              })),
          ],
          looked: seen.rows,
          broken: broken.rows.map(({ id: glass, status, state: s }) => ({
            breakGlass: glass,
            status,
            openedAt: s.openedAt,
            until: s.until,
            reasonCode: s.reasonCode,
            reason: s.text,
            looks: s.looks,
          })),
        }
      })
      void reply.header('cache-control', 'private, no-store')
      return sendJson(reply, 200, JSON.stringify(report))
    })

  // The reading is on the record before the contents leave: one cannot be had without the other.
  app.get('/v1/break-glass/:id/case', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { id } = request.params as { id: string }
    const missing = notFound('break-glass', id)
    if (!isUuid(id)) throw missing
    const sandbox = sandboxOf(request, who)
    const seen = await engine.asPlatform(sandbox, randomUUID(), async (work) => {
      const file = await work.find('break-glass', id)
      const s = file?.state as BreakGlassState | undefined
      if (!file || !s || s.org !== who.actor.org || !who.grants.has('break-glass.open')) throw missing
      await work.tick(file)
      await work.run(file, 'look', {}, who.actor)
      const row = (await work.tx.query<CaseRow>(findCase, [s.case])).rows[0]
      if (!row) throw missing
      const { type, number, title, status, version, state } = row
      return { id: s.case, type, number, title, status, version, state: await work.personal.reveal(s.case, state) }
    })
    void reply.header('cache-control', 'private, no-store')
    return sendJson(reply, 200, JSON.stringify(seen))
  })
}
