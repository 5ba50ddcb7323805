import { bufferOf } from './library.ts'
import { Null, OctetString } from 'asn1js'
import {
  AlgorithmIdentifier,
  type Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import { attribute, sha256, SHA256, SIGNED_DATA, signedAttributes } from './cms-parts.ts'

const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const DATA = '1.2.840.113549.1.7.1'
/** id-aa-signatureTimeStampToken (RFC 3161, appendix A). */
const SIGNATURE_TIME_STAMP = '1.2.840.113549.1.9.16.2.14'

/** An ECDSA signature as raw `r || s` (RFC 7518, 3.4), in the DER of ECDSA-Sig-Value (RFC 3279, 2.2.3). */
export function toSignatureDer(signature: Uint8Array): Buffer {
  const integer = (part: Uint8Array): Buffer => {
    let start = 0
    while (start < part.length - 1 && part[start] === 0) start++
    const body = part.subarray(start)
    const positive = (body[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), body]) : Buffer.from(body)
    return Buffer.concat([Buffer.of(2, positive.length), positive])
  }
  const half = signature.length / 2
  const both = Buffer.concat([integer(signature.subarray(0, half)), integer(signature.subarray(half))])
  return Buffer.concat([Buffer.of(0x30, both.length), both])
}

export interface DetachedSignature {
  /** SHA-256 of what is signed. */
  readonly digest: Buffer
  /** The signer's certificate first, then those above it; DER. */
  readonly chain: readonly Uint8Array[]
  /** ECDSA on P-256 with SHA-256 over bytes, raw `r || s`. */
  readonly sign: (bytes: Uint8Array) => Uint8Array
  /** A time stamp over a digest: makes the signature one whose time is proved (CAdES-T). */
  readonly stamp?: (digest: Buffer) => Promise<Buffer>
}

/** A detached CAdES signature (ETSI EN 319 122-1, baseline B or, with a stamp, T), DER. */
export async function signDetached({ digest, chain, sign, stamp }: DetachedSignature): Promise<Buffer> {
  const certificates = chain.map((der) => Certificate.fromBER(bufferOf(der)))
  const [signer] = certificates
  const [der] = chain
  if (!signer || !der) throw new TypeError('a signature needs a certificate')
  const attributes = signedAttributes(DATA, digest, der)
  // What is signed is a SET, whose members stand in the order of their encodings (X.690, 11.6).
  const encoded = (a: Attribute): Buffer => Buffer.from(a.toSchema().toBER(false))
  attributes.sort((a, b) => Buffer.compare(encoded(a), encoded(b)))
  const signedAttrs = new SignedAndUnsignedAttributes({ type: 0, attributes })
  const set = Buffer.from(signedAttrs.toSchema().toBER(false))
  set[0] = 0x31
  const signature = toSignatureDer(sign(set))
  const token = await stamp?.(sha256(signature))
  const info = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: signer.issuer, serialNumber: signer.serialNumber }),
    digestAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new Null() }),
    signedAttrs,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: ECDSA_SHA256 }),
    signature: new OctetString({ valueHex: bufferOf(signature) }),
    ...(token
      ? {
          unsignedAttrs: new SignedAndUnsignedAttributes({
            type: 1,
            attributes: [attribute(SIGNATURE_TIME_STAMP, ContentInfo.fromBER(bufferOf(token)).toSchema())],
          }),
        }
      : {}),
  })
  const data = new SignedData({
    version: 1,
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new Null() })],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: DATA }),
    certificates,
    signerInfos: [info],
  })
  return Buffer.from(
    new ContentInfo({ contentType: SIGNED_DATA, content: data.toSchema(true) }).toSchema().toBER(false),
  )
}
