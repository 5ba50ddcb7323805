import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusals, systemActor, type Done, type Order } from '#platform/cases'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { acid, fileAcid, people, safetySheet } from '../../test/helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const refusedWith = (answer: PromiseSettledResult<unknown>): string =>
  answer.status === 'rejected' && answer.reason instanceof Refusals ? answer.reason.message : 'not refused'

const paid = async (): Promise<string> => {
  const { permit, order } = await fileAcid(app)
  await app.pay(order)
  return permit
}

describe('a command sent more than once', () => {
  it('is done once, and answers the same bytes', async () => {
    const dossier = acid(app.clock.now(), await safetySheet(app))
    const headers = { 'idempotency-key': randomUUID() }
    const first = await app.call('POST', '/v1/applications', people.lucia, { dossier }, headers)
    app.clock.hours(1)
    const again = await app.call('POST', '/v1/applications', people.lucia, { dossier }, headers)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.text).toBe(first.text)
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(again.headers['idempotent-replayed']).toBe('true')
  })

  it('is refused when the same key comes with other content', async () => {
    const dossier = acid(app.clock.now(), await safetySheet(app))
    const headers = { 'idempotency-key': randomUUID() }
    await app.call('POST', '/v1/dossiers', people.lucia, dossier, headers)
    const other = await app.call('POST', '/v1/dossiers', people.lucia, { ...dossier, regime: 'import' }, headers)
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_MISMATCH'])
  })

  it('has one effect and twenty equal answers when twenty arrive at once and open a case', async () => {
    const order = await app.order(people.lucia, 'dossier', 'open', acid(app.clock.now(), await safetySheet(app)))
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.house.engine.execute(order)))
    expect(new Set(answers.map((a) => a.body)).size).toBe(1)
    expect(answers.filter((a) => !a.repeated)).toHaveLength(1)
    const rows = await app.asOwner('SELECT DISTINCT case_id FROM cases.event WHERE command_id = $1', [order.commandId])
    expect(rows).toHaveLength(1)
  })

  it('has one effect and twenty equal answers when twenty arrive at once for the same case and version', async () => {
    const { body } = await app.open('/v1/dossiers', people.lucia, acid(app.clock.now(), await safetySheet(app)))
    const target = { id: String(body.id), version: Number(body.version) }
    const order = await app.order(
      people.lucia,
      'dossier',
      'declare',
      { elements: { 'transport.id': 'XYZ-987' } },
      target,
    )
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.house.engine.execute(order)))
    expect(new Set(answers.map((a) => a.body)).size).toBe(1)
    expect(answers.filter((a) => !a.repeated)).toHaveLength(1)
    const [row] = await app.asOwner<{ version: number }>('SELECT version FROM cases."case" WHERE id = $1', [target.id])
    expect(row?.version).toBe(target.version + 1)
  })

  it('answers a mismatch, not a fault of the program, to another organisation that uses the key on the same case', async () => {
    const permit = await paid()
    const key = { 'idempotency-key': randomUUID(), 'if-match': '*' }
    const done = await app.call('POST', `/v1/permits/${permit}/propose`, people.victor, { outcome: 'approve' }, key)
    expect(done.status).toBe(200)
    const other = await app.call('POST', `/v1/permits/${permit}/withdraw`, people.lucia, {}, key)
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_MISMATCH'])
    expect(app.errors).toEqual([])
  })
})

describe('a command that saw an older version', () => {
  it('is refused with the present version and what changed, field by field', async () => {
    const { body } = await app.open('/v1/dossiers', people.lucia, acid(app.clock.now(), await safetySheet(app)))
    const path = `/v1/dossiers/${String(body.id)}`
    const seen = String(body.version)
    await app.act(people.lucia, path, 'declare', { elements: { 'transport.id': 'NEW-001' } })
    const headers = { 'idempotency-key': randomUUID(), 'if-match': `"${seen}"` }
    const late = await app.call(
      'POST',
      `${path}/declare`,
      people.lucia,
      { elements: { 'transport.id': 'OLD-002' } },
      headers,
    )
    expect(late.status).toBe(409)
    expect(late.body).toMatchObject({ code: 'VERSION_CONFLICT', currentVersion: Number(seen) + 1 })
    expect(late.body.diff).toContainEqual({ pointer: '/elements/transport.id', yours: 'ABC-123', current: 'NEW-001' })
  })

  it('leaves exactly one winner when two officers decide at once', async () => {
    for (let round = 0; round < 5; round++) {
      const permit = await paid()
      await app.act(people.victor, `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
      const seen = await app.call('GET', `/v1/permits/${permit}`, people.irene)
      const target = { id: permit, version: Number(seen.body.version) }
      const approve = await app.order(people.irene, 'permit', 'approve', {}, target)
      const back = await app.order(people.irene, 'permit', 'return', { reason: 'The class is wrong.' }, target)
      const both = await Promise.allSettled([approve, back].map((o) => app.house.engine.execute(o)))
      expect(both.filter((b) => b.status === 'fulfilled')).toHaveLength(1)
      const lost = both.find((b) => b.status === 'rejected')
      expect(lost && refusedWith(lost)).toBe('VERSION_CONFLICT')
    }
  })
})

describe('numbers of a series', () => {
  it('have no gap and no double, whatever runs at once and whatever is rolled back', async () => {
    const ready: string[] = []
    for (let i = 0; i < 10; i++) {
      const permit = await paid()
      await app.act(people.victor, `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
      ready.push(permit)
    }
    const before = await numbers()
    const approve = async (permit: string): Promise<Done> => {
      const order: Order = await app.order(people.irene, 'permit', 'approve', {}, { id: permit, version: null })
      return app.house.engine.execute(order)
    }
    const { actor } = await app.order(people.irene, 'permit', 'approve', {})
    // Draws a number in a transaction that fails afterwards.
    const fail = (permit: string): Promise<unknown> =>
      app.house.engine.asPlatform(null, systemActor.person, async (work) => {
        await work.run(await work.get('permit', permit), 'approve', {}, actor)
        throw new Error('cut off after the number was drawn')
      })
    const outcomes = await Promise.allSettled(ready.flatMap((p, i) => (i % 2 ? [fail(p), approve(p)] : [approve(p)])))
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(ready.length)
    const drawn = (await numbers()).filter((n) => !before.includes(n)).sort((a, b) => a - b)
    const first = Math.max(0, ...before) + 1
    expect(drawn).toEqual(ready.map((_, i) => first + i))
  })

  const numbers = async (): Promise<number[]> => {
    const rows = await app.asOwner<{ n: string }>(
      `SELECT data->>'number' AS n FROM cases.event WHERE type = 'DrIssued'`,
    )
    return rows.map(({ n }) => Number(/(\d+)$/.exec(n)?.[1]))
  }
})
