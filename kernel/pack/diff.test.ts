import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadDictionary } from '../dictionary/load.ts'
import { diffPacks, showDiff } from './diff.ts'
import { loadPacks } from './load.ts'
import type { Pack, PackFile } from './model.ts'

const root = join(import.meta.dirname, '../..')
const read = (folder: string, from: string): PackFile[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && /\.(ya?ml|csv)$/.test(e.name) && !e.parentPath.includes('scenarios'))
    .map((e) => join(e.parentPath, e.name))
    .map((path) => ({ path: path.slice(join(root, from).length + 1), text: readFileSync(path, 'utf8') }))

const { dictionary } = loadDictionary(read('dictionary', 'dictionary'))
const files = read('packs/demo', 'packs')
const load = (list: readonly PackFile[]): Pack => {
  const { packs, faults } = loadPacks(list, dictionary)
  const pack = packs.get('demo')
  if (!pack) throw new Error(faults.map((f) => `${f.file}:${f.line} ${f.message}`).join('\n'))
  return pack
}
const old = load(files)
const changed = (path: string, find: string, put: string): Pack =>
  load(files.map((f) => (f.path === path ? { ...f, text: f.text.replace(find, put) } : f)))
const shown = (next: Pack): string => showDiff(diffPacks(old, next))

describe('what a new version of a pack changes', () => {
  it('is nothing when nothing changed', () => {
    expect(diffPacks(old, load(files))).toEqual([])
  })

  it.each([
    [
      'demo/echo-permit.yaml',
      'fixed: 10.00 XTS',
      'fixed: 12.00 XTS',
      '~ fee.0: fixed: 10.00 XTS (CARTA-1 art. 26)  ->  fixed: 12.00 XTS (CARTA-1 art. 26)',
    ],
    [
      'demo/echo-permit.yaml',
      'renew: { opens: 30 d }',
      'renew: { opens: 45 d }',
      '~ after.renew: opens: 30 d  ->  opens: 45 d',
    ],
    ['demo/fog-permit.yaml', 'attach: [route: optional]\n', '', '- attach.route: optional'],
    ['demo/tide-permit.yaml', '  - location.entry\n', '  - location.entry\n  - carrier\n', '+ form.carrier: carrier'],
    [
      'demo/units.csv',
      '12.75 XTS',
      '13.00 XTS',
      '~ units.VELA from 2026-07-01: 12.75 XTS (CARTA-1 art. 20)  ->  13.00 XTS (CARTA-1 art. 20)',
    ],
    ['demo/calendars/demo-isla.csv', '2027-12-21', '2027-12-20', '+ calendars.demo-isla.2027-12-20: holiday'],
    ['demo/requirements.csv', 'tide,9405,', 'tide,940550,', 'hs 940550'],
  ])('%s: %s -> %s', (path, find, put, said) => {
    expect(shown(changed(path, find, put))).toContain(said)
  })

  it('a default of the country changes every procedure that takes it, and says so of each', () => {
    const text = shown(changed('demo/pack.yaml', 'cure: 3 bd', 'cure: 4 bd'))
    expect(text).toContain('~ defaults.cure: 3 bd  ->  4 bd')
    expect(text.match(/~ review\.cure: 3 bd {2}-> {2}4 bd/g)?.length).toBeGreaterThan(3)
  })

  it('a later version is laid beside the one it follows; one that is taken out is missed', () => {
    const tide = files.find((f) => f.path === 'demo/tide-permit.yaml')?.text ?? ''
    const later = tide
      .replace('from: 2026-01-01', 'from: 2027-01-01')
      .replace('within: 2 bd', 'within: 1 bd')
      .replace('MAR-{year}', 'MRE-{year}')
    const next = load([...files, { path: 'demo/tide-2027.yaml', text: later }])
    const text = shown(next)
    expect(text).toContain('demo.tide-permit@2027-01-01 after demo.tide-permit@2026-01-01:')
    expect(text).toContain('~ decision.within: 2 bd  ->  1 bd')
    expect(text).toContain('+ to: 2026-12-31')
    expect(showDiff(diffPacks(next, old))).toContain('demo.tide-permit@2027-01-01: no longer in the pack')
  })

  it('a pack that nobody had is new, whole', () => {
    expect(diffPacks(undefined, old).every((d) => d.kind === 'new')).toBe(true)
  })
})
