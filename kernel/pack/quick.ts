import { compareDecimal, type Decimal } from '../decimal.ts'
import { addPeriod, isDay, type Day, type Period } from '../time.ts'

/** The same few days and limits are looked at thousands of times a second: these answer them without calendars and big integers. */

const LIMIT = 20_000
const days = new Set<string>()
const sums = new Map<string, Day | undefined>()

/** `isDay`, remembering the days it has seen. */
export function isKnownDay(value: unknown): value is Day {
  if (typeof value !== 'string') return false
  if (days.has(value)) return true
  if (!isDay(value)) return false
  if (days.size >= LIMIT) days.clear()
  days.add(value)
  return true
}

/** A day moved by a calendar period; nothing when that leaves the calendar. */
export function findMovedDay(day: Day, period: Period): Day | undefined {
  const key = `${day} ${period.n} ${period.unit}`
  if (sums.has(key)) return sums.get(key)
  const moved = addPeriod(day, period)
  const known = isKnownDay(moved) ? moved : undefined
  if (sums.size >= LIMIT) sums.clear()
  sums.set(key, known)
  return known
}

/** Up to 15 characters a double holds every digit, so comparing doubles is exact. */
const EXACT = 15

export const compareNumbers = (a: Decimal, b: Decimal): number =>
  a.length <= EXACT && b.length <= EXACT ? Number(a) - Number(b) : compareDecimal(a, b)
