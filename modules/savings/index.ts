import {
  addDecimal,
  money,
  multiplyDecimal,
  roundDecimal,
  subtractDecimal,
  sumDecimal,
  trimDecimal,
  type Baseline,
  type Day,
  type Decimal,
  type Money,
  type Pack,
} from '#kernel'

export interface Measured {
  readonly procedure: string
  readonly size: string
  readonly day: Day
  /** Hours of work, money paid, whole days elapsed, value of the goods, charges not taken. In the currency of the baseline. */
  readonly hours: Decimal
  readonly fees: Decimal
  readonly days: Decimal
  readonly value: Decimal
  readonly exempt: Decimal
}

export interface Saving {
  readonly total: Money
  readonly parts: readonly { readonly what: string; readonly how: string; readonly amount: Money }[]
  readonly baseline: string
  readonly law: string
}

export const baselineOf = (
  pack: Pack,
  { procedure, size, day }: Pick<Measured, 'procedure' | 'size' | 'day'>,
): Baseline | undefined =>
  (pack.savings ?? [])
    .filter((b) => b.procedure === procedure && b.size === size && b.from <= day)
    .reduce<Baseline | undefined>((best, b) => (best && best.from >= b.from ? best : b), undefined)

/** Minutes as hours, exact to four decimals: 90 are 1.5. */
export const hoursOf = (minutes: number): Decimal => {
  const ten = BigInt(minutes) * 10_000n
  const digits = (ten / 60n).toString().padStart(5, '0')
  return trimDecimal(`${digits.slice(0, -4)}.${digits.slice(-4)}`)
}

const YEAR = 365n
/** A year's share of a figure: divided by 365 with twelve decimals. */
const perDay = (amount: Decimal): Decimal => {
  const [head = '0', tail = ''] = amount.split('.')
  const negative = head.startsWith('-')
  const scaled = BigInt(`${head.replace('-', '')}${tail.padEnd(12, '0').slice(0, 12)}`) / YEAR
  const digits = scaled.toString().padStart(13, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -12)}.${digits.slice(-12)}`
}

/**
 * `S = (H0-H1)·w + (C0-C1) + (D0-D1)·V·i/365 + N0·c + K0·c + X` (M42), exact until the total is shown. Nothing without a baseline.
 */
export function savingOf(pack: Pack, m: Measured): Saving | undefined {
  const b = baselineOf(pack, m)
  if (!b) return undefined
  const of = (exact: Decimal): Money => money(exact, b.currency)
  const yearly = multiplyDecimal(
    multiplyDecimal(subtractDecimal(b.days, m.days), m.value),
    multiplyDecimal(b.capital, '0.01'),
  )
  const parts: readonly (readonly [what: string, exact: Decimal, how: string])[] = [
    [
      'hours',
      multiplyDecimal(subtractDecimal(b.hours, m.hours), b.hourly),
      `(${b.hours} - ${m.hours}) h x ${b.hourly}`,
    ],
    ['fees', subtractDecimal(b.fees, m.fees), `${b.fees} - ${m.fees}`],
    ['time', perDay(yearly), `(${b.days} - ${m.days}) d x ${m.value} x ${b.capital} % / 365`],
    ['visits', multiplyDecimal(b.visits, b.visitCost), `${b.visits} x ${b.visitCost}`],
    ['copies', multiplyDecimal(b.copies, b.copyCost), `${b.copies} x ${b.copyCost}`],
    ['exempt', m.exempt, 'charges that were not taken'],
  ]
  const total = sumDecimal(parts.map(([, exact]) => roundDecimal(exact, 6)))
  return {
    total: of(addDecimal(total, '0')),
    parts: parts.map(([what, exact, how]) => ({ what, how, amount: of(exact) })),
    baseline: b.version,
    law: b.law,
  }
}
