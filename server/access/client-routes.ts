import { Type, type Static } from 'typebox'
import { refusal, strict } from '#kernel'
import { grantsOf, type Directory, type Identity } from '#platform/access'
import { Refusals } from '#platform/cases'
import { getIdentity, isUuid, sendJson, shapeFaults, type Door } from '#platform/http'
import type { ApiClient, IdentityService, Login } from '#platform/identity'

const KeySchema = Type.Object(
  {
    kty: Type.Union(['EC', 'RSA', 'OKP'].map((k) => Type.Literal(k))),
    kid: Type.Optional(Type.String({ maxLength: 100 })),
    alg: Type.Optional(Type.String({ maxLength: 10 })),
    use: Type.Optional(Type.Literal('sig')),
    crv: Type.Optional(Type.String({ maxLength: 10 })),
    x: Type.Optional(Type.String({ maxLength: 200 })),
    y: Type.Optional(Type.String({ maxLength: 200 })),
    n: Type.Optional(Type.String({ maxLength: 1400 })),
    e: Type.Optional(Type.String({ maxLength: 12 })),
  },
  { ...strict, description: 'A public key (JWK). Members of a private key are refused' },
)
export const ClientSchema = Type.Object(
  {
    name: Type.String({ minLength: 3, maxLength: 80 }),
    roles: Type.Array(Type.String({ maxLength: 30 }), { minItems: 1, maxItems: 5, description: 'Among your own' }),
    scopes: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        maxItems: 60,
        description: 'Grants it may use; all of its roles when absent',
      }),
    ),
    redirectUris: Type.Optional(
      Type.Array(Type.String({ maxLength: 300, pattern: '^https?://[^\\s#]+$' }), {
        minItems: 1,
        maxItems: 5,
        description:
          'For a program that lets people in with their account here (OpenID Connect, PKCE): where they go back to. It then acts for nobody',
      }),
    ),
    jwks: Type.Object({ keys: Type.Array(KeySchema, { minItems: 1, maxItems: 4 }) }, strict),
  },
  strict,
)

/** A code sent in clear can be read on its way; on the same machine it has none. */
function isSafeReturn(uri: string): boolean {
  if (!URL.canParse(uri)) return false
  const { protocol, hostname } = new URL(uri)
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

export interface ClientDeps {
  readonly directory: Directory
  readonly login: Login
  readonly service: () => IdentityService
}

/** Programs that act for an organisation: registered with a public key, by somebody who may answer for it. */
export function clientRoutes(app: Door, { directory, login, service }: ClientDeps): void {
  const { clients } = login
  const keeper = async (request: Parameters<typeof getIdentity>[0]): Promise<Identity> => {
    const who = await getIdentity(request, directory)
    if (!who.grants.has('client.manage') || who.client)
      throw new Refusals([refusal('FORBIDDEN', '', { command: 'client', permission: 'client.manage' })])
    return who
  }
  const told = ({ id, name, scopes, redirectUris, madeAt, revokedAt }: ApiClient): object => ({
    id,
    name,
    scopes,
    redirectUris,
    madeAt,
    revokedAt,
    tokenEndpoint: `${service().issuer}/token`,
  })

  app.get('/v1/clients', async (request, reply) => {
    const who = await keeper(request)
    return sendJson(reply, 200, JSON.stringify({ items: (await clients.list(who.actor.org)).map(told), next: null }))
  })
  app.post('/v1/clients', async (request, reply) => {
    const who = await keeper(request)
    const faults = shapeFaults(ClientSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { name, roles, scopes, jwks, redirectUris = [] } = request.body as Static<typeof ClientSchema>
    const granted = grantsOf(roles)
    const missing = [
      ...roles.flatMap((r, i) =>
        who.actor.roles.includes(r) ? [] : [refusal('NOT_YOURS_TO_GIVE', `/roles/${i}`, { what: r })],
      ),
      ...(scopes ?? []).flatMap((s, i) =>
        granted.has(s) ? [] : [refusal('NOT_YOURS_TO_GIVE', `/scopes/${i}`, { what: s })],
      ),
    ]
    redirectUris.forEach((uri, i) => {
      if (!isSafeReturn(uri))
        missing.push(
          refusal('INPUT_SHAPE', `/redirectUris/${i}`, { reason: 'must be https, or http on this very machine' }),
        )
    })
    if (missing.length) throw new Refusals(missing)
    const made = await clients.register({
      org: who.actor.org,
      name,
      roles,
      // A program makes no other programs.
      scopes: redirectUris.length ? [] : (scopes ?? [...granted]).filter((s) => s !== 'client.manage'),
      redirectUris,
      jwks,
      madeBy: who.actor.person,
    })
    return sendJson(reply, 201, JSON.stringify(told(made)))
  })
  app.post('/v1/clients/:id/revoke', async (request, reply) => {
    const who = await keeper(request)
    const { id } = request.params as { id: string }
    const found = isUuid(id) ? await clients.revoke(who.actor.org, id) : undefined
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'client', id })])
    return sendJson(reply, 200, JSON.stringify(told(found)))
  })
}
