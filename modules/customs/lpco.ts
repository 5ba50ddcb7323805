import {
  compareDecimal,
  isRefused,
  permit as permitType,
  refusal,
  type PermitState,
  type Procedure,
  type Quantity,
  type Refusal,
} from '#kernel'
import type { DossierState } from '#modules/dossier'
import { systemActor, type OpenCase, type Work } from '#platform/cases'
import type { DeclaredContent, DeclaredItem, LpcoRef } from './content.ts'

interface Found {
  /** Position of the line in the dossier. */
  readonly line: number
  readonly ref: LpcoRef
}

export interface Resolved {
  readonly refs: readonly Found[]
  readonly faults: readonly Refusal[]
}

/**
 * The permits that the lines of a dossier stand on (M11-2): every procedure that the rules ask for has a document in force that covers the
 * line, or the declaration cannot be sent. `quantities` are what is declared of each line.
 */
export async function resolvePermits(
  work: Work,
  s: DossierState,
  required: readonly { readonly procedure: string; readonly lines: readonly number[] }[],
  quantities: ReadonlyMap<number, Quantity | null>,
  find: (procedure: string) => Procedure | undefined,
): Promise<Resolved> {
  const issued = s.permits.filter((p) => p.outcome === 'issued')
  const files = await work.findMany(
    'permit',
    issued.map((p) => p.permit),
  )
  const refs: Found[] = []
  const covered = new Set<string>()
  for (const linked of issued) {
    const state = files.get(linked.permit)?.state as PermitState | undefined
    const document = state?.resolution
    if (!document) continue
    for (const [at, id] of linked.lines.entries()) {
      const line = s.lineSources.findIndex((l) => l.id === id)
      if (line < 0 || !quantities.has(line)) continue
      covered.add(`${linked.procedure} ${line}`)
      const hasBalance = document.balance.length > 0
      refs.push({
        line,
        ref: {
          permit: linked.permit,
          procedure: linked.procedure,
          number: document.number,
          line: hasBalance ? at : null,
          quantity: hasBalance ? (quantities.get(line) ?? null) : null,
          authority: state.agency,
        },
      })
    }
  }
  const faults = required.flatMap(({ procedure, lines }) =>
    lines
      .filter((line) => quantities.has(line) && !covered.has(`${procedure} ${line}`))
      // A procedure that issues no document leaves nothing to show.
      .filter(() => find(procedure)?.output !== undefined)
      .map((line) => refusal('LPCO_MISSING', `/dossier/lines/${line}`, { procedure })),
  )
  return { refs, faults }
}

/** What is drawn of each permit: all its lines at once. */
const drawsOf = (items: readonly DeclaredItem[]): ReadonlyMap<string, { line: number; quantity: Quantity }[]> => {
  const draws = new Map<string, { line: number; quantity: Quantity }[]>()
  for (const { permit, line, quantity } of items.flatMap((i) => i.lpco))
    if (line !== null && quantity && compareDecimal(quantity.value, '0') > 0)
      draws.set(permit, [...(draws.get(permit) ?? []), { line, quantity }])
  return draws
}

const customsActor = (org: string) => ({ ...systemActor, org, roles: ['customs'] })

/** Whether the permits of a declaration may be drawn on now, without drawing: every fault, in terms of the declaration. */
export async function lpcoFaults(
  work: Work,
  c: Pick<DeclaredContent, 'items'>,
  org: string,
): Promise<readonly Refusal[]> {
  const draws = drawsOf(c.items)
  const files = await work.findMany('permit', [...draws.keys()])
  const faults: Refusal[] = []
  for (const [id, lines] of draws) {
    const file = files.get(id)
    if (!file) {
      faults.push(refusal('NOT_FOUND', '', { type: 'permit', id }))
      continue
    }
    const ctx = {
      now: work.now,
      caseId: id,
      actor: customsActor(org),
      capacities: ['customs'],
      definition: (await file.module.definition?.(file.definition, work)) as never,
    }
    const decided = permitType.decide(file.state as PermitState, 'draw', { lines }, ctx, {} as never)
    if (isRefused(decided))
      faults.push(
        ...decided.refusals.map((r) => {
          const [, , at = '0'] = r.pointer.split('/')
          const wanted = lines[Number(at)]
          const item = c.items.find((i) => i.lpco.some((l) => l.permit === id && l.line === wanted?.line))
          return { ...r, pointer: item ? `/dossier/lines/${item.line}/goods.quantity` : '' }
        }),
      )
  }
  return faults
}

/**
 * Draws on every permit of a declaration in the transaction in which customs accepts it (M08-6): all of them or none. Answers what kept it
 * from being done.
 */
export async function drawPermits(
  work: Work,
  c: Pick<DeclaredContent, 'items'>,
  org: string,
  reference: string,
): Promise<readonly Refusal[]> {
  const faults = await lpcoFaults(work, c, org)
  if (faults.length) return faults
  for (const [id, lines] of drawsOf(c.items)) {
    const file: OpenCase = await work.get('permit', id)
    await work.run(file, 'draw', { lines, reference }, customsActor(org))
  }
  return []
}

/** Permits that a declaration drew on, for whoever has to give them back. */
export const returnsOf = (c: Pick<DeclaredContent, 'items'>): readonly string[] => [...drawsOf(c.items).keys()]
