import { refusal, type Instant, type Refusal } from '#kernel'
import type { Change } from './declaration.ts'
import { pointerOf, positionOf } from './hub.ts'
import type { DossierState, ToRectify } from './state.ts'

/** A document in force that was issued on data of this dossier, and which of them it used. */
export interface IssuedDocument {
  readonly permit: string
  readonly number: string
  readonly procedure: string
  readonly title: string
  readonly agency: string
  readonly elements: readonly string[]
  /** By the id of the dossier's line. */
  readonly lines: readonly { readonly id: number; readonly elements: readonly string[] }[]
}

/** One row of the impact list (M02-2): a document to rectify, and the data that would no longer agree, as pointers into the dossier. */
export interface Impact {
  readonly permit: string
  readonly number: string
  readonly procedure: string
  readonly title: string
  readonly agency: string
  readonly elements: readonly string[]
}

const procedureOf = (key: string): string => (key.includes('@') ? key.slice(0, key.indexOf('@')) : key)

const uses = (d: IssuedDocument, c: Change): boolean => {
  if (c.procedure !== undefined && c.procedure !== procedureOf(d.procedure)) return false
  return c.line === null
    ? d.elements.includes(c.element)
    : d.lines.some((l) => l.id === c.line && l.elements.includes(c.element))
}

const pointerIn = (s: DossierState, c: Change): string => {
  const place = pointerOf(c.line === null ? null : positionOf(s, c.line), c.element)
  return c.procedure === undefined ? place : `/answers/${c.procedure}${place}`
}

/** The documents that changes would make untrue. */
export const impactOf = (
  s: DossierState,
  changes: readonly Change[],
  issued: readonly IssuedDocument[],
): readonly Impact[] =>
  issued.flatMap((d) => {
    const elements = [...new Set(changes.filter((c) => uses(d, c)).map((c) => pointerIn(s, c)))]
    const { permit, number, procedure, title, agency } = d
    return elements.length ? [{ permit, number, procedure, title, agency, elements }] : []
  })

/** The documents of the list that the person has not said to know of. All of them, so that one answer is enough. */
export const unacknowledged = (impacts: readonly Impact[], acknowledged: readonly string[] | undefined): Refusal[] =>
  impacts
    .filter((i) => !acknowledged?.includes(i.permit))
    .map((i) =>
      refusal('DOCUMENT_AFFECTED', '/acknowledge', {
        number: i.number,
        title: i.title,
        agency: i.agency,
        elements: i.elements.join(', '),
        permit: i.permit,
      }),
    )

export const rectifyOf = (impacts: readonly Impact[], since: Instant): readonly ToRectify[] =>
  impacts.map(({ permit, number, elements }) => ({ permit, number, elements, since }))
