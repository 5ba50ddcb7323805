import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { bearerOf, readBody, send, sendJson, TooLarge, type Delivery } from '../http.ts'
import type { Bank, Payment } from './bank.ts'
import type { Courier } from './courier.ts'
import { NO_FAULT, readFault, type Fault } from './faults.ts'
import { readMoment, readOrder, readPaid, readRefund, readTransfer } from './input.ts'
import { BANK_CSS, paidPage, payPage, sorryPage } from './pages.ts'
import { statementOf } from './statement.ts'
import { languageOf, type Language } from './texts.ts'

const MAX_BODY = 64 * 1024

const isForm = (request: IncomingMessage): boolean =>
  (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')

/** The body as data: JSON, or the fields of a form. Nothing when it is neither. */
async function readData(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request, MAX_BODY)
  if (isForm(request)) return Object.fromEntries(new URLSearchParams(text))
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

const sendPage = (response: ServerResponse, status: number, body: string): void =>
  send(response, status, 'text/html; charset=utf-8', body)

/** The payer may ask for the bank to misbehave about this payment alone: stories do. */
const faultIn = (data: unknown): unknown =>
  data !== null && typeof data === 'object' ? (data as { fault?: unknown }).fault : undefined

/** The account as statements name it. */
const ACCOUNT = 'SIM-0001'

/** The provider's HTTP: orders, refunds, statements and faults (bearer); the payer's page. */
export function createProviderServer(bank: Bank, courier: Courier, secret: string): Server {
  let fault = NO_FAULT
  const faults = new Map<string, Fault>()
  const told = new Map<string, Delivery | undefined>()
  const known = bearerOf(secret)

  function stateOf({ id, order, paid }: Payment): object {
    const amount = paid?.amount ?? order.amount
    return {
      paymentId: id,
      reference: order.reference,
      amount,
      status: paid ? 'paid' : 'pending',
      ...(paid ? { paidAt: paid.at } : {}),
      ...(paid?.testClock ? { clock: 'test' } : {}),
    }
  }

  async function openPayment(request: IncomingMessage, response: ServerResponse, base: string): Promise<void> {
    const order = readOrder(await readData(request))
    if (typeof order === 'string') return sendJson(response, 400, { error: `wrong or missing: ${order}` })
    const payment = bank.open(order)
    if (!payment) return sendJson(response, 409, { error: 'this reference has another order' })
    sendJson(response, 201, { id: payment.id, payUrl: `${base}/pay/${payment.id}` })
  }

  async function pay(
    request: IncomingMessage,
    response: ServerResponse,
    payment: Payment,
    language: Language,
  ): Promise<void> {
    const data = await readData(request)
    const amount = readPaid(data, payment.order.amount)
    if (!amount) return sendJson(response, 400, { error: 'wrong: amount' })
    const first = !payment.paid
    const paid = bank.pay(payment, amount, readMoment(data))
    const own = readFault({ mode: faultIn(data) })
    if (first) told.set(paid.id, await courier.tell(paid, own ?? faults.get(paid.id) ?? fault))
    const callback = told.get(paid.id) ?? null
    if (isForm(request)) {
      const heard = callback !== null && callback.status >= 200 && callback.status < 300
      return sendPage(response, 200, paidPage(paid, heard, language))
    }
    sendJson(response, 200, { paid: true, amount: paid.paid?.amount, callback })
  }

  async function transfer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const data = await readData(request)
    const asked = readTransfer(data)
    if (typeof asked === 'string') return sendJson(response, 400, { error: `wrong or missing: ${asked}` })
    sendJson(response, 201, bank.transfer(asked.code, asked.amount, asked.party, readMoment(data)))
  }

  async function refund(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const data = await readData(request)
    const asked = readRefund(data)
    if (typeof asked === 'string') return sendJson(response, 400, { error: `wrong or missing: ${asked}` })
    const made = bank.refund(asked, readMoment(data))
    if (!made) return sendJson(response, 409, { error: 'this refund was made with another amount' })
    sendJson(response, 201, { reference: made.id })
  }

  function statement(response: ServerResponse, day: string, query: URLSearchParams): void {
    const match = /^(\d{4}-\d{2}-\d{2})\.xml$/.exec(day)
    const version = query.get('version') ?? '08'
    const currency = query.get('currency') ?? ''
    if (!match?.[1] || (version !== '02' && version !== '08') || !/^[A-Z]{3}$/.test(currency))
      return sendJson(response, 400, { error: 'wrong: day, currency or version' })
    const account = query.get('account') ?? ACCOUNT
    send(response, 200, 'application/xml', statementOf(bank.movements(), { day: match[1], currency, account, version }))
  }

  async function setFault(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const next = readFault(await readData(request))
    if (!next) return sendJson(response, 400, { error: 'wrong or missing: mode' })
    const { payment, ...set } = next
    if (payment === undefined) fault = set
    else faults.set(payment, set)
    sendJson(response, 200, next)
  }

  /** What only the bearer of the secret may ask; nothing when it is for the payer. */
  async function forMerchant(
    at: string,
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
    base: string,
    query: URLSearchParams,
  ): Promise<void> {
    const payment = bank.find(id)
    if (at === 'POST /payments') await openPayment(request, response, base)
    else if (at === 'POST /transfers') await transfer(request, response)
    else if (at === 'POST /refunds') await refund(request, response)
    else if (at === 'GET /statements/:id') statement(response, id, query)
    else if (at === 'GET /payments/:id' && payment) sendJson(response, 200, stateOf(payment))
    else if (at === 'POST /payments/:id/...' && payment)
      sendJson(response, 200, { callback: (await courier.tell(payment, NO_FAULT)) ?? null })
    else if (payment || !id) sendJson(response, 405, { error: 'not here' })
    else sendJson(response, 404, { error: 'no such payment' })
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const base = `http://${request.headers.host ?? 'localhost'}`
    const url = new URL(request.url ?? '/', base)
    const [, first = '', id = '', ...rest] = url.pathname.split('/')
    const at = `${request.method} /${first}${id ? '/:id' : ''}${rest.length ? '/...' : ''}`
    const language = languageOf(url.searchParams.get('lang'), request.headers['accept-language'])
    if (at === 'POST /faults')
      return known(request)
        ? setFault(request, response)
        : sendJson(response, 401, { error: 'bearer missing or wrong' })
    if (at === 'GET /bank.css') return send(response, 200, 'text/css; charset=utf-8', BANK_CSS)
    if (fault.mode === 'down') return sendPage(response, 503, sorryPage('down', language))
    if (fault.mode === 'slow') await sleep(fault.delayMs)
    if (at === 'GET /health')
      return sendJson(response, 200, { simulator: 'payment-provider', status: 'ok', fault: fault.mode })
    if (['payments', 'transfers', 'refunds', 'statements'].includes(first)) {
      if (!known(request)) return sendJson(response, 401, { error: 'bearer missing or wrong' })
      return forMerchant(at, id, request, response, base, url.searchParams)
    }
    const payment = bank.find(id)
    if (!payment) return sendPage(response, 404, sorryPage('none', language))
    const answer = told.get(id)
    const heard = answer !== undefined && answer.status >= 200 && answer.status < 300
    if (at === 'GET /pay/:id')
      return sendPage(response, 200, payment.paid ? paidPage(payment, heard, language) : payPage(payment, language))
    if (at === 'POST /pay/:id') return pay(request, response, payment, language)
    sendJson(response, 405, { error: 'not here' })
  }

  return createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!response.headersSent)
        sendJson(response, error instanceof TooLarge ? 413 : 500, {
          error: error instanceof TooLarge ? 'body too large' : 'internal error',
        })
    })
  })
}
