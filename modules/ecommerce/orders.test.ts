import { describe, expect, it } from 'vitest'
import { zip } from '#platform/archive'
import { columns, groupRows, readSheet, routeOf, type RowData } from './index.ts'

const limits = { list: '2000000', simplified: '4000000' }
const row = (more: Partial<RowData>): RowData => ({
  ...(Object.fromEntries(columns.map((c) => [c, ''])) as RowData),
  platform: 'market',
  order_id: '1',
  buyer_name: 'Buyer',
  qty: '1',
  unit_price: '1000000',
  currency: 'KRW',
  ...more,
})

describe('the route of an order (M14-2)', () => {
  it.each([
    ['2000000', 'list'],
    ['2000001', 'simplified'],
    ['4000000', 'simplified'],
    ['4000001', 'general'],
  ])('of %s won is %s', (value, route) => {
    expect(routeOf(value, limits)).toBe(route)
  })

  it('follows what one buyer paid at a time: five orders of a million are one of five', () => {
    const rows = [1, 2, 3, 4, 5].map((n) => ({ n, data: row({ order_id: String(n), payment_ref: 'P-1' }) }))
    const routes = (of: typeof rows) => groupRows(of, () => '1', limits).map((o) => o.route)
    expect(routes(rows)).toEqual(['general', 'general', 'general', 'general', 'general'])
    expect(routes(rows.map((r) => ({ ...r, data: { ...r.data, payment_ref: '' } })))).toEqual(Array(5).fill('list'))
  })
})

describe('a file of orders', () => {
  const values = columns.map((c) => (c === 'buyer_name' ? 'Peña & Ñ' : c === 'qty' ? '2' : ''))
  const letter = (n: number): string =>
    (n < 26 ? '' : String.fromCharCode(64 + Math.floor(n / 26))) + String.fromCharCode(65 + (n % 26))
  const xml = (s: string): string => s.replaceAll('&', '&amp;')
  const workbook = (): Uint8Array => {
    const cells = (n: number, of: readonly string[]) =>
      `<row r="${n}">${of
        .map((v, i) => (v === '' ? '' : `<c r="${letter(i)}${n}" t="inlineStr"><is><t>${xml(v)}</t></is></c>`))
        .join('')}</row>`
    return zip({
      'xl/worksheets/sheet1.xml': Buffer.from(
        `<worksheet><cols><col min="1"/></cols><sheetData>${cells(1, columns)}${cells(2, values)}</sheetData></worksheet>`,
      ),
    })
  }
  const csv = (): Uint8Array => Buffer.from(`\uFEFF${columns.join(';')}\r\n${values.join(';')}\r\n`)

  it('reads the same from a workbook and from CSV with a mark of bytes, empty cells and all', () => {
    const read = readSheet(workbook())
    expect(read).toEqual(readSheet(csv()))
    expect(read).toMatchObject({ rows: [{ buyer_name: 'Peña & Ñ', qty: '2', order_id: '' }] })
  })

  it('says which columns are missing or unknown, and when it is no workbook at all', () => {
    expect(readSheet(Buffer.from('order_id;colour\n1;red'))).toMatchObject({ fault: 'header' })
    expect(readSheet(Buffer.from('PK nonsense'))).toMatchObject({ fault: 'unreadable' })
  })
})
