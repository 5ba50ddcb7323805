import type { Language } from '#kernel'
import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { Refusals, transact, type Engine, type Statement } from '#platform/cases'
import { getIdentity, isUuid, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'
import { tellNotice } from './texts.ts'

interface NoticeRow {
  readonly id: string
  readonly caseId: string
  readonly kind: string
  readonly params: Readonly<Record<string, unknown>>
  readonly createdAt: string
  readonly readAt: string | null
}

const mailbox: Statement = {
  name: 'notice.mailbox',
  text: `SELECT id, case_id AS "caseId", kind, params, created_at AS "createdAt", read_at AS "readAt" FROM notices.notice
         WHERE org_id = $1 AND sandbox_id IS NOT DISTINCT FROM $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
}
const open: Statement = {
  name: 'notice.open',
  text: 'UPDATE notices.notice SET read_at = coalesce(read_at, $3) WHERE id = $1 AND org_id = $2 RETURNING read_at AS "readAt"',
}

const told = (n: NoticeRow): object => ({
  ...n,
  due: n.params['due'] ?? null,
  words: Object.fromEntries(
    (['es', 'en', 'pt'] as const satisfies readonly Language[]).map((l) => [l, tellNotice(n.kind, n.params, l)]),
  ),
})

/** The mailbox: what an organisation was told, and the moment it opened it. */
export function noticeRoutes(app: Door, engine: Engine, identity: IdentityProvider): void {
  app.get('/v1/notices', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { limit, cursor } = pageOf(request)
    const values = [who.actor.org, sandboxOf(request, who), isUuid(cursor) ? cursor : null, limit + 1]
    const rows = await transact(
      engine.pool,
      who.actor.org,
      async (tx) => (await tx.query<NoticeRow>(mailbox, values)).rows,
    )
    const items = rows.slice(0, limit)
    return sendJson(
      reply,
      200,
      JSON.stringify({ items: items.map(told), next: rows.length > limit ? items.at(-1)?.id : null }),
    )
  })

  app.post('/v1/notices/:id/open', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const rows = isUuid(id)
      ? await transact(
          engine.pool,
          who.actor.org,
          async (tx) => (await tx.query<{ readAt: string }>(open, [id, who.actor.org, engine.clock.now()])).rows,
        )
      : []
    const [row] = rows
    if (!row) throw new Refusals([refusal('NOT_FOUND', '', { type: 'notice', id })])
    return sendJson(reply, 200, JSON.stringify({ id, ...row }))
  })
}
