import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

describe('a dossier', () => {
  it('knows of a permit that rules alone decided, and closes after it', async () => {
    const alba = 'demo.demo.alba'
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"4"' }
    const filed = await app.open('/v1/applications', alba, {
      dossier: {
        country: 'demo',
        regime: 'transit',
        elements: { carrier: { name: 'Barca del Alba' }, 'country.destination': 'IS', 'date.departure': '2030-06-12' },
        lines: [
          {
            'goods.commodity': '940550',
            'goods.description': 'Lantern shadow',
            'goods.quantity': { value: '1', unit: 'NIU' },
          },
        ],
      },
    })
    const path = `/v1/dossiers/${String((filed.body.state as { dossier: string }).dossier)}`
    const { state } = (await app.call('GET', path, alba)).body as unknown as {
      state: { permits: { outcome: string }[] }
    }
    expect(state.permits.map((p) => p.outcome)).toEqual(['issued'])
    expect((await app.call('POST', `${path}/close`, alba, { reason: 'Done' }, headers)).status).toBe(200)
  })
})
