import type { Day, Money, Party, Quantity } from '#kernel'
import type { TaxLine } from './duties.ts'
import type { CustomsValues } from './values.ts'

/** A permit that a line stands on, and what the declaration draws of it (M11-2). */
export interface LpcoRef {
  readonly permit: string
  readonly procedure: string
  readonly number: string
  /** Line of the permit, where it has a balance. */
  readonly line: number | null
  readonly quantity: Quantity | null
  readonly authority: string
}

export interface DeclaredItem {
  /** Position in the dossier. */
  readonly line: number
  readonly hs: string
  readonly description: string
  readonly origin: string | null
  readonly quantity: Quantity | null
  readonly packages: string | null
  readonly packageType: string | null
  readonly marks: string | null
  readonly gross: Quantity | null
  readonly net: Quantity | null
  readonly value: Money
  readonly customsValue: Money
  readonly taxes: readonly TaxLine[]
  readonly lpco: readonly LpcoRef[]
  /** Advance ruling or classification act that stands behind the code (M11-6). */
  readonly ruling: string | null
}

/** What is declared to customs: one thing, whatever the regime it is declared under. */
export interface DeclaredContent {
  readonly direction: 'export' | 'import'
  /** Country of the customs service, and its pack. */
  readonly country: string
  readonly pack: string
  readonly regime: 'general' | 'mypes' | 'simplified' | 'list'
  readonly procedure: string
  readonly ucr: string
  readonly office: string
  readonly declarant: Party
  readonly exporter: Party | null
  readonly importer: Party | null
  readonly consignee: Party | null
  readonly destination: string | null
  readonly shipment: string | null
  readonly incoterm: string
  readonly incotermPlace: string | null
  readonly invoice: { readonly number: string | null; readonly date: Day | null; readonly total: Money }
  readonly transport: {
    readonly mode: string | null
    readonly id: string | null
    readonly nationality: string | null
    readonly document: string | null
  }
  readonly equipment: { readonly id: string; readonly seal: string | null } | null
  readonly location: string | null
  readonly packages: { readonly count: string | null; readonly type: string | null; readonly marks: string | null }
  readonly gross: Quantity | null
  readonly net: Quantity | null
  readonly values: CustomsValues
  readonly items: readonly DeclaredItem[]
  readonly taxes: Money
  /** The same in the money of the country, where the rate of the business day before is known. */
  readonly payable: { readonly amount: Money; readonly rate: string; readonly day: Day } | null
  readonly guarantee: string | null
  /** How many of the form's data were there already (M02-4). */
  readonly reuse: { readonly presented: number; readonly typed: number }
}
