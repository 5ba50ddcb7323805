import { addDays } from '../time.ts'
import type { Fault, RequirementRow } from './model.ts'
import { candidates, indexOf, narrower } from './requirements.ts'

const overlap = (a: readonly string[], b: readonly string[], isHs: boolean): string[] => {
  if (!isHs) return a.filter((value) => b.includes(value))
  const both = [...a.filter((x) => b.some((y) => x.startsWith(y))), ...b.filter((y) => a.some((x) => y.startsWith(x)))]
  return [...new Set(both)]
}

/** Cell by cell, what two rows both cover; nothing when some cell has nothing in common. */
function findIntersection(
  a: RequirementRow,
  b: RequirementRow,
): Readonly<Record<string, readonly string[]>> | undefined {
  const cells: Record<string, readonly string[]> = {}
  for (const column of new Set([...Object.keys(a.cells), ...Object.keys(b.cells)])) {
    const x = a.cells[column]
    const y = b.cells[column]
    const both = x && y ? overlap(x, y, column === 'hs') : (x ?? y ?? [])
    if (both.length === 0) return undefined
    cells[column] = both
  }
  return cells
}

const LAST = '9999-12-31'
const lastDay = (row: RequirementRow): string => row.to ?? LAST

const sameCells = (a: RequirementRow, b: RequirementRow): boolean => {
  const key = (row: RequirementRow): string =>
    Object.keys(row.cells)
      .sort()
      .map((column) => `${column}=${[...(row.cells[column] ?? [])].sort().join('|')}`)
      .join(';')
  return key(a) === key(b)
}

/** True when rows of the topic with exactly those cells are in force from `from` to `to` without a gap. */
function settled(
  topic: readonly RequirementRow[],
  cells: RequirementRow['cells'],
  from: string,
  to: string,
  like: RequirementRow,
): boolean {
  const wanted = { ...like, cells }
  const exact = topic.filter((row) => sameCells(row, wanted)).sort((a, b) => (a.from < b.from ? -1 : 1))
  let covered = from
  for (const row of exact) {
    if (row.from > covered) return false
    if (lastDay(row) >= to) return true
    if (lastDay(row) >= covered) covered = addDays(lastDay(row), 1)
  }
  return false
}

/**
 * PACK 8, no ties: two rows of a topic that can match the same goods on the same day, say different things, and neither is narrower
 * are refused with both line numbers, unless a row for exactly what both cover decides. Looks only at rows whose HS prefixes meet.
 */
export function checkRequirements(rows: readonly RequirementRow[]): Fault[] {
  const topics = new Map<string, RequirementRow[]>()
  for (const row of rows) {
    const same = topics.get(row.topic)
    if (same) same.push(row)
    else topics.set(row.topic, [row])
  }
  const faults: Fault[] = []
  for (const topic of topics.values()) {
    const index = indexOf(topic)
    const place = new Map(topic.map((row, i) => [row, i]))
    const compared = new Set<number>()
    for (const [row, i] of place) {
      // Of two rows whose prefixes meet, the one with the longer prefix finds the other; a row without HS meets every row.
      const others = row.cells.hs ? row.cells.hs.flatMap((prefix) => [...candidates(index, prefix)]) : topic
      for (const other of others) {
        const j = place.get(other) ?? i
        const pair = Math.min(i, j) * topic.length + Math.max(i, j)
        if (i === j || compared.has(pair)) continue
        compared.add(pair)
        const fault = findTie(row, other, topic)
        if (fault) faults.push(fault)
      }
    }
  }
  return faults
}

function findTie(a: RequirementRow, b: RequirementRow, topic: readonly RequirementRow[]): Fault | undefined {
  if (a.effect === b.effect && a.procedure === b.procedure) return undefined
  const from = a.from > b.from ? a.from : b.from
  const to = lastDay(a) < lastDay(b) ? lastDay(a) : lastDay(b)
  if (from > to || narrower(a, b) || narrower(b, a)) return undefined
  const cells = findIntersection(a, b)
  if (!cells || (!sameCells(a, b) && settled(topic, cells, from, to, a))) return undefined
  const [first, second] = a.file === b.file && a.line > b.line ? [b, a] : [a, b]
  const both = Object.entries(cells).map(([column, values]) => `${column} ${values.join('|')}`)
  const where = first.file === second.file ? `line ${first.line}` : `${first.file}:${first.line}`
  return {
    file: second.file,
    line: second.line,
    level: 'error',
    code: 'AMBIGUOUS',
    path: second.topic,
    message: `${where} and line ${second.line} (${second.topic}) both match some goods, say different things, and neither is narrower`,
    fix: `add a row of ${second.topic} for what both cover: ${both.join(', ') || 'everything'}`,
  }
}
