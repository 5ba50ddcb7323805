import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDictionary, loadPacks, runScenarios, toInstant, toMs } from '#kernel'
import { readPackFiles } from '#platform/packs'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { fileAcid, people } from '../helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url))

describe('a session in a sandbox, recorded', () => {
  it('is a scenario that pack check plays to the same end', async () => {
    const { body: sandbox } = await app.open('/v1/sandboxes', people.lucia, { now: '2026-06-08T14:00:00.000Z' })
    const id = String(sandbox.id)
    const headers = { 'vuce-sandbox': id }
    const filed = await fileAcid(app, { 'date.departure': '2026-08-01' }, headers)
    await app.pay(filed.order)
    const path = `/v1/permits/${filed.permit}`
    await app.act(people.victor, path, 'observe', { observations: [{ text: '¿Qué cisterna?' }] }, headers)
    const to = toInstant(toMs('2026-06-09T15:00:00.000Z'))
    expect((await app.call('POST', `/v1/sandboxes/${id}/advance`, people.lucia, { to })).status).toBe(200)
    await app.act(people.lucia, path, 'answer', { text: 'La de siempre, nuestra.' }, headers)
    await app.act(people.victor, path, 'propose', { outcome: 'approve' }, headers)
    await app.act(people.irene, path, 'approve', {}, headers)
    const end = (await app.call('GET', path, people.lucia, undefined, headers)).body
    const recorded = await app.call('GET', `/v1/sandboxes/${id}/permits/${filed.permit}/scenario`, people.lucia)
    expect([recorded.status, recorded.text.includes('987 555')]).toEqual([200, false])

    const file = { path: 'pe/scenarios/recorded.yaml', text: recorded.text }
    const { dictionary } = loadDictionary(await readPackFiles(folder('dictionary')))
    const files = (await readPackFiles(folder('packs'))).filter(
      (f) => f.path.startsWith('pe/') && !f.path.includes('/scenarios/'),
    )
    const run = runScenarios(loadPacks(files, dictionary).packs.values(), dictionary, [file])
    expect(run.faults).toEqual([])
    expect(run.results.map(({ ok, failures, approved }) => ({ ok, failures, approved }))).toEqual([
      { ok: true, failures: [], approved: true },
    ])
    expect(recorded.text).toContain(String(end.status))
  })

  it('is nobody else’s to read, and only of that sandbox', async () => {
    const { body: sandbox } = await app.open('/v1/sandboxes', people.lucia, { now: app.clock.now() })
    const { permit } = await fileAcid(app)
    const ask = (token: string) =>
      app.call('GET', `/v1/sandboxes/${String(sandbox.id)}/permits/${permit}/scenario`, token)
    expect((await ask(people.lucia)).status).toBe(404)
    expect((await ask(people.elvira)).status).toBe(404)
  })
})
