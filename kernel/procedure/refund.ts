import { legalDay } from '../calendar.ts'
import { money, percentOf } from '../money.ts'
import type { RefundRule } from '../pack/model.ts'
import type { Instant } from '../time.ts'
import type { PermitDefinition } from './definition.ts'
import type { PermitState, Refund } from './state.ts'

const stages: readonly RefundRule['until'][] = ['admission', 'decision', 'issue']

/** How far the agency had come: nobody had admitted it, nobody had decided it, or only its fee was missing. */
const stageOf = (s: PermitState): RefundRule['until'] => {
  if (s.status === 'AWAITING_PAYMENT') return s.fee?.moment ?? 'admission'
  return ['WAITING', 'ADMISSIBILITY', 'CURE_REQUESTED'].includes(s.status) ? 'admission' : 'decision'
}

/**
 * What goes back to an applicant who withdraws (PACK 16.11): the country's rule for the earliest stage that had not passed, as in
 * force on that day. Nothing where nothing was paid or the country gives nothing back.
 */
export function refundOf(def: PermitDefinition, s: PermitState, now: Instant): Refund | null {
  const today = legalDay(def.procedure.calendar, now)
  const inForce = (def.procedure.refunds ?? []).filter((r) => r.from <= today)
  const rule = stages
    .slice(stages.indexOf(stageOf(s)))
    .map((stage) =>
      inForce
        .filter((r) => r.until === stage)
        .reduce<RefundRule | undefined>((last, r) => (last && last.from > r.from ? last : r), undefined),
    )
    .find((r) => r !== undefined)
  if (!rule || !s.paid?.length || Number(rule.share) === 0) return null
  const orders = s.paid.map(({ order, amount }) => ({
    order,
    amount: money(percentOf(amount.amount, rule.share), amount.currency),
  }))
  return { share: rule.share, law: rule.law, orders }
}
