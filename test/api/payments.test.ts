import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { paymentCode, verifyBooks, type OrderState } from '#modules/payments'
import { launchSimulator, simulatorProvider, type RunningSimulator } from '#platform/payments'
import { runDemo } from '../../cli/demo/run.ts'
import { openTestApp, type Answer, type TestApp } from '../helpers/house.ts'
import { fileAcid, people } from '../helpers/shipments.ts'

const treasury = 'demo.pe.treasury'
const treasury2 = 'demo.pe.treasury2'
const ACCOUNT = '00-000-284556'

let simulator: RunningSimulator
let app: TestApp
let url = ''

beforeAll(async () => {
  simulator = await launchSimulator({ retryMs: 5 })
  app = await openTestApp({ provider: simulatorProvider(simulator), publicUrl: () => url })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
}, 60_000)
afterAll(async () => {
  await app.close()
  await simulator.stop()
})

const bank = async (method: string, path: string, body?: object): Promise<Response> =>
  fetch(new URL(path, simulator.baseUrl), {
    method,
    headers: { authorization: `Bearer ${simulator.secret}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
const fault = async (mode: string, more: object = {}): Promise<void> => {
  expect((await bank('POST', '/faults', { mode, ...more })).status).toBe(200)
}
afterEach(async () => {
  await fault('none')
  // Whatever went wrong in between, the books say what the events say, and balance.
  expect((await verifyBooks(app.house.pool)).breaches).toEqual([])
})

const orderOf = async (
  id: string,
  token: string = people.lucia,
): Promise<{ state: OrderState; basket: Record<string, unknown> }> =>
  (await app.call('GET', `/v1/orders/${id}`, token)).body as never
const statusOf = async (permit: string): Promise<string> =>
  String((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.status)

interface Checkout {
  readonly id: string
  readonly payUrl: string
  readonly amount: { readonly amount: string }
}
async function checkout(order: string): Promise<Checkout> {
  const answer = await app.call('POST', `/v1/orders/${order}/checkout`, people.lucia, {})
  expect(answer.status).toBe(200)
  return answer.body as unknown as Checkout
}
/** The payer pays at the bank, at the window's time unless another is given. */
async function payAt({ payUrl }: Checkout, body: object = {}): Promise<{ callback: { status: number } | null }> {
  const sent = { at: app.clock.now(), ...body }
  const answer = await fetch(payUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sent),
  })
  return (await answer.json()) as never
}
const check = (order: string): Promise<Answer> => app.call('POST', `/v1/orders/${order}/check`, people.lucia, {})
const statement = async (day: string, version = '08'): Promise<Buffer> =>
  Buffer.from(
    await (
      await bank('GET', `/statements/${day}.xml?currency=PEN&version=${version}&account=${ACCOUNT}`)
    ).arrayBuffer(),
  )
const take = (bytes: Buffer, token = treasury): Promise<Answer> =>
  app.call('POST', '/v1/statements', token, bytes, { 'content-type': 'application/xml' })

describe('each way in which a payment goes wrong', () => {
  it('lost: nobody tells, the payer asks, and the time at the bank counts', async () => {
    const { order, permit } = await fileAcid(app)
    const attempt = await checkout(order)
    await fault('lost', { payment: attempt.id })
    const paidAt = app.clock.now()
    expect((await payAt(attempt)).callback).toBeNull()
    expect((await orderOf(order)).basket).toMatchObject({ state: 'waiting' })
    app.clock.hours(1)
    expect((await check(order)).body).toMatchObject({ status: 'PAID', paidAt })
    expect(await statusOf(permit)).toBe('UNDER_EVALUATION')
  })

  it('lost and nobody asks: the window does, by itself', async () => {
    const { order } = await fileAcid(app)
    const attempt = await checkout(order)
    await fault('lost', { payment: attempt.id })
    await payAt(attempt)
    expect((await app.cashier.sweep()).found).toBe(0)
    app.clock.hours(1)
    expect((await app.cashier.sweep()).found).toBe(1)
    expect((await orderOf(order)).state.status).toBe('PAID')
    expect((await app.cashier.sweep()).asked).toBe(0)
  })

  it('late: it is told after a while, and once', async () => {
    const { order } = await fileAcid(app)
    const attempt = await checkout(order)
    await fault('late', { payment: attempt.id, delayMs: 50 })
    await payAt(attempt)
    for (let i = 0; i < 60 && (await orderOf(order)).state.status !== 'PAID'; i++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const { state } = await orderOf(order)
    expect([state.status, state.receipts?.length]).toEqual(['PAID', 1])
  })

  it('duplicate: the second notice changes nothing', async () => {
    const { order } = await fileAcid(app)
    const attempt = await checkout(order)
    await fault('duplicate', { payment: attempt.id })
    expect((await payAt(attempt)).callback?.status).toBe(200)
    expect((await orderOf(order)).state.receipts).toHaveLength(1)
  })

  it('out of order: the part that was paid first is told last', async () => {
    const { order } = await fileAcid(app)
    const first = await checkout(order)
    await fault('out-of-order', { payment: first.id })
    await payAt(first, { amount: '8.00' })
    // The window knows of nothing yet, so the payer may pay it whole meanwhile.
    const other = await fileAcid(app)
    expect((await payAt(await checkout(other.order))).callback?.status).toBe(200)
    const { state } = await orderOf(order)
    expect([state.status, state.receipts?.[0]?.amount.amount]).toEqual(['ISSUED', '8.00'])
    expect((await checkout(order)).amount.amount).toBe('10.40')
    await payAt(await checkout(order))
    expect((await orderOf(order)).state.status).toBe('PAID')
  })

  it('wrong amount: the order waits for what is missing until the provider itself is asked', async () => {
    const { order, permit } = await fileAcid(app)
    const attempt = await checkout(order)
    await fault('wrong-amount', { payment: attempt.id })
    expect((await payAt(attempt)).callback?.status).toBe(422)
    const { basket } = await orderOf(order)
    expect([basket.missing, await statusOf(permit)]).toEqual([{ amount: '1.00', currency: 'PEN' }, 'AWAITING_PAYMENT'])
    expect((await check(order)).body.status).toBe('PAID')
  })

  it('forged: not believed, kept as evidence, and the true payment is found', async () => {
    const { order } = await fileAcid(app)
    const attempt = await checkout(order)
    await fault('forged', { payment: attempt.id })
    expect((await payAt(attempt)).callback?.status).toBe(401)
    expect((await orderOf(order)).state.status).toBe('ISSUED')
    const [kept] = await app.asOwner<{ reason: string; body: string }>(
      `SELECT reason, body FROM payments.refused WHERE body LIKE '%' || $1 || '%'`,
      [attempt.id],
    )
    expect(kept?.reason).toBe('bad-signature')
    expect((await check(order)).body.status).toBe('PAID')
  })

  it('down: nothing starts, the answer says so, and the same request later goes through', async () => {
    const { order } = await fileAcid(app)
    await fault('down')
    const answer = await app.call('POST', `/v1/orders/${order}/checkout`, people.lucia, {})
    expect([answer.status, answer.body.code]).toEqual([503, 'UNAVAILABLE'])
    await fault('none')
    await payAt(await checkout(order))
    expect((await orderOf(order)).state.status).toBe('PAID')
  })

  it('slow: it waits, and is paid once', async () => {
    const { order } = await fileAcid(app)
    await fault('slow', { delayMs: 120 })
    await payAt(await checkout(order))
    expect((await orderOf(order)).state.receipts).toHaveLength(1)
  })

  it('too much: the order is paid, and what is over goes back by itself', async () => {
    const { order } = await fileAcid(app)
    await payAt(await checkout(order), { amount: '20.00' })
    const { state } = await orderOf(order)
    expect([state.status, state.refunds?.[0]]).toMatchObject([
      'PAID',
      { why: 'surplus', status: 'granted', amount: { amount: '1.60', currency: 'PEN' } },
    ])
    expect((await app.cashier.sweep()).repaid).toBe(1)
    expect((await orderOf(order)).state.refunds?.[0]?.status).toBe('paid')
    expect((await app.cashier.sweep()).repaid).toBe(0)
  })
})

describe('the bank’s time', () => {
  it('undoes a lapse when the payment was in time and only the notice was late', async () => {
    const { order, permit } = await fileAcid(app)
    const attempt = await checkout(order)
    await fault('lost', { payment: attempt.id })
    const paidAt = app.clock.now()
    await payAt(attempt)
    app.clock.hours(24 * 10)
    await app.house.engine.tick(order, 'order', null)
    await app.house.engine.tick(permit, 'permit', null)
    expect([(await orderOf(order)).state.status, await statusOf(permit)]).toEqual(['EXPIRED', 'LAPSED'])
    await check(order)
    expect([(await orderOf(order)).state.paidAt, await statusOf(permit)]).toEqual([paidAt, 'UNDER_EVALUATION'])
    // The clock counts from the payment, and stands still for the days on which nobody could know of it (M05-5).
    const { state } = (await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body as {
      state: { clock: { startedAt: string; used: number; since: string } }
    }
    expect(state.clock.startedAt <= paidAt || state.clock.startedAt.slice(0, 10) === paidAt.slice(0, 10)).toBe(true)
    expect([state.clock.used, state.clock.since >= app.clock.now()]).toEqual([0, true])
  })

  it('keeps what was paid after the expiry for the treasury to decide', async () => {
    for (const action of ['apply', 'refund'] as const) {
      const { order, permit } = await fileAcid(app)
      const attempt = await checkout(order)
      app.clock.hours(24 * 10)
      await payAt(attempt)
      await app.house.engine.tick(permit, 'permit', null)
      expect((await orderOf(order)).basket).toMatchObject({ state: 'late' })
      const answer = await app.act(treasury, `/v1/orders/${order}`, 'decideHeld', {
        action,
        reason: 'The bank was closed',
      })
      expect(answer.body.status).toBe(action === 'apply' ? 'PAID' : 'EXPIRED')
      expect(await statusOf(permit)).toBe(action === 'apply' ? 'UNDER_EVALUATION' : 'LAPSED')
    }
    expect((await app.cashier.sweep()).repaid).toBe(1)
  })
})

describe('story S8', () => {
  it('comes out as written: paid at 02:00:12 of a holiday, five business days from the 17th', async () => {
    const lines: string[] = []
    const code = await runDemo(['S8', '--json'], { baseUrl: url, out: (line) => lines.push(line) })
    expect(code, lines.join('\n')).toBe(0)
  })
})

describe('a refund that is asked for', () => {
  it('is decided by the treasury alone, paid back, and the receipt says so', async () => {
    const { order, permit } = await fileAcid(app)
    await payAt(await checkout(order))
    const receipt = await app.call('GET', `/v1/orders/${order}/receipt`, people.lucia)
    expect(receipt.body).toMatchObject({ record: { documentType: 'payment-receipt', title: 'Recibo de pago' } })
    const code = String(receipt.body.code)
    expect((await app.call('GET', `/v1/verify/${code}`)).body).toMatchObject({
      status: 'valid',
      title: 'Recibo de pago',
    })
    const pdf = await app.call('GET', `/v1/orders/${order}/receipt.pdf`, people.lucia)
    expect([pdf.status, pdf.text.startsWith('%PDF-')]).toEqual([200, true])
    expect((await app.call('GET', `/v1/orders/${order}/receipt`, people.elvira)).status).toBe(404)

    const key = { 'idempotency-key': randomUUID(), 'if-match': '*' }
    const much = { permit, amount: { amount: '18.41', currency: 'PEN' }, reason: 'No longer needed' }
    const tooMuch = await app.call('POST', `/v1/orders/${order}/requestRefund`, people.lucia, much, key)
    expect(tooMuch.body.code).toBe('REFUND_TOO_MUCH')
    await app.act(people.lucia, `/v1/orders/${order}`, 'requestRefund', { permit, reason: 'No longer needed' })
    const own = await app.call(
      'POST',
      `/v1/orders/${order}/decideRefund`,
      people.lucia,
      { outcome: 'grant', reason: 'x' },
      {
        ...key,
        'idempotency-key': randomUUID(),
      },
    )
    expect(own.status).toBe(403)
    await app.act(treasury2, `/v1/orders/${order}`, 'decideRefund', { outcome: 'grant', reason: 'Nothing was done' })
    expect((await app.cashier.sweep()).repaid).toBe(1)
    expect((await orderOf(order)).state.status).toBe('REFUNDED')
  })
})

describe('statements of the bank', () => {
  it.each(['02', '08'])(
    'version %s: what agrees is reconciled, what does not is listed, and twice is once',
    async (version) => {
      app.clock.hours(24 * (version === '02' ? 40 : 7))
      const day = app.clock.now().slice(0, 10)
      const paid = await fileAcid(app)
      await payAt(await checkout(paid.order))
      const silent = await fileAcid(app)
      const attempt = await checkout(silent.order)
      await fault('lost', { payment: attempt.id })
      await payAt(attempt)
      const wrong = await fileAcid(app)
      const disputed = await checkout(wrong.order)
      await fault('wrong-amount', { payment: disputed.id })
      await payAt(disputed)
      const byTransfer = await fileAcid(app)
      const code = paymentCode((await orderOf(byTransfer.order)).state.number)
      const at = app.clock.now()
      const pen = (amount: string) => ({ amount, currency: 'PEN' })
      await bank('POST', '/transfers', { code, amount: pen('18.40'), at })
      await bank('POST', '/transfers', { code: 'GRACIAS', amount: pen('7.77'), at, party: 'Ñandú SAC' })
      app.clock.hours(20)
      const file = await statement(day, version)
      const answer = await take(file)
      expect(answer.status).toBe(201)
      const [one] = answer.body.statements as { differences: { code: string; fix_es: string }[]; reconciled: number }[]
      expect(one?.reconciled).toBe(4)
      const codes = (one?.differences ?? []).map((d) => d.code)
      expect(codes).toEqual(expect.arrayContaining(['UNKNOWN_REFERENCE', 'AMOUNT_DIFFERS']))
      expect(one?.differences.every((d) => d.fix_es.length > 10)).toBe(true)
      for (const { order, permit } of [paid, silent, wrong, byTransfer])
        expect([(await orderOf(order)).state.status, await statusOf(permit)]).toEqual([
          'RECONCILED',
          'UNDER_EVALUATION',
        ])
      const before = await verifyBooks(app.house.pool)
      const again = await take(file)
      expect([again.status, (again.body.statements as { repeated: boolean }[])[0]?.repeated]).toEqual([200, true])
      expect((await verifyBooks(app.house.pool)).transfers).toBe(before.transfers)
      const report = await app.call('GET', `/v1/settlements?from=${day}&to=${app.clock.now().slice(0, 10)}`, treasury)
      expect(report.body.items).toEqual(
        expect.arrayContaining([expect.objectContaining({ agency: { id: 'mtc', name: 'MTC' }, currency: 'PEN' })]),
      )
      const measures = await app.call('GET', '/v1/payments/measures', treasury)
      expect(measures.body.items).toEqual([expect.objectContaining({ currency: 'PEN' })])
    },
  )

  it('that are not whole are refused whole', async () => {
    const file = (await statement(app.clock.now().slice(0, 10))).toString()
    const reasons: [string, string][] = [
      ['<!DOCTYPE x [<!ENTITY a "b">]>' + file.slice(file.indexOf('?>') + 2), 'dtd'],
      [file.replace('camt.053.001.08', 'camt.053.001.99'), 'namespace'],
      [file.replace(/(CLBD[\s\S]*?<Amt Ccy="PEN">)[\d.]+/, '$199999999.00'), 'sum'],
      [file.slice(0, -40), 'not-xml'],
      ['', 'not-xml'],
    ]
    for (const [text, reason] of reasons) {
      const answer = await take(Buffer.from(text))
      expect([answer.status, answer.body.code, JSON.stringify(answer.body)]).toEqual([
        422,
        'STATEMENT_UNREADABLE',
        expect.stringContaining(reason),
      ])
    }
    const other = await take(Buffer.from(file.replace(ACCOUNT, '99-999-999999')))
    expect(other.body.code).toBe('STATEMENT_ACCOUNT')
    for (const token of [people.lucia, people.irene, people.customs])
      expect((await take(Buffer.from(file), token)).status).toBe(403)
  })
})
