import { compareDecimal, multiplyDecimal, type Decimal } from '../decimal.ts'
import type { Money } from '../money.ts'
import type { Day } from '../time.ts'
import type { UnitValue } from './model.ts'

export const sizeClasses = ['micro', 'small', 'medium', 'large'] as const
export type SizeClass = (typeof sizeClasses)[number]

/** Up to how many persons and how much in yearly sales a firm is of a class (M01-2): a line of `sizes.csv`. */
export interface SizeThreshold {
  readonly class: SizeClass
  readonly from: Day
  readonly persons: number
  readonly sales: Decimal
  /** A unit of account of the pack, or a currency. */
  readonly unit: string
  readonly law: string
}

export interface Sized {
  readonly size: SizeClass
  /** The line that decided; nothing for a large firm, which is above them all. */
  readonly by: SizeThreshold | null
  /** The unit's value that was used. */
  readonly unitValue: UnitValue | null
}

const latest = <T extends { readonly from: Day }>(rows: readonly T[], day: Day): T | undefined =>
  rows
    .filter((r) => r.from <= day)
    .reduce<T | undefined>((best, r) => (best && best.from >= r.from ? best : r), undefined)

/**
 * The size class of a firm on a day: computed, never typed (M01-2). Both limits hold, inclusive: 4 persons are micro, 5 are not.
 * Nothing when the pack has no thresholds for the day, or sales are in a currency that they cannot be compared with.
 */
export function sizeOf(
  thresholds: readonly SizeThreshold[],
  units: readonly UnitValue[],
  { persons, sales, day }: { readonly persons: number; readonly sales: Money; readonly day: Day },
): Sized | undefined {
  const rows = sizeClasses.flatMap(
    (c) =>
      latest(
        thresholds.filter((t) => t.class === c),
        day,
      ) ?? [],
  )
  if (rows.length === 0) return undefined
  for (const row of rows) {
    const unitValue =
      latest(
        units.filter((u) => u.unit === row.unit),
        day,
      ) ?? null
    const currency = unitValue ? unitValue.value.currency : row.unit
    if (currency !== sales.currency) return undefined
    const limit = unitValue ? multiplyDecimal(row.sales, unitValue.value.amount) : row.sales
    if (persons <= row.persons && compareDecimal(sales.amount, limit) <= 0)
      return { size: row.class, by: row, unitValue }
  }
  return { size: 'large', by: null, unitValue: null }
}
