import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey } from 'jose'
import { canonical } from '#kernel'
import { readHeader, signCompact, unknownKey, verifyCompact } from './jws.ts'
import { checkOrg, fileKey, findKey, listKeys, loadKey, type FiledKey } from './key-files.ts'
import { PLATFORM, type PublicJwk, type Signer, type Verdict } from './signer.ts'

interface OpenSeal {
  readonly org: string
  readonly kid: string
  readonly privateKey: CryptoKey
  /** The same key, for signatures that are no JWS. */
  readonly bare: KeyObject
  readonly publicKey: CryptoKey
  readonly published: PublicJwk
}

const KID = /^[\w-]{43}$/

async function importKey(jwk: object): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256')
  if (key instanceof Uint8Array) throw new TypeError('not an asymmetric key')
  return key
}

async function toSeal({ org, jwk }: FiledKey): Promise<OpenSeal> {
  const { kty, crv, x, y } = jwk
  const open = { kty, crv, x, y }
  const kid = await calculateJwkThumbprint(open, 'sha256')
  return {
    org,
    kid,
    privateKey: await importKey(jwk),
    bare: createPrivateKey({ key: jwk, format: 'jwk' }),
    publicKey: await importKey(open),
    published: { ...open, kid, alg: 'ES256', use: 'sig', org },
  }
}

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
  const byKid = new Map<string, OpenSeal>()
  const known = new Set<string>()

  async function keep(key: FiledKey): Promise<OpenSeal> {
    const seal = await toSeal(key)
    byKid.set(seal.kid, seal)
    return seal
  }

  /** Reads the files that appeared since the last look, among them keys made by another process. */
  async function refresh(): Promise<void> {
    for (const file of await listKeys(dir)) {
      if (known.has(file)) continue
      const key = await loadKey(dir, file)
      known.add(file)
      if (!byOrg.has(key.org)) byOrg.set(key.org, keep(key))
      await byOrg.get(key.org)
    }
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
    async sign(orgId, payload) {
      checkOrg(orgId)
      const text = canonical(payload)
      const { privateKey, kid } = await sealOf(orgId)
      return signCompact(text, privateKey, kid)
    },
    seal: async (orgId) => {
      checkOrg(orgId)
      const { kid, bare } = await sealOf(orgId)
      return { kid, sign: (bytes) => sign('sha256', bytes, { key: bare, dsaEncoding: 'ieee-p1363' }) }
    },
    verify,
    jwks: () => ({ keys: [...byKid.values()].map((seal) => seal.published).sort((a, b) => (a.org < b.org ? -1 : 1)) }),
  }
}
