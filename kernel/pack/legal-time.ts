import { dueAt } from '../calendar.ts'
import { toMs, type Instant, type Period } from '../time.ts'
import type { Procedure } from './model.ts'

/** The longest a procedure may take by its law, in whole hours of the wall clock from `now`: admission and decision one after the other. */
export function legalHours({ review, decision, calendar }: Procedure, now: Instant): number {
  if (decision.automatic?.when === 'always') return 0
  const after = (from: Instant, period: Period | null | undefined): Instant =>
    period ? dueAt(calendar, from, period) : from
  const admitted = decision.countsFrom === 'admission' ? after(now, review?.admit) : now
  return Math.round((toMs(after(admitted, decision.within)) - toMs(now)) / 3_600_000)
}
