import { createHash, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { toInstant, toMs, type Instant } from '#kernel'
import { newId, transact, type Statement, type Tx } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { remembering } from './remembering.ts'

const HOUR = 3_600_000
/** A session ends this long after it began, whatever happens in it ... */
const LIFE = 12 * HOUR
/** ... and after this long without a request. */
const IDLE = 2 * HOUR
/** A token is changed at its first use after this long. */
const ROTATE = HOUR
/** Requests that were under way when a token was changed still carry the one before. */
const GRACE = 60_000
/** How often a session's last use is written down. */
const NOTE = 60_000

/** A browser session: which person, which hat, how they showed who they are. */
export interface Session {
  readonly id: string
  readonly person: string
  readonly account: string
  /** The mandate the person chose to act under, if any. */
  readonly mandate: string | null
  /** How they authenticated (RFC 8176): `pwd`, `otp`, `hwk`; `demo` for an invented person. */
  readonly methods: readonly string[]
  /** The identity provider's own session (`sid`), to end both together. */
  readonly providerSession: string | null
  readonly createdAt: Instant
  readonly seenAt: Instant
  readonly rotatedAt: Instant
  /** When they last showed a second factor. */
  readonly steppedUpAt: Instant | null
  readonly expiresAt: Instant
}

export interface NewSession {
  readonly person: string
  readonly account: string
  readonly methods: readonly string[]
  readonly providerSession?: string
  readonly steppedUpAt?: Instant
}

export interface SessionChange {
  readonly account?: string
  readonly mandate?: string | null
  /** Methods shown besides those at login. */
  readonly steppedUpBy?: string
}

export interface Sessions {
  open(wanted: NewSession): Promise<{ readonly token: string; readonly session: Session }>
  find(token: string): Promise<Session | undefined>
  /** Changes hat or records a second factor. Always under a new token: whoever had the old one must not gain by it. */
  change(
    token: string,
    change: SessionChange,
  ): Promise<{ readonly token: string; readonly session: Session } | undefined>
  /** A new token when the present one is old. */
  renew(token: string): Promise<string | undefined>
  end(token: string): Promise<void>
  endById(id: string): Promise<void>
  /** All sessions of a person, on every device. Answers how many there were. */
  endAll(person: string): Promise<number>
  /** Sessions that stand on one at the identity provider. */
  endOfProvider(providerSession: string): Promise<void>
  forget(): void
}

const COLUMNS = `id, person_id AS person, account_id AS account, mandate_id AS mandate, methods, provider_session AS "providerSession",
  created_at AS "createdAt", seen_at AS "seenAt", rotated_at AS "rotatedAt", stepped_up_at AS "steppedUpAt", expires_at AS "expiresAt"`

const put: Statement = {
  name: 'session.put',
  text: `INSERT INTO identity.session (id, digest, person_id, account_id, methods, provider_session, created_at, seen_at, rotated_at,
           stepped_up_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8, $9) RETURNING ${COLUMNS}`,
}
const byDigest: Statement = {
  name: 'session.find',
  text: `SELECT ${COLUMNS} FROM identity.session WHERE expires_at > $2 AND seen_at > $3 AND (digest = $1 OR (previous = $1 AND rotated_at > $4))`,
}
const rotate: Statement = {
  name: 'session.rotate',
  text: `UPDATE identity.session SET previous = digest, digest = $2, rotated_at = $3, account_id = coalesce($4, account_id),
           mandate_id = CASE WHEN $5 THEN $6 ELSE mandate_id END,
           methods = CASE WHEN $7::text IS NULL OR $7 = ANY (methods) THEN methods ELSE methods || $7::text END,
           stepped_up_at = CASE WHEN $7::text IS NULL THEN stepped_up_at ELSE $3 END
         WHERE digest = $1 AND expires_at > $3 RETURNING ${COLUMNS}`,
}
const note: Statement = { name: 'session.note', text: 'UPDATE identity.session SET seen_at = $2 WHERE id = $1' }
const endOne: Statement = {
  name: 'session.end',
  text: 'DELETE FROM identity.session WHERE digest = $1 OR previous = $1',
}
const endId: Statement = { name: 'session.end-id', text: 'DELETE FROM identity.session WHERE id = $1' }
const endPerson: Statement = { name: 'session.end-all', text: 'DELETE FROM identity.session WHERE person_id = $1' }
const endProvider: Statement = {
  name: 'session.end-provider',
  text: 'DELETE FROM identity.session WHERE provider_session = $1',
}
const sweepOld: Statement = {
  name: 'session.sweep',
  text: 'DELETE FROM identity.session WHERE expires_at < $1 OR seen_at < $2',
}

const TOKEN = /^[\w-]{43}$/
const newToken = (): string => randomBytes(32).toString('base64url')
const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Sessions of browsers. What was found is remembered for ten seconds on this node; what ends here ends here at once. */
export function createSessions(pool: Pool, clock: Clock): Sessions {
  const asPlatform = <T>(run: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(pool, null, (tx) => {
      tx.asPlatform()
      return run(tx)
    })
  const before = (ms: number): Instant => toInstant(toMs(clock.now()) - ms)
  const after = (ms: number): Instant => toInstant(toMs(clock.now()) + ms)
  const noted = new Map<string, number>()

  const known = remembering<Session>((key) =>
    asPlatform(async (tx) => {
      const values = [Buffer.from(key, 'base64'), clock.now(), before(IDLE), before(GRACE)]
      return (await tx.query<Session>(byDigest, values)).rows[0]
    }),
  )

  const noteUse = (session: Session): void => {
    const now = toMs(clock.now())
    if (now - (noted.get(session.id) ?? toMs(session.seenAt)) < NOTE) return
    if (noted.size > 10_000) noted.clear()
    noted.set(session.id, now)
    // Nobody waits for it: when it fails, the next request tries again.
    asPlatform((tx) => tx.query(note, [session.id, clock.now()])).catch(() => noted.delete(session.id))
  }

  async function change(token: string, { account, mandate, steppedUpBy }: SessionChange) {
    const next = newToken()
    const values = [
      digestOf(token),
      digestOf(next),
      clock.now(),
      account ?? null,
      mandate !== undefined,
      mandate ?? null,
    ]
    const [session] = await asPlatform(
      async (tx) => (await tx.query<Session>(rotate, [...values, steppedUpBy ?? null])).rows,
    )
    known.clear()
    return session ? { token: next, session } : undefined
  }

  return {
    open: async ({ person, account, methods, providerSession, steppedUpAt }) => {
      const token = newToken()
      const session = await asPlatform(async (tx) => {
        const sent = [
          person,
          account,
          [...methods],
          providerSession ?? null,
          clock.now(),
          steppedUpAt ?? null,
          after(LIFE),
        ]
        tx.settles(tx.query(sweepOld, [clock.now(), before(IDLE)]))
        return (await tx.query<Session>(put, [newId(), digestOf(token), ...sent])).rows[0]
      })
      if (!session) throw new Error('a session was not kept')
      return { token, session }
    },
    find: async (token) => {
      if (!TOKEN.test(token)) return undefined
      const session = await known.get(digestOf(token).toString('base64'))
      if (!session || session.expiresAt <= clock.now()) return undefined
      noteUse(session)
      return session
    },
    change,
    renew: async (token) => {
      const [session] = await asPlatform(
        async (tx) =>
          (await tx.query<Session>(byDigest, [digestOf(token), clock.now(), before(IDLE), clock.now()])).rows,
      )
      return session && session.rotatedAt < before(ROTATE) ? (await change(token, {}))?.token : undefined
    },
    end: async (token) => {
      await asPlatform((tx) => tx.query(endOne, [digestOf(token)]))
      known.clear()
    },
    endById: async (id) => {
      await asPlatform((tx) => tx.query(endId, [id]))
      known.clear()
    },
    endAll: async (person) => {
      const { rowCount } = await asPlatform((tx) => tx.query(endPerson, [person]))
      known.clear()
      return rowCount ?? 0
    },
    endOfProvider: async (providerSession) => {
      await asPlatform((tx) => tx.query(endProvider, [providerSession]))
      known.clear()
    },
    forget: () => known.clear(),
  }
}

/** How long a session lives without a request, for those who say when it ends. */
export const idleEnd = (session: Session, now: Instant): Instant => {
  const idle = toInstant(toMs(now) + IDLE)
  return idle < session.expiresAt ? idle : session.expiresAt
}
