import { isDecimal, type Money } from '#kernel'
import { PaymentProviderDown, PaymentRefused, type Callback, type PaymentProvider } from './provider.ts'
import { findFlaw } from './signature.ts'

export interface SimulatorSettings {
  readonly baseUrl: string
  /** Shared with the provider: bearer of our calls, key of its signatures. */
  readonly secret: string
  /** Milliseconds since 1970; the system clock unless a test moves it. */
  readonly now?: () => number
  /** Seconds a signed callback stays good; 300. */
  readonly tolerance?: number
  /** Milliseconds to wait for an answer; 10,000. */
  readonly timeout?: number
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => value !== null && typeof value === 'object' && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 200
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

function findAmount(value: unknown): Money | undefined {
  if (!isObject(value)) return undefined
  const { amount, currency } = value
  const right =
    isDecimal(amount) && !amount.startsWith('-') && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
  return right ? { amount, currency } : undefined
}

/** Only what we agreed on is taken out; members the provider adds some day are left behind. */
function findCallback(value: unknown): Callback | undefined {
  if (!isObject(value)) return undefined
  const { paymentId, reference, paidAt, status } = value
  const amount = findAmount(value['amount'])
  if (!amount || !isText(paymentId) || !isText(reference) || status !== 'paid') return undefined
  if (!isText(paidAt) || !INSTANT.test(paidAt) || Number.isNaN(Date.parse(paidAt))) return undefined
  return { paymentId, reference, amount, paidAt, status, ...(value['clock'] === 'test' ? { testClock: true } : {}) }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

/** «Banco Simulado», or any provider that speaks its protocol. */
export function simulatorProvider(settings: SimulatorSettings): PaymentProvider {
  const { baseUrl, secret, now = Date.now, tolerance = 300, timeout = 10_000 } = settings

  async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<Json> {
    let response: Response
    let text: string
    try {
      response = await fetch(new URL(path, baseUrl), {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          accept: 'application/json',
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        signal: AbortSignal.timeout(timeout),
        redirect: 'error',
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      text = await response.text()
    } catch (cause) {
      throw new PaymentProviderDown('the payment provider does not answer', { cause })
    }
    if (response.status >= 500 || response.status === 429)
      throw new PaymentProviderDown(`the payment provider answered ${response.status}`)
    const answer = parse(new TextEncoder().encode(text))
    if (!response.ok)
      throw new PaymentRefused(
        response.status,
        isObject(answer) && isText(answer['error']) ? answer['error'] : 'no reason given',
      )
    if (!isObject(answer)) throw new PaymentProviderDown('the payment provider answered something else than JSON')
    return answer
  }

  return {
    name: 'simulator',
    async start(order) {
      const { id, payUrl } = await call('POST', '/payments', order)
      if (!isText(id) || !isText(payUrl))
        throw new PaymentProviderDown('the payment provider answered without id or address')
      return { id, payUrl }
    },
    readCallback(headers, rawBody) {
      const seconds = Math.floor(now() / 1000)
      const reason = findFlaw({ secret, headers, body: rawBody, seconds, tolerance })
      if (reason) return { ok: false, reason }
      const callback = findCallback(parse(rawBody))
      return callback ? { ok: true, callback } : { ok: false, reason: 'malformed-body' }
    },
    async findPaid(paymentId) {
      const answer = await call('GET', `/payments/${encodeURIComponent(paymentId)}`)
      return findCallback(answer)
    },
    isUp: () =>
      call('GET', '/health').then(
        () => true,
        (error: unknown) => error instanceof PaymentRefused,
      ),
    async refund(refund) {
      const { reference } = await call('POST', '/refunds', refund)
      if (!isText(reference)) throw new PaymentProviderDown('the payment provider answered without a reference')
      return { reference }
    },
  }
}
