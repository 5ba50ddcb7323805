import { selectAsked, type AttachedDocument, type Elements, type FormData, type Lines, type Procedure } from '#kernel'
import type { DossierState } from './dossier.ts'

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
