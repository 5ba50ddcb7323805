import { caseType } from '../case-type.ts'
import { assignment } from './assignment.ts'
import { afterwards } from './afterwards.ts'
import { decision } from './decision.ts'
import { evaluation } from './evaluation.ts'
import { permitEvents } from './events.ts'
import { filing } from './filing.ts'
import { inspecting } from './inspecting.ts'
import type { PermitDefinition, PermitFacts } from './definition.ts'
import { migrate } from './migration.ts'
import { clocks, parties, work } from './projections.ts'
import { recomputing } from './recompute.ts'
import { remedies } from './remedies.ts'
import { requests } from './requests.ts'
import { inForce, initialPermit, type PermitState } from './state.ts'
import { outages } from './outage.ts'
import { nextDue, tick } from './tick.ts'

/**
 * The one generic case type that interprets every procedure of every pack (PACK 6). Keys present in the procedure switch parts of it
 * on; nothing here knows a country, an agency or a kind of goods.
 */
export const permit = caseType<PermitState, PermitFacts, PermitDefinition>()('permit', {
  initial: initialPermit,
  events: permitEvents,
  commands: () => ({
    ...filing,
    ...assignment,
    ...evaluation,
    ...inspecting,
    ...decision,
    ...afterwards,
    ...requests,
    ...remedies,
    ...recomputing,
    ...outages,
  }),
  parties,
  title: (s) => s.title,
  work,
  clocks,
  nextDue,
  tick,
  definition: (s) => s.definition ?? null,
  migrate,
  numbered: ['DrIssued'],
  number: (s) => s.resolution?.number ?? null,
})

export const isInForce = (s: PermitState): boolean => inForce.includes(s.status)
