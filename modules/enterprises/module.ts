import type { Static } from 'typebox'
import { refusal, sizeOf, validTaxId, type Money } from '#kernel'
import type { Directory } from '#platform/access'
import {
  newId,
  Refusals,
  type CaseModule,
  type FactsRequest,
  type Reaction,
  type Statement,
  type Work,
} from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { RegistryAnswer, TaxRegistry } from '#platform/registry'
import { isMailAddress } from '#platform/mail'
import {
  enterprise,
  RegisterSchema,
  type EnterpriseFacts,
  type InviteSchema,
  type PreparedInvite,
} from './enterprise.ts'
import type { EnterpriseState, Member } from './enterprise-state.ts'
import { hatId } from './hats.ts'

export interface EnterpriseServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly registry: TaxRegistry
  /** The body that may suspend firms. */
  readonly authority: string
  /** What other modules do about a firm's file: its certificate. */
  readonly reactions?: NonNullable<CaseModule['reactions']>
}

const holder: Statement = {
  name: 'enterprise.holder',
  text: `SELECT id FROM identity.organisation WHERE country = $1 AND tax_id = $2
         UNION ALL SELECT (state->>'org')::uuid FROM cases."case" WHERE type = 'enterprise' AND number = $3 AND status NOT IN ('CLOSED') LIMIT 1`,
}
const putFirm: Statement = {
  name: 'enterprise.put-firm',
  text: `INSERT INTO identity.organisation (id, kind, pack, name, tax_id, country, address, facts) VALUES ($1, 'firm', $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address`,
}
const changeFacts: Statement = {
  name: 'enterprise.facts',
  text: 'UPDATE identity.organisation SET facts = (facts - $3::text[]) || $2::jsonb WHERE id = $1',
}
const putInvitation: Statement = {
  name: 'enterprise.put-invitation',
  text: 'INSERT INTO enterprises.invitation (case_id, id, next_at) VALUES ($1, $2, $3)',
}
const putHat: Statement = {
  name: 'enterprise.put-hat',
  text: `INSERT INTO identity.account (id, person_id, org_id, roles, label) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET roles = excluded.roles, ended_at = NULL`,
}
const endHat: Statement = {
  name: 'enterprise.end-hat',
  text: 'UPDATE identity.account SET ended_at = $3 WHERE org_id = $2 AND person_id = $1',
}
const endHats: Statement = {
  name: 'enterprise.end-hats',
  text: 'UPDATE identity.account SET ended_at = $2 WHERE org_id = $1 AND ended_at IS NULL',
}

/** A firm's file, and what follows from it in the directory: its organisation, its people's hats, its facts. */
export function enterpriseModule(services: EnterpriseServices): CaseModule {
  const { library, directory, registry, authority, reactions: more = {} } = services
  const packOf = (country: string) => [...library.packs.values()].find((p) => p.id.toUpperCase() === country)

  /** Its address lies beside the chain, so that it can be erased. */
  const invitedBy = (work: Work, file: string, { country }: EnterpriseState, input: unknown): PreparedInvite => {
    const { email, roles, language = packOf(country)?.language ?? 'es' } = input as Static<typeof InviteSchema>
    if (!isMailAddress(email.trim())) throw new Refusals([refusal('BAD_ADDRESS', '/email', { channel: 'email' })])
    return { id: newId(), to: work.personal.seal(file, email.trim()), roles, language }
  }

  const giveHat = ({ work, file }: Reaction, { person, roles }: Member): void => {
    const { org } = file.state as EnterpriseState
    const id = hatId(org, person)
    work.also(putHat, [id, person, org, [...roles], `enterprise/${id}`])
    work.tx.afterCommit(() => directory.forget())
  }
  const facts = ({ work, file }: Reaction, put: object, drop: readonly string[] = []): void => {
    work.also(changeFacts, [(file.state as EnterpriseState).org, JSON.stringify(put), [...drop]])
    work.tx.afterCommit(() => directory.forget())
  }
  const stop = async ({ work, file, event }: Reaction): Promise<void> => {
    work.also(endHats, [(file.state as EnterpriseState).org, event.at])
    work.tx.afterCommit(() => directory.forget())
  }

  return {
    type: enterprise,
    path: 'enterprises',
    noun: 'enterprise',
    summary: 'Firms: who they are, their people, their size and standing',
    opens: {
      command: 'register',
      input: RegisterSchema,
      // Asked before the transaction: a slow registry must hold nothing up but the one who registers.
      before: async (input) => {
        const { country, taxId } = input as Static<typeof RegisterSchema>
        return validTaxId(country, taxId) ? registry.ask(country, taxId) : undefined
      },
      run: async (work, input, actor, known) => {
        const { country, taxId, name } = input as Static<typeof RegisterSchema>
        const said = known as RegistryAnswer | undefined
        if (!said) throw new Refusals([refusal('TAXID_CHECK_DIGIT', '/taxId', { given: taxId, country })])
        if (said.status === 'inactive') throw new Refusals([refusal('TAXPAYER_NOT_ACTIVE', '/taxId', { taxId })])
        if (said.status === 'unknown') throw new Refusals([refusal('TAXPAYER_UNKNOWN', '/taxId', { taxId })])
        if (await isTaken(work, country, taxId))
          throw new Refusals([refusal('ENTERPRISE_EXISTS', '/taxId', { taxId })], { join: '/v1/enterprises/join' })
        const org = newId()
        const file = work.open('enterprise', actor.org)
        const checked = said.status === 'active'
        await work.run(
          file,
          'register',
          {
            org,
            authority,
            registrantOrg: actor.org,
            country,
            taxId,
            name: checked ? said.name : (name ?? taxId),
            address: checked ? said.address : null,
            registry: checked ? 'active' : 'unchecked',
          },
          actor,
        )
        return file
      },
    },
    // Who is invited and where its money goes is the firm's to know.
    view: (state, { org }) => {
      const s = state as EnterpriseState
      if (org === s.org || (s.invitations.length === 0 && !s.particulars.account)) return s
      const { account: _, ...particulars } = s.particulars
      return { ...s, invitations: [], particulars }
    },
    facts: async ({ file, command, input, work }: FactsRequest): Promise<EnterpriseFacts> => {
      const s = file.state as EnterpriseState
      if (command === 'invite') return { invited: invitedBy(work, file.id, s, input) }
      if (command !== 'confirmSize') return {}
      const { persons, sales } = input as { persons: number; sales: Money }
      const pack = packOf(s.country)
      const sized = pack && sizeOf(pack.sizes ?? [], pack.units, { persons, sales, day: work.now.slice(0, 10) })
      return sized
        ? { sized: { size: sized.size, law: sized.by?.law ?? null, unit: sized.unitValue?.value.amount ?? null } }
        : {}
    },
    reactions: joined(more, {
      MemberInvited: async ({ work, file, event }) => {
        work.also(putInvitation, [file.id, (event.data as { id: string }).id, work.now])
      },
      TermsAccepted: async (r) => {
        const s = r.file.state as EnterpriseState
        const known = { 'applicant.verified': s.registry === 'active', 'applicant.cleanApprovals': 0 }
        const pack = packOf(s.country)?.id ?? null
        r.work.also(putFirm, [s.org, pack, s.name, s.taxId, s.country, s.address, JSON.stringify(known)])
        giveHat(r, { person: (r.event.data as { person: string }).person, roles: ['titular'] })
      },
      RegistryAnswered: async (r) => {
        const s = r.file.state as EnterpriseState
        if (s.status !== 'ACTIVE') return
        const pack = packOf(s.country)?.id ?? null
        r.work.also(putFirm, [s.org, pack, s.name, s.taxId, s.country, s.address, '{}'])
        facts(r, { 'applicant.verified': s.registry === 'active' })
      },
      RoleAssigned: async (r) => giveHat(r, r.event.data as Member),
      MemberRemoved: async (r) => {
        const { org } = r.file.state as EnterpriseState
        r.work.also(endHat, [(r.event.data as { person: string }).person, org, r.event.at])
        r.work.tx.afterCommit(() => directory.forget())
      },
      SizeClassChanged: async (r) => facts(r, { 'applicant.size': (r.event.data as { size: string }).size }),
      SizeUnconfirmed: async (r) => facts(r, {}, ['applicant.size']),
      EnterpriseSuspended: stop,
      EnterpriseClosed: stop,
      EnterpriseReinstated: async (r) => {
        for (const member of (r.file.state as EnterpriseState).members) giveHat(r, member)
      },
    }),
  }
}

type Reactions = NonNullable<CaseModule['reactions']>

/** Ours first, then what others do about the same event. */
const joined = (more: Reactions, ours: Reactions): Reactions => ({
  ...more,
  ...Object.fromEntries(
    Object.entries(ours).map(([type, react]): [string, Reactions[string]] => [
      type,
      async (r) => {
        await react(r)
        await more[type]?.(r)
      },
    ]),
  ),
})

async function isTaken(work: Work, country: string, taxId: string): Promise<boolean> {
  return (await work.tx.query(holder, [country, taxId, `${country}-${taxId}`])).rows.length > 0
}
