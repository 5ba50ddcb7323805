import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Bank, Payment } from './bank.ts'
import type { Courier, Delivery } from './courier.ts'
import { NO_FAULT, readFault } from './faults.ts'
import { readOrder, readPaid } from './input.ts'
import { BANK_CSS, paidPage, payPage, sorryPage } from './pages.ts'

const MAX_BODY = 64 * 1024

class TooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) throw new TooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const isForm = (request: IncomingMessage): boolean =>
  (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')

/** The body as data: JSON, or the fields of a form. Nothing when it is neither. */
async function readData(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request)
  if (isForm(request)) return Object.fromEntries(new URLSearchParams(text))
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'x-simulator': 'SIMULADOR',
  })
  response.end(body)
}
const sendJson = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, 'application/json', JSON.stringify(body))
const sendPage = (response: ServerResponse, status: number, body: string): void =>
  send(response, status, 'text/html; charset=utf-8', body)

/** The provider's HTTP: orders (bearer), the payer's page, faults (bearer). */
export function createProviderServer(bank: Bank, courier: Courier, secret: string): Server {
  let fault = NO_FAULT
  const told = new Map<string, Delivery | undefined>()
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  const expected = hash(`Bearer ${secret}`)
  const known = (request: IncomingMessage): boolean =>
    timingSafeEqual(hash(request.headers.authorization ?? ''), expected)

  function stateOf({ id, order, paid }: Payment): object {
    const amount = paid?.amount ?? order.amount
    return {
      paymentId: id,
      reference: order.reference,
      amount,
      status: paid ? 'paid' : 'pending',
      ...(paid ? { paidAt: paid.at } : {}),
    }
  }

  async function openPayment(request: IncomingMessage, response: ServerResponse, base: string): Promise<void> {
    const order = readOrder(await readData(request))
    if (typeof order === 'string') return sendJson(response, 400, { error: `wrong or missing: ${order}` })
    const payment = bank.open(order)
    if (!payment) return sendJson(response, 409, { error: 'this reference has another order' })
    sendJson(response, 201, { id: payment.id, payUrl: `${base}/pay/${payment.id}` })
  }

  async function pay(request: IncomingMessage, response: ServerResponse, payment: Payment): Promise<void> {
    const amount = readPaid(await readData(request), payment.order.amount)
    if (!amount) return sendJson(response, 400, { error: 'wrong: amount' })
    const first = !payment.paid
    const paid = bank.pay(payment, amount)
    if (first) told.set(paid.id, await courier.tell(paid, fault))
    const callback = told.get(paid.id) ?? null
    if (isForm(request))
      return sendPage(
        response,
        200,
        paidPage(paid, callback !== null && callback.status >= 200 && callback.status < 300),
      )
    sendJson(response, 200, { paid: true, amount: paid.paid?.amount, callback })
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const base = `http://${request.headers.host ?? 'localhost'}`
    const [, first = '', id = '', ...rest] = (request.url ?? '/').split('?')[0]?.split('/') ?? []
    const at = `${request.method} /${first}${id ? '/:id' : ''}${rest.length ? '/...' : ''}`
    if (at === 'POST /faults') {
      if (!known(request)) return sendJson(response, 401, { error: 'bearer missing or wrong' })
      const next = readFault(await readData(request))
      if (!next) return sendJson(response, 400, { error: 'wrong or missing: mode' })
      fault = next
      return sendJson(response, 200, fault)
    }
    if (at === 'GET /bank.css') return send(response, 200, 'text/css; charset=utf-8', BANK_CSS)
    if (fault.mode === 'down')
      return sendPage(response, 503, sorryPage('El banco no responde', 'Pruebe más tarde. No se cobró nada.'))
    if (at === 'GET /health')
      return sendJson(response, 200, { simulator: 'payment-provider', status: 'ok', fault: fault.mode })
    if (first === 'payments' && !known(request)) return sendJson(response, 401, { error: 'bearer missing or wrong' })
    if (at === 'POST /payments') return openPayment(request, response, base)
    const payment = bank.find(id)
    if (!payment)
      return sendPage(response, 404, sorryPage('No hay tal orden', 'Esa dirección no es de una orden de pago.'))
    if (at === 'GET /payments/:id') return sendJson(response, 200, stateOf(payment))
    if (at === 'GET /pay/:id')
      return sendPage(response, 200, payment.paid ? paidPage(payment, Boolean(told.get(id))) : payPage(payment))
    if (at === 'POST /pay/:id') return pay(request, response, payment)
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
