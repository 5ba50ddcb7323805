import { describe, expect, it } from 'vitest'
import { tell } from '#kernel'
import { reconcile } from './checks.ts'
import { play } from './dossier.fixture.ts'

const kg = (value: string) => ({ value, unit: 'KGM' })
const usd = (amount: string) => ({ amount, currency: 'USD' })
const faults = (elements: object, lines: object[] = [], references: object[] = []) => {
  const p = play(elements as never, { lines })
  for (const r of references) p.give('attachReference', r)
  return reconcile(p.state)
}
const codes = (...args: Parameters<typeof faults>) =>
  faults(...args).map((f) => `${f.refusal.code} ${f.refusal.pointer}`)

describe('figures of a dossier (M02-3)', () => {
  it('gross weight of the lines: exactly half a per cent of the total is still right', () => {
    const lines = [{ 'goods.grossWeight': kg('600') }, { 'goods.grossWeight': kg('405') }]
    expect(codes({ 'weight.gross': kg('1000') }, lines)).toEqual([])
    const over = [{ 'goods.grossWeight': kg('600') }, { 'goods.grossWeight': kg('405.001') }]
    expect(codes({ 'weight.gross': kg('1000') }, over)).toEqual(['GROSS_WEIGHT_MISMATCH /elements/weight.gross'])
    expect(codes({ 'weight.gross': { value: '1', unit: 'TNE' } }, lines)).toEqual([])
    expect(codes({ 'weight.gross': kg('0') }, [{ 'goods.grossWeight': kg('0') }])).toEqual([])
  })

  it('tells both figures and what would make them agree', () => {
    const [f] = faults({ 'weight.gross': kg('1000') }, [{ 'goods.grossWeight': kg('1100.5') }])
    expect(f).toMatchObject({
      first: { what: 'lines', value: '1100.5 KGM' },
      second: { what: 'weight.gross', value: '1000 KGM' },
      fix: { pointer: '/elements/weight.gross', value: '1100.5 KGM' },
    })
    if (f) expect(tell(f.refusal, 'es').message).toContain('1100.5 KGM')
    for (const language of ['es', 'en', 'pt'] as const)
      if (f) expect(Object.values(tell(f.refusal, language)).join()).not.toMatch(/[{}]/)
  })

  it('net is at most gross, of the whole and of each line', () => {
    expect(codes({ 'weight.net': kg('10'), 'weight.gross': kg('10') })).toEqual([])
    expect(codes({ 'weight.net': kg('10.001'), 'weight.gross': kg('10') })).toEqual([
      'NET_OVER_GROSS /elements/weight.net',
    ])
    expect(codes({}, [{}, { 'goods.netWeight': kg('2'), 'goods.grossWeight': kg('1') }])).toEqual([
      'NET_OVER_GROSS /lines/1/goods.netWeight',
    ])
  })

  it('values of the lines: one cent is right, more is not; another currency is not compared', () => {
    const lines = [{ 'goods.value': usd('100.10') }, { 'goods.value': usd('0.20') }]
    expect(codes({ 'invoice.total': usd('100.30') }, lines)).toEqual([])
    expect(codes({ 'invoice.total': usd('100.31') }, lines)).toEqual([])
    expect(codes({ 'invoice.total': usd('100.32') }, lines)).toEqual(['INVOICE_TOTAL_MISMATCH /elements/invoice.total'])
    expect(codes({ 'invoice.total': { amount: '5', currency: 'PEN' } }, lines)).toEqual([])
    expect(codes({ 'invoice.total': usd('5') }, [...lines, {}])).toEqual([])
  })

  it('packages: one count in every document', () => {
    const documents = [
      { type: 'invoice', number: 'F1', states: { 'packages.count': '20' } },
      { type: 'packing-list', number: 'P1', states: { 'packages.count': '20.0' } },
      { type: 'shipping-instruction', number: 'S1', states: { 'packages.count': '19' } },
    ]
    expect(codes({ 'packages.count': '20' }, [], documents.slice(0, 2))).toEqual([])
    const found = faults({ 'packages.count': '20' }, [{ 'goods.packages': '20' }], documents)
    expect(found.map((f) => [f.first, f.second])).toEqual([
      [
        { what: 'shipping-instruction S1', value: '19' },
        { what: 'packages.count', value: '20' },
      ],
    ])
    expect(codes({ 'packages.count': '0' }, [{ 'goods.packages': '0' }])).toEqual([])
  })
})
