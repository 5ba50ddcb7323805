import { describe, expect, it } from 'vitest'
import { readCsv } from '#kernel'
import { entriesCsv } from './csv.ts'
import type { PublicEntry } from './lookup.ts'

const entry = (code: string, en: string, value: Record<string, string> = {}): PublicEntry => ({
  catalogue: 'places',
  code,
  names: { en },
  value,
  from: '2026-01-01',
  to: null,
  status: 'IN_FORCE',
  burdens: false,
  why: { norm: 'N', article: null, link: null, gazette: null, publishedAt: null, case: 'c', decidedAs: 'import' },
})

describe('entries as CSV', () => {
  it('come back as they were, with a column for every value that any has', () => {
    const text = entriesCsv([
      entry('A', 'Said "so", twice'),
      entry('B', 'Two\nlines', { function: '-23-----', rate: '-5' }),
    ])
    const [head, a, b] = readCsv(text).map((r) => r.cells)
    expect(head?.slice(8, 10)).toEqual(['value.function', 'value.rate'])
    expect([a?.[6], a?.[8]]).toEqual(['Said "so", twice', ''])
    expect([b?.[6], b?.[8], b?.[9]]).toEqual(['Two\nlines', '-23-----', '-5'])
  })

  it('hold nothing that a spreadsheet would run', () => {
    const names = ['=HYPERLINK("x")', '+cmd|x', '-cmd|x', '@SUM(A1)'].map((n, i) => entry(`C${i}`, n))
    for (const { cells } of readCsv(entriesCsv(names)).slice(1)) expect(cells[6]).toMatch(/^'/)
  })
})
