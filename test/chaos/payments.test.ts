import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyBooks } from '#modules/payments'
import { launchSimulator, type RunningSimulator } from '#platform/payments'
import { samplePdf } from '../../server/seed.ts'
import { eventually, openRealWindow, type RealWindow } from '../helpers/real-window.ts'
import { acid, filedOf, people } from '../helpers/shipments.ts'

/** A provider that an operator configured: another program, at another address, that the window did not start. */
let provider: RunningSimulator
let window: RealWindow
beforeAll(async () => {
  provider = await launchSimulator({ retryMs: 20 })
  window = await openRealWindow({ PAYMENT_URL: provider.baseUrl, PAYMENT_SECRET: provider.secret })
}, 120_000)
afterAll(async () => {
  await window?.close()
  await provider?.stop()
})

const post = (url: string, body: object, more: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(body) })
const fault = async (mode: string, payment?: string): Promise<void> => {
  const asked = { mode, delayMs: 200, ...(payment ? { payment } : {}) }
  const answer = await post(`${provider.baseUrl}/faults`, asked, { authorization: `Bearer ${provider.secret}` })
  expect(answer.status).toBe(200)
}
let sheet = ''
async function file(): Promise<string> {
  sheet ||= await window.client.upload(people.lucia, samplePdf('sds'))
  const dossier = acid(new Date().toISOString(), [{ type: 'sds', name: 'sds.pdf', digest: sheet }])
  const key = { 'idempotency-key': randomUUID() }
  const made = await window.client.call('POST', '/v1/applications', people.lucia, { dossier }, key)
  expect(made.status).toBe(201)
  return filedOf(made.body).order
}
const orderOf = async (order: string) => {
  const { body } = await window.client.call('GET', `/v1/orders/${order}`, people.lucia)
  const state = body.state as { status: string; receipts?: unknown[]; refunds?: { why: string; status: string }[] }
  return { ...state, receipts: state.receipts?.length ?? 0 }
}
const checkout = async (order: string) => {
  const { status, body } = await window.client.call('POST', `/v1/orders/${order}/checkout`, people.lucia, {})
  return { status, id: String(body.id), payUrl: String(body.payUrl) }
}
const check = (order: string) => window.client.call('POST', `/v1/orders/${order}/check`, people.lucia, {})
/** Paid in full and once, whether it was told or had to be asked. */
const settled = async (order: string): Promise<void> => {
  await eventually(
    async () => {
      const seen = await orderOf(order)
      if (seen.status !== 'PAID') await check(order)
      return seen
    },
    (seen) => seen.status === 'PAID',
    15,
  )
  expect(await orderOf(order)).toMatchObject({ status: 'PAID', receipts: 1 })
}
const balanced = async (): Promise<void> => expect((await verifyBooks(window.pool)).breaches).toEqual([])

it.each(['none', 'lost', 'late', 'duplicate', 'out-of-order', 'wrong-amount', 'forged', 'slow'])(
  '%s: the order is paid once, and the books balance',
  async (mode) => {
    const order = await file()
    const started = await checkout(order)
    await fault(mode, started.id)
    await post(started.payUrl, {})
    await settled(order)
    await fault('none')
    await balanced()
  },
)

it('down: nothing starts and nothing is lost; the same request goes through when the provider is back', async () => {
  const order = await file()
  await fault('down')
  expect((await checkout(order)).status).toBe(503)
  expect((await orderOf(order)).status).toBe('ISSUED')
  await fault('none')
  await post((await checkout(order)).payUrl, {})
  await settled(order)
  await balanced()
})

it('the window is killed between the payment and the notice of it: it is paid all the same, once', async () => {
  const [told, asked, twice] = [await file(), await file(), await file()]
  const [one, two, three] = [await checkout(told), await checkout(asked), await checkout(twice)]
  await window.kill()
  // Nobody answers the provider, which gives up on the first and never tells of the second.
  await fault('lost', two.id)
  await Promise.all([one, two].map(({ payUrl }) => post(payUrl, {})))
  await window.restart()
  await post(three.payUrl, {})
  await Promise.all(
    [1, 2].map(() =>
      post(`${provider.baseUrl}/payments/${three.id}/callback`, {}, { authorization: `Bearer ${provider.secret}` }),
    ),
  )
  for (const order of [told, asked, twice]) await settled(order)
  await balanced()
}, 60_000)

it('at the end of it all, every cent that came stands in the books once, and the bank’s file agrees', async () => {
  const [counted] = await window.rows<{ orders: number; paid: string }>(
    `SELECT count(*)::int AS orders, sum((state->'total'->>'amount')::numeric)::text AS paid FROM cases."case" WHERE type = 'order' AND status = 'PAID'`,
  )
  const { balances, breaches } = await verifyBooks(window.pool)
  expect(breaches).toEqual([])
  const of = (account: string) => balances.find((b) => b.account === account && b.currency === 'PEN')
  expect(Number(of('clearing')?.debit)).toBe(Number(counted?.paid))
  expect(Number(of('received')?.credit)).toBe(Number(counted?.paid))
  expect([of('suspense')?.debit, counted?.orders]).toEqual([of('suspense')?.credit, 12])
  const now = Date.now()
  for (const day of [now - 86_400_000, now].map((at) => new Date(at).toISOString().slice(0, 10))) {
    const answer = await fetch(
      `${provider.baseUrl}/statements/${day}.xml?currency=PEN&version=08&account=00-000-284556`,
      { headers: { authorization: `Bearer ${provider.secret}` } },
    )
    const taken = await window.client.call('POST', '/v1/statements', 'demo.pe.treasury', await answer.text(), {
      'content-type': 'application/xml',
    })
    expect([200, 201]).toContain(taken.status)
  }
  const [left] = await window.rows<{ n: number }>(
    `SELECT count(*)::int AS n FROM cases."case" WHERE type = 'order' AND status = 'PAID'`,
  )
  expect(left?.n).toBe(0)
  await balanced()
})
