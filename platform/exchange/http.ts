import { PartnerDown, PartnerRefused } from './partner.ts'

export interface PartnerSettings {
  readonly baseUrl: string
  /** Bearer of our calls, key of the signatures of theirs. */
  readonly secret: string
  /** Milliseconds to wait for an answer; 10,000. */
  readonly timeout?: number
}

/** Longest answer read. */
const MAX_ANSWER = 1_000_000

/** One call to a partner. Answers its status and text; throws when it cannot be reached, is failing, or says that the message is wrong. */
export async function callPartner(
  { baseUrl, secret, timeout = 10_000 }: PartnerSettings,
  path: string,
  init: {
    readonly method: 'GET' | 'POST'
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string
    readonly missing?: true
  },
): Promise<string | undefined> {
  let status: number
  let text: string
  try {
    const response = await fetch(new URL(path, baseUrl), {
      method: init.method,
      headers: { authorization: `Bearer ${secret}`, ...init.headers },
      ...(init.body === undefined ? {} : { body: init.body }),
      signal: AbortSignal.timeout(timeout),
      redirect: 'error',
    })
    status = response.status
    text = (await response.text()).slice(0, MAX_ANSWER)
  } catch (cause) {
    throw new PartnerDown('it does not answer', { cause })
  }
  if (status === 404 && init.missing) return undefined
  if (status >= 500 || status === 429) throw new PartnerDown(`it answered ${status}`)
  if (status >= 400) throw new PartnerRefused(`it answered ${status}: ${text.slice(0, 300)}`)
  return text
}
