import type { AdapterPayload } from 'oidc-provider'
import { newId } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { remembering, type Remembering } from '#platform/access'
import type { Store } from './store.ts'

/** A program that acts for an organisation. Its account is that of no person: its id stands where a person's would. */
export interface ApiClient {
  readonly id: string
  readonly account: string
  readonly org: string
  readonly name: string
  readonly scopes: readonly string[]
  /** Where people go back to, for a program that lets them in with their account here. */
  readonly redirectUris: readonly string[]
  readonly madeAt: string
  readonly revokedAt: string | null
}

export interface NewClient {
  readonly org: string
  readonly name: string
  readonly roles: readonly string[]
  readonly scopes: readonly string[]
  readonly redirectUris: readonly string[]
  readonly jwks: { readonly keys: readonly object[] }
  readonly madeBy: string
}

export interface Clients {
  register(client: NewClient): Promise<ApiClient>
  list(org: string): Promise<readonly ApiClient[]>
  /** Nothing when the organisation has no such client. */
  revoke(org: string, id: string): Promise<ApiClient | undefined>
  find(id: string): Promise<ApiClient | undefined>
  /** As the identity provider knows it. */
  metadata(id: string): Promise<AdapterPayload | undefined>
}

const COLUMNS =
  'id, account_id AS account, org_id AS org, name, scopes, redirect_uris AS "redirectUris", made_at AS "madeAt", revoked_at AS "revokedAt"'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
type Row = ApiClient & Record<string, unknown>

export function createClients(store: Store, clock: Clock): Clients {
  const known: Remembering<ApiClient> = remembering((id) =>
    store.one<Row>('client.find', `SELECT ${COLUMNS} FROM login.client WHERE id = $1 AND revoked_at IS NULL`, [id]),
  )
  return {
    register: ({ org, name, roles, scopes, redirectUris, jwks, madeBy }) =>
      store.together(async (tx) => {
        const [id, account] = [newId(), newId()]
        const put = (key: string, text: string, values: readonly unknown[]) =>
          tx.query<Row>({ name: `login.client.${key}`, text }, values)
        await put('person', 'INSERT INTO identity.person (id, name, created_at) VALUES ($1, $2, $3)', [
          id,
          name,
          clock.now(),
        ])
        await put(
          'account',
          'INSERT INTO identity.account (id, person_id, org_id, roles, label) VALUES ($1, $2, $3, $4, $5)',
          [account, id, org, [...roles], `client/${id}`],
        )
        const { rows } = await put(
          'put',
          `INSERT INTO login.client (id, account_id, org_id, name, jwks, scopes, made_by, made_at, redirect_uris)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           RETURNING ${COLUMNS}`,
          [id, account, org, name, JSON.stringify(jwks), [...scopes], madeBy, clock.now(), [...redirectUris]],
        )
        if (!rows[0]) throw new Error('a client was not kept')
        return rows[0]
      }),
    list: (org) =>
      store.all<Row>('client.list', `SELECT ${COLUMNS} FROM login.client WHERE org_id = $1 ORDER BY made_at, id`, [
        org,
      ]),
    revoke: async (org, id) => {
      const found = await store.one<Row>(
        'client.revoke',
        `UPDATE login.client SET revoked_at = coalesce(revoked_at, $3) WHERE org_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
        [org, id, clock.now()],
      )
      known.clear()
      return found
    },
    find: (id) => (UUID.test(id) ? known.get(id) : Promise.resolve(undefined)),
    metadata: async (id) => {
      if (!UUID.test(id)) return undefined
      const found = await store.one<{ name: string; jwks: object; scopes: string[]; uris: string[] }>(
        'client.metadata',
        'SELECT name, jwks, scopes, redirect_uris AS uris FROM login.client WHERE id = $1 AND revoked_at IS NULL',
        [id],
      )
      if (!found) return undefined
      return {
        client_id: id,
        client_name: found.name,
        // Either it acts for its organisation, or it lets people in: never both with one key.
        ...(found.uris.length
          ? { grant_types: ['authorization_code'], response_types: ['code'], redirect_uris: found.uris }
          : { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] }),
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: found.jwks,
        scope: found.uris.length ? 'openid profile email' : found.scopes.join(' '),
      } as AdapterPayload
    },
  }
}
