import type { Decimal } from '../decimal.ts'
import type { Words } from '../problem.ts'
import type { Day } from '../time.ts'

/** A treaty under which goods of some origins pay less. */
export interface Agreement {
  readonly id: string
  readonly words: Words
  /** Countries of ISO 3166-1, groups expanded. */
  readonly origins: readonly string[]
  /** What proves origin under it, in words. */
  readonly proof: string | null
  readonly law: string
  readonly link: string | null
  readonly from: Day
  readonly to?: Day
}

/** A rate on import, in per cent of the customs value (a tax: of that and the duty). An empty `hs` is all goods. */
export interface DutyRow {
  readonly file: string
  readonly line: number
  readonly kind: 'mfn' | 'preference' | 'tax'
  readonly hs: string
  readonly agreement?: string
  readonly rate: Decimal
  /** Rule of origin that earns a preference. */
  readonly rule?: string
  readonly from: Day
  readonly to?: Day
  readonly law: string
  /** Where it was read. */
  readonly source: string
  /** When somebody compared it with the norm; nothing until then, and production refuses it. */
  readonly checked: Day | null
  readonly note?: string
}

export interface PackTariff {
  readonly agreements: readonly Agreement[]
  readonly duties: readonly DutyRow[]
}
