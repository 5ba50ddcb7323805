import { Type } from 'typebox'
import { addMonths, caseType, refusal, refuse, strict, type Instant, type Refusal } from '#kernel'
import { factors, type Channel, type ProfileBody } from './score.ts'

/** What a profile would have done to past operations. */
export interface Simulation {
  readonly at: Instant
  readonly days: number
  readonly operations: number
  readonly channels: Readonly<Record<Channel, number>>
  /** Operations that a control found not conform, and how many of them it would have looked at. */
  readonly found: number
  readonly caught: number
  readonly bySize: Readonly<Record<string, { readonly operations: number; readonly looked: number }>>
}

export interface ProfileState {
  readonly status: 'NEW' | 'DRAFT' | 'SIMULATED' | 'ACTIVE' | 'RETIRED'
  readonly customs: string
  readonly country: string
  readonly body: ProfileBody | null
  readonly by: string
  readonly simulation: Simulation | null
  readonly activeFrom: Instant | null
  readonly activeTo: Instant | null
  readonly retired: string | null
}

const Decimal01 = Type.String({ pattern: '^(0(\\.\\d{1,4})?|1(\\.0{1,4})?)$' })
const TestSchema = Type.Union([
  Type.Boolean(),
  Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 500 }),
  Type.Object(
    {
      min: Type.Optional(Type.String({ pattern: '^-?\\d{1,15}(\\.\\d{1,6})?$' })),
      max: Type.Optional(Type.String({ pattern: '^-?\\d{1,15}(\\.\\d{1,6})?$' })),
    },
    strict,
  ),
])
const When = Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z.]{0,40}$' }), TestSchema, { maxProperties: 12 })
const Text = Type.String({ minLength: 3, maxLength: 300 })

export const BodySchema = Type.Unsafe<ProfileBody>(
  Type.Object(
    {
      title: Text,
      weights: Type.Object(Object.fromEntries(factors.map((f) => [f, Decimal01])), strict),
      tables: Type.Object(
        Object.fromEntries(
          factors.map((f) => [
            f,
            Type.Optional(Type.Array(Type.Object({ when: When, f: Decimal01, why: Text }, strict), { maxItems: 1000 })),
          ]),
        ),
        strict,
      ),
      rules: Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: '^[a-z][a-z0-9-]{1,40}$' }),
            when: When,
            channel: Type.Union([Type.Literal('yellow'), Type.Literal('red')]),
            why: Text,
          },
          strict,
        ),
        { maxItems: 1000 },
      ),
    },
    strict,
  ),
)
export const DraftSchema = Type.Object(
  { country: Type.String({ pattern: '^[a-z]{2,5}$' }), profile: BodySchema },
  strict,
)

export interface ProfileFacts {
  readonly faults?: readonly Refusal[]
  readonly simulation?: Simulation
}

/** M12, lifecycle of a profile. */
const LEAST_DAYS = 90
const MOST_MONTHS = 12

/** A risk profile (M12): drafted, simulated on what has happened, approved by a second person, in force for a year at most. */
export const profile = caseType<ProfileState, ProfileFacts>()('risk-profile', {
  initial: {
    status: 'NEW',
    customs: '',
    country: '',
    body: null,
    by: '',
    simulation: null,
    activeFrom: null,
    activeTo: null,
    retired: null,
  },
  events: {
    ProfileDrafted: (s, e: { customs: string; country: string; body: ProfileBody; by: string }) => ({
      ...s,
      ...e,
      status: 'DRAFT',
      simulation: null,
    }),
    ProfileSimulated: (s, e: Simulation) => ({ ...s, status: 'SIMULATED', simulation: e }),
    ProfileActivated: (s, e: { by: string; from: Instant; to: Instant }) => ({
      ...s,
      status: 'ACTIVE',
      activeFrom: e.from,
      activeTo: e.to,
    }),
    ProfileRetired: (s, e: { reason: string }) => ({ ...s, status: 'RETIRED', retired: e.reason }),
  },
  commands: (command) => ({
    draftProfile: command({
      from: ['NEW'],
      may: 'profile.draft',
      as: ['owner'],
      input: DraftSchema,
      summary: 'Drafts a risk profile: weights, a decision table for each factor, and rules',
      decide: (_, input, ctx, { faults = [] }) => {
        if (faults.length) return refuse(...faults)
        const { customs, country, profile: body } = input as typeof input & { customs: string }
        return [{ type: 'ProfileDrafted', data: { customs, country, body, by: ctx.actor.person } }]
      },
    }),
    revise: command({
      from: ['DRAFT', 'SIMULATED'],
      may: 'profile.draft',
      as: ['customs'],
      input: Type.Object({ profile: BodySchema }, strict),
      summary: 'Changes a draft; it has to be simulated again',
      decide: (s, { profile: body }, ctx, { faults = [] }) =>
        faults.length
          ? refuse(...faults)
          : [{ type: 'ProfileDrafted', data: { customs: s.customs, country: s.country, body, by: ctx.actor.person } }],
    }),
    simulate: command({
      from: ['DRAFT', 'SIMULATED'],
      may: 'profile.draft',
      as: ['customs'],
      input: Type.Object({}, strict),
      summary: 'Shows what it would have done to the operations of the past year',
      decide: (_, __, ___, { simulation }) =>
        !simulation || simulation.days < LEAST_DAYS
          ? refuse(refusal('HISTORY_TOO_SHORT', '', { days: simulation?.days ?? 0, least: LEAST_DAYS }))
          : [{ type: 'ProfileSimulated', data: simulation }],
    }),
    approveProfile: command({
      from: ['SIMULATED'],
      may: 'profile.approve',
      as: ['customs'],
      input: Type.Object({ until: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })) }, strict),
      signature: 'advanced',
      summary: 'A second person puts it in force, for twelve months at most',
      decide: (s, { until }, ctx) => {
        if (s.by === ctx.actor.person) return refuse(refusal('FOUR_EYES', ''))
        const latest = addMonths(ctx.now.slice(0, 10), MOST_MONTHS)
        if (until && (until > latest || until <= ctx.now.slice(0, 10)))
          return refuse(refusal('PROFILE_TOO_LONG', '/until', { latest }))
        const to = `${until ?? latest}${ctx.now.slice(10)}`
        return [{ type: 'ProfileActivated', data: { by: ctx.actor.person, from: ctx.now, to } }]
      },
    }),
    retire: command({
      from: ['ACTIVE'],
      may: 'profile.approve',
      as: ['customs', 'system'],
      input: Type.Object({ reason: Type.String({ minLength: 3, maxLength: 300 }) }, strict),
      summary: 'Takes it out of force',
      decide: (_, { reason }) => [{ type: 'ProfileRetired', data: { reason } }],
    }),
  }),
  parties: (s) => (s.customs ? [{ org: s.customs, capacity: 'customs' }] : []),
  title: (s) => s.body?.title ?? '',
  work: (s) =>
    s.status === 'SIMULATED' ? [{ name: 'approveProfile', org: s.customs, role: 'risk-analyst', due: null }] : [],
  nextDue: (s) => (s.status === 'ACTIVE' ? s.activeTo : null),
  tick: (s, now) =>
    s.status === 'ACTIVE' && s.activeTo && s.activeTo <= now
      ? [{ type: 'ProfileRetired', data: { reason: 'its time is over' }, at: s.activeTo }]
      : [],
})
