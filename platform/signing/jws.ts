import { createHash } from 'node:crypto'
import { CompactSign, compactVerify, type CryptoKey } from 'jose'
import type { Refused, Verified } from './signer.ts'

/** `typ` of a signed record: a signature made for a receipt or a token can never pass for a document (RFC 8725, 3.11). */
export const RECORD_TYPE = 'vuce-dr+jws'

/** 8 MiB of text: far above any record, far below what would hurt. */
const MAX_LENGTH = 8 * 1024 * 1024
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/
const HEADER = ['alg', 'kid', 'typ']

interface Header {
  readonly alg: 'ES256'
  readonly kid: string
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** SHA-256 of the payload of a compact JWS, lower-case hexadecimal; nothing if the text is not one. Does not verify. */
export function digestOfRecord(jws: string): string | undefined {
  const payload = SHAPE.test(jws) ? jws.split('.')[1] : undefined
  return payload === undefined ? undefined : sha256(Buffer.from(payload, 'base64url'))
}

/** What a signature is for, where it is no record of ours: it never verifies as one. `keyName` says how its readers name the key. */
export interface SignAs {
  readonly typ: string
  readonly cty?: string
  readonly keyName?: (kid: string) => string
}

export function signCompact(text: string, key: CryptoKey, kid: string, as?: SignAs): Promise<string> {
  const { typ, cty, keyName } = as ?? { typ: RECORD_TYPE }
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'ES256', kid: keyName?.(kid) ?? kid, typ, ...(cty ? { cty } : {}) })
    .sign(key)
}

const refuse = (reason: Refused['reason'], kid: string | null = null): Refused => ({
  valid: false,
  kid,
  payload: null,
  reason,
})

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** The header, judged before any key is touched; only the three members we write are accepted. */
export function readHeader(jws: unknown): Header | Refused {
  if (typeof jws !== 'string' || jws.length > MAX_LENGTH || !SHAPE.test(jws)) return refuse('malformed')
  const header = parseObject(Buffer.from(jws.slice(0, jws.indexOf('.')), 'base64url'))
  if (!header) return refuse('malformed')
  const kid = typeof header['kid'] === 'string' ? header['kid'] : null
  if (header['alg'] !== 'ES256') return refuse('algorithm', kid)
  if (header['typ'] !== RECORD_TYPE) return refuse('type', kid)
  if (Object.keys(header).some((name) => !HEADER.includes(name))) return refuse('header', kid)
  return kid === null ? refuse('unknown-key') : { alg: 'ES256', kid }
}

export async function verifyCompact(
  jws: string,
  kid: string,
  key: CryptoKey,
  org: string,
): Promise<Verified | Refused> {
  try {
    const { payload } = await compactVerify(jws, key, { algorithms: ['ES256'] })
    const record = parseObject(payload)
    return record ? { valid: true, kid, org, payload: record, digest: sha256(payload) } : refuse('malformed', kid)
  } catch {
    return refuse('signature', kid)
  }
}

export const unknownKey = (kid: string): Refused => refuse('unknown-key', kid)
