import { localTime } from '#kernel'
import { authorityOrg } from '#modules/catalogues'
import { declarationXml, drawPermits, queueChannel, queueControl, queueMessage, requestXml } from '#modules/customs'
import type { DossierState } from '#modules/dossier'
import { servedIn, tellWords } from '#modules/notices'
import { assess } from '#modules/risk'
import type { Directory } from '#platform/access'
import { systemActor, type CaseModule, type OpenCase, type Reaction, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { DeclarationState } from './state.ts'

export interface DeclarationServices {
  readonly library: PackLibrary
  readonly directory: Directory
}

type Reactions = NonNullable<CaseModule['reactions']>
const stateOf = ({ file }: Reaction): DeclarationState => file.state as DeclarationState

/** What the dossier knows of customs: the number, and that the goods have left or come in. A dossier that is past it is left alone. */
async function tellDossier(work: Work, id: string, tell: (dossier: OpenCase) => Promise<unknown>): Promise<void> {
  const dossier = await work.find('dossier', id)
  if (dossier) await tell(dossier)
}

/** The goods are gone: the dossier says so where everything else of it is ready. */
export async function recordGone(work: Work, id: string, at: string, mrn: string): Promise<void> {
  await tellDossier(work, id, async (dossier) => {
    if (
      (dossier.state as DossierState).status === 'REQUIREMENTS_KNOWN' ||
      dossier.state.status === 'DOCUMENTS_IN_PROGRESS'
    )
      await work.attempt(dossier, 'confirmReady', {}, systemActor)
    await work.attempt(dossier, 'recordExit', { at, declaration: mrn.slice(0, 35) }, systemActor)
  })
}

/** What a declaration causes: messages to customs, draws on permits, an assessment of its risk, words to people. */
export function declarationReactions(services: DeclarationServices): Reactions {
  const { library } = services
  const packOf = (s: DeclarationState) => library.packs.get(s.content?.pack ?? '')
  const toFirm = (r: Reaction, es: string, en: string, pt: string, params: Record<string, string> = {}): void => {
    const s = stateOf(r)
    tellWords(r, { org: s.owner, ...servedIn(packOf(s)) }, { es, en, pt }, { title: s.mrn ?? s.number, ...params })
  }
  const request = (r: Reaction, kind: 'amendment' | 'regularisation', reason: string): void => {
    const s = stateOf(r)
    const { asked, mrn } = s
    if (asked && mrn)
      queueMessage(r, kind, asked.content.country, (head) =>
        requestXml(asked.content, head, { mrn, type: 'COR', reason }),
      )
  }
  return {
    DeclarationSent: async (r) => {
      const { content } = stateOf(r)
      if (content) queueMessage(r, 'declaration', content.country, (head) => declarationXml(content, head))
    },
    DeclarationAccepted: async (r) => {
      const s = stateOf(r)
      const { content, mrn } = s
      if (!content || !mrn) return
      const short = await drawPermits(r.work, content, s.customs, mrn)
      if (short.length) {
        const reason = `LPCO: ${short.map((f) => f.code).join(', ')}`
        await r.work.run(r.file, 'hold', { reason }, systemActor)
        return
      }
      await assess(r, services, { owner: s.owner, customs: s.customs, content, mrn })
    },
    ChannelAssigned: async (r) => {
      const s = stateOf(r)
      const { content, mrn } = s
      const { channel, by } = r.event.data as { channel: 'green' | 'yellow' | 'red'; by: string }
      if (!content || !mrn) return
      if (by === 'window') queueChannel(r, content.country, mrn, channel)
      if (channel !== 'green')
        toFirm(
          r,
          channel === 'red'
            ? 'La aduana verá la mercancía y sus papeles. Téngala a mano.'
            : 'La aduana revisará los documentos. Por ahora no debe hacer nada.',
          channel === 'red'
            ? 'Customs will look at the goods and their papers. Have them at hand.'
            : 'Customs will look at the documents. There is nothing you must do now.',
          channel === 'red'
            ? 'A alfândega verá a mercadoria e os papéis. Tenha-os à mão.'
            : 'A alfândega verá os documentos. Por enquanto não precisa fazer nada.',
        )
    },
    ControlRecorded: async (r) => {
      const s = stateOf(r)
      const { content, mrn } = s
      const { result } = r.event.data as { result: string }
      if (content && mrn) queueControl(r, content.country, mrn, result)
    },
    AmendmentRequested: async (r) => request(r, 'amendment', (r.event.data as { reason: string }).reason),
    RegularisationSent: async (r) => request(r, 'regularisation', (r.event.data as { reason: string }).reason),
    CancellationRequested: async (r) => {
      const s = stateOf(r)
      const { content, mrn } = s
      const { reason } = r.event.data as { reason: string }
      if (content && mrn)
        queueMessage(r, 'cancellation', content.country, (head) =>
          requestXml(content, head, { mrn, type: 'INV', reason }),
        )
    },
    DeclarationRejected: async (r) =>
      toFirm(
        r,
        'La aduana rechazó la declaración. Corrija lo que señala y envíela otra vez; lo escrito sigue ahí.',
        'Customs rejected the declaration. Correct what it names and send it again; what you wrote is still there.',
        'A alfândega rejeitou a declaração. Corrija o que indica e envie de novo; o escrito continua lá.',
      ),
    DeclarationReleased: async (r) =>
      toFirm(
        r,
        'La aduana dio el levante: la mercancía puede seguir.',
        'Customs released the goods: they may go on.',
        'A alfândega liberou a mercadoria: pode seguir.',
      ),
    ExitConfirmed: async (r) => recordGone(r.work, stateOf(r).dossier, r.event.at, stateOf(r).mrn ?? ''),
    EntryConfirmed: async (r) => recordGone(r.work, stateOf(r).dossier, r.event.at, stateOf(r).mrn ?? ''),
    CustomsSilent: async (r) => {
      const s = stateOf(r)
      const { since } = r.event.data as { since: string }
      const pack = packOf(s)
      const zone = pack?.calendars.get(pack.calendar)?.zone ?? 'UTC'
      const { minute } = localTime(zone, since)
      const hour = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
      const title = s.mrn ?? s.number
      toFirm(
        r,
        `La aduana no responde desde las ${hour}. Su declaración está enviada; la hora de envío es la que vale.`,
        `Customs has not answered since ${hour}. Your declaration is sent; the hour at which it was sent is what counts.`,
        `A alfândega não responde desde as ${hour}. A sua declaração foi enviada; vale a hora do envio.`,
      )
      tellWords(
        r,
        { org: authorityOrg, ...servedIn(undefined), roles: ['monitor'] },
        {
          es: `Incidente: la aduana de ${s.content?.country ?? ''} no responde desde las ${hour} (${title}).`,
          en: `Incident: customs of ${s.content?.country ?? ''} has not answered since ${hour} (${title}).`,
          pt: `Incidente: a alfândega de ${s.content?.country ?? ''} não responde desde as ${hour} (${title}).`,
        },
        { title },
      )
    },
    RegularisationOverdue: async (r) =>
      toFirm(
        r,
        'Venció el plazo para los datos definitivos de la exportación. Envíelos hoy mismo.',
        'The period for the final data of the export is over. Send them today.',
        'Venceu o prazo dos dados definitivos da exportação. Envie-os hoje.',
      ),
  }
}
