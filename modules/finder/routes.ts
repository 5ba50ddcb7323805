import { Type, type Static } from 'typebox'
import { DaySchema, findMoney, isDay, legalDay, quoted, refusal, strict, wordsIn, type Pack } from '#kernel'
import { Refusals } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { sendJson, shapeFaults, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { PdfBusy, renderPermit } from '#platform/pdf'
import { readQuestion, type Question } from './ask.ts'
import type { Certificate } from './certificate.ts'
import { incoterms, landedCost, type LandedCostInput } from './landed-cost.ts'
import { dutiesSaid, type RateSaid } from './duties.ts'
import type { FinderService } from './service.ts'
import { showCode } from './tariff.ts'

export interface FinderDeps {
  readonly finder: FinderService
  readonly library: PackLibrary
  readonly clock: Clock
  readonly publicUrl: () => string
}

const LanguageSchema = Type.Optional(Type.Enum(['es', 'en', 'pt']))
const SearchSchema = Type.Object(
  {
    q: Type.String({ minLength: 1, maxLength: 200, description: 'Words as a trader says them, or a code' }),
    lang: LanguageSchema,
    limit: Type.Optional(Type.String({ pattern: '^([1-9]|[1-4][0-9]|50)$' })),
  },
  strict,
)
const CodeQuerySchema = Type.Object({ lang: LanguageSchema }, strict)

const Amount = Type.Optional(Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,2})?$' }))
const Rate = Type.Optional(Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,4})?$' }))
const Country = Type.String({ pattern: '^[a-z]{2,5}$', description: 'Pack of the country that imports' })
const Hs = Type.String({ pattern: '^[0-9]{2}[0-9. ]{0,14}$', description: 'Tariff code, 2 to 12 digits' })
const Origin = Type.String({ pattern: '^[A-Z]{2}$', description: 'Country of origin, ISO 3166-1' })
const Value = Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,2})? [A-Z]{3}$', description: '109400.00 USD' })
const TariffSchema = Type.Object(
  {
    country: Country,
    hs: Hs,
    origin: Type.Optional(Origin),
    day: Type.Optional(DaySchema),
    value: Type.Optional(Value),
    lang: LanguageSchema,
  },
  strict,
)
/** Amounts without a currency are in the price's; rates in per cent. */
const LandedSchema = Type.Object(
  {
    price: Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,2})? [A-Z]{3}$', description: '109400.00 USD' }),
    incoterm: Type.Enum([...incoterms]),
    preCarriage: Amount,
    exportClearance: Amount,
    loading: Amount,
    freight: Amount,
    insuranceRate: Rate,
    delivery: Amount,
    unloading: Amount,
    importClearance: Amount,
    dutyRate: Rate,
    taxRate: Rate,
    customsBasis: Type.Optional(Type.Enum(['CIF', 'FOB'])),
    country: Type.Optional(Country),
    hs: Type.Optional(Hs),
    origin: Type.Optional(Origin),
    day: Type.Optional(DaySchema),
    lang: LanguageSchema,
  },
  strict,
)

/** Amounts and rates as people write them where the decimal mark is a comma are refused with the writing that is meant. */
function withPoints(query: unknown): unknown {
  const faults = Object.entries((query ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
    const [, whole, cents, rest = ''] =
      /^(\d[\d.]*),(\d{1,4})( [A-Z]{3})?$/.exec(typeof value === 'string' ? value : '') ?? []
    return whole === undefined || cents === undefined
      ? []
      : [
          refusal('INPUT_SHAPE', `/${name}`, {
            reason: `write ${whole.replace(/\./g, '')}.${cents}${rest}, with a decimal point`,
          }),
        ]
  })
  if (faults.length) throw new Refusals(faults)
  return query
}

/** Where a step of a landed cost comes from. */
function sourceOf(
  step: string,
  rates: { dutyRate?: string; taxRate?: string },
  duty: RateSaid | null | undefined,
  tax: RateSaid | undefined,
): object {
  const row = step === 'duty' && rates.dutyRate ? duty : step === 'tax' && rates.taxRate ? tax : undefined
  return row
    ? { of: 'tariff', rate: row.rate, law: row.law, source: row.source, checked: row.checked, from: row.from }
    : { of: 'given' }
}

function checked<T>(schema: Parameters<typeof shapeFaults>[0], value: unknown): T {
  const faults = shapeFaults(schema, value)
  if (faults.length) throw new Refusals(faults)
  return value as T
}

/** The requirement finder and the tariff search: public, without an account (M35). */
export function finderRoutes(app: Door, { finder, library, clock, publicUrl }: FinderDeps): void {
  const read = (asked: unknown): Question => {
    const { question, faults } = readQuestion((asked ?? {}) as Record<string, unknown>, {
      packs: library.packs,
      dictionary: library.dictionary,
      now: clock.now(),
    })
    if (!question) throw new Refusals(faults)
    return question
  }

  /** Duties of one of our countries. @throws Refusals with every fault of the question at once. */
  const dutiesIn = (asked: Omit<Static<typeof TariffSchema>, 'lang'> & { lang?: 'es' | 'en' | 'pt' | undefined }) => {
    const pack: Pack | undefined = library.packs.get(asked.country)
    const value = asked.value === undefined ? undefined : findMoney(asked.value)
    const faults = [
      ...(pack
        ? []
        : [
            refusal('NO_PACK', '/country', {
              country: quoted(asked.country),
              allowed: [...library.packs.keys()].join(', '),
            }),
          ]),
      ...(asked.day !== undefined && !isDay(asked.day)
        ? [refusal('INPUT_SHAPE', '/day', { reason: 'there is no such day' })]
        : []),
      ...(asked.value !== undefined && !value
        ? [refusal('INPUT_SHAPE', '/value', { reason: 'it is no amount of a currency' })]
        : []),
    ]
    if (!pack || faults.length) throw new Refusals(faults)
    const calendar = pack.calendars.get(pack.calendar)
    const day = asked.day ?? (calendar ? legalDay(calendar, clock.now()) : clock.now().slice(0, 10))
    const hs = asked.hs.replace(/[. ]/g, '')
    return dutiesSaid(pack, { hs, origin: asked.origin, day, value }, asked.lang ?? 'es')
  }

  app.get('/v1/finder', async (request, reply) => {
    const answer = await finder.ask(read(request.query))
    return sendJson(reply, 200, JSON.stringify(answer))
  })

  app.get('/v1/hs', async (request, reply) => {
    const { q, lang = 'es', limit } = checked<Static<typeof SearchSchema>>(SearchSchema, request.query)
    await finder.refresh()
    return sendJson(reply, 200, JSON.stringify(finder.search.find(q, lang, Number(limit ?? 10))))
  })

  app.get('/v1/hs/:code', async (request, reply) => {
    const { lang: language = 'es' } = checked<Static<typeof CodeQuerySchema>>(CodeQuerySchema, request.query)
    const code = (request.params as { code: string }).code.replace(/\./g, '')
    const entry = finder.tariff.entries.get(code)
    if (!entry) throw new Refusals([refusal('NOT_FOUND', '', { type: 'tariff code', id: code })])
    const brief = (e: typeof entry) => ({
      code: e.code,
      shown: showCode(e.code),
      description: wordsIn(e.words, language),
    })
    const section = finder.tariff.sections.find((s) => s.from <= code.slice(0, 2) && code.slice(0, 2) <= s.to)
    const body = {
      ...brief(entry),
      names: entry.names[language],
      difference: entry.difference ? wordsIn(entry.difference, language) : null,
      section: section ? { id: section.id, description: wordsIn(section.words, language) } : null,
      under: finder.tariff.pathOf(code).slice(0, -1).map(brief),
      children: finder.tariff.childrenOf(code).map(brief),
    }
    return sendJson(reply, 200, JSON.stringify(body))
  })

  app.get('/v1/landed-cost', async (request, reply) => {
    const {
      lang = 'es',
      price,
      country,
      hs,
      origin,
      day,
      ...rest
    } = checked<Static<typeof LandedSchema>>(LandedSchema, withPoints(request.query))
    const amount = findMoney(price)
    if (!amount) throw new Refusals([refusal('INPUT_SHAPE', '/price', { reason: 'it is no amount of a currency' })])
    const duties = country && hs ? dutiesIn({ country, hs, origin, day, value: price, lang }) : null
    const [best, [tax]] = [duties?.preferences[0] ?? duties?.mfn, duties?.taxes ?? []]
    const rates = {
      ...(best && rest.dutyRate === undefined ? { dutyRate: best.rate } : {}),
      ...(tax && rest.taxRate === undefined ? { taxRate: tax.rate } : {}),
    }
    const input = { ...(rest as Omit<LandedCostInput, 'price'>), ...rates, price: amount }
    const found = landedCost(input, lang)
    if (!found)
      throw new Refusals([refusal('INPUT_SHAPE', '/price', { reason: 'it is lower than the costs it includes' })])
    // Every figure says where it comes from: the one who asks, or a row of the tariff with its norm and day (M35-2).
    const steps = found.steps.map((step) => ({ ...step, source: sourceOf(step.id, rates, best, tax) }))
    return sendJson(reply, 200, JSON.stringify({ ...found, steps, duties }))
  })

  app.get('/v1/tariff', async (request, reply) => {
    await finder.refresh()
    const asked = checked<Static<typeof TariffSchema>>(TariffSchema, withPoints(request.query))
    const hs = asked.hs.replace(/[. ]/g, '')
    const nearest = finder.tariff.findNearest(hs)
    const language = asked.lang ?? 'es'
    const known = nearest !== undefined && nearest.code === hs.slice(0, 6)
    const suggestions = known ? [] : finder.search.find(hs, language, 8).hits
    const duties = dutiesIn(asked)
    if (!nearest) return sendJson(reply, 200, JSON.stringify({ ...duties, status: 'unknown-hs', known, suggestions }))
    const status = duties.narrower.length ? 'depends' : duties.mfn ? 'known' : 'no-data'
    const said = { shown: showCode(hs), description: wordsIn(nearest.words, language) }
    return sendJson(reply, 200, JSON.stringify({ status, ...duties, ...said, known, suggestions }))
  })

  app.post('/v1/finder/certificates', async (request, reply) => {
    const certificate = await finder.certify(read(request.body))
    return sendJson(reply, 201, JSON.stringify(shown(certificate)))
  })

  app.get('/v1/finder/certificates/:code', async (request, reply) =>
    sendJson(reply, 200, JSON.stringify(shown(await get(request.params)))),
  )

  app.get('/v1/finder/certificates/:code/document.pdf', async (request, reply) => {
    const { lang = 'es' } = checked<Static<typeof CodeQuerySchema>>(CodeQuerySchema, request.query)
    const certificate = await get(request.params)
    const { number, code } = certificate.record
    const printable = finder.printable(certificate, lang, `${publicUrl()}/v/${code}`)
    if (!printable) throw new Refusals([refusal('NOT_FOUND')])
    try {
      const pdf = await renderPermit(printable, { jws: certificate.jws })
      return await reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${number}.pdf"`)
        .send(Buffer.from(pdf))
    } catch (error) {
      if (error instanceof PdfBusy) throw new Refusals([refusal('UNAVAILABLE')])
      throw error
    }
  })

  async function get(params: unknown): Promise<Certificate> {
    const { code } = params as { code: string }
    const found = await finder.findCertificate(code)
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'certificate', id: code })])
    return found
  }

  const shown = ({ record, digest, jws }: Certificate): object => ({
    ...record,
    digest,
    jws,
    verify: `${publicUrl()}/v/${record.code}`,
    pdf: `/v1/finder/certificates/${record.code}/document.pdf`,
  })
}
