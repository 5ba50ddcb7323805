import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Language } from '#kernel'
import type { Door } from '#platform/http'
import type { Fault } from '../../web/access/index.ts'

export interface Said {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * What the API answers to whoever is at a page: asked through our own door with the very session of the request, so that a page without
 * scripts can do what any client can, and no more. The page itself has checked that its form is ours.
 */
export async function askApi(
  app: Door,
  { headers, host }: FastifyRequest,
  method: 'GET' | 'POST',
  url: string,
  sent?: { readonly body: string | Buffer; readonly type: string },
): Promise<Said> {
  const answer = await app.inject({
    method,
    url,
    headers: {
      host,
      origin: `http://${host}`,
      'vuce-client': 'web',
      'idempotency-key': randomUUID(),
      'if-match': '*',
      ...(headers.cookie ? { cookie: headers.cookie } : {}),
      ...(sent ? { 'content-type': sent.type } : {}),
    },
    ...(sent ? { payload: sent.body } : {}),
  })
  const json = String(answer.headers['content-type'] ?? '').includes('json')
  return { status: answer.statusCode, body: json && answer.payload ? (JSON.parse(answer.payload) as Said['body']) : {} }
}

export const asJson = (value: unknown): { body: string; type: string } => ({
  body: JSON.stringify(value),
  type: 'application/json',
})

/** What the API refused, in the reader's words. */
export function faultsIn(
  { body }: Said,
  language: Language,
  fieldOf: (pointer: string) => string | undefined,
): readonly Fault[] {
  const errors = (body['errors'] ?? []) as readonly Record<string, string>[]
  return errors.map((e) => {
    const field = fieldOf(e['pointer'] ?? '')
    const text = [e[`message_${language}`], e[`fix_${language}`]].filter(Boolean).join(' ')
    return { text: text || String(body['code'] ?? ''), ...(field ? { field } : {}) }
  })
}
