import type { Language } from '#kernel'
import { newId } from '#platform/cases'
import type { Clock } from '#platform/clock'
import type { Store } from './store.ts'

export interface KnownPerson {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly language: Language
}

/** What an identity provider says of somebody, after its signature was checked. */
export interface Claims {
  readonly iss: string
  readonly sub: string
  readonly name?: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly locale?: string
}

export interface People {
  find(id: string): Promise<KnownPerson | undefined>
  findByEmail(email: string): Promise<KnownPerson | undefined>
  /** A person and the hat everybody has: acting in their own name. Nothing when the address is taken. */
  create(person: { name: string; email: string | null; language: Language }): Promise<KnownPerson | undefined>
  /**
   * Who is meant by what a provider says: known by its subject; else, by an address that the provider has verified, the person who has
   * it here, who is linked from then on; else somebody new. An address that is not verified links nobody.
   */
  meant(claims: Claims, ours: boolean): Promise<KnownPerson | undefined>
}

type Row = KnownPerson & Record<string, unknown>
const COLUMNS = 'id, name, email, language'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const languageOf = (locale: string | undefined): Language => {
  const found = locale?.slice(0, 2).toLowerCase()
  return found === 'en' || found === 'pt' ? found : 'es'
}

export function createPeople(store: Store, clock: Clock): People {
  const find: People['find'] = (id) =>
    store.one<Row>('person.find', `SELECT ${COLUMNS} FROM identity.person WHERE id = $1`, [id])
  const findByEmail: People['findByEmail'] = (email) =>
    store.one<Row>('person.by-email', `SELECT ${COLUMNS} FROM identity.person WHERE mail_key = $1`, [
      email.trim().toLowerCase(),
    ])
  const create: People['create'] = ({ name, email, language }) =>
    store.together(async (tx) => {
      const id = newId()
      const put = (key: string, text: string, values: readonly unknown[]) =>
        tx.query<Row>({ name: `login.person.${key}`, text }, values)
      const { rows } = await put(
        'put',
        `INSERT INTO identity.person (id, name, email, language, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
        [id, name, email, language, clock.now()],
      )
      if (!rows[0]) return undefined
      await put('self', `INSERT INTO identity.organisation (id, kind, name) VALUES ($1, 'person', $2)`, [id, name])
      await put(
        'hat',
        `INSERT INTO identity.account (id, person_id, org_id, roles, label) VALUES ($1, $2, $2, '{person}', $3)`,
        [newId(), id, `person/${id}`],
      )
      return rows[0]
    })
  const link = async ({ iss, sub }: Claims, person: string): Promise<void> => {
    await store.all(
      'link.put',
      'INSERT INTO login.link (issuer, subject, person_id, linked_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [iss, sub, person, clock.now()],
    )
  }
  return {
    find,
    findByEmail,
    create,
    meant: async (claims, ours) => {
      // Our own provider names people by their id here.
      if (ours) return UUID.test(claims.sub) ? find(claims.sub) : undefined
      const linked = await store.one<Row>(
        'link.find',
        `SELECT p.id, p.name, p.email, p.language FROM login.link l JOIN identity.person p ON p.id = l.person_id
         WHERE l.issuer = $1 AND l.subject = $2`,
        [claims.iss, claims.sub],
      )
      if (linked) return linked
      const verified = claims.email_verified === true ? claims.email : undefined
      const same = verified ? await findByEmail(verified) : undefined
      const person =
        same ??
        (await create({
          name: claims.name?.trim() || verified || claims.sub,
          email: verified ?? null,
          language: languageOf(claims.locale),
        }))
      if (person) await link(claims, person.id)
      return person
    },
  }
}
