import { findMoney } from '../money.ts'
import { findQuantity } from '../quantity.ts'
import type { Element, Value } from './model.ts'

/** What a YAML reader may hand over for one value of a scenario or a demonstration. */
export type Shorthand = string | number | boolean | Readonly<Record<string, unknown>>

/**
 * A value as packs' scenarios write it, in the shape the API carries: `28000 KGM`, `36.00 PEN`, a number as decimal text, a code as
 * text, a party by its name alone. What does not read as the element's type is handed on as it stands, so that a scenario can
 * show how a wrong value is refused.
 */
export function fromShorthand(element: Element, written: Shorthand): Value {
  if (typeof written === 'object') return written as unknown as Value
  const text = String(written)
  switch (element.type) {
    case 'quantity':
      return findQuantity(text) ?? text
    case 'money':
      return findMoney(text) ?? text
    case 'party':
      return { name: text }
    case 'yes-no':
      return text === 'true' || text === 'yes' ? true : text === 'false' || text === 'no' ? false : text
    default:
      return text
  }
}
