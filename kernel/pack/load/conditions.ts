import { isFact } from '../facts.ts'
import { namesIn } from '../conditions.ts'
import { testedIn } from '../condition-schema.ts'
import type { Condition } from '../model.ts'
import { entries, fault, items, keyAt, type At } from './cursor.ts'
import { askedElement, type Scope } from './scope.ts'
import { readTest, testable, type Testable } from './condition-tests.ts'

/**
 * Where a condition stands: `form` speaks of the whole form, `line-field` belongs to one goods line and may also name the header,
 * `line` is inside some or every.
 */
type Place = 'form' | 'line-field' | 'line'

export interface ConditionOptions {
  /** Facts are known to the server only: not in fields nor checks (PACK 5). */
  readonly facts: boolean
  readonly place?: 'form' | 'line-field'
  /** The field the condition belongs to: it may not name itself. */
  readonly self?: string
}

/** A condition that always fails: stands in for one with faults, in a pack that is not going to load. */
const NEVER: Condition = { op: 'any', of: [] }

/** Compiles a condition (PACK 5), with every fault in it. */
export function readCondition(at: At, scope: Scope, options: ConditionOptions): Condition {
  const compiled = read(at, scope, options, options.place ?? 'form')
  if (options.self !== undefined && namesIn(compiled).has(options.self)) {
    fault(at, 'SELF', `whether ${options.self} is asked cannot depend on ${options.self}`, 'name another element')
  }
  if (options.place === 'line-field') checkMixed(at, compiled, scope)
  return compiled
}

/** `when: C` or `unless: C` beside a part; both at once is a fault. Nothing when neither is there. */
export function readWhen(
  parts: { when?: At | undefined; unless?: At | undefined },
  scope: Scope,
  options: ConditionOptions,
): Condition | undefined {
  if (parts.when && parts.unless) {
    fault(parts.unless, 'CONDITION_SHAPE', 'when and unless stand side by side', 'write one when: with not: inside it')
  }
  if (parts.when) return readCondition(parts.when, scope, options)
  return parts.unless ? { op: 'not', of: readCondition(parts.unless, scope, options) } : undefined
}

function read(at: At, scope: Scope, options: ConditionOptions, place: Place): Condition {
  if (at.node.kind !== 'map') {
    fault(at, 'CONDITION_SHAPE', 'a condition is a map of element to test', 'write { country.origin: PE }')
    return NEVER
  }
  if (at.node.entries.size === 0) {
    fault(
      at,
      'CONDITION_SHAPE',
      'an empty condition says nothing',
      'name an element and its test, or remove the condition',
    )
    return NEVER
  }
  const parts = entries(at).map(([key, child]) => clause(key, child, keyAt(at, key), scope, options, place))
  const [only] = parts
  return parts.length === 1 && only ? only : { op: 'all', of: parts }
}

function clause(key: string, at: At, name: At, scope: Scope, options: ConditionOptions, place: Place): Condition {
  switch (key) {
    case 'any': {
      const of = items(at)
      if (at.node.kind === 'list' && of.length === 0)
        fault(at, 'CONDITION_SHAPE', 'any: needs at least one condition', 'write any: [ { … }, { … } ]')
      return { op: 'any', of: of.map((part) => read(part, scope, options, place)) }
    }
    case 'not':
      return { op: 'not', of: read(at, scope, options, place) }
    case 'some':
    case 'every':
      if (place !== 'form') return nested(name, key)
      return { op: key, of: read(at, scope, options, 'line') }
    case 'total':
      return place === 'form' ? total(at, scope) : nested(name, key)
    default:
      return test(key, at, name, scope, options, place)
  }
}

function nested(at: At, key: string): Condition {
  fault(at, 'NESTED_LINES', `${key} cannot stand where one goods line is being read`, `move ${key} outside`)
  return NEVER
}

function total(at: At, scope: Scope): Condition {
  const parts = entries(at).map(([id, child]): Condition => {
    const asked = askedElement(keyAt(at, id), id, scope)
    if (!asked) return NEVER
    if (!asked.line) {
      fault(
        keyAt(at, id),
        'NOT_A_LINE_ELEMENT',
        `${id} is not asked per goods line, so it has no total`,
        `test ${id} itself`,
      )
      return NEVER
    }
    const { type } = asked.element
    if (type !== 'number' && type !== 'quantity' && type !== 'money') {
      fault(
        keyAt(at, id),
        'TEST_TYPE',
        `a ${type} cannot be added up`,
        'total a number, a quantity or an amount of money',
      )
      return NEVER
    }
    return readTest(child, { id, type }, scope, 'total') ?? NEVER
  })
  const [only] = parts
  if (!only)
    fault(
      at,
      'CONDITION_SHAPE',
      'total: names a line element and its test',
      'write total: { goods.quantity: { max: 1 KGM } }',
    )
  return parts.length === 1 && only ? only : { op: 'all', of: parts }
}

function test(id: string, at: At, name: At, scope: Scope, options: ConditionOptions, place: Place): Condition {
  if (isFact(id)) {
    if (!options.facts) {
      fault(
        name,
        'FACT_IN_FORM',
        `${id} is known to the server only`,
        'facts may stand in tasks, documents, fees, automatic approval and validity',
      )
      return NEVER
    }
    if (place === 'line') return headInLine(name, id)
    return readTest(at, testable(id), scope, 'test') ?? NEVER
  }
  const asked = askedElement(name, id, scope)
  if (!asked) return NEVER
  if (asked.line && place === 'form') {
    fault(
      name,
      'LINE_SCOPE',
      `${id} is asked per goods line: some or every of them?`,
      `write some: { ${id}: … } or every: { ${id}: … }`,
    )
    return NEVER
  }
  if (!asked.line && place === 'line') return headInLine(name, id)
  const of: Testable = { id, type: asked.element.type, ...(asked.list ? { list: asked.list } : {}) }
  return readTest(at, of, scope, place === 'form' ? 'test' : 'line') ?? NEVER
}

function headInLine(at: At, id: string): Condition {
  fault(at, 'HEAD_IN_LINE', `${id} is not asked per goods line`, `move ${id} outside some or every`)
  return NEVER
}

/** In a line field's condition, header elements are joined to line elements by "and" only. */
function checkMixed(at: At, condition: Condition, scope: Scope): void {
  const isLine = (id: string): boolean => scope.asked.get(id)?.line ?? false
  const visit = (part: Condition): void => {
    const tested = testedIn(part)
    const head = tested.find((id) => !isLine(id))
    if (head === undefined || !tested.some(isLine)) return
    if (part.op === 'all') part.of.forEach(visit)
    else
      fault(
        at,
        'HEAD_IN_LINE',
        `${head} of the header is mixed with line elements by ${part.op}`,
        'join header and line by "and": one map',
      )
  }
  visit(condition)
}

/**
 * PACK 16.16: where a wrong "true" harms (automatic approval, exemption), a negated test of something that may be absent is
 * refused, unless `present: true` of it stands beside the negation.
 */
export function checkNegation(at: At, condition: Condition, scope: Scope): void {
  const visit = (part: Condition, negated: boolean, there: ReadonlySet<string>): void => {
    switch (part.op) {
      case 'all': {
        const known = new Set(there)
        if (!negated)
          for (const p of part.of) if (p.op === 'test' && 'present' in p.test && p.test.present) known.add(p.element)
        return part.of.forEach((p) => visit(p, negated, known))
      }
      case 'any':
        return part.of.forEach((p) => visit(p, negated, there))
      case 'not':
        return visit(part.of, !negated, there)
      case 'some':
      case 'every':
        return visit(part.of, negated, there)
      default: {
        const always = scope.asked.get(part.element)?.always ?? false
        if (!negated || always || there.has(part.element) || 'present' in part.test) return
        fault(
          at,
          'NEGATION_ON_OPTIONAL',
          `${part.element} may be absent, and then "not" holds`,
          `say ${part.element}: { present: true } beside the negation, or test for what must be there`,
        )
      }
    }
  }
  visit(condition, false, new Set())
}
