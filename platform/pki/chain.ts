import './library.ts'
import { X509Certificate as X509 } from 'node:crypto'
import { X509Certificate, X509Crl } from '@peculiar/x509'

const validAt = (certificate: X509, at: Date): boolean =>
  new Date(certificate.validFrom).getTime() <= at.getTime() && at.getTime() <= new Date(certificate.validTo).getTime()

/** Walks from a certificate to a trusted root over those at hand; every signature is checked on the way. */
export function leadsTo(from: X509, between: readonly X509[], trusted: readonly X509[], at: Date, steps = 5): boolean {
  if (steps === 0 || !validAt(from, at)) return false
  const issued = (by: X509): boolean => by.ca && from.checkIssued(by) && from.verify(by.publicKey)
  if (trusted.some((root) => issued(root) && validAt(root, at))) return true
  return between.some((by) => by !== from && issued(by) && leadsTo(by, between, trusted, at, steps - 1))
}

export type SealVerdict =
  | { readonly ok: true; readonly subject: string; readonly publicKey: X509['publicKey'] }
  | { readonly ok: false; readonly reason: 'malformed' | 'chain' | 'list' | 'revoked'; readonly revokedAt?: string }

export interface SealCheck {
  /** Certificate of the seal, DER. */
  readonly certificate: Uint8Array
  readonly between: readonly Uint8Array[]
  readonly trusted: readonly Uint8Array[]
  /** Revocation list of the certificate's issuer, DER; without it revocation is not looked at. */
  readonly list?: Uint8Array
  readonly at: Date
}

/** Whether a certificate led to a trusted root at a moment, and was not on its issuer's list. Never throws. */
export async function checkSeal({ certificate, between, trusted, list, at }: SealCheck): Promise<SealVerdict> {
  try {
    const seal = new X509(Buffer.from(certificate))
    const parse = (der: Uint8Array): X509 => new X509(Buffer.from(der))
    const above = between.map(parse)
    if (!leadsTo(seal, above, trusted.map(parse), at)) return { ok: false, reason: 'chain' }
    if (list) {
      const crl = new X509Crl(new Uint8Array(list))
      const issuer = above.find((c) => seal.checkIssued(c))
      const publicKey = issuer ? new X509Certificate(new Uint8Array(issuer.raw)).publicKey : undefined
      if (!publicKey || !(await crl.verify({ publicKey }))) return { ok: false, reason: 'list' }
      const revoked = crl.findRevoked(seal.serialNumber.toLowerCase())
      if (revoked && revoked.revocationDate <= at)
        return { ok: false, reason: 'revoked', revokedAt: revoked.revocationDate.toISOString() }
    }
    return { ok: true, subject: seal.subject.replaceAll('\n', ', '), publicKey: seal.publicKey }
  } catch {
    return { ok: false, reason: 'malformed' }
  }
}
