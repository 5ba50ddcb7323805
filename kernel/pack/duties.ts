import { compareDecimal, subtractDecimal, type Decimal } from '../decimal.ts'
import type { Day } from '../time.ts'
import type { Agreement, DutyRow, PackTariff } from './model.ts'

export interface Preference {
  readonly agreement: Agreement
  readonly row: DutyRow
  /** Points of per cent less than everybody pays; nothing where that rate is not known. */
  readonly saving: Decimal | null
}

/** What a country takes of goods: the rate for everybody, those of agreements for an origin, and taxes on import. */
export interface Duties {
  readonly mfn: DutyRow | null
  /** Best first. */
  readonly preferences: readonly Preference[]
  readonly taxes: readonly DutyRow[]
}

const holds = ({ from, to }: { from: Day; to?: Day }, day: Day): boolean =>
  from <= day && (to === undefined || day <= to)

/** The row of the longest prefix of a code that holds on a day. */
function narrowest(rows: readonly DutyRow[], hs: string, day: Day): DutyRow | null {
  let found: DutyRow | null = null
  for (const row of rows)
    if (hs.startsWith(row.hs) && holds(row, day) && (!found || row.hs.length > found.hs.length)) found = row
  return found
}

/** Duties on a day. The prefix that is longest decides, of the general rate and within each agreement. Without an origin, no preference. */
export function dutiesOf(
  { agreements, duties }: PackTariff,
  { hs, origin, day }: { readonly hs: string; readonly origin?: string | undefined; readonly day: Day },
): Duties {
  const mfn = narrowest(
    duties.filter((d) => d.kind === 'mfn'),
    hs,
    day,
  )
  const tax = narrowest(
    duties.filter((d) => d.kind === 'tax'),
    hs,
    day,
  )
  const preferences = agreements.flatMap((agreement): Preference[] => {
    if (!origin || !agreement.origins.includes(origin) || !holds(agreement, day)) return []
    const own = duties.filter((d) => d.kind === 'preference' && d.agreement === agreement.id)
    const row = narrowest(own, hs, day)
    if (!row || (mfn && compareDecimal(row.rate, mfn.rate) >= 0)) return []
    return [{ agreement, row, saving: mfn ? subtractDecimal(mfn.rate, row.rate) : null }]
  })
  return {
    mfn,
    preferences: preferences.sort((a, b) => compareDecimal(a.row.rate, b.row.rate)),
    taxes: tax ? [tax] : [],
  }
}
