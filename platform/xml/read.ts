import { ParseOption, XmlDocument, XmlElement, XmlText, XmlCData } from 'libxml2-wasm'

/** An element without the library that read it. `text` is what stands directly in it, `line` where it begins. */
export interface XmlTree {
  readonly name: string
  readonly namespace: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly children: readonly XmlTree[]
  readonly line: number
}

/** The text is no XML that we accept. */
export class XmlUnreadable extends Error {
  override name = 'XmlUnreadable'
}

/** M30-10. */
const LARGEST = 10 * 1024 * 1024
const DEEPEST = 60

const SAFE = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE

/** Opens a document, hands it over and puts it away. @throws XmlUnreadable when it is not well-formed, too large or has a DTD. */
export function withXml<T>(source: string, use: (document: XmlDocument) => T): T {
  if (Buffer.byteLength(source) > LARGEST) throw new XmlUnreadable(`larger than ${LARGEST} bytes`)
  let document: XmlDocument
  try {
    document = XmlDocument.fromString(source, { option: SAFE })
  } catch (error) {
    throw new XmlUnreadable(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not well-formed')
  }
  try {
    if (document.dtd) throw new XmlUnreadable('a document type declaration is not accepted')
    return use(document)
  } finally {
    document.dispose()
  }
}

function treeOf(element: XmlElement, depth: number): XmlTree {
  if (depth > DEEPEST) throw new XmlUnreadable(`nested deeper than ${DEEPEST}`)
  const children: XmlTree[] = []
  let text = ''
  for (let node = element.firstChild; node; node = node.next) {
    if (node instanceof XmlElement) children.push(treeOf(node, depth + 1))
    else if (node instanceof XmlText || node instanceof XmlCData) text += node.content
  }
  return {
    name: element.name,
    namespace: element.namespaceUri,
    attributes: Object.fromEntries(element.attrs.map((a) => [a.name, a.value])),
    text,
    children,
    line: element.line,
  }
}

export const readXml = (source: string): XmlTree => withXml(source, (document) => treeOf(document.root, 1))

/** The text of the element at a path of local names below a tree; nothing when it is not there. */
export function textOf(tree: XmlTree, ...path: readonly string[]): string | undefined {
  let at: XmlTree | undefined = tree
  for (const name of path) at = at?.children.find((c) => c.name === name)
  return at?.text
}
