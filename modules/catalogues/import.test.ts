import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '#kernel'
import { verifyStore } from '#platform/cases'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { readList } from './formats.ts'
import { findCatalogue, type Catalogue } from './kinds.ts'
import { verifyCatalogues } from './verify.ts'
import { importList, type ImportOrder, type ImportResult } from './load.ts'

let app: TestApp
let today: string
beforeAll(async () => {
  app = await openTestApp()
  today = app.clock.now().slice(0, 10)
})
afterAll(() => app?.close())

const catalogueOf = (id: string): Catalogue => {
  const found = findCatalogue(id)
  if (!found) throw new Error(`no catalogue ${id}`)
  return found
}
/** Imports lines of a file as the command does; what a person wrote wrong in them is another test's concern. */
async function load(id: string, lines: readonly string[], more: Partial<ImportOrder> = {}): Promise<ImportResult> {
  const catalogue = catalogueOf(id)
  const list = readList(catalogue, [{ name: 'list.csv', text: lines.join('\n') }])
  expect(list.faults).toEqual([])
  return importList(app.house.engine, app.house.library, {
    catalogue,
    ...list,
    files: [{ name: 'list.csv', digest: '0'.repeat(64), size: 1 }],
    law: { norm: 'EDITION-1' },
    by: 'operator',
    ...more,
  })
}
const counts = (r: ImportResult): unknown =>
  r.ok ? [r.counts.added, r.counts.changed, r.counts.ended, r.counts.unchanged] : r.faults
const look = async (path: string): Promise<Record<string, unknown>> =>
  (await app.call('GET', `/v1/catalogues/${path}`)).body

describe('an official list', () => {
  const first = ['code,name_en', 'AAA,First', 'BBB,Second', 'CCC,Third']

  it('holds at once, as one case that names its file; the same list again changes nothing', async () => {
    const loaded = await load('currencies', first)
    expect(counts(loaded)).toEqual([3, 0, 0, 0])
    expect(await look('currencies/AAA')).toMatchObject({
      status: 'IN_FORCE',
      from: '2020-01-01',
      why: { norm: 'EDITION-1' },
    })
    const cases = (): Promise<{ n: number }[]> =>
      app.asOwner(`SELECT count(*)::int AS n FROM cases."case" WHERE type = 'catalogue-import'`)
    const before = await cases()
    expect(counts(await load('currencies', first))).toEqual([0, 0, 0, 3])
    expect(await cases()).toEqual(before)
    const path = `/v1/catalogue-imports/${loaded.ok ? loaded.id : ''}`
    const seen = await app.call('GET', path, 'demo.window.steward')
    expect(seen.body.state).toMatchObject({ by: 'operator', counts: { added: 3 }, files: [{ name: 'list.csv' }] })
  })

  it('that says something else from today supersedes what it said, and keeps it', async () => {
    const changed = await load('currencies', ['code,name_en', 'AAA,First of all', 'BBB,Second'], { complete: true })
    expect(counts(changed)).toEqual([0, 1, 1, 1])
    expect(await look(`currencies/AAA?day=${addDays(today, -1)}`)).toMatchObject({
      names: { en: 'First' },
      to: addDays(today, -1),
    })
    expect(await look('currencies/AAA')).toMatchObject({ names: { en: 'First of all' } })
    expect(await look('currencies/CCC')).toMatchObject({ code: 'NOT_FOUND' })
    expect(await look(`currencies/CCC?day=${addDays(today, -1)}`)).toMatchObject({ names: { en: 'Third' } })
  })

  it('in one language leaves the names in others as they are, and our own tariff its own', async () => {
    const known = (code: string) => app.house.finder.tariff.entries.get(code)?.words
    const file = [
      'hscode,description',
      '09,Coffee and such',
      '0901,Coffee',
      '090111,Coffee; raw',
      '0904,Pepper',
      '9705,Collections',
      '970521,Human specimens of zoology',
    ]
    expect(counts(await load('hs', ['code,es,en', '0904,Pimienta nuestra,Pepper'], { known }))).toEqual([1, 0, 0, 0])
    expect(counts(await load('hs', file, { known }))).toEqual([5, 0, 0, 1])
    expect(await look('hs/090111')).toMatchObject({
      names: { en: 'Coffee; raw', es: expect.stringContaining('afé'), pt: expect.stringContaining('afé') },
    })
    expect(await look('hs/0904')).toMatchObject({ names: { es: 'Pimienta nuestra', en: 'Pepper' } })
    expect(counts(await load('hs', file, { known }))).toEqual([0, 0, 0, 6])
    // What our own tariff did not know is found and answered from now on; what it knows keeps its words.
    const found = await app.call('GET', '/v1/hs?q=human+specimens&lang=en')
    expect((found.body.hits as { code: string }[]).map((h) => h.code)).toContain('970521')
    const answer = await app.call('GET', '/v1/finder?country=pe&hs=090111&regime=export&lang=es')
    expect(answer.body.hs).toMatchObject({ description: expect.stringContaining('afé') })
  })

  it('may not say two things for one day, nor change the past: line and fix are told, and nothing is loaded', async () => {
    const wrong = await load('currencies', ['code,name_en', 'BBB,Second', 'DDD,New', 'AAA,Otherwise'])
    expect(wrong).toMatchObject({ ok: false, faults: [{ file: 'list.csv', line: 4 }] })
    const past = await load('currencies', ['code,name_en', 'BBB,Changed'], { from: addDays(today, -30) })
    expect(past).toMatchObject({ ok: false, faults: [{ line: 2, message: expect.stringContaining('before today') }] })
    expect(await look('currencies/DDD')).toMatchObject({ code: 'NOT_FOUND' })
    const allowed = await load('currencies', ['code,name_en', 'BBB,Changed'], {
      from: addDays(today, -30),
      backdating: 'NORM-9',
    })
    expect(counts(allowed)).toEqual([0, 1, 0, 0])
  })

  it('tells an entry of a person that it ends', async () => {
    const entry = {
      catalogue: 'currencies',
      code: 'PPP',
      names: { en: 'By hand' },
      law: { norm: 'NORM' },
      from: today,
      burdens: false,
    }
    const { body } = await app.open('/v1/catalogue-entries', 'demo.window.steward', entry)
    const path = `/v1/catalogue-entries/${String(body.id)}`
    await app.act('demo.window.steward2', path, 'approveEntry', {})
    expect(counts(await load('currencies', ['code,name_en', 'PPP,By list'], { from: addDays(today, 3) }))).toEqual([
      0, 1, 0, 0,
    ])
    expect((await app.call('GET', path, 'demo.window.steward')).body.state).toMatchObject({ to: addDays(today, 2) })
    expect(await look('currencies/PPP')).toMatchObject({ names: { en: 'By hand' }, to: addDays(today, 2) })
    expect(await look(`currencies/PPP?day=${addDays(today, 3)}`)).toMatchObject({ names: { en: 'By list' } })
  })

  it('of twelve thousand places is one act, told as it goes', async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    const places = Array.from({ length: 12_000 }, (_, i) => {
      const code = [i / 676, (i / 26) % 26, i % 26].map((n) => letters.charAt(Math.floor(n))).join('')
      return `,"XA","${code}","Place ${i}","Place ${i}","R${i % 9}","1-------","AI","2601",,,`
    })
    const told: number[] = []
    const loaded = await load('places', places, { progress: (done) => void told.push(done) })
    expect(counts(loaded)).toEqual([12_000, 0, 0, 0])
    expect([told[0], told.at(-1), told.length > 2]).toEqual([0, 12_000, true])
  }, 120_000)
})

describe('figures that a person read from a norm', () => {
  const file = ['unit,from,value,law', `UIT,2026-01-01,5500.00 PEN,DS-1`, `UIT,2025-01-01,5350.00 PEN,DS-0`]

  it('wait for a second person, and then follow one another', async () => {
    const loaded = await load('pe.unit-values', file)
    expect(loaded).toMatchObject({ ok: true, waits: true })
    expect(await look('pe.unit-values/UIT')).toMatchObject({ code: 'NOT_FOUND' })
    expect(counts(await load('pe.unit-values', file))).toEqual([0, 0, 0, 2])
    const path = `/v1/catalogue-imports/${loaded.ok ? loaded.id : ''}`
    await app.act('demo.window.coordinator', path, 'approveList', {})
    expect(await look('pe.unit-values/UIT?day=2025-07-01')).toMatchObject({
      to: '2025-12-31',
      value: { amount: '5350.00' },
    })
    expect(await look('pe.unit-values/UIT')).toMatchObject({ value: { amount: '5500.00' }, why: { norm: 'DS-1' } })

    const next = ['unit,from,value,law', `UIT,${addDays(today, 90)},5700.00 PEN,DS-2`]
    const more = await load('pe.unit-values', next)
    await app.act('demo.window.steward', `/v1/catalogue-imports/${more.ok ? more.id : ''}`, 'approveList', {})
    expect(await look('pe.unit-values/UIT')).toMatchObject({ to: addDays(today, 89) })
    const { items } = (await look('pe.unit-values/UIT/history')) as { items: { changes: unknown[] }[] }
    expect(items.map((i) => i.changes.length)).toEqual([0, 1, 1])
  })

  it('never held when they are refused', async () => {
    const loaded = await load('pe.unit-values', ['unit,from,value,law', `RMV,${today},1130.00 PEN,DS-3`])
    const path = `/v1/catalogue-imports/${loaded.ok ? loaded.id : ''}`
    await app.act('demo.window.steward', path, 'rejectList', { reason: 'not what the gazette says' })
    expect(await look('pe.unit-values/RMV')).toMatchObject({ code: 'NOT_FOUND' })
    expect(counts(await load('pe.unit-values', ['unit,from,value,law', `RMV,${today},1130.00 PEN,DS-3`]))).toEqual([
      1, 0, 0, 0,
    ])
  })
})

describe('afterwards', () => {
  it('every chain is whole and no fault of the program was met', async () => {
    const { breaches } = await verifyStore(app.house.pool, app.house.engine.registry)
    expect(breaches).toEqual([])
    expect(app.errors).toEqual([])
  })

  it('every row is what its case says, and one changed behind the program’s back is named', async () => {
    const clean = await verifyCatalogues(app.house.pool)
    expect(clean.breaches).toEqual([])
    expect(clean.rows).toBeGreaterThan(12_000)
    await app.asOwner(
      `UPDATE catalogues.entry SET value = '{"amount":"9999.00","currency":"PEN"}' WHERE code = 'UIT' AND valid_from = '2026-01-01'`,
    )
    await app.asOwner(`UPDATE catalogues.entry SET law = '{"norm":"OTHER"}' WHERE code = 'PPP' AND origin = 'entry'`)
    await app.asOwner(`DELETE FROM catalogues.entry WHERE code = 'AAA' AND valid_from = '2020-01-01'`)
    const { breaches } = await verifyCatalogues(app.house.pool)
    expect(breaches.map((b) => `${b.catalogue} ${b.code}: ${b.reason}`).sort()).toEqual([
      'currencies PPP: its row says something else',
      'currencies null: its 2 rows are not those that were loaded',
      'pe.unit-values UIT: its words or values were changed',
    ])
  })
})
