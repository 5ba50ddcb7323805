import { addDays, type Day, type Instant, type Words } from '#kernel'
import type { Statement, Tx } from '#platform/cases'
import type { Law } from './entry.ts'
import { ENTRY_COLUMNS, type EntryRow } from './rows.ts'

/** An entry as the public reads it, with the reason why it says what it says. */
export interface PublicEntry {
  readonly catalogue: string
  readonly code: string
  readonly names: Words
  readonly value: Readonly<Record<string, string>>
  readonly from: Day
  readonly to: Day | null
  /** On the day that was asked: announced, in force, superseded; an emergency rule says so. */
  readonly status: 'APPROVED' | 'IN_FORCE' | 'SUPERSEDED' | 'EMERGENCY' | 'LAPSED'
  readonly burdens: boolean
  readonly why: {
    readonly norm: string
    readonly article: string | null
    readonly link: string | null
    readonly gazette: Day | null
    readonly publishedAt: Instant | null
    /** The case in which it was decided: an entry of its own, or one import of many. */
    readonly case: string
    readonly decidedAs: 'entry' | 'import'
  }
}

export function publicEntry(row: EntryRow, day: Day): PublicEntry {
  const { catalogue, code, names, value, from, to, burdens, publishedAt, caseId, origin } = row
  const { norm, article, link, gazette }: Law = row.law
  const ordinary = from > day ? 'APPROVED' : to !== null && to < day ? 'SUPERSEDED' : 'IN_FORCE'
  const status = row.status === 'EMERGENCY' || row.status === 'LAPSED' ? row.status : ordinary
  const why = {
    norm,
    article: article ?? null,
    link: link ?? null,
    gazette: gazette ?? null,
    publishedAt,
    case: caseId,
    decidedAs: origin,
  }
  return { catalogue, code, names, value, from, to, status, burdens, why }
}

const PUBLISHED = `status NOT IN ('PROPOSED', 'REJECTED')`
const HOLDS = `valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)`
type Row = EntryRow & Record<string, unknown>

// An emergency rule stands over the ordinary one on the days it held, also after it lapsed.
const findOne: Statement = {
  name: 'catalogue.lookup',
  text: `SELECT ${ENTRY_COLUMNS} FROM catalogues.entry WHERE world = $1 AND catalogue = $2 AND ${HOLDS} AND code = $4 AND ${PUBLISHED}
         ORDER BY status IN ('EMERGENCY', 'LAPSED') DESC LIMIT 1`,
}
const findDay: Statement = {
  name: 'catalogue.day',
  text: `SELECT DISTINCT ON (code) ${ENTRY_COLUMNS} FROM catalogues.entry WHERE world = $1 AND catalogue = $2 AND ${HOLDS} AND code > $4
           AND ($5 = '' OR starts_with(code, $5)) AND ${PUBLISHED} ORDER BY code, status IN ('EMERGENCY', 'LAPSED') DESC LIMIT $6`,
}
const findHistory: Statement = {
  name: 'catalogue.history',
  text: `SELECT ${ENTRY_COLUMNS} FROM catalogues.entry WHERE world = $1 AND catalogue = $2 AND code = ANY ($3) AND ${PUBLISHED}
         ORDER BY code, valid_from, published_at`,
}
const findChanges: Statement = {
  name: 'catalogue.changes',
  text: `SELECT ${ENTRY_COLUMNS} FROM catalogues.entry WHERE world = $1 AND catalogue = $2 AND ${PUBLISHED}
           AND (valid_from, code) > ($3::date, $4) AND valid_from <= $5 ORDER BY valid_from, code LIMIT $6`,
}
const countAll: Statement = {
  name: 'catalogue.count',
  text: `SELECT catalogue, count(*) FILTER (WHERE valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2))::int AS "inForce",
           count(*) FILTER (WHERE valid_from > $2)::int AS announced, max(published_at) AS "changedAt",
           percentile_disc(0.5) WITHIN GROUP (ORDER BY valid_from - (law->>'gazette')::date) AS "gazetteDays"
         FROM catalogues.entry WHERE world = $1 AND ${PUBLISHED} GROUP BY catalogue ORDER BY catalogue`,
}

export const findEntry = async (
  tx: Tx,
  ask: { world: string; catalogue: string; code: string; day: Day },
): Promise<EntryRow | undefined> =>
  (await tx.query<Row>(findOne, [ask.world, ask.catalogue, ask.day, ask.code])).rows[0]

/** Entries that hold on a day, in order of code, after `after`. */
export const entriesOn = async (
  tx: Tx,
  ask: { world: string; catalogue: string; day: Day; after: string; prefix: string; limit: number },
): Promise<readonly EntryRow[]> =>
  (await tx.query<Row>(findDay, [ask.world, ask.catalogue, ask.day, ask.after, ask.prefix, ask.limit])).rows

/** Everything published of these codes, oldest first within each. */
export const historyOf = async (
  tx: Tx,
  ask: { world: string; catalogue: string; codes: readonly string[] },
): Promise<readonly EntryRow[]> => (await tx.query<Row>(findHistory, [ask.world, ask.catalogue, ask.codes])).rows

/** What begins in a span of days, oldest first: the release notes of a catalogue. */
export const changesOf = async (
  tx: Tx,
  ask: {
    world: string
    catalogue: string
    since: Day
    until: Day
    after: readonly [Day, string] | null
    limit: number
  },
): Promise<readonly EntryRow[]> => {
  // A day before the first, with any code: every row of the first day comes after it.
  const [day, code] = ask.after ?? [addDays(ask.since, -1), '\u{10ffff}']
  return (await tx.query<Row>(findChanges, [ask.world, ask.catalogue, day, code, ask.until, ask.limit])).rows
}

export interface CatalogueCount {
  readonly catalogue: string
  readonly inForce: number
  readonly announced: number
  readonly changedAt: Instant | null
  /** Days from the gazette to the first day of validity, the middle one; nothing where no gazette was named (M04, KPIs). */
  readonly gazetteDays: number | null
}

export const countCatalogues = async (tx: Tx, world: string, day: Day): Promise<readonly CatalogueCount[]> =>
  (await tx.query<CatalogueCount & Record<string, unknown>>(countAll, [world, day])).rows

/** Field by field, what an entry says otherwise than the one before it (M04-5). */
export function differences(
  before: EntryRow | undefined,
  after: EntryRow,
): readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[] {
  if (!before) return []
  const flat = (r: EntryRow): Record<string, string> => ({
    ...Object.fromEntries(Object.entries(r.names).map(([l, n]) => [`names.${l}`, n])),
    ...Object.fromEntries(Object.entries(r.value).map(([k, v]) => [`value.${k}`, v])),
  })
  const [a, b] = [flat(before), flat(after)]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .sort()
    .filter((field) => a[field] !== b[field])
    .map((field) => ({ field, before: a[field] ?? null, after: b[field] ?? null }))
}
