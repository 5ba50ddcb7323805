import type { Instant, Party, PermitState, Quantity } from '#kernel'
import { writeXml, type Xml } from '#platform/xml'

/** What a certificate is made of: an issued permit, and the names of who answers for it. */
export interface SpsSource {
  readonly state: PermitState
  /** Name of the plant protection or health authority. */
  readonly authority: string
  /** Country of the authority, ISO 3166-1 alpha-2. */
  readonly country: string
  /** Person who signed, when the document names one. */
  readonly signatory: string | null
  readonly status: 'issued' | 'replaced' | 'withdrawn'
}

const RSM = 'urn:un:unece:uncefact:data:standard:SPSCertificate:17'
const RAM = 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:21'

/** UNTDED 1001: phytosanitary certificate, veterinary certificate. */
const PHYTOSANITARY = '851'
const VETERINARY = '853'
/** UNTDED 1373, document status. */
const STATUS = { issued: '70', replaced: '41', withdrawn: '40' } as const

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const partyOf = (value: unknown): Party | undefined =>
  typeof value === 'object' && value !== null && 'name' in value ? (value as Party) : undefined
const quantityOf = (value: unknown): Quantity | undefined =>
  typeof value === 'object' && value !== null && 'unit' in value ? (value as Quantity) : undefined

const party = (name: string, value: unknown): Xml | undefined => {
  const found = partyOf(value)
  return found
    ? [
        name,
        [
          ['ram:ID', found.id],
          ['ram:Name', found.name],
          [
            'ram:SpecifiedSPSAddress',
            [
              ['ram:LineOne', found.address],
              ['ram:CountryID', found.country],
            ],
          ],
        ],
      ]
    : undefined
}
const country = (name: string, code: string | undefined): Xml | undefined =>
  code ? [name, [['ram:ID', code]]] : undefined
const moment = (name: string, at: Instant): Xml => [name, [['udt:DateTime', at.length === 10 ? `${at}T00:00:00Z` : at]]]

/** A note with a subject: what ISPM 12 has a box for and the schema has no element. */
const note = (subject: string, content: string | undefined): Xml | undefined =>
  content
    ? [
        'ram:IncludedSPSNote',
        [
          ['ram:Subject', subject],
          ['ram:Content', content],
        ],
      ]
    : undefined

/** A treatment as the dictionary tells it, or as a procedure of its own does: the boxes of ISPM 12 for disinfestation. */
function treatmentOf({ elements }: PermitState): Xml | undefined {
  const kind = textOf(elements['treatment.kind']) ?? textOf(elements['treatment'])
  if (!kind || kind === 'none') return undefined
  const characteristic = (what: string, value: unknown, unit?: string): Xml | undefined => {
    const said = textOf(value)
    if (said === undefined) return undefined
    const value_: Xml = unit ? ['ram:ValueMeasure', said, { unitCode: unit }] : ['ram:Content', said]
    return ['ram:ApplicableSPSProcessCharacteristic', [['ram:Description', what], value_]]
  }
  return [
    'ram:AppliedSPSProcess',
    [
      ['ram:TypeCode', kind],
      [
        'ram:CompletionSPSPeriod',
        [
          ['ram:EndDateTime', textOf(elements['treatment.date'])],
          [
            'ram:DurationMeasure',
            textOf(elements['treatment.duration']) ?? textOf(elements['treatment-hours']),
            { unitCode: 'HUR' },
          ],
        ],
      ],
      characteristic('CHEMICAL', elements['treatment.chemical']),
      characteristic('CONCENTRATION', elements['treatment.concentration']),
      characteristic('DOSE', elements['treatment.dose']),
      characteristic('TEMPERATURE', elements['treatment.temperature'], 'CEL'),
      characteristic('ADDITIONAL', elements['treatment.additional']),
    ],
  ]
}

function item(state: PermitState, line: Readonly<Record<string, unknown>>, i: number): Xml {
  const quantity = quantityOf(line['goods.quantity'])
  const packages = line['goods.packages']
  return [
    'ram:IncludedSPSConsignmentItem',
    [
      [
        'ram:IncludedSPSTradeLineItem',
        [
          ['ram:SequenceNumeric', String(i + 1)],
          ['ram:Description', textOf(line['goods.description'])],
          ['ram:ScientificName', textOf(line['goods.botanicalName'])],
          quantity
            ? [
                quantity.unit === 'KGM' ? 'ram:NetWeightMeasure' : 'ram:NetVolumeMeasure',
                quantity.value,
                { unitCode: quantity.unit },
              ]
            : undefined,
          [
            'ram:ApplicableSPSClassification',
            [
              ['ram:SystemName', 'HS'],
              ['ram:ClassCode', textOf(line['goods.commodity'])],
            ],
          ],
          [
            'ram:PhysicalSPSPackage',
            [
              ['ram:ItemQuantity', packages === undefined || packages === null ? undefined : String(packages)],
              ['ram:PhysicalSPSShippingMarks', [['ram:Marking', textOf(line['goods.marks'])]]],
            ],
          ],
          country('ram:OriginSPSCountry', textOf(line['goods.origin']) ?? textOf(state.elements['country.origin'])),
          treatmentOf(state),
          note('ADTLDECL', textOf(line['sps.additionalDeclaration'])),
        ],
      ],
    ],
  ]
}

/** The certificate as a UN/CEFACT message; nothing while the permit has no document. Values are those the permit was decided on. */
export function spsCertificate({
  state,
  authority,
  country: issuer,
  signatory,
  status,
}: SpsSource): string | undefined {
  const { resolution, elements, lines } = state
  if (!resolution) return undefined
  const sanitary = lines.every((line) => line['goods.botanicalName'] === undefined)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml([
    'rsm:SPSCertificate',
    [
      [
        'rsm:SPSExchangedDocument',
        [
          ['ram:Name', state.title],
          ['ram:ID', resolution.number],
          ['ram:TypeCode', sanitary ? VETERINARY : PHYTOSANITARY],
          ['ram:StatusCode', STATUS[status]],
          moment('ram:IssueDateTime', resolution.issuedAt),
          ['ram:IssuerSPSParty', [['ram:Name', authority]]],
          note('EDITION', String(resolution.edition)),
          note('VALIDUNTIL', resolution.validUntil ?? undefined),
          note('WOODMARK', textOf(elements['sps.woodMark'])),
          note('DISTINGUISHINGMARKS', textOf(elements['sps.distinguishingMarks'])),
          note('ISSUEDAFTERDEPARTURE', resolution.afterDeparture ? 'yes' : undefined),
          [
            'ram:SignatorySPSAuthentication',
            [
              moment('ram:ActualDateTime', resolution.issuedAt),
              [
                'ram:ProviderSPSParty',
                [
                  ['ram:Name', authority],
                  ['ram:SpecifiedSPSPerson', [['ram:Name', signatory ?? undefined]]],
                ],
              ],
            ],
          ],
        ],
      ],
      [
        'rsm:SPSConsignment',
        [
          party('ram:ConsignorSPSParty', elements['exporter'] ?? state.applicant.party),
          party('ram:ConsigneeSPSParty', elements['consignee'] ?? elements['importer']),
          country('ram:ExportSPSCountry', issuer),
          country('ram:ImportSPSCountry', textOf(elements['country.destination'])),
          ['ram:UnloadingBaseportSPSLocation', [['ram:ID', textOf(elements['location.entry'])]]],
          [
            'ram:MainCarriageSPSTransportMovement',
            [
              ['ram:ModeCode', textOf(elements['transport.mode'])],
              ['ram:UsedSPSTransportMeans', [['ram:Name', textOf(elements['transport.id'])]]],
            ],
          ],
          textOf(elements['date.departure'])
            ? moment('ram:ExportExitDateTime', textOf(elements['date.departure']) ?? '')
            : undefined,
          ...lines.map((line, i) => item(state, line, i)),
        ],
      ],
    ],
    {
      'xmlns:rsm': RSM,
      'xmlns:ram': RAM,
      'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:21',
    },
  ])}`
}
