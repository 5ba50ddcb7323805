import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { approvedAcid, fileAcid, people } from '../helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

interface Issued {
  readonly code: string
  readonly jws: string
  readonly digest: string
  readonly edition: number
}
const issued = async (permit: string): Promise<Issued> =>
  (await app.call('GET', `/v1/permits/${permit}/document`, people.lucia)).body as unknown as Issued
const verify = async (body: object) => (await app.call('POST', '/v1/verify', null, body)).body

describe('a document, verified by anyone', () => {
  it('is valid by its code, its digest and its signed record, and says no more than is public', async () => {
    const { permit } = await approvedAcid(app)
    const { code, jws, digest } = await issued(permit)
    const answer = await app.call('GET', `/v1/verify/${code}`)
    expect(answer.body).toMatchObject({ status: 'valid', code, issuer: 'MTC', sandbox: false })
    expect(answer.text).not.toContain('987 555')
    expect((await verify({ jws })).status).toBe('valid')
    expect((await verify({ digest })).status).toBe('valid')
    expect((await app.call('GET', `/v1/verify/${code}?digest=${digest}`)).body.status).toBe('valid')
  })

  it('is unknown by a code that was never given', async () => {
    const answer = await app.call('GET', '/v1/verify/AAAA-BBBB-CCCC')
    expect([answer.status, answer.body.status]).toEqual([404, 'unknown'])
  })

  it('is altered when its record is: a word of it, its signature, or another record in its place', async () => {
    const { permit } = await approvedAcid(app)
    const other = await issued((await approvedAcid(app)).permit)
    const { jws, code } = await issued(permit)
    const [head = '', body = '', signature = ''] = jws.split('.')
    const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replace('1200', '9200')).toString('base64url')
    expect(forged).not.toBe(body)
    expect((await verify({ jws: `${head}.${forged}.${signature}` })).status).toBe('altered')
    expect(
      (await verify({ jws: `${head}.${body}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}` })).status,
    ).toBe('altered')
    expect((await verify({ jws: 'no record at all' })).status).toBe('altered')
    expect((await verify({ jws: other.jws, code })).status).toBe('altered')
    expect((await app.call('GET', `/v1/verify/${code}?digest=${'0'.repeat(64)}`)).body.status).toBe('altered')
  })

  it('is replaced when it was rectified, and the new edition is valid', async () => {
    const { permit } = await approvedAcid(app)
    const first = await issued(permit)
    await app.act(people.irene, `/v1/permits/${permit}`, 'rectify', { elements: { 'transport.id': 'DEF-456' } })
    const second = await issued(permit)
    expect([second.code, second.edition]).toEqual([first.code, 2])
    expect(await verify({ jws: first.jws })).toMatchObject({ status: 'replaced', latestEdition: 2 })
    expect((await verify({ jws: second.jws })).status).toBe('valid')
    expect((await verify({ code: first.code })).status).toBe('valid')
  })

  it('is revoked when it was, with the reason, whichever way it is asked', async () => {
    const { permit } = await approvedAcid(app)
    const { code, jws } = await issued(permit)
    await app.act(people.irene, `/v1/permits/${permit}`, 'revoke', { grounds: 'The tank failed its test.' })
    expect((await verify({ jws })).status).toBe('revoked')
    const answer = await app.call('GET', `/v1/verify/${code}`)
    expect(answer.body).toMatchObject({ status: 'revoked', revoked: { reason: 'The tank failed its test.' } })
  })
})

describe('the callback of the payment provider', () => {
  const stand = async (order: string) =>
    (await app.call('GET', `/v1/orders/${order}`, people.lucia)).body as { status: string; version: number }
  const paymentOf = async (order: string, over: object = {}) => {
    const { state, version } = (await app.call('GET', `/v1/orders/${order}`, people.lucia)).body as {
      version: number
      state: { total: { amount: string; currency: string } }
    }
    return {
      paymentId: `pay-${order}`,
      reference: `${order}.${version}`,
      amount: state.total,
      paidAt: app.clock.now(),
      status: 'paid',
      ...over,
    }
  }

  it('pays the order and sets its procedures going, once, however often it comes', async () => {
    const { order, permit } = await fileAcid(app)
    const payment = await paymentOf(order)
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.callback(payment)))
    expect(answers.map((a) => a.status)).toEqual(Array.from({ length: 8 }, () => 200))
    const [row] = await app.asOwner(
      `SELECT count(*)::int AS n FROM cases.event WHERE case_id = $1 AND type = 'PaymentReceived'`,
      [order],
    )
    expect([row, (await stand(order)).status]).toEqual([{ n: 1 }, 'PAID'])
    const { body } = await app.call('GET', `/v1/permits/${permit}`, people.lucia)
    expect(body.status).toBe('UNDER_EVALUATION')
    expect((await app.callback(payment)).status).toBe(200)
    // Paid twice by two payments: the second one is owed back, whole (M06-6).
    expect((await app.callback({ ...payment, paymentId: 'another' })).status).toBe(200)
    const after = (await app.call('GET', `/v1/orders/${order}`, people.lucia)).body.state
    expect(after).toMatchObject({ status: 'PAID', refunds: [{ why: 'surplus', amount: payment.amount }] })
  })

  it('keeps what was too little, and the rest still pays', async () => {
    const { order, permit } = await fileAcid(app)
    for (const amount of [
      { amount: '0.01', currency: 'PEN' },
      { amount: '18.40', currency: 'USD' },
    ]) {
      const answer = await app.callback(await paymentOf(order, { amount, paymentId: `p-${amount.currency}` }))
      expect([answer.status, answer.body.code]).toEqual([422, 'PAYMENT_AMOUNT_MISMATCH'])
    }
    expect((await stand(order)).status).toBe('ISSUED')
    expect((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.status).toBe('AWAITING_PAYMENT')
    const rest = { amount: '18.39', currency: 'PEN' }
    expect((await app.callback(await paymentOf(order, { paymentId: 'rest', amount: rest }))).body.status).toBe('PAID')
  })

  it('is not believed without the signature of the provider over these very bytes', async () => {
    const { order } = await fileAcid(app)
    const payment = await paymentOf(order)
    const refused = [
      await app.callback(payment, 'another secret'),
      await app.call('POST', '/v1/payments/callback', null, payment),
      await app.call('POST', '/v1/payments/callback', people.lucia, payment, { signature: `t=1,v1=${'0'.repeat(64)}` }),
    ]
    expect(refused.map((a) => [a.status, a.body.code])).toEqual(refused.map(() => [401, 'CALLBACK_REFUSED']))
    expect((await app.callback(await paymentOf(order, { reference: `${randomUUID()}.1` }))).status).toBe(404)
    expect((await stand(order)).status).toBe('ISSUED')
  })
})

describe('pages', () => {
  it('give everything once, whatever their size', async () => {
    for (let i = 0; i < 7; i++) await fileAcid(app)
    const all = async (path: string, token: string, limit: number): Promise<string[]> => {
      const ids: string[] = []
      for (let cursor = ''; ;) {
        const { body } = await app.call(
          'GET',
          `${path}?limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
          token,
        )
        const items = body.items as Record<string, unknown>[]
        expect(items.length).toBeLessThanOrEqual(limit)
        ids.push(...items.map((i) => JSON.stringify([i.id, i.name, i.seq])))
        if (!body.next) return ids
        cursor = String(body.next)
      }
    }
    for (const path of ['/v1/dossiers', '/v1/applications', '/v1/permits', '/v1/orders', '/v1/inbox', '/v1/notices']) {
      const whole = await all(path, people.lucia, 200)
      expect([path, whole.length > 5, new Set(whole).size]).toEqual([path, true, whole.length])
      for (const limit of [1, 3]) expect(await all(path, people.lucia, limit)).toEqual(whole)
    }
    const { permit } = await approvedAcid(app)
    const history = `/v1/permits/${permit}/history`
    expect(await all(history, people.lucia, 2)).toEqual(await all(history, people.lucia, 200))
  })

  it.each(['0', '201', '-1', '1.5', 'many'])('refuse a size of %s', async (limit) => {
    expect((await app.call('GET', `/v1/dossiers?limit=${limit}`, people.lucia)).status).toBe(422)
  })
})
