import { countryOf, type Pack, type PermitState, type Procedure } from '#kernel'
import { spsCertificate } from '#modules/sps'
import type { Outgoing } from '#platform/exchange'
import { lpcoMessage } from './lpco.ts'

export interface Delivery {
  readonly id: string
  readonly caseId: string
  readonly recipient: string
  readonly edition: number
  readonly kind: 'copy' | 'cancel'
  readonly status: string
  readonly attempts: number
  readonly queuedAt: string
  readonly sandbox: string | null
}

/** Recipients that take the electronic certificate itself, where the procedure makes one. */
const certificates = new Set(['ephyto', 'destination'])
/** UNTDED 1373. */
const ISSUED = '70'
const WITHDRAWN = '40'

const countryIn = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'object' && value !== null && 'country' in value && typeof value.country === 'string'
      ? value.country
      : undefined

/** The message of a delivery, from the permit as it stands; nothing when it has no document. */
export function messageOf(
  { id, caseId, recipient, kind }: Delivery,
  state: PermitState,
  { pack, procedure }: { readonly pack: Pack; readonly procedure: Procedure },
): Outgoing | undefined {
  const dr = state.resolution
  if (!dr) return undefined
  const own = countryOf(pack)
  const abroad = [state.elements['country.destination'], state.elements['consignee']].map(countryIn).find(Boolean)
  const certificate =
    certificates.has(recipient) && procedure.output?.send.includes('ephyto')
      ? spsCertificate({
          state,
          authority: pack.agencies.get(state.agency)?.name ?? state.agency,
          country: own,
          signatory: null,
          status: kind === 'cancel' ? 'withdrawn' : 'issued',
        })
      : undefined
  const content = certificate ?? lpcoMessage({ caseId, state, pack, procedure, kind })
  if (!content) return undefined
  return {
    id,
    to: recipient,
    from: own,
    country: certificates.has(recipient) || recipient === 'agreement' ? (abroad ?? own) : own,
    documentCode: /<ram:TypeCode>(\d+)</.exec(certificate ?? '')?.[1] ?? pack.documents.get(dr.document)?.code ?? '',
    status: kind === 'cancel' ? WITHDRAWN : ISSUED,
    number: dr.number,
    content,
  }
}
