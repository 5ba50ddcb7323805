import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readList } from './formats.ts'
import { codeIn, findCatalogue, type Catalogue } from './kinds.ts'

const get = (id: string): Catalogue => {
  const found = findCatalogue(id)
  if (!found) throw new Error(`no catalogue ${id}`)
  return found
}
const read = (id: string, ...lines: string[]) => readList(get(id), [{ name: 'list.csv', text: lines.join('\n') }])

describe('names of catalogues', () => {
  it('of the world have no country, of a country need one', () => {
    expect(findCatalogue('hs')?.country).toBe(null)
    expect(findCatalogue('pe.unit-values')?.country).toBe('pe')
    for (const wrong of ['pe.hs', 'unit-values', 'recipes', '', '.hs', 'PE.holidays'])
      expect(findCatalogue(wrong)).toBe(undefined)
  })

  it('take codes as people write them', () => {
    expect(codeIn(get('hs'), '0901.21')).toBe('090121')
    expect(codeIn(get('places'), 'pe cll')).toBe('PECLL')
    expect(codeIn(get('currencies'), 'pen')).toBe('PEN')
  })
})

describe('files of the publishers', () => {
  it('are read in their own shapes', () => {
    const hs = read(
      'hs',
      '\ufeffsection,hscode,description,parent,level',
      'II,09,"Coffee, tea",TOTAL,2',
      'II,0901,Coffee,09,4',
    )
    expect(hs.faults).toEqual([])
    expect(hs.rows.map((r) => [r.code, r.names.en, r.value.parent, r.line])).toEqual([
      ['09', 'Coffee, tea', undefined, 2],
      ['0901', 'Coffee', '09', 3],
    ])
    const places = read(
      'places',
      ',"PE",,".PERU",,,,,,,,',
      ',"PE","CLL","Callao","Callao","CAL","1-------","AI","0001",,"1203S 07708W",',
      'X,"PE","OLD","Old","Old",,"1-------","XX","0001",,,',
    )
    expect(places.rows.map((r) => [r.code, r.names.en, r.value.function])).toEqual([['PECLL', 'Callao', '1-------']])
    expect(places.skipped).toBe(2)
  })

  it('that say a thing once per country say it once, and what was withdrawn is no entry', () => {
    const head = 'Entity,Currency,AlphabeticCode,NumericCode,MinorUnit,WithdrawalDate'
    const list = read(
      'currencies',
      head,
      'SPAIN,Euro,EUR,978,2,',
      'ITALY,Euro,EUR,978,2,',
      'SPAIN,Peseta,ESP,724,0,2002-03',
    )
    expect(list.rows.map((r) => [r.code, r.value])).toEqual([['EUR', { numeric: '978', decimals: '2' }]])
    expect([list.skipped, list.faults]).toEqual([1, []])
  })

  it('of a country carry their days and their norm', () => {
    const days = read(
      'pe.holidays',
      'date,kind,scope,law',
      '2026-07-28,national,,DL-713 art. 6',
      '2026-08-06,local,junin,LEY-1',
    )
    expect(days.rows.map((r) => [r.code, r.from, r.to, r.norm])).toEqual([
      ['2026-07-28', '2026-07-28', '2026-07-28', 'DL-713 art. 6'],
      ['2026-08-06.junin', '2026-08-06', '2026-08-06', 'LEY-1'],
    ])
    const units = read('pe.unit-values', 'unit,from,value,law', 'UIT,2026-01-01,5500.00 PEN,DS-1')
    expect(units.rows[0]?.value).toEqual({ amount: '5500.00', currency: 'PEN' })
    const rates = read('pe.exchange-rates', 'date,currency,rate,into', '2026-06-15,USD,3.752,PEN')
    expect(rates.rows.map((r) => [r.code, r.from, r.value.rate])).toEqual([['USD', '2026-06-15', '3.752']])
  })

  it('of our own shape are read for every kind', () => {
    const list = read(
      'incoterms',
      'code,name_es,name_en,name_pt,place',
      'FOB,Franco a bordo,Free on board,Livre a bordo,port',
    )
    expect(list.rows[0]).toMatchObject({ code: 'FOB', names: { es: 'Franco a bordo' }, value: { place: 'port' } })
  })
})

describe('faults', () => {
  it('are told all at once, with line and fix', () => {
    const list = read(
      'pe.unit-values',
      'unit,from,value,law',
      'UIT,2026-02-30,5500.00 PEN,DS-1',
      'UIT,2026-03-01,5500,DS-1',
      'UIT,2026-04-01,5500.00 PEN,',
      'UIT,2026-05-01,1.00 PEN,DS-1',
      'UIT,2026-05-01,2.00 PEN,DS-1',
    )
    expect(list.faults.map((f) => [f.line, f.message])).toEqual([
      [3, '"5500" is no amount'],
      [2, '"2026-02-30" is no day'],
      [4, 'UIT has no norm'],
      [6, 'UIT is there twice and says two things: also in line 5'],
    ])
    expect(list.faults.every((f) => f.fix.length > 5 && f.file === 'list.csv')).toBe(true)
  })

  it('are codes of another form, empty names, bad rates and files of another shape', () => {
    expect(read('hs', 'hscode,description', '901,Coffee', '0901,').faults.map((f) => f.line)).toEqual([2, 3])
    expect(read('pe.exchange-rates', 'date,currency,rate,into', '2026-06-15,USD,"3,75",PEN').faults).toHaveLength(1)
    expect(read('units', 'a,b', '1,2').faults[0]?.fix).toContain('commoncode')
    expect(read('places', 'PE,CLL').faults[0]?.message).toContain('columns')
    expect(read('units').faults[0]?.message).toBe('the file is empty')
    expect(read('countries', 'code,name_en', 'PE,Per\ufffd').faults[0]?.message).toContain('UTF-8')
  })
})

describe('the lists of our own', () => {
  it.each(['incoterms', 'containers', 'packages'])('%s read without a fault, in three languages', (id) => {
    const text = readFileSync(join(import.meta.dirname, '../../catalogues/world', `${id}.csv`), 'utf8')
    const list = readList(get(id), [{ name: `${id}.csv`, text }])
    expect(list.faults).toEqual([])
    expect(list.rows.length).toBeGreaterThan(10)
    expect(list.rows.filter((r) => Object.keys(r.names).length < 3)).toEqual([])
  })
})
