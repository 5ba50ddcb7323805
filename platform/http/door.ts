import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { refusal, type Refusal } from '#kernel'
import { Refusals } from '#platform/cases'
import { isUnavailable } from '#platform/db'
import { limitRate, type RateLimit } from './rate-limit.ts'
import { problemOf, type Problem } from './problem.ts'

export type Door = FastifyInstance

export interface DoorOptions {
  readonly log: { error(text: string): void }
  readonly contentSecurityPolicy: string
  /** Addresses of proxies whose word about the caller and the host is believed, as Fastify takes them; false: nobody's. */
  readonly trustProxy?: string | false
  readonly rateLimit?: RateLimit
  /** A problem as a page, for those who read HTML. */
  readonly page: (problem: Problem, language: string | undefined) => string
}

const JSON_LIMIT = 2 * 1024 * 1024
export const FILE_LIMIT = 25 * 1024 * 1024

/** The HTTP server with its limits and its way of saying no. Routes come from case types and modules. */
export async function createDoor({
  log,
  contentSecurityPolicy,
  page,
  rateLimit,
  trustProxy = false,
}: DoorOptions): Promise<Door> {
  const app = Fastify({
    bodyLimit: JSON_LIMIT,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    logger: false,
    trustProxy,
  })
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    // With no-referrer a browser hides the origin of our own forms, by which we know them.
    referrerPolicy: { policy: 'same-origin' },
  })
  if (rateLimit) limitRate(app, rateLimit)
  app.addHook('onRequest', async (_, reply) => {
    void reply.header('content-security-policy', contentSecurityPolicy)
  })
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const { refusals, extra, unexpected } = explain(error)
    if (unexpected)
      log.error(`${request.method} ${request.routeOptions.url ?? '?'} ${request.id}: ${error.stack ?? error.message}`)
    const problem = problemOf(
      refusals.map((r) => (r.code === 'INTERNAL' ? { ...r, params: { traceId: request.id } } : r)),
      request.id,
      extra,
    )
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer')
    if (problem.status === 503) void reply.header('retry-after', '2')
    if (wantsPage(request.headers.accept)) {
      const { lang } = request.query as { lang?: string }
      return reply.code(problem.status).type('text/html; charset=utf-8').send(page(problem, lang))
    }
    return reply
      .code(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem))
  })
  app.setNotFoundHandler(() => {
    throw new Refusals([refusal('NOT_FOUND')])
  })
  return app
}

const wantsPage = (accept: string | undefined): boolean => accept?.split(',')[0]?.trim() === 'text/html'

/** What an error means to the caller. Ours are refusals; Fastify's are about the message; anything else is a fault of the program. */
function explain(error: FastifyError | Error): {
  refusals: readonly Refusal[]
  extra: Readonly<Record<string, unknown>>
  unexpected: boolean
} {
  if (error instanceof Refusals) return { refusals: error.refusals, extra: error.extra, unexpected: false }
  const code = 'code' in error ? String(error.code) : ''
  const known: Readonly<Record<string, Refusal>> = {
    FST_ERR_CTP_BODY_TOO_LARGE: refusal('BODY_TOO_LARGE', '', { max: '2 MB' }),
    FST_ERR_CTP_INVALID_MEDIA_TYPE: refusal('UNSUPPORTED_TYPE'),
    FST_ERR_CTP_EMPTY_JSON_BODY: refusal('MALFORMED', '', { reason: 'the body is empty' }),
    FST_ERR_CTP_INVALID_JSON_BODY: refusal('MALFORMED', '', { reason: 'it is no JSON' }),
    FST_ERR_CTP_INVALID_CONTENT_LENGTH: refusal('MALFORMED', '', { reason: 'its length is not what it says' }),
  }
  const found = known[code]
  if (found) return { refusals: [found], extra: {}, unexpected: false }
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status === 400 || error instanceof SyntaxError)
    return {
      refusals: [refusal('MALFORMED', '', { reason: error.message.slice(0, 120) })],
      extra: {},
      unexpected: false,
    }
  if (isUnavailable(error)) return { refusals: [refusal('UNAVAILABLE')], extra: {}, unexpected: true }
  return { refusals: [refusal('INTERNAL')], extra: {}, unexpected: true }
}
