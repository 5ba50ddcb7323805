import type { Pool } from 'pg'
import { isDecimal, type LiveValues, type Money, type UnitValue, type Words } from '#kernel'
import { transact, type Statement } from '#platform/cases'
import type { LiveByCountry, LiveSource } from '#platform/packs'
import type { Law } from './entry.ts'
import { worldKey } from './rows.ts'

/** How old a node's knowledge of the catalogues may be. Milliseconds. */
const FRESH_MS = 1000
const MOST_WORLDS = 200

const findVersion: Statement = {
  name: 'catalogue.version',
  text: 'SELECT version::text FROM catalogues.edition WHERE world = $1',
}
// An emergency rule stands over the ordinary one: it comes last.
const findValues: Statement = {
  name: 'catalogue.values',
  text: `SELECT catalogue, code, names, value, law, valid_from::text AS "from", valid_to::text AS "to" FROM catalogues.entry
         WHERE world = $1 AND status NOT IN ('PROPOSED', 'REJECTED') AND split_part(catalogue, '.', 2) IN ('unit-values', 'holidays', 'codes', 'tariff')
         ORDER BY status IN ('EMERGENCY', 'LAPSED'), valid_from, code`,
}

interface Row extends Record<string, unknown> {
  readonly catalogue: string
  readonly code: string
  readonly names: Words
  readonly value: Readonly<Record<string, string>>
  readonly law: Law
  readonly from: string
  readonly to: string | null
}
type Growing = { [K in keyof LiveValues]-?: NonNullable<LiveValues[K]>[number][] }

const citeLaw = ({ norm, article }: Law): string => (article ? `${norm} art. ${article}` : norm)
const spanOf = ({ from, to }: Row) => ({ from, ...(to === null ? {} : { to }) })

/** One published entry as what it changes. A day of rest counts from its publication: periods are reckoned ahead. */
function put(values: Growing, kind: string, row: Row): void {
  const { code, value, names } = row
  const dot = code.indexOf('.')
  if (kind === 'unit-values' && value.amount && value.currency) {
    const amount: Money = { amount: value.amount, currency: value.currency }
    const unit: UnitValue = { unit: code, ...spanOf(row), value: amount, law: citeLaw(row.law) }
    values.units.push(unit)
  } else if (kind === 'tariff') {
    const { duty } = value
    if (!isDecimal(duty)) return
    // Two people approved it with its norm, or its publisher's own list was taken as it is: that is what `checked` says.
    values.duties.push({
      file: row.catalogue || 'tariff',
      line: 0,
      kind: 'mfn',
      hs: code,
      rate: duty,
      ...spanOf(row),
      law: citeLaw(row.law),
      source: names.es ?? names.en ?? code,
      checked: row.from,
    })
  } else if (kind === 'holidays') {
    const day = code.slice(0, 10)
    const held = row.from <= day && (row.to === null || day <= row.to)
    if (held) values.rest.push({ day, calendar: code.slice(11) || null, working: value.kind === 'working' })
  } else if (kind === 'codes' && dot > 0)
    values.codes.push({
      list: code.slice(0, dot),
      code: code.slice(dot + 1),
      ...spanOf(row),
      words: names,
      withdrawn: value.withdrawn === 'yes',
    })
}

/** What one entry would say once it is published. */
export function valuesOf(kind: string, entry: Omit<Row, 'catalogue'>, over?: LiveValues): LiveValues {
  const { units = [], rest = [], codes = [], duties = [] } = over ?? {}
  const values: Growing = { units: [...units], rest: [...rest], codes: [...codes], duties: [...duties] }
  put(values, kind, { ...entry, catalogue: '' } as Row)
  return values
}

function byCountry(rows: readonly Row[]): LiveByCountry {
  const found = new Map<string, Growing>()
  for (const row of rows) {
    const [country = '', kind = ''] = row.catalogue.split('.')
    const values = found.get(country) ?? { units: [], rest: [], codes: [], duties: [] }
    found.set(country, values)
    put(values, kind, row)
  }
  return found
}

interface Known {
  readonly version: string
  readonly rows: readonly Row[]
}
interface Watched {
  known?: Known
  checkedAt: number
  reading?: Promise<Known>
  /** Rises when something was published here: what was asked before may not have seen it. */
  changes: number
}

export interface LiveCatalogues extends LiveSource {
  /** This node published something: the next question asks the database. */
  changed(sandbox: string | null): void
  /** What changes whenever something is published. */
  version(sandbox: string | null): Promise<string>
}

/**
 * What the catalogues say now, for the library of packs to enforce. Kept in memory; once a second at most the database is asked whether
 * anything was published, by this node or another. `pool` must not be the one on which commands run: they ask from within a transaction. `elapsed` counts milliseconds, from any moment.
 */
export function createLiveCatalogues(pool: Pool, elapsed: () => number): LiveCatalogues {
  const worlds = new Map<string, Watched>()
  const answers = new Map<string, { readonly of: readonly Known[]; readonly values: LiveByCountry }>()

  async function read(world: string, known: Known | undefined): Promise<Known> {
    return transact(
      pool,
      null,
      async (tx) => {
        const version = (await tx.query<{ version: string }>(findVersion, [world])).rows[0]?.version ?? '0'
        if (known?.version === version) return known
        return { version, rows: (await tx.query<Row>(findValues, [world])).rows }
      },
      { snapshot: true },
    )
  }

  async function watch(world: string): Promise<Known> {
    const watched = worlds.get(world) ?? { checkedAt: Number.NEGATIVE_INFINITY, changes: 0 }
    worlds.set(world, watched)
    if (watched.known && elapsed() - watched.checkedAt < FRESH_MS) return watched.known
    const [asked, changes] = [elapsed(), watched.changes]
    const reading = (watched.reading ??= read(world, watched.known))
    try {
      const known = await reading
      if (changes !== watched.changes) return known
      watched.known = known
      watched.checkedAt = asked
      return known
    } finally {
      if (watched.reading === reading) delete watched.reading
    }
  }

  return {
    changed: (sandbox) => {
      const watched = worlds.get(worldKey(sandbox))
      if (!watched) return
      watched.checkedAt = Number.NEGATIVE_INFINITY
      watched.changes++
      delete watched.reading
    },
    version: async (sandbox) => (await watch(worldKey(sandbox))).version,
    read: async (sandbox) => {
      if (worlds.size > MOST_WORLDS) {
        worlds.clear()
        answers.clear()
      }
      const key = worldKey(sandbox)
      // A sandbox has the real catalogues, and its own over them.
      const of = await Promise.all((key ? ['', key] : ['']).map(watch))
      const answer = answers.get(key)
      if (answer && answer.of.every((known, i) => known === of[i])) return answer.values
      const values = byCountry(of.flatMap(({ rows }) => rows))
      answers.set(key, { of, values })
      return values
    },
  }
}
