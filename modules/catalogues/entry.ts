import { Type, type Static } from 'typebox'
import {
  addDays,
  caseType,
  DaySchema,
  instantAt,
  isDay,
  legalDay,
  refusal,
  refuse,
  strict,
  type Calendar,
  type Ctx,
  type Day,
  type Instant,
  type Refusal,
  type Words,
} from '#kernel'
import { codeIn, findCatalogue } from './kinds.ts'

const text = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: '\\S' })

/** Why a parameter says what it says (M04-3). */
export const LawSchema = Type.Object(
  {
    norm: text(200),
    article: Type.Optional(text(100)),
    link: Type.Optional(Type.String({ pattern: '^https?://[^\\s"<>]{3,500}$' })),
    gazette: Type.Optional(DaySchema),
  },
  strict,
)
export type Law = Static<typeof LawSchema>

const NamesSchema = Type.Object(
  { es: Type.Optional(text(1000)), en: Type.Optional(text(1000)), pt: Type.Optional(text(1000)) },
  { ...strict, minProperties: 1 },
)
const ValueSchema = Type.Record(
  Type.String({ pattern: '^[a-z][A-Za-z0-9-]{0,40}$' }),
  Type.String({ maxLength: 2000 }),
  {
    maxProperties: 40,
  },
)

export const ProposeSchema = Type.Object(
  {
    catalogue: Type.String({ pattern: '^([a-z]{2,5}\\.)?[a-z][a-z-]{1,40}$', description: 'hs, pe.unit-values, ...' }),
    code: text(80),
    names: NamesSchema,
    value: Type.Optional(ValueSchema),
    law: LawSchema,
    from: DaySchema,
    to: Type.Optional(DaySchema),
    burdens: Type.Boolean({ description: 'It asks more of firms than before: it is published ten days ahead (M04-2)' }),
    supersedes: Type.Optional(DaySchema),
    backdating: Type.Optional(LawSchema),
  },
  strict,
)
export type ProposeEntry = Static<typeof ProposeSchema>

/** An entry that already holds on some of the same days. */
export interface Neighbour {
  readonly caseId: string
  readonly origin: 'entry' | 'import'
  readonly from: Day
  readonly to: Day | null
}

/** What is read before deciding, and what it is decided by. */
export interface EntryFacts {
  readonly calendar?: Calendar
  /** Days between publication and validity of what burdens (M04-2). */
  readonly noticeDays?: number
  /** Entries of the same code that hold on some of its days, except the one it supersedes where that can end the day before. */
  readonly overlaps?: readonly Neighbour[]
  readonly predecessor?: Neighbour | null
  /** Until when an emergency rule must be confirmed. */
  readonly confirmBy?: Instant
  /** Open cases that use the code (M04-4). */
  readonly impact?: { readonly dossiers: number; readonly permits: number }
}

export interface EntryState {
  readonly status: 'NEW' | 'PROPOSED' | 'APPROVED' | 'IN_FORCE' | 'SUPERSEDED' | 'EMERGENCY' | 'LAPSED' | 'REJECTED'
  readonly catalogue: string
  readonly code: string
  readonly names: Words
  readonly value: Readonly<Record<string, string>>
  readonly law: Law
  readonly from: Day
  readonly to: Day | null
  readonly burdens: boolean
  /** First day of the entry that ends where this one begins. */
  readonly supersedes: Day | null
  /** The norm that lets it hold before it was decided. Only the coordinator may cite one. */
  readonly backdating: Law | null
  readonly zone: string
  readonly proposedBy: string
  readonly proposer: string
  readonly authority: string
  readonly publishedAt: Instant | null
  readonly activeAt: Instant | null
  readonly endsAt: Instant | null
  readonly emergency: { readonly by: string; readonly reason: string; readonly confirmBy: Instant } | null
}

const SupersedeSchema = Type.Object({ to: DaySchema, law: LawSchema, reason: Type.Optional(text(500)) }, strict)
const ReasonSchema = Type.Object({ reason: text(1000) }, strict)

const today = (s: Pick<EntryState, 'zone'>, ctx: Pick<Ctx, 'now'>): Day => dayIn(s.zone, ctx.now)
const dayIn = (zone: string, at: Instant): Day => (zone ? legalDay({ zone } as Calendar, at) : at.slice(0, 10))
const startOf = (zone: string, day: Day): Instant => instantAt(zone || 'UTC', day, 0)
const isCoordinator = (ctx: Pick<Ctx, 'actor'>): boolean => ctx.actor.roles.includes('coordinator')
const NOTICE_DAYS = 10

const showSpan = ({ from, to }: { from: Day; to: Day | null }): string => `${from} – ${to ?? '…'}`
const overlapFaults = (s: Pick<EntryState, 'catalogue' | 'code'>, { overlaps = [] }: EntryFacts): Refusal[] =>
  overlaps.map((o) =>
    refusal('VALIDITY_OVERLAP', '/from', { entry: `${s.catalogue} ${s.code}`, span: showSpan(o), case: o.caseId }),
  )

/** Who proposed a rule, or put it in force in an emergency, does not approve it. */
const fourEyes = (s: EntryState, ctx: Pick<Ctx, 'actor'>): Refusal[] =>
  [s.proposedBy, s.emergency?.by].includes(ctx.actor.person) ? [refusal('FOUR_EYES')] : []

/** Everything wrong with a proposal, at once. */
function faultsOf(input: ProposeEntry, ctx: Pick<Ctx, 'now' | 'actor'>, facts: EntryFacts): Refusal[] {
  const faults: Refusal[] = []
  const catalogue = findCatalogue(input.catalogue)
  const code = catalogue ? codeIn(catalogue, input.code) : input.code
  const zone = facts.calendar?.zone ?? 'UTC'
  if (catalogue && !catalogue.kind.code.test(code))
    faults.push(refusal('CATALOGUE_CODE', '/code', { code: input.code, form: catalogue.kind.codeWords }))
  const days = [
    ['/from', input.from],
    ['/to', input.to],
    ['/supersedes', input.supersedes],
    ['/law/gazette', input.law.gazette],
  ] as const
  for (const [pointer, day] of days)
    if (day !== undefined && !isDay(day))
      faults.push(refusal('INPUT_SHAPE', pointer, { reason: `${day} is no day of the calendar` }))
  if (faults.length) return faults
  if (input.to !== undefined && input.to < input.from)
    faults.push(refusal('VALIDITY_BACKWARDS', '/to', { from: input.from, to: input.to }))
  if (input.from < dayIn(zone, ctx.now) && !(isCoordinator(ctx) && input.backdating))
    faults.push(refusal('VALIDITY_BACKDATED', '/from', { from: input.from, today: dayIn(zone, ctx.now) }))
  if (input.backdating && !isCoordinator(ctx))
    faults.push(refusal('FORBIDDEN', '/backdating', { command: 'backdating' }))
  if (input.supersedes !== undefined && !facts.predecessor)
    faults.push(refusal('NOTHING_TO_SUPERSEDE', '/supersedes', { code, from: input.supersedes }))
  return [...faults, ...overlapFaults({ catalogue: input.catalogue, code }, facts)]
}

/** What became late while the proposal waited. */
function lateFaults(s: EntryState, ctx: Pick<Ctx, 'now'>, facts: EntryFacts): Refusal[] {
  const now = today(s, ctx)
  if (s.status === 'EMERGENCY' || s.backdating) return []
  if (s.from < now) return [refusal('VALIDITY_BACKDATED', '/from', { from: s.from, today: now })]
  const days = facts.noticeDays ?? NOTICE_DAYS
  const earliest = addDays(now, days)
  return s.burdens && s.from < earliest ? [refusal('NOTICE_TOO_SHORT', '/from', { from: s.from, earliest, days })] : []
}

type Proposed = Omit<EntryState, 'status' | 'publishedAt' | 'activeAt' | 'endsAt' | 'emergency'>

/** One entry of a catalogue: a code, what it says, from when, and by which norm (M04). */
export const catalogueEntry = caseType<EntryState, EntryFacts>()('catalogue-entry', {
  initial: {
    status: 'NEW',
    catalogue: '',
    code: '',
    names: {},
    value: {},
    law: { norm: '' },
    from: '',
    to: null,
    burdens: false,
    supersedes: null,
    backdating: null,
    zone: '',
    proposedBy: '',
    proposer: '',
    authority: '',
    publishedAt: null,
    activeAt: null,
    endsAt: null,
    emergency: null,
  },
  events: {
    EntryProposed: (s, e: Proposed) => ({ ...s, ...e, status: 'PROPOSED' }),
    EntryApproved: (
      s,
      e: {
        by: string
        publishedAt: Instant
        activeAt: Instant
        endsAt: Instant | null
        impact: EntryFacts['impact'] | null
      },
    ) => ({ ...s, status: 'APPROVED', publishedAt: e.publishedAt, activeAt: e.activeAt, endsAt: e.endsAt }),
    RuleInForce: (s, _: { from: Day }) => ({ ...s, status: 'IN_FORCE', activeAt: null }),
    // The day on which it ends is known from now on; it holds through that day.
    EndSet: (s, e: { to: Day; endsAt: Instant; law: Law; reason: string | null; by: string }) => ({
      ...s,
      to: e.to,
      endsAt: e.endsAt,
    }),
    RuleSuperseded: (s, _: { to: Day }) => ({ ...s, status: 'SUPERSEDED', activeAt: null, endsAt: null }),
    RuleEmergency: (s, e: { by: string; reason: string; confirmBy: Instant; publishedAt: Instant }) => ({
      ...s,
      status: 'EMERGENCY',
      publishedAt: e.publishedAt,
      emergency: { by: e.by, reason: e.reason, confirmBy: e.confirmBy },
    }),
    RuleLapsed: (s, e: { to: Day }) => ({ ...s, status: 'LAPSED', to: e.to }),
    EntryRejected: (s, _: { by: string; reason: string }) => ({ ...s, status: 'REJECTED' }),
  },
  commands: (command) => ({
    proposeEntry: command({
      from: ['NEW'],
      may: 'catalogue.propose',
      as: ['owner'],
      input: ProposeSchema,
      summary: 'Proposes an entry of a catalogue, with its first day and its norm',
      decide: (_, input, ctx, facts) => {
        const faults = faultsOf(input, ctx, facts)
        if (faults.length) return refuse(...faults)
        const { catalogue, names, law, from, burdens } = input
        const known = findCatalogue(catalogue)
        return [
          {
            type: 'EntryProposed',
            data: {
              catalogue,
              code: known ? codeIn(known, input.code) : input.code,
              names,
              value: input.value ?? {},
              law,
              from,
              to: input.to ?? null,
              burdens,
              supersedes: input.supersedes ?? null,
              backdating: input.backdating ?? null,
              zone: facts.calendar?.zone ?? 'UTC',
              proposedBy: ctx.actor.person,
              proposer: ctx.actor.org,
              // What the platform adds; nobody outside may send it.
              authority: (input as { authority?: string }).authority ?? ctx.actor.org,
            },
          },
        ]
      },
    }),
    approveEntry: command({
      from: ['PROPOSED', 'EMERGENCY'],
      may: 'catalogue.approve',
      as: ['authority'],
      input: Type.Object({}, strict),
      summary: 'Approves an entry, which publishes it; an emergency rule is confirmed by it',
      decide: (s, _, ctx, facts) => {
        const faults = [...fourEyes(s, ctx), ...lateFaults(s, ctx, facts), ...overlapFaults(s, facts)]
        if (faults.length) return refuse(...faults)
        const activeAt = startOf(s.zone, s.from || today(s, ctx))
        const approved = {
          by: ctx.actor.person,
          publishedAt: s.publishedAt ?? ctx.now,
          activeAt,
          endsAt: s.to ? startOf(s.zone, addDays(s.to, 1)) : null,
          impact: facts.impact ?? null,
        }
        return [
          { type: 'EntryApproved', data: approved },
          ...(activeAt <= ctx.now ? [{ type: 'RuleInForce' as const, data: { from: s.from } }] : []),
        ]
      },
    }),
    rejectEntry: command({
      from: ['PROPOSED', 'EMERGENCY'],
      may: 'catalogue.approve',
      as: ['authority'],
      input: ReasonSchema,
      summary: 'Refuses a proposal; an emergency rule ends with the day',
      decide: (s, { reason }, ctx) => {
        const faults = fourEyes(s, ctx)
        if (faults.length) return refuse(...faults)
        const rejected = { type: 'EntryRejected' as const, data: { by: ctx.actor.person, reason } }
        return s.status === 'EMERGENCY'
          ? [rejected, { type: 'RuleLapsed', data: { to: lastDay(s, today(s, ctx)) } }]
          : [rejected]
      },
    }),
    supersede: command({
      from: ['APPROVED', 'IN_FORCE'],
      may: 'catalogue.supersede',
      as: ['authority', 'system'],
      input: SupersedeSchema,
      summary: 'Says on which day an entry ends, and by which norm',
      decide: (s, { to, law, reason }, ctx) => {
        const now = today(s, ctx)
        if (!isDay(to)) return refuse(refusal('INPUT_SHAPE', '/to', { reason: `${to} is no day of the calendar` }))
        if (s.from && to < s.from) return refuse(refusal('VALIDITY_BACKWARDS', '/to', { from: s.from, to }))
        // An entry may still end yesterday: that is how a successor begins today.
        const free = isCoordinator(ctx) || ctx.capacities.includes('system')
        if (to < addDays(now, -1) && !free)
          return refuse(refusal('VALIDITY_BACKDATED', '/to', { from: to, today: now }))
        const endsAt = startOf(s.zone, addDays(to, 1))
        return [
          { type: 'EndSet', data: { to, endsAt, law, reason: reason ?? null, by: ctx.actor.person } },
          ...(endsAt <= ctx.now ? [{ type: 'RuleSuperseded' as const, data: { to } }] : []),
        ]
      },
    }),
    emergencyPut: command({
      from: ['PROPOSED'],
      may: 'catalogue.emergency',
      as: ['authority'],
      input: ReasonSchema,
      summary: 'Puts a proposal in force now; it lapses unless another person approves it within one business day',
      decide: (s, { reason }, ctx, facts) => {
        const now = today(s, ctx)
        if (s.from > now) return refuse(refusal('EMERGENCY_NOT_NOW', '/from', { from: s.from, today: now }))
        const overlaps = overlapFaults(s, facts)
        if (overlaps.length) return refuse(...overlaps)
        const confirmBy = facts.confirmBy ?? startOf(s.zone, addDays(now, 2))
        return [{ type: 'RuleEmergency', data: { by: ctx.actor.person, reason, confirmBy, publishedAt: ctx.now } }]
      },
    }),
  }),
  parties: (s) => [
    ...(s.proposer ? [{ org: s.proposer, capacity: 'proposer' }] : []),
    ...(s.authority ? [{ org: s.authority, capacity: 'authority' }] : []),
  ],
  title: (s) => `${s.catalogue} ${s.code} · ${s.names.es ?? s.names.en ?? s.names.pt ?? ''}`.slice(0, 200),
  number: (s) => `${s.catalogue}/${s.code}@${s.from}`,
  work: (s) =>
    s.status === 'PROPOSED' || s.status === 'EMERGENCY'
      ? [{ name: 'approve-entry', org: s.authority, role: 'steward', due: s.emergency?.confirmBy ?? null }]
      : [],
  nextDue: (s) =>
    s.status === 'EMERGENCY'
      ? (s.emergency?.confirmBy ?? null)
      : s.status === 'APPROVED'
        ? s.activeAt
        : s.status === 'IN_FORCE'
          ? s.endsAt
          : null,
  tick: (s, now) => {
    if (s.status === 'EMERGENCY' && s.emergency && s.emergency.confirmBy <= now) {
      const at = s.emergency.confirmBy
      return [{ type: 'RuleLapsed', data: { to: lastDay(s, dayIn(s.zone, at)) }, at }]
    }
    const begins = s.status === 'APPROVED' && s.activeAt && s.activeAt <= now ? s.activeAt : null
    const ends = (begins || s.status === 'IN_FORCE') && s.endsAt && s.endsAt <= now ? s.endsAt : null
    return [
      ...(begins ? [{ type: 'RuleInForce' as const, data: { from: s.from }, at: begins }] : []),
      ...(ends && s.to ? [{ type: 'RuleSuperseded' as const, data: { to: s.to }, at: ends }] : []),
    ]
  },
})

/** An emergency rule that ends holds through the day on which it did, or to its own last day. */
const lastDay = (s: EntryState, day: Day): Day =>
  [s.to !== null && s.to < day ? s.to : day, s.from].sort().at(-1) ?? day
