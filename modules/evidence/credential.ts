import { gzipSync } from 'node:zlib'
import type { Pool } from 'pg'
import { toMs, type Instant } from '#kernel'
import type { DocumentRecord } from '#modules/documents'
import { transact, type Statement } from '#platform/cases'
import { PLATFORM, type SignAs, type Signer } from '#platform/signing'

/** Bits of one status list: the least that keeps a single credential unrecognisable (W3C Bitstring Status List, 2.2). */
export const LIST_BITS = 131_072

const place: Statement = {
  name: 'credential.place',
  text: `INSERT INTO evidence.status (case_id, edition, list, position)
         SELECT $1, $2, n / ${LIST_BITS}, n % ${LIST_BITS}
         FROM (SELECT coalesce((SELECT list::bigint * ${LIST_BITS} + position + 1 FROM evidence.status ORDER BY list DESC, position DESC LIMIT 1), ${LIST_BITS}) AS n) next
         RETURNING list, position`,
}
const lock: Statement = { name: 'credential.lock', text: "SELECT pg_advisory_xact_lock(hashtext('evidence.status'))" }
const placeOf: Statement = {
  name: 'credential.place-of',
  text: 'SELECT list, position FROM evidence.status WHERE case_id = $1 AND edition = $2',
}
const lists: Statement = {
  name: 'credential.lists',
  text: 'SELECT coalesce(max(list), 0) AS last FROM evidence.status',
}
// Revoked is the case that was revoked, and an edition that a later one replaced.
const revokedIn: Statement = {
  name: 'credential.revoked',
  text: `SELECT s.position FROM evidence.status s JOIN cases."case" c ON c.id = s.case_id
         WHERE s.list = $1 AND (c.status = 'REVOKED' OR EXISTS (SELECT FROM documents.issued d WHERE d.case_id = s.case_id AND d.edition > s.edition))`,
}

/** Anybody may ask for a list, and each is read over 131,072 places: it is made once a minute, well within its time to live. */
const KEPT_MS = 60_000
const MOST_KEPT = 50

/** `did:web` of an issuer: its document stands at /issuers/{org}/did.json of the window (W3C did:web, 2.5). */
export const didOf = (publicUrl: string, org: string): string => {
  const { host, pathname } = new URL(publicUrl)
  const above = pathname.split('/').filter(Boolean)
  return ['did:web', encodeURIComponent(host), ...above, 'issuers', org].join(':')
}

export const CREDENTIAL_TYPE = 'vc+jwt'
const CONTEXT = 'https://www.w3.org/ns/credentials/v2'
/** Members of our record have no vocabulary of the web's: the specification gives them this one. */
const UNDEFINED_TERMS = 'https://www.w3.org/ns/credentials/undefined-terms/v2'

export interface CredentialOf {
  readonly caseId: string
  readonly edition: number
  readonly issuer: string
  readonly record: DocumentRecord
  readonly digest: string
}

export interface Credentials {
  /** The document as a W3C verifiable credential (VC Data Model 2.0) secured as a JWT by the seal of its issuer. */
  credentialOf(document: CredentialOf): Promise<string>
  /** A status list as a credential of its own; nothing when there is no such list. */
  statusList(list: number): Promise<string | undefined>
  /** The DID document of an issuer: its public keys; nothing for one that never signed. */
  didDocument(org: string): object | undefined
}

export function createCredentials(
  pool: Pool,
  signer: Signer,
  publicUrl: () => string,
  now: () => Instant,
): Credentials {
  const listUrl = (list: number): string => `${publicUrl()}/v1/status-lists/${list}`
  const as = (did: string): SignAs => ({ typ: CREDENTIAL_TYPE, cty: 'vc', keyName: (kid) => `${did}#${kid}` })

  async function placeFor(caseId: string, edition: number): Promise<{ list: number; position: number }> {
    return transact(pool, null, async (tx) => {
      tx.asPlatform()
      const read = async () => (await tx.query<{ list: number; position: number }>(placeOf, [caseId, edition])).rows[0]
      const known = await read()
      if (known) return known
      await tx.query(lock, [])
      // Somebody may have given it its place while this one waited.
      const meanwhile = await read()
      if (meanwhile) return meanwhile
      const { rows } = await tx.query<{ list: number; position: number }>(place, [caseId, edition])
      return rows[0] ?? { list: 1, position: 0 }
    })
  }

  const kept = new Map<number, { readonly made: number; readonly credential: string }>()

  return {
    credentialOf: async ({ caseId, edition, issuer, record, digest }) => {
      const { list, position } = await placeFor(caseId, edition)
      const did = didOf(publicUrl(), issuer)
      const id = `${publicUrl()}/v/${record.code}#edition-${edition}`
      const credential = {
        '@context': [CONTEXT, UNDEFINED_TERMS],
        id,
        type: ['VerifiableCredential'],
        issuer: { id: did, name: record.issuer.name },
        name: record.title,
        validFrom: record.issuedAt,
        ...(record.validUntil ? { validUntil: `${record.validUntil}T23:59:59Z` } : {}),
        credentialSubject: { type: 'https://schema.org/Permit', ...record },
        credentialStatus: {
          id: `${listUrl(list)}#${position}`,
          type: 'BitstringStatusListEntry',
          statusPurpose: 'revocation',
          statusListIndex: String(position),
          statusListCredential: listUrl(list),
        },
        relatedResource: [
          {
            id: `${publicUrl()}/v/${record.code}`,
            digestSRI: `sha256-${Buffer.from(digest, 'hex').toString('base64')}`,
          },
        ],
      }
      return signer.sign(issuer, credential, as(did))
    },
    statusList: async (list) => {
      const known = kept.get(list)
      if (known && Math.abs(toMs(now()) - known.made) < KEPT_MS) return known.credential
      const rows = await transact(pool, null, async (tx) => {
        tx.asPlatform()
        const { last } = (await tx.query<{ last: number }>(lists, [])).rows[0] ?? { last: 0 }
        return list > last ? undefined : (await tx.query<{ position: number }>(revokedIn, [list])).rows
      })
      if (!rows) return undefined
      const bits = Buffer.alloc(LIST_BITS / 8)
      // The first position is the left-most bit (Bitstring Status List, 3.3).
      for (const { position } of rows) bits[position >> 3] = (bits[position >> 3] ?? 0) | (0x80 >> (position & 7))
      const did = didOf(publicUrl(), PLATFORM)
      const credential = {
        '@context': [CONTEXT],
        id: listUrl(list),
        type: ['VerifiableCredential', 'BitstringStatusListCredential'],
        issuer: did,
        validFrom: now(),
        credentialSubject: {
          id: `${listUrl(list)}#list`,
          type: 'BitstringStatusList',
          statusPurpose: 'revocation',
          encodedList: `u${gzipSync(bits).toString('base64url')}`,
          ttl: 300_000,
        },
      }
      const signed = await signer.sign(PLATFORM, credential, as(did))
      if (kept.size > MOST_KEPT) kept.clear()
      kept.set(list, { made: toMs(now()), credential: signed })
      return signed
    },
    didDocument: (org) => {
      const keys = signer.jwks().keys.filter((k) => k.org === org)
      if (keys.length === 0) return undefined
      const did = didOf(publicUrl(), org)
      return {
        '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
        id: did,
        verificationMethod: keys.map(({ kty, crv, x, y, kid, alg }) => ({
          id: `${did}#${kid}`,
          type: 'JsonWebKey',
          controller: did,
          publicKeyJwk: { kty, crv, x, y, kid, alg },
        })),
        assertionMethod: keys.map(({ kid }) => `${did}#${kid}`),
      }
    },
  }
}
