import type { Instant } from '#kernel'
import type { CustomsError, DeclaredContent } from '#modules/customs'
import type { About, DeclarationState } from './state.ts'

type S = DeclarationState

interface Sent {
  readonly digest: string
  readonly by: string
  readonly at: Instant
  readonly answerBy: Instant
}
interface Asked {
  readonly content: DeclaredContent
  readonly reason: string
  readonly at: Instant
  readonly answerBy: Instant
  readonly digest: string
  readonly by: string
}

const awaiting = (about: About, { at, answerBy }: { at: Instant; answerBy: Instant }): S['awaiting'] => ({
  about,
  since: at,
  by: answerBy,
  silent: false,
})
const signedBy = ({ digest, by, at }: { digest: string; by: string; at: Instant }): S['signed'] => ({ digest, by, at })

export const declarationEvents = {
  /** `number` is filled from the series. */
  DeclarationPrepared: (
    s: S,
    e: {
      owner: string
      customs: string
      dossier: string
      part: S['part']
      content: DeclaredContent
      series: string
      number: string
    },
  ): S => ({
    ...s,
    status: 'PREPARED',
    owner: e.owner,
    customs: e.customs,
    dossier: e.dossier,
    part: e.part,
    content: e.content,
    number: e.number,
    errors: [],
  }),
  DeclarationRefreshed: (s: S, e: { content: DeclaredContent }): S => ({
    ...s,
    status: 'PREPARED',
    content: e.content,
    errors: [],
  }),
  DeclarationSent: (s: S, e: Sent): S => ({
    ...s,
    status: 'SENT',
    signed: signedBy(e),
    awaiting: awaiting('declaration', e),
    errors: [],
  }),
  CustomsSilent: (s: S, _: { about: About; since: Instant }): S => ({
    ...s,
    awaiting: s.awaiting && { ...s.awaiting, silent: true },
  }),
  DeclarationAccepted: (s: S, e: { mrn: string; at: Instant }): S => ({
    ...s,
    status: 'ACCEPTED',
    mrn: e.mrn,
    acceptedAt: e.at,
    awaiting: null,
  }),
  DeclarationRejected: (s: S, e: { errors: readonly CustomsError[]; at: Instant }): S => ({
    ...s,
    status: 'REJECTED',
    errors: e.errors,
    awaiting: null,
  }),
  ChannelAssigned: (s: S, e: { channel: 'green' | 'yellow' | 'red'; by: 'window' | 'customs' }): S => ({
    ...s,
    channel: e.channel,
    status: e.channel === 'green' ? 'CHANNEL_ASSIGNED' : e.channel === 'yellow' ? 'DOC_REVIEW' : 'PHYSICAL_INSPECTION',
  }),
  ControlRecorded: (s: S, _: { result: 'conform' | 'minor' | 'serious'; text: string | null }): S => s,
  TaxAssessed: (s: S, _: { text: string | null }): S => s,
  DeclarationReleased: (s: S, e: { at: Instant }): S => ({ ...s, status: 'RELEASED', released: e.at, held: null }),
  DeclarationHeld: (s: S, e: { reason: string; at: Instant }): S => ({ ...s, status: 'HELD', held: e.reason }),
  ExitConfirmed: (s: S, e: { at: Instant; regulariseBy: Instant }): S => ({
    ...s,
    status: 'EXIT_CONFIRMED',
    gone: e.at,
    regulariseBy: e.regulariseBy,
  }),
  EntryConfirmed: (s: S, e: { at: Instant }): S => ({ ...s, status: 'ENTRY_CONFIRMED', gone: e.at }),
  AmendmentRequested: (s: S, e: Asked): S => ({
    ...s,
    asked: { content: e.content, reason: e.reason },
    awaiting: awaiting('amendment', e),
  }),
  AmendmentAccepted: (s: S, _: { at: Instant }): S => ({
    ...s,
    content: s.asked?.content ?? s.content,
    asked: null,
    awaiting: null,
    amendments: s.amendments + 1,
  }),
  AmendmentRejected: (s: S, e: { errors: readonly CustomsError[] }): S => ({
    ...s,
    asked: null,
    awaiting: null,
    errors: e.errors,
  }),
  RegularisationSent: (s: S, e: Asked): S => ({
    ...s,
    asked: { content: e.content, reason: e.reason },
    awaiting: awaiting('regularisation', e),
  }),
  DeclarationRegularised: (s: S, _: { at: Instant }): S => ({
    ...s,
    status: 'REGULARISED',
    content: s.asked?.content ?? s.content,
    asked: null,
    awaiting: null,
    regulariseBy: null,
  }),
  RegularisationRejected: (s: S, e: { errors: readonly CustomsError[] }): S => ({
    ...s,
    asked: null,
    awaiting: null,
    errors: e.errors,
  }),
  RegularisationOverdue: (s: S, _: { by: Instant }): S => ({ ...s, overdue: true }),
  CancellationRequested: (s: S, e: { reason: string; at: Instant; answerBy: Instant }): S => ({
    ...s,
    awaiting: awaiting('cancellation', e),
  }),
  CancellationRejected: (s: S, e: { errors: readonly CustomsError[] }): S => ({
    ...s,
    awaiting: null,
    errors: e.errors,
  }),
  DeclarationCancelled: (s: S, _: { reason: string | null; at: Instant }): S => ({
    ...s,
    status: 'CANCELLED',
    awaiting: null,
  }),
  DeclarationClosed: (s: S, _: { at: Instant }): S => ({ ...s, status: 'CLOSED' }),
}
export type DeclarationEvents = typeof declarationEvents
