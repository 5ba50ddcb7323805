import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { toInstant, toMs } from '#kernel'
import { newId } from '#platform/cases'
import type { Clock } from '#platform/clock'
import type { Store } from './store.ts'

const LIFE_MS = 5 * 60_000

export interface Passkey {
  readonly id: string
  readonly label: string
  readonly createdAt: string
  readonly usedAt: string | null
}

/** Passkeys (WebAuthn): always with user verification, so one is two factors at once. */
export interface Passkeys {
  list(person: string): Promise<readonly Passkey[]>
  begin(person: {
    id: string
    name: string
  }): Promise<{ challenge: string; options: PublicKeyCredentialCreationOptionsJSON }>
  add(person: string, challenge: string, label: string, response: unknown): Promise<boolean>
  remove(person: string, id: string): Promise<void>
  ask(person: string | null): Promise<{ challenge: string; options: PublicKeyCredentialRequestOptionsJSON }>
  /** Whose passkey signed the challenge. */
  check(challenge: string, response: unknown): Promise<string | undefined>
}

interface Kept {
  readonly id: string
  readonly person: string
  readonly publicKey: Buffer
  readonly counter: string
  readonly transports: AuthenticatorTransport[]
}

export function createPasskeys(store: Store, clock: Clock, origin: () => string): Passkeys {
  const rpID = (): string => new URL(origin()).hostname
  const keep = async (value: string, person: string | null): Promise<string> => {
    const id = newId()
    const until = toInstant(toMs(clock.now()) + LIFE_MS)
    await store.together(async (tx) => {
      const sweep = { name: 'login.challenge.sweep', text: 'DELETE FROM login.challenge WHERE expires_at < $1' }
      tx.settles(tx.query(sweep, [clock.now()]))
      const put = {
        name: 'login.challenge.put',
        text: 'INSERT INTO login.challenge (id, value, person_id, expires_at) VALUES ($1, $2, $3, $4)',
      }
      await tx.query(put, [id, value, person, until])
    })
    return id
  }
  const take = (id: string): Promise<{ value: string; person: string | null } | undefined> =>
    store.one(
      'challenge.take',
      'DELETE FROM login.challenge WHERE id = $1 AND expires_at > $2 RETURNING value, person_id AS person',
      [id, clock.now()],
    )
  const keysOf = (person: string): Promise<Kept[]> =>
    store.all<Kept & Record<string, unknown>>(
      'passkey.of',
      'SELECT id, person_id AS person, public_key AS "publicKey", counter, transports FROM login.passkey WHERE person_id = $1',
      [person],
    )

  return {
    list: (person) =>
      store.all<Passkey & Record<string, unknown>>(
        'passkey.list',
        'SELECT id, label, created_at AS "createdAt", used_at AS "usedAt" FROM login.passkey WHERE person_id = $1 ORDER BY created_at',
        [person],
      ),
    begin: async ({ id, name }) => {
      const options = await generateRegistrationOptions({
        rpName: 'Ventanilla',
        rpID: rpID(),
        userName: name,
        userID: new Uint8Array(Buffer.from(id)),
        excludeCredentials: (await keysOf(id)).map((k) => ({ id: k.id, transports: k.transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      return { challenge: await keep(options.challenge, id), options }
    },
    add: async (person, challenge, label, response) => {
      const asked = await take(challenge)
      if (!asked || asked.person !== person) return false
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: response as RegistrationResponseJSON,
        expectedChallenge: asked.value,
        expectedOrigin: origin(),
        expectedRPID: rpID(),
        requireUserVerification: true,
      }).catch(() => ({ verified: false as const, registrationInfo: undefined }))
      if (!verified || !registrationInfo) return false
      const { credential } = registrationInfo
      const put = `INSERT INTO login.passkey (id, person_id, public_key, counter, transports, label, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (id) DO NOTHING RETURNING id`
      const values = [
        credential.id,
        person,
        Buffer.from(credential.publicKey),
        credential.counter,
        credential.transports ?? [],
        label,
        clock.now(),
      ]
      return (await store.one('passkey.put', put, values)) !== undefined
    },
    remove: async (person, id) => {
      await store.all('passkey.remove', 'DELETE FROM login.passkey WHERE person_id = $1 AND id = $2', [person, id])
    },
    ask: async (person) => {
      const known = person ? await keysOf(person) : []
      const options = await generateAuthenticationOptions({
        rpID: rpID(),
        userVerification: 'required',
        ...(known.length ? { allowCredentials: known.map((k) => ({ id: k.id, transports: k.transports })) } : {}),
      })
      return { challenge: await keep(options.challenge, person), options }
    },
    check: async (challenge, response) => {
      const asked = await take(challenge)
      const given = response as AuthenticationResponseJSON | null
      if (!asked || typeof given?.id !== 'string') return undefined
      const kept = await store.one<Kept & Record<string, unknown>>(
        'passkey.find',
        'SELECT id, person_id AS person, public_key AS "publicKey", counter, transports FROM login.passkey WHERE id = $1',
        [given.id],
      )
      if (!kept || (asked.person !== null && asked.person !== kept.person)) return undefined
      const result = await verifyAuthenticationResponse({
        response: given,
        expectedChallenge: asked.value,
        expectedOrigin: origin(),
        expectedRPID: rpID(),
        requireUserVerification: true,
        credential: {
          id: kept.id,
          publicKey: new Uint8Array(kept.publicKey),
          counter: Number(kept.counter),
          transports: kept.transports,
        },
      }).catch(() => undefined)
      if (!result?.verified) return undefined
      await store.all('passkey.used', 'UPDATE login.passkey SET counter = $2, used_at = $3 WHERE id = $1', [
        kept.id,
        result.authenticationInfo.newCounter,
        clock.now(),
      ])
      return kept.person
    },
  }
}
