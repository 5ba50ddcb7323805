import { bufferOf } from './library.ts'
import { createHash } from 'node:crypto'
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js'
import { Attribute } from 'pkijs'

/** What every CMS signature of the house is made of: a time stamp is one, a PDF's seal another (RFC 5652). */
export const SHA256 = '2.16.840.1.101.3.4.2.1'
export const SIGNED_DATA = '1.2.840.113549.1.7.2'
export const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
export const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
export const attribute = (type: string, value: unknown): Attribute => new Attribute({ type, values: [value] })

/** ESSCertIDv2 of the signer (RFC 5816): ties the signature to this certificate and no other with the same key. */
const signingCertificate = (der: Uint8Array): Sequence => {
  const hash = new OctetString({ valueHex: bufferOf(sha256(der)) })
  return new Sequence({ value: [new Sequence({ value: [new Sequence({ value: [hash] })] })] })
}

/** The attributes that are signed: of what type the content is, its digest, and by which certificate. */
export const signedAttributes = (contentType: string, digest: Uint8Array, certificate: Uint8Array): Attribute[] => [
  attribute(CONTENT_TYPE, new ObjectIdentifier({ value: contentType })),
  attribute(MESSAGE_DIGEST, new OctetString({ valueHex: bufferOf(digest) })),
  attribute(SIGNING_CERTIFICATE_V2, signingCertificate(certificate)),
]
