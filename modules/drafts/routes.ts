import { refusal, toInstant, toMs } from '#kernel'
import type { Identity, IdentityProvider } from '#platform/access'
import { Refusals, transact, type Engine, type Statement, type Tx } from '#platform/cases'
import { getIdentity, getSeenVersion, pageOf, sandboxOf, sendJson, shapeFaults, type Door } from '#platform/http'
import { DraftSchema, KEPT_DAYS, KEY, LARGEST, MOST, type Draft, type DraftRow } from './draft.ts'

type Request = Parameters<typeof getIdentity>[0]

const COLUMNS = 'key, version, title, about, saved_at AS "savedAt", expires_at AS "expiresAt"'
const MINE = 'org_id = $1 AND person_id = $2'

const find: Statement = {
  name: 'draft.find',
  text: `SELECT ${COLUMNS}, content FROM drafts.draft WHERE ${MINE} AND key = $3 AND expires_at > $4`,
}
const list: Statement = {
  name: 'draft.list',
  text: `SELECT ${COLUMNS} FROM drafts.draft WHERE ${MINE} AND expires_at > $3 AND ($4::uuid IS NULL OR about = $4) AND ($5::text IS NULL OR key > $5)
         ORDER BY key LIMIT $6`,
}
const count: Statement = {
  name: 'draft.count',
  text: `SELECT count(*)::int AS n FROM drafts.draft WHERE ${MINE} AND key <> $3`,
}
// A version seen is a version replaced: two tabs of one person do not overwrite each other unseen. An expired row counts as absent.
const save: Statement = {
  name: 'draft.save',
  text: `INSERT INTO drafts.draft AS d (org_id, person_id, key, version, title, about, content, saved_at, expires_at)
         VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8)
         ON CONFLICT (org_id, person_id, key) DO UPDATE SET version = CASE WHEN d.expires_at > $7 THEN d.version + 1 ELSE 1 END, title = excluded.title,
           about = excluded.about, content = excluded.content, saved_at = excluded.saved_at, expires_at = excluded.expires_at
         WHERE $9::int IS NULL OR d.version = $9 RETURNING version`,
}
const remove: Statement = { name: 'draft.remove', text: `DELETE FROM drafts.draft WHERE ${MINE} AND key = $3` }

/** Drafts of whoever asks, for the organisation they act for: nobody else's, a colleague's neither. */
export function draftRoutes(app: Door, engine: Engine, identity: IdentityProvider): void {
  const inOrg = <T>({ actor }: Identity, run: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(engine.pool, actor.org, run)
  /** A draft typed in a sandbox is another one than the draft of the same name in real life. */
  const placed = (request: Request, who: Identity, key: string): string => {
    const sandbox = sandboxOf(request, who)
    return sandbox ? `${sandbox}/${key}` : key
  }
  const shown = ({ key, ...row }: Omit<DraftRow, 'content'>) => ({ key: key.slice(key.indexOf('/') + 1), ...row })

  app.get('/v1/drafts', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { limit, cursor } = pageOf(request)
    const { about } = request.query as { about?: string }
    if (about !== undefined && !/^[0-9a-f-]{36}$/.test(about)) return sendJson(reply, 200, '{"items":[],"next":null}')
    const prefix = placed(request, who, '')
    const rows = (
      await inOrg(who, (tx) =>
        tx.query<Omit<DraftRow, 'content'>>(list, [
          who.actor.org,
          who.actor.person,
          engine.clock.now(),
          about ?? null,
          cursor ? placed(request, who, cursor) : prefix || null,
          MOST + 1,
        ]),
      )
    ).rows.filter((r) => (prefix ? r.key.startsWith(prefix) : !r.key.includes('/')))
    const items = rows.slice(0, limit).map(shown)
    return sendJson(
      reply,
      200,
      JSON.stringify({ items, next: rows.length > limit ? (items.at(-1)?.key ?? null) : null }),
    )
  })

  app.get('/v1/drafts/:key', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const key = keyOf(request)
    const row = (
      await inOrg(who, (tx) =>
        tx.query<DraftRow>(find, [who.actor.org, who.actor.person, placed(request, who, key), engine.clock.now()]),
      )
    ).rows[0]
    if (!row) throw new Refusals([refusal('NOT_FOUND', '', { type: 'draft', id: key })])
    const { content, ...rest } = row
    return sendJson(
      reply,
      200,
      JSON.stringify({ ...shown(rest), content: JSON.parse(content) as unknown }),
      row.version,
    )
  })

  app.put('/v1/drafts/:key', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const key = keyOf(request)
    const seen = request.headers['if-match'] === undefined ? null : getSeenVersion(request)
    const faults = shapeFaults(DraftSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { title, about, content } = request.body as Draft
    const text = JSON.stringify(content)
    if (text.length > LARGEST) throw new Refusals([refusal('DRAFT_TOO_LARGE', '/content', { max: LARGEST })])
    const now = engine.clock.now()
    const expiresAt = toInstant(toMs(now) + KEPT_DAYS * 86_400_000)
    const { org, person } = who.actor
    const at = placed(request, who, key)
    const version = await inOrg(who, async (tx) => {
      const others = (await tx.query<{ n: number }>(count, [org, person, at])).rows[0]?.n ?? 0
      if (others >= MOST) throw new Refusals([refusal('TOO_MANY_DRAFTS', '', { max: MOST })])
      const { rows } = await tx.query<{ version: number }>(save, [
        org,
        person,
        at,
        title ?? null,
        about ?? null,
        text,
        now,
        expiresAt,
        seen,
      ])
      const saved = rows[0]
      if (saved && (seen === null || saved.version === seen + 1)) return saved.version
      const found = (await tx.query<DraftRow>(find, [org, person, at, now])).rows[0]
      throw new Refusals(
        [refusal('VERSION_CONFLICT', '', { yours: seen ?? 0, current: saved ? 0 : (found?.version ?? 0) })],
        {
          currentVersion: saved ? 0 : (found?.version ?? 0),
        },
      )
    })
    return sendJson(reply, 200, JSON.stringify({ key, version, savedAt: now, expiresAt }), version)
  })

  app.delete('/v1/drafts/:key', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const at = placed(request, who, keyOf(request))
    await inOrg(who, (tx) => tx.query(remove, [who.actor.org, who.actor.person, at]))
    return reply.code(204).send()
  })
}

function keyOf(request: Request): string {
  const { key } = request.params as { key: string }
  if (!KEY.test(key)) throw new Refusals([refusal('INPUT_SHAPE', '/key', { reason: `must match ${KEY.source}` })])
  return key
}
