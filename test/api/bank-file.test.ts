import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { instantAt } from '#kernel'
import { paymentCode, verifyBooks, type OrderState } from '#modules/payments'
import { newId, systemActor } from '#platform/cases'
import { bankFileProvider } from '#platform/payments'
import type { Movement } from '../../simulators/payment-provider/bank.ts'
import { statementOf } from '../../simulators/payment-provider/statement.ts'
import { daysAfter, openTestApp, type Answer, type TestApp } from '../helpers/house.ts'
import { fileAcid, people } from '../helpers/shipments.ts'

const treasury = 'demo.pe.treasury'
const account = '00-000-284556'
let app: TestApp
beforeAll(async () => {
  // No provider at all: orders are paid by what the bank's file says, and by nothing else.
  app = await openTestApp({ provider: bankFileProvider(), now: instantAt('America/Lima', '2026-07-27', 10 * 60) })
}, 60_000)
afterAll(() => app.close())
afterEach(async () => expect((await verifyBooks(app.house.pool)).breaches).toEqual([]))

let n = 0
const pen = (amount: string) => ({ amount, currency: 'PEN' })
const movement = (m: Partial<Movement> & Pick<Movement, 'at'>): Movement => ({
  id: `B${String(++n).padStart(7, '0')}`,
  direction: 'CRDT',
  amount: pen('18.40'),
  endToEnd: 'NOTPROVIDED',
  party: 'Transportes Ñaupari',
  ...m,
})
const taken: Movement[] = []
/** The bank's file of a day, over everything that moved until then. */
const take = (day: string, movements: readonly Movement[]): Promise<Answer> => {
  taken.push(...movements)
  const file = statementOf(taken, { day, currency: 'PEN', account, version: '08' })
  return app.call('POST', '/v1/statements', treasury, Buffer.from(file), { 'content-type': 'application/xml' })
}
const stateOf = async (order: string): Promise<OrderState> =>
  (await app.call('GET', `/v1/orders/${order}`, people.lucia)).body.state as OrderState

describe('a country without a payment provider', () => {
  it('is paid by transfer: the order has a code, and the bank’s file pays it at the bank’s time', async () => {
    const { order, permit } = await fileAcid(app)
    const checkout = await app.call('POST', `/v1/orders/${order}/checkout`, people.lucia, {})
    const { number } = await stateOf(order)
    expect(checkout.body).toMatchObject({ payUrl: null, code: paymentCode(number), amount: pen('18.40') })
    const { basket } = (await app.call('GET', `/v1/orders/${order}`, people.lucia)).body as {
      basket: { means: unknown[]; lines: unknown[] }
    }
    expect(basket.means).toContainEqual(
      expect.objectContaining({ kind: 'transfer', number: account, reference: paymentCode(number) }),
    )
    expect(basket.lines).toMatchObject([{ agency: { id: 'mtc' }, deadline: { assumes: 'paid-now' } }])
    // The 28th and 29th are holidays. Paid in the small hours of the second, known the day after.
    const at = instantAt('America/Lima', '2026-07-29', 2 * 60).replace(':00.000Z', ':12.000Z')
    app.clock.set(instantAt('America/Lima', '2026-07-29', 2 * 60 + 53))
    const answer = await take('2026-07-29', [movement({ at, code: paymentCode(number) })])
    expect(answer.status).toBe(201)
    expect(await stateOf(order)).toMatchObject({ status: 'RECONCILED', paidAt: at })
    const { state } = (await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body as {
      state: { clock: { startedAt: string } }
    }
    // The clock starts on the next business day, Thursday the 30th, at its opening.
    expect(state.clock.startedAt.slice(0, 10)).toBe('2026-07-30')
  })

  it('pays a refund back through its own bank, and the file says when', async () => {
    const { order } = await fileAcid(app)
    const at = app.clock.now()
    await take('2026-07-30', [
      movement({ at: '2026-07-30T15:00:00.000Z', code: paymentCode((await stateOf(order)).number) }),
    ])
    await app.act(people.lucia, `/v1/orders/${order}`, 'requestRefund', {
      reason: 'No longer needed',
      amount: pen('5.00'),
    })
    await app.act(treasury, `/v1/orders/${order}`, 'decideRefund', { outcome: 'grant', reason: 'Nothing was done yet' })
    expect(await app.cashier.sweep()).toMatchObject({ repaid: 0 })
    const list = await app.call('GET', '/v1/payouts', treasury)
    expect(list.body.items).toMatchObject([{ id: `${order}.R1`, amount: pen('5.00') }])
    const xml = await app.call('GET', '/v1/payouts.xml', treasury)
    expect([xml.status, xml.text]).toEqual([200, expect.stringContaining(`<EndToEndId>${order.slice(0, 8)}`)])
    const back = movement({
      at: '2026-07-31T15:00:00.000Z',
      direction: 'DBIT',
      amount: pen('5.00'),
      endToEnd: `${order}.R1`,
    })
    const answer = await take('2026-07-31', [back])
    expect((answer.body.statements as { refunds: number }[])[0]?.refunds).toBe(1)
    expect(await stateOf(order)).toMatchObject({
      status: 'REFUNDED',
      refunds: [{ status: 'paid', amount: pen('5.00') }],
    })
    expect((await app.call('GET', '/v1/payouts', treasury)).body.items).toEqual([])
    expect(at < app.clock.now() || at === app.clock.now()).toBe(true)
  })

  it('takes a day with no time of day at its first moment: the last day was in time', async () => {
    const { order, permit } = await fileAcid(app)
    const { due, number } = await stateOf(order)
    app.clock.set(instantAt('America/Lima', due.slice(0, 10), 23 * 60))
    await app.house.engine.tick(order, 'order', null)
    await app.house.engine.tick(permit, 'permit', null)
    expect((await stateOf(order)).status).toBe('EXPIRED')
    const day = due.slice(0, 10)
    taken.push(movement({ at: `${day}T15:00:00.000Z`, code: paymentCode(number) }))
    const file = statementOf(taken, { day, currency: 'PEN', account, version: '02' }).replaceAll(
      /<DtTm>(\d{4}-\d{2}-\d{2})T[^<]*<\/DtTm>(<\/BookgDt>)/g,
      '<Dt>$1</Dt>$2',
    )
    const answer = await app.call('POST', '/v1/statements', treasury, Buffer.from(file))
    expect(answer.status).toBe(201)
    expect((await stateOf(order)).status).toBe('RECONCILED')
    expect((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.status).toBe('UNDER_EVALUATION')
  })

  it('hands over to each agency what the bank confirmed, less what went back, once', async () => {
    const due = async (): Promise<string | undefined> =>
      (
        await app.asOwner<{ due: string }>(
          `SELECT sum(credit - debit)::numeric(20, 2)::text AS due FROM ledger.entry WHERE account = 'payable'`,
        )
      )[0]?.due
    // Three orders of 18.40 were reconciled, and 5.00 went back.
    expect(await due()).toBe('50.20')
    const made = await app.open('/v1/handovers', treasury, { currency: 'PEN' })
    expect(made.body.state).toMatchObject({ status: 'ORDERED', lines: [{ agency: 'mtc', amount: pen('50.20') }] })
    const again = await app.call(
      'POST',
      '/v1/handovers',
      treasury,
      { currency: 'PEN' },
      { 'idempotency-key': randomUUID() },
    )
    expect([again.status, again.body.code]).toEqual([409, 'NOTHING_DUE'])
    const id = String(made.body.id)
    expect((await app.call('GET', '/v1/payouts', treasury)).body.items).toMatchObject([{ id: `${id}.mtc` }])
    expect((await app.call('GET', `/v1/handovers/${id}`, people.irene)).body.state).toMatchObject({
      lines: [{ agency: 'mtc' }],
    })
    expect((await app.call('GET', `/v1/handovers/${id}`, people.ana)).status).toBe(404)
    const day = app.clock.now().slice(0, 10)
    await take(day, [movement({ at: app.clock.now(), direction: 'DBIT', amount: pen('50.20'), endToEnd: `${id}.mtc` })])
    expect((await app.call('GET', `/v1/handovers/${id}`, treasury)).body.status).toBe('DONE')
    expect(await due()).toBe('0.00')
  })

  it('lets the treasury place money that came without a code', async () => {
    const { order, permit } = await fileAcid(app)
    const { number } = await stateOf(order)
    const at = app.clock.now()
    const day = at.slice(0, 10)
    app.clock.hours(1)
    const answer = await take(day, [movement({ at, code: 'GRACIAS' })])
    const [one] = answer.body.statements as { id: string; status: string; differences: { code: string }[] }[]
    const difference = one?.differences.findIndex((d) => d.code === 'UNKNOWN_REFERENCE') ?? -1
    const path = `/v1/statements/${one?.id}`
    const give = (input: object) =>
      app.call('POST', `${path}/resolve`, treasury, input, { 'idempotency-key': randomUUID(), 'if-match': '*' })
    expect((await give({ difference, order: 'OP-2026-9999999', note: 'x' })).body.code).toBe('UNKNOWN_ORDER')
    await app.act(treasury, path, 'resolve', { difference, order: number, note: 'The payer called' })
    expect(await stateOf(order)).toMatchObject({ status: 'RECONCILED', paidAt: at })
    expect((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.status).toBe('UNDER_EVALUATION')
    expect((await give({ difference, note: 'again' })).status).not.toBe(200)
  })

  it('gives back what nobody can place: two people above the amount of the pack, by the bank’s file, and seen on the next', async () => {
    const day = app.clock.now().slice(0, 10)
    const at = app.clock.now()
    app.clock.hours(1)
    const lost = [
      movement({ at, code: 'X', amount: pen('7.77'), party: 'Ñandú SAC' }),
      movement({ at, code: 'Y', amount: pen('900.00') }),
    ]
    const answer = await take(day, lost)
    const [one] = answer.body.statements as {
      id: string
      differences: { amount: { amount: string }; code: string }[]
    }[]
    const path = `/v1/statements/${one?.id}`
    const place = (amount: string): number =>
      one?.differences.findIndex((d) => d.code === 'UNKNOWN_REFERENCE' && d.amount.amount === amount) ?? -1
    const give = (token: string, difference: number) =>
      app.call(
        'POST',
        `${path}/giveBack`,
        token,
        { difference, note: 'Nobody knows it' },
        { 'idempotency-key': randomUUID(), 'if-match': '*' },
      )
    expect((await give(treasury, place('7.77'))).status).toBe(200)
    expect((await give(treasury, place('7.77'))).body.code).not.toBe(undefined)
    expect((await give(treasury, place('900.00'))).status).toBe(200)
    expect((await give(treasury, place('900.00'))).body.code).toBe('FOUR_EYES')
    expect((await app.call('GET', '/v1/payouts', treasury)).body.items).toHaveLength(1)
    expect((await give('demo.pe.treasury2', place('900.00'))).status).toBe(200)
    expect((await give(people.lucia, place('900.00'))).status).toBe(404)
    const items = (await app.call('GET', '/v1/payouts', treasury)).body.items as {
      id: string
      payer: string
      amount: object
    }[]
    expect(items.map((i) => i.payer)).toContain('Ñandú SAC')
    await take(
      app.clock.now().slice(0, 10) > day ? app.clock.now().slice(0, 10) : daysAfter(app.clock.now(), 1),
      items.map((i) =>
        movement({
          at: daysAfter(app.clock.now(), 1) + 'T15:00:00.000Z',
          direction: 'DBIT',
          amount: i.amount as never,
          endToEnd: i.id,
        }),
      ),
    )
    expect((await app.call('GET', '/v1/payouts', treasury)).body.items).toEqual([])
    const { returns } = (await app.call('GET', path, treasury)).body.state as { returns: { status: string }[] }
    expect(returns.map((r) => r.status)).toEqual(['paid', 'paid'])
  })

  it('is told when an order stays unreconciled for more than a business day', async () => {
    const { order } = await fileAcid(app)
    const { total } = await stateOf(order)
    await app.house.engine.asPlatform(null, newId(), async (work) => {
      const file = await work.get('order', order)
      await work.run(file, 'receive', { paymentId: 'p9', amount: total, paidAt: work.now, provider: 'x' }, systemActor)
    })
    expect((await stateOf(order)).reconcileBy).toBeTruthy()
    app.clock.hours(24 * 4)
    await app.house.engine.tick(order, 'order', null)
    expect((await stateOf(order)).reconcileBy).toBeNull()
    const [told] = await app.asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM notices.notice WHERE case_id = $1 AND 'monitor' = ANY (roles)`,
      [order],
    )
    expect(told?.n).toBe(1)
  })

  it('an agency sees its own postings and nobody else’s, and nobody can change one', async () => {
    const seen = async (org: string | null): Promise<number> => {
      const client = await app.house.pool.connect()
      try {
        await client.query('BEGIN')
        await client.query(`SET LOCAL app.org = '${org ?? ''}'`)
        return (await client.query('SELECT 1 FROM ledger.transfer')).rowCount ?? 0
      } finally {
        await client.query('ROLLBACK')
        client.release()
      }
    }
    const [mtc] = await app.asOwner<{ credit_org: string }>(
      `SELECT credit_org FROM ledger.transfer WHERE credit = 'received' LIMIT 1`,
    )
    expect(await seen(null)).toBe(0)
    expect(await seen('00000000-0000-8000-8000-000000000001')).toBe(0)
    expect(await seen(mtc?.credit_org ?? '')).toBeGreaterThan(0)
    for (const sql of [
      'UPDATE ledger.transfer SET amount = 1',
      'DELETE FROM ledger.transfer',
      'TRUNCATE ledger.transfer',
    ])
      await expect(app.house.pool.query(sql)).rejects.toMatchObject({ code: '42501' })
    const tamper = (by: string) =>
      app.asOwner(`UPDATE ledger.transfer t SET amount = amount ${by} FROM (SELECT case_id, seq, n FROM ledger.transfer ORDER BY 1, 2, 3 LIMIT 1) f
                   WHERE (t.case_id, t.seq, t.n) = (f.case_id, f.seq, f.n)`)
    await tamper('+ 1')
    expect((await verifyBooks(app.house.pool)).breaches).toMatchObject([
      { reason: expect.stringContaining('where the event says') },
    ])
    await tamper('- 1')
  })
})
