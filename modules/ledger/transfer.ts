import type { Instant, Money } from '#kernel'
import type { Reaction, Statement, Work } from '#platform/cases'

/** The chart of accounts, as the migration explains it. */
export const accounts = ['clearing', 'bank', 'suspense', 'received', 'payable', 'refunds'] as const
export type Account = (typeof accounts)[number]

/** One account of one organisation: of the treasury, of an agency, or of a payer. */
export interface Place {
  readonly account: Account
  readonly org: string
}

/** An amount on its way: what is debited grows on the debit side, what is credited on the credit side. */
export interface Transfer {
  readonly debit: Place
  readonly credit: Place
  readonly amount: Money
  /** When it counts, where that is not the moment of the event: the bank's time of a payment. */
  readonly at?: Instant
}

interface Row {
  readonly case_id: string
  readonly seq: number
  readonly n: number
  readonly book: string
  readonly debit: string
  readonly debit_org: string
  readonly credit: string
  readonly credit_org: string
  readonly amount: string
  readonly currency: string
  readonly cause: string
  readonly at: string
  readonly posted_at: string
  readonly sandbox_id: string | null
}

const putTransfers: Statement = {
  name: 'ledger.put',
  text: `INSERT INTO ledger.transfer (case_id, seq, n, book, debit, debit_org, credit, credit_org, amount, currency, cause, at, posted_at, sandbox_id)
         SELECT case_id, seq, n, book, debit, debit_org, credit, credit_org, amount, currency, cause, at, posted_at, sandbox_id
         FROM json_to_recordset($1::json) AS r(case_id uuid, seq int, n int, book uuid, debit text, debit_org uuid, credit text, credit_org uuid,
           amount numeric, currency text, cause text, at timestamptz, posted_at timestamptz, sandbox_id uuid)`,
}

const GATHERED = 'ledger.transfers'

/** Rows of one command leave as one statement, whatever it touched: they are written out only when it is sent. */
function gathered(work: Work): Row[] {
  const known = work.notes.get(GATHERED) as Row[] | undefined
  if (known) return known
  const rows: Row[] = []
  work.notes.set(GATHERED, rows)
  work.also(putTransfers, [{ toPostgres: () => JSON.stringify(rows) }])
  return rows
}

/** Posts what one event of a case means for the books, in the transaction that writes the event. */
export function post({ work, file, event }: Reaction, book: string, transfers: readonly Transfer[]): void {
  if (transfers.length === 0) return
  const rows = gathered(work)
  transfers.forEach(({ debit, credit, amount, at }, n) =>
    rows.push({
      case_id: file.id,
      seq: event.seq,
      n,
      book,
      debit: debit.account,
      debit_org: debit.org,
      credit: credit.account,
      credit_org: credit.org,
      amount: amount.amount,
      currency: amount.currency,
      cause: event.type,
      at: at ?? event.at,
      posted_at: work.now,
      sandbox_id: work.world.sandbox,
    }),
  )
}
