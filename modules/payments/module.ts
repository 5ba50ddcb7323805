import type { PermitState } from '#kernel'
import { systemActor, type CaseModule, type OpenCase, type Reaction, type Statement, type Work } from '#platform/cases'
import { order, type OrderLine, type OrderState } from './order.ts'

const nextNumbers: Statement = {
  name: 'filing.numbers',
  text: "SELECT nextval('cases.filing_number')::text AS n FROM generate_series(1, $1)",
}

/** Numbers for filings and orders, one for each prefix: unique and rising. */
export async function takeFilingNumbers<const P extends readonly string[]>(
  work: Work,
  ...prefixes: P
): Promise<{ readonly [K in keyof P]: string }> {
  const { rows } = await work.tx.query<{ n: string }>(nextNumbers, [prefixes.length])
  const year = work.now.slice(0, 4)
  return prefixes.map((prefix, i) => `${prefix}-${year}-${(rows[i]?.n ?? '0').padStart(7, '0')}`) as never
}

const lineOf = (file: OpenCase): OrderLine | undefined => {
  const s = file.state as PermitState
  if (s.status !== 'AWAITING_PAYMENT' || !s.fee) return undefined
  const laws = [...new Set(s.fee.lines.map((l) => l.law))].join('; ')
  return { permit: file.id, procedure: s.procedure, title: s.title, agency: s.agency, amount: s.fee.total, law: laws }
}

/** One order per currency over the permits that await payment: three agencies, one payment. */
export async function issueOrders(
  work: Work,
  permits: readonly OpenCase[],
  firstNumber?: string,
): Promise<readonly OpenCase[]> {
  const lines = permits.flatMap((p) => lineOf(p) ?? [])
  const orders: OpenCase[] = []
  for (const currency of new Set(lines.map((l) => l.amount.currency))) {
    const own = lines.filter((l) => l.amount.currency === currency)
    const states = permits.filter((p) => own.some((l) => l.permit === p.id)).map((p) => p.state as PermitState)
    const due = states.map((s) => s.fee?.due ?? work.now).sort()[0] ?? work.now
    const payer = states[0]?.applicant.org ?? ''
    const file = work.open('order', payer)
    const number = orders.length === 0 && firstNumber ? firstNumber : (await takeFilingNumbers(work, 'OP'))[0]
    await work.run(file, 'issue', { number, payer, application: states[0]?.application, lines: own, due }, systemActor)
    orders.push(file)
  }
  return orders
}

const openOrder: Statement = {
  name: 'order.of-permit',
  text: `SELECT id FROM cases."case" WHERE type = 'order' AND owner_org = $1 AND status = 'ISSUED' AND state->'lines' @> $2::jsonb`,
}

/** A permit that ends unpaid leaves its order: the firm is not asked to pay for it. */
export async function dropFromOrder({ work, file }: Reaction): Promise<void> {
  const s = file.state as PermitState
  if (!s.fee?.due || s.fee.paidAt) return
  const { rows } = await work.tx.query<{ id: string }>(openOrder, [
    s.applicant.org,
    JSON.stringify([{ permit: file.id }]),
  ])
  for (const { id } of rows) {
    const found = await work.get('order', id)
    // At the same moment the order itself may fall due.
    await work.tick(found)
    if (found.state.status === 'ISSUED') await work.run(found, 'drop', { permit: file.id }, systemActor)
  }
}

export const orderModule = (): CaseModule => ({
  type: order,
  path: 'orders',
  noun: 'order',
  summary: 'One payment for several agencies',
  reactions: {
    PaymentReceived: async ({ work, file }) => {
      const s = file.state as OrderState
      for (const line of s.lines) {
        const permit = await work.get('permit', line.permit)
        if (permit.state.status !== 'AWAITING_PAYMENT') continue
        await work.run(permit, 'pay', { order: file.id, amount: line.amount, paidAt: s.paidAt }, systemActor)
      }
    },
  },
})
