import { isDecimal, type Decimal } from '../../decimal.ts'
import { findMoney, type Money } from '../../money.ts'
import { findQuantity, type Quantity } from '../../quantity.ts'
import { findPeriod, isDay, type Day, type Period } from '../../time.ts'
import { isCurrency } from '../codes/currencies.ts'
import { isUnit } from '../codes/units.ts'
import type { Fault } from '../model.ts'
import { suggest } from './nearest.ts'
import { keysOf, requiredOf, type Part } from '../vocabulary/shapes.ts'
import { emptyMap, type Node } from './source.ts'

/** A place in a pack file: what stands there, and where to point when it is wrong. */
export interface At {
  readonly node: Node
  readonly path: string
  readonly file: string
  readonly faults: Fault[]
}

export const rootAt = (file: string, node: Node, faults: Fault[]): At => ({ node, path: '', file, faults })

const join = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`)

/** Reports a fault at a place. `level` is an error unless said otherwise. */
export function fault(at: At, code: string, message: string, fix: string, more: Partial<Fault> = {}): void {
  const { file, path, node } = at
  at.faults.push({ file, line: node.line, level: 'error', code, path, message, fix, ...more })
}

export const warn = (at: At, code: string, message: string, fix: string): void =>
  fault(at, code, message, fix, { level: 'warning' })

const KIND = { map: 'a map of keys', list: 'a list', text: 'one value', empty: 'nothing' } as const

function expectKind(at: At, kind: 'map' | 'list' | 'text'): void {
  const fix = kind === 'map' ? 'write { key: value }' : kind === 'list' ? 'write [ one, two ]' : 'write one value'
  fault(at, 'SHAPE', `expected ${KIND[kind]}, found ${KIND[at.node.kind]}`, fix)
}

/** The entries of a map, in order of writing. Anything else is `SHAPE`. */
export function entries(at: At): readonly (readonly [key: string, at: At])[] {
  const { node } = at
  if (node.kind !== 'map') {
    expectKind(at, 'map')
    return []
  }
  return [...node.entries].map(([key, child]) => [key, childAt(at, key, child)] as const)
}

const childAt = (at: At, key: string | number, node: Node): At => ({ ...at, node, path: join(at.path, key) })

/** A fault on a key itself rather than on its value. */
export const keyAt = (at: At, key: string): At => {
  const line = at.node.kind === 'map' ? (at.node.keyLines.get(key) ?? at.node.line) : at.node.line
  return { ...at, path: join(at.path, key), node: { kind: 'empty', line } }
}

/** A map with the keys of a part of the vocabulary: unknown ones are `UNKNOWN_KEY`, required ones that are not there `MISSING_KEY`. */
export const fields = <K extends string>(at: At, part: Part<K>): Partial<Record<K, At>> =>
  keyed(at, keysOf(part), requiredOf(part))

/** The same for a file that is no part of the vocabulary: its keys as a list. */
export function keyed<K extends string>(
  at: At,
  known: readonly K[],
  required: readonly K[] = [],
): Partial<Record<K, At>> {
  const found: Partial<Record<K, At>> = {}
  const isKnown = (key: string): key is K => (known as readonly string[]).includes(key)
  for (const [key, child] of entries(at)) {
    if (isKnown(key)) found[key] = child
    else fault(keyAt(at, key), 'UNKNOWN_KEY', `${key} is not a word of the vocabulary here`, suggest(key, known))
  }
  if (at.node.kind !== 'map') return found
  for (const key of required) {
    if (!found[key]) fault(at, 'MISSING_KEY', `${key} is missing`, `add ${key}:`, { path: join(at.path, key) })
  }
  return found
}

export function items(at: At): readonly At[] {
  if (at.node.kind !== 'list') {
    expectKind(at, 'list')
    return []
  }
  return at.node.items.map((node, i) => childAt(at, i, node))
}

/** The written text of a scalar, or nothing and a `SHAPE` fault. */
export function text(at: At): string | undefined {
  if (at.node.kind !== 'text' || at.node.text.trim() === '') {
    expectKind(at, 'text')
    return undefined
  }
  return at.node.text
}

export const isText = (at: At, value: string): boolean => at.node.kind === 'text' && at.node.text === value

/** A part that may be written `key:` with nothing after it reads as an empty map. */
export const orEmpty = (at: At): At => (at.node.kind === 'empty' ? { ...at, node: emptyMap(at.node.line) } : at)

/** Reads a scalar through a finder; what it does not find is a fault with an example of a right value. */
function read<T>(
  at: At,
  find: (written: string) => T | undefined,
  code: string,
  what: string,
  example: string,
): T | undefined {
  const written = text(at)
  if (written === undefined) return undefined
  const found = find(written)
  if (found === undefined) fault(at, code, `${written} is not ${what}`, `write it like ${example}`)
  return found
}

export const period = (
  at: At,
  units: readonly Period['unit'][] = ['bd', 'd', 'h', 'months', 'years'],
): Period | undefined =>
  read(
    at,
    (written) => {
      const found = findPeriod(written)
      return found && found.n >= 0 && !written.startsWith('+') && units.includes(found.unit) ? found : undefined
    },
    'BAD_DURATION',
    `a period in ${units.join(', ')}`,
    units.includes('bd') ? '5 bd or 30 d' : '30 d or 6 months',
  )

/** A signed calendar period, as date tests add to days: `+6 months`. */
export const shift = (at: At): Period | undefined =>
  read(
    at,
    (written) => {
      const found = findPeriod(written)
      return found && found.unit !== 'bd' && found.unit !== 'h' && Math.abs(found.n) <= 36_500 ? found : undefined
    },
    'BAD_DURATION',
    'a calendar period',
    '+6 months',
  )

export const day = (at: At): Day | undefined =>
  read(at, (written) => (isDay(written) ? written : undefined), 'BAD_VALUE', 'a day', '2026-01-31')

export const decimal = (at: At, code = 'BAD_NUMBER'): Decimal | undefined =>
  read(at, (written) => (isDecimal(written) ? written : undefined), code, 'a number', '12.50')

export const quantity = (at: At): Quantity | undefined =>
  read(
    at,
    (written) => {
      const found = findQuantity(written)
      return found && isUnit(found.unit) ? found : undefined
    },
    'BAD_NUMBER',
    'a quantity with its Recommendation 20 unit',
    '28000 KGM',
  )

export const money = (at: At, code = 'BAD_VALUE'): Money | undefined =>
  read(
    at,
    (written) => {
      const found = findMoney(written)
      return found && isCurrency(found.currency) ? found : undefined
    },
    code,
    'money',
    '36.00 PEN',
  )

/** A percentage, as its number: `5 %` is `5`. */
export const percent = (at: At): Decimal | undefined =>
  read(
    at,
    (written) => {
      const number = /^(\d+(?:\.\d+)?) ?%$/.exec(written)?.[1]
      return number !== undefined && isDecimal(number) ? number : undefined
    },
    'BAD_VALUE',
    'a percentage',
    '5 %',
  )

export const whole = (at: At, min = 0): number | undefined =>
  read(
    at,
    (written) => (/^\d{1,6}$/.test(written) && Number(written) >= min ? Number(written) : undefined),
    'BAD_VALUE',
    `a whole number of ${min} or more`,
    String(Math.max(min, 1)),
  )

/** `yes` or `no`, also as `true` or `false`. */
export const yesNo = (at: At, code = 'BAD_VALUE'): boolean | undefined =>
  read(
    at,
    (written) => (['yes', 'true'].includes(written) ? true : ['no', 'false'].includes(written) ? false : undefined),
    code,
    'yes or no',
    'yes',
  )

export function oneOf<T extends string>(at: At, known: readonly T[], code = 'BAD_VALUE'): T | undefined {
  const written = text(at)
  if (written === undefined) return undefined
  const found = known.find((word) => word === written)
  if (found === undefined) fault(at, code, `${written} is not known here`, suggest(written, known))
  return found
}

/** A name among those that exist; otherwise the given code, with what was probably meant. */
export function named(at: At, known: Iterable<string>, code: string, what: string): string | undefined {
  const written = text(at)
  if (written === undefined) return undefined
  const all = [...known]
  if (all.includes(written)) return written
  fault(at, code, `${written} is not ${what}`, suggest(written, all))
  return undefined
}
