import { createHash, createPublicKey } from 'node:crypto'
import type { Pool } from 'pg'
import type { Instant } from '#kernel'
import type { Organisation } from '#platform/access'
import { transact, type Statement, type Tx } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { revocationList, type Authority, type Revocation } from '#platform/pki'
import { PLATFORM, type PublicJwk, type Signer } from '#platform/signing'

/** Why a certificate is no longer good: the reasons of RFC 5280, 5.3.1 that an operator gives. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
} as const
export type RevocationReason = keyof typeof revocationReasons

export interface IssuedCertificate {
  readonly serial: string
  readonly kind: string
  readonly subject: string
  readonly org: string | null
  readonly keyId: string
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly revokedAt: Instant | null
  readonly reason: number | null
}

export interface CertificatesOptions {
  readonly pool: Pool
  readonly signer: Signer
  readonly clock: Clock
  readonly authority: () => Promise<Authority>
  readonly findOrganisation: (id: string) => Promise<Organisation | undefined>
}

/** Certificates of the seals, and what became of them. */
export interface Certificates {
  /** The public seals, each with its chain (`x5c`: its certificate, the issuing authority, the root; RFC 7517, 4.7). */
  jwks(): Promise<{ readonly keys: readonly (PublicJwk & { readonly x5c: readonly string[] })[] }>
  /** The certificate of an organisation's seal and the one above it, DER: what travels with a signature. */
  chainOf(org: string): Promise<readonly Buffer[]>
  /** A certificate for a key that an enterprise keeps itself. `publicKey`: SubjectPublicKeyInfo, DER, P-256. */
  enrol(org: string, publicKey: Buffer, name: string | null): Promise<IssuedCertificate & { readonly der: Buffer }>
  /** The issuing authority and the root, DER. */
  authorityChain(): Promise<readonly Buffer[]>
  list(): Promise<readonly IssuedCertificate[]>
  /** The certificate of a seal's key, and whether it still stands; nothing for a key that has none yet. */
  ofKey(keyId: string): Promise<(IssuedCertificate & { readonly der: Buffer }) | undefined>
  statusOf(serial: string): Promise<'good' | 'unknown' | Revocation>
  /** Nothing when there is no such certificate. One that is revoked already keeps its first date and reason. */
  revoke(serial: string, reason: RevocationReason): Promise<IssuedCertificate | undefined>
  revocationList(): Promise<Buffer>
}

const SEAL_DAYS = 3 * 365
const ENTERPRISE_DAYS = 2 * 365
const columns = `serial, kind, subject, org, key_id AS "keyId", not_before AS "notBefore", not_after AS "notAfter", revoked_at AS "revokedAt", reason`
const ofKeys: Statement = {
  name: 'pki.of-keys',
  text: `SELECT DISTINCT ON (key_id) key_id AS "keyId", der FROM pki.certificate WHERE key_id = ANY($1) ORDER BY key_id, issued_at DESC`,
}
const put: Statement = {
  name: 'pki.put',
  text: `INSERT INTO pki.certificate (serial, kind, subject, org, key_id, der, not_before, not_after, issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
}
const lock: Statement = { name: 'pki.lock', text: "SELECT pg_advisory_xact_lock(hashtext('pki.certificate'))" }
const byKey: Statement = {
  name: 'pki.by-key',
  text: `SELECT ${columns}, der FROM pki.certificate WHERE key_id = $1 ORDER BY issued_at DESC LIMIT 1`,
}
const bySerial: Statement = { name: 'pki.get', text: `SELECT ${columns} FROM pki.certificate WHERE serial = $1` }
const listed: Statement = {
  name: 'pki.list',
  text: `SELECT ${columns} FROM pki.certificate ORDER BY issued_at, serial`,
}
const revoked: Statement = {
  name: 'pki.revoked',
  text: `SELECT serial, revoked_at AS at, reason FROM pki.certificate WHERE revoked_at IS NOT NULL ORDER BY revoked_at, serial`,
}
const markRevoked: Statement = {
  name: 'pki.revoke',
  text: 'UPDATE pki.certificate SET revoked_at = $2, reason = $3 WHERE serial = $1 AND revoked_at IS NULL',
}

const spkiOf = ({ kty, crv, x, y }: PublicJwk): Buffer =>
  createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }).export({ type: 'spki', format: 'der' })

export function createCertificates(options: CertificatesOptions): Certificates {
  const { pool, signer, clock, authority, findOrganisation } = options
  const asPlatform = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(pool, null, (tx) => {
      tx.asPlatform()
      return work(tx)
    })

  const subjectOf = async (org: string) => {
    if (org === PLATFORM) return { name: 'Ventanilla', organisation: 'Ventanilla' }
    const found = await findOrganisation(org)
    if (!found) return { name: org }
    return {
      name: found.name,
      organisation: found.name,
      ...(found.taxId && found.country ? { id: `VAT${found.country}-${found.taxId}` } : {}),
      ...(found.country ? { country: found.country } : {}),
    }
  }

  /** Certificates of all seals there are; a seal that has none is given one. */
  async function certified(keys: readonly PublicJwk[]): Promise<ReadonlyMap<string, Buffer>> {
    const ids = keys.map((k) => k.kid)
    const read = async (tx: Tx): Promise<Map<string, Buffer>> =>
      new Map(
        (await tx.query<{ keyId: string; der: Buffer }>(ofKeys, [ids])).rows.map(({ keyId, der }) => [keyId, der]),
      )
    const known = await asPlatform(read)
    if (keys.every(({ kid }) => known.has(kid))) return known
    const { issue } = await authority()
    return asPlatform(async (tx) => {
      await tx.query(lock, [])
      const now = await read(tx)
      for (const key of keys) {
        if (now.has(key.kid)) continue
        const certificate = await issue({
          kind: 'seal',
          subject: await subjectOf(key.org),
          publicKey: spkiOf(key),
          from: new Date(clock.now()),
          days: SEAL_DAYS,
        })
        const { serial, subject, der, notBefore, notAfter } = certificate
        await tx.query(put, [serial, 'seal', subject, key.org, key.kid, der, notBefore, notAfter, clock.now()])
        now.set(key.kid, der)
      }
      return now
    })
  }

  const chains = new Map<string, Promise<readonly Buffer[]>>()
  const chainFor = async (org: string): Promise<readonly Buffer[]> => {
    const { kid } = await signer.seal(org)
    const key = signer.jwks().keys.find((k) => k.kid === kid)
    if (!key) throw new Error(`no seal of ${org}`)
    const [of, { issuing }] = await Promise.all([certified([key]), authority()])
    return [of.get(kid) ?? Buffer.alloc(0), issuing.der]
  }

  return {
    chainOf: (org) => {
      let chain = chains.get(org)
      if (!chain) {
        chain = chainFor(org)
        chains.set(org, chain)
        chain.catch(() => chains.delete(org))
      }
      return chain
    },
    authorityChain: async () => {
      const { issuing, root } = await authority()
      return [issuing.der, root.der]
    },
    enrol: async (org, publicKey, name) => {
      const subject = await subjectOf(org)
      const { serial, der, notBefore, notAfter, ...made } = await (
        await authority()
      ).issue({
        kind: 'seal',
        subject: { ...subject, name: name ?? subject.name },
        publicKey,
        from: new Date(clock.now()),
        days: ENTERPRISE_DAYS,
      })
      const keyId = createHash('sha256').update(publicKey).digest('base64url')
      await asPlatform((tx) =>
        tx.query(put, [serial, 'enterprise', made.subject, org, keyId, der, notBefore, notAfter, clock.now()]),
      )
      const dates = { notBefore, notAfter, revokedAt: null, reason: null }
      return { serial, kind: 'enterprise', subject: made.subject, org, keyId, der, ...dates }
    },
    jwks: async () => {
      const { keys } = signer.jwks()
      const [certificates, { root, issuing }] = await Promise.all([certified(keys), authority()])
      const above = [issuing.der.toString('base64'), root.der.toString('base64')]
      return {
        keys: keys.map((key) => ({
          ...key,
          x5c: [certificates.get(key.kid)?.toString('base64') ?? '', ...above],
        })),
      }
    },
    ofKey: (keyId) =>
      asPlatform(async (tx) => (await tx.query<IssuedCertificate & { der: Buffer }>(byKey, [keyId])).rows[0]),
    list: () => asPlatform(async (tx) => (await tx.query<IssuedCertificate>(listed, [])).rows),
    statusOf: async (serial) => {
      const { timeStamps, ocsp } = await authority()
      if ([timeStamps, ocsp].some((s) => s.certificate.serial === serial)) return 'good'
      const row = await asPlatform(async (tx) => (await tx.query<IssuedCertificate>(bySerial, [serial])).rows[0])
      if (!row) return 'unknown'
      return row.revokedAt === null ? 'good' : { serial, at: new Date(row.revokedAt), reason: row.reason ?? 0 }
    },
    revoke: (serial, reason) =>
      asPlatform(async (tx) => {
        await tx.query(markRevoked, [serial, clock.now(), revocationReasons[reason]])
        return (await tx.query<IssuedCertificate>(bySerial, [serial])).rows[0]
      }),
    revocationList: async () => {
      const rows = await asPlatform(
        async (tx) => (await tx.query<{ serial: string; at: Instant; reason: number }>(revoked, [])).rows,
      )
      const now = new Date(clock.now())
      const entries = rows.map(({ serial, at, reason }) => ({ serial, at: new Date(at), reason }))
      // The number only has to rise: seconds do, on every node alike.
      return revocationList(await authority(), entries, Math.floor(now.getTime() / 1000), now)
    },
  }
}
