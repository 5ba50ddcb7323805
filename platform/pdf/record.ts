import type { Day, Instant, Language, Quantity } from '#kernel'

/** How an issued document stands on the day of the rendering. */
export type RecordStatus = 'valid' | 'expired' | 'revoked' | 'replaced' | 'exhausted'

export interface RecordLine {
  readonly description: string
  /** Tariff code as the document shows it, `0901.11.90`. */
  readonly commodity: string
  readonly quantity: Quantity | null
  /** Present when the document is used up in parts: what it allows, and what was used until this rendering. */
  readonly authorised?: Quantity
  readonly used?: Quantity
}

/** A datum in the reader's language, as the dictionary labels it. */
export interface RecordElement {
  readonly label: string
  readonly value: string
}

/** An issued document as a rendering needs it. Texts come in `language` already; instants are UTC. */
export interface IssuedRecord {
  readonly id: string
  readonly documentType: string
  readonly title: string
  readonly number: string
  /** Short public code, the one after `/v/`. */
  readonly code: string
  /** `country` is ISO 3166-1 alpha-2. */
  readonly issuer: { readonly id: string; readonly name: string; readonly country: string }
  readonly holder: { readonly name: string; readonly taxId: string }
  readonly procedure: { readonly id: string; readonly version: string; readonly title: string; readonly law: string }
  readonly issuedAt: Instant
  /** IANA zone of the deciding body: legal time is printed in it, with its offset. */
  readonly zone: string
  readonly validUntil: Day | null
  readonly status: RecordStatus
  readonly lines: readonly RecordLine[]
  readonly elements: readonly RecordElement[]
  readonly conditions: readonly string[]
  /** `role` is `approver` or `system`, `level` `seal`, `simple`, `advanced` or `qualified` (M03-1); other words are printed as they come. */
  readonly signedBy: { readonly role: string; readonly level: string }
  /** SHA-256 of the payload of the signed record, 64 hexadecimal digits. */
  readonly digest: string
  /** Absolute http or https address of the verification page. */
  readonly verifyUrl: string
  /** Issued where documents have no legal value: every page says so. */
  readonly sandbox: boolean
  readonly language: Language
}
