import { canonical, sealText, type CaseParty, type Instant, type RunningClock, type WorkItem } from '#kernel'
import { sha256 } from './ids.ts'
import type { CaseModule } from './registry.ts'
import type { OpenCase, World } from './work.ts'

/** A case in hand, and what stood beside its state before: rows are written only where something changed. */
export interface Kept extends OpenCase {
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

/** The rows of one command, over all its cases, as `case.write-all` takes them. */
export function rowsOf(command: CommandRows, answer: Answer | null, personal: readonly unknown[]) {
  const opened: unknown[] = []
  const changed: unknown[] = []
  const events: string[] = []
  const parties: unknown[] = []
  const tasksDone: unknown[] = []
  const tasks: unknown[] = []
  const clocks: unknown[] = []
  const sandbox_id = command.world.sandbox
  for (const file of command.files) {
    if (file.events.length === 0) continue
    const { type } = file.module
    const { id, state, version, definition, before } = file
    const head = seal(command, file, events)
    const after = project(file.module, state)
    const readers = [...new Set([file.ownerOrg, ...after.parties.map((p) => p.org)])]
    const shared = {
      id,
      number: type.number?.(state) ?? null,
      status: state.status,
      title: type.title(state),
      state,
      version,
      head,
      readers,
      next_due: after.nextDue,
      changed_at: command.world.now,
    }
    if (file.isNew)
      opened.push({
        ...shared,
        type: type.name,
        definition,
        owner_org: file.ownerOrg,
        sandbox_id,
        opened_at: file.openedAt,
      })
    else changed.push({ ...shared, was: file.was })
    for (const p of after.parties)
      if (!before.parties.some((b) => b.org === p.org && b.capacity === p.capacity))
        parties.push({ case_id: id, org_id: p.org, capacity: p.capacity })
    for (const b of before.work)
      if (!after.work.some((w) => sameItem(w, b))) tasksDone.push({ case_id: id, name: b.name, org_id: b.org })
    for (const w of after.work) {
      const b = before.work.find((x) => sameItem(x, w))
      if (b?.due !== w.due || !b)
        tasks.push({
          case_id: id,
          name: w.name,
          org_id: w.org,
          role: w.role,
          due: w.due,
          since: w.since ?? command.world.now,
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
  const answered = answer
    ? [
        {
          case_id: answer.caseId,
          command_id: answer.commandId,
          org_id: answer.org,
          digest: answer.digest,
          status: answer.status,
          answer: answer.body,
          at: command.recordedAt,
        },
      ]
    : []
  return { opened, changed, events, parties, tasksDone, tasks, clocks, personal, answered }
}

/** Chains the new events of a case. Their data is written out once: the text that is hashed is the text that is stored. */
function seal({ recordedAt, commandId }: CommandRows, file: Kept, rows: string[]): string {
  let prev = file.before.head
  for (const { seq, type, data, at, actor } of file.events) {
    const dataText = canonical(data)
    const sealed = {
      caseId: file.id,
      seq,
      type,
      at,
      recordedAt,
      actor,
      commandId,
      data,
    }
    const hash = sha256(sealText(sealed, prev, dataText)).toString('hex')
    const row = {
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
    }
    rows.push(`${JSON.stringify(row).slice(0, -1)},"data":${dataText}}`)
    prev = hash
  }
  return prev
}
