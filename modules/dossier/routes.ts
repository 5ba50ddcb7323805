import { refusal, validateForm, type Refusal } from '#kernel'
import type { Directory } from '#platform/access'
import {
  findCase,
  findEvents,
  Refusals,
  transact,
  Work,
  type CaseRow,
  type Engine,
  type EventRow,
  type Statement,
  type Tx,
} from '#platform/cases'
import { getIdentity, isUuid, pageOf, problemOf, sandboxOf, sendJson, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { disputedIn, feedForm, staleIn } from './feed.ts'
import { pointerOf, positionOf, sourceAt, valueAt } from './hub.ts'
import { impactOf } from './impact.ts'
import { issuedOn } from './issued.ts'
import { provenanceOf } from './provenance.ts'
import { dossierReuse, reuseOf } from './reuse.ts'
import { viewOf } from './scopes.ts'
import type { Change } from './declaration.ts'
import type { DossierState } from './state.ts'

export interface DossierRouteDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly library: PackLibrary
}

/** A dossier as somebody may see it, inside the transaction that reads more about it. */
interface Seen {
  readonly tx: Tx
  readonly row: CaseRow
  readonly state: DossierState
  readonly whole: boolean
  readonly org: string
}

// The reader's own eyes choose the cases: an application shows only to those who may see it.
const casesOf: Statement = {
  name: 'dossier.cases',
  text: `SELECT id, type, number, title, status, version FROM cases."case"
         WHERE (id = ANY($1) OR (type = 'order' AND owner_org = $2 AND state->>'application' = ANY($3))
           OR (type = 'inspection' AND state->>'application' = ANY($3)))`,
}
const documentsOf: Statement = {
  name: 'dossier.documents',
  text: `SELECT case_id, edition, number, type, issuer, issued_at FROM documents.issued WHERE case_id = ANY($1) ORDER BY issued_at`,
}
const happened: Statement = {
  name: 'dossier.timeline',
  text: `SELECT case_id, seq, type, actor, at FROM cases.event WHERE case_id = ANY($1)
         ORDER BY at, case_id, seq OFFSET $2 LIMIT $3`,
}

interface CaseOfDossier {
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly version: number
}

/** What a dossier answers beside itself: its timeline, what a change would touch, where each datum comes from, what a form still asks. */
export function dossierRoutes(app: Door, { engine, directory, library }: DossierRouteDeps): void {
  type Request = Parameters<typeof getIdentity>[0]

  async function reading<T>(request: Request, read: (seen: Seen) => Promise<T>): Promise<T> {
    const who = await getIdentity(request, directory)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const { org } = who.actor
    return transact(engine.pool, org, async (tx) => {
      const row = isUuid(id) ? (await tx.query<CaseRow>(findCase, [id])).rows[0] : undefined
      const state =
        row?.type === 'dossier' && row.sandbox_id === sandbox ? (row.state as unknown as DossierState) : null
      const view = state && viewOf(state, { org, now: engine.clock.now() })
      if (!row || !view) throw new Refusals([refusal('NOT_FOUND', '', { type: 'dossier', id })])
      return read({ tx, row, state: view, whole: view === state, org })
    })
  }

  app.get('/v1/dossiers/:id/timeline', async (request, reply) => {
    const { limit, cursor } = pageOf(request)
    const from = Number(cursor ?? 0) || 0
    const body = await reading(request, async ({ tx, row, state }) => {
      const applications = state.applications.map((a) => a.application)
      const ids = [row.id, ...applications, ...state.permits.map((p) => p.permit)]
      const { rows: cases } = await tx.query<CaseOfDossier>(casesOf, [ids, state.owner, applications])
      tx.asPlatform()
      const seen = cases.map((c) => c.id)
      const [{ rows }, { rows: documents }] = await Promise.all([
        tx.query<EventRow & { case_id: string }>(happened, [seen, from, limit + 1]),
        tx.query<{ case_id: string }>(documentsOf, [seen]),
      ])
      const byId = new Map(cases.map((c) => [c.id, c]))
      const items = rows.slice(0, limit).map(({ case_id, seq, type, actor, at }) => {
        const of = byId.get(case_id)
        return {
          at,
          event: type,
          case: { id: case_id, type: of?.type, number: of?.number, title: of?.title },
          seq,
          org: actor.org,
          roles: actor.roles,
        }
      })
      return { items, next: rows.length > limit ? String(from + limit) : null, cases, documents }
    })
    return sendJson(reply, 200, JSON.stringify(body))
  })

  app.get('/v1/dossiers/:id/impact', async (request, reply) => {
    const { elements = '' } = request.query as { elements?: string }
    const body = await reading(request, async ({ tx, state, whole }) => {
      // What an issued document used may be more than a reader with a part of the dossier may know.
      if (!whole) throw new Refusals([refusal('FORBIDDEN', '', { command: 'impact' })])
      tx.asPlatform()
      const faults: Refusal[] = []
      const changes = (typeof elements === 'string' ? elements : '')
        .split(',')
        .filter(Boolean)
        .flatMap((text) => changeOf(state, text, faults))
      if (changes.length === 0 && faults.length === 0)
        faults.push(refusal('FIELD_REQUIRED', '/elements', { field: 'elements' }))
      if (faults.length) throw new Refusals(faults)
      const items = impactOf(state, changes, await issuedOn(tx, state))
      return { items, acknowledge: items.map((i) => i.permit), pending: state.rectify }
    })
    return sendJson(reply, 200, JSON.stringify(body))
  })

  app.get('/v1/dossiers/:id/provenance', async (request, reply) => {
    const { element } = request.query as { element?: string }
    const body = await reading(request, async ({ tx, row, state, whole }) => {
      tx.asPlatform()
      const { rows } = await tx.query<EventRow>(findEvents, [row.id, row.version, 0])
      const shows = (line: number | null, id: string): boolean =>
        valueAt(state, line === null ? null : positionOf(state, line), id) !== undefined
      const items = provenanceOf(rows)
        .filter((d) => (element === undefined || d.element === element) && (whole || shows(d.line, d.element)))
        .map(({ line, element: id, values }) => {
          const position = line === null ? null : positionOf(state, line)
          const pointer = position === -1 ? null : pointerOf(position, id)
          return { pointer, line, element: id, values }
        })
      const work = workOn(tx, row)
      return { items: await work.personal.reveal(row.id, items) }
    })
    return sendJson(reply, 200, JSON.stringify(body))
  })

  /** A work that only reads: for what is kept beside the chain. */
  function workOn(tx: Tx, row: CaseRow): Work {
    const world = { now: engine.clock.now(), sandbox: row.sandbox_id, facts: {}, permits: {}, series: {} }
    return new Work({ tx, registry: engine.registry, world, commandId: row.id, recordedAt: world.now })
  }

  // A form asks only for what is not there, or no longer holds (M02-1). The rest it shows, with its source.
  app.get('/v1/dossiers/:id/forms/:procedure', async (request, reply) => {
    const { procedure: name } = request.params as { procedure: string }
    const body = await reading(request, async ({ tx, row, state }) => {
      const today = engine.clock.now().slice(0, 10)
      const found = library.findProcedure(name, today)
      if (!found || found.pack.id !== state.country)
        throw new Refusals([refusal('NOT_FOUND', '', { type: 'procedure', id: name })])
      const lines = state.lines.map((_, i) => i)
      const feed = feedForm(state, found.procedure, lines)
      const types = feed.documents.map((d) => d.type)
      const missing = validateForm(found.procedure, feed.data, types, today)
      const stale = staleIn(state, feed, today)
      const known = [
        ...Object.entries(feed.data.elements).map(([element, value]) => ({ line: null, element, value })),
        ...feed.data.lines.flatMap((l, line) =>
          Object.entries(l).map(([element, value]) => ({ line, element, value })),
        ),
      ].map((k) => ({
        ...k,
        pointer: pointerOf(k.line, k.element),
        source: sourceAt(state, k.line, k.element) ?? null,
      }))
      tx.asPlatform()
      const ask = missing.filter((r) =>
        ['ELEMENT_REQUIRED', 'CAS_REQUIRED', 'LINES_REQUIRED', 'DOCUMENT_MISSING'].includes(r.code),
      )
      const wrong = missing.filter((r) => !ask.includes(r))
      const errors = (of: readonly Refusal[]) => (of.length ? problemOf(of, '').errors : [])
      return {
        procedure: found.procedure.id,
        known: await workOn(tx, row).personal.reveal(row.id, known),
        ask: errors(ask),
        stale: stale.map((x) => ({ pointer: pointerOf(x.line, x.element), element: x.element, until: x.until })),
        disputed: disputedIn(state, feed).map((c) =>
          pointerOf(c.line === null ? null : positionOf(state, c.line), c.element),
        ),
        wrong: errors(wrong),
        reuse: reuseOf(feed.presented + ask.length, ask.length + stale.length),
        dossier: dossierReuse(state),
      }
    })
    return sendJson(reply, 200, JSON.stringify(body))
  })
}

/** `incoterm`, or `lines/0/goods.value`. */
function changeOf(s: DossierState, text: string, faults: Refusal[]): Change[] {
  const [, position, element] = /^\/?lines\/(\d{1,4})\/(.+)$/.exec(text) ?? []
  if (position === undefined || element === undefined)
    return [{ line: null, element: text.replace(/^\/?elements\//, '') }]
  const line = s.lineSources[Number(position)]?.id
  if (line === undefined) {
    faults.push(refusal('UNKNOWN_LINE', '/elements', { line: position }))
    return []
  }
  return [{ line, element }]
}
