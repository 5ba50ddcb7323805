import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PermitState } from '#kernel'
import { daysAfter, openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { filedOf, type Filed } from '../../test/helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

/** Demo people: the firm, the choir that decides, the archive, and customs. */
const firm = 'demo.demo.alba'
const evaluator = 'demo.demo.clara'
const approver = 'demo.demo.dimas'
const head = 'demo.demo.ema'
const customs = 'demo.demo.muelle1'

const party = { name: 'Talleres La Mecha', id: 'XD-1001', country: 'XD' }
const echoes = (value: string, description: string) => ({
  'goods.commodity': '940550',
  'goods.description': description,
  'goods.quantity': { value, unit: 'NIU' },
})

async function fileEcho(): Promise<Filed & { path: string }> {
  const { body } = await app.open('/v1/applications', firm, {
    dossier: {
      country: 'demo',
      regime: 'import',
      elements: { importer: party, 'date.arrival': daysAfter(app.clock.now(), 20) },
      lines: [echoes('30', 'Faroles de eco'), echoes('20', 'Faroles de eco grave')],
      answers: {},
      documents: [],
    },
    procedures: ['demo.echo-permit'],
  })
  const filed = filedOf(body)
  return { ...filed, path: `/v1/permits/${filed.permit}` }
}

const stateOf = async (id: string, token = firm): Promise<PermitState> =>
  (await app.call('GET', `/v1/permits/${id}`, token)).body.state as PermitState

const ordersOf = (permit: string) =>
  app.asOwner<{ id: string; status: string; total: string; state: Record<string, unknown> }>(
    `SELECT id, status, state->'total'->>'amount' AS total, state FROM cases."case"
     WHERE type = 'order' AND state->'lines' @> $1::jsonb ORDER BY id`,
    [JSON.stringify([{ permit }])],
  )

const notices = async (token: string): Promise<string[]> =>
  ((await app.call('GET', '/v1/notices', token)).body.items as { words: { es: { happened: string } } }[]).map(
    (n) => n.words.es.happened,
  )

/** Paid, admitted and granted: only the fee at issue is missing. */
async function granted(lines?: readonly object[]): Promise<Filed & { path: string }> {
  const filed = await fileEcho()
  await app.pay(filed.order)
  await app.act(evaluator, filed.path, 'admit', {})
  await app.act(evaluator, filed.path, 'propose', { outcome: 'approve', ...(lines ? { lines } : {}) })
  await app.act(approver, filed.path, 'approve', {})
  return filed
}

async function issued(lines?: readonly object[]): Promise<Filed & { path: string }> {
  const filed = await granted(lines)
  const open = (await ordersOf(filed.permit)).find((o) => o.status === 'ISSUED')
  await app.pay(open?.id ?? '')
  return filed
}

describe('what a firm lives through after its permit is granted', () => {
  it('pays a second order, and the document is issued when it is paid', async () => {
    const filed = await granted()
    expect((await stateOf(filed.permit)).status).toBe('AWAITING_PAYMENT')
    const [first, second] = await ordersOf(filed.permit)
    expect([first?.status, second?.status, second?.total]).toEqual(['PAID', 'ISSUED', '25.50'])
    expect((await stateOf(filed.permit)).resolution).toBeNull()
    await app.pay(second?.id ?? '')
    const { status, resolution, copies } = await stateOf(filed.permit)
    expect([status, resolution?.number.slice(0, 3)]).toEqual(['APPROVED', 'ECO'])
    expect([copies?.customs?.status, copies?.port?.status]).toEqual(['received', 'queued'])
  })

  it('asks for a rectification, pays for it, and gets a new edition of the same number', async () => {
    const filed = await issued()
    const before = await stateOf(filed.permit)
    const later = daysAfter(app.clock.now(), 25)
    await app.act(firm, filed.path, 'askRectify', { elements: { 'date.arrival': later }, text: 'El barco se retrasa.' })
    const order = (await ordersOf(filed.permit)).find((o) => o.status === 'ISSUED')
    expect(order?.total).toBe('3.00')
    await app.pay(order?.id ?? '')
    await app.act(approver, filed.path, 'rectify', {})
    const after = await stateOf(filed.permit)
    expect(after.elements['date.arrival']).toBe(later)
    expect([after.resolution?.number, after.resolution?.edition]).toEqual([before.resolution?.number, 2])
  })

  it('draws from one balance of the whole document, and wins the appeal of what was refused', async () => {
    const filed = await issued([{ line: 1, quantity: { value: '5', unit: 'NIU' }, reason: 'Los graves cansan.' }])
    const draw = (line: number, value: string) => ({ lines: [{ line, quantity: { value, unit: 'NIU' } }] })
    await app.act(customs, filed.path, 'draw', draw(1, '35'))
    expect((await stateOf(filed.permit)).status).toBe('EXHAUSTED')
    await app.act(firm, filed.path, 'appeal', { text: 'Los graves también cantan.' })
    await app.act(head, filed.path, 'resolveAppeal', { outcome: 'overturned' })
    expect((await stateOf(filed.permit)).status).toBe('PARTIALLY_USED')
    await app.act(customs, filed.path, 'draw', draw(0, '20'))
    const [row] = await app.asOwner('SELECT authorised, ceiling, used FROM permits.balance WHERE case_id = $1', [
      filed.permit,
    ])
    expect(row).toEqual({ authorised: '50.000000', ceiling: '55.000000', used: '55.000000' })
  })

  it('renews within the last thirty days: a linked case with the same data and an order of its own', async () => {
    const filed = await issued()
    await expect(app.act(firm, filed.path, 'renew', {})).rejects.toThrow('RENEWAL_EARLY')
    const back = app.clock.now()
    app.clock.hours(65 * 24)
    const arrival = daysAfter(app.clock.now(), 20)
    await app.act(firm, filed.path, 'renew', { elements: { 'date.arrival': arrival } })
    const old = await stateOf(filed.permit)
    const renewed = await stateOf(old.renewal?.permit ?? '')
    expect(renewed).toMatchObject({
      status: 'AWAITING_PAYMENT',
      renews: { permit: filed.permit, number: old.resolution?.number },
      elements: { 'date.arrival': arrival },
      lines: old.lines,
    })
    const [order] = await ordersOf(old.renewal?.permit ?? '')
    expect([order?.status, order?.total]).toEqual(['ISSUED', '10.00'])
    await app.act(firm, `/v1/permits/${old.renewal?.permit ?? ''}`, 'withdraw', {})
    expect((await stateOf(filed.permit)).renewal).toBeNull()
    app.clock.set(back)
  })

  it('withdraws after admission: half of what was paid is owed back, and the order says so', async () => {
    const filed = await fileEcho()
    await app.pay(filed.order)
    await app.act(evaluator, filed.path, 'admit', {})
    await app.act(firm, filed.path, 'withdraw', {})
    const [order] = await ordersOf(filed.permit)
    expect(order?.state.refunds).toMatchObject([
      { permit: filed.permit, amount: { amount: '5.00', currency: 'XTS' }, law: 'CARTA-1 art. 29', repaid: null },
    ])
  })

  it('and the desks that the procedure names are told in its own words', async () => {
    expect(await notices('demo.demo.saul')).toContain('Llega un eco a la isla. Trámite: «Permiso de eco para faroles».')
    expect(await notices(firm)).not.toContain('Llega un eco a la isla. Trámite: «Permiso de eco para faroles».')
  })
})
