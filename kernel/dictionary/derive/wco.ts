import type { AttachedDocument, Elements, Lines } from '../../procedure/state.ts'
import type { Dictionary, Element, FormData, Value } from '../../pack/model.ts'
import { MOST_LINES, partsOf } from './dossier-schema.ts'
import { declaration, escapeXml, sharedTypes, valueXml } from './xsd.ts'

/** Namespace of the export. It changes only with a change that breaks its readers. */
export const WCO_NAMESPACE = 'urn:ventanilla:wco:1'

/** Elements that the WCO Data Model has no class for stand under this name. */
const OTHER = 'Extension'
const classOf = (element: Element): string => element.wcoClass ?? OTHER

/** What only one procedure asks, by procedure: its elements are not in the dictionary. */
export type OwnAnswers = Readonly<Record<string, { readonly elements: Elements; readonly lines: Lines }>>

/** A dossier as it is opened, which is what leaves as XML and comes back. */
export interface ExportedDossier extends FormData {
  readonly ucr: string
  readonly country: string
  readonly regime: string
  readonly answers: OwnAnswers
  readonly documents: readonly AttachedDocument[]
}

/** A tree as any reader of XML makes it: local names, text, attributes. */
export interface ReadElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly children: readonly ReadElement[]
}

function byClass(elements: readonly Element[]): ReadonlyMap<string, readonly Element[]> {
  const classes = new Map<string, Element[]>()
  for (const element of elements) {
    const known = classes.get(classOf(element))
    if (known) known.push(element)
    else classes.set(classOf(element), [element])
  }
  return classes
}

const classes = (elements: readonly Element[]): string =>
  [...byClass(elements)]
    .map(
      ([name, of]) =>
        `      <xs:element name="${name}" minOccurs="0"><xs:complexType><xs:all>\n${of.map(declaration).join('\n')}\n      </xs:all></xs:complexType></xs:element>`,
    )
    .join('\n')

const text = (name: string, occurs: string, pattern: string): string =>
  `      <xs:element name="${name}" ${occurs}><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="${pattern}"/></xs:restriction></xs:simpleType></xs:element>`

/** A value of an element that only one procedure knows: its type travels with it. */
const OWN = `<xs:complexType name="own"><xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="element" type="xs:string" use="required"/><xs:attribute name="line" type="xs:nonNegativeInteger"/>
    <xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="text"/><xs:enumeration value="yes-no"/><xs:enumeration value="quantity"/><xs:enumeration value="money"/><xs:enumeration value="party"/></xs:restriction></xs:simpleType></xs:attribute>
    <xs:attribute name="unit" type="xs:string"/><xs:attribute name="id" type="xs:string"/><xs:attribute name="country" type="xs:string"/><xs:attribute name="address" type="xs:string"/>
  </xs:extension></xs:simpleContent></xs:complexType>`

const GOODS_HEAD = (dictionary: Dictionary, occurs: string): string => {
  const { head, line } = partsOf(dictionary)
  return `      <xs:element name="GoodsShipment"${occurs}><xs:complexType><xs:all>
${classes(head)}
      </xs:all></xs:complexType></xs:element>
      <xs:element name="GovernmentAgencyGoodsItem" minOccurs="0" maxOccurs="${MOST_LINES}"><xs:complexType><xs:all>
${classes(line)}
      </xs:all><xs:attribute name="sequence" type="xs:positiveInteger" use="required"/></xs:complexType></xs:element>
      <xs:element name="AdditionalDocument" minOccurs="0" maxOccurs="200"><xs:complexType>
        <xs:attribute name="type" type="xs:string" use="required"/><xs:attribute name="digest" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9a-f]{64}"/></xs:restriction></xs:simpleType></xs:attribute>
        <xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="number" type="xs:string"/><xs:attribute name="date" type="xs:date"/>
      </xs:complexType></xs:element>
      <xs:element name="AdditionalInformation" minOccurs="0" maxOccurs="100"><xs:complexType><xs:sequence>
        <xs:element name="Value" type="own" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence><xs:attribute name="procedure" type="xs:string" use="required"/><xs:attribute name="lines" type="xs:nonNegativeInteger" use="required"/></xs:complexType></xs:element>`
}

/** What a dossier is opened with, or (`opening` false) what is added to one: the content of a complex type, for any schema of ours. */
export const wcoContent = (dictionary: Dictionary, opening: boolean): string =>
  opening
    ? `${text('UCR', 'minOccurs="0"', '[0-9A-Za-z/.-]{1,35}')}
${text('Country', 'minOccurs="1"', '[a-z]{2,5}')}
${text('GovernmentProcedure', 'minOccurs="1"', 'import|export|transit|free-zone|enterprise')}
${GOODS_HEAD(dictionary, '')}`
    : GOODS_HEAD(dictionary, ' minOccurs="0"')

/** The types that `wcoContent` refers to. */
export const wcoTypes = (): readonly string[] => [OWN, ...sharedTypes()]

/**
 * XSD 1.0 of a dossier in terms of the WCO Data Model: each datum stands in the class that the model gives it, and its note names the model's id and
 * the UNTDED tag. Everything about a datum derives from the dictionary.
 */
export function wcoXsd(dictionary: Dictionary): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${WCO_NAMESPACE}" targetNamespace="${WCO_NAMESPACE}" elementFormDefault="qualified">
  <xs:element name="OperationDossier"><xs:complexType><xs:sequence>
${wcoContent(dictionary, true)}
  </xs:sequence></xs:complexType></xs:element>
${wcoTypes()
  .map((type) => `  ${type}`)
  .join('\n')}
</xs:schema>
`
}

const attributes = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(value)}"`))
    .join('')

function classesXml(dictionary: Dictionary, values: Elements): string {
  const known = Object.keys(values).flatMap((id) => dictionary.elements.get(id) ?? [])
  return [...byClass(known)]
    .map(([name, of]) => {
      const inside = of.map((element) => valueXml(element.id, values[element.id] ?? '')).join('')
      return inside ? `<${name}>${inside}</${name}>` : ''
    })
    .join('')
}

function ownXml(element: string, value: Value, line: number | null): string {
  const at = { element, ...(line === null ? {} : { line: String(line) }) }
  const say = (type: string, said: string, more: Readonly<Record<string, string | undefined>> = {}): string =>
    `<Value${attributes({ ...at, type, ...more })}>${escapeXml(said)}</Value>`
  if (typeof value === 'boolean') return say('yes-no', String(value))
  if (typeof value === 'string') return say('text', value)
  if ('unit' in value) return say('quantity', value.value, { unit: value.unit })
  if ('currency' in value) return say('money', value.amount, { unit: value.currency })
  // A reference to personal data is the window's own and never leaves it.
  if ('ref' in value) return ''
  return say('party', value.name, { id: value.id, country: value.country, address: value.address })
}

/** Data of a dossier as `wcoContent` describes them, piece by piece. */
function wcoPieces(dictionary: Dictionary, d: Pick<ExportedDossier, 'lines' | 'documents' | 'answers'>): string[] {
  const lines = d.lines.map(
    (line, i) =>
      `<GovernmentAgencyGoodsItem sequence="${i + 1}">${classesXml(dictionary, line)}</GovernmentAgencyGoodsItem>`,
  )
  const documents = d.documents.map(
    ({ type, digest, name, number, date }) =>
      `<AdditionalDocument${attributes({ type, digest, name, number, date })}/>`,
  )
  const answers = Object.entries(d.answers).map(([procedure, a]) => {
    const head = Object.entries(a.elements).map(([id, value]) => ownXml(id, value, null))
    const own = a.lines.flatMap((line, i) => Object.entries(line).map(([id, value]) => ownXml(id, value, i)))
    return `<AdditionalInformation${attributes({ procedure, lines: String(a.lines.length) })}>${[...head, ...own].join('')}</AdditionalInformation>`
  })
  return [...lines, ...documents, ...answers]
}

/** The inside of an element whose type is `wcoContent`. What is absent is left out. */
export function wcoInner(dictionary: Dictionary, d: Partial<ExportedDossier>): string {
  const { ucr, country, regime, elements, lines = [], documents = [], answers = {} } = d
  const said = (name: string, value: string | undefined): string =>
    value ? `<${name}>${escapeXml(value)}</${name}>` : ''
  const shipment = elements || country ? `<GoodsShipment>${classesXml(dictionary, elements ?? {})}</GoodsShipment>` : ''
  return `${said('UCR', ucr)}${said('Country', country)}${said('GovernmentProcedure', regime)}${shipment}${wcoPieces(dictionary, { lines, documents, answers }).join('')}`
}

/** A dossier as the XML that `wcoXsd` describes. The data were checked before: nothing is corrected here. */
export function wcoXml(dictionary: Dictionary, d: ExportedDossier): string {
  const ucr = d.ucr ? `<UCR>${escapeXml(d.ucr)}</UCR>` : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<OperationDossier xmlns="${WCO_NAMESPACE}">${ucr}<Country>${escapeXml(d.country)}</Country><GovernmentProcedure>${escapeXml(d.regime)}</GovernmentProcedure>
<GoodsShipment>${classesXml(dictionary, d.elements)}</GoodsShipment>
${wcoPieces(dictionary, d).join('\n')}
</OperationDossier>
`
}

const childText = (tree: ReadElement, name: string): string | undefined =>
  tree.children.find((c) => c.name === name)?.text

function valueIn(element: Element, tree: ReadElement): Value {
  switch (element.type) {
    case 'yes-no':
      return tree.text === 'true'
    case 'quantity':
      return { value: tree.text, unit: tree.attributes['unit'] ?? '' }
    case 'money':
      return { amount: tree.text, currency: tree.attributes['currency'] ?? '' }
    case 'party': {
      const part = (name: 'id' | 'country' | 'address') => {
        const found = childText(tree, name)
        return found === undefined ? {} : { [name]: found }
      }
      return { name: childText(tree, 'name') ?? '', ...part('id'), ...part('country'), ...part('address') }
    }
    default:
      return tree.text
  }
}

function valuesIn(dictionary: Dictionary, tree: ReadElement): Elements {
  const values: Record<string, Value> = {}
  for (const { children } of tree.children)
    for (const child of children) {
      const element = dictionary.elements.get(child.name)
      if (element) values[element.id] = valueIn(element, child)
    }
  return values
}

function ownIn({ attributes: { type, unit = '', id, country, address }, text: said }: ReadElement): Value {
  switch (type) {
    case 'yes-no':
      return said === 'true'
    case 'quantity':
      return { value: said, unit }
    case 'money':
      return { amount: said, currency: unit }
    case 'party':
      return { name: said, ...(id ? { id } : {}), ...(country ? { country } : {}), ...(address ? { address } : {}) }
    default:
      return said
  }
}

/** The dossier that an export holds: what `wcoXml` wrote, value by value. The document was validated by `wcoXsd` before. */
export function fromWcoXml(dictionary: Dictionary, root: ReadElement): ExportedDossier {
  const named = (name: string): readonly ReadElement[] => root.children.filter((c) => c.name === name)
  const answers = named('AdditionalInformation').map((tree) => {
    const lines: Record<string, Value>[] = Array.from({ length: Number(tree.attributes['lines'] ?? 0) }, () => ({}))
    const elements: Record<string, Value> = {}
    for (const value of tree.children) {
      const { element = '', line } = value.attributes
      const into = line === undefined ? elements : lines[Number(line)]
      if (into) into[element] = ownIn(value)
    }
    return [tree.attributes['procedure'] ?? '', { elements, lines }] as const
  })
  const [shipment] = named('GoodsShipment')
  return {
    ucr: childText(root, 'UCR') ?? '',
    country: childText(root, 'Country') ?? '',
    regime: childText(root, 'GovernmentProcedure') ?? '',
    elements: shipment ? valuesIn(dictionary, shipment) : {},
    lines: named('GovernmentAgencyGoodsItem').map((tree) => valuesIn(dictionary, tree)),
    answers: Object.fromEntries(answers),
    documents: named('AdditionalDocument').map(
      ({ attributes: { type = '', digest = '', name = '', number, date } }) => ({
        type,
        digest,
        name,
        ...(number ? { number } : {}),
        ...(date ? { date } : {}),
      }),
    ),
  }
}
