import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey } from 'jose'
import { canonical } from '#kernel'
import { readHeader, signCompact, unknownKey, verifyCompact } from './jws.ts'
import {
  checkOrg,
  fileName,
  fileKey,
  findKey,
  listKeys,
  listRetired,
  loadKey,
  loadRetired,
  markOf,
  replaceKey,
  type FiledKey,
  type RetiredKey,
} from './key-files.ts'
import { PLATFORM, type PublicJwk, type Signer, type Verdict } from './signer.ts'

interface Known {
  readonly org: string
  readonly kid: string
  readonly publicKey: CryptoKey
  readonly published: PublicJwk
}

interface OpenSeal extends Known {
  readonly privateKey: CryptoKey
  /** The same key, for signatures that are no JWS. */
  readonly bare: KeyObject
}

/** How long a process may go on signing with a key that another one has rotated out. */
const LOOK_MS = 30_000

const KID = /^[\w-]{43}$/

async function importKey(jwk: object): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256')
  if (key instanceof Uint8Array) throw new TypeError('not an asymmetric key')
  return key
}

async function toKnown({ org, jwk }: RetiredKey): Promise<Known> {
  const { kty, crv, x, y } = jwk
  const open = { kty, crv, x, y }
  const kid = await calculateJwkThumbprint(open, 'sha256')
  return { org, kid, publicKey: await importKey(open), published: { ...open, kid, alg: 'ES256', use: 'sig', org } }
}

const toSeal = async (key: FiledKey): Promise<OpenSeal> => ({
  ...(await toKnown(key)),
  privateKey: await importKey(key.jwk),
  bare: createPrivateKey({ key: key.jwk, format: 'jwk' }),
})

async function makeKey(org: string): Promise<FiledKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { x, y, d } = await exportJWK(privateKey)
  if (!x || !y || !d) throw new TypeError('the key pair cannot be exported')
  return { org, jwk: { kty: 'EC', crv: 'P-256', x, y, d } }
}

/**
 * The keys kept in a folder: one seal per organisation, made when it first signs, and the platform's own, made at once.
 * Several processes may share the folder. Throws if a key file is damaged or open to others: better not to start.
 */
export async function openKeys({ dir }: { readonly dir: string }): Promise<Signer> {
  const byOrg = new Map<string, Promise<OpenSeal>>()
  const byKid = new Map<string, Known>()
  const looked = new Map<string, { mark: string | undefined; at: number }>()
  const known = new Map<string, string | undefined>()

  async function keep(key: FiledKey): Promise<OpenSeal> {
    const seal = await toSeal(key)
    byKid.set(seal.kid, seal)
    return seal
  }

  /** Reads the files that appeared or changed since the last look, among them keys made or rotated by another process. */
  async function refresh(): Promise<void> {
    for (const file of await listKeys(dir)) {
      const mark = await markOf(dir, file)
      if (known.get(file) === mark) continue
      const key = await loadKey(dir, file)
      known.set(file, mark)
      byOrg.set(key.org, keep(key))
      await byOrg.get(key.org)
    }
    for (const file of await listRetired(dir)) {
      if (known.has(file)) continue
      const retired = await toKnown(await loadRetired(dir, file))
      known.set(file, undefined)
      byKid.set(retired.kid, retired)
    }
  }

  /** The key an organisation signs with now: another process may have rotated it. */
  async function currentSeal(org: string): Promise<OpenSeal> {
    const last = looked.get(org)
    if (last && Date.now() - last.at < LOOK_MS) return sealOf(org)
    const mark = await markOf(dir, fileName(org))
    if (last && last.mark !== mark) byOrg.delete(org)
    looked.set(org, { mark, at: Date.now() })
    return sealOf(org)
  }

  function sealOf(org: string): Promise<OpenSeal> {
    const found = byOrg.get(org)
    if (found) return found
    const made = (async () => keep((await findKey(dir, org)) ?? (await fileKey(dir, await makeKey(org)))))()
    byOrg.set(org, made)
    // A full disk today must not forbid signing tomorrow.
    made.catch(() => byOrg.delete(org))
    return made
  }

  async function verify(jws: string): Promise<Verdict> {
    const header = readHeader(jws)
    if ('valid' in header) return header
    const { kid } = header
    if (!byKid.has(kid) && KID.test(kid)) await refresh()
    const seal = byKid.get(kid)
    return seal ? verifyCompact(jws, kid, seal.publicKey, seal.org) : unknownKey(kid)
  }

  await refresh()
  await sealOf(PLATFORM)

  return {
    async sign(orgId, payload, as) {
      checkOrg(orgId)
      const text = canonical(payload)
      const { privateKey, kid } = await currentSeal(orgId)
      return signCompact(text, privateKey, kid, as)
    },
    seal: async (orgId) => {
      checkOrg(orgId)
      const { kid, bare } = await currentSeal(orgId)
      return { kid, sign: (bytes) => sign('sha256', bytes, { key: bare, dsaEncoding: 'ieee-p1363' }) }
    },
    verify,
    async rotate(orgId) {
      checkOrg(orgId)
      const old = await findKey(dir, orgId)
      if (!old) return undefined
      await replaceKey(dir, old, await makeKey(orgId))
      byOrg.delete(orgId)
      looked.delete(orgId)
      await refresh()
      return (await currentSeal(orgId)).published
    },
    jwks: () => ({ keys: [...byKid.values()].map((seal) => seal.published).sort((a, b) => (a.org < b.org ? -1 : 1)) }),
  }
}
