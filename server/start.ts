import { createServer } from 'node:net'
import { mkdir, readFile } from 'node:fs/promises'
import type { Pack } from '#kernel'
import { createCashier } from '#modules/payments'
import { rebuildStore } from '#platform/cases'
import { createPool, errorCode, openEmbedded, StartupError, type Embedded } from '#platform/db'
import { createPackLibrary, PackFaults, readSignature, readTrustedKeys, verifyPack } from '#platform/packs'
import { launchSimulator, simulatorProvider, type PaymentProvider } from '#platform/payments'
import { systemClock } from '#platform/clock'
import { httpRegistry, launchRegistry, noRegistry, type TaxRegistry } from '#platform/registry'
import { createApp } from './app.ts'
import { createHealth } from './health.ts'
import { keysDirOf, type Config } from './config.ts'
import { openBadDays, watchOf } from './bad-days.ts'
import { dispatcherOf, keepTelling, tellInvited } from './courtesy.ts'
import { putPeople } from './demo-people.ts'
import { appConnection, migrateAll, openHouse, type Databases, type House, type Log } from './house.ts'
import { openCustoms } from './customs.ts'
import { openSizes } from './sizes.ts'
import { keepHosts } from './keep-hosts.ts'
import { keepCash } from './keep-cash.ts'
import { openExchange } from './exchange.ts'
import { keepFresh, keepTime } from './keep-time.ts'
import { seedDemo } from './seed.ts'
import { createWebApp } from './web-app.ts'

export interface Running {
  readonly house: House
  readonly url: string
  readonly seeded: boolean
  readonly database: string
  stop(): Promise<void>
}

interface OpenedDatabase {
  readonly databases: Databases
  readonly words: string
  /** Whether the schema was changed on the way. */
  readonly migrated: boolean
  close(): Promise<void>
}

/** The database: one of our own in the data folder, or the one that DATABASE_URL names. Migrated either way. */
export async function openDatabase(config: Config, log: Log, mode: 'serve' | 'share'): Promise<OpenedDatabase> {
  await mkdir(config.dataDir, { recursive: true }).catch((error: unknown) => {
    throw new StartupError(
      `The data folder ${config.dataDir} cannot be made (${errorCode(error) ?? 'unknown reason'}).`,
      'Choose another one with VUCE_DATA.',
    )
  })
  if (config.databaseUrl) {
    const owner = { connectionString: config.databaseUrl }
    await reach(config.databaseUrl)
    const migrated = await migrateAll(owner, log)
    const pool = createPool(owner, { max: 1 })
    try {
      const app = config.databaseAppUrl
        ? { connectionString: config.databaseAppUrl }
        : await appConnection(pool, config.databaseUrl, keysDirOf(config))
      return {
        databases: { owner, app },
        words: 'the database of DATABASE_URL',
        migrated,
        close: async () => undefined,
      }
    } finally {
      await pool.end()
    }
  }
  const embedded: Embedded = await openEmbedded({ dataDir: config.dataDir, log, mode })
  let migrated: boolean
  try {
    migrated = await migrateAll(embedded.connection, log)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  const words = embedded.created
    ? 'a new PostgreSQL of its own'
    : embedded.adopted
      ? 'its own PostgreSQL, which was still running'
      : embedded.recovered
        ? 'its own PostgreSQL, recovered after it was cut off: nothing that was acknowledged is lost'
        : 'its own PostgreSQL'
  return {
    databases: { owner: embedded.connection, app: { ...embedded.connection, user: 'vuce_app' } },
    words,
    migrated,
    close: () => embedded.stop(),
  }
}

async function reach(url: string): Promise<void> {
  const pool = createPool({ connectionString: url }, { max: 1, connectTimeout: 5000 })
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    throw new StartupError(
      `The database of DATABASE_URL does not answer (${errorCode(error) ?? (error instanceof Error ? error.message : 'unknown reason')}).`,
      'Check the address, and that the server runs.',
    )
  } finally {
    await pool.end()
  }
}

/** Fails early and in one sentence, before anything was started for nothing. */
const requirePort = (port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => {
      const taken = errorCode(error) === 'EADDRINUSE'
      reject(
        new StartupError(
          taken
            ? `Port ${port} is taken by another program.`
            : `Port ${port} cannot be used (${errorCode(error) ?? error.message}).`,
          'Choose another one: PORT=3001 npm start.',
        ),
      )
    })
    probe.listen(port, host, () => probe.close(() => resolve()))
  })

/** Where a key is trusted, production runs only what it signed; elsewhere it is said. */
async function requireSignatures(packs: Iterable<Pack>, config: Config, log: Log): Promise<void> {
  if (!config.packKey) return
  const pem = await readFile(config.packKey, 'utf8').catch(() => '')
  const trusted = readTrustedKeys(pem)
  if (trusted.length === 0)
    throw new StartupError(
      `VUCE_PACK_KEY names no public key: ${config.packKey}.`,
      'Give a PEM file of a P-256 or Ed25519 key.',
    )
  for (const pack of packs) {
    const verdict = await verifyPack(pack, await readSignature(config.packsDir, pack.id), trusted)
    if (verdict.ok) continue
    const said = `The pack ${pack.id} is not what a trusted key signed (${verdict.reason}).`
    if (config.production) throw new StartupError(said, `Sign it: npx vuce pack sign ${pack.id} --key <private key>.`)
    log.warn(`${said} Production would refuse it`)
  }
}

async function requirePacks(config: Config, log: Log): Promise<void> {
  try {
    const { faults, packs } = await createPackLibrary({ ...config, today: new Date().toISOString().slice(0, 10) })
    const unconfirmed = faults.filter((f) => f.code === 'UNCONFIRMED').length
    if (config.production && unconfirmed)
      throw new StartupError(
        `The packs hold ${unconfirmed} figure(s) that were not confirmed against the norm.`,
        'Confirm them, or run outside production.',
      )
    await requireSignatures(packs.values(), config, log)
    if (unconfirmed)
      log.info(`${unconfirmed} procedures hold figures still to be confirmed against the norm (development only)`)
  } catch (error) {
    if (error instanceof PackFaults)
      throw new StartupError(error.message, `See them all: npx vuce pack check ${config.packsDir}`)
    if (errorCode(error) === 'ENOENT')
      throw new StartupError(`There is no packs folder at ${config.packsDir}.`, 'Choose one with VUCE_PACKS.')
    throw error
  }
}

/** A newer program may keep more in a snapshot than the one before: those of an older store are made again from their events. */
async function renewSnapshots({ pool, engine }: House, log: Log): Promise<void> {
  const { cases, broken } = await rebuildStore(pool, engine.registry)
  if (cases > 0) log.info(`The snapshots of ${cases} cases were made again from their events for this version`)
  if (broken.length)
    log.warn(`${broken.length} cases have a broken chain and were left alone: npx vuce verify names them`)
}

/** The State's tax registry: the one that TAX_REGISTRY_URL names, in a sandbox a simulator that knows the demo firms. */
async function openRegistry(config: Config, log: Log, undo: (() => Promise<unknown>)[]): Promise<TaxRegistry> {
  if (config.taxRegistry) return httpRegistry(config.taxRegistry)
  if (!config.sandbox) return noRegistry
  const { packs } = await createPackLibrary(config)
  const taxpayers = [...packs.values()].flatMap((p) =>
    p.demo.orgs.flatMap(({ name, country, taxId, address }) =>
      taxId && country ? [{ name, country, taxId, address: address ?? null }] : [],
    ),
  )
  const simulator = await launchRegistry({ log: (line) => log.info(line), taxpayers })
  undo.push(() => simulator.stop())
  return httpRegistry(simulator)
}

/** Starts everything, in the order in which it can fail cheaply. What was started is stopped again when a later step fails. */
export async function start(config: Config, log: Log): Promise<Running> {
  await requirePort(config.port, config.host)
  await requirePacks(config, log)
  const undo: (() => Promise<unknown>)[] = []
  // Made beside everything else; taken as it was when nothing changed.
  const web = createWebApp(config.dataDir, { watch: config.sandbox })
  const webMade = web.bundle().catch((error: unknown) => {
    log.warn(`The web application could not be made: ${error instanceof Error ? error.message : String(error)}`)
  })
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const database = await openDatabase(config, log, 'serve')
    undo.push(() => database.close())
    const [registry, sizes] = await Promise.all([openRegistry(config, log, undo), openSizes(config, log, undo)])
    const house = await openHouse(config, database.databases, log, systemClock, registry, sizes)
    undo.push(() => house.close())
    if (database.migrated) await renewSnapshots(house, log)
    await putPeople(house.directory, house.library.packs.values(), config.sandbox, house.clock.now())
    const seeded = config.sandbox ? await seedDemo(house) : false
    let provider: PaymentProvider | null = config.payments && simulatorProvider(config.payments)
    if (config.sandbox && !provider) {
      const simulator = await launchSimulator({ log: (line) => log.info(line) })
      undo.push(() => simulator.stop())
      provider = simulatorProvider(simulator)
    }
    let url = config.publicUrl ?? ''
    const publicUrl = (): string => url
    const badDays = await openBadDays(house, log)
    undo.push(() => badDays.stop())
    const { contingency } = badDays
    const dispatcher = dispatcherOf(house, publicUrl, log)
    const watch = watchOf(house, contingency, dispatcher, log, provider)
    const [exchange, customs] = await Promise.all([
      config.sandbox ? openExchange(house, log, publicUrl) : undefined,
      openCustoms(house, log, publicUrl),
    ])
    undo.push(() => Promise.all([exchange?.stop(), customs?.stop()]))
    const cashier = createCashier({ engine: house.engine, library: house.library, provider, publicUrl })
    const app =
      config.role === 'worker'
        ? await createHealth(house.pool, log)
        : await createApp({
            house: badDays.house,
            log,
            provider,
            publicUrl,
            cashier,
            web,
            contingency,
            watch,
            ...(exchange ? { exchange } : {}),
            ...(customs ? { customs } : {}),
          })
    await webMade
    await app.listen({ port: config.port, host: config.host })
    undo.push(() => app.close())
    const address = app.server.address()
    const port = typeof address === 'object' && address ? address.port : config.port
    const local = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`
    url ||= local
    // What was received while the database was away is done before time acts, or its deadlines would pass over it.
    await badDays.start()
    watch.start()
    undo.push(() => watch.stop())
    undo.push(keepFresh(house))
    if (config.role !== 'server') {
      undo.push(keepTelling(dispatcher, log, () => tellInvited(house, publicUrl)))
      const carry = async (): Promise<void> => {
        await exchange?.carrier.run()
        await customs?.carrier.run()
      }
      undo.push(await keepTime(house, log, carry, () => contingency.isQuiet()))
      undo.push(keepCash(cashier, log))
      undo.push(keepHosts(house, log))
    }
    return { house, url: local, seeded, database: database.words, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
