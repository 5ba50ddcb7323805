import { sourceAt } from './hub.ts'
import type { DossierState } from './state.ts'

/** Values somebody typed: everything in the dossier but what a registry, an authority or a document gave (M02-4). */
export function typedIn(s: DossierState): number {
  const own = Object.values(s.answers).reduce(
    (n, a) => n + Object.keys(a.elements).length + a.lines.reduce((m, l) => m + Object.keys(l).length, 0),
    0,
  )
  const header = Object.values(s.sources).filter((x) => x.source === 'declared').length
  const lines = s.lines.reduce(
    (n, line, i) => n + Object.keys(line).filter((e) => sourceAt(s, i, e)?.source === 'declared').length,
    0,
  )
  return own + header + lines
}

export interface Reuse {
  readonly presented: number
  readonly typed: number
  readonly ratio: string
}

/** `1 - typed / presented`, two decimals, between 0 and 1 (M02-4). Nothing presented, nothing reused. */
export function reuseOf(presented: number, typed: number): Reuse {
  const ratio = presented ? Math.max(0, 1 - Math.min(typed, presented) / presented).toFixed(2) : '0.00'
  return { presented, typed, ratio }
}

/** Over all forms fed from the dossier: what each of them showed, against what was typed once for all. */
export const dossierReuse = (s: DossierState): Reuse =>
  reuseOf(
    s.applications.reduce((n, a) => n + a.presented, 0),
    typedIn(s),
  )
