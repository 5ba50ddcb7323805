import type { Outcome } from './mailer.ts'

/** A short message to one telephone. `id` is the same when it is repeated: a gateway sends it once. */
export interface ShortMessage {
  readonly id: string
  /** E.164: `+51987555010`. */
  readonly to: string
  readonly text: string
}

/** What any gateway of a country is given behind this interface. Never throws: what goes wrong is an outcome. */
export interface SmsGateway {
  readonly kind: 'http' | 'captured'
  send(message: ShortMessage): Promise<Outcome>
}

export const isPhone = (text: unknown): text is string => typeof text === 'string' && /^\+[1-9]\d{7,14}$/.test(text)

/** A gateway over HTTP: `POST {url}/messages` with a bearer and the message's id as idempotency key. 202 taken, 4xx refused, else later. */
export function httpSms({ url, secret }: { readonly url: string; readonly secret: string }): SmsGateway {
  return {
    kind: 'http',
    send: async ({ id, to, text }) => {
      if (!isPhone(to)) return { status: 'refused', reason: 'not a telephone' }
      try {
        const answer = await fetch(`${url}/messages`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': id },
          body: JSON.stringify({ id, to, text }),
          redirect: 'manual',
          signal: AbortSignal.timeout(5000),
        })
        await answer.arrayBuffer()
        if (answer.status === 202 || answer.status === 200) return { status: 'sent', messageId: id }
        const refused = answer.status === 404 || answer.status === 422
        return refused
          ? { status: 'refused', reason: `gateway: ${answer.status}` }
          : {
              status: 'later',
              down: answer.status >= 500 || answer.status === 401,
              reason: `gateway: ${answer.status}`,
            }
      } catch (error) {
        return { status: 'later', down: true, reason: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}
