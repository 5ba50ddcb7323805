import { addDecimal, compareDecimal, isDecimal, multiplyDecimal, trimDecimal, type Decimal } from '../decimal.ts'
import { minorUnits, money, percentOf, showMoney, zero, type Money } from '../money.ts'
import { showQuantity } from '../quantity.ts'
import type { Day } from '../time.ts'
import { compareValue, findTotal, holds, isMoney, isQuantity, type Found } from './conditions.ts'
import { percentCurrency } from './form.ts'
import type { Facts, FeeAmount, FeeLine, FormData, Procedure, UnitValue } from './model.ts'

export interface QuoteLine {
  readonly law: string
  /** How the amount came about, readable in any language: `0.0321 UIT × 5500.00 PEN`. */
  readonly basis: string
  /** Exact: cents are rounded once, on the total. */
  readonly amount: Money
}

export interface Quote {
  readonly lines: readonly QuoteLine[]
  /** Rounded half-up at the currency's minor unit (M06-5); zero when waived. */
  readonly total: Money
  /** The unit values used, so that the order can be checked years later. */
  readonly units: readonly UnitValue[]
  /** An exemption applied: its law, and what would have been paid. */
  readonly waived?: { readonly law: string; readonly saved: Money }
}

export interface FeeInput {
  readonly procedure: Procedure
  readonly units: readonly UnitValue[]
  readonly data: FormData
  readonly facts: Facts
  /** Legal day on which the order is issued: it fixes the unit value. */
  readonly day: Day
  /** Which of the two orders (PACK 16.1). Default `submission`. */
  readonly due?: FeeLine['due']
  /** Other lines than the procedure's own: the fee of a rectification. */
  readonly fee?: readonly FeeLine[]
}

/** The value of a unit of account in force on a day, the one that began last; nothing before its first one. */
export function findUnitValue(units: readonly UnitValue[], unit: string, day: Day): UnitValue | undefined {
  let found: UnitValue | undefined
  for (const value of units) {
    const holds = value.unit === unit && value.from <= day && (value.to === undefined || day <= value.to)
    if (holds && (!found || value.from >= found.from)) found = value
  }
  return found
}

interface Exact {
  readonly amount: Decimal
  readonly currency: string
  readonly basis: string
}

/** The value of an amount, and how it is said. Throws when a unit has no value that day: the loader refuses such a pack. */
function valued(amount: FeeAmount, input: FeeInput, used: Map<string, UnitValue>): Exact {
  if ('money' in amount) return { ...amount.money, basis: showMoney(amount.money) }
  const value = findUnitValue(input.units, amount.unit, input.day)
  if (!value) throw new RangeError(`${amount.unit} has no value on ${input.day}`)
  used.set(amount.unit, value)
  return {
    amount: multiplyDecimal(amount.units, value.value.amount),
    currency: value.value.currency,
    basis: `${amount.units} ${amount.unit} × ${showMoney(value.value)}`,
  }
}

/** An element of the header, or the sum of it over the lines. */
const amountOf = (id: string, data: FormData): Found => data.elements[id] ?? findTotal(id, data.lines)

function percentLine(line: FeeLine & { kind: 'percent' }, input: FeeInput, used: Map<string, UnitValue>): Exact {
  const currency = percentCurrency(input.procedure, line)
  const base = amountOf(line.of, input.data)
  const of = isMoney(base) ? base : zero(currency)
  if (of.currency !== currency) throw new TypeError(`${line.of} is in ${of.currency} and its fee in ${currency}`)
  const exact = { amount: percentOf(of.amount, line.percent), currency, basis: `${line.percent} % × ${showMoney(of)}` }
  const floor = line.floor && valued(line.floor, input, used)
  if (floor && compareDecimal(exact.amount, floor.amount) < 0)
    return { ...floor, basis: `${exact.basis} → min ${floor.basis}` }
  const cap = line.cap && valued(line.cap, input, used)
  if (cap && compareDecimal(exact.amount, cap.amount) > 0) return { ...cap, basis: `${exact.basis} → max ${cap.basis}` }
  return exact
}

/** The first tier whose limit is not exceeded; what does not compare with the limits pays the last. */
function tierLine(line: FeeLine & { kind: 'tiers' }, input: FeeInput, used: Map<string, UnitValue>): Exact {
  const by = amountOf(line.by, input.data)
  const said = isQuantity(by) ? showQuantity(by) : isMoney(by) ? showMoney(by) : isDecimal(by) ? by : ''
  for (const [limit, amount] of line.upTo) {
    const order = compareValue(by, limit)
    if (order === undefined || order > 0) continue
    const exact = valued(amount, input, used)
    const shown = typeof limit === 'string' ? limit : 'unit' in limit ? showQuantity(limit) : showMoney(limit)
    return { ...exact, basis: `${said} ≤ ${shown}: ${exact.basis}` }
  }
  const exact = valued(line.beyond, input, used)
  return { ...exact, basis: `${said}: ${exact.basis}` }
}

function exactly(line: Exclude<FeeLine, { kind: 'exempt' }>, input: FeeInput, used: Map<string, UnitValue>): Exact {
  const exact =
    line.kind === 'amount'
      ? valued(line.amount, input, used)
      : line.kind === 'percent'
        ? percentLine(line, input, used)
        : tierLine(line, input, used)
  if (line.plus === undefined) return exact
  return {
    ...exact,
    amount: addDecimal(exact.amount, percentOf(exact.amount, line.plus)),
    basis: `${exact.basis} + ${line.plus} %`,
  }
}

/** Exact text without idle zeros, but never fewer decimals than the currency has. */
function plainly(amount: Decimal, currency: string): Money {
  const trimmed = trimDecimal(amount)
  const decimals = trimmed.split('.')[1]?.length ?? 0
  return decimals <= minorUnits(currency) ? money(trimmed, currency) : { amount: trimmed, currency }
}

/** What a procedure costs for these data on this day (PACK 4 fee, M06-1 to M06-5). Pure: the order records what it answers. */
export function quote(input: FeeInput): Quote {
  const { procedure, data, facts, day, due = 'submission' } = input
  const used = new Map<string, UnitValue>()
  const lines: QuoteLine[] = []
  let sum: Exact | undefined
  let waivedBy: string | undefined
  for (const line of input.fee ?? procedure.fee) {
    if (line.due !== due || (line.when && !holds(line.when, data, facts, day))) continue
    if (line.kind === 'exempt') {
      if (waivedBy === undefined && holds(line.exempt, data, facts, day)) waivedBy = line.law
      continue
    }
    const exact = exactly(line, input, used)
    if (sum && sum.currency !== exact.currency) throw new TypeError(`a fee in ${sum.currency} and ${exact.currency}`)
    sum = sum ? { ...sum, amount: addDecimal(sum.amount, exact.amount) } : exact
    lines.push({ law: line.law, basis: exact.basis, amount: plainly(exact.amount, exact.currency) })
  }
  const total = sum ? money(sum.amount, sum.currency) : zero(procedure.currency)
  const units = [...used.values()]
  if (waivedBy === undefined) return { lines, total, units }
  return { lines, total: zero(total.currency), units, waived: { law: waivedBy, saved: total } }
}
