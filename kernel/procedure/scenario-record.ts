import { stringify } from 'yaml'
import type { AnyEvent } from '../case-type.ts'
import type { Actor } from '../chain.ts'
import type { Procedure } from '../pack/model.ts'
import { localTime, type Instant } from '../time.ts'
import { permit } from './permit.ts'
import type { PermitState } from './state.ts'

/** An event of a permit as the store keeps it: which command caused it, and who gave that. */
export interface RecordedEvent extends AnyEvent {
  readonly at: Instant
  readonly actor: Actor
  readonly commandId: string
}

/** In place of what is personal: a number that nobody has. */
const NOT_TOLD = '+1 555 0100'

type Said = Readonly<Record<string, unknown>>

/** What a step says of its command; nothing for events that no person causes. */
type Teller = (data: never, before: PermitState) => readonly [command: string, said: Said]

const nothing =
  (command: string): Teller =>
  () => [command, {}]
const given = (said: Said): Said =>
  Object.fromEntries(Object.entries(said).filter(([, v]) => v !== null && v !== undefined))

/** Values as a person writes them: `13800 KGM`, `41.60 PEN`; what is personal is not told again. */
function short(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(short)
  if (typeof value !== 'object' || value === null) return value
  const v = value as Record<string, unknown>
  const keys = Object.keys(v).sort().join()
  if (keys === 'unit,value') return `${String(v.value)} ${String(v.unit)}`
  if (keys === 'amount,currency') return `${String(v.amount)} ${String(v.currency)}`
  if (keys === 'ref') return NOT_TOLD
  return Object.fromEntries(Object.entries(v).map(([k, item]) => [k, short(item)]))
}

interface Corrected {
  readonly elements?: object | null
  readonly lines?: readonly object[] | null
  readonly documents?: readonly { readonly type: string }[]
  readonly text?: string | null
}

const corrected = ({ elements, lines, documents, text }: Corrected): Said =>
  given({
    data: elements && Object.keys(elements).length ? short(elements) : undefined,
    lines: lines?.length ? short(lines) : undefined,
    attached: documents?.length ? documents.map((d) => d.type) : undefined,
    text,
  })

const points = (list: readonly { readonly text: string }[]): unknown => list.map((o) => short({ ...o }))
const closing =
  (command: string): Teller =>
  (e: { task: string; result: string; text?: string | null }) => [
    command,
    given({ task: e.task, result: e.result, text: e.text }),
  ]
const lines = (list: readonly { readonly quantity: unknown }[] | null): unknown =>
  list?.map((l) => ({ ...l, quantity: l.quantity === null ? 'none' : short(l.quantity) }))

/** Which event says what command it was, and with what. */
const tellers: Readonly<Record<string, Teller>> = {
  TramiteSubmitted: nothing('submit'),
  FeePaid: (_: unknown, s) => ['pay', { amount: short((s.rectification?.fee ?? s.fee)?.total) }],
  DependencyResolved: (e: { permit: string }) => ['dependencyResolved', { permit: e.permit, outcome: 'granted' }],
  TramiteAdmitted: nothing('admit'),
  CureRequested: (e: { defects: readonly { text: string }[] }) => ['requestCure', { defects: points(e.defects) }],
  CureProvided: (e: Corrected) => ['cure', corrected(e)],
  TramiteObserved: (e: { observations: readonly { text: string }[]; reason: string | null }) => [
    'observe',
    given({ observations: points(e.observations), reason: e.reason }),
  ],
  PeriodExtended: (e: { clock?: object; reason?: string }) =>
    e.clock ? ['extendPeriod', given({ reason: e.reason })] : ['askExtension', {}],
  NoticeServed: nothing('serveNotice'),
  ObservationAnswered: (e: Corrected) => ['answer', corrected(e)],
  OpinionGiven: closing('giveOpinion'),
  InspectionRecorded: closing('recordInspection'),
  ResultReported: closing('reportResult'),
  DecisionProposed: (e: {
    outcome: string
    grounds: string | null
    lines: readonly { quantity: unknown }[] | null
  }) => ['propose', given({ outcome: e.outcome, grounds: e.grounds, lines: lines(e.lines) })],
  ApprovalSigned: nothing('approve'),
  TramiteApproved: nothing('approve'),
  TramiteReturned: (e: { reason: string }) => ['return', { reason: e.reason }],
  TramiteDenied: (e: { humanText_es: string }, s) => ['deny', s.proposal?.grounds ? {} : { grounds: e.humanText_es }],
  DrRectified: (e: Corrected, s) => ['rectify', s.rectification ? {} : corrected(e)],
  RectificationAsked: (e: Corrected) => ['askRectify', corrected(e)],
  RectificationDeclined: (e: { reason: string }) => ['declineRectify', { reason: e.reason }],
  DrExtended: nothing('extend'),
  DrDrawn: (e: { lines: readonly { quantity: unknown }[]; reference: string | null }) => [
    'draw',
    given({ lines: lines(e.lines), reference: e.reference }),
  ],
  DrRevoked: (e: { humanText_es: string }) => ['revoke', { grounds: e.humanText_es }],
  AppealFiled: (e: { text: string }) => ['appeal', { text: e.text }],
  AppealResolved: (e: { outcome: string }) => ['resolveAppeal', { outcome: e.outcome }],
  TramiteWithdrawn: (e: { reason: string | null }) => ['withdraw', given({ reason: e.reason })],
}

function byOf(actor: Actor, command: string, s: PermitState): string {
  if (command === 'submit' || actor.org === s.applicant.org) return 'applicant'
  if (actor.roles.includes('system')) return 'system'
  if (actor.org === s.customs && command === 'draw') return 'customs'
  const agency = Object.keys(s.orgs).find((a) => s.orgs[a] === actor.org) ?? s.agency
  const role = ['evaluator', 'approver', 'inspector', 'laboratory', 'head'].find((r) => actor.roles.includes(r))
  return `${agency}.${role ?? 'evaluator'}`
}

/** An answer serves its own notice, if it was not before: no command of anybody. */
const servedByActing = (e: AnyEvent): boolean =>
  e.type === 'NoticeServed' && (e.data as { how: string }).how === 'acted'

const clockOf = (procedure: Procedure, at: Instant): string => {
  const { day, minute } = localTime(procedure.calendar.zone, at)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${day} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** Facts that the platform knows by itself are left out: whoever plays the story again has them too. */
function world(s: PermitState, procedure: Procedure, number: string | undefined): object {
  const next = /(\d+)(?!.*\d)/.exec(number ?? '')?.[1]
  const facts = { ...s.facts, 'notices.opened': 'no', ...(next ? { 'series.next': Number(next) } : {}) }
  const permits = procedure.needs.filter((n) => n.at === 'submission').map((n) => [n.permit, 'granted'])
  return {
    data: short(s.elements),
    lines: short(s.lines),
    ...(s.documents.length ? { attached: [...new Set(s.documents.map((d) => d.type))] } : {}),
    ...(procedure.choice ? { agency: s.agency } : {}),
    ...(permits.length ? { permits: Object.fromEntries(permits) as object } : {}),
    ...(Object.keys(facts).length ? { facts } : {}),
  }
}

/**
 * What people did to a permit, as a scenario file that `pack check` plays: data and facts as they were filed, one step for each command,
 * and the status that came of it. Where time alone changed the case after the last command, a last step says so.
 * `names`: what to call each person, by id.
 */
export function recordScenario(
  title: string,
  procedure: Procedure,
  events: readonly RecordedEvent[],
  names: ReadonlyMap<string, string>,
): string {
  const steps: object[] = []
  let state: PermitState = permit.initial
  let filed: PermitState | undefined
  const called = (person: string): string =>
    names.get(person) ?? `p${[...new Set(events.map((e) => e.actor.person))].indexOf(person) + 1}`
  for (let i = 0; i < events.length;) {
    const first = events[i]
    if (!first) break
    const before = state
    let end = i
    while (events[end]?.commandId === first.commandId && events[end]?.actor.person === first.actor.person) {
      state = permit.evolve(state, events[end] as never)
      end++
    }
    // A command's own event may come after those of the clock that it stops.
    const own = events.slice(i, end).find((e) => tellers[e.type] && !servedByActing(e)) ?? first
    i = end
    filed ??= state
    const [command, said] = tellers[own.type]?.(own.data as never, before) ?? []
    const at = clockOf(procedure, first.at)
    if (!command || first.actor.roles.includes('clock')) {
      steps.push({ at, then: { status: state.status } })
      continue
    }
    const by = byOf(first.actor, command, state)
    steps.push({
      at,
      by,
      ...(by.includes('.') ? { as: called(first.actor.person) } : {}),
      do: command,
      ...(said && Object.keys(said).length ? { with: said } : {}),
      then: { status: state.status },
    })
  }
  const file = {
    given: filed ? world(filed, procedure, state.resolution?.number) : {},
    scenarios: [{ scenario: title, procedure: procedure.id, steps }],
  }
  return stringify(file, { lineWidth: 0, flowCollectionPadding: true })
}
