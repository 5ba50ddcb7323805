import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadDictionary } from '../dictionary/index.ts'
import { loadPacks, unconfirmed } from './load.ts'
import type { PackFile } from './model.ts'

const root = join(import.meta.dirname, '../..')
const filesUnder = (folder: string, prefix = ''): PackFile[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ya?ml|csv)$/.test(path))
    .map((path) => ({ path: `${prefix}${path}`, text: readFileSync(join(root, folder, path), 'utf8') }))
const { dictionary } = loadDictionary(filesUnder('dictionary'))
const island = filesUnder('packs/demo', 'demo/')
const HEAD = 'kind,hs,agreement,rate,rule,from,to,law,source,checked,note'

/** Faults of the island's pack with these rates instead of its own. */
const faults = (...rows: string[]) => {
  const files = island.map((f) => (f.path.endsWith('duties.csv') ? { ...f, text: [HEAD, ...rows].join('\n') } : f))
  const loaded = loadPacks(files, dictionary, { hs: (code) => code.startsWith('94') })
  return {
    told: loaded.faults.filter((f) => f.file.includes('tariffs')).map((f) => `${f.line} ${f.code} ${f.path}`),
    pack: loaded.packs.get('demo'),
  }
}

describe('a tariff that is checked', () => {
  it('names two rates on one day, codes that are none, agreements nobody made, and figures without law or source', () => {
    expect(
      faults(
        'mfn,9405,,12,,2026-01-01,,LAW,SOURCE,2026-01-01,',
        'mfn,9405|9403,,11,,2026-06-01,,LAW,SOURCE,2026-01-01,',
        'mfn,1799,,11,,2026-06-01,,LAW,SOURCE,2026-01-01,',
        'mfn,940,,11,,2026-06-01,,LAW,SOURCE,2026-01-01,',
        'preference,9405,CANTOS,0,,2026-01-01,,LAW,SOURCE,2026-01-01,',
        'preference,9405,CANTO,"4,5",,2026-01-01,,,,yesterday,',
        'mfn,9406,CANTO,0,,2026-01-01,2025-01-01,LAW,SOURCE,2026-01-01,',
        'gift,9407,,0,,2026-01-01,,LAW,SOURCE,2026-01-01,',
      ).told.sort(),
    ).toEqual(
      [
        '3 VALIDITY_OVERLAP mfn 9405',
        '4 UNKNOWN_HS hs',
        '5 BAD_VALUE hs',
        '6 UNKNOWN_AGREEMENT agreement',
        '7 BAD_VALUE checked',
        '7 BAD_VALUE rate',
        '7 MISSING_KEY law',
        '7 MISSING_KEY source',
        '8 BAD_VALUE agreement',
        '8 DATES to',
        '9 BAD_VALUE kind',
      ].sort(),
    )
  })

  it('that nobody compared with its norms is told, and production refuses it', () => {
    const { told, pack } = faults('mfn,9405,,12,,2026-01-01,,LAW,SOURCE,,')
    expect(told).toEqual(['2 UNCONFIRMED checked'])
    expect(pack && unconfirmed(pack)).toEqual([{ key: 'demo/tariffs', paths: ['1 rates'] }])
  })
})
