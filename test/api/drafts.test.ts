import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expireDrafts } from '#modules/drafts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { people } from '../helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const { lucia, martin, victor } = people
const put = (token: string, key: string, body: object, headers: Record<string, string> = {}) =>
  app.call('PUT', `/v1/drafts/${key}`, token, body, headers)
const keys = async (token: string): Promise<string[]> =>
  ((await app.call('GET', '/v1/drafts', token)).body.items as { key: string }[]).map((d) => d.key)

describe('drafts', () => {
  it('come back as they were typed, on any device, and are listed without their content', async () => {
    const content = { elements: { incoterm: 'CIF', importer: { name: 'Ñandú & Hijos' } }, lines: [{ n: 1.5 }] }
    const saved = await put(lucia, 'dossier:new', { title: 'Café', content })
    expect([saved.status, saved.body.version, saved.headers.etag]).toEqual([200, 1, '"1"'])
    expect((await app.call('GET', '/v1/drafts/dossier:new', lucia)).body).toMatchObject({ key: 'dossier:new', content })
    const list = await app.call('GET', '/v1/drafts', lucia)
    expect(list.body.items).toMatchObject([{ key: 'dossier:new', title: 'Café', version: 1 }])
    expect(list.text).not.toContain('Ñandú')
  })

  it('are seen by nobody but the person who typed them', async () => {
    await put(lucia, 'secret', { content: { a: 'mine' } })
    for (const other of [martin, victor]) {
      expect((await app.call('GET', '/v1/drafts/secret', other)).status).toBe(404)
      expect(await keys(other)).not.toContain('secret')
      expect((await app.call('DELETE', '/v1/drafts/secret', other)).status).toBe(204)
    }
    expect((await app.call('GET', '/v1/drafts/secret', lucia)).status).toBe(200)
    expect((await app.call('GET', '/v1/drafts/secret')).status).toBe(401)
  })

  it('of two tabs do not overwrite each other unseen', async () => {
    const body = { content: { n: 1 } }
    await put(lucia, 'tabs', body)
    expect((await put(lucia, 'tabs', body, { 'if-match': '"1"' })).body.version).toBe(2)
    const late = await put(lucia, 'tabs', { content: { n: 3 } }, { 'if-match': '"1"' })
    expect(late.body).toMatchObject({ code: 'VERSION_CONFLICT', currentVersion: 2 })
    expect((await put(lucia, 'tabs', body, { 'if-match': '"0"' })).status).toBe(409)
    expect((await put(lucia, 'brand-new', body, { 'if-match': '"7"' })).status).toBe(409)
    expect(await keys(lucia)).not.toContain('brand-new')
  })

  it('survive 90 days from the last save, and are erased then', async () => {
    const back = app.clock.now()
    await put(lucia, 'old', { content: {} })
    app.clock.hours(60 * 24)
    await put(lucia, 'old', { content: { again: true } })
    app.clock.hours(89 * 24)
    await expireDrafts(app.house.pool, app.clock.now())
    expect((await app.call('GET', '/v1/drafts/old', lucia)).body).toMatchObject({ content: { again: true } })
    app.clock.hours(25)
    expect((await app.call('GET', '/v1/drafts/old', lucia)).status).toBe(404)
    await expireDrafts(app.house.pool, app.clock.now())
    expect(await app.asOwner(`SELECT 1 FROM drafts.draft WHERE key = 'old'`)).toEqual([])
    app.clock.set(back)
  })

  it('are bounded: size, number, key and shape', async () => {
    expect((await put(lucia, 'big', { content: { a: 'x'.repeat(200_001) } })).body).toMatchObject({
      code: 'DRAFT_TOO_LARGE',
    })
    expect((await put(lucia, '..%2Fetc', { content: {} })).status).toBe(422)
    expect((await put(lucia, 'k', { content: [], more: 1 })).status).toBe(422)
    for (let i = 0; i < 200; i++) await put(martin, `d${i}`, { content: {} })
    expect((await put(martin, 'one-more', { content: {} })).body).toMatchObject({ code: 'TOO_MANY_DRAFTS' })
    expect((await put(martin, 'd7', { content: { same: 1 } })).status).toBe(200)
  })
})
