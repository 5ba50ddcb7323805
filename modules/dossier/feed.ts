import { selectAsked, type AttachedDocument, type Elements, type FormData, type Lines, type Procedure } from '#kernel'
import { conflictAt, sourceAt } from './hub.ts'
import type { Conflict, DossierState } from './state.ts'

/** What a dossier gives to one procedure's form: the lines it concerns, its own answers laid over, and only what is asked. */
export interface FormFeed {
  readonly data: FormData
  readonly lineOf: readonly number[]
  readonly documents: readonly AttachedDocument[]
  /** How many values the form shows that nobody had to type for it. */
  readonly presented: number
}

/** Feeds a form from a dossier (M02-1). `lines` are positions in the dossier; a pointer into the form is mapped back with `toDossier`. */
export function feedForm(s: DossierState, procedure: Procedure, lines: readonly number[]): FormFeed {
  const own = s.answers[procedure.id]
  const elements: Elements = { ...s.elements, ...own?.elements }
  const merged: Lines = lines.map((i) => ({ ...s.lines[i], ...own?.lines[i] }))
  const data = selectAsked(procedure, { elements, lines: merged })
  // What a procedure's own answers say that it does not ask is not dropped in silence: the form refuses it.
  const full: FormData = {
    elements: withUnasked(data.elements, own?.elements),
    lines: data.lines.map((line, k) => withUnasked(line, own?.lines[lines[k] ?? -1])),
  }
  // An agency is given the papers its procedure names, and no others.
  const documents = s.documents.filter((d) => procedure.attach.some((a) => a.document === d.type))
  const presented = Object.keys(full.elements).length + full.lines.reduce((n, l) => n + Object.keys(l).length, 0)
  return { data: full, lineOf: lines, documents, presented }
}

const withUnasked = (asked: Elements, own: Elements | undefined): Elements => {
  const unasked = Object.entries(own ?? {}).filter(([id]) => !(id in asked))
  return unasked.length ? { ...asked, ...Object.fromEntries(unasked) } : asked
}

/** A datum of a form, where the dossier holds it. `line` is the position in the dossier. */
export interface Place {
  readonly line: number | null
  readonly element: string
}

/** Where a form's data stand in the dossier; a procedure's own answers do not. */
function* placesOf(feed: FormFeed): Generator<Place> {
  for (const element of Object.keys(feed.data.elements)) yield { line: null, element }
  for (const [k, line] of feed.data.lines.entries())
    for (const element of Object.keys(line)) yield { line: feed.lineOf[k] ?? k, element }
}

/** Data of a form on which two sources contradict each other: it may not be submitted until somebody decides. */
export function disputedIn(s: DossierState, feed: FormFeed): readonly Conflict[] {
  if (s.conflicts.length === 0) return []
  return [...placesOf(feed)].flatMap(({ line, element }) => conflictAt(s, line, element) ?? [])
}

/** Data of a form whose last day has passed: the form asks for them again (M02-1). */
export const staleIn = (
  s: DossierState,
  feed: FormFeed,
  today: string,
): readonly (Place & { readonly until: string })[] =>
  [...placesOf(feed)].flatMap(({ line, element }) => {
    const until = sourceAt(s, line, element)?.validUntil
    return until !== undefined && until < today ? [{ line, element, until }] : []
  })
