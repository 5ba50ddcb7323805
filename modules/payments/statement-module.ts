import { isZero, type Money } from '#kernel'
import { post, type Place, type Transfer } from '#modules/ledger'
import { systemActor, type CaseModule, type Reaction, type Statement } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { packOf } from './module.ts'
import type { OrderState } from './order-state.ts'
import { statement, type GivenBack, type Resolved, type StatementState, type TakenStatement } from './statement.ts'

/** Events of a statement that move money. */
export const statementEvents = ['StatementTaken', 'DifferenceResolved', 'UnplacedReturned', 'ReturnReconciled']

/** What of a statement nobody can place stands in the treasury's suspense; money that left unexplained is missing from it. */
export function statementTransfers(
  event: { readonly type: string; readonly data: unknown },
  org: string,
): readonly Transfer[] {
  if (event.type === 'DifferenceResolved') {
    const { order, amount } = event.data as Resolved
    // It goes back to where the bank had put it; the order then takes it from there.
    return order ? [{ debit: { account: 'suspense', org }, credit: { account: 'bank', org }, amount }] : []
  }
  const bank: Place = { account: 'bank', org }
  const suspense: Place = { account: 'suspense', org }
  const refunds: Place = { account: 'refunds', org }
  if (event.type === 'UnplacedReturned')
    return [{ debit: suspense, credit: refunds, amount: (event.data as GivenBack).amount }]
  if (event.type === 'ReturnReconciled')
    return [{ debit: refunds, credit: bank, amount: (event.data as GivenBack).amount }]
  const { differences } = event.data as TakenStatement
  const some = (amount: Money): boolean => !isZero(amount)
  return differences.flatMap(({ code, amount }): Transfer[] => {
    if (!some(amount)) return []
    if (code === 'UNKNOWN_REFERENCE' || code === 'CURRENCY_DIFFERS') return [{ debit: bank, credit: suspense, amount }]
    return code === 'UNKNOWN_DEBIT' ? [{ debit: suspense, credit: bank, amount }] : []
  })
}

const named: Statement = {
  name: 'statement.named-order',
  text: `SELECT id, number, state FROM cases."case" WHERE number = $1 AND type = 'order' AND sandbox_id IS NOT DISTINCT FROM $2`,
}

const putReturn: Statement = {
  name: 'payout.put-return',
  text: `INSERT INTO payments.payout (case_id, refund, payment_id, provider, amount, currency, made_at, send_at, by_file, sandbox_id)
         VALUES ($1, $2, NULL, 'bank-file', $3, $4, $5, NULL, true, $6) ON CONFLICT (case_id, refund) DO NOTHING`,
}

const book = (r: Reaction): void => {
  const { treasury } = r.file.state as StatementState
  post(r, treasury, statementTransfers(r.event, treasury))
}

export const statementModule = ({ library }: { readonly library: PackLibrary }): CaseModule => ({
  type: statement,
  path: 'statements',
  noun: 'statement',
  summary: 'A statement of the bank compared with the books',
  facts: async ({ work, file, command, input }) => {
    const { order } = input as { order?: string }
    if (command === 'giveBack')
      return { fourEyes: library.packs.get((file.state as StatementState).country)?.payments.fourEyes ?? null }
    if (command !== 'resolve' || !order) return {}
    const { rows } = await work.tx.query<{ id: string; number: string; state: OrderState }>(named, [
      order.toUpperCase(),
      work.world.sandbox,
    ])
    const here = rows.find((r) => packOf(library, r.state.lines)?.id === (file.state as StatementState).country)
    return { order: here ? { id: here.id, number: here.number } : null }
  },
  reactions: {
    StatementTaken: async (r) => book(r),
    ReturnReconciled: async (r) => book(r),
    // No provider took it, so none can pay it back: the treasury orders the transfer at its bank.
    UnplacedReturned: async (r) => {
      book(r)
      const { id, amount } = r.event.data as GivenBack
      const { work, file } = r
      work.also(putReturn, [file.id, id, amount.amount, amount.currency, work.now, work.world.sandbox])
    },
    DifferenceResolved: async (r) => {
      book(r)
      const { order, amount, entry, at } = r.event.data as Resolved
      if (!order) return
      const file = await r.work.get('order', order.id)
      const told = { paymentId: `bank:${entry ?? ''}`, amount, paidAt: at, provider: 'bank-file' }
      const seen = { statement: r.file.id, entry: entry ?? '', bookedAt: at }
      await r.work.run(file, 'reconcile', { ...told, ...seen }, systemActor)
    },
  },
})
