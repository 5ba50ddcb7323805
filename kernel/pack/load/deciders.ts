import type { Agency, Choice } from '../model.ts'
import type { Context } from './context.ts'
import { DECIDER } from '../vocabulary/procedure.ts'
import { fault, fields, named, text, type At } from './cursor.ts'
import { askedElement, type Scope } from './scope.ts'

/** Whoever may come to decide a procedure: one agency, or every member of the group of which the applicant chooses. */
export interface Deciders {
  readonly at: At | undefined
  readonly agencies: readonly Agency[]
  readonly group?: string
  readonly regionAt?: At
}

/** `agency: senasa`, or `agency: { any-of: GROUP, region: ELEMENT }` (PACK 16.10). */
export function readDeciders(at: At | undefined, context: Context): Deciders {
  if (at?.node.kind !== 'map') {
    const id = at && named(at, context.agencies.keys(), 'UNKNOWN_AGENCY', 'an agency of pack.yaml')
    const agency = id === undefined ? undefined : context.agencies.get(id)
    return { at, agencies: agency ? [agency] : [] }
  }
  const found = fields(at, DECIDER)
  const group =
    found['any-of'] && named(found['any-of'], context.groups.keys(), 'UNKNOWN_GROUP', 'a group of pack.yaml')
  const members = group === undefined ? [] : [...(context.groups.get(group)?.keys() ?? [])]
  return {
    at,
    agencies: members.map((id) => context.agencies.get(id)).filter((a) => a !== undefined),
    ...(group === undefined ? {} : { group }),
    ...(found.region ? { regionAt: found.region } : {}),
  }
}

/** The choice that is left to the applicant, once it is known what the form asks. */
export function readChoice(
  { at, agencies, group, regionAt }: Deciders,
  scope: Scope,
  context: Context,
): Choice | undefined {
  const members = group === undefined ? undefined : context.groups.get(group)
  if (!at || group === undefined || !members) return undefined
  const limited = [...members].find(([, regions]) => regions)
  const region = regionAt && text(regionAt)
  if (limited && !regionAt)
    fault(
      at,
      'MISSING_KEY',
      `${limited[0]} serves some regions only, and no datum says where`,
      'add region: an element of the form',
    )
  if (regionAt && !limited)
    fault(
      regionAt,
      'BAD_VALUE',
      `every entity of ${group} serves every region`,
      'remove region, or limit one in pack.yaml',
    )
  const asked = regionAt && region !== undefined ? askedElement(regionAt, region, scope) : undefined
  if (regionAt && asked && (asked.line || !['code', 'location', 'country', 'text'].includes(asked.element.type)))
    fault(
      regionAt,
      'TEST_TYPE',
      `${region ?? ''} is no code of the header`,
      'name a place or a code that the form asks once',
    )
  return {
    group,
    agencies: agencies.flatMap(({ id, calendar: name }) => {
      const calendar = context.calendars.get(name)
      const regions = members.get(id)
      return calendar ? [{ agency: id, calendar, ...(regions ? { regions } : {}) }] : []
    }),
    ...(region === undefined ? {} : { region }),
  }
}

/** Every agency that may come to decide must have a role. */
export function needsRole(at: At, agencies: readonly Agency[], role: string): void {
  for (const agency of agencies)
    if (!agency.roles.includes(role))
      fault(at, 'NO_ROLE', `${agency.id} has no ${role}`, `add ${role} to the roles of ${agency.id} in pack.yaml`)
}
