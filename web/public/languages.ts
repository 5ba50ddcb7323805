import type { Language } from '#kernel'

export const LANGUAGES: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'es', name: 'Español' },
  { code: 'en', name: 'English' },
  { code: 'pt', name: 'Português' },
]

/** The language asked for with `?lang=`, else the first of `Accept-Language` that we speak, else Spanish. */
export function languageOf(asked: unknown, accept = ''): Language {
  const wanted = [
    ...(typeof asked === 'string' ? [asked] : []),
    ...accept.split(',').map((part) => part.split(';')[0]?.trim() ?? ''),
  ]
  for (const tag of wanted) {
    const found = LANGUAGES.find(({ code }) => tag.toLowerCase() === code || tag.toLowerCase().startsWith(`${code}-`))
    if (found) return found.code
  }
  return 'es'
}

/** An address of ours that keeps the language. */
export function inLanguage(path: string, language: Language): string {
  if (language === 'es') return path
  const [address = '', anchor] = path.split('#')
  return `${address}${address.includes('?') ? '&' : '?'}lang=${language}${anchor === undefined ? '' : `#${anchor}`}`
}
