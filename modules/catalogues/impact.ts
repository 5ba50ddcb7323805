import { recomputed, type Instant, type PermitState, type Procedure } from '#kernel'
import type { Statement, Tx } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { EntryState } from './entry.ts'
import type { Catalogue } from './kinds.ts'
import { valuesOf } from './live.ts'

/** Open cases that a change touches (M04-4): counts for whoever decides, the cases themselves only for those who may see them. */
export interface Impact {
  readonly dossiers: number
  readonly permits: number
  readonly byProcedure: readonly { readonly procedure: string; readonly permits: number }[]
  readonly yours: readonly {
    readonly id: string
    readonly type: string
    readonly number: string | null
    readonly status: string
    /** Where the change moves a period: when it ends now, and when it would. */
    readonly before?: Instant
    readonly after?: Instant
  }[]
}

type Found = Impact['yours'][number] & { readonly procedure: string | null; readonly mine: boolean }

const OPEN = `'DRAFT', 'WAITING', 'AWAITING_PAYMENT', 'ADMISSIBILITY', 'CURE_REQUESTED', 'UNDER_EVALUATION', 'OBSERVED', 'PROPOSED', 'UNDER_APPEAL'`

// A text that is the code, wherever the case holds one; goods also by the beginning of their code, which is how the tariff is read.
const findUsers: Statement = {
  name: 'catalogue.users',
  text: `SELECT id, type, number, status, state->>'procedure' AS procedure, $4::uuid = ANY (readers) AS mine FROM cases."case"
         WHERE ((type = 'dossier' AND status = 'OPEN') OR (type = 'permit' AND status IN (${OPEN})))
           AND sandbox_id IS NOT DISTINCT FROM $1
           AND ($5::text IS NULL OR state->>'country' = $5 OR definition LIKE $5 || '.%')
           AND jsonb_path_exists(state, $2::jsonpath, $3::jsonb)
         ORDER BY type, id`,
}
const findOpen: Statement = {
  name: 'catalogue.open',
  text: `SELECT id, number, status, definition, state, $3::uuid = ANY (readers) AS mine FROM cases."case"
         WHERE type = 'permit' AND status IN (${OPEN}, 'DENIED', 'REVOKED') AND sandbox_id IS NOT DISTINCT FROM $1 AND definition LIKE $2 || '.%' ORDER BY id`,
}
const findPlans: Statement = {
  name: 'catalogue.plans',
  text: `SELECT id, number, status, $3::uuid = ANY (readers) AS mine,
           ARRAY(SELECT p->>'procedure' FROM jsonb_array_elements(state->'plan'->'procedures') p) AS plan FROM cases."case"
         WHERE type = 'dossier' AND status = 'OPEN' AND sandbox_id IS NOT DISTINCT FROM $1 AND state->>'country' = $2
           AND jsonb_typeof(state->'plan'->'procedures') = 'array' ORDER BY id`,
}

const EXACT = '$.** ? (@ == $code)'
const BEGINS = '$.**."goods.commodity" ? (@ starts with $code)'

export interface ImpactAsk {
  readonly catalogue: Catalogue
  readonly entry: Pick<EntryState, 'code' | 'names' | 'value' | 'law' | 'from' | 'to'>
  readonly sandbox: string | null
  readonly org: string
  readonly library: PackLibrary
  readonly now: Instant
}

/**
 * The open cases that a change would touch. A day of rest is put to every period that runs, as it will be when it is published; a unit
 * value to every fee not yet quoted; anything else is looked for by its code. Reads every open case: for a person who asks.
 */
export async function impactOf(tx: Tx, ask: ImpactAsk): Promise<Impact> {
  const { kind, country } = ask.catalogue
  if (country !== null && kind.id === 'holidays') return counted(await movedBy(tx, ask, country))
  if (country !== null && kind.id === 'unit-values') return counted(await pricedBy(tx, ask, country))
  const goods = kind.id === 'hs' || kind.id === 'tariff'
  const code = kind.id === 'codes' ? ask.entry.code.slice(ask.entry.code.indexOf('.') + 1) : ask.entry.code
  const values = [ask.sandbox, goods ? BEGINS : EXACT, JSON.stringify({ code }), ask.org, country]
  return counted((await tx.query<Found & Record<string, unknown>>(findUsers, values)).rows)
}

interface Open extends Record<string, unknown> {
  readonly id: string
  readonly number: string | null
  readonly status: string
  readonly definition: string
  readonly state: PermitState
  readonly mine: boolean
}
const openPermits = async (tx: Tx, { sandbox, org }: ImpactAsk, country: string): Promise<readonly Open[]> =>
  (await tx.query<Open>(findOpen, [sandbox, country, org])).rows

async function movedBy(tx: Tx, ask: ImpactAsk, country: string): Promise<Found[]> {
  const { library, entry, now } = ask
  const values = valuesOf('holidays', entry, (await library.valuesIn(ask.sandbox)).get(country))
  const definitions = new Map<string, ReturnType<PackLibrary['definitionUnder']>>()
  const found: Found[] = []
  for (const { id, number, status, definition, state, mine } of await openPermits(tx, ask, country)) {
    const under = definitions.get(definition) ?? library.definitionUnder(definition, values)
    definitions.set(definition, under)
    const moved = recomputed(state, await under, now)
    if (!moved) continue
    const [task, due] = Object.entries(moved.tasks)[0] ?? []
    const before = moved.clock
      ? state.clock?.due
      : moved.period
        ? state.period?.due
        : task
          ? state.tasks[task]?.due
          : null
    const after = moved.clock?.due ?? moved.period?.due ?? due
    const dates = before && after ? { before, after } : {}
    found.push({ id, type: 'permit', number, status, procedure: state.procedure, mine, ...dates })
  }
  return found
}

/** Whether a fee that is still to be quoted is reckoned in a unit of account. */
const uses = ({ fee, after }: Procedure, unit: string, due: 'submission' | 'issue'): boolean =>
  JSON.stringify([fee.filter((l) => due === 'submission' || l.due === due), after.rectify?.fee ?? []]).includes(
    `"unit":${JSON.stringify(unit)}`,
  )

async function pricedBy(tx: Tx, ask: ImpactAsk, country: string): Promise<Found[]> {
  const { library, entry, now, sandbox, org } = ask
  const found: Found[] = []
  for (const { id, number, status, definition, state, mine } of await openPermits(tx, ask, country)) {
    const { procedure } = await library.getPinned(definition)
    const due = status === 'DRAFT' || status === 'WAITING' ? 'submission' : 'issue'
    if (uses(procedure, entry.code, due))
      found.push({ id, type: 'permit', number, status, procedure: state.procedure, mine })
  }
  type Planned = Record<string, unknown> &
    Pick<Open, 'id' | 'number' | 'status' | 'mine'> & { readonly plan: readonly string[] }
  const { rows } = await tx.query<Planned>(findPlans, [sandbox, country, org])
  for (const { id, number, status, mine, plan } of rows) {
    const priced = plan.some((p) => {
      const procedure = library.findProcedure(p, now.slice(0, 10))?.procedure
      return procedure !== undefined && uses(procedure, entry.code, 'submission')
    })
    if (priced) found.push({ id, type: 'dossier', number, status, procedure: null, mine })
  }
  return found
}

function counted(rows: readonly Found[]): Impact {
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
      .map(({ procedure: _, mine: __, ...shown }) => shown),
  }
}
