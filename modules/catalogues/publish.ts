import type { Statement, Work } from '#platform/cases'
import { askFollowUp } from './follow-up.ts'
import { findCatalogue } from './kinds.ts'
import { worldKey } from './rows.ts'

/** Told once a publication is committed, so that this node reads it at once; the others do within a second. */
export type Published = (sandbox: string | null) => void

const raise: Statement = {
  name: 'catalogue.raise',
  text: `INSERT INTO catalogues.edition (world, version, changed_at) VALUES ($1, 1, $2)
         ON CONFLICT (world) DO UPDATE SET version = catalogues.edition.version + 1, changed_at = excluded.changed_at`,
}
const RAISED = 'catalogues.raised'
const MOST_NAMED = 20

/**
 * Makes what was published in this transaction what is enforced: every node reads the catalogues again, and days of rest move the periods
 * that run.
 */
export function publishChange(
  work: Work,
  { catalogue, norm, codes }: { catalogue: string; norm: string; codes: readonly string[] },
  published: Published | undefined,
): void {
  const { sandbox } = work.world
  const raised = (work.notes.get(RAISED) as Set<string> | undefined) ?? new Set<string>()
  work.notes.set(RAISED, raised)
  if (raised.size === 0) {
    work.also(raise, [worldKey(sandbox), work.now])
    work.tx.afterCommit(() => published?.(sandbox))
  }
  const known = findCatalogue(catalogue)
  const key = `${catalogue} ${norm}`
  if (known?.kind.id === 'holidays' && known.country !== null && !raised.has(key))
    askFollowUp(work, known.country, { catalogue, norm, codes: codes.slice(0, MOST_NAMED) })
  raised.add(key)
}
