import type { Pool } from 'pg'
import { instantAt, localTime, toInstant, toMs, type Instant, type Language } from '#kernel'
import { newId, transact, type Statement } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { sendCopy, type Channel, type ChannelDeps } from './channels.ts'
import { bounce, claim, fanOut, later, nextDue, sent } from './dispatch-sql.ts'
import { tellNotice } from './texts.ts'

export interface DispatchDeps extends ChannelDeps {
  readonly pool: Pool
  readonly clock: Clock
  readonly publicUrl: () => string
  readonly help: string
  readonly log: { warn(text: string): void }
  /** Milliseconds that only go forward: for how long a channel that is away is left alone. */
  readonly ms: () => number
}

export interface Dispatcher {
  /** Ends what is under way after the batch in hand. */
  stop(): void
  /** Does what is due now; answers how many copies left. */
  run(): Promise<number>
  /** Whether anything is queued or on its way. */
  waits(): Promise<boolean>
  /** A server says later that a letter came back. */
  bounced(letter: string, reason: string): Promise<boolean>
  /** Channels that do not answer, and since when. */
  down(): ReadonlyMap<Channel, Instant>
}

interface Claimed {
  readonly id: string
  readonly channel: Channel
  readonly address: string
  readonly attempts: number
  readonly contactId: string
  readonly language: Language
  readonly quiet: boolean
  readonly noticeId: string
  readonly orgId: string
  readonly caseId: string
  readonly kind: string
  readonly params: Readonly<Record<string, unknown>>
  readonly zone: string
  readonly due: string | null
  readonly serves: string | null
  readonly servedAt: string | null
  readonly createdAt: string
}

const BATCH = 200
const TOGETHER = 4
const LEASE_MS = 120_000
const MAX_ATTEMPTS = 12
/** A channel that is away is asked again after so long, doubling up to a minute. */
const FIRST_PAUSE = 1000
const LAST_PAUSE = 60_000
const QUIET_FROM = 21 * 60
const QUIET_UNTIL = 7 * 60

/** When a courtesy copy may next disturb somebody: now, or at seven in the morning of the addressee's country (M07-3). */
export function awake(zone: string, now: Instant): Instant {
  const { day, minute } = localTime(zone, now)
  if (minute >= QUIET_UNTIL && minute < QUIET_FROM) return now
  const seven = instantAt(zone, day, QUIET_UNTIL)
  return seven > now ? seven : instantAt(zone, localTime(zone, toInstant(toMs(now) + 12 * 3_600_000)).day, QUIET_UNTIL)
}

/** 1 minute, 2, 4 … up to six hours. */
const backoff = (attempts: number): number => Math.min(60_000 * 2 ** (attempts - 1), 6 * 3_600_000)

/**
 * Carries courtesy copies. A copy is a row: it is taken for a while, sent, and marked. What was not taken by a server goes back; what may
 * have been taken just before this process died is sent again under the same id, by which a server can tell.
 */
export function createDispatcher(deps: DispatchDeps): Dispatcher {
  const { pool, clock, log } = deps
  const away = new Map<Channel, { since: Instant; until: number; pause: number }>()
  let stopped = false

  const query = <R extends Record<string, unknown>>(statement: Statement, values: readonly unknown[]): Promise<R[]> =>
    transact(pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<R>(statement, values)).rows
    })
  const after = (ms: number): Instant => toInstant(toMs(clock.now()) + ms)
  const isAway = (channel: Channel): boolean => (away.get(channel)?.until ?? 0) > deps.ms()

  async function deliver(c: Claimed): Promise<boolean> {
    const now = clock.now()
    const start = c.quiet && c.channel !== 'webhook' ? awake(c.zone, now) : now
    if (start > now) return quietly(later, [c.id, start, null, true])
    if (isAway(c.channel)) return quietly(later, [c.id, now, 'the server is away', true])
    const said = tellNotice(c.kind, c.params, c.language, {
      due: c.due,
      zone: c.zone,
      unserved: c.serves !== null && c.servedAt === null,
      help: deps.help,
      link: `${deps.publicUrl()}/aviso/${c.noticeId}`,
    })
    const facts = { notice: c.noticeId, case: c.caseId, kind: c.kind, createdAt: c.createdAt, due: c.due }
    const outcome = await sendCopy({ ...c, said, facts }, deps)
    if (outcome.status === 'sent') {
      away.delete(c.channel)
      await query(sent, [c.id, clock.now()])
      return true
    }
    if (outcome.status === 'refused') return give(c, 'bounced', outcome.reason)
    if (outcome.down) {
      const known = away.get(c.channel)
      const pause = Math.min((known?.pause ?? FIRST_PAUSE / 2) * 2, LAST_PAUSE)
      if (!known) log.warn(`${c.channel}: ${outcome.reason}; copies wait`)
      if (!known || known.until <= deps.ms())
        away.set(c.channel, { since: known?.since ?? now, until: deps.ms() + pause, pause })
      return quietly(later, [c.id, now, outcome.reason, true])
    }
    if (c.attempts >= MAX_ATTEMPTS) return give(c, 'failed', outcome.reason)
    return quietly(later, [c.id, after(backoff(c.attempts)), outcome.reason, false])
  }

  const quietly = async (statement: Statement, values: readonly unknown[]): Promise<boolean> => {
    await query(statement, values)
    return false
  }
  const give = async ({ id }: Pick<Claimed, 'id'>, status: 'bounced' | 'failed', reason: string): Promise<boolean> =>
    quietly(bounce, [id, clock.now(), status, reason, newId()])

  async function run(): Promise<number> {
    let left = 0
    for (;;) {
      const now = clock.now()
      const [made] = await query<{ notices: number }>(fanOut, [now, BATCH])
      const closed = [...away.keys()].filter(isAway)
      const copies = await query<Claimed & Record<string, unknown>>(claim, [now, after(LEASE_MS), BATCH, closed])
      const waiting = [...copies]
      const worker = async (): Promise<void> => {
        for (let c = waiting.shift(); c; c = waiting.shift()) if (await deliver(c)) left++
      }
      await Promise.all(Array.from({ length: TOGETHER }, worker))
      const more = (made?.notices ?? 0) > 0 || copies.length === BATCH
      if (!more || stopped) return left
    }
  }

  return {
    stop: () => {
      stopped = true
    },
    run,
    waits: async () => (await query<{ waits: boolean }>(nextDue, []))[0]?.waits === true,
    bounced: async (letter, reason) =>
      ((await query<{ bounced: number }>(bounce, [letter, clock.now(), 'bounced', reason, newId()]))[0]?.bounced ?? 0) >
      0,
    down: () => new Map([...away].map(([channel, { since }]) => [channel, since])),
  }
}
