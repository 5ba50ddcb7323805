import type { Pool } from 'pg'
import type { Words } from '#kernel'
import { transact } from '#platform/cases'
import type { LiveCatalogues } from './live.ts'
import { entriesOn } from './lookup.ts'

export interface HsName {
  readonly code: string
  readonly words: Words
}
const MOST = 20_000

/** Codes of the Harmonized System that were imported, as they stand on a day; the very same list as long as nothing was published. */
export function createHsNames(pool: Pool, live: LiveCatalogues): (day: string) => Promise<readonly HsName[]> {
  let known: { readonly version: string; readonly names: readonly HsName[] } = { version: '', names: [] }
  return async (day) => {
    const version = `${await live.version(null)} ${day}`
    if (known.version === version) return known.names
    const ask = { world: '', catalogue: 'hs', day, after: '', prefix: '', limit: MOST }
    const rows = await transact(pool, null, (tx) => entriesOn(tx, ask))
    const names = rows.filter((r) => /^\d+$/.test(r.code)).map((r) => ({ code: r.code, words: r.names }))
    const same = names.length === known.names.length && JSON.stringify(names) === JSON.stringify(known.names)
    known = { version, names: same ? known.names : names }
    return known.names
  }
}
