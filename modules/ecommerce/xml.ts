import { trimDecimal, type Party } from '#kernel'
import { DEC, META } from '#modules/customs'
import { writeXml, type Xml } from '#platform/xml'
import type { RowData } from './columns.ts'
import type { Order } from './orders.ts'

/** Orders of one run as one declaration of list or simplified clearance: an item for each, known by its order number. */
export function listXml(
  head: { readonly id: string; readonly country: string; readonly exporter: Party },
  orders: readonly Order[],
  rowOf: (n: number) => RowData,
): string {
  const item = (o: Order, i: number): Xml => {
    const first = rowOf(o.rows[0] ?? 0)
    return [
      'GovernmentAgencyGoodsItem',
      [
        ['SequenceNumeric', String(i + 1)],
        ['StatisticalValueAmount', trimDecimal(o.value), { currencyID: o.currency }],
        [
          'Commodity',
          [
            ['Description', first.description_en.slice(0, 256)],
            [
              'Classification',
              [
                ['ID', first.hs6],
                ['IdentificationTypeCode', 'HS'],
              ],
            ],
          ],
        ],
        ['Destination', [['CountryCode', o.buyerCountry]]],
        ['GovernmentProcedure', [['CurrentCode', o.route === 'list' ? 'LST' : 'SMP']]],
        ['Origin', [['CountryCode', first.origin]]],
        ['UCR', [['TraderAssignedReferenceID', o.key.slice(0, 35)]]],
      ],
    ]
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml([
    'md:MetaData',
    [
      ['md:WCODataModelVersionCode', '3.6'],
      ['md:WCOTypeName', 'DEC'],
      ['md:ResponsibleCountryCode', head.country],
      [
        'Declaration',
        [
          ['FunctionCode', '9'],
          ['FunctionalReferenceID', head.id.replaceAll('-', '')],
          ['TypeCode', 'EXE'],
          ['GoodsItemQuantity', String(orders.length)],
          ['Exporter', [['Name', head.exporter.name.slice(0, 70)]]],
          ['GoodsShipment', orders.map(item)],
        ],
        { xmlns: DEC },
      ],
    ],
    { 'xmlns:md': META },
  ])}`
}
