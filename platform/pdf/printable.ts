/**
 * Text as it can be printed and archived. PDF/A refuses what no font can draw and the private area; a legal paper also
 * refuses direction overrides, which make it read differently from what it says. Such characters are printed by their
 * code point, `[U+202E]`: nothing is dropped in silence. Long unbroken runs get places to break (zero width).
 */
export function printable(text: string, undrawable: ReadonlySet<string> = new Set()): string {
  let out = ''
  let run = 0
  for (const char of text.normalize('NFC').replace(/\r\n?/g, '\n')) {
    const shown = undrawable.has(char) || FORBIDDEN.test(char) ? codePoint(char) : char
    run = SPACE.test(char) ? 0 : run + 1
    if (run > LONG && run % 8 === 0 && !MARK.test(char)) out += '\u200b'
    out += shown
  }
  return out
}

/** Longer than any word of our languages and than a digest's group. */
const LONG = 40
const SPACE = /[\s\u200b]/
const MARK = /[\p{M}\u200d]/u
const FORBIDDEN = /[^\P{Cc}\n\t]|[\p{Cs}\p{Co}\p{Cn}\u202a-\u202e\u2066-\u2069]/u

function codePoint(char: string): string {
  return `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}
