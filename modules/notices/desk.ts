import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { Refusals, transact, type Engine, type Statement } from '#platform/cases'
import { getIdentity, isUuid, pageOf, sendJson, type Door } from '#platform/http'

const list: Statement = {
  name: 'desk.list',
  text: `SELECT t.id, t.kind, t.org_id AS "orgId", o.name AS organisation, t.about, t.created_at AS "createdAt"
         FROM notices.desk_task t LEFT JOIN identity.organisation o ON o.id = t.org_id
         WHERE t.closed_at IS NULL AND ($1::uuid IS NULL OR t.id > $1) ORDER BY t.id LIMIT $2`,
}
const close: Statement = {
  name: 'desk.close',
  text: 'UPDATE notices.desk_task SET closed_at = $2, closed_by = $3 WHERE id = $1 AND closed_at IS NULL RETURNING id',
}
const desk = ['desk', 'coordinator']

/** What the help desk looks after: firms that cannot be reached (M07-4). It sees that, and nothing of their cases. */
export function deskRoutes(app: Door, { engine, identity }: { engine: Engine; identity: IdentityProvider }): void {
  const onlyDesk = (roles: readonly string[]): void => {
    if (!roles.some((r) => desk.includes(r)))
      throw new Refusals([refusal('FORBIDDEN', '', { command: 'desk', permission: 'desk', roles: roles.join(', ') })])
  }
  app.get('/v1/desk/tasks', async (request, reply) => {
    const { actor } = await getIdentity(request, identity)
    onlyDesk(actor.roles)
    const { limit, cursor } = pageOf(request)
    const rows = await transact(engine.pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<{ id: string }>(list, [isUuid(cursor) ? cursor : null, limit + 1])).rows
    })
    const items = rows.slice(0, limit)
    return sendJson(reply, 200, JSON.stringify({ items, next: rows.length > limit ? items.at(-1)?.id : null }))
  })
  app.post('/v1/desk/tasks/:id/close', async (request, reply) => {
    const { actor } = await getIdentity(request, identity)
    onlyDesk(actor.roles)
    const { id } = request.params as { id: string }
    const rows = isUuid(id)
      ? await transact(engine.pool, null, async (tx) => {
          tx.asPlatform()
          return (await tx.query(close, [id, engine.clock.now(), actor.person])).rows
        })
      : []
    if (rows.length === 0) throw new Refusals([refusal('NOT_FOUND', '', { type: 'task', id })])
    return sendJson(reply, 200, JSON.stringify({ id, closed: true }))
  })
}
