import type { AttachedDocument, PermitState } from './state.ts'
import type { Instant } from '../time.ts'
import { task } from './event-steps.ts'

type S = PermitState

/** A time at which an inspector can come, and where. */
export interface Slot {
  readonly from: Instant
  readonly to: Instant
  readonly place?: string
}

/** A sample as it was taken: the number on its seal, and the goods line it is of. */
export interface Sample {
  readonly id: string
  readonly line?: number
}

/** What happens to an inspection before it is made, and to a sample before it is tested (M08, M09). */
export const taskEvents = {
  InspectionScheduled: (s: S, e: { task: string; slots: readonly Slot[]; by: string; at: Instant }): S =>
    task(s, e.task, { slots: e.slots, slot: null }),
  SlotChosen: (s: S, e: { task: string; slot: Slot; by: string; at: Instant }): S =>
    task(s, e.task, { slots: [], slot: e.slot, due: e.slot.to }),
  /** Nobody chose in time: other times are offered. */
  SlotsLapsed: (s: S, e: { task: string; at: Instant }): S => task(s, e.task, { slots: [] }),
  /** The inspection did not take place: whoever stayed away answers for the time, and an agency's absence is never the applicant's fault. */
  InspectionMissed: (
    s: S,
    e: { task: string; absent: 'applicant' | 'agency'; by: string; at: Instant; text: string | null },
  ): S => task(s, e.task, { slots: [], slot: null }),
  SampleTaken: (
    s: S,
    e: {
      task: string
      samples: readonly Sample[]
      by: string
      at: Instant
      text: string | null
      evidence: readonly AttachedDocument[]
    },
  ): S => task(s, e.task, { samples: [...(s.tasks[e.task]?.samples ?? []), ...e.samples] }),
}
