import { canonical, type Day, type Instant, type Words } from '#kernel'
import { sha256, systemActor, type Statement, type Work } from '#platform/cases'
import type { EntryState, Law, Neighbour } from './entry.ts'

/** A row of catalogues.entry as it is read. */
export interface EntryRow {
  readonly caseId: string
  readonly catalogue: string
  readonly code: string
  readonly from: Day
  readonly to: Day | null
  readonly origin: 'entry' | 'import'
  readonly status: EntryState['status']
  readonly names: Words
  readonly value: Readonly<Record<string, string>>
  readonly law: Law
  readonly burdens: boolean
  readonly publishedAt: Instant | null
  readonly digest: string
}

export const ENTRY_COLUMNS = `case_id AS "caseId", catalogue, code, valid_from::text AS "from", valid_to::text AS "to", origin, status, names, value, law,
  burdens, published_at AS "publishedAt", digest`

/** Statuses of what counts for M04-1: published, and not an emergency. */
export const ORDINARY = `status IN ('APPROVED', 'IN_FORCE', 'SUPERSEDED')`

/** SHA-256 of what an entry says: equal for the same names and values, whoever brought them. */
export const contentDigest = (names: Words, value: Readonly<Record<string, string>>): string =>
  sha256(canonical({ names, value })).toString('hex')

/** SHA-256 over all rows of an import, in order of code and day. It stands in the chain, so a row changed behind the program's back shows. */
export function rowsDigest(
  rows: readonly { readonly code: string; readonly from: Day; readonly digest: string; readonly norm: string }[],
): string {
  const keyed = rows.map((r) => ({ key: `${r.code} ${r.from}`, line: [r.code, r.from, r.digest, r.norm] }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1))
  return sha256(canonical(keyed.map((k) => k.line))).toString('hex')
}

/** The world of a case: empty in real life, the sandbox's id otherwise. */
export const worldKey = (sandbox: string | null): string => sandbox ?? ''

const putEntry: Statement = {
  name: 'catalogue.put',
  text: `INSERT INTO catalogues.entry (case_id, code, valid_from, valid_to, world, catalogue, origin, status, names, value, law, burdens, digest, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'entry', $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (case_id, code, valid_from) DO UPDATE SET valid_to = excluded.valid_to, status = excluded.status, published_at = excluded.published_at`,
}

/** Brings the row of an entry to what its case says. */
export function putRow(work: Work, caseId: string, s: EntryState): void {
  work.also(putEntry, [
    caseId,
    s.code,
    s.from,
    s.to,
    worldKey(work.world.sandbox),
    s.catalogue,
    s.status,
    JSON.stringify(s.names),
    JSON.stringify(s.value),
    JSON.stringify(s.law),
    s.burdens,
    contentDigest(s.names, s.value),
    s.publishedAt,
  ])
}

const lockCatalogue: Statement = {
  name: 'catalogue.lock',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('catalogues/' || $1, 0))`,
}

/** Whoever changes a catalogue waits here for whoever changes it now: what is compared stays true until the commit. */
export async function holdCatalogue(work: Work, catalogue: string): Promise<void> {
  await work.tx.query(lockCatalogue, [`${worldKey(work.world.sandbox)}/${catalogue}`])
}

const findOverlaps: Statement = {
  name: 'catalogue.overlaps',
  text: `SELECT case_id AS "caseId", origin, valid_from::text AS "from", valid_to::text AS "to" FROM catalogues.entry
         WHERE world = $1 AND catalogue = $2 AND code = $3 AND ${ORDINARY} AND case_id <> $4
           AND daterange(valid_from, valid_to, '[]') && daterange($5::date, $6::date, '[]') ORDER BY valid_from`,
}

/** Published entries of the code that hold on some of these days. */
export async function overlapsOf(
  work: Work,
  { id, catalogue, code, from, to }: { id: string; catalogue: string; code: string; from: Day; to: Day | null },
): Promise<readonly Neighbour[]> {
  const values = [worldKey(work.world.sandbox), catalogue, code, id, from, to]
  return (await work.tx.query<Neighbour & Record<string, unknown>>(findOverlaps, values)).rows
}

const endImported: Statement = {
  name: 'catalogue.end',
  text: `UPDATE catalogues.entry SET valid_to = $4 WHERE case_id = $1 AND code = $2 AND valid_from = $3`,
}

/** Ends an entry the day before its successor begins. One that has a case of its own is told, so that its chain shows it too. */
export async function endEntry(
  work: Work,
  code: string,
  old: Neighbour,
  to: Day,
  law: Law,
  reason: string,
): Promise<void> {
  if (old.origin === 'import') work.also(endImported, [old.caseId, code, old.from, to])
  else {
    const file = await work.get('catalogue-entry', old.caseId)
    await work.run(file, 'supersede', { to, law, reason }, systemActor)
  }
}
