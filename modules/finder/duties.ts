import { dutiesOf, money, percentOf, wordsIn, type DutyRow, type Language, type Money, type Pack } from '#kernel'

/** A rate with the norm it stands on, where it was read, and when somebody last compared the two (M35-2). */
export interface RateSaid {
  /** Per cent. */
  readonly rate: string
  readonly law: string
  readonly source: string
  /** Day on which it was compared with the norm; nothing: nobody has. */
  readonly checked: string | null
  readonly from: string
  readonly to: string | null
  readonly note: string | null
  /** `pe/tariffs/duties.csv:4` */
  readonly at: string
}

export interface PreferenceSaid extends RateSaid {
  readonly agreement: {
    readonly id: string
    readonly title: string
    readonly proof: string | null
    readonly law: string
    readonly link: string | null
  }
  readonly rule: string | null
  /** Points of per cent less than the general rate, and what that is of a value, where one was given. */
  readonly saving: { readonly points: string | null; readonly amount: Money | null }
}

export interface DutiesSaid {
  readonly country: string
  readonly hs: string
  readonly origin: string | null
  readonly day: string
  readonly mfn: RateSaid | null
  readonly preferences: readonly PreferenceSaid[]
  readonly taxes: readonly RateSaid[]
  /** Codes under this one that pay otherwise: the rates here are of what is named no further. */
  readonly narrower: readonly string[]
  /** Some rate here was not compared with its norm. */
  readonly unconfirmed: boolean
  readonly text: string
}

const rateOf = (d: DutyRow): RateSaid => ({
  rate: d.rate,
  law: d.law,
  source: d.source,
  checked: d.checked,
  from: d.from,
  to: d.to ?? null,
  note: d.note ?? null,
  at: `${d.file}:${d.line}`,
})

const TEXT: Readonly<
  Record<Language, { none: string; mfn: (r: string) => string; best: (r: string, a: string, s: string) => string }>
> = {
  es: {
    none: 'No tenemos el arancel de esta mercancía.',
    mfn: (r) => `Paga ${r} % de arancel.`,
    best: (r, a, s) => `Con ${a} paga ${r} % de arancel: ${s} puntos menos que sin origen.`,
  },
  en: {
    none: 'We do not have the duty of these goods.',
    mfn: (r) => `The duty is ${r} %.`,
    best: (r, a, s) => `Under ${a} the duty is ${r} %: ${s} points less than without origin.`,
  },
  pt: {
    none: 'Não temos a tarifa desta mercadoria.',
    mfn: (r) => `Paga ${r} % de tarifa.`,
    best: (r, a, s) => `Com ${a} paga ${r} % de tarifa: ${s} pontos a menos que sem origem.`,
  },
}

export interface DutiesAsk {
  readonly hs: string
  readonly origin?: string | undefined
  readonly day: string
  /** Customs value: what a saving is reckoned on. */
  readonly value?: Money | undefined
}

/** What a country takes of goods on import, and what each agreement spares, for people. */
export function dutiesSaid(pack: Pack, { hs, origin, day, value }: DutiesAsk, language: Language): DutiesSaid {
  const { mfn, preferences, taxes } = dutiesOf(pack.tariff, { hs, origin, day })
  const said = preferences.map(({ agreement, row, saving }): PreferenceSaid => ({
    ...rateOf(row),
    agreement: {
      id: agreement.id,
      title: wordsIn(agreement.words, language),
      proof: agreement.proof,
      law: agreement.law,
      link: agreement.link,
    },
    rule: row.rule ?? null,
    saving: {
      points: saving,
      amount: value && saving ? money(percentOf(value.amount, saving), value.currency) : null,
    },
  }))
  const holds = (d: DutyRow): boolean => d.from <= day && (d.to === undefined || day <= d.to)
  const narrower = pack.tariff.duties.filter((d) => d.hs.length > hs.length && d.hs.startsWith(hs) && holds(d))
  const used = [...(mfn ? [mfn] : []), ...preferences.map((p) => p.row), ...taxes]
  const [best] = said
  const words = TEXT[language]
  return {
    country: pack.id,
    hs,
    origin: origin ?? null,
    day,
    mfn: mfn && rateOf(mfn),
    preferences: said,
    taxes: taxes.map(rateOf),
    narrower: [...new Set(narrower.map((d) => d.hs))].sort(),
    unconfirmed: used.some((d) => d.checked === null),
    text: best
      ? words.best(best.rate, best.agreement.title, best.saving.points ?? '0')
      : mfn
        ? words.mfn(mfn.rate)
        : words.none,
  }
}
