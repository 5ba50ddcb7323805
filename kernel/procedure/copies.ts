import type { Instant } from '../time.ts'
import type { Reported } from './event-data.ts'
import type { CopyState, PermitState } from './state.ts'

type S = PermitState

const copied = (s: S, to: string, copy: CopyState): S => ({ ...s, copies: { ...s.copies, [to]: copy } })
const reported = (s: S, e: Reported, status: CopyState['status']): S =>
  copied(s, e.to, {
    edition: e.edition,
    status,
    at: e.at,
    reference: e.reference,
    ...(s.copies?.[e.to]?.kind ? { kind: 'cancel' as const } : {}),
  })

/** How far a copy has come: a report that says less than is known changes nothing. */
export const furtherThan = { queued: 0, sent: 1, received: 2, accepted: 3, rejected: 3 } as const

/** What happens to the electronic copies of a document (PACK 4, `send`; M09). */
export const copyEvents = {
  CopyQueued: (s: S, e: { to: string; edition: number; at: Instant; kind?: 'cancel' }): S =>
    copied(s, e.to, {
      edition: e.edition,
      status: 'queued',
      at: e.at,
      reference: null,
      ...(e.kind ? { kind: e.kind } : {}),
    }),
  CopyReported: (s: S, e: Reported & { outcome: Exclude<CopyState['status'], 'queued'> }): S =>
    reported(s, e, e.outcome),
  // A certificate's copy to the authority of another country has names of its own (M09).
  SpsSent: (s: S, e: Reported): S => reported(s, e, 'sent'),
  SpsReceived: (s: S, e: Reported): S => reported(s, e, 'received'),
  SpsAccepted: (s: S, e: Reported): S => reported(s, e, 'accepted'),
  SpsRejected: (s: S, e: Reported): S => reported(s, e, 'rejected'),
  /** An edition that was sent gives way to a newer one, or is taken back: the other authority is told in a message of its own. */
  SpsReplaced: (s: S, _: { edition: number; by: number; at: Instant }): S => s,
  SpsCancelled: (s: S, _: { edition: number; at: Instant }): S => s,
}
