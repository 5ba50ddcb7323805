import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import {
  diffPacks,
  loadDictionary,
  loadPacks,
  readCsv,
  runScenarios,
  scenarioFaults,
  showDiff,
  showFault,
  showProcedure,
  type Fault,
  type PackFile,
} from '#kernel'
import { loadTariff } from '#modules/finder'
import { readPackFiles } from '#platform/packs'
import { root } from '../server/config.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** A folder of packs, a folder of one pack, or the name of one of ours. */
async function filesOf(where: string | undefined): Promise<{ files: PackFile[]; only: string | null }> {
  const packs = process.env.VUCE_PACKS ? resolve(process.env.VUCE_PACKS) : join(root, 'packs')
  if (where === undefined) return { files: await readPackFiles(packs), only: null }
  if (/^[a-z]{2,5}$/.test(where)) return { files: await readPackFiles(packs), only: where }
  const folder = resolve(where)
  const files = await readPackFiles(folder)
  if (!files.some((f) => f.path === 'pack.yaml')) return { files, only: null }
  const name = basename(folder)
  return { files: (await readPackFiles(dirname(folder))).filter((f) => f.path.startsWith(`${name}/`)), only: null }
}

/** Chapters of the Harmonized System, which no edition since 1988 has changed, and the two that are left to each country. */
async function chaptersOf(): Promise<(chapter: string) => boolean> {
  const text = await readFile(join(root, 'catalogues/hs/chapters.csv'), 'utf8')
  const chapters = new Set([...readCsv(text).map(({ cells }) => cells[0] ?? ''), '98', '99'])
  return (chapter) => chapters.has(chapter)
}

const order = (a: Fault, b: Fault): number => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)

/** `vuce pack check [folder|country]`: every fault at once, with its line and its fix. Exit 1 when any is an error. */
export async function packCheckCommand(argv: string[]): Promise<number> {
  const began = performance.now()
  const { files, only } = await filesOf(argv.find((a) => !a.startsWith('--')))
  const dictionary = loadDictionary(await readPackFiles(join(root, 'dictionary')))
  const hasChapter = await chaptersOf()
  const tariff = loadTariff(await readPackFiles(join(root, 'catalogues', 'hs')))
  const today = new Date().toISOString().slice(0, 10)
  const hs = (code: string): boolean => tariff.entries.has(code)
  const loaded = loadPacks(files, dictionary.dictionary, { today, hs, hasChapter })
  const run = runScenarios(loaded.packs.values(), dictionary.dictionary, files)
  const told = scenarioFaults(loaded.packs.values(), files, run)
  const faults = [...dictionary.faults, ...loaded.faults, ...told]
    .filter((f) => only === null || f.file.startsWith(`${only}/`))
    .sort(order)
  const errors = faults.filter((f) => f.level === 'error')
  if (argv.includes('--json')) {
    say(JSON.stringify({ ok: errors.length === 0, faults }, null, 2))
    return errors.length ? 1 : 0
  }
  for (const f of faults) say(`${f.file}:${f.line} ${f.level} ${f.code} ${f.path}: ${f.message}\n    fix: ${f.fix}`)
  const procedures = [...loaded.packs.values()]
    .filter((p) => only === null || p.id === only)
    .reduce((n, p) => n + p.procedures.length, 0)
  const scenarios = run.results.filter((r) => only === null || r.procedure.startsWith(`${only}.`))
  const right = scenarios.filter((r) => r.ok).length
  say(
    `${procedures} procedures, ${right} of ${scenarios.length} scenarios as written, ${errors.length} errors, ${faults.length - errors.length} warnings, ${Math.round(performance.now() - began)} ms.`,
  )
  return errors.length ? 1 : 0
}

/** `vuce pack show pe.export-phyto [date]`: the file with every default filled in, and where each came from. */
export async function packShowCommand([id, day]: string[]): Promise<number> {
  if (!id) {
    say('Which procedure? For example: npx vuce pack show pe.export-phyto')
    return 2
  }
  const { files } = await filesOf(undefined)
  const { packs } = loadPacks(files, loadDictionary(await readPackFiles(join(root, 'dictionary'))).dictionary)
  const all = [...packs.values()].flatMap((pack) => pack.procedures.map((procedure) => ({ pack, procedure })))
  const found = all.filter(({ procedure }) => procedure.id === id && (!day || procedure.from <= day)).at(-1)
  if (!found) {
    say(`There is no procedure ${id}. There are: ${all.map((a) => a.procedure.id).join(', ')}`)
    return 1
  }
  say(showProcedure(found.procedure, found.pack))
  return 0
}

/** `vuce pack diff <old> <new>`: what a newer folder of a pack changes, key by key. Exit 2 when it could not be read. */
export async function packDiffCommand([was, is]: string[]): Promise<number> {
  if (!was || !is) {
    say('Which two? For example: npx vuce pack diff ../packs-2026/pe packs/pe')
    return 2
  }
  const { dictionary } = loadDictionary(await readPackFiles(join(root, 'dictionary')))
  const [old, next] = await Promise.all(
    [was, is].map(async (where) => loadPacks((await filesOf(where)).files, dictionary)),
  )
  const errors = [old, next].flatMap((l) => l?.faults ?? []).filter((f) => f.level === 'error')
  if (errors.length || !next?.packs.size) {
    say(errors.length ? errors.map(showFault).join('\n') : `There is no pack in ${is}.`)
    return 2
  }
  const found = [...next.packs.values()].flatMap((pack) => diffPacks(old?.packs.get(pack.id), pack))
  say(found.length ? showDiff(found) : 'Nothing that is law changes.')
  return 0
}
