import {
  compareDecimal,
  countryGroups,
  findMoney,
  isDay,
  isDecimal,
  money,
  multiplyDecimal,
  readCsv,
  type Day,
  type Decimal,
  type Money,
  type PackFile,
} from '#kernel'

type Words = Readonly<Record<'es' | 'en' | 'pt', string>>

/** What a destination asks of a consignment up to a value. */
export interface DestinationRule {
  readonly countries: readonly string[]
  readonly from: Day
  readonly to: Day | null
  readonly scheme: 'de-minimis' | 'none' | 'ioss' | 'seller-vat'
  readonly limit: Money
  readonly charge: Money | null
  readonly law: string
  readonly words: Words
}
export type Destinations = readonly DestinationRule[]

/** Reads the lines of `catalogues/destinations`. Throws a TypeError on a line that is wrong: the house does not start with it. */
export function loadDestinations(files: readonly PackFile[]): Destinations {
  return files.flatMap(({ path, text }) => {
    const [head, ...rows] = readCsv(text)
    const columns = head?.cells ?? []
    return rows.map(({ line, cells }): DestinationRule => {
      const get = (column: string): string => cells[columns.indexOf(column)] ?? ''
      const at = `${path}:${line}`
      const [country, from, to, scheme, limit] = ['country', 'from', 'to', 'scheme', 'limit'].map(get)
      const known = (['de-minimis', 'none', 'ioss', 'seller-vat'] as const).find((s) => s === scheme)
      if (!isDay(from) || (to && !isDay(to)) || !known || !isDecimal(limit) || !get('law'))
        throw new TypeError(`${at}: not a rule of a destination`)
      const group = countryGroups[country ?? '']
      return {
        countries: group ?? [country ?? ''],
        from,
        to: to || null,
        scheme: known,
        limit: money(limit, get('currency')),
        charge: findMoney(get('charge')) ?? null,
        law: get('law'),
        words: { es: get('es'), en: get('en'), pt: get('pt') },
      }
    })
  })
}

export const ruleOf = (rules: Destinations, country: string, day: Day): DestinationRule | undefined =>
  rules.find((r) => r.countries.includes(country) && r.from <= day && (r.to === null || day <= r.to))

export interface Note {
  readonly country: string
  readonly scheme: DestinationRule['scheme']
  /** Whether the consignment is within the limit; nothing where its currency cannot be compared. */
  readonly applies: boolean | null
  readonly text: Words
  readonly law: string
}

/** What the buyer meets on arrival (M14-7). `rate` brings the value to the currency of the limit. Nothing where no rule is known. */
export function noteFor(
  rules: Destinations,
  { country, day, value, rate }: { country: string; day: Day; value: Money; rate: Decimal | null },
): Note | undefined {
  const rule = ruleOf(rules, country, day)
  if (!rule) return undefined
  const { limit, scheme, law, words } = rule
  const inLimit = value.currency === limit.currency ? value.amount : rate ? multiplyDecimal(value.amount, rate) : null
  const applies = scheme === 'none' ? false : inLimit === null ? null : compareDecimal(inLimit, limit.amount) <= 0
  const said = `${value.amount} ${value.currency}`
  const verdict: Words =
    scheme === 'none' || applies === null
      ? { es: '', en: '', pt: '' }
      : applies
        ? {
            es: ` Su envío, ${said}, entra así.`,
            en: ` Your consignment, ${said}, enters so.`,
            pt: ` O seu envio, ${said}, entra assim.`,
          }
        : {
            es: ` No se aplica a su envío de ${said}: el comprador paga derechos e impuestos al llegar.`,
            en: ` It does not apply to your consignment of ${said}: the buyer pays duty and tax on arrival.`,
            pt: ` Não se aplica ao seu envio de ${said}: o comprador paga direitos e impostos na chegada.`,
          }
  return {
    country,
    scheme,
    applies,
    text: { es: words.es + verdict.es, en: words.en + verdict.en, pt: words.pt + verdict.pt },
    law,
  }
}
