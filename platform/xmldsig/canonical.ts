import { refusal } from '#kernel'
import { refuseXml } from './refused.ts'

/**
 * An element as canonical XML has it, and where it stands in that text: `[from, to)` is the whole element. Values are read from here and
 * nowhere else, so nobody can be shown another text than the one whose digest was signed.
 */
export interface CanonicalElement {
  /** As written, with its prefix. */
  readonly qname: string
  /** Local name. */
  readonly name: string
  readonly namespace: string
  /** Attributes without namespace declarations, by the name as written. */
  readonly attributes: Readonly<Record<string, string>>
  /** What stands directly in it, entities resolved. */
  readonly text: string
  readonly children: readonly CanonicalElement[]
  readonly from: number
  readonly to: number
  /** Where its content begins and ends. */
  readonly inner: readonly [number, number]
  /** The attributes as the canonical text has them, declarations left out: ` a="b"`. */
  readonly said: string
  /** Prefixes in scope. */
  readonly scope: Readonly<Record<string, string>>
}

const unescape = (text: string): string =>
  text.includes('&')
    ? text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#x9;', '\t')
        .replaceAll('&#xA;', '\n')
        .replaceAll('&#xD;', '\r')
        .replaceAll('&amp;', '&')
    : text

const foreign = (): never => {
  throw refuseXml(refusal('XML_MALFORMED', '', { reason: 'not canonical', line: 0 }))
}

const ATTRIBUTE = / ([^\s=<>"]+)="([^"<]*)"/y

interface Open {
  readonly qname: string
  readonly attributes: Record<string, string>
  readonly said: string
  readonly scope: Readonly<Record<string, string>>
  readonly from: number
  readonly innerFrom: number
  readonly children: CanonicalElement[]
  text: string
}

/** Reads what a canonicaliser wrote: a language so small that it is read whole here, or refused. Linear. */
export function readCanonical(text: string): CanonicalElement {
  const open: Open[] = []
  let scope: Readonly<Record<string, string>> = { '': '' }
  let at = 0
  for (;;) {
    const tag = text.indexOf('<', at)
    const top = open.at(-1)
    if (tag < 0) return foreign()
    if (tag > at) {
      if (!top) return foreign()
      top.text += unescape(text.slice(at, tag))
    }
    if (text.charCodeAt(tag + 1) === 47) {
      const end = text.indexOf('>', tag)
      const qname = text.slice(tag + 2, end)
      if (!top || top.qname !== qname) return foreign()
      open.pop()
      const element = closed(top, tag, end + 1)
      const parent = open.at(-1)
      scope = parent?.scope ?? scope
      at = end + 1
      if (!parent) {
        if (at !== text.length) return foreign()
        return element
      }
      parent.children.push(element)
      continue
    }
    let i = tag + 1
    for (let c = text.charCodeAt(i); c !== 32 && c !== 62; c = text.charCodeAt(++i))
      if (Number.isNaN(c)) return foreign()
    const qname = text.slice(tag + 1, i)
    const attributes: Record<string, string> = {}
    let said = ''
    let within = scope
    for (ATTRIBUTE.lastIndex = i; text.charCodeAt(i) === 32; i = ATTRIBUTE.lastIndex) {
      const [whole, name = '', value = ''] = ATTRIBUTE.exec(text) ?? foreign()
      if (name === 'xmlns' || name.startsWith('xmlns:')) within = { ...within, [name.slice(6)]: unescape(value) }
      else {
        attributes[name] = unescape(value)
        said += whole
      }
    }
    if (text.charCodeAt(i) !== 62) return foreign()
    scope = within
    at = i + 1
    open.push({ qname, attributes, said, scope, from: tag, innerFrom: at, children: [], text: '' })
  }
}

function closed(o: Open, innerTo: number, to: number): CanonicalElement {
  const colon = o.qname.indexOf(':')
  const prefix = colon < 0 ? '' : o.qname.slice(0, colon)
  const { qname, attributes, said, scope, from, children, text } = o
  return {
    qname,
    name: o.qname.slice(colon + 1),
    namespace: scope[prefix] ?? foreign(),
    attributes,
    text,
    children,
    from,
    to,
    inner: [o.innerFrom, innerTo],
    said,
    scope,
  }
}

const prefixOf = (qname: string): string => (qname.includes(':') ? qname.slice(0, qname.indexOf(':')) : '')

/**
 * Exclusive canonical form (without comments, without inclusive prefixes) of an element taken alone, from the canonical text of the whole:
 * the same text, with each namespace declared where it is first used.
 */
export function canonicalOf(
  text: string,
  element: CanonicalElement,
  rendered: Readonly<Record<string, string>> = { '': '' },
): string {
  const used = new Set([prefixOf(element.qname), ...Object.keys(element.attributes).map(prefixOf).filter(Boolean)])
  used.delete('xml')
  let shown = rendered
  let declared = ''
  for (const prefix of [...used].sort()) {
    const uri = element.scope[prefix] ?? foreign()
    if (shown[prefix] === uri) continue
    shown = { ...shown, [prefix]: uri }
    declared += ` xmlns${prefix && `:${prefix}`}="${escapeAttribute(uri)}"`
  }
  let out = `<${element.qname}${declared}${element.said}>`
  let at = element.inner[0]
  for (const child of element.children) {
    out += text.slice(at, child.from) + canonicalOf(text, child, shown)
    at = child.to
  }
  return `${out}${text.slice(at, element.inner[1])}</${element.qname}>`
}

/** As canonical XML writes the value of an attribute. */
export const escapeAttribute = (value: string): string =>
  value.replace(/[&<"\t\n\r]/g, (c) => ATTRIBUTE_ESCAPES[c] ?? c)
/** As canonical XML writes text. */
export const escapeText = (value: string): string => value.replace(/[&<>\r]/g, (c) => TEXT_ESCAPES[c] ?? c)

const TEXT_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }
const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
