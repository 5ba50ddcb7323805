import type { Decimal } from '../decimal.ts'
import type { Day } from '../time.ts'

/** What one operation cost a firm of a size before the window: hours of work, charges, days, visits, copies (M41, M42). */
export interface Baseline {
  readonly procedure: string
  readonly size: string
  readonly from: Day
  readonly version: string
  readonly currency: string
  readonly hours: Decimal
  readonly hourly: Decimal
  readonly fees: Decimal
  readonly days: Decimal
  /** Per cent a year. */
  readonly capital: Decimal
  readonly visits: Decimal
  readonly visitCost: Decimal
  readonly copies: Decimal
  readonly copyCost: Decimal
  readonly law: string
}
