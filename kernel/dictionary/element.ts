import type { Decimal } from '../decimal.ts'
import type { Words } from '../problem.ts'

/** Types an element may have. `permit` is the number of a permit, `cas` a Chemical Abstracts number with its check digit. */
export type ElementType =
  | 'text'
  | 'code'
  | 'number'
  | 'yes-no'
  | 'date'
  | 'quantity'
  | 'money'
  | 'country'
  | 'party'
  | 'location'
  | 'hs'
  | 'cas'
  | 'permit'

export type Sensitivity = 'public' | 'commercial' | 'personal' | 'official'

/** One datum of the trade, named once for the whole house. */
export interface Element {
  readonly id: string
  readonly type: ElementType
  /** Repeats for each goods line. */
  readonly line: boolean
  readonly label: Words
  readonly help?: Words
  /** Longest text accepted, in characters. */
  readonly max?: number
  /** Closed list of codes of an own element; dictionary elements get theirs from the form item. */
  readonly list?: string
  /** Codes the datum may take everywhere, with their words. A form item may narrow them by a list of its own. */
  readonly codes?: Readonly<Record<string, Words>>
  /** Shape of a text or code beyond its length: `email`, `container` (kernel/dictionary/formats.ts). */
  readonly format?: string
  /** Recommendation 20 unit: the one a number is told in, or the family a quantity must convert into. */
  readonly unit?: string
  /** Least and most of a number, and how many decimals it may have. */
  readonly range?: { readonly min?: Decimal; readonly max?: Decimal }
  readonly decimals?: number
  /** WCO Data Model class and id, and UNTDED tag, where the standards have one. */
  readonly wcoClass?: string
  readonly wco?: string
  readonly untded?: string
  /** Who may come to know it: `commercial` terms are not for logistics parties (M02-5). */
  readonly sensitivity?: Sensitivity
  /** The file of the dictionary it stands in, without its extension: `goods`. */
  readonly group?: string
  /** Personal data: stored beside the chain, by digest and reference. */
  readonly personal?: boolean
  /** The public registry that already holds it: no agency may ask the firm for it (M08-5, M44-3). */
  readonly heldBy?: string
}

/** The elements by id. */
export interface Dictionary {
  readonly elements: ReadonlyMap<string, Element>
  /** Names of the groups, by id: what screens write above a section. */
  readonly groups?: ReadonlyMap<string, Words>
}
