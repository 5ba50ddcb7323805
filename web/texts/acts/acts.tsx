import { use } from 'react'
import type { Language } from '#kernel'
import { useFormats } from '../../ui/index.ts'
import { humane } from '../../forms/humane.ts'
import type { Acts } from './shape.ts'

const load: Readonly<Record<Language, () => Promise<Acts>>> = {
  es: () => import('./es.ts').then((m) => m.acts),
  en: () => import('./en.ts').then((m) => m.acts),
  pt: () => import('./pt.ts').then((m) => m.acts),
}
const loaded = new Map<Language, Promise<Acts>>()

/** Names of the program in the reader's language, for screens that any case has. They travel only with those screens. */
export interface Naming {
  readonly event: (type: string) => string
  readonly field: (name: string) => string
  readonly value: (value: string) => string
}

export function useActs(): Naming {
  const { language } = useFormats()
  let found = loaded.get(language as Language)
  if (!found) loaded.set(language as Language, (found = load[language as Language]()))
  const { events, fields, values } = use(found)
  return {
    event: (type) => events[type] ?? humane(type),
    field: (name) => fields[name] ?? humane(name),
    value: (value) => values[value] ?? (/^[A-Z_]+$/.test(value) ? humane(value.toLowerCase()) : humane(value)),
  }
}
