import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { bearerOf, readBody, send, sendJson, TooLarge } from '../http.ts'
import { NO_FAULT, readFault, type Fault } from './faults.ts'
import { lettersPage, WINDOW_CSS } from './pages.ts'
import type { Letter, Post, Status } from './post.ts'
import { answer, soapFault, textOf, type Header } from './soap.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DESKS = new Set(['customs', 'port', 'zone', 'agreement', 'destination'])

const sendXml = (response: ServerResponse, status: number, body: string): void =>
  send(response, status, 'text/xml; charset=utf-8', body)

const receiptOf = ({ id, status, reference, text }: Letter): object => ({ messageId: id, status, reference, text })
const tracked: Readonly<Record<Status, string>> = {
  received: 'PendingDelivery',
  accepted: 'Delivered',
  rejected: 'FailedDelivery',
}
const headerOf = (l: Letter): Header => ({
  from: textOf(l.content, 'From') ?? '',
  to: textOf(l.content, 'To') ?? '',
  number: l.number,
  delivery: l.reference,
  tracking: tracked[l.status],
  error: l.status === 'rejected' ? l.text : null,
})

export interface WindowOptions {
  readonly post: Post
  readonly secret: string
  readonly decideMs: number
  readonly tell: (letter: Letter, status: Status) => Promise<void>
}

/** The HTTP of the others: a hub of certificates (SOAP), desks that take licences (XML), what became of a message, faults. */
export function createWindowServer({ post, secret, decideMs, tell }: WindowOptions): Server {
  let fault: Fault = NO_FAULT
  const known = bearerOf(secret)

  function decide(letter: Letter, { mode }: Fault): void {
    letter.status = mode === 'reject' ? 'rejected' : 'accepted'
    if (mode === 'reject') letter.text = 'El documento no corresponde a la mercancía declarada (simulado).'
    if (mode === 'lost') return
    const again = mode === 'duplicate' ? ([letter.status, 'received', letter.status] as const) : [letter.status]
    void (async () => {
      for (const status of again) await tell(letter, status)
    })()
  }

  function take(given: Pick<Letter, 'id' | 'to' | 'number' | 'content' | 'replyTo'>): Letter {
    const { letter, first } = post.take(given)
    const now = fault
    if (first) setTimeout(() => decide(letter, now), now.mode === 'late' ? now.delayMs : decideMs)
    return letter
  }

  async function hub(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    const id = String(request.headers['message-id'] ?? '')
    const operation = /<(?:[A-Za-z]+:)?(DeliverEnvelope|GetEnvelopeTrackingInfo)[ >]/.exec(body)?.[1]
    if (!operation || !ID.test(id)) return sendXml(response, 400, soapFault('operation or Message-Id missing'))
    if (operation === 'GetEnvelopeTrackingInfo') {
      const letter = post.find(id)
      const nothing = { from: '', to: '', number: '', delivery: '', tracking: 'EnvelopeNotExists', error: null }
      return sendXml(response, 200, answer(operation, letter ? headerOf(letter) : nothing))
    }
    const number = textOf(body, 'NPPOCertificateNumber')
    const content = textOf(body, 'Content')
    if (!number || !content) return sendXml(response, 400, soapFault('number or content missing'))
    const letter = take({ id, to: 'hub', number, content: body, replyTo: null })
    if (fault.mode === 'lost') return void request.socket.destroy()
    sendXml(response, 200, answer(operation, headerOf(letter)))
  }

  async function desk(request: IncomingMessage, response: ServerResponse, to: string): Promise<void> {
    const content = await readBody(request)
    const id = String(request.headers['message-id'] ?? '')
    const number = textOf(content, 'ID')
    if (!DESKS.has(to) || !ID.test(id) || !number)
      return sendJson(response, 400, { error: 'desk, Message-Id or ID missing' })
    const replyTo = String(request.headers['reply-to'] ?? '') || null
    const letter = take({ id, to, number, content, replyTo })
    if (fault.mode === 'lost') return void request.socket.destroy()
    sendJson(response, 202, receiptOf(letter))
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, first = '', second = ''] = (request.url ?? '/').split('?')[0]?.split('/') ?? []
    const at = `${request.method} /${first}`
    if (at === 'POST /faults') {
      if (!known(request)) return sendJson(response, 401, { error: 'bearer missing or wrong' })
      const next = readFault(JSON.parse((await readBody(request)) || '{}'))
      if (!next) return sendJson(response, 400, { error: 'wrong or missing: mode' })
      fault = next
      return sendJson(response, 200, fault)
    }
    if (at === 'GET /window.css') return send(response, 200, 'text/css; charset=utf-8', WINDOW_CSS)
    if (fault.mode === 'down') return sendJson(response, 503, { error: 'down' })
    if (at === 'GET /health') return sendJson(response, 200, { simulator: 'foreign-window', fault: fault.mode })
    if (at === 'GET /' && !second)
      return send(response, 200, 'text/html; charset=utf-8', lettersPage(post.letters, fault))
    if (!known(request)) return sendJson(response, 401, { error: 'bearer missing or wrong' })
    if (at === 'POST /hub') return hub(request, response)
    if (at === 'POST /lpco') return desk(request, response, second)
    if (at === 'GET /messages' && !second)
      return sendJson(response, 200, {
        items: post.letters.map((l) => ({ ...receiptOf(l), to: l.to, number: l.number, times: l.times })),
      })
    const letter = at === 'GET /messages' ? post.find(second) : undefined
    if (letter) return sendJson(response, 200, receiptOf(letter))
    sendJson(response, 404, { error: 'not here' })
  }

  return createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!response.headersSent)
        sendJson(response, error instanceof TooLarge ? 413 : 400, {
          error: error instanceof Error ? error.message : 'wrong',
        })
    })
  })
}
