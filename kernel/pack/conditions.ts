import { addDecimal, isDecimal } from '../decimal.ts'
import type { Money } from '../money.ts'
import { compareQuantity, toBase, type Quantity } from '../quantity.ts'
import type { Day } from '../time.ts'
import { isFact } from './facts.ts'
import type { Bound, Condition, Facts, FormData, Test, Value, When } from './model.ts'
import { compareNumbers, findMovedDay, isKnownDay } from './quick.ts'

/** What a test may find: a value, a fact's number, or nothing. */
export type Found = Value | undefined

export const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value && isDecimal(value.amount)

export const isQuantity = (value: unknown): value is Quantity =>
  typeof value === 'object' && value !== null && 'value' in value && 'unit' in value && isDecimal(value.value)

/** Reads an own property: a datum called `constructor` is absent unless somebody wrote it. */
const own = (record: Readonly<Record<string, Value>> | undefined, id: string): Found =>
  record !== undefined && Object.hasOwn(record, id) ? record[id] : undefined

function find(id: string, data: FormData, facts: Facts, line: number | undefined): Found {
  if (isFact(id)) {
    const fact = facts[id]
    return typeof fact === 'number' ? String(fact) : fact
  }
  if (line !== undefined) {
    const value = own(data.lines[line], id)
    if (value !== undefined) return value
  }
  return own(data.elements, id)
}

/** Negative, zero or positive; nothing when the two do not compare: another kind, unit family or currency. */
export function compareValue(value: Found, bound: Bound): number | undefined {
  if (typeof bound === 'string') return isDecimal(value) ? compareNumbers(value, bound) : undefined
  if ('unit' in bound) return isQuantity(value) ? compareQuantity(value, bound) : undefined
  return isMoney(value) && value.currency === bound.currency ? compareNumbers(value.amount, bound.amount) : undefined
}

/** The day a date test compares with; nothing when the element it names has none, or the sum leaves the calendar. */
function findDay(when: When, today: Day, read: (id: string) => Found): Day | undefined {
  if ('day' in when) return isKnownDay(when.day) ? when.day : undefined
  if ('today' in when) return when.today ? findMovedDay(today, when.today) : today
  const start = read(when.element)
  return isKnownDay(start) ? findMovedDay(start, when.plus) : undefined
}

const within = (value: Found, bound: Bound | undefined, accept: (order: number) => boolean): boolean => {
  if (bound === undefined) return true
  const order = compareValue(value, bound)
  return order !== undefined && accept(order)
}

/**
 * Whether one value passes one test. `read` answers other elements of the same line or header, for dates that depend on dates.
 * An absent value fails everything but `present: false`.
 */
export function passes(test: Test, value: Found, today: Day, read: (id: string) => Found): boolean {
  if ('present' in test) return (value !== undefined) === test.present
  if (value === undefined) return false
  if ('in' in test) return (typeof value === 'string' || typeof value === 'boolean') && test.in.includes(value)
  if ('starts' in test) return typeof value === 'string' && test.starts.some((prefix) => value.startsWith(prefix))
  if ('from' in test || 'until' in test || 'after' in test || 'before' in test) {
    if (!isKnownDay(value)) return false
    const against = (when: When | undefined, accept: (day: Day) => boolean): boolean => {
      if (when === undefined) return true
      const day = findDay(when, today, read)
      return day !== undefined && accept(day)
    }
    return (
      against(test.from, (day) => value >= day) &&
      against(test.until, (day) => value <= day) &&
      against(test.after, (day) => value > day) &&
      against(test.before, (day) => value < day)
    )
  }
  if ('min' in test || 'max' in test || 'above' in test || 'below' in test) {
    return (
      within(value, test.min, (order) => order >= 0) &&
      within(value, test.max, (order) => order <= 0) &&
      within(value, test.above, (order) => order > 0) &&
      within(value, test.below, (order) => order < 0)
    )
  }
  return false
}

/**
 * The sum of a line element over all lines, in kilograms or litres where it is mass or volume. Lines without the element add
 * nothing. Nothing when no line has it, or when two of them do not add up: other units, another currency.
 */
export function findTotal(element: string, lines: FormData['lines']): Found {
  let sum: Found
  for (const line of lines) {
    const value = own(line, element)
    if (value === undefined) continue
    if (isDecimal(value)) {
      if (sum !== undefined && !isDecimal(sum)) return undefined
      sum = sum === undefined ? value : addDecimal(sum, value)
    } else if (isQuantity(value)) {
      const base = toBase(value)
      if (sum === undefined) sum = base
      else if (!isQuantity(sum) || sum.unit !== base.unit) return undefined
      else sum = { value: addDecimal(sum.value, base.value), unit: base.unit }
    } else if (isMoney(value)) {
      if (sum === undefined) sum = value
      else if (!isMoney(sum) || sum.currency !== value.currency) return undefined
      else sum = { amount: addDecimal(sum.amount, value.amount), currency: sum.currency }
    } else return undefined
  }
  return sum
}

/**
 * PACK 5: true or false on any data, without side effects. `today` is the legal day of the deciding body; with `line` the
 * condition reads that line first and the header after it. `some` and `every` start their own lines.
 */
export function holds(condition: Condition, data: FormData, facts: Facts, today: Day, line?: number): boolean {
  switch (condition.op) {
    case 'all':
      return condition.of.every((part) => holds(part, data, facts, today, line))
    case 'any':
      return condition.of.some((part) => holds(part, data, facts, today, line))
    case 'not':
      return !holds(condition.of, data, facts, today, line)
    case 'some':
      return data.lines.some((_, i) => holds(condition.of, data, facts, today, i))
    case 'every':
      return data.lines.length > 0 && data.lines.every((_, i) => holds(condition.of, data, facts, today, i))
    case 'total':
      return passes(condition.test, findTotal(condition.element, data.lines), today, () => undefined)
    case 'test': {
      const read = (id: string): Found => find(id, data, facts, line)
      return passes(condition.test, read(condition.element), today, read)
    }
  }
}

/** The days a date test compares with; none for other tests. */
export function whensOf(test: Test): readonly When[] {
  if (!('from' in test || 'until' in test || 'after' in test || 'before' in test)) return []
  return [test.from, test.until, test.after, test.before].filter((when) => when !== undefined)
}

/** Every element and fact a condition names, dates it compares with included. */
export function namesIn(condition: Condition): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (part: Condition): void => {
    switch (part.op) {
      case 'all':
      case 'any':
        part.of.forEach(visit)
        return
      case 'not':
      case 'some':
      case 'every':
        visit(part.of)
        return
      default:
        names.add(part.element)
        for (const when of whensOf(part.test)) if ('element' in when) names.add(when.element)
    }
  }
  visit(condition)
  return names
}
