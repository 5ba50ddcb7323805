import { addDecimal } from '../decimal.ts'
import type { Facts } from '../pack/model.ts'
import type { Quantity } from '../quantity.ts'
import type { Day, Instant, Period } from '../time.ts'
import type {
  Approved,
  Correction,
  Extended,
  FeeOfRectification,
  Grounds,
  Issued,
  Moved,
  Observed,
  Quoted,
  Submitted,
} from './event-data.ts'
import { copyEvents } from './copies.ts'
import { taskEvents } from './task-events.ts'
import { held, left } from './holders.ts'
import type { OutageExcluded } from './outage.ts'
import { reckoned } from './reckoned.ts'
import type { FromService, Served } from './service.ts'
import {
  inForce,
  type AttachedDocument,
  type BalanceLine,
  type FeeState,
  type FreeGround,
  type Observation,
  type PartialLine,
  type PendingPeriod,
  type PermitState,
  type Refund,
} from './state.ts'
import {
  appealPeriod,
  closed,
  correct,
  decided,
  evaluated,
  opened,
  paid,
  service,
  task,
  tookPart,
  type FeePaid,
} from './event-steps.ts'

export type { Grounds } from './event-data.ts'
type S = PermitState

/** Events of a permit and what each does to its state. Total, without calendar or definition: replay never changes history. */
export const permitEvents = {
  TramiteSubmitted: (s: S, e: Submitted): S => ({ ...s, ...e }),
  /** A version that binds open cases took this one over; `asks` points at what its form misses (PACK 11). */
  Migrated: (s: S, { from: _from, law: _law, at: _at, asks: _asks, to, orgs, dropped, ...e }: Moved): S => ({
    ...s,
    ...e,
    procedure: to,
    orgs: { ...s.orgs, ...orgs },
    tasks: Object.fromEntries(Object.entries(s.tasks).filter(([name]) => !dropped.includes(name))),
  }),
  DependencyAwaited: (s: S, e: { permits: readonly string[] }): S => ({ ...s, status: 'WAITING', awaits: e.permits }),
  DependencyResolved: (s: S, e: { permit: string; facts: Facts; mandates?: Readonly<Record<string, string>> }): S => ({
    ...s,
    facts: e.facts,
    ...(e.mandates ? { mandates: { ...s.mandates, ...e.mandates } } : {}),
    awaits: s.awaits.filter((p) => p !== e.permit),
  }),
  FeeQuoted: (s: S, { total, lines, units, due, moment }: Quoted): S => ({
    ...s,
    status: 'AWAITING_PAYMENT',
    fee: { total, lines, units, due, paidAt: null, waived: null, ...(moment ? { moment } : {}) },
  }),
  FeeWaived: (
    s: S,
    e: { total: FeeState['total']; waived: NonNullable<FeeState['waived']> } & Pick<FeeState, 'moment'>,
  ): S => ({
    ...s,
    fee: {
      total: e.total,
      lines: [],
      units: [],
      due: null,
      paidAt: null,
      waived: e.waived,
      ...(e.moment ? { moment: e.moment } : {}),
    },
  }),
  /** `ahead` is the case that was next when this one was taken before its turn, for the coded `reason`. */
  TramiteTaken: (
    s: S,
    e: { desk: string; org: string; by: string; at: Instant; reason?: { code: string; text?: string }; ahead?: string },
  ): S => held(s, e.desk, { person: e.by, since: e.at }),
  TramiteReleased: (s: S, e: { desk: string; by: string; reason: string }): S => held(s, e.desk, null),
  TramiteReassigned: (
    s: S,
    e: { desk: string; from: string | null; to: string; by: string; at: Instant; reason: string },
  ): S => held(s, e.desk, { person: e.to, since: e.at }),
  FeePaid: (s: S, e: FeePaid): S => {
    const now = { due: null, paidAt: e.paidAt }
    if (s.status !== 'AWAITING_PAYMENT' && s.rectification?.fee) {
      const { fee } = s.rectification
      return { ...paid(s, fee, e), rectification: { ...s.rectification, fee: { ...fee, ...now } } }
    }
    return s.fee ? { ...paid(s, s.fee, e), fee: { ...s.fee, ...now } } : s
  },
  AdmissibilityOpened: (s: S, e: { due: Instant; from: Instant }): S => ({
    ...s,
    status: 'ADMISSIBILITY',
    period: { name: 'admit', due: e.due, from: e.from, extended: false },
  }),
  AdmissionOverdue: (s: S, _: { due: Instant }): S => ({ ...s, period: null }),
  TramiteAdmitted: (s: S, e: { by: string | null }): S => ({
    ...evaluated(s, e.by),
    status: 'UNDER_EVALUATION',
    period: null,
  }),
  CureRequested: (s: S, e: { defects: readonly Observation[]; by: string; from: Instant } & FromService): S => ({
    ...evaluated(s, e.by),
    status: 'CURE_REQUESTED',
    observations: e.defects,
    period: { name: 'cure', due: e.due, from: e.from, extended: false, ...service(e) },
  }),
  CureProvided: (s: S, e: Correction): S => correct(s, e),
  ClockStarted: (
    s: S,
    e: { within: Period; startedAt: Instant; due: Instant; half: Instant | null; risk: Instant | null },
  ): S => ({
    ...s,
    clock: { ...e, used: 0, since: e.startedAt, pausedFor: null, stoppedAt: null, breached: false },
  }),
  ClockPaused: (s: S, e: { reason: string; used: number }): S => ({
    ...s,
    clock: s.clock && { ...s.clock, used: e.used, since: null, due: null, half: null, risk: null, pausedFor: e.reason },
  }),
  ClockResumed: (s: S, e: { since: Instant; due: Instant; half: Instant | null; risk: Instant | null }): S => ({
    ...s,
    clock: s.clock && { ...s.clock, ...e, pausedFor: null },
  }),
  ClockStopped: (s: S, e: { outcome: string; used: number; stoppedAt: Instant }): S => ({
    ...s,
    clock: s.clock && {
      ...s.clock,
      used: e.used,
      since: null,
      half: null,
      risk: null,
      pausedFor: null,
      stoppedAt: e.stoppedAt,
    },
  }),
  ClockRecomputed: reckoned,
  SlaHalf: (s: S, _: { used: number }): S => ({ ...s, clock: s.clock && { ...s.clock, half: null } }),
  SlaAtRisk: (s: S, _: { used: number }): S => ({ ...s, clock: s.clock && { ...s.clock, half: null, risk: null } }),
  SlaBreached: (s: S, _: { due: Instant }): S => ({
    ...s,
    clock: s.clock && { ...s.clock, half: null, risk: null, breached: true },
  }),
  SilenceApplied: (
    s: S,
    e: Grounds & { effect: 'positive' | 'negative'; at: Instant; appealUntil: Instant | null; servedBy?: Instant },
  ): S =>
    e.effect === 'negative'
      ? { ...decided(s, e.at, 'deny', e), status: 'DENIED', proposal: null, period: appealPeriod(e) }
      : s,
  OpinionAsked: opened,
  OpinionGiven: closed,
  OpinionSilent: (s: S, e: { task: string; adverse: boolean; closedAt: Instant; days: number }): S =>
    task(s, e.task, { status: 'silent', result: 'silent', adverse: e.adverse, closedAt: e.closedAt, days: e.days }),
  InspectionAsked: opened,
  InspectionRecorded: closed,
  /** The finding is too old to decide on (M09-2); the goods are asked for again with another `InspectionAsked`. */
  InspectionStale: (s: S, _: { task: string; closedAt: Instant | null }): S => s,
  SampleAsked: opened,
  ResultReported: closed,
  TramiteObserved: (s: S, e: Observed): S => ({
    ...(e.further ? tookPart(s, e.by) : evaluated(s, e.by)),
    status: 'OBSERVED',
    observations: e.observations,
    rounds: s.rounds + 1,
    period: { name: 'answer', due: e.due, from: e.from, extended: false, ...service(e) },
  }),
  /** An outage counts against nobody: what ran through it ends later (M05-5). */
  OutageExcluded: (s: S, e: OutageExcluded): S => ({
    ...s,
    clock: s.clock && e.clock ? { ...s.clock, ...e.clock } : s.clock,
    period: s.period && e.period ? { ...s.period, ...e.period } : s.period,
  }),
  /** The applicant's period runs from here (M07). */
  NoticeServed: (s: S, e: { period: PendingPeriod['name']; how: Served; at: Instant; due: Instant; by?: string }): S =>
    s.period?.name === e.period ? { ...s, period: { ...s.period, due: e.due, servedAt: e.at } } : s,
  /** The applicant's period to answer; with `clock`, the agency's own period, by its approver and with a reason (M05). */
  PeriodExtended: (s: S, { due, clock }: Extended): S =>
    clock
      ? { ...s, clock: s.clock && { ...s.clock, ...clock, due, extended: true } }
      : { ...s, period: s.period && { ...s.period, due: due ?? s.period.due, extended: true } },
  ObservationAnswered: (s: S, e: Correction): S => ({ ...correct(s, e), status: 'UNDER_EVALUATION', period: null }),
  DecisionProposed: (
    s: S,
    e: {
      outcome: 'approve' | 'deny'
      by: string
      at: Instant
      grounds: string | null
      lines: readonly PartialLine[] | null
    },
  ): S => ({ ...evaluated(s, e.by), status: 'PROPOSED', proposal: e, approvals: [] }),
  ApprovalSigned: (s: S, e: { by: string; of: number }): S => ({
    ...left(tookPart(s, e.by), 'decide'),
    approvals: [...s.approvals, e.by],
  }),
  TramiteReturned: (s: S, e: { by: string; reason: string }): S => ({
    ...left(tookPart(s, e.by), 'decide'),
    status: 'UNDER_EVALUATION',
    proposal: null,
    approvals: [],
  }),
  TramiteApproved: (s: S, e: Approved): S => ({
    ...decided(s, e.at, 'approve', e),
    status: 'APPROVED',
    ...(e.lines ? { granted: e.lines, period: appealPeriod(e) } : {}),
  }),
  TramiteDenied: (
    s: S,
    e: Grounds & { by: string; at: Instant; appealUntil: Instant | null; servedBy?: Instant },
  ): S => ({
    ...decided(tookPart(s, e.by), e.at, 'deny', e),
    status: 'DENIED',
    period: appealPeriod(e),
  }),
  DrIssued: (s: S, { series: _series, facts: _facts, ...dr }: Issued): S => ({
    ...s,
    // Granted before, the document may have waited for its fee.
    status: 'APPROVED',
    resolution: { ...dr, edition: 1 },
  }),
  DrRectified: (
    s: S,
    e: {
      elements: PermitState['elements']
      lines: PermitState['lines'] | null
      by: string
      reasonCode?: FreeGround
    },
  ): S => ({
    ...left(s, 'rectify'),
    elements: { ...s.elements, ...e.elements },
    lines: e.lines ?? s.lines,
    resolution: s.resolution && { ...s.resolution, edition: s.resolution.edition + 1 },
    ...(s.rectification ? { rectification: null } : {}),
  }),
  RectificationAsked: (
    s: S,
    e: {
      elements: PermitState['elements']
      lines: PermitState['lines'] | null
      text: string | null
      at: Instant
      fee: FeeOfRectification | null
      ground?: FreeGround
    },
  ): S => ({
    ...s,
    rectification: {
      elements: e.elements,
      lines: e.lines,
      text: e.text,
      askedAt: e.at,
      fee: e.fee && { ...e.fee, paidAt: null },
      ...(e.ground ? { ground: e.ground } : {}),
    },
  }),
  RectificationDeclined: (s: S, e: { by: string; reason: string }): S => ({
    ...left(tookPart(s, e.by), 'rectify'),
    rectification: null,
  }),
  RectificationLapsed: (s: S, _: { reason: string }): S => ({ ...s, rectification: null }),
  /** An appeal granted what had not been approved: the same document, for the whole (PACK 16.4). */
  DrAmended: (s: S, e: { balance: readonly BalanceLine[] }): S => {
    const { granted: _, ...rest } = s
    return {
      ...rest,
      status: s.status === 'EXHAUSTED' ? 'PARTIALLY_USED' : s.status,
      resolution: s.resolution && { ...s.resolution, balance: e.balance, edition: s.resolution.edition + 1 },
    }
  },
  RenewalAsked: (
    s: S,
    e: {
      at: Instant
      elements: PermitState['elements']
      lines: PermitState['lines'] | null
      documents: readonly AttachedDocument[]
    },
  ): S => ({ ...s, renewal: { askedAt: e.at, permit: null } }),
  RenewalOpened: (s: S, e: { permit: string }): S => ({
    ...s,
    renewal: s.renewal ? { ...s.renewal, permit: e.permit } : null,
  }),
  RenewalClosed: (s: S, _: { permit: string; outcome: string }): S => ({ ...s, renewal: null }),
  ...copyEvents,
  ...taskEvents,
  DrExtended: (s: S, e: { validUntil: Day; expiresAt: Instant; warnAt: readonly Instant[] }): S => ({
    ...s,
    extensions: s.extensions + 1,
    resolution: s.resolution && { ...s.resolution, ...e, edition: s.resolution.edition + 1 },
  }),
  DrDrawn: (s: S, e: { lines: readonly { line: number; quantity: Quantity }[]; reference: string | null }): S => ({
    ...s,
    status: 'PARTIALLY_USED',
    resolution: s.resolution && {
      ...s.resolution,
      balance: s.resolution.balance.map((b) =>
        e.lines.reduce(
          (acc, d) => (d.line === acc.line ? { ...acc, used: addDecimal(acc.used, d.quantity.value) } : acc),
          b,
        ),
      ),
    },
  }),
  DrExhausted: (s: S, _: Record<string, never>): S => ({ ...s, status: 'EXHAUSTED' }),
  ExpiryWarned: (s: S, e: { at: Instant; validUntil: Day }): S => ({
    ...s,
    resolution: s.resolution && { ...s.resolution, warnAt: s.resolution.warnAt.filter((w) => w > e.at) },
  }),
  DrExpired: (s: S, _: { validUntil: Day }): S => ({ ...s, status: 'EXPIRED' }),
  DrRevoked: (s: S, e: Grounds & { by: string; at: Instant; appealUntil: Instant | null; servedBy?: Instant }): S => ({
    ...tookPart(s, e.by),
    status: 'REVOKED',
    // The appeal of the rest falls with the document.
    ...(s.appealing ? { appealing: false } : {}),
    revokedFrom: inForce.includes(s.status) ? s.status : 'APPROVED',
    decision: { outcome: 'revoke', reasonCode: e.reasonCode, grounds: e.humanText_es },
    period: appealPeriod(e),
  }),
  AppealFiled: (s: S, e: { text: string; to: string; role?: string; due: Instant; at: Instant; rest?: true }): S => ({
    ...s,
    ...(e.rest ? { appealing: true } : { status: 'UNDER_APPEAL' as const }),
    appealTo: e.to,
    ...(e.role ? { appealRole: e.role } : {}),
    period: { name: 'appealDecision', due: e.due, from: e.at, extended: false },
  }),
  AppealResolved: (
    s: S,
    e: Grounds & { outcome: 'upheld' | 'overturned'; by: string; at: Instant; rest?: true },
  ): S => ({
    ...s,
    ...(s.appealing ? { appealing: false } : {}),
    // Warnings that fell due while the document was not in force are not sent afterwards.
    resolution: s.resolution && { ...s.resolution, warnAt: s.resolution.warnAt.filter((w) => w > e.at) },
    status: e.rest ? s.status : e.outcome === 'upheld' ? 'UPHELD' : (s.revokedFrom ?? 'APPROVED'),
    revokedFrom: null,
    period: null,
    decision: { outcome: e.outcome, reasonCode: e.reasonCode, grounds: e.humanText_es },
  }),
  TramiteWithdrawn: (s: S, _: { reason: string | null }): S => ({ ...s, status: 'WITHDRAWN', period: null }),
  RefundDue: (s: S, e: Refund): S => ({ ...s, refund: e }),
  /** Paid in time by the bank's clock, though nobody knew when the order fell due; or accepted late by the treasury. */
  LapseReversed: (s: S, e: { to: 'AWAITING_PAYMENT' | 'WAITING'; reason: string }): S => ({
    ...s,
    status: e.to,
    // The day by which it had to be paid has passed and no longer counts.
    ...(s.fee ? { fee: { ...s.fee, due: null } } : {}),
    // What waited for the fee of its document was decided already: that clock has stopped for good.
    ...(s.clock?.stoppedAt && s.fee?.moment !== 'issue'
      ? { clock: { ...s.clock, stoppedAt: null, pausedFor: 'unpaid fee' } }
      : {}),
  }),
  Lapsed: (s: S, _: { reason: string }): S => ({ ...s, status: 'LAPSED', period: null }),
  Abandoned: (s: S, _: { reason: string }): S => ({ ...s, status: 'ABANDONED', period: null }),
}

export type PermitEvents = typeof permitEvents
