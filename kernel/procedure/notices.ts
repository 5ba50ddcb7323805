import { legalDay } from '../calendar.ts'
import { holds } from '../pack/conditions.ts'
import type { Facts, PackNotice, Procedure } from '../pack/model.ts'
import type { Instant } from '../time.ts'
import { formOf } from './definition.ts'
import type { PermitEvents } from './events.ts'
import type { PermitState } from './state.ts'

/** The event that each moment of the vocabulary stands for (PACK 4, notices). */
const moments: Readonly<Partial<Record<keyof PermitEvents, PackNotice['on']>>> = {
  TramiteSubmitted: 'submitted',
  TramiteAdmitted: 'admitted',
  TramiteObserved: 'observed',
  TramiteApproved: 'approved',
  TramiteDenied: 'denied',
  SilenceApplied: 'denied',
  SlaBreached: 'breached',
  ExpiryWarned: 'expiring',
  Lapsed: 'lapsed',
  Abandoned: 'lapsed',
}

/** Events after which a procedure may have a notice of its own. */
export const noticeEvents: readonly string[] = Object.keys(moments)

/** Notices of a procedure that an event sends, beside the standard ones; `index` is their place in the file. */
export function noticesOf(
  procedure: Procedure,
  event: { readonly type: string; readonly data: unknown; readonly at: Instant },
  s: PermitState,
  facts: Facts = s.facts,
): readonly { readonly index: number; readonly notice: PackNotice }[] {
  const on = moments[event.type as keyof PermitEvents]
  // Positive silence approves, and the approval has a notice of its own.
  if (event.type === 'SilenceApplied' && (event.data as { effect: string }).effect === 'positive') return []
  const today = legalDay(procedure.calendar, event.at)
  return procedure.notices.flatMap((notice, index) =>
    notice.on === on && (!notice.when || holds(notice.when, formOf(s), facts, today)) ? [{ index, notice }] : [],
  )
}
