import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusal } from '#kernel'
import type { Acting, Identity, IdentityProvider } from '#platform/access'
import { Refusals } from '#platform/cases'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text)

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

export const SESSION_COOKIE = 'vuce_session'

/** The value of a cookie; nothing when there is none. */
export const cookieOf = (request: FastifyRequest, name: string): string | undefined =>
  header(request, 'cookie')
    ?.split(/; */)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a browser says that one of our own pages sent this. A program that is no browser says so with Origin as well. */
export function isSameOrigin(request: FastifyRequest): boolean {
  const origin = header(request, 'origin')
  // A form of ours under a strict referrer policy sends the word null; the browser then still says where it came from.
  if (origin === undefined || origin === 'null') return header(request, 'sec-fetch-site') === 'same-origin'
  return URL.canParse(origin) && new URL(origin).host === request.host
}

/**
 * Who asks: the token in Authorization, or else the session in the cookie. A browser sends a cookie wherever a link or a form comes
 * from, so with a cookie alone what changes anything needs our origin and a header that no form can set.
 * @throws Refusals UNAUTHENTICATED, CROSS_SITE.
 */
export async function getIdentity(request: FastifyRequest, provider: IdentityProvider): Promise<Identity> {
  const authorization = header(request, 'authorization')
  if (authorization !== undefined) {
    const bearer = /^Bearer ([\x21-\x7e]{8,4096})$/.exec(authorization)?.[1]
    const identity = bearer === undefined ? undefined : await provider.identify(bearer)
    if (!identity) throw new Refusals([refusal('UNAUTHENTICATED')])
    return identity
  }
  const token = cookieOf(request, SESSION_COOKIE)
  const identity = token === undefined ? undefined : await provider.identifySession(token)
  if (!identity) throw new Refusals([refusal('UNAUTHENTICATED')])
  if (!SAFE.has(request.method) && !(isSameOrigin(request) && header(request, 'vuce-client')))
    throw new Refusals([refusal('CROSS_SITE')])
  return identity
}

/** The sandbox a request speaks of, or null for real life. An account made for one sandbox acts only there. */
export function sandboxOf(request: FastifyRequest, identity: Identity): string | null {
  const asked = header(request, 'vuce-sandbox')?.toLowerCase()
  if (asked !== undefined && !isUuid(asked))
    throw new Refusals([refusal('NOT_FOUND', '', { type: 'sandbox', id: 'header' })])
  const own = identity.account.sandbox
  if (own !== null && asked !== own)
    throw new Refusals([refusal('FORBIDDEN', '', { command: 'sandbox', permission: `Vuce-Sandbox: ${own}` })])
  return asked ?? null
}

const everything: Acting['covers'] = () => true

/**
 * Who acts on a case: for their own organisation, or for another under the mandate that `Vuce-Mandate` names or the session remembers.
 * Only cases are reached so; everything else is one's own.
 * @throws Refusals UNAUTHENTICATED, CROSS_SITE, MANDATE_NOT_LIVE.
 */
export async function getActing(
  request: FastifyRequest,
  provider: IdentityProvider,
): Promise<Acting & { readonly sandbox: string | null }> {
  const identity = await getIdentity(request, provider)
  const sandbox = sandboxOf(request, identity)
  const mandate = header(request, 'vuce-mandate')?.toLowerCase() ?? identity.session?.mandate ?? undefined
  if (mandate === undefined) return { identity, covers: everything, sandbox }
  const acting = isUuid(mandate) ? await provider.findActing({ identity, mandate, sandbox }) : undefined
  if (!acting) throw new Refusals([refusal('MANDATE_NOT_LIVE', '', { principal: '' })])
  return { ...acting, sandbox }
}

/** The command's id. @throws Refusals when it is missing or no UUID. */
export function getCommandId(request: FastifyRequest): string {
  const key = header(request, 'idempotency-key')?.toLowerCase()
  if (!isUuid(key)) throw new Refusals([refusal('IDEMPOTENCY_KEY_REQUIRED')])
  return key
}

/** The version the client saw. `*` means: whatever it is now. @throws Refusals when absent or not a version. */
export function getSeenVersion(request: FastifyRequest): number | null {
  const match = header(request, 'if-match')?.trim()
  if (match === '*') return null
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(match ?? '')?.[1]
  if (version === undefined) throw new Refusals([refusal('IF_MATCH_REQUIRED')])
  return Number(version)
}

export interface PageRequest {
  readonly limit: number
  readonly cursor: string | null
}

/** `?limit=` 1 to 200 (50), `?cursor=` as the last page gave it. */
export function pageOf(request: FastifyRequest): PageRequest {
  const { limit, cursor } = request.query as { limit?: string; cursor?: string }
  const n = limit === undefined ? 50 : Number(limit)
  if (!Number.isInteger(n) || n < 1 || n > 200)
    throw new Refusals([refusal('INPUT_SHAPE', '/limit', { reason: 'must be an integer from 1 to 200' })])
  return { limit: n, cursor: typeof cursor === 'string' && cursor.length <= 200 ? cursor : null }
}

export const sendJson = (reply: FastifyReply, status: number, body: string, version?: number): FastifyReply => {
  if (version !== undefined) void reply.header('etag', `"${version}"`)
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body)
}
