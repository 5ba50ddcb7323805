import type { Words } from '#kernel'

/** A kind of catalogue. A world list is one catalogue, `hs`; a national one is a catalogue per country, `pe.unit-values`. */
export interface CatalogueKind {
  readonly id: string
  readonly national: boolean
  readonly title: Words
  /** Who publishes it, or the standard it follows. */
  readonly source: string
  /** Form of a code, and the same in words. */
  readonly code: RegExp
  readonly codeWords: string
  /**
   * Who decides what an import of it says. `publisher`: an official list, taken as it is, in force at once. `people`: figures that
   * somebody read from a norm; a second person approves them before they hold.
   */
  readonly decidedBy: 'publisher' | 'people'
  /** First day of a first import, where the list itself says nothing: the present edition of the standard. */
  readonly since: string
}

const world = (id: string, title: Words, source: string, code: RegExp, codeWords: string, since = '2020-01-01') =>
  ({ id, national: false, title, source, code, codeWords, decidedBy: 'publisher', since }) as const
const national = (
  id: string,
  title: Words,
  source: string,
  code: RegExp = /^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/,
  decidedBy: CatalogueKind['decidedBy'] = 'people',
) =>
  ({
    id,
    national: true,
    title,
    source,
    code,
    codeWords: 'letters, digits, dot, dash',
    decidedBy,
    since: '2020-01-01',
  }) as const

const kinds: readonly CatalogueKind[] = [
  world(
    'hs',
    { es: 'Sistema Armonizado', en: 'Harmonised System', pt: 'Sistema Harmonizado' },
    'WCO Harmonised System, 2022 edition',
    /^(\d{2}|\d{4}|\d{6}|[IVX]{1,5})$/,
    'two, four or six digits, or a section in Roman figures',
    '2022-01-01',
  ),
  world(
    'places',
    { es: 'Lugares', en: 'Places', pt: 'Lugares' },
    'UN/LOCODE (UNECE Recommendation 16)',
    /^[A-Z]{2}[A-Z0-9]{3}$/,
    'country and three characters: PECLL',
  ),
  world(
    'units',
    { es: 'Unidades de medida', en: 'Units of measure', pt: 'Unidades de medida' },
    'UN/CEFACT Recommendation 20',
    /^[A-Z0-9]{2,3}$/,
    'two or three letters or digits: KGM',
  ),
  world(
    'packages',
    { es: 'Tipos de bulto', en: 'Package types', pt: 'Tipos de volume' },
    'UN/CEFACT Recommendation 21',
    /^[A-Z0-9]{2}$/,
    'two letters or digits: CT',
  ),
  world(
    'currencies',
    { es: 'Monedas', en: 'Currencies', pt: 'Moedas' },
    'ISO 4217',
    /^[A-Z]{3}$/,
    'three letters: PEN',
  ),
  world('countries', { es: 'Países', en: 'Countries', pt: 'Países' }, 'ISO 3166-1', /^[A-Z]{2}$/, 'two letters: PE'),
  world(
    'incoterms',
    { es: 'Incoterms', en: 'Incoterms', pt: 'Incoterms' },
    'ICC Incoterms 2020',
    /^[A-Z]{3}$/,
    'three letters: FOB',
  ),
  world(
    'containers',
    { es: 'Tipos de contenedor', en: 'Container types', pt: 'Tipos de contêiner' },
    'ISO 6346',
    /^[A-Z0-9]{4}$/,
    'four letters or digits: 22G1',
  ),
  national(
    'tariff',
    { es: 'Arancel nacional', en: 'National tariff', pt: 'Tarifa nacional' },
    'Tariff law',
    /^\d{8,12}$/,
  ),
  national(
    'holidays',
    { es: 'Días no laborables', en: 'Days of rest', pt: 'Dias não úteis' },
    'Labour law',
    /^\d{4}-\d{2}-\d{2}(\.[a-z0-9-]{1,40})?$/,
  ),
  national('unit-values', { es: 'Unidades de valor', en: 'Unit values', pt: 'Unidades de valor' }, 'Tax law'),
  national(
    'exchange-rates',
    { es: 'Tipos de cambio', en: 'Exchange rates', pt: 'Taxas de câmbio' },
    'Central bank',
    /^[A-Z]{3}$/,
    'publisher',
  ),
  {
    ...national('codes', { es: 'Códigos de listas', en: 'Codes of lists', pt: 'Códigos de listas' }, 'Norm'),
    code: /^[a-z][a-z0-9-]{0,40}\.[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/,
    codeWords: 'a list of the country and a code of it: treatments.fumigation',
  },
  national('thresholds', { es: 'Umbrales y plazos', en: 'Thresholds and periods', pt: 'Limites e prazos' }, 'Norm'),
  national('customs-offices', { es: 'Aduanas', en: 'Customs offices', pt: 'Alfândegas' }, 'Customs'),
  national('document-types', { es: 'Tipos de documento', en: 'Document types', pt: 'Tipos de documento' }, 'Norm'),
  national('agreements', { es: 'Acuerdos comerciales', en: 'Trade agreements', pt: 'Acordos comerciais' }, 'Treaty'),
  national(
    'grounds',
    { es: 'Criterios y fundamentos', en: 'Criteria and grounds', pt: 'Critérios e fundamentos' },
    'Norm',
  ),
]

export const catalogueKinds: readonly CatalogueKind[] = kinds

export interface Catalogue {
  readonly id: string
  readonly kind: CatalogueKind
  /** Pack of the country it belongs to; nothing for a world list. */
  readonly country: string | null
}

/** `hs` or `pe.unit-values`; nothing when there is no such kind, or it is named for a country and is a world list. */
export function findCatalogue(id: string): Catalogue | undefined {
  const dot = id.indexOf('.')
  const country = dot < 0 ? null : id.slice(0, dot)
  const kind = kinds.find((k) => k.id === id.slice(dot + 1))
  if (!kind || kind.national !== (country !== null) || (country !== null && !/^[a-z]{2,5}$/.test(country)))
    return undefined
  return { id, kind, country }
}

/** Codes as they are kept: 0901.21 is 090121, pecll is PECLL. */
export function codeIn({ kind }: Catalogue, written: string): string {
  const code = written.trim().normalize('NFC')
  if (kind.id === 'hs' || kind.id === 'tariff') return code.replace(/[.\s]/g, '').toUpperCase()
  return kind.id === 'places' ? code.replace(/\s/g, '').toUpperCase() : kind.national ? code : code.toUpperCase()
}
