import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addBusinessDays, isWorkingDay, type Calendar } from '../calendar.ts'
import { loadDictionary } from '../dictionary/load.ts'
import { loadPacks, type LoadedPacks } from './load.ts'
import type { Pack, PackFile, Regime, Value } from './model.ts'
import { determine } from './requirements.ts'

const root = join(import.meta.dirname, '../..')

function filesOf(folder: string): PackFile[] {
  const base = join(root, folder)
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(base.length + 1), text: readFileSync(path, 'utf8') }))
}

let loaded: LoadedPacks
beforeAll(() => {
  const own = filesOf('packs').filter(({ path }) => /^(uy|cl|cr)\//.test(path))
  loaded = loadPacks(own, loadDictionary(filesOf('dictionary')).dictionary, { today: '2026-06-01' })
})

const getPack = (id: string): Pack => {
  const pack = loaded.packs.get(id)
  if (!pack) throw new Error(`${id} did not load`)
  return pack
}

const getCalendar = (pack: string, id: string): Calendar => {
  const calendar = getPack(pack).calendars.get(id)
  if (!calendar) throw new Error(`${id} did not load`)
  return calendar
}

/** What one line of goods needs, as a trader would read it. */
function asked(pack: string, regime: Regime, line: Readonly<Record<string, Value>>) {
  const found = determine(getPack(pack).requirements, { regime, elements: {}, lines: [line], day: '2026-06-08' })
  return {
    needs: found.procedures.map(({ procedure }) => procedure),
    prohibited: found.prohibitions.map(({ row }) => row.law),
    exempt: found.exemptions.map(({ row }) => row.topic),
    undecided: found.undecided,
  }
}

describe('what Uruguay asks', () => {
  it('meat goes to the committee and to the livestock service', () => {
    expect(asked('uy', 'import', { 'goods.commodity': '020130' }).needs).toEqual([
      'uy.import-committee',
      'uy.meat-import',
    ])
  })

  it('green coffee needs its accreditation; roasted coffee does not, but for research', () => {
    expect(asked('uy', 'import', { 'goods.commodity': '090111' }).needs).toEqual(['uy.afidi'])
    expect(asked('uy', 'import', { 'goods.commodity': '090121', 'goods.use': 'consumption' })).toMatchObject({
      needs: [],
      exempt: ['plants'],
    })
    expect(asked('uy', 'import', { 'goods.commodity': '090121', 'goods.use': 'research' }).needs).toEqual(['uy.afidi'])
  })

  it('whatever enters a free zone is authorised, but no hazardous waste enters at all', () => {
    expect(asked('uy', 'free-zone', { 'goods.commodity': '850440' }).needs).toEqual(['uy.free-zone-entry'])
    expect(asked('uy', 'free-zone', { 'goods.commodity': '382530' })).toMatchObject({
      needs: [],
      prohibited: ['LEY-17220 art. 1'],
    })
  })
})

describe('what Chile asks', () => {
  it('food needs two permits of one agency, feed none', () => {
    expect(asked('cl', 'import', { 'goods.commodity': '190219' }).needs).toEqual([
      'cl.food-destination',
      'cl.food-release',
    ])
    expect(asked('cl', 'import', { 'goods.commodity': '190219', 'goods.use': 'animal-feed' }).needs).toEqual([])
  })

  it('a used car may not come in, a used fire engine may', () => {
    const used = { 'goods.state': 'used' }
    expect(asked('cl', 'import', { 'goods.commodity': '870323', ...used }).prohibited).toEqual(['LEY-18483 art. 21'])
    expect(asked('cl', 'import', { 'goods.commodity': '870530', ...used }).prohibited).toEqual([])
  })
})

describe('what Costa Rica asks', () => {
  it('pineapples need a registered exporter and a certificate; roasted coffee only the exporter', () => {
    expect(asked('cr', 'export', { 'goods.commodity': '080430' }).needs).toEqual([
      'cr.exporter-registration',
      'cr.export-phyto',
    ])
    expect(asked('cr', 'export', { 'goods.commodity': '090121' }).needs).toEqual(['cr.exporter-registration'])
  })

  it('logs of a forest may not leave; of those whose provenance nobody said, it is asked', () => {
    const logs = { 'goods.commodity': '440349' }
    expect(asked('cr', 'export', { ...logs, 'goods.provenance': 'forest' }).prohibited).toEqual(['LEY-7575 art. 26'])
    expect(asked('cr', 'export', { ...logs, 'goods.provenance': 'plantation' }).prohibited).toEqual([])
    expect(asked('cr', 'export', logs).undecided).toContain('goods.provenance')
  })
})

describe('their calendars', () => {
  it('San José, two business days from Friday 14 August 2026 end on Tuesday 18 (spec Annex A)', () => {
    expect(addBusinessDays(getCalendar('cr', 'cr-san-jose'), '2026-08-14T16:12:00.000Z', 2)).toBe('2026-08-18')
  })

  it.each([
    ['uy', 'uy-montevideo', ['2026-02-16', '2026-04-01', '2027-02-09', '2027-03-24', '2027-05-17', '2027-10-11']],
    ['cl', 'cl-santiago', ['2026-04-03', '2026-09-18', '2027-03-26', '2027-06-28', '2027-09-17', '2027-10-11']],
    ['cr', 'cr-san-jose', ['2026-04-02', '2026-08-31', '2026-12-01', '2027-03-25', '2027-08-02', '2027-09-15']],
  ])('%s rests on the holidays of both years, those that move as well', (pack, id, days) => {
    const calendar = getCalendar(pack, id)
    for (const day of days) expect(isWorkingDay(calendar, day), day).toBe(false)
  })

  it.each([
    ['uy', 'uy-montevideo', ['2026-10-13', '2027-05-18', '2027-10-12']],
    ['cl', 'cl-santiago', ['2026-09-17', '2027-06-29', '2027-10-12']],
    ['cr', 'cr-san-jose', ['2026-08-17', '2027-07-26', '2027-04-12']],
  ])('%s works on the days from which a holiday was moved, or to which none is', (pack, id, days) => {
    const calendar = getCalendar(pack, id)
    for (const day of days) expect(isWorkingDay(calendar, day), day).toBe(true)
  })
})
