import { refusal, type Refusal } from '#kernel'
import type { Revocation } from '#platform/pki'
import { judgeCertificate, type Judged, type TrustList } from '#platform/xmldsig'

export interface SignerDeps {
  readonly trust: () => Promise<TrustList>
  /** Of a certificate of our own authority. */
  readonly statusOf: (serial: string) => Promise<'good' | 'unknown' | Revocation>
  readonly now: () => string
  /** Milliseconds since whenever: for what is remembered a moment. */
  readonly elapsed: () => number
}

/** A revoked certificate signs nothing more from the second after. */
const REMEMBERED_MS = 1000
const MOST = 10_000

export type WhoSigned = (
  der: Buffer,
  others: readonly Buffer[],
) => Promise<Judged & { readonly refusals: readonly Refusal[] }>

/** Who signed, and what is wrong with their certificate today: time, use, chain, revocation. */
export function createSigners({ trust, statusOf, now, elapsed }: SignerDeps): WhoSigned {
  const asked = new Map<string, { readonly answer: ReturnType<typeof statusOf>; readonly until: number }>()
  const standing = (serial: string): ReturnType<typeof statusOf> => {
    const at = elapsed()
    const known = asked.get(serial)
    if (known && known.until > at) return known.answer
    if (asked.size > MOST) asked.clear()
    const answer = statusOf(serial)
    asked.set(serial, { answer, until: at + REMEMBERED_MS })
    answer.catch(() => asked.delete(serial))
    return answer
  }
  return async (der, others) => {
    const judged = judgeCertificate(der, others, await trust(), new Date(now()))
    const refusals = [...faultOf(judged)]
    // Only our own authority answers here; those of others are believed for as long as the trust list names them.
    const status = judged.fault === 'CERT_UNTRUSTED' ? 'unknown' : await standing(judged.serial)
    if (typeof status === 'object') refusals.push(refusal('CERT_REVOKED', '', { on: status.at.toISOString() }))
    return { ...judged, refusals }
  }
}

function faultOf({ fault, name, notAfter, notBefore }: Judged): readonly Refusal[] {
  switch (fault) {
    case null:
      return []
    case 'CERT_UNTRUSTED':
      return [refusal('CERT_UNTRUSTED', '', { name })]
    case 'CERT_EXPIRED':
      return [refusal('CERT_EXPIRED', '', { on: notAfter })]
    case 'CERT_NOT_YET':
      return [refusal('CERT_NOT_YET', '', { on: notBefore })]
    case 'CERT_USE':
      return [refusal('CERT_USE')]
  }
}
