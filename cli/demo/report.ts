import type { Instant, Money } from '#kernel'

/** Languages the demonstration speaks. Procedures' titles and refusals come in both from the API. */
export type Lang = 'en' | 'es'
export type Words = Readonly<Record<Lang, string>>

export const same = (text: string): Words => ({ en: text, es: text })

/** One reason why the API said no, as its problem document gives it. */
export interface Refused {
  readonly code: string
  /** JSON Pointer into what was sent. */
  readonly pointer: string
  readonly message: Words
}

/** One value of the story beside the one that came out. */
export interface Check {
  readonly key: string
  readonly expected: string
  readonly got: string
  readonly ok: boolean
}

export interface Who {
  readonly person: string
  readonly role: string
  readonly organisation: string
}

export type StepKind = 'done' | 'waiting' | 'observed' | 'refused'

/** One step as it was played. `at` is local legal time, `2026-06-08 09:30`. */
export interface StepReport {
  readonly n: number
  readonly at: string
  readonly instant: Instant
  readonly who: Who | null
  readonly act: string
  readonly what: Words
  readonly note: Words | null
  readonly agency: string | null
  /** What came of it, in words, one line each. */
  readonly result: readonly Words[]
  readonly status: string | null
  readonly due: string | null
  readonly number: string | null
  readonly cost: Money | null
  readonly refused: readonly Refused[]
  readonly checks: readonly Check[]
  readonly kind: StepKind
}

/** Steps that share one sandbox: a scenario, or one part of a story. */
export interface PartReport {
  readonly name: string
  readonly title: Words
  readonly sandbox: string
  readonly zone: string
  readonly steps: readonly StepReport[]
  /** What was issued in a scenario; a story tells its documents at its end. */
  readonly documents?: readonly IssuedDocument[]
  /** Why it could not be played at all. */
  readonly unplayed?: Words
}

export interface IssuedDocument {
  readonly number: string
  readonly code: string
  readonly verifyUrl: string
}

export interface AgencyDays {
  readonly agency: string
  readonly what: Words
  readonly days: number
  /** The agency inside whose time it ran, for an opinion; nothing for a procedure. */
  readonly inside: string | null
}

export interface Saldo {
  readonly number: string
  readonly goods: string
  readonly unit: string
  readonly authorised: string
  readonly used: string
  readonly left: string
}

export interface Times {
  readonly sumOfDurations: number
  readonly elapsed: number
  readonly elapsedWithoutPauses: number
  /** Sum of durations by elapsed without pauses, one decimal. */
  readonly gain: string
}

export interface Totals {
  /** What the firm paid in the story itself, one sum per currency. */
  readonly cost: readonly Money[]
  /** What it had paid before, in the prologue. */
  readonly costBefore: readonly Money[]
  readonly days: readonly AgencyDays[]
  readonly times: Times | null
  readonly saldo: readonly Saldo[]
}

export interface DemoReport {
  readonly story: string
  readonly title: Words
  readonly country: string
  readonly baseUrl: string
  readonly parts: readonly PartReport[]
  readonly totals: Totals
  readonly documents: readonly IssuedDocument[]
}

export const checksOf = (report: Pick<DemoReport, 'parts'>): readonly Check[] =>
  report.parts.flatMap((part) => part.steps.flatMap((step) => step.checks))

/** Everything was played and every value is the story's. */
export const isRight = (report: Pick<DemoReport, 'parts'>): boolean =>
  report.parts.every((part) => part.unplayed === undefined) && checksOf(report).every((check) => check.ok)
