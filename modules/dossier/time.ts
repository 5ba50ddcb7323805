import { addPeriod, type EventOf, type Instant } from '#kernel'
import type { dossierEvents } from './events.ts'
import type { DossierState } from './state.ts'

type Event = EventOf<typeof dossierEvents>

/** A closed dossier is put away after so long: whoever looks for it finds it, no list shows it. */
const ARCHIVED_AFTER = { n: 1, unit: 'years' } as const
const nobody = '00000000-0000-8000-8000-000000000001'

const archivedAt = (s: DossierState): Instant | null =>
  s.status === 'CLOSED' && s.closedAt && !s.hold
    ? `${addPeriod(s.closedAt.slice(0, 10), ARCHIVED_AFTER)}${s.closedAt.slice(10)}`
    : null

/** When time itself will next change a dossier: a share runs out, or a closed one is put away. */
export const nextDue = (s: DossierState): Instant | null =>
  [...s.shares.map((x) => x.until), archivedAt(s)].reduce<Instant | null>(
    (first, at) => (at !== null && (first === null || at < first) ? at : first),
    null,
  )

export function tick(s: DossierState, now: Instant): readonly Event[] {
  const ended = s.shares.flatMap(({ org, until }): Event[] =>
    until !== null && until <= now ? [{ type: 'AccessWithdrawn', data: { org, reason: 'expired' }, at: until }] : [],
  )
  const at = archivedAt(s)
  const away: Event[] = at && at <= now ? [{ type: 'DossierArchived', data: { by: nobody, org: s.owner, at }, at }] : []
  return [...ended, ...away].sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))
}
