import { createHash } from 'node:crypto'
import type { JWK } from 'jose'
import * as client from 'openid-client'
import { toInstant, toMs } from '#kernel'
import type { Clock } from '#platform/clock'
import type { Claims } from './people.ts'
import type { Store } from './store.ts'

/** Asked for when an act needs a second factor, and said by the provider when it saw one. */
export const SECOND_FACTOR = 'urn:vuce:acr:second-factor'
/** The same, and by a passkey. */
export const PASSKEY_FACTOR = 'urn:vuce:acr:passkey'
const VISIT_MS = 30 * 60_000

export type Wanted = 'login' | 'step-up'

export interface Issuer {
  readonly url: string
  readonly clientId: string
  readonly clientSecret?: string
  readonly privateKey?: JWK
  /** How its addresses are reached; the network when absent. */
  readonly fetch?: client.CustomFetch
  readonly redirectUri: string
  /** Words of the provider that mean a second factor, besides ours. */
  readonly strongAcr: readonly string[]
}

export interface Arrived {
  readonly claims: Claims
  readonly wanted: Wanted
  readonly to: string
  readonly methods: readonly string[]
  readonly strong: boolean
  readonly providerSession: string | undefined
}

/** Our side of OpenID Connect: the authorization code flow with PKCE, the same for our own provider and for any other. */
export interface RelyingParty {
  /** The address that a browser is sent to, and the secret it has to bring back in a cookie. */
  begin(
    wanted: Wanted,
    to: string,
    hint: { language: string; subject?: string; passkey?: boolean },
  ): Promise<{ address: string; state: string }>
  /** Checks an answer. Nothing when it is not the answer to a login that this browser began. */
  finish(address: URL, state: string | undefined): Promise<Arrived | undefined>
}

const digestOf = (state: string): Buffer => createHash('sha256').update(state).digest()

async function signingKey(jwk: JWK): Promise<client.CryptoKey> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  return crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign'])
}

export function createRelyingParty(store: Store, clock: Clock, issuerOf: () => Issuer): RelyingParty {
  let known: Promise<client.Configuration> | undefined
  const configuration = (): Promise<client.Configuration> => {
    known ??= discover(issuerOf())
    // A provider that was away at the first login is asked again at the next.
    known.catch(() => (known = undefined))
    return known
  }
  return {
    begin: async (wanted, to, { language, subject, passkey }) => {
      const issuer = issuerOf()
      const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()]
      const address = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: issuer.redirectUri,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ui_locales: language,
        ...(wanted === 'step-up'
          ? { acr_values: passkey ? `${PASSKEY_FACTOR} ${SECOND_FACTOR}` : SECOND_FACTOR, prompt: 'login' }
          : {}),
        ...(subject ? { login_hint: subject } : {}),
        // Which session of the provider this is, so that both can end together. Asked of ours; others say it unasked or not at all.
        ...(issuer.fetch ? { claims: JSON.stringify({ id_token: { sid: null } }) } : {}),
      })
      await store.together(async (tx) => {
        const sweep = { name: 'login.visit.sweep', text: 'DELETE FROM login.visit WHERE expires_at < $1' }
        tx.settles(tx.query(sweep, [clock.now()]))
        const put = {
          name: 'login.visit.put',
          text: 'INSERT INTO login.visit (state, verifier, nonce, back_to, wanted, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
        }
        const until = toInstant(toMs(clock.now()) + VISIT_MS)
        await tx.query(put, [digestOf(state), verifier, nonce, to, wanted, until])
      })
      return { address: address.href, state }
    },
    finish: async (address, state) => {
      if (!state || address.searchParams.get('state') !== state) return undefined
      const visit = await store.one<{ verifier: string; nonce: string; to: string; wanted: Wanted }>(
        'visit.take',
        'DELETE FROM login.visit WHERE state = $1 AND expires_at > $2 RETURNING verifier, nonce, back_to AS to, wanted',
        [digestOf(state), clock.now()],
      )
      if (!visit || address.searchParams.has('error')) return undefined
      const tokens = await client.authorizationCodeGrant(await configuration(), address, {
        pkceCodeVerifier: visit.verifier,
        expectedNonce: visit.nonce,
        expectedState: state,
        idTokenExpected: true,
      })
      const said = tokens.claims()
      if (!said) return undefined
      const acr = typeof said.acr === 'string' ? said.acr : ''
      const issuer = issuerOf()
      const userinfo = await client
        .fetchUserInfo(await configuration(), tokens.access_token, said.sub)
        .catch(() => ({}))
      const all = { ...userinfo, ...said } as Record<string, unknown>
      const text = (key: string): string | undefined => (typeof all[key] === 'string' ? all[key] : undefined)
      const name = text('name')
      const email = text('email')
      const locale = text('locale')
      return {
        claims: {
          iss: said.iss,
          sub: said.sub,
          ...(name ? { name } : {}),
          ...(email ? { email, email_verified: all.email_verified === true } : {}),
          ...(locale ? { locale } : {}),
        },
        wanted: visit.wanted,
        to: visit.to,
        methods: Array.isArray(said.amr) ? said.amr.filter((m) => typeof m === 'string').slice(0, 8) : ['ext'],
        strong: acr === SECOND_FACTOR || acr === PASSKEY_FACTOR || issuer.strongAcr.includes(acr),
        providerSession: typeof said.sid === 'string' ? said.sid : undefined,
      }
    },
  }
}

async function discover(issuer: Issuer): Promise<client.Configuration> {
  const authentication = issuer.privateKey
    ? client.PrivateKeyJwt(await signingKey(issuer.privateKey))
    : issuer.clientSecret
      ? client.ClientSecretBasic(issuer.clientSecret)
      : client.None()
  const url = new URL(issuer.url)
  // Plain HTTP only on this very machine, where nobody is between.
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) || issuer.fetch !== undefined
  return client.discovery(url, issuer.clientId, undefined, authentication, {
    // The signature is judged as well, whatever the channel: what it says opens doors here.
    execute: [
      client.enableNonRepudiationChecks,
      ...(url.protocol === 'http:' && local ? [client.allowInsecureRequests] : []),
    ],
    ...(issuer.fetch ? { [client.customFetch]: issuer.fetch } : {}),
    timeout: 10,
  })
}
