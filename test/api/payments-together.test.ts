import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { verifyBooks, type OrderState } from '#modules/payments'
import { launchSimulator, simulatorProvider, type RunningSimulator } from '#platform/payments'
import { daysAfter, openTestApp, type Answer, type TestApp } from '../helpers/house.ts'
import { bananas, fileAcid, filedOf, people } from '../helpers/shipments.ts'

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
  await app?.close()
  await simulator?.stop()
})
const bank = async (method: string, path: string, body?: object): Promise<Response> =>
  fetch(new URL(path, simulator.baseUrl), {
    method,
    headers: { authorization: `Bearer ${simulator.secret}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
afterEach(async () => {
  await bank('POST', '/faults', { mode: 'none' })
  expect((await verifyBooks(app.house.pool)).breaches).toEqual([])
})

const stateOf = async (order: string, token: string = people.lucia): Promise<OrderState> =>
  (await app.call('GET', `/v1/orders/${order}`, token)).body.state as OrderState
const together = (orders: readonly string[], token: string = people.lucia): Promise<Answer> =>
  app.call('POST', '/v1/payments', token, { orders })
async function payAt(started: Answer, body: object = {}): Promise<number | undefined> {
  const answer = await fetch(String(started.body.payUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ at: app.clock.now(), ...body }),
  })
  return ((await answer.json()) as { callback: { status: number } | null }).callback?.status
}
const three = async (): Promise<string[]> => [
  (await fileAcid(app)).order,
  (await fileAcid(app)).order,
  (await fileAcid(app)).order,
]
const statuses = async (orders: readonly string[]): Promise<string[]> => {
  const found: string[] = []
  for (const o of orders) found.push((await stateOf(o)).status)
  return found
}
const codes = (a: Answer): unknown[] => ((a.body.errors ?? []) as { code: string }[]).map((e) => e.code)

describe('several orders in one payment (complaint: one basket, one payment)', () => {
  it('are paid by one visit to the bank, each with its own receipt, and every permit goes on', async () => {
    const filed = [await fileAcid(app), await fileAcid(app), await fileAcid(app)]
    const orders = filed.map((f) => f.order)
    const started = await together(orders)
    expect(started.body).toMatchObject({ amount: { amount: '55.20', currency: 'PEN' }, orders })
    expect((await together([...orders].reverse())).body.id).toBe(started.body.id)
    expect(await payAt(started)).toBe(200)
    expect(await statuses(orders)).toEqual(['PAID', 'PAID', 'PAID'])
    for (const { order, permit } of filed) {
      expect((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.status).toBe('UNDER_EVALUATION')
      expect((await app.call('GET', `/v1/orders/${order}/receipt`, people.lucia)).status).toBe(200)
    }
    // Told again, it changes nothing.
    expect((await bank('POST', `/payments/${String(started.body.id)}/callback`)).ok).toBe(true)
    expect((await stateOf(orders[0] ?? '')).receipts).toHaveLength(1)
  })

  it('of which too little came: the first are paid, and the next payment asks for what is missing', async () => {
    const orders = await three()
    expect(await payAt(await together(orders), { amount: '40.00' })).toBe(422)
    const after = await statuses(orders)
    expect(after.filter((s) => s === 'PAID')).toHaveLength(2)
    const open = orders.filter((_, i) => after[i] === 'ISSUED')
    const rest = await together(open)
    expect(rest.body.amount).toEqual({ amount: '15.20', currency: 'PEN' })
    expect(await payAt(rest)).toBe(200)
    expect(await statuses(orders)).toEqual(['PAID', 'PAID', 'PAID'])
  })

  it('of which too much came: the surplus goes back, once', async () => {
    const orders = await three()
    expect(await payAt(await together(orders), { amount: '60.00' })).toBe(200)
    expect((await app.cashier.sweep()).repaid).toBe(1)
    const back: unknown[] = []
    for (const o of orders) back.push(...((await stateOf(o)).refunds ?? []).map((r) => r.amount.amount))
    expect(back).toEqual(['4.80'])
  })

  it('told wrong, and found right when the bank is asked; lost, and found by asking once for all', async () => {
    const orders = await three()
    const started = await together(orders)
    await bank('POST', '/faults', { mode: 'wrong-amount', payment: started.body.id })
    expect(await payAt(started)).toBe(422)
    expect((await statuses(orders)).filter((s) => s === 'ISSUED')).toHaveLength(1)
    await app.call('POST', `/v1/orders/${orders[1] ?? ''}/check`, people.lucia, {})
    expect(await statuses(orders)).toEqual(['PAID', 'PAID', 'PAID'])
    const others = await three()
    const lost = await together(others)
    await bank('POST', '/faults', { mode: 'lost', payment: lost.body.id })
    await payAt(lost)
    app.clock.hours(1)
    expect(await app.cashier.sweep()).toMatchObject({ asked: 1, found: 1 })
    expect(await statuses(others)).toEqual(['PAID', 'PAID', 'PAID'])
  })

  it('stand as one entry on the statement, which reconciles all of them', async () => {
    const orders = await three()
    app.clock.hours(24 * 3)
    const day = app.clock.now().slice(0, 10)
    expect(await payAt(await together(orders))).toBe(200)
    app.clock.hours(20)
    const file = await bank('GET', `/statements/${day}.xml?currency=PEN&version=08&account=00-000-284556`)
    const taken = await app.call('POST', '/v1/statements', 'demo.pe.treasury', Buffer.from(await file.arrayBuffer()), {
      'content-type': 'application/xml',
    })
    expect(taken.status).toBe(201)
    expect(await statuses(orders)).toEqual(['RECONCILED', 'RECONCILED', 'RECONCILED'])
  })

  it('are only one’s own, open, and of one country and currency', async () => {
    const orders = await three()
    expect((await together(orders, people.elvira)).status).toBe(404)
    expect((await together([...orders, 'x'])).status).toBe(422)
    expect((await together([orders[0] ?? '', orders[0] ?? ''])).status).toBe(422)
    expect((await together(orders, people.ana)).status).toBe(403)
    await payAt(await together(orders.slice(0, 1)))
    const closed = await together(orders)
    expect([closed.status, codes(closed)]).toEqual([409, ['NOT_NOW']])
  })
})

const token = 'demo.uy.valentina'
const file = async (dossier: object, procedures: string[]) =>
  filedOf(
    (
      await app.open('/v1/applications', token, {
        dossier: { country: 'uy', answers: {}, documents: [], ...dossier },
        procedures,
      })
    ).body,
  )
/** Chargers into a free zone: a share of their value, in dollars. */
const chargers = async () =>
  file(
    {
      regime: 'free-zone',
      elements: {
        consignee: { name: 'Depósitos del Rincón SRL', id: '215501200011', country: 'UY' },
        'contract.number': 'ZA-2024-118',
        'country.shipment': 'CN',
        'location.entry': 'UYMVD',
        'transport.id': 'AAB 4410',
        'weight.gross': { value: '900', unit: 'KGM' },
      },
      lines: [
        {
          'goods.commodity': '850440',
          'goods.description': 'Cargadores',
          'goods.quantity': { value: '400', unit: 'NIU' },
          'goods.value': { amount: '15000.00', currency: 'USD' },
          'goods.origin': 'CN',
        },
      ],
      answers: { 'uy.free-zone-entry': { elements: { zone: 'zonamerica', purpose: 'storage' } } },
      documents: [{ type: 'invoice', digest: await app.upload(token, 'Factura'), name: 'factura.pdf' }],
    },
    ['uy.free-zone-entry'],
  )

describe('two currencies', () => {
  it('are two orders that are not paid together, and two books that balance apart', async () => {
    const [zone, fruit] = [(await chargers()).order, (await file(bananas(app.clock.now()), ['uy.afidi'])).order]
    const usd = (amount: string) => ({ amount, currency: 'USD' })
    expect([(await stateOf(zone, token)).total, (await stateOf(fruit, token)).total]).toEqual([
      usd('30.00'),
      { amount: '260.00', currency: 'UYU' },
    ])
    expect(codes(await together([zone, fruit], token))).toEqual(['NOT_TOGETHER'])
    // Paid in the other currency: kept, and it pays nothing until the treasury decides.
    expect(await payAt(await together([fruit], token), { amount: usd('30.00') })).toBe(422)
    expect((await stateOf(fruit, token)).status).toBe('ISSUED')
    for (const order of [zone, fruit]) await payAt(await together([order], token))
    expect([(await stateOf(zone, token)).status, (await stateOf(fruit, token)).status]).toEqual(['PAID', 'PAID'])
    const clearing = async () =>
      (await verifyBooks(app.house.pool)).balances
        .filter((b) => b.account === 'clearing' && ['USD', 'UYU'].includes(b.currency))
        .map((b) => [b.currency, b.debit, b.credit])
    expect(await clearing()).toEqual([
      ['USD', '60.0000', '0.0000'],
      ['UYU', '260.0000', '0.0000'],
    ])
    await app.act('demo.uy.treasury', `/v1/orders/${fruit}`, 'decideHeld', {
      action: 'refund',
      reason: 'Other currency',
    })
    expect((await app.cashier.sweep()).repaid).toBe(1)
    expect(await clearing()).toEqual([
      ['USD', '60.0000', '30.0000'],
      ['UYU', '260.0000', '0.0000'],
    ])
  })
})

describe('a quote', () => {
  it('binds for the order’s life, whatever the unit is worth meanwhile; what is filed afterwards costs the new value', async () => {
    const bound = (await file(bananas(app.clock.now()), ['uy.afidi'])).order
    const today = app.clock.now().slice(0, 10)
    const entry = {
      catalogue: 'uy.unit-values',
      code: 'UI',
      value: { amount: '7.00', currency: 'UYU' },
      from: daysAfter(app.clock.now(), 1),
      names: { es: 'Unidad indexada' },
      law: { norm: 'LEY-17761', article: '1' },
      burdens: false,
    }
    const { body } = await app.open('/v1/catalogue-entries', 'demo.window.steward', entry)
    await app.act('demo.window.steward2', `/v1/catalogue-entries/${String(body.id)}`, 'approveEntry', {})
    app.clock.hours(24)
    await app.house.library.packsIn(null)
    const pesos = (amount: string) => ({ amount, currency: 'UYU' })
    expect((await stateOf(bound, token)).due.slice(0, 10) > today).toBe(true)
    const asked = await together([bound], token)
    expect(asked.body.amount).toEqual(pesos('260.00'))
    expect(await payAt(asked)).toBe(200)
    const fresh = (await file(bananas(app.clock.now()), ['uy.afidi'])).order
    expect((await stateOf(fresh, token)).total).toEqual(pesos('280.00'))
    // It lapsed: the quote binds no longer, and its permit is filed anew at today's value.
    const { due } = await stateOf(fresh, token)
    app.clock.set(due)
    app.clock.hours(1)
    await app.house.engine.tick(fresh, 'order', null)
    expect((await stateOf(fresh, token)).status).toBe('EXPIRED')
    expect((await app.call('POST', `/v1/orders/${fresh}/checkout`, token, {})).status).toBe(409)
  })
})
