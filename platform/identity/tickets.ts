import { createHash, randomBytes } from 'node:crypto'
import { toInstant, toMs } from '#kernel'
import type { Clock } from '#platform/clock'
import type { Store } from './store.ts'

export type TicketKind = 'confirm' | 'reset'

export interface Ticket {
  readonly person: string | null
  readonly data: Readonly<Record<string, string>>
}

/** Links in mails: a secret that only the mailbox has, good for an hour and for one use. */
export interface Tickets {
  issue(kind: TicketKind, person: string | null, data: Readonly<Record<string, string>>): Promise<string>
  look(kind: TicketKind, secret: string): Promise<Ticket | undefined>
  use(kind: TicketKind, secret: string): Promise<Ticket | undefined>
}

const LIFE_MS = 3_600_000
const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export function createTickets(store: Store, clock: Clock): Tickets {
  return {
    issue: async (kind, person, data) => {
      const secret = randomBytes(24).toString('base64url')
      await store.together(async (tx) => {
        const sweep = { name: 'login.ticket.sweep', text: 'DELETE FROM login.ticket WHERE expires_at < $1' }
        tx.settles(tx.query(sweep, [clock.now()]))
        const put = {
          name: 'login.ticket.put',
          text: 'INSERT INTO login.ticket (digest, kind, person_id, data, expires_at) VALUES ($1, $2, $3, $4, $5)',
        }
        const until = toInstant(toMs(clock.now()) + LIFE_MS)
        await tx.query(put, [digestOf(secret), kind, person, JSON.stringify(data), until])
      })
      return secret
    },
    look: (kind, secret) =>
      store.one<Ticket & Record<string, unknown>>(
        'ticket.look',
        'SELECT person_id AS person, data FROM login.ticket WHERE digest = $1 AND kind = $2 AND expires_at > $3',
        [digestOf(secret), kind, clock.now()],
      ),
    use: (kind, secret) =>
      store.one<Ticket & Record<string, unknown>>(
        'ticket.use',
        'DELETE FROM login.ticket WHERE digest = $1 AND kind = $2 AND expires_at > $3 RETURNING person_id AS person, data',
        [digestOf(secret), kind, clock.now()],
      ),
  }
}
