import {
  compareDecimal,
  findMoney,
  money,
  multiplyDecimal,
  refusal,
  sizeOf,
  sumDecimal,
  trimDecimal,
  type Day,
  type Money,
  type Pack,
  type Refusal,
  type Value,
} from '#kernel'
import { requirementsOf } from '#modules/applications'
import { calendarOf, figureOf, findRate, profileOf, SMALL_PROCEDURE } from '#modules/customs'
import type { DossierState } from '#modules/dossier'
import { Refusals, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { SizeAnswer } from '#platform/sizes'
import type { Condition, Eligibility } from './state.ts'

const moneyIn = (value: Value | undefined): Money | null =>
  typeof value === 'object' && 'currency' in value ? value : null

/** What is invoiced: the total, or the lines together. */
export function invoiceOf(s: DossierState): Money | null {
  const total = moneyIn(s.elements['invoice.total'])
  if (total) return total
  const values = s.lines.map((l) => moneyIn(l['goods.value']))
  const [first] = values
  if (!first || values.some((v) => v?.currency !== first.currency)) return null
  return money(sumDecimal(values.flatMap((v) => (v ? [v.amount] : []))), first.currency)
}

/** Whether a value is within the threshold by the comparator in force: `<=` takes the limit itself, `<` does not (M13-2). */
export const within = (value: string, limit: string, comparator: string): boolean =>
  comparator === '<' ? compareDecimal(value, limit) < 0 : compareDecimal(value, limit) <= 0

export interface Limit {
  readonly limit: Money
  readonly comparator: string
  readonly law: string
}

/** The threshold of a day, in the profile of this world. Nothing where the country has no such regime. */
export function limitOf(work: Work, pack: Pack, day: Day): Limit | undefined {
  const figure = figureOf(work, pack, day)
  const [threshold, comparator] = [figure('mypes.threshold'), figure('mypes.comparator')]
  const limit = threshold && findMoney(threshold.value)
  return limit && comparator ? { limit, comparator: comparator.value, law: threshold.law } : undefined
}

/** An exact amount as people write it: two decimals at least, more where they decide. */
const shown = (amount: string): string => {
  const [head = '0', tail = ''] = trimDecimal(amount).split('.')
  return `${head}.${tail.padEnd(2, '0')}`
}

const SIGN: Readonly<Record<string, string>> = { '<': '<', '<=': '≤' }

export interface Checked {
  readonly eligibility: Eligibility
  /** Every condition that does not hold, with the way out. */
  readonly faults: readonly Refusal[]
  readonly limit: Limit
  /** Exact, not rounded (M13-3). */
  readonly usd: string
}

const GENERAL = {
  es: 'Siga por el régimen general: sus datos se conservan.',
  en: 'Go on under the general regime: your data are kept.',
  pt: 'Continue pelo regime geral: os seus dados se conservam.',
}

/** The conditions of the regime (M13-1), all of them at once. @throws Refusals where the country has no such regime. */
export async function checkConditions(
  work: Work,
  library: PackLibrary,
  pack: Pack,
  s: DossierState,
  proof: SizeAnswer,
  day: Day,
): Promise<Checked> {
  const regime = limitOf(work, pack, day)
  if (!regime) throw new Refusals([refusal('NO_SMALL_REGIME', '/dossier', { country: pack.id })])
  const faults: Refusal[] = []
  const conditions: Condition[] = []
  const hold = (check: Condition['check'], ok: boolean, figures: string, law: string, fault: () => Refusal): void => {
    conditions.push({ check, ok, figures, law })
    if (!ok) faults.push(fault())
  }
  const known = proof.status === 'known' ? proof.proof : undefined
  const sized = known && sizeOf(pack.sizes ?? [], pack.units, { persons: known.persons, sales: known.sales, day })
  const size = sized?.size ?? ''
  const sizeLaw = sized?.by?.law ?? pack.sizes?.[0]?.law ?? ''
  if (!known) faults.push(refusal(proof.status === 'down' ? 'SIZE_REGISTRY_DOWN' : 'SIZE_UNPROVED', ''))
  else {
    hold(
      'size',
      size === 'micro' || size === 'small',
      `${size}: ${known.persons} personas, ${known.sales.amount} ${known.sales.currency}`,
      sizeLaw,
      () => refusal('NOT_MYPE', '', { size }, { source: sizeLaw, fix: GENERAL }),
    )
    if (known.validUntil < day) faults.push(refusal('SIZE_PROOF_EXPIRED', '', { until: known.validUntil }))
  }
  const value = invoiceOf(s)
  if (!value) throw new Refusals([...faults, refusal('NO_INVOICE_VALUE', '/dossier/elements/invoice.total')])
  const rate = await findRate(
    work,
    { country: pack.id, own: pack.currency, calendar: calendarOf(pack) },
    { from: value.currency, to: regime.limit.currency, on: day },
  )
  const usd = rate ? multiplyDecimal(value.amount, rate.rate) : '0'
  if (!rate)
    faults.push(
      refusal('NO_EXCHANGE_RATE', '/dossier/elements/invoice.total', {
        from: value.currency,
        to: regime.limit.currency,
      }),
    )
  else
    hold(
      'value',
      within(usd, regime.limit.amount, regime.comparator),
      `${shown(usd)} ${regime.limit.currency} ${SIGN[regime.comparator] ?? regime.comparator} ${regime.limit.amount} ${regime.limit.currency}`,
      regime.law,
      () =>
        refusal(
          'OVER_THRESHOLD',
          '/dossier/elements/invoice.total',
          {
            value: `${shown(usd)} ${regime.limit.currency}`,
            limit: `${regime.limit.amount} ${regime.limit.currency}`,
          },
          { source: regime.law, fix: GENERAL },
        ),
    )
  const procedure = s.elements['customs.procedure']
  hold(
    'definitive',
    s.regime === 'export' &&
      (typeof procedure !== 'string' || procedure.startsWith('10') || procedure === SMALL_PROCEDURE),
    typeof procedure === 'string' ? procedure : '10',
    regime.law,
    () => refusal('NOT_DEFINITIVE', '/dossier/elements/customs.procedure', {}, { source: regime.law, fix: GENERAL }),
  )
  const found = requirementsOf(pack, s, day)
  const banned = found.prohibitions[0]?.row
  hold('allowed', !banned, banned?.note ?? 'sin prohibiciones', banned?.law ?? regime.law, () =>
    refusal(
      'PROHIBITED_GOODS',
      `/dossier/lines/${found.prohibitions[0]?.lines[0] ?? 0}`,
      { law: banned?.law ?? '', note: banned?.note ?? '' },
      { source: banned?.law ?? '' },
    ),
  )
  const missing = found.procedures.filter(
    (p) =>
      library.findProcedure(p.procedure, day)?.procedure.output &&
      !s.permits.some((x) => x.procedure === p.procedure && x.outcome === 'issued'),
  )
  hold(
    'permits',
    missing.length === 0,
    missing.length ? missing.map((p) => p.procedure).join(', ') : 'ninguno hace falta',
    missing[0]?.rows[0]?.law ?? regime.law,
    () => refusal('LPCO_MISSING', '/dossier', { procedure: missing.map((p) => p.procedure).join(', ') }),
  )
  const none = { number: '', persons: 0, sales: money('0', pack.currency), validUntil: day }
  return {
    eligibility: {
      day,
      size,
      proof: known
        ? {
            number: known.number,
            persons: known.persons,
            sales: money(known.sales.amount, known.sales.currency),
            validUntil: known.validUntil,
          }
        : none,
      value,
      valueUsd: money(usd, regime.limit.currency),
      rate: rate ? { rate: rate.rate, day: rate.day } : null,
      conditions,
      profile: profileOf(work),
    },
    faults,
    limit: regime,
    usd,
  }
}
