import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import type { ClientConfig, Pool } from 'pg'
import { createModules } from '#modules'
import { createHsNames, createLiveCatalogues, followUp } from '#modules/catalogues'
import { createSheets, followAlerts } from '#modules/information'
import { openFinder, type FinderService } from '#modules/finder'
import { createCertificates, type Certificates } from '#modules/certificates'
import { createH2h, type H2h } from '#modules/h2h'
import { createEvidence, type EvidenceArchive } from '#modules/evidence'
import { createRoots, type Roots } from '#modules/roots'
import { countCaptures } from '#modules/permits'
import { segregationGuard } from '#modules/enterprises'
import { agentsOf, findActing, mandateGuard, mandatorsOf } from '#modules/mandates'
import { createSandboxes, type Sandboxes } from '#modules/sandbox'
import { createDirectory, type Directory } from '#platform/access'
import { createEngine, createRegistry, type CaseModule, type Engine } from '#platform/cases'
import { systemClock, type Clock } from '#platform/clock'
import { createPool, migrate } from '#platform/db'
import { createFileStore, type FileStore } from '#platform/files'
import { presentCase } from '#platform/http'
import { createMailer, createSms, type Mailer, type SmsGateway } from '#platform/mail'
import { openLogin, type Login } from '#platform/identity'
import { createTickQueue, migrateJobs, type TickQueue } from '#platform/jobs'
import { createPackLibrary, readPackFiles, type PackLibrary } from '#platform/packs'
import type { Pki } from '#platform/pki'
import { noRegistry, type TaxRegistry } from '#platform/registry'
import { noSizes, type SizeRegistry } from '#platform/sizes'
import { loadDestinations, type Destinations } from '#modules/destinations'
import { openKeys, type Signer } from '#platform/signing'
import { keysDirOf, root, type Config } from './config.ts'
import { webhookKeyIn } from './webhook-key.ts'
import { migrationSources } from './migrations.ts'

/** Everything that runs behind the door, without the door: the server, the commands of an operator and the tests all use it. */
export interface House {
  readonly config: Config
  readonly clock: Clock
  readonly pool: Pool
  readonly owner: Pool
  readonly library: PackLibrary
  readonly directory: Directory
  readonly login: Login
  readonly taxRegistry: TaxRegistry
  readonly log: Log
  readonly files: FileStore
  readonly signer: Signer
  readonly mailer: Mailer
  readonly sms: SmsGateway
  /** From which the secret of each webhook is made. */
  readonly webhookKey: string
  readonly modules: readonly CaseModule[]
  readonly engine: Engine
  readonly sandboxes: Sandboxes
  readonly finder: FinderService
  readonly destinations: Destinations
  readonly roots: Roots
  readonly certificates: Certificates
  readonly h2h: H2h
  readonly evidence: EvidenceArchive
  /** Certificates and time stamps; opened when they are first asked for. */
  readonly pki: () => Promise<Pki>
  readonly queue: TickQueue
  /** Does what publications of the catalogues left to be done, piece by piece. */
  followUp(): Promise<void>
  /** Runs at once after this node published something. */
  onPublished(run: () => void): void
  close(): Promise<void>
}

export interface Log {
  info(text: string): void
  warn(text: string): void
  error(text: string): void
}

export interface Databases {
  /** Owns the schema: migrations and the job queue. */
  readonly owner: ClientConfig
  /** The application's own role, which owns nothing. */
  readonly app: ClientConfig
}

/** Brings the schema up to date; answers whether anything was to be done. Safe while another program does the same. */
export async function migrateAll(owner: ClientConfig, log: Log): Promise<boolean> {
  const pool = createPool(owner, { max: 2, name: 'vuce migrate' })
  try {
    await migrateJobs(pool)
  } finally {
    await pool.end()
  }
  return (await migrate(owner, await migrationSources(), { log })).length > 0
}

/** How the application connects to a database that is not ours: as `vuce_app`, with a password kept in the data folder. */
export async function appConnection(owner: Pool, url: string, keysDir: string): Promise<ClientConfig> {
  const file = join(keysDir, 'database-app-password')
  await mkdir(keysDir, { recursive: true, mode: 0o700 })
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  const password = kept ?? randomBytes(24).toString('hex')
  if (!kept) await writeFile(file, password, { mode: 0o600 })
  await chmod(file, 0o600)
  // A restored dump brings no roles, though its ledger says that they were made.
  await owner.query(
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vuce_app') THEN CREATE ROLE vuce_app LOGIN; END IF; END $$`,
  )
  await owner.query(`ALTER ROLE vuce_app LOGIN PASSWORD '${password}'`)
  const target = new URL(url)
  target.username = 'vuce_app'
  target.password = password
  return { connectionString: target.href }
}

/** The libraries for certificates are large, and most of what the house does needs none. */
async function openPki(config: Config, clock: Clock): ReturnType<House['pki']> {
  const { openPki: open } = await import('#platform/pki')
  return open({
    dir: join(keysDirOf(config), 'pki'),
    name: 'Ventanilla',
    publicUrl: () => config.publicUrl ?? `http://${config.host}:${config.port}`,
    now: () => new Date(clock.now()),
    tsaUrl: config.tsaUrl,
    tsaRoots: config.tsaRoots,
    trustList: config.trustList,
    ...(config.keysPassphrase ? { passphrase: config.keysPassphrase } : {}),
  })
}

/** Opens the house over a database that is already migrated. */
export async function openHouse(
  config: Config,
  databases: Databases,
  log: Log,
  clock: Clock = systemClock,
  taxRegistry: TaxRegistry = noRegistry,
  sizes: SizeRegistry = noSizes,
): Promise<House> {
  const library = await createPackLibrary({ packsDir: config.packsDir, dictionaryDir: config.dictionaryDir })
  let closing = false
  const onIdleError = (e: Error): void => {
    if (!closing) log.warn(`lost a database connection: ${e.message}`)
  }
  const { prepared } = config
  const pool = createPool(databases.app, { max: 10, name: 'vuce', onIdleError, prepared })
  const owner = createPool(databases.owner, { max: 8, name: 'vuce jobs', onIdleError })
  // Its own connections: a transaction that asks who somebody is must never wait for a connection that another transaction holds.
  const lookups = createPool(databases.app, { max: 2, name: 'vuce directory', onIdleError, prepared })
  const directory = createDirectory(lookups, { developmentTokens: config.sandbox, clock })
  const login = await openLogin({ pool: lookups, clock, keysDir: keysDirOf(config) })
  const files = createFileStore(config.filesFolder ?? join(config.dataDir, 'files'))
  const signer = await openKeys({ dir: keysDirOf(config) })
  const sms = createSms({ pool: lookups, clock, url: config.smsUrl, secret: config.smsSecret })
  const webhookKey = await webhookKeyIn(keysDirOf(config))
  const mailer = createMailer({ pool: lookups, clock, smtpUrl: config.smtpUrl, from: config.mailFrom })
  const sheets = createSheets(lookups)
  const live = createLiveCatalogues(lookups, () => performance.now())
  library.follow(live)
  const told: (() => void)[] = []
  const published = (sandbox: string | null): void => {
    live.changed(sandbox)
    if (sandbox === null) library.packsIn(null).catch((e: unknown) => log.warn(`catalogues: ${String(e)}`))
    for (const run of told) run()
  }
  const finder = openFinder({
    files: await readPackFiles(join(root, 'catalogues', 'hs')),
    library,
    pool,
    signer,
    clock,
    sandbox: config.sandbox,
    imported: createHsNames(lookups, live),
    sheets,
  })
  const information = { library, directory, finder: () => finder }
  const destinations = loadDestinations(await readPackFiles(join(root, 'catalogues', 'destinations')))
  const modules = createModules({
    ...information,
    files,
    signer,
    published,
    redirects: config.sandbox || config.payments !== null,
    registry: taxRegistry,
    sizes,
    destinations,
    mandators: mandatorsOf,
    agents: agentsOf,
  })
  directory.acceptMandates((asked) => findActing(lookups, clock, asked))
  const registry = createRegistry(modules)
  const queue = createTickQueue(owner, log)
  const engine = createEngine({
    pool,
    registry,
    clock,
    guard: async (work, order) => {
      await mandateGuard(work, order)
      await segregationGuard(work, order)
    },
    schedule: (tx, due) => queue.schedule(tx, due),
    refused: (order, refusals) => {
      countCaptures(pool, order, refusals, clock.now()).catch((error: unknown) =>
        log.warn(`duplicate captures: ${error instanceof Error ? error.message : String(error)}`),
      )
    },
    present: async (work, file, order) => JSON.stringify(await presentCase(file, work, order.actor, order.grants)),
  })
  /** What an answer depends on: the edition of the pack, the catalogues, and the day. */
  const rulesOf = async (country: string, now: string): Promise<string> => {
    await library.packsIn(null)
    return [library.packs.get(country)?.digest, await live.version(null), now.slice(0, 10)].join(' ')
  }
  await library.keep(pool, clock)
  await library.packsIn(null)
  let opened: ReturnType<House['pki']> | undefined
  const pki: House['pki'] = () => {
    opened ??= openPki(config, clock).catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }
  const certificates = createCertificates({
    pool,
    signer,
    clock,
    authority: async () => (await pki()).authority,
    findOrganisation: (id) => directory.findOrganisation(id),
  })
  const h2h = createH2h({
    engine,
    directory,
    dictionary: library.dictionary,
    signer,
    certificates,
    trust: async () => (await pki()).trust,
    testing: config.sandbox,
    retired: config.h2h.retired,
    elapsed: () => performance.now(),
  })
  return {
    config,
    clock,
    pool,
    owner,
    library,
    directory,
    login,
    taxRegistry,
    log,
    files,
    signer,
    mailer,
    sms,
    webhookKey,
    modules,
    engine,
    sandboxes: createSandboxes(engine),
    finder,
    destinations,
    roots: createRoots({ pool, signer, clock, stamp: async (digest) => (await pki()).stamper.stamp(digest) }),
    certificates,
    h2h,
    evidence: createEvidence({ pool, clock, certificates, pki }),
    pki,
    queue,
    followUp: async () => {
      await followUp(engine, pool, live)
      await finder.refresh()
      await followAlerts(engine, information, rulesOf)
    },
    onPublished: (run) => void told.push(run),
    close: async () => {
      closing = true
      await queue.stop()
      mailer.close()
      await h2h.close()
      await Promise.all([pool.end(), lookups.end(), owner.end()])
    },
  }
}
