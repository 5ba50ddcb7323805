import type { Static } from 'typebox'
import type { Directory } from '#platform/access'
import { systemActor, type CaseModule, type Statement, type Work } from '#platform/cases'
import { tellWords } from '#modules/notices'
import { connection, RequestSchema, type ConnectionState } from './connection.ts'

const receivedOf: Statement = {
  name: 'h2h.received-of',
  text: 'SELECT message_id AS id FROM h2h.message WHERE org_id = $1 AND message_id = ANY($2)',
}
const ofFirm: Statement = {
  name: 'h2h.connection-of-firm',
  text: `SELECT id FROM cases."case" WHERE owner_org = $1 AND type = 'connection' AND sandbox_id IS NULL AND status <> 'RETIRED' ORDER BY id DESC LIMIT 1`,
}

/** Notes a certificate on the firm's connection, where it has one: it is then told before it ends. */
export async function noteCertificate(work: Work, org: string, serial: string, until: string): Promise<void> {
  const { rows } = await work.tx.query<{ id: string }>(ofFirm, [org])
  if (!rows[0]) return
  const file = await work.get('connection', rows[0].id)
  if (file.state.status === 'SUSPENDED') return
  await work.run(file, 'noteCertificate', { serial, until }, systemActor)
}

export interface ConnectionServices {
  readonly directory: Directory
  /** The organisation that leads the window. */
  readonly lead: string
}

/** Connections of firms' systems, and what firms are told about them. */
export const connectionModule = ({ lead }: ConnectionServices): CaseModule => ({
  type: connection,
  path: 'connections',
  noun: 'connection',
  summary: 'Connections of firms’ own systems to the window',
  facts: async ({ work, file, command, input }) => {
    if (command !== 'reportConformance') return { received: new Set<string>() }
    const { results } = input as { results: readonly { message?: string }[] }
    const ids = results.flatMap((r) => r.message ?? [])
    const { rows } = await work.tx.query<{ id: string }>(receivedOf, [(file.state as ConnectionState).firm, ids])
    return { received: new Set(rows.map((r) => r.id)) }
  },
  opens: {
    command: 'request',
    input: RequestSchema,
    run: async (work, input, actor) => {
      const file = work.open('connection', actor.org)
      await work.run(file, 'request', { ...(input as Static<typeof RequestSchema>), firm: actor.org, lead }, actor)
      return file
    },
  },
  reactions: {
    CertificateExpiring: async (r) => {
      const { days, at } = r.event.data as { days: number; at: string }
      const s = r.file.state as ConnectionState
      tellWords(
        r,
        s.firm,
        {
          es: `El certificado de ${s.name} vence en ${days} días (${at.slice(0, 10)}). Pida otro antes: con el vencido no se reciben mensajes.`,
          en: `The certificate of ${s.name} ends in ${days} days (${at.slice(0, 10)}). Ask for another before: with an expired one no message is taken in.`,
          pt: `O certificado de ${s.name} vence em ${days} dias (${at.slice(0, 10)}). Peça outro antes: com o vencido não se recebem mensagens.`,
        },
        { title: s.name },
      )
    },
    AgreementExpiring: async (r) => {
      const { days, at } = r.event.data as { days: number; at: string }
      const s = r.file.state as ConnectionState
      tellWords(
        r,
        s.firm,
        {
          es: `El convenio de ${s.name} termina en ${days} días (${at.slice(0, 10)}). Fírmelo otra vez para que los mensajes sigan.`,
          en: `The agreement of ${s.name} ends in ${days} days (${at.slice(0, 10)}). Sign it again so that messages go on.`,
          pt: `O convênio de ${s.name} termina em ${days} dias (${at.slice(0, 10)}). Assine-o outra vez para que as mensagens sigam.`,
        },
        { title: s.name },
      )
    },
  },
})
