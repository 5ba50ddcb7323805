import { findFlaw, signCallback, type CallbackHeaders } from '#platform/payments'

/** A message to customs. The same id however often it is sent: the other side takes it once. */
export interface CustomsLetter {
  readonly id: string
  /** Country of the customs service, ISO 3166-1 alpha-2. */
  readonly country: string
  readonly kind: string
  readonly content: string
}

export interface CustomsChannel {
  /** Answers once customs has technically received it. @throws CustomsDown, CustomsRefused. Safe to repeat. */
  send(letter: CustomsLetter): Promise<void>
  /** Whether customs has a message, asked because its answer may have been lost. @throws as `send`. */
  has(id: string): Promise<boolean>
}

/** Trying later may help. */
export class CustomsDown extends Error {
  override name = 'CustomsDown'
}

/** Customs cannot read the message: sending it again as it is will not help. */
export class CustomsRefused extends Error {
  override name = 'CustomsRefused'
}

export interface CustomsSettings {
  readonly baseUrl: string
  readonly secret: string
  /** Where its answers are to be sent. */
  readonly replyTo: () => string
  /** Milliseconds to wait; 10,000. */
  readonly timeout?: number
}

/** Customs over plain HTTP: one signed POST for each message, one GET to ask about it; its answers come as signed POSTs of their own. */
export function httpCustoms({ baseUrl, secret, replyTo, timeout = 10_000 }: CustomsSettings): CustomsChannel {
  async function call(path: string, init: RequestInit, missing = false): Promise<boolean> {
    let status: number
    let text: string
    try {
      const response = await fetch(new URL(path, baseUrl), {
        ...init,
        headers: { authorization: `Bearer ${secret}`, ...(init.headers as Record<string, string>) },
        signal: AbortSignal.timeout(timeout),
        redirect: 'error',
      })
      status = response.status
      text = (await response.text()).slice(0, 300)
    } catch (cause) {
      throw new CustomsDown('customs does not answer', { cause })
    }
    if (status === 404 && missing) return false
    if (status >= 500 || status === 429) throw new CustomsDown(`customs answered ${status}`)
    if (status >= 400) throw new CustomsRefused(`customs answered ${status}: ${text}`)
    return true
  }
  return {
    send: async ({ id, country, kind, content }) => {
      await call(`/declarations/${country}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/xml; charset=utf-8',
          'message-id': id,
          'message-kind': kind,
          'reply-to': replyTo(),
          signature: signCallback(secret, Math.floor(Date.now() / 1000), Buffer.from(content)),
        },
        body: content,
      })
    },
    has: (id) => call(`/messages/${id}`, { method: 'GET' }, true),
  }
}

/** A message that customs sent of its own accord: its text when the signature holds, nothing otherwise. */
export function readCustomsMessage(secret: string | null, headers: CallbackHeaders, body: Buffer): string | undefined {
  const seconds = Math.floor(Date.now() / 1000)
  if (secret === null || findFlaw({ secret, headers, body, seconds, tolerance: 300 })) return undefined
  return body.toString('utf8')
}
