import type { Instant, Money, Refusal } from '#kernel'
import type { DeclaredContent } from '#modules/customs'
import type { Eligibility, Exemption, Product } from './state.ts'

/** What the commands are decided on, fetched before. */
export interface SmallExportFacts {
  readonly eligibility?: Eligibility
  readonly faults?: readonly Refusal[]
  readonly products?: readonly Product[]
  /** Whether all products are in the firm's library, and by which acts. */
  readonly library?: { readonly act: string; readonly by: string } | null
  readonly agent?: { readonly org: string; readonly name: string; readonly fee: Money }
  readonly classifyBy?: Instant
  readonly act?: string
  readonly carrier?: { readonly org: string; readonly name: string }
  readonly content?: DeclaredContent
  readonly digest?: string
  readonly exemptions?: readonly Exemption[]
  readonly validUntil?: Instant
  readonly silence?: number
  /** What this buyer's sales of the last days come to with this one, where that is over the limit. */
  readonly joint?: Money | null
  readonly returnUntil?: string
  readonly law?: string
  readonly series?: string
}
