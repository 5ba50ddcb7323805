import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toInstant, toMs } from '#kernel'
import { keepTime } from '../../server/keep-time.ts'
import { daysAfter, openTestApp, someWeeksAgo, type TestApp } from '../helpers/house.ts'
import { acid, fileAcid, people, safetySheet, type Filed } from '../helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const DAY = 86_400_000
const later = (at: string, ms: number): string => toInstant(toMs(at) + ms)

/** Everything that happened to a case and when, without the names that differ from one run to the next. */
async function history(ids: readonly string[]): Promise<unknown[]> {
  const told: unknown[] = []
  for (const id of ids) {
    const rows = await app.asOwner<{ type: string; at: string; data: unknown; roles: string }>(
      `SELECT type, at, data, actor->>'roles' AS roles FROM cases.event WHERE case_id = $1 ORDER BY seq`,
      [id],
    )
    const plain = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value).replaceAll(
          /[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(OP|SUCE)-\d{4}-\d{7}|2\d[A-Z]{2}[0-9A-Z]{12,}/g,
          '#',
        ),
      )
    told.push(rows.map(({ type, at, data, roles }) => ({ type, at, roles, data: plain(data) })))
  }
  return told
}
const statusOf = async (id: string): Promise<string> =>
  (await app.asOwner<{ status: string }>('SELECT status FROM cases."case" WHERE id = $1', [id]))[0]?.status ?? ''
const nextOf = async (ids: readonly string[]): Promise<string | null> =>
  (
    await app.asOwner<{ at: string | null }>('SELECT min(next_due) AS at FROM cases."case" WHERE id = ANY($1)', [ids])
  )[0]?.at ?? null

/** Two procedures that one shipment needs, one of which is approved and then runs until its document ends. */
async function lifeOf(headers: Record<string, string>): Promise<Filed> {
  const filed = await fileAcid(app, {}, headers)
  await app.pay(filed.order)
  const path = `/v1/permits/${filed.permit}`
  await app.act(people.victor, path, 'observe', { observations: [{ text: 'Which tank?' }] }, headers)
  return filed
}

describe('the clock of a sandbox', () => {
  const sandbox = async (): Promise<{ id: string; now: string }> =>
    (await app.open('/v1/sandboxes', people.lucia, { now: app.clock.now() })).body as { id: string; now: string }
  const advance = (id: string, to: string) => app.call('POST', `/v1/sandboxes/${id}/advance`, people.lucia, { to })

  it('lapses an order that nobody paid, and what waited for it, at the moment it fell due', async () => {
    const { id, now } = await sandbox()
    const headers = { 'vuce-sandbox': id }
    const filed = await fileAcid(app, {}, headers)
    const { body } = await app.call('GET', `/v1/orders/${filed.order}`, people.lucia, undefined, headers)
    const due = (body.state as { due: string }).due
    await advance(id, later(due, -1))
    expect([await statusOf(filed.order), await statusOf(filed.permit)]).toEqual(['ISSUED', 'AWAITING_PAYMENT'])
    const moved = await advance(id, later(now, 30 * DAY))
    expect(moved.status).toBe(200)
    expect([await statusOf(filed.order), await statusOf(filed.permit)]).toEqual(['EXPIRED', 'LAPSED'])
    const [last] = await app.asOwner('SELECT at FROM cases.event WHERE case_id = $1 ORDER BY seq DESC LIMIT 1', [
      filed.permit,
    ])
    expect(last).toEqual({ at: due })
    const notices = (await app.call('GET', '/v1/notices', people.lucia, undefined, headers)).body.items as {
      kind: string
      createdAt: string
    }[]
    expect(notices.filter((n) => n.kind === 'lapsed').map((n) => n.createdAt)).toEqual([due])
  })

  it('does not go back, and moves nothing outside', async () => {
    const outside = await fileAcid(app)
    const { id, now } = await sandbox()
    expect((await advance(id, later(now, 90 * DAY))).status).toBe(200)
    const back = await advance(id, now)
    expect([back.status, back.body.code]).toEqual([422, 'CLOCK_BACKWARDS'])
    expect(await statusOf(outside.permit)).toBe('AWAITING_PAYMENT')
  })

  it('keeps the worlds apart: what is filed in one cannot be seen from another', async () => {
    const { id } = await sandbox()
    const filed = await fileAcid(app, {}, { 'vuce-sandbox': id })
    expect((await app.call('GET', `/v1/permits/${filed.permit}`, people.lucia)).status).toBe(404)
    const inside = await app.call('GET', `/v1/permits/${filed.permit}`, people.lucia, undefined, { 'vuce-sandbox': id })
    expect(inside.status).toBe(200)
  })

  it('belongs to the firm that made it: for another it does not exist', async () => {
    const { id, now } = await sandbox()
    const path = `/v1/sandboxes/${id}`
    const account = { org: 'agrofarma', name: 'spy', roles: ['titular'] }
    const answers = [
      await app.call('GET', path, people.elvira),
      await app.call('POST', `${path}/advance`, people.elvira, { to: later(now, DAY) }),
      await app.call('POST', `${path}/settle`, people.elvira, {
        permit: 'pe.pesticide-registration',
        outcome: 'granted',
      }),
      await app.call('POST', `${path}/accounts`, people.elvira, account),
    ]
    expect(answers.map((a) => a.status)).toEqual([404, 404, 404, 404])
    const { body } = await app.open(`${path}/accounts`, people.lucia, {
      ...account,
      org: 'pe.mtc',
      roles: ['evaluator'],
    })
    expect((await app.call('GET', path, String(body.token))).status).toBe(200)
    // An account made for one sandbox is nobody outside of it.
    expect((await app.call('GET', '/v1/inbox', String(body.token))).status).toBe(403)
    const inside = await app.call('GET', '/v1/inbox', String(body.token), undefined, { 'vuce-sandbox': id })
    expect([inside.status, inside.body.items]).toEqual([200, []])
  })

  it('writes the same history in one jump as in many steps', async () => {
    const [jump, steps] = [await sandbox(), await sandbox()]
    const [a, b] = [await lifeOf({ 'vuce-sandbox': jump.id }), await lifeOf({ 'vuce-sandbox': steps.id })]
    const unpaid = [
      await fileAcid(app, {}, { 'vuce-sandbox': jump.id }),
      await fileAcid(app, {}, { 'vuce-sandbox': steps.id }),
    ] as const
    const end = later(jump.now, 60 * DAY)
    await advance(jump.id, end)
    for (let at = steps.now; at < end; at = later(at, 11 * 3_600_000)) await advance(steps.id, at)
    await advance(steps.id, end)
    const ids = (f: Filed): string[] => [f.permit, f.order]
    const jumped = await history([...ids(a), ...ids(unpaid[0])])
    expect(jumped).toEqual(await history([...ids(b), ...ids(unpaid[1])]))
    expect(JSON.stringify(jumped)).toContain('Abandoned')
  })
})

describe('a job that runs late', () => {
  /** A registration whose end is the end of the certificate that waits for it: what time does to one case, done to another. */
  const chain = async (): Promise<string[]> => {
    const now = app.clock.now()
    const alba = 'demo.demo.alba'
    const dossier = {
      country: 'demo',
      regime: 'export',
      elements: {
        producer: { name: 'Talleres La Mecha' },
        'country.destination': 'UY',
        'date.departure': daysAfter(now, 40),
      },
      lines: [
        {
          'goods.commodity': '940550',
          'goods.description': 'Farol',
          'goods.use': 'festival',
          'goods.quantity': { value: '5', unit: 'NIU' },
          'goods.value': { amount: '100.00', currency: 'XTS' },
        },
      ],
      answers: {
        'demo.light-certificate': { lines: [{ melody: 'hum' }] },
        'demo.lamp-registration': { elements: { apprentices: '1' } },
      },
      documents: [{ type: 'wick-sheet', name: 'wick.pdf', digest: await app.upload(alba, 'wick') }],
    }
    const procedures = ['demo.light-certificate', 'demo.lamp-registration']
    const { body } = await app.open('/v1/applications', alba, { dossier, procedures })
    const [waiting = '', registration = ''] = (body.permits as { id: string }[]).map((p) => p.id)
    expect(await statusOf(waiting)).toBe('WAITING')
    await app.act('demo.demo.lino', `/v1/permits/${registration}`, 'observe', {
      observations: [{ text: 'Where is the workshop?' }],
    })
    return [registration, waiting]
  }

  it('writes the same history as one on time', async () => {
    app.clock.set(someWeeksAgo())
    const start = app.clock.now()
    const { engine } = app.house
    const tick = async (id: string): Promise<void> => {
      const [row] = await app.asOwner<{ type: string }>('SELECT type FROM cases."case" WHERE id = $1', [id])
      await engine.tick(id, row?.type ?? '', null)
    }
    const unpaidOf = async (): Promise<string[]> => {
      const f = await fileAcid(app)
      return [f.permit, f.order]
    }
    const onTime = [...(await chain()), ...(await unpaidOf())]
    const late = [...(await chain()), ...(await unpaidOf())]
    const end = later(start, 40 * DAY)
    for (;;) {
      const next = await nextOf(onTime)
      if (!next || next > end) break
      app.clock.set(next)
      for (const id of onTime) await tick(id)
    }
    app.clock.set(end)
    for (const id of late) await tick(id)
    expect(await history(late)).toEqual(await history(onTime))
    expect(await Promise.all(late.map(statusOf))).toEqual(['ABANDONED', 'LAPSED', 'LAPSED', 'EXPIRED'])
  })
})

describe('the queue of jobs', () => {
  it('shows a case the time when it is due, without anyone asking, and a job that came too early comes again', async () => {
    app.clock.set(someWeeksAgo())
    const { permit, order } = await fileAcid(app)
    const due = (await nextOf([permit, order])) ?? ''
    // Our clock stands two seconds before: for the database the moment has long passed, as if its clock were ahead of ours.
    app.clock.set(later(due, -2000))
    const stop = await keepTime(app.house, { info: () => undefined, warn: () => undefined, error: () => undefined })
    try {
      await sleep(1000)
      expect(await statusOf(permit)).toBe('AWAITING_PAYMENT')
      app.clock.set(later(due, 5))
      for (let i = 0; i < 200 && (await statusOf(permit)) !== 'LAPSED'; i++) await sleep(50)
      expect([await statusOf(permit), await statusOf(order)]).toEqual(['LAPSED', 'EXPIRED'])
    } finally {
      await stop()
      await app.house.queue.stop()
    }
    expect(app.errors).toEqual([])
  })

  it('forgets no job when the transaction that asked for it is rolled back or repeated', async () => {
    app.clock.set(someWeeksAgo())
    const dossier = acid(app.clock.now(), await safetySheet(app))
    const headers = { 'idempotency-key': randomUUID() }
    const jobs = async (): Promise<number> =>
      (await app.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM graphile_worker.jobs'))[0]?.n ?? 0
    const before = await jobs()
    expect(
      (await app.call('POST', '/v1/applications', people.lucia, { dossier: { ...dossier, documents: [] } }, headers))
        .status,
    ).toBe(422)
    expect(await jobs()).toBe(before)
    expect((await app.call('POST', '/v1/applications', people.lucia, { dossier }, headers)).status).toBe(201)
    const after = await jobs()
    expect(after).toBeGreaterThan(before)
    expect((await app.call('POST', '/v1/applications', people.lucia, { dossier }, headers)).status).toBe(201)
    expect(await jobs()).toBe(after)
  })
})
