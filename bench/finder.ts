import { join } from 'node:path'
import type { Pack, RequirementRow } from '#kernel'
import { createFinder, loadTariff, readQuestion, type Question } from '#modules/finder'
import { createPackLibrary, readPackFiles } from '#platform/packs'
import { root } from '../server/config.ts'

const percentile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? 0
const round = (n: number): number => Number(n.toFixed(3))

/** The same numbers in every run: what is measured is the program, not the luck of the draw. */
function dice(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

const COUNTRIES = 'AR BO BR CL CN CO CR DE EC ES FR GB IT JP KR MX NL PY TT US UY VN'.split(' ')
const USES = ['agriculture', 'human-consumption', 'sowing', 'industry', 'research']
const STATES = ['fresh', 'chilled', 'frozen', 'dried', 'processed']

/** Rules as ministries write them: a wide row of a topic, exceptions to it, and exceptions to those. */
function rulesOf(count: number, codes: readonly string[], procedures: readonly string[]): RequirementRow[] {
  const roll = dice(20_260_101)
  const pick = <T>(of: readonly T[]): T => of[roll(of.length)] as T
  const rows: RequirementRow[] = []
  const add = (topic: string, cells: Record<string, string[]>, effect: RequirementRow['effect']): void => {
    rows.push({
      file: `xt/requirements/${topic}.csv`,
      line: rows.length + 2,
      topic,
      cells,
      effect,
      ...(effect === 'require' ? { procedure: pick(procedures) } : {}),
      from: '2026-01-01',
      law: `LEY-${roll(900)} art. ${roll(90)}`,
      note: 'regla de prueba',
      ask: [],
    })
  }
  for (let topic = 0; rows.length < count; topic++) {
    const name = `topic-${topic}`
    const regime = [pick(['import', 'export'])]
    const hs = [pick(codes).slice(0, pick([2, 4, 4, 6, 6, 6]))]
    add(name, { hs, regime }, roll(12) ? 'require' : 'prohibit')
    for (let i = roll(4); i > 0; i--) {
      const way = regime[0] === 'import' ? 'country.origin' : 'country.destination'
      const cells: Record<string, string[]> = { hs, regime, [way]: [pick(COUNTRIES), pick(COUNTRIES)] }
      add(name, cells, pick(['require', 'exempt', 'allow']))
      if (roll(2)) add(name, { ...cells, 'goods.use': [pick(USES)] }, pick(['require', 'exempt']))
      if (roll(3) === 0) add(name, { ...cells, 'goods.state': [pick(STATES)] }, 'require')
    }
  }
  return rows.slice(0, count)
}

/** Runs each once, after a warm-up, and answers milliseconds in order of size. */
function timed(rounds: number, run: (i: number) => unknown): number[] {
  for (let i = 0; i < Math.min(rounds, 300); i++) run(i)
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const began = performance.now()
    run(i)
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)
}

/**
 * Whole answers of the finder over 20,000 rules (parameters read, rules, questions, sheets, JSON), half of them with the way of the goods
 * still untold, and searches of misspelt words. The limit is writing the same answers as JSON: what any program must do.
 * Options: `--rules=20000 --questions=3000`.
 */
export async function benchFinder(argv: readonly string[]): Promise<object> {
  const option = (name: string, fallback: number): number =>
    Number(argv.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
  const rules = option('rules', 20_000)
  const asked = option('questions', 3000)
  const library = await createPackLibrary({ packsDir: join(root, 'packs'), dictionaryDir: join(root, 'dictionary') })
  const tariff = loadTariff(await readPackFiles(join(root, 'catalogues', 'hs')))
  const base = library.packs.get('pe')
  if (!base) throw new Error('the pack pe is not there')
  const codes = [...tariff.entries.keys()].filter((c) => c.length === 6)
  const requirements = rulesOf(rules, codes, [...new Set(base.procedures.map((p) => p.id))])
  const pack: Pack = { ...base, requirements }
  const finder = createFinder({
    tariff,
    dictionary: library.dictionary,
    findProcedure: (id, day) => {
      const found = library.findProcedure(id, day)
      return found && { ...found, pack }
    },
    packOf: () => undefined,
    measured: () => undefined,
  })
  const roll = dice(7)
  const pick = <T>(of: readonly T[]): T => of[roll(of.length)] as T
  const queries = Array.from({ length: asked }, () => ({
    country: 'pe',
    hs: pick(codes).slice(0, pick([4, 6, 6, 6])),
    ...(roll(4) ? { regime: pick(['import', 'export']) } : {}),
    ...(roll(2) ? { origin: pick(COUNTRIES), destination: pick(COUNTRIES) } : {}),
    ...(roll(4) === 0 ? { use: pick(USES) } : {}),
    lang: pick(['es', 'en', 'pt']),
  }))
  const context = { packs: new Map([['pe', pack]]), dictionary: library.dictionary, now: '2026-06-01T15:00:00.000Z' }
  const read = (i: number): Question => {
    const { question, faults } = readQuestion(queries[i] ?? {}, context)
    if (!question) throw new Error(JSON.stringify(faults))
    return question
  }
  const answers = timed(asked, (i) => JSON.stringify(finder.answer(read(i))))
  const ready = queries.map((_, i) => finder.answer(read(i)))
  const limit = timed(asked, (i) => JSON.stringify(ready[i]))
  const words =
    'palta aguacte camiceta plagisida cafe tostdo vino tinto sapatillas de cuero chompa alpaca wiski herbisida'.split(
      ' ',
    )
  const searches = timed(asked, () => finder.search.find(`${pick(words)} ${pick(words)} ${pick(words)}`, 'es'))
  const sum = (times: readonly number[]): number => times.reduce((n, t) => n + t, 0)
  return {
    bench: 'finder',
    ratio: round(sum(limit) / sum(answers)),
    p50Ms: round(percentile(answers, 50)),
    p99Ms: round(percentile(answers, 99)),
    maxMs: round(answers.at(-1) ?? 0),
    searchP50Ms: round(percentile(searches, 50)),
    searchP99Ms: round(percentile(searches, 99)),
    limitP99Ms: round(percentile(limit, 99)),
    rules: requirements.length,
    questions: asked,
    withQuestions: ready.filter((a) => a.questions.length > 0).length,
    withProcedures: ready.filter((a) => a.procedures.length > 0).length,
    proceduresPerAnswer: round(sum(ready.map((a) => a.procedures.length)) / asked),
  }
}
