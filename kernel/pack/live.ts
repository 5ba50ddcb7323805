import type { Calendar } from '../calendar.ts'
import type { Words } from '../problem.ts'
import { addDays, type Day } from '../time.ts'
import type { DutyRow, FormItem, Pack, Procedure, UnitValue } from './model.ts'

interface Span {
  readonly from: Day
  readonly to?: Day
}

/**
 * What the catalogues of a country say over its pack (M04): values that were approved after the pack was written. Of two that hold on
 * one day, the one that began last is in force; of two that began together, the one that stands later here.
 */
export interface LiveValues {
  readonly units: readonly UnitValue[]
  /** Days of rest, or days of rest that are worked after all. Nothing in `calendar`: every calendar of the country. */
  readonly rest: readonly { readonly day: Day; readonly calendar: string | null; readonly working: boolean }[]
  /** Codes of the pack's lists, or the days on which a code of a list does not hold. */
  readonly codes: readonly (Span & {
    readonly list: string
    readonly code: string
    readonly words: Words
    readonly withdrawn: boolean
  })[]
  /** Lines of the national tariff with their rate: the longest code decides, and of one code these stand before the pack's. */
  readonly duties?: readonly DutyRow[]
}

/** A calendar with the holidays that were decreed since; the very same object when none were. */
export function liveCalendar(calendar: Calendar, { rest }: Pick<LiveValues, 'rest'>): Calendar {
  const own = rest.filter((r) => r.calendar === null || r.calendar === calendar.id)
  if (own.length === 0) return calendar
  const holidays = new Set(calendar.holidays)
  for (const { day, working } of own)
    if (working) holidays.delete(day)
    else holidays.add(day)
  return { ...calendar, holidays }
}

/** When a code holds: the days its pack gives it, less those on which it was withdrawn, and those that were added. */
function spansOf(own: readonly Span[], live: LiveValues['codes']): readonly Span[] {
  let spans = [...own]
  for (const { from, to, withdrawn } of live) {
    spans = spans.flatMap((s) => {
      if (s.to !== undefined && s.to < from) return [s]
      if (to !== undefined && s.from > to) return [s]
      const before = s.from < from ? [{ from: s.from, to: addDays(from, -1) }] : []
      const after =
        to !== undefined && (s.to === undefined || s.to > to)
          ? [{ from: addDays(to, 1), ...(s.to === undefined ? {} : { to: s.to }) }]
          : []
      return [...before, ...after]
    })
    if (!withdrawn) spans.push({ from, ...(to === undefined ? {} : { to }) })
  }
  return spans
}

const ALWAYS: readonly Span[] = [{ from: '0001-01-01' }]

function liveItem(item: FormItem, { codes }: LiveValues): FormItem {
  const own = item.list && item.listName ? codes.filter((c) => c.list === item.listName) : []
  if (own.length === 0 || !item.list) return item
  const dated = { ...item.dated }
  const labels = { ...item.labels }
  for (const code of new Set(own.map((c) => c.code))) {
    const said = own.filter((c) => c.code === code)
    const known = item.list.includes(code) ? (item.dated?.[code] ?? ALWAYS) : []
    dated[code] = spansOf(known, said)
    const words = said.findLast((c) => !c.withdrawn)?.words
    if (words) labels[code] = { ...labels[code], ...words }
  }
  return { ...item, list: [...new Set([...item.list, ...own.map((c) => c.code)])], dated, labels }
}

/** A procedure, of whatever edition, with the calendar and the codes of today. */
export function liveProcedure(p: Procedure, calendar: Calendar, values: LiveValues): Procedure {
  const form = (items: readonly FormItem[]): readonly FormItem[] => items.map((i) => liveItem(i, values))
  return {
    ...p,
    calendar,
    form: form(p.form),
    lineForm: p.lineForm && { ...p.lineForm, items: form(p.lineForm.items) },
  }
}

/** Values of units of account: those of the pack and those that were approved since. */
export const liveUnits = (units: readonly UnitValue[], values: LiveValues): readonly UnitValue[] =>
  values.units.length ? [...units, ...values.units] : units

/** A pack as it is enforced: its own law, with the values of the catalogues laid over it. */
export function livePack(pack: Pack, values: LiveValues): Pack {
  const calendars = new Map([...pack.calendars].map(([id, c]) => [id, liveCalendar(c, values)]))
  return {
    ...pack,
    calendars,
    units: liveUnits(pack.units, values),
    tariff: values.duties?.length ? { ...pack.tariff, duties: [...values.duties, ...pack.tariff.duties] } : pack.tariff,
    procedures: pack.procedures.map((p) => liveProcedure(p, calendars.get(p.calendar.id) ?? p.calendar, values)),
  }
}
