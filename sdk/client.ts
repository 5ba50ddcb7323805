import type { Dictionary } from '#kernel'
import { createReader, MESSAGE_TYPE, toXml, type Form, type JsonMessage } from '#modules/h2h'
import { canonicalText, judgeCertificate, signCanonical, signerOf } from '#platform/xmldsig'
import type { Keys } from './keys.ts'

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
  subscribe(subscription: { form: Form; version: number; url?: string }): Promise<void>
  upload(bytes: Buffer, type: string): Promise<string>
  /** What a signed message of the window says. @throws SealBroken */
  open(text: string): JsonMessage
  /** What of a message does not follow its schema; nothing: sound. */
  validate(signed: string): readonly string[]
}

const MOST_WAITS = 5

export function createH2hClient({ url, token, keys, dictionary, form = 'xml', sandbox }: ClientOptions): H2hClient {
  const reader = createReader(dictionary)
  const signer = signerOf(keys.key, keys.chain.slice(0, 2))
  const root = keys.chain.at(-1) ?? Buffer.alloc(0)
  const headers = async (more: Record<string, string> = {}): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await token()}`,
    ...(sandbox ? { 'vuce-sandbox': sandbox } : {}),
    ...more,
  })
  const formOf = (text: string): Form => (text.trimStart().startsWith('<') ? 'xml' : 'json')

  const open: H2hClient['open'] = (text) => {
    const { json, certificate, others } = reader.read(Buffer.from(text), formOf(text))
    const { fault } = judgeCertificate(certificate, others, { roots: [root], between: [] }, new Date())
    if (fault) throw new SealBroken(fault)
    return json
  }
  const sign: H2hClient['sign'] = async (message) => {
    if (form === 'xml') return signCanonical(canonicalText(toXml(message, dictionary)), signer, new Date())
    const header = { alg: 'ES256', typ: MESSAGE_TYPE, x5c: signer.chain.map((c) => c.toString('base64')) }
    const said = [header, message].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${said}.${(await signer.sign(Buffer.from(said))).toString('base64url')}`
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
    validate: (signed) => {
      try {
        reader.read(Buffer.from(signed), formOf(signed))
        return []
      } catch (error) {
        const found = (error as { refusals?: readonly { code: string; params?: object }[] }).refusals
        if (!found) throw error
        return found.map((f) => `${f.code} ${JSON.stringify(f.params ?? {})}`)
      }
    },
  }
}
