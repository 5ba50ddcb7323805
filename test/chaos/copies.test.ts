import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PermitState } from '#kernel'
import { openExchange, type Exchange } from '../../server/exchange.ts'
import { certifiedCoffee, growers } from '../helpers/coffee.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { approvedAcid, people } from '../helpers/shipments.ts'

let app: TestApp
let exchange: Exchange
let address = ''
beforeAll(async () => {
  app = await openTestApp({
    exchange: async (house, log) => {
      exchange = await openExchange(house, log, () => address, { decideMs: 150, retryMs: 1000 })
      return exchange
    },
  })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.app.server.address() as { port: number }
  address = `http://127.0.0.1:${port}`
})
afterAll(async () => {
  await app?.close()
  await exchange?.stop()
})

const ask = async (path: string, body?: object): Promise<unknown> => {
  const response = await fetch(`${exchange.simulator}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${exchange.secret}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return response.json()
}
const fault = (mode: string, delayMs = 0) => ask('/faults', { mode, delayMs })
beforeEach(() => fault('none'))

const lettersAbout = async (number: string): Promise<{ to: string; times: number; status: string }[]> =>
  ((await ask('/messages')) as { items: { to: string; number: string; times: number; status: string }[] }).items.filter(
    (l) => l.number === number,
  )

const stateOf = async (permit: string, token: string): Promise<PermitState> =>
  (await app.call('GET', `/v1/permits/${permit}`, token)).body.state as PermitState
const eventsOf = async (permit: string, token: string): Promise<string[]> =>
  (
    (await app.call('GET', `/v1/permits/${permit}/history?limit=200`, token)).body.items as {
      type: string
      data: { outcome?: string; to?: string }
    }[]
  )
    .filter((e) => /^(Copy|Sps)/.test(e.type))
    .map((e) => (e.type === 'CopyReported' ? `${e.data.to} ${e.data.outcome}` : e.type))

/** Carries what is due, letting our time pass, until the copies stand as wanted. */
async function until(permit: string, token: string, wanted: Record<string, string>): Promise<PermitState> {
  const is = (s: PermitState): boolean =>
    Object.entries(wanted).every(([to, status]) => s.copies?.[to]?.status === status)
  for (let i = 0; i < 60; i++) {
    await exchange.carrier.run()
    const s = await stateOf(permit, token)
    if (is(s)) return s
    app.clock.hours(0.02)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the copies stand as ${JSON.stringify((await stateOf(permit, token)).copies)}`)
}

const { lucia, irene } = people
const { elvira, rosa } = growers

describe('copies of documents', () => {
  it('reach the authority of destination as a certificate, and customs as a licence, each once', async () => {
    const { permit } = await certifiedCoffee(app)
    const s = await until(permit, elvira, { ephyto: 'accepted', customs: 'accepted' })
    const number = s.resolution?.number ?? ''
    expect((await lettersAbout(number)).map((l) => [l.to, l.times]).sort()).toEqual([
      ['customs', 1],
      ['hub', 1],
    ])
    expect(s.copies?.ephyto?.reference).toMatch(/^VL-/)
    const events = await eventsOf(permit, elvira)
    expect(events.filter((e) => e.startsWith('Sps'))).toEqual(['SpsSent', 'SpsReceived', 'SpsAccepted'])
    const copies = (await app.call('GET', `/v1/permits/${permit}/copies`, elvira)).body
    expect(copies).toMatchObject({ carried: true, simulator: exchange.simulator })
    expect((copies.items as { status: string }[]).map((c) => c.status)).toEqual(['accepted', 'accepted'])
    expect((await app.call('GET', `/v1/permits/${permit}/copies`, lucia)).status).toBe(404)
  })

  it('are replaced when the certificate is rectified, and taken back when it is revoked', async () => {
    const { permit } = await certifiedCoffee(app)
    const first = await until(permit, elvira, { ephyto: 'accepted' })
    await app.act(rosa, `/v1/permits/${permit}`, 'rectify', { elements: { 'location.entry': 'CNNGB' } })
    await until(permit, elvira, { ephyto: 'accepted', customs: 'accepted' })
    await app.act(rosa, `/v1/permits/${permit}`, 'revoke', { grounds: 'La muestra tenía plaga viva.' })
    const last = await until(permit, elvira, { ephyto: 'accepted', customs: 'accepted' })
    expect(last.copies?.ephyto).toMatchObject({ edition: 2, kind: 'cancel' })
    const sps = (await eventsOf(permit, elvira)).filter((e) => e.startsWith('Sps'))
    expect(sps.filter((e) => e === 'SpsReplaced' || e === 'SpsCancelled')).toEqual(['SpsReplaced', 'SpsCancelled'])
    expect(sps.filter((e) => e === 'SpsAccepted').length).toBe(3)
    expect((await lettersAbout(first.resolution?.number ?? '')).filter((l) => l.to === 'hub').length).toBe(3)
  })

  it('late: stay received until the answer comes, and the answer is not asked for by sending again', async () => {
    await fault('late', 700)
    const { permit } = await approvedAcid(app)
    const early = await until(permit, lucia, { port: 'received' })
    expect(await eventsOf(permit, lucia)).not.toContain('port accepted')
    await until(permit, lucia, { port: 'accepted', customs: 'accepted' })
    for (const { times } of await lettersAbout(early.resolution?.number ?? '')) expect(times).toBe(1)
  })

  it('lost: a message whose answer never came is not delivered twice', async () => {
    await fault('lost')
    const { permit } = await approvedAcid(app)
    const s = await until(permit, lucia, { port: 'accepted', customs: 'accepted' })
    const { permit: certificate } = await certifiedCoffee(app)
    await until(certificate, elvira, { ephyto: 'accepted' })
    for (const { times } of await lettersAbout(s.resolution?.number ?? '')) expect(times).toBe(1)
    const events = await eventsOf(permit, lucia)
    expect(events.filter((e) => e === 'port accepted')).toEqual(['port accepted'])
    expect(new Set(events).size).toBe(events.length)
  })

  it('duplicate: receipts that come twice and out of order are written once', async () => {
    await fault('duplicate')
    const { permit } = await approvedAcid(app)
    await until(permit, lucia, { port: 'accepted', customs: 'accepted' })
    await new Promise((resolve) => setTimeout(resolve, 500))
    await exchange.carrier.run()
    const events = await eventsOf(permit, lucia)
    expect(new Set(events).size).toBe(events.length)
    expect((await stateOf(permit, lucia)).copies?.port?.status).toBe('accepted')
  })

  it('reject: the reason stands on the case, and a corrected edition is sent again', async () => {
    await fault('reject')
    const { permit } = await approvedAcid(app)
    await until(permit, lucia, { port: 'rejected', customs: 'rejected' })
    const { items } = (await app.call('GET', `/v1/permits/${permit}/history?limit=200`, lucia)).body as {
      items: { type: string; data: { outcome?: string; text?: string } }[]
    }
    expect(items.find((e) => e.data.outcome === 'rejected')?.data.text).toContain('no corresponde')
    await fault('none')
    await app.act(irene, `/v1/permits/${permit}`, 'rectify', { elements: { 'transport.id': 'DEF-456' } })
    const s = await until(permit, lucia, { port: 'accepted', customs: 'accepted' })
    expect(s.copies?.port?.edition).toBe(2)
  })

  it('down: wait longer each time, say so, and arrive once when the other side is back', async () => {
    await fault('down')
    const { permit } = await approvedAcid(app)
    for (let i = 0; i < 3; i++) {
      await exchange.carrier.run()
      app.clock.hours(0.01)
    }
    const waiting = (await app.call('GET', `/v1/permits/${permit}/copies`, lucia)).body.items as {
      to: string
      status: string
      attempts: number
      error: string
    }[]
    expect(waiting.find((c) => c.to === 'port')).toMatchObject({ status: 'queued', error: 'it answered 503' })
    expect(waiting.find((c) => c.to === 'port')?.attempts).toBeGreaterThan(1)
    expect((await stateOf(permit, lucia)).copies?.port?.status).toBe('queued')
    await fault('none')
    const s = await until(permit, lucia, { port: 'accepted', customs: 'accepted' })
    for (const { times } of await lettersAbout(s.resolution?.number ?? '')) expect(times).toBe(1)
  })

  it('gives up after a day, says so on the case, and does not try for ever', async () => {
    await fault('down')
    const { permit } = await approvedAcid(app)
    for (let i = 0; i < 40; i++) {
      await exchange.carrier.run()
      app.clock.hours(1)
    }
    const items = (await app.call('GET', `/v1/permits/${permit}/copies`, lucia)).body.items as {
      to: string
      status: string
    }[]
    expect(items.filter((c) => c.to === 'port')).toMatchObject([{ status: 'undeliverable' }])
  })

  it('believes no receipt that is not signed, nor of a message nobody sent', async () => {
    const post = (body: object, secret: string) => {
      const text = JSON.stringify(body)
      const t = Math.floor(Date.now() / 1000)
      const v1 = createHmac('sha256', secret).update(`${t}.${text}`).digest('hex')
      return app.call('POST', '/v1/exchange/receipts', null, text, { signature: `t=${t},v1=${v1}` })
    }
    const receipt = { messageId: randomUUID(), status: 'accepted', reference: 'X', text: null }
    expect((await post(receipt, 'another secret of somebody')).status).toBe(401)
    expect((await app.call('POST', '/v1/exchange/receipts', null, receipt)).status).toBe(401)
    expect((await post(receipt, exchange.secret)).status).toBe(404)
    expect((await post({ ...receipt, status: 'perhaps' }, exchange.secret)).status).toBe(400)
  })

  it('leave nothing that does not verify', async () => {
    const { rows } = await app.house.owner.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM exchange.delivery WHERE lease_until > now() + interval '1 year'`,
    )
    expect(rows[0]?.n).toBe(0)
    expect(app.errors).toEqual([])
  })
})
