import {
  canonical,
  type AttachedDocument,
  type Day,
  type Elements,
  type Instant,
  type Lines,
  type Value,
} from '#kernel'
import type { Answers, Candidate, Conflict, DossierState, LineSource, Source, SourceKind, ToRectify } from './state.ts'

/** A value for one element that another source contradicts. `line` is a position. */
export interface Contradiction {
  readonly line: number | null
  readonly element: string
  readonly value: Value
}

/**
 * What an act declares, as its event keeps it. `lines` replaces all lines; `edits` changes single values of lines. What contradicts
 * another source is in `conflicts` and in none of the others. Dossiers opened before the hub have only the first six fields.
 */
export interface Declaration {
  readonly elements: Elements
  readonly lines: Lines | null
  readonly answers: Readonly<Record<string, Answers>>
  readonly documents: readonly AttachedDocument[]
  readonly by: string
  readonly at: Instant
  readonly org?: string
  readonly source?: SourceKind
  readonly origin?: string
  readonly validUntil?: Day
  readonly edits?: readonly { readonly line: number; readonly elements: Elements }[]
  readonly cleared?: readonly string[]
  readonly conflicts?: readonly Contradiction[]
  readonly impact?: readonly ToRectify[]
}

export const sameValue = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && canonical(a) === canonical(b))

/** References to personal data are the window's own: one that comes from outside could point at somebody else's. */
export const isReference = (value: unknown): boolean => typeof value === 'object' && value !== null && 'ref' in value

const partOf = (value: Value | undefined, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as unknown as Readonly<Record<string, unknown>>)[key]
    : undefined

const isParty = (value: Value | undefined): boolean => typeof partOf(value, 'name') === 'string'

/**
 * Whether two values say the same of a thing. Parties with different identifiers, or with one that is not told, are different
 * parties: somebody chose another one, and nobody contradicts anybody.
 */
function relation(held: Value, given: Value): 'same' | 'other' | 'contradiction' {
  if (sameValue(held, given)) return 'same'
  if (!isParty(held) || !isParty(given)) return 'contradiction'
  if (partOf(held, 'id') === undefined || partOf(held, 'id') !== partOf(given, 'id')) return 'other'
  const keys = ['name', 'country', 'address'].filter(
    (k) => partOf(held, k) !== undefined && partOf(given, k) !== undefined,
  )
  if (keys.some((k) => partOf(held, k) !== partOf(given, k))) return 'contradiction'
  return ['name', 'country', 'address'].some((k) => partOf(held, k) === undefined && partOf(given, k) !== undefined)
    ? 'other'
    : 'same'
}

/** Source of an element of the header, or of the line in a position. */
export const sourceAt = (s: DossierState, line: number | null, element: string): Source | undefined =>
  line === null ? s.sources[element] : (s.lineSources[line]?.own[element] ?? s.lineSources[line]?.all)

export const valueAt = (s: DossierState, line: number | null, element: string): Value | undefined =>
  line === null ? s.elements[element] : s.lines[line]?.[element]

export const conflictAt = (s: DossierState, line: number | null, element: string): Conflict | undefined => {
  const id = line === null ? null : (s.lineSources[line]?.id ?? -1)
  return s.conflicts.find((c) => c.line === id && c.element === element)
}

/** Position of a line, by the id that stays; -1 when it was removed. */
export const positionOf = (s: DossierState, id: number): number => s.lineSources.findIndex((l) => l.id === id)

export const pointerOf = (line: number | null, element: string): string =>
  line === null ? `/elements/${element}` : `/lines/${line}/${element}`

const sameVoice = (a: Source, source: SourceKind, origin: string): boolean =>
  a.source === source && (source === 'declared' || a.origin === origin)

/** What a new value does to the datum it meets: nothing, take its place, or contradict it (M02, bad input). */
export function verdictOn(
  s: DossierState,
  at: { readonly line: number | null; readonly element: string },
  value: Value,
  { source, origin }: { readonly source: SourceKind; readonly origin: string },
): 'unchanged' | 'set' | 'conflict' {
  const held = valueAt(s, at.line, at.element)
  const from = sourceAt(s, at.line, at.element)
  if (conflictAt(s, at.line, at.element)) return 'conflict'
  if (held === undefined || !from) return 'set'
  const how = relation(held, value)
  if (how === 'same') return source === 'authority' && from.status !== 'verified' ? 'set' : 'unchanged'
  if (sameVoice(from, source, origin) && from.status !== 'verified') return 'set'
  // What an authority confirmed is not replaced by saying something else, whoever says it.
  return how === 'other' || (sameVoice(from, source, origin) && source !== 'declared') ? 'set' : 'conflict'
}

const sourceOf = (s: DossierState, d: Declaration): Source => {
  const source = d.source ?? 'declared'
  return {
    source,
    by: d.by,
    at: d.at,
    org: d.org ?? s.owner,
    origin: d.origin ?? 'dossier',
    status: source === 'registry' || source === 'authority' ? 'verified' : 'declared',
    ...(d.validUntil ? { validUntil: d.validUntil } : {}),
  }
}

export const sourcesOf = (elements: Elements, source: Source): Record<string, Source> =>
  Object.fromEntries(Object.keys(elements).map((id) => [id, source]))

/** A line as it becomes: what did not change keeps the source it had. */
function lineAfter(before: LineSource, was: Elements, is: Elements, source: Source): LineSource {
  const own: Record<string, Source> = {}
  let kept = 0
  for (const id of Object.keys(is)) {
    if (sameValue(was[id], is[id])) {
      kept++
      if (before.own[id]) own[id] = before.own[id]
    } else own[id] = source
  }
  return kept === 0 ? { id: before.id, all: source, own: {} } : { id: before.id, all: before.all, own }
}

function replaceLines(
  s: DossierState,
  lines: Lines,
  source: Source,
): Pick<DossierState, 'lines' | 'lineSources' | 'nextLine'> {
  let next = s.nextLine
  const lineSources = lines.map((line, i): LineSource => {
    const before = s.lineSources[i]
    return before ? lineAfter(before, s.lines[i] ?? {}, line, source) : { id: next++, all: source, own: {} }
  })
  return { lines, lineSources, nextLine: next }
}

const withoutKey = <T>(map: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(map).filter(([k]) => !keys.includes(k)))

/** Conflicts about lines that are no longer there are over. */
const pruned = (s: DossierState): DossierState => {
  const conflicts = s.conflicts.filter((c) =>
    c.line === null ? s.elements[c.element] !== undefined : s.lineSources.some((l) => l.id === c.line),
  )
  return conflicts.length === s.conflicts.length ? s : { ...s, conflicts }
}

/** Puts a value in place with its source, in the header or in the line in a position. */
export function put(s: DossierState, line: number | null, element: string, { value, source }: Candidate): DossierState {
  if (line === null)
    return { ...s, elements: { ...s.elements, [element]: value }, sources: { ...s.sources, [element]: source } }
  return {
    ...s,
    lines: s.lines.map((l, i) => (i === line ? { ...l, [element]: value } : l)),
    lineSources: s.lineSources.map((l, i) => (i === line ? { ...l, own: { ...l.own, [element]: source } } : l)),
  }
}

/** A voice corrects what it said itself, unless somebody else has confirmed it since. */
const isOwn = (held: Source, { source, origin }: Source): boolean =>
  sameVoice(held, source, origin) && (source !== 'declared' || held.status !== 'verified')

const rank: Readonly<Record<SourceKind, number>> = { declared: 0, document: 1, registry: 2, authority: 3 }

function contradict(s: DossierState, { line, element, value }: Contradiction, source: Source): DossierState {
  const held = valueAt(s, line, element)
  const from = sourceAt(s, line, element)
  if (held === undefined || !from) return put(s, line, element, { value, source })
  const id = line === null ? null : (s.lineSources[line]?.id ?? -1)
  const known = conflictAt(s, line, element)
  const before: readonly Candidate[] = known?.candidates ?? [{ value: held, source: from }]
  const place = known ? before.findIndex((c) => isOwn(c.source, source)) : -1
  const candidates =
    place < 0 ? [...before, { value, source }] : before.map((c, i) => (i === place ? { value, source } : c))
  const rest = s.conflicts.filter((c) => c !== known)
  const [first] = candidates
  if (first && candidates.every((c) => sameValue(c.value, first.value))) {
    // They agree again: the word of the strongest stands.
    const strongest = candidates.reduce((a, b) => (rank[b.source.source] > rank[a.source.source] ? b : a))
    return { ...put(s, line, element, strongest), conflicts: rest }
  }
  const now = place === 0 && first ? put(s, line, element, first) : s
  return { ...now, conflicts: [...rest, { line: id, element, candidates }] }
}

/** Documents that say something else now; a document is named once, with all that differs. */
export function toRectify(s: DossierState, more: readonly ToRectify[] | undefined): readonly ToRectify[] {
  if (!more?.length) return s.rectify
  const all = new Map(s.rectify.map((r) => [r.permit, r]))
  for (const r of more) {
    const known = all.get(r.permit)
    all.set(r.permit, known ? { ...known, elements: [...new Set([...known.elements, ...r.elements])] } : r)
  }
  return [...all.values()]
}

function edited(
  s: DossierState,
  edits: NonNullable<Declaration['edits']>,
  source: Source,
): Pick<DossierState, 'lines' | 'lineSources'> {
  const lines = [...s.lines]
  const lineSources = [...s.lineSources]
  for (const { line, elements } of edits) {
    const from = lineSources[line]
    if (!from) continue
    lines[line] = { ...lines[line], ...elements }
    lineSources[line] = { ...from, own: { ...from.own, ...sourcesOf(elements, source) } }
  }
  return { lines, lineSources }
}

/** What a declaration makes of a dossier. */
export function declare(s: DossierState, d: Declaration): DossierState {
  const source = sourceOf(s, d)
  const answers = { ...s.answers }
  for (const [procedure, a] of Object.entries(d.answers))
    answers[procedure] = {
      elements: { ...answers[procedure]?.elements, ...a.elements },
      lines: a.lines.length ? a.lines : (answers[procedure]?.lines ?? []),
    }
  const cleared = d.cleared ?? []
  let next: DossierState = {
    ...s,
    elements: { ...withoutKey(s.elements, cleared), ...d.elements },
    sources: { ...withoutKey(s.sources, cleared), ...sourcesOf(d.elements, source) },
    ...(d.lines ? replaceLines(s, d.lines, source) : {}),
    answers,
    documents: [...s.documents.filter((old) => !d.documents.some((n) => n.type === old.type)), ...d.documents],
    rectify: toRectify(s, d.impact),
  }
  if (d.edits) next = { ...next, ...edited(next, d.edits, source) }
  for (const c of d.conflicts ?? []) next = contradict(next, c, source)
  return pruned(next)
}

/** One more line at the end, or one fewer. Answers to procedures go by position, so they move along. */
export function addLine(s: DossierState, line: Elements, source: Source): DossierState {
  return {
    ...s,
    lines: [...s.lines, line],
    lineSources: [...s.lineSources, { id: s.nextLine, all: source, own: {} }],
    nextLine: s.nextLine + 1,
  }
}

export function removeLines(s: DossierState, positions: readonly number[]): DossierState {
  const stays = (_: unknown, i: number): boolean => !positions.includes(i)
  return pruned({
    ...s,
    lines: s.lines.filter(stays),
    lineSources: s.lineSources.filter(stays),
    answers: Object.fromEntries(Object.entries(s.answers).map(([p, a]) => [p, { ...a, lines: a.lines.filter(stays) }])),
  })
}
