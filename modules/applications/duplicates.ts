import { createHash } from 'node:crypto'
import type { DossierState } from '#modules/dossier'
import type { Statement, Work } from '#platform/cases'

export interface Duplicate {
  readonly application: string
  readonly number: string
}

/** As many as a warning needs. */
const MOST = 10

const samePresented: Statement = {
  name: 'application.same-presented',
  text: `SELECT application_id AS application, number FROM applications.presented
         WHERE owner_org = $1 AND digest = $2 AND sandbox_id IS NOT DISTINCT FROM $3 AND dossier_id <> $4
         ORDER BY application_id DESC LIMIT ${MOST}`,
}

const keepPresented: Statement = {
  name: 'application.presented',
  text: `INSERT INTO applications.presented (owner_org, digest, application_id, dossier_id, number, sandbox_id)
         VALUES ($1, $2, $3, $4, $5, $6)`,
}

/** What makes two shipments one: invoice, arrival and commodities. Nothing without an invoice. */
export function presentedDigest(s: DossierState): Buffer | null {
  const invoice = s.elements['invoice.number']
  if (typeof invoice !== 'string') return null
  const codes = s.lines.map((l) => String(l['goods.commodity'] ?? '')).sort()
  const said = JSON.stringify([invoice, s.elements['date.arrival'] ?? null, codes])
  return createHash('sha256').update(said).digest().subarray(0, 16)
}

/** Applications already filed for the same goods, invoice and arrival (M08, bad input): a warning with a link, not a refusal. */
export async function findDuplicates(
  work: Work,
  owner: string,
  dossier: string,
  digest: Buffer | null,
): Promise<readonly Duplicate[]> {
  if (!digest) return []
  const { rows } = await work.tx.query<Duplicate>(samePresented, [owner, digest, work.world.sandbox, dossier])
  return rows
}

/** Remembers what an application presents, for the next one. */
export function keepPresentation(
  work: Work,
  { application, number }: Duplicate,
  owner: string,
  dossier: string,
  digest: Buffer | null,
): void {
  if (digest) work.also(keepPresented, [owner, digest, application, dossier, number, work.world.sandbox])
}
