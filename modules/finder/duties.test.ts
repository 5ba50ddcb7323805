import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const get = async (path: string, query: Record<string, string>) => {
  const { status, body, text } = await app.call('GET', `${path}?${new URLSearchParams(query)}`)
  return { status, body, text }
}
const tariff = (query: Record<string, string>) => get('/v1/tariff', { country: 'demo', day: '2026-06-15', ...query })

describe('GET /v1/tariff', () => {
  it('tells the rate for everybody, each preference with what it saves, and the tax, with norm, source and day', async () => {
    const { body } = await tariff({ hs: '9405.41', origin: 'UY', value: '1000.00 XTS', lang: 'en' })
    expect(body).toMatchObject({
      status: 'known',
      mfn: { rate: '12', law: 'CARTA-1 art. 42', source: 'Carta de las luces que cantan', checked: '2026-01-01' },
      preferences: [
        {
          agreement: { id: 'BRUMA' },
          rate: '0',
          rule: 'hecho bajo la niebla',
          saving: { points: '12', amount: { amount: '120.00', currency: 'XTS' } },
        },
        {
          agreement: { id: 'CANTO', proof: 'carta del coro' },
          rate: '4',
          saving: { points: '8', amount: { amount: '80.00' } },
        },
      ],
      taxes: [{ rate: '5', note: 'tributo del faro' }],
      unconfirmed: false,
      text: 'Under Pact of the Mist the duty is 0 %: 12 points less than without origin.',
    })
  })

  it('on the day that is asked, by the longest prefix, and only for the origin that is asked', async () => {
    expect((await tariff({ hs: '940541', day: '2027-01-01' })).body).toMatchObject({
      mfn: { rate: '10' },
      preferences: [],
    })
    expect((await tariff({ hs: '940550', origin: 'BR' })).body).toMatchObject({
      mfn: { rate: '8' },
      preferences: [{ rate: '4', saving: { points: '4', amount: null } }],
    })
    expect((await tariff({ hs: '940550', origin: 'JP' })).body.preferences).toEqual([])
    // The pact of the mist ends with 2027.
    expect((await tariff({ hs: '940541', origin: 'IS', day: '2028-01-01' })).body.preferences).toEqual([])
    expect((await tariff({ hs: '9405' })).body).toMatchObject({ status: 'depends', narrower: ['940550'] })
    expect((await tariff({ hs: '010110' })).body).toMatchObject({ status: 'no-data', mfn: null, known: false })
  })

  it('says every fault of a question at once, and how a decimal comma is meant', async () => {
    const wrong = await tariff({ country: 'zz', hs: '0901', day: '2026-02-30' })
    expect(wrong.status).toBe(422)
    expect((wrong.body.errors as { pointer: string }[]).map((e) => e.pointer)).toEqual(['/country', '/day'])
    const comma = await tariff({ hs: '940550', value: '1.000,50 XTS' })
    expect([comma.status, comma.text.includes('1000.50 XTS')]).toEqual([422, true])
    expect((await tariff({ hs: '99' })).body).toMatchObject({ status: 'unknown-hs' })
    expect((await tariff({ hs: 'coffee' })).status).toBe(422)
  })

  it.each(['pe', 'uy', 'cr', 'cl', 'mx', 'tt', 'kr'])(
    'has what small firms trade in %s, and says that nobody checked it',
    async (country) => {
      const origin =
        country === 'pe' ? 'CL' : country === 'tt' ? 'CR' : country === 'uy' ? 'BR' : country === 'mx' ? 'CL' : 'PE'
      for (const hs of ['611020', '090121', '220421', '640399', '950300', '200799', '330499'])
        expect(
          (await get('/v1/tariff', { country, hs, origin: country === 'cr' || country === 'cl' ? 'MX' : origin })).body,
        ).toMatchObject({
          status: expect.stringMatching(/known|depends/),
          mfn: { rate: expect.stringMatching(/^\d/), checked: null },
          preferences: [{ rate: expect.stringMatching(/^\d/) }],
          taxes: [{ rate: expect.stringMatching(/^\d/) }],
          unconfirmed: true,
        })
    },
  )
})

describe('the landed cost', () => {
  it('takes duty and tax of the tariff where none are given, and says of each step where it comes from', async () => {
    const query = {
      price: '1000.00 XTS',
      incoterm: 'CIF',
      country: 'demo',
      hs: '940541',
      origin: 'BR',
      day: '2026-06-15',
    }
    const { body } = await get('/v1/landed-cost', query)
    expect(body).toMatchObject({ duty: { amount: '40.00' }, tax: { amount: '52.00' } })
    const source = (id: string) => (body.steps as { id: string; source: object }[]).find((s) => s.id === id)?.source
    expect(source('duty')).toMatchObject({ of: 'tariff', rate: '4', law: 'CARTA-1 art. 40', checked: '2026-01-01' })
    expect(source('tax')).toMatchObject({ of: 'tariff', rate: '5' })
    expect(source('freight')).toEqual({ of: 'given' })
    expect((await get('/v1/landed-cost', { ...query, dutyRate: '6' })).body).toMatchObject({
      duty: { amount: '60.00' },
    })
  })
})

describe('an answer of the finder', () => {
  const find = (query: Record<string, string>) => get('/v1/finder', query)

  it('has the verdict as a sentence, and cost, time and minutes with their source and date', async () => {
    const { body } = await find({ country: 'pe', hs: '090111', regime: 'export', destination: 'KR', day: '2026-06-15' })
    expect(body.summary).toMatchObject({
      verdict: 'Puede exportar. Necesita un trámite de SENASA.',
      cost: { amounts: [{ amount: '41.60', currency: 'PEN' }], complete: true, text: '41.60 PEN', date: '2026-06-15' },
      time: { of: 'published', cases: 0, text: expect.stringContaining('Hasta') },
      minutes: { own: expect.any(Number), source: expect.stringContaining('estimado') },
    })
    // What the buyer pays: the tariff of the destination is one of ours.
    expect(body.duties).toMatchObject({ country: 'kr', origin: 'PE', mfn: { rate: '2' }, preferences: [{ rate: '0' }] })
    expect(body.procedures).toMatchObject([{ step: 1, figures: { cost: { text: '41.60 PEN' } } }])
  })

  it('says plainly what is forbidden, by what, and what would not be', async () => {
    const dark = { country: 'demo', hs: '940591', regime: 'import', day: '2026-06-15' }
    expect((await find({ ...dark, use: 'festival', lang: 'en' })).body).toMatchObject({
      status: 'prohibited',
      summary: { verdict: 'You cannot import. CARTA-1 art. 30 forbids it.' },
      alternatives: [{ element: 'goods.use', value: 'museum', shown: 'Museum' }],
    })
  })

  it('is of the day that is asked, past or future, and proud when nothing is needed', async () => {
    const roasted = { country: 'pe', hs: '090121', regime: 'export', destination: 'CL' }
    expect((await find({ ...roasted, day: '2026-06-15' })).body.summary).toMatchObject({
      verdict: 'Puede exportar por su cuenta. No necesita ningún permiso.',
      cost: { amounts: [], text: 'Gratis' },
      time: null,
      minutes: { own: 0 },
    })
    expect((await find({ ...roasted, hs: '090111', day: '2020-01-01' })).body.status).toBe('nothing-needed')
    const later = (await find({ country: 'demo', hs: '940541', regime: 'import', origin: 'JP', day: '2027-02-01' }))
      .body
    expect(later.duties).toMatchObject({ mfn: { rate: '10' } })
  })

  it('names the limits that a quantity stands under and over', async () => {
    const lamps = {
      country: 'demo',
      hs: '940550',
      regime: 'export',
      destination: 'IS',
      'goods.quantity': '24 NIU',
      lang: 'en',
    }
    expect((await find(lamps)).body.thresholds).toMatchObject([
      { element: 'goods.quantity', given: '24 NIU', limit: '10 NIU', crossed: true },
      { element: 'goods.quantity', given: '24 NIU', limit: '100 NIU', crossed: false },
    ])
  })
})
