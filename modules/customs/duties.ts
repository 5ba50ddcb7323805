import {
  addMoney,
  dutiesOf,
  money,
  percentOf,
  zero,
  type Day,
  type Decimal,
  type DutyRow,
  type Money,
  type Pack,
} from '#kernel'

/** One duty or tax of one line: what it is taken on, at which rate, by which law, and what was spared and why. */
export interface TaxLine {
  readonly kind: 'duty' | 'tax'
  readonly base: Money
  /** How the base came about. */
  readonly baseHow: string
  /** Per cent. */
  readonly rate: Decimal
  readonly amount: Money
  readonly law: string
  /** `pe/tariffs/duties.csv:4`, and the day on which somebody compared it with the norm; nothing: nobody has. */
  readonly at: string
  readonly checked: Day | null
  /** The agreement under which less is paid, and what everybody pays. */
  readonly preference: { readonly agreement: string; readonly general: Decimal } | null
  readonly note: string | null
}

export interface DutyAsk {
  readonly hs: string
  readonly origin: string | undefined
  readonly day: Day
  readonly value: Money
  /** The agreement whose proof of origin stands in the dossier; without it everybody's rate is paid. */
  readonly claimed: string | null
}

const line = (
  kind: TaxLine['kind'],
  row: DutyRow,
  base: Money,
  baseHow: string,
  preference: TaxLine['preference'],
): TaxLine => ({
  kind,
  base,
  baseHow,
  rate: row.rate,
  amount: money(percentOf(base.amount, row.rate), base.currency),
  law: row.law,
  at: `${row.file}:${row.line}`,
  checked: row.checked,
  preference,
  note: row.note ?? null,
})

/** Duties and taxes of one line on import: the duty on the customs value, the tax on that and the duty. Nothing where the tariff is silent. */
export function taxesOf(pack: Pack, { hs, origin, day, value, claimed }: DutyAsk): readonly TaxLine[] {
  const { mfn, preferences, taxes } = dutiesOf(pack.tariff, { hs, origin, day })
  const preferred = claimed ? preferences.find((p) => p.agreement.id === claimed) : undefined
  const row = preferred?.row ?? mfn
  const duty = row
    ? line(
        'duty',
        row,
        value,
        'customs value',
        preferred && mfn ? { agreement: preferred.agreement.id, general: mfn.rate } : null,
      )
    : undefined
  const taxed = duty ? addMoney(value, duty.amount) : value
  return [
    ...(duty ? [duty] : []),
    ...taxes.map((t) => line('tax', t, taxed, duty ? 'customs value + duty' : 'customs value', null)),
  ]
}

export const totalOf = (lines: readonly TaxLine[], currency: string): Money =>
  lines.reduce((sum, l) => addMoney(sum, l.amount), zero(currency))
