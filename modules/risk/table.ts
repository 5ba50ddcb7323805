import { refusal, type Refusal } from '#kernel'

/** What is known of an operation when it is assessed. Text, numbers and yes or no; nothing of persons. */
export interface RiskFacts {
  readonly direction: string
  readonly regime: string
  readonly hs: readonly string[]
  readonly origin: readonly string[]
  readonly destination: string
  readonly mode: string
  readonly packageType: readonly string[]
  readonly lpco: readonly string[]
  /** In the invoice's currency. */
  readonly value: number
  readonly currency: string
  /** Of the firm, 36 months back. */
  readonly operations: number
  readonly serious: number
  readonly minor: number
  readonly inspected: number
  readonly consigneeKnown: boolean
  readonly aeo: boolean
  readonly size: string
  /** `|ln(p/p50)|/ln 3` against the median of twelve months, 0 to 1 (M12-1). */
  readonly valueAnomaly: number
  /** Figures of the dossier that do not agree. */
  readonly inconsistencies: number
  /** Joint value of one consignee within the days of the law is over the limit (M13-4). */
  readonly splitting: boolean
}
export type FactField = keyof RiskFacts

const LISTS: readonly FactField[] = ['hs', 'origin', 'packageType', 'lpco']
const TEXTS: readonly FactField[] = ['direction', 'regime', 'destination', 'mode', 'currency', 'size']
const NUMBERS: readonly FactField[] = [
  'value',
  'operations',
  'serious',
  'minor',
  'inspected',
  'valueAnomaly',
  'inconsistencies',
]
const FLAGS: readonly FactField[] = ['consigneeKnown', 'aeo', 'splitting']
export const factFields: readonly FactField[] = [...LISTS, ...TEXTS, ...NUMBERS, ...FLAGS]

/** Words that name what the law protects in people: a profile that asks for one is refused (M12, bad input). */
const PROTECTED =
  /gender|sex|genero|género|race|raza|ethnic|etnia|religion|religi|nationality|nacionalidad|age|edad|disab|discap|person|name|nombre|marital|pregnan|union|sindic|polit/i

export type Test = readonly string[] | { readonly min?: string; readonly max?: string } | boolean

/** One row of a decision table. Empty `when` always holds. HS codes and the like match by their beginning. */
export interface Row {
  readonly when: Readonly<Record<string, Test>>
  /** Value of the factor, 0 to 1, decimal text. */
  readonly f: string
  readonly why: string
}

/** A rule that assigns a channel whatever the score. */
export interface Rule {
  readonly name: string
  readonly when: Readonly<Record<string, Test>>
  readonly channel: 'yellow' | 'red'
  /** What customs is told, and what an inspection is convened with. */
  readonly why: string
}

export type Matcher = (facts: RiskFacts) => boolean

const within =
  (min: number, max: number) =>
  (value: number): boolean =>
    value >= min && value <= max

function matcherOf(field: string, test: Test): Matcher {
  const key = field as FactField
  if (typeof test === 'boolean') return (facts) => facts[key] === test
  if (Array.isArray(test)) {
    const wanted = test as readonly string[]
    if (LISTS.includes(key)) {
      const exact = key !== 'hs'
      return (facts) =>
        (facts[key] as readonly string[]).some((v) => wanted.some((w) => (exact ? v === w : v.startsWith(w))))
    }
    const set = new Set(wanted)
    return (facts) => set.has(facts[key] as string)
  }
  const { min, max } = test as { min?: string; max?: string }
  const holds = within(min === undefined ? -Infinity : Number(min), max === undefined ? Infinity : Number(max))
  return (facts) => holds(facts[key] as number)
}

/** A row's condition as a function: all its tests hold. */
export function compile(when: Row['when']): Matcher {
  const tests = Object.entries(when).map(([field, test]) => matcherOf(field, test))
  return (facts) => tests.every((t) => t(facts))
}

/** What is wrong with a condition. */
export function conditionFaults(when: Row['when'], pointer: string): Refusal[] {
  return Object.entries(when).flatMap(([field, test]): Refusal[] => {
    const at = `${pointer}/when/${field}`
    if (!factFields.includes(field as FactField))
      return [
        PROTECTED.test(field)
          ? refusal('PROFILE_PROTECTED', at, { field })
          : refusal('PROFILE_FIELD', at, { field, allowed: factFields.join(', ') }),
      ]
    const isFlag = FLAGS.includes(field as FactField)
    const isNumber = NUMBERS.includes(field as FactField)
    const right = isFlag
      ? typeof test === 'boolean'
      : isNumber
        ? typeof test === 'object' && !Array.isArray(test)
        : Array.isArray(test)
    return right
      ? []
      : [refusal('PROFILE_TEST', at, { field, form: isFlag ? 'true / false' : isNumber ? '{min, max}' : '[…]' })]
  })
}
