import type { Readable } from 'node:stream'
import { refusal } from '#kernel'
import type { Directory } from '#platform/access'
import { Refusals, type Engine } from '#platform/cases'
import { getIdentity, isUuid, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'
import type { Batches, BatchState } from './batches.ts'
import type { Gate } from './gate.ts'

export interface BatchRouteDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly batches: Batches
  readonly gate: Gate
  /** Everything in a test installation is a test. */
  readonly testing: boolean
}

/** RFC 7464 and RFC 8091 name sequences of JSON texts; XML has no name for the same, so this one says what it is. */
const XML_SEQUENCE = 'application/xml-seq'
const JOSE_SEQUENCE = 'application/jose-seq'
const LARGEST = 1024 * 1024 * 1024

/** Many messages in one file: taken in whole, done one by one, some accepted and some not, with a report while it goes on (M30). */
export function batchFileRoutes(app: Door, { engine, directory, batches, gate, testing }: BatchRouteDeps): void {
  const shown = (b: BatchState): object => {
    const seconds = (Date.parse(b.finishedAt ?? engine.clock.now()) - Date.parse(b.receivedAt)) / 1000
    return {
      ...b,
      status: b.total === null ? 'RECEIVING' : b.finishedAt ? 'DONE' : 'RUNNING',
      perSecond: seconds > 0 ? Math.round(b.done / seconds) : null,
      links: { answers: `/h2h/v1/batches/${b.id}/answers`, refused: `/h2h/v1/batches/${b.id}/answers?refused=true` },
    }
  }
  const getBatch = async (org: string, params: unknown): Promise<BatchState> => {
    const { id } = params as { id: string }
    const found = isUuid(id) ? await batches.find(org, id) : undefined
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'batch', id })])
    return found
  }

  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    // The file goes to the store as it comes: it is never in memory as a whole.
    raw.addContentTypeParser([XML_SEQUENCE, JOSE_SEQUENCE], { bodyLimit: LARGEST }, (_, payload, done) =>
      done(null, payload),
    )
    raw.post('/h2h/v1/batches', { bodyLimit: LARGEST }, async (request, reply) => {
      const identity = await getIdentity(request, directory)
      const sandbox = sandboxOf(request, identity)
      const form = request.headers['content-type']?.startsWith(JOSE_SEQUENCE) ? 'json' : 'xml'
      // A file is kept before any message of it is read: only that of a firm whose messages are taken in.
      await gate.check(identity.actor.org, testing || sandbox !== null)
      const id = await batches.receive(request.body as Readable, form, identity, sandbox)
      const batch = await getBatch(identity.actor.org, { id })
      return sendJson(reply.header('location', `/h2h/v1/batches/${id}`), 201, JSON.stringify(shown(batch)))
    })
  })

  app.get('/h2h/v1/batches/:id', async (request, reply) => {
    const who = await getIdentity(request, directory)
    return sendJson(reply, 200, JSON.stringify(shown(await getBatch(who.actor.org, request.params))))
  })
  app.get('/h2h/v1/batches/:id/answers', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const batch = await getBatch(who.actor.org, request.params)
    const { limit, cursor } = pageOf(request)
    const { refused } = request.query as { refused?: string }
    const after = /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0
    const items = await batches.answers(who.actor.org, batch, after, refused === 'true', limit)
    return sendJson(
      reply,
      200,
      JSON.stringify({ items, next: items.length === limit ? String(items.at(-1)?.n) : null }),
    )
  })
}
