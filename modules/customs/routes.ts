import { refusal, type Dictionary } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine, type Statement } from '#platform/cases'
import { readCustomsMessage } from '#platform/customs'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import { SMALL_PROCEDURE } from './build.ts'
import type { CustomsCarrier } from './carrier.ts'
import { readDeclaration, rewriteDeclaration } from './wco/read-dec.ts'

const ofCase: Statement = {
  name: 'customs.of-case',
  text: `SELECT id, kind, status, attempts, queued_at AS "queuedAt", sent_at AS "sentAt", next_at AS "nextAt", error, content
         FROM customs.message WHERE case_id = $1 ORDER BY queued_at DESC, id LIMIT 100`,
}
const answersOf: Statement = {
  name: 'customs.answers-of',
  text: `SELECT id, message, kind, taken_at AS "takenAt", content FROM customs.answer WHERE case_id = $1 ORDER BY taken_at DESC, id LIMIT 200`,
}

/** M30-10. */
const MOST_XML = 10 * 1024 * 1024
/** An answer about a list of 10,000 orders names every one that was not taken. */
const MOST_ANSWER = 4 * 1024 * 1024

export interface CustomsDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly carrier: CustomsCarrier | null
  /** Key of customs' answers; nothing is believed without it. */
  readonly secret: string | null
  readonly simulator: string | null
  /** Case types whose messages their declarant and customs may read whole. */
  readonly types: readonly string[]
  readonly dictionary: Dictionary
}

/** What was sent to customs about a case and what it answered, and the door by which its answers come. */
export function customsRoutes(
  app: Door,
  { engine, identity, carrier, secret, simulator, types, dictionary }: CustomsDeps,
): void {
  app.get('/v1/customs/messages/:case', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { case: id } = request.params as { case: string }
    const sandbox = sandboxOf(request, who)
    const found = isUuid(id)
      ? await transact(engine.pool, who.actor.org, async (tx) => {
          const row = (await tx.query<CaseRow>(findCase, [id])).rows[0]
          if (!row || !types.includes(row.type) || row.sandbox_id !== sandbox) return undefined
          // A message holds all that was declared: only whoever sees the whole case may read it.
          const { view } = engine.registry.get(row.type)
          const seen = view?.(row.state, { org: who.actor.org, now: engine.clock.now() }) ?? row.state
          if (view && seen !== row.state) return undefined
          tx.asPlatform()
          const [sent, answers] = await Promise.all([tx.query(ofCase, [id]), tx.query(answersOf, [id])])
          return { sent: sent.rows, answers: answers.rows }
        })
      : undefined
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'case', id })])
    return sendJson(reply, 200, JSON.stringify({ ...found, simulator, carried: carrier !== null }))
  })

  // A declaration of somebody else's system, read in terms of the dictionary and written back with nothing lost.
  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_XML }, (_, body, done) => done(null, body))
    raw.post('/v1/customs/declarations/read', async (request, reply) => {
      await getIdentity(request, identity)
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const read = readDeclaration(body.toString('utf8'), dictionary)
      if (!read)
        throw new Refusals([refusal('MALFORMED', '', { reason: 'it is no declaration of the WCO Data Model' })])
      if (read.lines.some((l) => l['customs.procedure'] === SMALL_PROCEDURE)) throw new Refusals([refusal('ONLY_VUCE')])
      const { tree: _, ...said } = read
      return sendJson(reply, 200, JSON.stringify({ ...said, xml: rewriteDeclaration(read) }))
    })
  })

  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_ANSWER }, (_, body, done) => done(null, body))
    raw.post('/v1/customs/answers', async (request, reply) => {
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const source = readCustomsMessage(secret, request.headers, body)
      if (source === undefined || !carrier) throw new Refusals([refusal('UNAUTHENTICATED')])
      switch (await carrier.receive(source)) {
        case 'unreadable':
          throw new Refusals([refusal('MALFORMED', '', { reason: 'it is no response of the WCO Data Model' })])
        case 'unknown':
          throw new Refusals([refusal('NOT_FOUND', '', { type: 'message', id: '' })])
        case 'early':
          throw new Refusals([refusal('CUSTOMS_TOO_EARLY')])
        default:
          return reply.code(204).send()
      }
    })
  })
}
