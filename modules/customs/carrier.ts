import { toInstant, toMs, type Dictionary, type Instant } from '#kernel'
import { Refusals, systemActor, transact, type Engine, type Statement } from '#platform/cases'
import { CustomsDown, CustomsRefused, type CustomsChannel } from '#platform/customs'
import { readAnswer } from './res.ts'

export interface CustomsCarrierOptions {
  readonly engine: Engine
  readonly dictionary: Dictionary
  readonly channel: CustomsChannel
  readonly log: { warn(text: string): void }
  /** Milliseconds to the second attempt; each next one waits twice as long, at most 10 minutes. */
  readonly retryMs?: number
}

export interface CustomsCarrier {
  /** Sends what is due, of real life or of one sandbox whatever the hour. Answers how many messages left. */
  run(sandbox?: string | null): Promise<number>
  /** An answer of customs, signature checked: taken, known already, not yet to be taken, or about nothing of ours. */
  receive(source: string): Promise<'taken' | 'known' | 'early' | 'unknown' | 'unreadable'>
}

interface Message {
  readonly id: string
  readonly caseId: string
  readonly caseType: string
  readonly country: string
  readonly kind: string
  readonly content: string
  readonly attempts: number
  readonly queuedAt: Instant
  readonly sandbox: string | null
}

const COLUMNS = `id, case_id AS "caseId", case_type AS "caseType", country, kind, content, attempts, queued_at AS "queuedAt", sandbox_id AS sandbox`
const due: Statement = {
  name: 'customs.due',
  text: `SELECT ${COLUMNS} FROM customs.message
         WHERE next_at IS NOT NULL AND (next_at <= $1 OR $2::uuid IS NOT NULL) AND sandbox_id IS NOT DISTINCT FROM $2
           AND (lease_until IS NULL OR lease_until <= $1) ORDER BY next_at, id LIMIT 100`,
}
const claim: Statement = {
  name: 'customs.claim',
  text: `UPDATE customs.message SET lease_until = $3 WHERE case_id = $1 AND id = $2 AND (lease_until IS NULL OR lease_until <= $4) RETURNING 1`,
}
const note: Statement = {
  name: 'customs.note',
  text: `UPDATE customs.message SET status = $3, attempts = $4, next_at = $5, lease_until = NULL, sent_at = coalesce(sent_at, $6), error = $7
         WHERE case_id = $1 AND id = $2`,
}
const schedule: Statement = { name: 'customs.schedule', text: 'SELECT jobs.schedule_carry($1)' }
const byId: Statement = { name: 'customs.by-id', text: `SELECT ${COLUMNS} FROM customs.message WHERE id = $1` }
const known: Statement = { name: 'customs.known', text: 'SELECT 1 FROM customs.answer WHERE case_id = $1 AND id = $2' }
const keep: Statement = {
  name: 'customs.keep',
  text: `INSERT INTO customs.answer (case_id, id, message, kind, content, taken_at) VALUES ($1, $2, $3, $4, $5, $6)`,
}

const LEASE_MS = 60_000
const LONGEST_MS = 600_000
/** M30-6. */
const GIVE_UP_MS = 24 * 3_600_000
const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/

/** Takes messages to customs until customs has them, and gives its answers to the cases they are about. */
export function createCustomsCarrier(options: CustomsCarrierOptions): CustomsCarrier {
  const { engine, dictionary, channel, log, retryMs = 15_000 } = options
  const { pool, clock } = engine
  let last: Promise<unknown> = Promise.resolve()

  const asPlatform = <R extends object>(statement: Statement, values: readonly unknown[]): Promise<R[]> =>
    transact(pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<R>(statement, values)).rows
    })

  async function settle(m: Message, outcome: 'sent' | 'refused' | 'down', error: string | null): Promise<void> {
    const now = clock.now()
    const attempts = m.attempts + 1
    const tooLate = outcome === 'down' && m.sandbox === null && toMs(now) - toMs(m.queuedAt) > GIVE_UP_MS
    if (tooLate || outcome === 'refused') log.warn(`customs did not take message ${m.id}: ${error ?? ''}`)
    const next =
      outcome === 'down' && !tooLate
        ? toInstant(toMs(now) + Math.min(retryMs * 2 ** Math.min(attempts - 1, 20), LONGEST_MS))
        : null
    const status = outcome === 'down' ? (tooLate ? 'undeliverable' : 'queued') : outcome
    await engine.asPlatform(m.sandbox, m.id, async (work) => {
      work.also(note, [m.caseId, m.id, status, attempts, next, outcome === 'sent' ? now : null, error])
      if (next && m.sandbox === null) work.also(schedule, [next])
      await Promise.resolve()
    })
  }

  async function carry(m: Message): Promise<boolean> {
    const now = clock.now()
    if ((await asPlatform(claim, [m.caseId, m.id, toInstant(toMs(now) + LEASE_MS), now])).length === 0) return false
    try {
      // An acknowledgement may have been lost on its way: customs is asked whether it has the message before it is sent again.
      if (m.attempts === 0 || !(await channel.has(m.id))) await channel.send(m)
      await settle(m, 'sent', null)
    } catch (error) {
      if (error instanceof CustomsRefused) await settle(m, 'refused', error.message)
      else if (error instanceof CustomsDown) await settle(m, 'down', error.message)
      else throw error
    }
    return true
  }

  async function round(sandbox: string | null): Promise<number> {
    let moved = 0
    for (const m of await asPlatform<Message>(due, [clock.now(), sandbox]))
      moved += await carry(m).then(Number, (error: unknown) => {
        log.warn(`customs: ${error instanceof Error ? error.message : String(error)}`)
        return 0
      })
    return moved
  }

  return {
    run: async (sandbox = null) => {
      if (sandbox) return round(sandbox)
      const mine = last.then(() => round(null))
      last = mine.catch(() => undefined)
      return mine
    },
    receive: async (source) => {
      const answer = readAnswer(source, dictionary)
      if (!answer) return 'unreadable'
      const id = UUID.exec(answer.reference.toLowerCase())?.slice(1).join('-')
      const [m] = id ? await asPlatform<Message>(byId, [id]) : []
      if (!m) return 'unknown'
      return engine.asPlatform(m.sandbox, m.id, async (work) => {
        const file = await work.get(m.caseType, m.caseId)
        // Asked under the lock of the case: the same answer may come twice at once.
        if ((await work.tx.query(known, [m.caseId, answer.id])).rows.length) return 'known'
        const refused = await work.attempt(file, 'takeAnswer', { about: m.kind, ...answer }, systemActor)
        if (refused) {
          if (refused.refusals.some((r) => r.code === 'NOT_NOW')) return 'early'
          throw new Refusals(refused.refusals)
        }
        work.also(keep, [m.caseId, answer.id, m.id, answer.kind, source, work.now])
        return 'taken'
      })
    },
  }
}
