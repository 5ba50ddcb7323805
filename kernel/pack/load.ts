import type { Calendar } from '../calendar.ts'
import { canonical } from '../canonical.ts'
import type { Day } from '../time.ts'
import { checkRequirements } from './ambiguity.ts'
import type { Context, CodeList } from './load/context.ts'
import { readCalendar } from './load/calendars.ts'
import { checkTogether, withEnds } from './load/cross.ts'
import { entries, fault, rootAt } from './load/cursor.ts'
import { readDemo } from './load/demo.ts'
import { readAgencies, readCodes, readDefaults, readDocuments, readGroups, readHead } from './load/pack-file.ts'
import { readParameters } from './load/parameters.ts'
import { readPayments } from './load/payments.ts'
import { idOf, readProcedure, type ReadProcedure } from './load/procedure.ts'
import { checkPublished, lawDigest, readPublished } from './load/published.ts'
import { checkChapters, checkCountsOn, readRequirements } from './load/requirements.ts'
import { readYaml } from './load/source.ts'
import { readSavings } from './load/savings.ts'
import { readTariff, type KnownHs } from './load/tariff.ts'
import { readCatalogue, readSizes, readUnits } from './load/tables.ts'
import { makeTexts, readWords } from './load/texts.ts'
import type { Dictionary, Fault, Pack, PackFile } from './model.ts'
import { sha256 } from './sha256.ts'

export interface LoadOptions {
  /** Calendars by id beside those of the packs: for tests. */
  readonly calendars?: ReadonlyMap<string, Calendar>
  /** The legal day of loading, to warn of calendars that end too soon and to hold what is in force to what was published. The kernel has no clock of its own. */
  readonly today?: Day
  /** Whether the nomenclature of a day has a chapter (two digits). Where it is not given, chapters are not checked. */
  readonly hasChapter?: (chapter: string, day: Day) => boolean
  /** Whether there is such a code of the Harmonized System; where absent, codes of tariffs are not looked up. */
  readonly hs?: KnownHs
}

export interface LoadedPacks {
  /** Packs without errors, by id. */
  readonly packs: ReadonlyMap<string, Pack>
  /** Everything wrong with any of them, all at once, by file and line. */
  readonly faults: readonly Fault[]
}

/** Reads packs from their files (`pe/pack.yaml`, …) and checks them whole (PACK 12). A pack with an error does not load. */
export function loadPacks(files: readonly PackFile[], dictionary: Dictionary, options: LoadOptions = {}): LoadedPacks {
  const folders = new Map<string, PackFile[]>()
  for (const file of files) {
    const folder = file.path.split('/')[0] ?? ''
    folders.set(folder, [...(folders.get(folder) ?? []), file])
  }
  const packs = new Map<string, Pack>()
  const all: Fault[] = []
  for (const [folder, own] of folders) {
    const faults: Fault[] = []
    const pack = loadPack(folder, own, dictionary, options, faults)
    if (pack && !faults.some((f) => f.level === 'error')) packs.set(pack.id, pack)
    all.push(...faults)
  }
  const place = (f: Fault): string => `${f.file}:${String(f.line).padStart(6, '0')}`
  return { packs, faults: all.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0)) }
}

/** One line per fault, as `vuce pack check` prints it. */
export const showFault = ({ file, line, level, code, path, message, fix }: Fault): string =>
  `${file}:${line} ${level} ${code}${path ? ` ${path}` : ''}: ${message}. fix: ${fix}`

/** Parts of a pack that its legal office has not confirmed: production refuses a pack that has any (PACK 12). */
export function unconfirmed(pack: Pack): readonly { readonly key: string; readonly paths: readonly string[] }[] {
  const own = pack.confirm?.length ? [{ key: `${pack.id}/pack.yaml`, paths: pack.confirm }] : []
  const rates = pack.tariff.duties.filter((d) => d.checked === null).length
  return [
    ...own,
    ...(rates ? [{ key: `${pack.id}/tariffs`, paths: [`${rates} rates`] }] : []),
    ...pack.procedures.filter((p) => p.confirm.length > 0).map(({ key, confirm }) => ({ key, paths: confirm })),
  ]
}

/** The files of one pack by what they are. */
function sort(folder: string, files: readonly PackFile[]) {
  const named = (name: string): PackFile | undefined => files.find((file) => file.path === `${folder}/${name}`)
  const under = (part: string, extension: string): PackFile[] =>
    files.filter((file) => file.path.startsWith(`${folder}/${part}/`) && file.path.endsWith(extension))
  const top = files.filter((file) => file.path.split('/').length === 2)
  const single = named('requirements.csv')
  return {
    pack: named('pack.yaml'),
    demo: named('demo.yaml'),
    units: named('units.csv'),
    published: named('published.csv'),
    sizes: named('sizes.csv'),
    parameters: named('parameters.csv'),
    savings: named('savings.csv'),
    procedures: top.filter((file) => file.path.endsWith('.yaml') && !/\/(pack|demo)\.yaml$/.test(file.path)),
    calendars: under('calendars', '.yaml'),
    holidays: under('calendars', '.csv'),
    catalogues: under('catalogues', '.csv'),
    requirements: [...(single ? [single] : []), ...under('requirements', '.csv')],
    tariffs: under('tariffs', '.csv'),
    texts: under('texts', '.yaml'),
  }
}

const stem = (path: string): string => path.replace(/^.*\//, '').replace(/\.\w+$/, '')

/** SHA-256 of every file of a pack but its scenarios, which are no law, in the order of their paths. */
export const digestOf = (files: readonly PackFile[]): string =>
  sha256(
    canonical(
      files
        .filter((file) => !file.path.includes('/scenarios/'))
        .sort((a, b) => (a.path < b.path ? -1 : 1))
        .map(({ path, text }) => [path, text]),
    ),
  )

function loadPack(
  folder: string,
  files: readonly PackFile[],
  dictionary: Dictionary,
  options: LoadOptions,
  faults: Fault[],
): Pack | undefined {
  const sorted = sort(folder, files)
  if (!sorted.pack) {
    const [first] = files
    faults.push({
      file: first?.path ?? folder,
      line: 1,
      level: 'error',
      code: 'MISSING_KEY',
      path: '',
      message: `${folder} has no pack.yaml`,
      fix: `add ${folder}/pack.yaml`,
    })
    return undefined
  }
  const node = readYaml(sorted.pack, faults)
  if (!node) return undefined
  const at = rootAt(sorted.pack.path, node, faults)
  const head = readHead(at, folder)
  const { found } = head

  const translations = head.languages
    .filter((language) => language !== head.language)
    .map((language) => {
      const file = sorted.texts.find((f) => stem(f.path) === language)
      return { language, file: `${folder}/texts/${language}.yaml`, node: file && readYaml(file, faults) }
    })
  const texts = makeTexts(head.language, translations, faults)

  const calendars = new Map(options.calendars)
  for (const file of sorted.calendars) {
    const csv = sorted.holidays.find((f) => stem(f.path) === stem(file.path))
    const calendar = readCalendar(file, csv, head.norms, faults, options.today)
    if (calendar) calendars.set(calendar.id, calendar)
  }
  const lists = new Map<string, CodeList>()
  for (const [name, child] of found.catalogues ? entries(found.catalogues) : []) {
    lists.set(name, readCodes(child, texts, ['catalogues', name]))
  }
  for (const file of sorted.catalogues) lists.set(stem(file.path), readCatalogue(file, texts, faults))

  const agencies = readAgencies(found.agencies, head.calendar, calendars)
  const context: Context = {
    id: head.id,
    currency: head.currency,
    calendar: head.calendar,
    defaults: readDefaults(found.defaults, head.norms),
    norms: head.norms,
    agencies,
    groups: readGroups(found.groups, agencies),
    documents: readDocuments(found.documents, texts),
    lists,
    unitNames: head.unitNames,
    units: sorted.units ? readUnits(sorted.units, head.unitNames, faults) : [],
    calendars,
    dictionary,
    texts,
  }
  if (found.confirm && head.confirm.length > 0)
    fault(
      found.confirm,
      'UNCONFIRMED',
      `not confirmed by the legal office: ${head.confirm.join(', ')}`,
      'confirm them and remove confirm:',
      { level: 'warning' },
    )

  const { read, ids } = readProcedures(sorted.procedures, context, faults)
  checkTogether(read)
  const published = readPublished(sorted.published, faults)
  if (options.today) checkPublished(read, published, sorted.published, options.today, faults)
  const requirements = sorted.requirements.flatMap((file) => readRequirements(file, dictionary, ids, faults))
  checkCountsOn(requirements, faults)
  if (options.hasChapter) checkChapters(requirements, options.hasChapter, faults)
  faults.push(...checkRequirements(requirements))
  const tariff = readTariff(sorted.tariffs, options.hs, faults)
  const demoNode = sorted.demo && readYaml(sorted.demo, faults)
  const demo = readDemo(demoNode && sorted.demo && rootAt(sorted.demo.path, demoNode, faults), context.agencies)
  const name = found.name && readWords(found.name, texts, ['name'])
  // What a file that cannot be read would have asked for is not known, so nothing may be called superfluous.
  if (!faults.some((f) => f.code === 'YAML')) texts.finish()
  return {
    id: head.id,
    version: head.version,
    name: name ?? { [head.language]: head.id },
    language: head.language,
    languages: head.languages,
    currency: head.currency,
    calendar: head.calendar,
    norms: head.norms,
    agencies,
    groups: context.groups,
    documents: context.documents,
    calendars,
    units: context.units,
    ...(sorted.sizes ? { sizes: readSizes(sorted.sizes, head.unitNames, faults) } : {}),
    ...(sorted.parameters ? { parameters: readParameters(sorted.parameters, faults) } : {}),
    ...(sorted.savings ? { savings: readSavings(sorted.savings, faults) } : {}),
    payments: readPayments(found.payments, head, context),
    procedures: read.map((one) => one.procedure),
    requirements,
    tariff,
    demo,
    digest: digestOf(files),
    laws: new Map(read.map(({ procedure, at }) => [procedure.key, lawDigest(at.node)])),
    ...(context.defaults.service ? { service: context.defaults.service } : {}),
    ...(head.confirm.length > 0 ? { confirm: head.confirm } : {}),
  }
}

function readProcedures(files: readonly PackFile[], context: Context, faults: Fault[]) {
  const nodes = files.map((file) => ({ file, node: readYaml(file, faults) }))
  // A file with a slip of syntax still names its procedure: the others that refer to it are not at fault.
  const named = nodes.map(({ file, node }) => (node ? idOf(node) : /^procedure:\s*(\S+)/m.exec(file.text)?.[1]))
  const ids = new Set(named.filter((id) => id !== undefined))
  const read = nodes.flatMap(({ file, node }): ReadProcedure[] =>
    node ? [readProcedure(file.path, node, context, ids, faults)] : [],
  )
  return { read: withEnds(read), ids }
}
