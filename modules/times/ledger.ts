import { permit, type PermitState } from '#kernel'
import { findEvents, type CaseModule, type EventRow, type Reaction, type Statement } from '#platform/cases'
import { minutesOf, type Moment, type Span } from './minutes.ts'

const put: Statement = {
  name: 'times.put',
  text: `INSERT INTO times.closed (case_id, country, agency, procedure, filed_at, decided_at, outcome, agency_minutes, applicant_minutes,
           outage_minutes, used_days, within_term, sandbox_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (case_id) DO NOTHING`,
}
const outagesWithin: Statement = {
  name: 'times.outages-within',
  text: `SELECT since AS "from", coalesce(until, $2) AS "to" FROM times.outage WHERE stops_clocks AND since < $2 AND (until IS NULL OR until > $1)`,
}

/** The status after each event of a case, those of this transaction included. */
async function momentsOf({ work, file }: Reaction): Promise<readonly Moment[]> {
  const stored =
    file.was > 0
      ? (await work.tx.query<EventRow & Record<string, unknown>>(findEvents, [file.id, file.was, 0])).rows
      : []
  let state = permit.initial
  return [...stored, ...file.events].map((e) => {
    state = permit.evolve(state, { type: e.type, data: e.data } as never)
    return { at: e.at, status: state.status }
  })
}

async function close(r: Reaction, outcome: string): Promise<void> {
  const { work, file, event } = r
  const s = file.state as PermitState
  const filed = s.submittedAt
  if (!filed) return
  // Decided as it was filed: there is no time to divide, and nothing need be asked.
  const atOnce = file.isNew
  const moments = atOnce ? [] : await momentsOf(r)
  const outages = atOnce
    ? []
    : (await work.tx.query<Span & Record<string, unknown>>(outagesWithin, [filed, event.at])).rows
  const minutes = minutesOf(moments, event.at, outages)
  const [procedure = ''] = s.procedure.split('@')
  const days = s.clock?.within.unit === 'bd' ? s.clock.used : null
  work.also(put, [
    file.id,
    procedure.split('.')[0],
    s.agency,
    procedure,
    filed,
    event.at,
    outcome,
    minutes.agency,
    minutes.applicant,
    minutes.outage,
    days,
    !s.clock?.breached,
    work.world.sandbox,
  ])
}

/** The ledger of times is written by what ends a clock, in the same transaction (M05). */
export const timesReactions: NonNullable<CaseModule['reactions']> = {
  TramiteApproved: (r) => close(r, 'approved'),
  TramiteDenied: (r) => close(r, 'denied'),
  SilenceApplied: async (r) => {
    if ((r.event.data as { effect: string }).effect === 'negative') await close(r, 'denied')
  },
}
