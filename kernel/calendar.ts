import {
  addDays,
  addPeriod,
  instantAt,
  localTime,
  toInstant,
  toMs,
  type Day,
  type Instant,
  type Period,
} from './time.ts'

/** Opening minutes of a week day, from and to, counted from midnight. */
export type Hours = readonly [from: number, to: number]

/**
 * A business-day calendar (spec 0.4, M05). `week` runs from Sunday (0) to Saturday (6); a day without hours is a rest day.
 * `knownUntil` is the last day for which holidays are published.
 */
export interface Calendar {
  readonly id: string
  readonly zone: string
  readonly week: readonly (Hours | null)[]
  readonly holidays: ReadonlySet<Day>
  readonly law: string
}

const weekday = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()

const hoursOf = (calendar: Calendar, day: Day): Hours | null =>
  calendar.holidays.has(day) ? null : (calendar.week[weekday(day)] ?? null)

export const isWorkingDay = (calendar: Calendar, day: Day): boolean => hoursOf(calendar, day) !== null

export const legalDay = (calendar: Calendar, at: Instant): Day => localTime(calendar.zone, at).day

/** The next working day strictly after `day`. */
export function nextWorkingDay(calendar: Calendar, day: Day): Day {
  let known = nextDays.get(calendar)
  if (!known) {
    known = new Map()
    nextDays.set(calendar, known)
  }
  const found = known.get(day)
  if (found !== undefined) return found
  const next = findNextWorkingDay(calendar, day)
  if (known.size > 5000) known.clear()
  known.set(day, next)
  return next
}

// A calendar is immutable, so what follows a day never changes.
const nextDays = new WeakMap<Calendar, Map<Day, Day>>()

function findNextWorkingDay(calendar: Calendar, day: Day): Day {
  let next = addDays(day, 1)
  for (let i = 0; !isWorkingDay(calendar, next); i++) {
    if (i > 366) throw new RangeError(`calendar ${calendar.id} has no working day in a year after ${day}`)
    next = addDays(next, 1)
  }
  return next
}

/** Legal time of a trigger: itself in working hours, otherwise the next opening (spec 0.4). */
export function legalTime(calendar: Calendar, at: Instant): Instant {
  const { day, minute } = localTime(calendar.zone, at)
  const hours = hoursOf(calendar, day)
  if (hours && minute < hours[0]) return instantAt(calendar.zone, day, hours[0])
  if (hours && minute <= hours[1]) return at
  const next = nextWorkingDay(calendar, day)
  const opening = hoursOf(calendar, next)
  return instantAt(calendar.zone, next, opening ? opening[0] : 0)
}

/** The n-th working day after a trigger. Day 1 is the first working day after it; zero is the trigger's own legal day. */
export function addBusinessDays(calendar: Calendar, from: Instant, n: number): Day {
  let day = legalDay(calendar, legalTime(calendar, from))
  for (let i = 0; i < n; i++) day = nextWorkingDay(calendar, day)
  return day
}

/** The end of the working hours of a day; midnight's last minute when it is a rest day. */
export function closing(calendar: Calendar, day: Day): Instant {
  const hours = hoursOf(calendar, day)
  return instantAt(calendar.zone, day, hours ? hours[1] : 24 * 60 - 1)
}

/** When a period that starts at `from` ends. Business days end at closing time, calendar days at the day's end. */
export function dueAt(calendar: Calendar, from: Instant, period: Period): Instant {
  if (period.unit === 'bd') return closing(calendar, addBusinessDays(calendar, from, period.n))
  if (period.unit === 'h') return toInstant(toMs(from) + period.n * 3_600_000)
  return endOfDay(calendar, addPeriod(legalDay(calendar, from), period))
}

/** The first moment after a legal day has ended: what was valid through that day no longer is. */
export const endOfDay = (calendar: Calendar, day: Day): Instant => instantAt(calendar.zone, addDays(day, 1), 0)

/** Working days after `from` (at its legal time) up to and including the legal day of `to`. Filed Tuesday, observed Thursday: 2. */
export function businessDaysBetween(calendar: Calendar, from: Instant, to: Instant): number {
  let day = legalDay(calendar, legalTime(calendar, from))
  const last = legalDay(calendar, to)
  let n = 0
  while (day < last) {
    day = nextWorkingDay(calendar, day)
    if (day <= last) n++
  }
  return n
}
