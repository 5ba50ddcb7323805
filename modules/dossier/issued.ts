import { isInForce, type PermitState } from '#kernel'
import type { Statement, Tx } from '#platform/cases'
import type { IssuedDocument } from './impact.ts'
import type { DossierState } from './state.ts'

const permitsIn: Statement = {
  name: 'dossier.permits',
  text: `SELECT id, state FROM cases."case" WHERE id = ANY($1) AND type = 'permit'`,
}

/** The documents in force that were issued on data of a dossier, with what each of them used (M02-2). */
export async function issuedOn(tx: Tx, s: DossierState): Promise<readonly IssuedDocument[]> {
  const linked = s.permits.filter((p) => p.outcome === 'issued')
  if (linked.length === 0) return []
  const { rows } = await tx.query<{ id: string; state: PermitState }>(permitsIn, [linked.map((p) => p.permit)])
  return linked.flatMap((p): IssuedDocument[] => {
    const state = rows.find((r) => r.id === p.permit)?.state
    if (!state?.resolution || !isInForce(state)) return []
    return [
      {
        permit: p.permit,
        number: state.resolution.number,
        procedure: state.procedure,
        title: state.title,
        agency: state.agency,
        elements: Object.keys(state.elements),
        lines: state.lines.map((l, k) => ({ id: p.lines[k] ?? -1, elements: Object.keys(l) })),
      },
    ]
  })
}
