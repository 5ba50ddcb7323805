import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refusal, type Instant } from '#kernel'
import { newId, Refusals, sha256, type Done, type Engine, type Order } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { errorCode, isUnavailable } from '#platform/db'
import { PLATFORM, type Signer } from '#platform/signing'
import { openFileQueue, type FileQueue } from './queue.ts'

/** The acuse: what was received, from whom and when. That time counts for deadlines (conventions 0.2, status 503). */
export interface Receipt {
  readonly type: 'contingency-receipt'
  readonly id: string
  readonly commandId: string
  readonly org: string
  readonly person: string
  readonly case: string | null
  readonly command: string
  /** SHA-256 of the canonical command: the very thing that was received. */
  readonly digest: string
  readonly receivedAt: Instant
}

interface Kept {
  readonly receipt: Receipt
  readonly order: Omit<Order, 'grants'> & { readonly grants: readonly string[] }
}

export interface Declaration {
  readonly reason: string
  readonly since: Instant
  readonly by: readonly string[]
}

/** What became of a command that was received in contingency. */
export interface Result {
  readonly receipt: Receipt
  readonly order: Order
  /** Nothing when it was refused. */
  readonly done: Done | null
  readonly refusals: Refusals | null
}

export interface ContingencyOptions {
  readonly dir: string
  readonly keysDir: string
  readonly engine: Engine
  readonly signer: Signer
  readonly clock: Clock
  readonly log: { warn(text: string): void }
  /** Told of each result, once it is known. */
  readonly tell: (result: Result) => Promise<void>
  readonly max?: number
}

export interface Contingency {
  /** The engine as the faces of the house use it: what the database cannot take now is received, and done when it is back. */
  readonly engine: Engine
  readonly declared: () => Declaration | null
  /** Since when the database has not answered; nothing when it does. */
  readonly away: () => Instant | null
  readonly waiting: () => number
  declare(declaration: Declaration): Promise<void>
  end(): Promise<void>
  /** Does what waits, in order, if it can; answers how much is left. */
  replay(): Promise<number>
  /** Deadlines of what was received but not done may not pass: whoever lets time act asks first. */
  isQuiet(): boolean
  verify(jws: string): Promise<Receipt | undefined>
  stateOf(id: string): 'waiting' | 'done' | null
  close(): Promise<void>
}

/** A database that reads but does not write is no place for a command either. */
const READ_ONLY = '25006'
export const cannotTake = (error: unknown): boolean => isUnavailable(error) || errorCode(error) === READ_ONLY

async function keyIn(dir: string): Promise<Buffer> {
  const path = join(dir, 'contingency-key')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const known = await readFile(path).catch(() => undefined)
  if (known?.length === 32) return known
  const made = randomBytes(32)
  const file = await open(`${path}.new`, 'w', 0o600)
  await file.writeFile(made)
  await file.datasync()
  await file.close()
  await rename(`${path}.new`, path)
  return made
}

/** @throws Error when the queue on disk is damaged. */
export async function openContingency(options: ContingencyOptions): Promise<Contingency> {
  const { dir, keysDir, engine, signer, clock, log, tell, max = 20_000 } = options
  const queue: FileQueue<Kept> = await openFileQueue({ dir, key: await keyIn(keysDir), max })
  const flag = join(dir, 'declared.json')
  let declared: Declaration | null = await readFile(flag, 'utf8').then(
    (text) => JSON.parse(text) as Declaration,
    () => null,
  )
  let away: Instant | null = null
  let replaying: Promise<number> | undefined
  const finished = new Set<string>()

  async function receive(order: Order): Promise<never> {
    // A sandbox has a clock of its own, which cannot be asked now.
    if (order.sandbox) throw new Refusals([refusal('UNAVAILABLE')])
    const said = { type: order.type, command: order.command, target: order.target?.id ?? null, input: order.input }
    const again = queue
      .waiting()
      .find(({ value }) => value.receipt.commandId === order.commandId && value.receipt.org === order.actor.org)
    const digest = sha256(JSON.stringify(said)).toString('hex')
    if (again && again.value.receipt.digest !== digest) throw new Refusals([refusal('IDEMPOTENCY_MISMATCH', '')])
    const receipt: Receipt = again?.value.receipt ?? {
      type: 'contingency-receipt',
      id: newId(),
      commandId: order.commandId,
      org: order.actor.org,
      person: order.actor.person,
      case: order.target?.id ?? null,
      command: `${order.type}.${order.command}`,
      digest,
      receivedAt: clock.now(),
    }
    const jws = await signer.sign(PLATFORM, receipt)
    if (!again) {
      const entry = await queue.append({ receipt, order: { ...order, grants: [...order.grants] } })
      if (!entry) throw new Refusals([refusal('CONTINGENCY_FULL')])
    }
    throw new Refusals([refusal('RECEIVED_IN_CONTINGENCY', '', { id: receipt.id })], {
      state: 'RECEIVED_IN_CONTINGENCY',
      receipt: { ...receipt, jws },
    })
  }

  async function execute(order: Order): Promise<Done> {
    if (declared) return receive(order)
    try {
      const done = await engine.execute(order)
      away = null
      return done
    } catch (error) {
      if (!cannotTake(error)) throw error
      away ??= clock.now()
      return receive(order)
    }
  }

  async function one({ receipt, order: kept }: Kept): Promise<Result> {
    const order: Order = { ...kept, grants: new Set(kept.grants), receivedAt: receipt.receivedAt }
    try {
      return { receipt, order, done: await engine.execute(order), refusals: null }
    } catch (error) {
      if (error instanceof Refusals) return { receipt, order, done: null, refusals: error }
      throw error
    }
  }

  async function work(): Promise<number> {
    for (const { seq, value } of queue.waiting()) {
      if (declared) break
      try {
        const result = await one(value)
        // Told before it is crossed off: told twice is better than not at all, and the notice has the receipt's own id.
        await tell(result)
        await queue.done(seq, { id: value.receipt.id, done: result.done?.status ?? null })
        finished.add(value.receipt.id)
        away = null
      } catch (error) {
        if (!cannotTake(error)) log.warn(`contingency: ${error instanceof Error ? error.message : String(error)}`)
        break
      }
    }
    return queue.waiting().length
  }

  return {
    engine: { ...engine, execute },
    declared: () => declared,
    away: () => away,
    waiting: () => queue.waiting().length,
    declare: async (declaration) => {
      declared = declaration
      await writeFile(flag, JSON.stringify(declaration), { mode: 0o600, flush: true })
    },
    end: async () => {
      declared = null
      await unlink(flag).catch(() => undefined)
    },
    replay: () =>
      (replaying ??= work().finally(() => {
        replaying = undefined
      })),
    isQuiet: () => declared === null && queue.waiting().length === 0,
    verify: async (jws) => {
      const verdict = await signer.verify(jws)
      const ours = verdict.valid && verdict.org === PLATFORM && verdict.payload['type'] === 'contingency-receipt'
      return ours ? (verdict.payload as unknown as Receipt) : undefined
    },
    stateOf: (id) =>
      queue.waiting().some(({ value }) => value.receipt.id === id) ? 'waiting' : finished.has(id) ? 'done' : null,
    close: async () => {
      await replaying?.catch(() => undefined)
      await queue.close()
    },
  }
}
