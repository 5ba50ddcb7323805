import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Actor, Facts, Party } from '#kernel'
import { transact } from '#platform/cases'
import { grantsOf } from './roles.ts'

export interface Organisation {
  readonly id: string
  readonly kind: 'firm' | 'agency' | 'customs' | 'platform'
  readonly pack: string | null
  readonly name: string
  readonly taxId: string | null
  readonly country: string | null
  readonly address: string | null
  readonly facts: Facts
}

export interface Account {
  readonly id: string
  readonly person: string
  readonly name: string
  readonly org: string
  readonly roles: readonly string[]
  readonly label: string
  /** Accounts made for one sandbox act only in it. */
  readonly sandbox: string | null
}

/** An account with the organisation it acts for, as lists show it. */
export interface ListedAccount extends Account {
  readonly organisation: string
  readonly orgKind: Organisation['kind']
  readonly pack: string | null
}

/** Who a request is from. */
export interface Identity {
  readonly account: Account
  readonly actor: Actor
  readonly grants: ReadonlySet<string>
}

/** The interface that OpenID Connect fills: from what a request carries to who it is. */
export interface IdentityProvider {
  identify(bearer: string): Promise<Identity | undefined>
}

/** Organisations and accounts. Small, read often, changed rarely: kept in memory for a moment. */
export interface Directory extends IdentityProvider {
  findOrganisation(id: string): Promise<Organisation | undefined>
  getOrganisation(id: string): Promise<Organisation>
  accounts(): Promise<readonly ListedAccount[]>
  putOrganisation(org: Organisation): Promise<void>
  /** Makes an account with a development token. The same label gets the same account. */
  putAccount(account: Account, token: string, at: string): Promise<void>
}

export const partyOf = (org: Organisation): Party => ({
  name: org.name,
  ...(org.taxId ? { id: org.taxId } : {}),
  ...(org.country ? { country: org.country } : {}),
  ...(org.address ? { address: org.address } : {}),
})

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const REMEMBER = 10_000

const organisationColumns = 'id, kind, pack, name, tax_id AS "taxId", country, address, facts'

/** Asks once for what many want at the same moment, and remembers it for a while. */
function remembering<T>(ask: (key: string) => Promise<T | undefined>) {
  const known = new Map<string, { value: Promise<T | undefined>; until: number }>()
  return {
    get: (key: string): Promise<T | undefined> => {
      const found = known.get(key)
      if (found && found.until > Date.now()) return found.value
      if (known.size > 10_000) known.clear()
      const value = ask(key)
      known.set(key, { value, until: Date.now() + REMEMBER })
      // Neither a failure nor an absence is worth remembering.
      value.then(
        (v) => v === undefined && known.delete(key),
        () => known.delete(key),
      )
      return value
    },
    clear: () => known.clear(),
  }
}

/** `developmentTokens` false: nobody is known by a token of a demo account, whatever an earlier sandbox left in the database. */
export function createDirectory(pool: Pool, { developmentTokens }: { developmentTokens: boolean }): Directory {
  const organisations = remembering((id) =>
    transact(pool, null, async (tx) => {
      tx.asPlatform()
      const statement = {
        name: 'organisation.find',
        text: `SELECT ${organisationColumns} FROM identity.organisation WHERE id = $1`,
      }
      return (await tx.query<Organisation>(statement, [id])).rows[0]
    }),
  )

  const identities = remembering(async (digest) => {
    const account = await transact(pool, null, async (tx) => {
      tx.asPlatform()
      const statement = {
        name: 'token.identify',
        text: `SELECT a.id, a.person_id AS person, a.name, a.org_id AS org, a.roles, a.label, a.sandbox_id AS sandbox
               FROM identity.token t JOIN identity.account a ON a.id = t.account_id WHERE t.digest = $1`,
      }
      return (await tx.query<Account>(statement, [Buffer.from(digest, 'base64')])).rows[0]
    })
    if (!account) return undefined
    const identity: Identity = {
      account,
      actor: { person: account.person, org: account.org, roles: account.roles },
      grants: grantsOf(account.roles),
    }
    return identity
  })

  return {
    findOrganisation: (id) => organisations.get(id),
    getOrganisation: async (id) => {
      const found = await organisations.get(id)
      if (!found) throw new Error(`no organisation ${id}`)
      return found
    },
    identify: async (bearer) => (developmentTokens ? identities.get(digestOf(bearer).toString('base64')) : undefined),
    accounts: () =>
      transact(pool, null, async (tx) => {
        tx.asPlatform()
        const statement = {
          name: 'account.list',
          text: `SELECT a.id, a.person_id AS person, a.name, a.org_id AS org, a.roles, a.label, a.sandbox_id AS sandbox, o.name AS organisation,
                   o.kind AS "orgKind", o.pack
                 FROM identity.account a JOIN identity.organisation o ON o.id = a.org_id WHERE a.sandbox_id IS NULL ORDER BY o.kind DESC, o.name, a.label`,
        }
        return (await tx.query<ListedAccount>(statement, [])).rows
      }),
    putOrganisation: (org) =>
      transact(pool, null, async (tx) => {
        tx.asPlatform()
        const statement = {
          name: 'organisation.put',
          text: `INSERT INTO identity.organisation (id, kind, pack, name, tax_id, country, address, facts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, facts = excluded.facts`,
        }
        const { id, kind, pack, name, taxId, country, address, facts } = org
        await tx.query(statement, [id, kind, pack, name, taxId, country, address, JSON.stringify(facts)])
        organisations.clear()
      }),
    putAccount: (account, token, at) =>
      transact(pool, null, async (tx) => {
        tx.asPlatform()
        const put = {
          name: 'account.put',
          text: `INSERT INTO identity.account (id, person_id, name, org_id, roles, label, sandbox_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (id) DO UPDATE SET roles = excluded.roles, name = excluded.name`,
        }
        const link = {
          name: 'token.put',
          text: 'INSERT INTO identity.token (digest, account_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        }
        await tx.query(put, [
          account.id,
          account.person,
          account.name,
          account.org,
          account.roles,
          account.label,
          account.sandbox,
        ])
        await tx.query(link, [digestOf(token), account.id, at])
        identities.clear()
      }),
  }
}
