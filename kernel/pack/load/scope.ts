import type { Dictionary, Element } from '../model.ts'
import type { At } from './cursor.ts'
import { fault } from './cursor.ts'
import { suggest } from './nearest.ts'

/** An element as one form asks it. */
export interface Asked {
  readonly element: Element
  readonly line: boolean
  /** Asked of everybody, always: neither optional nor conditional. */
  readonly always: boolean
  readonly list?: readonly string[]
}

/** What the conditions of one procedure may name. */
export interface Scope {
  readonly asked: ReadonlyMap<string, Asked>
  readonly own: ReadonlyMap<string, Element>
  readonly dictionary: Dictionary
}

export const findElement = (scope: Pick<Scope, 'own' | 'dictionary'>, id: string): Element | undefined =>
  scope.own.get(id) ?? scope.dictionary.elements.get(id)

/** An element the form asks, or a fault: unknown altogether, or known and not asked. */
export function askedElement(at: At, id: string, scope: Scope): Asked | undefined {
  const asked = scope.asked.get(id)
  if (asked) return asked
  if (findElement(scope, id)) {
    fault(at, 'NOT_ASKED', `${id} is not asked by this form`, `add ${id} to form, or name an element it asks`)
  } else {
    const fix = suggest(id, [...scope.asked.keys(), ...scope.dictionary.elements.keys()])
    fault(at, 'UNKNOWN_ELEMENT', `${id} is neither in the dictionary nor own`, fix)
  }
  return undefined
}
