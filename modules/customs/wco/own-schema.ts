import { DATES, DEC, META } from '../dec.ts'

const kinds = {
  text: 'xs:string',
  code: 'code',
  amount: 'amount',
  measure: 'measure',
  date: 'date',
} as const

type Kind = keyof typeof kinds
type Model = { readonly [name: string]: Kind | Model }

const party: Model = { Name: 'text', ID: 'text', Address: { CountryCode: 'code', Line: 'text' } }

/** What our own messages hold, in the sequence of the WCO Data Model 3.6: a part of the public schema, never more than it. */
const declaration: Model = {
  FunctionCode: 'code',
  FunctionalReferenceID: 'text',
  ID: 'text',
  TypeCode: 'code',
  GoodsItemQuantity: 'measure',
  DeclarationOfficeID: 'code',
  InvoiceAmount: 'amount',
  TotalGrossMassMeasure: 'measure',
  TotalPackageQuantity: 'measure',
  Submitter: party,
  AdditionalInformation: {
    StatementDescription: 'text',
    StatementTypeCode: 'code',
    Pointer: { SequenceNumeric: 'measure', DocumentSectionCode: 'code' },
  },
  Amendment: { ChangeReasonCode: 'code' },
  BorderTransportMeans: { ID: 'text', RegistrationNationalityCode: 'code', ModeCode: 'code' },
  Declarant: party,
  Exporter: party,
  GoodsShipment: {
    Consignee: party,
    Consignment: {
      ContainerCode: 'code',
      ArrivalTransportMeans: { ID: 'text' },
      DepartureTransportMeans: { ID: 'text' },
      GoodsLocation: { Name: 'text' },
      TransportEquipment: { SequenceNumeric: 'measure', ID: 'text', Seal: { SequenceNumeric: 'measure', ID: 'text' } },
    },
    CustomsValuation: { FreightChargeAmount: 'amount' },
    Destination: { CountryCode: 'code' },
    ExportCountry: { ID: 'code' },
    GovernmentAgencyGoodsItem: {
      CustomsValueAmount: 'amount',
      SequenceNumeric: 'measure',
      StatisticalValueAmount: 'amount',
      AdditionalDocument: {
        CategoryCode: 'code',
        ID: 'text',
        Name: 'text',
        TypeCode: 'code',
        WriteOff: { QuantityQuantity: 'measure' },
      },
      Commodity: {
        Description: 'text',
        Classification: { ID: 'code', IdentificationTypeCode: 'code' },
        DutyTaxFee: {
          AdValoremTaxBaseAmount: 'amount',
          DutyRegimeCode: 'code',
          TaxRateNumeric: 'measure',
          TypeCode: 'code',
          Payment: { TaxAssessedAmount: 'amount', PaymentAmount: 'amount' },
        },
        GoodsMeasure: { GrossMassMeasure: 'measure', NetNetWeightMeasure: 'measure', TariffQuantity: 'measure' },
        InvoiceLine: { ItemChargeAmount: 'amount' },
      },
      CustomsValuation: { MethodCode: 'code' },
      GovernmentProcedure: { CurrentCode: 'code', PreviousCode: 'code' },
      Origin: { CountryCode: 'code', TypeCode: 'code' },
      Packaging: { SequenceNumeric: 'measure', MarksNumbersID: 'text', QuantityQuantity: 'measure', TypeCode: 'code' },
    },
    Importer: party,
    Invoice: { ID: 'text', IssueDateTime: 'date' },
    TradeTerms: { ConditionCode: 'code', LocationID: 'code' },
    UCR: { ID: 'text' },
  },
  ObligationGuarantee: { ReferenceID: 'text' },
}

const REPEATS = new Set([
  'GovernmentAgencyGoodsItem',
  'AdditionalDocument',
  'DutyTaxFee',
  'Pointer',
  'Classification',
  'Packaging',
])

const elementsOf = (model: Model): string =>
  Object.entries(model)
    .map(([name, kind]) => {
      const many = REPEATS.has(name) ? ' maxOccurs="unbounded"' : ''
      return typeof kind === 'string'
        ? `<xs:element name="${name}" type="${kinds[kind]}" minOccurs="0"/>`
        : `<xs:element name="${name}" minOccurs="0"${many}><xs:complexType><xs:sequence>${elementsOf(kind)}</xs:sequence></xs:complexType></xs:element>`
    })
    .join('')

/** XSD 1.0 of the declarations that we write, without their envelope. The public schema accepts all of it. */
export const declarationXsd = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${DEC}" targetNamespace="${DEC}" elementFormDefault="qualified">
<xs:complexType name="code"><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="formatCode" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="amount"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currencyID" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[A-Z]{3}"/></xs:restriction></xs:simpleType></xs:attribute></xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="measure"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="unitCode" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="date"><xs:sequence><xs:any namespace="${DATES}" processContents="skip"/></xs:sequence></xs:complexType>
<xs:element name="Declaration"><xs:complexType><xs:sequence>${elementsOf(declaration)}</xs:sequence></xs:complexType></xs:element>
</xs:schema>
`

/** The declaration inside an envelope, as a document of its own. */
export const insideOf = (message: string): string => {
  const found = /<Declaration\b[\s\S]*<\/Declaration>/.exec(message)?.[0]
  if (!found) throw new TypeError(`no declaration in a message of ${META}`)
  return found
}
