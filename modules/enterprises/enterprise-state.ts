import type { Instant, Money, PersonalRef, SizeClass } from '#kernel'
import type { Particulars } from './particulars.ts'

export interface Member {
  readonly person: string
  readonly roles: readonly string[]
}
export interface JoinRequest {
  readonly person: string
  readonly at: Instant
}
/** Somebody who was written to and has not answered. Their address lies beside the chain. */
export interface Invitation {
  readonly id: string
  readonly to: PersonalRef
  readonly roles: readonly string[]
  readonly language: string
  readonly by: string
  readonly at: Instant
  readonly until: Instant
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
  readonly invitations: readonly Invitation[]
  readonly particulars: Particulars
  readonly size: SizeClass | null
  /** What the size was computed from, as the firm declared it. */
  readonly persons: number | null
  readonly sales: Money | null
  readonly sizeConfirmedAt: Instant | null
  /** The size was not confirmed in time: its benefits pause, nothing else. */
  readonly sizeUnconfirmed: boolean
  readonly reason: string | null
}

export const initialEnterprise: EnterpriseState = {
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
  invitations: [],
  particulars: {},
  size: null,
  persons: null,
  sales: null,
  sizeConfirmedAt: null,
  sizeUnconfirmed: false,
  reason: null,
}
