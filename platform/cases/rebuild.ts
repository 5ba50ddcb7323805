import type { Pool } from 'pg'
import { canonical, type RunningClock } from '#kernel'
import type { CaseModule, Registry } from './registry.ts'
import type { CaseRow } from './rows.ts'
import type { Statement } from './transaction.ts'
import { breachesOf, eachPage, type Breach, type StoredEvent } from './verify.ts'

export interface Rebuilt {
  readonly cases: number
  /** Snapshots that differed from the fold of their events, by case id. */
  readonly differed: readonly string[]
  /** Cases whose chain is broken: their snapshot is left alone, because there is nothing to believe. */
  readonly broken: readonly Breach[]
}

const rewrite: Statement = {
  name: 'rebuild.write',
  text: `UPDATE cases."case" SET state = $2, status = $3, title = $4, number = $5, version = $6, head = $7, readers = $8, next_due = $9,
           definition = $10
         WHERE id = $1`,
}
const dropTasks: Statement = { name: 'rebuild.drop-tasks', text: 'DELETE FROM cases.task WHERE case_id = $1' }
const dropParties: Statement = { name: 'rebuild.drop-parties', text: 'DELETE FROM cases.case_party WHERE case_id = $1' }
const putTask: Statement = {
  name: 'rebuild.task',
  text: 'INSERT INTO cases.task (case_id, name, org_id, role, due, since, sandbox_id, holder, held_since, lane) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
}
const putParty: Statement = {
  name: 'rebuild.party',
  text: 'INSERT INTO cases.case_party (case_id, org_id, capacity) VALUES ($1, $2, $3)',
}

const putClock: Statement = {
  name: 'rebuild.clock',
  text: `INSERT INTO cases.clock (case_id, name, side, started_at, due, state) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (case_id, name) DO UPDATE SET side = excluded.side, started_at = excluded.started_at, due = excluded.due, state = excluded.state`,
}

/** The clocks a case has had, as its commands left them: one that is no longer told by the state was stopped. */
function clocksOf(type: CaseModule['type'], events: readonly StoredEvent[]): readonly RunningClock[] {
  const clocks = new Map<string, RunningClock>()
  let state = type.initial
  for (const [i, event] of events.entries()) {
    state = type.evolve(state, event)
    if (events[i + 1]?.command_id === event.command_id) continue
    const running = type.clocks?.(state) ?? []
    for (const [name, clock] of clocks)
      if (!running.some((c) => c.name === name)) clocks.set(name, { ...clock, state: 'STOPPED' })
    for (const clock of running) clocks.set(clock.name, clock)
  }
  return [...clocks.values()]
}

/** Makes every snapshot again from its events, with the queues, parties and clocks that derive from it. The chains are not touched. */
export async function rebuildStore(pool: Pool, registry: Registry): Promise<Rebuilt> {
  let cases = 0
  const differed: string[] = []
  const broken: Breach[] = []
  await eachPage(
    pool,
    async (page, tx) => {
      for (const row of page.cases) {
        const events = page.events.get(row.id) ?? []
        cases++
        const made = remake(row, events, registry)
        if ('breach' in made) {
          broken.push(made.breach)
          continue
        }
        const { type } = registry.get(row.type)
        if (canonical(made.row.state) !== canonical(row.state) || made.row.status !== row.status) differed.push(row.id)
        const { id, state, status, title, number, version, head, readers, next_due, definition } = made.row
        const parties = type.parties(state)
        await tx.query(rewrite, [
          id,
          JSON.stringify(state),
          status,
          title,
          number,
          version,
          head,
          readers,
          next_due,
          definition,
        ])
        await tx.query(dropTasks, [id])
        for (const w of type.work?.(state) ?? [])
          await tx.query(putTask, [
            id,
            w.name,
            w.org,
            w.role,
            w.due,
            w.since ?? events.at(-1)?.at ?? row.changed_at,
            row.sandbox_id,
            w.holder?.person ?? null,
            w.holder?.since ?? null,
            w.lane ?? 'usual',
          ])
        await tx.query(dropParties, [id])
        for (const p of parties) await tx.query(putParty, [id, p.org, p.capacity])
        for (const c of clocksOf(type, events))
          await tx.query(putClock, [id, c.name, c.side, c.startedAt, c.due, c.state])
      }
    },
    { lock: true },
  )
  return { cases, differed, broken }
}

function remake(
  row: CaseRow,
  events: readonly StoredEvent[],
  registry: Registry,
): { row: CaseRow } | { breach: Breach } {
  const { type } = registry.get(row.type)
  const last = events.at(-1)
  if (!last) return { breach: { caseId: row.id, number: row.number, type: row.type, seq: 1, reason: 'no events' } }
  // The snapshot has seen events that are no longer there: making it anew would hide that they were taken away.
  const [cut] = row.version > last.seq ? breachesOf(row, events, registry) : []
  if (cut) return { breach: cut }
  const state = type.fold(events)
  const made: CaseRow = {
    ...row,
    state: JSON.parse(JSON.stringify(state)) as CaseRow['state'],
    status: state.status,
    title: type.title(state),
    number: type.number?.(state) ?? null,
    definition: type.definition?.(state) ?? row.definition,
    version: last.seq,
    head: last.hash,
    readers: [...new Set([row.owner_org, ...type.parties(state).map((p) => p.org)])],
    next_due: type.nextDue?.(state) ?? null,
  }
  const [breach] = breachesOf(made, events, registry)
  return breach ? { breach } : { row: made }
}
