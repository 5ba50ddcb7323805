import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine } from '#platform/cases'
import { getIdentity, isUuid, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'
import type { Root, Roots } from './service.ts'

export interface RootDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly roots: Roots
}

const NUMBER = /^[1-9]\d{0,14}$/

/** Signed roots for everybody, and for whoever may see a case the proof that its last event stands under one. */
export function rootRoutes(app: Door, { engine, identity, roots }: RootDeps): void {
  async function get(number: string | undefined, pointer: string): Promise<Root> {
    const found = number !== undefined && NUMBER.test(number) ? await roots.find(Number(number)) : undefined
    if (!found)
      throw new Refusals([refusal('NOT_FOUND', pointer, { type: 'root', id: String(number ?? '').slice(0, 40) })])
    return found
  }

  app.get('/v1/roots', async (request, reply) => {
    const { limit, cursor } = pageOf(request)
    const items = await roots.list(cursor !== null && NUMBER.test(cursor) ? Number(cursor) : null, limit)
    const next = items.length === limit ? String(items.at(-1)?.number) : null
    return sendJson(reply, 200, JSON.stringify({ items, next }))
  })

  app.get('/v1/roots/:number', async (request, reply) =>
    sendJson(reply, 200, JSON.stringify(await get((request.params as { number: string }).number, ''))),
  )

  app.get('/v1/roots/:number/consistency', async (request, reply) => {
    const to = await get((request.params as { number: string }).number, '')
    const { from: wanted } = request.query as { from?: string }
    const from = await get(wanted ?? '1', '/from')
    if (from.number > to.number)
      throw new Refusals([refusal('INPUT_SHAPE', '/from', { reason: `must not be after ${to.number}` })])
    return sendJson(reply, 200, JSON.stringify({ from, to, path: await roots.consistency(from, to) }))
  })

  app.get('/v1/cases/:id/proof', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    // Under the reader's own eyes: whoever may not see the case is not told that it has a place in the log.
    const row = isUuid(id)
      ? await transact(engine.pool, who.actor.org, async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows[0])
      : undefined
    const proof = row && row.sandbox_id === sandbox ? await roots.proofOf(id) : undefined
    if (!proof) throw new Refusals([refusal('NOT_FOUND', '', { type: 'proof', id: id.slice(0, 40) })])
    return sendJson(reply, 200, JSON.stringify(proof))
  })
}
