import type { FastifyRequest } from 'fastify'
import { quote, refusal, showPeriod, wordsIn, type Language, type Money, type Pack, type Procedure } from '#kernel'
import { LEAST, publishedTimes, WINDOW, type PublishedTimes } from '#modules/times'
import { Refusals } from '#platform/cases'
import type { Door } from '#platform/http'
import {
  languageOf,
  sheetPage,
  sheetsPage,
  timesPage,
  type Sheet,
  type SheetFrame,
  type SheetRow,
} from '../web/public/index.ts'
import type { House } from './house.ts'

/** Procedure sheets and real times, for anyone, without JavaScript (M35, K5). The words are the packs': what is published is what is enforced. */
export function sheetPages(app: Door, house: House): void {
  const { library, engine, config, clock } = house
  const frameOf = ({ query, headers }: FastifyRequest): SheetFrame => ({
    language: languageOf((query as { lang?: string }).lang, headers['accept-language']),
    sandbox: config.sandbox,
    day: clock.now().slice(0, 10),
    window: WINDOW,
    least: LEAST,
  })
  const recent = async (country: string | null, procedure: string | null): Promise<readonly PublishedTimes[]> =>
    (await publishedTimes(engine.pool, { country, agency: null, procedure }, clock.now())).recent

  /** The version of each procedure that is in force today. */
  const inForce = (pack: Pack, day: string): readonly Procedure[] => [
    ...new Map(
      pack.procedures
        .map((p) => library.findProcedure(p.id, day)?.procedure)
        .filter((p): p is Procedure => p !== undefined)
        .map((p) => [p.id, p]),
    ).values(),
  ]
  const rowOf = (pack: Pack, p: Procedure, language: Language, times: readonly PublishedTimes[]): SheetRow => {
    const found = times.find((t) => t.country === pack.id && t.procedure === p.id)
    return {
      path: `${pack.id}.${p.agency}/${p.id.slice(p.id.indexOf('.') + 1)}`,
      title: wordsIn(p.title, language),
      code: p.code,
      regimes: p.regime,
      country: { id: pack.id, name: wordsIn(pack.name, language) },
      agency: pack.agencies.get(p.agency)?.name ?? p.agency,
      within: p.decision.within ? showPeriod(p.decision.within) : null,
      times: found
        ? {
            p50: found.agencyHours.p50,
            p90: found.agencyHours.p90,
            cases: found.cases,
            within: found.withinTerm,
          }
        : null,
    }
  }
  const rowsOf = async ({ language, day }: SheetFrame): Promise<readonly SheetRow[]> => {
    const times = await recent(null, null)
    return [...library.packs.values()].flatMap((pack) => inForce(pack, day).map((p) => rowOf(pack, p, language, times)))
  }

  app.get('/fichas', async (request, reply) => {
    const frame = frameOf(request)
    return reply.type('text/html; charset=utf-8').send(sheetsPage(await rowsOf(frame), frame))
  })
  app.get('/plazos', async (request, reply) => {
    const frame = frameOf(request)
    return reply.type('text/html; charset=utf-8').send(timesPage(await rowsOf(frame), frame))
  })
  app.get('/fichas/:organismo/:codigo', async (request, reply) => {
    const { organismo, codigo } = request.params as { organismo: string; codigo: string }
    const frame = frameOf(request)
    const [country = '', agency = ''] = organismo.split('.')
    const pack = library.packs.get(country)
    const procedure = pack && library.findProcedure(`${country}.${codigo}`, frame.day)?.procedure
    if (!pack || procedure?.agency !== agency)
      throw new Refusals([refusal('NOT_FOUND', '', { type: 'procedure', id: `${country}.${codigo}`.slice(0, 90) })])
    const row = rowOf(pack, procedure, frame.language, await recent(country, procedure.id))
    return reply.type('text/html; charset=utf-8').send(sheetPage(sheetOf(row, pack, procedure, frame), frame))
  })
}

/** The fee where it is the same for everybody; nothing where it depends on what is sent. */
function flatFee(pack: Pack, procedure: Procedure, day: string): Money | null {
  try {
    return quote({ procedure, units: pack.units, data: { elements: {}, lines: [] }, facts: {}, day }).total
  } catch {
    return null
  }
}

function sheetOf(row: SheetRow, pack: Pack, p: Procedure, { language, day }: SheetFrame): Sheet {
  const words = (list: Procedure['form'] | undefined): readonly string[] =>
    (list ?? []).map((item) => wordsIn(item.element.label, language))
  const named = (task: string): string => wordsOfTask(task, language)
  return {
    ...row,
    procedure: p.id,
    law: p.law,
    from: p.from,
    silence: p.decision.silence ?? null,
    fee: flatFee(pack, p, day),
    papers: p.attach.map((a) => {
      const label = pack.documents.get(a.document)?.name
      return { label: label ? wordsIn(label, language) : a.document, sometimes: a.when !== undefined || !a.required }
    }),
    visits: p.tasks.filter((t) => t.kind !== 'opinion').map((t) => named(t.kind)),
    opinions: p.tasks
      .filter((t) => t.kind === 'opinion')
      .map((t) => pack.agencies.get(t.agency)?.name ?? t.agency.toUpperCase()),
    data: [...new Set([...words(p.form), ...words(p.lineForm?.items)])],
    unconfirmed: p.confirm.length > 0,
  }
}

const TASKS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  inspection: { es: 'Inspección', en: 'Inspection', pt: 'Inspeção' },
  lab: { es: 'Análisis de laboratorio', en: 'Laboratory analysis', pt: 'Análise de laboratório' },
}
const wordsOfTask = (kind: string, language: Language): string => TASKS[kind]?.[language] ?? kind
