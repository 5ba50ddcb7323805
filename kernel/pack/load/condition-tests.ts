import { validCas } from '../../check-digits.ts'
import { isDay } from '../../time.ts'
import { isCountry } from '../codes/countries.ts'
import { factTypes } from '../facts.ts'
import type { Bound, Condition, ElementType, FactName, Test, When } from '../model.ts'
import {
  day,
  decimal,
  entries,
  fault,
  items,
  keyAt,
  money,
  oneOf,
  quantity,
  shift,
  text,
  yesNo,
  type At,
} from './cursor.ts'
import { suggest } from './nearest.ts'
import { askedElement, type Scope } from './scope.ts'

/** Something a condition tests: an element as the form asks it, or a fact. */
export interface Testable {
  readonly id: string
  readonly type: ElementType
  readonly list?: readonly string[]
}

export const testable = (fact: FactName): Testable => {
  const { type, values } = factTypes[fact]
  return { id: fact, type, ...(values ? { list: values } : {}) }
}

/** Whether the test reads a header value, a value of one line, or the total over the lines. */
type Reading = 'test' | 'line' | 'total'

const RANGE = ['min', 'max', 'above', 'below'] as const
const DATES = ['from', 'until', 'after', 'before'] as const
const COMPARED: ReadonlySet<ElementType> = new Set(['number', 'quantity', 'money'])
const TEXTUAL: ReadonlySet<ElementType> = new Set(['text', 'code', 'hs', 'cas', 'permit', 'location', 'country'])

const single = (of: Testable, test: Test, reading: Reading): Condition => ({
  op: reading === 'total' ? 'total' : 'test',
  element: of.id,
  test,
})

/** Reads one test of one element; nothing when it has faults. */
export function readTest(at: At, of: Testable, scope: Scope, reading: Reading): Condition | undefined {
  if (at.node.kind === 'map') return mapTest(at, of, scope, reading)
  const values = at.node.kind === 'list' ? items(at) : [at]
  if (values.length === 0) {
    fault(at, 'CONDITION_SHAPE', 'an empty list matches nothing', 'write at least one value')
    return undefined
  }
  return equals(values, of, scope, reading)
}

/** A value or a list of values. Numbers, amounts, quantities and days compare by worth, not by spelling. */
function equals(values: readonly At[], of: Testable, scope: Scope, reading: Reading): Condition | undefined {
  const tests: Test[] = []
  if (of.type === 'party') {
    const [first] = values
    if (first) wrongType(first, of, 'present')
    return undefined
  }
  if (COMPARED.has(of.type)) {
    for (const value of values) {
      const found = bound(value, of.type)
      if (found !== undefined) tests.push({ min: found, max: found })
    }
  } else if (of.type === 'date') {
    for (const value of values) {
      const found = readWhen(value, scope, reading)
      if (found) tests.push({ from: found, until: found })
    }
  } else {
    const found = values.map((value) => readCode(value, of)).filter((code) => code !== undefined)
    return found.length === values.length ? single(of, { in: found }, reading) : undefined
  }
  const [only] = tests
  if (tests.length < values.length || !only) return undefined
  return tests.length === 1
    ? single(of, only, reading)
    : { op: 'any', of: tests.map((test) => single(of, test, reading)) }
}

function mapTest(at: At, of: Testable, scope: Scope, reading: Reading): Condition | undefined {
  const known = [...RANGE, ...DATES, 'starts', 'present'] as const
  const found = entries(at)
  if (found.length === 0) {
    fault(at, 'CONDITION_SHAPE', 'an empty test says nothing', 'write { min: 1 }, { from: today } or a value')
    return undefined
  }
  const parts = new Map<(typeof known)[number], At>()
  for (const [key, child] of found) {
    const word = known.find((k) => k === key)
    if (word) parts.set(word, child)
    else fault(keyAt(at, key), 'UNKNOWN_TEST', `${key} is not a test`, suggest(key, known))
  }
  if (parts.size < found.length) return undefined
  const kinds = new Set([...parts.keys()].map(kindOf))
  if (kinds.size > 1) {
    fault(
      at,
      'CONDITION_SHAPE',
      'tests of different kinds stand together',
      'repeat the element under any: or in two conditions',
    )
    return undefined
  }
  const [kind] = kinds
  const test = kind && partTest(kind, parts, at, of, scope, reading)
  return test ? single(of, test, reading) : undefined
}

type Kind = 'range' | 'dates' | 'starts' | 'present'

const kindOf = (key: string): Kind =>
  key === 'starts' || key === 'present' ? key : (RANGE as readonly string[]).includes(key) ? 'range' : 'dates'

function partTest(
  kind: Kind,
  parts: ReadonlyMap<string, At>,
  at: At,
  of: Testable,
  scope: Scope,
  reading: Reading,
): Test | undefined {
  if (reading === 'total' && kind !== 'range') return wrongType(at, of, 'min, max, above, below')
  switch (kind) {
    case 'range': {
      if (!COMPARED.has(of.type)) return wrongType(at, of, of.type === 'date' ? DATES.join(', ') : 'a value or a list')
      return collect([...parts], (child) => bound(child, of.type))
    }
    case 'dates': {
      if (of.type !== 'date') return wrongType(at, of, COMPARED.has(of.type) ? RANGE.join(', ') : 'a value or a list')
      return collect([...parts], (child) => readWhen(child, scope, reading))
    }
    case 'starts': {
      if (!TEXTUAL.has(of.type)) return wrongType(at, of, 'another test')
      const child = parts.get('starts')
      if (!child) return undefined
      const prefixes = (child.node.kind === 'list' ? items(child) : [child]).map(text).filter((p) => p !== undefined)
      return prefixes.length > 0 ? { starts: prefixes } : undefined
    }
    case 'present': {
      const child = parts.get('present')
      const present = child && yesNo(child)
      return present === undefined ? undefined : { present }
    }
  }
}

function collect<T>(parts: readonly (readonly [string, At])[], read: (at: At) => T | undefined): Test | undefined {
  const made: Record<string, T> = {}
  for (const [key, child] of parts) {
    const value = read(child)
    if (value === undefined) return undefined
    made[key] = value
  }
  return made
}

function wrongType(at: At, of: Testable, use: string): undefined {
  fault(at, 'TEST_TYPE', `${of.id} is a ${of.type}; this test is not for it`, `use ${use}`)
}

function bound(at: At, type: ElementType): Bound | undefined {
  if (at.node.kind !== 'text') {
    fault(at, 'TEST_TYPE', 'one value is compared here', 'write one value')
    return undefined
  }
  switch (type) {
    case 'quantity':
      return quantity(at)
    case 'money':
      return money(at, 'BAD_NUMBER')
    default:
      return decimal(at)
  }
}

/** A day, today, or either or another date element moved by a calendar period. */
function readWhen(at: At, scope: Scope, reading: Reading): When | undefined {
  if (at.node.kind === 'text') {
    if (at.node.text === 'today') return { today: null }
    const found = isDay(at.node.text) ? at.node.text : day(at)
    return found === undefined ? undefined : { day: found }
  }
  const [first, second] = entries(at)
  if (!first || second) {
    fault(
      at,
      'CONDITION_SHAPE',
      'a date is compared with one day',
      'write 2026-01-31, today, { today: +1 d } or { date.arrival: +6 months }',
    )
    return undefined
  }
  const [name, child] = first
  const plus = shift(child)
  if (name === 'today') return plus && { today: plus }
  const asked = askedElement(keyAt(at, name), name, scope)
  if (!asked || !plus) return undefined
  if (asked.element.type !== 'date') {
    fault(
      keyAt(at, name),
      'TEST_TYPE',
      `${name} is a ${asked.element.type}, not a date`,
      'name an element of type date',
    )
    return undefined
  }
  if (asked.line && reading !== 'line') {
    fault(keyAt(at, name), 'LINE_SCOPE', `${name} is asked per goods line`, 'compare inside some or every')
    return undefined
  }
  return { element: name, plus }
}

function readCode(at: At, of: Testable): string | boolean | undefined {
  if (of.type === 'yes-no') return yesNo(at, 'TEST_TYPE')
  if (of.list) return oneOf(at, of.list, 'NOT_IN_LIST')
  const written = text(at)
  if (written === undefined) return undefined
  if (of.type === 'country' && !isCountry(written)) {
    fault(at, 'NOT_IN_LIST', `${written} is not a country code`, 'write the two letters of ISO 3166')
    return undefined
  }
  if (of.type === 'cas' && !validCas(written)) {
    fault(at, 'BAD_VALUE', `${written} is not a CAS number`, 'check its last digit')
    return undefined
  }
  return written
}
