import { addDecimal, compareDecimal, isDecimal, multiplyDecimal, roundDecimal, type Decimal } from './decimal.ts'

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
