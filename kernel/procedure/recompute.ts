import { Type } from 'typebox'
import { dueAt } from '../calendar.ts'
import { strict } from '../schema.ts'
import type { Instant, Period } from '../time.ts'
import { milestones } from './clock.ts'
import { command, platformOnly } from './command.ts'
import type { PermitDefinition } from './definition.ts'
import type { Recomputed } from './event-data.ts'
import { isUnserved } from './service.ts'
import { permitStatuses, type PermitState } from './state.ts'

/** How long a pending period is; one that was extended has the extension after it. */
function lengthOf(s: PermitState, { procedure }: PermitDefinition): Period | null {
  const { review, periods } = procedure
  switch (s.period?.name) {
    case 'admit':
      return review?.admit ?? null
    case 'cure':
      return review?.cure ?? null
    case 'answer':
      return review?.answer ?? null
    case 'appeal':
      return periods.appeal
    case 'appealDecision':
      return periods.appealDecision
    default:
      return null
  }
}

/**
 * The periods of a case whose end the calendar of its definition now puts elsewhere (M05-4); nothing when none moves. What has already
 * ended stays ended, and nothing is moved into the past: time that was given cannot be taken back. An order to pay keeps its date: its
 * quote binds for its validity.
 */
export function recomputed(s: PermitState, def: PermitDefinition, now: Instant): Recomputed | null {
  const { calendar, review, tasks: asked } = def.procedure
  const moved = (old: Instant | null | undefined, fresh: Instant): fresh is Instant =>
    !!old && old > now && fresh > now && fresh !== old
  const { clock } = s
  const ends = clock?.since && !clock.stoppedAt && !clock.breached ? milestones(def, clock, clock.since) : null
  const alert = (old: Instant | null, fresh: Instant | null): Instant | null =>
    old && fresh ? (fresh > now ? fresh : old) : old
  const length = lengthOf(s, def)
  // A period that starts with the service of its notice: served, it runs from there; unserved, its service is reckoned again too (M07).
  const service = isUnserved(s.period) ? def.procedure.periods.service : undefined
  const servedBy = s.period && service ? dueAt(calendar, s.period.from, service) : undefined
  const first = s.period && length ? dueAt(calendar, servedBy ?? s.period.servedAt ?? s.period.from, length) : null
  const period = first && s.period?.extended && review?.extend ? dueAt(calendar, first, review.extend) : first
  const tasks: Record<string, Instant> = {}
  for (const task of Object.values(s.tasks)) {
    const rule = asked.find((one) => one.name === task.name)
    const within = rule?.within ?? rule?.slot
    const due = within && task.status === 'open' ? dueAt(calendar, task.openedAt, within) : null
    if (due && moved(task.due, due)) tasks[task.name] = due
  }
  const found: Recomputed = {
    clock:
      clock && ends && moved(clock.due, ends.due)
        ? { due: ends.due, half: alert(clock.half, ends.half), risk: alert(clock.risk, ends.risk) }
        : null,
    period: period && moved(s.period?.due, period) ? { due: period, ...(servedBy ? { servedBy } : {}) } : null,
    tasks,
  }
  return found.clock || found.period || Object.keys(tasks).length ? found : null
}

const Because = Type.Object({ catalogue: Type.String(), codes: Type.Array(Type.String()), norm: Type.String() }, strict)

/** Holidays are live: a case that is open when one is decreed is told, with an event (M05-4, PACK 11). */
export const recomputing = {
  recomputeClocks: command({
    from: permitStatuses.filter((status) => status !== 'DRAFT'),
    may: 'permit.recomputeClocks',
    as: platformOnly,
    internal: true,
    input: Type.Object({ because: Because }, strict),
    summary: 'Reckons running periods again after days of rest were decreed or cancelled',
    decide: (s, { because }, ctx) => {
      const moved = recomputed(s, ctx.definition, ctx.now)
      return moved ? [{ type: 'ClockRecomputed', data: { because, ...moved } }] : []
    },
  }),
}
