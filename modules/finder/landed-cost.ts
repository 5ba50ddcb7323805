import {
  addDecimal,
  compareDecimal,
  money,
  multiplyDecimal,
  percentOf,
  roundDecimal,
  subtractDecimal,
  type Decimal,
  type Language,
  type Money,
} from '#kernel'

/** Incoterms 2020 from the seller's door to the buyer's. */
export const incoterms = ['EXW', 'FCA', 'FAS', 'FOB', 'CFR', 'CPT', 'CIF', 'CIP', 'DAP', 'DPU', 'DDP'] as const
export type Incoterm = (typeof incoterms)[number]

/** Amounts in the price's currency; rates in per cent. What is not given costs nothing. */
export interface LandedCostInput {
  readonly price: Money
  readonly incoterm: Incoterm
  readonly preCarriage?: Decimal
  readonly exportClearance?: Decimal
  readonly loading?: Decimal
  readonly freight?: Decimal
  /** Premium in per cent of the insured amount, which is 110 % of CIF (Incoterms 2020, CIF A5). */
  readonly insuranceRate?: Decimal
  readonly delivery?: Decimal
  readonly unloading?: Decimal
  readonly importClearance?: Decimal
  readonly dutyRate?: Decimal
  readonly taxRate?: Decimal
  /** What customs values: most countries CIF, some FOB. */
  readonly customsBasis?: 'CIF' | 'FOB'
}

export interface LandedCost {
  readonly incoterms: readonly { readonly incoterm: Incoterm; readonly amount: Money }[]
  readonly insurance: { readonly insured: Money; readonly premium: Money }
  readonly customsValue: Money
  readonly duty: Money
  readonly tax: Money
  /** All the buyer has paid when the goods stand unloaded at its door. */
  readonly landed: Money
  readonly steps: readonly { readonly id: string; readonly text: string; readonly amount: Money }[]
}

const COVER = '1.1'
const SCALE = 24

/** a / b with more digits than any amount has; the last step rounds. */
function divide(a: Decimal, b: Decimal): Decimal {
  const whole = (text: Decimal): bigint => {
    const [head = '0', tail = ''] = text.split('.')
    return BigInt(head + tail.padEnd(SCALE, '0').slice(0, SCALE))
  }
  const digits = ((whole(a) * 10n ** BigInt(SCALE)) / whole(b)).toString().padStart(SCALE + 1, '0')
  return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE, -8)}`
}

const STEPS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  es: {
    EXW: 'Mercancía en la puerta del vendedor',
    preCarriage: 'Transporte hasta el puerto',
    exportClearance: 'Despacho de exportación',
    loading: 'Carga a bordo',
    freight: 'Flete',
    insurance: 'Seguro',
    delivery: 'Transporte hasta el comprador',
    unloading: 'Descarga',
    importClearance: 'Despacho de importación',
    duty: 'Arancel',
    tax: 'Impuestos',
  },
  en: {
    EXW: "Goods at the seller's door",
    preCarriage: 'Carriage to the port',
    exportClearance: 'Export clearance',
    loading: 'Loading on board',
    freight: 'Freight',
    insurance: 'Insurance',
    delivery: 'Carriage to the buyer',
    unloading: 'Unloading',
    importClearance: 'Import clearance',
    duty: 'Duty',
    tax: 'Taxes',
  },
  pt: {
    EXW: 'Mercadoria na porta do vendedor',
    preCarriage: 'Transporte até o porto',
    exportClearance: 'Despacho de exportação',
    loading: 'Carregamento a bordo',
    freight: 'Frete',
    insurance: 'Seguro',
    delivery: 'Transporte até o comprador',
    unloading: 'Descarga',
    importClearance: 'Despacho de importação',
    duty: 'Tarifa aduaneira',
    tax: 'Impostos',
  },
}

/**
 * The same goods priced under every Incoterm, and what they cost landed. Exact until each figure is shown, rounded half-up then (G-5).
 * Answers nothing when the price is lower than the costs it is said to include.
 */
export function landedCost(input: LandedCostInput, language: Language): LandedCost | undefined {
  const { currency } = input.price
  const of = (amount: Decimal | undefined): Decimal => amount ?? '0'
  const cover = percentOf(COVER, of(input.insuranceRate))
  const beforeFca = addDecimal(of(input.preCarriage), of(input.exportClearance))
  const delivered = of(input.delivery)
  const uninsured = subtractDecimal('1', cover)
  if (compareDecimal(uninsured, '0') <= 0) return undefined
  const taxed = (cif: Decimal, fob: Decimal) => {
    const value = input.customsBasis === 'FOB' ? fob : cif
    const duty = percentOf(value, of(input.dutyRate))
    return { value, duty, tax: percentOf(addDecimal(value, duty), of(input.taxRate)) }
  }
  /** The whole ladder from what the goods cost on board with their freight paid. */
  const ladderOf = (cfr: Decimal) => {
    const fob = subtractDecimal(cfr, of(input.freight))
    const fas = subtractDecimal(fob, of(input.loading))
    const exw = subtractDecimal(fas, beforeFca)
    const cif = divide(cfr, uninsured)
    const dap = addDecimal(cif, delivered)
    const dpu = addDecimal(dap, of(input.unloading))
    const { value, duty, tax } = taxed(cif, fob)
    const ddp = [of(input.importClearance), duty, tax].reduce(addDecimal, dap)
    return { fob, fas, exw, cfr, cif, dap, dpu, ddp, value, duty, tax }
  }
  const cfr = cfrOf(input, { beforeFca, uninsured, delivered })
  if (cfr === undefined || compareDecimal(cfr, '0') < 0) return undefined
  const l = ladderOf(cfr)
  if (compareDecimal(l.exw, '0') < 0) return undefined
  const shown = (amount: Decimal): Money => money(amount, currency)
  const price: Readonly<Record<Incoterm, Decimal>> = {
    EXW: l.exw,
    FCA: l.fas,
    FAS: l.fas,
    FOB: l.fob,
    CFR: l.cfr,
    CPT: l.cfr,
    CIF: l.cif,
    CIP: l.cif,
    DAP: l.dap,
    DPU: l.dpu,
    DDP: l.ddp,
  }
  const insured = multiplyDecimal(l.cif, COVER)
  const premium = subtractDecimal(l.cif, l.cfr)
  const steps: [string, Decimal][] = [
    ['EXW', l.exw],
    ['preCarriage', of(input.preCarriage)],
    ['exportClearance', of(input.exportClearance)],
    ['loading', of(input.loading)],
    ['freight', of(input.freight)],
    ['insurance', premium],
    ['delivery', delivered],
    ['unloading', of(input.unloading)],
    ['importClearance', of(input.importClearance)],
    ['duty', l.duty],
    ['tax', l.tax],
  ]
  return {
    incoterms: incoterms.map((incoterm) => ({ incoterm, amount: shown(price[incoterm]) })),
    insurance: { insured: shown(insured), premium: shown(premium) },
    customsValue: shown(l.value),
    duty: shown(l.duty),
    tax: shown(l.tax),
    landed: shown(addDecimal(l.ddp, of(input.unloading))),
    steps: steps.map(([name, amount]) => ({ id: name, text: STEPS[language][name] ?? name, amount: shown(amount) })),
  }
}

interface Parts {
  readonly beforeFca: Decimal
  readonly uninsured: Decimal
  readonly delivered: Decimal
}

/** CFR of a price under any Incoterm: costs it does not yet include are added, those it does are taken off. */
function cfrOf(input: LandedCostInput, { beforeFca, uninsured, delivered }: Parts): Decimal | undefined {
  const { incoterm, price } = input
  const of = (amount: Decimal | undefined): Decimal => amount ?? '0'
  const onBoard = addDecimal(of(input.loading), of(input.freight))
  const fromCif = (cif: Decimal): Decimal => multiplyDecimal(cif, uninsured)
  switch (incoterm) {
    case 'EXW':
      return addDecimal(addDecimal(price.amount, beforeFca), onBoard)
    case 'FCA':
    case 'FAS':
      return addDecimal(price.amount, onBoard)
    case 'FOB':
      return addDecimal(price.amount, of(input.freight))
    case 'CFR':
    case 'CPT':
      return price.amount
    case 'CIF':
    case 'CIP':
      return fromCif(price.amount)
    case 'DAP':
      return fromCif(subtractDecimal(price.amount, delivered))
    case 'DPU':
      return fromCif([delivered, of(input.unloading)].reduce(subtractDecimal, price.amount))
    case 'DDP':
      return cfrOfDuty(input, { uninsured, delivered, beforeFca })
  }
}

/** Duty and tax are taken on a value that a price with duty paid only contains: the equation is solved for CFR. */
function cfrOfDuty(input: LandedCostInput, { uninsured, delivered }: Parts): Decimal | undefined {
  const of = (amount: Decimal | undefined): Decimal => amount ?? '0'
  const rest = [delivered, of(input.importClearance)].reduce(subtractDecimal, input.price.amount)
  if (compareDecimal(rest, '0') < 0) return undefined
  const withDuty = addDecimal('1', percentOf('1', of(input.dutyRate)))
  // rate: what duty and tax add to one unit of customs value.
  const rate = subtractDecimal(addDecimal(withDuty, percentOf(withDuty, of(input.taxRate))), '1')
  const perCfr = divide('1', uninsured)
  if (input.customsBasis !== 'FOB') return divide(rest, multiplyDecimal(perCfr, addDecimal('1', rate)))
  const net = addDecimal(rest, multiplyDecimal(of(input.freight), rate))
  return divide(net, roundDecimal(addDecimal(perCfr, rate), SCALE - 8))
}
