import { canonical, pointerTo } from '#kernel'

export interface FieldChange {
  readonly pointer: string
  readonly yours: unknown
  readonly current: unknown
}

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** Field by field, what changed between the state a client saw and the present one (spec 0.1, VERSION_CONFLICT). At most `max` rows. */
export function fieldDiff(seen: unknown, current: unknown, max = 100): readonly FieldChange[] {
  const changes: FieldChange[] = []
  const walk = (a: unknown, b: unknown, path: readonly string[]): void => {
    if (changes.length >= max) return
    if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) walk(a[key], b[key], [...path, key])
    } else if (a !== b && canonical(a ?? null) !== canonical(b ?? null)) {
      changes.push({ pointer: pointerTo(...path), yours: a ?? null, current: b ?? null })
    }
  }
  walk(seen, current, [])
  return changes
}
