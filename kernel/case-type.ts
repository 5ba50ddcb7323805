import type { Static, TSchema } from 'typebox'
import type { Actor } from './chain.ts'
import { refuse, refusal, type Refusal, type Refused } from './problem.ts'
import type { Instant } from './time.ts'

/** What every decision may know beside the state: the moment, who acts, in which capacities, and the pinned definition. */
export interface Ctx<D = undefined> {
  readonly now: Instant
  readonly caseId: string
  readonly actor: Actor
  /** How the actor's organisation stands to this case: `applicant`, `agency`, `opinion`, `customs`, `system`, ... */
  readonly capacities: readonly string[]
  readonly definition: D
}

type State = { readonly status: string }
// `never` lets a handler name any payload type; the payload is recovered from the handler, not checked against this bound.
type Handlers<S> = Readonly<Record<string, (state: S, data: never) => S>>
export type Payload<H> = H extends (state: never, data: infer P) => unknown ? P : never

/** An event of a case: its type, its data, and the moment it happened when that is not the moment of the command. */
export type EventOf<E> = {
  [K in keyof E & string]: { readonly type: K; readonly data: Payload<E[K]>; readonly at?: Instant }
}[keyof E & string]

export type Decided<E> = readonly EventOf<E>[] | Refused
export const isRefused = (decided: readonly unknown[] | Refused): decided is Refused => !Array.isArray(decided)

export interface Command<S extends State, F, D, E, I extends TSchema = TSchema> {
  /** Statuses in which the command may be given. Anything else answers 409 with the commands allowed. */
  readonly from: readonly S['status'][]
  /** The grant the actor's role must hold. */
  readonly may: string
  /** Capacities in which an organisation may give it; one suffices. */
  readonly as: readonly string[]
  /** Roles one of which the actor must hold, where the case itself names them: the body that hears an appeal. */
  readonly roles?: (state: S) => readonly string[]
  readonly input: I
  /** What it does, for OpenAPI and the generic screen, in English; people's words live in texts. */
  readonly summary: string
  /** Level of signature the act asks for (M03-1). */
  readonly signature?: 'simple' | 'advanced' | 'qualified'
  /** Given by the platform itself (a reaction, the clock): it has no route. */
  readonly internal?: boolean
  readonly decide: (state: S, input: Static<I>, ctx: Ctx<D>, facts: F) => Decided<E>
}

/** How whoever asks stands to a case, and in which roles; without roles, what a case asks of them is not looked at. */
export interface Standing {
  readonly capacities: readonly string[]
  readonly roles?: readonly string[]
}

/** Who stands how to a case; readers and visibility derive from it. */
export interface CaseParty {
  readonly org: string
  readonly capacity: string
}

/** Whose turn it is, and until when: what queues and homes show. */
export interface WorkItem {
  readonly name: string
  readonly org: string
  readonly role: string
  readonly due: Instant | null
  /** Legal time that gives it its place in the queue; the moment of the change when absent. */
  readonly since?: Instant | null
  /** The person who has taken it, and since when; nobody while it lies in the queue (M08-11). */
  readonly holder?: { readonly person: string; readonly since: Instant } | null
  /** What cannot wait has a lane of its own (M08-10). */
  readonly lane?: 'urgent'
}

/** A period that runs, is paused or has ended (M05). */
export interface RunningClock {
  readonly name: string
  readonly side: 'agency' | 'applicant'
  readonly startedAt: Instant
  readonly due: Instant | null
  readonly state: 'RUNNING' | 'PAUSED' | 'STOPPED' | 'BREACHED'
}

/** A definition that takes over a case that is open: its name, when it did, and who is concerned by it. */
export interface Move {
  readonly definition: string
  readonly at: Instant
  readonly orgs: Readonly<Record<string, string>>
}

export interface Definition<S extends State, F, D, E extends Handlers<S>, C> {
  readonly initial: S
  readonly events: E
  readonly commands: (command: <I extends TSchema>(c: Command<S, F, D, E, I>) => Command<S, F, D, E, I>) => C
  readonly parties: (state: S) => readonly CaseParty[]
  readonly title: (state: S) => string
  readonly work?: (state: S) => readonly WorkItem[]
  readonly clocks?: (state: S) => readonly RunningClock[]
  /** When time itself will next change the case. */
  readonly nextDue?: (state: S) => Instant | null
  /** The events due by `now`, oldest first, each dated at the moment it fell due. */
  readonly tick?: (state: S, now: Instant, definition: D) => readonly EventOf<E>[]
  /** What it is decided under now, where it was moved from what it was opened under. */
  readonly definition?: (state: S) => string | null
  /** The events by which a case comes under another definition that binds it, given that definition; none when it is past being moved. */
  readonly migrate?: (state: S, move: Move, definition: D) => readonly EventOf<E>[]
  /** Events that take a number of a gapless series: the platform fills `number` from `series` in the same transaction. */
  readonly numbered?: readonly (keyof E & string)[]
  readonly number?: (state: S) => string | null
}

export interface CaseType<S extends State, F, D, E extends Handlers<S>, C> extends Omit<
  Definition<S, F, D, E, C>,
  'commands'
> {
  readonly name: string
  readonly commands: C
  evolve(state: S, event: EventOf<E>): S
  fold(events: Iterable<{ readonly type: string; readonly data: unknown }>): S
  decide<N extends keyof C & string>(
    state: S,
    name: N,
    input: C[N] extends Command<S, F, D, E, infer I> ? Static<I> : never,
    ctx: Ctx<D>,
    facts: F,
  ): Decided<E>
  /** Commands that the actor may give now. */
  available(state: S, ctx: Standing, grants: ReadonlySet<string>): readonly (keyof C & string)[]
}

// Erased view for machinery that handles any case type: routes, store, matrix. Payloads are unknown there by nature.
export interface AnyCaseType {
  readonly name: string
  readonly initial: State
  readonly commands: Readonly<Record<string, AnyCommand>>
  readonly events: Readonly<Record<string, unknown>>
  readonly numbered?: readonly string[]
  parties(state: State): readonly CaseParty[]
  title(state: State): string
  work?(state: State): readonly WorkItem[]
  clocks?(state: State): readonly RunningClock[]
  nextDue?(state: State): Instant | null
  number?(state: State): string | null
  tick?(state: State, now: Instant, definition: unknown): readonly AnyEvent[]
  definition?(state: State): string | null
  migrate?(state: State, move: Move, definition: unknown): readonly AnyEvent[]
  evolve(state: State, event: AnyEvent): State
  fold(events: Iterable<{ readonly type: string; readonly data: unknown }>): State
  decide(state: State, name: string, input: unknown, ctx: Ctx<unknown>, facts: unknown): readonly AnyEvent[] | Refused
  available(state: State, ctx: Standing, grants: ReadonlySet<string>): readonly string[]
}
export interface AnyEvent {
  readonly type: string
  readonly data: unknown
  readonly at?: Instant
}
export interface AnyCommand {
  readonly from: readonly string[]
  readonly may: string
  readonly as: readonly string[]
  roles?(state: State): readonly string[]
  readonly input: TSchema
  readonly summary: string
  readonly signature?: 'simple' | 'advanced' | 'qualified'
  readonly internal?: boolean
}

/**
 * Defines a case type: `caseType<State, Facts, Definition>()('name', {...})`. The state's status union, the events' payloads
 * and the inputs' schemas are inferred, so a wrong event, a missing field, an illegal status or an unknown command do not compile.
 */
export const caseType =
  <S extends State, F = Record<string, never>, D = undefined>() =>
  <E extends Handlers<S>, C extends Readonly<Record<string, unknown>>>(
    name: string,
    definition: Definition<S, F, D, E, C>,
  ): CaseType<S, F, D, E, C> => {
    const commands = definition.commands((c) => c)
    const table = commands as Readonly<Record<string, Command<S, F, D, E>>>
    const evolve = (state: S, event: { type: string; data: unknown }): S => {
      const handler = definition.events[event.type]
      if (!handler) throw new TypeError(`${name}: unknown event ${event.type}`)
      return handler(state, event.data as never)
    }
    const inRole = (c: Command<S, F, D, E>, state: S, roles: readonly string[] | undefined): boolean =>
      !c.roles || !roles || c.roles(state).some((role) => roles.includes(role))
    const available = (state: S, { capacities, roles }: Standing, grants: ReadonlySet<string>): (keyof C & string)[] =>
      Object.keys(table).filter((n) => {
        const c = table[n]
        if (!c?.from.includes(state.status) || !grants.has(c.may)) return false
        return c.as.some((a) => capacities.includes(a)) && inRole(c, state, roles)
      })
    return {
      ...definition,
      name,
      commands,
      evolve,
      fold: (events) => {
        let state = definition.initial
        for (const event of events) state = evolve(state, event)
        return state
      },
      decide: (state, command, input, ctx, facts) => {
        const found = table[command]
        if (!found) throw new TypeError(`${name}: unknown command ${command}`)
        if (!found.from.includes(state.status)) return refuse(notNow(state.status, command))
        if (!found.as.some((a) => ctx.capacities.includes(a)) || !inRole(found, state, ctx.actor.roles))
          return refuse(refusal('FORBIDDEN', '', { command }))
        return found.decide(state, input, ctx, facts)
      },
      available,
    }
  }

/** The command exists but the case is not in a status that allows it. */
export const notNow = (status: string, command: string): Refusal => refusal('NOT_NOW', '', { status, command })

/** Collects events while evolving a working copy of the state, so one decision can take several steps. */
export function trace<S, E>(state: S, evolve: (state: S, event: EventOf<E>) => S): Trace<S, E> {
  let current = state
  const events: EventOf<E>[] = []
  return {
    get state() {
      return current
    },
    events,
    emit(type, data, at) {
      const event = { type, data, ...(at ? { at } : {}) } as EventOf<E>
      events.push(event)
      current = evolve(current, event)
    },
  }
}

export interface Trace<S, E> {
  readonly state: S
  readonly events: readonly EventOf<E>[]
  emit<K extends keyof E & string>(type: K, data: Payload<E[K]>, at?: Instant): void
}
