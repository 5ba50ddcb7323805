import { addDecimal, isDecimal, refusal, type Money, type Value } from '#kernel'
import type { Directory } from '#platform/access'
import { Refusals, transact, type CaseRow, type Engine, type Statement, type Tx } from '#platform/cases'
import { getIdentity, isUuid, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'
import { dossierReuse } from './reuse.ts'
import { viewOf } from './scopes.ts'
import type { DossierState } from './state.ts'

export interface OverviewDeps {
  readonly engine: Engine
  readonly directory: Directory
}

/** Whose turn it is in a case: the organisation by name, because people read names. */
export interface TurnSaid {
  readonly name: string
  readonly org: string
  readonly orgName: string
  readonly mine: boolean
  readonly due: string | null
  readonly since: string
}

/** A case of an operation, in the little that a list or a map shows of it. */
export interface StopSaid {
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly version: number
  readonly openedAt: string
  readonly changedAt: string
  readonly agency: { readonly id: string; readonly name: string } | null
  readonly procedure: string | null
  readonly decidedAt: string | null
  readonly issued: { readonly number: string; readonly issuedAt: string; readonly validUntil: string | null } | null
  readonly observations: number
  readonly total: Money | null
  readonly turns: readonly TurnSaid[]
}

export interface OperationSaid {
  readonly id: string
  readonly ucr: string
  readonly status: string
  readonly version: number
  readonly openedAt: string
  readonly changedAt: string
  readonly regime: string
  readonly country: string
  readonly own: boolean
  readonly goods: readonly string[]
  /** What each of the goods is and its code, for whoever wants the same again. */
  readonly products: readonly { readonly description: string; readonly code: string }[]
  readonly origin: string | null
  readonly destination: string | null
  readonly value: Money | null
  readonly reuse: { readonly presented: number; readonly typed: number; readonly ratio: string }
  readonly cases: readonly StopSaid[]
}

const mine: Statement = {
  name: 'operations.mine',
  text: `SELECT DISTINCT ON (c.id) c.* FROM cases.case_party p JOIN cases."case" c ON c.id = p.case_id
         WHERE p.org_id = $1 AND c.type = 'dossier' AND c.sandbox_id IS NOT DISTINCT FROM $2 AND ($3::uuid IS NULL OR c.id = $3)
           AND p.case_id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ORDER BY c.id DESC LIMIT $5`,
}
// Under the reader's own eyes: a case of the operation that they may not see is not there.
const around: Statement = {
  name: 'operations.cases',
  text: `SELECT id, type, number, title, status, version, opened_at AS "openedAt", changed_at AS "changedAt",
           state->>'application' AS application, state->>'agency' AS agency, state->'orgs'->>(state->>'agency') AS "agencyOrg",
           state->>'procedure' AS procedure, state->>'decidedAt' AS "decidedAt", state->'resolution' AS resolution,
           jsonb_array_length(CASE WHEN jsonb_typeof(state->'observations') = 'array' THEN state->'observations' ELSE '[]' END) AS observations,
           coalesce(state->'total', state->'fee'->'total') AS total
         FROM cases."case" WHERE id = ANY($1) OR (type = 'order' AND owner_org = $2 AND state->>'application' = ANY($3))`,
}
const turns: Statement = {
  name: 'operations.turns',
  text: `SELECT t.case_id AS "case", t.name, t.org_id AS org, o.name AS "orgName", t.due, t.since
         FROM cases.task t LEFT JOIN identity.organisation o ON o.id = t.org_id
         WHERE t.case_id = ANY($1) AND t.name NOT LIKE 'await-%' ORDER BY t.due NULLS LAST`,
}
const named: Statement = {
  name: 'operations.agencies',
  text: 'SELECT id, name FROM identity.organisation WHERE id = ANY($1)',
}

interface AroundRow {
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly version: number
  readonly openedAt: string
  readonly changedAt: string
  readonly application: string | null
  readonly agencyOrg: string | null
  readonly procedure: string | null
  readonly decidedAt: string | null
  readonly resolution: { readonly number: string; readonly issuedAt: string; readonly validUntil: string | null } | null
  readonly observations: number
  readonly total: Money | null
}

const text = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null)

function goodsOf(lines: DossierState['lines']): string[] {
  return lines.flatMap(
    (l) => text(l['goods.tradeName']) ?? text(l['goods.description']) ?? text(l['goods.commodity']) ?? [],
  )
}

const isMoney = (value: Value | undefined): value is Money =>
  typeof value === 'object' && 'amount' in value && isDecimal(value.amount)

/** What the goods are worth, when every line says so in one currency. */
function valueOf(lines: DossierState['lines']): Money | null {
  const values = lines.map((l) => l['goods.value'])
  const [first] = values
  if (!isMoney(first) || !values.every((v) => isMoney(v) && v.currency === first.currency)) return null
  return { amount: values.map((v) => (v as Money).amount).reduce(addDecimal), currency: first.currency }
}

async function said(tx: Tx, rows: readonly CaseRow[], org: string, now: string): Promise<OperationSaid[]> {
  const seen = rows.flatMap((row) => {
    const state = viewOf(row.state as unknown as DossierState, { org, now })
    return state ? [{ row, state }] : []
  })
  const applications = seen.flatMap(({ state }) => state.applications.map((a) => a.application))
  const permits = seen.flatMap(({ state }) => state.permits.map((p) => p.permit))
  const cases = (await tx.query<AroundRow & { [name: string]: unknown }>(around, [permits, org, applications])).rows
  tx.asPlatform()
  const ids = cases.map((c) => c.id)
  const [waits, agencies] = await Promise.all([
    tx.query<TurnSaid & { case: string }>(turns, [ids]),
    tx.query<{ id: string; name: string }>(named, [[...new Set(cases.flatMap((c) => c.agencyOrg ?? []))]]),
  ])
  const stop = (c: AroundRow): StopSaid => {
    const agency = agencies.rows.find((a) => a.id === c.agencyOrg)
    const { application: _, agencyOrg: __, resolution, ...rest } = c
    return {
      ...rest,
      agency: agency ? { id: agency.id, name: agency.name } : null,
      issued: resolution && {
        number: resolution.number,
        issuedAt: resolution.issuedAt,
        validUntil: resolution.validUntil,
      },
      turns: waits.rows
        .filter((t) => t.case === c.id)
        .map(({ case: ___, ...turn }) => ({ ...turn, mine: turn.org === org })),
    }
  }
  return seen.map(({ row, state }) => ({
    id: row.id,
    ucr: state.ucr,
    status: state.status,
    version: row.version,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    regime: state.regime,
    country: state.country,
    own: state.owner === org,
    goods: goodsOf(state.lines),
    products: state.lines.map((l) => ({
      description: text(l['goods.description']) ?? text(l['goods.tradeName']) ?? '',
      code: text(l['goods.commodity']) ?? '',
    })),
    origin: text(state.elements['country.origin']) ?? text(state.lines[0]?.['goods.origin']),
    destination: text(state.elements['country.destination']),
    value: valueOf(state.lines),
    reuse: dossierReuse(state),
    cases: cases
      .filter(
        (c) =>
          state.permits.some((p) => p.permit === c.id) ||
          (c.type === 'order' && state.applications.some((a) => a.application === c.application)),
      )
      .sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1))
      .map(stop),
  }))
}

/** The operations of a firm at a glance: what is in each, whose turn it is and until when. What the home, the list and the map are drawn from. */
export function overviewRoutes(app: Door, { engine, directory }: OverviewDeps): void {
  type Request = Parameters<typeof getIdentity>[0]
  async function read(
    request: Request,
    id: string | null,
    cursor: string | null,
    limit: number,
  ): Promise<OperationSaid[]> {
    const who = await getIdentity(request, directory)
    const { org } = who.actor
    return transact(engine.pool, org, async (tx) => {
      const values = [org, sandboxOf(request, who), id, isUuid(cursor) ? cursor : null, limit]
      const { rows } = await tx.query<CaseRow>(mine, values)
      return said(tx, rows, org, engine.clock.now())
    })
  }

  app.get('/v1/operations', async (request, reply) => {
    const { limit, cursor } = pageOf(request)
    const found = await read(request, null, cursor, limit + 1)
    const items = found.slice(0, limit)
    return sendJson(reply, 200, JSON.stringify({ items, next: found.length > limit ? items.at(-1)?.id : null }))
  })

  app.get('/v1/operations/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    const [found] = isUuid(id) ? await read(request, id, null, 1) : []
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'dossier', id })])
    return sendJson(reply, 200, JSON.stringify(found))
  })
}
