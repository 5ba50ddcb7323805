import { isDay, readCsv, type CsvRow, type Day, type Words } from '#kernel'
import { codeIn, type Catalogue } from './kinds.ts'

/** A file to import, read from disk. */
export interface ListFile {
  readonly name: string
  readonly text: string
}

/** One entry as a file gives it. `from` is nothing where the list has one day for all. */
export interface ListRow {
  readonly file: string
  readonly line: number
  readonly code: string
  readonly from: Day | null
  readonly to: Day | null
  readonly names: Words
  readonly value: Readonly<Record<string, string>>
  readonly norm: string | null
}

/** What is wrong with a file, where, and what to do about it. */
export interface ListFault {
  readonly file: string
  readonly line: number
  readonly message: string
  readonly fix: string
}

export interface ReadList {
  readonly rows: readonly ListRow[]
  readonly faults: readonly ListFault[]
  /** Lines that are no entry in force: deleted codes, withdrawn currencies, headings. */
  readonly skipped: number
}

type Cell = (...names: readonly string[]) => string
type Draft = Partial<Omit<ListRow, 'file' | 'line'>> & { readonly code: string }
interface Shape {
  /** Columns that must be there; of a list of names, one. */
  readonly needs: readonly (readonly string[])[]
  /** An entry, `skip`, or what is wrong and how to put it right. */
  readonly row: (cell: Cell) => Draft | 'skip' | readonly [message: string, fix: string]
}

const said = (entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(entries).filter(([, v]) => v !== ''))
const english = (name: string): Words => ({ en: name })

const hs: Shape = {
  needs: [
    ['hscode', 'code'],
    ['description', 'name_en', 'name'],
  ],
  row: (cell) => {
    // The line that stands for all goods together is no code.
    if (cell('hscode', 'code') === 'TOTAL') return 'skip'
    const parent = cell('parent')
    const value = said({ section: cell('section'), parent: parent === 'TOTAL' ? '' : parent.replace(/\./g, '') })
    return { code: cell('hscode', 'code'), names: english(cell('description', 'name_en', 'name')), value }
  },
}
const sections: Shape = {
  needs: [['section'], ['name', 'en']],
  row: (cell) => ({ code: cell('section'), names: said({ es: cell('es'), en: cell('name', 'en'), pt: cell('pt') }) }),
}
const currencies: Shape = {
  needs: [['alphabeticcode'], ['currency']],
  row: (cell) =>
    cell('withdrawaldate') || !cell('alphabeticcode')
      ? 'skip'
      : {
          code: cell('alphabeticcode'),
          names: english(cell('currency')),
          value: said({ numeric: cell('numericcode'), decimals: cell('minorunit') }),
        },
}
const countries: Shape = {
  needs: [['iso3166-1-alpha-2'], ['cldr display name', 'unterm english short', 'official_name_en']],
  row: (cell) => ({
    code: cell('iso3166-1-alpha-2'),
    names: said({
      en: cell('cldr display name', 'unterm english short', 'official_name_en'),
      es: cell('official_name_es', 'unterm spanish short'),
    }),
    value: said({ alpha3: cell('iso3166-1-alpha-3'), numeric: cell('iso3166-1-numeric').padStart(3, '0') }),
  }),
}
const units: Shape = {
  needs: [['commoncode'], ['name']],
  row: (cell) =>
    cell('status') === 'X'
      ? 'skip'
      : {
          code: cell('commoncode'),
          names: english(cell('name')),
          value: said({
            symbol: cell('symbol'),
            factor: cell('conversionfactor'),
            deprecated: cell('status') === 'D' ? 'yes' : '',
          }),
        },
}
const holidays: Shape = {
  needs: [['date'], ['law']],
  row: (cell) => {
    const [day, scope] = [cell('date'), cell('scope')]
    const name = cell('name_es', 'name', 'kind') || day
    return {
      code: scope ? `${day}.${scope}` : day,
      from: day,
      to: day,
      names: said({ es: name, en: cell('name_en'), pt: cell('name_pt') }),
      value: said({ kind: cell('kind'), scope }),
      norm: cell('law'),
    }
  },
}
const unitValues: Shape = {
  needs: [['unit'], ['from'], ['value'], ['law']],
  row: (cell) => {
    const [, amount, currency] = /^(\d{1,16}(?:\.\d{1,6})?) ([A-Z]{3})$/.exec(cell('value')) ?? []
    if (!amount || !currency) return [`"${cell('value')}" is no amount`, 'write amount and currency: 5500.00 PEN']
    return {
      code: cell('unit'),
      from: cell('from'),
      names: { es: cell('unit') },
      value: { amount, currency },
      norm: cell('law'),
    }
  },
}
const exchangeRates: Shape = {
  needs: [['date'], ['currency'], ['rate'], ['into']],
  row: (cell) => {
    const [rate, into] = [cell('rate'), cell('into')]
    if (!/^\d{1,10}(\.\d{1,10})?$/.test(rate) || /^[0.]+$/.test(rate))
      return [`"${rate}" is no rate`, 'write a positive decimal with a point: 3.752']
    if (!/^[A-Z]{3}$/.test(into)) return [`"${into}" is no currency`, 'write three letters: PEN']
    return {
      code: cell('currency'),
      from: cell('date'),
      names: { es: `1 ${cell('currency')} en ${into}` },
      value: { rate, into },
      norm: cell('law') || null,
    }
  },
}
/** The shape of our own files, for every kind: code, names, dates, norm, and any other column as a value. */
const own = (columns: readonly string[]): Shape => ({
  needs: [['code'], ['name_es', 'name_en', 'name_pt', 'es', 'en', 'pt']],
  row: (cell) => ({
    code: cell('code'),
    from: cell('from') || null,
    to: cell('to') || null,
    names: said({ es: cell('name_es', 'es'), en: cell('name_en', 'en'), pt: cell('name_pt', 'pt') }),
    value: said(
      Object.fromEntries(
        columns
          .filter(
            (c) => /^[a-z][a-z0-9-]{0,40}$/.test(c) && !['code', 'from', 'to', 'law', 'es', 'en', 'pt'].includes(c),
          )
          .map((c) => [c, cell(c)]),
      ),
    ),
    norm: cell('law') || null,
  }),
})

const shapes: Readonly<Record<string, readonly Shape[]>> = {
  hs: [hs, sections],
  currencies: [currencies],
  countries: [countries],
  units: [units],
  holidays: [holidays],
  'unit-values': [unitValues],
  'exchange-rates': [exchangeRates],
}

const columnsOf = (head: CsvRow): string[] => head.cells.map((c) => c.toLowerCase())
const fits = (shape: Shape, columns: readonly string[]): boolean =>
  shape.needs.every((names) => names.some((n) => columns.includes(n)))

/** Reads the files of one import: every fault at once, with its line. Nothing is guessed; what is no entry is counted. */
export function readList(catalogue: Catalogue, files: readonly ListFile[]): ReadList {
  const rows: ListRow[] = []
  const faults: ListFault[] = []
  let skipped = 0
  for (const file of files) {
    const fault = (line: number, message: string, fix: string): void =>
      void faults.push({ file: file.name, line, message, fix })
    if (file.text.includes('\ufffd')) fault(1, 'the file is not UTF-8', 'save it as UTF-8')
    const lines = readCsv(file.text)
    const [head] = lines
    const places = catalogue.kind.id === 'places' && head && !columnsOf(head).includes('code')
    const columns = head && !places ? columnsOf(head) : []
    const known = [...(shapes[catalogue.kind.id] ?? []), own(columns)]
    const shape = places ? undefined : known.find((s) => fits(s, columns))
    if (!head || (!places && !shape)) {
      const wanted = known.map((s) => s.needs.map((n) => n[0]).join(',')).join(' or ')
      fault(1, head ? `its first line does not name the columns` : 'the file is empty', `begin with: ${wanted}`)
      continue
    }
    for (const { line, cells } of places ? lines : lines.slice(1)) {
      const cell: Cell = (...names) => {
        for (const name of names) {
          const found = cells[columns.indexOf(name)]
          if (columns.includes(name) && found) return found
        }
        return ''
      }
      const draft = shape ? shape.row(cell) : placeOf(cells)
      if (draft === 'skip') skipped++
      else if (Array.isArray(draft)) fault(line, ...(draft as unknown as [string, string]))
      else rows.push({ ...rowOf(catalogue, draft as Draft), file: file.name, line })
    }
  }
  return { ...checked(catalogue, rows, faults), skipped }
}

/** UN/LOCODE has no heading: change, country, place, name, plain name, subdivision, function, status, date, IATA, position, remarks. */
function placeOf(cells: readonly string[]): Draft | 'skip' | readonly [string, string] {
  const [change = '', country = '', place = '', name = '', , subdivision = '', use = '', , , iata = '', position = ''] =
    cells
  if (cells.length < 11)
    return [`${cells.length} columns instead of 12`, 'use the code list file of UN/LOCODE as published']
  if (place === '' || change === 'X' || change === '=') return 'skip'
  return {
    code: `${country}${place}`,
    names: english(name),
    value: said({ country, subdivision, function: use, iata, position }),
  }
}

const rowOf = (catalogue: Catalogue, d: Draft): Omit<ListRow, 'file' | 'line'> => ({
  code: codeIn(catalogue, d.code),
  from: d.from ?? null,
  to: d.to ?? null,
  names: Object.fromEntries(Object.entries(d.names ?? {}).map(([l, n]) => [l, n.normalize('NFC')])),
  value: d.value ?? {},
  norm: d.norm ?? null,
})

const hasControl = (text: string): boolean =>
  Array.from(text).some((c) => (c < ' ' && c !== '\n' && c !== '\t') || c === '\u007f')

function withOtherName(first: ListRow, again: ListRow): ListRow {
  const [name = '', other = ''] = [first.names.en, again.names.en]
  const known = first.value.otherNames?.split('; ') ?? []
  if (!other || other === name || known.includes(other)) return first
  return { ...first, value: { ...first.value, otherNames: [...known, other].join('; ') } }
}

/** Rules that hold for every list: codes of their form, days that exist, a norm for each figure, one row for a code and day. */
function checked(
  catalogue: Catalogue,
  all: readonly ListRow[],
  faults: ListFault[],
): Pick<ReadList, 'rows' | 'faults'> {
  const { kind } = catalogue
  const seen = new Map<string, ListRow>()
  for (const row of all) {
    const fault = (message: string, fix: string): void =>
      void faults.push({ file: row.file, line: row.line, message, fix })
    if (!kind.code.test(row.code)) fault(`"${row.code}" is no code of ${kind.id}`, `write ${kind.codeWords}`)
    const names = Object.values(row.names)
    if (!names.some((n) => n?.trim())) fault(`${row.code} has no name`, 'give it one')
    if ([...names, ...Object.values(row.value)].some((t) => t !== undefined && hasControl(t)))
      fault(`${row.code} holds control characters`, 'remove them')
    for (const day of [row.from, row.to])
      if (day !== null && !isDay(day)) fault(`"${day}" is no day`, 'write it as 2026-01-31, a day that exists')
    if (row.from !== null && row.to !== null && row.to < row.from)
      fault(`${row.code} ends ${row.to}, before it begins ${row.from}`, 'exchange the two days')
    if (kind.decidedBy === 'people' && !row.norm) fault(`${row.code} has no norm`, 'name the norm in the column law')
    const key = `${row.code} ${row.from ?? ''}`
    const before = seen.get(key)
    if (!before) seen.set(key, row)
    // A place with a name in each of its languages has a line for each.
    else if (kind.id === 'places') seen.set(key, withOtherName(before, row))
    else if (JSON.stringify([before.names, before.value, before.to]) !== JSON.stringify([row.names, row.value, row.to]))
      fault(
        `${row.code} is there twice and says two things: also in line ${before.line}${before.file === row.file ? '' : ` of ${before.file}`}`,
        'keep one of the two lines',
      )
  }
  // A list that repeats a code saying the same (one currency, many countries) says it once.
  return { rows: [...seen.values()], faults }
}
