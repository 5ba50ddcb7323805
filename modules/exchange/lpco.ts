import {
  compareDecimal,
  countryOf,
  subtractDecimal,
  type Pack,
  type PermitState,
  type Procedure,
  type Quantity,
} from '#kernel'
import { writeXml, type Xml } from '#platform/xml'

/** Namespace of the message. It changes only with a change that breaks its readers. */
export const LPCO_NAMESPACE = 'urn:ventanilla:lpco:1'

/** UNTDED 1225, message function. */
const FUNCTION = { original: '9', replace: '5', cancel: '1' } as const

export interface LpcoSource {
  readonly caseId: string
  readonly state: PermitState
  readonly pack: Pack
  readonly procedure: Procedure
  readonly kind: 'copy' | 'cancel'
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const measure = (name: string, q: Quantity | undefined): Xml | undefined =>
  q ? [name, q.value, { unitCode: q.unit }] : undefined

/**
 * A licence, permit, certificate or other document (LPCO) as a message, with the class names of the WCO Data Model. Values are those the
 * document was decided on; what is left of a balance is what may still be drawn.
 */
export function lpcoMessage({ caseId, state: s, pack, procedure, kind }: LpcoSource): string | undefined {
  const dr = s.resolution
  if (!dr) return undefined
  const agency = pack.agencies.get(s.agency)
  const { party } = s.applicant
  const functionCode = kind === 'cancel' ? FUNCTION.cancel : dr.edition > 1 ? FUNCTION.replace : FUNCTION.original
  const item = (line: Readonly<Record<string, unknown>>, i: number): Xml => {
    const balance = dr.balance.find((b) => b.line === i)
    const left = balance && subtractDecimal(balance.authorised.value, balance.used)
    return [
      'GovernmentAgencyGoodsItem',
      [
        ['SequenceNumeric', String(i + 1)],
        [
          'Commodity',
          [
            ['Description', textOf(line['goods.tradeName']) ?? textOf(line['goods.description'])],
            [
              'Classification',
              [
                ['ID', textOf(line['goods.commodity'])],
                ['IdentificationTypeCode', 'HS'],
              ],
            ],
          ],
        ],
        [
          'GoodsMeasure',
          [measure('TariffQuantity', balance?.authorised ?? (line['goods.quantity'] as Quantity | undefined))],
        ],
        ...(balance && left !== undefined
          ? [
              [
                'QuotaBalance',
                [
                  measure('Quantity', {
                    value: compareDecimal(left, '0') > 0 ? left : '0',
                    unit: balance.authorised.unit,
                  }),
                ],
              ] as Xml,
            ]
          : []),
        ['Origin', [['CountryCode', textOf(line['goods.origin']) ?? textOf(s.elements['country.origin'])]]],
      ],
    ]
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml([
    'LPCO',
    [
      ['FunctionCode', functionCode],
      [
        'AdditionalDocument',
        [
          ['ID', dr.number],
          ['TypeCode', pack.documents.get(dr.document)?.code],
          ['Name', s.title],
          ['VersionID', String(dr.edition)],
          ['IssueDateTime', dr.issuedAt],
          ['ExpirationDate', dr.validUntil ?? undefined],
          ['StatusCode', kind === 'cancel' ? 'REVOKED' : s.status],
          ['LegalBasis', procedure.law],
        ],
      ],
      [
        'IssuingParty',
        [
          ['ID', `${pack.id}.${s.agency}`],
          ['Name', agency?.name ?? s.agency],
          ['Address', [['CountryCode', countryOf(pack)]]],
        ],
      ],
      [
        'Holder',
        [
          ['ID', party.id],
          ['Name', party.name],
          ['Address', [['CountryCode', party.country]]],
        ],
      ],
      ['GovernmentProcedure', [['CurrentCode', textOf(s.code)]]],
      ['ReferenceID', caseId],
      ...s.lines.map((line, i) => item(line, i)),
    ],
    { xmlns: LPCO_NAMESPACE },
  ])}`
}
