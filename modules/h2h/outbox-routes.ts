import { Type } from 'typebox'
import { refusal, strict } from '#kernel'
import type { Directory, Identity } from '#platform/access'
import { Refusals, transact, type Engine, type Tx } from '#platform/cases'
import { getIdentity, pageOf, sandboxOf, sendJson, shapeFaults, type Door } from '#platform/http'
import { isWebhook } from '#platform/mail'
import type { Outbox, OutRow } from './outbox.ts'
import { carriedLately, findSubscription, nowInFeed, pulled, putSubscription, replayed } from './outbox-sql.ts'
import type { Form } from './reader.ts'

export const SubscriptionSchema = Type.Object(
  {
    form: Type.Union([Type.Literal('xml'), Type.Literal('json')]),
    version: Type.Union([Type.Literal(1), Type.Literal(2)]),
    url: Type.Optional(Type.String({ maxLength: 500, description: 'Your program; without it messages are pulled' })),
  },
  strict,
)
export const ReplaySchema = Type.Object(
  {
    from: Type.Optional(
      Type.Integer({ minimum: 1, description: 'From this number on; without it, what was given up' }),
    ),
  },
  strict,
)

export interface OutboxRouteDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly outbox: Outbox
  /** Programs on this very machine may be told: only in a test installation. */
  readonly testing: boolean
}

interface Subscription {
  readonly form: Form
  readonly version: number
  readonly url: string | null
  readonly since: string
}

/** What the window says of its own accord: subscribed to, pulled by cursor, replayed on demand (M30). */
export function outboxRoutes(app: Door, { engine, directory, outbox, testing }: OutboxRouteDeps): void {
  const inOrg = <T>({ actor }: Identity, run: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(engine.pool, actor.org, run)
  const keeper = async (request: Parameters<typeof getIdentity>[0]): Promise<Identity> => {
    const who = await getIdentity(request, directory)
    if (!who.grants.has('connection.request') && !who.client)
      throw new Refusals([refusal('FORBIDDEN', '', { command: 'subscription', permission: 'connection.request' })])
    return who
  }

  app.get('/h2h/v1/subscription', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { subscription, tally } = await inOrg(who, async (tx) => ({
      subscription: (await tx.query<Subscription>(findSubscription, [who.actor.org])).rows[0] ?? null,
      tally: (await tx.query<{ status: string; n: number }>(carriedLately, [who.actor.org])).rows,
    }))
    if (!subscription) throw new Refusals([refusal('NOT_FOUND', '', { type: 'subscription', id: '' })])
    const messages = Object.fromEntries(tally.map((t) => [t.status, t.n]))
    return sendJson(reply, 200, JSON.stringify({ ...subscription, messages }))
  })

  app.put('/h2h/v1/subscription', async (request, reply) => {
    const who = await keeper(request)
    const faults = shapeFaults(SubscriptionSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { form, version, url = null } = request.body as { form: Form; version: number; url?: string }
    if (url !== null && !isWebhook(url, testing))
      throw new Refusals([refusal('INPUT_SHAPE', '/url', { reason: 'must be an https address' })])
    await transact(engine.pool, null, async (tx) => {
      tx.asPlatform()
      await tx.query(nowInFeed, [])
    })
    const values = [who.actor.org, form, version, url, engine.clock.now(), who.actor.person]
    const [row] = await inOrg(who, async (tx) => (await tx.query<Subscription>(putSubscription, values)).rows)
    return sendJson(reply, 200, JSON.stringify(row))
  })

  app.get('/h2h/v1/messages', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const sandbox = sandboxOf(request, who)
    const { limit, cursor } = pageOf(request)
    const from = /^\d{1,18}$/.test(cursor ?? '') ? cursor : '0'
    const { subscription, rows } = await inOrg(who, async (tx) => ({
      subscription: (await tx.query<Subscription>(findSubscription, [who.actor.org])).rows[0],
      rows: (await tx.query<OutRow>(pulled, [who.actor.org, from, sandbox, limit])).rows,
    }))
    if (!subscription) throw new Refusals([refusal('NOT_FOUND', '', { type: 'subscription', id: '' })])
    const { taxId, country } = await directory.getOrganisation(who.actor.org)
    const { form, version } = subscription
    const items = await Promise.all(
      rows.map(async (row) => ({
        cursor: row.seq,
        id: row.id,
        message: row.message,
        at: row.at,
        signed: await outbox.signed(row, taxId ?? '0', country ?? 'ZZ', form, version),
      })),
    )
    // The cursor stays where it is when there is nothing more: asking again begins there.
    return sendJson(reply, 200, JSON.stringify({ items, next: rows.at(-1)?.seq ?? from }))
  })

  app.post('/h2h/v1/messages/replay', async (request, reply) => {
    const who = await keeper(request)
    const faults = shapeFaults(ReplaySchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { from = null } = request.body as { from?: number }
    const { rows } = await inOrg(who, (tx) => tx.query(replayed, [who.actor.org, from, engine.clock.now()]))
    return sendJson(reply, 200, JSON.stringify({ replayed: rows.length }))
  })
}
