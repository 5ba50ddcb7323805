import { createHash } from 'node:crypto'
import {
  compareDecimal,
  instantAt,
  isZero,
  money,
  refusal,
  sameMoney,
  type Actor,
  type Calendar,
  type Instant,
  zero,
  type Pack,
} from '#kernel'
import { treasuryOrg } from '#platform/access'
import { Refusals, systemActor, type Engine, type OpenCase, type Statement, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { readStatements, type BankStatement, type StatementEntry } from '#platform/payments'
import type { HandoverState } from './handover.ts'
import { packOf } from './module.ts'
import { sumOf, type OrderState } from './order-state.ts'
import { findOrderNumber } from './payment-code.ts'
import type { Difference, StatementState, TakenStatement } from './statement.ts'
import { byPayment, divide, partOf, partsOf, type PartRow } from './together.ts'

const oneAtATime: Statement = { name: 'statement.lock', text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 6))' }
const findStatement: Statement = {
  name: 'statement.find',
  text: `SELECT s.case_id, s.digest, c.state FROM payments.statement s JOIN cases."case" c ON c.id = s.case_id
         WHERE s.account = $1 AND s.currency = $2 AND s.number = $3 AND s.sandbox_id IS NOT DISTINCT FROM $4`,
}
const putStatement: Statement = {
  name: 'statement.put',
  text: 'INSERT INTO payments.statement (case_id, account, currency, number, digest, taken_at, sandbox_id) VALUES ($1, $2, $3, $4, $5, $6, $7)',
}
const byNumber: Statement = {
  name: 'statement.by-number',
  text: `SELECT id, number FROM cases."case" WHERE number = ANY($1) AND type = 'order' AND sandbox_id IS NOT DISTINCT FROM $2`,
}
const bankBalance: Statement = {
  name: 'statement.bank-balance',
  text: `SELECT coalesce(sum(CASE WHEN debit = 'bank' THEN amount ELSE -amount END), 0)::text AS balance FROM ledger.transfer
         WHERE book = $1 AND currency = $2 AND sandbox_id IS NOT DISTINCT FROM $3 AND (debit = 'bank' OR credit = 'bank')`,
}
// What was paid before the statement begins and is on none: a month back, beyond which it has been told of.
const unseen: Statement = {
  name: 'statement.unseen',
  text: `SELECT t.case_id, c.number, sum(CASE WHEN t.debit = 'clearing' THEN t.amount ELSE -t.amount END)::text AS amount
         FROM ledger.transfer t JOIN cases."case" c ON c.id = t.case_id
         WHERE t.book = $1 AND t.currency = $2 AND t.sandbox_id IS NOT DISTINCT FROM $3 AND (t.debit = 'clearing' OR t.credit = 'clearing')
           AND t.posted_at > $4::timestamptz - interval '31 days' AND t.at < $4 AND t.case_id <> ALL ($5::uuid[])
         GROUP BY t.case_id, c.number HAVING sum(CASE WHEN t.debit = 'clearing' THEN t.amount ELSE -t.amount END) > 0 ORDER BY c.number LIMIT 500`,
}

export interface StatementServices {
  readonly engine: Engine
  readonly library: PackLibrary
}

export interface TakeFile {
  readonly bytes: Uint8Array
  readonly pack: Pack
  /** Who takes it in: somebody of the treasury, or the platform for an operator. */
  readonly actor: Actor
  readonly sandbox: string | null
  readonly commandId: string
}

export interface Taken {
  readonly id: string
  readonly repeated: boolean
  readonly state: StatementState
}

/**
 * Takes in a file of bank statements: matches by reference and amount, reconciles what agrees, lists what does not. All or nothing for
 * the file; a statement that was taken in before changes nothing. @throws Refusals when the file cannot be read or is not of this account.
 */
export async function takeFile({ engine, library }: StatementServices, file: TakeFile): Promise<readonly Taken[]> {
  const reading = readStatements(file.bytes)
  if (!reading.ok) throw new Refusals([refusal('STATEMENT_UNREADABLE', '', { ...reading.fault })])
  const { account } = file.pack.payments
  const foreign = reading.statements.find((s) => account && plain(s.account) !== plain(account.number))
  if (foreign)
    throw new Refusals([
      refusal('STATEMENT_ACCOUNT', '', { account: foreign.account, expected: account?.number ?? '' }),
    ])
  const digest = createHash('sha256').update(file.bytes).digest()
  return engine.asPlatform(file.sandbox, file.commandId, async (work) => {
    await work.tx.query(oneAtATime, [`${file.pack.id}/${file.sandbox ?? ''}`])
    const taken: Taken[] = []
    for (const one of reading.statements) taken.push(await takeOne(work, library, file, one, digest))
    return taken
  })
}

const plain = (account: string): string => account.toUpperCase().replace(/[^0-9A-Z]/g, '')

async function takeOne(
  work: Work,
  library: PackLibrary,
  { pack, actor, sandbox }: TakeFile,
  seen: BankStatement,
  digest: Buffer,
): Promise<Taken> {
  const known = (
    await work.tx.query<{ case_id: string; digest: Buffer; state: StatementState }>(findStatement, [
      seen.account,
      seen.currency,
      seen.id,
      sandbox,
    ])
  ).rows[0]
  if (known && !known.digest.equals(digest)) throw new Refusals([refusal('STATEMENT_KNOWN', '', { number: seen.id })])
  if (known) return { id: known.case_id, repeated: true, state: known.state }
  const calendar = pack.calendars.get(pack.calendar)
  if (!calendar) throw new Error(`pack ${pack.id} has no calendar ${pack.calendar}`)
  const treasury = treasuryOrg(pack.id)
  const file = work.open('statement', treasury)
  const matcher = await createMatcher(work, library, { pack, calendar, statement: file.id, entries: seen.entries })
  for (const entry of seen.entries) await matcher.match(entry)
  const differences = [
    ...(await balanceOf(work, treasury, seen)),
    ...matcher.differences,
    ...(await notSeen(work, treasury, calendar, seen, matcher.orders)),
  ]
  const input: TakenStatement = {
    number: seen.id,
    country: pack.id,
    treasury,
    account: seen.account,
    currency: seen.currency,
    digest: digest.toString('hex'),
    from: seen.from,
    to: seen.to,
    opening: seen.opening,
    closing: seen.closing,
    entries: seen.entries.length,
    payments: matcher.payments,
    refunds: matcher.refunds,
    reconciled: matcher.orders.filter((o) => matcher.settled(o)).length,
    differences,
  }
  await work.run(file, 'take', input, actor)
  work.also(putStatement, [file.id, seen.account, seen.currency, seen.id, digest, work.now, sandbox])
  return { id: file.id, repeated: false, state: file.state as StatementState }
}

interface Matching {
  readonly pack: Pack
  readonly calendar: Calendar
  readonly statement: string
  readonly entries: readonly StatementEntry[]
}

const HANDOVER = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([a-z][a-z0-9-]*)$/
const REFUND = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(R\d{1,4})$/

/** Places the entries of a statement on orders and refunds: those it names are locked together, once. */
async function createMatcher(
  work: Work,
  library: PackLibrary,
  { pack, calendar, statement: taking, entries }: Matching,
) {
  const { sandbox } = work.world
  const names = [...new Set(entries.flatMap((e) => e.endToEnd ?? []))]
  const numbers = [...new Set(entries.flatMap((e) => (e.code && findOrderNumber(e.code)) || []))]
  const [attempts, numbered] = await Promise.all([
    work.tx.query<PartRow>(partsOf, [names, sandbox]).then(({ rows }) => byPayment(rows)),
    work.tx
      .query<{ id: string; number: string }>(byNumber, [numbers, sandbox])
      .then(({ rows }) => new Map(rows.map((r) => [r.number, r.id]))),
  ])
  const partsIn = (e: StatementEntry): readonly PartRow[] => attempts.get(e.endToEnd ?? '') ?? []
  const orderOf = (e: StatementEntry): string | undefined =>
    partsIn(e)[0]?.case_id ??
    numbered.get((e.code && findOrderNumber(e.code)) || '') ??
    REFUND.exec(e.endToEnd ?? '')?.[1]
  const files = await work.findMany('order', [
    ...new Set(
      entries.flatMap((e) => [...partsIn(e).map((r) => r.case_id), ...(orderOf(e) ? [orderOf(e) ?? ''] : [])]),
    ),
  ])
  const orders = [...files.values()].filter((f) => packOf(library, (f.state as OrderState).lines)?.id === pack.id)
  const handovers = await work.findMany('handover', [
    ...new Set(entries.flatMap((e) => (e.direction === 'debit' && HANDOVER.exec(e.endToEnd ?? '')?.[1]) || [])),
  ])
  const statements = await work.findMany('statement', [
    ...new Set(entries.flatMap((e) => (e.direction === 'debit' && REFUND.exec(e.endToEnd ?? '')?.[1]) || [])),
  ])
  const byId = new Map(orders.map((o) => [o.id, o]))
  const before = new Set(orders.filter((o) => (o.state as OrderState).reconciledAt).map((o) => o.id))
  const differences: Difference[] = []
  let payments = 0
  let refunds = 0

  const differ = (code: Difference['code'], e: StatementEntry, more: Partial<Difference> = {}): void =>
    void differences.push({
      code,
      entry: e.id,
      order: null,
      amount: e.amount,
      expected: null,
      reference: e.code ?? e.endToEnd?.slice(0, 140) ?? null,
      party: e.party,
      at: e.at ?? instantAt(calendar.zone, e.day, 0),
      ...more,
    })

  async function credit(e: StatementEntry, order: OpenCase | undefined): Promise<void> {
    if (!order) return differ('UNKNOWN_REFERENCE', e)
    const s = order.state as OrderState
    const rows = partsIn(e)
    if (rows.length > 1) return together(e, rows)
    const [attempt] = rows
    const paymentId = attempt ? attempt.payment_id : `bank:${e.id}`
    const receipt = s.receipts?.find((r) => r.paymentId === paymentId)
    if (receipt?.statement) return differ('UNKNOWN_REFERENCE', e, { order: s.number })
    if (receipt && receipt.amount.currency !== e.amount.currency)
      return differ('CURRENCY_DIFFERS', e, { order: s.number, expected: receipt.amount })
    if (receipt && !sameMoney(receipt.amount, e.amount))
      differ('AMOUNT_DIFFERS', e, { order: s.number, expected: receipt.amount })
    // A bank that says only the day is taken at the day's first moment: what was paid on the last day was paid in time.
    const at = e.at ?? instantAt(calendar.zone, e.day, 0)
    const told = { paymentId, amount: e.amount, paidAt: at, provider: attempt?.provider ?? 'bank-file' }
    await work.run(order, 'reconcile', { ...told, statement: taking, entry: e.id, bookedAt: at }, systemActor)
    payments++
  }

  /** One payment for several orders: what the bank shows of it is divided as it was when it was told. */
  async function together(e: StatementEntry, rows: readonly PartRow[]): Promise<void> {
    const at = e.at ?? instantAt(calendar.zone, e.day, 0)
    const shares = divide(rows.map(partOf), e.amount)
    const known = shares.map(({ order: id, amount }) => {
      const file = byId.get(id)
      const paymentId = rows[0]?.payment_id ?? ''
      const receipt = (file?.state as OrderState | undefined)?.receipts?.find((r) => r.paymentId === paymentId)
      return { file, amount, paymentId, receipt }
    })
    if (known.some(({ file, receipt }) => !file || receipt?.statement)) return differ('UNKNOWN_REFERENCE', e)
    if (known.some(({ receipt, amount }) => receipt && receipt.amount.currency !== amount.currency))
      return differ('CURRENCY_DIFFERS', e)
    const told = known.flatMap(({ receipt }) => receipt?.amount ?? [])
    if (
      told.length > 0 &&
      known.some(({ receipt, amount }) => !sameMoney(receipt?.amount ?? zero(amount.currency), amount))
    )
      differ('AMOUNT_DIFFERS', e, { expected: sumOf(told, e.amount.currency) })
    for (const { file, amount, paymentId, receipt } of known) {
      if (!file || (isZero(amount) && !receipt)) continue
      const seen = { paymentId, amount, paidAt: at, provider: rows[0]?.provider ?? '' }
      await work.run(file, 'reconcile', { ...seen, statement: taking, entry: e.id, bookedAt: at }, systemActor)
    }
    payments++
  }

  /** A transfer to an agency, as the treasury ordered it. */
  async function handedOver(e: StatementEntry): Promise<boolean> {
    const [, id = '', agency] = HANDOVER.exec(e.endToEnd ?? '') ?? []
    const file = handovers.get(id)
    const s = file?.state as HandoverState | undefined
    const line = s?.country === pack.id ? s.lines.find((l) => l.agency === agency && !l.statement) : undefined
    if (!file || !line || !sameMoney(line.amount, e.amount)) return false
    await work.run(file, 'reconcile', { org: line.org, statement: taking, entry: e.id }, systemActor)
    return true
  }

  /** Money that nobody could place, on its way back to where it came from. */
  async function returned(e: StatementEntry): Promise<boolean> {
    const [, id = '', refund] = REFUND.exec(e.endToEnd ?? '') ?? []
    const file = statements.get(id)
    const s = file?.state as StatementState | undefined
    const found = s?.country === pack.id ? s.returns?.find((r) => r.id === refund && r.status === 'granted') : undefined
    if (!file || !found || !sameMoney(found.amount, e.amount)) return false
    await work.run(file, 'reconcileReturn', { refund: found.id, statement: taking, entry: e.id }, systemActor)
    refunds++
    return true
  }

  async function debit(e: StatementEntry, order: OpenCase | undefined): Promise<void> {
    if ((await handedOver(e)) || (await returned(e))) return
    const refund = REFUND.exec(e.endToEnd ?? '')?.[2]
    const found = (order?.state as OrderState | undefined)?.refunds?.find((r) => r.id === refund)
    if (!order || !found || found.statement || !sameMoney(found.amount, e.amount)) return differ('UNKNOWN_DEBIT', e)
    // A refund that the treasury ordered at its bank is paid when the statement says so.
    if (found.status === 'granted')
      await work.run(order, 'repay', { refund: found.id, reference: e.id.slice(0, 140) }, systemActor)
    await work.run(order, 'reconcileRefund', { refund: found.id, statement: taking, entry: e.id }, systemActor)
    refunds++
  }

  return {
    orders,
    differences,
    get payments() {
      return payments
    },
    get refunds() {
      return refunds
    },
    settled: (o: OpenCase): boolean => !before.has(o.id) && Boolean((o.state as OrderState).reconciledAt),
    match: async (e: StatementEntry): Promise<void> => {
      const named = orderOf(e)
      const order = byId.get(named ?? '')
      await (e.direction === 'credit' ? credit(e, order) : debit(e, order))
    },
  }
}

async function balanceOf(work: Work, treasury: string, seen: BankStatement): Promise<Difference[]> {
  const { rows } = await work.tx.query<{ balance: string }>(bankBalance, [treasury, seen.currency, work.world.sandbox])
  const books = rows[0]?.balance ?? '0'
  if (compareDecimal(books, seen.opening) === 0) return []
  const expected = money(books, seen.currency)
  const amount = money(seen.opening, seen.currency)
  return [{ code: 'BALANCE_DIFFERS', entry: null, order: null, amount, expected, reference: null, party: null }]
}

async function notSeen(
  work: Work,
  treasury: string,
  { zone }: Calendar,
  seen: BankStatement,
  orders: readonly OpenCase[],
): Promise<Difference[]> {
  const begins: Instant = instantAt(zone, seen.from, 0)
  const { rows } = await work.tx.query<{ number: string | null; amount: string }>(unseen, [
    treasury,
    seen.currency,
    work.world.sandbox,
    begins,
    orders.map((o) => o.id),
  ])
  return rows.map(({ number, amount }) => ({
    code: 'NOT_ON_STATEMENT' as const,
    entry: null,
    order: number,
    amount: money(amount, seen.currency),
    expected: null,
    reference: null,
    party: null,
  }))
}
