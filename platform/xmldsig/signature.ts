import { refusal } from '#kernel'
import { createHash, verify, X509Certificate, type KeyObject } from 'node:crypto'
import { canonicalOf, type CanonicalElement } from './canonical.ts'
import { DS, ECDSA_SHA256, ENVELOPED, EXCLUSIVE, RSA_SHA256, SHA256, SIGNED_PROPERTIES, XADES } from './names.ts'
import { refuseXml } from './refused.ts'

/** What a signature that holds says, and nothing that it does not cover. */
export interface Signed {
  /** The document without its signature: what the signer signed, and all that a reader may use. */
  readonly content: CanonicalElement
  /** SHA-256 of the canonical document without its signature, lower-case hexadecimal. */
  readonly digest: string
  /** Of the signer, DER. Whether it is trusted is another question. */
  readonly certificate: Buffer
  /** Further certificates in the signature: perhaps the chain. */
  readonly others: readonly Buffer[]
  /** As the signer states it; a time stamp proves it. */
  readonly signedAt: string
  readonly signatureValue: Buffer
}

/** The signature in its place, judged by its shape only. */
export interface Placed {
  readonly root: CanonicalElement
  readonly signature: CanonicalElement
  readonly signedInfo: CanonicalElement
  readonly value: CanonicalElement
  readonly keyInfo: CanonicalElement
  readonly properties: CanonicalElement
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
const isDs = (e: CanonicalElement, name: string): boolean => e.namespace === DS && e.name === name
const shape = (what: string) => refuseXml(refusal('SIGNATURE_SHAPE', '', { what }))
const base64 = (text: string): Buffer => {
  const packed = text.replace(/[\s]/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) throw shape('base64')
  return Buffer.from(packed, 'base64')
}

/** Exactly these children in this order, each of the namespace of signatures. */
function only(parent: CanonicalElement, ...names: readonly string[]): readonly CanonicalElement[] {
  const { children } = parent
  if (children.length !== names.length || !names.every((name, i) => children[i] && isDs(children[i], name)))
    throw shape(parent.name)
  return children
}

/**
 * Finds the one signature: last child of the root, nothing of its kind anywhere else, no id twice in the whole document. Judged before
 * anything is computed, so that a document put together from a signed one has a name of its own among the refusals. @throws XmlRefused
 */
export function placeSignature(root: CanonicalElement): Placed {
  const signature = root.children.at(-1)
  const found: CanonicalElement[] = []
  const ids = new Set<string>()
  const walk = (element: CanonicalElement, inside: boolean): void => {
    const mine = inside || element === signature
    if (isDs(element, 'Signature')) found.push(element)
    else if (!mine && (element.namespace === DS || element.namespace === XADES))
      throw refuseXml(refusal('SIGNATURE_WRAPPED'))
    for (const [name, id] of Object.entries(element.attributes)) {
      if (name !== 'Id' && name !== 'ID' && name !== 'xml:id') continue
      if (ids.has(id)) throw refuseXml(refusal('SIGNATURE_DUPLICATE_ID', '', { id: id.slice(0, 80) }))
      ids.add(id)
    }
    for (const child of element.children) walk(child, mine)
  }
  walk(root, false)
  if (found.length === 0) throw refuseXml(refusal('SIGNATURE_MISSING'))
  if (found.length > 1 || !signature || found[0] !== signature) throw refuseXml(refusal('SIGNATURE_WRAPPED'))
  const [signedInfo, value, keyInfo, ...objects] = signature.children
  if (!signedInfo || !value || !keyInfo) throw shape('Signature')
  if (!isDs(signedInfo, 'SignedInfo') || !isDs(value, 'SignatureValue') || !isDs(keyInfo, 'KeyInfo'))
    throw shape('Signature')
  // A second object is where the document that was really signed likes to hide.
  const [object, ...more] = objects
  if (more.length || (object && (!isDs(object, 'Object') || object.children.length !== 1)))
    throw refuseXml(refusal('SIGNATURE_WRAPPED'))
  const qualifying = object?.children[0]
  if (!qualifying || qualifying.namespace !== XADES || qualifying.name !== 'QualifyingProperties')
    throw object ? refuseXml(refusal('SIGNATURE_WRAPPED')) : shape('QualifyingProperties')
  const [properties, unsigned, ...rest] = qualifying.children
  const isXades = (e: CanonicalElement, name: string): boolean => e.namespace === XADES && e.name === name
  if (rest.length || !properties || !isXades(properties, 'SignedProperties')) throw shape('QualifyingProperties')
  if (unsigned && !isXades(unsigned, 'UnsignedProperties')) throw shape('QualifyingProperties')
  if (qualifying.attributes['Target'] !== `#${signature.attributes['Id'] ?? ''}`) throw shape('Target')
  return { root, signature, signedInfo, value, keyInfo, properties }
}

const algorithmOf = (element: CanonicalElement, allowed: readonly string[]): string => {
  const { Algorithm = '' } = element.attributes
  // A key as long as nothing: HMACOutputLength of 0 made every signature right (CVE-2009-0217).
  if (element.children.some((c) => c.name === 'HMACOutputLength')) throw refuseXml(refusal('SIGNATURE_TRUNCATED'))
  if (!allowed.includes(Algorithm))
    throw refuseXml(refusal('SIGNATURE_ALGORITHM', '', { algorithm: Algorithm.slice(0, 120) }))
  if (element.children.length) throw shape(element.name)
  return Algorithm
}

/** A reference with exactly these transforms: answers its digest. */
function digestIn(reference: CanonicalElement, transforms: readonly string[]): Buffer {
  const [list, method, value] = only(reference, 'Transforms', 'DigestMethod', 'DigestValue')
  if (!list || !method || !value) throw shape('Reference')
  if (list.children.length !== transforms.length) throw shape('Transforms')
  for (const [i, transform] of list.children.entries()) {
    if (!isDs(transform, 'Transform')) throw shape('Transforms')
    algorithmOf(transform, transforms.slice(i, i + 1))
  }
  algorithmOf(method, [SHA256])
  return base64(value.text)
}

/** The certificate that the signer named under the signature must be the one whose key verifies it. */
function checkNamed(properties: CanonicalElement, certificate: Buffer): string {
  const child = (e: CanonicalElement | undefined, name: string): CanonicalElement | undefined =>
    e?.children.find((c) => c.name === name)
  const signed = child(properties, 'SignedSignatureProperties')
  const named = child(signed, 'SigningCertificateV2') ?? child(signed, 'SigningCertificate')
  const digest = child(child(named, 'Cert'), 'CertDigest')
  const method = child(digest, 'DigestMethod')
  const value = child(digest, 'DigestValue')
  if (!method || !value) throw shape('SigningCertificateV2')
  algorithmOf(method, [SHA256])
  if (!base64(value.text).equals(createHash('sha256').update(certificate).digest()))
    throw refuseXml(refusal('SIGNATURE_INVALID', '', { reason: 'it names another certificate' }))
  const at = child(signed, 'SigningTime')?.text ?? ''
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(at)) throw shape('SigningTime')
  return at
}

/** Whether a placed signature holds over the canonical text in which it stands. @throws XmlRefused with the reason. */
export function checkSignature(text: string, placed: Placed): Signed {
  const { root, signature, signedInfo, value, keyInfo, properties } = placed
  const [c14n, method, first, second] = only(
    signedInfo,
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
    'Reference',
  )
  if (!c14n || !method || !first || !second) throw shape('SignedInfo')
  algorithmOf(c14n, [EXCLUSIVE])
  const algorithm = algorithmOf(method, [RSA_SHA256, ECDSA_SHA256])

  const [document, props] = first.attributes['URI'] === '' ? [first, second] : [second, first]
  if (document.attributes['URI'] !== '') throw shape('Reference')
  const id = properties.attributes['Id']
  if (!id || props.attributes['URI'] !== `#${id}` || props.attributes['Type'] !== SIGNED_PROPERTIES)
    throw shape('Reference')
  const documentDigest = digestIn(document, [ENVELOPED, EXCLUSIVE])
  const propertiesDigest = digestIn(props, [EXCLUSIVE])

  const data = keyInfo.children.filter((c) => isDs(c, 'X509Data'))
  const carried = data.flatMap((d) => d.children.filter((c) => isDs(c, 'X509Certificate'))).map((c) => base64(c.text))
  const [certificate, ...others] = carried
  if (!certificate || keyInfo.children.length !== data.length || others.length > 5) throw shape('KeyInfo')
  const { publicKey, elliptic, strong } = keyIn(certificate)
  // The algorithm is what the key is for, not what the message says it is.
  if (!strong || elliptic !== (algorithm === ECDSA_SHA256))
    throw refuseXml(refusal('SIGNATURE_ALGORITHM', '', { algorithm }))

  const bytes = base64(value.text)
  if (elliptic && bytes.length !== 64) throw refuseXml(refusal('SIGNATURE_TRUNCATED'))
  const said = Buffer.from(canonicalOf(text, signedInfo), 'utf8')
  const key = elliptic ? { key: publicKey, dsaEncoding: 'ieee-p1363' as const } : publicKey
  if (!verify('sha256', said, key, bytes))
    throw refuseXml(refusal('SIGNATURE_INVALID', '', { reason: 'the value does not fit the key' }))
  if (!sha256(canonicalOf(text, properties)).equals(propertiesDigest))
    throw refuseXml(refusal('HASH_MISMATCH', '', { what: id }))
  const digest = sha256(text.slice(0, signature.from) + text.slice(signature.to))
  if (!digest.equals(documentDigest)) throw refuseXml(refusal('HASH_MISMATCH', '', { what: root.name }))
  const signedAt = checkNamed(properties, certificate)
  return {
    content: { ...root, children: root.children.slice(0, -1) },
    digest: digest.toString('hex'),
    certificate,
    others,
    signedAt,
    signatureValue: bytes,
  }
}

interface SignerKey {
  readonly publicKey: KeyObject
  readonly elliptic: boolean
  readonly strong: boolean
}
const known = new Map<string, SignerKey>()

/** Few signers send many messages: the key of each certificate is read once. */
function keyIn(der: Buffer): SignerKey {
  const name = der.toString('latin1')
  const found = known.get(name)
  if (found) return found
  let publicKey: KeyObject
  try {
    publicKey = new X509Certificate(der).publicKey
  } catch {
    throw shape('X509Certificate')
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = publicKey
  const elliptic = type === 'ec'
  const strong = elliptic ? details.namedCurve === 'prime256v1' : type === 'rsa' && (details.modulusLength ?? 0) >= 2048
  const made = { publicKey, elliptic, strong }
  if (known.size > 2000) known.clear()
  known.set(name, made)
  return made
}
