import { isDecimal } from '../../decimal.ts'
import { findMoney } from '../../money.ts'
import { isDay, type Day } from '../../time.ts'
import type { Fault, PackFile, UnitValue } from '../model.ts'
import { sizeClasses, type SizeThreshold } from '../sizes.ts'
import type { CatalogueRow, CodeList } from './context.ts'
import { suggest } from './nearest.ts'
import { readCsv } from './source.ts'
import type { Texts } from './texts.ts'
import type { Language, Words } from '../../problem.ts'

/** One line of a CSV table, by column. */
export interface TableRow {
  readonly line: number
  readonly get: (column: string) => string
}

export type Report = (line: number, code: string, path: string, message: string, fix: string) => void

export const reporter =
  (file: string, faults: Fault[]): Report =>
  (line, code, path, message, fix) => {
    faults.push({ file, line, level: 'error', code, path, message, fix })
  }

/** Reads a CSV with a header line. Columns that are missing or written twice, and lines of another length, are faults. */
export function readTable(
  file: PackFile,
  required: readonly string[],
  report: Report,
): { columns: readonly string[]; rows: readonly TableRow[] } {
  const [head, ...lines] = readCsv(file.text)
  const columns = head?.cells ?? []
  for (const column of required) {
    if (!columns.includes(column))
      report(1, 'MISSING_KEY', column, `the column ${column} is missing`, `add ${column} to the first line`)
  }
  columns.forEach((column, i) => {
    if (columns.indexOf(column) !== i)
      report(1, 'YAML', column, `the column ${column} stands twice`, 'keep one of them')
  })
  const rows = lines.filter(({ line, cells }) => {
    const right = cells.length === columns.length
    if (!right) {
      const fix = 'put text that holds a comma in quotation marks'
      report(line, 'SHAPE', '', `${cells.length} cells under ${columns.length} columns`, fix)
    }
    return right
  })
  return {
    columns,
    rows: rows.map(({ line, cells }) => ({ line, get: (column) => cells[columns.indexOf(column)] ?? '' })),
  }
}

interface Dated {
  readonly line: number
  readonly key: string
  readonly from: Day
  readonly to?: Day
}

/** Ranges of one key may not overlap (M04-1). */
export function checkOverlaps(rows: readonly Dated[], report: Report): void {
  const seen = new Map<string, Dated[]>()
  for (const row of rows) {
    const clash = seen
      .get(row.key)
      ?.find((o) => row.from <= (o.to ?? '9999-12-31') && o.from <= (row.to ?? '9999-12-31'))
    if (clash) {
      const fix = `end the validity of line ${clash.line} before ${row.from}`
      report(row.line, 'VALIDITY_OVERLAP', row.key, `${row.key} is already in force by line ${clash.line}`, fix)
    }
    seen.set(row.key, [...(seen.get(row.key) ?? []), row])
  }
}

/** The `from` and `to` cells of a row; `to` may be empty. Nothing when they are no days, or in the wrong order. */
export function readRange(row: TableRow, report: Report): { from: Day; to?: Day } | undefined {
  const [from, to] = [row.get('from'), row.get('to')]
  if (!isDay(from) || (to !== '' && !isDay(to))) {
    report(row.line, 'BAD_VALUE', 'from', `${from} to ${to} are not days`, 'write them like 2026-01-01')
    return undefined
  }
  if (to !== '' && to < from) {
    report(row.line, 'DATES', 'to', `${to} is before ${from}`, 'exchange the two days')
    return undefined
  }
  return to === '' ? { from } : { from, to }
}

/** `units.csv`: dated values of the units of account. A unit has one value a day, so two from the same day overlap. */
export function readUnits(file: PackFile, names: ReadonlySet<string>, faults: Fault[]): UnitValue[] {
  const report = reporter(file.path, faults)
  const values: UnitValue[] = []
  for (const row of readTable(file, ['unit', 'from', 'value', 'law'], report).rows) {
    const [unit, from, value, law] = [row.get('unit'), row.get('from'), findMoney(row.get('value')), row.get('law')]
    if (!names.has(unit))
      report(row.line, 'UNKNOWN_UNIT', 'unit', `${unit} is not a unit of pack.yaml`, suggest(unit, names))
    if (!isDay(from))
      report(row.line, 'BAD_VALUE', 'from', `${row.get('from')} is not a day`, 'write it like 2026-01-01')
    if (!value) report(row.line, 'BAD_VALUE', 'value', `${row.get('value')} is not money`, 'write it like 5500.00 PEN')
    if (!law) report(row.line, 'MISSING_KEY', 'law', 'a unit value needs its law', 'name the norm in the column law')
    if (values.some((v) => v.unit === unit && v.from === from))
      report(
        row.line,
        'VALIDITY_OVERLAP',
        'from',
        `${unit} already has a value from ${from}`,
        'keep one of the two lines',
      )
    if (names.has(unit) && isDay(from) && value) values.push({ unit, from, value, law })
  }
  return values
}

/** `sizes.csv`: up to how many persons and how much in sales a firm is of a size class, from a day. */
export function readSizes(file: PackFile, units: ReadonlySet<string>, faults: Fault[]): SizeThreshold[] {
  const report = reporter(file.path, faults)
  const rows: SizeThreshold[] = []
  for (const row of readTable(file, ['class', 'from', 'persons', 'sales', 'unit', 'law'], report).rows) {
    const [name, from, persons, sales] = [row.get('class'), row.get('from'), row.get('persons'), row.get('sales')]
    const [unit, law] = [row.get('unit'), row.get('law')]
    const known = sizeClasses.find((c) => c === name && c !== 'large')
    if (!known) report(row.line, 'BAD_VALUE', 'class', `${name} is no size class`, 'write micro, small or medium')
    if (!isDay(from)) report(row.line, 'BAD_VALUE', 'from', `${from} is not a day`, 'write it like 2026-01-01')
    if (!/^\d{1,7}$/.test(persons))
      report(row.line, 'BAD_VALUE', 'persons', `${persons} is no number`, 'write it like 19')
    if (!isDecimal(sales)) report(row.line, 'BAD_VALUE', 'sales', `${sales} is no amount`, 'write it like 2000000')
    if (!units.has(unit) && !/^[A-Z]{3}$/.test(unit))
      report(row.line, 'UNKNOWN_UNIT', 'unit', `${unit} is not a unit of pack.yaml`, suggest(unit, units))
    if (!law) report(row.line, 'MISSING_KEY', 'law', 'a threshold needs its law', 'name the norm in the column law')
    if (known && isDay(from)) rows.push({ class: known, from, persons: Number(persons), sales, unit, law })
  }
  return rows
}

/** `catalogues/<id>.csv`: code, validity and words in three languages; other columns are the catalogue's own. */
export function readCatalogue(file: PackFile, texts: Texts, faults: Fault[]): CodeList {
  const report = reporter(file.path, faults)
  const labels: Record<string, Words> = {}
  const dated: Record<string, { from: Day; to?: Day }[]> = {}
  const ranges: Dated[] = []
  const kept: CatalogueRow[] = []
  const common = ['code', 'from', 'to', 'es', 'en', 'pt', 'law']
  const { columns, rows } = readTable(file, common, report)
  const own = columns.filter((column) => !common.includes(column))
  for (const row of rows) {
    const code = row.get('code')
    const range = readRange(row, report)
    if (code === '') report(row.line, 'MISSING_KEY', 'code', 'a line without a code', 'write the code')
    if (!row.get('law'))
      report(row.line, 'MISSING_KEY', 'law', 'an entry needs its law', 'name the norm in the column law')
    if (!row.get(texts.main))
      report(row.line, 'MISSING_KEY', texts.main, 'an entry needs its words', `fill the column ${texts.main}`)
    if (!range || code === '') continue
    ranges.push({ line: row.line, key: code, ...range })
    dated[code] = [...(dated[code] ?? []), range]
    if (own.length)
      kept.push({
        file: file.path,
        line: row.line,
        code,
        ...range,
        law: row.get('law'),
        cells: Object.fromEntries(own.map((column) => [column, row.get(column)])),
      })
    const said = (['es', 'en', 'pt'] as const)
      .map((l: Language) => [l, row.get(l)] as const)
      .filter(([, words]) => words !== '')
    labels[code] = Object.fromEntries(said)
  }
  checkOverlaps(ranges, report)
  return { codes: Object.keys(dated), labels, dated, ...(kept.length ? { rows: kept } : {}) }
}
