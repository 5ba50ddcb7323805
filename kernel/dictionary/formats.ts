import { containerDigit, gtin13Digit, imoDigit } from '../check-digits.ts'

/** The shape of a text beyond its length. The pattern has no anchors, so that JSON Schema and XSD can both use it. */
export interface TextFormat {
  readonly pattern: string
  readonly example: string
  /** The last character the number should have, where its standard computes one. */
  readonly digit?: (text: string) => string
}

/** The closed list of formats an element may name. It grows here, never in a dictionary file. */
export const textFormats: Readonly<Record<string, TextFormat>> = {
  email: { pattern: String.raw`[^\s@]+@[^\s@]+\.[^\s@]+`, example: 'ventas@valleverde.example' },
  phone: { pattern: String.raw`\+?[0-9][0-9 ()./\-]{5,33}`, example: '+51 1 555 0100' },
  url: { pattern: String.raw`https?://[^\s/]+(/[^\s]*)?`, example: 'https://valleverde.example' },
  /** ISO 6346: owner, category U, J or Z, serial number and check digit. */
  container: {
    pattern: '[A-Z]{3}[UJZ][0-9]{7}',
    example: 'TGHU3001179',
    digit: (text) => String(containerDigit(text.slice(0, 10))),
  },
  /** ISO 6346: length, height and type of a container. */
  'container-type': { pattern: '[0-9A-Z]{4}', example: '22G1' },
  /** Number of a ship of the International Maritime Organization. */
  imo: { pattern: '[0-9]{7}', example: '9074729', digit: (text) => String(imoDigit(text.slice(0, 6))) },
  /** GTIN-13 of GS1. */
  gtin: { pattern: '[0-9]{13}', example: '4006381333931', digit: (text) => String(gtin13Digit(text.slice(0, 12))) },
  /** Number of the United Nations for dangerous goods. */
  'un-number': { pattern: '[0-9]{4}', example: '3082' },
  /** A minute of Coordinated Universal Time, ISO 8601. */
  moment: {
    pattern: '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]Z',
    example: '2026-06-24T18:00Z',
  },
  /** Six digits of the Harmonized System, for goods that are no line of their own. */
  hs6: { pattern: '[0-9]{6}', example: '090111' },
  year: { pattern: '(19|20)[0-9]{2}', example: '2026' },
  /** Mark of wood packaging, ISPM 15 annex 2: country and number of who treated it, and how (heat, dielectric heat, methyl bromide, sulphuryl fluoride). */
  ispm15: { pattern: '[A-Z]{2}-[A-Z0-9]{1,12} (HT|DH|MB|SF)', example: 'PE-0123 HT' },
  /** SHA-256 of a file that was uploaded before. */
  digest: { pattern: '[0-9a-f]{64}', example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
  /** Business identifier code of a bank, ISO 9362. */
  bic: { pattern: '[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?', example: 'BANKPEPL' },
}

export const isFormat = (name: string): boolean => Object.hasOwn(textFormats, name)

const compiled = new Map<string, RegExp>()

/** What is wrong with a text of a format: its shape, or its check digit, with the one it should have. */
export function formatFault(
  name: string,
  text: string,
): { readonly kind: 'shape' | 'digit'; readonly expected: string } | undefined {
  const format = textFormats[name]
  if (!format) return undefined
  let shape = compiled.get(name)
  if (!shape) compiled.set(name, (shape = new RegExp(`^(?:${format.pattern})$`, 'u')))
  if (!shape.test(text)) return { kind: 'shape', expected: format.example }
  const digit = format.digit?.(text)
  return digit === undefined || text.endsWith(digit) ? undefined : { kind: 'digit', expected: digit }
}
