import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Language } from '#kernel'
import { createSearch } from './search.ts'
import { loadTariff } from './tariff.ts'
import { words } from './words.fixture.ts'

const folder = join(import.meta.dirname, '../../catalogues/hs')
const files = readdirSync(folder).map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
const search = createSearch(loadTariff(files))
const all = Object.entries(words).flatMap(([language, list]) =>
  Object.entries(list).map(([word, code]) => ({ language: language as Language, word, code })),
)

describe('what people call what they sell', () => {
  it('is at least 150 everyday words', () => expect(all.length).toBeGreaterThanOrEqual(150))

  it('has its subheading among the three results that a screen shows', () => {
    const missed = all.filter(
      ({ language, word, code }) => !search.find(word, language, 3).hits.some((h) => h.code === code),
    )
    expect(missed).toEqual([])
  })
})
