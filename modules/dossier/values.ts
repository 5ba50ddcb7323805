import {
  checkValue,
  canonical,
  isPersonal,
  pointerTo,
  refusal,
  type Dictionary,
  type Elements,
  type PersonalRef,
  type Refusal,
  type Value,
} from '#kernel'
import type { Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { isReference } from './hub.ts'
import type { DeclareDossier } from './inputs.ts'

/** Personal data a dossier holds already, by element: what is sent again unchanged keeps its reference. */
export type HeldPersonal = ReadonlyMap<string, { readonly ref: PersonalRef; readonly value: unknown }>

/** Reads what a dossier holds of the personal elements among those named. */
export async function heldPersonal(
  work: Work,
  caseId: string,
  dictionary: Dictionary,
  elements: Elements,
  named: readonly string[],
): Promise<HeldPersonal> {
  const held = new Map<string, { ref: PersonalRef; value: unknown }>()
  for (const id of named) {
    const value = elements[id]
    if (!dictionary.elements.get(id)?.personal || !isReference(value)) continue
    const ref = value as unknown as PersonalRef
    held.set(id, { ref, value: await work.personal.find(caseId, ref.ref) })
  }
  return held
}

const NOTHING_HELD: HeldPersonal = new Map()

export interface Sealing {
  readonly work: Work
  readonly caseId: string
  readonly dictionary: Dictionary
  readonly faults: Refusal[]
  readonly held?: HeldPersonal
}

/** Checks values of the header or of a line against the dictionary; personal ones go beside the chain and leave a reference. */
export function sealElements(
  { work, caseId, dictionary, faults, held = NOTHING_HELD }: Sealing,
  elements: Readonly<Record<string, unknown>>,
  line: boolean,
  at: string,
): Elements {
  const sealed: Record<string, Value> = {}
  for (const [id, value] of Object.entries(elements)) {
    const element = dictionary.elements.get(id)
    if (!element || element.line !== line) faults.push(refusal('UNKNOWN_FIELD', `${at}/${id}`, { field: id }))
    else if (element.personal && isReference(value))
      faults.push(refusal('INPUT_SHAPE', `${at}/${id}`, { reason: 'a reference is made by the window, never sent' }))
    else {
      const wrong = checkValue(element, value, `${at}/${id}`)
      faults.push(...wrong)
      const known = held.get(id)
      if (!element.personal || wrong.length > 0) sealed[id] = value as Value
      else if (known && known.value !== undefined && canonical(known.value) === canonical(value)) sealed[id] = known.ref
      else sealed[id] = work.personal.seal(caseId, value)
    }
  }
  return sealed
}

/** Own elements are known by their procedure only; their values are checked when they are filed, their personal data is sealed now. */
export function sealAnswers(
  work: Work,
  caseId: string,
  library: PackLibrary,
  answers: NonNullable<DeclareDossier['answers']>,
  faults: Refusal[],
): NonNullable<DeclareDossier['answers']> {
  const day = work.now.slice(0, 10)
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => {
      const found = library.findProcedure(id, day)
      if (!found) faults.push(refusal('UNKNOWN_PROCEDURE', `/answers/${id}`, { procedure: id }))
      const seal = (elements: Record<string, unknown>, at: string): Record<string, unknown> =>
        Object.fromEntries(
          Object.entries(elements).map(([e, v]) => {
            const wrong = decimalsIn(v, `/answers/${id}/${at}/${e}`)
            faults.push(...wrong)
            if (wrong.length || !found || !isPersonal(found.procedure, e)) return [e, v]
            if (isReference(v))
              faults.push(
                refusal('INPUT_SHAPE', `/answers/${id}/${at}/${e}`, {
                  reason: 'a reference is made by the window, never sent',
                }),
              )
            return [e, work.personal.seal(caseId, v)]
          }),
        )
      const lines = answer.lines?.map((l, i) => seal(l, `lines/${i}`))
      return [
        id,
        { ...(answer.elements ? { elements: seal(answer.elements, 'elements') } : {}), ...(lines ? { lines } : {}) },
      ]
    }),
  )
}

/** A decimal is text (conventions, G-5): a binary fraction would not be what was typed. */
const decimalsIn = (value: unknown, pointer: string): Refusal[] =>
  typeof value === 'number' && !Number.isSafeInteger(value)
    ? [refusal('INPUT_SHAPE', pointer, { reason: 'must write a decimal as text: "0.5"' })]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([k, v]) => decimalsIn(v, `${pointer}${pointerTo(k)}`))
      : []
