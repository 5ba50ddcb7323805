import type { AttachedDocument, Day, Decimal, Instant, Money } from '#kernel'
import type { CustomsError, DeclaredContent } from '#modules/customs'

export type SmallExportStatus =
  | 'NEW'
  | 'ELIGIBILITY_CHECKED'
  | 'CLASSIFICATION_REQUESTED'
  | 'INFO_ASKED'
  | 'CLASSIFIED'
  | 'DECLARED'
  | 'REJECTED'
  | 'ACCEPTED'
  | 'CHANNEL'
  | 'HANDED_TO_CARRIER'
  | 'EXITED'
  | 'CLOSED'
  | 'RETURN_REQUESTED'
  | 'RETURNED'
  | 'CANCELLED'
  | 'LAPSED'
  | 'MOVED'

/** One condition of the regime, whether it holds, and by which norm. */
export interface Condition {
  readonly check: 'size' | 'value' | 'definitive' | 'allowed' | 'permits'
  readonly ok: boolean
  /** The figures it was decided on, in words: `1860.00 USD ≤ 2000.00 USD`. */
  readonly figures: string
  readonly law: string
}
export interface Eligibility {
  readonly day: Day
  readonly size: string
  readonly proof: { readonly number: string; readonly persons: number; readonly sales: Money; readonly validUntil: Day }
  readonly value: Money
  readonly valueUsd: Money
  readonly rate: { readonly rate: Decimal; readonly day: Day } | null
  readonly conditions: readonly Condition[]
  readonly profile: string | null
}

/** A product to be classified: what the firm says of it. Nothing here is a price. */
export interface Product {
  readonly line: number
  readonly description: string
  readonly material: string | null
  readonly use: string | null
  readonly photos: readonly AttachedDocument[]
  readonly code: string | null
  /** The act that gave the code: the agent's, of this case or an earlier one. */
  readonly act: string | null
  readonly reason: string | null
}

/** What is not charged, and why (M13-7). */
export interface Exemption {
  readonly what: 'duties' | 'fees' | 'platform' | 'charge'
  readonly amount: Money
  /** What it would have been. */
  readonly spared: Money | null
  readonly how: string
  readonly law: string
}

export interface SavingPosted {
  readonly total: Money
  readonly parts: readonly { readonly what: string; readonly how: string; readonly amount: Money }[]
  readonly baseline: string
  readonly law: string
}

export interface SmallExportState {
  readonly status: SmallExportStatus
  readonly number: string
  readonly owner: string
  readonly customs: string
  readonly pack: string
  readonly dossier: string
  readonly openedAt: Instant | null
  readonly eligibility: Eligibility | null
  readonly products: readonly Product[]
  readonly agent: { readonly org: string; readonly name: string; readonly fee: Money } | null
  readonly classifyBy: Instant | null
  readonly asked: string | null
  readonly answered: string | null
  readonly carrier: { readonly org: string; readonly name: string } | null
  readonly content: DeclaredContent | null
  readonly signed: { readonly digest: string; readonly by: string; readonly at: Instant } | null
  readonly exemptions: readonly Exemption[]
  /** Joint value of this buyer's last days, where it was asked about. */
  readonly joint: { readonly total: Money; readonly sameContract: boolean } | null
  readonly validUntil: Instant | null
  readonly mrn: string | null
  readonly awaiting: { readonly since: Instant; readonly by: Instant; readonly silent: boolean } | null
  readonly errors: readonly CustomsError[]
  readonly channel: 'green' | 'yellow' | 'red' | null
  readonly released: Instant | null
  readonly held: string | null
  readonly guide: string | null
  readonly exitedAt: Instant | null
  readonly returning: { readonly reason: string; readonly at: Instant } | null
  /** Minutes in which somebody of the firm worked on it (M42). */
  readonly activeMinutes: number
  readonly note: LandedNote | null
  readonly saving: SavingPosted | null
  readonly moved: string | null
}

/** What the buyer will pay at the destination (M14-7). */
export interface LandedNote {
  readonly country: string
  readonly text: Readonly<Record<'es' | 'en' | 'pt', string>>
  readonly law: string
}

export const initialSmallExport: SmallExportState = {
  status: 'NEW',
  number: '',
  owner: '',
  customs: '',
  pack: '',
  dossier: '',
  openedAt: null,
  eligibility: null,
  products: [],
  agent: null,
  classifyBy: null,
  asked: null,
  answered: null,
  carrier: null,
  content: null,
  signed: null,
  exemptions: [],
  joint: null,
  validUntil: null,
  mrn: null,
  awaiting: null,
  errors: [],
  channel: null,
  released: null,
  held: null,
  guide: null,
  exitedAt: null,
  returning: null,
  activeMinutes: 0,
  note: null,
  saving: null,
  moved: null,
}
