import { readCsv, type Language, type PackFile, type Words } from '#kernel'

/** A chapter (2 digits), heading (4) or subheading (6) of the Harmonized System, described in our own words. */
export interface TariffEntry {
  readonly code: string
  readonly words: Words
  /** What traders call it, per language: synonyms, trade names, regional names. */
  readonly names: Readonly<Record<Language, readonly string[]>>
  /** What tells the entries under this one apart. */
  readonly difference?: Words
}

export interface TariffSection {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly words: Words
}

export interface Tariff {
  readonly entries: ReadonlyMap<string, TariffEntry>
  readonly sections: readonly TariffSection[]
  /** Codes under a code, in order. */
  childrenOf(code: string): readonly TariffEntry[]
  /** The entry of a code, or of its longest beginning that we know: national digits go beyond the Harmonized System. */
  findNearest(code: string): TariffEntry | undefined
  /** Chapter, heading and subheading above and at a code, the widest first. */
  pathOf(code: string): readonly TariffEntry[]
}

const LANGUAGES: readonly Language[] = ['es', 'en', 'pt']
const LEVELS = [2, 4, 6]

type Row = (column: string) => string

function* rowsOf(file: PackFile): Generator<{ readonly at: string; readonly get: Row }> {
  const [head, ...lines] = readCsv(file.text)
  const columns = head?.cells ?? []
  for (const { line, cells } of lines) {
    const at = `${file.path}:${line}`
    if (cells.length !== columns.length)
      throw new TypeError(`${at}: ${cells.length} cells under ${columns.length} columns`)
    yield { at, get: (column) => cells[columns.indexOf(column)] ?? '' }
  }
}

const wordsOf = (get: Row): Words => Object.fromEntries(LANGUAGES.map((l) => [l, get(l)]))
const listOf = (text: string): readonly string[] => text.split('|').filter(Boolean)

/**
 * Reads the tariff from its CSV files: `sections.csv`, `differences.csv`, and any number of files of entries.
 * Throws a TypeError on a code that is badly formed, stands twice, or lacks what it belongs under: the house does not start with it.
 */
export function loadTariff(
  files: readonly PackFile[],
  /** Codes of an imported list: they fill what our own tariff lacks. */
  imported: readonly { readonly code: string; readonly words: Words }[] = [],
): Tariff {
  const named = (name: string): PackFile[] => files.filter((f) => f.path.endsWith(name))
  const special = new Set([...named('sections.csv'), ...named('differences.csv')])
  const differences = new Map<string, Words>()
  for (const file of named('differences.csv'))
    for (const { get } of rowsOf(file)) differences.set(get('under'), wordsOf(get))
  const entries = new Map<string, TariffEntry>()
  for (const file of files.filter((f) => f.path.endsWith('.csv') && !special.has(f)))
    for (const { at, get } of rowsOf(file)) {
      const code = get('code')
      if (!/^(\d{2}){1,3}$/.test(code)) throw new TypeError(`${at}: ${code} is no code of the Harmonized System`)
      if (entries.has(code)) throw new TypeError(`${at}: ${code} stands twice`)
      const difference = differences.get(code)
      entries.set(code, {
        code,
        words: wordsOf(get),
        names: { es: listOf(get('also_es')), en: listOf(get('also_en')), pt: listOf(get('also_pt')) },
        ...(difference ? { difference } : {}),
      })
    }
  for (const { code, words } of [...imported].sort((a, b) => a.code.length - b.code.length)) {
    const own = entries.get(code)
    if (own) entries.set(code, { ...own, words: { ...words, ...own.words } })
    else if (/^(\d{2}){1,3}$/.test(code) && (code.length === 2 || entries.has(code.slice(0, -2))))
      entries.set(code, { code, words, names: { es: [], en: [], pt: [] } })
  }
  const children = new Map<string, TariffEntry[]>()
  for (const entry of [...entries.values()].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const above = entry.code.slice(0, -2)
    if (above && !entries.has(above)) throw new TypeError(`${entry.code} stands under ${above}, which is not there`)
    children.set(above, [...(children.get(above) ?? []), entry])
  }
  for (const code of differences.keys())
    if (!entries.has(code)) throw new TypeError(`differences.csv: ${code} is not in the tariff`)
  const sections = named('sections.csv').flatMap((file) =>
    [...rowsOf(file)].map(({ get }) => ({
      id: get('section'),
      from: get('from'),
      to: get('to'),
      words: wordsOf(get),
    })),
  )
  const pathOf = (code: string): TariffEntry[] =>
    LEVELS.filter((n) => n <= code.length).flatMap((n) => entries.get(code.slice(0, n)) ?? [])
  return {
    entries,
    sections,
    childrenOf: (code) => children.get(code) ?? [],
    findNearest: (code) => pathOf(code).at(-1),
    pathOf,
  }
}

/** `0901.11`, `0901.21.00.00`: a code as papers print it. */
export const showCode = (code: string): string =>
  code.length <= 4 ? code : [code.slice(0, 4), ...(code.slice(4).match(/.{1,2}/g) ?? [])].join('.')
