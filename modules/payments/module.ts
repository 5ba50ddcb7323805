import { awaitedFee, type PermitState, type Refund } from '#kernel'
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
  const fee = awaitedFee(s)
  if (!fee) return undefined
  const laws = [...new Set(fee.lines.map((l) => l.law))].join('; ')
  return { permit: file.id, procedure: s.procedure, title: s.title, agency: s.agency, amount: fee.total, law: laws }
}

/** One command may come to the same permit twice: what has an order already needs no other. */
const isOrdered = (work: Work, permit: OpenCase): boolean =>
  work.touched.some(
    ({ module, state }) =>
      module.type.name === 'order' &&
      state.status === 'ISSUED' &&
      (state as OrderState).lines.some((line) => line.permit === permit.id),
  )

/** One order per currency over the permits that await payment: three agencies, one payment. */
export async function issueOrders(
  work: Work,
  permits: readonly OpenCase[],
  firstNumber?: string,
): Promise<readonly OpenCase[]> {
  const lines = permits.filter((p) => !isOrdered(work, p)).flatMap((p) => lineOf(p) ?? [])
  const orders: OpenCase[] = []
  for (const currency of new Set(lines.map((l) => l.amount.currency))) {
    const own = lines.filter((l) => l.amount.currency === currency)
    const states = permits.filter((p) => own.some((l) => l.permit === p.id)).map((p) => p.state as PermitState)
    const due = states.map((s) => awaitedFee(s)?.due ?? work.now).sort()[0] ?? work.now
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
async function dropFromOrder(r: Reaction): Promise<void> {
  const s = r.file.state as PermitState
  if (s.fee?.due && !s.fee.paidAt) await takeOut(r)
}

async function takeOut({ work, file }: Reaction): Promise<void> {
  const s = file.state as PermitState
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

/** A document that ends takes with it the rectification nobody paid. */
const dropRectification = async (r: Reaction): Promise<void> => {
  if ((r.file.state as PermitState).rectification?.fee?.due) await takeOut(r)
}

/** What a permit's events cause to its orders. Those of one filing are issued together by the application. */
export const orderReactions: NonNullable<CaseModule['reactions']> = {
  // A permit that waited for another one is quoted when it goes on, and then needs an order of its own.
  DependencyResolved: async ({ work, file }) => void (await issueOrders(work, [file])),
  FeeQuoted: async ({ work, file, event }) => {
    if ((event.data as { moment?: string }).moment === 'issue' && !file.isNew) await issueOrders(work, [file])
  },
  RectificationAsked: async ({ work, file }) => void (await issueOrders(work, [file])),
  RectificationLapsed: takeOut,
  RectificationDeclined: takeOut,
  DrExpired: dropRectification,
  DrRevoked: dropRectification,
  DrExhausted: dropRectification,
  Lapsed: dropFromOrder,
  TramiteWithdrawn: dropFromOrder,
  RefundDue: async ({ work, file, event }) => {
    const { orders, law } = event.data as Refund
    for (const { order: id, amount } of orders)
      await work.run(await work.get('order', id), 'refund', { permit: file.id, amount, law }, systemActor)
  },
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
        if (!awaitedFee(permit.state as PermitState)) continue
        await work.run(permit, 'pay', { order: file.id, amount: line.amount, paidAt: s.paidAt }, systemActor)
      }
    },
  },
})
