import { createHash } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { toInstant, toMs, type Instant } from '#kernel'
import type { Clock } from '#platform/clock'
import type { Store } from './store.ts'

/** OWASP's first choice for argon2id (the algorithm of number 2): 19 MiB, two passes, one lane. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const FAILURES = 5
const LOCK_MS = 15 * 60_000
/** A failure older than this is forgotten. */
const FORGET_MS = 15 * 60_000

export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 200

export type Checked =
  | { readonly outcome: 'right'; readonly person: string }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'locked'; readonly until: Instant }

export interface Passwords {
  /** The same answer and the same work whether the address is unknown or the password wrong. */
  check(email: string, password: string): Promise<Checked>
  set(person: string, password: string): Promise<void>
  /** Counts a failed second factor of a person, and says whether they are locked. */
  fail(name: string): Promise<void>
  lockedUntil(name: string): Promise<Instant | undefined>
  succeed(name: string): Promise<void>
}

const nameOf = (text: string): Buffer => createHash('sha256').update(text.trim().toLowerCase()).digest()

export function createPasswords(store: Store, clock: Clock): Passwords {
  // Compared where there is nobody to compare with, so that both take as long.
  const nobody = hash('nobody has this password', COST)
  const later = (ms: number): Instant => toInstant(toMs(clock.now()) + ms)

  const lockedUntil = async (name: string): Promise<Instant | undefined> => {
    const row = await store.one<{ until: Instant }>(
      'failure.locked',
      'SELECT locked_until AS until FROM login.failure WHERE name = $1 AND locked_until > $2',
      [nameOf(name), clock.now()],
    )
    return row?.until
  }
  const fail = async (name: string): Promise<void> => {
    await store.all(
      'failure.count',
      `INSERT INTO login.failure (name, count, at) VALUES ($1, 1, $2)
       ON CONFLICT (name) DO UPDATE SET
         count = CASE WHEN login.failure.at < $3 OR login.failure.locked_until IS NOT NULL THEN 1 ELSE login.failure.count + 1 END,
         locked_until = CASE WHEN login.failure.at >= $3 AND login.failure.locked_until IS NULL AND login.failure.count + 1 >= ${FAILURES}
           THEN $4::timestamptz END,
         at = $2`,
      [nameOf(name), clock.now(), later(-FORGET_MS), later(LOCK_MS)],
    )
  }
  const succeed = async (name: string): Promise<void> => {
    await store.all('failure.forget', 'DELETE FROM login.failure WHERE name = $1', [nameOf(name)])
  }

  return {
    check: async (email, password) => {
      const locked = await lockedUntil(email)
      if (locked) return { outcome: 'locked', until: locked }
      const found = await store.one<{ person: string; hash: string }>(
        'password.find',
        `SELECT p.person_id AS person, p.hash FROM login.password p JOIN identity.person i ON i.id = p.person_id
         WHERE i.mail_key = $1`,
        [email.trim().toLowerCase()],
      )
      const right = await verify(found?.hash ?? (await nobody), password.slice(0, PASSWORD_MAX))
      if (found && right) {
        await succeed(email)
        return { outcome: 'right', person: found.person }
      }
      await fail(email)
      const until = await lockedUntil(email)
      return until ? { outcome: 'locked', until } : { outcome: 'wrong' }
    },
    set: async (person, password) => {
      await store.all(
        'password.set',
        `INSERT INTO login.password (person_id, hash, changed_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`,
        [person, await hash(password, COST), clock.now()],
      )
    },
    fail,
    lockedUntil,
    succeed,
  }
}
