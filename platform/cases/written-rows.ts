import { createHash } from 'node:crypto'
import {
  canonical,
  recorded,
  sealAround,
  type CaseParty,
  type Instant,
  type RunningClock,
  type WorkItem,
} from '#kernel'
import type { CaseModule } from './registry.ts'
import type { Part, Written } from './rows.ts'
import type { OpenCase, World } from './work.ts'

/** A case in hand, and what stood beside its state before: rows are written only where something changed. */
export interface Kept extends OpenCase {
  readonly changedAt: Instant
  readonly before: {
    parties: readonly CaseParty[]
    work: readonly WorkItem[]
    clocks: readonly RunningClock[]
    nextDue: Instant | null
    head: string
  }
}

export interface Answer {
  readonly caseId: string
  readonly commandId: string
  readonly org: string
  readonly digest: string
  readonly status: number
  readonly body: string
}

/** What one command leaves to be written. */
export interface CommandRows {
  readonly files: readonly Kept[]
  readonly world: World
  readonly recordedAt: Instant
  readonly commandId: string
}

const sameItem = (a: WorkItem, b: WorkItem): boolean => a.name === b.name && a.org === b.org

/** What derives from a state: parties, turns, clocks, and when time has its next say. */
export function project(module: CaseModule, state: { readonly status: string }) {
  const { type } = module
  return {
    parties: type.parties(state),
    work: type.work?.(state) ?? [],
    clocks: type.clocks?.(state) ?? [],
    nextDue: type.nextDue?.(state) ?? null,
  }
}

/** The rows of one command, over all its cases, as `writeAll` takes them. */
export function rowsOf(command: CommandRows, answer: Answer | null, personal: readonly unknown[]): Written {
  const opened: unknown[] = []
  const changed: unknown[] = []
  const events: unknown[] = []
  const openedStates: string[] = []
  const changedStates: string[] = []
  const data: Buffer[] = []
  const parties: unknown[] = []
  const partiesGone: unknown[] = []
  const tasksDone: unknown[] = []
  const tasks: unknown[] = []
  const clocks: unknown[] = []
  const sandbox_id = command.world.sandbox
  for (const file of command.files) {
    if (file.events.length === 0) continue
    const { type } = file.module
    const { id, state, version, definition, before } = file
    const head = seal(command, file, events, data)
    const after = project(file.module, state)
    const readers = [...new Set([file.ownerOrg, ...after.parties.map((p) => p.org)])]
    const shared = {
      id,
      number: type.number?.(state) ?? null,
      definition,
      status: state.status,
      title: type.title(state),
      version,
      head,
      readers,
      next_due: after.nextDue,
      changed_at: command.world.now,
    }
    ;(file.isNew ? openedStates : changedStates).push(JSON.stringify(state))
    if (file.isNew)
      opened.push({
        ...shared,
        type: type.name,
        owner_org: file.ownerOrg,
        sandbox_id,
        opened_at: file.openedAt,
      })
    else changed.push({ ...shared, was: file.was })
    for (const p of after.parties)
      if (!before.parties.some((b) => b.org === p.org && b.capacity === p.capacity))
        parties.push({ case_id: id, org_id: p.org, capacity: p.capacity })
    for (const b of before.parties)
      if (!after.parties.some((p) => p.org === b.org && p.capacity === b.capacity))
        partiesGone.push({ case_id: id, org_id: b.org, capacity: b.capacity })
    for (const b of before.work)
      if (!after.work.some((w) => sameItem(w, b))) tasksDone.push({ case_id: id, name: b.name, org_id: b.org })
    for (const w of after.work) {
      const b = before.work.find((x) => sameItem(x, w))
      if (!b || b.due !== w.due || b.holder?.person !== w.holder?.person || b.holder?.since !== w.holder?.since)
        tasks.push({
          case_id: id,
          name: w.name,
          org_id: w.org,
          role: w.role,
          due: w.due,
          since: w.since ?? command.world.now,
          holder: w.holder?.person ?? null,
          held_since: w.holder?.since ?? null,
          lane: w.lane ?? 'usual',
          sandbox_id,
        })
    }
    for (const c of after.clocks) {
      const b = before.clocks.find((x) => x.name === c.name)
      if (!b || b.state !== c.state || b.due !== c.due || b.startedAt !== c.startedAt)
        clocks.push({ case_id: id, name: c.name, side: c.side, started_at: c.startedAt, due: c.due, state: c.state })
    }
    for (const b of before.clocks)
      if (!after.clocks.some((c) => c.name === b.name))
        clocks.push({
          case_id: id,
          name: b.name,
          side: b.side,
          started_at: b.startedAt,
          due: b.due,
          state: 'STOPPED',
        })
  }
  const written: Record<string, readonly unknown[]> = {}
  const put = (part: Part, rows: readonly unknown[], ...beside: unknown[]): void => {
    if (rows.length) written[part] = [JSON.stringify(rows), ...beside]
  }
  put('opened', opened, jsonbArray(openedStates))
  put('changed', changed, jsonbArray(changedStates))
  put('events', events, jsonArray(data))
  put('partiesGone', partiesGone)
  put('parties', parties)
  put('tasksDone', tasksDone)
  put('tasks', tasks)
  put('clocks', clocks)
  put('personal', personal)
  if (answer) {
    const { caseId: case_id, commandId: command_id, org: org_id, digest, status, body } = answer
    put('answered', [{ case_id, command_id, org_id, digest, status, at: command.recordedAt }], body)
  }
  return written
}

/** Chains the new events of a case. Their data is written out once: the bytes that are hashed are the bytes that are stored. */
function seal({ recordedAt, commandId }: CommandRows, file: Kept, rows: unknown[], texts: Buffer[]): string {
  let prev = file.before.head
  for (const { seq, type, data, at, actor: given } of file.events) {
    const actor = recorded(given)
    const text = Buffer.from(canonical(data))
    const sealed = {
      caseId: file.id,
      seq,
      type,
      at,
      recordedAt,
      actor,
      commandId,
    }
    const [before, after] = sealAround(sealed, prev)
    const hash = createHash('sha256').update(before).update(text).update(after).digest('hex')
    rows.push({
      case_id: file.id,
      seq,
      type,
      actor,
      on_behalf_of: actor.onBehalfOf ?? null,
      at,
      recorded_at: recordedAt,
      command_id: commandId,
      prev_hash: prev,
      hash,
    })
    texts.push(text)
    prev = hash
  }
  return prev
}

const JSON_TYPE = 114
const JSONB_TYPE = 3802
const JSONB_VERSION = Buffer.from([1])
const NOTHING = Buffer.alloc(0)

const jsonArray = (documents: readonly Buffer[]): Buffer => arrayOf(JSON_TYPE, NOTHING, documents)
const jsonbArray = (documents: readonly string[]): Buffer =>
  arrayOf(
    JSONB_TYPE,
    JSONB_VERSION,
    documents.map((d) => Buffer.from(d)),
  )

/**
 * Documents as one array parameter in PostgreSQL's binary form: as text, every quotation mark in it would have to be escaped.
 * Source: array_recv of PostgreSQL (dimensions, flags, element type; length and lower bound; elements, each after its length).
 */
function arrayOf(type: number, prefix: Buffer, documents: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(documents.length ? 20 : 12)
  head.writeInt32BE(documents.length ? 1 : 0, 0)
  head.writeInt32BE(type, 8)
  if (documents.length) head.writeInt32BE(documents.length, 12)
  if (documents.length) head.writeInt32BE(1, 16)
  const parts: Buffer[] = [head]
  for (const document of documents) {
    const length = Buffer.alloc(4)
    length.writeInt32BE(prefix.length + document.length)
    parts.push(length, prefix, document)
  }
  return Buffer.concat(parts)
}
