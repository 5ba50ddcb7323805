import type { Statement, Tx } from '#platform/cases'
import type { Catalogue } from './kinds.ts'

/** How many open cases use a code (M04-4): counts for whoever decides, the cases themselves only for those who may see them. */
export interface Impact {
  readonly dossiers: number
  readonly permits: number
  readonly byProcedure: readonly { readonly procedure: string; readonly permits: number }[]
  readonly yours: readonly {
    readonly id: string
    readonly type: string
    readonly number: string | null
    readonly status: string
  }[]
}

interface Found {
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly status: string
  readonly procedure: string | null
  readonly mine: boolean
}

// A text that is the code, wherever the case holds one; goods also by the beginning of their code, which is how the tariff is read.
const findUsers: Statement = {
  name: 'catalogue.users',
  text: `SELECT id, type, number, status, state->>'procedure' AS procedure, $4::uuid = ANY (readers) AS mine FROM cases."case"
         WHERE ((type = 'dossier' AND status = 'OPEN') OR (type = 'permit' AND status IN
           ('DRAFT', 'WAITING', 'AWAITING_PAYMENT', 'ADMISSIBILITY', 'CURE_REQUESTED', 'UNDER_EVALUATION', 'OBSERVED', 'PROPOSED', 'UNDER_APPEAL')))
           AND sandbox_id IS NOT DISTINCT FROM $1
           AND ($5::text IS NULL OR state->>'country' = $5 OR definition LIKE $5 || '.%')
           AND jsonb_path_exists(state, $2::jsonpath, $3::jsonb)
         ORDER BY type, id`,
}

const EXACT = '$.** ? (@ == $code)'
const BEGINS = '$.**."goods.commodity" ? (@ starts with $code)'

/** The open dossiers and permits that use a code. Reads every open case: for a person who asks, not for a machine that polls. */
export async function impactOf(
  tx: Tx,
  { catalogue, code, sandbox, org }: { catalogue: Catalogue; code: string; sandbox: string | null; org: string },
): Promise<Impact> {
  const goods = catalogue.kind.id === 'hs' || catalogue.kind.id === 'tariff'
  const values = [sandbox, goods ? BEGINS : EXACT, JSON.stringify({ code }), org, catalogue.country]
  const { rows } = await tx.query<Found & Record<string, unknown>>(findUsers, values)
  const permits = rows.filter((r) => r.type === 'permit')
  const procedures = new Map<string, number>()
  for (const { procedure } of permits) procedures.set(procedure ?? '', (procedures.get(procedure ?? '') ?? 0) + 1)
  return {
    dossiers: rows.length - permits.length,
    permits: permits.length,
    byProcedure: [...procedures].map(([procedure, n]) => ({ procedure, permits: n })),
    yours: rows
      .filter((r) => r.mine)
      .slice(0, 100)
      .map(({ id, type, number, status }) => ({ id, type, number, status })),
  }
}
