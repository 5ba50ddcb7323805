import {
  compareValue,
  findTotal,
  sayBound,
  wordsIn,
  type Bound,
  type Condition,
  type FormData,
  type Procedure,
} from '#kernel'
import { feeIn, type Speaker } from './say.ts'

/** A limit in the rules of a procedure on a quantity or amount that was given: what holds below, and what from there on. */
export interface Threshold {
  readonly procedure: string
  readonly element: string
  readonly label: string
  readonly given: string
  readonly limit: string
  readonly crossed: boolean
  /** What the limit decides: a document, a datum, a step of the fee. */
  readonly decides: string
}

interface Limit {
  readonly element: string
  readonly bound: Bound
  readonly decides: string
}

/** Limits that a condition puts on an element, however deep they stand. */
function limitsIn(condition: Condition | undefined, decides: string): Limit[] {
  if (!condition) return []
  switch (condition.op) {
    case 'all':
    case 'any':
      return condition.of.flatMap((c) => limitsIn(c, decides))
    case 'not':
    case 'some':
    case 'every':
      return limitsIn(condition.of, decides)
    case 'total':
    case 'test': {
      const { element, test } = condition
      const { min, max, above, below } = test as Readonly<Record<string, Bound | undefined>>
      return [min, max, above, below].flatMap((bound) => (bound === undefined ? [] : [{ element, bound, decides }]))
    }
  }
}

function limitsOf(p: Procedure, speaker: Speaker): Limit[] {
  const { language } = speaker
  return [
    ...[...p.form, ...(p.lineForm?.items ?? [])].flatMap((i) => limitsIn(i.when, wordsIn(i.element.label, language))),
    ...p.attach.flatMap((a) => limitsIn(a.when, (a.name && wordsIn(a.name, language)) || a.document)),
    ...p.checks.flatMap((c) => limitsIn(c.must, wordsIn(c.words, language))),
    ...p.fee.flatMap((line) =>
      line.kind === 'tiers'
        ? line.upTo.map(([bound]) => ({ element: line.by, bound, decides: feeIn(line, speaker) }))
        : limitsIn(line.when, feeIn(line, speaker)),
    ),
  ]
}

/** The limits of a procedure on what was given, in the order of its file. */
export function thresholdsOf(procedure: Procedure, data: FormData, speaker: Speaker): Threshold[] {
  const found: Threshold[] = []
  for (const { element, bound, decides } of limitsOf(procedure, speaker)) {
    const given = data.elements[element] ?? findTotal(element, data.lines)
    const order = given === undefined ? undefined : compareValue(given, bound)
    if (order === undefined || given === undefined) continue
    const said = sayBound(given as Bound)
    const threshold = { procedure: procedure.id, element, label: speaker.label(element), given: said, decides }
    found.push({ ...threshold, limit: sayBound(bound), crossed: order > 0 })
  }
  return found
}
