import type { Pool } from 'pg'
import { canonical, refusal, type Actor, type Instant, type Refusal } from '#kernel'
import type { Clock } from '#platform/clock'
import { isRetryable } from '#platform/db'
import { fieldDiff } from './diff.ts'
import { sha256 } from './ids.ts'
import { Refusals, type CaseModule, type Registry } from './registry.ts'
import { findCommand, findEvents, type EventRow } from './rows.ts'
import { transact, type Tx } from './transaction.ts'
import { capacitiesOf, clockActor, Work, type OpenCase } from './work.ts'
import { worldOf } from './worlds.ts'

/** A command as it reaches the case store: who, in which world, under which id, what. */
export interface Order {
  readonly actor: Actor
  /** Grants of the actor's roles. */
  readonly grants: ReadonlySet<string>
  readonly sandbox: string | null
  readonly commandId: string
  readonly type: string
  readonly command: string
  readonly input: unknown
  /** When it was received, for one that the database could not take then: it is decided as of that moment. */
  readonly receivedAt?: Instant
  /** What is to be written in the same transaction beside what was decided: the message that brought the command. */
  readonly beside?: (work: Work, file: OpenCase, answer: string) => void
  /** Absent for a command that opens a case. */
  readonly target?: { readonly id: string; readonly version: number | null }
}

export interface Done {
  readonly status: number
  readonly body: string
  /** True when the answer is that of an earlier command with the same id. */
  readonly repeated: boolean
}

export interface DueCase {
  readonly id: string
  readonly type: string
  /** Nothing when time has no more to do. */
  readonly at: Instant | null
}

export interface EngineOptions {
  readonly pool: Pool
  readonly registry: Registry
  readonly clock: Clock
  /** Puts the next moments of cases in the job queue, in the same transaction. */
  readonly schedule: (tx: Tx, due: readonly DueCase[]) => void
  /** Asked once a command has decided and before anything is written: may this person act here, and under this mandate? Throws refusals. */
  readonly guard?: (work: Work, order: Order) => Promise<void>
  /** The answer's body, as text: kept and given again when the command is repeated. */
  readonly present: (work: Work, file: OpenCase, order: Order) => Promise<string>
  /** Told of what was refused, after nothing of it was written. Whoever gave the command does not wait for it. */
  readonly refused?: (order: Order, refusals: readonly Refusal[]) => void
}

export interface Engine {
  readonly registry: Registry
  readonly pool: Pool
  readonly clock: Clock
  execute(order: Order): Promise<Done>
  /** Lets a case do what time has made due. Used by the job queue; in a sandbox, by its clock. */
  tick(id: string, type: string, sandbox: string | null): Promise<void>
  /** Any other work in one transaction, by the platform itself. */
  asPlatform<T>(sandbox: string | null, commandId: string, run: (work: Work) => Promise<T>): Promise<T>
}

const RETRIES = 6

/** Ends the transaction of a command that was given before: whatever it did again is undone. */
class Repeated extends Error {
  readonly done: Done
  constructor(done: Done) {
    super('repeated')
    this.done = done
  }
}

/** Commands that lose a race with another transaction are tried again; what they decide is decided afresh. */
async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt >= RETRIES || !isRetryable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * attempt * 3))
    }
  }
}

/** A command id is unique within the case it is given to; within the organisation, when it opens one. */
const scopeOf = ({ target, actor }: Order): string => target?.id ?? actor.org

const isDuplicateCommand = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === 'command_pkey'

export function createEngine(options: EngineOptions): Engine {
  const { pool, registry, clock, schedule, present, guard } = options

  async function execute(order: Order): Promise<Done> {
    try {
      const { before } = (!order.target && registry.get(order.type).opens) || {}
      const known = before && (await before(order.input))
      const outside = await askOutside(order)
      return await retrying(() => once(order, known, outside))
    } catch (error) {
      const duplicate = isDuplicateCommand(error)
      if (!duplicate && !(error instanceof Refusals)) throw error
      // Two requests with one command id ran at once: the other one won, its answer is ours too. A refusal may only say that it did.
      const done = await transact(pool, order.actor.org, (tx) => answered(tx, order, digestOf(order)))
      if (done) return done
      if (error instanceof Refusals) options.refused?.(order, error.refusals)
      // The id is taken by an organisation whose answer is not ours to see.
      throw duplicate ? new Refusals([refusal('IDEMPOTENCY_MISMATCH', '')]) : error
    }
  }

  /** What a module wants to know of the world outside, asked while no transaction waits for it. */
  async function askOutside(order: Order): Promise<unknown> {
    const { outside } = registry.get(order.type)
    if (!outside) return undefined
    const now = order.sandbox
      ? (await transact(pool, null, (tx) => worldOf(tx, clock, order.sandbox))).now
      : (order.receivedAt ?? clock.now())
    return outside({ command: order.command, input: order.input, actor: order.actor, now })
  }

  /** The answer that was given to a command before, if it was. */
  async function answered(tx: Tx, order: Order, digest: Buffer): Promise<Done | undefined> {
    const { rows } = await tx.query<{ digest: Buffer; status: number; answer: string }>(findCommand, [
      scopeOf(order),
      order.commandId,
    ])
    const [found] = rows
    if (!found) return undefined
    if (!found.digest.equals(digest)) throw new Refusals([refusal('IDEMPOTENCY_MISMATCH', '')])
    return { status: found.status, body: found.answer, repeated: true }
  }

  async function once(order: Order, known: unknown, outside: unknown): Promise<Done> {
    const { actor, commandId, target } = order
    const digest = digestOf(order)
    try {
      return await transact(pool, actor.org, async (tx) => {
        // Asked for beside the work, not before it: nearly always there is none, and a trip to the database is saved.
        const earlier = answered(tx, order, digest)
        earlier.catch(() => undefined)
        const there = await worldOf(tx, clock, order.sandbox)
        const world = order.receivedAt && !order.sandbox ? { ...there, now: order.receivedAt } : there
        const module = registry.get(order.type)
        const work = new Work({ tx, registry, world, commandId, recordedAt: clock.now() })
        if (outside !== undefined) work.notes.set('outside', outside)
        const file = target ? await existing(work, module, order, target) : await opened(work, module, order, known)
        await guard?.(work, order)
        schedule(tx, world.sandbox ? [] : work.due())
        const status = target ? 200 : 201
        const body = await present(work, file, order)
        const done = await earlier
        if (done) throw new Repeated(done)
        order.beside?.(work, file, body)
        work.flush({
          caseId: scopeOf(order),
          commandId,
          org: actor.org,
          digest: digest.toString('hex'),
          status,
          body,
        })
        return { status, body, repeated: false }
      })
    } catch (error) {
      if (error instanceof Repeated) return error.done
      throw error
    }
  }

  async function opened(work: Work, module: CaseModule, order: Order, known: unknown): Promise<OpenCase> {
    if (!module.opens) throw new Refusals([refusal('NOT_FOUND', '', { type: module.noun, id: '' })])
    requireGrant(module, module.opens.command, order)
    work.tx.asPlatform()
    return module.opens.run(work, order.input, order.actor, known)
  }

  async function existing(
    work: Work,
    module: CaseModule,
    order: Order,
    target: NonNullable<Order['target']>,
  ): Promise<OpenCase> {
    const file = await work.find(order.type, target.id)
    if (!file || !viewed(module, file.state, order, work))
      throw new Refusals([refusal('NOT_FOUND', '', { type: module.noun, id: target.id })])
    requireGrant(module, order.command, order)
    work.tx.asPlatform()
    if (target.version !== null && target.version !== file.was)
      throw await conflict(work, module, file, order, target.version)
    const refused = await work.attempt(file, order.command, order.input, order.actor)
    if (refused) {
      const capacities = capacitiesOf(module, file, order.actor)
      const allowed = module.type.available(file.state, { capacities, roles: order.actor.roles }, order.grants)
      throw new Refusals(refused.refusals, {
        ...refused.extra,
        allowed: allowed.filter((n) => !module.type.commands[n]?.internal),
      })
    }
    return file
  }

  /** What a client that saw an older version needs in order to decide again: the present version, and field by field what changed. */
  async function conflict(
    work: Work,
    module: CaseModule,
    file: OpenCase,
    order: Order,
    seen: number,
  ): Promise<Refusals> {
    const { rows } = await work.tx.query<EventRow>(findEvents, [file.id, seen, 0])
    const then = seen < file.was && rows.length ? module.type.fold(rows) : null
    const diff = then
      ? fieldDiff(viewed(module, then, order, work) ?? {}, viewed(module, file.state, order, work) ?? {})
      : []
    return new Refusals([refusal('VERSION_CONFLICT', '', { yours: seen, current: file.was })], {
      currentVersion: file.was,
      diff,
    })
  }

  async function asPlatform<T>(sandbox: string | null, commandId: string, run: (work: Work) => Promise<T>): Promise<T> {
    return retrying(() =>
      transact(pool, null, async (tx) => {
        const world = await worldOf(tx, clock, sandbox)
        tx.asPlatform()
        const work = new Work({ tx, registry, world, commandId, recordedAt: clock.now() })
        const value = await run(work)
        schedule(tx, sandbox ? [] : work.due())
        work.flush(null)
        return value
      }),
    )
  }

  async function tick(id: string, type: string, sandbox: string | null): Promise<void> {
    await asPlatform(sandbox, clockActor.person, async (work) => {
      const file = await work.find(type, id)
      if (file) await work.tick(file)
    })
  }

  return { registry, pool, clock, execute, tick, asPlatform }
}

/** A state as the one who orders may see it. */
const viewed = (module: CaseModule, state: { readonly status: string }, { actor }: Order, work: Work) =>
  module.view ? module.view(state, { org: actor.org, now: work.now }) : state

function requireGrant(module: CaseModule, command: string, { grants, actor }: Order): void {
  const may = module.type.commands[command]?.may ?? ''
  if (!grants.has(may))
    throw new Refusals([refusal('FORBIDDEN', '', { command, permission: may, roles: actor.roles.join(', ') })])
}

/** Two commands are the same when they say the same to the same case, whatever the order of their fields. */
function digestOf({ type, command, target, input }: Order): Buffer {
  const said = { type, command, target: target?.id ?? null, input }
  try {
    return sha256(canonical(said))
  } catch {
    return sha256(canonical(jsonSafe(said)))
  }
}

/** Inputs come from JSON, so only numbers that are not integers could be refused by the canonical form: they become text. */
function jsonSafe(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value)
  if (Array.isArray(value)) return value.map(jsonSafe)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, jsonSafe(v)]))
  return value
}
