/**
 * «Mensajería Simulada»: stands for a country's SMS gateway. A process of its own over HTTP; it sends nothing to anybody, and says so.
 * `POST /messages` (bearer, idempotent by id) · `GET /messages` what it took · `POST /faults {mode}` none, down, slow, refuse, flaky.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { bearerOf, readBody, secretOf, sendJson as send, serve } from '../http.ts'

interface Message {
  readonly id: string
  readonly to: string
  readonly text: string
}

const MODES = ['none', 'down', 'slow', 'refuse', 'flaky'] as const
type Mode = (typeof MODES)[number]

const known = bearerOf(secretOf())
const taken = new Map<string, Message>()
let mode: Mode = 'none'
let asked = 0

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await readBody(request, 10_000)) as unknown
  } catch {
    return undefined
  }
}

function read(body: unknown): Message | undefined {
  const { id, to, text } = (body ?? {}) as Record<string, unknown>
  if (typeof id !== 'string' || typeof to !== 'string' || typeof text !== 'string') return undefined
  return /^\+[1-9]\d{7,14}$/.test(to) && text.length <= 480 ? { id, to, text } : undefined
}

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const message = read(await bodyOf(request))
  if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, 1500))
  if (!message || mode === 'refuse') return send(response, 422, { error: 'no such telephone' })
  // Takes the message and fails to say so: the caller must be able to ask again without sending twice.
  if (mode === 'flaky' && asked++ % 2 === 0) {
    taken.set(message.id, message)
    return send(response, 500, { error: 'lost the answer' })
  }
  taken.set(message.id, message)
  send(response, 202, { id: message.id, simulator: 'sms-gateway' })
}

const server = createServer((request, response) => {
  const at = `${request.method} ${request.url}`
  const answer = async (): Promise<void> => {
    if (at === 'GET /health')
      return send(response, mode === 'down' ? 503 : 200, { simulator: 'sms-gateway', fault: mode })
    if (!known(request)) return send(response, 401, { error: 'bearer missing or wrong' })
    if (at === 'POST /faults') {
      const next = ((await bodyOf(request)) as { mode?: Mode } | undefined)?.mode
      if (!next || !MODES.includes(next)) return send(response, 400, { error: `mode: ${MODES.join(', ')}` })
      mode = next
      return send(response, 200, { mode })
    }
    if (mode === 'down') return send(response, 503, { error: 'down' })
    if (at === 'GET /messages') return send(response, 200, { items: [...taken.values()] })
    if (at === 'POST /messages') return take(request, response)
    send(response, 404, { error: 'not here' })
  }
  answer().catch(() => response.destroy())
})

serve('sms-gateway', server)
