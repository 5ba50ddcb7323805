import type { Decimal } from '../decimal.ts'
import type { Money } from '../money.ts'
import type { Quantity } from '../quantity.ts'
import type { Day, Period } from '../time.ts'

/** Values of one dossier or form: header elements by id, and the goods lines. Money, quantities and parties are objects. */
export interface FormData {
  readonly elements: Readonly<Record<string, Value>>
  readonly lines: readonly Readonly<Record<string, Value>>[]
}

export interface Party {
  readonly name: string
  readonly id?: string
  readonly country?: string
  readonly address?: string
}

/** A value as the API carries it: decimal text for numbers, boolean for yes-no, objects for money, quantity and party. */
export type Value = string | boolean | Money | Quantity | Party | PersonalRef

/** Stands in a chain for a personal datum that lives beside it and may be erased. `ref` is a salted SHA-256. */
export interface PersonalRef {
  readonly ref: string
}

export type FactName =
  | 'applicant.size'
  | 'applicant.aeo'
  | 'applicant.verified'
  | 'applicant.taxCompliant'
  | 'applicant.cleanApprovals'
  | 'risk.channel'

/** The facts a procedure's conditions may read, fetched before deciding and recorded in the event that used them. */
export type Facts = Readonly<Partial<Record<FactName, string | boolean | number>>>

export type When =
  { readonly day: Day } | { readonly today: Period | null } | { readonly element: string; readonly plus: Period }

/** PACK 5. A condition answers true or false on any data. */
export type Condition =
  | { readonly op: 'all'; readonly of: readonly Condition[] }
  | { readonly op: 'any'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }
  | { readonly op: 'some'; readonly of: Condition }
  | { readonly op: 'every'; readonly of: Condition }
  | { readonly op: 'total'; readonly element: string; readonly test: Test }
  | { readonly op: 'test'; readonly element: string; readonly test: Test }

export type Bound = Decimal | Quantity | Money

export type Test =
  | { readonly in: readonly (string | boolean)[] }
  | { readonly min?: Bound; readonly max?: Bound; readonly above?: Bound; readonly below?: Bound }
  | { readonly from?: When; readonly until?: When; readonly after?: When; readonly before?: When }
  | { readonly starts: readonly string[] }
  | { readonly present: boolean }
