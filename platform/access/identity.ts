import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Actor, Facts, Language, Party } from '#kernel'
import { transact, type CaseSubject, type Statement, type Tx } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { remembering } from './remembering.ts'
import { grantsOf } from './roles.ts'
import { createSessions, type Session, type Sessions } from './sessions.ts'

export type OrganisationKind = 'firm' | 'agency' | 'customs' | 'platform' | 'person'

export interface Organisation {
  readonly id: string
  readonly kind: OrganisationKind
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

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly language: Language
}

/** Who a request is from. */
export interface Identity {
  readonly account: Account
  readonly actor: Actor
  readonly grants: ReadonlySet<string>
  /** The browser session it came in; absent for a token. */
  readonly session?: Session
  /** The program it came from, which acts for its organisation under a token of its own. */
  readonly client?: string
}

/** Somebody as they act for another organisation, and which of its cases their mandate covers. */
export interface Acting {
  readonly identity: Identity
  readonly covers: (subject: CaseSubject) => boolean
}

export interface MandateAsked {
  readonly identity: Identity
  readonly mandate: string
  readonly sandbox: string | null
}

/** From what a request carries to who it is: a token of a program, or the session of a browser. */
export interface IdentityProvider {
  identify(bearer: string): Promise<Identity | undefined>
  identifySession(token: string): Promise<Identity | undefined>
  /** Nothing when there is no such mandate for them now. Never remembered: taking a mandate back works at once. */
  findActing(asked: MandateAsked): Promise<Acting | undefined>
}

/** What a program's token says, once its signature was checked: whose it is, and the grants it may use. */
export interface ProgramToken {
  readonly client: string
  readonly account: string
  readonly scopes: readonly string[]
}

/** Organisations and accounts. Small, read often, changed rarely: kept in memory for a moment. */
export interface Directory extends IdentityProvider {
  readonly sessions: Sessions
  /** From now on also believes tokens that this function can verify. */
  acceptPrograms(verify: (token: string) => Promise<ProgramToken | undefined>): void
  acceptMandates(find: (asked: MandateAsked) => Promise<Acting | undefined>): void
  /** Forgets what it remembers of accounts and organisations: something changed beside it. */
  forget(): void
  findPerson(id: string): Promise<Person | undefined>
  /** The hats of a person: every account that has not ended, with its organisation. */
  hatsOf(person: string): Promise<readonly ListedAccount[]>
  findAccount(id: string): Promise<ListedAccount | undefined>
  findOrganisation(id: string): Promise<Organisation | undefined>
  getOrganisation(id: string): Promise<Organisation>
  /** Demo accounts: those with a development token. Whoever signs in for themselves is not among them. */
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
const organisationColumns = 'id, kind, pack, name, tax_id AS "taxId", country, address, facts'

const JWT = /^ey[\w-]+\.[\w-]+\.[\w-]+$/

const listed = (
  where: string,
): string => `SELECT a.id, a.person_id AS person, p.name, a.org_id AS org, a.roles, a.label, a.sandbox_id AS sandbox,
    o.name AS organisation, o.kind AS "orgKind", o.pack
  FROM identity.account a JOIN identity.person p ON p.id = a.person_id JOIN identity.organisation o ON o.id = a.org_id
  WHERE a.ended_at IS NULL AND ${where} ORDER BY o.kind DESC, o.name, a.label`

const statements = {
  organisation: {
    name: 'organisation.find',
    text: `SELECT ${organisationColumns} FROM identity.organisation WHERE id = $1`,
  },
  person: { name: 'person.find', text: 'SELECT id, name, email, language FROM identity.person WHERE id = $1' },
  token: {
    name: 'token.identify',
    text: `SELECT a.id, a.person_id AS person, p.name, a.org_id AS org, a.roles, a.label, a.sandbox_id AS sandbox
           FROM identity.token t JOIN identity.account a ON a.id = t.account_id JOIN identity.person p ON p.id = a.person_id
           WHERE t.digest = $1 AND a.ended_at IS NULL`,
  },
  account: { name: 'account.find', text: listed('a.id = $1') },
  hats: { name: 'account.hats', text: listed('a.person_id = $1 AND a.sandbox_id IS NULL') },
  all: {
    name: 'account.list',
    text: listed('a.sandbox_id IS NULL AND EXISTS (SELECT FROM identity.token t WHERE t.account_id = a.id)'),
  },
  putOrganisation: {
    name: 'organisation.put',
    text: `INSERT INTO identity.organisation (id, kind, pack, name, tax_id, country, address, facts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, facts = excluded.facts`,
  },
  putPerson: {
    name: 'person.put',
    text: `INSERT INTO identity.person (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
  },
  putAccount: {
    name: 'account.put',
    text: `INSERT INTO identity.account (id, person_id, org_id, roles, label, sandbox_id) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (id) DO UPDATE SET roles = excluded.roles`,
  },
  putToken: {
    name: 'token.put',
    text: 'INSERT INTO identity.token (digest, account_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
  },
} satisfies Record<string, Statement>

export interface DirectoryOptions {
  /** False: nobody is known by a token of a demo account, whatever an earlier sandbox left in the database. */
  readonly developmentTokens: boolean
  readonly clock: Clock
}

export function createDirectory(pool: Pool, { developmentTokens, clock }: DirectoryOptions): Directory {
  const asPlatform = <T>(run: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(pool, null, (tx) => {
      tx.asPlatform()
      return run(tx)
    })
  const sessions = createSessions(pool, clock)
  const organisations = remembering((id) =>
    asPlatform(async (tx) => (await tx.query<Organisation>(statements.organisation, [id])).rows[0]),
  )
  const identities = remembering(async (digest) => {
    const values = [Buffer.from(digest, 'base64')]
    const account = await asPlatform(async (tx) => (await tx.query<Account>(statements.token, values)).rows[0])
    return account && identityOf(account)
  })
  const accounts = remembering((id) =>
    asPlatform(async (tx) => (await tx.query<ListedAccount>(statements.account, [id])).rows[0]),
  )
  let actingOf: IdentityProvider['findActing'] = () => Promise.resolve(undefined)
  let verify: (token: string) => Promise<ProgramToken | undefined> = () => Promise.resolve(undefined)
  const programs = remembering<Identity>(async (token) => {
    const said = await verify(token)
    const account = said && (await accounts.get(said.account))
    if (!account) return undefined
    const identity = identityOf(account)
    // Never more than its roles give, whatever the token says.
    const grants = new Set(said.scopes.filter((s) => identity.grants.has(s)))
    return { ...identity, grants, client: said.client }
  })

  return {
    sessions,
    findOrganisation: (id) => organisations.get(id),
    getOrganisation: async (id) => {
      const found = await organisations.get(id)
      if (!found) throw new Error(`no organisation ${id}`)
      return found
    },
    acceptPrograms: (how) => {
      verify = how
    },
    acceptMandates: (find) => {
      actingOf = find
    },
    findActing: (asked) => actingOf(asked),
    forget: () => {
      identities.clear()
      accounts.clear()
      organisations.clear()
      programs.clear()
    },
    identify: (bearer) =>
      JWT.test(bearer)
        ? programs.get(bearer)
        : developmentTokens
          ? identities.get(digestOf(bearer).toString('base64'))
          : Promise.resolve(undefined),
    identifySession: async (token) => {
      const session = await sessions.find(token)
      const account = session && (await accounts.get(session.account))
      // Whoever came in as an invented person is nobody once the sandbox is off.
      if (!account || (!developmentTokens && session.methods.includes('demo'))) return undefined
      return { ...identityOf(account), session }
    },
    findPerson: (id) => asPlatform(async (tx) => (await tx.query<Person>(statements.person, [id])).rows[0]),
    hatsOf: (person) => asPlatform(async (tx) => (await tx.query<ListedAccount>(statements.hats, [person])).rows),
    findAccount: (id) => accounts.get(id),
    accounts: () => asPlatform(async (tx) => (await tx.query<ListedAccount>(statements.all, [])).rows),
    putOrganisation: (org) =>
      asPlatform(async (tx) => {
        const { id, kind, pack, name, taxId, country, address, facts } = org
        const values = [id, kind, pack, name, taxId, country, address, JSON.stringify(facts)]
        await tx.query(statements.putOrganisation, values)
        organisations.clear()
      }),
    putAccount: (account, token, at) =>
      asPlatform(async (tx) => {
        const { id, person, name, org, roles, label, sandbox } = account
        await tx.query(statements.putPerson, [person, name, at])
        await tx.query(statements.putAccount, [id, person, org, [...roles], label, sandbox])
        await tx.query(statements.putToken, [digestOf(token), id, at])
        identities.clear()
        accounts.clear()
      }),
  }
}

const identityOf = (account: Account): Identity => ({
  account,
  actor: { person: account.person, org: account.org, roles: account.roles },
  grants: grantsOf(account.roles),
})
