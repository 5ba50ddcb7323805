import { Type, type Static } from 'typebox'
import {
  caseType,
  MoneySchema,
  refusal,
  refuse,
  strict,
  toInstant,
  toMs,
  UuidSchema,
  type Instant,
  type Money,
  type SizeClass,
} from '#kernel'

export interface Member {
  readonly person: string
  readonly roles: readonly string[]
}
export interface JoinRequest {
  readonly person: string
  readonly at: Instant
}

/** `unchecked`: the registry did not answer, and is asked again. */
export type RegistryStanding = 'unchecked' | 'active' | 'inactive' | 'unknown'

export interface EnterpriseState {
  readonly status: 'NEW' | 'DRAFT' | 'IDENTITY_CHECKED' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'
  /** The organisation as which the firm acts once it is active. */
  readonly org: string
  /** The organisation of the body that may suspend it. */
  readonly authority: string
  /** Whoever registers it, and their own organisation. */
  readonly registrant: string
  readonly registrantOrg: string
  readonly country: string
  readonly taxId: string
  readonly name: string
  readonly address: string | null
  readonly registry: RegistryStanding
  readonly members: readonly Member[]
  readonly requests: readonly JoinRequest[]
  readonly size: SizeClass | null
  readonly sizeConfirmedAt: Instant | null
  /** The size was not confirmed in time: its benefits pause, nothing else. */
  readonly sizeUnconfirmed: boolean
  readonly reason: string | null
}

const YEAR_MS = 365 * 86_400_000
const GRACE_MS = 30 * 86_400_000

export const RegisterSchema = Type.Object(
  {
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    taxId: Type.String({ minLength: 3, maxLength: 40 }),
    name: Type.Optional(
      Type.String({ minLength: 2, maxLength: 200, description: 'Used only until the registry has said it' }),
    ),
  },
  strict,
)
const Registered = Type.Object(
  {
    org: UuidSchema,
    authority: UuidSchema,
    registrantOrg: UuidSchema,
    country: Type.String(),
    taxId: Type.String(),
    name: Type.String(),
    address: Type.Union([Type.String(), Type.Null()]),
    registry: Type.Union([Type.Literal('unchecked'), Type.Literal('active')]),
  },
  strict,
)
const Answer = Type.Object(
  {
    status: Type.Union([Type.Literal('active'), Type.Literal('inactive'), Type.Literal('unknown')]),
    name: Type.Union([Type.String(), Type.Null()]),
    address: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
)
/** Roles that a titular may give in the firm. */
const Roles = Type.Array(Type.Union([Type.Literal('titular'), Type.Literal('operator'), Type.Literal('agent')]), {
  minItems: 1,
  maxItems: 3,
})
const AssignSchema = Type.Object({ person: UuidSchema, roles: Roles }, strict)
const PersonOnly = Type.Object({ person: UuidSchema }, strict)
const SizeInput = Type.Object(
  { persons: Type.Integer({ minimum: 0, maximum: 9_999_999 }), sales: MoneySchema },
  { ...strict, description: 'Persons employed, and sales of a year without VAT, in the money of the country' },
)
const Empty = Type.Object({}, strict)
const Reason = Type.Object({ text: Type.String({ minLength: 3, maxLength: 500 }) }, strict)

export interface EnterpriseFacts {
  /** The size that the thresholds of the pack give for what is declared; nothing when they give none. */
  readonly sized?: { readonly size: SizeClass; readonly law: string | null; readonly unit: string | null } | undefined
}

const titulars = (s: EnterpriseState, without = ''): number =>
  s.members.filter((m) => m.person !== without && m.roles.includes('titular')).length
const withMember = (s: EnterpriseState, m: Member): Member[] => [...s.members.filter((x) => x.person !== m.person), m]
const renewAt = (s: EnterpriseState): Instant | null =>
  s.sizeConfirmedAt && !s.sizeUnconfirmed ? toInstant(toMs(s.sizeConfirmedAt) + YEAR_MS + GRACE_MS) : null

/** A firm's file (M01): who it is, checked with the State's own registry, its people, its size and its standing. */
export const enterprise = caseType<EnterpriseState, EnterpriseFacts>()('enterprise', {
  initial: {
    status: 'NEW',
    org: '',
    authority: '',
    registrant: '',
    registrantOrg: '',
    country: '',
    taxId: '',
    name: '',
    address: null,
    registry: 'unchecked',
    members: [],
    requests: [],
    size: null,
    sizeConfirmedAt: null,
    sizeUnconfirmed: false,
    reason: null,
  },
  events: {
    EnterpriseRegistered: (s, e: Static<typeof Registered> & { registrant: string }) => ({
      ...s,
      ...e,
      status: e.registry === 'active' ? 'IDENTITY_CHECKED' : 'DRAFT',
    }),
    RegistryAnswered: (s, e: Static<typeof Answer>) => ({
      ...s,
      registry: e.status,
      name: e.name ?? s.name,
      address: e.address ?? s.address,
      status: s.status === 'DRAFT' && e.status === 'active' ? 'IDENTITY_CHECKED' : s.status,
    }),
    TermsAccepted: (s, e: { person: string }) => ({
      ...s,
      status: 'ACTIVE',
      members: withMember(s, { person: e.person, roles: ['titular'] }),
    }),
    SizeClassChanged: (
      s,
      e: { size: SizeClass; at: Instant; persons: number; sales: Money; law: string | null; unit: string | null },
    ) => ({
      ...s,
      size: e.size,
      sizeConfirmedAt: e.at,
      sizeUnconfirmed: false,
    }),
    SizeUnconfirmed: (s) => ({ ...s, sizeUnconfirmed: true }),
    JoinRequested: (s, e: JoinRequest) => ({
      ...s,
      requests: [...s.requests.filter((r) => r.person !== e.person), e],
    }),
    RoleAssigned: (s, e: Member) => ({
      ...s,
      members: withMember(s, e),
      requests: s.requests.filter((r) => r.person !== e.person),
    }),
    JoinDeclined: (s, e: { person: string }) => ({ ...s, requests: s.requests.filter((r) => r.person !== e.person) }),
    MemberRemoved: (s, e: { person: string }) => ({ ...s, members: s.members.filter((m) => m.person !== e.person) }),
    EnterpriseSuspended: (s, e: { reason: string }) => ({ ...s, status: 'SUSPENDED', reason: e.reason }),
    EnterpriseReinstated: (s) => ({ ...s, status: 'ACTIVE', reason: null }),
    EnterpriseClosed: (s, e: { reason: string }) => ({ ...s, status: 'CLOSED', reason: e.reason }),
  },
  commands: (command) => ({
    register: command({
      from: ['NEW'],
      may: 'enterprise.register',
      as: ['owner'],
      input: Registered,
      summary: 'Registers a firm by its tax number; the rest is fetched from the registry',
      decide: (_, input, ctx) => [{ type: 'EnterpriseRegistered', data: { ...input, registrant: ctx.actor.person } }],
    }),
    answerRegistry: command({
      from: ['DRAFT', 'ACTIVE'],
      may: 'enterprise.answerRegistry',
      as: ['system'],
      internal: true,
      input: Answer,
      summary: 'What the tax registry said, later than it was asked',
      decide: (s, input) => {
        const answered = { type: 'RegistryAnswered' as const, data: input }
        if (input.status === 'active') return [answered]
        const reason = input.status === 'unknown' ? 'TAXPAYER_UNKNOWN' : 'TAXPAYER_NOT_ACTIVE'
        return s.status === 'ACTIVE'
          ? [answered, { type: 'EnterpriseSuspended', data: { reason } }]
          : [answered, { type: 'EnterpriseClosed', data: { reason } }]
      },
    }),
    acceptTerms: command({
      from: ['DRAFT', 'IDENTITY_CHECKED'],
      may: 'enterprise.register',
      as: ['registrant'],
      input: Empty,
      signature: 'advanced',
      summary: 'Accepts the terms: the firm may act from now on, even while the registry is still to be asked',
      decide: (_, __, ctx) => [{ type: 'TermsAccepted', data: { person: ctx.actor.person } }],
    }),
    confirmSize: command({
      from: ['ACTIVE', 'SUSPENDED'],
      may: 'enterprise.manage',
      as: ['firm'],
      input: SizeInput,
      summary: 'Says persons and sales of the year; the size class follows from the country’s thresholds',
      decide: (_, { persons, sales }, ctx, { sized }) =>
        sized
          ? [{ type: 'SizeClassChanged', data: { persons, sales, ...sized, at: ctx.now } }]
          : refuse(refusal('NO_SIZE_CLASS', '/sales/currency', { currency: sales.currency })),
    }),
    requestJoin: command({
      from: ['DRAFT', 'IDENTITY_CHECKED', 'ACTIVE', 'SUSPENDED'],
      may: 'enterprise.join',
      as: ['system'],
      internal: true,
      input: PersonOnly,
      summary: 'Somebody asks to join the firm',
      decide: (s, { person }, ctx) =>
        s.members.some((m) => m.person === person) ? [] : [{ type: 'JoinRequested', data: { person, at: ctx.now } }],
    }),
    assignRole: command({
      from: ['ACTIVE'],
      may: 'enterprise.manage',
      as: ['firm'],
      input: AssignSchema,
      signature: 'advanced',
      summary: 'Lets somebody who asked join the firm, or changes a member’s roles',
      decide: (s, { person, roles }) => {
        const known = s.members.some((m) => m.person === person) || s.requests.some((r) => r.person === person)
        if (!known) return refuse(refusal('UNKNOWN_PERSON', '/person'))
        if (!roles.includes('titular') && titulars(s, person) === 0) return refuse(refusal('LAST_TITULAR', '/roles'))
        return [{ type: 'RoleAssigned', data: { person, roles } }]
      },
    }),
    declineJoin: command({
      from: ['ACTIVE', 'SUSPENDED'],
      may: 'enterprise.manage',
      as: ['firm'],
      input: PersonOnly,
      summary: 'Declines somebody who asked to join',
      decide: (s, { person }) =>
        s.requests.some((r) => r.person === person)
          ? [{ type: 'JoinDeclined', data: { person } }]
          : refuse(refusal('UNKNOWN_PERSON', '/person')),
    }),
    removeMember: command({
      from: ['ACTIVE', 'SUSPENDED'],
      may: 'enterprise.manage',
      as: ['firm'],
      input: PersonOnly,
      summary: 'A member leaves the firm',
      decide: (s, { person }) => {
        if (!s.members.some((m) => m.person === person)) return refuse(refusal('UNKNOWN_PERSON', '/person'))
        return titulars(s, person) === 0
          ? refuse(refusal('LAST_TITULAR', '/person'))
          : [{ type: 'MemberRemoved', data: { person } }]
      },
    }),
    suspend: command({
      from: ['ACTIVE'],
      may: 'enterprise.suspend',
      as: ['authority'],
      input: Reason,
      signature: 'advanced',
      summary: 'Suspends the firm, with the reason',
      decide: (_, { text }) => [{ type: 'EnterpriseSuspended', data: { reason: text } }],
    }),
    reinstate: command({
      from: ['SUSPENDED'],
      may: 'enterprise.suspend',
      as: ['authority'],
      input: Reason,
      signature: 'advanced',
      summary: 'Lets the firm act again',
      decide: () => [{ type: 'EnterpriseReinstated', data: {} }],
    }),
    close: command({
      from: ['ACTIVE', 'SUSPENDED'],
      may: 'enterprise.manage',
      as: ['firm'],
      input: Reason,
      signature: 'advanced',
      summary: 'Closes the firm’s file here; its cases stay',
      decide: (_, { text }) => [{ type: 'EnterpriseClosed', data: { reason: text } }],
    }),
  }),
  parties: (s) =>
    s.org
      ? [
          { org: s.registrantOrg, capacity: 'registrant' },
          { org: s.org, capacity: 'firm' },
          { org: s.authority, capacity: 'authority' },
        ]
      : [],
  work: (s) =>
    s.status === 'ACTIVE' && s.requests.length > 0
      ? [{ name: 'join', org: s.org, role: 'titular', due: null }]
      : s.status === 'IDENTITY_CHECKED'
        ? [{ name: 'acceptTerms', org: s.registrantOrg, role: 'person', due: null }]
        : [],
  title: (s) => s.name || s.taxId,
  number: (s) => (s.taxId ? `${s.country}-${s.taxId}` : null),
  nextDue: (s) => (s.status === 'ACTIVE' ? renewAt(s) : null),
  tick: (s, now) => {
    const at = renewAt(s)
    return at && at <= now ? [{ type: 'SizeUnconfirmed', data: {}, at }] : []
  },
})
