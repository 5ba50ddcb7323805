import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Door } from '#platform/http'
import { createApp } from '../../server/app.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { bananas, fileAcid, filedOf, people } from '../helpers/shipments.ts'

/** The same house behind two doors: one asks for second factors, the other lets the test prepare what is decided. */
let app: TestApp
let door: Door
beforeAll(async () => {
  app = await openTestApp()
  const house = { ...app.house, config: { ...app.house.config, stepUp: true } }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  door = await createApp({ house, log, provider: null, publicUrl: () => 'http://window.test' })
  await door.ready()
}, 60_000)
afterAll(async () => {
  await door?.close()
  await app?.close()
})

/** Somebody at their browser, who came in by a password and then showed something more, or did not. */
async function session(label: string, factor?: string): Promise<string> {
  const account = (await app.house.directory.accounts()).find((a) => a.label === label)
  const { token } = await app.house.directory.sessions.open({
    person: account?.person ?? '',
    account: account?.id ?? '',
    methods: ['pwd'],
  })
  return factor ? ((await app.house.directory.sessions.change(token, { steppedUpBy: factor }))?.token ?? '') : token
}
async function send(token: string, url: string, body: object) {
  const answer = await door.inject({
    method: 'POST',
    url,
    headers: {
      host: 'window.test',
      origin: 'http://window.test',
      'vuce-client': 'web',
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'if-match': '*',
      cookie: `vuce_session=${token}`,
    },
    payload: JSON.stringify(body),
  })
  const { code, stepUp } = JSON.parse(answer.payload) as { code?: string; stepUp?: string }
  return { status: answer.statusCode, code, stepUp }
}

async function proposedAcid(): Promise<string> {
  const { permit, order } = await fileAcid(app)
  await app.pay(order)
  await app.act(people.victor, `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
  return permit
}
/** A phytosanitary authorisation, whose law asks for a qualified signature. */
async function proposedBananas(): Promise<string> {
  const dossier = bananas(app.clock.now())
  const filed = await app.open('/v1/applications', 'demo.uy.valentina', { dossier, procedures: ['uy.afidi'] })
  const { permit, order } = filedOf(filed.body)
  await app.pay(order)
  await app.act('demo.uy.leticia', `/v1/permits/${permit}`, 'admit', {})
  await app.act('demo.uy.leticia', `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
  return permit
}
const irene = 'pe.irene'

describe('what an officer shows before signing', () => {
  it('is a second factor where the document bears a seal', async () => {
    const path = `/v1/permits/${await proposedAcid()}/approve`
    expect(await send(await session(irene), path, {})).toMatchObject({
      status: 412,
      code: 'STEP_UP_REQUIRED',
      stepUp: '/entrar/confirmar',
    })
    expect((await send(await session(irene, 'otp'), path, {})).status).toBe(200)
  })

  it('is a passkey where the law asks for a qualified signature: a code can be read out to another', async () => {
    const path = `/v1/permits/${await proposedBananas()}/approve`
    for (const factor of [undefined, 'otp'])
      expect(await send(await session('uy.ruben', factor), path, {})).toMatchObject({
        status: 412,
        code: 'PASSKEY_REQUIRED',
        stepUp: '/entrar/confirmar/llave',
      })
    expect((await send(await session('uy.ruben', 'hwk'), path, {})).status).toBe(200)
  })

  it('is asked of a batch as of each of its cases', async () => {
    const permits = [await proposedAcid(), await proposedAcid()]
    const key = { 'idempotency-key': randomUUID() }
    const { body } = await app.call('POST', '/v1/batches', people.irene, { permits }, key)
    const batch = body as unknown as { id: string; digest: string; sample: string[] }
    for (const permit of batch.sample)
      await app.call(
        'POST',
        `/v1/batches/${batch.id}/opened/${permit}`,
        people.irene,
        {},
        { 'idempotency-key': randomUUID() },
      )
    const approve = { digest: batch.digest, reason: 'Todos cumplen.' }
    const path = `/v1/batches/${batch.id}/approve`
    expect((await send(await session(irene), path, approve)).code).toBe('STEP_UP_REQUIRED')
    expect((await send(await session(irene, 'otp'), path, approve)).status).toBe(200)
  })
})
