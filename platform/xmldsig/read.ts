import { refusal } from '#kernel'
import { ParseOption, XmlC14NMode, XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm'
import { checkBounds, BOUNDS, type XmlBounds } from './bounds.ts'
import { readCanonical, type CanonicalElement } from './canonical.ts'
import { refuseXml, XmlRefused } from './refused.ts'
import { checkSignature, placeSignature, type Signed } from './signature.ts'

const SAFE = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NO_SYS_CATALOG
const MOST_FAULTS = 50

export interface ReadOptions {
  /** The schema that a root element is held to, as text; nothing: no such document is known here. */
  readonly schemaOf: (root: { readonly name: string; readonly namespace: string }) => string | undefined
  readonly bounds?: XmlBounds
  /** Documents without signature are taken as well: then `certificate` is empty. */
  readonly unsigned?: boolean
}

const kept = new Map<string, XsdValidator>()

/** A schema is compiled once and kept: they are ours, and few. */
function validatorOf(xsd: string): XsdValidator {
  const known = kept.get(xsd)
  if (known) return known
  const document = XmlDocument.fromString(xsd)
  try {
    const made = XsdValidator.fromDoc(document)
    kept.set(xsd, made)
    return made
  } finally {
    document.dispose()
  }
}

function textOf(source: string | Uint8Array, bounds: XmlBounds): string {
  const bytes = typeof source === 'string' ? Buffer.byteLength(source) : source.length
  if (bytes > bounds.bytes)
    throw refuseXml(refusal('XML_TOO_LARGE', '', { max: `${Math.floor(bounds.bytes / 1024 / 1024)} MB` }))
  if (typeof source === 'string') return source
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(source)
  } catch {
    throw refuseXml(refusal('XML_MALFORMED', '', { reason: 'not UTF-8', line: 1 }))
  }
}

/** The library's own text handler decodes piece by piece, and would cut a letter that stands on the edge of two pieces. */
function canonicalize(document: XmlDocument): string {
  const pieces: Buffer[] = []
  const handler = {
    write: (piece: Uint8Array): number => {
      pieces.push(Buffer.from(piece))
      return piece.byteLength
    },
    close: (): boolean => true,
  }
  document.canonicalize(handler, { mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 })
  return Buffer.concat(pieces).toString('utf8')
}

function parse(text: string): XmlDocument {
  try {
    return XmlDocument.fromString(text, { option: SAFE })
  } catch (error) {
    const [first = 'not well-formed'] = error instanceof Error ? error.message.trim().split('\n') : []
    const line = error instanceof Error && 'details' in error ? lineOf(error.details) : 1
    throw refuseXml(refusal('XML_MALFORMED', '', { reason: first.slice(0, 200), line }))
  }
}

const lineOf = (details: unknown): number => {
  const [first] = Array.isArray(details) ? (details as readonly { line?: number }[]) : []
  return first?.line ?? 1
}

/**
 * Reads a signed document: bounded, well-formed, its signature in its place, as its schema says, and signed over exactly what is answered.
 * In this order, and the first step that fails tells everything it found. @throws XmlRefused
 */
export function readSigned(source: string | Uint8Array, options: ReadOptions): Signed {
  const { schemaOf, bounds = BOUNDS } = options
  const text = textOf(source, bounds)
  checkBounds(text, bounds)
  const document = parse(text)
  try {
    if (document.dtd) throw refuseXml(refusal('XML_DTD'))
    const canonical = canonicalize(document)
    const root = readCanonical(canonical)
    const xsd = schemaOf(root)
    if (xsd === undefined)
      throw refuseXml(
        refusal('XML_INVALID', '', { line: 1, reason: `unknown document {${root.namespace}}${root.name}` }),
      )
    const placed = options.unsigned && !hasSignature(root) ? undefined : placeSignature(root)
    validate(document, xsd)
    return placed ? checkSignature(canonical, placed) : { ...NOBODY, content: root }
  } finally {
    document.dispose()
  }
}

const NOBODY = { digest: '', certificate: Buffer.alloc(0), others: [], signedAt: '', signatureValue: Buffer.alloc(0) }
const hasSignature = (root: CanonicalElement): boolean => root.children.some((c) => c.name === 'Signature')

function validate(document: XmlDocument, xsd: string): void {
  try {
    validatorOf(xsd).validate(document)
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error
    throw new XmlRefused(
      error.details.slice(0, MOST_FAULTS).map(({ line, message }) =>
        refusal('XML_INVALID', '', {
          line,
          reason: message
            .trim()
            .replaceAll(/\{urn:[^}]*\}/g, '')
            .slice(0, 300),
        }),
      ),
    )
  }
}

/** The exclusive canonical form of a document, for whoever is about to sign it. @throws XmlRefused */
export function canonicalText(source: string): string {
  checkBounds(source)
  const document = parse(source)
  try {
    if (document.dtd) throw refuseXml(refusal('XML_DTD'))
    return canonicalize(document)
  } finally {
    document.dispose()
  }
}
