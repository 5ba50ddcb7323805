import { describe, expect, it } from 'vitest'
import { changed, withNumbers } from './dossier.ts'
import type { Shipment } from './story-file.ts'

const shipment: Shipment = {
  title: { en: 'goods', es: 'mercancía' },
  regime: 'import',
  data: { 'country.origin': 'IN', warehouse: 'PECLL' },
  lines: [{ 'goods.cas': '121-75-5', 'goods.batch': 'A' }, { 'goods.batch': 'B' }],
  attached: ['invoice', 'sds'],
  answers: { 'pe.medicine-import': { data: { manufacturer: 'Vindhya', storage: 'ambient' }, lines: [] } },
}

describe('what an attempt changes of a shipment', () => {
  it('lays values over a line and over the header, and leaves the shipment itself alone', () => {
    const other = changed(shipment, { 'line 1': { 'goods.cas': '121-75-6' }, data: { warehouse: 'PEPIO' } })
    expect(other.lines).toEqual([{ 'goods.cas': '121-75-6', 'goods.batch': 'A' }, { 'goods.batch': 'B' }])
    expect(other.data).toEqual({ 'country.origin': 'IN', warehouse: 'PEPIO' })
    expect(shipment.lines[0]).toEqual({ 'goods.cas': '121-75-5', 'goods.batch': 'A' })
  })

  it('leaves out elements, answers and documents by their name', () => {
    const other = changed(shipment, { without: ['manufacturer', 'sds', 'goods.cas'] })
    expect(other.attached).toEqual(['invoice'])
    expect(other.answers['pe.medicine-import']?.data).toEqual({ storage: 'ambient' })
    expect(other.lines[0]).toEqual({ 'goods.batch': 'A' })
  })

  it('puts in the number of a document that was issued in the story', () => {
    const written = { line: ['number of pe.medicine-registration', 'number of pe.other', 'the number of a house'] }
    expect(withNumbers(written, (id) => (id === 'pe.medicine-registration' ? 'RS-04310' : undefined))).toEqual({
      line: ['RS-04310', 'number of pe.other', 'the number of a house'],
    })
  })
})
