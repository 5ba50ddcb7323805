import { refusal, type Refusal } from '../problem.ts'
import type { Choice, FormData, Pack, Procedure } from './model.ts'

/**
 * The procedure as the entity that the applicant chose decides it (PACK 16.10): its calendar, its inspectors, its head. A procedure of one
 * agency is its own choice. Otherwise what is wrong with the choice, at `pointer`.
 */
export function chosenFrom(p: Procedure, agency: string | undefined, pointer: string): Procedure | Refusal {
  const allowed = p.choice ? p.choice.agencies.map((a) => a.agency) : [p.agency]
  const params = { procedure: p.id, allowed: allowed.join(', ') }
  if (!p.choice)
    return agency === undefined || agency === p.agency
      ? p
      : refusal('AGENCY_NOT_IN_GROUP', pointer, { ...params, agency })
  if (agency === undefined) return refusal('AGENCY_NOT_CHOSEN', pointer, params)
  return decidedBy(p, agency) ?? refusal('AGENCY_NOT_IN_GROUP', pointer, { ...params, agency })
}

export const isChosen = (found: Procedure | Refusal): found is Procedure => 'form' in found

/** The procedure of one member of its group; nothing when the agency is no member. */
export function decidedBy(p: Procedure, agency: string): Procedure | undefined {
  const { choice } = p
  const member = choice?.agencies.find((a) => a.agency === agency)
  if (!choice || !member) return undefined
  return {
    ...p,
    agency,
    calendar: member.calendar,
    tasks: p.tasks.map((t) => (t.kind === 'opinion' ? t : { ...t, agency })),
    // Only an appeal that the file does not send elsewhere goes to the head of whoever decided.
    ...(p.appeal && 'appeal.to' in p.origins ? { appeal: { to: { ...p.appeal.to, agency } } } : {}),
    choice: { ...choice, chosen: agency },
  }
}

/** A choice that the data do not allow: nobody chose, or the entity does not serve the region. */
export function choiceFaults({ id, choice }: Procedure, data: FormData): Refusal[] {
  if (!choice) return []
  const member = choice.agencies.find((a) => a.agency === choice.chosen)
  if (!member)
    return [
      refusal('AGENCY_NOT_CHOSEN', '', { procedure: id, allowed: choice.agencies.map((a) => a.agency).join(', ') }),
    ]
  const given = choice.region === undefined ? undefined : data.elements[choice.region]
  if (!member.regions || given === undefined || member.regions.includes(String(given))) return []
  return [
    refusal('AGENCY_OUT_OF_REGION', `/elements/${choice.region ?? ''}`, {
      agency: member.agency,
      given: String(given),
      allowed: member.regions.join(', '),
    }),
  ]
}

/** The entities of a choice as sheets publish them, with where each may be chosen. */
export const choiceIn = (pack: Pack, { agencies, region }: Choice) => ({
  region: region ?? null,
  agencies: agencies.map((a) => ({
    agency: a.agency,
    id: `${pack.id}.${a.agency}`,
    name: pack.agencies.get(a.agency)?.name ?? a.agency,
    regions: a.regions ?? null,
  })),
})
