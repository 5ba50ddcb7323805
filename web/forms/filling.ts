import { holds, type FormData, type FormDescription, type FormField, type Value } from '#kernel'
import type { DossierState } from '#modules/dossier'

type Values = Readonly<Record<string, Value>>

/** What was typed and is not yet in the dossier. `undefined` inside stands for a value taken away. */
export interface Edits {
  readonly elements: Readonly<Record<string, Value | undefined>>
  readonly lines: readonly Readonly<Record<string, Value | undefined>>[]
  readonly answers: Readonly<Record<string, { readonly elements: Values; readonly lines: readonly Values[] }>>
  readonly documents: readonly { readonly type: string; readonly digest: string; readonly name: string }[]
}
export const noEdits: Edits = { elements: {}, lines: [], answers: {}, documents: [] }

export type Held = Pick<DossierState, 'elements' | 'lines' | 'answers' | 'documents'>

/** A datum that some procedure of this shipment asks, and where it lives. */
export interface Datum {
  readonly field: FormField
  readonly line: number | null
  /** The one procedure that asks it, when it is no datum of the dictionary. */
  readonly own: string | null
  /** Titles of the procedures that use it. */
  readonly usedBy: readonly string[]
}

export interface Procedure {
  readonly id: string
  readonly description: FormDescription
  /** Positions of the dossier's lines that it concerns. */
  readonly lines: readonly number[]
}

const laid = (held: Values, edits: Readonly<Record<string, Value | undefined>> | undefined): Values => {
  const merged: Record<string, Value> = { ...held }
  for (const [id, value] of Object.entries(edits ?? {}))
    if (value === undefined) delete merged[id]
    else merged[id] = value
  return merged
}

/** The dossier as it will be with what was typed. */
export function withEdits(held: Held, edits: Edits): Held {
  const count = Math.max(held.lines.length, edits.lines.length)
  const answers: Record<string, { elements: Values; lines: readonly Values[] }> = { ...held.answers }
  for (const [id, own] of Object.entries(edits.answers)) {
    const was = answers[id]
    const lines = Array.from({ length: Math.max(was?.lines.length ?? 0, own.lines.length) }, (_, i) => ({
      ...was?.lines[i],
      ...own.lines[i],
    }))
    answers[id] = { elements: { ...was?.elements, ...own.elements }, lines }
  }
  return {
    elements: laid(held.elements, edits.elements),
    lines: Array.from({ length: count }, (_, i) => laid(held.lines[i] ?? {}, edits.lines[i])),
    answers,
    documents: [...held.documents, ...edits.documents],
  }
}

/** What one procedure sees: its lines, with its own answers laid over. */
export const dataFor = ({ id, lines }: Procedure, held: Held): FormData => {
  const own = held.answers[id]
  return {
    elements: { ...held.elements, ...own?.elements },
    lines: lines.map((i) => ({ ...held.lines[i], ...own?.lines[i] })),
  }
}

export function valueOf({ field, line, own }: Pick<Datum, 'field' | 'line' | 'own'>, held: Held): Value | undefined {
  const answers = own === null ? undefined : held.answers[own]
  if (line === null) return own === null ? held.elements[field.id] : answers?.elements[field.id]
  return own === null ? held.lines[line]?.[field.id] : answers?.lines[line]?.[field.id]
}

/** The typed value in its place among the edits. */
export function withValue(edits: Edits, { field, line, own }: Datum, value: unknown): Edits {
  const v = value as Value | undefined
  if (own !== null) {
    const was = edits.answers[own] ?? { elements: {}, lines: [] }
    const set = (record: Values): Values => {
      const { [field.id]: _, ...rest } = record
      return v === undefined ? rest : { ...rest, [field.id]: v }
    }
    const next =
      line === null
        ? { ...was, elements: set(was.elements) }
        : {
            ...was,
            lines: Array.from({ length: Math.max(was.lines.length, line + 1) }, (_, i) =>
              i === line ? set(was.lines[i] ?? {}) : (was.lines[i] ?? {}),
            ),
          }
    return { ...edits, answers: { ...edits.answers, [own]: next } }
  }
  if (line === null) return { ...edits, elements: { ...edits.elements, [field.id]: v } }
  const lines = Array.from({ length: Math.max(edits.lines.length, line + 1) }, (_, i) =>
    i === line ? { ...edits.lines[i], [field.id]: v } : (edits.lines[i] ?? {}),
  )
  return { ...edits, lines }
}

export const pointerOf = ({ field, line }: Pick<Datum, 'field' | 'line'>): string =>
  line === null ? `/elements/${field.id}` : `/lines/${line}/${field.id}`
export const idOf = (datum: Datum): string => `d${pointerOf(datum)}${datum.own ?? ''}`.replaceAll(/[^A-Za-z0-9]+/g, '-')

/** Every datum the procedures ask of this shipment as it stands, each once (M08-2), in the order of the first that asks. */
export function askedOf(
  procedures: readonly Procedure[],
  held: Held,
  known: ReadonlySet<string>,
  today: string,
): readonly Datum[] {
  const found = new Map<string, Datum>()
  const add = (datum: Datum): void => {
    const key = `${datum.own ?? ''}${pointerOf(datum)}`
    const was = found.get(key)
    if (!was) found.set(key, datum)
    else
      found.set(key, {
        ...was,
        usedBy: [...was.usedBy, ...datum.usedBy],
        field: datum.field.required && !was.field.required ? { ...was.field, required: true } : was.field,
      })
  }
  for (const procedure of procedures) {
    const { id, description, lines } = procedure
    const data = dataFor(procedure, held)
    for (const section of description.sections)
      for (const field of section.items) {
        const own = known.has(field.id) ? null : id
        if (section.repeats === undefined) {
          if (!field.asked || holds(field.asked.condition, data, {}, today))
            add({ field, line: null, own, usedBy: [description.title] })
        } else
          lines.forEach((line, i) => {
            if (!field.asked || holds(field.asked.condition, data, {}, today, i))
              add({ field, line, own, usedBy: [description.title] })
          })
      }
  }
  return [...found.values()]
}

export interface PaperAsked {
  readonly type: string
  readonly label: string
  readonly required: boolean
  readonly usedBy: readonly string[]
}

export function papersOf(procedures: readonly Procedure[], held: Held, today: string): readonly PaperAsked[] {
  const found = new Map<string, PaperAsked>()
  for (const procedure of procedures) {
    const data = dataFor(procedure, held)
    for (const { id, label, required, asked } of procedure.description.documents) {
      if (asked && !holds(asked.condition, data, {}, today)) continue
      const was = found.get(id)
      found.set(id, {
        type: id,
        label,
        required: required || (was?.required ?? false),
        usedBy: [...(was?.usedBy ?? []), procedure.description.title],
      })
    }
  }
  return [...found.values()]
}

/** Checks of the procedures that fail on what is there: the same conditions that the window will judge by. */
export function checksOf(
  procedures: readonly Procedure[],
  held: Held,
  today: string,
): readonly {
  readonly code: string
  readonly text: string
  readonly law?: string
  readonly reads: readonly string[]
}[] {
  const found = new Map<string, { code: string; text: string; law?: string; reads: readonly string[] }>()
  for (const procedure of procedures) {
    const data = dataFor(procedure, held)
    for (const { code, text, law, must, when } of procedure.description.checks) {
      if (when && !holds(when, data, {}, today)) continue
      if (!holds(must, data, {}, today)) found.set(code, { code, text, reads: namesOf(must), ...(law ? { law } : {}) })
    }
  }
  return [...found.values()]
}

const namesOf = (condition: unknown): string[] => {
  if (typeof condition !== 'object' || condition === null) return []
  const named = (condition as { element?: unknown }).element
  return [...(typeof named === 'string' ? [named] : []), ...Object.values(condition).flatMap(namesOf)]
}

/** The command that puts the edits into the dossier: only what changed, lines whole because lines are declared whole. */
export function declarationOf(held: Held, edits: Edits): Readonly<Record<string, unknown>> {
  const next = withEdits(held, edits)
  const elements = Object.fromEntries(Object.entries(edits.elements).filter(([, v]) => v !== undefined))
  const answers = Object.fromEntries(Object.keys(edits.answers).map((id) => [id, next.answers[id]]))
  return {
    ...(Object.keys(elements).length ? { elements } : {}),
    ...(edits.lines.some((l) => Object.keys(l).length) ? { lines: next.lines } : {}),
    ...(Object.keys(answers).length ? { answers } : {}),
    ...(edits.documents.length ? { documents: edits.documents } : {}),
  }
}

export const isUntouched = (edits: Edits): boolean =>
  Object.keys(edits.elements).length === 0 &&
  edits.lines.every((l) => Object.keys(l).length === 0) &&
  Object.keys(edits.answers).length === 0 &&
  edits.documents.length === 0
