import { create } from 'qrcode'
import { generateSecret, generateURI, verify } from 'otplib'
import { toMs } from '#kernel'
import type { Clock } from '#platform/clock'
import type { Secrets } from './secrets.ts'
import type { Store } from './store.ts'

const STEP_S = 30

/** One-time codes of an application on the phone (RFC 6238). */
export interface Totp {
  has(person: string): Promise<boolean>
  /** A new secret, and the QR code of it, row by row; it counts once a code of it was shown. */
  begin(
    person: string,
    name: string,
  ): Promise<{ readonly secret: string; readonly modules: readonly (readonly boolean[])[] }>
  confirm(person: string, code: string): Promise<boolean>
  check(person: string, code: string): Promise<boolean>
  remove(person: string): Promise<void>
}

interface Row {
  readonly secret: string
  readonly step: string
  readonly confirmed: string | null
}

export function createTotp(store: Store, secrets: Secrets, clock: Clock): Totp {
  const find = (person: string): Promise<Row | undefined> =>
    store.one<Row & Record<string, unknown>>(
      'totp.find',
      'SELECT secret, last_step AS step, confirmed_at AS confirmed FROM login.totp WHERE person_id = $1',
      [person],
    )
  /** The step of a right code that was not used before; one step to either side counts, for clocks that differ. */
  async function accept(person: string, row: Row, code: string): Promise<boolean> {
    const token = code.replaceAll(/\s/g, '')
    if (!/^\d{6}$/.test(token)) return false
    const epoch = Math.floor(toMs(clock.now()) / 1000)
    const result = await verify({ secret: secrets.open(row.secret), token, epoch, epochTolerance: STEP_S })
    if (!result.valid) return false
    const step = Math.floor(epoch / STEP_S) + result.delta
    // Two requests with one code: the second finds the step taken.
    const taken = await store.all(
      'totp.take',
      'UPDATE login.totp SET last_step = $2, confirmed_at = coalesce(confirmed_at, $3) WHERE person_id = $1 AND last_step < $2 RETURNING 1 AS taken',
      [person, step, clock.now()],
    )
    return taken.length === 1
  }
  return {
    has: async (person) => Boolean((await find(person))?.confirmed),
    begin: async (person, name) => {
      const secret = generateSecret()
      await store.all(
        'totp.begin',
        `INSERT INTO login.totp (person_id, secret) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, last_step = 0, confirmed_at = NULL WHERE login.totp.confirmed_at IS NULL`,
        [person, secrets.seal(secret)],
      )
      const { modules } = create(generateURI({ issuer: 'Ventanilla', label: name, secret }), {
        errorCorrectionLevel: 'M',
      })
      const rows = Array.from({ length: modules.size }, (_, y) =>
        Array.from({ length: modules.size }, (__, x) => Boolean(modules.get(y, x))),
      )
      return { secret, modules: rows }
    },
    confirm: async (person, code) => {
      const row = await find(person)
      return row !== undefined && row.confirmed === null && accept(person, row, code)
    },
    check: async (person, code) => {
      const row = await find(person)
      return row !== undefined && row.confirmed !== null && accept(person, row, code)
    },
    remove: async (person) => {
      await store.all('totp.remove', 'DELETE FROM login.totp WHERE person_id = $1', [person])
    },
  }
}
