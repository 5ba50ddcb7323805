import type { Pack, Procedure } from './model.ts'
import { saidOf, saidOfPack, type Said } from './said.ts'

/** One key that two versions of a law say differently; `was` or `is` is absent where only the other says it. */
export interface Change {
  readonly key: string
  readonly was?: string
  readonly is?: string
}

export interface Difference {
  /** `pe.export-phyto@2027-01-01 after pe.export-phyto@2026-01-01`, or the pack itself. */
  readonly of: string
  readonly kind: 'new' | 'gone' | 'changed'
  readonly changes: readonly Change[]
}

/** Key by key, in the order of the newer text; what only the older one says comes last. */
export function changesOf(was: Said, is: Said): readonly Change[] {
  const now = [...is].flatMap(([key, value]): Change[] => {
    const before = was.get(key)
    if (before === value) return []
    return [before === undefined ? { key, is: value } : { key, was: before, is: value }]
  })
  return [...now, ...[...was].filter(([key]) => !is.has(key)).map(([key, value]): Change => ({ key, was: value }))]
}

const NONE: Said = new Map()

/** The version that a new one takes the place of: itself as it was, or the last one before it. */
function before(p: Procedure, old: Pack): Procedure | undefined {
  const versions = old.procedures.filter((o) => o.id === p.id && o.from <= p.from)
  return versions.reduce<Procedure | undefined>((last, o) => (last && last.from > o.from ? last : o), undefined)
}

/** What the newer pack changes: of the country, of each procedure, key by key. Scenarios and translations are no law. */
export function diffPacks(old: Pack | undefined, next: Pack): readonly Difference[] {
  const found: Difference[] = []
  const add = (of: string, kind: Difference['kind'], changes: readonly Change[]): void => {
    if (kind === 'gone' || changes.length) found.push({ of, kind, changes })
  }
  add(next.id, old ? 'changed' : 'new', changesOf(old ? saidOfPack(old) : NONE, saidOfPack(next)))
  for (const p of next.procedures) {
    const was = old && before(p, old)
    if (!was) add(p.key, 'new', changesOf(NONE, saidOf(p)))
    else if (was.key === p.key) add(p.key, 'changed', changesOf(saidOf(was), saidOf(p)))
    // That a version has no end is no change of what it says.
    else add(`${p.key} after ${was.key}`, 'changed', changesOf(without(saidOf(was), 'to'), without(saidOf(p), 'to')))
  }
  for (const o of old?.procedures ?? []) if (!next.procedures.some((p) => p.key === o.key)) add(o.key, 'gone', [])
  return found
}

const without = (all: Said, key: string): Said => new Map([...all].filter(([k]) => k !== key))

/** The same in words, one line per key. */
export function showDiff(differences: readonly Difference[]): string {
  const lines = differences.flatMap(({ of, kind, changes }) => [
    kind === 'changed' ? `${of}:` : `${of}: ${kind === 'new' ? 'new' : 'no longer in the pack'}`,
    ...changes.map(({ key, was, is }) =>
      was === undefined
        ? `  + ${key}: ${is ?? ''}`
        : is === undefined
          ? `  - ${key}: ${was}`
          : `  ~ ${key}: ${was}  ->  ${is}`,
    ),
  ])
  return lines.join('\n')
}
