import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { findCase, newId, Refusals, systemActor, transact, type CaseRow, type Engine } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import { PaymentProviderDown, PaymentRefused, type PaymentProvider } from '#platform/payments'
import type { OrderState } from './order.ts'

export interface PaymentDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly provider: PaymentProvider | null
  /** Address of this server as the provider and the payer reach it. */
  readonly publicUrl: () => string
}

/** Checkout sends the payer to the provider; the provider's signed callback pays the order. */
export function paymentRoutes(app: Door, { engine, identity, provider, publicUrl }: PaymentDeps): void {
  app.post('/v1/orders/:id/checkout', async (request, reply) => {
    const who = await getIdentity(request, identity)
    if (!who.grants.has('order.pay'))
      throw new Refusals([refusal('FORBIDDEN', '', { command: 'checkout', permission: 'order.pay' })])
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const row = isUuid(id)
      ? await transact(engine.pool, who.actor.org, async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows[0])
      : undefined
    if (!row || row.type !== 'order' || row.sandbox_id !== sandbox)
      throw new Refusals([refusal('NOT_FOUND', '', { type: 'order', id })])
    const state = row.state as unknown as OrderState
    if (state.status !== 'ISSUED')
      throw new Refusals([refusal('NOT_NOW', '', { status: state.status, command: 'checkout' })])
    if (!provider) throw new Refusals([refusal('UNAVAILABLE')])
    try {
      const started = await provider.start({
        // The order as it stands now: the same attempt repeated is one payment; after a change or a wrong amount it is another.
        reference: `${row.id}.${row.version}`,
        amount: state.total,
        description: `${state.number}: ${state.lines.map((l) => l.title).join(' + ')}`.slice(0, 140),
        callbackUrl: `${publicUrl()}/v1/payments/callback`,
        returnUrl: `${publicUrl()}/`,
      })
      return sendJson(reply, 200, JSON.stringify({ ...started, order: row.id, amount: state.total, due: state.due }))
    } catch (error) {
      if (error instanceof PaymentProviderDown || error instanceof PaymentRefused)
        throw new Refusals([refusal('UNAVAILABLE')])
      throw error
    }
  })

  app.register(async (raw) => {
    // The signature is over the bytes, so nothing may parse them first.
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_, body, done) => done(null, body))
    raw.post('/v1/payments/callback', async (request, reply) => {
      const reading = provider?.readCallback(request.headers, request.body as Buffer) ?? {
        ok: false as const,
        reason: 'no-signature' as const,
      }
      if (!reading.ok) throw new Refusals([refusal('CALLBACK_REFUSED', '', { reason: reading.reason })])
      const { reference, amount, paidAt, paymentId } = reading.callback
      const id = reference.slice(0, reference.indexOf('.'))
      const row = isUuid(id)
        ? await transact(engine.pool, null, async (tx) => {
            tx.asPlatform()
            return (await tx.query<CaseRow>(findCase, [id])).rows[0]
          })
        : undefined
      if (!row || row.type !== 'order') throw new Refusals([refusal('NOT_FOUND', '', { type: 'order', id: reference })])
      const give = (command: 'receive' | 'mismatch'): Promise<string> =>
        engine.asPlatform(row.sandbox_id, newId(), async (work) => {
          const file = await work.get('order', row.id)
          // On a test clock the payment happens at its time, not at the provider's.
          await work.run(file, command, { paymentId, amount, paidAt: row.sandbox_id ? work.now : paidAt }, systemActor)
          return file.state.status
        })
      const status = await give('receive').catch(async (error: unknown) => {
        if (error instanceof Refusals && error.refusals.some((r) => r.code === 'PAYMENT_AMOUNT_MISMATCH'))
          await give('mismatch')
        throw error
      })
      return sendJson(reply, 200, JSON.stringify({ order: row.id, status }))
    })
  })
}
