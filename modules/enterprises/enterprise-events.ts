import type { Instant, Money, SizeClass } from '#kernel'
import type { EnterpriseState, Invitation, JoinRequest, Member, RegistryStanding } from './enterprise-state.ts'
import type { Particulars } from './particulars.ts'

type S = EnterpriseState

export interface Registered {
  readonly org: string
  readonly authority: string
  readonly registrantOrg: string
  readonly country: string
  readonly taxId: string
  readonly name: string
  readonly address: string | null
  readonly registry: 'unchecked' | 'active'
}
export interface RegistrySaid {
  readonly status: Exclude<RegistryStanding, 'unchecked'>
  readonly name: string | null
  readonly address: string | null
}
interface Sized {
  readonly size: SizeClass
  readonly at: Instant
  readonly persons: number
  readonly sales: Money
  readonly law: string | null
  readonly unit: string | null
}

const withMember = (s: S, { person, roles }: Member): readonly Member[] => [
  ...s.members.filter((x) => x.person !== person),
  { person, roles },
]
const withoutInvitation = (s: S, id: string | undefined): readonly Invitation[] =>
  s.invitations.filter((i) => i.id !== id)

export const enterpriseEvents = {
  EnterpriseRegistered: (s: S, e: Registered & { registrant: string }): S => ({
    ...s,
    ...e,
    status: e.registry === 'active' ? 'IDENTITY_CHECKED' : 'DRAFT',
  }),
  RegistryAnswered: (s: S, e: RegistrySaid): S => ({
    ...s,
    registry: e.status,
    name: e.name ?? s.name,
    address: e.address ?? s.address,
    status: s.status === 'DRAFT' && e.status === 'active' ? 'IDENTITY_CHECKED' : s.status,
  }),
  TermsAccepted: (s: S, e: { person: string }): S => ({
    ...s,
    status: 'ACTIVE',
    members: withMember(s, { person: e.person, roles: ['titular'] }),
  }),
  EnterpriseDescribed: (s: S, e: { particulars: Particulars }): S => ({
    ...s,
    particulars: { ...s.particulars, ...e.particulars },
  }),
  SizeClassChanged: (s: S, { size, at, persons, sales }: Sized): S => ({
    ...s,
    size,
    persons,
    sales,
    sizeConfirmedAt: at,
    sizeUnconfirmed: false,
  }),
  SizeUnconfirmed: (s: S): S => ({ ...s, sizeUnconfirmed: true }),
  JoinRequested: (s: S, e: JoinRequest): S => ({
    ...s,
    requests: [...s.requests.filter((r) => r.person !== e.person), e],
  }),
  MemberInvited: (s: S, e: Invitation): S => ({ ...s, invitations: [...s.invitations, e] }),
  InvitationWithdrawn: (s: S, e: { id: string; by: string }): S => ({ ...s, invitations: withoutInvitation(s, e.id) }),
  InvitationLapsed: (s: S, e: { id: string }): S => ({ ...s, invitations: withoutInvitation(s, e.id) }),
  /** `invitation`: the one that was accepted, when it was not the firm that let them in. */
  RoleAssigned: (s: S, e: Member & { invitation?: string }): S => ({
    ...s,
    members: withMember(s, e),
    requests: s.requests.filter((r) => r.person !== e.person),
    invitations: withoutInvitation(s, e.invitation),
  }),
  JoinDeclined: (s: S, e: { person: string }): S => ({
    ...s,
    requests: s.requests.filter((r) => r.person !== e.person),
  }),
  MemberRemoved: (s: S, e: { person: string }): S => ({
    ...s,
    members: s.members.filter((m) => m.person !== e.person),
  }),
  EnterpriseSuspended: (s: S, e: { reason: string }): S => ({ ...s, status: 'SUSPENDED', reason: e.reason }),
  EnterpriseReinstated: (s: S): S => ({ ...s, status: 'ACTIVE', reason: null }),
  EnterpriseClosed: (s: S, e: { reason: string }): S => ({ ...s, status: 'CLOSED', reason: e.reason }),
}
