import type { Actor } from '../chain.ts'
import type { Decimal } from '../decimal.ts'
import type { Money } from '../money.ts'
import type { Facts, Party, TaskKind, Value } from '../pack/model.ts'
import type { Quantity } from '../quantity.ts'
import type { Day, Instant, Period } from '../time.ts'
import type { Sample, Slot } from './task-events.ts'

/** PACK 6. `INSPECTION` and `INTERAGENCY_OPINION` of the specification are open tasks here, because several may run at once. */
export const permitStatuses = [
  'DRAFT',
  'WAITING',
  'AWAITING_PAYMENT',
  'ADMISSIBILITY',
  'CURE_REQUESTED',
  'UNDER_EVALUATION',
  'OBSERVED',
  'PROPOSED',
  'APPROVED',
  'PARTIALLY_USED',
  'EXHAUSTED',
  'EXPIRED',
  'REVOKED',
  'DENIED',
  'UNDER_APPEAL',
  'UPHELD',
  'LAPSED',
  'ABANDONED',
  'WITHDRAWN',
] as const
export type PermitStatus = (typeof permitStatuses)[number]

/** A file in the dossier that a procedure counts as one of its documents. `digest` is the SHA-256 of its bytes, hexadecimal. */
export interface AttachedDocument {
  readonly type: string
  readonly digest: string
  readonly name: string
  readonly number?: string
  readonly date?: Day
}

export type Lines = readonly Readonly<Record<string, Value>>[]
export type Elements = Readonly<Record<string, Value>>

/** What an officer asks to be put right. `asks` names a datum or document wanted; `about` the one that is wrong. */
export interface Observation {
  readonly text: string
  readonly about?: string
  readonly asks?: string
}

export interface FeeState {
  readonly total: Money
  readonly lines: readonly { readonly law: string; readonly basis: string; readonly amount: Money }[]
  readonly units: readonly { readonly unit: string; readonly value: Money; readonly from: Day; readonly law: string }[]
  readonly due: Instant | null
  readonly paidAt: Instant | null
  readonly waived: { readonly law: string; readonly saved: Money } | null
  /** The order asked for when the document is granted (PACK 16.1); the one at submission when absent. */
  readonly moment?: 'issue'
}

/** A payment that reached the case: what a refund is reckoned on. */
export interface Paid {
  readonly order: string
  readonly amount: Money
  readonly paidAt: Instant
}

/** A rectification that the holder asked for, until the approver makes it or declines it. Its fee is paid first. */
export interface Rectification {
  readonly elements: Elements
  /** Changed elements of each line, in order. */
  readonly lines: Lines | null
  readonly text: string | null
  readonly askedAt: Instant
  readonly fee: FeeState | null
  /** The holder says that the State caused the error, so no fee is asked (M06-7); the approver who rectifies accepts it. */
  readonly ground?: FreeGround
}

export type FreeGround = 'AGENCY_ERROR' | 'PLATFORM_ERROR'

/** An electronic copy of the document (PACK 4, `send`; M09): customs reads the case itself, the others answer through an adapter. */
export interface CopyState {
  readonly edition: number
  readonly status: 'queued' | 'sent' | 'received' | 'accepted' | 'rejected'
  readonly at: Instant
  readonly reference: string | null
  /** The message takes the document back (M09): it was revoked. */
  readonly kind?: 'cancel'
}

/** The agency's decision clock. `used` counts business days, or milliseconds when the period is in calendar days or hours. */
export interface ClockState {
  readonly within: Period
  readonly startedAt: Instant
  readonly used: number
  /** When it last started to run; nothing while paused or stopped. */
  readonly since: Instant | null
  readonly due: Instant | null
  readonly half: Instant | null
  readonly risk: Instant | null
  readonly pausedFor: string | null
  readonly stoppedAt: Instant | null
  readonly breached: boolean
  /** Prolonged by the approver, which may happen once (M05). */
  readonly extended?: boolean
}

export interface TaskState {
  readonly name: string
  readonly kind: TaskKind
  readonly agency: string
  readonly org: string
  readonly status: 'open' | 'done' | 'silent'
  /** An adverse result allows only a proposal of denial. */
  readonly adverse: boolean
  readonly binding: boolean
  readonly openedAt: Instant
  readonly due: Instant | null
  readonly closedAt: Instant | null
  /** Business days from asking to closing. */
  readonly days: number | null
  readonly result: string | null
  readonly silence: 'proceed' | 'against' | null
  /** Inspections: until when a finding supports a decision; afterwards the goods are looked at again. */
  readonly goodUntil?: Instant
  /** Inspections: times offered of which the applicant chooses one, and the one that was chosen. */
  readonly slots?: readonly Slot[]
  readonly slot?: Slot | null
  /** Laboratory: samples that were taken for it. */
  readonly samples?: readonly Sample[]
}

export interface BalanceLine {
  readonly line: number
  readonly authorised: Quantity
  /** Most that may be drawn: authorised plus the procedure's tolerance. */
  readonly ceiling: Quantity
  readonly used: Decimal
}

/** The issued document (documento resolutivo, DR). */
export interface Resolution {
  readonly document: string
  readonly number: string
  readonly issuedAt: Instant
  readonly validUntil: Day | null
  readonly expiresAt: Instant | null
  readonly warnAt: readonly Instant[]
  readonly balance: readonly BalanceLine[]
  /** The balance is of the whole document: one entry per unit, under the first line that has it. */
  readonly per?: 'document'
  readonly edition: number
  readonly signature: 'seal' | 'advanced' | 'qualified'
  readonly afterDeparture?: true
}

export interface Proposal {
  readonly outcome: 'approve' | 'deny'
  readonly by: string
  readonly at: Instant
  readonly grounds: string | null
  readonly lines: readonly PartialLine[] | null
}

export interface PartialLine {
  readonly line: number
  readonly quantity: Quantity | null
  readonly reason: string
}

/** A period that runs for somebody and ends in something: admission, cure, answer, appeal. */
export interface PendingPeriod {
  readonly name: 'admit' | 'cure' | 'answer' | 'appeal' | 'appealDecision'
  readonly due: Instant
  readonly from: Instant
  readonly extended: boolean
  /** Its notice counts as served then, if nobody opens it (M07). Absent where a period runs from the act itself. */
  readonly servedBy?: Instant
  readonly servedAt?: Instant
}

export interface PermitState {
  readonly status: PermitStatus
  /** What it is decided under since another version bound the open cases too (PACK 11); what it was opened under when absent. */
  readonly definition?: string
  readonly procedure: string
  readonly title: string
  readonly code: string
  readonly agency: string
  /** Organisation ids of the agencies concerned, by agency id of the pack. */
  readonly orgs: Readonly<Record<string, string>>
  readonly applicant: { readonly org: string; readonly party: Party }
  readonly customs: string | null
  readonly application: string
  readonly dossier: string
  /** Which lines of the dossier these are. */
  readonly lineOf: readonly number[]
  readonly elements: Elements
  readonly lines: Lines
  readonly documents: readonly AttachedDocument[]
  readonly facts: Facts
  readonly submittedAt: Instant | null
  /** The next opening, when it was filed out of hours. */
  readonly legalAt: Instant | null
  readonly awaits: readonly string[]
  readonly fee: FeeState | null
  readonly clock: ClockState | null
  readonly period: PendingPeriod | null
  readonly tasks: Readonly<Record<string, TaskState>>
  readonly observations: readonly Observation[]
  readonly rounds: number
  readonly proposal: Proposal | null
  readonly approvals: readonly string[]
  /** Persons who evaluated the case: none of them may approve or deny it (roles, hard constraints). */
  readonly evaluators: readonly string[]
  /** Persons who took part in the decision in any way: none of them may resolve the appeal. */
  readonly tookPart: readonly string[]
  readonly decidedAt: Instant | null
  readonly decision: { readonly outcome: string; readonly reasonCode: string; readonly grounds: string } | null
  readonly revokedFrom: PermitStatus | null
  /** Agency of the pack that hears the appeal, once there is one (PACK 16.13). */
  readonly appealTo: string | null
  /** Role of that agency which hears it; its head when absent. */
  readonly appealRole?: string
  readonly resolution: Resolution | null
  readonly extensions: number
  readonly paid?: readonly Paid[]
  /** Lines approved for less than was asked, or not at all. What is missing may be appealed (PACK 16.4). */
  readonly granted?: readonly PartialLine[]
  /** What was not approved is under appeal; the document stays in force meanwhile. */
  readonly appealing?: boolean
  readonly rectification?: Rectification | null
  /** A renewal under way: the case it opened, once it is open. */
  readonly renewal?: { readonly askedAt: Instant; readonly permit: string | null } | null
  /** The document this one renews. */
  readonly renews?: { readonly permit: string; readonly number: string }
  /** Firms whose permits it was filed with, by permit (PACK 16.12). */
  readonly mandates?: Readonly<Record<string, string>>
  readonly copies?: Readonly<Record<string, CopyState>>
  readonly refund?: Refund
  /** Who has taken the case, by desk (M08-11). */
  readonly holders?: Readonly<Record<string, Holder>>
  /** It goes by the urgent lane: the procedure's shorter period applied on the day it was filed (M08-10). */
  readonly urgent?: true
}

export interface Holder {
  readonly person: string
  readonly since: Instant
}

/** What is given back of what was paid, by which rule of the country. */
export interface Refund {
  readonly share: Decimal
  readonly law: string
  readonly orders: readonly { readonly order: string; readonly amount: Money }[]
}

export const initialPermit: PermitState = {
  status: 'DRAFT',
  procedure: '',
  title: '',
  code: '',
  agency: '',
  orgs: {},
  applicant: { org: '', party: { name: '' } },
  customs: null,
  application: '',
  dossier: '',
  lineOf: [],
  elements: {},
  lines: [],
  documents: [],
  facts: {},
  submittedAt: null,
  legalAt: null,
  awaits: [],
  fee: null,
  clock: null,
  period: null,
  tasks: {},
  observations: [],
  rounds: 0,
  proposal: null,
  approvals: [],
  evaluators: [],
  tookPart: [],
  decidedAt: null,
  decision: null,
  revokedFrom: null,
  appealTo: null,
  resolution: null,
  extensions: 0,
}

/** Statuses from which an applicant may still withdraw: nothing has been decided. */
export const undecided: readonly PermitStatus[] = [
  'WAITING',
  'AWAITING_PAYMENT',
  'ADMISSIBILITY',
  'CURE_REQUESTED',
  'UNDER_EVALUATION',
  'OBSERVED',
  'PROPOSED',
]
export const inForce: readonly PermitStatus[] = ['APPROVED', 'PARTIALLY_USED']
/** Statuses in which tasks of others are awaited: before, nobody was asked; after, nobody needs the answer. */
export const underWay: readonly PermitStatus[] = ['UNDER_EVALUATION', 'OBSERVED', 'PROPOSED']

export const openTasks = (s: PermitState): readonly TaskState[] =>
  Object.values(s.tasks).filter((t) => t.status === 'open')
/** The organisation that hears the appeal: the body the procedure names, otherwise the agency's own head. */
export const appealOrg = (s: PermitState): string => s.orgs[s.appealTo ?? s.agency] ?? s.orgs[s.agency] ?? ''
export const appealRole = (s: PermitState): string => s.appealRole ?? 'head'
export const adverseTasks = (s: PermitState): readonly TaskState[] => Object.values(s.tasks).filter((t) => t.adverse)

/** The fee the case now waits for: at submission, at issue, or of a rectification while the document is in force. */
export const awaitedFee = (s: PermitState): FeeState | null => {
  const fee = s.status === 'AWAITING_PAYMENT' ? s.fee : inForce.includes(s.status) ? s.rectification?.fee : null
  return fee && !fee.paidAt ? fee : null
}

/** The clock of the platform acts without a person: PACK 6, "clock — the rest". */
export const clockActor: Actor = {
  person: '00000000-0000-8000-8000-000000000001',
  org: '00000000-0000-8000-8000-000000000000',
  roles: ['clock'],
}
