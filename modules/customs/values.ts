import {
  addDecimal,
  compareDecimal,
  money,
  multiplyDecimal,
  percentOf,
  subtractDecimal,
  type Decimal,
  type Money,
} from '#kernel'

/** A figure with how it came about, for people who ask why. */
export interface Reckoned {
  readonly amount: Money
  /** `FOB + freight + insurance`, in the words of the trade. */
  readonly how: string
}

export interface CustomsValues {
  readonly fob: Reckoned
  readonly freight: Money
  readonly insurance: Reckoned
  readonly cif: Reckoned
  /** What customs takes duties on. */
  readonly customs: Reckoned
  readonly basis: 'CIF' | 'FOB'
}

export interface ValueInput {
  /** Price of the goods under its Incoterm, in the invoice's currency. */
  readonly price: Money
  readonly incoterm: string
  readonly freight: Decimal
  /** Nothing: not known. */
  readonly insurance: Decimal | null
  /** Per cent of the insured amount, where the insurance is not known; nothing: none is taken. */
  readonly premiumRate: Decimal | null
  readonly basis: 'CIF' | 'FOB'
}

const SCALE = 24
/** a / b with more digits than any amount has; the last step rounds. */
export function divide(a: Decimal, b: Decimal): Decimal {
  const whole = (text: Decimal): bigint => {
    const [head = '0', tail = ''] = text.split('.')
    return BigInt(head + tail.padEnd(SCALE, '0').slice(0, SCALE))
  }
  const digits = ((whole(a) * 10n ** BigInt(SCALE)) / whole(b)).toString().padStart(SCALE + 1, '0')
  return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE, -12)}`
}

/** 110 % of CIF is insured (Incoterms 2020, CIF A5). */
const COVER = '1.1'
const INCLUDES_FREIGHT = ['CFR', 'CPT', 'CIF', 'CIP', 'DAP', 'DPU', 'DDP']
const INCLUDES_INSURANCE = ['CIF', 'CIP', 'DAP', 'DPU', 'DDP']

/**
 * Values of a shipment from its price (M11-1): `CIF = FOB + freight + insurance`, and where the insurance is not known
 * `CIF = (FOB + freight) / (1 - 1.1 r)`. Exact until each figure is shown. Nothing when the price is lower than the costs it includes.
 */
export function customsValues(input: ValueInput): CustomsValues | undefined {
  const { price, incoterm, freight, insurance, premiumRate, basis } = input
  const { currency } = price
  const uninsured = subtractDecimal('1', multiplyDecimal(COVER, percentOf('1', premiumRate ?? '0')))
  const known = insurance ?? (premiumRate === null ? '0' : null)
  let cfr: Decimal
  if (INCLUDES_INSURANCE.includes(incoterm))
    cfr = known === null ? multiplyDecimal(price.amount, uninsured) : subtractDecimal(price.amount, known)
  else cfr = INCLUDES_FREIGHT.includes(incoterm) ? price.amount : addDecimal(price.amount, freight)
  const fob = subtractDecimal(cfr, freight)
  if (compareDecimal(fob, '0') < 0) return undefined
  const cif = known === null ? divide(cfr, uninsured) : addDecimal(cfr, known)
  const shown = (amount: Decimal): Money => money(amount, currency)
  const premium: Reckoned =
    known === null
      ? {
          amount: shown(subtractDecimal(cif, cfr)),
          how: `(FOB + freight) / (1 - 1.1 x ${premiumRate} %) - (FOB + freight)`,
        }
      : { amount: shown(known), how: insurance === null ? 'none declared' : 'declared' }
  const of = (r: Money, how: string): Reckoned => ({ amount: r, how })
  return {
    fob: of(shown(fob), incoterm === 'FOB' ? 'price' : `price ${incoterm}, freight and insurance taken out`),
    freight: shown(freight),
    insurance: premium,
    cif: of(shown(cif), 'FOB + freight + insurance'),
    customs: basis === 'CIF' ? of(shown(cif), 'CIF') : of(shown(fob), 'FOB'),
    basis,
  }
}
