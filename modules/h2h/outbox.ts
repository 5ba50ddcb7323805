import { toInstant, toMs, type Instant } from '#kernel'
import { newId, transact, type Engine, type Statement } from '#platform/cases'
import { caseOf, replyTo } from './answers.ts'
import { VERSIONS, type Envelope } from './messages.ts'
import {
  anySubscription,
  claim,
  issuedOf,
  lockFeed,
  moveFeed,
  nextEvents,
  putOut,
  released,
  settled,
} from './outbox-sql.ts'
import type { Form } from './reader.ts'
import type { Sealer } from './seal.ts'

type Json = Readonly<Record<string, unknown>>

export interface OutRow {
  readonly org: string
  readonly seq: string
  readonly id: string
  readonly message: string
  readonly body: string
  readonly sandbox: string | null
  readonly at: Instant
  readonly status: string
  readonly attempts: number
  readonly queuedAt: Instant
}

interface EventRow {
  readonly xid: string
  readonly position: string
  readonly caseId: string
  readonly seq: number
  readonly event: string
  readonly at: Instant
  readonly org: string | null
  readonly url: string | null
  readonly type: string
  readonly number: string | null
  readonly status: string
  readonly version: number
  readonly sandbox: string | null
  readonly ucr: string | null
  readonly procedure: string | null
  readonly agency: string | null
  readonly total: unknown
  readonly due: Instant | null
}

interface IssuedRow {
  readonly caseId: string
  readonly edition: number
  readonly number: string
  readonly code: string
  readonly digest: string
  readonly jws: string
  readonly issuedAt: Instant
  readonly validUntil: string | null
}

export type Posted = { readonly ok: true } | { readonly ok: false; readonly gone: boolean; readonly reason: string }

export interface OutboxDeps {
  readonly engine: Engine
  readonly seal: Sealer
  readonly testing: boolean
  /** Takes a signed message to a firm's program. */
  readonly post: (url: string, body: string, type: string, id: string) => Promise<Posted>
  /** Told when a message was given up. */
  readonly dead: (row: OutRow, reason: string) => Promise<void>
}

export interface Outbox {
  /** Turns new events into messages; answers how many events were read. */
  fanOut(): Promise<number>
  /** Carries what is due; answers how many messages moved. */
  deliver(): Promise<number>
  /** A row as the firm reads it: signed, in its form and version. */
  signed(row: OutRow, taxId: string, country: string, form: Form, version: number): Promise<string>
}

const PAGE = 400
const AT_ONCE = 40
const LEASE_MS = 60_000
/** M30-6: 1, 2, 4 … 64 minutes, up to a day. */
const FIRST_MS = 60_000
const LONGEST_MS = 64 * 60_000
const GIVE_UP_MS = 24 * 3_600_000
const TOLD = new Set(['permit', 'application', 'order', 'dossier', 'connection'])
const ISSUED = new Set(['DrIssued', 'DrRectified', 'DrExtended', 'DrAmended'])

/** When a message is tried again after so many attempts; nothing once a day has passed. */
export function nextAttempt(now: Instant, queuedAt: Instant, attempts: number): Instant | null {
  if (toMs(now) - toMs(queuedAt) >= GIVE_UP_MS) return null
  return toInstant(toMs(now) + Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 10), LONGEST_MS))
}

/** What the window says of its own accord: the events of the store are the outbox, and each firm has its own numbers in it (M30). */
export function createOutbox({ engine, seal, testing, post, dead }: OutboxDeps): Outbox {
  const { pool, clock } = engine
  const ask = <R extends object>(statement: Statement, values: readonly unknown[]): Promise<R[]> =>
    transact(pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<R>(statement, values)).rows
    })

  const statusOf = (e: EventRow) => ({
    case: caseOf({
      id: e.caseId,
      type: e.type,
      number: e.number,
      status: e.status,
      version: e.version,
      state: stateOf(e),
    }),
    event: e.event,
    at: e.at,
    ...(e.ucr ? { ucr: e.ucr } : {}),
    ...(e.due ? { due: e.due } : {}),
  })

  const fanOut: Outbox['fanOut'] = () =>
    transact(pool, null, async (tx) => {
      tx.asPlatform()
      if ((await tx.query(anySubscription, [])).rows.length === 0) return 0
      const [at] = (await tx.query<{ xid: string; position: string }>(lockFeed, [])).rows
      if (!at) return 0
      const { rows } = await tx.query<EventRow>(nextEvents, [at.xid, at.position, PAGE])
      const last = rows.at(-1)
      if (!last) return 0
      const now = clock.now()
      const told = rows.filter((e): e is EventRow & { org: string } => e.org !== null && TOLD.has(e.type))
      const ids = new Set(told.filter((e) => ISSUED.has(e.event)).map((e) => e.caseId))
      const issued = new Map(
        ids.size ? (await tx.query<IssuedRow>(issuedOf, [[...ids]])).rows.map((d) => [d.caseId, d]) : [],
      )
      const out = told.flatMap((e) => {
        const status = statusOf(e)
        const document = ISSUED.has(e.event) ? issued.get(e.caseId) : undefined
        return [
          { e, message: 'status', body: status },
          ...(document ? [{ e, message: 'issued', body: { case: status.case, ...bodyOf(document) } }] : []),
        ]
      })
      const put = out.map(({ e, message, body }, n) => ({
        n,
        org: e.org,
        id: newId(),
        caseId: e.caseId,
        eventSeq: e.seq,
        message,
        body: JSON.stringify(body),
        sandbox: e.sandbox,
        at: e.at,
        status: e.url ? 'queued' : 'kept',
        queuedAt: now,
        nextAt: e.url ? now : null,
      }))
      if (put.length) await tx.query(putOut, [JSON.stringify(put)])
      await tx.query(moveFeed, [last.xid, last.position])
      return rows.length
    })

  const signed: Outbox['signed'] = (row, taxId, country, form, version) => {
    const known = VERSIONS.find((v) => v === version) ?? 1
    const to: Pick<Envelope, 'version' | 'sender' | 'test'> = {
      version: known,
      sender: { country, id: taxId },
      test: testing || row.sandbox !== null,
    }
    const about = { id: row.id, recipient: taxId, now: row.at, test: to.test, body: JSON.parse(row.body) as Json }
    return seal(replyTo(to, row.message, about), form)
  }

  /** Answers whether the next of the firm may follow: what is tried again later is not overtaken. */
  async function carry(
    row: OutRow & { url: string | null; form: Form; version: number; taxId: string; country: string },
  ): Promise<boolean> {
    const settle = (status: string, next: Instant | null, error: string | null) =>
      ask(settled, [row.org, row.seq, status, next, error])
    const goOn = async (status: string): Promise<true> => {
      await settle(status, null, null)
      return true
    }
    if (!row.url) return goOn('kept')
    const text = await signed(row, row.taxId, row.country, row.form, row.version)
    const posted = await post(row.url, text, row.form === 'xml' ? 'application/xml' : 'application/jose', row.id)
    if (posted.ok) return goOn('sent')
    const next = posted.gone ? null : nextAttempt(clock.now(), row.queuedAt, row.attempts)
    await settle(next ? 'queued' : 'dead', next, posted.reason.slice(0, 300))
    if (!next) await dead(row, posted.reason)
    return next === null
  }

  const deliver: Outbox['deliver'] = async () => {
    const now = clock.now()
    const rows = await ask<OutRow & { url: string | null; form: Form; version: number }>(claim, [
      now,
      toInstant(toMs(now) + LEASE_MS),
      AT_ONCE,
    ])
    const orgs = new Map(
      (
        await ask<{ id: string; taxId: string | null; country: string | null }>(organisations, [rows.map((r) => r.org)])
      ).map((o) => [o.id, o]),
    )
    // Of one firm one after the other, of several firms beside each other.
    await Promise.all(
      [...new Set(rows.map((r) => r.org))].map(async (org) => {
        const { taxId, country } = orgs.get(org) ?? { taxId: null, country: null }
        const mine = rows.filter((r) => r.org === org).sort((a, b) => Number(a.seq) - Number(b.seq))
        for (const [i, row] of mine.entries()) {
          if (await carry({ ...row, taxId: taxId ?? '0', country: country ?? 'ZZ' })) continue
          // One call to a program that is down, and not one for each message: others wait for this round to end.
          await ask(released, [org, mine.slice(i + 1).map((r) => r.seq)])
          break
        }
      }),
    )
    return rows.length
  }
  return { fanOut, deliver, signed }
}

const bodyOf = ({ number, edition, code, digest, issuedAt, validUntil, jws }: IssuedRow): Json => ({
  number,
  edition: Number(edition),
  code,
  digest,
  issuedAt,
  ...(validUntil ? { validUntil: validUntil.slice(0, 10) } : {}),
  record: jws,
})

const organisations: Statement = {
  name: 'h2h.organisations',
  text: 'SELECT id, tax_id AS "taxId", country FROM identity.organisation WHERE id = ANY($1)',
}

const stateOf = ({ procedure, agency, total }: EventRow): Json => ({
  ...(procedure ? { procedure } : {}),
  ...(agency ? { agency } : {}),
  ...(total ? { total } : {}),
})
