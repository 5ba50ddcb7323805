import { toBase, trimDecimal, type Instant, type Money, type Party, type Quantity } from '#kernel'
import { writeXml, type Xml } from '#platform/xml'
import type { DeclaredContent, DeclaredItem } from './content.ts'

export const DEC = 'urn:wco:datamodel:WCO:DEC-DMS:2'
/** Dates stand in a namespace of the model's data types. */
export const DATES = 'urn:wco:datamodel:WCO:Declaration_DS:DMS:2'
export const META = 'urn:wco:datamodel:WCO:DocumentMetaData-DMS:2'

/** UN/EDIFACT 1225: 9 original, 13 a request about one that was sent before. */
const ORIGINAL = '9'
const REQUEST = '13'

type Maybe = Xml | undefined
const text = (name: string, value: string | null | undefined): Maybe => (value ? [name, value] : undefined)
const amount = (name: string, m: Money | null | undefined): Maybe =>
  m ? [name, m.amount, { currencyID: m.currency }] : undefined
/** Kilograms without trailing zeros, and said to be; a mass in another unit is converted first. */
const mass = (name: string, q: Quantity | null): Maybe => {
  if (!q) return undefined
  const base = toBase(q)
  return base.unit === 'KGM' ? [name, trimDecimal(base.value), { unitCode: base.unit }] : undefined
}
const cut = (value: string, max: number): string => Array.from(value).slice(0, max).join('')

const party = (name: string, p: Party | null): Maybe =>
  p
    ? [
        name,
        [
          text('Name', cut(p.name, 70)),
          text('ID', p.id && cut(p.id.replace(/[^A-Za-z0-9]/g, ''), 17)),
          p.address || p.country
            ? ['Address', [text('CountryCode', p.country), text('Line', p.address && cut(p.address, 70))]]
            : undefined,
        ],
      ]
    : undefined

function item(c: DeclaredContent, i: DeclaredItem, n: number): Xml {
  const documents = [
    ...i.lpco.map((l): Xml => [
      'AdditionalDocument',
      [
        ['CategoryCode', 'L'],
        ['ID', cut(l.number, 35)],
        text('Name', cut(l.authority, 35)),
        ['TypeCode', '911'],
        l.quantity
          ? ['WriteOff', [['QuantityQuantity', trimDecimal(l.quantity.value), { unitCode: l.quantity.unit }]]]
          : undefined,
      ],
    ]),
    ...(i.ruling
      ? [
          [
            'AdditionalDocument',
            [
              ['CategoryCode', 'C'],
              ['ID', cut(i.ruling, 35)],
              ['TypeCode', '626'],
            ],
          ] as Xml,
        ]
      : []),
  ]
  const taxes = i.taxes.map((t): Xml => [
    'DutyTaxFee',
    [
      amount('AdValoremTaxBaseAmount', t.base),
      text('DutyRegimeCode', t.preference ? '300' : '100'),
      ['TaxRateNumeric', t.rate],
      ['TypeCode', t.kind === 'duty' ? 'A00' : 'B00'],
      ['Payment', [amount('TaxAssessedAmount', t.amount), amount('PaymentAmount', t.amount)]],
    ],
  ])
  return [
    'GovernmentAgencyGoodsItem',
    [
      amount('CustomsValueAmount', c.direction === 'import' ? i.customsValue : null),
      ['SequenceNumeric', String(n)],
      amount('StatisticalValueAmount', i.customsValue),
      ...documents,
      [
        'Commodity',
        [
          text('Description', cut(i.description, 512)),
          [
            'Classification',
            [
              ['ID', i.hs],
              ['IdentificationTypeCode', i.hs.length > 6 ? 'TSP' : 'HS'],
            ],
          ],
          ...taxes,
          [
            'GoodsMeasure',
            [
              mass('GrossMassMeasure', i.gross),
              mass('NetNetWeightMeasure', i.net),
              i.quantity ? ['TariffQuantity', trimDecimal(i.quantity.value), { unitCode: i.quantity.unit }] : undefined,
            ],
          ],
          ['InvoiceLine', [amount('ItemChargeAmount', i.value)]],
        ],
      ],
      c.direction === 'import' ? ['CustomsValuation', [['MethodCode', '1']]] : undefined,
      [
        'GovernmentProcedure',
        [
          ['CurrentCode', c.procedure],
          ['PreviousCode', '00'],
        ],
      ],
      i.origin
        ? [
            'Origin',
            [
              ['CountryCode', i.origin],
              ['TypeCode', i.taxes.some((t) => t.preference) ? '2' : '1'],
            ],
          ]
        : undefined,
      i.packages
        ? [
            'Packaging',
            [
              ['SequenceNumeric', '1'],
              text('MarksNumbersID', i.marks && cut(i.marks, 512)),
              ['QuantityQuantity', trimDecimal(i.packages)],
              text('TypeCode', i.packageType),
            ],
          ]
        : undefined,
    ],
  ]
}

function shipment(c: DeclaredContent): Xml {
  const { transport, equipment, values } = c
  return [
    'GoodsShipment',
    [
      party('Consignee', c.consignee),
      [
        'Consignment',
        [
          ['ContainerCode', equipment ? '1' : '0'],
          transport.id
            ? [
                c.direction === 'export' ? 'DepartureTransportMeans' : 'ArrivalTransportMeans',
                [['ID', cut(transport.id, 35)]],
              ]
            : undefined,
          c.location ? ['GoodsLocation', [text('Name', c.location)]] : undefined,
          equipment
            ? [
                'TransportEquipment',
                [
                  ['SequenceNumeric', '1'],
                  ['ID', equipment.id],
                  equipment.seal
                    ? [
                        'Seal',
                        [
                          ['SequenceNumeric', '1'],
                          ['ID', equipment.seal],
                        ],
                      ]
                    : undefined,
                ],
              ]
            : undefined,
        ],
      ],
      ['CustomsValuation', [amount('FreightChargeAmount', values.freight)]],
      c.destination ? ['Destination', [['CountryCode', c.destination]]] : undefined,
      c.shipment ? ['ExportCountry', [['ID', c.shipment]]] : undefined,
      ...c.items.map((i, n) => item(c, i, n + 1)),
      party('Importer', c.importer),
      c.invoice.number
        ? [
            'Invoice',
            [
              ['ID', cut(c.invoice.number, 35)],
              c.invoice.date
                ? [
                    'IssueDateTime',
                    [
                      [
                        'ds:DateTimeString',
                        c.invoice.date.replaceAll('-', ''),
                        { 'xmlns:ds': DATES, formatCode: '102' },
                      ],
                    ],
                  ]
                : undefined,
            ],
          ]
        : undefined,
      ['TradeTerms', [['ConditionCode', c.incoterm], text('LocationID', c.incotermPlace?.slice(0, 17))]],
      ['UCR', [['ID', c.ucr]]],
    ],
  ]
}

export interface MessageHead {
  readonly id: string
  readonly at: Instant
}

const wrapped = (country: string, declaration: readonly Maybe[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml([
    'md:MetaData',
    [
      ['md:WCODataModelVersionCode', '3.6'],
      ['md:WCOTypeName', 'DEC'],
      ['md:ResponsibleCountryCode', country],
      ['Declaration', declaration, { xmlns: DEC }],
    ],
    { 'xmlns:md': META },
  ])}`

/** Message ids travel in 35 characters at most. */
export const referenceOf = (id: string): string => id.replaceAll('-', '')

/** The declaration itself, in the sequence of the public schema. */
export function declarationXml(c: DeclaredContent, { id }: MessageHead): string {
  return wrapped(c.country, [
    ['FunctionCode', ORIGINAL],
    ['FunctionalReferenceID', referenceOf(id)],
    ['TypeCode', `${c.direction === 'export' ? 'EX' : 'IM'}${c.regime === 'general' ? 'A' : 'C'}`],
    ['GoodsItemQuantity', String(c.items.length)],
    text('DeclarationOfficeID', c.office),
    amount('InvoiceAmount', c.invoice.total),
    mass('TotalGrossMassMeasure', c.gross),
    text('TotalPackageQuantity', c.packages.count && trimDecimal(c.packages.count)),
    c.transport.mode
      ? [
          'BorderTransportMeans',
          [
            text('ID', c.transport.id && cut(c.transport.id, 35)),
            text('RegistrationNationalityCode', c.transport.nationality),
            ['ModeCode', c.transport.mode],
          ],
        ]
      : undefined,
    party('Declarant', c.declarant),
    party('Exporter', c.exporter),
    shipment(c),
    c.guarantee ? ['ObligationGuarantee', [['ReferenceID', cut(c.guarantee, 35)]]] : undefined,
  ])
}

/** A request about a declaration: COR corrects it, INV asks to cancel it; the reason and, for a correction, the data as they should be. */
export function requestXml(
  c: DeclaredContent,
  { id }: MessageHead,
  about: { readonly mrn: string; readonly type: 'COR' | 'INV'; readonly reason: string },
): string {
  const pointers: Xml[] = [
    [
      'Pointer',
      [
        ['SequenceNumeric', '1'],
        ['DocumentSectionCode', '42A'],
      ],
    ],
    [
      'Pointer',
      [
        ['SequenceNumeric', '1'],
        ['DocumentSectionCode', '06A'],
      ],
    ],
  ]
  return wrapped(c.country, [
    ['FunctionCode', REQUEST],
    ['FunctionalReferenceID', referenceOf(id)],
    ['ID', about.mrn],
    ['TypeCode', about.type],
    party('Submitter', c.declarant),
    [
      'AdditionalInformation',
      [['StatementDescription', cut(about.reason, 512)], ['StatementTypeCode', 'AES'], ...pointers],
    ],
    ['Amendment', [['ChangeReasonCode', about.type === 'INV' ? '1' : '32']]],
    about.type === 'COR' ? shipment(c) : undefined,
  ])
}

/** What the risk engine of the window tells customs about a declaration: its channel, or what a control found. */
export const noticeXml = (
  country: string,
  { id }: MessageHead,
  about: { readonly mrn: string; readonly code: string },
): string =>
  wrapped(country, [
    ['FunctionCode', REQUEST],
    ['FunctionalReferenceID', referenceOf(id)],
    ['ID', about.mrn],
    ['TypeCode', 'CTL'],
    ['Status', [['NameCode', about.code]]],
  ])
