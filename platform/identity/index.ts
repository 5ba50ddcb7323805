import type { Pool } from 'pg'
import type { Clock } from '#platform/clock'
import { endAtProvider } from './adapter.ts'
import { createClients, type Clients } from './clients.ts'
import { createLimit, type Limit, type LimitOptions } from './limits.ts'
import { createPasskeys, type Passkeys } from './passkeys.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { createPeople, type People } from './people.ts'
import { createRelyingParty, type Issuer, type RelyingParty } from './relying-party.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { createStore, type Store } from './store.ts'
import { createTickets, type Tickets } from './tickets.ts'
import { createTotp, type Totp } from './totp.ts'

export type { ApiClient, Clients } from './clients.ts'
export type { InteractionResults } from 'oidc-provider'
export type { Limit } from './limits.ts'
export type { Passkeys } from './passkeys.ts'
export { PASSWORD_MAX, PASSWORD_MIN } from './passwords.ts'
export type { KnownPerson } from './people.ts'
export { createProvider, WINDOW_CLIENT, type IdentityService } from './provider.ts'
export {
  createRelyingParty,
  PASSKEY_FACTOR,
  SECOND_FACTOR,
  type Arrived,
  type Issuer,
  type RelyingParty,
  type Wanted,
} from './relying-party.ts'

/** How people and programs show who they are, over one database and one folder of keys. */
export interface Login {
  readonly store: Store
  readonly secrets: Secrets
  readonly people: People
  readonly passwords: Passwords
  readonly tickets: Tickets
  readonly totp: Totp
  readonly clients: Clients
  /** Counted for all nodes together. */
  limit(options: LimitOptions): Limit
  relyingParty(issuerOf: () => Issuer): RelyingParty
  /** Passkeys are bound to the address of the window. */
  passkeysAt(origin: () => string): Passkeys
  endAtProvider(person: string, providerSession?: string): Promise<void>
}

export interface LoginOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly keysDir: string
}

export async function openLogin({ pool, clock, keysDir }: LoginOptions): Promise<Login> {
  const store = createStore(pool)
  const secrets = await openSecrets(keysDir)
  return {
    store,
    secrets,
    people: createPeople(store, clock),
    passwords: createPasswords(store, clock),
    tickets: createTickets(store, clock),
    totp: createTotp(store, secrets, clock),
    clients: createClients(store, clock),
    limit: (options) => createLimit(store, clock, options),
    passkeysAt: (origin) => createPasskeys(store, clock, origin),
    relyingParty: (issuerOf) => createRelyingParty(store, clock, issuerOf),
    endAtProvider: (person, providerSession) => endAtProvider(store, person, providerSession),
  }
}
