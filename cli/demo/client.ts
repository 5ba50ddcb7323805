import { setTimeout as sleep } from 'node:timers/promises'
import type { Refused, Words } from './report.ts'

/** The server, or the payment simulator, does not answer at all. */
export class Unreachable extends Error {}

/** What the server answered that the demonstration cannot go on with. */
export class Unusable extends Error {}

export interface Answer<T> {
  readonly status: number
  readonly ok: boolean
  readonly body: T
  /** Every refusal of the problem document; empty when it was accepted. */
  readonly refused: readonly Refused[]
  readonly ms: number
}

export interface Send {
  readonly token?: string
  readonly sandbox?: string
  readonly version?: number
  readonly commandId?: string
  readonly json?: unknown
  readonly bytes?: Uint8Array
}

interface ProblemError {
  readonly code: string
  readonly pointer: string
  readonly message_en: string
  readonly message_es: string
}
interface Problem {
  readonly code?: string
  readonly title_en?: string
  readonly title_es?: string
  readonly errors?: readonly ProblemError[]
}

const TIMEOUT = 60_000
const TRIES = 4

/** The refusals of a problem document (spec 0.2); its leading code when it lists none. */
export function refusalsOf(status: number, body: unknown): readonly Refused[] {
  if (status >= 200 && status < 300) return []
  const { errors = [], code, title_en = '', title_es = '' } = (body ?? {}) as Problem
  if (errors.length)
    return errors.map((e) => ({ code: e.code, pointer: e.pointer, message: { en: e.message_en, es: e.message_es } }))
  const message: Words = {
    en: title_en || `The server answered ${status}.`,
    es: title_es || `El servidor respondió ${status}.`,
  }
  return [{ code: code ?? `HTTP_${status}`, pointer: '', message }]
}

const findJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export interface Client {
  readonly baseUrl: string
  get<T>(path: string, send?: Send): Promise<Answer<T>>
  post<T>(path: string, send?: Send): Promise<Answer<T>>
  /** The bytes of a file and its media type. */
  download(path: string, send?: Send): Promise<{ status: number; type: string; bytes: Uint8Array }>
  /** A command on a new or a known case: always under an id of its own, so that trying again can do nothing twice. */
  command<T>(path: string, send: Send): Promise<Answer<T>>
}

/** A client of the public API with nothing but `fetch`. @throws Unreachable */
export function createClient(baseUrl: string): Client {
  async function send(
    method: string,
    path: string,
    { token, sandbox, version, commandId, json, bytes }: Send,
  ): Promise<Response> {
    const headers = {
      accept: 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(sandbox ? { 'vuce-sandbox': sandbox } : {}),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      ...(commandId ? { 'idempotency-key': commandId } : {}),
      ...(bytes
        ? { 'content-type': 'application/pdf' }
        : json === undefined
          ? {}
          : { 'content-type': 'application/json' }),
    }
    const body = bytes ? new Blob([new Uint8Array(bytes)]) : json === undefined ? undefined : JSON.stringify(json)
    for (let attempt = 1; ; attempt++) {
      let response: Response
      try {
        response = await fetch(new URL(path, baseUrl), {
          method,
          headers,
          signal: AbortSignal.timeout(TIMEOUT),
          ...(body === undefined ? {} : { body }),
        })
      } catch (cause) {
        throw new Unreachable(`${new URL(path, baseUrl).origin} does not answer`, { cause })
      }
      // Only what the server itself asks to try again: it did nothing, and a command carries its id.
      if ((response.status !== 503 && response.status !== 429) || attempt === TRIES) return response
      await response.arrayBuffer()
      await sleep(Math.min(5, Number(response.headers.get('retry-after') ?? 1)) * 1000)
    }
  }

  async function ask<T>(method: string, path: string, options: Send): Promise<Answer<T>> {
    const began = performance.now()
    const response = await send(method, path, options)
    const text = await response.text()
    const body = findJson(text)
    const ms = performance.now() - began
    return { status: response.status, ok: response.ok, body: body as T, refused: refusalsOf(response.status, body), ms }
  }

  return {
    baseUrl,
    get: (path, options = {}) => ask('GET', path, options),
    post: (path, options = {}) => ask('POST', path, options),
    command: (path, options) => ask('POST', path, { commandId: crypto.randomUUID(), ...options }),
    download: async (path, options = {}) => {
      const response = await send('GET', path, options)
      return {
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        bytes: new Uint8Array(await response.arrayBuffer()),
      }
    },
  }
}

/** The body, or the reason why the demonstration cannot be played here. @throws Unusable */
export function required<T>(answer: Answer<T>, what: string): T {
  if (answer.ok) return answer.body
  throw new Unusable(
    `${what}: ${answer.status} ${answer.refused.map((r) => `${r.code} ${r.pointer}`.trim()).join(', ')}`,
  )
}
