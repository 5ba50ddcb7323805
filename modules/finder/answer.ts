import {
  countryOf,
  indexOf,
  wordsIn,
  type Dictionary,
  type Language,
  type Pack,
  type Procedure,
  type RequirementRow,
} from '#kernel'
import type { Question } from './ask.ts'
import { alternativesOf, type Alternative } from './alternatives.ts'
import { dutiesSaid, type DutiesSaid } from './duties.ts'
import { undecidedOf, verdict, type Known, type Undecided } from './questions.ts'
import type { Speaker } from './say.ts'
import { createSearch, type Difference, type Found, type Hit, type HsSearch } from './search.ts'
import { citation, sheetOf, type Measured } from './sheet.ts'
import { summaryOf, type Needed, type Summary } from './summary.ts'
import { sheetDigest, sheetSaid, type SheetStanding } from './sheet-content.ts'
import { thresholdsOf, type Threshold } from './thresholds.ts'
import { showCode, type Tariff } from './tariff.ts'
import { codesOf, findElement, speakerOf } from './vocabulary.ts'

export type FinderStatus = 'unknown-hs' | 'choose-hs' | 'depends' | 'needed' | 'prohibited' | 'nothing-needed'

export interface FinderOption {
  readonly value: string
  readonly label: string
}

/** A question whose answer would change what is needed. `name` is the parameter to ask again with. */
export interface FinderQuestion {
  readonly name: string
  readonly element: string
  readonly label: string
  readonly help: string | null
  readonly options: readonly FinderOption[]
  /** Another value than the options is an answer too. */
  readonly open: boolean
}

export interface RowSaid {
  /** `pe/requirements.csv:2` */
  readonly at: string
  readonly topic: string
  readonly effect: string
  readonly law: Record<string, unknown>
  readonly note: string | null
  readonly from: string
  readonly to: string | null
  /** What the row speaks of, cell by cell. */
  readonly when: readonly { readonly name: string; readonly label: string; readonly values: readonly string[] }[]
}

export interface FinderAnswer {
  readonly status: FinderStatus
  readonly day: string
  readonly country: string
  readonly hs: {
    readonly code: string
    readonly shown: string
    readonly description: string | null
    readonly under: readonly { readonly code: string; readonly description: string }[]
    /** Whether our tariff has the whole six digits: a country's table goes further. */
    readonly known: boolean
    readonly chosenBy: 'code' | 'words'
  } | null
  readonly suggestions: readonly Hit[]
  readonly differences: readonly Difference[]
  readonly procedures: readonly (Record<string, unknown> & { readonly procedure: string })[]
  readonly prohibitions: readonly RowSaid[]
  readonly exemptions: readonly RowSaid[]
  readonly overruled: readonly (RowSaid & { readonly by: readonly RowSaid[] })[]
  /** Elements that the rules make mandatory. */
  readonly ask: readonly { readonly element: string; readonly label: string }[]
  readonly questions: readonly FinderQuestion[]
  /** The verdict as a sentence, and what it costs in money, time and one's own minutes, each with source and date. */
  readonly summary: Summary
  /** Other answers to what was said that ask less of the firm. */
  readonly alternatives: readonly Alternative[]
  /** Limits that what was given stands under or over. */
  readonly thresholds: readonly Threshold[]
  /** Duties on import: of this country, or of the destination where its tariff is here. What the buyer pays. */
  readonly duties: DutiesSaid | null
  /** What to open a dossier with, so that a plan is saved and nothing that was said is typed again (M35-4). Nothing where goods are forbidden. */
  readonly start: { readonly path: '/v1/dossiers'; readonly body: Readonly<Record<string, unknown>> } | null
  readonly rules: { readonly pack: string; readonly version: string; readonly digest: string; readonly rows: number }
}

export interface FinderSources {
  readonly tariff: Tariff
  readonly dictionary: Dictionary
  findProcedure(id: string, day: string): { readonly pack: Pack; readonly procedure: Procedure } | undefined
  /** The pack of a country by its code of ISO 3166-1, where there is one. */
  packOf(country: string): Pack | undefined
  /** How the sheet of a procedure stands with its agency. */
  sheet?(procedure: string): SheetStanding | undefined
  /** Times of real cases, where there are any. */
  measured(procedure: string): Measured | undefined
}

export interface Finder extends Pick<FinderSources, 'tariff' | 'dictionary' | 'measured'> {
  readonly search: HsSearch
  answer(question: Question): FinderAnswer
}

const PARAMETER: Readonly<Record<string, string>> = {
  'country.origin': 'origin',
  'goods.origin': 'origin',
  'country.destination': 'destination',
  'goods.use': 'use',
}
const DESCENDANTS = 40

/** What words must reach to be taken for a code: every word understood, as the whole of a name. */
const SURE = 1.445
const APART = 0.1

export function createFinder(sources: FinderSources): Finder {
  const search = createSearch(sources.tariff)
  const { tariff, dictionary } = sources
  const measured = (procedure: string): Measured | undefined => sources.measured(procedure)
  return { tariff, dictionary, measured, search, answer: (question) => answerTo(question, sources, search) }
}

function answerTo(question: Question, sources: FinderSources, search: HsSearch): FinderAnswer {
  const { tariff, dictionary } = sources
  const { pack, language, day } = question
  const speaker = speakerOf(pack, dictionary, language)
  const looked = question.words === undefined ? undefined : search.find(question.words, language, 8)
  const code = question.hs ?? (looked && meant(looked))
  const nearest = code === undefined ? undefined : tariff.findNearest(code)
  const hs: FinderAnswer['hs'] =
    code === undefined
      ? null
      : {
          code,
          shown: showCode(code),
          description: nearest ? wordsIn(nearest.words, language) : null,
          under: tariff
            .pathOf(code)
            .filter((e) => e.code !== nearest?.code)
            .map((e) => ({ code: e.code, description: wordsIn(e.words, language) })),
          known: nearest !== undefined && nearest.code === code.slice(0, 6),
          chosenBy: question.hs === undefined ? 'words' : 'code',
        }
  const found = looked ?? (hs?.known ? undefined : search.find(code ?? '', language, 8))
  const suggestions = found?.hits ?? []
  const common = {
    day,
    country: pack.id,
    hs,
    suggestions,
    differences: code === undefined || !hs?.known || code.length < 6 ? (found?.differences ?? []) : [],
    rules: { pack: pack.id, version: pack.version, digest: pack.digest, rows: pack.requirements.length },
  }
  if (code === undefined || !nearest)
    return { ...common, ...NOTHING, ...nothingKnown(code === undefined ? 'choose-hs' : 'unknown-hs', question) }

  const known: Known = {
    hs: code,
    day,
    elements: question.elements,
    line: question.line,
    ...(question.regime ? { regime: question.regime } : {}),
  }
  const outcome = verdict(pack.requirements, known)
  const questions = undecidedOf(pack.requirements, known).map((u) => asked(u, known, question, sources, speaker))
  const row = (r: RequirementRow): RowSaid => rowSaid(r, pack, speaker)
  const data = { elements: question.elements, lines: [{ ...question.line, 'goods.commodity': code }] }
  const titleOf = (id: string): string => {
    const procedure = sources.findProcedure(id, day)?.procedure
    return procedure ? wordsIn(procedure.title, language) : id
  }
  const needed: Needed[] = []
  const told = { pack, language, day, now: `${day}T12:00:00.000Z` }
  const said = (of: Partial<Parameters<typeof summaryOf>[0]>): Summary =>
    summaryOf({ status: 'needed', regime: question.regime, law: undefined, questions: 0, needed: [], ...of }, told)
  const procedures = inOrder(outcome.procedures, sources, day).map(({ procedure: id, rows }, i) => {
    const here = sources.findProcedure(id, day)
    const why = rows.map(row)
    if (!here) return { procedure: id, title: id, why, step: i + 1 }
    const measured = sources.measured(id)
    const sheet = sheetOf({ pack: here.pack, procedure: here.procedure, data, day, speaker, measured, titleOf })
    const agency = here.pack.agencies.get(here.procedure.agency)?.name ?? here.procedure.agency
    const one: Needed = { procedure: here.procedure, agency, fee: sheet.fee as Needed['fee'], measured }
    needed.push(one)
    const { cost, time, minutes } = said({ needed: [one] })
    const digest = sheetDigest(here.pack, here.procedure, dictionary)
    return {
      ...sheet,
      procedure: id,
      why,
      step: i + 1,
      figures: { cost, time, minutes },
      sheet: sheetSaid(sources.sheet?.(id), digest, day, language),
    }
  })
  const prohibitions = outcome.prohibitions.map((p) => row(p.row))
  const status: FinderStatus = prohibitions.length
    ? 'prohibited'
    : procedures.length
      ? 'needed'
      : questions.length || code.length < 6
        ? 'depends'
        : 'nothing-needed'
  return {
    ...common,
    status,
    procedures,
    prohibitions,
    exemptions: outcome.exemptions.map((e) => row(e.row)),
    overruled: outcome.lines.flatMap((l) => l.overruled.map((o) => ({ ...row(o.row), by: o.by.map(row) }))),
    ask: outcome.ask.map((element) => ({ element, label: speaker.label(element) })),
    questions,
    summary: said({ status, law: outcome.prohibitions[0]?.row.law, questions: questions.length, needed }),
    alternatives: alternativesOf(pack, known, outcome, speaker, titleOf),
    thresholds: needed.flatMap(({ procedure }) => thresholdsOf(procedure, data, speaker)),
    duties: dutiesFor(question, code, sources),
    start: status === 'prohibited' ? null : startOf(question, code),
  }
}

const startOf = ({ pack, regime, elements, line }: Question, hs: string): FinderAnswer['start'] => ({
  path: '/v1/dossiers',
  body: {
    country: pack.id,
    plan: true,
    ...(regime ? { regime } : {}),
    ...(Object.keys(elements).length ? { elements } : {}),
    lines: [{ ...line, 'goods.commodity': hs }],
  },
})

/** Whoever is waited for comes first; otherwise as the tables name them. */
function inOrder<T extends { readonly procedure: string }>(
  all: readonly T[],
  { findProcedure }: FinderSources,
  day: string,
): T[] {
  const waitsFor = (id: string): readonly string[] => findProcedure(id, day)?.procedure.needs.map((n) => n.permit) ?? []
  const depth = (id: string, seen: readonly string[] = []): number =>
    seen.includes(id)
      ? 0
      : 1 +
        Math.max(-1, ...waitsFor(id).map((n) => (all.some((p) => p.procedure === n) ? depth(n, [...seen, id]) : -1)))
  return all
    .map((p) => ({ p, depth: depth(p.procedure) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ p }) => p)
}

/** What is paid on arrival: here on import, and at the destination on export where its tariff is one of ours. */
function dutiesFor(
  { pack, regime, elements, day, language }: Question,
  hs: string,
  { packOf }: FinderSources,
): DutiesSaid | null {
  const text = (id: string): string | undefined => (typeof elements[id] === 'string' ? elements[id] : undefined)
  const destination = text('country.destination')
  const buyer = destination === undefined ? undefined : packOf(destination)
  const at = regime === 'export' ? buyer : regime === 'import' ? pack : undefined
  if (!at || at.tariff.duties.length === 0) return null
  const origin = regime === 'export' ? (text('country.origin') ?? countryOf(pack)) : text('country.origin')
  return dutiesSaid(at, { hs, origin, day }, language)
}

const nothingKnown = (status: 'choose-hs' | 'unknown-hs', { pack, language, day, regime }: Question) => ({
  status,
  summary: summaryOf(
    { status, regime, law: undefined, questions: 0, needed: [] },
    { pack, language, day, now: `${day}T12:00:00.000Z` },
  ),
})

const NOTHING = {
  procedures: [],
  prohibitions: [],
  exemptions: [],
  overruled: [],
  ask: [],
  questions: [],
  alternatives: [],
  thresholds: [],
  duties: null,
  start: null,
} as const

/** The code that words stand for, if they can stand for no other. */
function meant({ hits: [first, second] }: Found): string | undefined {
  if (!first || first.score < SURE || first.code.length < 4) return undefined
  const rival = second && !second.code.startsWith(first.code) && second.score > first.score - APART
  return rival ? undefined : first.code
}

function rowSaid(r: RequirementRow, pack: Pack, speaker: Speaker): RowSaid {
  return {
    at: `${r.file}:${r.line}`,
    topic: r.topic,
    effect: r.effect,
    law: citation(pack, r.law),
    note: r.note ?? null,
    from: r.from,
    to: r.to ?? null,
    when: Object.entries(r.cells).map(([name, values]) => ({
      name,
      label: name === 'hs' ? 'HS' : speaker.label(name),
      values: values.map((v) => (name === 'hs' ? showCode(v) : speaker.code(name, v))),
    })),
  }
}

function asked(
  { name, values }: Undecided,
  known: Known,
  { pack, language }: Question,
  { tariff, dictionary }: FinderSources,
  speaker: Speaker,
): FinderQuestion {
  const label = speaker.label(name)
  const option = (value: string): FinderOption => ({ value, label: speaker.code(name, value) })
  if (name === 'hs') {
    const difference = tariff.findNearest(known.hs)?.difference
    const help = difference ? wordsIn(difference, language) : null
    const options = known.hs.length < 6 ? subheadings(tariff, known.hs, values, language) : national(pack, values)
    return { name, element: 'goods.commodity', label, help, options, open: true }
  }
  if (name === 'regime') {
    const options = ['import', 'export', 'transit', ...values].filter((v, i, all) => all.indexOf(v) === i).map(option)
    return { name, element: name, label, help: null, options, open: false }
  }
  const element = findElement(pack, dictionary, name)
  const labels = codesOf(pack, name)?.labels
  const closed = element?.type === 'code' && labels !== undefined && labels.size > 0
  const codes = closed ? [...new Set([...labels.keys(), ...values])] : values
  const yesNo = element?.type === 'yes-no'
  return {
    name: PARAMETER[name] ?? name,
    element: name,
    label,
    help: element?.help ? wordsIn(element.help, language) : null,
    options: (yesNo ? ['true', 'false'] : codes).map(option),
    open: !closed && !yesNo,
  }
}

/** Six-digit codes under a heading or chapter: those of the tariff, and those that only a rule names. */
function subheadings(tariff: Tariff, hs: string, named: readonly string[], language: Language): FinderOption[] {
  const below = [...tariff.entries.values()].filter((e) => e.code.length === 6 && e.code.startsWith(hs))
  const extra = named.filter((v) => v.length >= 6 && !below.some((e) => v.startsWith(e.code)))
  return [
    ...below.slice(0, DESCENDANTS).map((e) => ({
      value: e.code,
      label: `${showCode(e.code)} ${wordsIn(e.words, language)}`,
    })),
    ...extra.slice(0, DESCENDANTS).map((value) => ({ value, label: showCode(value) })),
  ]
}

/** National codes that rules name, with what the row says of them. */
function national(pack: Pack, codes: readonly string[]): FinderOption[] {
  return codes.slice(0, DESCENDANTS).map((value) => {
    const note = indexOf(pack.requirements).byPrefix.get(value)?.[0]?.note
    return { value, label: note ? `${showCode(value)} ${note}` : showCode(value) }
  })
}
