import type { Pool } from 'pg'
import { canonical } from '#kernel'
import { transact, type Statement } from '#platform/cases'
import type { EntryState } from './entry.ts'
import type { ImportState } from './import.ts'
import { contentDigest, ENTRY_COLUMNS, rowsDigest, worldKey, type EntryRow } from './rows.ts'

/** A row, or the rows of an import, that are not what their case says. */
export interface RowBreach {
  readonly caseId: string
  readonly catalogue: string
  readonly code: string | null
  readonly reason: string
}

const findCases: Statement = {
  name: 'catalogue.cases',
  text: `SELECT id, type, state, sandbox_id FROM cases."case" WHERE type IN ('catalogue-entry', 'catalogue-import') ORDER BY id`,
}
const findRows: Statement = {
  name: 'catalogue.rows-of',
  text: `SELECT ${ENTRY_COLUMNS}, world FROM catalogues.entry WHERE case_id = $1`,
}
const findOrphans: Statement = {
  name: 'catalogue.orphans',
  text: `SELECT DISTINCT case_id AS "caseId", catalogue, code FROM catalogues.entry e
         WHERE NOT EXISTS (SELECT FROM cases."case" c WHERE c.id = e.case_id AND c.type = 'catalogue-' || e.origin) LIMIT 50`,
}

type CaseOf = { id: string; type: string; state: EntryState | ImportState; sandbox_id: string | null }
type Row = EntryRow & { readonly world: string } & Record<string, unknown>

/**
 * Compares every row that people read with the case that decided it. The chains of the cases are checked by `vuce verify`; this is what
 * ties the table to them.
 */
export const verifyCatalogues = (pool: Pool) =>
  transact(
    pool,
    null,
    async (tx) => {
      tx.asPlatform()
      const cases = (await tx.query<CaseOf>(findCases, [])).rows
      const breaches: RowBreach[] = []
      let rows = 0
      for (const { id, type, state, sandbox_id } of cases) {
        const own = (await tx.query<Row>(findRows, [id])).rows
        rows += own.length
        const tell = (code: string | null, reason: string): void =>
          void breaches.push({ caseId: id, catalogue: state.catalogue, code, reason })
        for (const row of own)
          if (contentDigest(row.names, row.value) !== row.digest) tell(row.code, 'its words or values were changed')
          else if (row.world !== worldKey(sandbox_id) || row.catalogue !== state.catalogue)
            tell(row.code, 'it was moved to another catalogue')
        if (type === 'catalogue-entry') entryBreaches(state as EntryState, own, tell)
        else importBreaches(state as ImportState, own, tell)
      }
      const orphans = await tx.query<RowBreach & Record<string, unknown>>(findOrphans, [])
      breaches.push(...orphans.rows.map((o) => ({ ...o, reason: 'no case decided it' })))
      return { rows, cases: cases.length, breaches }
    },
    { snapshot: true },
  )

type Tell = (code: string | null, reason: string) => void

function entryBreaches(s: EntryState, own: readonly Row[], tell: Tell): void {
  const [row] = own
  if (!row || own.length > 1) return tell(s.code, `it has ${own.length} rows`)
  const said = (e: EntryState | Row): string =>
    canonical([e.code, e.from, e.to, e.status, e.names, e.value, e.law, e.burdens, e.publishedAt])
  if (said(s) !== said(row)) tell(s.code, 'its row says something else')
}

function importBreaches(s: ImportState, own: readonly Row[], tell: Tell): void {
  const digest = rowsDigest(own.map((r) => ({ code: r.code, from: r.from, digest: r.digest, norm: r.law.norm })))
  if (digest !== s.rows) tell(null, `its ${own.length} rows are not those that were loaded`)
  const strange = own.find((r) => r.status !== s.status || r.publishedAt !== s.publishedAt)
  if (strange) tell(strange.code, `it stands as ${strange.status}`)
}
