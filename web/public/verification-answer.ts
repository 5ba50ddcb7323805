import type { Day, Instant, Language, Quantity } from '#kernel'

/** A line that is used up in parts. */
export interface Balance {
  readonly description: string
  readonly authorised: Quantity
  readonly used: Quantity
}

/** The minimum that anyone may see of a document (M03-5): neither holder nor prices. */
export interface PublicDocument {
  readonly title: string
  readonly number: string
  /** `country` ISO 3166-1 alpha-2: its name is shown, and figures are written as there; null when unknown. */
  readonly issuer: { readonly name: string; readonly country: string | null }
  readonly issuedAt: Instant
  /** Legal time of the issuer, IANA. */
  readonly zone: string
  readonly validUntil: Day | null
  /** One sentence about the goods, or null when there is none to show. */
  readonly goods: string | null
  /** Whom it concerns, where the paper is about a firm or a power. */
  readonly about?: string
  readonly balance: readonly Balance[]
  /** SHA-256 of the signed record, 64 hexadecimal digits. */
  readonly digest: string
  /** `level` is `seal`, `simple`, `advanced` or `qualified`; another word is shown as it comes, null not at all. */
  readonly signature: { readonly level: string | null; readonly kid: string | null }
  readonly revoked?: { readonly at: Instant; readonly reason: string }
  readonly replacedBy?: { readonly number: string; readonly code: string }
}

interface Asked {
  readonly language: Language
  readonly code: string
  readonly checkedAt: Instant
  /** Trial mode of the whole window. */
  readonly sandbox: boolean
}

/**
 * What the verification found.
 * `altered` without `compared`: our own record no longer fits its signature; with it: the reader's file is not the signed
 * one. `unknown` shows nothing but the code.
 */
export type VerificationAnswer =
  | (Asked & { readonly state: 'unknown' })
  | (Asked & {
      readonly state: 'valid' | 'expired' | 'revoked' | 'replaced' | 'unsealed' | 'altered'
      readonly document: PublicDocument
      /** Outcome of comparing a digest that the reader gave (`?digest=`); one that does not match is shown as altered. */
      readonly compared?: { readonly digest: string; readonly matches: boolean }
    })

/** A digest as people paste it: spaces, colons, capitals and a `sha-256` prefix are forgiven. Nothing if it is not one. */
export function findDigest(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 200) return undefined
  const digits = text
    .toLowerCase()
    .replace(/^\s*sha-?256[:=\s]*/, '')
    .replace(/[\s:-]/g, '')
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined
}

/** A public code as people type it: spaces are forgiven, small letters too. Nothing if it cannot be one. */
export function findCode(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 64) return undefined
  const code = text
    .replace(/\s/g, '')
    .replace(/[‐-―−]/g, '-')
    .toUpperCase()
  return /^[A-Z0-9][A-Z0-9-]{2,39}$/.test(code) ? code : undefined
}
