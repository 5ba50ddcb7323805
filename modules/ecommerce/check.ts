import { isCountry, isCurrency, isDay, isUnit } from '#kernel'
import type { Column, RowData } from './columns.ts'

/** What is wrong with a row, and what would be right where we can tell. */
export interface RowFault {
  readonly field: Column
  readonly code: string
  readonly message: string
  readonly suggestion: string
  /** 0 to 1, two decimals; empty where nothing is suggested. */
  readonly confidence: string
}

/** What the firm has declared before: codes of its products, and orders that are known. */
export interface History {
  /** SKU to the codes it was declared under, with how often. */
  readonly codes: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** `platform/order_id` of orders in other batches. */
  readonly orders: ReadonlySet<string>
}

/** Words that say nothing of what is in the parcel (M14-9). */
const VAGUE =
  /^(merchandise|gift|gifts|sample|samples|clothing|clothes|goods|items?|products?|accessories|parts|various|misc(ellaneous)?)$/i
const NUMBER = /^\d{1,12}(\.\d{1,6})?$/
const INCOTERMS = ['EXW', 'FCA', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP', 'FAS', 'FOB', 'CFR', 'CIF']
const SAID: Readonly<Record<string, string>> = {
  REQUIRED: 'Falta este dato',
  NUMBER: 'No es un número: use punto para los decimales',
  ZERO_VALUE: 'El valor no puede ser cero; un regalo lleva su valor de mercado',
  COUNTRY: 'No es un país (dos letras)',
  CURRENCY: 'No es una moneda (tres letras)',
  UNIT: 'No es una unidad de la Recomendación 20',
  DATE: 'No es una fecha (2026-10-05)',
  HS6: 'El código del producto tiene seis dígitos',
  VAGUE: 'La descripción no dice qué es',
  INCOTERM: 'No es un Incoterm',
  DUPLICATE: 'Este pedido ya está declarado o repetido',
  BUYER: 'El mismo pedido no puede tener dos compradores',
}

const two = (n: number): string => n.toFixed(2)
export const orderKey = (r: RowData): string => `${r.platform.toLowerCase()}/${r.order_id}`

/** The most frequent of some counts that begin with what was written, and its share. */
function best(counts: ReadonlyMap<string, number>, start: string): { code: string; confidence: number } | undefined {
  const fit = [...counts].filter(([code]) => code.startsWith(start))
  const sum = fit.reduce((n, [, count]) => n + count, 0)
  const [top] = fit.sort((a, b) => b[1] - a[1])
  return top && sum ? { code: top[0], confidence: top[1] / sum } : undefined
}

/** Codes of the whole file, where they are right: what the shop's other rows say of the same heading. */
const codesIn = (rows: readonly RowData[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { hs6 } of rows) if (/^\d{6}$/.test(hs6)) counts.set(hs6, (counts.get(hs6) ?? 0) + 1)
  return counts
}

/** Same number with a decimal comma, which is how a European sheet writes it. */
const pointed = (text: string): string => (/^\d{1,12},\d{1,6}$/.test(text) ? text.replace(',', '.') : '')

/** Every fault of every row, by its position; rows without one are good. 10,000 rows in well under a second. */
export function checkRows(rows: readonly RowData[], history: History): ReadonlyMap<number, readonly RowFault[]> {
  const found = new Map<number, RowFault[]>()
  const inFile = codesIn(rows)
  const buyers = new Map<string, string>()
  const lines = new Set<string>()
  rows.forEach((r, n) => {
    const faults: RowFault[] = []
    const say = (field: Column, code: keyof typeof SAID, suggestion = '', confidence = ''): void =>
      void faults.push({ field, code, message: SAID[code] ?? '', suggestion, confidence })
    for (const field of ['order_id', 'platform', 'buyer_name', 'sku', 'description_en'] as const)
      if (!r[field]) say(field, 'REQUIRED')
    for (const field of ['qty', 'unit_price'] as const) {
      if (!NUMBER.test(r[field])) say(field, 'NUMBER', pointed(r[field]), pointed(r[field]) && '0.90')
      else if (Number(r[field]) === 0) say(field, 'ZERO_VALUE')
    }
    for (const field of ['discount', 'shipping_charged', 'insurance'] as const)
      if (r[field] && !NUMBER.test(r[field])) say(field, 'NUMBER', pointed(r[field]), pointed(r[field]) && '0.90')
    if (!isCountry(r.buyer_country)) say('buyer_country', 'COUNTRY', r.buyer_country.toUpperCase().slice(0, 2))
    if (!isCountry(r.origin)) say('origin', 'COUNTRY', r.origin.toUpperCase().slice(0, 2))
    if (!isCurrency(r.currency)) say('currency', 'CURRENCY', r.currency.toUpperCase().slice(0, 3))
    if (!isUnit(r.unit)) say('unit', 'UNIT', 'NIU', '0.80')
    if (!isDay(r.sold_at.slice(0, 10))) say('sold_at', 'DATE')
    if (r.incoterm && !INCOTERMS.includes(r.incoterm)) say('incoterm', 'INCOTERM', 'DAP', '0.60')
    if (VAGUE.test(r.description_en)) say('description_en', 'VAGUE')
    if (!/^\d{6}$/.test(r.hs6)) {
      const start = r.hs6.replace(/\D/g, '').slice(0, 6)
      const own = history.codes.get(r.sku)
      const guess = (own && best(own, '')) ?? (start.length >= 4 ? best(inFile, start) : undefined)
      say('hs6', 'HS6', guess?.code ?? '', guess ? two(guess.confidence) : '')
    }
    const key = orderKey(r)
    const line = [key, r.sku, r.qty, r.unit_price].join('|')
    const buyer = `${r.buyer_name}|${r.buyer_country}|${r.buyer_postcode}`
    if (history.orders.has(key) || lines.has(line)) say('order_id', 'DUPLICATE')
    else if (buyers.has(key) && buyers.get(key) !== buyer) say('order_id', 'BUYER')
    lines.add(line)
    if (!buyers.has(key)) buyers.set(key, buyer)
    if (faults.length) found.set(n, faults)
  })
  return found
}

/** A code that the firm has confirmed before is filled in by itself the second time (M14-4). */
export const filled = (r: RowData, { codes }: History): RowData => {
  if (/^\d{6}$/.test(r.hs6)) return r
  const known = codes.get(r.sku)
  const [only] = known && known.size === 1 ? [...known] : []
  return only && only[1] >= 2 ? { ...r, hs6: only[0] } : r
}
