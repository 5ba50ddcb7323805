import {
  allot,
  countryOf,
  findParameter,
  isDecimal,
  labelParams,
  legalDay,
  money,
  multiplyDecimal,
  refusal,
  sumDecimal,
  type Day,
  type Decimal,
  type Elements,
  type Money,
  type Pack,
  type Party,
  type Quantity,
  type Refusal,
  type Value,
} from '#kernel'
import { requirementsOf } from '#modules/applications'
import { conflictRefusal, reconcile, type DossierState } from '#modules/dossier'
import { Refusals, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { DeclaredContent, DeclaredItem } from './content.ts'
import { taxesOf, totalOf, type TaxLine } from './duties.ts'
import { elementOf, generalForm, type DeclarationForm } from './form.ts'
import { resolvePermits } from './lpco.ts'
import { findRate } from './rates.ts'
import { customsValues, divide } from './values.ts'

export interface BuildServices {
  readonly library: PackLibrary
}

export interface BuildInput {
  readonly dossier: DossierState
  readonly regime: DeclaredContent['regime']
  readonly declarant: Party
  /** Part of a line only, where a shipment is declared in several times. */
  readonly part?: readonly { readonly line: number; readonly quantity: Quantity }[] | undefined
  /** What this regime asks; the general form when absent. */
  readonly form?: DeclarationForm
  readonly procedure?: string
  /** Data that somebody gave for this declaration, and that the dossier did not have. */
  readonly typed?: number
}

const is = <T>(value: Value | undefined, member: string): T | null =>
  typeof value === 'object' && member in value ? (value as T) : null
const moneyIn = (v: Value | undefined): Money | null => is<Money>(v, 'currency')
const quantityIn = (v: Value | undefined): Quantity | null => is<Quantity>(v, 'unit')
const partyIn = (v: Value | undefined): Party | null => is<Party>(v, 'name')
const textIn = (v: Value | undefined): string | null => (typeof v === 'string' ? v : null)

/** A part of a figure of a line, where only a part of it is declared. Exact; rounded when it is money. */
const share = (whole: Decimal, part: Decimal, of: Decimal): Decimal => divide(multiplyDecimal(whole, part), of)

/** The code under which small exporters declare: no other way than their own regime takes it (M13-6). */
export const SMALL_PROCEDURE = 'MYPE'

interface Chosen {
  readonly line: number
  readonly quantity: Quantity | null
  /** Declared quantity over the quantity of the line; nothing: all of it. */
  readonly ratio: { readonly part: Decimal; readonly of: Decimal } | null
}

function choose(s: DossierState, part: BuildInput['part'], faults: Refusal[]): Chosen[] {
  if (!part) return s.lines.map((l, line) => ({ line, quantity: quantityIn(l['goods.quantity']), ratio: null }))
  return part.flatMap(({ line, quantity }, i): Chosen[] => {
    const whole = quantityIn(s.lines[line]?.['goods.quantity'])
    if (!s.lines[line]) faults.push(refusal('UNKNOWN_LINE', `/part/${i}/line`, { line }))
    else if (!whole || whole.unit !== quantity.unit)
      faults.push(
        refusal('UNIT_MISMATCH', `/part/${i}/quantity`, { unit: quantity.unit, expected: whole?.unit ?? '?' }),
      )
    else return [{ line, quantity, ratio: { part: quantity.value, of: whole.value } }]
    return []
  })
}

/** Data that the form must have and the dossier lacks, each where it belongs. */
function lacking(
  s: DossierState,
  form: DeclarationForm,
  lines: readonly Chosen[],
  { dictionary }: PackLibrary,
): Refusal[] {
  return form.required.flatMap((id) => {
    const element = elementOf(dictionary, id)
    if (!element.line)
      return s.elements[id] === undefined
        ? [refusal('DECLARATION_LACKS', `/dossier/elements/${id}`, labelParams(element))]
        : []
    return lines
      .filter(({ line }) => s.lines[line]?.[id] === undefined)
      .map(({ line }) => refusal('DECLARATION_LACKS', `/dossier/lines/${line}/${id}`, labelParams(element)))
  })
}

const scaled = (q: Quantity | null, ratio: Chosen['ratio']): Quantity | null =>
  q && ratio ? { value: share(q.value, ratio.part, ratio.of), unit: q.unit } : q

export const calendarOf = (pack: Pack) => {
  const calendar = pack.calendars.get(pack.calendar)
  if (!calendar) throw new Error(`pack ${pack.id} has no calendar ${pack.calendar}`)
  return calendar
}

/** The profile of dated figures that holds in this world; only a sandbox may look at another than the law in force. */
export const profileOf = (work: Work): string | null => {
  const said = work.world.facts['customs.profile']
  return typeof said === 'string' ? said : null
}

/** A dated figure of the law on a day, in the profile of this world. */
export const figureOf = (work: Work, pack: Pack, day: Day) => (name: Parameters<typeof findParameter>[1]) =>
  findParameter(pack.parameters ?? [], name, day, profileOf(work))

interface Worth {
  readonly values: NonNullable<ReturnType<typeof customsValues>>
  readonly shares: readonly Money[]
}

/** What the goods are worth to customs, and each line's share of it. */
function worthOf(
  work: Work,
  pack: Pack,
  day: Day,
  s: DossierState,
  prices: readonly Money[],
  whole: boolean,
  faults: Refusal[],
): Worth | undefined {
  const [first] = prices
  if (!first) return undefined
  const mixed = prices.findIndex((p) => p.currency !== first.currency)
  if (mixed >= 0) {
    faults.push(refusal('CURRENCIES_MIXED', `/dossier/lines/${mixed}/goods.value`, { first: first.currency }))
    return undefined
  }
  const figure = figureOf(work, pack, day)
  const sum = sumDecimal(prices.map((p) => p.amount))
  const invoice = whole ? moneyIn(s.elements['invoice.total']) : null
  const price = invoice?.currency === first.currency ? invoice : { amount: sum, currency: first.currency }
  const cost = (id: string): Decimal | null => {
    const found = moneyIn(s.elements[id])
    if (found && found.currency !== first.currency)
      faults.push(refusal('CURRENCIES_MIXED', `/dossier/elements/${id}`, { first: first.currency }))
    return found?.amount ?? null
  }
  const basis = figure('customs.basis')?.value === 'FOB' || s.regime === 'export' ? 'FOB' : 'CIF'
  const values = customsValues({
    price,
    incoterm: textIn(s.elements['incoterm']) ?? 'FOB',
    freight: cost('freight') ?? '0',
    insurance: cost('insurance'),
    premiumRate: figure('customs.premiumRate')?.value ?? null,
    basis,
  })
  if (!values) {
    faults.push(
      refusal('PRICE_BELOW_COSTS', '/dossier/elements/freight', { price: `${price.amount} ${price.currency}` }),
    )
    return undefined
  }
  const total = values.customs.amount
  const zero = !/[1-9]/.test(sum)
  const shares = allot(
    prices.map((p) => (zero ? '0' : share(total.amount, p.amount, sum))),
    total.currency,
  ).shares
  return { values, shares }
}

/**
 * What is declared, from the dossier alone (M02-1): values, duties and taxes, permits. Throws every fault at once: data that are missing,
 * that contradict each other, sums that are off, permits that are not there.
 */
export async function buildContent(
  work: Work,
  { library }: BuildServices,
  input: BuildInput,
): Promise<DeclaredContent> {
  const s = input.dossier
  const pack = library.packs.get(s.country)
  if (!pack)
    throw new Refusals([
      refusal('NO_PACK', '/dossier', { country: s.country, allowed: [...library.packs.keys()].join(', ') }),
    ])
  if (s.regime !== 'export' && s.regime !== 'import')
    throw new Refusals([refusal('NOT_DECLARABLE', '/dossier', { regime: s.regime })])
  const faults: Refusal[] = []
  const form = input.form ?? generalForm(s.regime)
  const day = legalDay(calendarOf(pack), work.now)
  const chosen = choose(s, input.part, faults)
  faults.push(...lacking(s, form, chosen, library))
  faults.push(...s.conflicts.map((c) => conflictRefusal(s, c, '/dossier')))
  if (input.regime !== 'mypes' && s.elements['customs.procedure'] === SMALL_PROCEDURE)
    faults.push(refusal('ONLY_VUCE', '/dossier/elements/customs.procedure'))
  if (!input.part) faults.push(...reconcile(s).map(({ refusal: r }) => ({ ...r, pointer: `/dossier${r.pointer}` })))
  const required = requirementsOf(pack, s, day)
  for (const { row, lines } of required.prohibitions)
    faults.push(
      ...lines.map((line) =>
        refusal(
          'PROHIBITED_GOODS',
          `/dossier/lines/${line}`,
          { law: row.law, note: row.note ?? '' },
          { source: row.law },
        ),
      ),
    )
  const quantities = new Map(chosen.map((c) => [c.line, c.quantity]))
  const permits = await resolvePermits(
    work,
    s,
    required.procedures,
    quantities,
    (id) => library.findProcedure(id, day)?.procedure,
  )
  faults.push(...permits.faults)
  const prices = chosen.map(({ line, ratio }): Money => {
    const value = moneyIn(s.lines[line]?.['goods.value']) ?? { amount: '0', currency: pack.currency }
    return ratio ? money(share(value.amount, ratio.part, ratio.of), value.currency) : value
  })
  const worth = worthOf(work, pack, day, s, prices, !input.part, faults)
  if (faults.length || !worth) throw new Refusals(faults)
  const claimed = s.elements['origin.proofNumber'] === undefined ? null : textIn(s.elements['agreement'])
  const items = chosen.map(({ line, quantity, ratio }, n): DeclaredItem => {
    const of: Elements = s.lines[line] ?? {}
    const hs = textIn(of['goods.nationalCode']) ?? textIn(of['goods.commodity']) ?? ''
    const origin = textIn(of['goods.origin']) ?? textIn(s.elements['country.origin'])
    const customsValue = worth.shares[n] ?? money('0', worth.values.customs.amount.currency)
    const taxes: readonly TaxLine[] =
      s.regime === 'import' ? taxesOf(pack, { hs, origin: origin ?? undefined, day, value: customsValue, claimed }) : []
    return {
      line,
      hs,
      description: textIn(of['goods.description']) ?? textIn(of['goods.tradeName']) ?? hs,
      origin: origin ?? (s.regime === 'export' ? countryOf(pack) : null),
      quantity,
      packages: ratio ? null : textIn(of['goods.packages']),
      packageType: textIn(of['goods.packageType']),
      marks: textIn(of['goods.marks']),
      gross: scaled(quantityIn(of['goods.grossWeight']), ratio),
      net: scaled(quantityIn(of['goods.netWeight']), ratio),
      value: prices[n] ?? customsValue,
      customsValue,
      taxes,
      lpco: permits.refs.filter((r) => r.line === line).map((r) => r.ref),
      ruling: textIn(of['goods.ruling']) ?? textIn(of['goods.classificationAct']),
    }
  })
  const head = (id: string): Value | undefined => s.elements[id]
  const { currency } = worth.values.customs.amount
  const taxes = totalOf(
    items.flatMap((i) => i.taxes),
    currency,
  )
  const rate = await findRate(
    work,
    { country: pack.id, own: pack.currency, calendar: calendarOf(pack) },
    { from: currency, to: pack.currency, on: day },
  )
  const equipment = textIn(head('equipment.id'))
  const invoice = moneyIn(head('invoice.total'))
  const sum = { amount: sumDecimal(prices.map((p) => p.amount)), currency }
  return {
    direction: s.regime,
    country: countryOf(pack),
    pack: pack.id,
    regime: input.regime,
    procedure: input.procedure ?? textIn(head('customs.procedure')) ?? (s.regime === 'export' ? '10' : '40'),
    ucr: s.ucr,
    office: textIn(head('customs.office')) ?? '',
    declarant: input.declarant,
    exporter: partyIn(head('exporter')),
    importer: partyIn(head('importer')),
    consignee: partyIn(head('consignee')),
    destination: textIn(head('country.destination')) ?? (s.regime === 'import' ? countryOf(pack) : null),
    shipment: textIn(head('country.shipment')) ?? (s.regime === 'export' ? countryOf(pack) : null),
    incoterm: textIn(head('incoterm')) ?? 'FOB',
    incotermPlace: textIn(head('incoterm.place')),
    invoice: {
      number: textIn(head('invoice.number')),
      date: textIn(head('invoice.date')),
      total: invoice && !input.part ? invoice : money(isDecimal(sum.amount) ? sum.amount : '0', currency),
    },
    transport: {
      mode: textIn(head('transport.mode')),
      id: textIn(head('transport.id')),
      nationality: textIn(head('transport.nationality')),
      document: textIn(head('transport.document')),
    },
    equipment: equipment ? { id: equipment, seal: textIn(head('equipment.seal')) } : null,
    location: textIn(head('warehouse')) ?? textIn(head('location.loading')),
    packages: {
      count: input.part ? null : textIn(head('packages.count')),
      type: textIn(head('packages.type')),
      marks: textIn(head('packages.marks')),
    },
    gross: input.part ? null : quantityIn(head('weight.gross')),
    net: input.part ? null : quantityIn(head('weight.net')),
    values: worth.values,
    items,
    taxes,
    payable: rate
      ? { amount: money(multiplyDecimal(taxes.amount, rate.rate), pack.currency), rate: rate.rate, day: rate.day }
      : null,
    guarantee: textIn(head('customs.guarantee')),
    reuse: { presented: presented(s, form, chosen), typed: input.typed ?? 0 },
  }
}

/** How many data the declaration shows: those of its form that are there. */
function presented(s: DossierState, form: DeclarationForm, chosen: readonly Chosen[]): number {
  const head = form.head.filter((id) => s.elements[id] !== undefined).length
  return chosen.reduce((n, { line }) => n + form.line.filter((id) => s.lines[line]?.[id] !== undefined).length, head)
}
