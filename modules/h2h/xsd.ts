import { wcoContent, wcoTypes, type Dictionary } from '#kernel'
import { DAY_PATTERN, INSTANT_PATTERN, TEXT_PATTERN, type Field, type FieldType } from './fields.ts'
import { headers, namespaceOf, type Message, type Version } from './messages.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const restricted = (base: string, ...facets: readonly (readonly [string, string | number])[]): string =>
  `<xs:simpleType><xs:restriction base="${base}">${facets
    .map(([name, value]) => `<xs:${name} value="${escaped(String(value))}"/>`)
    .join('')}</xs:restriction></xs:simpleType>`

function typeXsd(type: FieldType, dictionary: Dictionary): string {
  switch (type.kind) {
    case 'text':
      return restricted('xs:string', ['minLength', 1], ['maxLength', type.max], ['pattern', TEXT_PATTERN])
    case 'word':
      // Groups that do not capture are unknown to XSD, and need not be told apart there.
      return restricted('xs:string', ['pattern', type.pattern.replaceAll('(?:', '(')])
    case 'choice':
      return restricted('xs:string', ...type.of.map((o) => ['enumeration', o] as const))
    case 'whole':
      return restricted('xs:nonNegativeInteger', ['pattern', '0|[1-9][0-9]*'], ['maxInclusive', type.max])
    case 'flag':
      return restricted('xs:boolean', ['pattern', 'true|false'])
    case 'instant':
      return restricted('xs:dateTime', ['pattern', INSTANT_PATTERN])
    case 'day':
      return restricted('xs:date', ['pattern', DAY_PATTERN])
    case 'quantity':
    case 'money':
      return ''
    case 'record':
      return `<xs:complexType><xs:sequence>${fieldsXsd(type.fields, dictionary)}</xs:sequence></xs:complexType>`
    case 'dossier':
      return `<xs:complexType><xs:sequence>\n${wcoContent(dictionary, type.opening)}\n</xs:sequence></xs:complexType>`
  }
}

const fieldsXsd = (fields: readonly Field[], dictionary: Dictionary): string =>
  fields
    .map((f) => {
      const occurs = `${f.optional ? ' minOccurs="0"' : ''}${f.most === undefined ? '' : ` maxOccurs="${f.most}"`}`
      const note = `<xs:annotation><xs:documentation xml:lang="en">${escaped(f.about)}</xs:documentation></xs:annotation>`
      const named = f.type.kind === 'quantity' || f.type.kind === 'money' ? ` type="${f.type.kind}"` : ''
      return `\n  <xs:element name="${f.xml}"${occurs}${named}>${note}${typeXsd(f.type, dictionary)}</xs:element>`
    })
    .join('')

/**
 * XSD 1.0 of one message: complete in itself. The header, the body, and last the signature, which is checked as a signature and not by
 * this schema.
 */
export function messageXsd(message: Message, version: Version, dictionary: Dictionary): string {
  const namespace = namespaceOf(version)
  return `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${namespace}" targetNamespace="${namespace}" elementFormDefault="qualified">
<xs:element name="${message.xml}"><xs:annotation><xs:documentation xml:lang="en">${escaped(message.about)}</xs:documentation></xs:annotation><xs:complexType><xs:sequence>
  <xs:element name="CommunicationMetaData"><xs:complexType><xs:sequence>${fieldsXsd(headers[version], dictionary)}
  </xs:sequence></xs:complexType></xs:element>${fieldsXsd(message.body, dictionary)}
  <xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip" minOccurs="0"/>
</xs:sequence></xs:complexType></xs:element>
${wcoTypes().join('\n')}
</xs:schema>
`
}
