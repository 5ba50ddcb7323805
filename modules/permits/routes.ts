import { refusal } from '#kernel'
import type { Directory } from '#platform/access'
import { Refusals, transact, type Engine, type Statement } from '#platform/cases'
import { getIdentity, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'

const paused = `t.name LIKE 'await-%'`

/** What people need to know of a turn before they open it, and the conditions every order of the queue shares. */
const rows = (order: 'since' | 'due'): string => {
  const place = order === 'since' ? 't.since' : `coalesce(t.due, 'infinity')`
  return `SELECT t.name, t.role, t.due, t.since, t.lane, t.holder, t.held_since AS "heldSince", c.id, c.type, c.number, c.title, c.status, c.version, c.opened_at AS "openedAt",
           c.owner_org AS owner, c.state->'lines'->0->>'goods.description' AS goods, jsonb_array_length(CASE jsonb_typeof(c.state->'lines') WHEN 'array' THEN c.state->'lines' ELSE '[]' END) AS lines,
           coalesce(c.state->'elements'->>'country.destination', c.state->'elements'->>'country.origin') AS country, c.state->>'procedure' AS procedure, c.state->'clock'->>'startedAt' AS "clockFrom"
         FROM cases.task t JOIN cases."case" c ON c.id = t.case_id
         WHERE t.org_id = $1 AND t.sandbox_id IS NOT DISTINCT FROM $2 AND ($3::text[] IS NULL OR t.role = ANY($3))
           AND ($8::text IS NULL OR t.lane = $8) AND (NOT $9::boolean OR t.holder IS NULL) AND ($10::uuid IS NULL OR t.holder = $10)
           AND ($11::text IS NULL OR split_part(t.name, ':', 1) = $11) AND ($12::boolean IS NULL OR $12 = (${paused})) AND ($13::timestamptz IS NULL OR t.due <= $13)
           AND ($14::text IS NULL OR c.owner_org = ANY($15::uuid[]) OR lower(c.number) LIKE '%' || $14 || '%' OR lower(c.title) LIKE '%' || $14 || '%'
                OR lower(c.state->'lines'->0->>'goods.description') LIKE '%' || $14 || '%')
           AND (${place}, t.case_id, t.name) > (coalesce($4::timestamptz, '-infinity'), coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($6::text, ''))
         ORDER BY ${place}, t.case_id, t.name LIMIT $7`
}

// In the order of legal time, then of arrival: nobody jumps the queue (M08-11). What ends first is another way to look at it, never to take from it.
const inbox = {
  since: { name: 'task.inbox', text: rows('since') },
  due: { name: 'task.inbox-by-due', text: rows('due') },
} satisfies Record<string, Statement>

const firmsLike: Statement = {
  name: 'task.firms-like',
  text: `SELECT id FROM identity.organisation WHERE tax_id = $1 OR lower(name) LIKE '%' || $2 || '%' LIMIT 200`,
}

const PLACE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|infinity)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([a-zA-Z][\w.:-]*)$/

interface InboxRow {
  readonly since: string
  readonly due: string | null
  readonly owner: string
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

type Asked = Readonly<Partial<Record<'role' | 'lane' | 'holder' | 'order' | 'turn' | 'paused' | 'until' | 'q', string>>>

/** Each word of a query once: of one that was said twice, the first counts. */
const onceEach = (query: Asked): Asked =>
  Object.fromEntries(
    Object.entries(query).map(([k, v]: [string, unknown]) => [k, Array.isArray(v) ? v[0] : v]),
  ) as Asked

/** A word of the query that must be one of a few, or any when it is absent. @throws Refusals INPUT_SHAPE. */
const oneOf = <T extends string>(asked: string | undefined, name: string, known: readonly T[]): T | undefined => {
  if (asked === undefined || asked === '') return undefined
  const found = known.find((k) => k === asked)
  if (!found) throw new Refusals([refusal('INPUT_SHAPE', `/${name}`, { reason: `must be one of ${known.join(', ')}` })])
  return found
}

const instantIn = (text: string | undefined): string | null => {
  if (text === undefined || text === '') return null
  if (Number.isNaN(Date.parse(text)))
    throw new Refusals([refusal('INPUT_SHAPE', '/until', { reason: 'must be an instant: 2026-06-01T15:00:00.000Z' })])
  return new Date(text).toISOString()
}

/** What is looked for in words: two characters at least, so that nobody asks for everything by mistake. */
const wordsIn = (text: string | undefined): string | null => {
  const words = (text ?? '').normalize('NFC').trim().replace(/\s+/g, ' ').slice(0, 80).toLowerCase()
  return words.length < 2 ? null : words.replace(/[\\%_]/g, (c) => `\\${c}`)
}

/** What waits for an organisation, in legal order: an agency's queue, a firm's home. */
export function inboxRoutes(app: Door, engine: Engine, directory: Directory): void {
  app.get('/v1/inbox', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { limit, cursor } = pageOf(request)
    const asked = onceEach(request.query as Asked)
    const order = oneOf(asked.order, 'order', ['since', 'due']) ?? 'since'
    const waits = oneOf(asked.paused, 'paused', ['yes', 'no'])
    const words = wordsIn(asked.q)
    // One case may ask an organisation for several things at the same moment, so the name belongs to the place.
    const [, place, id, name] = PLACE.exec(cursor ?? '') ?? []
    const { found, names } = await transact(engine.pool, who.actor.org, async (tx) => {
      let firms: readonly string[] = []
      if (words !== null) {
        tx.asPlatform()
        const like = (await tx.query<{ id: string }>(firmsLike, [asked.q?.trim() ?? '', words])).rows
        firms = like.map((f) => f.id)
        tx.asOrganisation()
      }
      const found = (
        await tx.query<InboxRow>(inbox[order], [
          who.actor.org,
          sandboxOf(request, who),
          asked.role ? asked.role.split(',').slice(0, 10) : null,
          place ?? null,
          id ?? null,
          name ?? null,
          limit + 1,
          asked.lane || null,
          asked.holder === 'none',
          asked.holder === 'me' ? who.actor.person : null,
          asked.turn || null,
          waits === undefined ? null : waits === 'yes',
          instantIn(asked.until),
          words,
          firms,
        ])
      ).rows
      const people = [...new Set(found.flatMap((r) => r.holder ?? []))]
      if (people.length === 0) return { found, names: new Map<string, string>() }
      tx.asPlatform()
      const known = (await tx.query<{ person: string; name: string }>(namesOf, [who.actor.org, people])).rows
      return { found, names: new Map(known.map((k) => [k.person, k.name])) }
    })
    const page = found.slice(0, limit)
    const owners = new Map(
      await Promise.all(
        [...new Set(page.map((r) => r.owner))].map(
          async (org) => [org, (await directory.findOrganisation(org))?.name ?? null] as const,
        ),
      ),
    )
    const items = page.map(({ holder: person, heldSince: since, owner, ...row }) => ({
      ...row,
      firm: owners.get(owner) ?? null,
      holder: person ? { person, name: names.get(person) ?? null, since, me: person === who.actor.person } : null,
    }))
    const last = page.at(-1)
    const at = last && (order === 'since' ? last.since : (last.due ?? 'infinity'))
    return sendJson(
      reply,
      200,
      JSON.stringify({ items, next: found.length > limit && last ? `${at}_${last.id}_${last.name}` : null }),
    )
  })
}
