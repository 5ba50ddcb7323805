import type { Instant, Value } from '#kernel'
import { dossierEvents } from './events.ts'
import { sameValue, valueAt } from './hub.ts'
import { initialDossier, type DossierState, type Source } from './state.ts'

/** A value a datum has had: who said it and when, and until when it stood. */
export interface PastValue {
  readonly value: Value
  readonly source: Source
  readonly status: 'declared' | 'verified' | 'superseded' | 'in-conflict' | 'rejected'
  /** When another value took its place, or a decision passed it over. */
  readonly until: Instant | null
}

/** All the values of one datum, oldest first. `line` is the id that stays when lines move. */
export interface DatumHistory {
  readonly line: number | null
  readonly element: string
  readonly values: readonly PastValue[]
}

interface Kept {
  readonly value: Value
  source: Source
  until: Instant | null
  passedOver: boolean
}

const keyOf = (line: number | null, element: string): string => `${line ?? ''}/${element}`

/** Every datum of a state with its source, by key: the value in use first, then those that contradict it. */
function* dataOf(s: DossierState): Generator<{ key: string; values: readonly { value: Value; source: Source }[] }> {
  const disputed = new Map(s.conflicts.map((c) => [keyOf(c.line, c.element), c.candidates]))
  const one = (line: number | null, element: string, value: Value, source: Source) => {
    const key = keyOf(line, element)
    const others = (disputed.get(key) ?? []).filter((c) => !(c.source.at === source.at && sameValue(c.value, value)))
    return { key, values: [{ value, source }, ...others] }
  }
  for (const [element, value] of Object.entries(s.elements)) {
    const source = s.sources[element]
    if (source) yield one(null, element, value, source)
  }
  for (const [i, from] of s.lineSources.entries())
    for (const element of Object.keys(s.lines[i] ?? {})) {
      const value = valueAt(s, i, element)
      if (value !== undefined) yield one(from.id, element, value, from.own[element] ?? from.all)
    }
}

const isSame = (k: Kept, v: { value: Value; source: Source }): boolean =>
  sameValue(k.value, v.value) &&
  k.source.at === v.source.at &&
  k.source.by === v.source.by &&
  k.source.source === v.source.source

/**
 * What every datum has been, from the events of its dossier: nothing is ever lost, and a value that was superseded keeps its author and
 * its time (M02). Derived from the evidence, so a dossier does not grow with its past.
 */
export function provenanceOf(
  events: Iterable<{ readonly type: string; readonly data: unknown; readonly at: Instant }>,
): readonly DatumHistory[] {
  let state = initialDossier
  const kept = new Map<string, Kept[]>()
  for (const { type, data, at } of events) {
    const handler = dossierEvents[type as keyof typeof dossierEvents] as
      ((s: DossierState, e: unknown) => DossierState) | undefined
    if (!handler) continue
    state = handler(state, data)
    const seen = new Set<string>()
    for (const { key, values } of dataOf(state)) {
      seen.add(key)
      const list = kept.get(key) ?? []
      for (const k of list) {
        const still = values.find((v) => isSame(k, v))
        if (still) {
          // What an authority confirms is told with the confirmation from then on.
          k.source = still.source
          k.until = null
          k.passedOver = false
        } else if (k.until === null) {
          k.until = at
          k.passedOver = type === 'ConflictResolved'
        }
      }
      for (const v of values) if (!list.some((k) => isSame(k, v))) list.push({ ...v, until: null, passedOver: false })
      kept.set(key, list)
    }
    for (const [key, list] of kept) if (!seen.has(key)) for (const k of list) k.until ??= at
  }
  const disputed = new Set(state.conflicts.map((c) => keyOf(c.line, c.element)))
  return [...kept].map(([key, list]) => {
    const cut = key.indexOf('/')
    const line = cut === 0 ? null : Number(key.slice(0, cut))
    const values = list.map(({ value, source, until, passedOver }): PastValue => ({
      value,
      source,
      until,
      status:
        until !== null ? (passedOver ? 'rejected' : 'superseded') : disputed.has(key) ? 'in-conflict' : source.status,
    }))
    return { line, element: key.slice(cut + 1), values }
  })
}
