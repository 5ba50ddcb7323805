import type { EventOf, Move } from '../case-type.ts'
import { wordsIn } from '../problem.ts'
import { resumeClock } from './clock.ts'
import { drawAt, tracePermit, type PermitDefinition } from './definition.ts'
import type { PermitEvents } from './events.ts'
import { askDesks, tryAutomatic } from './flow.ts'
import { formFaults } from './rules.ts'
import { openTasks, undecided, underWay, type PermitState } from './state.ts'

const MISSING: readonly string[] = ['ELEMENT_REQUIRED', 'CAS_REQUIRED', 'DOCUMENT_MISSING']

/**
 * A case not yet decided comes under a version whose law binds open cases (PACK 11). What was filed stays filed and what runs runs on: a
 * period ends by the law of the day it began, a fee as it was quoted. From here on the newer version says who is asked, what silence
 * means and what is issued; desks it adds are asked at once, those it does not hear no longer count, and what its form misses is named, for the agency to ask for.
 */
export function migrate(
  s: PermitState,
  { definition, at, orgs }: Move,
  def: PermitDefinition,
): readonly EventOf<PermitEvents>[] {
  const { procedure: p } = def
  if (!undecided.includes(s.status) || !p.binds || s.procedure === p.key) return []
  const t = tracePermit(s)
  const asks = formFaults(def, s, s.submittedAt ?? at)
    .filter((r) => MISSING.includes(r.code))
    .map((r) => r.pointer)
  t.emit('Migrated', {
    from: s.procedure,
    to: p.key,
    definition,
    law: p.binds.law,
    title: wordsIn(p.title, p.language),
    code: p.code,
    agency: p.agency,
    orgs,
    at,
    asks,
    dropped: Object.values(s.tasks)
      .filter((task) => !p.tasks.some((one) => one.name === task.name && one.kind === task.kind))
      .map((task) => task.name),
  })
  // Nobody chooses a time for an inspection that is no longer made.
  const waits = openTasks(t.state).some((task) => task.slots?.length)
  if (t.state.clock?.pausedFor === 'slot' && !waits && s.status === 'UNDER_EVALUATION') resumeClock(t, def, at)
  if (underWay.includes(s.status)) askDesks(t, def, s.facts, at)
  tryAutomatic(t, def, s.facts, at, drawAt(def, s, at))
  return t.events
}
