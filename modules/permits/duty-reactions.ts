import type { PermitState } from '#kernel'
import { systemActor, type CaseModule, type Reaction } from '#platform/cases'
import { findOnDuty } from './officers.ts'

/** An urgent case goes at once to the officer on duty, where the agency keeps a roster; otherwise it lies first in the queue (M08-10). */
async function handOver({ work, file, event }: Reaction): Promise<void> {
  const s = file.state as PermitState
  if (!s.urgent || s.holders?.evaluate) return
  const org = s.orgs[s.agency]
  if (!org) return
  const procedure = s.procedure.slice(0, s.procedure.indexOf('@'))
  const to = await findOnDuty(work.tx, { org, procedure, at: event.at, sandbox: work.world.sandbox })
  if (to) await work.attempt(file, 'assignOnDuty', { to }, systemActor)
}

export const dutyReactions: NonNullable<CaseModule['reactions']> = {
  AdmissibilityOpened: handOver,
  TramiteAdmitted: handOver,
}
