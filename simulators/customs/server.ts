import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { bearerOf, isSigned, readBody, send, sendJson, TooLarge } from '../http.ts'
import { mrnOf, responseXml, type Answer, type Declared, type Said } from './answers.ts'
import { NO_FAULT, readFault, type Fault } from './faults.ts'
import { declarationsPage, CUSTOMS_CSS } from './pages.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export interface Filed extends Declared {
  readonly id: string
  readonly country: string
  readonly kind: string
  readonly content: string
  readonly replyTo: string
  times: number
  last: string
}

/** Text of the first element of a local name. Enough for a simulator that reads what it knows. */
function textOf(xml: string, name: string): string | undefined {
  const found = new RegExp(`<(?:[A-Za-z0-9]+:)?${name}(?: [^>]*)?>([^<]*)</`).exec(xml)?.[1]
  return found?.trim()
}

export interface CustomsOptions {
  readonly secret: string
  readonly decideMs: number
  readonly tell: (url: string, body: string) => Promise<void>
}

/** The HTTP of customs: declarations come in signed, its answers go out signed, and it misbehaves when it is told to. */
export function createCustomsServer({ secret, decideMs, tell }: CustomsOptions): Server {
  let fault: Fault = NO_FAULT
  const filed = new Map<string, Filed>()
  const known = bearerOf(secret)

  async function say(to: Filed, answer: Answer, said: Said = {}): Promise<void> {
    to.last = answer
    const body = responseXml(answer, to, said, new Date())
    for (let n = 0; n < (fault.mode === 'duplicate' ? 2 : 1); n++) await tell(to.replyTo, body)
  }

  /** What customs answers to each kind of message, in order. */
  async function decide(to: Filed, { mode }: Fault): Promise<void> {
    if (mode === 'silent') return
    switch (to.kind) {
      case 'declaration': {
        if (mode === 'reject' || /rechazar/i.test(to.content))
          return say(to, 'rejected', {
            error: { code: 'CDS12056', text: 'El peso no corresponde a la mercancía (simulado).', item: 1, tag: '128' },
          })
        await say(to, 'accepted')
        return
      }
      case 'channel': {
        const channel = textOf(to.content, 'NameCode') ?? ''
        if (channel === 'G') return say(to, 'released')
        return
      }
      case 'control': {
        const result = textOf(to.content, 'NameCode') ?? ''
        if (mode === 'hold' || result === 'serious') return say(to, 'held', { text: 'Retenida para investigación.' })
        return say(to, 'released')
      }
      case 'amendment':
      case 'regularisation':
        return mode === 'reject'
          ? say(to, 'rejected', { error: { code: 'CDS12015', text: 'La enmienda no se admite (simulado).' } })
          : say(to, 'amended')
      case 'cancellation':
        return say(to, mode === 'reject' ? 'rejected' : 'cancelled')
    }
  }

  async function file(request: IncomingMessage, response: ServerResponse, country: string): Promise<void> {
    const content = await readBody(request)
    const header = (name: string): string => String(request.headers[name] ?? '')
    const [id, kind, replyTo] = [header('message-id'), header('message-kind'), header('reply-to')]
    if (!isSigned(secret, request, content)) return sendJson(response, 401, { error: 'the signature does not hold' })
    const reference = textOf(content, 'FunctionalReferenceID')
    if (!ID.test(id) || !reference || !/^[A-Z]{2}$/.test(country) || !/<(?:[a-z0-9]+:)?Declaration[ >]/.test(content))
      return sendJson(response, 400, { error: 'it is no declaration message' })
    const before = filed.get(id)
    if (before) before.times++
    const year = new Date().getUTCFullYear()
    const mrn = textOf(content, 'ID')
    const first = kind === 'declaration'
    const to: Filed = before ?? {
      id,
      country,
      kind,
      content,
      replyTo,
      reference,
      mrn: first || !mrn ? mrnOf(country, id, year) : mrn,
      version: 1,
      times: 1,
      last: 'received',
    }
    filed.set(id, to)
    const now = fault
    if (!before)
      setTimeout(() => void decide(to, now).catch(() => undefined), now.mode === 'late' ? now.delayMs : decideMs)
    if (fault.mode === 'lost') return void request.socket.destroy()
    sendJson(response, 202, { messageId: id, status: 'received' })
  }

  /** An event at the border, told by whoever tries things out: the goods left or came in, or customs changes its mind. */
  async function event(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { mrn, event: name, text } = JSON.parse((await readBody(request)) || '{}') as Record<string, string>
    const to = [...filed.values()].find((f) => f.mrn === mrn && f.kind === 'declaration')
    const answer = (['exit', 'entry', 'held', 'released', 'control', 'tax'] as const).find((a) => a === name)
    if (!to || !answer) return sendJson(response, 400, { error: 'no such declaration or event' })
    await say(to, answer, { ...(text ? { text } : {}), ...(answer === 'control' ? { channel: text ?? 'R' } : {}) })
    sendJson(response, 200, { mrn, event: answer })
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
    if (at === 'GET /customs.css') return send(response, 200, 'text/css; charset=utf-8', CUSTOMS_CSS)
    if (fault.mode === 'down') return sendJson(response, 503, { error: 'down' })
    if (at === 'GET /health') return sendJson(response, 200, { simulator: 'customs', fault: fault.mode })
    if (at === 'GET /' && !second)
      return send(response, 200, 'text/html; charset=utf-8', declarationsPage([...filed.values()], fault))
    if (!known(request)) return sendJson(response, 401, { error: 'bearer missing or wrong' })
    if (at === 'POST /declarations') return file(request, response, second)
    if (at === 'POST /events') return event(request, response)
    const one = at === 'GET /messages' ? filed.get(second) : undefined
    if (one)
      return sendJson(response, 200, {
        messageId: one.id,
        kind: one.kind,
        mrn: one.mrn,
        times: one.times,
        last: one.last,
      })
    if (at === 'GET /messages' && !second)
      return sendJson(response, 200, {
        items: [...filed.values()].map(({ id, kind, mrn, times, last }) => ({ id, kind, mrn, times, last })),
      })
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
