import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openTestApp, type Answer, type TestApp } from '../helpers/house.ts'
import { fileAcid, people } from '../helpers/shipments.ts'
import { createApp } from '../../server/app.ts'
import { openBadDays, watchOf, type BadDays } from '../../server/bad-days.ts'
import type { Door } from '#platform/http'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
let app: TestApp
let days: BadDays
let door: Door

const call = async (
  method: 'GET' | 'POST',
  url: string,
  token?: string,
  body?: object,
  more: object = {},
): Promise<Answer> => {
  const answer = await door.inject({
    method,
    url,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...more,
    },
    ...(body ? { payload: JSON.stringify(body) } : {}),
  })
  const isJson = String(answer.headers['content-type']).includes('json')
  return {
    status: answer.statusCode,
    text: answer.payload,
    headers: answer.headers,
    body: isJson ? (JSON.parse(answer.payload) as Record<string, unknown>) : {},
  }
}

beforeAll(async () => {
  app = await openTestApp()
  days = await openBadDays(app.house, log)
  const watch = watchOf(days.house, days.contingency, null, log)
  door = await createApp({
    house: days.house,
    log,
    provider: null,
    publicUrl: () => 'http://window.test',
    contingency: days.contingency,
    watch,
  })
  await door.ready()
})
afterAll(async () => {
  await door.close()
  await days.stop()
  await rm(join(app.house.config.dataDir, 'contingency'), { recursive: true, force: true })
  await app.close()
})

const declare = (token: string, on: boolean) =>
  call('POST', '/v1/contingency', token, { on, reason: 'The exchange at the border does not answer.' })

describe('a declared contingency', () => {
  it('takes two people of the right role; commands are received meanwhile, clocks stand, and all is done at its end', async () => {
    const { permit, order } = await fileAcid(app)
    await app.pay(order)
    await app.act(people.victor, `/v1/permits/${permit}`, 'observe', { observations: [{ text: 'Which tank?' }] })
    const periodOf = async () =>
      ((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.state as { period: { due: string } | null })
        .period
    const before = await periodOf()

    expect((await declare(people.lucia, true)).status).toBe(403)
    const first = await declare('demo.window.coordinator', true)
    expect([first.status, first.body.state]).toEqual([202, 'PROPOSED'])
    // Alone nobody declares anything, however often.
    expect((await declare('demo.window.coordinator', true)).status).toBe(202)
    const second = await declare('demo.window.shift', true)
    expect([second.status, second.body.state]).toEqual([200, 'DECLARED'])
    const page = await call('GET', '/estado')
    expect(page.text).toContain('Hay una contingencia declarada')

    app.clock.hours(1)
    const key = randomUUID()
    const answered = await call(
      'POST',
      `/v1/permits/${permit}/answer`,
      people.lucia,
      { text: 'The second tank.' },
      { 'idempotency-key': key, 'if-match': '*' },
    )
    expect([answered.status, answered.body.code]).toEqual([503, 'RECEIVED_IN_CONTINGENCY'])
    const receipt = answered.body.receipt as { id: string; jws: string; receivedAt: string }
    // Reading goes on.
    expect((await call('GET', `/v1/permits/${permit}`, people.lucia)).status).toBe(200)

    // It lasts until long after the answer was due: what counts is the receipt.
    app.clock.set(before?.due ?? '')
    app.clock.hours(24)
    expect(days.contingency.isQuiet()).toBe(false)
    await declare('demo.window.coordinator', false)
    const ended = await declare('demo.window.shift', false)
    expect(ended.body.state).toBe('ENDED')
    const [event] = await app.asOwner<{ at: string }>(
      `SELECT at FROM cases.event WHERE case_id = $1 AND type = 'ObservationAnswered'`,
      [permit],
    )
    expect(event?.at).toBe(receipt.receivedAt)
    const verified = await call('POST', '/v1/contingency/receipts/verify', undefined, { jws: receipt.jws })
    expect(verified.body).toMatchObject({ valid: true, state: 'done', receipt: { commandId: key } })
    const { history } = (await call('GET', '/v1/status')).body as { history: { component: string }[] }
    expect(history.map((o) => o.component)).toContain('contingency')
    const told = await app.asOwner('SELECT kind FROM notices.notice WHERE id = $1', [receipt.id])
    expect(told).toEqual([{ kind: 'contingencyDone' }])
  })

  it('moves what ran through it, with an event, and says so', async () => {
    const { permit, order } = await fileAcid(app)
    await app.pay(order)
    await app.act(people.victor, `/v1/permits/${permit}`, 'observe', { observations: [{ text: 'Which tank?' }] })
    const dueOf = async () =>
      ((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.state as { period: { due: string } }).period
        .due
    const before = await dueOf()
    await declare('demo.window.coordinator', true)
    await declare('demo.window.shift', true)
    app.clock.hours(48)
    await declare('demo.window.coordinator', false)
    await declare('demo.window.shift', false)
    expect((await dueOf()) > before).toBe(true)
    const [event] = await app.asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM cases.event WHERE case_id = $1 AND type = 'OutageExcluded'`,
      [permit],
    )
    expect(event?.n).toBe(1)
  })
})

/** Connections that know nothing of the setting are given back, so that new ones are made. */
const renew = async (): Promise<void> => {
  const held = await Promise.all(Array.from({ length: 10 }, () => app.house.pool.connect()))
  for (const client of held) client.release(true)
}

describe('a database that only reads', () => {
  it('answers reads, and receives commands', async () => {
    const { permit } = await fileAcid(app)
    const name = app.house.pool.options.database ?? ''
    await app.asOwner(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`)
    await renew()
    try {
      let seen = await call('GET', `/v1/permits/${permit}`, people.lucia)
      for (let i = 0; i < 20 && seen.status !== 200; i++)
        seen = await call('GET', `/v1/permits/${permit}`, people.lucia)
      expect(seen.status).toBe(200)
      const answer = await call(
        'POST',
        `/v1/permits/${permit}/withdraw`,
        people.lucia,
        { reason: 'The buyer cancelled.' },
        { 'idempotency-key': randomUUID(), 'if-match': '*' },
      )
      expect(answer.body.code).toBe('RECEIVED_IN_CONTINGENCY')
    } finally {
      await app.asOwner(`SET default_transaction_read_only = off`)
      await app.asOwner(`ALTER DATABASE "${name}" RESET default_transaction_read_only`)
    }
    await renew()
    for (let i = 0; i < 50 && (await days.contingency.replay()) > 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const [row] = await app.asOwner<{ status: string }>('SELECT status FROM cases."case" WHERE id = $1', [permit])
    expect(row?.status).toBe('WITHDRAWN')
  })
})
