import { createPublicKey } from 'node:crypto'
import { jwtVerify } from 'jose'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { createAdapter } from './adapter.ts'
import type { ApiClient, Clients } from './clients.ts'
import { errors, Provider } from './library.ts'
import type { People } from './people.ts'
import { PASSKEY_FACTOR, SECOND_FACTOR } from './relying-party.ts'
import type { Secrets } from './secrets.ts'
import type { Store } from './store.ts'

/** The window itself, as a client of its own provider. */
export const WINDOW_CLIENT = 'ventanilla'

export interface ProviderOptions {
  readonly store: Store
  readonly people: People
  readonly clients: Clients
  readonly secrets: Secrets
  /** Address of the window, without a slash at its end. */
  readonly url: string
  /** Whether a proxy in front speaks TLS for us. */
  readonly proxied: boolean
  /** Every grant that a program may ask for as a scope. */
  readonly grants: readonly string[]
  /** Pages of ours for what the provider has to say to a person. */
  readonly errorPage: (status: number, code: string, language: string | undefined) => string
  readonly log: { warn(text: string): void }
}

export interface IdentityService {
  readonly provider: InstanceType<typeof Provider>
  readonly issuer: string
  readonly windowSecret: string
  /** The program that a token was issued to, and what it may do with it. Nothing when the token is not ours or not valid. */
  verify(token: string): Promise<{ readonly client: ApiClient; readonly scopes: readonly string[] } | undefined>
}

const MINUTE = 60
const HOUR = 60 * MINUTE

/** The embedded OpenID Connect provider (oidc-provider, certified), mounted at /oidc. */
export function createProvider(options: ProviderOptions): IdentityService {
  const { store, people, clients, secrets, url, grants } = options
  const issuer = `${url}/oidc`
  const audience = `${url}/v1`
  const windowSecret = secrets.derive('window client')
  const secure = url.startsWith('https:')
  const cookie = { httpOnly: true, sameSite: 'lax' as const, signed: true, overwrite: true, secure }

  const configuration: Configuration = {
    adapter: createAdapter(store, (id) => clients.metadata(id)),
    clients: [
      {
        client_id: WINDOW_CLIENT,
        client_name: 'Ventanilla',
        client_secret: windowSecret,
        redirect_uris: [`${url}/entrar/vuelta`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
    jwks: { keys: [secrets.signing] },
    cookies: { keys: [secrets.derive('provider cookies')], long: cookie, short: cookie },
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256'],
      clientAuthSigningAlgValues: ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA', 'Ed25519'],
    },
    acrValues: [SECOND_FACTOR, PASSKEY_FACTOR],
    scopes: ['openid', 'profile', 'email', ...grants],
    claims: {
      openid: ['sub', 'acr', 'amr'],
      profile: ['name', 'locale'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    routes: { authorization: '/auth', token: '/token', jwks: '/jwks', userinfo: '/me', end_session: '/session/end' },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      claimsParameter: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        // People's logins ask for no resource; a program's token is for the API, whether or not it says so.
        defaultResource: (_ctx, client) => (client.grantTypeAllowed('client_credentials') ? audience : []),
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== audience) throw new errors.InvalidTarget()
          return {
            scope: grants.join(' '),
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 10 * MINUTE,
            jwt: { sign: { alg: 'ES256' } },
          }
        },
      },
    },
    ttl: {
      AccessToken: 5 * MINUTE,
      AuthorizationCode: MINUTE,
      ClientCredentials: 10 * MINUTE,
      Grant: 12 * HOUR,
      IdToken: 5 * MINUTE,
      Interaction: 30 * MINUTE,
      Session: 12 * HOUR,
    },
    interactions: { url: (_ctx, interaction) => `/entrar/cuenta/${interaction.uid}` },
    findAccount: async (_ctx, id) => {
      const person = await people.find(id)
      if (!person) return undefined
      return {
        accountId: id,
        claims: async () => ({
          sub: id,
          name: person.name,
          locale: person.language,
          ...(person.email ? { email: person.email, email_verified: true } : {}),
        }),
      }
    },
    // The window asks nobody's consent to be told who is at its own counter.
    loadExistingGrant: async (ctx) => {
      const { provider, client, session, result } = ctx.oidc
      if (!client || !session) return undefined
      const id = result?.consent?.grantId ?? session.grantIdFor(client.clientId)
      const existing = id ? await provider.Grant.find(id) : undefined
      if (existing && existing.accountId === session.accountId) return existing
      if (client.clientId !== WINDOW_CLIENT || !session.accountId) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email')
      grant.addOIDCClaims(['sid'])
      await grant.save()
      return grant
    },
    renderError: (ctx: KoaContextWithOIDC, out, error) => {
      const { status = 400 } = error as { status?: number }
      const { ui_locales: language } = ctx.query as { ui_locales?: string }
      ctx.type = 'text/html; charset=utf-8'
      ctx.body = options.errorPage(status, out.error, language)
    },
  }
  const provider = new Provider(issuer, configuration)
  provider.proxy = options.proxied
  provider.on('server_error', (_ctx, error) => options.log.warn(`identity provider: ${error.message}`))

  const { d: _, ...publicJwk } = secrets.signing
  const key = createPublicKey({ key: publicJwk, format: 'jwk' })
  return {
    provider,
    issuer,
    windowSecret,
    verify: async (token) => {
      const checked = await jwtVerify(token, key, { issuer, audience, algorithms: ['ES256'], typ: 'at+jwt' }).catch(
        () => undefined,
      )
      const { client_id: id, scope } = (checked?.payload ?? {}) as { client_id?: unknown; scope?: unknown }
      // A token outlives the revocation of its client by no more than the memory of a node.
      const client = typeof id === 'string' ? await clients.find(id) : undefined
      return client && { client, scopes: typeof scope === 'string' ? scope.split(' ') : [] }
    },
  }
}
