import type { Ctx, Elements, Lines, Value } from '#kernel'
import { sameValue, valueAt, verdictOn, type Contradiction, type Declaration } from './hub.ts'
import type { DeclareDossier } from './inputs.ts'
import type { DossierState, SourceKind } from './state.ts'

/** Who speaks: kind of source, and the module or document it comes through. */
export interface Voice {
  readonly source: SourceKind
  readonly origin: string
}

export const firm: Voice = { source: 'declared', origin: 'dossier' }

/** Sorts the values of the header or of one line into what takes its place and what contradicts another source. */
export function sift(
  s: DossierState,
  line: number | null,
  given: Elements,
  voice: Voice,
): { readonly set: Elements; readonly conflicts: readonly Contradiction[] } {
  const set: Record<string, Value> = {}
  const conflicts: Contradiction[] = []
  for (const [element, value] of Object.entries(given)) {
    const verdict = verdictOn(s, { line, element }, value, voice)
    if (verdict === 'set') set[element] = value
    if (verdict === 'conflict') conflicts.push({ line, element, value })
  }
  return { set, conflicts }
}

/** Lines that take the place of all lines. A value that another source contradicts stays as it was, and the new one stands beside it. */
function siftLines(s: DossierState, lines: Lines, voice: Voice): { lines: Lines; conflicts: readonly Contradiction[] } {
  const conflicts: Contradiction[] = []
  const kept = lines.map((line, i) => {
    if (!s.lines[i]) return line
    const found = sift(s, i, line, voice).conflicts
    conflicts.push(...found)
    return found.length === 0
      ? line
      : { ...line, ...Object.fromEntries(found.map((c) => [c.element, valueAt(s, i, c.element) ?? c.value])) }
  })
  return { lines: kept, conflicts }
}

/** What a person declares, as the event will keep it. */
export function declarationOf(
  s: DossierState,
  input: DeclareDossier,
  { actor, now }: Pick<Ctx, 'actor' | 'now'>,
  voice: Voice = firm,
): Declaration {
  const header = sift(s, null, (input.elements ?? {}) as Elements, voice)
  const lines = input.lines && siftLines(s, input.lines as Lines, voice)
  const conflicts = [...header.conflicts, ...(lines?.conflicts ?? [])]
  return {
    elements: header.set,
    lines: lines ? lines.lines : null,
    answers: Object.fromEntries(
      Object.entries(input.answers ?? {}).map(([p, a]) => [
        p,
        { elements: (a.elements ?? {}) as Elements, lines: (a.lines ?? []) as Lines },
      ]),
    ),
    documents: input.documents ?? [],
    by: actor.person,
    at: now,
    org: actor.org,
    ...(voice === firm ? {} : voice),
    ...(conflicts.length ? { conflicts } : {}),
  }
}

/** Something that a declaration changes: an element of the header, of a line, or an answer to one procedure. */
export interface Change {
  /** Id of the line, which stays when lines move. */
  readonly line: number | null
  readonly element: string
  readonly procedure?: string
}

/** What would no longer be as it is. Values that were not there before change nothing that anybody has used. */
export function changesOf(s: DossierState, d: Declaration): readonly Change[] {
  const changes: Change[] = []
  for (const element of [...Object.keys(d.elements), ...(d.cleared ?? [])])
    if (s.elements[element] !== undefined && !sameValue(s.elements[element], d.elements[element]))
      changes.push({ line: null, element })
  const line = (i: number, was: Elements, is: Elements | undefined, only?: readonly string[]): void => {
    const id = s.lineSources[i]?.id
    if (id === undefined) return
    for (const element of only ?? Object.keys(was))
      if (was[element] !== undefined && !sameValue(was[element], is?.[element])) changes.push({ line: id, element })
  }
  if (d.lines) for (const [i, was] of s.lines.entries()) line(i, was, d.lines[i])
  for (const { line: i, elements } of d.edits ?? []) line(i, s.lines[i] ?? {}, elements, Object.keys(elements))
  for (const [procedure, a] of Object.entries(d.answers)) {
    const own = s.answers[procedure]
    for (const [element, value] of Object.entries(a.elements))
      if (own?.elements[element] !== undefined && !sameValue(own.elements[element], value))
        changes.push({ line: null, element, procedure })
    if (a.lines.length === 0) continue
    for (const [i, was] of (own?.lines ?? []).entries())
      for (const [element, value] of Object.entries(was))
        if (!sameValue(value, a.lines[i]?.[element]))
          changes.push({ line: s.lineSources[i]?.id ?? null, element, procedure })
  }
  return changes
}
