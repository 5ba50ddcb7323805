import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { daysAfter, openTestApp, type TestApp } from '../helpers/house.ts'

const firm = 'demo.pe.lucia'
const agent = 'demo.pe.elvira'
const watch = 'demo.window.monitor'
let app: TestApp
let dossier = ''
let mandate = ''
beforeAll(async () => {
  app = await openTestApp()
  const goods = {
    'goods.commodity': '090111',
    'goods.description': 'Café verde',
    'goods.quantity': { value: '1', unit: 'KGM' },
  }
  const made = await app.open('/v1/dossiers', firm, { country: 'pe', regime: 'export', elements: {}, lines: [goods] })
  dossier = String(made.body.id)
  const who = await app.house.directory.identify(agent)
  const { taxId } = await app.house.directory.getOrganisation(who?.actor.org ?? '')
  const { body } = await app.open('/v1/mandates', firm, {
    agent: { country: 'PE', taxId },
    acts: ['dossier.declare'],
    hs: ['0901'],
    valueCap: { amount: '10.00', currency: 'USD' },
    from: app.clock.now().slice(0, 10),
    to: daysAfter(app.clock.now(), 30),
  })
  mandate = String(body.id)
  await app.act(agent, `/v1/mandates/${mandate}`, 'accept', {})
})
afterAll(() => app?.close())

const ask = (more: object = {}) => ({
  case: dossier,
  reasonCode: 'incident',
  text: 'El camión espera en Tumbes y el dato no llegó',
  minutes: 30,
  ...more,
})
const open = (token: string, body: object) =>
  app.call('POST', '/v1/break-glass', token, body, { 'idempotency-key': randomUUID() })
const read = (id: string, token = watch) => app.call('GET', `/v1/break-glass/${id}/case`, token)

describe('breaking the glass', () => {
  it('those who watch see no contents; with a reason they see one case for a while, and its owner is told', async () => {
    expect((await app.call('GET', `/v1/dossiers/${dossier}`, watch)).status).toBe(404)
    const made = await open(watch, ask())
    expect(made.status).toBe(201)
    const id = String(made.body.id)
    const seen = await read(id)
    expect(JSON.stringify(seen.body.state)).toContain('Café verde')
    const { body } = await app.call('GET', '/v1/notices', firm)
    const words = JSON.stringify((body.items as object[])[0])
    expect(words).toContain('El camión espera en Tumbes')
    const history = await app.call('GET', `/v1/break-glass/${id}/history`, firm)
    expect((history.body.items as { type: string }[]).map((e) => e.type)).toEqual(['GlassBroken', 'PayloadSeen'])
    app.clock.hours(0.51)
    expect([(await read(id)).status, (await app.call('GET', `/v1/break-glass/${id}`, firm)).status]).toEqual([409, 200])
  })

  it('needs the role, a reason in words, an hour at most; one who did not open it reads nothing', async () => {
    for (const token of [firm, 'demo.pe.ana', 'demo.window.coordinator', 'demo.window.steward'])
      expect((await open(token, ask())).status).toBe(403)
    const bad = await open(watch, { case: dossier, reasonCode: 'curious', text: 'porque sí', minutes: 600 })
    expect(bad.status).toBe(422)
    expect((bad.body.errors as { pointer: string }[]).map((e) => e.pointer).sort()).toEqual([
      '/minutes',
      '/reasonCode',
      '/text',
    ])
    expect((await open(watch, ask({ case: randomUUID() }))).status).toBe(404)
    const id = String((await open(watch, ask())).body.id)
    expect((await read(id, 'demo.window.security')).status).toBe(409)
    expect((await read(id, firm)).status).toBe(404)
    expect((await read(id, 'demo.pe.ana')).status).toBe(404)
    await app.act(watch, `/v1/break-glass/${id}`, 'close', {})
    expect((await read(id)).status).toBe(409)
  })
})

describe('who may see a case, why, and who looked', () => {
  it('is told to its owner: parties, mandates that cover it, glass that was broken, and each reader', async () => {
    const glass = String((await open(watch, ask())).body.id)
    await read(glass)
    await app.call('GET', `/v1/dossiers/${dossier}`, agent, undefined, { 'vuce-mandate': mandate })
    await app.call('GET', `/v1/dossiers/${dossier}`, agent, undefined, { 'vuce-mandate': mandate })
    const { body } = await app.call('GET', `/v1/dossiers/${dossier}/access`, firm)
    const may = body.may as { why: string; as?: string; mandate?: string; breakGlass?: string }[]
    expect(may.filter((m) => m.why === 'party').map((m) => m.as)).toContain('owner')
    expect(may.filter((m) => m.why === 'mandate').map((m) => m.mandate)).toEqual([mandate])
    expect(may.filter((m) => m.why === 'break-glass').map((m) => m.breakGlass)).toEqual([glass])
    expect(body.looked).toMatchObject([{ person: 'Elvira Tocto Núñez', mandate, times: 2 }])
    expect((body.broken as { looks: number }[]).length).toBeGreaterThanOrEqual(2)
  })

  it('is for its owner: others are refused, or do not know that there is such a case', async () => {
    expect((await app.call('GET', `/v1/dossiers/${dossier}/access`, agent)).status).toBe(404)
    expect((await app.call('GET', `/v1/dossiers/${randomUUID()}/access`, firm)).status).toBe(404)
    expect((await app.call('GET', `/v1/mandates/${mandate}/access`, agent)).status).toBe(403)
  })
})
