import type { Pool } from 'pg'
import { canonical, sealText } from '#kernel'
import { fieldDiff } from './diff.ts'
import { sha256 } from './ids.ts'
import { personalRef } from './personal.ts'
import type { Registry } from './registry.ts'
import type { CaseRow, EventRow } from './rows.ts'
import { transact, type Statement, type Tx } from './transaction.ts'

/** One broken place of the store: which case, which event (0 for the snapshot), and why it cannot be believed. */
export interface Breach {
  readonly caseId: string
  readonly number: string | null
  readonly type: string
  readonly seq: number
  readonly reason: string
}

export interface Verification {
  readonly cases: number
  readonly events: number
  readonly breaches: readonly Breach[]
}

const PAGE = 500
const pageOfCases: Statement = {
  name: 'verify.cases',
  text: `SELECT id, type, number, definition, status, title, state, version, head, owner_org, sandbox_id, readers, next_due, opened_at, changed_at
         FROM cases."case" WHERE id > $1 ORDER BY id LIMIT ${PAGE}`,
}
const lockedPage: Statement = { name: 'verify.locked-cases', text: `${pageOfCases.text} FOR UPDATE` }
const eventsOfPage: Statement = {
  name: 'verify.events',
  text: `SELECT case_id, seq, type, data, actor, on_behalf_of, at, recorded_at, command_id, prev_hash, hash
         FROM cases.event WHERE case_id = ANY($1) ORDER BY case_id, seq`,
}
const personalOfPage: Statement = {
  name: 'verify.personal',
  text: 'SELECT case_id, ref, salt, value FROM cases.personal WHERE case_id = ANY($1) AND value IS NOT NULL',
}

export type StoredEvent = EventRow & { readonly case_id: string }
export interface Page {
  readonly cases: readonly CaseRow[]
  readonly events: ReadonlyMap<string, readonly StoredEvent[]>
}

/** Walks every case with its events, page by page, in id order: each page as of one moment, or under lock for who will write. */
export async function eachPage(
  pool: Pool,
  visit: (page: Page, tx: Tx) => Promise<void>,
  { lock = false } = {},
): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const more = await transact(
      pool,
      null,
      async (tx) => {
        tx.asPlatform()
        const { rows: cases } = await tx.query<CaseRow>(lock ? lockedPage : pageOfCases, [after])
        if (cases.length === 0) return false
        const ids = cases.map((c) => c.id)
        const { rows } = await tx.query<StoredEvent>(eventsOfPage, [ids])
        const events = new Map<string, StoredEvent[]>(ids.map((id) => [id, []]))
        for (const event of rows) events.get(event.case_id)?.push(event)
        await visit({ cases, events }, tx)
        after = ids.at(-1) ?? after
        return true
      },
      { snapshot: !lock },
    )
    if (!more) return
  }
}

/** Checks every chain, every snapshot and every personal datum that was not erased. */
export async function verifyStore(
  pool: Pool,
  registry: Registry,
  progress?: (cases: number) => void,
): Promise<Verification> {
  let cases = 0
  let events = 0
  const breaches: Breach[] = []
  await eachPage(pool, async (page, tx) => {
    for (const row of page.cases) {
      const own = page.events.get(row.id) ?? []
      cases++
      events += own.length
      breaches.push(...breachesOf(row, own, registry))
    }
    const { rows } = await tx.query<{ case_id: string; ref: string; salt: string; value: unknown }>(personalOfPage, [
      page.cases.map((c) => c.id),
    ])
    for (const { case_id, ref, salt, value } of rows) {
      const row = page.cases.find((c) => c.id === case_id)
      if (row && personalRef(salt, value) !== ref)
        breaches.push({ ...named(row), seq: 0, reason: `personal datum ${ref.slice(0, 12)} does not match its digest` })
    }
    progress?.(cases)
  })
  return { cases, events, breaches }
}

const named = (row: CaseRow) => ({ caseId: row.id, number: row.number, type: row.type })

/** What is wrong with one case: the first broken event (those after it hang from it), and the snapshot. */
export function breachesOf(row: CaseRow, events: readonly StoredEvent[], registry: Registry): Breach[] {
  const at = (seq: number, reason: string): Breach => ({ ...named(row), seq, reason })
  let prev = ''
  let expected = 1
  for (const e of events) {
    if (e.seq !== expected) return [at(expected, `event ${expected} is missing`)]
    if (e.prev_hash.toString('hex') !== prev) return [at(e.seq, 'does not follow the event before it')]
    if (e.on_behalf_of !== (e.actor.onBehalfOf ?? null))
      return [at(e.seq, 'the column on_behalf_of differs from the actor')]
    const sealed = {
      caseId: row.id,
      seq: e.seq,
      type: e.type,
      at: e.at,
      recordedAt: e.recorded_at,
      actor: e.actor,
      commandId: e.command_id,
      data: e.data,
    }
    const hash = e.hash.toString('hex')
    if (sha256(sealText(sealed, prev)).toString('hex') !== hash) return [at(e.seq, 'content does not match its hash')]
    prev = hash
    expected++
  }
  if (events.length === 0) return [at(1, 'no events')]
  if (row.version !== events.length)
    return [
      at(
        Math.min(row.version, events.length) + 1,
        `snapshot is at version ${row.version}, the chain ends at ${events.length}`,
      ),
    ]
  if (row.head.toString('hex') !== prev) return [at(0, 'snapshot does not point at the last event')]
  const { type } = registry.get(row.type)
  let folded
  try {
    folded = type.fold(events)
  } catch (error) {
    return [at(0, `events cannot be replayed: ${error instanceof Error ? error.message : 'unknown reason'}`)]
  }
  if (canonical(folded) !== canonical(row.state)) {
    const [first] = fieldDiff(folded, row.state, 1)
    return [at(0, `snapshot differs from its events at ${first?.pointer ?? '/'}`)]
  }
  const column = Object.entries(derivedColumns(row, registry)).find(
    ([name, value]) => canonical(value) !== canonical(columnOf(row, name)),
  )
  return column ? [at(0, `${column[0]} column differs from the state`)] : []
}

/** Columns that decide what is found, by whom, and when time acts next. The title is left out: a release may word it anew. */
function derivedColumns(row: CaseRow, registry: Registry): Record<string, unknown> {
  const { type } = registry.get(row.type)
  const { state, owner_org } = row
  const readers = [...new Set([owner_org, ...type.parties(state).map((p) => p.org)])].sort()
  return {
    status: state.status,
    number: type.number?.(state) ?? null,
    definition: type.definition?.(state) ?? row.definition,
    readers,
    next_due: type.nextDue?.(state) ?? null,
  }
}

const columnOf = (row: CaseRow, name: string): unknown =>
  name === 'readers' ? [...row.readers].sort() : row[name as keyof CaseRow]
