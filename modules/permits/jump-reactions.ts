import type { PermitState } from '#kernel'
import type { CaseModule, Statement } from '#platform/cases'

const put: Statement = {
  name: 'queue.jump',
  text: `INSERT INTO permits.queue_jump (case_id, at, desk, org_id, agency, procedure, code, sandbox_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT DO NOTHING`,
}

/** A case taken before its turn stands in a list that anyone can read (M08-11). */
export const jumpReactions: NonNullable<CaseModule['reactions']> = {
  TramiteTaken: async ({ work, file, event }) => {
    const e = event.data as { desk: string; org: string; at: string; reason?: { code: string } }
    if (!e.reason) return
    const s = file.state as PermitState
    const [procedure = ''] = s.procedure.split('@')
    const agency = Object.entries(s.orgs).find(([, org]) => org === e.org)?.[0] ?? s.agency
    const country = procedure.slice(0, procedure.indexOf('.'))
    work.also(put, [file.id, e.at, e.desk, e.org, `${country}.${agency}`, procedure, e.reason.code, work.world.sandbox])
  },
}
