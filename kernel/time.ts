/** An instant in UTC with milliseconds, `2026-06-16T15:00:00.000Z`. Sorts as text. */
export type Instant = string
/** A calendar day, `2026-06-16`. Sorts as text. */
export type Day = string

export interface Period {
  readonly n: number
  /** `bd` business days, `d` calendar days, `h` hours, `months`, `years`. */
  readonly unit: 'bd' | 'd' | 'h' | 'months' | 'years'
}

const MINUTE = 60_000
export const DAY_MS = 86_400_000

export const toInstant = (ms: number): Instant => new Date(ms).toISOString()
export const toMs = (at: Instant): number => Date.parse(at)

const SHAPE_DAY = /^\d{4}-\d{2}-\d{2}$/
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True for a day that exists: 2026-02-30 does not. */
export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string' || !SHAPE_DAY.test(text)) return false
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  const leap = month === 2 && (year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0)) ? 1 : 0
  return day >= 1 && day <= (LENGTHS[month - 1] ?? 0) + leap
}

/** Reads `5 bd`, `30 d`, `2 h`, `6 months`, `1 years`; nothing otherwise. */
export function findPeriod(text: string): Period | undefined {
  const match = /^([+-]?\d{1,5}) (bd|d|h|months?|years?)$/.exec(text)
  if (!match?.[1] || !match[2]) return undefined
  const unit = match[2].startsWith('month')
    ? 'months'
    : match[2].startsWith('year')
      ? 'years'
      : (match[2] as 'bd' | 'd' | 'h')
  return { n: Number(match[1]), unit }
}

export const showPeriod = (p: Period): string => `${p.n} ${p.unit}`

export const addDays = (day: Day, n: number): Day => toInstant(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).slice(0, 10)

/** Six months from 31 August end on 28 or 29 February: the day is cut to the month's last one. */
export function addMonths(day: Day, n: number): Day {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7)) - 1 + n
  const date = Number(day.slice(8, 10))
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return toInstant(Date.UTC(year, month, Math.min(date, last))).slice(0, 10)
}

/** Adds a calendar period to a day. Business days and hours need a calendar: they throw. */
export function addPeriod(day: Day, period: Period): Day {
  switch (period.unit) {
    case 'd':
      return addDays(day, period.n)
    case 'months':
      return addMonths(day, period.n)
    case 'years':
      return addMonths(day, period.n * 12)
    default:
      throw new TypeError(`${showPeriod(period)} needs a calendar`)
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()
/** By zone and UTC day; nothing where the day has two times. */
const wholeDays = new Map<string, Map<number, number | null>>()

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone)
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formatters.set(zone, found)
  }
  return found
}

/** True if the IANA time zone database of this runtime knows the zone. */
export function isZone(zone: string): boolean {
  try {
    formatter(zone)
    return true
  } catch {
    return false
  }
}

/**
 * Minutes east of UTC of a zone at a moment. Cached by the day where the zone keeps one time all day, otherwise by quarter of an hour,
 * the finest step at which zones change.
 */
export function offsetMinutes(zone: string, ms: number): number {
  const day = Math.floor(ms / DAY_MS)
  let ofZone = wholeDays.get(zone)
  if (!ofZone) {
    ofZone = new Map()
    wholeDays.set(zone, ofZone)
  }
  let known = ofZone.get(day)
  if (known === undefined) {
    const first = offsetOfQuarter(zone, day * DAY_MS)
    known = first === offsetOfQuarter(zone, (day + 1) * DAY_MS) ? first : null
    if (ofZone.size > 50_000) ofZone.clear()
    ofZone.set(day, known)
  }
  return known ?? offsetOfQuarter(zone, ms)
}

function offsetOfQuarter(zone: string, ms: number): number {
  const quarter = Math.floor(ms / (15 * MINUTE))
  let ofZone = offsets.get(zone)
  if (!ofZone) {
    ofZone = new Map()
    offsets.set(zone, ofZone)
  }
  const known = ofZone.get(quarter)
  if (known !== undefined) return known
  const start = quarter * 15 * MINUTE
  const part: Record<string, number> = {}
  for (const { type, value } of formatter(zone).formatToParts(start)) part[type] = Number(value)
  const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute)
  const offset = Math.round((local - start) / MINUTE)
  if (ofZone.size > 50_000) ofZone.clear()
  ofZone.set(quarter, offset)
  return offset
}

/** The legal day and minute of the day in a zone. */
export function localTime(zone: string, at: Instant): { day: Day; minute: number } {
  const ms = toMs(at)
  const local = toInstant(ms + offsetMinutes(zone, ms) * MINUTE)
  return { day: local.slice(0, 10), minute: Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16)) }
}

/** The instant of a wall-clock minute in a zone. A minute that a clock change skips moves forward. */
export function instantAt(zone: string, day: Day, minute: number): Instant {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE
  const guess = wall - offsetMinutes(zone, wall) * MINUTE
  return toInstant(wall - offsetMinutes(zone, guess) * MINUTE)
}

/** `2026-06-16T10:00:00-05:00`: legal time with its offset, as notices print it (spec 0.1). */
export function showLocal(zone: string, at: Instant): string {
  const ms = toMs(at)
  const offset = offsetMinutes(zone, ms)
  const sign = offset < 0 ? '-' : '+'
  const abs = Math.abs(offset)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${toInstant(ms + offset * MINUTE).slice(0, 19)}${sign}${two(Math.floor(abs / 60))}:${two(abs % 60)}`
}
