import { canonical } from '../canonical.ts'
import type { AnyCaseType, AnyEvent } from '../case-type.ts'
import { chosenFrom, isChosen } from '../pack/choice.ts'
import type { Dictionary, Element, Fault, Pack, PackFile, Procedure } from '../pack/model.ts'
import { showInSeries } from '../pack/series.ts'
import { refusal, type Refusal } from '../problem.ts'
import { instantAt, type Instant } from '../time.ts'
import { bindingVersion } from '../pack/versions.ts'
import { legalDay } from '../calendar.ts'
import { tracePermit, type PermitDefinition, type PermitFacts } from './definition.ts'
import { permit } from './permit.ts'
import { castOf, commandsOfRole, filedIn, inputOf, orgsOf, playedBy, shapeFault } from './scenario-cast.ts'
import { readScenarios, type Scenario, type Step, type World } from './scenario-file.ts'
import { reachedKeys } from './scenario-reach.ts'
import { serve } from './service.ts'
import { differences, type Difference } from './scenario-then.ts'
import type { PermitState } from './state.ts'

export interface ScenarioFailure extends Difference {
  /** Which step, from 1; 0 for the scenario as a whole. */
  readonly step: number
  readonly line: number
}

export interface ScenarioResult {
  readonly file: string
  readonly line: number
  readonly scenario: string
  /** `pe.export-phyto@2026-01-01`; only the id when no version is in force on the first day of the story. */
  readonly procedure: string
  readonly ok: boolean
  readonly failures: readonly ScenarioFailure[]
  /** Whether it came to an approval, and whether somebody was told no: each procedure needs both (PACK 10). */
  readonly approved: boolean
  readonly refused: boolean
}

export interface ScenarioRun {
  readonly results: readonly ScenarioResult[]
  /** Key paths that the scenarios reached, by procedure key. */
  readonly reached: ReadonlyMap<string, ReadonlySet<string>>
  /** What is wrongly written in the scenario files. */
  readonly faults: readonly Fault[]
}

// Names and inputs come from a file: the machinery for any case type takes them as they are.
const machine = permit as unknown as AnyCaseType

/** What all stories of one procedure have in common. */
interface Law {
  readonly pack: Pack
  readonly procedure: Procedure
  readonly definition: PermitDefinition
  readonly elements: ReadonlyMap<string, Element>
  readonly reached: Set<string>
}

/** The law of a procedure, made once. */
type Laws = (pack: Pack, procedure: Procedure) => Law

interface Story {
  readonly laws: Laws
  /** Under which it is decided now: whoever the applicant chooses has a calendar of its own, and a newer version may bind open cases. */
  law: Law
  world: World
  state: PermitState
  now: Instant
  readonly events: AnyEvent[]
  readonly counters: Map<string, number>
}

/** Registries that already hold a document or an element, as the platform tells a definition. */
function heldBy(pack: Pack, dictionary: Dictionary): ReadonlyMap<string, string> {
  const all = [...pack.documents.values(), ...dictionary.elements.values()]
  return new Map(all.flatMap((one) => (one.heldBy ? [[one.id, one.heldBy] as const] : [])))
}

function lawsOf(dictionary: Dictionary, reached: Map<string, Set<string>>): Laws {
  const known = new Map<string, Law>()
  return (pack, procedure) => {
    const name = `${procedure.key}:${procedure.choice?.chosen ?? ''}`
    const found = known.get(name)
    if (found) return found
    const items = [...procedure.form, ...(procedure.lineForm?.items ?? [])]
    const keys = reached.get(procedure.key) ?? new Set<string>()
    reached.set(procedure.key, keys)
    const made = {
      pack,
      procedure,
      definition: { procedure, units: pack.units, dictionary, heldBy: heldBy(pack, dictionary) },
      elements: new Map([...dictionary.elements, ...items.map(({ element }) => [element.id, element] as const)]),
      reached: keys,
    }
    known.set(name, made)
    return made
  }
}

/**
 * Plays every scenario among `files` (`…/scenarios/*.yaml`) over the procedures of `packs` (PACK 10): each step moves the clock, gives
 * its command and looks at what it says must be so. In the end the state is made again from the events and must be the same.
 */
export function runScenarios(packs: Iterable<Pack>, dictionary: Dictionary, files: readonly PackFile[]): ScenarioRun {
  const all = [...packs]
  const faults: Fault[] = []
  const known = new Set(all.flatMap((pack) => pack.procedures.map((p) => p.id)))
  const reached = new Map<string, Set<string>>()
  const laws = lawsOf(dictionary, reached)
  const results = readScenarios(files, known, faults).map((scenario): ScenarioResult => {
    const { file, line, name } = scenario
    const day = scenario.steps[0]?.at.day ?? ''
    const inForce = (p: Procedure): boolean => p.id === scenario.procedure && p.from <= day && (!p.to || day <= p.to)
    const pack = all.find((one) => one.procedures.some(inForce))
    const procedure = pack?.procedures.find(inForce)
    if (!pack || !procedure) {
      const failure = {
        step: 0,
        line,
        expected: `${scenario.procedure} in force on ${day || 'some day'}`,
        got: 'no such version',
      }
      return {
        file,
        line,
        scenario: name,
        procedure: scenario.procedure,
        ok: false,
        failures: [failure],
        approved: false,
        refused: false,
      }
    }
    const story: Story = {
      laws,
      law: laws(pack, procedure),
      world: scenario.world,
      state: permit.initial,
      now: '',
      events: [],
      counters: new Map(),
    }
    const failures = play(story, scenario)
    const approved = story.events.some((e) => e.type === 'TramiteApproved')
    const refused = story.state.status === 'DENIED' || scenario.steps.some((s) => s.then.refused.length > 0)
    return {
      file,
      line,
      scenario: name,
      procedure: procedure.key,
      ok: failures.length === 0,
      failures,
      approved,
      refused,
    }
  })
  return { results, reached, faults }
}

function play(story: Story, scenario: Scenario): ScenarioFailure[] {
  const failures: ScenarioFailure[] = []
  for (const [i, step] of scenario.steps.entries()) {
    const place = { step: i + 1, line: step.line }
    try {
      failures.push(...take(story, step).map((d) => ({ ...place, ...d })))
    } catch (error) {
      // Refusals are values: whatever is thrown is a fault of the interpreter, told beside the others.
      const got = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      return [...failures, { ...place, expected: 'an answer', got }]
    }
  }
  const replayed = machine.fold(JSON.parse(JSON.stringify(story.events)) as AnyEvent[])
  if (canonical(replayed) !== canonical(story.state))
    failures.push({ step: 0, line: scenario.line, expected: 'the same state from its events', got: 'another state' })
  return failures
}

function take(story: Story, step: Step): Difference[] {
  const now = instantAt(story.law.procedure.calendar.zone, step.at.day, step.at.minute)
  if (now < story.now) return [{ expected: 'a moment after the step before', got: `${step.at.day}, which is earlier` }]
  story.now = now
  story.world = step.given(story.world)
  const before = story.events.map((e) => e.type)
  const found: Difference[] = []
  const refusals: Refusal[] = []
  move(story, now)
  pass(story, now)
  if (step.do !== undefined) {
    const answer = give(story, step, step.do)
    if (typeof answer === 'string') found.push({ expected: `${step.by} does ${step.do}`, got: answer })
    else refusals.push(...answer)
    if (story.world.opens) record(story, served(story, now))
  }
  const { procedure } = story.law
  const events = story.events.slice(before.length)
  const outcome = {
    state: story.state,
    happened: events.map((e) => e.type),
    before,
    refused: refusals.map((r) => r.code),
  }
  for (const key of reachedKeys({ procedure, state: story.state, facts: story.world.facts, now, events, refusals }))
    story.law.reached.add(key)
  return [...found, ...differences(step.then, outcome, procedure)]
}

/** The clock of a story draws what the story says. */
const timed = ({ law, world }: Story): PermitDefinition => ({ ...law.definition, draw: world.draw })

/** A version that binds open cases takes the case over at the first moment of its first day, whatever the next step is. */
function move(story: Story, now: Instant): void {
  const { pack, procedure } = story.law
  const next = bindingVersion(pack.procedures, procedure, legalDay(procedure.calendar, now))
  if (!next || story.state === permit.initial) return
  const at = instantAt(next.calendar.zone, next.from, 0)
  pass(story, at)
  const law = story.laws(pack, next)
  const events = machine.migrate?.(story.state, { definition: next.key, at, orgs: orgsOf(next) }, law.definition) ?? []
  if (events.length === 0) return
  story.law = law
  record(
    story,
    events.map((e) => ({ ...e, at })),
  )
}

/** Whoever is told something opens it at once, so that a story need say nothing of notices unless it is about them. */
function served({ state, law }: Story, at: Instant): readonly AnyEvent[] {
  const t = tracePermit(state)
  serve(t, law.definition, 'opened', at)
  return t.events.map((e) => ({ ...e, at }))
}

/** Time passes, moment by moment: what falls due may be told, and is opened then. */
function pass(story: Story, now: Instant): void {
  for (let due = permit.nextDue?.(story.state); due && due <= now; due = permit.nextDue?.(story.state)) {
    record(story, machine.tick?.(story.state, due, timed(story)) ?? [])
    if (story.world.opens) record(story, served(story, due))
  }
}

/** Events take effect one by one; those that take a number get the next one of their series, as the platform would give it. */
function record(story: Story, events: readonly AnyEvent[]): void {
  for (const raw of events) {
    const event = {
      ...raw,
      at: raw.at ?? story.now,
      data: machine.numbered?.includes(raw.type) ? numbered(story, raw.data) : raw.data,
    }
    story.state = machine.evolve(story.state, event) as PermitState
    story.events.push(event)
  }
}

function numbered({ counters, world }: Story, data: unknown): unknown {
  const { series } = data as { readonly series: string }
  const next = (counters.get(series) ?? world.seriesNext - 1) + 1
  counters.set(series, next)
  return { ...(data as object), number: showInSeries(series, next) }
}

/** Gives the command of a step. Answers the refusals, or in words why nobody could give it so. */
function give(story: Story, step: Step, name: string): readonly Refusal[] | string {
  const command = Object.hasOwn(machine.commands, name) ? machine.commands[name] : undefined
  if (!command) return `${name} is not a command: ${Object.keys(machine.commands).join(', ')}`
  const cast = castOf(step, name, story.law.pack)
  if (typeof cast === 'string') return cast
  // As at the door: the role first, then the state of the case, then how the organisation stands to it.
  if (!commandsOfRole[cast.role]?.some((known) => known === name)) return [refusal('FORBIDDEN', '', { command: name })]
  const world = filedIn(story.world, step.with)
  if (name === 'submit') {
    const chosen = chosenFrom(story.law.procedure, world.agency, '/agency')
    if (!isChosen(chosen)) return [chosen]
    story.law = story.laws(story.law.pack, chosen)
  }
  const { now, state } = story
  const { procedure, definition, elements } = story.law
  const input = inputOf(name, { procedure, elements, world, said: step.with, now })
  const wrong = shapeFault(command.input, input)
  // A story about a refusal need not spell out what nobody will read; any other message must be one the API takes.
  if (wrong !== undefined && step.then.refused.length === 0) return `with: ${wrong}`
  const actor = playedBy(cast.actor, name)
  const capacities = actor.roles.includes('system')
    ? ['system']
    : machine
        .parties(state)
        .filter((p) => p.org === actor.org)
        .map((p) => p.capacity)
  const facts: PermitFacts = { facts: world.facts, needs: world.permits, draw: world.draw }
  const decided = machine.decide(state, name, input, { now, caseId: 'scenario', actor, capacities, definition }, facts)
  if ('refusals' in decided) return decided.refusals
  if (wrong !== undefined) return `with: ${wrong}`
  record(story, decided)
  if (name === 'dependencyResolved') settle(story, input as { permit: string; outcome: 'granted' | 'refused' })
  return []
}

/** What the others wait for no longer is what it was. */
function settle(story: Story, { permit: name, outcome }: { permit: string; outcome: 'granted' | 'refused' }): void {
  story.world = { ...story.world, permits: { ...story.world.permits, [name]: outcome } }
}
