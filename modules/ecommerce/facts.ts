import {
  canonical,
  findMoney,
  findPeriod,
  isCurrency,
  legalDay,
  money,
  refusal,
  sumDecimal,
  type Decimal,
  type Money,
  type Pack,
  type Refusal,
} from '#kernel'
import { calendarOf, figureOf, findRate } from '#modules/customs'
import { packOf } from '#modules/declarations'
import { sha256, type FactsRequest, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { BatchFacts, BatchState, Counted } from './batch.ts'
import { checkRows, filled, orderKey, type RowFault } from './check.ts'
import { columns, type Column, type RowData } from './columns.ts'
import { groupRows, type Limits, type Order } from './orders.ts'
import { historyOf, loadOrder, loadRefundable, loadRows, type StoredRow } from './store.ts'

/** Most orders that one confirmation takes to the general regime: each opens a dossier and a declaration. */
const MOST_GENERAL = 15

/** What facts leave for the reactions of the same command. */
export interface Worked {
  readonly rows: readonly StoredRow[]
  readonly changed: readonly number[]
  readonly orders: readonly Order[]
}
const NOTE = 'ecommerce.worked'
export const workedIn = (work: Work): Worked | undefined => work.notes.get(NOTE) as Worked | undefined

function limitsOf(work: Work, pack: Pack): Limits & { readonly currency: string } {
  const figure = figureOf(work, pack, legalDay(calendarOf(pack), work.now))
  const [list, simplified] = [figure('ecommerce.list'), figure('ecommerce.simplified')].map(
    (p) => p && findMoney(p.value),
  )
  return {
    list: list?.amount ?? '0',
    simplified: simplified?.amount ?? '0',
    currency: list?.currency ?? pack.currency,
  }
}

/** Rates of every currency of the file into the country's, by the official list of the business day before. */
async function ratesOf(work: Work, pack: Pack, rows: readonly RowData[]): Promise<ReadonlyMap<string, Decimal>> {
  const found = new Map<string, Decimal>()
  const on = legalDay(calendarOf(pack), work.now)
  for (const from of new Set(rows.map((r) => r.currency)))
    if (isCurrency(from)) {
      const rate = await findRate(
        work,
        { country: pack.id, own: pack.currency, calendar: calendarOf(pack) },
        { from, to: pack.currency, on },
      )
      if (rate) found.set(from, rate.rate)
    }
  return found
}

const NO_RATE: RowFault = {
  field: 'currency',
  code: 'NO_RATE',
  message: 'No hay tipo de cambio oficial de esta moneda',
  suggestion: '',
  confidence: '',
}

/** Checks all rows, and groups those that are good and were not declared. An order with a row that is not good waits whole. */
async function worked(
  work: Work,
  pack: Pack,
  owner: string,
  id: string,
  given: readonly StoredRow[],
  changed: readonly number[],
): Promise<{ readonly all: Worked; readonly counted: Counted }> {
  const open = given.filter((r) => !r.sent)
  const past = await historyOf(
    work,
    owner,
    id,
    open.map((r) => r.data),
  )
  // What this batch has declared already is known as well.
  const history = {
    ...past,
    orders: new Set([...past.orders, ...given.filter((r) => r.sent).map((r) => orderKey(r.data))]),
  }
  const rows = given.map((r) => (r.sent ? r : { ...r, data: filled(r.data, history) }))
  const looked = rows.filter((r) => !r.sent)
  const faults = checkRows(
    looked.map((r) => r.data),
    history,
  )
  const rates = await ratesOf(
    work,
    pack,
    looked.map((r) => r.data),
  )
  const byN = new Map(looked.map((r, i) => [r.n, faults.get(i) ?? []]))
  const checked = rows.map((r): StoredRow => {
    if (r.sent) return r
    const own = byN.get(r.n) ?? []
    const rated = own.some((f) => f.field === 'currency') || rates.has(r.data.currency)
    return { ...r, faults: rated ? own : [...own, NO_RATE] }
  })
  // A row that repeats another is left out alone; one that is wrong keeps its whole order waiting.
  const wrong = (r: StoredRow): boolean => !r.sent && r.faults.some((f) => f.code !== 'DUPLICATE')
  const waiting = new Set(checked.filter(wrong).map((r) => orderKey(r.data)))
  const ready = checked.filter((r) => !r.sent && r.faults.length === 0 && !waiting.has(orderKey(r.data)))
  const orders = groupRows(ready, (c) => rates.get(c) ?? '0', limitsOf(work, pack))
  const routes = { list: 0, simplified: 0, general: 0 }
  for (const o of orders) routes[o.route]++
  const total: Money = money(sumDecimal(orders.map((o) => o.local)), pack.currency)
  const bad = checked.filter((r) => !r.sent && r.faults.length).length
  return {
    all: { rows: checked, changed, orders },
    counted: { good: checked.length - bad, bad, orders: orders.length, routes, total },
  }
}

const isColumn = (name: string): name is Column => (columns as readonly string[]).includes(name)

/** The rows that a command would leave: corrected, or as they were before. */
function applied(
  command: string,
  rows: readonly StoredRow[],
  input: unknown,
  faults: Refusal[],
): { rows: StoredRow[]; changed: number[] } {
  const asked: readonly { row: number; set?: Record<string, string> }[] =
    command === 'fixRows'
      ? (input as { rows: { row: number; set: Record<string, string> }[] }).rows
      : (input as { rows: number[] }).rows.map((row) => ({ row }))
  const byRow = new Map(asked.map((a) => [a.row, a]))
  asked.forEach((a, i) => {
    const row = rows.find((r) => r.n === a.row)
    if (!row || row.sent) faults.push(refusal('ROW_NOT_OPEN', `/rows/${i}`, { row: a.row }))
    for (const name of Object.keys(a.set ?? {}))
      if (!isColumn(name)) faults.push(refusal('FIELD_UNKNOWN', `/rows/${i}/set/${name}`, { field: name }))
    if (command === 'undoFix' && row && !row.before)
      faults.push(refusal('NOTHING_TO_UNDO', `/rows/${i}`, { row: a.row }))
  })
  return {
    rows: rows.map((r): StoredRow => {
      const a = byRow.get(r.n)
      if (!a || r.sent) return r
      return a.set
        ? { ...r, before: r.data, data: { ...r.data, ...a.set } }
        : { ...r, data: r.before ?? r.data, before: null }
    }),
    changed: [...byRow.keys()],
  }
}

export async function batchFacts(
  { work, file, command, input, actor }: FactsRequest,
  { library }: { readonly library: PackLibrary },
): Promise<BatchFacts> {
  const s = file.state as BatchState
  if (command === 'uploadBatch') {
    const { country, rows } = input as { country: string; rows: readonly RowData[] }
    const pack = packOf(library, country)
    const stored = rows.map((data, i): StoredRow => ({ n: i + 1, data, before: null, faults: [], sent: false }))
    const { all, counted } = await worked(work, pack, actor.org, file.id, stored, [])
    work.notes.set(NOTE, all)
    return { counted, series: `GG-${work.now.slice(0, 4)}-{seq:6}` }
  }
  const pack = packOf(library, s.country)
  switch (command) {
    case 'fixRows':
    case 'undoFix': {
      const faults: Refusal[] = []
      const after = applied(command, await loadRows(work, file.id), input, faults)
      if (faults.length) return { faults }
      const { all, counted } = await worked(work, pack, s.owner, file.id, after.rows, after.changed)
      work.notes.set(NOTE, all)
      return { counted }
    }
    case 'confirm': {
      const { all, counted } = await worked(work, pack, s.owner, file.id, await loadRows(work, file.id), [])
      const general = all.orders.filter((o) => o.route === 'general').slice(0, MOST_GENERAL)
      const orders = [...all.orders.filter((o) => o.route !== 'general'), ...general]
      const total = money(sumDecimal(orders.map((o) => o.local)), pack.currency)
      work.notes.set(NOTE, { ...all, orders })
      return {
        counted: { ...counted, orders: orders.length, routes: { ...counted.routes, general: general.length }, total },
        digest: sha256(canonical(orders)).toString('hex'),
      }
    }
    case 'correctPrice':
    case 'declareReturn':
    case 'confirmReturn': {
      const found = await loadOrder(work, file.id, (input as { order: string }).order)
      const figure = figureOf(work, pack, legalDay(calendarOf(pack), work.now))
      return {
        order: found
          ? { acceptedAt: found.acceptedAt, status: found.status, value: money(found.value, found.currency) }
          : null,
        correctionDays: findPeriod(figure('ecommerce.priceCorrection')?.value ?? '')?.n ?? 60,
      }
    }
    case 'buildRefund': {
      const rows = await loadRefundable(work, file.id)
      return {
        refund: {
          orders: rows.length,
          value: money(sumDecimal(rows.map((r) => r.local)), pack.currency),
          digest: sha256(canonical(rows.map((r) => ({ ...r })))).toString('hex'),
        },
      }
    }
    default:
      return {}
  }
}
