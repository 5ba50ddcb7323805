import { Type } from 'typebox'
import { refusal, strict } from '#kernel'
import type { Contingency } from '#platform/contingency'
import { Refusals } from '#platform/cases'
import { getIdentity, sendJson, shapeFaults, type Door } from '#platform/http'
import type { IdentityProvider } from '#platform/access'
import type { Clock } from '#platform/clock'

export const DeclareSchema = Type.Object(
  {
    on: Type.Boolean({ description: 'true declares the contingency, false ends it' }),
    reason: Type.String({ minLength: 10, maxLength: 500 }),
  },
  strict,
)
export const ReceiptSchema = Type.Object({ jws: Type.String({ minLength: 10, maxLength: 20_000 }) }, strict)

/** Who may declare (M36): the coordinator and the monitoring centre's shift lead. */
const may = ['coordinator', 'monitor', 'shift-lead']
const PROPOSAL_MS = 30 * 60_000

interface Proposal {
  readonly on: boolean
  readonly reason: string
  readonly by: string
  readonly at: number
}

export interface ContingencyDeps {
  readonly identity: IdentityProvider
  readonly clock: Clock
  readonly contingency: Contingency
  /** What follows when a contingency ends: outages, clocks. */
  readonly ended: (since: string, until: string, reason: string) => Promise<void>
}

/** Declaring and ending a contingency takes two people; a receipt is checked by anyone, with or without a database. */
export function contingencyRoutes(app: Door, { identity, clock, contingency, ended }: ContingencyDeps): void {
  let proposed: Proposal | null = null

  app.get('/v1/contingency', async (request, reply) => {
    await getIdentity(request, identity)
    const declared = contingency.declared()
    const said = declared && { since: declared.since, reason: declared.reason }
    return sendJson(reply, 200, JSON.stringify({ declared: said, waiting: contingency.waiting() }))
  })

  app.post('/v1/contingency', async (request, reply) => {
    const { actor } = await getIdentity(request, identity)
    if (!actor.roles.some((r) => may.includes(r)))
      throw new Refusals([
        refusal('FORBIDDEN', '', {
          command: 'declareContingency',
          permission: may.join(', '),
          roles: actor.roles.join(', '),
        }),
      ])
    const faults = shapeFaults(DeclareSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { on, reason } = request.body as { on: boolean; reason: string }
    const now = clock.now()
    if (on === (contingency.declared() !== null)) throw new Refusals([refusal('CONTINGENCY_ALREADY')])
    const seconds =
      proposed && proposed.on === on && proposed.by !== actor.person && Date.now() - proposed.at < PROPOSAL_MS
    if (!proposed || !seconds) {
      proposed = { on, reason, by: actor.person, at: Date.now() }
      return sendJson(reply, 202, JSON.stringify({ state: 'PROPOSED', on, reason, needs: 'a second person' }))
    }
    const by = [proposed.by, actor.person]
    const before = contingency.declared()
    const said = proposed.reason
    proposed = null
    if (on) await contingency.declare({ reason: said, since: now, by })
    else {
      await contingency.end()
      if (before) await ended(before.since, now, before.reason)
    }
    return sendJson(reply, 200, JSON.stringify({ state: on ? 'DECLARED' : 'ENDED', since: now, reason: said, by }))
  })

  app.post('/v1/contingency/receipts/verify', async (request, reply) => {
    const faults = shapeFaults(ReceiptSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const receipt = await contingency.verify((request.body as { jws: string }).jws)
    const body = receipt
      ? { valid: true, receipt, state: contingency.stateOf(receipt.id) ?? 'unknown' }
      : { valid: false, receipt: null, state: null }
    return sendJson(reply, 200, JSON.stringify(body))
  })
}
