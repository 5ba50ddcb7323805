import { refusal } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine, type Statement } from '#platform/cases'
import { readSignedReceipt } from '#platform/exchange'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import type { Carrier } from './carrier.ts'

const ofCase: Statement = {
  name: 'delivery.of-case',
  text: `SELECT id AS "messageId", recipient AS "to", edition, kind, status, attempts, queued_at AS "queuedAt", next_at AS "nextAt",
           answered_at AS "answeredAt", reference, error FROM exchange.delivery WHERE case_id = $1 ORDER BY queued_at DESC, recipient LIMIT 100`,
}

export interface ExchangeDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  /** Nobody carries when absent. */
  readonly carrier: Carrier | null
  /** Key of the receipts that others send; nothing is believed without it. */
  readonly secret: string | null
  /** Where the other side can be looked at, when it is a simulator. */
  readonly simulator: string | null
}

/** What became of the copies of a permit's document, and the receipts that other systems send. */
export function exchangeRoutes(app: Door, { engine, identity, carrier, secret, simulator }: ExchangeDeps): void {
  app.get('/v1/permits/:id/copies', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const items = isUuid(id)
      ? await transact(engine.pool, who.actor.org, async (tx) => {
          const row = (await tx.query<CaseRow>(findCase, [id])).rows[0]
          if (row?.type !== 'permit' || row.sandbox_id !== sandbox) return undefined
          tx.asPlatform()
          return (await tx.query(ofCase, [id])).rows
        })
      : undefined
    if (!items) throw new Refusals([refusal('NOT_FOUND', '', { type: 'permit', id })])
    return sendJson(reply, 200, JSON.stringify({ items, simulator, carried: carrier !== null }))
  })

  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 16 * 1024 }, (_, body, done) => done(null, body))
    raw.post('/v1/exchange/receipts', async (request, reply) => {
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const receipt = readSignedReceipt(secret, request.headers, body)
      if (receipt === 'unsigned' || !carrier) throw new Refusals([refusal('UNAUTHENTICATED')])
      if (receipt === 'unreadable') throw new Refusals([refusal('MALFORMED', '', { reason: 'it is no receipt' })])
      if (!(await carrier.receive(receipt)))
        throw new Refusals([refusal('NOT_FOUND', '', { type: 'message', id: receipt.id })])
      return reply.code(204).send()
    })
  })
}
