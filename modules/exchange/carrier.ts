import { toInstant, toMs, type Instant, type PermitState } from '#kernel'
import { findCase, systemActor, transact, type CaseRow, type Engine, type Statement } from '#platform/cases'
import { PartnerDown, PartnerRefused, type Partner, type Receipt } from '#platform/exchange'
import type { PackLibrary } from '#platform/packs'
import { messageOf, type Delivery } from './message.ts'

export interface CarrierOptions {
  readonly engine: Engine
  readonly library: PackLibrary
  /** Who carries to whom, by recipient. What has no partner here stays queued. */
  readonly partners: Readonly<Record<string, Partner>>
  readonly log: { warn(text: string): void }
  /** Milliseconds to the second attempt; each next one waits twice as long, at most 64 minutes. */
  readonly retryMs?: number
}

export interface Carrier {
  /** Carries what is due: of real life, or of one sandbox whatever the hour. Answers how many messages moved. */
  run(sandbox?: string | null): Promise<number>
  /** What the other side says of its own accord. False when nobody sent that message. */
  receive(receipt: Receipt): Promise<boolean>
}

const COLUMNS = `id, case_id AS "caseId", recipient, edition, kind, status, attempts, queued_at AS "queuedAt", sandbox_id AS sandbox`
const due: Statement = {
  name: 'delivery.due',
  text: `SELECT ${COLUMNS} FROM exchange.delivery
         WHERE next_at IS NOT NULL AND (next_at <= $1 OR $3::uuid IS NOT NULL) AND recipient = ANY($2) AND sandbox_id IS NOT DISTINCT FROM $3
           AND (lease_until IS NULL OR lease_until <= $1) ORDER BY next_at, id LIMIT 50`,
}
// Several programs may run: whoever writes the lease first carries.
const claim: Statement = {
  name: 'delivery.claim',
  text: `UPDATE exchange.delivery SET lease_until = $3 WHERE case_id = $1 AND id = $2 AND (lease_until IS NULL OR lease_until <= $4) RETURNING 1`,
}
const byId: Statement = { name: 'delivery.by-id', text: `SELECT ${COLUMNS} FROM exchange.delivery WHERE id = $1` }
// Reports come late and twice: what is final stays so.
const note: Statement = {
  name: 'delivery.note',
  text: `UPDATE exchange.delivery SET status = $3, attempts = $4, next_at = $5, lease_until = NULL, answered_at = coalesce($6, answered_at),
           reference = coalesce($7, reference), error = $8
         WHERE case_id = $1 AND id = $2 AND status NOT IN ('accepted', 'rejected', 'superseded')`,
}
const schedule: Statement = { name: 'delivery.schedule', text: 'SELECT jobs.schedule_carry($1)' }

const LEASE_MS = 120_000
const LONGEST_MS = 64 * 60_000
/** M30-6. */
const GIVE_UP_MS = 24 * 3_600_000
const OPEN = new Set(['queued', 'sent', 'received'])

/** Takes copies of documents to other systems, again and again until they are there, and keeps what became of them in the case. */
export function createCarrier({ engine, library, partners, log, retryMs = 60_000 }: CarrierOptions): Carrier {
  const { pool, clock } = engine
  const recipients = Object.keys(partners)
  let last: Promise<unknown> = Promise.resolve()

  const asPlatform = <R extends object>(statement: Statement, values: readonly unknown[]): Promise<R[]> =>
    transact(pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<R>(statement, values)).rows
    })

  /** What is known now goes into the case, and the next attempt into the queue, in one transaction. */
  async function settle(d: Delivery, receipt: Receipt | undefined, error: string | null): Promise<void> {
    const now = clock.now()
    const attempts = d.attempts + 1
    const final = receipt !== undefined && receipt.outcome !== 'received'
    const tooLate = !final && toMs(now) - toMs(d.queuedAt) > GIVE_UP_MS && d.sandbox === null
    const wait = Math.min(retryMs * 2 ** Math.min(attempts - 1, 20), LONGEST_MS)
    const next: Instant | null = final || tooLate ? null : toInstant(toMs(now) + wait)
    const status = receipt?.outcome ?? (tooLate ? 'undeliverable' : d.status)
    if (tooLate)
      log.warn(
        `a copy to ${d.recipient} could not be delivered within a day (message ${d.id}): ${error ?? 'no answer'}`,
      )
    await engine.asPlatform(d.sandbox, d.id, async (work) => {
      if (receipt) {
        const file = await work.get('permit', d.caseId)
        const about = { to: d.recipient, edition: d.edition, ...(d.kind === 'cancel' ? { kind: d.kind } : {}) }
        const { outcome, reference, text } = receipt
        const said = { ...(reference ? { reference } : {}), ...(text ? { text } : {}) }
        if (d.status === 'queued') await work.run(file, 'reportCopy', { ...about, outcome: 'sent' }, systemActor)
        await work.run(file, 'reportCopy', { ...about, outcome, ...said }, systemActor)
      }
      work.also(note, [d.caseId, d.id, status, attempts, next, receipt ? now : null, receipt?.reference ?? null, error])
      if (next && d.sandbox === null) work.also(schedule, [next])
    })
  }

  async function carry(d: Delivery): Promise<boolean> {
    const now = clock.now()
    const until = toInstant(toMs(now) + LEASE_MS)
    if ((await asPlatform(claim, [d.caseId, d.id, until, now])).length === 0) return false
    const partner = partners[d.recipient]
    const [row] = await asPlatform<CaseRow>(findCase, [d.caseId])
    const message = row && messageOf(d, row.state as unknown as PermitState, await library.getPinned(row.definition))
    if (!partner || !message) return false
    try {
      // An answer may have been lost on its way: before anything is sent again, the other side is asked whether it has it.
      const known = d.attempts > 0 ? await partner.find(d.id) : undefined
      const receipt = known ?? (d.status === 'queued' ? await partner.send(message) : undefined)
      await settle(d, receipt, receipt ? null : 'the other side does not know the message any more')
      return true
    } catch (error) {
      if (error instanceof PartnerRefused)
        await settle(
          d,
          { id: d.id, outcome: 'rejected', reference: null, text: error.message.slice(0, 500) },
          error.message,
        )
      else if (error instanceof PartnerDown) await settle(d, undefined, error.message)
      else throw error
      return true
    }
  }

  async function round(sandbox: string | null): Promise<number> {
    let moved = 0
    const found = await asPlatform<Delivery>(due, [clock.now(), recipients, sandbox])
    for (const d of found)
      moved += await carry(d).then(Number, (error: unknown) => {
        log.warn(`exchange: ${error instanceof Error ? error.message : String(error)}`)
        return 0
      })
    return moved
  }

  return {
    run: async (sandbox = null) => {
      if (sandbox) return round(sandbox)
      // One round at a time in this process; who comes meanwhile waits for it and goes again.
      const mine = last.then(() => round(null))
      last = mine.catch(() => undefined)
      return mine
    },
    receive: async (receipt) => {
      const [d] = await asPlatform<Delivery>(byId, [receipt.id])
      if (!d) return false
      if (OPEN.has(d.status)) await settle(d, receipt, null)
      return true
    },
  }
}
