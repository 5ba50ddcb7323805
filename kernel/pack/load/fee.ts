import { compareDecimal } from '../../decimal.ts'
import { toBase } from '../../quantity.ts'
import type { Bound, ElementType, FeeAmount, FeeLine } from '../model.ts'
import { checkNegation, readCondition, readWhen } from './conditions.ts'
import { readAmount, readLaw, type Context } from './context.ts'
import { decimal, fault, fields, items, money, oneOf, percent, quantity, text, warn, type At } from './cursor.ts'
import { FEE, FEE_KINDS, TIERS } from '../vocabulary/procedure.ts'
import { askedElement, type Scope } from './scope.ts'

type Found = Partial<Record<keyof typeof FEE, At>>

const NOTHING: FeeAmount = { money: { amount: '0.00', currency: 'XXX' } }

/** `fee:` lines that add up, each with its law and exactly one kind of amount. */
export function readFee(at: At | undefined, scope: Scope, context: Context): FeeLine[] {
  const lines = (at ? items(at) : []).flatMap((child) => readLine(child, scope, context))
  if (at) checkCurrencies(at, lines, context)
  return lines
}

function readLine(at: At, scope: Scope, context: Context): FeeLine[] {
  const found = fields(at, FEE)
  const kinds = FEE_KINDS.filter((kind) => found[kind])
  const [kind] = kinds
  if (kinds.length !== 1 || !kind) {
    fault(
      at,
      'FEE_KIND',
      kinds.length === 0 ? 'a fee line without an amount' : `a fee line is ${kinds.join(' and ')} at once`,
      `write exactly one of ${FEE_KINDS.join(', ')}`,
    )
    return []
  }
  for (const [key, of] of [
    ['of', 'percent'],
    ['floor', 'percent'],
    ['cap', 'percent'],
  ] as const) {
    if (found[key] && kind !== of) fault(found[key], 'FEE_KIND', `${key} belongs to ${of}`, `remove ${key}`)
  }
  const when = readWhen(found, scope, { facts: true })
  const plus = found.plus && percent(found.plus)
  const base = {
    law: (found.law && readLaw(found.law, context.norms)) ?? '',
    due: (found.due && oneOf(found.due, ['submission', 'issue'])) ?? 'submission',
    ...(when ? { when } : {}),
    ...(plus ? { plus } : {}),
  } as const
  const { fixed, units, tiers, exempt } = found
  if (fixed) {
    const amount = readAmount(fixed, context)
    if (amount && 'units' in amount)
      fault(fixed, 'FEE_KIND', `${amount.unit} is a unit of account`, `write units: ${amount.units} ${amount.unit}`)
    return [{ ...base, kind: 'amount', amount: amount ?? NOTHING }]
  }
  if (units) {
    const amount = readAmount(units, context)
    if (amount && 'money' in amount)
      fault(
        units,
        'UNKNOWN_UNIT',
        `${amount.money.currency} is a currency`,
        'write fixed: for money, or a unit of pack.yaml',
      )
    return [{ ...base, kind: 'amount', amount: amount ?? NOTHING }]
  }
  if (exempt) {
    const condition = readCondition(exempt, scope, { facts: true })
    checkNegation(exempt, condition, scope)
    return [{ ...base, kind: 'exempt', exempt: condition }]
  }
  if (tiers) return [{ ...base, ...readTiers(tiers, scope, context) }]
  return [{ ...base, ...readPercent(at, found, scope, context) }]
}

function readPercent(at: At, found: Found, scope: Scope, context: Context) {
  const of = found.of && text(found.of)
  if (!found.of) fault(at, 'MISSING_KEY', 'of is missing', 'add of: the element the percentage is taken of')
  const asked = found.of && of !== undefined ? askedElement(found.of, of, scope) : undefined
  if (found.of && asked && asked.element.type !== 'money')
    fault(found.of, 'TEST_TYPE', `${of} is a ${asked.element.type}, not money`, 'name an element of type money')
  const floor = found.floor && readAmount(found.floor, context)
  const cap = found.cap && readAmount(found.cap, context)
  if (found.percent && !(found.floor && found.cap)) {
    const open = found.floor ? 'cap' : found.cap ? 'floor' : 'floor and cap'
    warn(
      found.percent,
      'AD_VALOREM_OPEN',
      `a percentage without ${open} may exceed the cost of the service (WTO TFA art. 6.2)`,
      `add ${open}`,
    )
  }
  return {
    kind: 'percent' as const,
    percent: (found.percent && percent(found.percent)) ?? '0',
    of: of ?? '',
    ...(floor ? { floor } : {}),
    ...(cap ? { cap } : {}),
  }
}

function readTiers(at: At, scope: Scope, context: Context) {
  const found = fields(at, TIERS)
  const by = found.by && text(found.by)
  const asked = found.by && by !== undefined ? askedElement(found.by, by, scope) : undefined
  const type = asked?.element.type
  if (found.by && type && type !== 'number' && type !== 'quantity' && type !== 'money')
    fault(found.by, 'TEST_TYPE', `${by} is a ${type}`, 'tiers go by a number, a quantity or an amount of money')
  const upTo: (readonly [Bound, FeeAmount])[] = []
  for (const tier of found['up-to'] ? items(found['up-to']) : []) {
    const [limitAt, amountAt, more] = items(tier)
    if (!limitAt || !amountAt || more) {
      fault(tier, 'SHAPE', 'a tier is a limit and an amount', 'write [1000 LTR, 0.25 UTM]')
      continue
    }
    const limit = readLimit(limitAt, type)
    const amount = readAmount(amountAt, context)
    const before = upTo.at(-1)?.[0]
    if (limit !== undefined && before !== undefined && !rises(before, limit))
      fault(
        limitAt,
        'BAD_VALUE',
        'a limit is not above the one before it',
        'write the limits from low to high, in one unit',
      )
    if (limit !== undefined && amount) upTo.push([limit, amount])
  }
  const beyond = found.beyond && readAmount(found.beyond, context)
  return { kind: 'tiers' as const, by: by ?? '', upTo, beyond: beyond ?? NOTHING }
}

const readLimit = (at: At, type: ElementType | undefined): Bound | undefined =>
  type === 'quantity' ? quantity(at) : type === 'money' ? money(at) : decimal(at)

function rises(a: Bound, b: Bound): boolean {
  if (typeof a === 'string' || typeof b === 'string')
    return typeof a === 'string' && typeof b === 'string' && compareDecimal(a, b) < 0
  if ('unit' in a && 'unit' in b) {
    const [x, y] = [toBase(a), toBase(b)]
    return x.unit === y.unit && compareDecimal(x.value, y.value) < 0
  }
  return 'currency' in a && 'currency' in b && a.currency === b.currency && compareDecimal(a.amount, b.amount) < 0
}

/** Every amount a fee line may come to, limits and bounds included. */
export function amountsOf(line: FeeLine): readonly FeeAmount[] {
  switch (line.kind) {
    case 'amount':
      return [line.amount]
    case 'percent':
      return [line.floor, line.cap].filter((amount) => amount !== undefined)
    case 'tiers':
      return [...line.upTo.map(([, amount]) => amount), line.beyond]
    case 'exempt':
      return []
  }
}

/** Every amount of one order is in one currency: the window adds up, it does not exchange. */
function checkCurrencies(at: At, lines: readonly FeeLine[], context: Context): void {
  const currencyOf = (amount: FeeAmount): string | undefined =>
    'money' in amount
      ? amount.money.currency
      : context.units.find((value) => value.unit === amount.unit)?.value.currency
  for (const due of ['submission', 'issue'] as const) {
    const used = new Set<string>()
    for (const line of lines.filter((l) => l.due === due)) {
      const amounts = amountsOf(line)
      if (line.kind === 'percent' && amounts.length === 0) used.add(context.currency)
      for (const amount of amounts) {
        const currency = currencyOf(amount)
        if (currency !== undefined) used.add(currency)
      }
    }
    if (used.size > 1)
      fault(
        at,
        'FEE_CURRENCIES',
        `one order in ${[...used].join(' and ')}`,
        'write all lines of an order in one currency',
      )
  }
}
