import { addDays, isDecimal, isWorkingDay, type Calendar, type Day, type Decimal } from '#kernel'
import { findEntry } from '#modules/catalogues'
import type { Work } from '#platform/cases'
import { divide } from './values.ts'

export interface Rate {
  /** How much of the second currency one of the first is. */
  readonly rate: Decimal
  /** The day whose rate it is: the business day before (M13-3). */
  readonly day: Day
  readonly how: string
}

/** The business day before a day. */
export function businessDayBefore(calendar: Calendar, day: Day): Day {
  let before = addDays(day, -1)
  for (let n = 0; n < 30 && !isWorkingDay(calendar, before); n++) before = addDays(before, -1)
  return before
}

/** What one of a currency is in the money of the country, by the official list that was in force on a day. */
async function official(work: Work, country: string, currency: string, day: Day): Promise<Decimal | undefined> {
  // In a sandbox its facts may say so: `customs.rateUSD` is what one of that is in the country's money.
  const said = work.world.facts[`customs.rate${currency}`]
  if (work.world.sandbox && isDecimal(said)) return said
  const worlds = work.world.sandbox ? [work.world.sandbox, ''] : ['']
  for (const world of worlds) {
    const found = await findEntry(work.tx, { world, catalogue: `${country}.exchange-rates`, code: currency, day })
    const rate = found?.value['rate']
    if (isDecimal(rate)) return rate
  }
  return undefined
}

/** The official rate between two currencies on the business day before a day; nothing when the country's list has none. */
export async function findRate(
  work: Work,
  { country, own, calendar }: { readonly country: string; readonly own: string; readonly calendar: Calendar },
  { from, to, on }: { readonly from: string; readonly to: string; readonly on: Day },
): Promise<Rate | undefined> {
  if (from === to) return { rate: '1', day: on, how: 'the same currency' }
  const day = businessDayBefore(calendar, on)
  const value = (currency: string): Promise<Decimal | undefined> =>
    currency === own ? Promise.resolve('1') : official(work, country, currency, day)
  const [a, b] = await Promise.all([value(from), value(to)])
  if (!a || !b) return undefined
  return { rate: b === '1' ? a : divide(a, b), day, how: `${from} ${a} / ${to} ${b} ${own}` }
}
