import { Type } from 'typebox'
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
  type PersonalRef,
  type SizeClass,
} from '#kernel'
import { enterpriseEvents } from './enterprise-events.ts'
import { initialEnterprise, type EnterpriseState } from './enterprise-state.ts'
import { particularFaults, ParticularsSchema } from './particulars.ts'

const YEAR_MS = 365 * 86_400_000
const GRACE_MS = 30 * 86_400_000
const INVITATION_MS = 7 * 86_400_000
const MOST_INVITATIONS = 20

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
export const InviteSchema = Type.Object(
  {
    email: Type.String({ minLength: 5, maxLength: 254 }),
    roles: Roles,
    language: Type.Optional(Type.Union([Type.Literal('es'), Type.Literal('en'), Type.Literal('pt')])),
  },
  strict,
)
export interface PreparedInvite {
  readonly id: string
  readonly to: PersonalRef
  readonly roles: readonly string[]
  readonly language: string
}
const InvitationOnly = Type.Object({ invitation: UuidSchema }, strict)
const AssignSchema = Type.Object({ person: UuidSchema, roles: Roles }, strict)
const PersonOnly = Type.Object({ person: UuidSchema }, strict)
const SizeInput = Type.Object(
  { persons: Type.Integer({ minimum: 0, maximum: 9_999_999 }), sales: MoneySchema },
  { ...strict, description: 'Persons employed, and sales of a year without VAT, in the money of the country' },
)
const Empty = Type.Object({}, strict)
const Reason = Type.Object({ text: Type.String({ minLength: 3, maxLength: 500 }) }, strict)

export interface EnterpriseFacts {
  /** Whom `invite` writes to: the address was put beside the chain. */
  readonly invited?: PreparedInvite
  /** The size that the thresholds of the pack give for what is declared; nothing when they give none. */
  readonly sized?: { readonly size: SizeClass; readonly law: string | null; readonly unit: string | null } | undefined
}

const titulars = (s: EnterpriseState, without = ''): number =>
  s.members.filter((m) => m.person !== without && m.roles.includes('titular')).length
const renewAt = (s: EnterpriseState): Instant | null =>
  s.sizeConfirmedAt && !s.sizeUnconfirmed ? toInstant(toMs(s.sizeConfirmedAt) + YEAR_MS + GRACE_MS) : null

/** A firm's file (M01): who it is, checked with the State's own registry, its people, its size and its standing. */
export const enterprise = caseType<EnterpriseState, EnterpriseFacts>()('enterprise', {
  initial: initialEnterprise,
  events: enterpriseEvents,
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
    describe: command({
      from: ['ACTIVE'],
      may: 'enterprise.manage',
      as: ['firm'],
      input: ParticularsSchema,
      summary: 'Says of the firm what no registry of the State holds',
      decide: (s, particulars) => {
        const { representative } = particulars
        const faults = [
          ...particularFaults(particulars),
          ...(representative && !s.members.some((m) => m.person === representative && m.roles.includes('titular'))
            ? [refusal('UNKNOWN_PERSON', '/representative')]
            : []),
        ]
        return faults.length ? refuse(...faults) : [{ type: 'EnterpriseDescribed', data: { particulars } }]
      },
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
    invite: command({
      from: ['ACTIVE'],
      may: 'enterprise.manage',
      as: ['firm'],
      input: InviteSchema,
      signature: 'advanced',
      summary: 'Writes to somebody so that they can join the firm in a role; the letter is good for seven days',
      decide: (s, _, ctx, { invited }) => {
        if (!invited) return refuse(refusal('BAD_ADDRESS', '/email', { channel: 'email' }))
        if (s.invitations.length >= MOST_INVITATIONS)
          return refuse(refusal('TOO_MANY_INVITATIONS', '/email', { most: MOST_INVITATIONS }))
        const until = toInstant(toMs(ctx.now) + INVITATION_MS)
        return [{ type: 'MemberInvited', data: { ...invited, by: ctx.actor.person, at: ctx.now, until } }]
      },
    }),
    withdrawInvitation: command({
      from: ['ACTIVE', 'SUSPENDED'],
      may: 'enterprise.manage',
      as: ['firm'],
      input: InvitationOnly,
      summary: 'Takes an invitation back: its letter opens nothing any more',
      decide: (s, { invitation: id }, ctx) =>
        s.invitations.some((i) => i.id === id)
          ? [{ type: 'InvitationWithdrawn', data: { id, by: ctx.actor.person } }]
          : refuse(refusal('INVITATION_GONE', '/invitation')),
    }),
    acceptInvitation: command({
      from: ['ACTIVE'],
      may: 'enterprise.join',
      as: ['system'],
      internal: true,
      input: Type.Object({ invitation: UuidSchema, person: UuidSchema }, strict),
      summary: 'Whoever holds the letter joins the firm in the role it names',
      decide: (s, { invitation, person }, ctx) => {
        const found = s.invitations.find((i) => i.id === invitation && i.until > ctx.now)
        if (!found) return refuse(refusal('INVITATION_GONE', ''))
        const had = s.members.find((m) => m.person === person)?.roles ?? []
        return [{ type: 'RoleAssigned', data: { person, roles: [...new Set([...had, ...found.roles])], invitation } }]
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
  nextDue: (s) => {
    if (s.status !== 'ACTIVE') return null
    const moments = [renewAt(s), ...s.invitations.map((i) => i.until)].filter((m) => m !== null)
    return moments.sort()[0] ?? null
  },
  tick: (s, now) => {
    if (s.status !== 'ACTIVE') return []
    const at = renewAt(s)
    return [
      ...s.invitations
        .filter((i) => i.until <= now)
        .map(({ id, until }) => ({ type: 'InvitationLapsed' as const, data: { id }, at: until })),
      ...(at && at <= now ? [{ type: 'SizeUnconfirmed' as const, data: {}, at }] : []),
    ].sort((a, b) => (a.at < b.at ? -1 : 1))
  },
})
