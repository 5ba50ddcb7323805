import { bufferOf } from './library.ts'
import { randomBytes, verify, X509Certificate as X509 } from 'node:crypto'
import { Integer, OctetString, Sequence } from 'asn1js'
import {
  Accuracy,
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  MessageImprint,
  PKIStatusInfo,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs'
import type { ServiceKey } from './authority.ts'
import { leadsTo } from './chain.ts'
import { MESSAGE_DIGEST, sha256, SHA256, SIGNED_DATA, signedAttributes, SIGNING_CERTIFICATE_V2 } from './cms-parts.ts'

const TST_INFO = '1.2.840.113549.1.9.16.1.4'
/** The European baseline policy for time stamps (ETSI EN 319 421, 5.2), under which this authority states the time of its own clock. */
const POLICY = '0.4.0.2023.1.1'

/** id-kp-timeStamping (RFC 3161, 2.3). */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'

export interface Stamped {
  /** SHA-256 of what was stamped. */
  readonly digest: Buffer
  readonly at: Date
  readonly nonce?: Buffer
}

/** A time-stamp token (RFC 3161, 2.4.2) over a digest, DER: with the certificate of the authority, so that it can be checked alone. */
export async function createToken({ digest, at, nonce }: Stamped, { key, certificate }: ServiceKey): Promise<Buffer> {
  const signer = Certificate.fromBER(bufferOf(certificate.der))
  const info = new TSTInfo({
    version: 1,
    policy: POLICY,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
      hashedMessage: new OctetString({ valueHex: bufferOf(digest) }),
    }),
    serialNumber: new Integer({ valueHex: bufferOf(Buffer.concat([Buffer.of(1), randomBytes(12)])) }),
    genTime: at,
    accuracy: new Accuracy({ seconds: 1 }),
    ...(nonce ? { nonce: new Integer({ valueHex: bufferOf(nonce) }) } : {}),
  })
  const content = info.toSchema().toBER(false)
  const data = new SignedData({
    version: 3,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: TST_INFO,
      eContent: new OctetString({ valueHex: content }),
    }),
    certificates: [signer],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: signer.issuer, serialNumber: signer.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: signedAttributes(TST_INFO, sha256(Buffer.from(content)), certificate.der),
        }),
      }),
    ],
  })
  await data.sign(key, 0, 'SHA-256')
  return Buffer.from(
    new ContentInfo({ contentType: SIGNED_DATA, content: data.toSchema(true) }).toSchema().toBER(false),
  )
}

/** PKIStatus `rejection` (RFC 3161, 2.4.2). */
const REJECTED = 2
const refused = (): Buffer =>
  Buffer.from(new TimeStampResp({ status: new PKIStatusInfo({ status: REJECTED }) }).toSchema().toBER(false))

/** The answer to a time-stamp request, DER either way: a token, or a refusal when the request is none or not about SHA-256. */
export async function answerRequest(request: Uint8Array, service: ServiceKey, at: Date): Promise<Buffer> {
  const asked = readRequest(request)
  if (!asked) return refused()
  const token = await createToken({ ...asked, at }, service)
  return Buffer.from(
    new TimeStampResp({
      status: new PKIStatusInfo({ status: 0 }),
      timeStampToken: ContentInfo.fromBER(bufferOf(token)),
    })
      .toSchema()
      .toBER(false),
  )
}

function readRequest(request: Uint8Array): { digest: Buffer; nonce?: Buffer } | undefined {
  try {
    const { messageImprint, nonce } = TimeStampReq.fromBER(bufferOf(request))
    const digest = Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView)
    if (messageImprint.hashAlgorithm.algorithmId !== SHA256 || digest.length !== 32) return undefined
    return { digest, ...(nonce ? { nonce: Buffer.from(nonce.valueBlock.valueHexView) } : {}) }
  } catch {
    return undefined
  }
}

/** A request for a token over a digest, DER. */
export const requestFor = (digest: Buffer): Buffer =>
  Buffer.from(
    new TimeStampReq({
      version: 1,
      messageImprint: new MessageImprint({
        hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
        hashedMessage: new OctetString({ valueHex: bufferOf(digest) }),
      }),
      certReq: true,
    })
      .toSchema()
      .toBER(false),
  )

/** The token inside an authority's answer. @throws Error when it granted none. */
export function tokenOf(response: Uint8Array): Buffer {
  const { status, timeStampToken } = TimeStampResp.fromBER(bufferOf(response))
  if (!timeStampToken) throw new Error(`the time-stamping authority refused (status ${status.status})`)
  return Buffer.from(timeStampToken.toSchema().toBER(false))
}

export type TokenVerdict =
  | {
      readonly valid: true
      readonly at: string
      readonly digest: string
      readonly authority: string
      /** Until when the authority's certificate is good: a token must be stamped again before. */
      readonly until: string
    }
  | { readonly valid: false; readonly reason: 'malformed' | 'digest' | 'signature' | 'chain' }

/**
 * Whether a token stamps this digest and was signed by an authority that leads to one of the trusted roots, all of it valid at the time
 * it states. RSA and ECDSA, so that tokens of a national authority can be checked as well. Never throws.
 */
export function verifyToken(
  token: Uint8Array,
  digest: Buffer,
  trusted: readonly Buffer[],
  between: readonly Buffer[],
): TokenVerdict {
  try {
    const data = new SignedData({ schema: ContentInfo.fromBER(bufferOf(token)).content })
    const content = data.encapContentInfo.eContent?.getValue()
    if (data.encapContentInfo.eContentType !== TST_INFO || !content) return { valid: false, reason: 'malformed' }
    const info = TSTInfo.fromBER(content)
    const imprint = Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView)
    if (info.messageImprint.hashAlgorithm.algorithmId !== SHA256 || !imprint.equals(digest))
      return { valid: false, reason: 'digest' }
    const [signature] = data.signerInfos
    if (!signature || data.signerInfos.length !== 1) return { valid: false, reason: 'malformed' }
    const carried = (data.certificates ?? []).flatMap((c) =>
      c instanceof Certificate ? [new X509(Buffer.from(c.toSchema(true).toBER(false)))] : [],
    )
    const signer = carried.find((c) => signedBy(signature, Buffer.from(content), c))
    if (!signer) return { valid: false, reason: 'signature' }
    const parse = (der: Buffer): X509 => new X509(der)
    const at = info.genTime
    if (
      !signer.keyUsage?.includes(TIME_STAMPING) ||
      !leadsTo(signer, [...carried, ...between.map(parse)], trusted.map(parse), at)
    )
      return { valid: false, reason: 'chain' }
    const authority = /^CN=(.*)$/m.exec(signer.subject)?.[1] ?? signer.subject
    const until = new Date(signer.validTo).toISOString()
    return { valid: true, at: at.toISOString(), digest: imprint.toString('hex'), authority, until }
  } catch {
    return { valid: false, reason: 'malformed' }
  }
}

/** Whether the signer info was made by the owner of a certificate over this content: by its attributes, which name both. */
function signedBy({ signedAttrs, signature }: SignerInfo, content: Buffer, certificate: X509): boolean {
  const valueOf = (type: string): unknown => signedAttrs?.attributes.find((a) => a.type === type)?.values[0]
  const stated = valueOf(MESSAGE_DIGEST)
  const named = valueOf(SIGNING_CERTIFICATE_V2)
  if (!signedAttrs || !(stated instanceof OctetString) || !(named instanceof Sequence)) return false
  if (!Buffer.from(stated.valueBlock.valueHexView).equals(sha256(content))) return false
  // ESSCertIDv2 begins with the hash, unless it names another algorithm than SHA-256.
  if (!Buffer.from(named.toBER(false)).includes(sha256(certificate.raw))) return false
  return verify(
    'sha256',
    Buffer.from(signedAttrs.encodedValue),
    certificate.publicKey,
    Buffer.from(signature.valueBlock.valueHexView),
  )
}
