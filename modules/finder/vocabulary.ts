import { wordsIn, type Dictionary, type Element, type FormItem, type Language, type Pack, type Words } from '#kernel'
import type { Speaker } from './say.ts'

/** The codes that a pack knows of an element: from its forms with their words, and from the cells of its requirement rows. */
export interface CodesOf {
  readonly codes: ReadonlySet<string>
  readonly labels: ReadonlyMap<string, Words>
}

const vocabularies = new WeakMap<Pack, ReadonlyMap<string, CodesOf>>()
const byName = new WeakMap<Pack, ReadonlyMap<string, Element>>()

const itemsOf = (pack: Pack): FormItem[] => pack.procedures.flatMap((p) => [...p.form, ...(p.lineForm?.items ?? [])])

function vocabularyOf(pack: Pack): ReadonlyMap<string, CodesOf> {
  const known = vocabularies.get(pack)
  if (known) return known
  const found = new Map<string, { codes: Set<string>; labels: Map<string, Words> }>()
  const of = (element: string) => {
    const there = found.get(element) ?? { codes: new Set<string>(), labels: new Map<string, Words>() }
    found.set(element, there)
    return there
  }
  for (const { element, list, labels } of itemsOf(pack)) {
    if (!list) continue
    const there = of(element.id)
    for (const code of list) {
      there.codes.add(code)
      const words = labels?.[code]
      if (words && !there.labels.has(code)) there.labels.set(code, words)
    }
  }
  for (const { cells } of pack.requirements)
    for (const [column, values] of Object.entries(cells)) {
      const there = of(column)
      for (const value of values) there.codes.add(value)
    }
  vocabularies.set(pack, found)
  return found
}

export const codesOf = (pack: Pack, element: string): CodesOf | undefined => vocabularyOf(pack).get(element)

/** An element of the dictionary, or one that a procedure of the pack brings along. */
export function findElement(pack: Pack, dictionary: Dictionary, id: string): Element | undefined {
  let own = byName.get(pack)
  if (!own) {
    own = new Map(itemsOf(pack).map(({ element }) => [element.id, element]))
    byName.set(pack, own)
  }
  return dictionary.elements.get(id) ?? own.get(id)
}

// Made once: a rule may name a hundred countries, and making the names is what costs.
const countriesIn = (language: Language): Intl.DisplayNames =>
  new Intl.DisplayNames([language], { type: 'region', fallback: 'code' })
const COUNTRIES = { es: countriesIn('es'), en: countriesIn('en'), pt: countriesIn('pt') } as const

const REGIMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  import: { es: 'Importación', en: 'Import', pt: 'Importação' },
  export: { es: 'Exportación', en: 'Export', pt: 'Exportação' },
  transit: { es: 'Tránsito', en: 'Transit', pt: 'Trânsito' },
  'free-zone': { es: 'Zona franca', en: 'Free zone', pt: 'Zona franca' },
  enterprise: { es: 'Empresa', en: 'Enterprise', pt: 'Empresa' },
}
export const regimes = Object.keys(REGIMES)
const REGIME: Readonly<Record<Language, string>> = {
  es: '¿Entra o sale la mercancía?',
  en: 'Are the goods coming in or going out?',
  pt: 'A mercadoria entra ou sai?',
}
const HS: Readonly<Record<Language, string>> = {
  es: '¿Cuál es el producto exacto?',
  en: 'Which product is it exactly?',
  pt: 'Qual é o produto exato?',
}
const YES_NO: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  true: { es: 'Sí', en: 'Yes', pt: 'Sim' },
  false: { es: 'No', en: 'No', pt: 'Não' },
}

/** How a pack's elements and codes are called in a language. */
export function speakerOf(pack: Pack, dictionary: Dictionary, language: Language): Speaker {
  const label = (id: string): string => {
    if (id === 'regime') return REGIME[language]
    if (id === 'hs') return HS[language]
    const element = findElement(pack, dictionary, id)
    return element ? wordsIn(element.label, language) : id
  }
  return {
    language,
    label,
    code: (id, code) => {
      if (id === 'regime') return REGIMES[code]?.[language] ?? code
      const type = findElement(pack, dictionary, id)?.type
      if (type === 'country') return COUNTRIES[language].of(code) ?? code
      if (type === 'yes-no') return YES_NO[code]?.[language] ?? code
      const words = codesOf(pack, id)?.labels.get(code)
      return words ? wordsIn(words, language) || code : code
    },
  }
}
