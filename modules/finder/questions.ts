import {
  candidates,
  determine,
  indexOf,
  isDay,
  narrower,
  type Day,
  type Determination,
  type Regime,
  type RequirementRow,
  type Value,
} from '#kernel'

/** What is known of the goods and their way. `hs` may be a beginning of a code; what is absent is not known yet. */
export interface Known {
  readonly hs: string
  readonly regime?: Regime
  readonly elements: Readonly<Record<string, Value>>
  readonly line: Readonly<Record<string, Value>>
  readonly day: Day
}

/** An attribute whose value would change the answer. `other`: a value that no rule names would too. */
export interface Undecided {
  readonly name: string
  readonly values: readonly string[]
  readonly other: boolean
}

/** Stands for any value that no rule names. No code of a list holds a control character. */
const OTHER = '\u0000other'
/** Rows looked at that the questions of one answer may cost: some milliseconds. */
const MOST = 60_000

const sorted = new WeakMap<readonly RequirementRow[], readonly string[]>()

/** Prefixes in the table that go beyond a code. */
function prefixesBeyond(rows: readonly RequirementRow[], hs: string): string[] {
  let all = sorted.get(rows)
  if (!all) {
    all = [...indexOf(rows).byPrefix.keys()].sort()
    sorted.set(rows, all)
  }
  let low = 0
  for (let high = all.length; low < high;) {
    const middle = (low + high) >> 1
    if ((all[middle] ?? '') <= hs) low = middle + 1
    else high = middle
  }
  const end = all.findIndex((prefix, i) => i >= low && !prefix.startsWith(hs))
  return all.slice(low, end < 0 ? all.length : end)
}

const goodsOf = (known: Known, hs: string) => ({
  regime: (known.regime ?? '') as Regime,
  elements: known.elements,
  lines: [{ ...known.line, 'goods.commodity': hs }],
  day: known.day,
})

/** What the rules that are enforced say of what is known. */
export const verdict = (rows: readonly RequirementRow[], known: Known): Determination =>
  determine(rows, goodsOf(known, known.hs))

const valueOf = (known: Known, column: string): Value | undefined =>
  column === 'regime' ? known.regime : (known.line[column] ?? known.elements[column])

const COUNTED: Readonly<Record<string, string>> = { departure: 'date.departure', arrival: 'date.arrival' }

function inForce({ countsOn, from, to }: RequirementRow, { elements, day: filing }: Known): boolean {
  const counted = countsOn ? elements[COUNTED[countsOn] ?? ''] : undefined
  const day = isDay(counted) ? counted : filing
  return from <= day && (to === undefined || day <= to)
}

/** Rows that may come to bear once what is open is answered. */
function openRows(rows: readonly RequirementRow[], known: Known): RequirementRow[] {
  const index = indexOf(rows)
  const found = candidates(index, known.hs)
  for (const prefix of prefixesBeyond(rows, known.hs))
    for (const row of index.byPrefix.get(prefix) ?? []) found.add(row)
  return [...found].filter((row) => {
    if (!inForce(row, known)) return false
    for (const column in row.cells) {
      const value = column === 'hs' ? undefined : valueOf(known, column)
      if (value !== undefined && !row.cells[column]?.includes(String(value))) return false
    }
    return true
  })
}

interface Attribute {
  readonly name: string
  /** One of each group of values that all rows treat alike, and the group. */
  readonly groups: readonly { readonly value: string; readonly all: readonly string[] }[]
}

/** Values that the same rows name are one case: thirty countries of a union are asked about once. */
function grouped(name: string, values: ReadonlyMap<string, readonly number[]>): Attribute {
  const groups = new Map<string, string[]>()
  for (const [value, rows] of values) {
    const key = rows.join()
    groups.set(key, [...(groups.get(key) ?? []), value])
  }
  return {
    name,
    groups: [...[...groups.values()].map((all) => ({ value: all[0] as string, all })), { value: OTHER, all: [] }],
  }
}

function attributesOf(rows: readonly RequirementRow[], known: Known): Attribute[] {
  const open = new Map<string, Map<string, number[]>>()
  rows.forEach((row, i) => {
    for (const column in row.cells) {
      const beyond = (p: string): boolean => p.length > known.hs.length && p.startsWith(known.hs)
      const cell = row.cells[column] ?? []
      const values = column === 'hs' ? cell.filter(beyond) : valueOf(known, column) === undefined ? cell : []
      if (values.length === 0) continue
      const known_ = open.get(column) ?? new Map<string, number[]>()
      for (const value of values) known_.set(value, [...(known_.get(value) ?? []), i])
      open.set(column, known_)
    }
  })
  return [...open].map(([name, values]) => grouped(name, values))
}

/**
 * What of the answer matters to the firm (what it must file, what is forbidden, what it will be asked), for any choice of the open
 * attributes, as text to compare. The rules of `determine`, prepared once: a choice costs a few microseconds.
 */
function prepareOutcome(
  rows: readonly RequirementRow[],
  attributes: readonly Attribute[],
  known: Known,
): (chosen: readonly number[]) => string {
  const matches = attributes.map(({ name, groups }) =>
    groups.map(({ value }) =>
      Uint8Array.from(rows, ({ cells }) => {
        const cell = cells[name]
        if (!cell) return 1
        if (name !== 'hs') return cell.includes(value) ? 1 : 0
        const hs = value === OTHER ? known.hs : value
        return cell.some((prefix) => hs.startsWith(prefix)) ? 1 : 0
      }),
    ),
  )
  const narrowerThan = rows.map((row) =>
    rows.flatMap((other, i) => (other.topic === row.topic && narrower(other, row) ? [i] : [])),
  )
  const matched = new Uint8Array(rows.length)
  return (chosen) => {
    matched.fill(1)
    chosen.forEach((group, a) => {
      const column = matches[a]?.[group]
      if (column) for (let i = 0; i < matched.length; i++) matched[i] = (matched[i] ?? 0) & (column[i] ?? 0)
    })
    const needs = new Set<string>()
    const banned: number[] = []
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      if (!matched[i] || !row || narrowerThan[i]?.some((n) => matched[n])) continue
      if (row.effect === 'prohibit') banned.push(i)
      if (row.effect === 'require' && row.procedure) needs.add(row.procedure)
      for (const element of row.ask) needs.add(`?${element}`)
    }
    return banned.length ? `!${banned.join()}` : [...needs].sort().join()
  }
}

/**
 * The attributes still unknown that would change the answer, and only those: every combination of their values is put to the rules,
 * and an attribute counts if changing it alone changes the outcome. Where there are too many combinations, those are tried that
 * some row describes.
 */
export function undecidedOf(rows: readonly RequirementRow[], known: Known): Undecided[] {
  const open = openRows(rows, known)
  const attributes = attributesOf(open, known)
  if (attributes.length === 0) return []
  const outcome = prepareOutcome(open, attributes, known)
  const combinations = attributes.reduce((n, a) => n * a.groups.length, 1)
  const deciding =
    combinations * open.length <= MOST
      ? decidingOfAll(attributes, combinations, outcome)
      : decidingOfSome(attributes, open, outcome)
  return attributes
    .filter(({ name }) => deciding.has(name))
    .map(({ name, groups }) => ({
      name,
      values: groups.flatMap((g) => g.all).sort(),
      other: true,
    }))
}

type Outcome = (chosen: readonly number[]) => string

function decidingOfAll(attributes: readonly Attribute[], combinations: number, outcome: Outcome): Set<string> {
  const chosen = attributes.map(() => 0)
  const outcomes: string[] = []
  for (let n = 0; n < combinations; n++) {
    let rest = n
    attributes.forEach(({ groups }, i) => {
      chosen[i] = rest % groups.length
      rest = Math.floor(rest / groups.length)
    })
    outcomes.push(outcome(chosen))
  }
  const deciding = new Set<string>()
  let stride = 1
  for (const { name, groups } of attributes) {
    const block = stride * groups.length
    for (let n = 0; n < combinations && !deciding.has(name); n++)
      if (outcomes[n] !== outcomes[n - (n % block) + (n % stride)]) deciding.add(name)
    stride = block
  }
  return deciding
}

function decidingOfSome(
  attributes: readonly Attribute[],
  rows: readonly RequirementRow[],
  outcome: Outcome,
): Set<string> {
  const bases = new Map<string, number[]>()
  for (const row of [undefined, ...rows]) {
    const base = attributes.map(({ name, groups }) => {
      const cell = row?.cells[name]
      const group = cell ? groups.findIndex((g) => g.all.some((v) => cell.includes(v))) : -1
      return group < 0 ? groups.length - 1 : group
    })
    bases.set(base.join(), base)
  }
  const deciding = new Set<string>()
  let spent = 0
  for (const base of bases.values()) {
    if (spent * rows.length > MOST) break
    const plain = outcome(base)
    attributes.forEach(({ name, groups }, i) => {
      for (let group = 0; group < groups.length && !deciding.has(name); group++) {
        if (group === base[i]) continue
        spent++
        if (outcome(base.map((g, j) => (i === j ? group : g))) !== plain) deciding.add(name)
      }
    })
  }
  return deciding
}
