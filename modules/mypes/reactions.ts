import { addPeriod, findPeriod, legalDay, type Day } from '#kernel'
import {
  calendarOf,
  declarationXml,
  figureOf,
  findRate,
  queueChannel,
  queueControl,
  queueMessage,
} from '#modules/customs'
import { recordGone } from '#modules/declarations'
import { noteFor, ruleOf, type Destinations } from '#modules/destinations'
import { servedIn, tellWords } from '#modules/notices'
import { assess, consigneeKey, type RiskServices } from '#modules/risk'
import { hoursOf, savingOf } from '#modules/savings'
import { systemActor, type CaseModule, type Reaction, type Statement } from '#platform/cases'
import { worldOf } from './facts.ts'
import { productKey, putProduct } from './library.ts'
import type { SmallExportState } from './state.ts'

type Reactions = NonNullable<CaseModule['reactions']>

export interface ReactionServices extends RiskServices {
  readonly destinations: Destinations
}

const putSale: Statement = {
  name: 'mypes.put-sale',
  text: `INSERT INTO mypes.sale (case_id, world, country, owner_org, consignee, value_usd, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (case_id) DO UPDATE SET value_usd = excluded.value_usd, at = excluded.at, live = true`,
}
const endSale: Statement = { name: 'mypes.end-sale', text: 'UPDATE mypes.sale SET live = false WHERE case_id = $1' }

const stateOf = ({ file }: Reaction): SmallExportState => file.state as SmallExportState

/** Whole days between two legal days. */
const daysBetween = (from: Day, to: Day): string => String(Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000))

/** What a small export causes: messages to customs, an assessment, the firm's library, words to people, the saving of M42. */
export function smallExportReactions(services: ReactionServices): Reactions {
  const { library, destinations } = services
  const packOf = (s: SmallExportState) => library.packs.get(s.pack)
  const tell = (r: Reaction, org: string, es: string, en: string, pt: string): void => {
    const s = stateOf(r)
    tellWords(r, { org, ...servedIn(packOf(s)) }, { es, en, pt }, { title: s.mrn ?? s.number })
  }
  const notLive = async (r: Reaction): Promise<void> => r.work.also(endSale, [r.file.id])
  return {
    ClassificationRequested: async (r) => {
      const { agent } = stateOf(r)
      if (agent)
        tell(
          r,
          agent.org,
          'Le piden el código de un producto. Vea las fotos y firme.',
          'You are asked for the code of a product. Look at the photos and sign.',
          'Pedem-lhe o código de um produto. Veja as fotos e assine.',
        )
    },
    InfoAsked: async (r) => {
      const { text } = r.event.data as { text: string }
      tell(
        r,
        stateOf(r).owner,
        `El despachante pregunta: ${text}`,
        `The agent asks: ${text}`,
        `O despachante pergunta: ${text}`,
      )
    },
    Classified: async (r) => {
      const s = stateOf(r)
      const { library: known, act, at } = r.event.data as { library: boolean; act: string; at: string }
      const dossier = await r.work.find('dossier', s.dossier)
      for (const p of s.products) {
        if (!p.code) continue
        const set = (element: string, value: string): Promise<unknown> =>
          dossier
            ? r.work.attempt(
                dossier,
                'verifyElement',
                { line: p.line, element, value, registry: p.act ?? act },
                systemActor,
              )
            : Promise.resolve()
        await set('goods.nationalCode', p.code)
        await set('goods.commodity', p.code.slice(0, 6))
        await set('goods.classificationAct', p.act ?? act)
      }
      const pack = packOf(s)
      if (known || !pack || !s.agent) return
      const day = legalDay(calendarOf(pack), r.work.now)
      const period = findPeriod(figureOf(r.work, pack, day)('mypes.library')?.value ?? '') ?? {
        n: 24,
        unit: 'months' as const,
      }
      for (const p of s.products)
        r.work.also(putProduct, [
          r.file.id,
          p.line,
          worldOf(r.work),
          s.pack,
          s.owner,
          productKey(p),
          p.code,
          act,
          s.agent.name,
          at,
          addPeriod(day, period),
        ])
      tell(
        r,
        s.owner,
        'Su producto ya tiene código. Puede firmar la declaración.',
        'Your product has its code. You can sign the declaration.',
        'O seu produto já tem código. Pode assinar a declaração.',
      )
    },
    MypesDeclared: async (r) => {
      const s = stateOf(r)
      const { content, eligibility } = s
      if (!content || !eligibility) return
      const consignee = consigneeKey(content.consignee?.name, content.consignee?.country)
      r.work.also(putSale, [
        r.file.id,
        worldOf(r.work),
        s.pack,
        s.owner,
        consignee,
        eligibility.valueUsd.amount,
        r.event.at,
      ])
      queueMessage(r, 'declaration', content.country, (head) => declarationXml(content, head))
    },
    MypesAccepted: async (r) => {
      const s = stateOf(r)
      if (s.content && s.mrn)
        await assess(r, services, {
          owner: s.owner,
          customs: s.customs,
          content: s.content,
          mrn: s.mrn,
          splitting: s.joint !== null,
        })
    },
    MypesRejected: async (r) => {
      await notLive(r)
      tell(
        r,
        stateOf(r).owner,
        'La aduana no aceptó la declaración. Corrija lo que señala y fírmela otra vez; lo escrito sigue ahí.',
        'Customs did not accept the declaration. Correct what it names and sign again; what you wrote is still there.',
        'A alfândega não aceitou a declaração. Corrija o que indica e assine de novo; o escrito continua lá.',
      )
    },
    MypesCancelled: notLive,
    MypesLapsed: notLive,
    ChannelAssigned: async (r) => {
      const s = stateOf(r)
      const { channel, by } = r.event.data as { channel: 'green' | 'yellow' | 'red'; by: string }
      const { content, mrn } = s
      if (!content || !mrn) return
      if (by === 'window') queueChannel(r, content.country, mrn, channel)
      if (channel !== 'green')
        tell(
          r,
          s.owner,
          channel === 'red'
            ? 'La aduana verá el paquete. No lo cierre del todo.'
            : 'La aduana revisará los papeles. No debe hacer nada.',
          channel === 'red'
            ? 'Customs will look at the parcel. Do not seal it yet.'
            : 'Customs will look at the papers. There is nothing you must do.',
          channel === 'red'
            ? 'A alfândega verá o pacote. Não o feche ainda.'
            : 'A alfândega verá os papéis. Não precisa fazer nada.',
        )
    },
    ControlRecorded: async (r) => {
      const { content, mrn } = stateOf(r)
      const { result } = r.event.data as { result: string }
      if (content && mrn) queueControl(r, content.country, mrn, result)
    },
    MypesReleased: async (r) => {
      const s = stateOf(r)
      tell(
        r,
        s.owner,
        'Listo: entregue el paquete al transportista con su etiqueta.',
        'Ready: hand the parcel to the carrier with its label.',
        'Pronto: entregue o pacote ao transportador com a etiqueta.',
      )
      if (s.carrier)
        tell(
          r,
          s.carrier.org,
          'Hay un paquete para retirar.',
          'There is a parcel to collect.',
          'Há um pacote para retirar.',
        )
    },
    MypesExited: (r) => finish(r),
    CustomsSilent: async (r) =>
      tell(
        r,
        stateOf(r).owner,
        'La aduana no responde. Su declaración está enviada; vale la hora en que la firmó.',
        'Customs does not answer. Your declaration is sent; the hour at which you signed counts.',
        'A alfândega não responde. A sua declaração foi enviada; vale a hora em que assinou.',
      ),
  }

  /** Gone: the dossier closes, the buyer's note is attached, the saving is posted. */
  async function finish(r: Reaction): Promise<void> {
    const { work, file } = r
    const s = stateOf(r)
    const pack = packOf(s)
    const { content, eligibility } = s
    if (!pack || !content || !eligibility) return
    const calendar = calendarOf(pack)
    const day = legalDay(calendar, r.event.at)
    const value = eligibility.value
    const rule = ruleOf(destinations, content.destination ?? '', day)
    const rate =
      rule && rule.limit.currency !== value.currency
        ? await findRate(
            work,
            { country: pack.id, own: pack.currency, calendar },
            { from: value.currency, to: rule.limit.currency, on: day },
          )
        : undefined
    const note = noteFor(destinations, {
      country: content.destination ?? '',
      day,
      value,
      rate: rate?.rate ?? null,
    })
    const charge = s.exemptions.find((e) => e.what === 'charge')?.spared
    const saving = savingOf(pack, {
      procedure: 'mypes',
      size: eligibility.size,
      day,
      hours: hoursOf(s.activeMinutes),
      fees: s.agent?.fee.amount ?? '0',
      days: daysBetween(legalDay(calendar, s.openedAt ?? r.event.at), day),
      value: eligibility.valueUsd.amount,
      exempt: charge?.amount ?? '0',
    })
    await work.run(
      file,
      'finish',
      {
        note: note ? { country: note.country, text: note.text, law: note.law } : null,
        saving: saving ?? null,
      },
      systemActor,
    )
    await recordGone(work, s.dossier, r.event.at, s.mrn ?? '')
    const dossier = await work.find('dossier', s.dossier)
    if (dossier) await work.attempt(dossier, 'close', { reason: s.mrn ?? s.number }, systemActor)
  }
}
