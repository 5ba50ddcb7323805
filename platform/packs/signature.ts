import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, CompactSign, compactVerify, decodeProtectedHeader, exportJWK } from 'jose'
import { canonical, toInstant, toMs, type Instant, type Pack } from '#kernel'

/** `typ` of a ministry's signature on a pack: no other signature can pass for one (RFC 8725, 3.11). */
const TYPE = 'vuce-pack+jws'
const ALGORITHMS = { ec: 'ES256', ed25519: 'EdDSA' } as const

/** What is signed. It is not carried in the signature (RFC 7515, appendix F): whoever checks makes it from the pack at hand. */
const payloadOf = ({ id, version, digest }: Pick<Pack, 'id' | 'version' | 'digest'>): string =>
  canonical({ pack: id, version, digest })

export const SIGNATURE_FILE = 'pack.jws'

/** A key that a pack can be signed with: elliptic curve P-256 or Ed25519. @throws RangeError on any other. */
function algorithmOf(key: KeyObject): (typeof ALGORITHMS)[keyof typeof ALGORITHMS] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'ed25519') return ALGORITHMS.ed25519
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return ALGORITHMS.ec
  throw new RangeError('a pack is signed with a P-256 or Ed25519 key')
}

const nameOf = async (key: KeyObject): Promise<string> => calculateJwkThumbprint(await exportJWK(key))

/** Signs a pack, as `pack.jws` beside it. `pem`: a private key, PKCS 8. */
export async function signPack(pack: Pack, pem: string, at: Instant): Promise<string> {
  const key = createPrivateKey(pem)
  const header = {
    alg: algorithmOf(key),
    kid: await nameOf(createPublicKey(key)),
    typ: TYPE,
    iat: Math.floor(toMs(at) / 1000),
  }
  const jws = await new CompactSign(Buffer.from(payloadOf(pack))).setProtectedHeader(header).sign(key)
  const [protectedHeader, , signature] = jws.split('.')
  return `${protectedHeader}..${signature}\n`
}

export type PackVerdict =
  | { readonly ok: true; readonly kid: string; readonly at: Instant }
  | { readonly ok: false; readonly reason: 'missing' | 'malformed' | 'unknown key' | 'altered' }

/** Public keys of a PEM file, which may hold several: a key is replaced by trusting both for a while. */
export function readTrustedKeys(pem: string): readonly KeyObject[] {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  const keys = blocks.map((block) => createPublicKey(block))
  keys.forEach(algorithmOf)
  return keys
}

/** Whether one of the trusted keys signed this very pack. */
export async function verifyPack(
  pack: Pick<Pack, 'id' | 'version' | 'digest'>,
  signature: string | undefined,
  trusted: readonly KeyObject[],
): Promise<PackVerdict> {
  if (signature === undefined) return { ok: false, reason: 'missing' }
  const [head = '', middle, tail = '', more] = signature.trim().split('.')
  if (!head || middle !== '' || !tail || more !== undefined) return { ok: false, reason: 'malformed' }
  const jws = `${head}.${Buffer.from(payloadOf(pack)).toString('base64url')}.${tail}`
  let header: ReturnType<typeof decodeProtectedHeader>
  try {
    header = decodeProtectedHeader(jws)
  } catch {
    return { ok: false, reason: 'malformed' }
  }
  const { kid, typ, iat } = header
  if (typ !== TYPE || typeof kid !== 'string' || !Number.isSafeInteger(iat)) return { ok: false, reason: 'malformed' }
  for (const key of trusted) {
    if ((await nameOf(key)) !== kid) continue
    return compactVerify(jws, key, { algorithms: [algorithmOf(key)] }).then(
      (): PackVerdict => ({ ok: true, kid, at: toInstant(Number(iat) * 1000) }),
      (): PackVerdict => ({ ok: false, reason: 'altered' }),
    )
  }
  return { ok: false, reason: 'unknown key' }
}

/** The signature kept beside a pack, if there is one. */
export const readSignature = (packsDir: string, folder: string): Promise<string | undefined> =>
  readFile(join(packsDir, folder, SIGNATURE_FILE), 'utf8').catch(() => undefined)
