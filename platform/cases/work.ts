import { isRefused, type Actor, type AnyEvent, type Instant } from '#kernel'
import { namedId, newId } from './ids.ts'
import { project, rowsOf, type Answer, type Kept } from './written-rows.ts'
import { createPersonalVault, type PersonalVault } from './personal.ts'
import { Refusals, type CaseModule, type Registry } from './registry.ts'
import { findCase, lockCase, lockCases, takeNumber, writeAll, type CaseRow } from './rows.ts'
import type { Statement, Tx } from './transaction.ts'

/** The platform acts through reactions; the clock through ticks. Neither is a person. */
export const platformOrg = namedId('platform')
export const systemActor: Actor = { person: namedId('platform/system'), org: platformOrg, roles: ['system'] }
export const clockActor: Actor = { person: namedId('platform/clock'), org: platformOrg, roles: ['clock'] }

/** The world a case lives in: real time, or a sandbox with its own. */
export interface World {
  readonly now: Instant
  readonly sandbox: string | null
  /** Facts and first numbers that hold in a sandbox. Empty outside. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly permits: Readonly<Record<string, string>>
  readonly series: Readonly<Record<string, number>>
}

interface NewEvent {
  readonly seq: number
  readonly type: string
  readonly data: unknown
  readonly at: Instant
  readonly actor: Actor
}

/** A case in the hands of a transaction. */
export interface OpenCase {
  readonly id: string
  readonly module: CaseModule
  /** What it is decided under: what it was opened under, unless another has taken it over. */
  definition: string
  readonly isNew: boolean
  readonly ownerOrg: string
  readonly openedAt: Instant
  /** Version before this transaction: 0 for a new case. */
  readonly was: number
  state: { readonly status: string }
  version: number
  readonly events: NewEvent[]
}

export interface WorkOptions {
  readonly tx: Tx
  readonly registry: Registry
  readonly world: World
  readonly commandId: string
  readonly recordedAt: Instant
}

const MAX_CASES = 64
const MAX_DEPTH = 64

/**
 * Everything one command does, over as many cases as it touches: loads them under lock, decides, reacts, and writes it all in one
 * statement. Nothing is written before `flush`, but numbers of series are taken as they are needed, under their row's lock.
 */
export class Work {
  readonly world: World
  readonly registry: Registry
  readonly tx: Tx
  readonly commandId: string
  readonly personal: PersonalVault
  /** Where modules leave word for each other within one command. */
  readonly notes = new Map<string, unknown>()
  readonly #recordedAt: Instant
  readonly #cases = new Map<string, Kept>()
  readonly #later: { statement: Statement; values: readonly unknown[] }[] = []
  #depth = 0
  #moment: Instant | null = null

  constructor({ tx, registry, world, commandId, recordedAt }: WorkOptions) {
    this.tx = tx
    this.registry = registry
    this.world = world
    this.commandId = commandId
    this.#recordedAt = recordedAt
    this.personal = createPersonalVault(tx)
  }

  /** Now; while what time caused earlier is followed up, the moment at which it fell due: a late job writes the same history. */
  get now(): Instant {
    return this.#moment ?? this.world.now
  }

  get touched(): readonly OpenCase[] {
    return [...this.#cases.values()]
  }

  /** Starts a case of a type. It exists once a command has given it an event. */
  open(type: string, ownerOrg: string, definition = type): OpenCase {
    const module = this.registry.get(type)
    const id = newId()
    if (this.#cases.size >= MAX_CASES)
      throw new Refusals([{ code: 'TOO_MANY_CASES', pointer: '', params: { max: MAX_CASES } }])
    const file: Kept = {
      id,
      module,
      definition,
      isNew: true,
      ownerOrg,
      openedAt: this.now,
      changedAt: this.now,
      was: 0,
      state: module.type.initial,
      version: 0,
      events: [],
      before: { parties: [], work: [], clocks: [], nextDue: null, head: '' },
    }
    this.#cases.set(id, file)
    return file
  }

  /** Loads a case under lock; nothing when it does not exist, is of another type or world, or may not be seen. */
  async find(type: string, id: string): Promise<OpenCase | undefined> {
    const known = this.#cases.get(id)
    if (known) return known
    const { rows } = await this.tx.query<CaseRow>(lockCase, [id])
    const row = rows[0]
    if (!row || row.type !== type || row.sandbox_id !== this.world.sandbox) return undefined
    return this.#keep(row)
  }

  /** Loads many cases of a type under lock, in one trip and always in the same order. Those that may not be seen are left out. */
  async findMany(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, OpenCase>> {
    const found = new Map<string, OpenCase>()
    const absent = ids.filter((id) => !this.#cases.has(id))
    const { rows } = absent.length ? await this.tx.query<CaseRow>(lockCases, [absent]) : { rows: [] }
    for (const row of rows) if (row.type === type && row.sandbox_id === this.world.sandbox) this.#keep(row)
    for (const id of ids) {
      const file = this.#cases.get(id)
      if (file?.module.type.name === type) found.set(id, file)
    }
    return found
  }

  async get(type: string, id: string): Promise<OpenCase> {
    const file = await this.find(type, id)
    if (!file) throw new Refusals([{ code: 'NOT_FOUND', pointer: '', params: { type, id } }])
    return file
  }

  /** Reads a case without locking it, for facts. */
  async peek(type: string, id: string): Promise<CaseRow | undefined> {
    const { rows } = await this.tx.query<CaseRow>(findCase, [id])
    const row = rows[0]
    return row?.type === type ? row : undefined
  }

  #keep(row: CaseRow): Kept {
    // Two parts of one command may have asked for it at the same moment: there is only one in hand.
    const known = this.#cases.get(row.id)
    if (known) return known
    const module = this.registry.get(row.type)
    const state = row.state
    const file: Kept = {
      id: row.id,
      module,
      definition: row.definition,
      isNew: false,
      ownerOrg: row.owner_org,
      openedAt: row.opened_at,
      changedAt: row.changed_at,
      was: row.version,
      state,
      version: row.version,
      events: [],
      before: { ...project(module, state), head: row.head.toString('hex') },
    }
    this.#cases.set(row.id, file)
    return file
  }

  /**
   * Gives a command to a case: time first, then the decision, then what follows from it. Returns the refusals, if any, and leaves the
   * case as it was then.
   */
  async attempt(file: OpenCase, command: string, input: unknown, actor: Actor): Promise<Refusals | undefined> {
    if (++this.#depth > MAX_DEPTH) throw new Error(`reactions nest deeper than ${MAX_DEPTH}`)
    try {
      const { module } = file
      await this.#tick(file)
      const prepared = module.prepare ? await module.prepare({ work: this, file, command, input, actor }) : input
      const facts = module.facts ? await module.facts({ work: this, file, command, input: prepared, actor }) : {}
      const definition = module.definition ? await module.definition(file.definition, this) : undefined
      const capacities = capacitiesOf(module, file, actor)
      const ctx = { now: this.now, caseId: file.id, actor, capacities, definition }
      const decided = module.type.decide(file.state, command, prepared, ctx, facts)
      if (isRefused(decided)) return new Refusals(decided.refusals)
      await this.#apply(file, decided, actor)
      return undefined
    } catch (error) {
      if (error instanceof Refusals) return error
      throw error
    } finally {
      this.#depth--
    }
  }

  /** As `attempt`, but a refusal ends the transaction. */
  async run(file: OpenCase, command: string, input: unknown, actor: Actor): Promise<void> {
    const refused = await this.attempt(file, command, input, actor)
    if (refused) throw refused
  }

  /** Lets time do what it has to do to a case by now. */
  async tick(file: OpenCase): Promise<void> {
    await this.#tick(file)
  }

  async #tick(file: OpenCase): Promise<void> {
    await this.#move(file)
    await this.#tickUntil(file, this.now)
  }

  async #tickUntil(file: OpenCase, now: Instant): Promise<void> {
    const { type, definition } = file.module
    const due = type.nextDue?.(file.state)
    if (!due || due > now || !type.tick) return
    const events = type.tick(file.state, now, definition ? await definition(file.definition, this) : undefined)
    await this.#apply(file, events, clockActor, true)
  }

  /** A definition that binds open cases takes this one over, after what time did to it under the old one. */
  async #move(file: OpenCase): Promise<void> {
    const { type, bound, definition } = file.module
    const move = bound?.(file, this)
    if (!move || !definition || !type.migrate) return
    // Where the law was loaded after its first day, what the case has done meanwhile stays before it.
    const changed = this.#cases.get(file.id)?.changedAt ?? move.at
    const at = move.at > changed ? move.at : changed
    await this.#tickUntil(file, at)
    const events = type.migrate(file.state, { ...move, at }, await definition(move.definition, this))
    await this.#apply(
      file,
      events.map((e) => ({ ...e, at })),
      clockActor,
      true,
    )
  }

  async #apply(file: OpenCase, events: readonly AnyEvent[], actor: Actor, timed = false): Promise<void> {
    const { type, reactions } = file.module
    const happened: NewEvent[] = []
    for (const event of events) {
      const data = type.numbered?.includes(event.type) ? await this.#numbered(file, event.data) : event.data
      const e: NewEvent = { seq: file.version + 1, type: event.type, data, at: event.at ?? this.now, actor }
      file.state = type.evolve(file.state, e)
      file.definition = type.definition?.(file.state) ?? file.definition
      file.version++
      file.events.push(e)
      happened.push(e)
    }
    if (!reactions) return
    const before = this.#moment
    try {
      for (const event of happened) {
        if (timed) this.#moment = event.at
        await reactions[event.type]?.({ work: this, file, event, actor })
      }
    } finally {
      this.#moment = before
    }
  }

  /** Draws the next number of the series the event names: gapless, because a rollback gives it back. */
  async #numbered(file: OpenCase, data: unknown): Promise<unknown> {
    const { series } = data as { series: string }
    const issuer =
      this.world.sandbox ??
      file.module.type.parties(file.state).find((p) => p.capacity === 'agency')?.org ??
      file.ownerOrg
    const first = this.world.series[series] ?? this.world.series.next ?? 1
    const { rows } = await this.tx.query<{ last: string }>(takeNumber, [issuer, series, first])
    const seq = rows[0]?.last ?? String(first)
    const number = series.replace(/\{seq:(\d+)\}/, (_, width: string) => seq.padStart(Number(width), '0'))
    return { ...(data as object), number }
  }

  /** A statement of the module's own, sent with the rest: a constrained table, a notice, a document. */
  also(statement: Statement, values: readonly unknown[]): void {
    this.#later.push({ statement, values })
  }

  /** Sends everything to be written. The commit follows at once, and counts only if each of these was accepted. */
  flush(answer: Answer | null): void {
    const rows = rowsOf(
      { files: [...this.#cases.values()], world: this.world, recordedAt: this.#recordedAt, commandId: this.commandId },
      answer,
      this.personal.rows(),
    )
    if (rows.events || rows.answered) {
      const { statement, values } = writeAll(rows)
      this.tx.settles(this.tx.query(statement, values))
    }
    for (const { statement, values } of this.#later) this.tx.settles(this.tx.query(statement, values))
  }

  /** Cases whose next moment changed, for the job queue. */
  due(): readonly { id: string; type: string; at: Instant | null }[] {
    return [...this.#cases.values()]
      .filter((f) => f.events.length > 0)
      .map((f) => ({
        id: f.id,
        type: f.module.type.name,
        at: f.module.type.nextDue?.(f.state) ?? null,
        was: f.before.nextDue,
      }))
      .filter(({ at, was }) => at !== was)
  }
}

/** How the actor's organisation stands to the case. The platform is `system`; a firm about to open a case is its applicant. */
export function capacitiesOf(
  module: CaseModule,
  file: Pick<OpenCase, 'state' | 'ownerOrg' | 'isNew'>,
  actor: Actor,
): readonly string[] {
  if (actor.roles.includes('system') || actor.roles.includes('clock')) return ['system']
  const capacities = module.type
    .parties(file.state)
    .filter((p) => p.org === actor.org)
    .map((p) => p.capacity)
  if (file.ownerOrg === actor.org && file.isNew) capacities.push('owner')
  return capacities
}
