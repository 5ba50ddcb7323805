import {
  addDecimal,
  compareDecimal,
  isDecimal,
  multiplyDecimal,
  roundDecimal,
  subtractDecimal,
  sumDecimal,
  type Decimal,
} from './decimal.ts'

/** An amount in decimal text and its ISO 4217 currency. */
export interface Money {
  readonly amount: Decimal
  readonly currency: string
}

/** Minor units that differ from the usual two (ISO 4217). */
const MINOR: Readonly<Record<string, number>> = {
  CLP: 0,
  PYG: 0,
  KRW: 0,
  JPY: 0,
  VND: 0,
  ISK: 0,
  BHD: 3,
  KWD: 3,
  JOD: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
}

export const minorUnits = (currency: string): number => MINOR[currency] ?? 2

export const money = (amount: Decimal, currency: string): Money => ({
  amount: roundDecimal(amount, minorUnits(currency)),
  currency,
})

export const zero = (currency: string): Money => money('0', currency)

/** Adds two amounts of one currency. Mixing currencies is a programming error, so it throws. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new TypeError(`cannot add ${a.currency} and ${b.currency}`)
  return money(addDecimal(a.amount, b.amount), a.currency)
}

/** Takes one amount from another of the same currency; the answer may be negative. */
export function subtractMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new TypeError(`cannot take ${b.currency} from ${a.currency}`)
  return money(subtractDecimal(a.amount, b.amount), a.currency)
}

/** Negative, zero or positive. Amounts of different currencies do not compare, so it throws. */
export function compareMoney(a: Money, b: Money): number {
  if (a.currency !== b.currency) throw new TypeError(`cannot compare ${a.currency} and ${b.currency}`)
  return compareDecimal(a.amount, b.amount)
}

export interface Allotted {
  readonly total: Money
  /** One for each part, in its order. They add up to the total exactly. */
  readonly shares: readonly Money[]
}

/**
 * Exact amounts that are none of them negative, as one total and what each payee gets of it: the sum is rounded half-up once (M06-5), every
 * share is its part cut at the minor unit, and the units that are left go one each to the largest cut-off rests, the first part
 * first where rests are equal. So the same parts always give the same shares.
 */
export function allot(parts: readonly Decimal[], currency: string): Allotted {
  const places = minorUnits(currency)
  const unit = places === 0 ? '1' : `0.${'1'.padStart(places, '0')}`
  const total = money(sumDecimal(parts), currency)
  const cut = parts.map((part) => {
    const rounded = roundDecimal(part, places)
    const floor = compareDecimal(rounded, part) > 0 ? subtractDecimal(rounded, unit) : rounded
    return { floor, rest: subtractDecimal(part, floor) }
  })
  const order = cut.map((_, i) => i).sort((a, b) => compareDecimal(cut[b]?.rest ?? '0', cut[a]?.rest ?? '0') || a - b)
  let left = subtractDecimal(total.amount, sumDecimal(cut.map((c) => c.floor)))
  const more = new Set<number>()
  for (const i of order) {
    if (compareDecimal(left, '0') <= 0) break
    more.add(i)
    left = subtractDecimal(left, unit)
  }
  return { total, shares: cut.map(({ floor }, i) => money(more.has(i) ? addDecimal(floor, unit) : floor, currency)) }
}

export const isZero = (m: Money): boolean => compareDecimal(m.amount, '0') === 0

export const sameMoney = (a: Money, b: Money): boolean =>
  a.currency === b.currency && compareDecimal(a.amount, b.amount) === 0

/** Percentage given as text, `18` for 18 %. Not rounded: rounding happens once, on the total (M06-5). */
export const percentOf = (amount: Decimal, percent: Decimal): Decimal =>
  multiplyDecimal(multiplyDecimal(amount, percent), '0.01')

/** Reads `36.00 PEN`; nothing if it is not money. */
export function findMoney(text: string): Money | undefined {
  const match = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(text)
  return match?.[1] && match[2] && isDecimal(match[1]) ? money(match[1], match[2]) : undefined
}

export const showMoney = (m: Money): string => `${m.amount} ${m.currency}`
