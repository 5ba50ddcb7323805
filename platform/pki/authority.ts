import { ES256, subtle, type CryptoKey } from './library.ts'
import { createPublicKey, randomBytes, type KeyObject } from 'node:crypto'
import { access, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  Extension,
} from '@peculiar/x509'
import { fileOnce, openKey, passphraseOf } from './key-file.ts'

/** What a certificate is for: the seal of an authority or firm, a person's signature, time stamps, answers about revocation. */
export type CertificateKind = 'seal' | 'person' | 'time-stamp' | 'ocsp'

export interface CertificateRequest {
  readonly kind: CertificateKind
  /** Distinguished name by its parts: common name, organisation with its identifier, country. */
  readonly subject: {
    readonly name: string
    readonly organisation?: string
    readonly id?: string
    readonly country?: string
  }
  /** Public key of the subject: SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  readonly from: Date
  readonly days: number
}

export interface Certificate {
  /** Lower-case hexadecimal, without leading zeros of its own choosing: 16 random bytes, positive. */
  readonly serial: string
  readonly der: Buffer
  readonly subject: string
  readonly notBefore: string
  readonly notAfter: string
}

/** The key and certificate of one of the authority's own services. */
export interface ServiceKey {
  readonly key: CryptoKey
  readonly certificate: Certificate
}

/**
 * The certification authority of the installation: a root that signs one issuing certificate and is not needed again (its key may be
 * taken off the machine), and the issuing key that signs all others. For a country that has a national authority it is a stand-in.
 */
export interface Authority {
  readonly root: Certificate
  readonly issuing: Certificate
  readonly issuingKey: CryptoKey
  readonly timeStamps: ServiceKey
  readonly ocsp: ServiceKey
  issue(request: CertificateRequest): Promise<Certificate>
}

export interface AuthorityOptions {
  readonly dir: string
  readonly passphrase?: string
  /** Shown in the names of the authority's certificates. */
  readonly name: string
  /** Base address under which certificates, revocation list and OCSP are published. */
  readonly publicUrl: () => string
  readonly now: () => Date
}

const YEAR = 365
const DAY = 86_400_000

const newSerial = (): string => {
  const bytes = randomBytes(16)
  // Positive, and always the same length: the first bit off, the second on.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

const summary = (certificate: X509Certificate): Certificate => ({
  serial: certificate.serialNumber.toLowerCase(),
  der: Buffer.from(certificate.rawData),
  subject: certificate.subject,
  notBefore: certificate.notBefore.toISOString(),
  notAfter: certificate.notAfter.toISOString(),
})

const privateKeyOf = (key: KeyObject): Promise<CryptoKey> =>
  subtle.importKey('pkcs8', new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })), ES256, false, ['sign'])
const publicDerOf = (key: KeyObject): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }))
const publicKeyOf = (der: Uint8Array): Promise<CryptoKey> =>
  subtle.importKey('spki', new Uint8Array(der), ES256, true, ['verify'])

/** A name by attribute; the library escapes what has a meaning of its own in a name. */
const nameOf = ({ name, organisation, id, country }: CertificateRequest['subject']): Record<string, string[]>[] => [
  ...(country ? [{ C: [country] }] : []),
  ...(organisation ? [{ O: [organisation.slice(0, 64)] }] : []),
  ...(id ? [{ '2.5.4.97': [id.slice(0, 64)] }] : []),
  { CN: [name.slice(0, 64)] },
]

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Opens the authority of a folder, making what is missing. Several processes may do so at once: the first file wins. */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { dir, name, now } = options
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const passphrase = await passphraseOf(dir, options.passphrase)
  const file = (part: string): string => join(dir, part)
  const kept = async (part: string): Promise<X509Certificate> => new X509Certificate(await readFile(file(part), 'utf8'))
  const keep = async (part: string, make: () => Promise<X509Certificate>): Promise<X509Certificate> =>
    (await exists(file(part)))
      ? kept(part)
      : new X509Certificate(await fileOnce(file(part), (await make()).toString('pem')))

  const issuingKeyObject = await openKey(file('issuing.key'), passphrase)
  const issuingPublic = publicDerOf(issuingKeyObject)

  // The root's key is read only here, when it has something to sign: afterwards the file may be anywhere else.
  const root = await keep('root.crt', async () => {
    const key = await openKey(file('root.key'), passphrase)
    const publicKey = await publicKeyOf(publicDerOf(key))
    return X509CertificateGenerator.createSelfSigned({
      serialNumber: newSerial(),
      name: [{ O: [name] }, { CN: [`${name} Root`] }],
      notBefore: now(),
      notAfter: new Date(now().getTime() + 20 * YEAR * DAY),
      keys: { privateKey: await privateKeyOf(key), publicKey },
      signingAlgorithm: ES256,
      extensions: await authorityExtensions(publicKey, 1),
    })
  })
  const issuing = await keep('issuing.crt', async () => {
    const rootKey = await privateKeyOf(await openKey(file('root.key'), passphrase))
    const publicKey = await publicKeyOf(issuingPublic)
    return X509CertificateGenerator.create({
      serialNumber: newSerial(),
      issuer: root.subjectName.toJSON(),
      subject: [{ O: [name] }, { CN: [`${name} Issuing 1`] }],
      notBefore: now(),
      notAfter: new Date(now().getTime() + 10 * YEAR * DAY),
      publicKey,
      signingKey: rootKey,
      signingAlgorithm: ES256,
      extensions: [
        ...(await authorityExtensions(publicKey, 0)),
        await AuthorityKeyIdentifierExtension.create(root.publicKey),
      ],
    })
  })
  const issuingKey = await privateKeyOf(issuingKeyObject)

  const create = async ({
    kind,
    subject,
    publicKey: der,
    from,
    days,
  }: CertificateRequest): Promise<X509Certificate> => {
    const publicKey = await publicKeyOf(der)
    return X509CertificateGenerator.create({
      serialNumber: newSerial(),
      issuer: issuing.subjectName.toJSON(),
      subject: nameOf(subject),
      notBefore: from,
      notAfter: new Date(from.getTime() + days * DAY),
      publicKey,
      signingKey: issuingKey,
      signingAlgorithm: ES256,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        ...usesOf(kind),
        await SubjectKeyIdentifierExtension.create(publicKey),
        await AuthorityKeyIdentifierExtension.create(issuing.publicKey),
        new CRLDistributionPointsExtension([`${options.publicUrl()}/pki/issuing.crl`]),
        new AuthorityInfoAccessExtension({
          ocsp: [`${options.publicUrl()}/pki/ocsp`],
          caIssuers: [`${options.publicUrl()}/pki/issuing.cer`],
        }),
      ],
    })
  }

  const service = async (part: string, kind: CertificateKind, title: string): Promise<ServiceKey> => {
    const key = await openKey(file(`${part}.key`), passphrase)
    const certificate = await keep(`${part}.crt`, () =>
      create({
        kind,
        subject: { name: `${name} ${title}`, organisation: name },
        publicKey: publicDerOf(key),
        from: now(),
        days: 5 * YEAR,
      }),
    )
    return { key: await privateKeyOf(key), certificate: summary(certificate) }
  }

  return {
    root: summary(root),
    issuing: summary(issuing),
    issuingKey,
    timeStamps: await service('time-stamp', 'time-stamp', 'Time Stamps'),
    ocsp: await service('ocsp', 'ocsp', 'OCSP'),
    issue: async (request) => summary(await create(request)),
  }
}

const authorityExtensions = async (publicKey: CryptoKey, below: number): Promise<Extension[]> => [
  new BasicConstraintsExtension(true, below, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  await SubjectKeyIdentifierExtension.create(publicKey),
]

/** id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1): nobody need ask the responder about the responder. */
const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5'

function usesOf(kind: CertificateKind): Extension[] {
  const signs = new KeyUsagesExtension(
    KeyUsageFlags.digitalSignature | (kind === 'seal' || kind === 'person' ? KeyUsageFlags.nonRepudiation : 0),
    true,
  )
  if (kind === 'time-stamp') return [signs, new ExtendedKeyUsageExtension([ExtendedKeyUsage.timeStamping], true)]
  if (kind === 'ocsp')
    return [
      signs,
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.ocspSigning]),
      new Extension(OCSP_NO_CHECK, false, Uint8Array.of(5, 0)),
    ]
  return [signs]
}
