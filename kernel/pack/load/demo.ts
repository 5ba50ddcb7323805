import { validTaxId } from '../../check-digits.ts'
import { isCountry } from '../codes/countries.ts'
import { factTypes, isFact } from '../facts.ts'
import type { Agency, DemoAccount, DemoOrg, Facts, FactName } from '../model.ts'
import { entries, fault, fields, items, keyAt, named, oneOf, text, whole, yesNo, type At } from './cursor.ts'
import { DEMO, FIRM, PERSON } from '../vocabulary/pack.ts'
import { suggest } from './nearest.ts'

/** Roles of the people of a firm and of the customs service, who belong to no agency of the pack. */
const ORG_ROLES = { firm: ['titular', 'operator', 'agent', 'carrier'], customs: ['customs', 'risk-analyst'] } as const

/** `demo.yaml`: invented firms and people of the sandbox, with check digits that hold. */
export function readDemo(
  at: At | undefined,
  agencies: ReadonlyMap<string, Agency>,
): { orgs: readonly DemoOrg[]; accounts: readonly DemoAccount[] } {
  if (!at) return { orgs: [], accounts: [] }
  const found = fields(at, DEMO)
  const orgs = (found.organisations ? entries(found.organisations) : []).map(([id, child]) =>
    readOrg(id, child, agencies),
  )
  for (const [i, org] of orgs.entries()) {
    const twin = orgs.slice(0, i).find((other) => other.country === org.country && other.taxId === org.taxId)
    const at = found.organisations && child(found.organisations, org.id)
    const place = at && (child(at, 'taxId') ?? at)
    if (twin && org.taxId && place)
      fault(
        place,
        'DUPLICATE_TAX_ID',
        `${twin.id} has the tax number ${org.taxId} already`,
        'give each organisation a number of its own',
      )
  }
  const accounts = (found.accounts ? entries(found.accounts) : []).flatMap(([id, child]) =>
    readAccount(id, child, orgs, agencies),
  )
  return { orgs, accounts }
}

const child = (at: At, key: string): At | undefined => entries(at).find(([name]) => name === key)?.[1]

function readOrg(id: string, at: At, agencies: ReadonlyMap<string, Agency>): DemoOrg {
  const found = fields(at, FIRM)
  if (agencies.has(id)) fault(keyAt(at, id), 'BAD_VALUE', `${id} is an agency already`, 'choose another id')
  const country = (found.country && text(found.country)) ?? ''
  if (found.country && !isCountry(country))
    fault(found.country, 'BAD_VALUE', `${country} is not a country`, 'use codes of ISO 3166')
  const taxId = (found.taxId && text(found.taxId)) ?? ''
  if (found.taxId && !validTaxId(country, taxId))
    fault(found.taxId, 'BAD_VALUE', `${taxId} is not a tax number of ${country}`, 'correct its check digit')
  const address = found.address && text(found.address)
  return {
    id,
    kind: (found.kind && oneOf(found.kind, ['firm', 'customs'])) ?? 'firm',
    name: (found.name && text(found.name)) ?? id,
    taxId,
    country,
    ...(address ? { address } : {}),
    facts: found.facts ? readFacts(found.facts) : {},
  }
}

function readFacts(at: At): Facts {
  const facts: Partial<Record<FactName, string | boolean | number>> = {}
  for (const [name, child] of entries(at)) {
    if (!isFact(name)) {
      fault(keyAt(at, name), 'UNKNOWN_KEY', `${name} is not a fact`, suggest(name, Object.keys(factTypes)))
      continue
    }
    const { type, values } = factTypes[name]
    const value =
      type === 'yes-no' ? yesNo(child) : type === 'number' ? whole(child) : oneOf(child, values ?? [], 'NOT_IN_LIST')
    if (value !== undefined) facts[name] = value
  }
  return facts
}

function readAccount(
  id: string,
  at: At,
  orgs: readonly DemoOrg[],
  agencies: ReadonlyMap<string, Agency>,
): DemoAccount[] {
  const found = fields(at, PERSON)
  const known = [...orgs.map((o) => o.id), ...agencies.keys()]
  const org = found.org && named(found.org, known, 'UNKNOWN_AGENCY', 'an organisation of demo.yaml or an agency')
  if (org === undefined) return []
  const kind = orgs.find((o) => o.id === org)?.kind
  const allowed = kind ? ORG_ROLES[kind] : (agencies.get(org)?.roles ?? [])
  const roles = (found.roles ? items(found.roles) : []).map((role) => oneOf<string>(role, allowed, 'UNKNOWN_ROLE'))
  const name = found.name && text(found.name)
  return [{ id, name: name ?? id, org, roles: roles.filter((role) => role !== undefined) }]
}
