/** An element: name, attributes, and either text or elements. What is absent (undefined, empty text) is left out. */
export type Xml = readonly [name: string, content: XmlContent, attributes?: Readonly<Record<string, string>>]
type XmlContent = string | undefined | readonly (Xml | undefined)[]

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

// XML 1.0 has no way to write these, not even escaped.
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu

const isEmpty = ([, content]: Xml): boolean =>
  content === undefined ||
  content === '' ||
  (typeof content !== 'string' && content.every((child) => !child || isEmpty(child)))

export function writeXml(element: Xml, indent = ''): string {
  const [name, content, attributes = {}] = element
  const open = `${indent}<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')}>`
  if (typeof content === 'string') return `${open}${escaped(content.replace(FORBIDDEN, ''))}</${name}>\n`
  const children = (content ?? []).filter((child): child is Xml => !!child && !isEmpty(child))
  return `${open}\n${children.map((child) => writeXml(child, `${indent}  `)).join('')}${indent}</${name}>\n`
}
