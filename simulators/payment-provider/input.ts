import type { Money, Order, Refund } from './bank.ts'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => value !== null && typeof value === 'object' && !Array.isArray(value)
const isDecimal = (value: unknown): value is string => typeof value === 'string' && /^\d{1,15}(\.\d{1,4})?$/.test(value)

function isWebAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 2000) return false
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol)
  } catch {
    return false
  }
}

const isCode = (value: string): boolean => /^[0-9A-Z]{5,35}$/.test(value)

export function readMoney(value: unknown): Money | undefined {
  if (!isObject(value)) return undefined
  const { amount, currency } = value
  return isDecimal(amount) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
    ? { amount, currency }
    : undefined
}

/** An order, or the name of the member that is wrong. Members nobody agreed on are wrong too. */
export function readOrder(value: unknown): Order | string {
  if (!isObject(value)) return 'body'
  const { reference, amount, description, code, callbackUrl, returnUrl, ...rest } = value
  const extra = Object.keys(rest)[0]
  if (extra !== undefined) return extra
  if (typeof reference !== 'string' || !/^[\w./-]{1,80}$/.test(reference)) return 'reference'
  const money = readMoney(amount)
  if (!money || /^[0.]+$/.test(money.amount)) return 'amount'
  if (typeof description !== 'string' || description.length > 500) return 'description'
  if (typeof code !== 'string' || !isCode(code)) return 'code'
  if (!isWebAddress(callbackUrl)) return 'callbackUrl'
  if (!isWebAddress(returnUrl)) return 'returnUrl'
  return { reference, amount: money, description, code, callbackUrl, returnUrl }
}

/** What the payer pays: the order's amount, or another one (`"100.00"` in its currency, or `{amount, currency}`). */
export function readPaid(value: unknown, asked: Money): Money | undefined {
  const override = isObject(value) ? value['amount'] : undefined
  if (override === undefined || override === '') return asked
  return isDecimal(override) ? { amount: override, currency: asked.currency } : readMoney(override)
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** The moment by a test clock at which the payer pays, where the request says one. */
export function readMoment(value: unknown): string | undefined {
  const at = isObject(value) ? value['at'] : undefined
  return typeof at === 'string' && INSTANT.test(at) && !Number.isNaN(Date.parse(at)) ? at : undefined
}

export function readTransfer(value: unknown): { code: string; amount: Money; party: string } | string {
  if (!isObject(value)) return 'body'
  const { code, party = 'Pagador por transferencia' } = value
  const amount = readMoney(value['amount'])
  if (typeof code !== 'string' || code.length > 35) return 'code'
  if (!amount) return 'amount'
  return typeof party === 'string' && party.length <= 140 ? { code, amount, party } : 'party'
}

export function readRefund(value: unknown): Refund | string {
  if (!isObject(value)) return 'body'
  const { id, paymentId, description } = value
  const amount = readMoney(value['amount'])
  if (typeof id !== 'string' || !/^[\w.-]{1,80}$/.test(id)) return 'id'
  if (paymentId !== null && typeof paymentId !== 'string') return 'paymentId'
  if (!amount) return 'amount'
  if (typeof description !== 'string' || description.length > 140) return 'description'
  return { id, paymentId, amount, description }
}
