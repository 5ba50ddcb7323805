import { isDay, type Day } from '../time.ts'
import type { Regime, RequirementRow, Value } from './model.ts'

export interface Goods {
  readonly regime: Regime
  readonly elements: Readonly<Record<string, Value>>
  readonly lines: readonly Readonly<Record<string, Value>>[]
  /** The legal day of filing. Topics that count on departure or arrival read those dates of the dossier where it has them. */
  readonly day: Day
}

/** Why one goods line needs what it needs: the rows that applied, and those a narrower one overruled. */
export interface LineRows {
  readonly line: number
  readonly applied: readonly RequirementRow[]
  readonly overruled: readonly { readonly row: RequirementRow; readonly by: readonly RequirementRow[] }[]
}

/** A procedure that some lines need, and the rows that say so. */
export interface NeededProcedure {
  readonly procedure: string
  readonly lines: readonly number[]
  readonly rows: readonly RequirementRow[]
}

export interface RowOnLines {
  readonly row: RequirementRow
  readonly lines: readonly number[]
}

export interface Determination {
  readonly lines: readonly LineRows[]
  /** Union over all topics, in the order in which goods lines call for them. A prohibited line calls for nothing. */
  readonly procedures: readonly NeededProcedure[]
  readonly prohibitions: readonly RowOnLines[]
  readonly exemptions: readonly RowOnLines[]
  /** Elements that the applied rows make mandatory. */
  readonly ask: readonly string[]
  /** Elements nobody has given yet that would bring another row to bear: what the finder should ask next. */
  readonly undecided: readonly string[]
}

interface Index {
  readonly byPrefix: ReadonlyMap<string, readonly RequirementRow[]>
  readonly anywhere: readonly RequirementRow[]
}

const indexes = new WeakMap<readonly RequirementRow[], Index>()

/** Rows by HS prefix, made once per table: a line looks up only the prefixes of its own code. */
export function indexOf(rows: readonly RequirementRow[]): Index {
  const known = indexes.get(rows)
  if (known) return known
  const byPrefix = new Map<string, RequirementRow[]>()
  const anywhere: RequirementRow[] = []
  for (const row of rows) {
    if (!row.cells.hs) anywhere.push(row)
    for (const prefix of row.cells.hs ?? []) {
      const there = byPrefix.get(prefix)
      if (there) there.push(row)
      else byPrefix.set(prefix, [row])
    }
  }
  const index = { byPrefix, anywhere }
  indexes.set(rows, index)
  return index
}

/** Rows that could match an HS code: those of its prefixes from 2 digits up, and those that name none. */
export function candidates({ byPrefix, anywhere }: Index, hs: string): Set<RequirementRow> {
  const found = new Set(anywhere)
  for (let length = 2; length <= Math.min(hs.length, 12); length++) {
    for (const row of byPrefix.get(hs.slice(0, length)) ?? []) found.add(row)
  }
  return found
}

const hsInside = (a: string, b: readonly string[]): boolean => b.some((prefix) => a.startsWith(prefix))

function cellInside(column: string, a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (!b) return true
  if (!a) return false
  return column === 'hs' ? a.every((prefix) => hsInside(prefix, b)) : a.every((value) => b.includes(value))
}

/** Every cell of `a` lies inside the same cell of `b`. */
export function inside(a: RequirementRow, b: RequirementRow): boolean {
  for (const column in b.cells) if (!cellInside(column, a.cells[column], b.cells[column])) return false
  return true
}

/** PACK 8: specificity is containment. `a` lies inside `b`, and at least one cell is smaller. */
export const narrower = (a: RequirementRow, b: RequirementRow): boolean => inside(a, b) && !inside(b, a)

const COUNTED: Readonly<Record<string, string>> = { departure: 'date.departure', arrival: 'date.arrival' }

function inForce(row: RequirementRow, goods: Goods): boolean {
  const counted = row.countsOn ? goods.elements[COUNTED[row.countsOn] ?? ''] : undefined
  const day = isDay(counted) ? counted : goods.day
  return row.from <= day && (row.to === undefined || day <= row.to)
}

/** `yes`, `no`, or the absent elements that alone keep the row from matching. The HS cell matched when the row was found. */
function match(row: RequirementRow, goods: Goods, line: Readonly<Record<string, Value>>): 'yes' | 'no' | string[] {
  let open: string[] | undefined
  for (const column in row.cells) {
    if (column === 'hs') continue
    const allowed = row.cells[column] ?? []
    const value = column === 'regime' ? goods.regime : (line[column] ?? goods.elements[column])
    if (value === undefined) {
      open ??= []
      open.push(column)
    } else if (typeof value === 'object' || !allowed.includes(String(value))) return 'no'
  }
  return open ?? 'yes'
}

function rowsOfLine(index: Index, goods: Goods, line: number, undecided: Set<string>): LineRows {
  const values = goods.lines[line] ?? {}
  const code = values['goods.commodity']
  const topics = new Map<string, RequirementRow[]>()
  for (const row of candidates(index, typeof code === 'string' ? code : '')) {
    if (!inForce(row, goods)) continue
    const matched = match(row, goods, values)
    if (matched === 'no') continue
    if (matched !== 'yes') {
      matched.forEach((element) => undecided.add(element))
      continue
    }
    const same = topics.get(row.topic)
    if (same) same.push(row)
    else topics.set(row.topic, [row])
  }
  const applied: RequirementRow[] = []
  const overruled: { row: RequirementRow; by: RequirementRow[] }[] = []
  for (const matching of topics.values()) {
    for (const row of matching) {
      const by = matching.filter((other) => narrower(other, row))
      if (by.length > 0) overruled.push({ row, by })
      else applied.push(row)
    }
  }
  return { line, applied, overruled }
}

/** Adds a line to what it was collected under, keeping the order of first mention. */
function collect<K>(
  into: Map<K, { lines: number[]; rows: RequirementRow[] }>,
  key: K,
  line: number,
  row: RequirementRow,
): void {
  const known = into.get(key) ?? { lines: [], rows: [] }
  if (!into.has(key)) into.set(key, known)
  if (known.lines.at(-1) !== line) known.lines.push(line)
  if (!known.rows.includes(row)) known.rows.push(row)
}

const onLines = (of: ReadonlyMap<RequirementRow, { lines: number[] }>): RowOnLines[] =>
  [...of].map(([row, { lines }]) => ({ row, lines }))

/**
 * What goods need before they may move (M08-1): `(HS, regime, attributes, date)` to procedures, prohibitions and exemptions, with
 * the rows that say so. Inside a topic a narrower row overrules a wider one; over topics the procedures add up; a prohibition that
 * survives beats everything on its line.
 */
export function determine(rows: readonly RequirementRow[], goods: Goods): Determination {
  const index = indexOf(rows)
  const undecided = new Set<string>()
  const lines = goods.lines.map((_, line) => rowsOfLine(index, goods, line, undecided))
  const procedures = new Map<string, { lines: number[]; rows: RequirementRow[] }>()
  const prohibited = new Map<RequirementRow, { lines: number[]; rows: RequirementRow[] }>()
  const exempt = new Map<RequirementRow, { lines: number[]; rows: RequirementRow[] }>()
  const ask = new Set<string>()
  for (const { line, applied } of lines) {
    const banned = applied.some((row) => row.effect === 'prohibit')
    for (const row of applied) {
      if (row.effect === 'prohibit') collect(prohibited, row, line, row)
      if (row.effect === 'exempt') collect(exempt, row, line, row)
      if (row.effect === 'require' && row.procedure && !banned) collect(procedures, row.procedure, line, row)
      if (!banned) row.ask.forEach((element) => ask.add(element))
    }
  }
  return {
    lines,
    procedures: [...procedures].map(([procedure, of]) => ({ procedure, ...of })),
    prohibitions: onLines(prohibited),
    exemptions: onLines(exempt),
    ask: [...ask],
    undecided: [...undecided],
  }
}
