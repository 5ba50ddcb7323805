import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Pool } from 'pg'
import {
  liveCalendar,
  livePack,
  liveProcedure,
  liveUnits,
  bindingVersion,
  decidedBy,
  legalDay,
  loadDictionary,
  loadPacks,
  type Day,
  type Dictionary,
  type Fault,
  type LiveValues,
  type Instant,
  type Pack,
  type PackFile,
  type PermitDefinition,
  type Procedure,
} from '#kernel'
import type { Clock } from '#platform/clock'

const MAX_FILE = 4 * 1024 * 1024

/** Reads every YAML and CSV file below a folder; paths relative to it, with forward slashes. */
export async function readPackFiles(dir: string): Promise<PackFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const wanted = entries
    .filter((e) => e.isFile() && /\.(ya?ml|csv)$/.test(e.name))
    .map((e) => join(e.parentPath, e.name))
    .sort()
  return Promise.all(
    wanted.map(async (path) => {
      const text = await readFile(path, 'utf8')
      if (text.length > MAX_FILE) throw new Error(`${relative(dir, path)} is larger than ${MAX_FILE} bytes`)
      return { path: relative(dir, path).split(sep).join('/'), text }
    }),
  )
}

/** Packs that cannot be loaded: the whole list of faults, as `vuce pack check` prints it. */
export class PackFaults extends Error {
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    const errors = faults.filter((f) => f.level === 'error')
    const first = errors[0]
    super(
      `The packs hold ${errors.length} fault(s), the first: ${first ? `${first.file}:${first.line} ${first.code} ${first.message}` : ''}`,
    )
    this.faults = faults
  }
}

/** What catalogues say over the packs of each country; the very same object as long as they say the same. */
export type LiveByCountry = ReadonlyMap<string, LiveValues>
export interface LiveSource {
  /** In real life, or in a sandbox. */
  read(sandbox: string | null): Promise<LiveByCountry>
}

export interface PackLibrary {
  /** The packs of real life as they are enforced: with what the catalogues say over them, as this node last read it. */
  readonly packs: ReadonlyMap<string, Pack>
  readonly dictionary: Dictionary
  readonly faults: readonly Fault[]
  /** The version of a procedure in force on a day. */
  findProcedure(id: string, day: Day): { pack: Pack; procedure: Procedure } | undefined
  /** The version that has taken over an open case of a pinned one by a moment, because its law binds open cases (PACK 11). */
  findBinding(name: string, now: Instant): { pack: Pack; procedure: Procedure } | undefined
  /** Versions that bind open cases and are in force at a moment, where each decides. */
  bindingAt(now: Instant): readonly Procedure[]
  /** What a case pins: `pe.export-phyto@2026-01-01#<first 12 digits of the edition's digest>`, and `:agency` when it was chosen. */
  nameOf(pack: Pack, procedure: Procedure): string
  /** What a pinned name stands for, from the edition that was in force then, with the holidays, unit values and codes of a world. */
  getDefinition(name: string, sandbox?: string | null): Promise<PermitDefinition>
  /** The same under other values: what would be decided if they were in force. */
  definitionUnder(name: string, values: LiveValues): Promise<PermitDefinition>
  /** The packs as they are enforced in a world, now. */
  packsIn(sandbox: string | null): Promise<ReadonlyMap<string, Pack>>
  /** What the catalogues of a world say over the packs. */
  valuesIn(sandbox: string | null): Promise<LiveByCountry>
  /** From now on the catalogues are read over the packs (M04). */
  follow(source: LiveSource): void
  /** The pinned pack and procedure, for texts and documents. */
  getPinned(name: string): Promise<{ pack: Pack; procedure: Procedure }>
  /** Keeps the present editions in the database, so that cases opened now can always be decided by them. */
  keep(pool: Pool, clock: Clock): Promise<void>
}

/** Packs of one world, and the definitions that were asked for. */
interface World {
  readonly of: LiveByCountry
  readonly packs: ReadonlyMap<string, Pack>
  readonly definitions: Map<string, PermitDefinition>
}

const NOTHING: LiveByCountry = new Map()
const MOST_WORLDS = 100
const DIGEST = 12
const packOf = (name: string): string => name.slice(0, name.indexOf('.'))

/** `pe.export-phyto@2026-01-01#0123456789ab`, and after a colon the agency that the applicant chose, where there was a choice. */
function partsOf(name: string): { key: string; id: string; from: Day; digest: string; agency: string | undefined } {
  const [key = '', edition = ''] = name.split('#')
  const [id = '', from = ''] = key.split('@')
  const [digest = '', agency] = edition.split(':')
  return { key, id, from, digest, agency }
}

/** Loads all packs of a folder and checks them whole. @throws PackFaults when any error is found. */
export async function createPackLibrary(options: {
  packsDir: string
  dictionaryDir: string
  /** The day from which versions in force are held to what was published. */
  today?: Day
}): Promise<PackLibrary> {
  const [files, dictionaryFiles] = await Promise.all([
    readPackFiles(options.packsDir),
    readPackFiles(options.dictionaryDir),
  ])
  const read = loadDictionary(dictionaryFiles)
  const loaded = loadPacks(files, read.dictionary, options.today ? { today: options.today } : {})
  const faults = [...read.faults, ...loaded.faults]
  if (faults.some((f) => f.level === 'error')) throw new PackFaults(faults)
  const { dictionary } = read
  const base = loaded.packs
  const editions = new Map<string, Pack>()
  for (const pack of base.values()) editions.set(`${pack.id}#${pack.digest.slice(0, DIGEST)}`, pack)
  const worlds = new Map<string, World>()
  let source: LiveSource | undefined
  let real: World = { of: NOTHING, packs: base, definitions: new Map() }
  let store: Pool | undefined

  async function getEdition(name: string): Promise<Pack> {
    const pack = packOf(name)
    const key = `${pack}#${partsOf(name).digest}`
    const known = editions.get(key)
    if (known) return known
    const { rows } = (await store?.query<{ files: PackFile[] }>(
      'SELECT files FROM packs.edition WHERE pack = $1 AND digest LIKE $2',
      [pack, `${key.slice(pack.length + 1)}%`],
    )) ?? { rows: [] }
    const old = rows[0] ? loadPacks(rows[0].files, dictionary).packs.get(pack) : undefined
    if (!old) throw new Error(`the edition ${key} of a pack, under which cases were opened, is not kept`)
    editions.set(key, old)
    return old
  }

  async function getPinned(name: string): Promise<{ pack: Pack; procedure: Procedure }> {
    const pack = await getEdition(name)
    const { key, agency } = partsOf(name)
    const whole = pack.procedures.find((p) => p.key === key)
    const procedure = whole && agency !== undefined ? decidedBy(whole, agency) : whole
    if (!procedure) throw new Error(`edition ${name} does not hold its procedure`)
    return { pack, procedure }
  }

  /** A world as its catalogues stand; made again only when they changed. */
  async function worldIn(sandbox: string | null): Promise<World> {
    if (!source) return real
    const of = await source.read(sandbox)
    const known = sandbox === null ? real : worlds.get(sandbox)
    if (known?.of === of) return known
    const packs = new Map(
      [...base].map(([id, pack]) => {
        const values = of.get(id)
        // What did not change stays the very same: much is derived once from each pack.
        const before = known?.of.get(id) === values ? known?.packs.get(id) : undefined
        return [id, before ?? (values ? livePack(pack, values) : pack)] as const
      }),
    )
    const world = { of, packs, definitions: new Map() }
    if (sandbox === null) real = world
    else {
      if (worlds.size > MOST_WORLDS) worlds.clear()
      worlds.set(sandbox, world)
    }
    return world
  }

  async function definitionOf(name: string, values: LiveValues | undefined): Promise<PermitDefinition> {
    const { pack, procedure } = await getPinned(name)
    // Law is pinned; holidays, values of units and codes are live (PACK 11).
    const present = base.get(pack.id) ?? pack
    const calendar = present.calendars.get(procedure.calendar.id) ?? procedure.calendar
    return {
      procedure: values ? liveProcedure(procedure, liveCalendar(calendar, values), values) : { ...procedure, calendar },
      units: values ? liveUnits(present.units, values) : present.units,
      dictionary,
      heldBy: heldBy(pack, dictionary),
      inOrder: inOrder(present),
    }
  }

  const binding = [...base.values()].flatMap((pack) => pack.procedures.filter((p) => p.binds))

  return {
    get packs() {
      return real.packs
    },
    dictionary,
    faults,
    bindingAt: (now) => binding.filter((p) => p.from <= legalDay(p.calendar, now)),
    findBinding: (name, now) => {
      const { id, from, agency = '' } = partsOf(name)
      const [own] = binding.filter((p) => p.id === id)
      const pack = own && real.packs.get(own.pack)
      const procedure = pack && bindingVersion(pack.procedures, { id, from, agency }, legalDay(own.calendar, now))
      return pack && procedure ? { pack, procedure } : undefined
    },
    findProcedure: (id, day) => {
      const pack = real.packs.get(packOf(id))
      const procedure = pack?.procedures.filter((p) => p.id === id && p.from <= day && (!p.to || day <= p.to)).at(-1)
      return pack && procedure ? { pack, procedure } : undefined
    },
    nameOf: (pack, { key, choice }) =>
      `${key}#${pack.digest.slice(0, DIGEST)}${choice?.chosen === undefined ? '' : `:${choice.chosen}`}`,
    getPinned,
    getDefinition: async (name, sandbox = null) => {
      const { of, definitions } = await worldIn(sandbox)
      const known = definitions.get(name)
      if (known) return known
      const definition = await definitionOf(name, of.get(packOf(name)))
      definitions.set(name, definition)
      return definition
    },
    definitionUnder: definitionOf,
    packsIn: async (sandbox) => (await worldIn(sandbox)).packs,
    valuesIn: async (sandbox) => (await worldIn(sandbox)).of,
    follow: (live) => {
      source = live
    },
    keep: async (pool, clock) => {
      store = pool
      for (const pack of base.values()) {
        const own = files.filter(
          (f) => f.path.startsWith(`${folderOf(files, pack.id)}/`) && !f.path.includes('/scenarios/'),
        )
        await pool.query(
          'INSERT INTO packs.edition (pack, digest, version, files, loaded_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
          [pack.id, pack.digest, pack.version, JSON.stringify(own), clock.now()],
        )
      }
    },
  }
}

const folderOf = (files: readonly PackFile[], pack: string): string =>
  files
    .find((f) => f.path.endsWith('/pack.yaml') && new RegExp(`^pack:\\s*"?${pack}"?\\s*$`, 'm').test(f.text))
    ?.path.split('/')[0] ?? pack

/** How an agency works its queue is its own affair of today, not of the law that a case pins. */
const inOrder = (pack: Pack): ReadonlySet<string> =>
  new Set([...pack.agencies.values()].filter((a) => a.inOrder).map((a) => a.id))

function heldBy(pack: Pack, dictionary: Dictionary): ReadonlyMap<string, string> {
  const held = new Map<string, string>()
  for (const document of pack.documents.values()) if (document.heldBy) held.set(document.id, document.heldBy)
  for (const element of dictionary.elements.values()) if (element.heldBy) held.set(element.id, element.heldBy)
  return held
}
