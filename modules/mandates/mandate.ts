import { Type, type Static } from 'typebox'
import {
  addMonths,
  caseType,
  compareDecimal,
  DaySchema,
  MoneySchema,
  refusal,
  refuse,
  strict,
  toInstant,
  UuidSchema,
  type Instant,
  type Money,
  type Refusal,
} from '#kernel'
import type { Scope } from './scope.ts'

export const mandateStatuses = [
  'NEW',
  'AWAITING_SECOND',
  'OFFERED',
  'ACTIVE',
  'DECLINED',
  'REVOKED',
  'EXPIRED',
] as const

export interface MandateState extends Scope {
  readonly status: 'NEW' | 'AWAITING_SECOND' | 'OFFERED' | 'ACTIVE' | 'DECLINED' | 'REVOKED' | 'EXPIRED'
  readonly principal: string
  readonly principalName: string
  readonly agent: string
  readonly agentName: string
  readonly offeredBy: string
  readonly secondBy: string | null
  readonly acceptedBy: string | null
  readonly endedAt: Instant | null
  readonly reason: string | null
}

/** Above this a mandate takes two people of the firm (M01-5); in the currency of its cap. No cap at all is above any. */
export const FOUR_EYES_ABOVE: Money = { amount: '100000.00', currency: 'USD' }
/** M01: at most two years. */
const MAX_MONTHS = 24

const ActSchema = Type.String({ pattern: '^[a-z-]{2,30}\\.[A-Za-z]{2,40}$' })
export const OfferSchema = Type.Object(
  {
    agent: Type.Object(
      { country: Type.String({ pattern: '^[A-Z]{2}$' }), taxId: Type.String({ minLength: 3, maxLength: 40 }) },
      { ...strict, description: 'Who is to act for you, by tax number' },
    ),
    acts: Type.Array(ActSchema, { minItems: 1, maxItems: 40, description: 'Grants, among those of an agent' }),
    hs: Type.Optional(Type.Array(Type.String({ pattern: '^\\d{2}(\\d{2}(\\d{2,8})?)?$' }), { maxItems: 60 })),
    agencies: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,40}$' }), { maxItems: 40 })),
    offices: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Z0-9-]{2,17}$' }), {
        maxItems: 40,
        description: 'Customs offices, by code',
      }),
    ),
    valueCap: Type.Optional(MoneySchema),
    from: DaySchema,
    to: DaySchema,
  },
  strict,
)
const Offer = Type.Object(
  {
    principal: UuidSchema,
    principalName: Type.String(),
    agent: UuidSchema,
    agentName: Type.String(),
    acts: Type.Array(ActSchema),
    hs: Type.Array(Type.String()),
    agencies: Type.Array(Type.String()),
    offices: Type.Array(Type.String()),
    valueCap: Type.Union([MoneySchema, Type.Null()]),
    from: DaySchema,
    to: DaySchema,
  },
  strict,
)
const Empty = Type.Object({}, strict)
const Reason = Type.Object({ text: Type.String({ minLength: 3, maxLength: 500 }) }, strict)
type Offered = Static<typeof Offer> & { readonly by: string; readonly second: boolean }

export const needsTwo = (cap: Money | null): boolean =>
  cap === null || cap.currency !== FOUR_EYES_ABOVE.currency || compareDecimal(cap.amount, FOUR_EYES_ABOVE.amount) > 0

function faults({ from, to, principal, agent }: Static<typeof Offer>, today: string): Refusal[] {
  return [
    ...(agent === principal ? [refusal('MANDATE_SELF', '/agent')] : []),
    ...(to < from || to < today ? [refusal('MANDATE_DATES', '/to', { from, to })] : []),
    ...(to > addMonths(from, MAX_MONTHS)
      ? [refusal('MANDATE_TOO_LONG', '/to', { last: addMonths(from, MAX_MONTHS) })]
      : []),
  ]
}

/** The first moment at which it no longer holds: the end of its last day, UTC. */
const endOf = (s: MandateState): Instant => toInstant(Date.parse(`${s.to}T00:00:00Z`) + 86_400_000)

/** A power to act for a firm (M01): offered by the firm, accepted by the agent, effective at once when taken back. */
export const mandate = caseType<MandateState>()('mandate', {
  initial: {
    status: 'NEW',
    principal: '',
    principalName: '',
    agent: '',
    agentName: '',
    acts: [],
    hs: [],
    agencies: [],
    offices: [],
    valueCap: null,
    from: '',
    to: '',
    offeredBy: '',
    secondBy: null,
    acceptedBy: null,
    endedAt: null,
    reason: null,
  },
  events: {
    MandateOffered: (s, { by, second, ...e }: Offered) => ({
      ...s,
      ...e,
      offeredBy: by,
      status: second ? 'AWAITING_SECOND' : 'OFFERED',
    }),
    MandateSeconded: (s, e: { by: string }) => ({ ...s, status: 'OFFERED', secondBy: e.by }),
    MandateGranted: (s, e: { by: string }) => ({ ...s, status: 'ACTIVE', acceptedBy: e.by }),
    MandateDeclined: (s, e: { reason: string; at: Instant }) => ({
      ...s,
      status: 'DECLINED',
      reason: e.reason,
      endedAt: e.at,
    }),
    MandateRevoked: (s, e: { reason: string; at: Instant }) => ({
      ...s,
      status: 'REVOKED',
      reason: e.reason,
      endedAt: e.at,
    }),
    MandateExpired: (s, e: { at: Instant }) => ({ ...s, status: 'EXPIRED', endedAt: e.at }),
  },
  commands: (command) => ({
    offer: command({
      from: ['NEW'],
      may: 'mandate.offer',
      as: ['owner'],
      input: Offer,
      signature: 'advanced',
      summary: 'Offers somebody the power to act for your firm, within limits you set',
      decide: (_, input, ctx) => {
        const wrong = faults(input, ctx.now.slice(0, 10))
        if (wrong.length) return refuse(...wrong)
        return [{ type: 'MandateOffered', data: { ...input, by: ctx.actor.person, second: needsTwo(input.valueCap) } }]
      },
    }),
    second: command({
      from: ['AWAITING_SECOND'],
      may: 'mandate.offer',
      as: ['principal'],
      input: Empty,
      signature: 'advanced',
      summary: 'A second person of the firm confirms a mandate of high value',
      decide: (s, _, ctx) =>
        ctx.actor.person === s.offeredBy
          ? refuse(refusal('FOUR_EYES'))
          : [{ type: 'MandateSeconded', data: { by: ctx.actor.person } }],
    }),
    accept: command({
      from: ['OFFERED'],
      may: 'mandate.accept',
      as: ['agent'],
      input: Empty,
      signature: 'advanced',
      summary: 'The agent accepts: from now on it may act',
      decide: (_, __, ctx) => [{ type: 'MandateGranted', data: { by: ctx.actor.person } }],
    }),
    decline: command({
      from: ['OFFERED'],
      may: 'mandate.accept',
      as: ['agent'],
      input: Reason,
      summary: 'The agent does not want it',
      decide: (_, { text }, ctx) => [{ type: 'MandateDeclined', data: { reason: text, at: ctx.now } }],
    }),
    revoke: command({
      from: ['AWAITING_SECOND', 'OFFERED', 'ACTIVE'],
      may: 'mandate.revoke',
      as: ['principal', 'agent'],
      input: Reason,
      summary: 'Ends the mandate at once; acts already signed stand',
      decide: (_, { text }, ctx) => [{ type: 'MandateRevoked', data: { reason: text, at: ctx.now } }],
    }),
  }),
  parties: (s) => [
    ...(s.principal ? [{ org: s.principal, capacity: 'principal' }] : []),
    // Nobody is bothered with an offer that the firm itself has not made up its mind about.
    ...(s.agent && s.status !== 'NEW' && s.status !== 'AWAITING_SECOND' ? [{ org: s.agent, capacity: 'agent' }] : []),
  ],
  work: (s) =>
    s.status === 'AWAITING_SECOND'
      ? [{ name: 'second', org: s.principal, role: 'titular', due: endOf(s) }]
      : s.status === 'OFFERED'
        ? [{ name: 'accept', org: s.agent, role: 'agent', due: endOf(s) }]
        : [],
  title: (s) => `${s.principalName} → ${s.agentName}`,
  nextDue: (s) => (['AWAITING_SECOND', 'OFFERED', 'ACTIVE'].includes(s.status) ? endOf(s) : null),
  tick: (s, now) => (endOf(s) <= now ? [{ type: 'MandateExpired', data: { at: endOf(s) }, at: endOf(s) }] : []),
})

/** Whether somebody may act under it on a day. */
export const isLive = (s: MandateState, day: string): boolean => s.status === 'ACTIVE' && s.from <= day && day <= s.to
