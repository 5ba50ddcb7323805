import { countryPattern } from '../../pack/codes/countries.ts'
import { currencyCodes } from '../../pack/codes/currencies.ts'
import type { Dictionary, Element, FormData, Value } from '../../pack/model.ts'
import { MAX, QUANTITY_DECIMALS } from '../../pack/values.ts'
import { wordsIn, type Language } from '../../problem.ts'
import { unitFamily } from '../../quantity.ts'
import { textFormats } from '../formats.ts'
import { MOST_LINES, partsOf } from './dossier-schema.ts'
import { annotation } from './value-schema.ts'

/** Namespace of the dictionary's XML. It changes only with a change that breaks its readers. */
export const XML_NAMESPACE = 'urn:ventanilla:dictionary:1'

const LANGUAGES: readonly Language[] = ['es', 'en', 'pt']

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const facet = (name: string, value: string | number): string => `<xs:${name} value="${escapeXml(String(value))}"/>`
const simple = (name: string | undefined, base: string, facets: readonly string[]): string =>
  `<xs:simpleType${name ? ` name="${name}"` : ''}><xs:restriction base="${base}">${facets.join('')}</xs:restriction></xs:simpleType>`

/** Types of XSD 1.0 have no lookahead: that text is trimmed is one pattern, and its characters are those XML admits. */
const TEXT = String.raw`\S(.*\S)?`
const DECIMAL = String.raw`-?[0-9]{1,24}(\.[0-9]{1,12})?`
const AMOUNT = (decimals: number): string => String.raw`[0-9]{1,24}(\.[0-9]{1,${decimals}})?`

const part = (name: string, max: number): string =>
  `<xs:element name="${name}" minOccurs="${name === 'name' ? 1 : 0}">${simple(undefined, 'text', [facet('maxLength', max)])}</xs:element>`

/** A value with the unit or currency it is told in as an attribute. */
const measured = (name: string, base: string, attribute: string, type: string): string =>
  `<xs:complexType name="${name}"><xs:simpleContent><xs:extension base="${base}"><xs:attribute name="${attribute}" type="${type}" use="required"/></xs:extension></xs:simpleContent></xs:complexType>`

export const sharedTypes = (): readonly string[] => [
  simple('text', 'xs:string', [facet('minLength', 1), facet('pattern', TEXT)]),
  simple('decimal', 'xs:decimal', [facet('pattern', DECIMAL)]),
  simple('amount', 'xs:decimal', [facet('pattern', AMOUNT(4))]),
  simple('measure', 'xs:decimal', [facet('pattern', AMOUNT(QUANTITY_DECIMALS))]),
  simple('country', 'xs:string', [facet('pattern', countryPattern)]),
  simple('location', 'xs:string', [facet('pattern', `(${countryPattern})[A-Z2-9]{3}`)]),
  simple(
    'currency',
    'xs:string',
    currencyCodes.map((code) => facet('enumeration', code)),
  ),
  simple('unit', 'xs:string', [facet('pattern', '[A-Z0-9]{2,3}')]),
  simple('day', 'xs:date', [facet('pattern', '[0-9]{4}-[0-9]{2}-[0-9]{2}')]),
  simple('hs', 'xs:string', [facet('pattern', '[0-9]{6,12}')]),
  simple('cas', 'xs:string', [facet('pattern', '[1-9][0-9]{1,6}-[0-9]{2}-[0-9]')]),
  measured('quantity', 'measure', 'unit', 'unit'),
  measured('money', 'amount', 'currency', 'currency'),
  `<xs:complexType name="party"><xs:all>${part('name', MAX.name)}${part('id', MAX.id)}<xs:element name="country" type="country" minOccurs="0"/>${part('address', MAX.address)}</xs:all></xs:complexType>`,
]

function wordType({ type, max, codes, format }: Element): string {
  if (codes)
    return simple(
      undefined,
      'text',
      Object.keys(codes).map((code) => facet('enumeration', code)),
    )
  const usual = type === 'code' ? MAX.code : type === 'permit' ? MAX.permit : MAX.text
  const shape = format === undefined ? undefined : textFormats[format]
  return simple(undefined, 'text', [
    facet('maxLength', max ?? usual),
    ...(shape ? [facet('pattern', shape.pattern)] : []),
  ])
}

function numberType({ range, decimals }: Element): string {
  return simple(undefined, 'decimal', [
    ...(decimals === undefined ? [] : [facet('fractionDigits', decimals)]),
    ...(range?.min === undefined ? [] : [facet('minInclusive', range.min)]),
    ...(range?.max === undefined ? [] : [facet('maxInclusive', range.max)]),
  ])
}

/** A quantity whose unit must be of one family. */
const familyType = (unit: string): string =>
  `<xs:complexType><xs:simpleContent><xs:restriction base="quantity"><xs:attribute name="unit" use="required">${simple(
    undefined,
    'unit',
    unitFamily(unit).map(([code]) => facet('enumeration', code)),
  )}</xs:attribute></xs:restriction></xs:simpleContent></xs:complexType>`

/** The type of an element: a shared one by name, or one of its own. */
function typeOf(element: Element): { readonly name: string } | { readonly own: string } {
  switch (element.type) {
    case 'text':
    case 'code':
    case 'permit':
      return { own: wordType(element) }
    case 'number':
      return element.range || element.decimals !== undefined ? { own: numberType(element) } : { name: 'decimal' }
    case 'quantity':
      return element.unit === undefined ? { name: 'quantity' } : { own: familyType(element.unit) }
    case 'yes-no':
      return { own: simple(undefined, 'xs:boolean', [facet('pattern', 'true|false')]) }
    case 'date':
      return { name: 'day' }
    default:
      return { name: element.type }
  }
}

export function declaration(element: Element): string {
  const words = LANGUAGES.map(
    (language) =>
      `<xs:documentation xml:lang="${language}">${escapeXml(wordsIn(element.label, language))}</xs:documentation>`,
  ).join('')
  const standards = Object.entries(annotation(element))
    .filter(([key]) => key !== 'id')
    .map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
    .join('')
  const type = typeOf(element)
  const note = `<xs:annotation>${words}<xs:appinfo><element xmlns="${XML_NAMESPACE}"${standards}/></xs:appinfo></xs:annotation>`
  const start = `      <xs:element name="${element.id}" minOccurs="0"`
  return 'name' in type
    ? `${start} type="${type.name}">${note}</xs:element>`
    : `${start}>${note}${type.own}</xs:element>`
}

const holder = (name: string, elements: readonly Element[]): string =>
  `  <xs:complexType name="${name}">\n    <xs:all>\n${elements.map(declaration).join('\n')}\n    </xs:all>\n  </xs:complexType>`

/**
 * XSD 1.0 of a dossier or a case: `<dossier><elements>…</elements><lines><line>…</line></lines></dossier>`, each datum under its own
 * id, in any order. Check digits, Unicode form and decimals by currency are the window's to check, as in JSON Schema without `x-check`.
 */
export function dossierXsd(dictionary: Dictionary): string {
  const { head, line } = partsOf(dictionary)
  const root = (name: string): string => `  <xs:element name="${name}" type="dossier"/>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${XML_NAMESPACE}" targetNamespace="${XML_NAMESPACE}" elementFormDefault="qualified">
${root('dossier')}
${root('case')}
  <xs:complexType name="dossier">
    <xs:sequence>
      <xs:element name="elements" type="elements"/>
      <xs:element name="lines" minOccurs="0">
        <xs:complexType><xs:sequence><xs:element name="line" type="line" minOccurs="0" maxOccurs="${MOST_LINES}"/></xs:sequence></xs:complexType>
      </xs:element>
    </xs:sequence>
  </xs:complexType>
${holder('elements', head)}
${holder('line', line)}
${sharedTypes()
  .map((type) => `  ${type}`)
  .join('\n')}
</xs:schema>
`
}

export function valueXml(id: string, value: Value): string {
  if (typeof value !== 'object') return `<${id}>${escapeXml(String(value))}</${id}>`
  if ('unit' in value) return `<${id} unit="${escapeXml(value.unit)}">${escapeXml(value.value)}</${id}>`
  if ('currency' in value) return `<${id} currency="${escapeXml(value.currency)}">${escapeXml(value.amount)}</${id}>`
  // A reference to personal data is the window's own and never leaves it.
  if ('ref' in value) return ''
  const parts = (['name', 'id', 'country', 'address'] as const).flatMap((key) => {
    const found = value[key]
    return found === undefined ? [] : [`<${key}>${escapeXml(found)}</${key}>`]
  })
  return `<${id}>${parts.join('')}</${id}>`
}

const valuesXml = (values: Readonly<Record<string, Value>>): string =>
  Object.entries(values)
    .map(([id, value]) => valueXml(id, value))
    .join('')

/** A dossier's data as the XML that `dossierXsd` describes. The data were checked before: nothing is corrected here. */
export function dossierXml({ elements, lines }: FormData, root: 'dossier' | 'case' = 'dossier'): string {
  const all = lines.map((line) => `<line>${valuesXml(line)}</line>`).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${XML_NAMESPACE}"><elements>${valuesXml(elements)}</elements><lines>${all}</lines></${root}>\n`
}
