import { refusal } from '#kernel'
import { refuseXml } from './refused.ts'

/** M30-10, and what keeps one message from taking the machine: nothing of ours comes near any of these. */
export interface XmlBounds {
  readonly bytes: number
  readonly depth: number
  readonly attributes: number
  readonly elements: number
}

export const BOUNDS: XmlBounds = { bytes: 10 * 1024 * 1024, depth: 60, attributes: 32, elements: 200_000 }

const QUOTE = 34
const APOSTROPHE = 39
const EQUALS = 61
const GREATER = 62
const SLASH = 47
const BANG = 33
const QUESTION = 63

/**
 * One walk over the text before any parser sees it: no document type, no comment, no processing instruction, nothing too deep or too many.
 * Comments and instructions are refused although they could be signed: readers disagree about them, and that is how texts are cut in two.
 * Linear in the length of the text. @throws XmlRefused
 */
export function checkBounds(text: string, bounds: XmlBounds = BOUNDS): void {
  let depth = 0
  let elements = 0
  const ends = (what: string, from: number): number => {
    const found = text.indexOf(what, from)
    if (found < 0) throw refuseXml(refusal('XML_MALFORMED', '', { reason: 'it ends too early', line: 1 }))
    return found + what.length
  }
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const next = text.charCodeAt(at + 1)
    if (next === QUESTION) {
      // Only the declaration that begins a document.
      if (!text.startsWith('<?xml ', at) || !/^\uFEFF?$/.test(text.slice(0, at)))
        throw refuseXml(refusal('XML_INSTRUCTION'))
      at = ends('?>', at)
      continue
    }
    if (next === BANG) {
      if (text.startsWith('<!--', at)) throw refuseXml(refusal('XML_COMMENT'))
      if (!text.startsWith('<![CDATA[', at)) throw refuseXml(refusal('XML_DTD'))
      at = ends(']]>', at)
      continue
    }
    if (next === SLASH) {
      depth--
      at = ends('>', at)
      continue
    }
    if (++elements > bounds.elements)
      throw refuseXml(refusal('XML_LIMIT', '', { what: 'elements', max: bounds.elements }))
    if (++depth > bounds.depth) throw refuseXml(refusal('XML_LIMIT', '', { what: 'depth', max: bounds.depth }))
    let attributes = 0
    let quote = 0
    let i = at + 1
    for (; ; i++) {
      const c = text.charCodeAt(i)
      if (Number.isNaN(c)) throw refuseXml(refusal('XML_MALFORMED', '', { reason: 'it ends too early', line: 1 }))
      if (quote) {
        if (c === quote) quote = 0
      } else if (c === QUOTE || c === APOSTROPHE) quote = c
      else if (c === EQUALS) {
        if (++attributes > bounds.attributes)
          throw refuseXml(refusal('XML_LIMIT', '', { what: 'attributes', max: bounds.attributes }))
      } else if (c === GREATER) break
    }
    if (text.charCodeAt(i - 1) === SLASH) depth--
    at = i + 1
  }
}
