import type { Recomputed, RestChange } from './event-data.ts'
import type { PermitState } from './state.ts'

/** Periods as they stand after days of rest were decreed or cancelled while they ran (M05-4). */
export const reckoned = (s: PermitState, e: Recomputed & { because: RestChange }): PermitState => ({
  ...s,
  clock: s.clock && e.clock ? { ...s.clock, ...e.clock } : s.clock,
  period: s.period && e.period ? { ...s.period, ...e.period } : s.period,
  tasks: Object.fromEntries(
    Object.entries(s.tasks).map(([name, t]) => [name, e.tasks[name] ? { ...t, due: e.tasks[name] } : t]),
  ),
})
