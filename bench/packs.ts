import { join } from 'node:path'
import { loadDictionary, loadPacks, runScenarios, scenarioFaults, type PackFile } from '#kernel'
import { readPackFiles } from '#platform/packs'
import { root } from '../server/config.ts'

const ORIGINS = ['', 'CN', 'BR', 'US', 'JP', '@mercosur|@alianza']
const USES = ['', 'agriculture', 'research', 'industrial']
const HEADER = 'topic,hs,regime,country.origin,goods.use,effect,procedure,from,to,law,note,ask'

/** Requirement rows as a ministry would have them in ten years: a few hundred topics, prefixes of all lengths, exceptions over exceptions. */
function manyRows(count: number, procedures: readonly string[], law: string): string {
  const rows: string[] = []
  for (let i = 0; rows.length < count; i++) {
    const chapter = String(1 + (i % 97)).padStart(2, '0')
    const hs = `${chapter}${String((i * 37) % 10_000).padStart(4, '0')}`.slice(0, [2, 4, 6][i % 3])
    const origin = ORIGINS[Math.floor(i / 97) % ORIGINS.length] ?? ''
    const use = USES[Math.floor(i / 582) % USES.length] ?? ''
    const effect = i % 5 === 4 ? 'exempt' : 'require'
    rows.push(
      `topic-${i % 97}-${Math.floor(i / 2328)},${hs},import,${origin},${use},${effect},${effect === 'require' ? procedures[i % procedures.length] : ''},2026-01-01,,${law},row ${i},`,
    )
  }
  return `${HEADER}\n${rows.join('\n')}\n`
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const ms = (n: number): number => Number(n.toFixed(0))

/**
 * How long an analyst waits: reading, loading and checking every pack with all its scenarios, as `vuce pack check` does; and 5,000 requirement
 * rows checked for ambiguity. `readMs`: the same bytes only read from the disk, the physical limit. Options: `--rows=5000 --rounds=5`.
 */
export async function benchPacks(argv: readonly string[]): Promise<object> {
  const option = (name: string, fallback: number): number =>
    Number(argv.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
  const rowCount = option('rows', 5000)
  const times: { read: number; load: number; check: number }[] = []
  let procedures = 0
  let scenarios = 0
  let errors = 0
  let firstCpu = 0
  const cpu = process.cpuUsage()
  for (let round = 0; round < option('rounds', 5); round++) {
    const t0 = performance.now()
    const files = await readPackFiles(join(root, 'packs'))
    const words = await readPackFiles(join(root, 'dictionary'))
    const t1 = performance.now()
    const { dictionary } = loadDictionary(words)
    const loaded = loadPacks(files, dictionary)
    const t2 = performance.now()
    const run = runScenarios(loaded.packs.values(), dictionary, files)
    const told = scenarioFaults(loaded.packs.values(), files, run)
    const t3 = performance.now()
    if (round === 0) firstCpu = process.cpuUsage(cpu).user + process.cpuUsage(cpu).system
    times.push({ read: t1 - t0, load: t2 - t1, check: t3 - t2 })
    procedures = [...loaded.packs.values()].reduce((n, p) => n + p.procedures.length, 0)
    scenarios = run.results.length
    errors = [...loaded.faults, ...told].filter((f) => f.level === 'error').length
  }
  const { dictionary } = loadDictionary(await readPackFiles(join(root, 'dictionary')))
  const demo = (await readPackFiles(join(root, 'packs'))).filter((f) => f.path.startsWith('demo/'))
  const ids = demo.flatMap((f) => /^procedure: (\S+)$/m.exec(f.text)?.[1] ?? [])
  const many = demo.map((f): PackFile =>
    f.path === 'demo/requirements.csv' ? { ...f, text: manyRows(rowCount, ids, 'CARTA-1 art. 2') } : f,
  )
  const few = performance.now()
  loadPacks(demo, dictionary)
  const began = performance.now()
  const loaded = loadPacks(many, dictionary)
  const ambiguityMs = performance.now() - began - (began - few)
  const [first] = times
  return {
    bench: 'packs',
    // What the first check costs in a fresh program is what an analyst waits for.
    firstMs: ms((first?.read ?? 0) + (first?.load ?? 0) + (first?.check ?? 0)),
    // The same in processor time of all threads, which says more where the machine has other work.
    firstCpuMs: ms(firstCpu / 1000),
    checkAllMs: ms(median(times.map((t) => t.read + t.load + t.check))),
    loadMs: ms(median(times.map((t) => t.load))),
    scenariosMs: ms(median(times.map((t) => t.check))),
    readMs: Number(median(times.map((t) => t.read)).toFixed(1)),
    ratio: Number((median(times.map((t) => t.read)) / median(times.map((t) => t.read + t.load + t.check))).toFixed(4)),
    procedures,
    scenarios,
    errors,
    rows: rowCount,
    rowsMs: ms(ambiguityMs),
    ambiguous: loaded.faults.filter((f) => f.code.includes('AMBIG')).length,
  }
}
