import { legalDay } from '../calendar.ts'
import { trace, type Trace } from '../case-type.ts'
import type { Dictionary, Facts, FormData, Procedure, UnitValue } from '../pack/model.ts'
import { sha256 } from '../pack/sha256.ts'
import type { Day, Instant } from '../time.ts'
import { permitEvents, type Grounds, type PermitEvents } from './events.ts'
import type { PermitState } from './state.ts'

/** What a permit is decided under: the pinned procedure, and the country's dated values. */
export interface PermitDefinition {
  readonly procedure: Procedure
  readonly units: readonly UnitValue[]
  readonly dictionary: Dictionary
  /** Registry that already holds a document type or element (M08-5), by its id. */
  readonly heldBy: ReadonlyMap<string, string>
  /** What the sampling of approvals by the clock draws, where a story says so; otherwise it is drawn from the case itself. */
  readonly draw?: number
  /** Agencies in which nobody acts on a case that they have not taken in its turn (M08-11). */
  readonly inOrder?: ReadonlySet<string>
}

/** Agencies of the pack that a procedure concerns: whoever decides, is asked, or hears the appeal. */
export const concernedAgencies = ({ agency, tasks, appeal }: Procedure): readonly string[] => [
  ...new Set([agency, ...tasks.map((t) => t.agency), ...(appeal ? [appeal.to.agency] : [])]),
]

export type NeedStatus = 'granted' | 'pending' | 'refused' | 'none'

/** Facts fetched before deciding. `needs` is keyed `permit` or `permit|number`; `draw` is 0 to 9999, for sampling. */
export interface PermitFacts {
  readonly facts: Facts
  readonly needs: Readonly<Record<string, NeedStatus>>
  readonly draw: number
  /** Firms whose permits meet a need, having mandated the applicant: by permit, the organisation (PACK 16.12). */
  readonly mandates?: Readonly<Record<string, string>>
  /** For taking and handing over a case: the one that is next before it, and the roles of whoever is to have it. */
  readonly desk?: {
    readonly ahead?: string | null
    readonly roles?: readonly string[]
    /** Whether this procedure is among those that the officer takes cases of (M08-11). */
    readonly skilled?: boolean
  }
}

export type PermitTrace = Trace<PermitState, PermitEvents>

export const tracePermit = (state: PermitState): PermitTrace =>
  trace<PermitState, PermitEvents>(state, (s, e) =>
    (permitEvents[e.type] as (s: PermitState, d: unknown) => PermitState)(s, e.data),
  )

/**
 * 0 to 9999, for the sampling of what the clock approves. Time has no dice: the draw comes from the case and the moment, so that a late
 * job writes the same history. Nobody can choose it, because the ids are given when the application is already filed.
 */
export const drawAt = (def: PermitDefinition, s: PermitState, at: Instant): number =>
  def.draw ?? Number.parseInt(sha256(`${s.application}/${s.procedure}/${at}`).slice(0, 8), 16) % 10_000

export const formOf = (s: Pick<PermitState, 'elements' | 'lines'>): FormData => ({
  elements: s.elements,
  lines: s.lines,
})

export const dayOf = (def: PermitDefinition, at: Instant): Day => legalDay(def.procedure.calendar, at)

/** Why and by which law, as every decision must say (spec 0.1). */
export const grounds = (def: PermitDefinition, reasonCode: string, humanText_es: string): Grounds => ({
  reasonCode,
  legalBasis: def.procedure.law,
  humanText_es,
  ruleVersion: def.procedure.key,
})
