import fc from 'fast-check'
import type { AnyCaseType, AnyEvent } from '../case-type.ts'
import type { Condition, Decision, FeeLine, Procedure } from '../pack/model.ts'
import { legalDay } from '../calendar.ts'
import { addDays, toInstant, type Instant } from '../time.ts'
import type { NeedStatus, PermitDefinition, PermitFacts } from './definition.ts'
import { actorOf, chemistry, definitionOf, environment, factIs, goods, toxicology } from './permit.fixture.ts'
import { permit } from './permit.ts'
import type { PermitState } from './state.ts'
import { storyInputs } from './story-inputs.fixture.ts'

export const machine = permit as unknown as AnyCaseType
const base = definitionOf().procedure
const commandNames = Object.keys(machine.commands)

const exemption: FeeLine = {
  kind: 'exempt',
  exempt: factIs('applicant.verified', true),
  law: 'NORM art. 3',
  due: 'submission',
}

const atIssue: readonly FeeLine[] = base.fee.map((line) => ({ ...line, due: 'issue' }))

/** Laws of any shape the vocabulary allows. */
export const laws = fc
  .record({
    fee: fc.constantFrom('none', 'plain', 'exempt', 'issue'),
    rectifyFee: fc.boolean(),
    renew: fc.boolean(),
    goodFor: fc.boolean(),
    refunds: fc.boolean(),
    send: fc.boolean(),
    admit: fc.boolean(),
    extend: fc.boolean(),
    service: fc.boolean(),
    rounds: fc.integer({ min: 1, max: 2 }),
    tasks: fc.subarray([toxicology, environment, { ...environment, name: 'binding', binding: true }, goods, chemistry]),
    unit: fc.constantFrom('bd', 'd', 'h'),
    within: fc.integer({ min: 1, max: 20 }),
    silence: fc.constantFrom('positive', 'negative', 'none'),
    countsFrom: fc.constantFrom('filing', 'payment', 'admission'),
    approvers: fc.integer({ min: 1, max: 2 }),
    automatic: fc.option(fc.constantFrom<'always' | Condition>('always', factIs('applicant.verified', true))),
    partial: fc.constantFrom(true, true, false),
    balance: fc.constantFrom('none', 'line', 'document'),
    valid: fc.constantFrom(
      { none: true },
      { for: { n: 40, unit: 'd' } },
      { until: { element: 'date.arrival', plus: { n: -70, unit: 'd' } } },
    ),
    needs: fc.constantFrom('none', 'none', 'none', 'start', 'decision', 'submission'),
  } as const)
  .map((law): PermitDefinition => {
    const { output: anyOutput, review: anyReview } = base
    if (!anyOutput || !anyReview) throw new Error('the fixture has both')
    const { balance, ...output } = anyOutput
    const decision: Decision = {
      within: { n: law.within, unit: law.unit },
      silence: law.silence,
      approvers: law.approvers,
      countsFrom: law.countsFrom,
      partial: law.partial,
      ...(law.extend ? { extend: { n: 3, unit: law.unit } } : {}),
      ...(law.automatic ? { automatic: { when: law.automatic, audit: '50' } } : {}),
    }
    const changes: Partial<Procedure> = {
      decision,
      tasks: law.tasks.map((task) =>
        law.goodFor && task.kind === 'inspection' ? { ...task, goodFor: { n: 1, unit: 'd' } } : task,
      ),
      periods: { ...base.periods, ...(law.service ? { service: { n: 5, unit: 'bd' } } : {}) },
      fee: { none: [], plain: base.fee, exempt: [...base.fee, exemption], issue: [...base.fee, ...atIssue] }[law.fee],
      after: {
        ...base.after,
        rectify: { change: base.after.rectify?.change ?? [], fee: law.rectifyFee ? base.fee : [] },
        ...(law.renew ? { renew: { opens: { n: 365, unit: 'd' } } } : {}),
      },
      ...(law.refunds ? { refunds: [{ until: 'issue', share: '50', from: '2026-01-01', law: 'NORM art. 4' }] } : {}),
      review: {
        ...anyReview,
        rounds: law.rounds,
        admit: law.admit ? anyReview.admit : null,
        extend: law.extend ? anyReview.extend : null,
      },
      output: {
        ...output,
        valid: [law.valid],
        send: law.send ? ['customs', 'ephyto'] : [],
        ...(law.balance !== 'none' && balance ? { balance: { ...balance, per: law.balance } } : {}),
      },
      needs: law.needs === 'none' ? [] : [{ permit: 'xt.other', at: law.needs }],
    }
    return definitionOf(changes)
  })

const people = [
  'applicant',
  'system',
  'customs',
  'outsider',
  'office.evaluator:ana',
  'office.evaluator:olga',
  'office.approver:rosa',
  'office.approver:hugo',
  'office.approver:ana',
  'office.inspector',
  'office.laboratory',
  'office.head:jefe',
  'office.head:rosa',
  'health.evaluator',
  'green.evaluator',
] as const

export interface Move {
  readonly minutes: number
  readonly sensible: boolean
  readonly command: number
  readonly who: number
  readonly input: number
}

export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    minutes: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 900 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 * 24 * 12 }) },
    ),
    sensible: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    command: fc.nat(),
    who: fc.nat(),
    input: fc.nat(),
  }),
  { minLength: 1, maxLength: 25, size: 'max' },
)
export const worlds: fc.Arbitrary<PermitFacts> = fc.record({
  facts: fc.constantFrom({}, { 'applicant.verified': true }, { 'applicant.aeo': true }),
  needs: fc.constantFrom<NeedStatus>('granted', 'pending', 'refused').map((s) => ({ 'xt.other': s })),
  draw: fc.integer({ min: 0, max: 9999 }),
  desk: fc.constantFrom(undefined, 'ahead').map((a) => ({
    ahead: a ?? null,
    roles: ['evaluator', 'approver', 'inspector', 'laboratory'],
  })),
})

const pick = <T>(from: readonly T[], n: number): T => {
  const found = from[n % from.length]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

const capacitiesOf = (state: PermitState, who: string): readonly string[] => {
  const { org } = actorOf(who)
  return who === 'system'
    ? ['system']
    : permit
        .parties(state)
        .filter((p) => p.org === org)
        .map((p) => p.capacity)
}

/** Roles that may give a command, so that sensible moves are made by people who would make them. */
function candidates(state: PermitState, command: string): readonly string[] {
  const { as = [], roles } = machine.commands[command] ?? {}
  const named = roles?.(state)
  return people.filter(
    (who) =>
      capacitiesOf(state, who).some((c) => as.includes(c)) &&
      (!named || named.some((role) => actorOf(who).roles.includes(role))),
  )
}

// Nearly everybody may withdraw at nearly any time: stories that all end there prove little.
const rare = ['take', 'reassign', 'linkRenewal', 'reportCopy', 'declineRectify', 'revoke']

/** The same law after a day of rest was decreed, some days ahead. */
const withRest = (law: PermitDefinition, now: Instant, ahead: number): PermitDefinition => {
  const { calendar } = law.procedure
  const holidays = new Set([...calendar.holidays, addDays(legalDay(calendar, now), 1 + (ahead % 9))])
  return { ...law, procedure: { ...law.procedure, calendar: { ...calendar, holidays } } }
}
const isOpen = (state: PermitState, command: string, move: Move): boolean =>
  (!rare.includes(command) || move.input % 5 === 0) &&
  (!['withdraw', 'recomputeClocks'].includes(command) || move.input % 12 === 0) &&
  (!['extendPeriod', 'serveNotice', 'excludeOutage'].includes(command) || move.input % 5 === 1) &&
  machine.commands[command]?.from.includes(state.status) === true &&
  candidates(state, command).length > 0

/** A law as a newer version that also binds the cases that are open. */
export const binding = ({ procedure, ...rest }: PermitDefinition): PermitDefinition => ({
  ...rest,
  procedure: { ...procedure, key: procedure.key.replace('@', '@9'), binds: { law: 'NORM art. 9' } },
})

export interface Telling {
  /** Takes the case over halfway through, where it is still open. */
  readonly newer?: PermitDefinition | null
  /** Moments at which time is let pass besides those of the moves: shares of each pause, in hundredths. */
  readonly ticks?: readonly number[]
  /** Looks at the case after every command that was accepted. */
  readonly after?: (state: PermitState, events: readonly AnyEvent[], now: Instant) => void
}

export interface Story {
  readonly events: readonly AnyEvent[]
  readonly state: PermitState
  readonly now: Instant
}

/** Whoever writes into a state that was decided throws: history is only ever added to. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.values(value).forEach(frozen)
  return Object.freeze(value)
}

/** Plays moves; time is let pass at each of them and, in between, at the moments of `ticks` (shares of each pause). */
export function story(
  definition: PermitDefinition,
  world: PermitFacts,
  list: readonly Move[],
  { ticks = [], after = () => undefined, newer = null }: Telling = {},
): Story {
  let law = definition
  let state = permit.initial
  let now = Date.UTC(2026, 5, 1, 13)
  const events: AnyEvent[] = []
  const apply = (found: readonly AnyEvent[], at: Instant): void => {
    for (const e of found) {
      const data = e.type === 'DrIssued' ? { ...(e.data as object), number: 'XT-1' } : e.data
      const event = { type: e.type, data, at: e.at ?? at }
      state = frozen(machine.evolve(state, event) as PermitState)
      events.push(event)
    }
  }
  const pass = (ms: number): void => apply(machine.tick?.(state, toInstant(ms), law) ?? [], toInstant(ms))
  for (const [i, move] of list.entries()) {
    const next = now + move.minutes * 60_000
    for (const share of ticks) pass(now + Math.floor(((next - now) * share) / 100))
    now = next
    pass(now)
    if (newer && i === Math.ceil(list.length / 2) && state !== permit.initial) {
      const at = toInstant(now)
      const moved = machine.migrate?.(state, { definition: 'newer', at, orgs: state.orgs }, newer) ?? []
      apply(moved, at)
      if (moved.length) law = newer
    }
    const open = commandNames.filter((c) => isOpen(state, c, move))
    const command = pick(move.sensible && open.length ? open : commandNames, move.command)
    const known = candidates(state, command)
    const who = pick(move.sensible && known.length ? known : people, move.who)
    if (command === 'recomputeClocks') law = withRest(law, toInstant(now), move.input)
    const ctx = {
      now: toInstant(now),
      caseId: 'case',
      actor: actorOf(who),
      capacities: capacitiesOf(state, who),
      definition: law,
    }
    const said = storyInputs[command] ?? [{}]
    const answers = said.map((input) => machine.decide(state, command, input, ctx, world))
    const willing = answers.filter((answer) => !('refusals' in answer))
    const decided = pick(move.sensible && willing.length ? willing : answers, move.input)
    if ('refusals' in decided) {
      if (decided.refusals.length === 0) throw new Error(`${command} was refused without a reason`)
      continue
    }
    apply(decided, toInstant(now))
    after(state, events, toInstant(now))
  }
  return { events, state, now: toInstant(now) }
}
