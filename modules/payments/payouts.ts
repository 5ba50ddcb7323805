import type { Reaction, Statement } from '#platform/cases'
import type { OrderState } from './order-state.ts'

const putPayout: Statement = {
  name: 'payout.put',
  text: `INSERT INTO payments.payout (case_id, refund, payment_id, provider, amount, currency, made_at, send_at, sandbox_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) ON CONFLICT (case_id, refund) DO NOTHING`,
}

/** A refund that is granted goes into the queue of what is paid back, in the transaction that grants it. */
export function queuePayout({ work, file, event }: Reaction): void {
  const { id } = event.data as { id?: string }
  const s = file.state as OrderState
  const refund = s.refunds?.find((r) => r.id === id)
  if (!refund || !s.treasury) return
  const receipt = (s.receipts ?? []).findLast((r) => r.amount.currency === refund.amount.currency)
  const { amount, currency } = refund.amount
  work.also(putPayout, [
    file.id,
    refund.id,
    receipt?.paymentId ?? null,
    receipt?.provider ?? '',
    amount,
    currency,
    work.now,
    work.world.sandbox,
  ])
}
