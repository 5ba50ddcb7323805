import type { SignAs } from './jws.ts'

/** The signing key of the platform itself: receipts (acuse) and roots, so that filing can be proved even when an agency denies it (M03-8). */
export const PLATFORM = 'platform'

/** A public key as published. `org` tells whose seal it is; members a reader does not know are ignored (RFC 7517, section 4). */
export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  /** RFC 7638 thumbprint, SHA-256, base64url. */
  readonly kid: string
  readonly alg: 'ES256'
  readonly use: 'sig'
  readonly org: string
}

export interface Jwks {
  readonly keys: readonly PublicJwk[]
}

/** The signature holds. `digest` is the lower-case hexadecimal SHA-256 of the payload's bytes, the one that renderings print. */
export interface Verified {
  readonly valid: true
  readonly kid: string
  /** The organisation that owns the key. Whoever verifies compares it with the issuer that the record names. */
  readonly org: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly digest: string
}

/**
 * The signature does not hold, and why:
 * `malformed` not a compact JWS of a JSON object, or too long · `algorithm` anything but ES256 · `type` a JWS made for
 * another purpose · `header` members we do not use (`crit`, `jwk`, `x5c`...) · `unknown-key` not a key of ours ·
 * `signature` content or signature changed.
 */
export interface Refused {
  readonly valid: false
  readonly kid: string | null
  readonly payload: null
  readonly reason: 'malformed' | 'algorithm' | 'type' | 'header' | 'unknown-key' | 'signature'
}

export type Verdict = Verified | Refused

export interface Seal {
  readonly kid: string
  sign(bytes: Buffer): Buffer
}

/** What the rest of the window asks of whoever holds the keys: a folder today, a PKI or an HSM tomorrow. */
export interface Signer {
  /**
   * Signs the canonical JSON of a record with the seal of an organisation, made at its first use.
   * Answers a JWS in compact form. Throws RangeError on an organisation id it cannot file, TypeError on a record that
   * has no canonical form. `as`: another purpose than a record of ours.
   */
  sign(orgId: string, payload: object, as?: SignAs): Promise<string>
  /** The seal of an organisation for formats other than ours (XML, PDF): signs bytes with SHA-256, raw `r || s`. */
  seal(orgId: string): Promise<Seal>
  /** Never throws on bad input: whatever arrives from outside is a verdict. */
  verify(jws: string): Promise<Verdict>
  /** Gives an organisation a new key; nothing when it has none. What the old one signed still verifies. */
  rotate(orgId: string): Promise<PublicJwk | undefined>
  /** Every public key known here, those that were rotated out included. */
  jwks(): Jwks
}
