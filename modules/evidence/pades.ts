import { createHash } from 'node:crypto'
import type { Certificates } from '#modules/certificates'
import type { Clock } from '#platform/clock'
import { signPdf } from '#platform/pdf'
import { signDetached, stateStatus, type Authority, type Stamper } from '#platform/pki'
import type { Signer } from '#platform/signing'

export interface PdfSealerOptions {
  readonly signer: Signer
  readonly certificates: Certificates
  readonly clock: Clock
  readonly pki: () => Promise<{ readonly authority: Authority; readonly stamper: Stamper }>
  readonly warn: (text: string) => void
}

/** Sealed renderings kept in memory, about 120 kB each. */
const KEPT = 50

/** Seals a rendering for its issuer. What cannot be sealed now is handed out as it is: the original is the record, not the PDF (M03-6). */
export type PdfSealer = (pdf: Uint8Array, issuer: string, name: string) => Promise<Uint8Array>

/**
 * PAdES (ETSI EN 319 142-1): the seal's signature with its time stamp, what a validator needs later, and a time stamp over all of it, so
 * that any reader of PDFs shows who sealed the paper (baseline LTA).
 */
export function createPdfSealer({ signer, certificates, clock, pki, warn }: PdfSealerOptions): PdfSealer {
  const sealed = new Map<string, Uint8Array>()

  async function seal(pdf: Uint8Array, issuer: string, name: string): Promise<Uint8Array> {
    const key = await signer.seal(issuer)
    if (!(await certificates.ofKey(key.kid))) await certificates.jwks()
    const certificate = await certificates.ofKey(key.kid)
    // A seal that was revoked seals nothing more.
    if (!certificate || certificate.revokedAt) return pdf
    // The same rendering is the same bytes: who asks twice does not have it stamped twice.
    const print = createHash('sha256').update(certificate.serial).update(pdf).digest('hex')
    const known = sealed.get(print)
    if (known) return known
    const { authority, stamper } = await pki()
    const at = new Date(clock.now())
    const chain = [certificate.der, authority.issuing.der, authority.root.der]
    const ocsp = await stateStatus(certificate.der, authority, certificates.statusOf, at)
    const signed = await signPdf(pdf, {
      kind: 'signature',
      name,
      at,
      make: (digest) =>
        signDetached({ digest, chain, sign: (bytes) => key.sign(Buffer.from(bytes)), stamp: stamper.stamp }),
    })
    const whole = await signPdf(signed, {
      kind: 'time-stamp',
      name: '',
      at,
      store: {
        certificates: [...chain, authority.timeStamps.certificate.der, authority.ocsp.certificate.der],
        ocsp: [ocsp],
        lists: [await certificates.revocationList()],
      },
      make: stamper.stamp,
    })
    if (sealed.size >= KEPT) sealed.clear()
    sealed.set(print, whole)
    return whole
  }
  return (pdf, issuer, name) =>
    seal(pdf, issuer, name).catch((error: unknown) => {
      warn(`a rendering was not sealed: ${error instanceof Error ? error.message : String(error)}`)
      return pdf
    })
}
