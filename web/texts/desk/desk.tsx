import { use } from 'react'
import type { Language } from '#kernel'
import { useFormats } from '../../ui/index.ts'
import type { Desk } from './es.ts'

export type { Desk }

const load: Readonly<Record<Language, () => Promise<Desk>>> = {
  es: () => import('./es.ts').then((m) => m.desk),
  en: () => import('./en.ts').then((m) => m.desk),
  pt: () => import('./pt.ts').then((m) => m.desk),
}
const loaded = new Map<Language, Promise<Desk>>()

export function loadDesk(language: Language): Promise<Desk> {
  let found = loaded.get(language)
  if (!found) loaded.set(language, (found = load[language]()))
  return found
}

/** Words of the desks in the reader's language; the screen waits for them as it waits for its code. */
export const useDesk = (): Desk => use(loadDesk(useFormats().language as Language))
