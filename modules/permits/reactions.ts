import type { BalanceLine, PermitState } from '#kernel'
import { sameness } from './facts.ts'
import { systemActor, type CaseModule, type Reaction, type Statement, type Work } from '#platform/cases'

const putLive: Statement = {
  name: 'live.put',
  text: `INSERT INTO permits.live (case_id, procedure, number, holder, status, valid_until, decided_at, clean, sandbox_id, goods, origins)
         VALUES ($1, $2, $3, $4, 'in-force', $5, $6, $7, $8, $9, $10)`,
}
const setLive: Statement = { name: 'live.status', text: 'UPDATE permits.live SET status = $2 WHERE case_id = $1' }
const extendLive: Statement = {
  name: 'live.extend',
  text: 'UPDATE permits.live SET valid_until = $2 WHERE case_id = $1',
}
const putBalance: Statement = {
  name: 'balance.put',
  text: `INSERT INTO permits.balance (case_id, line, unit, authorised, ceiling)
         SELECT $1, line, unit, authorised, ceiling FROM json_to_recordset($2::json) AS r(line int, unit text, authorised numeric, ceiling numeric)`,
}
const amendBalance: Statement = {
  name: 'balance.amend',
  text: `INSERT INTO permits.balance (case_id, line, unit, authorised, ceiling)
         SELECT $1, line, unit, authorised, ceiling FROM json_to_recordset($2::json) AS r(line int, unit text, authorised numeric, ceiling numeric)
         ON CONFLICT (case_id, line) DO UPDATE SET authorised = excluded.authorised, ceiling = excluded.ceiling`,
}
const drawBalance: Statement = {
  name: 'balance.draw',
  text: `UPDATE permits.balance b SET used = b.used + r.quantity
         FROM (SELECT line, sum(quantity) AS quantity FROM json_to_recordset($2::json) AS r(line int, quantity numeric) GROUP BY line) r
         WHERE b.case_id = $1 AND b.line = r.line`,
}
const waiting: Statement = {
  name: 'permit.waiting',
  text: `SELECT id FROM cases."case" WHERE owner_org = ANY($1) AND type = 'permit' AND status = 'WAITING' AND sandbox_id IS NOT DISTINCT FROM $2
         AND state->'awaits' ? $3 ORDER BY id`,
}

const lapsedBy: Statement = {
  name: 'permit.lapsed-by',
  text: `SELECT id FROM cases."case" WHERE owner_org = $1 AND type = 'permit' AND status = 'LAPSED' AND sandbox_id IS NOT DISTINCT FROM $2
         AND state->'awaits' ? $3 AND state->>'dossier' = $4 ORDER BY id`,
}

const stateOf = (r: Reaction): PermitState => r.file.state as PermitState
const procedureOf = (s: PermitState): string => s.procedure.slice(0, s.procedure.indexOf('@'))

/** Organisations that a firm has mandated: a fact of whoever keeps the mandates (PACK 16.12). */
export type FindAgents = (work: Work, principal: string) => Promise<readonly string[]>

/**
 * Others of the same firm that wait for this permit go on, or lapse. A permit that is granted also serves the firms that its holder
 * has mandated; one that is refused ends nothing of theirs, who may still get one of their own.
 */
async function settle(r: Reaction, outcome: 'granted' | 'refused', agents?: FindAgents): Promise<void> {
  const s = stateOf(r)
  const permit = procedureOf(s)
  const others = outcome === 'granted' ? ((await agents?.(r.work, s.applicant.org)) ?? []) : []
  const firms = [s.applicant.org, ...others]
  const { rows } = await r.work.tx.query<{ id: string }>(waiting, [firms, r.work.world.sandbox, permit])
  for (const { id } of rows) {
    const file = await r.work.get('permit', id)
    const other = file.state as PermitState
    if (outcome === 'refused' && other.dossier !== s.dossier) continue
    const holder = other.applicant.org === s.applicant.org ? {} : { holder: s.applicant.org }
    await r.work.run(file, 'dependencyResolved', { permit, outcome, ...holder }, systemActor)
  }
}

/** What lapsed because this permit had lapsed waits for it again. */
async function reinstateDependents(r: Reaction): Promise<void> {
  const s = stateOf(r)
  const { rows } = await r.work.tx.query<{ id: string }>(lapsedBy, [
    s.applicant.org,
    r.work.world.sandbox,
    procedureOf(s),
    s.dossier,
  ])
  for (const { id } of rows)
    await r.work.attempt(await r.work.get('permit', id), 'reinstate', { reason: 'WAITS_AGAIN' }, systemActor)
}

const rowsOf = (balance: readonly BalanceLine[]): string =>
  JSON.stringify(
    balance.map((b) => ({
      line: b.line,
      unit: b.authorised.unit,
      authorised: b.authorised.value,
      ceiling: b.ceiling.value,
    })),
  )

/** What a permit's events cause in the tables that span cases. Orders, documents and notices are their own modules' reactions. */
export const permitReactions = (agents?: FindAgents): NonNullable<CaseModule['reactions']> => ({
  DrIssued: async (r) => {
    const s = stateOf(r)
    const dr = s.resolution
    if (!dr) return
    const clean = s.rounds === 0
    r.work.also(putLive, [
      r.file.id,
      procedureOf(s),
      dr.number,
      s.applicant.org,
      dr.validUntil,
      dr.issuedAt,
      clean,
      r.work.world.sandbox,
      ...sameness(s),
    ])
    if (dr.balance.length) r.work.also(putBalance, [r.file.id, rowsOf(dr.balance)])
    await settle(r, 'granted', agents)
  },
  DrDrawn: async ({ work, file, event }) => {
    const { lines } = event.data as { lines: readonly { line: number; quantity: { value: string } }[] }
    work.also(drawBalance, [file.id, JSON.stringify(lines.map((l) => ({ line: l.line, quantity: l.quantity.value })))])
  },
  DrAmended: async ({ work, file, event }) => {
    const { balance } = event.data as { balance: readonly BalanceLine[] }
    if (balance.length) work.also(amendBalance, [file.id, rowsOf(balance)])
  },
  DrExtended: async ({ work, file, event }) =>
    work.also(extendLive, [file.id, (event.data as { validUntil: string }).validUntil]),
  DrExpired: async ({ work, file }) => work.also(setLive, [file.id, 'expired']),
  DrRevoked: async ({ work, file }) => work.also(setLive, [file.id, 'revoked']),
  AppealResolved: async (r) => {
    if (stateOf(r).resolution && (r.event.data as { outcome: string }).outcome === 'overturned')
      r.work.also(setLive, [r.file.id, 'in-force'])
  },
  TramiteDenied: (r) => settle(r, 'refused'),
  SilenceApplied: async (r) => {
    if ((r.event.data as { effect: string }).effect === 'negative') await settle(r, 'refused')
  },
  TramiteWithdrawn: (r) => settle(r, 'refused'),
  Lapsed: (r) => settle(r, 'refused'),
  LapseReversed: reinstateDependents,
  Abandoned: (r) => settle(r, 'refused'),
})
