import type { TSchema } from 'typebox'
import { Compile } from 'typebox/schema'
import type { Actor } from '../chain.ts'
import { findMoney } from '../money.ts'
import type { Element, Pack, Procedure, Value } from '../pack/model.ts'
import { sha256 } from '../pack/sha256.ts'
import { fromShorthand } from '../pack/shorthand.ts'
import { findQuantity } from '../quantity.ts'
import type { Instant } from '../time.ts'
import { concernedAgencies } from './definition.ts'
import type { permit } from './permit.ts'
import type { Step, World, Written, WrittenMap } from './scenario-file.ts'
import { clockActor } from './state.ts'

type CommandName = keyof typeof permit.commands

/** Which role gives which command (PACK 6). What the platform grants its roles is tested to be the same. */
export const commandsOfRole: Readonly<Record<string, readonly CommandName[]>> = {
  applicant: [
    'submit',
    'cure',
    'answer',
    'askExtension',
    'withdraw',
    'extend',
    'askRectify',
    'renew',
    'appeal',
    'chooseSlot',
  ],
  evaluator: ['take', 'release', 'admit', 'requestCure', 'observe', 'propose', 'giveOpinion', 'scheduleInspection'],
  // A further round of observations and overruling an opinion's silence need the approver's own signed reason.
  approver: [
    'take',
    'release',
    'reassign',
    'observe',
    'propose',
    'approve',
    'deny',
    'return',
    'rectify',
    'declineRectify',
    'revoke',
    'resolveAppeal',
    'extendPeriod',
  ],
  inspector: ['take', 'release', 'scheduleInspection', 'recordInspection', 'reportMissed', 'takeSample'],
  laboratory: ['take', 'release', 'reportResult'],
  head: ['resolveAppeal'],
  customs: ['draw'],
  system: [
    'pay',
    'reinstate',
    'dependencyResolved',
    'linkRenewal',
    'closeRenewal',
    'reportCopy',
    'recomputeClocks',
    'serveNotice',
    'excludeOutage',
    'assignOnDuty',
    'draw',
  ],
}

const memo = (make: (name: string) => string): ((name: string) => string) => {
  const known = new Map<string, string>()
  return (name) => {
    const made = known.get(name) ?? make(name)
    known.set(name, made)
    return made
  }
}

/** An id for a name, the same in every run. The same few names return in every step of every scenario. */
export const scenarioId = memo((name) => {
  const hex = sha256(`scenario/${name}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
})
const digestOfType = memo(sha256)

export const applicantOrg = scenarioId('org/applicant')
export const customsOrg = scenarioId('org/customs')
const systemActor: Actor = { ...clockActor, roles: ['system'] }

/** Who acts in a step, and in which role; or why nobody of that name can. */
export function castOf(
  step: Pick<Step, 'by' | 'as'>,
  command: string,
  pack: Pack,
): { actor: Actor; role: string } | string {
  const person = scenarioId(`person/${step.as}`)
  const { by } = step
  const [agency = '', role = ''] = by.split('.')
  if (by === 'applicant') return { role: by, actor: { person, org: applicantOrg, roles: ['titular'] } }
  if (by === 'customs' || (by === 'system' && command === 'draw'))
    return { role: by, actor: { person, org: customsOrg, roles: ['customs'] } }
  if (by === 'system') return { role: by, actor: systemActor }
  const known = pack.agencies.get(agency)
  if (!known) return `by: ${by} is neither applicant, customs, system nor a role of an agency of ${pack.id}`
  if (!known.roles.includes(role)) return `by: ${agency} has no role ${role}`
  return { role, actor: { person, org: scenarioId(`org/${agency}`), roles: [role] } }
}

/** An application reaches its agencies through the platform, which submits what the applicant filed. */
export const playedBy = (actor: Actor, command: string): Actor => (command === 'submit' ? systemActor : actor)

/** Agencies concerned by a procedure, with their organisations: what the platform tells a permit when it is filed. */
export const orgsOf = (procedure: Procedure): Record<string, string> =>
  Object.fromEntries(concernedAgencies(procedure).map((a) => [a, scenarioId(`org/${a}`)]))

const isMap = (w: Written | undefined): w is WrittenMap => typeof w === 'object' && !Array.isArray(w)
const listOf = (w: Written | undefined): readonly Written[] | undefined =>
  Array.isArray(w) ? (w as readonly Written[]) : undefined

/** The world with what the step's `with` says of the application itself. */
export function filedIn(world: World, said: WrittenMap): World {
  const lines = listOf(said.lines)?.filter(isMap)
  const attached = listOf(said.attached)
  return {
    ...world,
    data: { ...world.data, ...(isMap(said.data) ? said.data : {}) },
    lines: lines ?? world.lines,
    attached: attached ?? world.attached,
    ...(typeof said.agency === 'string' ? { agency: said.agency } : {}),
  }
}

interface Telling {
  readonly procedure: Procedure
  readonly elements: ReadonlyMap<string, Element>
  readonly world: World
  readonly said: WrittenMap
  readonly now: Instant
}

/** Values in the shape the API carries, by the types of the elements; what has no element is handed on, to be refused. */
function valuesOf(elements: ReadonlyMap<string, Element>, said: WrittenMap): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(said).map(([id, written]): [string, Value] => {
      const element = elements.get(id)
      const value = element && typeof written === 'string' ? fromShorthand(element, written) : written
      return [id, value as Value]
    }),
  )
}

/** A document is its type, or a map with its number and date. Its digest stands for bytes that a scenario does not have. */
const documentsOf = (attached: readonly Written[]) =>
  attached.map((written) => {
    const said = isMap(written) ? written : { type: written }
    const type = String(said.type)
    return { type, digest: digestOfType(type), name: `${type}.pdf`, ...said }
  })

const observationsOf = (written: Written): unknown =>
  listOf(written)?.map((said) => (typeof said === 'string' ? { text: said } : said)) ?? written

const integer = (written: Written | undefined): unknown => (/^\d+$/.test(String(written)) ? Number(written) : written)
const quantityLines = (written: Written | undefined): unknown =>
  listOf(written)
    ?.filter(isMap)
    .map((line) => ({
      ...line,
      line: integer(line.line),
      quantity: line.quantity === 'none' ? null : (findQuantity(String(line.quantity)) ?? line.quantity),
    }))

const samplesOf = (written: Written): unknown =>
  listOf(written)
    ?.filter(isMap)
    .map((one) => ({ ...one, ...(one.line === undefined ? {} : { line: integer(one.line) }) })) ?? written

function submission({ procedure, elements, world }: Telling): unknown {
  return {
    procedure: procedure.id,
    orgs: orgsOf(procedure),
    customs: customsOrg,
    applicant: { org: applicantOrg, party: { name: 'Applicant' } },
    application: scenarioId('application'),
    dossier: scenarioId('dossier'),
    lineOf: world.lines.map((_, i) => i),
    elements: valuesOf(elements, world.data),
    lines: world.lines.map((line) => valuesOf(elements, line)),
    documents: documentsOf(world.attached),
  }
}

function correction({ elements, said: { data, lines, attached, ...rest } }: Telling): unknown {
  const goods = listOf(lines)?.filter(isMap)
  const documents = listOf(attached)
  return {
    ...rest,
    ...(isMap(data) ? { elements: valuesOf(elements, data) } : {}),
    ...(goods ? { lines: goods.map((line) => valuesOf(elements, line)) } : {}),
    ...(documents ? { documents: documentsOf(documents) } : {}),
  }
}

/** A command's input as the API carries it, from what the step says. */
export function inputOf(command: string, from: Telling): unknown {
  const { said, now } = from
  switch (command) {
    case 'submit':
      return submission(from)
    case 'cure':
    case 'answer':
    case 'rectify':
    case 'askRectify':
    case 'renew':
      return correction(from)
    case 'pay':
      return { order: scenarioId('order'), paidAt: now, ...said, amount: findMoney(String(said.amount)) ?? said.amount }
    case 'requestCure':
      return said.defects === undefined ? said : { ...said, defects: observationsOf(said.defects) }
    case 'observe':
      return said.observations === undefined ? said : { ...said, observations: observationsOf(said.observations) }
    case 'chooseSlot':
      return { ...said, slot: integer(said.slot) }
    case 'takeSample':
      return said.samples === undefined ? said : { ...said, samples: samplesOf(said.samples) }
    case 'draw':
    case 'propose':
      return said.lines === undefined ? said : { ...said, lines: quantityLines(said.lines) }
    default:
      return said
  }
}

const validators = new WeakMap<TSchema, ReturnType<typeof Compile>>()

function validatorOf(schema: TSchema): ReturnType<typeof Compile> {
  const known = validators.get(schema)
  if (known) return known
  const made = Compile(schema)
  validators.set(schema, made)
  return made
}

/** What of an input does not have the shape the API asks for: such a message would never reach the decision. */
export function shapeFault(schema: TSchema, input: unknown): string | undefined {
  const validator = validatorOf(schema)
  if (validator.Check(input)) return undefined
  const [, errors] = validator.Errors(input)
  return (
    errors.map(({ instancePath, message }) => `${instancePath || '/'} ${message}`).join('; ') ||
    'it does not match the schema'
  )
}
