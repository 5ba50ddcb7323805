import { notNow, refuse, toInstant, toMs, type Decided, type Instant } from '#kernel'
import type { TakenAnswer } from '#modules/customs'
import type { DeclarationEvents } from './events.ts'
import type { DeclarationState } from './state.ts'

type Events = Decided<DeclarationEvents>

const DAY = 86_400_000

/**
 * What an answer of customs makes of a declaration. An answer that comes before the one it follows is refused (`NOT_NOW`): customs sends it
 * again. One that says what is known already changes nothing.
 */
export function decideAnswer(s: DeclarationState, a: TakenAnswer, now: Instant, regularisationDays: number): Events {
  const early = refuse(notNow(s.status, `takeAnswer ${a.kind}`))
  if (a.about === 'amendment' || a.about === 'regularisation') {
    if (s.awaiting?.about !== a.about) return []
    if (a.kind === 'amended')
      return [{ type: a.about === 'amendment' ? 'AmendmentAccepted' : 'DeclarationRegularised', data: { at: now } }]
    if (a.kind === 'rejected')
      return [
        {
          type: a.about === 'amendment' ? 'AmendmentRejected' : 'RegularisationRejected',
          data: { errors: a.errors },
        },
      ]
    return []
  }
  if (a.about === 'cancellation') {
    if (s.awaiting?.about !== 'cancellation') return []
    if (a.kind === 'cancelled') return [{ type: 'DeclarationCancelled', data: { reason: a.text, at: now } }]
    return a.kind === 'rejected' ? [{ type: 'CancellationRejected', data: { errors: a.errors } }] : []
  }
  switch (a.kind) {
    case 'accepted':
      return s.status === 'SENT' && a.mrn ? [{ type: 'DeclarationAccepted', data: { mrn: a.mrn, at: now } }] : []
    case 'rejected':
      return s.status === 'SENT' ? [{ type: 'DeclarationRejected', data: { errors: a.errors, at: now } }] : []
    case 'control':
      // Customs may look closer than the window thought, never less (M12-7).
      if (s.status === 'SENT') return early
      return a.channel && a.channel !== 'green' && s.released === null && s.channel !== 'red' && a.channel !== s.channel
        ? [{ type: 'ChannelAssigned', data: { channel: a.channel, by: 'customs' } }]
        : []
    case 'released':
      if (s.status === 'SENT' || s.status === 'ACCEPTED') return early
      return ['CHANNEL_ASSIGNED', 'DOC_REVIEW', 'PHYSICAL_INSPECTION', 'HELD'].includes(s.status)
        ? [{ type: 'DeclarationReleased', data: { at: now } }]
        : []
    case 'held':
      if (s.status === 'SENT') return early
      return ['ACCEPTED', 'CHANNEL_ASSIGNED', 'DOC_REVIEW', 'PHYSICAL_INSPECTION', 'RELEASED'].includes(s.status)
        ? [{ type: 'DeclarationHeld', data: { reason: a.text ?? '', at: now } }]
        : []
    case 'exit':
    case 'entry': {
      if (s.gone) return []
      if (s.status !== 'RELEASED') return early
      return a.kind === 'exit'
        ? [
            {
              type: 'ExitConfirmed',
              data: { at: now, regulariseBy: toInstant(toMs(now) + regularisationDays * DAY) },
            },
          ]
        : [{ type: 'EntryConfirmed', data: { at: now } }]
    }
    case 'tax':
      return s.status === 'SENT' ? early : [{ type: 'TaxAssessed', data: { text: a.text } }]
    default:
      return []
  }
}
