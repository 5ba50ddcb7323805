import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { toMs, type Instant } from '#kernel'
import { revocationReasons, type Certificates } from '#modules/certificates'
import type { SealOf } from '#modules/documents'
import { transact, type Statement, type Tx } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { stateStatus, type Authority, type Stamper } from '#platform/pki'

/** One time stamp and what was known of the seal on that day. */
export interface Evidence {
  readonly seq: number
  readonly token: Buffer
  readonly digest: string
  readonly stampedAt: Instant
  readonly tokenUntil: Instant
  readonly serial: string
  /** The seal's certificate, the issuing one, the root; DER. */
  readonly chain: readonly Buffer[]
  readonly ocsp: Buffer
  readonly revocationList: Buffer
}

export interface Signed {
  readonly caseId: string
  readonly edition: number
  readonly jws: string
}

export interface EvidenceOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly certificates: Certificates
  readonly pki: () => Promise<{ readonly authority: Authority; readonly stamper: Stamper }>
}

export interface EvidenceArchive {
  /** Stamps what was signed and has no evidence yet, a bounded piece of it; answers how many. What cannot be stamped now stays waiting. */
  collect(): Promise<number>
  /** Stamps one edition at once, for whoever asks within moments of the signature. */
  collectOne(caseId: string, edition: number): Promise<void>
  /** Stamps again, over all earlier evidence, what would soon rest on an expired certificate (M03-3, EvidenceRenewed). */
  renew(before?: Instant): Promise<number>
  of(caseId: string, edition: number): Promise<readonly Evidence[]>
  /** How the seal behind a signature stands, and since when its signature is proved. */
  readonly standing: SealOf
}

const BATCH = 50
/** A run leaves the rest to the next one: time, drafts and the day's root wait for it. */
const MOST_BATCHES = 20
/** A list so young, with no revocation since, says what a new one would. */
const LIST_MS = 600_000
/** Evidence is renewed this long before the certificate of its time stamp ends. */
const AHEAD_MS = 180 * 86_400_000

const unstamped: Statement = {
  name: 'evidence.unstamped',
  text: `SELECT d.case_id AS "caseId", d.edition, d.jws FROM documents.unstamped u
         JOIN documents.issued d ON d.case_id = u.case_id AND d.edition = u.edition ORDER BY u.case_id, u.edition LIMIT ${BATCH}`,
}
const oneUnstamped: Statement = {
  name: 'evidence.one-unstamped',
  text: `SELECT d.case_id AS "caseId", d.edition, d.jws FROM documents.unstamped u
         JOIN documents.issued d ON d.case_id = u.case_id AND d.edition = u.edition WHERE u.case_id = $1 AND u.edition = $2`,
}
/** One worker stamps at a time: another would ask the authority for the same stamps once more. */
const alone: Statement = {
  name: 'evidence.alone',
  text: "SELECT pg_try_advisory_xact_lock(hashtext('evidence.archive')) AS alone",
}
const stamped: Statement = {
  name: 'evidence.stamped',
  text: 'DELETE FROM documents.unstamped WHERE case_id = $1 AND edition = $2',
}
const put: Statement = {
  name: 'evidence.put',
  text: `INSERT INTO evidence.archive (case_id, edition, seq, token, digest, stamped_at, token_until, serial, chain, ocsp, list_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
}
const lastList: Statement = {
  name: 'evidence.last-list',
  text: `SELECT id::text AS id, at FROM evidence.revocation_list l
         WHERE NOT EXISTS (SELECT FROM pki.certificate WHERE revoked_at >= l.at) ORDER BY id DESC LIMIT 1`,
}
const putList: Statement = {
  name: 'evidence.put-list',
  text: 'INSERT INTO evidence.revocation_list (der, at) VALUES ($1, $2) RETURNING id::text AS id',
}
const ofEdition: Statement = {
  name: 'evidence.of',
  text: `SELECT a.seq, a.token, a.digest, a.stamped_at AS "stampedAt", a.token_until AS "tokenUntil", a.serial, a.chain, a.ocsp,
                l.der AS "revocationList"
         FROM evidence.archive a JOIN evidence.revocation_list l ON l.id = a.list_id
         WHERE a.case_id = $1 AND a.edition = $2 ORDER BY a.seq`,
}
const firstStamp: Statement = {
  name: 'evidence.first-stamp',
  text: 'SELECT stamped_at AS at FROM evidence.archive WHERE case_id = $1 AND edition = $2 AND seq = 1',
}
const aging: Statement = {
  name: 'evidence.aging',
  text: `SELECT d.case_id AS "caseId", d.edition, d.jws FROM evidence.archive a JOIN documents.issued d USING (case_id, edition)
         WHERE a.token_until < $1 AND NOT EXISTS (SELECT FROM evidence.archive l WHERE l.case_id = a.case_id AND l.edition = a.edition AND l.seq > a.seq)
         ORDER BY a.token_until LIMIT ${BATCH}`,
}

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

const kidOf = (jws: string): string =>
  String((JSON.parse(Buffer.from(jws.slice(0, jws.indexOf('.')), 'base64url').toString('utf8')) as { kid: string }).kid)

/** What a renewed stamp is about: the signed record and, of every earlier piece, token, OCSP answer and list, in this order. */
export const digestOver = (
  jws: string,
  earlier: readonly Pick<Evidence, 'token' | 'ocsp' | 'revocationList'>[],
): Buffer =>
  earlier.length
    ? sha256(jws, ...earlier.flatMap(({ token, ocsp, revocationList }) => [token, ocsp, revocationList]))
    : sha256(jws)

/** Keeps, beside each signature, what proves later that it was good when it was made. */
export function createEvidence({ pool, clock, certificates, pki }: EvidenceOptions): EvidenceArchive {
  const asPlatform = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(pool, null, (tx) => {
      tx.asPlatform()
      return work(tx)
    })
  const of = (caseId: string, edition: number): Promise<readonly Evidence[]> =>
    asPlatform(async (tx) => (await tx.query<Evidence>(ofEdition, [caseId, edition])).rows)

  async function listNow(): Promise<string> {
    const now = clock.now()
    const last = await asPlatform(async (tx) => (await tx.query<{ id: string; at: Instant }>(lastList, [])).rows[0])
    if (last && Math.abs(toMs(now) - toMs(last.at)) < LIST_MS) return last.id
    const der = await certificates.revocationList()
    const { rows } = await asPlatform((tx) => tx.query<{ id: string }>(putList, [der, now]))
    return rows[0]?.id ?? ''
  }

  async function stamp({ caseId, edition, jws }: Signed, seq: number, earlier: readonly Evidence[], list: string) {
    const { authority, stamper } = await pki()
    const kid = kidOf(jws)
    let certificate = await certificates.ofKey(kid)
    if (!certificate) {
      // A seal signs before anybody asks for its certificate: now somebody does.
      await certificates.jwks()
      certificate = await certificates.ofKey(kid)
    }
    if (!certificate) return false
    const ocsp = await stateStatus(certificate.der, authority, certificates.statusOf, new Date(clock.now()))
    const digest = digestOver(jws, earlier)
    const token = await stamper.stamp(digest)
    const verdict = stamper.check(token, digest)
    if (!verdict.valid) throw new Error(`a time stamp does not hold: ${verdict.reason}`)
    const { at, until } = verdict
    // A stamp that ends on the same day adds nothing: the certificate of the time stamps has to be replaced first.
    if (until <= (earlier.at(-1)?.tokenUntil ?? '')) return false
    const chain = [certificate.der, authority.issuing.der, authority.root.der]
    const row = [caseId, edition, seq, token, digest.toString('hex'), at, until, certificate.serial, chain, ocsp, list]
    await asPlatform(async (tx) => {
      await tx.query(put, row)
      await tx.query(stamped, [caseId, edition])
    })
    return true
  }

  /** A bounded number of batches; each is taken by one worker, under a lock that lasts as long as the batch. */
  async function each(
    read: () => Promise<readonly Signed[]>,
    work: (signed: Signed, list: string) => Promise<boolean>,
  ): Promise<number> {
    let done = 0
    for (let n = 0; n < MOST_BATCHES; n++) {
      const { here, more } = await asPlatform(async (tx) => {
        if (!(await tx.query<{ alone: boolean }>(alone, [])).rows[0]?.alone) return { here: 0, more: false }
        const batch = await read()
        if (batch.length === 0) return { here: 0, more: false }
        const list = await listNow()
        let count = 0
        for (const signed of batch) if (await work(signed, list)) count++
        // Where nothing moved, what is left waits for the next time instead of being asked for for ever.
        return { here: count, more: count > 0 && batch.length === BATCH }
      })
      done += here
      if (!more) return done
    }
    return done
  }

  const standing: SealOf = async (kid, caseId, edition) => {
    const certificate = await certificates.ofKey(kid)
    if (!certificate) return undefined
    const { serial, subject, notAfter, revokedAt, reason } = certificate
    const why = Object.entries(revocationReasons).find(([, code]) => code === reason)?.[0] ?? 'unspecified'
    const first = await asPlatform(
      async (tx) => (await tx.query<{ at: Instant }>(firstStamp, [caseId, edition])).rows[0]?.at ?? null,
    )
    return {
      serial,
      subject,
      validUntil: notAfter,
      stampedAt: first,
      ...(revokedAt ? { revoked: { at: revokedAt, reason: why, code: 'CERT_REVOKED' as const } } : {}),
    }
  }

  return {
    of,
    standing,
    collect: () =>
      each(
        () => asPlatform(async (tx) => (await tx.query<Signed & { caseId: string }>(unstamped, [])).rows),
        (signed, list) => stamp(signed, 1, [], list),
      ),
    collectOne: async (caseId, edition) => {
      const signed = await asPlatform(
        async (tx) => (await tx.query<Signed & { caseId: string }>(oneUnstamped, [caseId, edition])).rows[0],
      )
      if (signed) await stamp(signed, 1, [], await listNow())
    },
    renew: (before) => {
      const limit = before ?? new Date(toMs(clock.now()) + AHEAD_MS).toISOString()
      return each(
        () => asPlatform(async (tx) => (await tx.query<Signed & { caseId: string }>(aging, [limit])).rows),
        async (signed, list) => {
          const earlier = await of(signed.caseId, signed.edition)
          return stamp(signed, earlier.length + 1, earlier, list)
        },
      )
    },
  }
}
