import type { Pool } from 'pg'
import { compareDecimal, subtractDecimal, type PermitState } from '#kernel'
import { transact, type Statement } from '#platform/cases'
import type { Signer } from '#platform/signing'
import type { DocumentRecord } from './record.ts'

/** `unsealed`: authentic as far as anyone can tell, but the seal was revoked before a time stamp could prove when it signed (CERT_REVOKED). */
export type VerificationStatus = 'valid' | 'expired' | 'revoked' | 'replaced' | 'unsealed' | 'altered' | 'unknown'

/** A public code, the digest of a record, or the signed record itself. */
export interface VerificationAsk {
  readonly code?: string
  readonly digest?: string
  readonly jws?: string
}

/** What anyone may know of a document, and no more (M03-5). */
export interface VerificationAnswer {
  readonly status: VerificationStatus
  readonly checkedAt: string
  readonly code: string | null
  readonly number?: string
  readonly title?: string
  readonly issuer?: string
  readonly issuedAt?: string
  readonly validUntil?: string | null
  readonly edition?: number
  /** Set when this edition is not the last one. */
  readonly latestEdition?: number
  readonly goods?: string
  /** Whom a paper about a firm or a power concerns. */
  readonly about?: string
  readonly balance?: readonly {
    readonly description: string
    readonly authorised: unknown
    readonly used: string
    readonly left: string
  }[]
  readonly digest?: string
  readonly sandbox?: boolean
  readonly zone?: string
  readonly country?: string
  readonly level?: string
  readonly revoked?: { readonly at: string; readonly reason: string }
  /** Digests of every edition, the last first: a file that matches an older one was good and has been replaced. */
  readonly editionDigests?: readonly string[]
  readonly kid?: string | null
  readonly seal?: SealStanding
}

/** What is known of the certificate behind a signature, and when a time stamp proves that the signature existed. */
export interface SealStanding {
  readonly serial: string
  readonly subject: string
  readonly validUntil: string
  readonly stampedAt: string | null
  readonly revoked?: { readonly at: string; readonly reason: string; readonly code: 'CERT_REVOKED' }
}

/** The standing of a seal's key for one edition of a document; nothing while the key has no certificate. */
export type SealOf = (kid: string, caseId: string, edition: number) => Promise<SealStanding | undefined>

export interface IssuedRow {
  readonly case_id: string
  readonly edition: number
  readonly code: string
  readonly issuer: string
  readonly record: string
  readonly digest: string
  readonly jws: string
  readonly issued_at: string
}

const byCode: Statement = {
  name: 'document.by-code',
  text: `SELECT d.case_id, d.edition, d.code, d.issuer, d.record, d.digest, d.jws, d.issued_at, c.status, c.state, c.changed_at
         FROM documents.issued d JOIN cases."case" c ON c.id = d.case_id WHERE d.code = $1 ORDER BY d.edition DESC`,
}
const byDigest: Statement = {
  name: 'document.by-digest',
  text: 'SELECT code, edition FROM documents.issued WHERE digest = $1',
}
const count: Statement = {
  name: 'document.count',
  text: `INSERT INTO documents.verification (day, code, count) VALUES ($1::date, $2, 1)
         ON CONFLICT (day, code) DO UPDATE SET count = documents.verification.count + 1`,
}

type Found = IssuedRow & {
  readonly status: string
  readonly state: PermitState & { readonly reason?: string | null }
  readonly changed_at: string
}

const statusOf: Readonly<Record<string, VerificationStatus>> = {
  REVOKED: 'revoked',
  SUSPENDED: 'revoked',
  CLOSED: 'revoked',
  EXPIRED: 'expired',
}

/** Papers about firms and powers are worth nothing to a reader who is not told whose they are; of a permit the holder is not shown. */
const abouts: Readonly<Record<string, (r: DocumentRecord) => string>> = {
  registration: ({ holder }) => `${holder.name} (${holder.taxId})`,
  'mandate-deed': ({ elements }) =>
    elements
      .filter((e) => e.id === 'principal' || e.id === 'agent')
      .map((e) => e.value)
      .join(' → '),
}

/** Verifies a document by its public code, and optionally that a digest or a signed record is one of its editions. */
export async function verifyDocument(
  pool: Pool,
  signer: Signer,
  ask: VerificationAsk,
  now: string,
  sealOf?: SealOf,
): Promise<VerificationAnswer> {
  const claimed = ask.jws === undefined ? undefined : await signer.verify(ask.jws)
  if (claimed && !claimed.valid) return { status: 'altered', checkedAt: now, code: ask.code ?? null, kid: claimed.kid }
  const digest = claimed?.digest ?? ask.digest?.toLowerCase()
  const rows = await transact(pool, null, async (tx) => {
    tx.asPlatform()
    // No code holds it, and the database would not even look.
    if (ask.code?.includes('\0')) return []
    const code = ask.code ?? (digest ? (await tx.query<{ code: string }>(byDigest, [digest])).rows[0]?.code : undefined)
    if (!code) return []
    const found = (await tx.query<Found>(byCode, [code.toUpperCase()])).rows
    if (found.length) await tx.query(count, [now.slice(0, 10), code.toUpperCase()])
    return found
  })
  const latest = rows[0]
  if (!latest) return { status: 'unknown', checkedAt: now, code: ask.code ?? null }
  const asked = digest ? rows.find((r) => r.digest === digest) : latest
  const shown = asked ?? latest
  const record = JSON.parse(shown.record) as DocumentRecord
  const seal = await signer.verify(shown.jws)
  const intact = seal.valid && seal.digest === shown.digest
  const standing = intact && seal.kid ? await sealOf?.(seal.kid, shown.case_id, shown.edition) : undefined
  const status: VerificationStatus =
    !asked || !intact
      ? 'altered'
      : isUnsealed(standing)
        ? 'unsealed'
        : (statusOf[latest.status] ?? (shown.edition < latest.edition ? 'replaced' : 'valid'))
  return {
    ...summary(record, latest),
    status,
    checkedAt: now,
    digest: shown.digest,
    kid: seal.kid,
    ...(standing ? { seal: standing } : {}),
    edition: shown.edition,
    latestEdition: latest.edition,
    editionDigests: rows.map((r) => r.digest),
  }
}

/** A signature counts only if it is proved to be older than the revocation of its seal (M03-3). */
const isUnsealed = (seal: SealStanding | undefined): boolean =>
  seal?.revoked !== undefined && (seal.stampedAt === null || seal.stampedAt >= seal.revoked.at)

function summary(record: DocumentRecord, latest: Found): Omit<VerificationAnswer, 'status' | 'checkedAt'> {
  const balance = (latest.state.resolution?.balance ?? []).map((b) => ({
    description: record.lines[b.line]?.description ?? '',
    authorised: b.authorised,
    used: b.used,
    left: left(b.authorised.value, b.used),
  }))
  return {
    code: record.code,
    number: record.number,
    title: record.title,
    issuer: record.issuer.name,
    issuedAt: record.issuedAt,
    validUntil: latest.state.resolution?.validUntil ?? record.validUntil,
    goods: record.lines.map((l) => l.description).join(', '),
    ...(abouts[record.documentType] ? { about: abouts[record.documentType]?.(record) ?? '' } : {}),
    sandbox: record.sandbox,
    zone: record.zone,
    country: record.issuer.country,
    level: record.signedBy.level,
    ...(statusOf[latest.status] === 'revoked'
      ? { revoked: { at: latest.changed_at, reason: latest.state.decision?.grounds ?? latest.state.reason ?? '' } }
      : {}),
    ...(balance.length ? { balance } : {}),
  }
}

const left = (authorised: string, used: string): string => {
  const difference = subtractDecimal(authorised, used)
  return compareDecimal(difference, '0') > 0 ? difference : '0'
}
