import type { SizeThreshold } from './sizes.ts'
import type { Parameter } from './parameters.ts'
import type { Baseline } from './savings-model.ts'
import type { Calendar } from '../calendar.ts'
import type { Decimal } from '../decimal.ts'
import type { Element } from '../dictionary/element.ts'
import type { Facts, Condition, Bound } from './condition-model.ts'
import type { Money } from '../money.ts'
import type { Language, Words } from '../problem.ts'
import type { Day, Period } from '../time.ts'
import type { PackTariff } from './tariff-model.ts'
import type { TestLimit, TreatmentSchedule } from './treatment-model.ts'

export type { Agreement, DutyRow, PackTariff } from './tariff-model.ts'
export type { Baseline } from './savings-model.ts'
export type * from './condition-model.ts'
export type * from './treatment-model.ts'
export type { Dictionary, Element, ElementType, Sensitivity } from '../dictionary/element.ts'

/** What one form asks of one element. */
export interface FormItem {
  readonly element: Element
  readonly required: boolean
  /** Asked and required only when it holds; sent when it does not, it is refused. */
  readonly when?: Condition
  /** Codes allowed here. */
  readonly list?: readonly string[]
  /** The list of the pack they come from. */
  readonly listName?: string
  readonly min?: Decimal
  readonly max?: Decimal
  readonly help?: Words
  /** Words of the codes of `list`, where the pack gives them. */
  readonly labels?: Readonly<Record<string, Words>>
  /** Codes of a dated catalogue and when each is in force; a code that is not here is always in force. */
  readonly dated?: Readonly<Record<string, readonly { readonly from: Day; readonly to?: Day }[]>>
}

export interface AttachItem {
  readonly document: string
  /** What people call it. */
  readonly name?: Words
  readonly required: boolean
  readonly when?: Condition
}

export interface Check {
  readonly code: string
  readonly must: Condition
  readonly when?: Condition
  readonly words: Words
  readonly law?: string
}

export interface Need {
  readonly permit: string
  readonly at: 'submission' | 'start' | 'decision'
  readonly by?: string
  readonly when?: Condition
}

/** An amount in money, or in a unit of account to be valued on the day of the order. */
export type FeeAmount = { readonly money: Money } | { readonly units: Decimal; readonly unit: string }

export type FeeLine = {
  readonly law: string
  readonly when?: Condition
  readonly plus?: Decimal
  readonly due: 'submission' | 'issue'
} & (
  | { readonly kind: 'amount'; readonly amount: FeeAmount }
  | {
      readonly kind: 'percent'
      readonly percent: Decimal
      readonly of: string
      readonly floor?: FeeAmount
      readonly cap?: FeeAmount
    }
  | {
      readonly kind: 'tiers'
      readonly by: string
      readonly upTo: readonly (readonly [limit: Bound, amount: FeeAmount])[]
      readonly beyond: FeeAmount
    }
  | { readonly kind: 'exempt'; readonly exempt: Condition }
)

export interface Review {
  /** Nothing when the pack says `admit: none`. */
  readonly admit: Period | null
  readonly cure: Period
  readonly answer: Period
  readonly extend: Period | null
  readonly rounds: number
}

export type TaskKind = 'opinion' | 'inspection' | 'lab'

/** Work that runs beside the evaluation: another agency's opinion, an inspection, a laboratory test. */
export interface ParallelTask {
  readonly name: string
  readonly kind: TaskKind
  readonly agency: string
  readonly when?: Condition
  readonly within?: Period
  /** Opinions only: what silence means. */
  readonly silence?: 'proceed' | 'against'
  /** Opinions only: an adverse silence that the approver may not overrule. */
  readonly binding?: boolean
  readonly at?: 'origin' | 'arrival' | 'premises'
  readonly slot?: Period
  readonly goodFor?: Period
  /** Inspections: how long after it the goods may still leave (M09-2). */
  readonly shipWithin?: Period
  /** Inspections: when it may be made from a distance or from papers (M09-3). */
  readonly remote?: Condition
  readonly tests?: string
  /** Laboratory: what is measured and up to how much, from the catalogue of tests. */
  readonly limits?: readonly TestLimit[]
}

export interface Decision {
  readonly within?: Period
  readonly silence?: 'positive' | 'negative' | 'none'
  /** The file says in so many words that silence approves only what was inspected and tested (PACK 16.2); it never does otherwise. */
  readonly onceSeen?: true
  readonly urgent?: { readonly when: Condition; readonly within: Period }
  readonly automatic?: { readonly when: Condition | 'always'; readonly audit?: Decimal }
  readonly approvers: number
  readonly countsFrom: 'filing' | 'payment' | 'admission'
  readonly partial: boolean
  /** By how much the approver may prolong the period, once and with a reason (M05). */
  readonly extend?: Period
}

export type Validity =
  | { readonly for: Period }
  | { readonly none: true }
  | { readonly until: { readonly element: string; readonly plus: Period } }

export interface Output {
  readonly document: string
  /** Printed form of the document, where it is not the document's own. */
  readonly template?: string
  readonly number: string
  readonly signature: 'seal' | 'advanced' | 'qualified'
  /** First match wins; the last has no condition. */
  readonly valid: readonly (Validity & { readonly when?: Condition })[]
  readonly warn: readonly Period[]
  readonly balance?: { readonly of: string; readonly per: 'line' | 'document'; readonly tolerance: Decimal }
  readonly send: readonly string[]
  /** The certificate may be issued when the goods have left (M09-6). */
  readonly afterDeparture?: true
  readonly public: boolean
  readonly conditions: readonly Words[]
}

export interface After {
  readonly rectify?: { readonly change: readonly string[]; readonly fee: readonly FeeLine[] }
  readonly extend?: { readonly for: Period; readonly times: number; readonly ask?: Period }
  readonly renew?: { readonly opens: Period }
}

/** What a country gives back to whoever withdraws: until an agency admits, decides, or issues. */
export interface RefundRule {
  readonly until: 'admission' | 'decision' | 'issue'
  /** Per cent of what was paid. */
  readonly share: Decimal
  readonly from: Day
  readonly law: string
}

export interface PackNotice {
  readonly on: 'submitted' | 'admitted' | 'observed' | 'approved' | 'denied' | 'breached' | 'expiring' | 'lapsed'
  readonly to: 'applicant' | { readonly agency: string; readonly role: string }
  readonly when?: Condition
  readonly words: Words
}

export type Regime = 'import' | 'export' | 'transit' | 'free-zone' | 'enterprise'

/** Entities to which a country delegated an act, of which the applicant chooses one (PACK 16.10). */
export interface Choice {
  readonly group: string
  readonly agencies: readonly {
    readonly agency: string
    readonly calendar: Calendar
    /** Values of the element `region` for which it may be chosen; anywhere when absent. */
    readonly regions?: readonly string[]
  }[]
  /** Element of the form's header that says where the operation takes place. */
  readonly region?: string
  /** The one that was chosen: the procedure is then that of this agency. */
  readonly chosen?: string
}

/** One procedure of one agency in one version, every default filled in. */
export interface Procedure {
  readonly id: string
  /** `pe.export-phyto@2026-01-01`: what a case pins. */
  readonly key: string
  readonly pack: string
  readonly title: Words
  /** Who decides; the first of the group while the applicant has not chosen. */
  readonly agency: string
  readonly choice?: Choice
  readonly code: string
  readonly regime: readonly Regime[]
  readonly from: Day
  readonly to?: Day
  readonly law: string
  /** The law by which this version also binds the cases that were open when it came into force (PACK 11). */
  readonly binds?: { readonly law: string }
  readonly confirm: readonly string[]
  readonly form: readonly FormItem[]
  readonly lineForm: { readonly max: number; readonly items: readonly FormItem[] } | null
  readonly attach: readonly AttachItem[]
  readonly checks: readonly Check[]
  /** Treatments must reach what a table asks (M09-4). */
  readonly schedule?: TreatmentSchedule
  readonly needs: readonly Need[]
  readonly fee: readonly FeeLine[]
  readonly review?: Review
  readonly tasks: readonly ParallelTask[]
  readonly decision: Decision
  readonly output?: Output
  readonly after: After
  readonly notices: readonly PackNotice[]
  /** Who decides an appeal: the agency's head unless the procedure says otherwise (PACK 16.13). None where nobody can deny. */
  readonly appeal?: { readonly to: { readonly agency: string; readonly role: string } }
  /** Refunds of the country on withdrawal (PACK 16.11). */
  readonly refunds?: readonly RefundRule[]
  /** Periods of the country that the procedure does not name itself. */
  readonly periods: Periods
  readonly calendar: Calendar
  readonly currency: string
  readonly language: Language
  /** Where each default came from, by key path: `review.cure` to `pack default cure (LPAG art. 143)`. */
  readonly origins: Readonly<Record<string, string>>
}

export interface Periods {
  readonly order: Period
  readonly admit: Period
  readonly cure: Period
  readonly answer: Period
  readonly extension: Period
  readonly opinion: Period
  readonly slot: Period
  readonly appeal: Period
  readonly appealDecision: Period
  /** A notice that nobody opens counts as served after this (M07). Absent: periods run from the act itself. */
  readonly service?: Period
  readonly warn: readonly Period[]
}

export interface Agency {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
  readonly calendar: string
  /** Officers act only on what they took in its turn (M08-11); absent, a case nobody took may be acted on. */
  readonly inOrder?: true
}

/** Groups of delegated entities, each with the regions it serves; nothing where it serves all. */
export type Groups = ReadonlyMap<string, ReadonlyMap<string, readonly string[] | undefined>>

export interface DocumentType {
  readonly id: string
  /** UNTDED 1001 code, or the country's own. */
  readonly code: string
  readonly name: Words
  readonly heldBy?: string
}

export interface UnitValue {
  readonly unit: string
  readonly from: Day
  /** Last day; open when absent. */
  readonly to?: Day
  readonly value: Money
  readonly law: string
}

export interface Norm {
  readonly id: string
  readonly title: string
  readonly link?: string
  readonly published?: Day
}

/** One row of a requirement table (PACK 8). A cell that is absent matches anything. */
export interface RequirementRow {
  readonly file: string
  readonly line: number
  readonly topic: string
  /** By column: allowed values, or HS prefixes for `hs`. Country groups are already expanded. */
  readonly cells: Readonly<Record<string, readonly string[]>>
  readonly effect: 'require' | 'exempt' | 'prohibit' | 'allow'
  readonly procedure?: string
  readonly from: Day
  readonly to?: Day
  readonly law: string
  readonly note?: string
  readonly ask: readonly string[]
  /** The date that must fall in force; filing when absent. All rows of a topic share it. */
  readonly countsOn?: 'departure' | 'arrival' | 'issue'
}

/** A person or firm of the sandbox, invented, with check digits that hold. */
export interface DemoOrg {
  readonly id: string
  readonly kind: 'firm' | 'customs'
  readonly name: string
  readonly taxId: string
  readonly country: string
  readonly address?: string
  readonly facts: Facts
}

export interface DemoAccount {
  readonly id: string
  readonly name: string
  /** A demo organisation's id, or an agency's. */
  readonly org: string
  readonly roles: readonly string[]
}

/** How a country collects fees (M06). What `payments:` of a pack leaves out has its default. */
export interface Payments {
  /** `redirect` sends the payer to the payment provider; `bank-file` has no provider: orders are paid by what bank statements say. */
  readonly provider: 'redirect' | 'bank-file'
  /** The account into which transfers are paid, as it stands in the bank's statements; nothing where transfers are not taken. */
  readonly account: { readonly bank: string; readonly number: string; readonly holder: string } | null
  /** A refund above this amount needs two people of the treasury; every refund where the pack says nothing. */
  readonly fourEyes: Money | null
  readonly law: string
}

export interface Pack {
  readonly id: string
  readonly version: string
  readonly name: Words
  readonly language: Language
  readonly languages: readonly Language[]
  readonly currency: string
  readonly calendar: string
  readonly norms: ReadonlyMap<string, Norm>
  readonly agencies: ReadonlyMap<string, Agency>
  readonly groups: Groups
  readonly documents: ReadonlyMap<string, DocumentType>
  readonly calendars: ReadonlyMap<string, Calendar>
  readonly units: readonly UnitValue[]
  /** Thresholds of size classes (`sizes.csv`); none in most packs. */
  readonly sizes?: readonly SizeThreshold[]
  /** Dated figures that modules in code work with (`parameters.csv`). */
  readonly parameters?: readonly Parameter[]
  /** What an operation took before the window, by procedure and size of firm (`savings.csv`, M42). */
  readonly savings?: readonly Baseline[]
  readonly payments: Payments
  readonly procedures: readonly Procedure[]
  readonly requirements: readonly RequirementRow[]
  readonly tariff: PackTariff
  readonly demo: { readonly orgs: readonly DemoOrg[]; readonly accounts: readonly DemoAccount[] }
  /** SHA-256 over all files of the pack in canonical order, hexadecimal. */
  readonly digest: string
  /** Digest of the law of each version, by its key, as `vuce pack sign` publishes it. */
  readonly laws: ReadonlyMap<string, string>
  /** A notice that nobody opens counts as served after this (M07). */
  readonly service?: Period
  /** What of `pack.yaml` itself the legal office has not confirmed. */
  readonly confirm?: readonly string[]
}

/** What `vuce pack check` prints: one line and one fix per fault, all at once (PACK 12). */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly level: 'error' | 'warning'
  readonly code: string
  readonly path: string
  readonly message: string
  readonly fix: string
}

/** What a version of a procedure said when it was published: the digest of its law. */
export interface Published {
  readonly procedure: string
  readonly from: Day
  readonly digest: string
  readonly line: number
}

/** A file of a pack as read from disk. Paths are relative to the packs folder: `pe/pack.yaml`. */
export interface PackFile {
  readonly path: string
  readonly text: string
}
