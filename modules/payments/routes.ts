import { refusal } from '#kernel'
import type { Identity, IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import type { Cashier } from './cashier.ts'
import type { OrderState } from './order-state.ts'

export interface PaymentDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly cashier: Cashier
}

type Request = Parameters<typeof getIdentity>[0]

/** Checkout sends the payer to the provider; the provider's signed callback pays the order, or the answer when it is asked. */
export function paymentRoutes(app: Door, { engine, identity, cashier }: PaymentDeps): void {
  async function visibleOrder(request: Request, command: string): Promise<{ row: CaseRow; who: Identity }> {
    const who = await getIdentity(request, identity)
    if (!who.grants.has('order.pay'))
      throw new Refusals([refusal('FORBIDDEN', '', { command, permission: 'order.pay' })])
    const { id } = request.params as { id: string }
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
    return sendJson(reply, 200, JSON.stringify({ ...(await cashier.checkout(row)), order: row.id }))
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
