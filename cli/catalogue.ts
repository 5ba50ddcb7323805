import { readdir, readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { isDay, wordsIn } from '#kernel'
import {
  catalogueKinds,
  codeIn,
  countCatalogues,
  entriesOn,
  findCatalogue,
  findEntry,
  historyOf,
  importList,
  verifyCatalogues,
  listOf,
  publicEntry,
  readList,
  type Catalogue,
  type ImportResult,
  type ListFault,
  type ListFile,
  type PublicEntry,
} from '#modules/catalogues'
import { transact } from '#platform/cases'
import { StartupError } from '#platform/db'
import type { House } from '../server/house.ts'
import { inHouse } from './store.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const SHOWN = 50

/** Reads options and what stands beside them. @throws StartupError for an option that does not exist. */
function read<const O extends Record<string, { readonly type: 'string' | 'boolean' }>>(argv: string[], options: O) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true })
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error), 'See: npx vuce help.')
  }
}

const day = (text: string | undefined, option: string): string | undefined => {
  if (text !== undefined && !isDay(text))
    throw new StartupError(`--${option} ${text} is no day.`, 'Write it as 2026-06-01.')
  return text
}

/** `hs`, `pe.holidays`, or `holidays` with --country pe. */
function catalogueOf(name: string | undefined, country: string | undefined): Catalogue {
  const found =
    name === undefined ? undefined : findCatalogue(country && !name.includes('.') ? `${country}.${name}` : name)
  if (found) return found
  const kind = catalogueKinds.find((k) => k.id === name)
  if (kind?.national)
    throw new StartupError(`The catalogue ${kind.id} is of a country.`, `Name it: --country pe, or pe.${kind.id}.`)
  const known = catalogueKinds.map((k) => (k.national ? `<country>.${k.id}` : k.id)).join(', ')
  throw new StartupError(name ? `There is no catalogue ${name}.` : 'Which catalogue?', `There are: ${known}.`)
}

/** Files, or the CSV files of a folder, in order of name. */
async function filesAt(paths: readonly string[]): Promise<{ list: ListFile[]; bytes: Buffer[] }> {
  const found = await Promise.all(paths.map(namesAt))
  const names = found.flat()
  const bytes = await Promise.all(names.map((n) => readFile(n)))
  return { list: bytes.map((b, i) => ({ name: basename(names[i] ?? ''), text: b.toString('utf8') })), bytes }
}

async function namesAt(path: string): Promise<string[]> {
  const known = await stat(path).catch(() => undefined)
  if (!known) throw new StartupError(`There is no file ${path}.`, 'Name a CSV file, or a folder of them.')
  const names = known.isDirectory()
    ? (await readdir(path))
        .filter((f) => /\.csv$/i.test(f))
        .sort()
        .map((f) => join(path, f))
    : [path]
  if (names.length === 0) throw new StartupError(`The folder ${path} holds no CSV file.`, 'Their names end in .csv.')
  return names
}

/** A bar on a terminal, drawn over itself; nothing elsewhere, where the last line says it all. */
function progressBar(what: string): { at(done: number, total: number): void; end(): void } {
  const { stderr } = process
  let drawn = false
  const draw = (done: number, total: number): void => {
    const full = total === 0 ? 30 : Math.round((done / total) * 30)
    stderr.write(`\r${what} ${'█'.repeat(full)}${'░'.repeat(30 - full)} ${done}/${total}`)
    drawn = true
  }
  return {
    at: (done, total) => (stderr.isTTY ? draw(done, total) : undefined),
    end: () => void (drawn && stderr.write('\r\u001b[2K')),
  }
}

function sayFaults(faults: readonly ListFault[]): void {
  const order = [...faults].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
  for (const f of order.slice(0, SHOWN)) say(`${f.file}:${f.line} ${f.message}\n    fix: ${f.fix}`)
  if (order.length > SHOWN) say(`… and ${order.length - SHOWN} more.`)
  say(`${faults.length} fault${faults.length === 1 ? '' : 's'}: nothing was loaded.`)
}

/** `vuce catalogue import <kind> <file or folder>`: all or nothing; the same list again changes nothing. */
export async function catalogueImportCommand(argv: string[]): Promise<number> {
  const { values, positionals } = read(argv, {
    country: { type: 'string' },
    from: { type: 'string' },
    law: { type: 'string' },
    article: { type: 'string' },
    link: { type: 'string' },
    backdate: { type: 'string' },
    by: { type: 'string' },
    complete: { type: 'boolean' },
    json: { type: 'boolean' },
  })
  const [name, ...paths] = positionals
  const catalogue = catalogueOf(name, values.country)
  if (paths.length === 0)
    throw new StartupError('Which file?', `For example: npx vuce catalogue import ${catalogue.id} list.csv`)
  const from = day(values.from, 'from')
  const began = performance.now()
  const { list, bytes } = await filesAt(paths)
  const found = readList(catalogue, list)
  if (found.faults.length) return told({ ok: false, faults: found.faults }, catalogue, 0, values.json)
  return inHouse(async (house) => {
    if (catalogue.country !== null && !house.library.packs.has(catalogue.country))
      throw new StartupError(
        `There is no pack of the country ${catalogue.country}.`,
        `There are: ${[...house.library.packs.keys()].join(', ')}.`,
      )
    // The file itself is kept: whoever asks later what was loaded can open it.
    const kept = await Promise.all(bytes.map((b) => house.files.put(b)))
    const files = kept.map(({ digest, size }, i) => ({ name: list[i]?.name ?? '', digest, size }))
    const bar = progressBar(catalogue.id)
    const result = await importList(house.engine, house.library, {
      catalogue,
      rows: found.rows,
      skipped: found.skipped,
      files,
      law: {
        norm: values.law ?? catalogue.kind.source,
        ...(values.article ? { article: values.article } : {}),
        ...(values.link ? { link: values.link } : {}),
      },
      by: values.by ?? userInfo().username,
      complete: values.complete ?? false,
      // A file in English only leaves the names that our own tariff has in the other languages.
      ...(catalogue.id === 'hs' ? { known: (code: string) => house.finder.tariff.entries.get(code)?.words } : {}),
      ...(from ? { from } : {}),
      ...(values.backdate ? { backdating: values.backdate } : {}),
      progress: (done, total) => bar.at(done, total),
    }).finally(() => bar.end())
    return told(result, catalogue, Math.round(performance.now() - began), values.json)
  })
}

function told(result: ImportResult, catalogue: Catalogue, ms: number, json = false): number {
  if (json) say(JSON.stringify({ catalogue: catalogue.id, ...result, ms }, null, 2))
  else if (!result.ok) sayFaults(result.faults)
  else if (result.id === null)
    say(`Nothing changed: ${result.counts.read} entries of ${catalogue.id} are as they were.`)
  else {
    const { read: n, added, changed, ended, unchanged, skipped } = result.counts
    say(
      `${catalogue.id}: ${n} entries read in ${ms} ms. New ${added}, changed ${changed}, ended ${ended}, unchanged ${unchanged}, passed over ${skipped}.`,
    )
    say(
      result.waits
        ? `Proposed. Another person approves it: POST /v1/catalogue-imports/${result.id}/approveList`
        : `In force from ${result.from}. Case ${result.id}.`,
    )
  }
  return result.ok ? 0 : 1
}

/** `vuce catalogue list`: every catalogue, with what holds today. */
export async function catalogueListCommand(argv: string[]): Promise<number> {
  const { values } = read(argv, { json: { type: 'boolean' } })
  return inHouse(async (house) => {
    const counts = await transact(house.pool, null, (tx) => countCatalogues(tx, '', today(house)))
    const items = listOf(counts, house.library)
    if (values.json) say(JSON.stringify(items, null, 2))
    else
      for (const { id, title, inForce, announced, source } of items)
        say(
          `${id.padEnd(20)} ${String(inForce).padStart(8)}  ${wordsIn(title, 'en')} (${source})${announced ? `, ${announced} announced` : ''}`,
        )
    return 0
  })
}

const today = (house: House): string => house.clock.now().slice(0, 10)

/** `vuce catalogue show <catalogue> [code] [--day]`: one entry with its reason, or the first of the catalogue. */
export async function catalogueShowCommand(argv: string[]): Promise<number> {
  const { values, positionals } = read(argv, {
    day: { type: 'string' },
    country: { type: 'string' },
    json: { type: 'boolean' },
  })
  const [name, written] = positionals
  const catalogue = catalogueOf(name, values.country)
  const wanted = day(values.day, 'day')
  return inHouse(async (house) => {
    const on = wanted ?? today(house)
    const ask = { world: '', catalogue: catalogue.id, day: on }
    return transact(house.pool, null, async (tx) => {
      if (written === undefined) {
        const rows = await entriesOn(tx, { ...ask, after: '', prefix: '', limit: 20 })
        for (const row of rows) say(lineOf(publicEntry(row, on)))
        say(
          rows.length
            ? `The first ${rows.length}. One of them: vuce catalogue show ${catalogue.id} <code>`
            : `Empty on ${on}.`,
        )
        return rows.length ? 0 : 1
      }
      const code = codeIn(catalogue, written)
      const row = await findEntry(tx, { ...ask, code })
      if (!row) {
        const known = await historyOf(tx, { ...ask, codes: [code] })
        const spans = known.map((r) => `${r.from} – ${r.to ?? '…'}`).join(', ')
        say(
          known.length
            ? `${catalogue.id} ${code} does not hold on ${on}. It holds: ${spans}.`
            : `There is no ${catalogue.id} ${code}.`,
        )
        return 1
      }
      const entry = publicEntry(row, on)
      if (values.json) {
        say(JSON.stringify(entry, null, 2))
        return 0
      }
      const above = catalogue.kind.id === 'hs' ? [2, 4].filter((n) => n < code.length).map((n) => code.slice(0, n)) : []
      for (const parent of above) {
        const found = await findEntry(tx, { ...ask, code: parent })
        if (found) say(lineOf(publicEntry(found, on)))
      }
      sayEntry(entry)
      return 0
    })
  })
}

const nameOf = (e: PublicEntry): string => wordsIn(e.names, 'en')
const lineOf = (e: PublicEntry): string => `${e.code.padEnd(8)} ${nameOf(e)}`

function sayEntry(e: PublicEntry): void {
  const { why } = e
  say(lineOf(e))
  for (const [language, words] of Object.entries(e.names)) say(`  ${language}       ${words}`)
  for (const [field, value] of Object.entries(e.value)) say(`  ${field.padEnd(8)} ${value}`)
  say(`  holds    ${e.from} – ${e.to ?? '…'} (${e.status})`)
  say(`  why      ${[why.norm, why.article, why.link].filter(Boolean).join(', ')}`)
  say(`  decided  ${why.publishedAt ?? '–'}, ${why.decidedAs} ${why.case}`)
}

/** `vuce catalogue verify`: every row is what its case says. Exit 1 names what is not. */
export async function catalogueVerifyCommand(argv: string[]): Promise<number> {
  const { values } = read(argv, { json: { type: 'boolean' } })
  return inHouse(async (house) => {
    const { rows, cases, breaches } = await verifyCatalogues(house.pool)
    if (values.json) say(JSON.stringify({ ok: breaches.length === 0, rows, cases, breaches }, null, 2))
    else {
      for (const b of breaches) say(`BROKEN ${b.catalogue} ${b.code ?? ''} case ${b.caseId}: ${b.reason}`)
      say(breaches.length ? `${breaches.length} broken of ${cases} cases.` : `Clean: ${rows} rows of ${cases} cases.`)
    }
    return breaches.length ? 1 : 0
  })
}
