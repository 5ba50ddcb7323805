import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CallbackHeaders, CallbackRefusal } from './provider.ts'

export interface Proof {
  readonly secret: string
  readonly headers: CallbackHeaders
  readonly body: Uint8Array
  /** Seconds since 1970, now. */
  readonly seconds: number
  /** Seconds of difference that clocks and queues may explain. */
  readonly tolerance: number
}

/** A callback is some 300 bytes; what is longer is not one. */
const MAX_BODY = 16 * 1024
const SHAPE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/

const hmac = (secret: string, seconds: number | string, body: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest()

/** The value of the `Signature` header: `t=<unix seconds>,v1=<hex HMAC-SHA256 of t, a point and the body>`. */
export const signCallback = (secret: string, seconds: number, body: Uint8Array): string =>
  `t=${seconds},v1=${hmac(secret, seconds, body).toString('hex')}`

/** Nothing when the signature holds; else why not. Compares in constant time, and the age only of what is well signed. */
export function findFlaw({ secret, headers, body, seconds, tolerance }: Proof): CallbackRefusal | undefined {
  if (body.byteLength > MAX_BODY) return 'too-large'
  const header = headers['signature']
  if (header === undefined) return 'no-signature'
  const match = typeof header === 'string' ? SHAPE.exec(header) : null
  if (!match?.[1] || !match[2]) return 'malformed-signature'
  if (!timingSafeEqual(hmac(secret, match[1], body), Buffer.from(match[2], 'hex'))) return 'bad-signature'
  return Math.abs(seconds - Number(match[1])) > tolerance ? 'stale' : undefined
}
