import { notNow, refuse, type Decided, type Instant } from '#kernel'
import type { TakenAnswer } from '#modules/customs'
import type { SmallExportEvents } from './events.ts'
import type { SmallExportState } from './state.ts'

/** What an answer of customs makes of a small export. One that comes too early is sent again; one that is known changes nothing. */
export function decideAnswer(s: SmallExportState, a: TakenAnswer, now: Instant): Decided<SmallExportEvents> {
  const early = refuse(notNow(s.status, `takeAnswer ${a.kind}`))
  switch (a.kind) {
    case 'accepted':
      return s.status === 'DECLARED' && a.mrn ? [{ type: 'MypesAccepted', data: { mrn: a.mrn, at: now } }] : []
    case 'rejected':
      return s.status === 'DECLARED' ? [{ type: 'MypesRejected', data: { errors: a.errors, at: now } }] : []
    case 'control':
      if (s.status === 'DECLARED') return early
      return s.status === 'CHANNEL' && a.channel && a.channel !== 'green' && !s.released && a.channel !== s.channel
        ? [{ type: 'ChannelAssigned', data: { channel: a.channel, by: 'customs' } }]
        : []
    case 'released':
      if (s.status === 'DECLARED' || s.status === 'ACCEPTED') return early
      return s.status === 'CHANNEL' && !s.released ? [{ type: 'MypesReleased', data: { at: now } }] : []
    case 'held':
      if (s.status === 'DECLARED') return early
      return s.status === 'CHANNEL' ? [{ type: 'MypesHeld', data: { reason: a.text ?? '' } }] : []
    case 'exit':
      if (s.status === 'HANDED_TO_CARRIER') return [{ type: 'MypesExited', data: { at: now } }]
      return ['EXITED', 'CLOSED', 'CANCELLED', 'LAPSED'].includes(s.status) ? [] : early
    default:
      return []
  }
}
