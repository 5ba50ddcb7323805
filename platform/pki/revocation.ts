import { bufferOf, ES256 } from './library.ts'
import { createHash } from 'node:crypto'
import { Constructed, Enumerated, GeneralizedTime, Integer, OctetString, Primitive } from 'asn1js'
import {
  AuthorityKeyIdentifierExtension,
  Extension as X509Extension,
  X509Certificate,
  X509CrlGenerator,
  type X509CrlReason,
} from '@peculiar/x509'
import {
  BasicOCSPResponse,
  Certificate as PkiCertificate,
  type CertID,
  type Extension,
  OCSPRequest,
  OCSPResponse,
  ResponseBytes,
  SingleResponse,
} from 'pkijs'
import type { Authority } from './authority.ts'

/** A certificate that is no longer good. `reason`: CRLReason of RFC 5280, 5.3.1. */
export interface Revocation {
  readonly serial: string
  readonly at: Date
  readonly reason: number
}

const HOUR = 3_600_000
const CRL_NUMBER = '2.5.29.20'

/** The revocation list of the issuing authority, DER; the next one is due a day later. */
export async function revocationList(
  authority: Authority,
  revoked: readonly Revocation[],
  number: number,
  now: Date,
): Promise<Buffer> {
  const issuer = new X509Certificate(new Uint8Array(authority.issuing.der))
  const rising = new Integer({ value: number }).toBER(false)
  const list = await X509CrlGenerator.create({
    issuer: issuer.subjectName.toJSON(),
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + 24 * HOUR),
    signingKey: authority.issuingKey,
    signingAlgorithm: ES256,
    entries: revoked.map(({ serial, at, reason }) => ({
      serialNumber: serial,
      revocationDate: at,
      reason: reason as X509CrlReason,
    })),
    extensions: [
      new X509Extension(CRL_NUMBER, false, rising),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return Buffer.from(list.rawData)
}

/** What the authority knows of a serial number. */
export type StatusOf = (serial: string) => Promise<'good' | 'unknown' | Revocation>

const RESPONSE_BASIC = '1.3.6.1.5.5.7.48.1.1'
const NONCE = '1.3.6.1.5.5.7.48.1.2'
const SHA1 = '1.3.14.3.2.26'
const SHA256 = '2.16.840.1.101.3.4.2.1'
/** OCSPResponseStatus (RFC 6960, 4.2.1). */
const MALFORMED = 1
/** Most certificates asked for at once. */
const MOST = 50

const hashes: Readonly<Record<string, string>> = { [SHA1]: 'sha1', [SHA256]: 'sha256' }

/** Answers an OCSP request (RFC 6960), DER. Certificates of other authorities are `unknown`. */
export async function answerOcsp(
  request: Uint8Array,
  authority: Authority,
  statusOf: StatusOf,
  now: Date,
): Promise<Buffer> {
  const asked = readRequest(request)
  if (!asked)
    return Buffer.from(
      new OCSPResponse({ responseStatus: new Enumerated({ value: MALFORMED }) }).toSchema().toBER(false),
    )
  const issuer = PkiCertificate.fromBER(bufferOf(authority.issuing.der))
  const responses = await Promise.all(
    asked.ids.map(async (id) => {
      const serial = Buffer.from(id.serialNumber.valueBlock.valueHexView).toString('hex')
      const status = isOf(id, issuer) ? await statusOf(serial) : 'unknown'
      const answer = new SingleResponse({ certID: id, thisUpdate: whole(now) })
      answer.nextUpdate = whole(new Date(now.getTime() + HOUR))
      answer.certStatus = certStatus(status)
      return answer
    }),
  )
  const { key, certificate } = authority.ocsp
  const signer = PkiCertificate.fromBER(bufferOf(certificate.der))
  const basic = new BasicOCSPResponse()
  basic.tbsResponseData.responderID = signer.subject
  basic.tbsResponseData.producedAt = whole(now)
  basic.tbsResponseData.responses = responses
  if (asked.nonce) basic.tbsResponseData.responseExtensions = [asked.nonce]
  basic.certs = [signer]
  await basic.sign(key, 'SHA-256')
  return Buffer.from(
    new OCSPResponse({
      responseStatus: new Enumerated({ value: 0 }),
      responseBytes: new ResponseBytes({
        responseType: RESPONSE_BASIC,
        response: new OctetString({ valueHex: basic.toSchema().toBER(false) }),
      }),
    })
      .toSchema()
      .toBER(false),
  )
}

/** The authority's own statement about one of its certificates, DER: kept as evidence of what was known on that day (M03-3). */
export async function stateStatus(
  certificate: Uint8Array,
  authority: Authority,
  statusOf: StatusOf,
  now: Date,
): Promise<Buffer> {
  const request = new OCSPRequest()
  await request.createForCertificate(PkiCertificate.fromBER(bufferOf(certificate)), {
    hashAlgorithm: 'SHA-256',
    issuerCertificate: PkiCertificate.fromBER(bufferOf(authority.issuing.der)),
  })
  return answerOcsp(Buffer.from(request.toSchema(true).toBER(false)), authority, statusOf, now)
}

function readRequest(request: Uint8Array): { ids: CertID[]; nonce?: Extension } | undefined {
  try {
    const { tbsRequest } = OCSPRequest.fromBER(bufferOf(request))
    const ids = tbsRequest.requestList.map((r) => r.reqCert)
    if (ids.length === 0 || ids.length > MOST) return undefined
    const nonce = tbsRequest.requestExtensions?.find((e) => e.extnID === NONCE)
    return { ids, ...(nonce ? { nonce } : {}) }
  } catch {
    return undefined
  }
}

/** CertStatus of RFC 6960, 4.2.1: good [0], revoked [1] with time and reason, unknown [2]. */
function certStatus(status: 'good' | 'unknown' | Revocation): Primitive | Constructed {
  const tag = (tagNumber: number) => ({ idBlock: { tagClass: 3, tagNumber } })
  if (status === 'good') return new Primitive(tag(0))
  if (status === 'unknown') return new Primitive(tag(2))
  const reason = new Constructed({ ...tag(0), value: [new Enumerated({ value: status.reason })] })
  return new Constructed({ ...tag(1), value: [new GeneralizedTime({ valueDate: whole(status.at) }), reason] })
}

/** Certificates know no fractions of a second (RFC 5280, 4.1.2.5.2). */
const whole = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000)

/** Whether a certificate id speaks of our issuing authority: by the hashes of its name and of its key. */
function isOf(id: CertID, issuer: PkiCertificate): boolean {
  const algorithm = hashes[id.hashAlgorithm.algorithmId]
  if (!algorithm) return false
  const digest = (bytes: ArrayBuffer | Uint8Array): Buffer =>
    createHash(algorithm)
      .update(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes))
      .digest()
  const name = digest(issuer.subject.toSchema().toBER(false))
  const key = digest(issuer.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView)
  return (
    name.equals(Buffer.from(id.issuerNameHash.valueBlock.valueHexView)) &&
    key.equals(Buffer.from(id.issuerKeyHash.valueBlock.valueHexView))
  )
}
