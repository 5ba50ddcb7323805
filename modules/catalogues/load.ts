import { addDays, legalDay, type Day, type Words } from '#kernel'
import { namedId, platformOrg, newId, type Engine, type Statement, type Work } from '#platform/cases'
import { authorityOrg, calendarOf } from './entry-module.ts'
import type { Law } from './entry.ts'
import type { ListFault, ListRow } from './formats.ts'
import type { LoadedList } from './import.ts'
import type { Catalogue } from './kinds.ts'
import { contentDigest, rowsDigest, endEntry, holdCatalogue, ORDINARY } from './rows.ts'
import type { PackLibrary } from '#platform/packs'

/** An import as an operator orders it. */
export interface ImportOrder {
  readonly catalogue: Catalogue
  readonly rows: readonly ListRow[]
  readonly skipped: number
  readonly files: LoadedList['files']
  readonly law: Law
  /** The operator's account on the machine: what the program can attest of who loads it. */
  readonly by: string
  /** First day of the rows that name none; by default today, or the edition's first day in an empty catalogue. */
  readonly from?: Day
  /** The file is the whole list: codes it does not name end. */
  readonly complete?: boolean
  /** The norm that lets the list change days that are past. */
  readonly backdating?: string
  /** Words of a code in languages that the file does not have. */
  readonly known?: (code: string) => Words | undefined
  /** Told as rows are written. */
  readonly progress?: (done: number, total: number) => void
}

export type ImportResult =
  | {
      readonly ok: true
      readonly counts: LoadedList['counts']
      readonly from: Day
      readonly id: string | null
      readonly waits: boolean
    }
  | { readonly ok: false; readonly faults: readonly ListFault[] }

interface Present extends Record<string, unknown> {
  readonly caseId: string
  readonly origin: 'entry' | 'import'
  readonly code: string
  readonly from: Day
  readonly to: Day | null
  readonly names: Words
  readonly digest: string
}
interface NewRow {
  readonly code: string
  readonly valid_from: Day
  readonly valid_to: Day | null
  readonly names: ListRow['names']
  readonly value: ListRow['value']
  readonly law: Law
  readonly digest: string
}
interface Difference {
  readonly added: NewRow[]
  /** What ends, and its last day: superseded by a row of the list, or not in it any more. */
  readonly ending: { readonly old: Present; readonly to: Day }[]
  ended: number
  changed: number
  unchanged: number
  readonly faults: ListFault[]
}

const findPresent: Statement = {
  name: 'catalogue.present',
  text: `SELECT case_id AS "caseId", origin, code, valid_from::text AS "from", valid_to::text AS "to", names, digest FROM catalogues.entry
         WHERE world = '' AND catalogue = $1 AND (${ORDINARY} OR status = 'PROPOSED' AND origin = 'import') ORDER BY code, valid_from`,
}
const insertRows: Statement = {
  name: 'catalogue.insert',
  text: `INSERT INTO catalogues.entry (case_id, code, valid_from, valid_to, catalogue, origin, status, names, value, law, digest, published_at)
         SELECT $1, r.code, r.valid_from, r.valid_to, $2, 'import', $4, r.names, r.value, r.law, r.digest, $5::timestamptz
         FROM json_to_recordset($3::json) AS r(code text, valid_from date, valid_to date, names jsonb, value jsonb, law jsonb, digest text)`,
}
const endRows: Statement = {
  name: 'catalogue.end-rows',
  text: `UPDATE catalogues.entry e SET valid_to = r.valid_to
         FROM json_to_recordset($1::json) AS r(case_id uuid, code text, valid_from date, valid_to date)
         WHERE e.case_id = r.case_id AND e.code = r.code AND e.valid_from = r.valid_from`,
}
const CHUNK = 4000

/** Ends the transaction: nothing of a list with a fault is kept. */
class Faulty extends Error {
  readonly faults: readonly ListFault[]
  constructor(faults: readonly ListFault[]) {
    super('the list has faults')
    this.faults = faults
  }
}

/** Compares a list with what is there and writes the difference, all or nothing. The same list again changes nothing. */
export async function importList(engine: Engine, library: PackLibrary, order: ImportOrder): Promise<ImportResult> {
  try {
    return await engine.asPlatform(null, newId(), (work) => load(work, library, order))
  } catch (error) {
    if (error instanceof Faulty) return { ok: false, faults: error.faults }
    throw error
  }
}

async function load(work: Work, library: PackLibrary, order: ImportOrder): Promise<ImportResult> {
  const { catalogue, law } = order
  await holdCatalogue(work, catalogue.id)
  const present = (await work.tx.query<Present>(findPresent, [catalogue.id])).rows
  const today = legalDay(calendarOf(catalogue, library), work.now)
  const from = order.from ?? (present.length === 0 ? catalogue.kind.since : today)
  const found = compare(order, present, from)
  if (present.length > 0 && !order.backdating) found.faults.push(...backdated(order, found, today))
  if (found.faults.length) throw new Faulty(found.faults)
  const counts = {
    read: order.rows.length,
    added: found.added.length - found.changed,
    changed: found.changed,
    ended: found.ended,
    unchanged: found.unchanged,
    skipped: order.skipped,
  }
  const waits = catalogue.kind.decidedBy === 'people'
  if (found.added.length + found.ending.length === 0) return { ok: true, counts, from, id: null, waits: false }
  const file = work.open('catalogue-import', platformOrg)
  // An official list holds from now on; other figures wait for a second person, who ends then what they follow.
  if (!waits) await end(work, order, found.ending)
  const status = waits ? ['PROPOSED', null] : ['IN_FORCE', work.now]
  for (let i = 0; i < found.added.length; i += CHUNK) {
    order.progress?.(i, found.added.length)
    await work.tx.query(insertRows, [file.id, catalogue.id, JSON.stringify(found.added.slice(i, i + CHUNK)), ...status])
  }
  order.progress?.(found.added.length, found.added.length)
  const told: LoadedList = {
    catalogue: catalogue.id,
    from,
    files: order.files,
    law,
    by: order.by,
    backdating: order.backdating ?? null,
    rows: rowsDigest(
      found.added.map((r) => ({ code: r.code, from: r.valid_from, digest: r.digest, norm: r.law.norm })),
    ),
    counts,
    waits,
    authority: authorityOrg,
  }
  await work.run(file, 'load', told, operator)
  return { ok: true, counts, from, id: file.id, waits }
}

/** Ends rows before their successors are written, so that the two never hold at once; those with a case of their own are told. */
async function end(work: Work, { law }: ImportOrder, ending: Difference['ending']): Promise<void> {
  const rows = ending.map(({ old, to }) => ({
    case_id: old.caseId,
    code: old.code,
    valid_from: old.from,
    valid_to: to,
  }))
  if (rows.length) await work.tx.query(endRows, [JSON.stringify(rows)])
  for (const { old, to } of ending)
    if (old.origin === 'entry') await endEntry(work, old.code, old, to, law, 'superseded by an import')
}

/** Whoever runs the machine: no person of the window, so the event names the account beside. */
const operator = { person: namedId('platform/operator'), org: platformOrg, roles: ['system'] }

/** What is new, what says something else, and what cannot be because other days are taken. */
function compare(order: ImportOrder, present: readonly Present[], from: Day): Difference {
  const difference: Difference = { added: [], ending: [], ended: 0, changed: 0, unchanged: 0, faults: [] }
  const known = grouped(present, (p) => p.code)
  const wanted = grouped(order.rows, (r) => r.code)
  for (const [code, rows] of wanted) {
    const sorted = rows.toSorted((a, b) => ((a.from ?? from) < (b.from ?? from) ? -1 : 1))
    for (const [i, row] of sorted.entries())
      compareRow(difference, order, row, row.from ?? from, sorted[i + 1]?.from ?? null, known.get(code) ?? [])
  }
  if (order.complete)
    for (const [code, old] of known) {
      const last = old.at(-1)
      if (!last || wanted.has(code) || last.to !== null || last.from >= from) continue
      difference.ending.push({ old: last, to: addDays(from, -1) })
      difference.ended++
    }
  return difference
}

function compareRow(
  d: Difference,
  { law, known }: ImportOrder,
  row: ListRow,
  from: Day,
  nextInFile: Day | null,
  present: readonly Present[],
): void {
  const last = present.findLast((p) => p.from <= from)
  // A list in one language says nothing of the names in others: they stay.
  const names = { ...known?.(row.code), ...last?.names, ...row.names }
  const digest = contentDigest(names, row.value)
  const clash = (other: Present): void =>
    void d.faults.push({
      file: row.file,
      line: row.line,
      message: `${row.code} from ${from} overlaps the entry of ${other.from} – ${other.to ?? '…'} (case ${other.caseId})`,
      fix: 'begin on a later day (--from), or supersede that entry first',
    })
  const same = present.find((p) => p.from === from)
  if (same) {
    if (same.digest === digest && (row.to === null || row.to === same.to)) d.unchanged++
    else clash(same)
    return
  }
  const before = present.findLast((p) => p.from < from)
  const after = present.find((p) => p.from > from)
  const holds = before && (before.to === null || before.to >= from)
  // A list without days of its own says what is so today: the same words are no news.
  if (row.from === null && holds && before.digest === digest && row.to === null) {
    d.unchanged++
    return
  }
  const next = [nextInFile, after?.from ?? null].filter((x): x is Day => x !== null).sort()[0]
  const to = row.to ?? (next ? addDays(next, -1) : null)
  if (after && to !== null && to >= after.from) clash(after)
  else if (holds && before.to !== null) clash(before)
  else {
    if (holds) {
      d.changed++
      d.ending.push({ old: before, to: addDays(from, -1) })
    }
    d.added.push({
      code: row.code,
      valid_from: from,
      valid_to: to,
      names,
      value: row.value,
      law: row.norm ? { norm: row.norm } : law,
      digest,
    })
  }
}

/** A list may not change days that are past, unless a norm says so (M04). */
function backdated(order: ImportOrder, { added }: Difference, today: Day): ListFault[] {
  const lines = new Map(order.rows.map((r) => [`${r.code} ${r.from ?? ''}`, r]))
  return added
    .filter((r) => r.valid_from < today)
    .map((r) => {
      const row = lines.get(`${r.code} ${r.valid_from}`) ?? lines.get(`${r.code} `)
      return {
        file: row?.file ?? order.files[0]?.name ?? '',
        line: row?.line ?? 1,
        message: `${r.code} would hold from ${r.valid_from}, before today (${today})`,
        fix: 'begin today or later, or name the norm that lets it: --backdate "NORM"',
      }
    })
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
