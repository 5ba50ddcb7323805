import type { FastifyReply } from 'fastify'
import { SESSION_COOKIE } from '#platform/http'

/** How the browser keeps a session: no script reads it, no other site's form sends it, and only over TLS where there is TLS. */
export function setSession(reply: FastifyReply, token: string | null, secure: boolean): void {
  const parts = [
    `${SESSION_COOKIE}=${token ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ]
  // Without Max-Age it goes with the browser; how long it lives at most is the server's to say.
  if (token === null) parts.push('Max-Age=0')
  void reply.header('set-cookie', parts.join('; '))
}
