import type { DossierState } from './state.ts'

/** The title of a dossier is its goods and its place, not a number (UX 3.6). */
export function titleOf(s: DossierState): string {
  const named = s.lines
    .map((l) => l['goods.tradeName'] ?? l['goods.description'] ?? l['goods.commodity'])
    .filter((t) => typeof t === 'string')
  const goods = named.length > 2 ? `${named.slice(0, 2).join(', ')} +${named.length - 2}` : named.join(', ')
  const place = s.elements['country.destination'] ?? s.elements['country.origin']
  return [goods || s.ucr, typeof place === 'string' ? place : ''].filter(Boolean).join(' · ')
}
