import type { Statement, Work } from '#platform/cases'
import { orderKey, type History, type RowFault } from './check.ts'
import type { RowData } from './columns.ts'

export interface StoredRow {
  readonly n: number
  readonly data: RowData
  readonly before: RowData | null
  readonly faults: readonly RowFault[]
  readonly sent: boolean
}

export const putRows: Statement = {
  name: 'ecommerce.put-rows',
  text: `INSERT INTO ecommerce.sold_row (case_id, n, data, faults)
         SELECT $1, n, data, faults FROM json_to_recordset($2::json) AS r(n int, data jsonb, faults jsonb)`,
}
export const setRows: Statement = {
  name: 'ecommerce.set-rows',
  text: `UPDATE ecommerce.sold_row t SET data = r.data, before = r.before, faults = r.faults
         FROM json_to_recordset($2::json) AS r(n int, data jsonb, before jsonb, faults jsonb) WHERE t.case_id = $1 AND t.n = r.n`,
}
export const markSent: Statement = {
  name: 'ecommerce.mark-sent',
  text: 'UPDATE ecommerce.sold_row SET sent = true, before = NULL WHERE case_id = $1 AND n = ANY($2)',
}
const rowsOf: Statement = {
  name: 'ecommerce.rows-of',
  text: 'SELECT n, data, before, faults, sent FROM ecommerce.sold_row WHERE case_id = $1 ORDER BY n',
}
export const putOrders: Statement = {
  name: 'ecommerce.put-orders',
  text: `INSERT INTO ecommerce.shop_order (case_id, key, world, country, owner_org, platform, order_id, buyer_country, payment_ref, run, item, value, currency, local, route,
           status, declaration, tracking)
         SELECT $1, key, $2, $3, $4, platform, order_id, buyer_country, payment_ref, $5, item, value, currency, local, route, 'submitted', declaration, tracking
         FROM json_to_recordset($6::json) AS r(key text, platform text, order_id text, buyer_country text, payment_ref text, item int, value numeric, currency text,
           local numeric, route text, declaration uuid, tracking text)`,
}
export const useCodes: Statement = {
  name: 'ecommerce.use-codes',
  text: `INSERT INTO ecommerce.product_code (world, owner_org, sku, hs6, uses)
         SELECT $1, $2, sku, hs6, uses FROM json_to_recordset($3::json) AS r(sku text, hs6 text, uses int)
         ON CONFLICT (world, owner_org, sku, hs6) DO UPDATE SET uses = ecommerce.product_code.uses + excluded.uses`,
}
const codes: Statement = {
  name: 'ecommerce.codes',
  text: 'SELECT sku, hs6, uses FROM ecommerce.product_code WHERE world = $1 AND owner_org = $2 AND sku = ANY($3)',
}
const knownOrders: Statement = {
  name: 'ecommerce.known-orders',
  text: `SELECT key FROM ecommerce.shop_order WHERE world = $1 AND owner_org = $2 AND case_id <> $3 AND key = ANY($4) AND status <> 'rejected'`,
}
export const acceptOrders: Statement = {
  name: 'ecommerce.accept-orders',
  text: `UPDATE ecommerce.shop_order SET status = CASE WHEN item = ANY($4) THEN 'rejected' ELSE 'accepted' END,
           mrn = CASE WHEN item = ANY($4) THEN NULL ELSE $3 || '-' || (item + 1) END, accepted_at = CASE WHEN item = ANY($4) THEN NULL ELSE $5::timestamptz END
         WHERE case_id = $1 AND run = $2 AND route <> 'general' AND status = 'submitted'`,
}
export const acceptGeneral: Statement = {
  name: 'ecommerce.accept-general',
  text: `UPDATE ecommerce.shop_order SET status = 'accepted', mrn = $3, accepted_at = $4 WHERE case_id = $1 AND key = $2`,
}
export const findByDeclaration: Statement = {
  name: 'ecommerce.by-declaration',
  text: 'SELECT case_id AS batch, key FROM ecommerce.shop_order WHERE declaration = $1',
}
export const setOrders: Statement = {
  name: 'ecommerce.set-orders',
  text: `UPDATE ecommerce.shop_order SET status = $3, exited_at = coalesce($4, exited_at) WHERE case_id = $1 AND status = ANY($2)`,
}
export const setOrder: Statement = {
  name: 'ecommerce.set-order',
  text: `UPDATE ecommerce.shop_order SET status = coalesce($3, status), corrected = coalesce($4, corrected) WHERE case_id = $1 AND key = $2`,
}
const orderOf: Statement = {
  name: 'ecommerce.order-of',
  text: `SELECT status, accepted_at AS "acceptedAt", coalesce(corrected, value)::text AS value, currency FROM ecommerce.shop_order WHERE case_id = $1 AND key = $2`,
}
/** Rows of the dearest orders of a run that customs took as a list, and what all of those come to. */
const dearest: Statement = {
  name: 'ecommerce.dearest',
  text: `WITH listed AS (SELECT key, platform, order_id, local FROM ecommerce.shop_order WHERE case_id = $1 AND run = $2 AND route <> 'general' AND NOT item = ANY($3)),
           top AS (SELECT platform, order_id, local FROM listed ORDER BY local DESC, key LIMIT $4)
         SELECT r.data, (SELECT sum(local) FROM listed)::text AS total FROM ecommerce.sold_row r
           JOIN top ON top.order_id = r.data->>'order_id' AND lower(top.platform) = lower(r.data->>'platform')
         WHERE r.case_id = $1 AND r.sent ORDER BY top.local DESC, r.n LIMIT $4`,
}
const refundable: Statement = {
  name: 'ecommerce.refundable',
  text: `SELECT key, mrn, coalesce(corrected, value)::text AS value, currency, local::text AS local, exited_at AS "exitedAt", payment_ref AS "paymentRef"
         FROM ecommerce.shop_order WHERE case_id = $1 AND status IN ('exited', 'shipped') AND mrn IS NOT NULL ORDER BY key`,
}

export const loadRows = async (work: Work, id: string): Promise<readonly StoredRow[]> =>
  (await work.tx.query<StoredRow & Record<string, unknown>>(rowsOf, [id])).rows

const MOST_ASSESSED = 20
export async function loadDearest(
  work: Work,
  id: string,
  run: number,
  rejected: readonly number[],
): Promise<{ readonly rows: readonly RowData[]; readonly total: string }> {
  const { rows } = await work.tx.query<{ data: RowData; total: string }>(dearest, [id, run, rejected, MOST_ASSESSED])
  return { rows: rows.map((r) => r.data), total: rows[0]?.total ?? '0' }
}

export interface Refundable {
  readonly key: string
  readonly mrn: string
  readonly value: string
  readonly currency: string
  readonly local: string
  readonly exitedAt: string | null
  readonly paymentRef: string
}
export const loadRefundable = async (work: Work, id: string): Promise<readonly Refundable[]> =>
  (await work.tx.query<Refundable & Record<string, unknown>>(refundable, [id])).rows

export async function loadOrder(work: Work, id: string, key: string) {
  const { rows } = await work.tx.query<{ status: string; acceptedAt: string | null; value: string; currency: string }>(
    orderOf,
    [id, key],
  )
  return rows[0]
}

/** What the firm has declared before of these products and orders. */
export async function historyOf(work: Work, owner: string, id: string, rows: readonly RowData[]): Promise<History> {
  const world = work.world.sandbox ?? ''
  const skus = [...new Set(rows.map((r) => r.sku))]
  const keys = [...new Set(rows.map(orderKey))]
  const [known, orders] = await Promise.all([
    work.tx.query<{ sku: string; hs6: string; uses: number }>(codes, [world, owner, skus]),
    work.tx.query<{ key: string }>(knownOrders, [world, owner, id, keys]),
  ])
  const bySku = new Map<string, Map<string, number>>()
  for (const { sku, hs6, uses } of known.rows) {
    const of = bySku.get(sku) ?? new Map<string, number>()
    of.set(hs6, uses)
    bySku.set(sku, of)
  }
  return { codes: bySku, orders: new Set(orders.rows.map((o) => o.key)) }
}
