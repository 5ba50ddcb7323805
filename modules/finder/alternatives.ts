import type { Determination, Pack } from '#kernel'
import { verdict, type Known } from './questions.ts'
import type { Speaker } from './say.ts'
import { codesOf, findElement } from './vocabulary.ts'

/** Another value of something that was said, under which less is asked: so that people compare before they commit. */
export interface Alternative {
  readonly element: string
  readonly label: string
  readonly value: string
  readonly shown: string
  /** Procedures that fall away, and those that remain. */
  readonly spares: readonly { readonly procedure: string; readonly title: string }[]
  readonly procedures: readonly string[]
}

const MOST_CODES = 30
const MOST = 3

/** Only codes of lists: nobody chooses another country for the sake of a form. */
export function alternativesOf(
  pack: Pack,
  known: Known,
  now: Determination,
  speaker: Speaker,
  titleOf: (procedure: string) => string,
): Alternative[] {
  const needs = now.procedures.map((p) => p.procedure)
  const banned = now.prohibitions.length > 0
  if (needs.length === 0 && !banned) return []
  const found: Alternative[] = []
  for (const of of ['elements', 'line'] as const)
    for (const [element, given] of Object.entries(known[of])) {
      if (findElement(pack, { elements: new Map() }, element)?.type !== 'code' && element !== 'goods.use') continue
      for (const value of [...(codesOf(pack, element)?.codes ?? [])].slice(0, MOST_CODES)) {
        if (value === given) continue
        const then = verdict(pack.requirements, { ...known, [of]: { ...known[of], [element]: value } })
        const left = then.procedures.map((p) => p.procedure)
        const fewer = left.length < needs.length && left.every((p) => needs.includes(p))
        if (then.prohibitions.length > 0 || !(fewer || banned)) continue
        const spares = needs
          .filter((p) => !left.includes(p))
          .map((procedure) => ({ procedure, title: titleOf(procedure) }))
        found.push({
          element,
          label: speaker.label(element),
          value,
          shown: speaker.code(element, value),
          spares,
          procedures: left,
        })
      }
    }
  return found.sort((a, b) => a.procedures.length - b.procedures.length).slice(0, MOST)
}
