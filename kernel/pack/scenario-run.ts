import { canonical } from '../canonical.ts'
import type { AnyCaseType, AnyEvent } from '../case-type.ts'
import { sumDecimal } from '../decimal.ts'
import { findMoney, sameMoney, showMoney } from '../money.ts'
import { permit } from '../procedure/permit.ts'
import type { PermitDefinition, PermitFacts } from '../procedure/flow.ts'
import { clockActor, type PermitState } from '../procedure/state.ts'
import { findQuantity } from '../quantity.ts'
import { instantAt, localTime, type Instant } from '../time.ts'
import { fault, type At } from './load/cursor.ts'
import { isFact, factTypes } from './facts.ts'
import type { Dictionary, Element, Fault, Pack, PackFile, Procedure, Value } from './model.ts'
import {
  asData,
  asText,
  readScenarios,
  type Given,
  type Scenario,
  type Step,
  type Written,
  type WrittenMap,
} from './scenario.ts'
import { showInSeries } from './series.ts'
import { fromShorthand, type Shorthand } from './shorthand.ts'

/** Which role of the agency gives which command (PACK 6); the platform's grants say the same. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  admit: ['evaluator'],
  requestCure: ['evaluator'],
  observe: ['evaluator', 'approver'],
  propose: ['evaluator', 'approver'],
  giveOpinion: ['evaluator'],
  approve: ['approver'],
  deny: ['approver'],
  return: ['approver'],
  rectify: ['approver'],
  revoke: ['approver'],
  recordInspection: ['inspector'],
  reportResult: ['laboratory'],
  resolveAppeal: ['head'],
}

const machine = permit as unknown as AnyCaseType

interface Run {
  readonly pack: Pack
  readonly procedure: Procedure
  readonly definition: PermitDefinition
  readonly elements: ReadonlyMap<string, Element>
  readonly given: Given
  state: PermitState
  next: number
  readonly all: AnyEvent[]
}

export interface ScenarioReport {
  readonly run: number
  readonly faults: readonly Fault[]
}

/** Runs every scenario of a pack's files. A scenario that does not come out as written is a fault, `SCENARIO`, at its step. */
export function runScenarios(files: readonly PackFile[], pack: Pack, dictionary: Dictionary): ScenarioReport {
  const faults: Fault[] = []
  const scenarios = readScenarios(files, faults)
  for (const scenario of scenarios) runScenario(scenario, pack, dictionary)
  return { run: scenarios.length, faults }
}

/** Runs one scenario, reporting to the list its place carries. */
export function runScenario(scenario: Scenario, pack: Pack, dictionary: Dictionary): void {
  const day = scenario.steps[0]?.at.slice(0, 10) ?? ''
  const procedure = pack.procedures.find((p) => p.id === scenario.procedure && p.from <= day && (!p.to || day <= p.to))
  if (!procedure) {
    fault(
      scenario.place,
      'UNKNOWN_PROCEDURE',
      `${scenario.procedure} is not in force on ${day}`,
      'correct the name or the dates',
    )
    return
  }
  const items = [...procedure.form, ...(procedure.lineForm?.items ?? [])]
  const heldBy = new Map([...pack.documents.values()].flatMap((d) => (d.heldBy ? [[d.id, d.heldBy] as const] : [])))
  for (const element of dictionary.elements.values()) if (element.heldBy) heldBy.set(element.id, element.heldBy)
  const run: Run = {
    pack,
    procedure,
    definition: { procedure, units: pack.units, dictionary, heldBy },
    elements: new Map(items.map(({ element }) => [element.id, element])),
    given: scenario.given,
    state: permit.initial,
    next: Number(scenario.given.facts['series.next'] ?? 1),
    all: [],
  }
  let last = ''
  for (const step of scenario.steps) {
    if (step.at < last) fault(step.place, 'SCENARIO', `${step.at} is before ${last}`, 'time only moves forward')
    last = step.at
    takeStep(run, step)
  }
  const replayed = machine.fold(run.all)
  if (canonical(replayed) !== canonical(run.state))
    fault(scenario.place, 'SCENARIO', 'replaying its events gives another state', 'this is a bug of the interpreter')
}

function takeStep(run: Run, step: Step): void {
  const { procedure } = run
  const now = instantAt(
    procedure.calendar.zone,
    step.at.slice(0, 10),
    Number(step.at.slice(11, 13)) * 60 + Number(step.at.slice(14)),
  )
  const happened: AnyEvent[] = []
  record(run, machine.tick?.(run.state, now, run.definition) ?? [], happened)
  const refused = step.do === undefined ? [] : command(run, step, step.do, now, happened)
  check(run, step, happened, refused)
}

/** Events take their effect; a document gets the next number of its series, as the platform would give it. */
function record(run: Run, events: readonly AnyEvent[], happened: AnyEvent[]): void {
  for (const raw of events) {
    const event = raw.type === 'DrIssued' ? { ...raw, data: numbered(run, raw.data as { series: string }) } : raw
    run.state = machine.evolve(run.state, event) as PermitState
    run.all.push(event)
    happened.push(event)
  }
}

const numbered = (run: Run, data: { series: string }): unknown => ({
  ...data,
  number: showInSeries(data.series, run.next++),
})

function command(run: Run, step: Step, name: string, now: Instant, happened: AnyEvent[]): readonly string[] {
  if (!Object.hasOwn(machine.commands, name)) {
    fault(step.place, 'SCENARIO', `${name} is not a command`, `use one of: ${Object.keys(machine.commands).join(', ')}`)
    return []
  }
  const [org = '', role = ''] = step.by.split('.')
  const allowed = ROLES[name]
  if (role !== '' && allowed && !allowed.includes(role)) return ['FORBIDDEN']
  const capacities = capacitiesOf(run, step.by, org, name)
  const actor = step.by === 'system' ? clockActor : { person: step.as, org, roles: [role || org] }
  const ctx = { now, caseId: 'scenario', actor, capacities, definition: run.definition }
  const decided = machine.decide(run.state, name, inputOf(run, name, step.with, now), ctx, factsOf(run.given))
  if ('refusals' in decided) return decided.refusals.map((r) => r.code)
  record(run, decided, happened)
  return []
}

function capacitiesOf(run: Run, by: string, org: string, name: string): readonly string[] {
  // The applicant files an application; the platform submits what it consists of.
  if (by === 'applicant') return name === 'submit' ? ['system'] : ['applicant']
  if (by === 'system') return name === 'draw' ? ['customs'] : ['system']
  if (by === 'customs') return ['customs']
  return machine
    .parties(run.state)
    .filter((party) => party.org === org)
    .map((party) => party.capacity)
}

function factsOf(given: Given): PermitFacts {
  const facts: Record<string, string | number | boolean> = {}
  for (const [name, said] of Object.entries(given.facts)) {
    if (!isFact(name)) continue
    const { type } = factTypes[name]
    facts[name] = type === 'number' ? Number(said) : type === 'yes-no' ? said === 'true' || said === 'yes' : said
  }
  return { facts: facts, needs: given.permits as PermitFacts['needs'], draw: Number(given.facts.draw ?? 9999) }
}

const isMap = (value: Written | undefined): value is WrittenMap => typeof value === 'object' && !Array.isArray(value)
const isList = (value: Written | undefined): value is readonly Written[] => Array.isArray(value)

function valuesOf(run: Run, map: Readonly<Record<string, Shorthand>>): Record<string, Value> {
  const value = (id: string, said: Shorthand): Value => {
    const element = run.elements.get(id)
    return element ? fromShorthand(element, said) : (said as Value)
  }
  return Object.fromEntries(Object.entries(map).map(([id, said]) => [id, value(id, said)]))
}

const documentsOf = (types: readonly string[]) =>
  types.map((type) => ({ type, digest: '0'.repeat(64), name: `${type}.pdf` }))

/** The command's input in the shape the API carries. */
function inputOf(run: Run, name: string, written: WrittenMap, now: Instant): unknown {
  const data = isMap(written.data) ? asData(written.data) : undefined
  const lines = isList(written.lines) ? written.lines.filter(isMap) : undefined
  const attached = isList(written.attached) ? written.attached.map(asText) : undefined
  switch (name) {
    case 'submit': {
      const given = run.given
      const goods = lines ? lines.map(asData) : given.lines
      return {
        procedure: run.procedure.id,
        orgs: Object.fromEntries(
          [run.procedure.agency, ...run.procedure.tasks.map((t) => t.agency)].map((a) => [a, a]),
        ),
        customs: 'customs',
        applicant: { org: 'applicant', party: { name: 'Applicant' } },
        application: 'application',
        dossier: 'dossier',
        lineOf: goods.map((_, i) => i),
        elements: valuesOf(run, { ...given.data, ...data }),
        lines: goods.map((line) => valuesOf(run, line)),
        documents: documentsOf(attached ?? given.attached),
      }
    }
    case 'pay':
      return { order: 'order', amount: findMoney(asText(written.amount)) ?? written.amount, paidAt: now }
    case 'requestCure':
      return { defects: observations(written.defects) }
    case 'observe':
      return { ...written, observations: observations(written.observations) }
    case 'cure':
    case 'answer':
    case 'rectify':
      return {
        ...(data ? { elements: valuesOf(run, data) } : {}),
        ...(lines ? { lines: lines.map((line) => valuesOf(run, asData(line))) } : {}),
        ...(attached ? { documents: documentsOf(attached) } : {}),
        ...(written.text === undefined ? {} : { text: written.text }),
      }
    case 'draw':
    case 'propose':
      return lines ? { ...written, lines: lines.map(quantities) } : written
    default:
      return written
  }
}

const observations = (written: Written | undefined): unknown =>
  isList(written) ? written.map((said) => (typeof said === 'string' ? { text: said } : said)) : []

const quantities = (line: WrittenMap): unknown => ({
  ...line,
  line: Number(line.line),
  quantity: line.quantity === 'none' ? null : findQuantity(asText(line.quantity)),
})

/** What the step says must be so. `events` are those of this step, `not-yet` those of the whole run. */
function check(run: Run, step: Step, happened: readonly AnyEvent[], refused: readonly string[]): void {
  const { state, procedure } = run
  const { then, place } = step
  const day = (at: Instant | null | undefined): string => (at ? localTime(procedure.calendar.zone, at).day : 'none')
  const same = (key: string, found: string): void => {
    const expected = then[key]
    if (expected !== undefined && expected !== found) wrong(place, key, asText(expected), found)
  }
  same('status', state.status)
  same('due', day(state.clock?.due ?? state.period?.due))
  same('number', state.resolution?.number ?? 'none')
  same('valid-until', state.resolution?.validUntil ?? 'none')
  same('used', sumDecimal((state.resolution?.balance ?? []).map((b) => b.used)))
  same(
    'tasks',
    Object.values(state.tasks)
      .map((t) => `${t.name}:${t.status}`)
      .join(' '),
  )
  if (then.fee !== undefined) {
    const expected = findMoney(asText(then.fee))
    const found = state.fee?.total
    if (!expected || !found || !sameMoney(expected, found))
      wrong(place, 'fee', asText(then.fee), found ? showMoney(found) : 'none')
  }
  const codes = [...new Set(refused)].sort()
  const expected = isList(then.refused) ? [...new Set(then.refused.map(asText))].sort() : []
  if (codes.join() !== expected.join())
    wrong(place, 'refused', expected.join(' ') || 'nothing', codes.join(' ') || 'nothing')
  const types = happened.map((event) => event.type)
  for (const type of isList(then.events) ? then.events : []) {
    if (!types.includes(asText(type))) wrong(place, 'events', asText(type), types.join(' ') || 'nothing')
  }
  for (const type of isList(then['not-yet']) ? then['not-yet'] : []) {
    if (run.all.some((event) => event.type === type)) wrong(place, 'not-yet', `no ${asText(type)}`, asText(type))
  }
}

function wrong(at: At, key: string, expected: string, found: string): void {
  fault(
    { ...at, path: `${at.path}.then.${key}` },
    'SCENARIO',
    `expected ${expected}, found ${found}`,
    'correct the law or the scenario',
  )
}
