import { quoteRoutes, requirementRoutes } from '#modules/applications'
import { bundleRoutes } from '#modules/bundle'
import { catalogueRoutes } from '#modules/catalogues'
import { customsRoutes, type CustomsCarrier } from '#modules/customs'
import { dictionaryRoutes } from '#modules/dictionary'
import { documentRoutes, verifyDocument, type VerificationAnswer, type VerificationAsk } from '#modules/documents'
import { dossierRoutes, overviewRoutes } from '#modules/dossier'
import { ecommerceRoutes } from '#modules/ecommerce'
import { exchangeRoutes, type Carrier } from '#modules/exchange'
import { draftRoutes } from '#modules/drafts'
import { oversightRoutes } from '#modules/oversight'
import { createLooks } from '#platform/access'
import { isLive, liveMandates, outside, type MandateState } from '#modules/mandates'
import { joinRoutes } from '#modules/enterprises'
import { createCredentials, createPdfSealer, evidenceRoutes } from '#modules/evidence'
import { finderRoutes } from '#modules/finder'
import { contactRoutes, deskRoutes, noticeRoutes, verifyProof } from '#modules/notices'
import { createCashier, paymentRoutes, treasuryRoutes, type Cashier } from '#modules/payments'
import { aroundRoutes, batchRoutes, inboxRoutes, officerRoutes, queueRoutes } from '#modules/permits'
import { certificateRoutes } from '#modules/certificates'
import { mypesRoutes } from '#modules/mypes'
import { riskRoutes } from '#modules/risk'
import { batchFileRoutes, h2hRoutes, outboxRoutes } from '#modules/h2h'
import { rootRoutes } from '#modules/roots'
import { searchRoutes } from '#modules/search'
import { spsRoutes } from '#modules/sps'
import { sandboxRoutes } from '#modules/sandbox'
import { caseRoutes, createDoor, FILE_LIMIT, getIdentity, sendJson, type Door } from '#platform/http'
import { typeOfBytes, unreadable } from '#platform/files'
import { timesRoutes } from '#modules/times'
import type { Contingency } from '#platform/contingency'
import { refusal } from '#kernel'
import { agencyOrg, treasuryOrg } from '#platform/access'
import { Refusals } from '#platform/cases'
import type { PaymentProvider } from '#platform/payments'
import { liveRoutes } from '#platform/realtime'
import { CONTENT_SECURITY_POLICY, errorPage, languageOf } from '../web/public/index.ts'
import { demoOrgId } from './demo-people.ts'
import type { House, Log } from './house.ts'
import { openApiOf } from './openapi.ts'
import { badDayRoutes, watchOf } from './bad-days.ts'
import type { StatusWatch } from './status.ts'
import { channelsOf } from './courtesy.ts'
import { mailPages } from './mail-pages.ts'
import { journeyRoutes } from './journey.ts'
import { pageRoutes } from './pages.ts'
import { healthRoute } from './health.ts'
import { sheetPages } from './sheet-pages.ts'
import { createWebApp, webRoutes, type WebApp } from './web-app.ts'
import { endBoth } from './access/end-both.ts'
import { accessRoutes } from './access/routes.ts'
import { sessionRoutes } from './access/session-routes.ts'

export interface AppOptions {
  readonly house: House
  readonly log: Log
  readonly provider: PaymentProvider | null
  /** Made here over the provider unless one is given. */
  readonly cashier?: Cashier
  readonly publicUrl: () => string
  /** The web application, when somebody made it already; otherwise it is made when first asked for. */
  readonly web?: WebApp
  /** Who carries copies to the systems of others, and how it knows their receipts; nobody when absent. */
  readonly exchange?: { readonly carrier: Carrier; readonly secret: string; readonly simulator: string | null }
  /** The line to customs' own system; nobody carries when absent. */
  readonly customs?: { readonly carrier: CustomsCarrier; readonly secret: string; readonly simulator: string | null }
  readonly contingency?: Contingency
  readonly watch?: StatusWatch
}

/** The whole HTTP face over a house. */
export async function createApp(options: AppOptions): Promise<Door> {
  const { house, log, provider, publicUrl, cashier: given, web, exchange, customs, contingency, watch } = options
  const { engine, directory, library, files, signer, config, modules, sandboxes, finder } = house
  const verify = async (ask: VerificationAsk): Promise<VerificationAnswer> => {
    const now = engine.clock.now()
    const answer = await verifyDocument(engine.pool, signer, ask, now, house.evidence.standing)
    if (answer.status !== 'unknown') return answer
    return (await finder.verify(ask)) ?? (await verifyProof(engine.pool, signer, ask, now)) ?? answer
  }
  const app = await createDoor({
    log,
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    trustProxy: config.trustProxy,
    rateLimit: { perSecond: config.rateLimit },
    page: ({ status, code, traceId }, lang) =>
      errorPage({ status, code, traceId }, { language: languageOf(lang), sandbox: config.sandbox }),
  })
  const looks = createLooks(house.pool, (text) => log.error(text))
  app.addHook('onClose', () => looks.close())
  for (const module of modules)
    caseRoutes(app, module, { engine, identity: directory, files, stepUp: config.stepUp, onRead: looks.note })
  requirementRoutes(app, { engine, directory, library })
  dossierRoutes(app, { engine, directory, library })
  overviewRoutes(app, { engine, directory })
  bundleRoutes(app, { engine, directory, library, publicUrl })
  dictionaryRoutes(app, { library, clock: engine.clock })
  inboxRoutes(app, engine, directory)
  queueRoutes(app, engine, directory)
  officerRoutes(app, engine, directory, library)
  aroundRoutes(app, engine, directory)
  batchRoutes(app, engine, directory, { stepUp: config.stepUp })
  exchangeRoutes(app, {
    engine,
    identity: directory,
    carrier: exchange?.carrier ?? null,
    secret: exchange?.secret ?? null,
    simulator: exchange?.simulator ?? null,
  })
  customsRoutes(app, {
    engine,
    identity: directory,
    carrier: customs?.carrier ?? null,
    secret: customs?.secret ?? null,
    simulator: customs?.simulator ?? null,
    types: ['declaration', 'small-export', 'shop-batch'],
    dictionary: library.dictionary,
  })
  ecommerceRoutes(app, { engine, identity: directory, destinations: house.destinations })
  mypesRoutes(app, { engine, identity: directory, library })
  riskRoutes(app, { engine, identity: directory, packs: library.packs })
  draftRoutes(app, engine, directory)
  noticeRoutes(app, { engine, directory, signer, publicUrl, help: config.help })
  contactRoutes(app, { engine, identity: directory, ...channelsOf(house) })
  deskRoutes(app, { engine, identity: directory })
  timesRoutes(app, { engine })
  badDayRoutes(app, house, contingency ?? null, watch ?? watchOf(house, contingency ?? null, null, log, provider))
  oversightRoutes(app, {
    engine,
    directory,
    looks,
    covers: (mandate, subject, day) =>
      isLive(mandate as MandateState, day) && outside(mandate as MandateState, subject, '').length === 0,
  })
  joinRoutes(app, { engine, identity: directory })
  searchRoutes(app, engine, directory)
  certificateRoutes(app, {
    authority: async () => (await house.pki()).authority,
    certificates: house.certificates,
    clock: engine.clock,
  })
  h2hRoutes(app, {
    engine,
    directory,
    certificates: house.certificates,
    channel: house.h2h.channel,
    reader: house.h2h.reader,
    gate: house.h2h.gate,
    publicUrl,
    perSecond: config.h2h.perSecond,
  })
  batchFileRoutes(app, {
    engine,
    directory,
    batches: house.h2h.batches,
    gate: house.h2h.gate,
    testing: config.sandbox,
  })
  outboxRoutes(app, { engine, directory, outbox: house.h2h.outbox, testing: config.sandbox })
  rootRoutes(app, { engine, identity: directory, roots: house.roots })
  spsRoutes(app, { engine, directory, library })
  const { certificates, pki } = house
  const sealPdf = createPdfSealer({ signer, certificates, clock: engine.clock, pki, warn: (text) => log.warn(text) })
  documentRoutes(app, { engine, identity: directory, publicUrl, verify, sealPdf })
  evidenceRoutes(app, {
    engine,
    identity: directory,
    evidence: house.evidence,
    credentials: createCredentials(engine.pool, signer, publicUrl, () => engine.clock.now()),
    roots: house.roots,
  })
  finderRoutes(app, { finder, library, clock: engine.clock, publicUrl })
  catalogueRoutes(app, { engine, identity: directory, library })
  const cashier = given ?? createCashier({ engine, library, provider, publicUrl })
  paymentRoutes(app, { engine, identity: directory, cashier })
  treasuryRoutes(app, { engine, identity: directory, library })
  quoteRoutes(app, { engine, library })
  if (config.sandbox)
    sandboxRoutes(app, {
      engine,
      library,
      directory,
      sandboxes,
      findOrg: (name) => findOrg(house, name),
      carry: async (id: string) => ((await exchange?.carrier.run(id)) ?? 0) + ((await customs?.carrier.run(id)) ?? 0),
    })

  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: FILE_LIMIT }, (_, body, done) => done(null, body))
    raw.post('/v1/files', async (request, reply) => {
      await getIdentity(request, directory)
      const bytes = request.body as Buffer | undefined
      if (!bytes?.length) throw new Refusals([refusal('MALFORMED', '', { reason: 'the file is empty' })])
      const mediaType = typeOfBytes(bytes)
      if (!mediaType) throw new Refusals([refusal('UNSUPPORTED_TYPE')])
      const why = unreadable(mediaType, bytes)
      if (why) throw new Refusals([refusal(why === 'locked' ? 'FILE_LOCKED' : 'FILE_CUT_OFF')])
      return sendJson(reply, 201, JSON.stringify({ ...(await files.put(bytes)), mediaType }))
    })
  })

  const zoneOf = (id: string | null): string | null => {
    const pack = id === null ? undefined : library.packs.get(id)
    return pack?.calendars.get(pack.calendar)?.zone ?? null
  }
  sessionRoutes(app, {
    mandates: (org) => liveMandates(house.pool, org, house.clock.now()),
    directory,
    clock: house.clock,
    publicUrl,
    zoneOf,
    regimesOf: (id) => [
      ...new Set(((id && library.packs.get(id)?.parameters) || []).map(({ name }) => name.split('.')[0] ?? '')),
    ],
    codeOf: ({ id, pack }) =>
      [...(pack === null ? [] : (library.packs.get(pack)?.agencies.keys() ?? []))].find(
        (code) => agencyOrg(pack ?? '', code) === id,
      ) ?? null,
    ended: (who, everywhere) => endBoth(house, who, everywhere),
  })
  await accessRoutes(app, house, publicUrl)

  healthRoute(app, house.pool)

  const openapi = openApiOf({ modules, config, dictionary: library.dictionary })
  app.get('/openapi.json', async (_, reply) => sendJson(reply, 200, JSON.stringify(openapi)))
  mailPages(app, house)
  pageRoutes(app, house, openapi, verify)
  await journeyRoutes(app, house)
  sheetPages(app, house)
  liveRoutes(app, { pool: engine.pool, identity: directory, log })
  webRoutes(app, web ?? createWebApp(config.dataDir, { watch: config.sandbox }), modules)
  return app
}

/** Organisation id by the name people use: `pe.senasa`, `pe.aduana`, or a demo firm's id. */
function findOrg({ library }: House, name: string): string | undefined {
  for (const pack of library.packs.values()) {
    const [prefix, rest] = name.includes('.')
      ? [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)]
      : ['', name]
    if (prefix === pack.id && rest === 'treasury') return treasuryOrg(pack.id)
    if (prefix === pack.id && pack.agencies.has(rest)) return agencyOrg(pack.id, rest)
    const demo = pack.demo.orgs.find((o) => (prefix === pack.id ? o.id === rest : prefix === '' && o.id === name))
    if (demo) return demoOrgId(pack.id, demo)
  }
  return undefined
}
