import type { Dictionary } from '#kernel'
import { createReader, signJson, toXml, type Form, type JsonMessage } from '#modules/h2h'
import { Refusals } from '#platform/cases'
import { canonicalText, judgeCertificate, signCanonical } from '#platform/xmldsig'
import { signerIn, type Keys } from './keys.ts'

export interface ClientOptions {
  readonly url: string
  readonly token: () => Promise<string> | string
  readonly keys: Keys
  readonly dictionary: Dictionary
  readonly form?: Form
  readonly sandbox?: string
}

export interface Answer {
  readonly status: number
  /** What the window said, its seal checked. */
  readonly said: JsonMessage
  /** As it came: keep it, it proves what you filed and when. */
  readonly text: string
}

export interface Told {
  readonly cursor: string
  readonly said: JsonMessage
}

/** The seal on an answer does not hold: somebody else answered, or changed it on its way. */
export class SealBroken extends Error {
  override name = 'SealBroken'
}

export interface H2hClient {
  sign(message: JsonMessage): Promise<string>
  /** Sends a message, waiting as long as the window asks when it has too many. The same id may be sent again at any time. */
  send(message: JsonMessage): Promise<Answer>
  /** Sends what was signed before. */
  post(signed: string): Promise<Answer>
  /** What the window says of its own accord, from a cursor on. */
  pull(cursor?: string): Promise<{ readonly told: readonly Told[]; readonly next: string }>
  /** Whether the window tells this firm anything. Who is told already keeps the program it named. */
  isSubscribed(): Promise<boolean>
  subscribe(subscription: { form: Form; version: number; url?: string }): Promise<void>
  upload(bytes: Buffer, type: string): Promise<string>
  /** What a signed message of the window says. @throws SealBroken */
  open(text: string): JsonMessage
}

const MOST_WAITS = 5

export function createH2hClient({ url, token, keys, dictionary, form = 'xml', sandbox }: ClientOptions): H2hClient {
  const reader = createReader(dictionary)
  const signer = signerIn(keys)
  const root = keys.chain.at(-1) ?? Buffer.alloc(0)
  const headers = async (more: Record<string, string> = {}): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await token()}`,
    ...(sandbox ? { 'vuce-sandbox': sandbox } : {}),
    ...more,
  })

  const open: H2hClient['open'] = (text) => {
    const { json, certificate, others } = reader.read(Buffer.from(text), formOf(text))
    const { fault } = judgeCertificate(certificate, others, { roots: [root], between: [] }, new Date())
    if (fault) throw new SealBroken(fault)
    return json
  }
  const sign: H2hClient['sign'] = async (message) => {
    if (form === 'json') return signJson(message, signer)
    return signCanonical(canonicalText(toXml(message, dictionary)), signer, new Date())
  }
  const post: H2hClient['post'] = async (signed) => {
    for (let waits = 0; ; waits++) {
      const answer = await fetch(`${url}/h2h/v1/messages`, {
        method: 'POST',
        headers: await headers({ 'content-type': formOf(signed) === 'xml' ? 'application/xml' : 'application/jose' }),
        body: signed,
      })
      const text = await answer.text()
      const later = answer.headers.get('retry-after')
      if ((answer.status === 429 || answer.status === 503) && later && waits < MOST_WAITS) {
        await new Promise((resolve) => setTimeout(resolve, Number(later) * 1000))
        continue
      }
      if (answer.headers.get('content-type')?.includes('problem'))
        throw new Error(`answered ${answer.status}: ${text.slice(0, 400)}`)
      return { status: answer.status, said: open(text), text }
    }
  }
  const asJson = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(url + path, {
      method,
      headers: await headers(body ? { 'content-type': 'application/json' } : {}),
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 400)}`)
    return JSON.parse(text) as Record<string, unknown>
  }
  return {
    sign,
    post,
    open,
    send: async (message) => post(await sign(message)),
    pull: async (cursor = '0') => {
      const { items, next } = await asJson('GET', `/h2h/v1/messages?limit=200&cursor=${cursor}`)
      const told = (items as { cursor: string; signed: string }[]).map((i) => ({
        cursor: i.cursor,
        said: open(i.signed),
      }))
      return { told, next: String(next) }
    },
    isSubscribed: async () => {
      const { status } = await fetch(`${url}/h2h/v1/subscription`, { headers: await headers() })
      if (status !== 200 && status !== 404) throw new Error(`/h2h/v1/subscription answered ${status}`)
      return status === 200
    },
    subscribe: async (subscription) => void (await asJson('PUT', '/h2h/v1/subscription', subscription)),
    upload: async (bytes, type) => {
      const answer = await fetch(`${url}/v1/files`, {
        method: 'POST',
        headers: await headers({ 'content-type': type }),
        body: new Uint8Array(bytes),
      })
      if (!answer.ok) throw new Error(`the file was answered ${answer.status}`)
      return ((await answer.json()) as { digest: string }).digest
    },
  }
}

const formOf = (text: string): Form => (text.trimStart().startsWith('<') ? 'xml' : 'json')

/** What of a signed message does not follow its schema or its signature; nothing: sound. */
export function faultsIn(signed: string, dictionary: Dictionary): readonly string[] {
  try {
    createReader(dictionary).read(Buffer.from(signed), formOf(signed))
    return []
  } catch (error) {
    if (!(error instanceof Refusals)) throw error
    return error.refusals.map((f) => `${f.code} ${JSON.stringify(f.params ?? {})}`)
  }
}
