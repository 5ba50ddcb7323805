import type { Calendar, Hours } from '../../calendar.ts'
import { addDays, isDay, isZone, type Day } from '../../time.ts'
import type { Fault, Norm, PackFile } from '../model.ts'
import { entries, fault, fields, items, oneOf, rootAt, text, type At } from './cursor.ts'
import { CALENDAR, WEEK } from '../vocabulary/pack.ts'
import { readLaw } from './context.ts'
import { readCsv, readYaml } from './source.ts'

const KINDS = ['national', 'regional', 'bridge', 'public-sector'] as const

/** `08:30-16:30` as minutes from midnight. */
function readHours(at: At): Hours | undefined {
  const written = text(at)
  if (written === undefined) return undefined
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(written)
  const from = Number(match?.[1]) * 60 + Number(match?.[2])
  const to = Number(match?.[3]) * 60 + Number(match?.[4])
  if (match && from < to) return [from, to]
  fault(at, 'BAD_VALUE', `${written} are not hours`, 'write them like 08:30-16:30')
  return undefined
}

/** `mon`, or `mon-fri`: the indexes of those days. */
function daysOf(key: string): number[] {
  const [first = '', last = first] = key.split('-')
  const from = WEEK.findIndex((d) => d === first)
  const to = WEEK.findIndex((d) => d === last)
  if (from < 0 || to < 0) return []
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => (from + i) % 7)
}

function readWeek(at: At, hoursAt: At | undefined, restAt: At | undefined): (Hours | null)[] {
  const week: (Hours | null | undefined)[] = Array.from({ length: 7 }, () => undefined)
  for (const [key, child] of hoursAt ? entries(hoursAt) : []) {
    const hours = readHours(child)
    const days = daysOf(key)
    if (days.length === 0) fault(child, 'BAD_VALUE', `${key} is not a day of the week`, 'write mon, or mon-fri')
    for (const d of days) week[d] = hours ?? null
  }
  for (const child of restAt ? items(restAt) : []) {
    const name = oneOf(child, WEEK)
    if (name) week[WEEK.indexOf(name)] = null
  }
  const open = WEEK.filter((_, i) => week[i] === undefined)
  if (open.length > 0)
    fault(at, 'MISSING_KEY', `neither hours nor rest for ${open.join(', ')}`, `add them to hours or rest`)
  return week.map((hours) => hours ?? null)
}

function readHolidays(file: PackFile, faults: Fault[]): Set<Day> {
  const holidays = new Set<Day>()
  const [head, ...rows] = readCsv(file.text)
  const report = (line: number, code: string, message: string, fix: string): void => {
    faults.push({ file: file.path, line, level: 'error', code, path: '', message, fix })
  }
  const columns = ['date', 'kind', 'scope', 'law']
  if (head?.cells.join() !== columns.join()) {
    report(1, 'MISSING_KEY', 'the first line does not name the columns', `write ${columns.join(',')}`)
    return holidays
  }
  for (const { line, cells } of rows) {
    const [date, kind, , law] = cells
    if (!isDay(date)) report(line, 'BAD_VALUE', `${date ?? ''} is not a day`, 'write it like 2026-07-28')
    else if (holidays.has(date)) report(line, 'VALIDITY_OVERLAP', `${date} is listed twice`, 'remove one of the lines')
    else holidays.add(date)
    if (!KINDS.some((k) => k === kind))
      report(line, 'BAD_VALUE', `${kind ?? ''} is not a kind of holiday`, `use ${KINDS.join(', ')}`)
    if (!law) report(line, 'MISSING_KEY', 'a holiday needs its law', 'name the norm in the column law')
  }
  return holidays
}

/** The last day of the last year with holidays: after it nobody knows which days are worked. */
export const knownUntil = (calendar: Calendar): Day =>
  `${[...calendar.holidays].sort().at(-1)?.slice(0, 4) ?? '0001'}-12-31`

/**
 * `calendars/<id>.yaml` with its holidays beside it in `calendars/<id>.csv` (PACK 9). With `today`, a calendar that does not know the
 * holidays up to the end of next year is warned about: `CALENDAR_ENDS`.
 */
export function readCalendar(
  file: PackFile,
  csv: PackFile | undefined,
  norms: ReadonlyMap<string, Norm>,
  faults: Fault[],
  today?: Day,
): Calendar | undefined {
  const node = readYaml(file, faults)
  if (!node) return undefined
  const at = rootAt(file.path, node, faults)
  const found = fields(at, CALENDAR)
  const id = found.calendar && text(found.calendar)
  const zone = found.zone && text(found.zone)
  const law = found.law && readLaw(found.law, norms)
  const week = readWeek(at, found.hours, found.rest)
  if (found.zone && zone !== undefined && !isZone(zone))
    fault(found.zone, 'BAD_VALUE', `${zone} is not a time zone`, 'write an IANA name such as America/Lima')
  if (!csv) fault(at, 'CALENDAR_ENDS', `${file.path} has no holidays`, `add ${file.path.replace(/yaml$/, 'csv')}`)
  const holidays = csv ? readHolidays(csv, faults) : new Set<Day>()
  if (id === undefined || zone === undefined || law === undefined || !isZone(zone)) return undefined
  const calendar: Calendar = { id, zone, week, holidays, law }
  const needed = today && `${Number(today.slice(0, 4)) + 1}-12-31`
  if (csv && needed && knownUntil(calendar) < needed) {
    const message = `${id} knows holidays until ${knownUntil(calendar)} only`
    faults.push({
      file: csv.path,
      line: 1,
      level: 'warning',
      code: 'CALENDAR_ENDS',
      path: '',
      message,
      fix: `add those from ${addDays(knownUntil(calendar), 1)} to ${needed}`,
    })
  }
  return calendar
}
