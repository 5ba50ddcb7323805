import { Type, type Static } from 'typebox'
import { refusal, strict, UuidSchema } from '#kernel'
import type { Identity, IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, shapeFaults, type Door } from '#platform/http'
import type { Cashier } from './cashier.ts'
import type { OrderState } from './order-state.ts'

export interface PaymentDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly cashier: Cashier
}

export const TogetherSchema = Type.Object(
  { orders: Type.Array(UuidSchema, { minItems: 1, maxItems: 50, uniqueItems: true }) },
  strict,
)

type Request = Parameters<typeof getIdentity>[0]

/** Checkout sends the payer to the provider; the provider's signed callback pays the order, or the answer when it is asked. */
export function paymentRoutes(app: Door, { engine, identity, cashier }: PaymentDeps): void {
  async function payer(request: Request, command: string): Promise<Identity> {
    const who = await getIdentity(request, identity)
    if (!who.grants.has('order.pay'))
      throw new Refusals([refusal('FORBIDDEN', '', { command, permission: 'order.pay' })])
    return who
  }
  async function visibleOrder(
    request: Request,
    command: string,
    named?: { id: string; who: Identity },
  ): Promise<{ row: CaseRow; who: Identity }> {
    const who = named?.who ?? (await payer(request, command))
    const { id } = named ?? (request.params as { id: string })
    const sandbox = sandboxOf(request, who)
    const row = isUuid(id)
      ? await transact(engine.pool, who.actor.org, async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows[0])
      : undefined
    if (!row || row.type !== 'order' || row.sandbox_id !== sandbox)
      throw new Refusals([refusal('NOT_FOUND', '', { type: 'order', id })])
    return { row, who }
  }

  app.post('/v1/orders/:id/checkout', async (request, reply) => {
    const { row } = await visibleOrder(request, 'checkout')
    if (row.status !== 'ISSUED')
      throw new Refusals([refusal('NOT_NOW', '', { status: row.status, command: 'checkout' })])
    return sendJson(reply, 200, JSON.stringify({ ...(await cashier.checkout([row])), order: row.id }))
  })

  // Several orders, one payment: what comes is divided among them as each had asked.
  app.post('/v1/payments', async (request, reply) => {
    const who = await payer(request, 'checkout')
    const faults = shapeFaults(TogetherSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { orders } = request.body as Static<typeof TogetherSchema>
    const found = await Promise.all(orders.map((id) => visibleOrder(request, 'checkout', { id, who })))
    const [first, ...rest] = found.map(({ row }) => row)
    const closed = found.flatMap(({ row }, i) =>
      row.status === 'ISSUED' ? [] : [refusal('NOT_NOW', `/orders/${i}`, { status: row.status, command: 'checkout' })],
    )
    if (closed.length || !first) throw new Refusals(closed)
    return sendJson(reply, 200, JSON.stringify({ ...(await cashier.checkout([first, ...rest])), orders }))
  })

  // «I have paid»: the provider is asked at once, for a callback that is late or lost.
  app.post('/v1/orders/:id/check', async (request, reply) => {
    const { row, who } = await visibleOrder(request, 'check')
    await cashier.inquire(row)
    const { rows } = await transact(engine.pool, who.actor.org, (tx) => tx.query<CaseRow>(findCase, [row.id]))
    const state = rows[0]?.state as unknown as OrderState
    return sendJson(reply, 200, JSON.stringify({ order: row.id, status: state.status, paidAt: state.paidAt }))
  })

  app.register(async (raw) => {
    // The signature is over the bytes, so nothing may parse them first.
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_, body, done) => done(null, body))
    raw.post('/v1/payments/callback', async (request, reply) => {
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      return sendJson(reply, 200, JSON.stringify(await cashier.callback(request.headers, body)))
    })
  })
}
