import { namedId, type CaseModule, type Reaction, type Statement } from '#platform/cases'

const put: Statement = {
  name: 'delivery.put',
  text: `INSERT INTO exchange.delivery (case_id, id, recipient, edition, kind, status, queued_at, next_at, sandbox_id)
         VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8) ON CONFLICT DO NOTHING`,
}
// What was never sent is not sent any more: the newer message says it better.
const supersede: Statement = {
  name: 'delivery.supersede',
  text: `UPDATE exchange.delivery SET status = 'superseded', next_at = NULL WHERE case_id = $1 AND recipient = $2 AND status = 'queued'`,
}
const schedule: Statement = { name: 'delivery.schedule', text: 'SELECT jobs.schedule_carry($1)' }

interface Queued {
  readonly to: string
  readonly edition: number
  readonly at: string
  readonly kind?: 'cancel'
}

function queue({ work, file }: Reaction, { to, edition, at, kind }: Queued): void {
  const id = namedId(`delivery/${file.id}/${to}/${edition}/${kind ?? 'copy'}/${at}`)
  // The moment of a sandbox is nobody's moment: its messages leave when its owner says so.
  const { sandbox } = work.world
  work.also(supersede, [file.id, to])
  work.also(put, [file.id, id, to, edition, kind ?? 'copy', at, at, sandbox])
  if (!sandbox) work.also(schedule, [at])
}

/** Copies of documents to be carried, in the transaction that issues, changes or revokes them. */
export const exchangeReactions: NonNullable<CaseModule['reactions']> = {
  CopyQueued: async (r) => queue(r, r.event.data as Queued),
  // Customs reads the case itself; its own system is told besides.
  CopyReported: async (r) => {
    const e = r.event.data as Queued & { outcome: string; reference: string | null }
    if (e.to === 'customs' && e.outcome === 'received' && e.reference === null) queue(r, e)
  },
}
