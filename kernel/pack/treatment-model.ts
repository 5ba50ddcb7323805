import type { Decimal } from '../decimal.ts'
import type { Day } from '../time.ts'

/** One test of a laboratory: more than the limit does not conform (M09). */
export interface TestLimit {
  readonly test: string
  readonly limit: Decimal
  /** As the catalogue writes it, which is not always a unit of Recommendation 20. */
  readonly unit: string
  readonly law: string
  readonly from: Day
  readonly to?: Day
}

/** What a treatment must reach: the elements that tell it, and the table of its kinds (M09-4). */
export interface TreatmentSchedule {
  readonly table: string
  /** Element that says which treatment; each other one is compared with the column of its name. */
  readonly kind: string
  readonly hours?: string
  readonly temperature?: string
  readonly dose?: string
  readonly rows: readonly TreatmentRow[]
}

/** One way to treat goods. Of several for one kind, any will do. */
export interface TreatmentRow {
  readonly code: string
  readonly kind: string
  readonly minHours?: Decimal
  readonly minTemperature?: Decimal
  /** Cold treatments hold the goods at or below it. */
  readonly maxTemperature?: Decimal
  readonly minDose?: Decimal
  readonly law: string
  readonly from: Day
  readonly to?: Day
}
