import { countryGroups, isCountry } from '../codes/countries.ts'
import type { Dictionary, Element, Fault, PackFile, RequirementRow } from '../model.ts'
import { findNearest, suggest } from './nearest.ts'
import { REGIMES } from '../vocabulary/procedure.ts'
import { readRange, readTable, reporter, type Report, type TableRow } from './tables.ts'

const FIXED = ['topic', 'effect', 'procedure', 'from', 'to', 'law', 'note', 'counts-on', 'ask']
const REQUIRED = ['topic', 'effect', 'procedure', 'from', 'to', 'law']
const EFFECTS = ['require', 'exempt', 'prohibit', 'allow'] as const
const COUNTS = ['departure', 'arrival', 'issue'] as const
/** Types whose values can stand in a cell. */
const CELL_TYPES = ['code', 'country', 'location', 'yes-no', 'cas', 'text']

interface Table {
  readonly file: string
  readonly columns: readonly string[]
  readonly dictionary: Dictionary
  readonly procedures: ReadonlySet<string>
  readonly report: Report
}

/** `requirements/<topic>.csv`: one row is one sentence of law (PACK 8). */
export function readRequirements(
  file: PackFile,
  dictionary: Dictionary,
  procedures: ReadonlySet<string>,
  faults: Fault[],
): RequirementRow[] {
  const report = reporter(file.path, faults)
  const { columns, rows } = readTable(file, REQUIRED, report)
  const open = columns.filter((column) => !FIXED.includes(column))
  for (const column of open) checkColumn(column, dictionary, report)
  const table: Table = { file: file.path, columns: open, dictionary, procedures, report }
  return rows.flatMap((row) => readRow(row, table) ?? [])
}

function checkColumn(column: string, dictionary: Dictionary, report: Report): void {
  if (column === 'hs' || column === 'regime') return
  const element = dictionary.elements.get(column)
  if (!element) {
    const fix = suggest(column, [...FIXED, 'hs', 'regime', ...dictionary.elements.keys()])
    report(1, 'UNKNOWN_ELEMENT', column, `the column ${column} is not in the dictionary`, fix)
  } else if (!CELL_TYPES.includes(element.type)) {
    report(
      1,
      'TEST_TYPE',
      column,
      `${column} is a ${element.type}: its values cannot stand in a cell`,
      'use a code, a country or a place',
    )
  }
}

function readRow(row: TableRow, table: Table): RequirementRow | undefined {
  const { report, procedures } = table
  const { line } = row
  const range = readRange(row, report)
  const topic = row.get('topic')
  const effect = EFFECTS.find((e) => e === row.get('effect'))
  const procedure = row.get('procedure')
  const law = row.get('law')
  if (topic === '') report(line, 'MISSING_KEY', 'topic', 'a row without a topic', 'write what the row is about')
  if (!effect)
    report(line, 'BAD_VALUE', 'effect', `${row.get('effect')} is not an effect`, suggest(row.get('effect'), EFFECTS))
  if (law === '') report(line, 'MISSING_KEY', 'law', 'a row without its law', 'name the norm in the column law')
  if (effect === 'require' && !procedures.has(procedure))
    report(
      line,
      'UNKNOWN_PROCEDURE',
      'procedure',
      `${procedure || 'nothing'} is not a procedure of this pack`,
      suggest(procedure, procedures),
    )
  if (effect && effect !== 'require' && procedure !== '')
    report(line, 'BAD_VALUE', 'procedure', `${effect} names no procedure`, 'leave the cell empty')
  const counts = row.get('counts-on')
  const countsOn = COUNTS.find((c) => c === counts)
  if (counts !== '' && counts !== 'filing' && !countsOn)
    report(
      line,
      'BAD_VALUE',
      'counts-on',
      `${counts} is not a date that counts`,
      suggest(counts, ['filing', ...COUNTS]),
    )
  const ask = row.get('ask') === '' ? [] : row.get('ask').split('|')
  for (const id of ask) {
    if (!table.dictionary.elements.has(id))
      report(
        line,
        'UNKNOWN_ELEMENT',
        'ask',
        `${id} is not in the dictionary`,
        suggest(id, table.dictionary.elements.keys()),
      )
  }
  const cells: Record<string, readonly string[]> = {}
  for (const column of table.columns) {
    const written = row.get(column)
    if (written !== '') cells[column] = readCell(column, written, line, table)
  }
  if (!range || !effect) return undefined
  const note = row.get('note')
  return {
    file: table.file,
    line,
    topic,
    cells,
    effect,
    ...(effect === 'require' ? { procedure } : {}),
    ...range,
    law,
    ...(note ? { note } : {}),
    ask,
    ...(countsOn ? { countsOn } : {}),
  }
}

/** Values joined by bars; country groups become their members. */
function readCell(column: string, written: string, line: number, { dictionary, report }: Table): string[] {
  const element = dictionary.elements.get(column)
  const values = written.split('|').flatMap((value) => {
    const group = element?.type === 'country' ? countryGroups[value] : undefined
    if (value.startsWith('@') && !group) {
      const known = Object.keys(countryGroups)
      report(
        line,
        'BAD_VALUE',
        column,
        `${value} is not a group of countries`,
        `did you mean ${findNearest(value, known) ?? known.join(', ')}?`,
      )
    }
    return group ?? [value]
  })
  for (const value of values) {
    const wrong = cellFault(column, element, value)
    if (wrong !== undefined) report(line, 'BAD_VALUE', column, `${value} is not ${wrong}`, `correct the cell ${column}`)
  }
  return [...new Set(values)]
}

function cellFault(column: string, element: Element | undefined, value: string): string | undefined {
  if (value.startsWith('@')) return undefined
  if (column === 'hs') return /^\d{2,12}$/.test(value) ? undefined : 'an HS prefix of 2 to 12 digits'
  if (column === 'regime') return REGIMES.some((r) => r === value) ? undefined : `a regime: ${REGIMES.join(', ')}`
  if (element?.type === 'country') return isCountry(value) ? undefined : 'a country of ISO 3166'
  if (element?.type === 'yes-no') return value === 'true' || value === 'false' ? undefined : 'true or false'
  return value === '' ? 'a value: two bars stand together' : undefined
}

/** A row about a chapter that the nomenclature of its first day does not have can never apply: a slip, or a chapter of another edition. */
export function checkChapters(
  rows: readonly RequirementRow[],
  hasChapter: (chapter: string, day: string) => boolean,
  faults: Fault[],
): void {
  for (const { file, line, cells, from } of rows)
    for (const code of cells.hs ?? [])
      if (!hasChapter(code.slice(0, 2), from))
        reporter(file, faults)(
          line,
          'UNKNOWN_HS',
          'hs',
          `${code} is of a chapter that the nomenclature of ${from} does not have`,
          'correct the code, or the day from which the row holds',
        )
}

/** All rows of a topic count on the same date. */
export function checkCountsOn(rows: readonly RequirementRow[], faults: Fault[]): void {
  const first = new Map<string, RequirementRow>()
  for (const row of rows) {
    const known = first.get(row.topic)
    if (!known) first.set(row.topic, row)
    else if (known.countsOn !== row.countsOn) {
      faults.push({
        file: row.file,
        line: row.line,
        level: 'error',
        code: 'BAD_VALUE',
        path: 'counts-on',
        message: `${row.topic} counts on ${row.countsOn ?? 'filing'} here and on ${known.countsOn ?? 'filing'} in line ${known.line}`,
        fix: 'write the same date in all rows of the topic',
      })
    }
  }
}
