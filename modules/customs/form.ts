import type { Dictionary, Element, Regime } from '#kernel'

/** What a declaration of a regime asks. The elements are the dictionary's; nothing is said of them here but whether they must be there. */
export interface DeclarationForm {
  readonly head: readonly string[]
  readonly line: readonly string[]
  readonly required: readonly string[]
}

const shared = [
  'customs.office',
  'exporter',
  'incoterm',
  'incoterm.place',
  'invoice.number',
  'invoice.date',
  'invoice.total',
  'country.shipment',
  'country.destination',
  'transport.mode',
  'transport.id',
  'transport.document',
  'equipment.id',
  'equipment.seal',
  'packages.count',
  'packages.type',
  'packages.marks',
  'weight.gross',
  'weight.net',
  'freight',
  'insurance',
  'agreement',
  'origin.proofNumber',
  'customs.guarantee',
  'customs.transactionNature',
] as const
const lines = [
  'goods.commodity',
  'goods.nationalCode',
  'goods.description',
  'goods.origin',
  'goods.quantity',
  'goods.value',
  'goods.packages',
  'goods.packageType',
  'goods.marks',
  'goods.grossWeight',
  'goods.netWeight',
  'goods.ruling',
] as const

/** General declarations (M11, Data). */
export const generalForm = (regime: Regime): DeclarationForm =>
  regime === 'export'
    ? {
        head: [...shared, 'consignee', 'location.loading', 'customs.exitOffice', 'date.departure', 'invoice.taxNumber'],
        line: lines,
        required: [
          'customs.office',
          'exporter',
          'consignee',
          'country.destination',
          'incoterm',
          'transport.mode',
          'goods.commodity',
          'goods.description',
          'goods.quantity',
          'goods.value',
        ],
      }
    : {
        head: [
          ...shared,
          'importer',
          'consignee',
          'country.origin',
          'date.arrival',
          'warehouse',
          'customs.valuationMethod',
        ],
        line: lines,
        required: [
          'customs.office',
          'importer',
          'country.shipment',
          'incoterm',
          'goods.commodity',
          'goods.quantity',
          'goods.value',
        ],
      }

export const elementOf = ({ elements }: Dictionary, id: string): Element => {
  const found = elements.get(id)
  if (!found) throw new TypeError(`the dictionary has no ${id}`)
  return found
}
