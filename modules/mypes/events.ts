import type { Instant, Money } from '#kernel'
import type { CustomsError, DeclaredContent } from '#modules/customs'
import type { Eligibility, Exemption, LandedNote, Product, SavingPosted, SmallExportState } from './state.ts'

type S = SmallExportState

export const smallExportEvents = {
  /** `number` is filled from the series. */
  SmallExportOpened: (
    s: S,
    e: { owner: string; customs: string; pack: string; dossier: string; at: Instant; series: string; number: string },
  ): S => ({
    ...s,
    owner: e.owner,
    customs: e.customs,
    pack: e.pack,
    dossier: e.dossier,
    openedAt: e.at,
    number: e.number,
  }),
  EligibilityConfirmed: (s: S, e: Eligibility): S => ({
    ...s,
    eligibility: e,
    status: s.status === 'NEW' ? 'ELIGIBILITY_CHECKED' : s.status,
  }),
  ClassificationRequested: (s: S, e: { products: readonly Product[]; agent: S['agent']; by: Instant | null }): S => ({
    ...s,
    status: 'CLASSIFICATION_REQUESTED',
    products: e.products,
    agent: e.agent,
    classifyBy: e.by,
  }),
  InfoAsked: (s: S, e: { text: string }): S => ({ ...s, status: 'INFO_ASKED', asked: e.text }),
  InfoGiven: (s: S, e: { text: string }): S => ({ ...s, status: 'CLASSIFICATION_REQUESTED', answered: e.text }),
  Classified: (
    s: S,
    e: {
      products: readonly Product[]
      by: string
      at: Instant
      act: string
      fee: Money | null
      /** From the library: no agent had to look again (M13-10). */
      library: boolean
    },
  ): S => ({ ...s, status: 'CLASSIFIED', products: e.products, classifyBy: null }),
  JointValueAsked: (s: S, e: { total: Money; sameContract: boolean }): S => ({
    ...s,
    joint: { total: e.total, sameContract: e.sameContract },
  }),
  MypesDeclared: (
    s: S,
    e: {
      content: DeclaredContent
      digest: string
      by: string
      at: Instant
      answerBy: Instant
      validUntil: Instant
      exemptions: readonly Exemption[]
      carrier: NonNullable<S['carrier']>
      splitting: boolean
    },
  ): S => ({
    ...s,
    status: 'DECLARED',
    content: e.content,
    signed: { digest: e.digest, by: e.by, at: e.at },
    awaiting: { since: e.at, by: e.answerBy, silent: false },
    validUntil: e.validUntil,
    exemptions: e.exemptions,
    carrier: e.carrier,
    errors: [],
  }),
  CustomsSilent: (s: S, _: { about: 'declaration'; since: Instant }): S => ({
    ...s,
    awaiting: s.awaiting && { ...s.awaiting, silent: true },
  }),
  MypesAccepted: (s: S, e: { mrn: string; at: Instant }): S => ({
    ...s,
    status: 'ACCEPTED',
    mrn: e.mrn,
    awaiting: null,
  }),
  MypesRejected: (s: S, e: { errors: readonly CustomsError[]; at: Instant }): S => ({
    ...s,
    status: 'REJECTED',
    errors: e.errors,
    awaiting: null,
  }),
  ChannelAssigned: (s: S, e: { channel: 'green' | 'yellow' | 'red'; by: 'window' | 'customs' }): S => ({
    ...s,
    status: 'CHANNEL',
    channel: e.channel,
  }),
  ControlRecorded: (s: S, _: { result: 'conform' | 'minor' | 'serious'; text: string | null }): S => s,
  MypesReleased: (s: S, e: { at: Instant }): S => ({ ...s, released: e.at, held: null }),
  MypesHeld: (s: S, e: { reason: string }): S => ({ ...s, held: e.reason, released: null }),
  HandedToCarrier: (s: S, e: { guide: string; at: Instant; by: string }): S => ({
    ...s,
    status: 'HANDED_TO_CARRIER',
    guide: e.guide,
  }),
  MypesExited: (s: S, e: { at: Instant }): S => ({ ...s, status: 'EXITED', exitedAt: e.at }),
  LandedCostNoted: (s: S, e: LandedNote): S => ({ ...s, note: e }),
  SmallExportClosed: (s: S, _: { at: Instant }): S => ({ ...s, status: 'CLOSED' }),
  ActivityNoted: (s: S, e: { minutes: number; person: string }): S => ({
    ...s,
    activeMinutes: s.activeMinutes + e.minutes,
  }),
  SavingComputed: (s: S, e: SavingPosted): S => ({ ...s, saving: e }),
  ReturnRequested: (s: S, e: { reason: string; at: Instant }): S => ({
    ...s,
    status: 'RETURN_REQUESTED',
    returning: { reason: e.reason, at: e.at },
  }),
  Returned: (s: S, _: { at: Instant; by: string; law: string }): S => ({ ...s, status: 'RETURNED' }),
  MypesCancelled: (s: S, _: { reason: string; at: Instant }): S => ({ ...s, status: 'CANCELLED', awaiting: null }),
  MypesLapsed: (s: S, _: { at: Instant }): S => ({ ...s, status: 'LAPSED' }),
  MovedToGeneral: (s: S, e: { declaration: string; reason: string }): S => ({
    ...s,
    status: 'MOVED',
    moved: e.declaration,
  }),
}
export type SmallExportEvents = typeof smallExportEvents
