import { at, lima } from '../calendar.fixture.ts'
import { isRefused, type AnyCaseType, type AnyEvent } from '../case-type.ts'
import type { Actor } from '../chain.ts'
import type { Condition, Facts, FormItem, ParallelTask, Procedure } from '../pack/model.ts'
import { element, item, procedure } from '../pack/procedure.fixture.ts'
import { showInSeries } from '../pack/series.ts'
import type { Refusal } from '../problem.ts'
import type { Instant } from '../time.ts'
import type { PermitDefinition, PermitFacts } from './definition.ts'
import { permit } from './permit.ts'
import { clockActor, type PermitState } from './state.ts'

/** An invented procedure with every part the vocabulary has, for given/when/then tests of the interpreter. */
export const equals = (id: string, ...codes: string[]): Condition => ({ op: 'test', element: id, test: { in: codes } })
export const factIs = (id: keyof Facts, value: string | boolean): Condition => ({
  op: 'test',
  element: id,
  test: { in: [value] },
})

const bd = (n: number) => ({ n, unit: 'bd' }) as const
const d = (n: number) => ({ n, unit: 'd' }) as const
const line = (id: string, type: Parameters<typeof element>[1], more: Partial<FormItem> = {}): FormItem => ({
  ...item(id, type, more),
  element: element(id, type, { line: true }),
})

export const toxicology: ParallelTask = {
  name: 'toxicology',
  kind: 'opinion',
  agency: 'health',
  within: bd(3),
  silence: 'proceed',
}
export const environment: ParallelTask = { ...toxicology, name: 'environment', agency: 'green', silence: 'against' }
export const goods: ParallelTask = { name: 'goods', kind: 'inspection', agency: 'office', slot: bd(2) }
export const chemistry: ParallelTask = { name: 'chemistry', kind: 'lab', agency: 'office', within: bd(2) }

export const fullProcedure = (more: Partial<Procedure> = {}): Procedure =>
  procedure({
    id: 'xt.full',
    key: 'xt.full@2026-01-01',
    calendar: lima,
    form: [
      item('importer', 'party'),
      item('country.origin', 'country'),
      item('date.arrival', 'date'),
      item('treatment', 'code', { list: ['none', 'fumigation'] }),
      item('hours', 'number', { when: equals('treatment', 'fumigation') }),
      item('route', 'text', { required: false }),
    ],
    lineForm: { max: 5, items: [line('name', 'text'), line('goods.quantity', 'quantity')] },
    attach: [
      { document: 'invoice', required: true },
      { document: 'analysis', required: true, when: { op: 'not', of: factIs('applicant.aeo', true) } },
    ],
    fee: [
      {
        kind: 'amount',
        amount: { money: { amount: '41.60', currency: 'PEN' } },
        law: 'NORM art. 2',
        due: 'submission',
      },
    ],
    review: { admit: bd(1), cure: bd(2), answer: bd(10), extend: bd(5), rounds: 1 },
    decision: { within: bd(15), silence: 'none', approvers: 1, countsFrom: 'admission', partial: true },
    output: {
      document: 'licence',
      number: 'XT-{year}-{seq:6}',
      signature: 'qualified',
      valid: [{ for: d(180) }],
      warn: [d(30), d(7)],
      balance: { of: 'goods.quantity', per: 'line', tolerance: '5' },
      send: [],
      public: false,
      conditions: [],
    },
    after: {
      rectify: { change: ['route', 'date.arrival', 'name'], fee: [] },
      extend: { for: d(90), times: 1, ask: d(15) },
    },
    ...more,
  })

export const definitionOf = (more: Partial<Procedure> = {}): PermitDefinition => ({
  procedure: fullProcedure(more),
  units: [],
  dictionary: { elements: new Map() },
  heldBy: new Map([['tax-registration', 'SUNAT']]),
})

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const orgs = {
  applicant: uuid(1),
  office: uuid(2),
  health: uuid(3),
  green: uuid(4),
  customs: uuid(5),
  other: uuid(9),
}

/** Who acts: `applicant`, `system`, `customs`, `outsider`, or `agency.role:person`. */
export function actorOf(who: string): Actor {
  const [desk = '', person = who] = who.split(':')
  const [agency = '', role = desk] = desk.split('.')
  if (who === 'system') return { ...clockActor, roles: ['system'] }
  if (who === 'outsider') return { person: who, org: orgs.other, roles: ['titular', 'evaluator', 'approver', 'head'] }
  return { person, org: orgs[agency as keyof typeof orgs] ?? orgs.other, roles: role.split('+') }
}

export const filed = {
  procedure: 'xt.full',
  orgs: { office: orgs.office, health: orgs.health, green: orgs.green },
  customs: orgs.customs,
  applicant: { org: orgs.applicant, party: { name: 'Agrofarma' } },
  application: uuid(20),
  dossier: uuid(21),
  lineOf: [0, 1],
  elements: {
    importer: { name: 'Agrofarma' },
    'country.origin': 'JP',
    'date.arrival': '2026-09-01',
    treatment: 'none',
  },
  lines: [
    { name: 'Malathion', 'goods.quantity': { value: '1000', unit: 'KGM' } },
    { name: 'Drums', 'goods.quantity': { value: '2', unit: 'TNE' } },
  ],
  documents: ['invoice', 'analysis'].map((type) => ({ type, digest: '0'.repeat(64), name: `${type}.pdf` })),
}

const machine = permit as unknown as AnyCaseType

/** A case in the hands of a test: time moves, commands are given, events are kept. */
export interface Played {
  readonly state: PermitState
  readonly events: readonly AnyEvent[]
  readonly now: Instant
  /** Moves to a local time, `2026-06-16 10:00`, and answers the types of what time caused. */
  until(local: string): readonly string[]
  /** Gives a command and answers the types of its events, or the codes of the refusals. */
  give(command: string, who: string, input?: unknown): readonly string[]
  /** The same, with the whole refusals. */
  refusals(command: string, who: string, input?: unknown): readonly Refusal[]
  /** Gives commands that must all be accepted, as `command who` with inputs. */
  all(...steps: readonly (readonly [command: string, who: string, input?: unknown])[]): Played
}

export function play(definition: PermitDefinition = definitionOf(), world: Partial<PermitFacts> = {}): Played {
  const facts: PermitFacts = { facts: {}, needs: {}, draw: 9999, ...world }
  const events: AnyEvent[] = []
  let state = permit.initial
  let now = at(lima, '2026-06-16 10:00')
  let seq = 0
  const apply = (list: readonly AnyEvent[]): void => {
    for (const raw of list) {
      const series = (raw.data as { series?: string }).series
      const data =
        raw.type === 'DrIssued' && series ? { ...(raw.data as object), number: showInSeries(series, ++seq) } : raw.data
      const event = { type: raw.type, data, at: raw.at ?? now }
      state = machine.evolve(state, event) as PermitState
      events.push(event)
    }
  }
  const decide = (command: string, who: string, input: unknown) => {
    const actor = actorOf(who)
    const mine = machine.parties(state).filter((p) => p.org === actor.org)
    const capacities = who === 'system' ? ['system'] : mine.map((p) => p.capacity)
    return machine.decide(state, command, input, { now, caseId: 'case', actor, capacities, definition }, facts)
  }
  const played: Played = {
    get state() {
      return state
    },
    events,
    get now() {
      return now
    },
    until: (local) => {
      now = at(lima, local)
      const due = machine.tick?.(state, now, definition) ?? []
      apply(due)
      return due.map((e) => e.type)
    },
    give: (command, who, input = {}) => {
      const decided = decide(command, who, input)
      if (isRefused(decided)) return decided.refusals.map((r) => r.code)
      apply(decided)
      return decided.map((e) => e.type)
    },
    refusals: (command, who, input = {}) => {
      const decided = decide(command, who, input)
      return isRefused(decided) ? decided.refusals : []
    },
    all: (...steps) => {
      for (const [command, who, input = {}] of steps) {
        const decided = decide(command, who, input)
        if (isRefused(decided))
          throw new Error(`${command} by ${who}: ${decided.refusals.map((r) => `${r.code} ${r.pointer}`).join(', ')}`)
        apply(decided)
      }
      return played
    },
  }
  return played
}

/** How a case gets to where most tests begin. */
export const submit = ['submit', 'system', filed] as const
export const pay = [
  'pay',
  'system',
  { order: uuid(30), amount: { amount: '41.60', currency: 'PEN' }, paidAt: '' },
] as const
export const admit = ['admit', 'office.evaluator:ana'] as const
export const propose = ['propose', 'office.evaluator:ana', { outcome: 'approve' }] as const
export const proposeDenial = ['propose', 'office.evaluator:ana', { outcome: 'deny', grounds: 'dose' }] as const
export const approve = ['approve', 'office.approver:rosa'] as const
export const deny = ['deny', 'office.approver:rosa'] as const
