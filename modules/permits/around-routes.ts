import { refusal, toInstant, toMs, type PermitState } from '#kernel'
import type { Directory } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine, type Statement } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'

/** How many of a firm's newest permits are looked at: enough for a year of a busy firm, and a bounded walk for every other. */
const WINDOW = 500
const RECENT = 5
const YEAR = 365 * 86_400_000

// Asked as the platform, like the search of a firm's permits: the walk is bounded, and what the asker may not see is left out by its readers.
const newest: Statement = {
  name: 'permit.around',
  text: `SELECT id, number, title, status, "openedAt", "changedAt", application, dossier, procedure, agency, rounds FROM (
           SELECT c.id, c.number, c.title, c.status, c.opened_at AS "openedAt", c.changed_at AS "changedAt", c.readers, c.state->>'application' AS application, c.state->>'dossier' AS dossier,
             c.state->>'procedure' AS procedure, c.state->>'agency' AS agency, (c.state->>'rounds')::int AS rounds
           FROM cases."case" c WHERE c.owner_org = $1 AND c.type = 'permit' AND c.sandbox_id IS NOT DISTINCT FROM $2
           ORDER BY c.id DESC LIMIT ${WINDOW}
         ) n WHERE $3::uuid = ANY (readers) ORDER BY id DESC`,
}

interface Near {
  readonly id: string
  readonly status: string
  readonly openedAt: string
  readonly application: string
  readonly dossier: string
  readonly agency: string
  readonly procedure: string
  readonly rounds: number
}

const GRANTED = new Set(['APPROVED', 'PARTIALLY_USED', 'EXHAUSTED', 'EXPIRED'])
const DENIED = new Set(['DENIED', 'UPHELD', 'UNDER_APPEAL'])

/** A firm's year with one agency, counted: what an officer may weigh, without a story about anybody. */
function recordOf(all: readonly Near[], since: string) {
  const year = all.filter((p) => p.openedAt >= since)
  const count = (test: (p: Near) => boolean): number => year.filter(test).length
  return {
    since,
    filed: year.length,
    granted: count((p) => GRANTED.has(p.status)),
    clean: count((p) => GRANTED.has(p.status) && p.rounds === 0),
    denied: count((p) => DENIED.has(p.status)),
    observed: count((p) => p.rounds > 0),
    revoked: count((p) => p.status === 'REVOKED'),
    abandoned: count((p) => p.status === 'ABANDONED' || p.status === 'WITHDRAWN' || p.status === 'LAPSED'),
  }
}

/** What stands around a permit for whoever evaluates it: the other cases of its operation, and the firm's year. Firms have their dossier for that. */
export function aroundRoutes(app: Door, engine: Engine, directory: Directory): void {
  app.get('/v1/permits/:id/around', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const { org } = who.actor
    const found = await transact(engine.pool, org, async (tx) => {
      const row = isUuid(id) ? (await tx.query<CaseRow>(findCase, [id])).rows[0] : undefined
      if (row?.type !== 'permit' || row.sandbox_id !== sandbox) return undefined
      tx.asPlatform()
      return { row, near: (await tx.query<Near>(newest, [row.owner_org, sandbox, org])).rows }
    })
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'permit', id })])
    const state = found.row.state as unknown as PermitState
    const others = found.near.filter((p) => p.id !== id)
    const own = others.filter((p) => p.agency === state.agency)
    const firm = await directory.findOrganisation(found.row.owner_org)
    return sendJson(
      reply,
      200,
      JSON.stringify({
        firm: firm ? { name: firm.name, taxId: firm.taxId } : null,
        related: others.filter((p) => p.application === state.application || p.dossier === state.dossier),
        recent: own.filter((p) => p.application !== state.application).slice(0, RECENT),
        record: recordOf(own, toInstant(toMs(engine.clock.now()) - YEAR)),
      }),
    )
  })
}
