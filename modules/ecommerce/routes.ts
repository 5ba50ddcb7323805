import { randomUUID } from 'node:crypto'
import { refusal } from '#kernel'
import { noteFor, type Destinations } from '#modules/destinations'
import type { IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine, type Statement, type Tx } from '#platform/cases'
import { getCommandId, getIdentity, isUuid, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'
import { expectedHeader, LARGEST_FILE, MOST_ROWS } from './columns.ts'
import { readSheet } from './sheet.ts'

const rows: Statement = {
  name: 'ecommerce.page-rows',
  text: `SELECT n AS row, data, faults, sent, before IS NOT NULL AS "canUndo" FROM ecommerce.sold_row
         WHERE case_id = $1 AND n > $2 AND (NOT $3::boolean OR (faults <> '[]' AND NOT sent)) ORDER BY n LIMIT $4`,
}
const orders: Statement = {
  name: 'ecommerce.page-orders',
  text: `SELECT key, route, status, value::text AS value, currency, local::text AS local, mrn, accepted_at AS "acceptedAt", buyer_country AS "buyerCountry",
           declaration, tracking, corrected::text AS corrected FROM ecommerce.shop_order WHERE case_id = $1 AND key > $2 ORDER BY key LIMIT $3`,
}
const refund: Statement = {
  name: 'ecommerce.refund-file',
  text: `SELECT mrn, key, coalesce(corrected, value)::text AS value, currency, local::text AS local, to_char(accepted_at, 'YYYY-MM-DD') AS accepted,
           to_char(exited_at, 'YYYY-MM-DD') AS exited, payment_ref FROM ecommerce.shop_order WHERE case_id = $1 AND mrn IS NOT NULL ORDER BY key`,
}

export interface EcommerceDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly destinations: Destinations
}

const cell = (text: unknown): string => {
  const said = text === null || text === undefined ? '' : String(text)
  // A cell that begins like a formula is text all the same.
  const safe = /^[=+\-@]/.test(said) && !/^-?\d/.test(said) ? `'${said}` : said
  return /[";\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const csv = (lines: readonly (readonly unknown[])[]): string =>
  `${lines.map((l) => l.map(cell).join(';')).join('\n')}\n`

/** Files of orders come in here, and what became of each row goes out: page by page, or as a file. */
export function ecommerceRoutes(app: Door, { engine, identity, destinations }: EcommerceDeps): void {
  const { pool, clock } = engine

  /** Reads of a batch by its own firm or by customs; to others it does not exist. */
  async function own<T>(
    request: Parameters<typeof getIdentity>[0],
    run: (tx: Tx, row: CaseRow) => Promise<T>,
  ): Promise<T> {
    const who = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const found = isUuid(id)
      ? await transact(pool, who.actor.org, async (tx) => {
          const row = (await tx.query<CaseRow>(findCase, [id])).rows[0]
          if (row?.type !== 'shop-batch' || row.sandbox_id !== sandbox) return undefined
          tx.asPlatform()
          return { value: await run(tx, row) }
        })
      : undefined
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'shop-batch', id })])
    return found.value
  }

  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_FILE }, (_, body, done) => done(null, body))
    raw.post('/v1/shop-batches/upload', async (request, reply) => {
      const who = await getIdentity(request, identity)
      const { country = '', name = 'pedidos' } = request.query as { country?: string; name?: string }
      if (!/^[a-z]{2,5}$/.test(country) || name.length > 120)
        throw new Refusals([refusal('INPUT_SHAPE', '/country', { reason: 'name a country: kr' })])
      const sheet = readSheet((request.body as Buffer | undefined) ?? Buffer.alloc(0))
      if ('fault' in sheet)
        throw new Refusals([
          sheet.fault === 'header'
            ? refusal('SHEET_HEADER', '', { expected: expectedHeader, differs: sheet.detail.slice(0, 400) })
            : sheet.fault === 'too-many'
              ? refusal('SHEET_TOO_LONG', '', { rows: sheet.detail, most: MOST_ROWS })
              : refusal('MALFORMED', '', { reason: 'it is no CSV or XLSX' }),
        ])
      if (sheet.rows.length === 0) throw new Refusals([refusal('MALFORMED', '', { reason: 'there is no row' })])
      const done = await engine.execute({
        actor: who.actor,
        grants: who.grants,
        sandbox: sandboxOf(request, who),
        commandId: request.headers['idempotency-key'] ? getCommandId(request) : randomUUID(),
        type: 'shop-batch',
        command: 'uploadBatch',
        input: { country, name, rows: sheet.rows },
      })
      return sendJson(reply, done.status, done.body)
    })
  })

  app.get('/v1/shop-batches/:id/rows', async (request, reply) => {
    const { limit, cursor } = pageOf(request)
    const { faulty } = request.query as { faulty?: string }
    const items = await own(
      request,
      async (tx, row) =>
        (await tx.query<{ row: number }>(rows, [row.id, Number(cursor ?? 0) || 0, faulty === 'true', limit])).rows,
    )
    return sendJson(
      reply,
      200,
      JSON.stringify({ items, next: items.length === limit ? String(items.at(-1)?.row) : null }),
    )
  })

  app.get('/v1/shop-batches/:id/orders', async (request, reply) => {
    const { limit, cursor } = pageOf(request)
    const day = clock.now().slice(0, 10)
    const items = await own(request, async (tx, row) => {
      const found = await tx.query<{ key: string; buyerCountry: string; value: string; currency: string }>(orders, [
        row.id,
        cursor ?? '',
        limit,
      ])
      const on = row.changed_at.slice(0, 10) || day
      return found.rows.map((o) => ({
        ...o,
        arrival:
          noteFor(destinations, {
            country: o.buyerCountry,
            day: on,
            value: { amount: o.value, currency: o.currency },
            rate: null,
          }) ?? null,
      }))
    })
    return sendJson(reply, 200, JSON.stringify({ items, next: items.length === limit ? items.at(-1)?.key : null }))
  })

  app.get('/v1/shop-batches/:id/result.csv', async (request, reply) => {
    const found = await own(request, async (tx, row) => (await tx.query(rows, [row.id, 0, true, MOST_ROWS])).rows)
    const lines = (
      found as { row: number; faults: { field: string; code: string; message: string; suggestion: string }[] }[]
    ).flatMap(({ row, faults }) => faults.map((f) => [row, f.field, f.code, f.message, f.suggestion]))
    return reply
      .type('text/csv; charset=utf-8')
      .send(csv([['row', 'field', 'code', 'message', 'suggestion'], ...lines]))
  })

  app.get('/v1/shop-batches/:id/refund.csv', async (request, reply) => {
    const found = await own(request, async (tx, row) => (await tx.query(refund, [row.id])).rows)
    const head = ['mrn', 'key', 'value', 'currency', 'local', 'accepted', 'exited', 'payment_ref']
    return reply
      .type('text/csv; charset=utf-8')
      .send(csv([head, ...(found as Record<string, unknown>[]).map((r) => head.map((h) => r[h]))]))
  })
}
