import { X509Certificate } from 'node:crypto'

/** Whose certificates are believed: roots, and what may stand between them and a signer. DER each. */
export interface TrustList {
  readonly roots: readonly Buffer[]
  readonly between: readonly Buffer[]
}

export type CertificateFault = 'CERT_UNTRUSTED' | 'CERT_EXPIRED' | 'CERT_NOT_YET' | 'CERT_USE'

export interface Judged {
  readonly fault: CertificateFault | null
  /** Lower-case hexadecimal, as the authority writes it. */
  readonly serial: string
  /** Whether our own authority issued it, and so answers for its revocation. */
  readonly issuer: string
  readonly name: string
  /** Country and number of the organisation, from `organizationIdentifier` (ETSI EN 319 412-1, 5.1.4): `VATCL-76543210-3`. */
  readonly organisation: { readonly country: string; readonly taxId: string } | null
  readonly notBefore: string
  readonly notAfter: string
}

/** An authority's certificate signs no messages, nor does one for time stamps or for answers about revocation. */
const OTHER_USES = ['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.9']
const MOST_STEPS = 5
const ORGANISATION = /^VAT([A-Z]{2})-(.{1,60})$/

const read = new Map<string, X509Certificate>()
function parse(der: Buffer): X509Certificate {
  const name = der.toString('latin1')
  let found = read.get(name)
  if (!found) {
    found = new X509Certificate(der)
    if (read.size > 2000) read.clear()
    read.set(name, found)
  }
  return found
}

const isValidAt = (certificate: X509Certificate, at: Date): boolean =>
  new Date(certificate.validFrom) <= at && at <= new Date(certificate.validTo)

function leads(
  from: X509Certificate,
  between: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  at: Date,
  steps: number,
): boolean {
  if (steps === 0) return false
  const issued = (by: X509Certificate): boolean =>
    by.ca && isValidAt(by, at) && from.checkIssued(by) && from.verify(by.publicKey)
  if (roots.some((root) => issued(root))) return true
  return between.some((by) => by !== from && issued(by) && leads(by, between, roots, at, steps - 1))
}

/** Chains that held, by certificate and the roots that were trusted: their signatures do not change. Times are looked at afresh. */
const held = new Map<string, { readonly until: number }>()

/** A signer's certificate at a moment: whether it leads to a trusted root, is in its time and may sign. Revocation is asked elsewhere. */
export function judgeCertificate(der: Buffer, others: readonly Buffer[], trust: TrustList, at: Date): Judged {
  const certificate = parse(der)
  const subject = new Map(
    certificate.subject
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  const [, country = '', taxId = ''] =
    ORGANISATION.exec(subject.get('organizationIdentifier') ?? subject.get('2.5.4.97') ?? '') ?? []
  const about = {
    serial: certificate.serialNumber.toLowerCase(),
    issuer: certificate.issuer,
    name: subject.get('CN') ?? certificate.subject,
    organisation: country && taxId ? { country, taxId } : null,
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
  }
  const other = certificate.ca || certificate.keyUsage?.some((use) => OTHER_USES.includes(use))
  const use = other ? 'CERT_USE' : null
  const fault = (): CertificateFault | null => {
    if (at > new Date(certificate.validTo)) return 'CERT_EXPIRED'
    if (at < new Date(certificate.validFrom)) return 'CERT_NOT_YET'
    const name = [der, ...trust.roots].map((d) => d.toString('latin1')).join()
    const known = held.get(name)
    if (known && at.getTime() < known.until) return use
    const between = [...others, ...trust.between].flatMap((d) => safely(d))
    if (!leads(certificate, between, trust.roots.map(parse), at, MOST_STEPS)) return 'CERT_UNTRUSTED'
    if (held.size > 2000) held.clear()
    held.set(name, { until: at.getTime() + 3_600_000 })
    return use
  }
  return { ...about, fault: fault() }
}

const safely = (der: Buffer): readonly X509Certificate[] => {
  try {
    return [parse(der)]
  } catch {
    return []
  }
}
