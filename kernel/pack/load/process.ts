import type { Period } from '../../time.ts'
import type { Agency, Decision, Need, ParallelTask, Review } from '../model.ts'
import { checkNegation, readCondition, readWhen } from './conditions.ts'
import type { CodeList, Context } from './context.ts'
import {
  entries,
  fault,
  fields,
  isText,
  items,
  keyAt,
  named,
  oneOf,
  orEmpty,
  percent,
  period,
  text,
  warn,
  whole,
  yesNo,
  type At,
} from './cursor.ts'
import {
  APPEAL,
  AUTOMATIC,
  DECISION,
  INSPECTION,
  LAB,
  NEED,
  OPINION,
  REVIEW,
  SILENCE,
  URGENT,
} from '../vocabulary/procedure.ts'
import { needsRole } from './deciders.ts'
import { readLimits } from './schedule.ts'
import { askedElement, type Scope } from './scope.ts'

/** Where a default came from, collected while a procedure is read: `review.cure` to `pack default cure (LPAG art. 143)`. */
export type Origins = Record<string, string>

const WORKING: readonly Period['unit'][] = ['bd', 'd', 'h']
const CALENDAR: readonly Period['unit'][] = ['d', 'months', 'years']

/** A period the procedure names, or the country's default with its origin noted. */
function orDefault(
  at: At | undefined,
  path: string,
  name: 'admit' | 'cure' | 'answer' | 'extension' | 'opinion' | 'slot',
  context: Context,
  origins: Origins,
): Period {
  const own = at && period(at, WORKING)
  if (own) return own
  if (!at) origins[path] = `pack default ${name} (${context.defaults.law})`
  return context.defaults[name]
}

/** `review:` a person evaluates. An empty one takes the country's usual periods. */
export function readReview(at: At | undefined, context: Context, origins: Origins): Review | undefined {
  if (!at) return undefined
  const found = fields(orEmpty(at), REVIEW)
  const none = (part: At | undefined): boolean => part !== undefined && isText(part, 'none')
  const rounds = found.rounds && whole(found.rounds, 1)
  if (!found.rounds) origins['review.rounds'] = 'vocabulary: observations once (M08-4)'
  return {
    admit: none(found.admit) ? null : orDefault(found.admit, 'review.admit', 'admit', context, origins),
    cure: orDefault(found.cure, 'review.cure', 'cure', context, origins),
    answer: orDefault(found.answer, 'review.answer', 'answer', context, origins),
    extend: none(found.extend) ? null : orDefault(found.extend, 'review.extend', 'extension', context, origins),
    rounds: rounds ?? 1,
  }
}

/** Opinions, inspections and laboratory tests: work beside the evaluation. */
export function readTasks(
  parts: { opinions?: At | undefined; inspection?: At | undefined; lab?: At | undefined },
  agencies: readonly Agency[],
  lists: ReadonlyMap<string, CodeList>,
  scope: Scope,
  context: Context,
  origins: Origins,
): ParallelTask[] {
  const seen = new Set<string>()
  const each = (at: At | undefined, read: (name: string, part: At) => ParallelTask | undefined): ParallelTask[] =>
    (at ? entries(at) : []).flatMap(([name, part]) => {
      if (seen.has(name)) fault(part, 'BAD_VALUE', `two tasks are called ${name}`, 'give each task its own name')
      seen.add(name)
      return read(name, orEmpty(part)) ?? []
    })

  const opinion = (name: string, at: At): ParallelTask => {
    const found = fields(at, OPINION)
    const id = found.agency && named(found.agency, context.agencies.keys(), 'UNKNOWN_AGENCY', 'an agency of pack.yaml')
    if (found.agency && id !== undefined && agencies.some((a) => a.id === id))
      fault(found.agency, 'OPINION_OF_ITSELF', `${id} cannot give an opinion to itself`, 'name another agency')
    const asked = id === undefined ? undefined : context.agencies.get(id)
    if (found.agency && asked) needsRole(found.agency, [asked], 'evaluator')
    const when = readWhen(found, scope, { facts: true })
    const silence = found.silence && oneOf(found.silence, ['proceed', 'against'])
    return {
      name,
      kind: 'opinion',
      agency: id ?? '',
      within: orDefault(found.within, `opinions.${name}.within`, 'opinion', context, origins),
      ...(silence ? { silence } : {}),
      ...(found.binding && yesNo(found.binding) ? { binding: true } : {}),
      ...(when ? { when } : {}),
    }
  }
  const inspection = (name: string, at: At): ParallelTask => {
    const found = fields(at, INSPECTION)
    needsRole(at, agencies, 'inspector')
    const when = readWhen(found, scope, { facts: true })
    const where = found.at && oneOf(found.at, ['origin', 'arrival', 'premises'])
    const goodFor = found['good-for'] && period(found['good-for'])
    const shipWithin = found['ship-within'] && period(found['ship-within'], CALENDAR)
    const remote = found.remote && readCondition(found.remote, scope, { facts: true })
    return {
      name,
      kind: 'inspection',
      agency: agencies[0]?.id ?? '',
      slot: orDefault(found.slot, `inspection.${name}.slot`, 'slot', context, origins),
      ...(where ? { at: where } : {}),
      ...(goodFor ? { goodFor } : {}),
      ...(shipWithin ? { shipWithin } : {}),
      ...(remote ? { remote } : {}),
      ...(when ? { when } : {}),
    }
  }
  const lab = (name: string, at: At): ParallelTask => {
    const found = fields(at, LAB)
    needsRole(at, agencies, 'laboratory')
    const when = readWhen(found, scope, { facts: true })
    const tests = found.tests && named(found.tests, lists.keys(), 'UNKNOWN_LIST', 'a list of this pack')
    const within = found.within && period(found.within, WORKING)
    const limits = found.tests && tests ? readLimits(found.tests, tests, lists.get(tests)) : []
    return {
      name,
      kind: 'lab',
      agency: agencies[0]?.id ?? '',
      ...(tests ? { tests } : {}),
      ...(limits.length ? { limits } : {}),
      ...(within ? { within } : {}),
      ...(when ? { when } : {}),
    }
  }
  return [...each(parts.opinions, opinion), ...each(parts.inspection, inspection), ...each(parts.lab, lab)]
}

/** `decision:` how long, what silence means, and when no person is needed. */
export function readDecision(
  at: At,
  present: At | undefined,
  parts: {
    review: Review | undefined
    tasks: readonly ParallelTask[]
    agencies: readonly Agency[]
    reviewAt: At | undefined
  },
  scope: Scope,
  origins: Origins,
): Decision {
  const found: Partial<Record<keyof typeof DECISION, At>> = present ? fields(present, DECISION) : {}
  const where = present ?? at
  const within = found.within && period(found.within, WORKING)
  const said = found.silence && oneOf(found.silence, SILENCE)
  const silence = said === 'positive-once-seen' ? 'positive' : said
  const automatic = readAutomatic(found.automatic, scope)
  const { review, reviewAt, agencies, tasks } = parts
  if (!review && automatic?.when !== 'always') {
    fault(
      where,
      'NOBODY_DECIDES',
      'neither a person nor a rule decides every case',
      'add review: {} or decision: { automatic: always }',
    )
  }
  if (review && reviewAt) {
    if (!found.within) fault(where, 'NO_PERIOD', 'a person decides and there is no period', 'add within: to decision')
    if (!found.silence)
      fault(
        where,
        'NO_SILENCE',
        'a person decides and silence means nothing',
        'add silence: positive, negative or none to decision',
      )
    for (const agency of agencies) {
      const lacking = ['evaluator', 'approver'].filter((role) => !agency.roles.includes(role))
      if (lacking.length > 0)
        fault(
          reviewAt,
          'FOUR_EYES',
          `${agency.id} has no ${lacking.join(' and no ')}: one person may not propose and approve`,
          `add ${lacking.join(', ')} to its roles in pack.yaml`,
        )
    }
  }
  if (present && found.within && within) {
    for (const task of tasks) {
      if (task.kind !== 'opinion' || task.within?.unit !== within.unit || task.within.n <= within.n) continue
      warn(
        found.within,
        'OPINION_TOO_LONG',
        `the opinion ${task.name} may take longer than the whole decision`,
        `give ${task.name} ${within.n} ${within.unit} or less`,
      )
    }
  }
  const looks = tasks.some((t) => t.kind !== 'opinion')
  if (found.silence && said === 'positive' && looks) {
    warn(
      found.silence,
      'SILENCE_SKIPS_INSPECTION',
      'silence would approve goods that nobody inspected',
      'write silence: positive-once-seen, which says what then happens, or silence: none',
    )
  }
  if (found.silence && said === 'positive-once-seen' && !looks)
    fault(found.silence, 'BAD_VALUE', 'there is no inspection and no test to wait for', 'write silence: positive')
  const extend = found.extend && period(found.extend, WORKING)
  if (found.extend && extend && extend.unit !== within?.unit)
    fault(
      found.extend,
      'BAD_VALUE',
      'the extension is in another unit than the period',
      `write it in ${within?.unit ?? 'bd'}`,
    )
  const approvers = found.approvers && whole(found.approvers, 1)
  if (!found.approvers) origins['decision.approvers'] = 'vocabulary: one, besides who proposed'
  const counts = found['counts-from'] && oneOf(found['counts-from'], ['filing', 'payment', 'admission'])
  if (!found['counts-from']) origins['decision.counts-from'] = 'vocabulary: admission'
  return {
    ...(within ? { within } : {}),
    ...(silence ? { silence } : {}),
    ...(said === 'positive-once-seen' ? { onceSeen: true as const } : {}),
    ...readUrgent(found.urgent, scope, within, origins),
    ...(automatic ? { automatic } : {}),
    approvers: approvers ?? 1,
    countsFrom: counts ?? 'admission',
    partial: found.partial ? (yesNo(found.partial) ?? false) : false,
    ...(extend && extend.unit === within?.unit ? { extend } : {}),
  }
}

/** `urgent:` a shorter period; half of the usual one, rounded up, where the law names none (M08-10). */
function readUrgent(
  at: At | undefined,
  scope: Scope,
  usual: Period | undefined,
  origins: Origins,
): Pick<Decision, 'urgent'> {
  if (!at) return {}
  const found = fields(at, URGENT)
  const half = usual && { n: Math.ceil(usual.n / 2), unit: usual.unit }
  if (!found.within) origins['decision.urgent.within'] = 'vocabulary: half of decision.within (M08-10)'
  const within = found.within ? period(found.within, WORKING) : half
  return found.when && within ? { urgent: { when: readCondition(found.when, scope, { facts: true }), within } } : {}
}

function readAutomatic(at: At | undefined, scope: Scope): Decision['automatic'] {
  if (!at) return undefined
  if (isText(at, 'always')) return { when: 'always' }
  const found = fields(at, AUTOMATIC)
  const audit = found.audit && percent(found.audit)
  if (!found.when) return undefined
  if (isText(found.when, 'always')) return { when: 'always', ...(audit ? { audit } : {}) }
  const when = readCondition(found.when, scope, { facts: true })
  checkNegation(found.when, when, scope)
  return { when, ...(audit ? { audit } : {}) }
}

/** A need with the place to point at, for the checks over all procedures. */
export interface PlacedNeed extends Need {
  readonly place: At
}

/** `needs:` what must exist first. */
export function readNeeds(at: At | undefined, procedures: ReadonlySet<string>, scope: Scope): PlacedNeed[] {
  return (at ? items(at) : []).flatMap((child): PlacedNeed[] => {
    const found = fields(child, NEED)
    const permit = found.permit && named(found.permit, procedures, 'UNKNOWN_PROCEDURE', 'a procedure of this pack')
    const moment = found.at && oneOf(found.at, ['submission', 'start', 'decision'])
    const by = found.by && text(found.by)
    const asked = found.by && by !== undefined ? askedElement(found.by, by, scope) : undefined
    if (found.by && asked && asked.element.type !== 'permit' && asked.element.type !== 'text')
      fault(
        found.by,
        'TEST_TYPE',
        `${by} is a ${asked.element.type}; it cannot hold a permit's number`,
        'name an element of type permit',
      )
    const when = readWhen(found, scope, { facts: true })
    if (permit === undefined || !moment || !found.permit) return []
    return [{ permit, at: moment, place: found.permit, ...(by ? { by } : {}), ...(when ? { when } : {}) }]
  })
}

/** `agency.role` of this pack, as notices and appeals name who is meant. */
export function readDesk(at: At, context: Context): { agency: string; role: string } | undefined {
  const written = text(at)
  if (written === undefined) return undefined
  const [id = '', role = ''] = written.split('.')
  const agency = context.agencies.get(id)
  if (!agency) {
    named(
      { ...at, node: { kind: 'text', line: at.node.line, text: id } },
      context.agencies.keys(),
      'UNKNOWN_AGENCY',
      'an agency of pack.yaml',
    )
    return undefined
  }
  if (!agency.roles.includes(role)) {
    fault(at, 'UNKNOWN_ROLE', `${id} has no role ${role}`, `use one of: ${agency.roles.join(', ')}`)
    return undefined
  }
  return { agency: id, role }
}

/** Roles that sign decisions: an appeal is decided, so nobody who only evaluates or inspects may hear one. */
const DECIDING = ['head', 'approver']

/**
 * Who decides appeals: by default the head of the agency, who took no part; otherwise the role, of this agency or of another body, that
 * the law names (PACK 16.13).
 */
export function readAppeal(
  at: At | undefined,
  where: At,
  agencies: readonly Agency[],
  review: Review | undefined,
  context: Context,
  origins: Origins,
): { agency: string; role: string } | undefined {
  if (at) {
    const found = fields(at, APPEAL)
    const desk = found.to && readDesk(found.to, context)
    if (found.to && desk && !DECIDING.includes(desk.role))
      fault(
        found.to,
        'APPEAL_ROLE',
        `the ${desk.role} of ${desk.agency} does not decide, so cannot hear an appeal`,
        `write ${desk.agency}.head or ${desk.agency}.approver`,
      )
    return desk
  }
  const [agency] = agencies
  if (!agency || !review) return undefined
  needsRole(keyAt(where, 'agency'), agencies, 'head')
  origins['appeal.to'] = 'vocabulary: the head of the agency'
  return { agency: agency.id, role: 'head' }
}
