import { compareDecimal, refusal, sumDecimal, type Refusal } from '#kernel'
import { compile, conditionFaults, type Matcher, type RiskFacts, type Row, type Rule } from './table.ts'

export const factors = ['history', 'goods', 'route', 'value', 'novelty', 'documents', 'intelligence'] as const
export type Factor = (typeof factors)[number]

/** Weights of M12-1 [D], decimal text; they add up to 1. */
export const usualWeights: Readonly<Record<Factor, string>> = {
  history: '0.25',
  goods: '0.20',
  route: '0.15',
  value: '0.15',
  novelty: '0.10',
  documents: '0.10',
  intelligence: '0.05',
}

/** A profile: for each factor a table, read from the top; the first row that holds gives its value. Rules stand above the score. */
export interface ProfileBody {
  readonly title: string
  readonly weights: Readonly<Record<Factor, string>>
  readonly tables: Readonly<Partial<Record<Factor, readonly Row[]>>>
  readonly rules: readonly Rule[]
}

export interface Part {
  readonly factor: Factor
  readonly weight: string
  readonly f: string
  readonly points: string
  readonly why: string
}
export interface Scored {
  readonly score: string
  readonly parts: readonly Part[]
  readonly rules: readonly { readonly name: string; readonly channel: 'yellow' | 'red'; readonly why: string }[]
}

export interface Compiled {
  readonly body: ProfileBody
  readonly tables: Readonly<Record<Factor, readonly { readonly holds: Matcher; readonly row: Row }[]>>
  readonly rules: readonly { readonly holds: Matcher; readonly rule: Rule }[]
}

export const compileProfile = (body: ProfileBody): Compiled => ({
  body,
  tables: Object.fromEntries(
    factors.map((f) => [f, (body.tables[f] ?? []).map((row) => ({ holds: compile(row.when), row }))]),
  ) as unknown as Compiled['tables'],
  rules: body.rules.map((rule) => ({ holds: compile(rule.when), rule })),
})

/** A firm that is new is not red by that alone (M12-5). */
const NOVELTY_CAP = 0.5
const two = (n: number): string => (Math.round(n * 100 + Number.EPSILON * 100) / 100).toFixed(2)

/** The score of an operation under a profile, each part with its reason. Two decimals; an authorised operator's is halved (M12-5). */
export function scoreOf({ body, tables, rules }: Compiled, facts: RiskFacts): Scored {
  const parts = factors.map((factor): Part => {
    const found = tables[factor].find(({ holds }) => holds(facts))?.row
    const own = factor === 'value' && !found ? facts.valueAnomaly : Number(found?.f ?? 0)
    const f = factor === 'novelty' ? Math.min(own, NOVELTY_CAP) : own
    const weight = body.weights[factor]
    return {
      factor,
      weight,
      f: two(f),
      points: two(100 * Number(weight) * f),
      why: found?.why ?? (factor === 'value' ? 'against the median of twelve months' : 'nothing known'),
    }
  })
  const sum = parts.reduce((n, p) => n + 100 * Number(p.weight) * Number(p.f), 0)
  return {
    score: two(facts.aeo ? sum / 2 : sum),
    parts,
    rules: rules
      .filter(({ holds }) => holds(facts))
      .map(({ rule: { name, channel, why } }) => ({ name, channel, why })),
  }
}

export type Channel = 'green' | 'yellow' | 'red'

/** M12-2: green below 40, yellow to 69.99, red from 70. */
export const channelOfScore = (score: string, yellowFrom = '40', redFrom = '70'): Channel =>
  compareDecimal(score, redFrom) >= 0 ? 'red' : compareDecimal(score, yellowFrom) >= 0 ? 'yellow' : 'green'

const RANK: Readonly<Record<Channel, number>> = { green: 0, yellow: 1, red: 2 }
export const stricter = (a: Channel, b: Channel): Channel => (RANK[a] >= RANK[b] ? a : b)

/** `f = min(1, |ln(p/p50)| / ln 3)` (M12-1). */
export const valueAnomaly = (unitValue: number, median: number | null): number =>
  median && median > 0 && unitValue > 0 ? Math.min(1, Math.abs(Math.log(unitValue / median)) / Math.log(3)) : 0

/** Everything wrong with a profile at once. */
export function profileFaults(body: ProfileBody): Refusal[] {
  const sum = sumDecimal(factors.map((f) => body.weights[f]))
  return [
    ...(compareDecimal(sum, '1') === 0 ? [] : [refusal('PROFILE_WEIGHTS', '/weights', { sum })]),
    ...factors.flatMap((f) =>
      (body.tables[f] ?? []).flatMap((row, i) => [
        ...conditionFaults(row.when, `/tables/${f}/${i}`),
        ...(Number(row.f) >= 0 && Number(row.f) <= 1 ? [] : [refusal('PROFILE_VALUE', `/tables/${f}/${i}/f`)]),
      ]),
    ),
    ...body.rules.flatMap((rule, i) => conditionFaults(rule.when, `/rules/${i}`)),
  ]
}
