import { humane } from '../forms/humane.ts'
import { showValue } from '../forms/words.ts'
import { showMoment, type Formats } from '../ui/index.ts'
import type { Naming } from '../texts/acts/acts.tsx'
import type { Texts } from '../texts/texts.tsx'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DIGEST = /^[0-9a-f]{64}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/
const DAY = /^\d{4}-\d{2}-\d{2}$/

export const messageless = (id: string): string => humane(id.slice(id.lastIndexOf('.') + 1))

/** A value of a state in a person's words: instants as dates, codes by their word, ids not at all. */
function wordOf(value: unknown, formats: Formats, t: Texts, acts: Naming): string {
  if (typeof value === 'string') {
    if (INSTANT.test(value)) return showMoment(value, formats)
    if (DAY.test(value)) return showValue(value, { type: 'date' }, formats, t)
    if (/^[A-Z][A-Z_]+$/.test(value)) return t.firm.status[value] ?? acts.value(value)
    if (/^[a-z][a-z-]{2,30}$/.test(value)) return acts.value(value)
  }
  return showValue(value, undefined, formats, t)
}

/**
 * A state, or what an event says, as pairs of a name and a value. Ids and digests are left out: they say nothing to a person, and the
 * API has them. Lists of things are numbered; what is deeper than four levels is counted.
 */
export function readable(
  state: unknown,
  formats: Formats,
  t: Texts,
  acts: Naming,
  prefix: readonly string[] = [],
): readonly (readonly [string, string])[] {
  if (typeof state !== 'object' || state === null) return []
  return Object.entries(state).flatMap(([name, value]): (readonly [string, string])[] => {
    const path = [...prefix, name.includes('.') ? messageless(name) : acts.field(name)]
    const label = path.slice(-3).join(', ')
    if (value === null || value === '' || value === undefined) return []
    if (typeof value === 'string' && (UUID.test(value) || DIGEST.test(value))) return []
    if (Array.isArray(value)) {
      if (value.every((v) => typeof v === 'string' && (UUID.test(v) || DIGEST.test(v)))) return []
      if (value.every((v) => typeof v !== 'object'))
        return [[label, value.map((v) => wordOf(v, formats, t, acts)).join(', ')]]
      return value
        .slice(0, 20)
        .flatMap((item, i) => [...readable(item, formats, t, acts, [...path.slice(0, -1), `${path.at(-1)} ${i + 1}`])])
    }
    if (typeof value === 'object') {
      const keys = Object.keys(value)
      if (keys.length === 0) return []
      const whole =
        keys.includes('currency') ||
        (keys.includes('value') && keys.includes('unit')) ||
        (keys.includes('name') && keys.length <= 4)
      if (whole) return [[label, showValue(value, undefined, formats, t)]]
      if (path.length > 4) return [[label, String(keys.length)]]
      return [...readable(value, formats, t, acts, path)]
    }
    return [[label, wordOf(value, formats, t, acts)]]
  })
}
