import type { IdentityProvider } from '#platform/access'
import { transact, type Engine, type Statement } from '#platform/cases'
import { getIdentity, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'

// In the order of legal time, then of arrival: nobody jumps the queue (M08-11).
const inbox: Statement = {
  name: 'task.inbox',
  text: `SELECT t.name, t.role, t.due, t.since, t.lane, t.holder, t.held_since AS "heldSince", c.id, c.type, c.number, c.title, c.status, c.version, c.opened_at AS "openedAt"
         FROM cases.task t JOIN cases."case" c ON c.id = t.case_id
         WHERE t.org_id = $1 AND t.sandbox_id IS NOT DISTINCT FROM $2 AND ($3::text IS NULL OR t.role = $3)
           AND ($8::text IS NULL OR t.lane = $8) AND (NOT $9::boolean OR t.holder IS NULL) AND ($10::uuid IS NULL OR t.holder = $10)
           AND (t.since, t.case_id, t.name) > (coalesce($4::timestamptz, '-infinity'), coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($6::text, ''))
         ORDER BY t.since, t.case_id, t.name LIMIT $7`,
}

const PLACE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([a-zA-Z][\w.:-]*)$/

interface InboxRow {
  readonly since: string
  readonly name: string
  readonly id: string
  readonly holder: string | null
  readonly heldSince: string | null
}

const namesOf: Statement = {
  name: 'task.holders',
  text: `SELECT p.id AS person, p.name FROM identity.person p
         WHERE p.id = ANY($2) AND EXISTS (SELECT 1 FROM identity.account a WHERE a.person_id = p.id AND a.org_id = $1)`,
}

/** What waits for an organisation, in legal order: an agency's queue, a firm's home. */
export function inboxRoutes(app: Door, engine: Engine, identity: IdentityProvider): void {
  app.get('/v1/inbox', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { limit, cursor } = pageOf(request)
    const { role, lane, holder } = request.query as { role?: string; lane?: string; holder?: string }
    // One case may ask an organisation for several things at the same moment, so the name belongs to the place.
    const [, since, id, name] = PLACE.exec(cursor ?? '') ?? []
    const values = [
      who.actor.org,
      sandboxOf(request, who),
      role ?? null,
      since ?? null,
      id ?? null,
      name ?? null,
      limit + 1,
      lane ?? null,
      holder === 'none',
      holder === 'me' ? who.actor.person : null,
    ]
    const { rows, names } = await transact(engine.pool, who.actor.org, async (tx) => {
      const found = (await tx.query<InboxRow>(inbox, values)).rows
      const people = [...new Set(found.flatMap((r) => r.holder ?? []))]
      if (people.length === 0) return { rows: found, names: new Map<string, string>() }
      tx.asPlatform()
      const known = (await tx.query<{ person: string; name: string }>(namesOf, [who.actor.org, people])).rows
      return { rows: found, names: new Map(known.map((k) => [k.person, k.name])) }
    })
    const items = rows.slice(0, limit).map(({ holder: person, heldSince: since, ...row }) => ({
      ...row,
      holder: person ? { person, name: names.get(person) ?? null, since, me: person === who.actor.person } : null,
    }))
    const last = items.at(-1)
    return sendJson(
      reply,
      200,
      JSON.stringify({ items, next: rows.length > limit && last ? `${last.since}_${last.id}_${last.name}` : null }),
    )
  })
}
