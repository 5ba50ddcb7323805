import { Type } from 'typebox'
import { caseType, compareMoney, MoneySchema, refusal, refuse, showMoney, strict, type Money } from '#kernel'

export interface AdherenceState {
  readonly status: 'NEW' | 'ADHERED' | 'WITHDRAWN' | 'SUSPENDED'
  readonly org: string
  readonly name: string
  readonly country: string
  readonly kind: 'agent' | 'carrier'
  /** What an agent asks for one classification. */
  readonly fee: Money | null
  readonly authority: string
  readonly reason: string | null
}

export const AdhereSchema = Type.Object(
  {
    country: Type.String({ pattern: '^[a-z]{2,5}$' }),
    kind: Type.Union([Type.Literal('agent'), Type.Literal('carrier')]),
    fee: Type.Optional(MoneySchema),
  },
  strict,
)
export interface AdherenceFacts {
  readonly cap?: Money | null
}
const Reason = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }, strict)

/** An agent or a carrier signs the agreement of rights and duties of the regime (M13-9, M45): only then it can be chosen. */
export const adherence = caseType<AdherenceState, AdherenceFacts>()('adherence', {
  initial: {
    status: 'NEW',
    org: '',
    name: '',
    country: '',
    kind: 'agent',
    fee: null,
    authority: '',
    reason: null,
  },
  events: {
    AgreementSigned: (
      s,
      e: {
        org: string
        name: string
        country: string
        kind: 'agent' | 'carrier'
        fee: Money | null
        authority: string
      },
    ) => ({ ...s, ...e, status: 'ADHERED' }),
    AgreementLeft: (s, e: { reason: string }) => ({ ...s, status: 'WITHDRAWN', reason: e.reason }),
    AgreementSuspended: (s, e: { reason: string }) => ({ ...s, status: 'SUSPENDED', reason: e.reason }),
  },
  commands: (command) => ({
    adhere: command({
      from: ['NEW'],
      may: 'adherence.adhere',
      as: ['owner'],
      input: AdhereSchema,
      signature: 'advanced',
      summary: 'Signs the agreement of the regime for small exporters',
      decide: (_, input, __, { cap }) => {
        const {
          org,
          name,
          country,
          kind,
          fee = null,
          authority,
        } = input as typeof input & {
          org: string
          name: string
          authority: string
        }
        if (kind === 'agent' && !fee) return refuse(refusal('FIELD_REQUIRED', '/fee', { field: 'fee' }))
        if (fee && cap && (fee.currency !== cap.currency || compareMoney(fee, cap) > 0))
          return refuse(refusal('FEE_OVER_CAP', '/fee', { cap: showMoney(cap) }))
        return [{ type: 'AgreementSigned', data: { org, name, country, kind, fee, authority } }]
      },
    }),
    leave: command({
      from: ['ADHERED'],
      may: 'adherence.adhere',
      as: ['adherent'],
      input: Reason,
      summary: 'Leaves the agreement; what was begun is finished',
      decide: (_, { reason }) => [{ type: 'AgreementLeft', data: { reason } }],
    }),
    suspend: command({
      from: ['ADHERED'],
      may: 'enterprise.suspend',
      as: ['authority'],
      input: Reason,
      summary: 'The coordinator takes an adherent off the list',
      decide: (_, { reason }) => [{ type: 'AgreementSuspended', data: { reason } }],
    }),
  }),
  parties: (s) =>
    s.org
      ? [
          { org: s.org, capacity: 'adherent' },
          { org: s.authority, capacity: 'authority' },
        ]
      : [],
  title: (s) => `${s.name} · ${s.kind}`,
})
