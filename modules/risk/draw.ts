import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Day } from '#kernel'
import type { Statement, Tx } from '#platform/cases'
import type { Channel } from './score.ts'

/** The key of a day. Its hash is public from before the day begins; the key itself when the day is over (M12-4). */
export interface DayKey {
  readonly day: Day
  readonly key: string
  readonly hash: string
}

const put: Statement = {
  name: 'risk.put-key',
  text: `INSERT INTO risk.day_key (world, country, day, key, hash, committed_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
}
const get: Statement = {
  name: 'risk.get-key',
  text: 'SELECT day::text AS day, key, hash FROM risk.day_key WHERE world = $1 AND country = $2 AND day = $3',
}

export const hashOfKey = (key: string): string => createHash('sha256').update(Buffer.from(key, 'hex')).digest('hex')

/** `HMAC-SHA256(K_day, id) mod 10000`: 0 to 9999, for whoever has the key of the day. */
export const drawOf = (key: string, id: string): number =>
  Number(BigInt(`0x${createHmac('sha256', Buffer.from(key, 'hex')).update(id).digest('hex')}`) % 10_000n)

export interface Chances {
  /** Out of 10,000. */
  readonly red: number
  readonly yellow: number
}
/** M12-3 [D]: 2 % to red, 3 % to yellow; an authorised operator 0.5 % to red (M12-5). */
export const usualChances: Chances = { red: 200, yellow: 300 }

export const channelOfDraw = (draw: number, { red, yellow }: Chances): Channel =>
  draw < red ? 'red' : draw < red + yellow ? 'yellow' : 'green'

/** The key of a day, made and committed to when nobody has yet. Several programs may ask at once: there is one. */
export async function keyOf(tx: Tx, at: { world: string; country: string; day: Day; now: string }): Promise<DayKey> {
  const values = [at.world, at.country, at.day]
  const [known] = (await tx.query<DayKey & Record<string, unknown>>(get, values)).rows
  if (known) return known
  const key = randomBytes(32).toString('hex')
  await tx.query(put, [...values, key, hashOfKey(key), at.now])
  const [made] = (await tx.query<DayKey & Record<string, unknown>>(get, values)).rows
  if (!made) throw new Error('the key of the day is gone')
  return made
}
