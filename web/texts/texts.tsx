import { createContext, useContext } from 'react'
import type { Language } from '#kernel'
import type { Texts } from './es.ts'

export type { Texts }

const TextsContext = createContext<Texts | undefined>(undefined)
export const TextsProvider = TextsContext.Provider

/** The words of the reader's language. One language travels: each is a chunk of its own. */
export function useTexts(): Texts {
  const found = useContext(TextsContext)
  if (!found) throw new Error('no texts above this component')
  return found
}

const load: Readonly<Record<Language, () => Promise<Texts>>> = {
  es: () => import('./es.ts').then((m) => m.es),
  en: () => import('./en.ts').then((m) => m.en),
  pt: () => import('./pt.ts').then((m) => m.pt),
}
export const loadTexts = (language: Language): Promise<Texts> => load[language]()

export const LANGUAGES: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'es', name: 'Español' },
  { code: 'en', name: 'English' },
  { code: 'pt', name: 'Português' },
]

const COOKIE = /(?:^|; )idioma=(es|en|pt)/

/** The language chosen before, asked for in the address, or of the browser; Spanish when it speaks none of ours. */
export function chosenLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang')
  const wanted = [asked, COOKIE.exec(document.cookie)?.[1], ...navigator.languages]
  for (const tag of wanted) {
    const found = LANGUAGES.find(({ code }) => tag?.toLowerCase().startsWith(code))
    if (found) return found.code
  }
  return 'es'
}

/** Kept for a year on this device, and read by the server's pages too. */
export const keepLanguage = (language: Language): void => {
  document.cookie = `idioma=${language}; path=/; max-age=31536000; samesite=lax`
}
