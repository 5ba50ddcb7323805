import type { Pool } from 'pg'
import { newId, transact, type Statement } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { isPhone, type SmsGateway } from './sms.ts'
import { isMailAddress, messageIdOf, type Mailer } from './mailer.ts'

/** A message that was kept instead of sent. */
export interface CapturedMessage {
  readonly id: string
  readonly channel: 'email' | 'sms'
  readonly sender: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly at: string
}

/** Kept of all messages together; the oldest go first. */
const KEEP = 5000

const put: Statement = {
  name: 'mail.capture',
  text: `INSERT INTO mail.captured (id, message_id, channel, sender, recipient, subject, body, html, at)
         VALUES ($1, $2, 'email', $3, $4, $5, $6, $7, $8) ON CONFLICT (message_id) DO NOTHING`,
}
const trim: Statement = {
  name: 'mail.trim',
  text: `DELETE FROM mail.captured WHERE id <= (SELECT id FROM mail.captured ORDER BY id DESC OFFSET ${KEEP} LIMIT 1)`,
}
const list: Statement = {
  name: 'mail.list',
  text: `SELECT id, channel, sender, recipient, subject, body, at FROM mail.captured
         WHERE ($1::text IS NULL OR lower(recipient) = lower($1)) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
}
const one: Statement = {
  name: 'mail.one',
  text: 'SELECT id, channel, sender, recipient, subject, body, at FROM mail.captured WHERE id = $1',
}

/** Keeps mail in the window's own mailbox: nobody receives anything, and whoever tries the window out can read it. */
export function capturedMailer({ pool, clock, from }: { pool: Pool; clock: Clock; from: string }): Mailer {
  let kept = 0
  return {
    kind: 'captured',
    send: async ({ id, to, subject, text, html }) => {
      if (!isMailAddress(to)) return { status: 'refused', reason: 'not an address' }
      const messageId = messageIdOf(id, from)
      try {
        await transact(pool, null, async (tx) => {
          tx.asPlatform()
          const values = [newId(), messageId, from, to, subject, text, html ?? null, clock.now()]
          tx.settles(tx.query(put, values))
          if (++kept % 500 === 0) tx.settles(tx.query(trim, []))
        })
        return { status: 'sent', messageId }
      } catch (error) {
        return { status: 'later', down: true, reason: error instanceof Error ? error.message : String(error) }
      }
    },
    check: async () => true,
    close: () => undefined,
  }
}

const putShort: Statement = {
  name: 'mail.capture-short',
  text: `INSERT INTO mail.captured (id, message_id, channel, sender, recipient, subject, body, at)
         VALUES ($1, $2, 'sms', 'Ventanilla', $3, $4, $5, $6) ON CONFLICT (message_id) DO NOTHING`,
}

/** Keeps short messages where no gateway is configured, beside the mail. */
export function capturedSms({ pool, clock }: { pool: Pool; clock: Clock }): SmsGateway {
  return {
    kind: 'captured',
    send: async ({ id, to, text }) => {
      if (!isPhone(to)) return { status: 'refused', reason: 'not a telephone' }
      try {
        await transact(pool, null, async (tx) => {
          tx.asPlatform()
          tx.settles(tx.query(putShort, [newId(), id, to, `SMS: ${text.slice(0, 60)}`, text, clock.now()]))
        })
        return { status: 'sent', messageId: id }
      } catch (error) {
        return { status: 'later', down: true, reason: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}

/** The captured mailbox, newest first. */
export const findCaptured = (
  pool: Pool,
  { to = null, before = null, limit = 50 }: { to?: string | null; before?: string | null; limit?: number },
): Promise<readonly CapturedMessage[]> =>
  transact(pool, null, async (tx) => {
    tx.asPlatform()
    return (await tx.query<CapturedMessage & Record<string, unknown>>(list, [to, before, limit])).rows
  })

export const findMessage = (pool: Pool, id: string): Promise<CapturedMessage | undefined> =>
  transact(pool, null, async (tx) => {
    tx.asPlatform()
    return (await tx.query<CapturedMessage & Record<string, unknown>>(one, [id])).rows[0]
  })
