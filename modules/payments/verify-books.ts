import type { Pool } from 'pg'
import { compareDecimal, type Decimal } from '#kernel'
import type { Transfer } from '#modules/ledger'
import { transact, type Statement } from '#platform/cases'
import { moneyEvents, transfersOf } from './books.ts'
import { handoverTransfers } from './handover.ts'
import type { OrderState } from './order-state.ts'
import { statementEvents, statementTransfers } from './statement-module.ts'

const casesAfter: Statement = {
  name: 'books.cases',
  text: `SELECT id, type, number, state FROM cases."case" WHERE id > $1 AND type IN ('order', 'statement', 'handover') ORDER BY id LIMIT 500`,
}
const eventsOf: Statement = {
  name: 'books.events',
  text: 'SELECT case_id, seq, type, data FROM cases.event WHERE case_id = ANY($1) AND type = ANY($2) ORDER BY case_id, seq',
}
const transfersIn: Statement = {
  name: 'books.transfers',
  text: `SELECT case_id, seq, n, debit, debit_org, credit, credit_org, trim_scale(amount)::text AS amount, currency FROM ledger.transfer
         WHERE case_id = ANY($1) ORDER BY case_id, seq, n`,
}
const counted: Statement = { name: 'books.count', text: 'SELECT count(*)::text AS n FROM ledger.transfer' }
const balances: Statement = {
  name: 'books.balances',
  text: `SELECT book, account, currency, sum(debit)::text AS debit, sum(credit)::text AS credit FROM ledger.entry
         WHERE sandbox_id IS NULL GROUP BY book, account, currency ORDER BY book, currency, account`,
}
const owed: Statement = {
  name: 'books.owed',
  text: `SELECT book, account, org, currency, (sum(debit) - sum(credit))::text AS over FROM ledger.entry
         WHERE account IN ('received', 'refunds') GROUP BY book, account, org, currency, sandbox_id HAVING sum(debit) > sum(credit) LIMIT 100`,
}

interface Row {
  readonly case_id: string
  readonly seq: number
  readonly debit: string
  readonly debit_org: string
  readonly credit: string
  readonly credit_org: string
  readonly amount: Decimal
  readonly currency: string
}

export interface BookBreach {
  readonly case: string
  readonly number: string | null
  readonly seq: number
  readonly reason: string
}

export interface BookBalance {
  readonly book: string
  readonly account: string
  readonly currency: string
  readonly debit: string
  readonly credit: string
}

export interface BooksVerified {
  readonly cases: number
  readonly transfers: number
  readonly breaches: readonly BookBreach[]
  /** Trial balance, without sandboxes. */
  readonly balances: readonly BookBalance[]
}

const expectedOf = (e: { readonly type: string; readonly data: unknown }, s: OrderState): readonly Transfer[] =>
  statementEvents.includes(e.type)
    ? statementTransfers(e, s.treasury ?? '')
    : e.type.startsWith('Handover')
      ? handoverTransfers(e, s.treasury ?? '')
      : transfersOf(e, s)

const key = (r: Row): string => `${r.debit}@${r.debit_org} <- ${r.credit}@${r.credit_org} ${r.amount} ${r.currency}`
const trim = (amount: Decimal): Decimal => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount)
const keyOf = (t: Transfer): string =>
  `${t.debit.account}@${t.debit.org} <- ${t.credit.account}@${t.credit.org} ${trim(t.amount.amount)} ${t.amount.currency}`

/**
 * Makes the books again from the events and compares them row by row with what was posted; then looks at the balances: debits equal
 * credits, and no agency or payer is owed less than nothing. One moment of the database, whatever goes on meanwhile.
 */
export async function verifyBooks(pool: Pool): Promise<BooksVerified> {
  return transact(
    pool,
    null,
    async (tx) => {
      tx.asPlatform()
      const breaches: BookBreach[] = []
      let cases = 0
      let seen = 0
      for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
        const { rows } = await tx.query<{ id: string; type: string; number: string | null; state: OrderState }>(
          casesAfter,
          [last],
        )
        if (rows.length === 0) break
        const ids = rows.map((r) => r.id)
        last = ids.at(-1) ?? last
        cases += rows.length
        const [events, transfers] = await Promise.all([
          tx.query<{ case_id: string; seq: number; type: string; data: unknown }>(eventsOf, [
            ids,
            [...moneyEvents, ...statementEvents, 'HandoverOrdered', 'HandoverReconciled'],
          ]),
          tx.query<Row>(transfersIn, [ids]),
        ])
        seen += transfers.rows.length
        const byId = new Map(rows.map((r) => [r.id, r]))
        const expected = new Map<string, string[]>()
        for (const e of events.rows) {
          const state = byId.get(e.case_id)?.state
          const due = state ? expectedOf(e, state) : []
          if (due.length) expected.set(`${e.case_id} ${e.seq}`, due.map(keyOf))
        }
        const posted = new Map<string, string[]>()
        for (const r of transfers.rows) {
          const at = `${r.case_id} ${r.seq}`
          posted.set(at, [...(posted.get(at) ?? []), key(r)])
        }
        for (const at of new Set([...expected.keys(), ...posted.keys()])) {
          const [want, have] = [(expected.get(at) ?? []).sort(), (posted.get(at) ?? []).sort()]
          if (want.join('\n') === have.join('\n')) continue
          const [id = '', seq = '0'] = at.split(' ')
          const reason =
            have.length === 0
              ? `not posted: ${want.join('; ')}`
              : want.length === 0
                ? `posted without an event: ${have.join('; ')}`
                : `posted ${have.join('; ')} where the event says ${want.join('; ')}`
          breaches.push({ case: id, number: byId.get(id)?.number ?? null, seq: Number(seq), reason })
        }
      }
      const [{ rows: total }, { rows: all }, { rows: over }] = await Promise.all([
        tx.query<{ n: string }>(counted, []),
        tx.query<BookBalance & Record<string, unknown>>(balances, []),
        tx.query<{ account: string; org: string; currency: string; over: string }>(owed, []),
      ])
      const n = Number(total[0]?.n ?? 0)
      if (n !== seen)
        breaches.push({
          case: '',
          number: null,
          seq: 0,
          reason: `${n - seen} transfers are of no case that moves money`,
        })
      for (const book of new Set(all.map((b) => `${b.book} ${b.currency}`))) {
        const own = all.filter((b) => `${b.book} ${b.currency}` === book)
        const sum = (side: 'debit' | 'credit') => own.reduce((total, b) => total + BigInt(b[side].replace('.', '')), 0n)
        if (sum('debit') !== sum('credit'))
          breaches.push({ case: '', number: null, seq: 0, reason: `book ${book}: debits and credits differ` })
      }
      for (const { account, org, currency, over: amount } of over)
        if (compareDecimal(amount, '0') > 0)
          breaches.push({
            case: '',
            number: null,
            seq: 0,
            reason: `${account} of ${org} is overdrawn by ${amount} ${currency}`,
          })
      return { cases, transfers: n, breaches, balances: all }
    },
    { snapshot: true },
  )
}
