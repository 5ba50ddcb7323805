import { countryOf, type DemoOrg, type Pack } from '#kernel'
import { authorityOrg } from '#modules/catalogues'
import { agencyOrg, treasuryOrg, type Directory } from '#platform/access'
import { namedId } from '#platform/cases'

export const demoOrgId = (pack: string, org: Pick<DemoOrg, 'id' | 'kind'>): string =>
  org.kind === 'customs' ? namedId(`customs/${pack}`) : namedId(`firm/${pack}.${org.id}`)

/** Token of a demo account. It is no secret: it works only where the sandbox is on, and is printed at the start. */
export const demoToken = (label: string): string => `demo.${label}`

/** Agencies of every pack; in a sandbox also its invented firms and people. Safe to repeat. */
export async function putPeople(
  directory: Directory,
  packs: Iterable<Pack>,
  sandbox: boolean,
  at: string,
): Promise<void> {
  await putAuthority(directory, sandbox, at)
  for (const pack of packs) {
    const country = countryOf(pack)
    await putTreasury(directory, pack, sandbox, at)
    for (const agency of pack.agencies.values())
      await directory.putOrganisation({
        id: agencyOrg(pack.id, agency.id),
        kind: 'agency',
        pack: pack.id,
        name: agency.name,
        taxId: null,
        country,
        address: null,
        facts: {},
      })
    if (!sandbox) continue
    for (const org of pack.demo.orgs)
      await directory.putOrganisation({
        id: demoOrgId(pack.id, org),
        kind: org.kind,
        pack: pack.id,
        name: org.name,
        taxId: org.taxId,
        country: org.country,
        address: org.address ?? null,
        facts: org.facts,
      })
    for (const account of pack.demo.accounts) {
      const demo = pack.demo.orgs.find((o) => o.id === account.org)
      const label = `${pack.id}.${account.id}`
      const org = demo ? demoOrgId(pack.id, demo) : agencyOrg(pack.id, account.org)
      await directory.putAccount(
        {
          id: namedId(`account/${label}`),
          person: namedId(`person/${label}`),
          name: account.name,
          org,
          roles: account.roles,
          label,
          sandbox: null,
        },
        demoToken(label),
        at,
      )
    }
  }
}

/** Two, because one alone does not grant a large refund. */
const cashiers = [
  { id: 'treasury', name: 'Elena Figueroa Mar' },
  { id: 'treasury2', name: 'Darío Quiroga Luz' },
] as const

/** The body that keeps the books of a country's fees. */
async function putTreasury(directory: Directory, pack: Pack, sandbox: boolean, at: string): Promise<void> {
  const org = treasuryOrg(pack.id)
  await directory.putOrganisation({
    id: org,
    kind: 'platform',
    pack: pack.id,
    name: pack.payments.account?.holder ?? `Tesorería (${pack.id.toUpperCase()})`,
    taxId: null,
    country: countryOf(pack),
    address: null,
    facts: {},
  })
  if (!sandbox) return
  for (const { id, name } of cashiers) {
    const label = `${pack.id}.${id}`
    const account = { id: namedId(`account/${label}`), person: namedId(`person/${label}`), name, roles: ['treasury'] }
    await directory.putAccount({ ...account, org, label, sandbox: null }, demoToken(label), at)
  }
}

/** Invented people of the body that keeps the catalogues. Three, because nobody approves what they proposed. */
const keepers = [
  { id: 'steward', name: 'Marisol Vargas Peña', role: 'steward' },
  { id: 'steward2', name: 'Tomás Ibáñez Solar', role: 'steward' },
  { id: 'coordinator', name: 'Beatriz Olmos Rey', role: 'coordinator' },
  { id: 'shift', name: 'Ramiro Cueto Lagos', role: 'shift-lead' },
  { id: 'desk', name: 'Noelia Paz Ríos', role: 'desk' },
  { id: 'monitor', name: 'Fermín Arce Luna', role: 'monitor' },
  { id: 'security', name: 'Delia Roca Prieto', role: 'security' },
] as const

/** The lead agency's own organisation, which is of no country. */
async function putAuthority(directory: Directory, sandbox: boolean, at: string): Promise<void> {
  const name = 'Ventanilla'
  await directory.putOrganisation({
    id: authorityOrg,
    kind: 'platform',
    pack: null,
    name,
    taxId: null,
    country: null,
    address: null,
    facts: {},
  })
  if (!sandbox) return
  for (const { id, name: person, role } of keepers) {
    const label = `window.${id}`
    const account = { id: namedId(`account/${label}`), person: namedId(`person/${label}`), name: person, roles: [role] }
    await directory.putAccount({ ...account, org: authorityOrg, label, sandbox: null }, demoToken(label), at)
  }
}
