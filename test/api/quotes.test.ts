import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())
afterEach(() => expect(app.errors).toEqual([]))

const meat = (procedures: string[], more: object = {}) => ({
  country: 'uy',
  regime: 'import',
  elements: { 'country.origin': 'BR' },
  lines: [{ 'goods.commodity': '020130', 'goods.quantity': { value: '500', unit: 'KGM' } }],
  procedures,
  day: '2026-06-16',
  ...more,
})

interface Item {
  readonly total: { amount: string; currency: string } | null
  readonly lines: readonly { law: string; basis: string }[]
  readonly units: readonly { unit: string; from: string; value: { amount: string } }[]
  readonly waived?: { law: string; saved: { amount: string } }
}

describe('a quote', () => {
  it('is for anybody, and says how each amount came about, with the value of the unit and its date', async () => {
    const answer = await app.call('POST', '/v1/quotes', null, meat(['uy.meat-import']))
    expect(answer.status).toBe(200)
    const [item] = answer.body.items as Item[]
    // 18 UI at 6.50 (specification, M06-1).
    expect(item).toMatchObject({
      total: { amount: '117.00', currency: 'UYU' },
      units: [{ unit: 'UI', from: '2026-01-01' }],
    })
    expect(item?.lines[0]?.basis).toBe('18 UI × 6.50 UYU')
    expect(item?.lines[0]?.law).toMatch(/\S+ art\. /)
    expect(answer.body.totals).toEqual([{ amount: '117.00', currency: 'UYU' }])
  })

  it('shows what an exemption saves, and by which law', async () => {
    const ask = {
      country: 'mx',
      regime: 'import',
      lines: [{ 'goods.commodity': '291524', 'goods.use': 'research', 'goods.quantity': { value: '1', unit: 'KGM' } }],
      procedures: ['mx.reagent-import'],
      day: '2026-09-15',
    }
    const [item] = (await app.call('POST', '/v1/quotes', null, ask)).body.items as Item[]
    expect(item).toMatchObject({
      total: { amount: '0.00' },
      waived: { law: 'LFD art. 195', saved: { amount: '5337.61' } },
    })
  })

  it('adds up what is paid together, one total for each currency', async () => {
    const ask = {
      country: 'pe',
      regime: 'export',
      elements: { 'country.destination': 'CN' },
      lines: [{ 'goods.commodity': '090111', 'goods.quantity': { value: '100', unit: 'KGM' } }],
      procedures: ['pe.export-phyto', 'pe.origin-certificate'],
      day: '2026-07-06',
    }
    const answer = await app.call('POST', '/v1/quotes', null, ask)
    expect((answer.body.items as Item[]).map((i) => i.total?.amount)).toEqual(['41.60', '42.48'])
    expect(answer.body.totals).toEqual([{ amount: '84.08', currency: 'PEN' }])
  })

  it('answers all that is wrong with a question', async () => {
    const wrong = await app.call('POST', '/v1/quotes', null, {
      ...meat(['uy.nothing', 'pe.export-phyto']),
      day: '2026-06-16',
    })
    expect((wrong.body.errors as { pointer: string }[]).map((e) => e.pointer)).toEqual([
      '/procedures/0',
      '/procedures/1',
    ])
    expect((await app.call('POST', '/v1/quotes', null, { ...meat([]), day: '2026-02-30' })).status).toBe(422)
    expect((await app.call('POST', '/v1/quotes', null, { ...meat(['uy.meat-import']), country: 'zz' })).body.code).toBe(
      'NO_PACK',
    )
  })
})
