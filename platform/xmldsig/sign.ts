import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto'
import { DS, ECDSA_SHA256, ENVELOPED, EXCLUSIVE, RSA_SHA256, SHA256, SIGNED_PROPERTIES, XADES } from './names.ts'

/** Whoever holds a key: signs bytes with SHA-256, raw `r || s` where it is elliptic. */
export interface XmlSigner {
  readonly algorithm: 'ES256' | 'RS256'
  /** DER, the signer's first, then those above it as far as they should travel along. */
  readonly chain: readonly Buffer[]
  sign(bytes: Buffer): Buffer | Promise<Buffer>
}

export const signerOf = (key: KeyObject, chain: readonly Buffer[]): XmlSigner => {
  const elliptic = key.asymmetricKeyType === 'ec'
  return {
    algorithm: elliptic ? 'ES256' : 'RS256',
    chain,
    sign: (bytes) => sign('sha256', bytes, elliptic ? { key, dsaEncoding: 'ieee-p1363' } : key),
  }
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('base64')
const empty = (name: string, algorithm: string): string => `<ds:${name} Algorithm="${algorithm}"></ds:${name}>`

const reference = (attributes: string, transforms: readonly string[], digest: string): string =>
  `<ds:Reference${attributes}><ds:Transforms>${transforms.map((t) => empty('Transform', t)).join('')}</ds:Transforms>${empty('DigestMethod', SHA256)}<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`

/**
 * Signs a document in exclusive canonical form: XAdES baseline B-B (ETSI EN 319 132-1), enveloped, as the last child of the root.
 * The text comes from `canonicalText` or from a writer that writes canonical XML in the first place.
 */
export async function signCanonical(text: string, signer: XmlSigner, at: Date): Promise<string> {
  const id = `S-${randomBytes(9).toString('hex')}`
  const [own] = signer.chain
  if (!own) throw new TypeError('nobody signs without a certificate')
  const time = `${at.toISOString().slice(0, 19)}Z`
  const properties = `<xades:SignedSignatureProperties><xades:SigningTime>${time}</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>${inDs(empty('DigestMethod', SHA256))}${inDs(`<ds:DigestValue>${sha256(own)}</ds:DigestValue>`)}</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>`
  const alone = `<xades:SignedProperties xmlns:xades="${XADES}" Id="${id}-p">${properties}</xades:SignedProperties>`
  const info =
    empty('CanonicalizationMethod', EXCLUSIVE) +
    empty('SignatureMethod', signer.algorithm === 'ES256' ? ECDSA_SHA256 : RSA_SHA256) +
    reference(' URI=""', [ENVELOPED, EXCLUSIVE], sha256(text)) +
    reference(` Type="${SIGNED_PROPERTIES}" URI="#${id}-p"`, [EXCLUSIVE], sha256(alone))
  const value = await signer.sign(Buffer.from(`<ds:SignedInfo xmlns:ds="${DS}">${info}</ds:SignedInfo>`))
  const certificates = signer.chain
    .map((der) => `<ds:X509Certificate>${der.toString('base64')}</ds:X509Certificate>`)
    .join('')
  const signature = `<ds:Signature xmlns:ds="${DS}" Id="${id}"><ds:SignedInfo>${info}</ds:SignedInfo><ds:SignatureValue Id="${id}-v">${value.toString('base64')}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>${certificates}</ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#${id}"><xades:SignedProperties Id="${id}-p">${properties.replaceAll(` xmlns:ds="${DS}"`, '')}</xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>`
  const end = text.lastIndexOf('</')
  return text.slice(0, end) + signature + text.slice(end)
}

/** Taken alone, the signed properties declare the namespace at each element that uses it: its parent does not. */
const inDs = (element: string): string => element.replace(/^<ds:(\w+)/, `<ds:$1 xmlns:ds="${DS}"`)
