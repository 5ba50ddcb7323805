import { awaitedFee, dueAt, sumDecimal, type Pack, type PermitState, type Refund } from '#kernel'
import { post } from '#modules/ledger'
import { agencyOrg, treasuryOrg } from '#platform/access'
import { systemActor, type CaseModule, type OpenCase, type Reaction, type Statement, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { moneyEvents, transfersOf } from './books.ts'
import { order } from './order.ts'
import type { OrderFacts, OrderLine, OrderState, Share } from './order-state.ts'
import { queuePayout } from './payouts.ts'

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
  const line = {
    permit: file.id,
    procedure: s.procedure,
    title: s.title,
    agency: s.agency,
    amount: fee.total,
    law: laws,
  }
  // Rounding is the order's: a fee that has a rest says so.
  return fee.lines.some((l) => places(l.amount.amount) > places(fee.total.amount))
    ? { ...line, exact: sumDecimal(fee.lines.map((l) => l.amount.amount)) }
    : line
}

const places = (amount: string): number => amount.split('.')[1]?.length ?? 0

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
  // The State caused the error: what was asked for the correction is asked no longer (M06-7).
  DrRectified: async (r) => {
    if ((r.event.data as { reasonCode?: string }).reasonCode) await takeOut(r)
  },
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

interface Paid {
  readonly paidAt: string
  readonly effectiveAt?: string
  readonly split?: readonly Share[]
}

/** The order is paid: every procedure on it goes on from the moment that counts, also one that had lapsed meanwhile. */
async function payPermits({ work, file, event }: Reaction): Promise<void> {
  const { lines } = file.state as OrderState
  const { paidAt, effectiveAt, split } = event.data as Paid
  for (const { permit: id, amount, exact } of lines) {
    const permit = await work.get('permit', id)
    await work.tick(permit)
    if (permit.state.status === 'LAPSED')
      await work.attempt(permit, 'reinstate', { reason: 'PAID_IN_TIME' }, systemActor)
    if (awaitedFee(permit.state as PermitState)) {
      const counts = { ...(effectiveAt ? { effectiveAt } : {}), ...(exact ? { share: true } : {}) }
      await work.run(permit, 'pay', { order: file.id, amount, paidAt, ...counts }, systemActor)
    } else if (split) {
      // It ended while the money was on its way: nobody keeps what nothing was done for.
      await work.run(file, 'refund', { permit: id, amount, law: 'M06-6', why: 'unserved' }, systemActor)
    }
  }
}

const book = (r: Reaction): void => {
  const s = r.file.state as OrderState
  if (s.treasury) post(r, s.treasury, transfersOf(r.event, s))
}

type React = (r: Reaction) => Promise<void>

/** Money that moves is booked in the same transaction, and what follows from it follows. */
function reactions(more: NonNullable<CaseModule['reactions']>): NonNullable<CaseModule['reactions']> {
  const also: Readonly<Record<string, React>> = {
    PaymentReceived: payPermits,
    RefundOwed: async (r) => queuePayout(r),
    RefundGranted: async (r) => queuePayout(r),
  }
  const types = [...new Set([...moneyEvents, ...Object.keys(more)])]
  return Object.fromEntries(
    types.map((type): [string, React] => [
      type,
      async (r) => {
        book(r)
        await also[type]?.(r)
        await more[type]?.(r)
      },
    ]),
  )
}

/** The country of an order is that of the procedures on it. */
export function packOf(library: PackLibrary, lines: readonly Pick<OrderLine, 'procedure'>[]): Pack | undefined {
  const [first] = lines
  return library.packs.get(first?.procedure.split('.')[0] ?? '')
}

function factsOf(pack: Pack | undefined, now: string): OrderFacts {
  if (!pack) return {}
  const calendar = pack.calendars.get(pack.calendar)
  return {
    treasury: treasuryOrg(pack.id),
    payees: Object.fromEntries([...pack.agencies.keys()].map((a) => [a, agencyOrg(pack.id, a)])),
    ...(calendar ? { reconcileBy: dueAt(calendar, now, { n: 1, unit: 'bd' }) } : {}),
    fourEyes: pack.payments.fourEyes,
    law: pack.payments.law,
  }
}

export interface OrderServices {
  readonly library: PackLibrary
  /** What other modules do about an order: receipts, notices. */
  readonly reactions?: NonNullable<CaseModule['reactions']>
  readonly present?: NonNullable<CaseModule['present']>
}

export const orderModule = ({ library, reactions: more = {}, present }: OrderServices): CaseModule => ({
  type: order,
  path: 'orders',
  noun: 'order',
  summary: 'One payment for several agencies',
  facts: async ({ work, file, command }) => {
    if (command === 'issue') return {}
    return factsOf(packOf(library, (file.state as OrderState).lines), work.now)
  },
  reactions: reactions(more),
  ...(present ? { present } : {}),
})
