import { dueAt } from '../calendar.ts'
import type { Instant, Period } from '../time.ts'
import type { PermitDefinition, PermitTrace } from './definition.ts'
import type { PendingPeriod } from './state.ts'

/** How a notice came to be served: opened in the mailbox, not opened in the country's period, or acted upon before either. */
export type Served = 'opened' | 'deemed' | 'acted'

/** When a period of the applicant ends, and by when its notice counts as served if nobody opens it. */
export interface FromService {
  readonly due: Instant
  readonly servedBy?: Instant
}

/**
 * A period of the applicant starts when its notice is served (PACK 16.15, M07). Until then `due` is the last day it can come to. A country
 * whose pack gives no period of service lets periods run from the act itself.
 */
export function fromService(def: PermitDefinition, now: Instant, period: Period): FromService {
  const { calendar, periods } = def.procedure
  if (!periods.service) return { due: dueAt(calendar, now, period) }
  const servedBy = dueAt(calendar, now, periods.service)
  return { due: dueAt(calendar, servedBy, period), servedBy }
}

/** The same for the appeal that a decision opens. */
export function appealOpens(
  def: PermitDefinition,
  now: Instant,
): { readonly appealUntil: Instant; readonly servedBy?: Instant } {
  const { due, ...service } = fromService(def, now, def.procedure.periods.appeal)
  return { appealUntil: due, ...service }
}

const lengthOf = ({ procedure }: PermitDefinition, name: PendingPeriod['name']): Period | undefined =>
  name === 'cure' ? procedure.review?.cure : name === 'answer' ? procedure.review?.answer : procedure.periods.appeal

export const isUnserved = (period: PendingPeriod | null): boolean =>
  period?.servedBy !== undefined && period.servedAt === undefined

/** The notice of the pending period is served: the period runs from this moment. Nothing when it was before. */
export function serve(t: PermitTrace, def: PermitDefinition, how: Served, at: Instant, by?: string): void {
  const { period } = t.state
  const length = period && lengthOf(def, period.name)
  if (!period || !length || !isUnserved(period)) return
  const due = how === 'deemed' ? period.due : dueAt(def.procedure.calendar, at, length)
  t.emit('NoticeServed', { period: period.name, how, at, due, ...(by === undefined ? {} : { by }) })
}
