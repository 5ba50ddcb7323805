import type { Dictionary, Elements, Value } from '#kernel'
import { readXml, writeXml, XmlUnreadable, type Xml, type XmlTree } from '#platform/xml'
import { DEC, META } from '../dec.ts'

/** A declaration message of the WCO Data Model as it was read: what the dictionary knows of it, and all of it, so that nothing is lost. */
export interface ReadDeclaration {
  /** `9` original, `13` a request about one that was sent before. */
  readonly function: string
  readonly type: string
  readonly reference: string
  readonly elements: Elements
  readonly lines: readonly Elements[]
  /** Values of the message that no element of the dictionary holds, and amounts and measures without currency or unit, by path, as they stood. */
  readonly uncovered: readonly { readonly path: string; readonly value: string }[]
  /** How many values the message has, and how many of them the dictionary holds. */
  readonly values: { readonly total: number; readonly covered: number }
  readonly tree: XmlTree
}

/** Nothing where the message does not say all of it: a currency or a unit that nobody wrote is not made up. */
type Make = (tree: XmlTree, text: string) => Value | undefined

const text: Make = (_, t) => t
const money: Make = ({ attributes: { currencyID: currency } }, t) => (currency ? { amount: t, currency } : undefined)
const measure: Make = ({ attributes: { unitCode: unit } }, t) => (unit ? { value: t, unit } : undefined)

interface Place {
  readonly element: string
  readonly make: Make
}
const at = (element: string, make: Make = text): Place => ({ element, make })

/**
 * Where a datum of the dictionary stands in the message. The dictionary names the class and id of the model; the path is the schema's own, and
 * one class stands in several places of it.
 */
const HEAD: Readonly<Record<string, Place>> = {
  TypeCode: at('customs.declarationType'),
  DeclarationOfficeID: at('customs.office'),
  InvoiceAmount: at('invoice.total', money),
  TotalGrossMassMeasure: at('weight.gross', measure),
  TotalPackageQuantity: at('packages.count'),
  'BorderTransportMeans/ID': at('transport.id'),
  'BorderTransportMeans/Name': at('transport.vesselName'),
  'BorderTransportMeans/ModeCode': at('transport.mode'),
  'BorderTransportMeans/RegistrationNationalityCode': at('transport.nationality'),
  'Consignment/Freight/PaymentMethodCode': at('freight.payment'),
  'ExitOffice/ID': at('customs.exitOffice'),
  'CurrencyExchange/RateNumeric': at('customs.exchangeRate'),
  'ObligationGuarantee/ReferenceID': at('customs.guarantee'),
  'ObligationGuarantee/AmountAmount': at('customs.guaranteeAmount', money),
  'GoodsShipment/TransactionNatureCode': at('customs.transactionNature'),
  'GoodsShipment/Consignment/DepartureTransportMeans/ID': at('transport.id'),
  'GoodsShipment/Consignment/ArrivalTransportMeans/ID': at('transport.id'),
  'GoodsShipment/Consignment/TransportEquipment/ID': at('equipment.id'),
  'GoodsShipment/Consignment/TransportEquipment/Seal/ID': at('equipment.seal'),
  'GoodsShipment/CustomsValuation/FreightChargeAmount': at('freight', money),
  'GoodsShipment/Destination/CountryCode': at('country.destination'),
  'GoodsShipment/ExportCountry/ID': at('country.shipment'),
  'GoodsShipment/Invoice/ID': at('invoice.number'),
  'GoodsShipment/TradeTerms/ConditionCode': at('incoterm'),
  'GoodsShipment/TradeTerms/LocationID': at('incoterm.place'),
  'GoodsShipment/UCR/ID': at('ucr'),
}
const LINE: Readonly<Record<string, Place>> = {
  CustomsValueAmount: at('value.customs', money),
  StatisticalValueAmount: at('goods.statisticalValue', money),
  'Commodity/Description': at('goods.description'),
  'Commodity/Classification/ID': at('goods.nationalCode'),
  'Commodity/DangerousGoods/UNDGID': at('goods.unNumber'),
  'Commodity/GoodsMeasure/GrossMassMeasure': at('goods.grossWeight', measure),
  'Commodity/GoodsMeasure/NetNetWeightMeasure': at('goods.netWeight', measure),
  'Commodity/GoodsMeasure/TariffQuantity': at('goods.supplementaryQuantity', measure),
  'Commodity/InvoiceLine/ItemChargeAmount': at('goods.value', money),
  'Commodity/DutyTaxFee/DutyRegimeCode': at('goods.preference'),
  'AdditionalDocument/ID': at('goods.permit'),
  'Origin/CountryCode': at('goods.origin'),
  'Packaging/QuantityQuantity': at('goods.packages'),
  'Packaging/TypeCode': at('goods.packageType'),
  'Packaging/MarksNumbersID': at('goods.marks'),
  'GovernmentProcedure/CurrentCode': at('customs.procedure'),
  'GovernmentProcedure/PreviousCode': at('customs.previousProcedure'),
}
/** Parties of the header: a name, an identifier, a country and an address together are one datum. */
const PARTIES: Readonly<Record<string, string>> = {
  Declarant: 'customs.declarant',
  Exporter: 'exporter',
  Agent: 'customsAgent',
  'Consignment/Carrier': 'carrier',
  'GoodsShipment/Consignee': 'consignee',
  'GoodsShipment/Importer': 'importer',
  'GoodsShipment/Buyer': 'buyer',
  'GoodsShipment/Seller': 'sale.seller',
}
const PARTY_PARTS = ['Name', 'ID', 'Address/CountryCode', 'Address/Line', 'Address/CityName', 'Address/PostcodeID']
/** Said of the message itself, not of the goods: the case holds them. */
const OWN = new Set(['FunctionCode', 'FunctionalReferenceID', 'ID', 'GoodsItemQuantity'])

interface Walk {
  readonly path: string
  readonly tree: XmlTree
}
function* leaves(tree: XmlTree, path = ''): Generator<Walk> {
  for (const child of tree.children) {
    const here = path ? `${path}/${child.name}` : child.name
    if (child.children.length) yield* leaves(child, here)
    else yield { path: here, tree: child }
  }
}

function partiesOf(declaration: XmlTree, into: Record<string, Value>): Set<string> {
  const used = new Set<string>()
  for (const [path, element] of Object.entries(PARTIES)) {
    let tree: XmlTree | undefined = declaration
    for (const name of path.split('/')) tree = tree?.children.find((c) => c.name === name)
    if (!tree) continue
    const said = new Map([...leaves(tree)].map((l) => [l.path, l.tree.text.trim()]))
    const address = ['Address/Line', 'Address/CityName', 'Address/PostcodeID']
      .flatMap((p) => said.get(p) ?? [])
      .join(', ')
    const [name, id, country] = [said.get('Name'), said.get('ID'), said.get('Address/CountryCode')]
    const called = name ?? id
    if (called === undefined) continue
    into[element] = {
      name: called,
      ...(id ? { id } : {}),
      ...(country ? { country } : {}),
      ...(address ? { address } : {}),
    }
    for (const part of PARTY_PARTS) if (said.has(part)) used.add(`${path}/${part}`)
  }
  return used
}

/** Reads values under a tree; the first of several that say the same datum stands, the others are uncovered. */
function take(
  walk: Iterable<Walk>,
  places: Readonly<Record<string, Place>>,
  into: Record<string, Value>,
  done: ReadonlySet<string>,
  prefix: string,
  uncovered: { path: string; value: string }[],
): number {
  let covered = 0
  for (const { path, tree } of walk) {
    const value = tree.text.trim()
    const place = places[path]
    const made = place && into[place.element] === undefined ? place.make(tree, value) : undefined
    if (done.has(path) || (prefix === '' && OWN.has(path)) || path === 'SequenceNumeric') covered++
    else if (place && made !== undefined) {
      into[place.element] = made
      covered++
    } else uncovered.push({ path: prefix + path, value })
  }
  return covered
}

/** Reads a DEC message. Nothing when it is none. Elements the dictionary does not have are not made up. */
export function readDeclaration(source: string, dictionary: Dictionary): ReadDeclaration | undefined {
  let root: XmlTree
  try {
    root = readXml(source)
  } catch (error) {
    if (error instanceof XmlUnreadable) return undefined
    throw error
  }
  const declaration = root.name === 'Declaration' ? root : root.children.find((c) => c.name === 'Declaration')
  if (!declaration) return undefined
  const known = (places: Readonly<Record<string, Place>>): Record<string, Place> =>
    Object.fromEntries(Object.entries(places).filter(([, p]) => dictionary.elements.has(p.element)))
  const elements: Record<string, Value> = {}
  const uncovered: { path: string; value: string }[] = []
  const done = partiesOf(declaration, elements)
  const shipment = declaration.children.find((c) => c.name === 'GoodsShipment')
  const items = shipment?.children.filter((c) => c.name === 'GovernmentAgencyGoodsItem') ?? []
  const head = [...leaves(declaration)].filter((l) => !l.path.startsWith('GoodsShipment/GovernmentAgencyGoodsItem/'))
  let covered = take(head, known(HEAD), elements, done, '', uncovered)
  let total = head.length
  const lines = items.map((item, i) => {
    const line: Record<string, Value> = {}
    const own = [...leaves(item)]
    total += own.length
    covered += take(own, known(LINE), line, new Set(), `GoodsShipment/GovernmentAgencyGoodsItem[${i + 1}]/`, uncovered)
    return line
  })
  const said = (name: string): string => declaration.children.find((c) => c.name === name)?.text.trim() ?? ''
  return {
    function: said('FunctionCode'),
    type: said('TypeCode'),
    reference: said('FunctionalReferenceID'),
    elements,
    lines,
    uncovered,
    values: { total, covered },
    tree: root,
  }
}

const PREFIX: Readonly<Record<string, string>> = { [META]: 'md:', [DEC]: '' }

const rewritten = (tree: XmlTree, root: boolean, inDeclaration: boolean): Xml => {
  // Data types of the model and whatever else has a namespace of its own keep it.
  const other = tree.namespace !== META && tree.namespace !== DEC
  const prefix = PREFIX[tree.namespace] ?? (tree.namespace ? 'x:' : '')
  const attributes = Object.fromEntries(Object.entries(tree.attributes).filter(([name]) => name !== 'schemaLocation'))
  const namespaces: Readonly<Record<string, string>> = root
    ? { 'xmlns:md': META }
    : other && tree.namespace
      ? { 'xmlns:x': tree.namespace }
      : tree.namespace === DEC && !inDeclaration
        ? { xmlns: DEC }
        : {}
  const content = tree.children.length
    ? tree.children.map((c) => rewritten(c, false, inDeclaration || tree.namespace === DEC))
    : tree.text.trim()
  return [`${prefix}${tree.name}`, content, { ...namespaces, ...attributes }]
}

/** Writes a message that was read back as XML, value for value: what we know of it and what we do not. */
export const rewriteDeclaration = ({ tree }: ReadDeclaration): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(rewritten(tree, tree.namespace === META, false))}`
