/** Languages in which the window speaks to people. */
export type Language = 'es' | 'en' | 'pt'

/** Words per language. The pack's main language is always there; a missing one falls back to it. */
export type Words = Readonly<Partial<Record<Language, string>>>

/**
 * A reason for saying no. Refusals are values and come as a complete list; an exception is a bug.
 * `code` has a text in each language and a line in the reference; `pointer` is an RFC 6901 JSON Pointer into the
 * command's input; `params` fill the text; `words` replace it where a pack brings its own (a check of a procedure).
 */
export interface Refusal {
  readonly code: string
  readonly pointer: string
  readonly params?: Readonly<Record<string, string | number>>
  readonly words?: Words
  readonly fix?: Words
  /** Norm or authority that asks for it. */
  readonly source?: string
}

export const refusal = (code: string, pointer = '', params?: Refusal['params'], more?: Partial<Refusal>): Refusal => ({
  code,
  pointer,
  ...(params ? { params } : {}),
  ...more,
})

export interface Refused {
  readonly ok: false
  readonly refusals: readonly Refusal[]
}

/** Either a value or every reason why not. */
export type Result<T> = { readonly ok: true; readonly value: T } | Refused

export const accept = <T>(value: T): Result<T> => ({ ok: true, value })
export const refuse = (...refusals: readonly Refusal[]): Refused => ({ ok: false, refusals })

/** One reference token of a JSON Pointer, escaped (RFC 6901). */
export const pointerToken = (token: string | number): string =>
  String(token).replaceAll('~', '~0').replaceAll('/', '~1')
export const pointerTo = (...tokens: readonly (string | number)[]): string =>
  tokens.map((t) => `/${pointerToken(t)}`).join('')

/** Picks the words of a language, or the first there are. */
export function wordsIn(words: Words, language: Language): string {
  return words[language] ?? words.es ?? words.en ?? words.pt ?? ''
}
