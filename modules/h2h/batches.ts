import type { Readable } from 'node:stream'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { refusal, toInstant, toMs } from '#kernel'
import type { Directory, Identity } from '#platform/access'
import { newId, Refusals, transact, type Engine, type Statement } from '#platform/cases'
import { BOUNDS } from '#platform/xmldsig'
import {
  claimItems,
  findBatch,
  finishBatches,
  itemsOf,
  putBatch,
  putItems,
  settleItems,
  wholeBatch,
} from './batches-sql.ts'
import type { Answered, Incoming } from './channel.ts'
import type { Envelope } from './messages.ts'
import type { Form } from './reader.ts'
import type { Sealer } from './seal.ts'

export interface BatchDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly handle: (incoming: Incoming) => Promise<Answered>
  readonly seal: Sealer
}

export interface BatchState {
  readonly id: string
  readonly form: Form
  readonly receivedAt: string
  readonly total: number | null
  readonly finishedAt: string | null
  readonly done: number
  readonly accepted: number
  readonly rejected: number
}

export interface Batches {
  /** Takes a file in: messages with a record separator (0x1E) before each (RFC 7464). Answers its id once the whole of it is kept. */
  receive(file: Readable, form: Form, identity: Identity, sandbox: string | null): Promise<string>
  find(org: string, id: string): Promise<BatchState | undefined>
  /** Answers from a number on, each signed; only those that were refused, if so wanted. */
  answers(
    org: string,
    batch: Pick<BatchState, 'id' | 'form'>,
    after: number,
    refusedOnly: boolean,
    limit: number,
  ): Promise<readonly { n: number; status: number; signed: string }[]>
  /** Does some of what waits; answers how many messages. */
  work(): Promise<number>
}

const SEPARATOR = 0x1e
const GROUP = 200
/** A group is kept once it holds so many bytes, however few its messages. */
const GROUP_BYTES = 8 * 1024 * 1024
const MOST = 100_000
const AT_ONCE = 24
const CLAIM = 240
const LEASE_MS = 120_000

interface Item {
  readonly batch: string
  readonly n: number
  readonly content: Buffer
  readonly account: string
  readonly grants: readonly string[]
  readonly sandbox: string | null
  readonly form: Form
}

/** The messages of a file as they come, whatever pieces it arrives in. @throws Refusals when one is larger than a message may be. */
async function* messagesIn(file: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let size = 0
  const take = (): Buffer => {
    const whole = Buffer.concat(rest)
    rest = []
    size = 0
    return whole
  }
  for await (const piece of file as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = piece.indexOf(SEPARATOR); at >= 0; at = piece.indexOf(SEPARATOR, from)) {
      rest.push(piece.subarray(from, at))
      const whole = take()
      if (whole.toString('latin1').trim()) yield whole
      from = at + 1
    }
    const left = piece.subarray(from)
    size += left.length
    if (size > BOUNDS.bytes) throw new Refusals([refusal('XML_TOO_LARGE', '', { max: '10 MB' })])
    rest.push(left)
  }
  const whole = take()
  if (whole.toString('latin1').trim()) yield whole
}

/** Files of many messages: kept whole, then done one by one by whichever node has time, each with its own answer (M30, bulk). */
export function createBatches({ engine, directory, handle, seal }: BatchDeps): Batches {
  const { pool, clock } = engine
  const ask = <R extends object>(
    statement: Statement,
    values: readonly unknown[],
    org: string | null = null,
  ): Promise<R[]> =>
    transact(pool, org, async (tx) => {
      if (org === null) tx.asPlatform()
      return (await tx.query<R>(statement, values)).rows
    })

  async function identityOf({ account, grants }: Item): Promise<Identity | undefined> {
    const found = await directory.findAccount(account)
    // Whoever left the firm meanwhile sends nothing more; what they might do is what they might do then.
    return (
      found && {
        account: found,
        actor: { person: found.person, org: found.org, roles: found.roles },
        grants: new Set(grants),
      }
    )
  }

  async function one(item: Item): Promise<{ batch: string; n: number; status: number; answer: string }> {
    const identity = await identityOf(item)
    const bytes = inflateRawSync(item.content)
    try {
      if (!identity) throw new Refusals([refusal('UNAUTHENTICATED')])
      const { status, envelope } = await handle({
        bytes,
        form: item.form,
        identity,
        sandbox: item.sandbox,
        traceId: `${item.batch}/${item.n}`,
      })
      return { batch: item.batch, n: item.n, status, answer: JSON.stringify(envelope) }
    } catch (error) {
      if (error instanceof Refusals) return { batch: item.batch, n: item.n, status: 401, answer: '' }
      throw error
    }
  }

  return {
    receive: async (file, form, identity, sandbox) => {
      const id = newId()
      const { org } = identity.actor
      await ask(putBatch, [id, org, identity.account.id, [...identity.grants], sandbox, form, clock.now()], org)
      let group: Buffer[] = []
      let bytes = 0
      let total = 0
      const put = async (): Promise<void> => {
        if (group.length) await ask(putItems, [id, total - group.length + 1, org, group], org)
        group = []
        bytes = 0
      }
      for await (const message of messagesIn(file)) {
        if (++total > MOST) throw new Refusals([refusal('TOO_MANY_ITEMS', '', { max: MOST })])
        const packed = deflateRawSync(message, { level: 1 })
        group.push(packed)
        bytes += packed.length
        if (group.length === GROUP || bytes > GROUP_BYTES) await put()
      }
      await put()
      if (total === 0) throw new Refusals([refusal('MALFORMED', '', { reason: 'the file holds no message' })])
      await ask(wholeBatch, [id, total], org)
      return id
    },
    find: async (org, id) => (await ask<BatchState>(findBatch, [id, org], org))[0],
    answers: async (org, { id, form }, after, refusedOnly, limit) => {
      const rows = await ask<{ n: number; status: number; answer: string }>(
        itemsOf,
        [id, org, after, refusedOnly, limit],
        org,
      )
      return Promise.all(
        rows.map(async ({ n, status, answer }) => ({
          n,
          status,
          signed: answer ? await seal(JSON.parse(answer) as Envelope, form) : '',
        })),
      )
    },
    work: async () => {
      const now = clock.now()
      const items = await ask<Item>(claimItems, [now, toInstant(toMs(now) + LEASE_MS), CLAIM])
      if (items.length === 0) return 0
      const done: object[] = []
      const failed: unknown[] = []
      let next = 0
      const lane = async (): Promise<void> => {
        for (let item = items[next++]; item; item = items[next++])
          await one(item).then(
            (outcome) => done.push(outcome),
            (error: unknown) => failed.push(error),
          )
      }
      await Promise.all(Array.from({ length: AT_ONCE }, lane))
      await ask(settleItems, [JSON.stringify(done)])
      await ask(finishBatches, [[...new Set(items.map((i) => i.batch))], clock.now()])
      // Not the fault of those messages: they are tried again when their lease is over, and whoever runs the window is told.
      if (failed.length) {
        const [first] = failed
        const why = first instanceof Error ? first.message : String(first)
        throw new Error(`messages of files were not done (${failed.length}), and are tried again: ${why}`, {
          cause: first,
        })
      }
      return done.length
    },
  }
}
