import { closing, dueAt, legalDay, legalTime, type Calendar } from '../calendar.ts'
import { toInstant, toMs, type Instant, type Period } from '../time.ts'
import { command, platformOnly } from './command.ts'
import { tracePermit, type PermitDefinition } from './definition.ts'
import { inputs } from './inputs.ts'
import type { ClockState, PermitState } from './state.ts'

/** Working days that an outage touched: each of them counts against nobody. */
export function daysLost(calendar: Calendar, from: Instant, to: Instant): number {
  let lost = 0
  for (let at = legalTime(calendar, from); at < to; lost++) {
    const closed = closing(calendar, legalDay(calendar, at))
    at = legalTime(calendar, toInstant(toMs(closed) + 60_000))
  }
  return lost
}

/** What an outage does to the clocks that ran through it. `null`: that one did not run. */
export interface OutageExcluded {
  readonly from: Instant
  readonly to: Instant
  readonly clock: Pick<ClockState, 'used' | 'due' | 'half' | 'risk'> | null
  readonly period: { readonly due: Instant; readonly servedBy?: Instant } | null
}

function later(def: PermitDefinition, at: Instant, unit: Period['unit'], days: number, ms: number): Instant {
  const { calendar } = def.procedure
  return unit === 'bd' ? dueAt(calendar, at, { n: days, unit: 'bd' }) : toInstant(toMs(at) + ms)
}

/** Nothing where no clock of the case ran, or no working day was lost. */
function excluded(s: PermitState, def: PermitDefinition, from: Instant, to: Instant): OutageExcluded | undefined {
  const days = daysLost(def.procedure.calendar, from, to)
  const ms = toMs(to) - toMs(from)
  const runs = s.clock?.since && !s.clock.stoppedAt && !s.clock.breached && s.clock.since < to ? s.clock : null
  const unit = runs?.within.unit ?? 'bd'
  const lost = unit === 'bd' ? days : ms
  const move = (at: Instant | null): Instant | null => (at ? later(def, at, unit, days, ms) : null)
  const clock =
    runs && lost > 0
      ? { used: runs.used - lost, due: move(runs.due), half: move(runs.half), risk: move(runs.risk) }
      : null
  const pending = s.period && s.period.name !== 'admit' && s.period.from < to && s.period.due > from ? s.period : null
  const unserved = pending?.servedBy && !pending.servedAt && pending.servedBy > from
  const period =
    pending && days > 0
      ? {
          due: later(def, pending.due, 'bd', days, ms),
          ...(unserved && pending.servedBy ? { servedBy: later(def, pending.servedBy, 'bd', days, ms) } : {}),
        }
      : null
  return clock || period ? { from, to, clock, period } : undefined
}

/** Time in which the window could not be used counts against nobody (M05-5). */
export const outages = {
  excludeOutage: command({
    from: ['ADMISSIBILITY', 'CURE_REQUESTED', 'UNDER_EVALUATION', 'OBSERVED', 'PROPOSED', 'DENIED', 'REVOKED'],
    may: 'permit.excludeOutage',
    as: platformOnly,
    internal: true,
    input: inputs.excludeOutage,
    summary: 'Takes a declared outage off the clocks that ran through it',
    decide: (s, { from, to }, ctx) => {
      const data = excluded(s, ctx.definition, from, to)
      if (!data) return []
      const t = tracePermit(s)
      t.emit('OutageExcluded', data)
      return t.events
    },
  }),
}
