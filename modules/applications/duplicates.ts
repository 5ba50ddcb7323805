import type { DossierState } from '#modules/dossier'
import type { Statement, Work } from '#platform/cases'

export interface Duplicate {
  readonly application: string
  readonly number: string
}

// Only among the firm's newest dossiers, and no more than a warning needs: an invoice that comes again comes soon, and each state is read whole.
const sameInvoice: Statement = {
  name: 'application.same-invoice',
  text: `SELECT d.state->'applications' AS applications, d.state->'lines' AS lines, d.state->'elements'->>'date.arrival' AS arrival
         FROM (SELECT id, state FROM cases."case" WHERE owner_org = $1 AND type = 'dossier' AND sandbox_id IS NOT DISTINCT FROM $2 AND id <> $3
               ORDER BY id DESC LIMIT 50) d
         WHERE d.state->'elements'->>'invoice.number' = $4 LIMIT 3`,
}

interface Other {
  readonly applications: readonly Duplicate[]
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  readonly arrival: string | null
}

const codes = (lines: Other['lines']): string =>
  lines
    .map((l) => String(l['goods.commodity'] ?? ''))
    .sort()
    .join(' ')

/** Applications already filed for the same goods, invoice and arrival (M08, bad input): a warning with a link, not a refusal. */
export async function findDuplicates(work: Work, id: string, s: DossierState): Promise<readonly Duplicate[]> {
  const invoice = s.elements['invoice.number']
  if (typeof invoice !== 'string') return []
  const { rows } = await work.tx.query<Other>(sameInvoice, [s.owner, work.world.sandbox, id, invoice])
  const arrival = s.elements['date.arrival'] ?? null
  return rows
    .filter((o) => codes(o.lines) === codes(s.lines) && (o.arrival ?? null) === arrival)
    .flatMap((o) => o.applications.map(({ application, number }) => ({ application, number })))
    .slice(0, 10)
}
