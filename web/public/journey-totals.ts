import type { Money } from '#kernel'

/** The parts of a sheet that the answer shows. */
export interface Sheet {
  readonly procedure: string
  readonly title: string
  readonly agency?: { readonly name: string }
  readonly law?: { readonly cite: string; readonly title: string | null }
  readonly fee?: { readonly amount: Money | null; readonly lines?: readonly unknown[] } | null
  readonly times?: {
    readonly decision: { readonly period: string; readonly text: string } | null
    readonly measured?: {
      readonly half?: string
      readonly slow?: string
      readonly p50?: string
      readonly p90?: string
    } | null
  }
  readonly documents?: readonly { readonly name: string; readonly required: boolean; readonly when: string | null }[]
  readonly why?: readonly {
    readonly note: string | null
    readonly law: { readonly cite: string; readonly title: string | null }
  }[]
}

export const money = ({ amount, currency }: Money): string => `${currency} ${amount}`

export function totals(sheets: readonly Sheet[]): { readonly cost: string | null; readonly longest: string | null } {
  const sums = new Map<string, number>()
  let open = false
  for (const { fee } of sheets) {
    if (!fee?.amount) open ||= (fee?.lines?.length ?? 0) > 0
    else
      sums.set(fee.amount.currency, (sums.get(fee.amount.currency) ?? 0) + Math.round(Number(fee.amount.amount) * 100))
  }
  const days = sheets.flatMap((s) => s.times?.decision ?? [])
  const size = (period: string): number => Number.parseInt(period, 10) * (period.endsWith('bd') ? 1.4 : 1)
  const longest = days.toSorted((a, b) => size(b.period) - size(a.period))[0]?.text ?? null
  return {
    cost:
      open && sums.size === 0
        ? null
        : [...sums].map(([c, n]) => money({ amount: (n / 100).toFixed(2), currency: c })).join(' + '),
    longest,
  }
}
