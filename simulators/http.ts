/** What every simulator is made of: bodies with a bound, answers that say what they are, bearers, signed callbacks, a life as long as its parent's. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export class TooLarge extends Error {}

const MAX_BODY = 12 * 1024 * 1024

/** The body as text. @throws TooLarge */
export async function readBody(request: IncomingMessage, most = MAX_BODY): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) throw new TooLarge('body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'x-simulator': 'SIMULADOR',
  })
  response.end(body)
}
export const sendJson = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, 'application/json', JSON.stringify(body))

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether a request bears the secret. */
export function bearerOf(secret: string): (request: IncomingMessage) => boolean {
  const expected = hash(`Bearer ${secret}`)
  return (request) => timingSafeEqual(hash(request.headers.authorization ?? ''), expected)
}

const mac = (key: string, seconds: string | number, body: string): Buffer =>
  createHmac('sha256', key).update(`${seconds}.${body}`).digest()

/** Whether a body is signed with the key, within five minutes. */
export function isSigned(key: string, request: IncomingMessage, body: string): boolean {
  const [, t = '', v1 = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(String(request.headers.signature ?? '')) ?? []
  if (!t || Math.abs(Date.now() / 1000 - Number(t)) > 300) return false
  return timingSafeEqual(Buffer.from(v1, 'hex'), mac(key, t, body))
}

/** What came of a callback. `status` 0: nobody answered. */
export interface Delivery {
  readonly status: number
  readonly body: string
  readonly attempts: number
}

export interface Callback {
  readonly url: string
  readonly body: string
  readonly key: string
  readonly type: string
  /** Who says it: `Banco-Simulado/1`. */
  readonly agent: string
  readonly attempts?: number
  readonly retryMs?: number
  /** Answers, besides 5xx and none at all, after which it is said again. */
  readonly again?: readonly number[]
}

const ANSWER_MS = 10_000
const MAX_ANSWER = 4096

async function attempt({ url, body, key, type, agent }: Callback): Promise<{ status: number; body: string }> {
  const t = Math.floor(Date.now() / 1000)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': type,
        signature: `t=${t},v1=${mac(key, t, body).toString('hex')}`,
        'user-agent': agent,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    return { status: response.status, body: (await response.text()).slice(0, MAX_ANSWER) }
  } catch (error) {
    return { status: 0, body: error instanceof Error ? error.message : String(error) }
  }
}

/** Sends a signed callback until it is taken: after a 5xx or no answer it waits, and each time twice as long. */
export async function deliver(callback: Callback): Promise<Delivery> {
  const { attempts: most = 5, retryMs = 250, again = [] } = callback
  for (let attempts = 1; ; attempts++) {
    const answer = await attempt(callback)
    const untaken = answer.status === 0 || answer.status >= 500 || again.includes(answer.status)
    if (!untaken || attempts === most) return { ...answer, attempts }
    await sleep(retryMs * 2 ** (attempts - 1))
  }
}

/** The secret that a simulator is started with; without one it does not start. */
export function secretOf({ SECRET }: NodeJS.ProcessEnv = process.env): string {
  if (SECRET && SECRET.length >= 16) return SECRET
  process.stderr.write('SECRET is missing or shorter than 16 characters\n')
  return process.exit(2)
}

/** Listens, says where in one line of JSON, and ends when standard input does: it never outlives who started it. */
export function serve(simulator: string, server: Server, ready?: (address: string) => void): void {
  const { PORT = '0', HOST = '127.0.0.1' } = process.env
  server.listen(Number(PORT), HOST, () => {
    const listening = `http://${HOST}:${(server.address() as AddressInfo).port}`
    ready?.(listening)
    process.stdout.write(`${JSON.stringify({ simulator, listening })}\n`)
  })
  const end = (): never => process.exit(0)
  process.stdin.resume()
  process.stdin.on('end', end)
  process.stdin.on('error', end)
  process.on('disconnect', end)
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
