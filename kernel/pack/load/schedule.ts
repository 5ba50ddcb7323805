import { isDecimal, type Decimal } from '../../decimal.ts'
import type { TestLimit, TreatmentRow, TreatmentSchedule } from '../model.ts'
import { SCHEDULE } from '../vocabulary/procedure.ts'
import type { CatalogueRow, CodeList } from './context.ts'
import { fault, fields, named, text, type At } from './cursor.ts'
import { askedElement, type Scope } from './scope.ts'

const dated = ({ from, to, law }: CatalogueRow) => ({ from, ...(to ? { to } : {}), law })

/** A number in a column of a catalogue; what is written there and is none is a fault of the catalogue's line. */
function figure(at: At, { file, line, code, cells }: CatalogueRow, column: string): Decimal | undefined {
  const written = cells[column]
  if (written === undefined || written === '') return undefined
  if (isDecimal(written)) return written
  at.faults.push({
    file,
    line,
    level: 'error',
    code: 'BAD_NUMBER',
    path: `${code}.${column}`,
    message: `${written} is not a number`,
    fix: 'write it like 0.2',
  })
  return undefined
}

/** What a laboratory measures, with the most that conforms. A catalogue without limits leaves the verdict to the laboratory. */
export function readLimits(at: At, name: string, list: CodeList | undefined): TestLimit[] {
  return (list?.rows ?? []).flatMap((row): TestLimit[] => {
    if (!('limit' in row.cells)) return []
    const limit = figure(at, row, 'limit')
    if (limit === undefined) {
      if (!row.cells.limit)
        fault(at, 'MISSING_KEY', `${row.code} of ${name} has no limit`, `fill the column limit of line ${row.line}`)
      return []
    }
    return [{ test: row.code, limit, unit: row.cells.unit ?? '', ...dated(row) }]
  })
}

function readRow(at: At, row: CatalogueRow): TreatmentRow {
  const [minHours, minTemperature, maxTemperature, minDose] = [
    'min-hours',
    'min-temperature',
    'max-temperature',
    'min-dose',
  ].map((column) => figure(at, row, column))
  return {
    code: row.code,
    kind: row.cells.kind ?? row.code,
    ...(minHours === undefined ? {} : { minHours }),
    ...(minTemperature === undefined ? {} : { minTemperature }),
    ...(maxTemperature === undefined ? {} : { maxTemperature }),
    ...(minDose === undefined ? {} : { minDose }),
    ...dated(row),
  }
}

const columns = { hours: 'min-hours', temperature: 'min-temperature', dose: 'min-dose' } as const

/** `schedule:` what a treatment must reach (M09-4). Every column of the table that a row fills needs an element that tells it. */
export function readSchedule(
  at: At | undefined,
  lists: ReadonlyMap<string, CodeList>,
  scope: Scope,
): TreatmentSchedule | undefined {
  if (!at) return undefined
  const found = fields(at, SCHEDULE)
  const table = found.table && named(found.table, lists.keys(), 'UNKNOWN_LIST', 'a catalogue of this pack')
  const told = (part: At | undefined, type: 'code' | 'number'): string | undefined => {
    const id = part && text(part)
    const asked = part && id !== undefined ? askedElement(part, id, scope) : undefined
    if (!part || !asked) return undefined
    if (asked.element.type !== type || asked.line) {
      fault(part, 'TEST_TYPE', `${id} is not a ${type} of the header`, `name a ${type} that the form asks once`)
      return undefined
    }
    return id
  }
  const kind = told(found.kind, 'code')
  const [hours, temperature, dose] = [found.hours, found.temperature, found.dose].map((part) => told(part, 'number'))
  if (!found.table || table === undefined || kind === undefined) return undefined
  const rows = (lists.get(table)?.rows ?? []).map((row) => readRow(at, row))
  if (rows.length === 0)
    fault(
      found.table,
      'UNKNOWN_LIST',
      `${table} says nothing of treatments`,
      'give it the column kind and one of min-hours, min-temperature, max-temperature, min-dose',
    )
  const needs = {
    hours: rows.some((r) => r.minHours !== undefined),
    temperature: rows.some((r) => r.minTemperature !== undefined || r.maxTemperature !== undefined),
    dose: rows.some((r) => r.minDose !== undefined),
  }
  const has = { hours, temperature, dose }
  for (const name of ['hours', 'temperature', 'dose'] as const)
    if (needs[name] && has[name] === undefined && !found[name])
      fault(
        at,
        'MISSING_KEY',
        `${table} has ${columns[name]} and no element tells it`,
        `add ${name}: and an element of the form`,
      )
  return {
    table,
    kind,
    ...(hours ? { hours } : {}),
    ...(temperature ? { temperature } : {}),
    ...(dose ? { dose } : {}),
    rows,
  }
}
