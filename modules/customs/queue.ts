import { namedId, type Reaction, type Statement } from '#platform/cases'

export type MessageKind = 'declaration' | 'amendment' | 'cancellation' | 'regularisation' | 'channel' | 'control'

const put: Statement = {
  name: 'customs.put',
  text: `INSERT INTO customs.message (case_id, id, case_type, country, kind, content, status, queued_at, next_at, sandbox_id)
         VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $7, $8) ON CONFLICT DO NOTHING`,
}
const schedule: Statement = { name: 'customs.schedule', text: 'SELECT jobs.schedule_carry($1)' }

/** Id of the message that an event of a case causes: the same however often it is worked out. */
export const messageId = (caseId: string, kind: MessageKind, seq: number): string =>
  namedId(`customs/${caseId}/${kind}/${seq}`)

/** Puts a message to customs in the queue, in the transaction of the event that causes it. */
export function queueMessage(
  { work, file, event }: Reaction,
  kind: MessageKind,
  country: string,
  write: (head: { readonly id: string; readonly at: string }) => string,
): void {
  const id = messageId(file.id, kind, event.seq)
  const { sandbox } = work.world
  const content = write({ id, at: event.at })
  work.also(put, [file.id, id, file.module.type.name, country, kind, content, event.at, sandbox])
  // The moment of a sandbox is nobody's moment: its messages leave when its owner says so.
  if (!sandbox) work.also(schedule, [event.at])
}
