import { isDay, legalDay, refusal, type Day, type Words } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, worldOf, type CaseRow, type Engine, type Tx } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { entriesCsv } from './csv.ts'
import { calendarOf } from './entry-module.ts'
import type { EntryState } from './entry.ts'
import { impactOf } from './impact.ts'
import { catalogueKinds, codeIn, findCatalogue, type Catalogue } from './kinds.ts'
import {
  changesOf,
  countCatalogues,
  differences,
  entriesOn,
  findEntry,
  historyOf,
  publicEntry,
  type CatalogueCount,
} from './lookup.ts'
import type { EntryRow } from './rows.ts'

export interface CatalogueRouteDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly library: PackLibrary
}

type Ask = { readonly params: unknown; readonly query: unknown; readonly headers: Readonly<Record<string, unknown>> }
const MAX_PAGE = 1000

/** What catalogues say, said and will say: public, without an account, as JSON and CSV (M04-5). */
export function catalogueRoutes(app: Door, { engine, identity, library }: CatalogueRouteDeps): void {
  const read = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => transact(engine.pool, null, run, { snapshot: true })
  const now = (): string => engine.clock.now()
  const todayOf = (catalogue: Catalogue): Day => legalDay(calendarOf(catalogue, library), now())

  const asked = (request: Ask): { catalogue: Catalogue; world: string; day: Day; today: Day } => {
    const { catalogue: id } = request.params as { catalogue: string }
    const catalogue = findCatalogue(id)
    if (!catalogue || (catalogue.country !== null && !library.packs.has(catalogue.country)))
      throw new Refusals([refusal('NOT_FOUND', '', { type: 'catalogue', id })])
    const today = todayOf(catalogue)
    return { catalogue, world: worldAsked(request), today, day: dayIn(request, 'day') ?? today }
  }

  app.get('/v1/catalogues', async (request, reply) => {
    const world = worldAsked(request)
    const day = dayIn(request, 'day') ?? now().slice(0, 10)
    const counts = await read((tx) => countCatalogues(tx, world, day))
    return sendJson(reply, 200, JSON.stringify({ items: listOf(counts, library), next: null }))
  })

  app.get('/v1/catalogues/:catalogue', async (request, reply) => {
    const { catalogue, world, day } = asked(request)
    const { cursor, prefix } = request.query as { cursor?: string; prefix?: string }
    const limit = limitOf(request)
    const after = typeof cursor === 'string' ? cursor : ''
    const ask = { world, catalogue: catalogue.id, day, after, prefix: prefix ? codeIn(catalogue, prefix) : '' }
    const rows = await read((tx) => entriesOn(tx, { ...ask, limit: limit + 1 }))
    const items = rows.slice(0, limit).map((r) => publicEntry(r, day))
    const next = rows.length > limit ? (items.at(-1)?.code ?? null) : null
    if (wantsCsv(request)) {
      if (next) void reply.header('link', linkTo(request.url, next))
      return reply.code(200).header('content-type', 'text/csv; charset=utf-8; header=present').send(entriesCsv(items))
    }
    const { id, kind, country } = catalogue
    const about = { id, kind: kind.id, country, title: kind.title, source: kind.source, day }
    return sendJson(reply, 200, JSON.stringify({ ...about, items, next }))
  })

  // A catalogue has no entry called "changes": codes of every kind are shorter, in capitals or with digits.
  app.get('/v1/catalogues/:catalogue/changes', async (request, reply) => {
    const { catalogue, world, today } = asked(request)
    const { cursor } = request.query as { cursor?: string }
    const limit = limitOf(request)
    const [since, until] = [dayIn(request, 'since') ?? '0001-01-02', dayIn(request, 'until') ?? '9999-12-31']
    const [, from, code] = /^(\d{4}-\d{2}-\d{2}) (.{1,80})$/.exec(typeof cursor === 'string' ? cursor : '') ?? []
    const after = from !== undefined && code !== undefined && isDay(from) ? ([from, code] as const) : null
    const items = await read(async (tx) => {
      const rows = await changesOf(tx, { world, catalogue: catalogue.id, since, until, after, limit: limit + 1 })
      const codes = [...new Set(rows.map((r) => r.code))]
      const history = await historyOf(tx, { world, catalogue: catalogue.id, codes })
      return rows.map((row) =>
        withDifference(
          history.filter((h) => h.code === row.code),
          row,
          today,
        ),
      )
    })
    const last = items[limit - 1]
    const next = items.length > limit && last ? `${last.from} ${last.code}` : null
    return sendJson(reply, 200, JSON.stringify({ items: items.slice(0, limit), next }))
  })

  app.get('/v1/catalogues/:catalogue/:code', async (request, reply) => {
    const { catalogue, world, day } = asked(request)
    const code = codeIn(catalogue, (request.params as { code: string }).code)
    const row = await read((tx) => findEntry(tx, { world, catalogue: catalogue.id, code, day }))
    if (!row) throw new Refusals([refusal('NOT_FOUND', '', { type: catalogue.id, id: code })])
    const entry = publicEntry(row, day)
    return wantsCsv(request)
      ? reply
          .code(200)
          .header('content-type', 'text/csv; charset=utf-8; header=present')
          .send(entriesCsv([entry]))
      : sendJson(reply, 200, JSON.stringify({ ...entry, day }))
  })

  app.get('/v1/catalogues/:catalogue/:code/history', async (request, reply) => {
    const { catalogue, world, today } = asked(request)
    const code = codeIn(catalogue, (request.params as { code: string }).code)
    const rows = await read((tx) => historyOf(tx, { world, catalogue: catalogue.id, codes: [code] }))
    if (rows.length === 0) throw new Refusals([refusal('NOT_FOUND', '', { type: catalogue.id, id: code })])
    const items = rows.map((row) => withDifference(rows, row, today))
    return wantsCsv(request)
      ? reply.code(200).header('content-type', 'text/csv; charset=utf-8; header=present').send(entriesCsv(items))
      : sendJson(reply, 200, JSON.stringify({ items, next: null }))
  })

  // Who may see a proposal may ask what it would change, before it is approved (M04-4).
  app.get('/v1/catalogue-entries/:id/impact', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const impact = await transact(engine.pool, who.actor.org, async (tx) => {
      const row = isUuid(id) ? (await tx.query<CaseRow>(findCase, [id])).rows[0] : undefined
      if (!row || row.type !== 'catalogue-entry' || row.sandbox_id !== sandbox)
        throw new Refusals([refusal('NOT_FOUND', '', { type: 'catalogue-entry', id })])
      const entry = row.state as unknown as EntryState
      const { catalogue, code } = entry
      const known = findCatalogue(catalogue)
      if (!known) throw new Refusals([refusal('NOT_FOUND', '', { type: 'catalogue', id: catalogue })])
      tx.asPlatform()
      const at = (await worldOf(tx, engine.clock, sandbox)).now
      tx.asPlatform()
      const ask = { catalogue: known, entry, sandbox, org: who.actor.org, library, now: at }
      return { catalogue, code, ...(await impactOf(tx, ask)) }
    })
    return sendJson(reply, 200, JSON.stringify(impact))
  })
}

export interface ListedCatalogue {
  readonly id: string
  readonly kind: string
  readonly country: string | null
  readonly title: Words
  readonly source: string
  readonly inForce: number
  readonly announced: number
  readonly changedAt: string | null
  readonly gazetteDays: number | null
  readonly links: { readonly self: string; readonly changes: string }
}

/** Every catalogue that can be, with what is in it: those of the world, and those of each country that have an entry. */
export function listOf(counts: readonly CatalogueCount[], library: PackLibrary): readonly ListedCatalogue[] {
  const ids = new Set([
    ...catalogueKinds.filter((k) => !k.national).map((k) => k.id),
    ...counts.map((c) => c.catalogue),
  ])
  return [...ids].flatMap((id) => {
    const found = findCatalogue(id)
    if (!found || (found.country !== null && !library.packs.has(found.country))) return []
    const { kind, country } = found
    const {
      inForce = 0,
      announced = 0,
      changedAt = null,
      gazetteDays = null,
    } = counts.find((c) => c.catalogue === id) ?? {}
    const links = { self: `/v1/catalogues/${id}`, changes: `/v1/catalogues/${id}/changes` }
    return [
      {
        id,
        kind: kind.id,
        country,
        title: kind.title,
        source: kind.source,
        inForce,
        announced,
        changedAt,
        gazetteDays,
        links,
      },
    ]
  })
}

const withDifference = (history: readonly EntryRow[], row: EntryRow, today: Day) => {
  const at = history.findIndex((h) => h.caseId === row.caseId && h.from === row.from)
  return { ...publicEntry(row, today), changes: differences(history[at - 1], row) }
}

/** A sandbox has catalogues of its own beside the real ones: whoever knows its id reads them. */
function worldAsked({ headers }: Ask): string {
  const asked = headers['vuce-sandbox']
  const id = typeof asked === 'string' ? asked.toLowerCase() : ''
  if (id !== '' && !isUuid(id)) throw new Refusals([refusal('NOT_FOUND', '', { type: 'sandbox', id: 'header' })])
  return id
}

function dayIn({ query }: Ask, name: 'day' | 'since' | 'until'): Day | undefined {
  const day = (query as Record<string, unknown>)[name]
  if (day === undefined) return undefined
  if (!isDay(day)) throw new Refusals([refusal('INPUT_SHAPE', `/${name}`, { reason: 'must be a day: 2026-06-01' })])
  return day
}

function limitOf({ query }: Ask): number {
  const { limit } = query as { limit?: string }
  const n = limit === undefined ? 100 : Number(limit)
  if (!Number.isInteger(n) || n < 1 || n > MAX_PAGE)
    throw new Refusals([refusal('INPUT_SHAPE', '/limit', { reason: `must be an integer from 1 to ${MAX_PAGE}` })])
  return n
}

const wantsCsv = ({ query, headers }: Ask): boolean =>
  (query as { format?: string }).format === 'csv' || String(headers.accept ?? '').startsWith('text/csv')

const linkTo = (url: string, cursor: string): string => {
  const next = new URL(url, 'http://window')
  next.searchParams.set('cursor', cursor)
  return `<${next.pathname}${next.search}>; rel="next"`
}
