import type { Facts, FormData, Party } from '../pack/model.ts'
import type { Day, Instant, Period } from '../time.ts'
import type { Money } from '../money.ts'
import type { AttachedDocument, BalanceLine, FeeState, Observation, PartialLine, PermitState } from './state.ts'

/** Every decision says why, by which law, in words, under which version of the rule (spec 0.1). */
export interface Grounds {
  readonly reasonCode: string
  readonly legalBasis: string
  readonly humanText_es: string
  readonly ruleVersion: string
}

/** From one version of a procedure to another, by which law, and what the newer one asks that the case does not say. */
export interface Moved {
  readonly from: string
  readonly to: string
  readonly definition: string
  readonly law: string
  readonly title: string
  readonly code: string
  readonly agency: string
  readonly orgs: Readonly<Record<string, string>>
  readonly at: Instant
  readonly asks: readonly string[]
  /** Desks that were asked and that the newer version does not hear: what they said stays in the chain and decides nothing. */
  readonly dropped: readonly string[]
}

export interface Submitted extends FormData {
  readonly procedure: string
  readonly title: string
  readonly code: string
  readonly agency: string
  readonly orgs: Readonly<Record<string, string>>
  readonly customs: string | null
  readonly applicant: { readonly org: string; readonly party: Party }
  readonly application: string
  readonly dossier: string
  readonly lineOf: readonly number[]
  readonly documents: readonly AttachedDocument[]
  readonly facts: Facts
  readonly submittedAt: Instant
  readonly legalAt: Instant
  /** The document it renews (PACK 4, after). */
  readonly renews?: { readonly permit: string; readonly number: string }
  /** The urgent lane (M08-10). */
  readonly urgent?: true
  /** Firms whose permits it was filed with, by permit: they had mandated the applicant (PACK 16.12). */
  readonly mandates?: Readonly<Record<string, string>>
}

/** An approval; with the lines that got less than was asked, which may be appealed until `appealUntil` (PACK 16.4). */
export interface Approved extends Grounds {
  readonly automatic: boolean
  readonly audit: boolean
  readonly at: Instant
  readonly lines?: readonly PartialLine[]
  readonly appealUntil?: Instant
  readonly servedBy?: Instant
}

/** `due` is nothing while the clock is paused. */
export interface Extended {
  readonly due: Instant | null
  readonly clock?: { readonly within: Period; readonly half: Instant | null; readonly risk: Instant | null }
  readonly by?: string
  readonly reason?: string
}

export type Quoted = Pick<FeeState, 'total' | 'lines' | 'units' | 'moment'> & { readonly due: Instant }

export interface FeeOfRectification {
  readonly total: Money
  readonly lines: FeeState['lines']
  readonly units: FeeState['units']
  readonly due: Instant | null
  readonly waived: FeeState['waived']
}

export interface Issued {
  readonly document: string
  /** Filled by the platform from a gapless series; `series` is what it was drawn from. */
  readonly number: string
  readonly series: string
  readonly issuedAt: Instant
  readonly validUntil: Day | null
  readonly expiresAt: Instant | null
  readonly warnAt: readonly Instant[]
  readonly balance: readonly BalanceLine[]
  readonly per?: 'document'
  readonly signature: 'seal' | 'advanced' | 'qualified'
  /** It was issued when the goods had left, which its law allows (M09-6). */
  readonly afterDeparture?: true
  /** Facts that its validity was decided on. */
  readonly facts: Facts
}

/** What became of an electronic copy. */
export interface Reported {
  readonly to: string
  readonly edition: number
  readonly at: Instant
  readonly reference: string | null
  readonly text: string | null
}

export interface Correction {
  readonly elements: PermitState['elements']
  /** Elements that the form, so corrected, no longer asks: they leave the case. */
  readonly dropped: readonly string[]
  readonly lines: PermitState['lines'] | null
  readonly documents: readonly AttachedDocument[]
  readonly text: string | null
}

/** A task of another desk that came to its end. */
export interface Closed {
  readonly task: string
  readonly result: string
  readonly adverse: boolean
  readonly closedAt: Instant
  readonly days: number
  readonly text: string | null
  readonly evidence: readonly AttachedDocument[]
  readonly goodUntil?: Instant
  /** An inspection made from a distance or from papers (M09-3). */
  readonly how?: 'remote' | 'documentary'
  /** Where the inspector stood, as the device told it: degrees, WGS 84. */
  readonly place?: { readonly latitude: string; readonly longitude: string }
  /** What the laboratory measured, judged against the catalogue's limits. */
  readonly values?: readonly {
    readonly test: string
    readonly value: string
    readonly limit: string
    readonly over: boolean
  }[]
}

/** What is moved when days of rest change: each period that still runs, with its new end. */
export interface Recomputed {
  readonly clock: { readonly due: Instant; readonly half: Instant | null; readonly risk: Instant | null } | null
  readonly period: { readonly due: Instant; readonly servedBy?: Instant } | null
  /** By name of the task. */
  readonly tasks: Readonly<Record<string, Instant>>
}

/** Why periods are reckoned again: which days of which catalogue, by which norm. */
export interface RestChange {
  readonly catalogue: string
  readonly codes: readonly string[]
  readonly norm: string
}

export interface Observed {
  readonly observations: readonly Observation[]
  readonly by: string
  /** A further round, for which the approver answers with a signed reason: it makes no evaluator of the approver. */
  readonly further: boolean
  readonly reason: string | null
  readonly due: Instant
  readonly from: Instant
  readonly servedBy?: Instant
}
