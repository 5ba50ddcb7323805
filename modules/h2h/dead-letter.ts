import { newId, type Engine } from '#platform/cases'
import { sendNotice, servedIn } from '#modules/notices'
import type { OutRow } from './outbox.ts'

/** A message that could not be carried in a day: the firm is told in its mailbox, and may have it again on demand (M30-6). */
export const tellDead = (engine: Engine, row: OutRow, reason: string): Promise<void> =>
  engine.asPlatform(row.sandbox, newId(), async (work) => {
    const { case: of } = JSON.parse(row.body) as { case: { id: string } }
    sendNotice(work, {
      id: row.id,
      org: row.org,
      caseId: of.id,
      kind: 'pack',
      params: {
        title: `Mensaje ${row.seq}`,
        es: `Su sistema no recibió un mensaje en un día (${reason}). Léalo en GET /h2h/v1/messages, o pida que se envíe otra vez.`,
        en: `Your system took no message for a day (${reason}). Read it at GET /h2h/v1/messages, or have it sent again.`,
        pt: `O seu sistema não recebeu uma mensagem em um dia (${reason}). Leia-a em GET /h2h/v1/messages, ou peça que seja enviada outra vez.`,
      },
      at: engine.clock.now(),
      ...servedIn(undefined),
    })
  })
