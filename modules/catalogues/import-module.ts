import { addDays } from '#kernel'
import type { CaseModule, FactsRequest, Reaction, Statement, Work } from '#platform/cases'
import type { Neighbour } from './entry.ts'
import { catalogueImport, type ImportFacts, type ImportState } from './import.ts'
import { publishChange, type Published } from './publish.ts'
import { endEntry, holdCatalogue } from './rows.ts'

type Found = Neighbour & { readonly code: string; readonly newFrom: string } & Record<string, unknown>

const JOIN = `SELECT old.case_id AS "caseId", old.code, old.origin, old.valid_from::text AS "from", old.valid_to::text AS "to", new.valid_from::text AS "newFrom"
  FROM catalogues.entry new JOIN catalogues.entry old ON old.world = new.world AND old.catalogue = new.catalogue AND old.code = new.code
   AND old.case_id <> new.case_id AND old.status IN ('APPROVED', 'IN_FORCE', 'SUPERSEDED')
   AND daterange(old.valid_from, old.valid_to, '[]') && daterange(new.valid_from, new.valid_to, '[]')
  WHERE new.case_id = $1`

// What is open-ended and began earlier ends where the new row begins; any other overlap is a contradiction that a person must resolve.
const findClashes: Statement = {
  name: 'catalogue.clashes',
  text: `${JOIN} AND NOT (old.valid_to IS NULL AND old.valid_from < new.valid_from) ORDER BY old.code LIMIT 50`,
}
const findEnding: Statement = {
  name: 'catalogue.ending',
  text: `${JOIN} AND old.origin = 'entry' AND old.valid_to IS NULL AND old.valid_from < new.valid_from`,
}
const endImported: Statement = {
  name: 'catalogue.end-imported',
  text: `UPDATE catalogues.entry old SET valid_to = new.valid_from - 1 FROM
           (SELECT world, catalogue, code, min(valid_from) AS valid_from FROM catalogues.entry WHERE case_id = $1 GROUP BY world, catalogue, code) new
         WHERE old.world = new.world AND old.catalogue = new.catalogue AND old.code = new.code AND old.case_id <> $1 AND old.origin = 'import'
           AND old.status = 'IN_FORCE' AND old.valid_to IS NULL AND old.valid_from < new.valid_from`,
}
const setStatus: Statement = {
  name: 'catalogue.set-status',
  text: `UPDATE catalogues.entry SET status = $2, published_at = $3 WHERE case_id = $1`,
}

/** Puts the rows of an approved import in force: what they follow ends the day before they begin, then they count. */
async function activate(work: Work, caseId: string, s: ImportState): Promise<void> {
  await holdCatalogue(work, s.catalogue)
  const { rows } = await work.tx.query<Found>(findEnding, [caseId])
  for (const old of rows)
    await endEntry(work, old.code, old, addDays(old.newFrom, -1), s.law, `superseded by an import from ${old.newFrom}`)
  work.also(endImported, [caseId])
  work.also(setStatus, [caseId, 'IN_FORCE', s.publishedAt])
}

async function factsOf({ work, file, command }: FactsRequest): Promise<ImportFacts> {
  if (command !== 'approveList') return {}
  await holdCatalogue(work, (file.state as ImportState).catalogue)
  return { overlaps: (await work.tx.query<Found>(findClashes, [file.id])).rows }
}

/** Days of rest that a list names are many: which ones, its case tells. */
const told = ({ work, file }: Reaction, published: Published | undefined): void => {
  const { catalogue, law } = file.state as ImportState
  publishChange(work, { catalogue, norm: law.norm, codes: [] }, published)
}

export const catalogueImportModule = (published?: Published): CaseModule => ({
  type: catalogueImport,
  path: 'catalogue-imports',
  noun: 'catalogue-import',
  summary: 'A list of codes loaded from a file, with its digest and what it changed',
  facts: factsOf,
  reactions: {
    ListLoaded: async (r: Reaction) => told(r, published),
    ListApproved: async (r: Reaction) => {
      await activate(r.work, r.file.id, r.file.state as ImportState)
      told(r, published)
    },
    ListRejected: async ({ work, file }: Reaction) => work.also(setStatus, [file.id, 'REJECTED', null]),
  },
})
