import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Door } from '#platform/http'
import type { IdentityService, Issuer } from '#platform/identity'

const MOUNT = '/oidc'

/** Lets the identity provider answer below /oidc. It reads the bodies of its requests itself. */
export async function mountProvider(app: Door, service: () => IdentityService): Promise<void> {
  await app.register(async (mounted) => {
    mounted.removeAllContentTypeParsers()
    mounted.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const hand = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const raw: IncomingMessage & { originalUrl?: string } = request.raw
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value)
      reply.hijack()
      raw.originalUrl = raw.url ?? ''
      raw.url = raw.originalUrl.slice(MOUNT.length) || '/'
      await service().provider.callback()(raw, reply.raw)
    }
    mounted.route({ method: ['GET', 'POST', 'OPTIONS'], url: `${MOUNT}/*`, handler: hand })
  })
}

/**
 * The provider's addresses reached from inside: the very messages that go over the network to any other provider, handed to our own
 * door. It works before the window is reachable under its public name, and behind a proxy that the window itself cannot reach.
 */
export const insideFetch =
  (app: Door): NonNullable<Issuer['fetch']> =>
  async (
    address: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
  ) => {
    const url = new URL(address)
    const form = body instanceof URLSearchParams
    const answer = await app.inject({
      method: method as 'GET' | 'POST',
      url: `${url.pathname}${url.search}`,
      headers: {
        ...headers,
        host: url.host,
        'x-forwarded-proto': url.protocol.slice(0, -1),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { payload: body.toString() } : {}),
    })
    const told = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) told.set(name, String(value))
    return new Response(new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers: told })
  }
