import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { fileAcid, people } from '../helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const { victor, irene, lucia } = people

async function proposed(more: Record<string, unknown> = {}): Promise<string> {
  const { order, permit } = await fileAcid(app, more)
  await app.pay(order)
  await app.act(victor, `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
  return permit
}
interface Batch {
  readonly id: string
  readonly digest: string
  readonly sample: string[]
  readonly items: { permit: string }[]
  readonly excluded: { permit: string; reason: string }[]
}
const send = (token: string, path: string, body: object = {}) =>
  app.call('POST', path, token, body, { 'idempotency-key': randomUUID() })
const make = async (permits: string[], token: string = irene): Promise<Batch> =>
  (await send(token, '/v1/batches', { permits })).body as unknown as Batch
const openSample = async ({ id, sample }: Batch): Promise<void> => {
  for (const permit of sample) await send(irene, `/v1/batches/${id}/opened/${permit}`)
}
const statusOf = async (permit: string): Promise<unknown> =>
  (await app.call('GET', `/v1/permits/${permit}`, irene)).body.status
interface Result {
  readonly permit: string
  readonly outcome: string
  readonly reason?: string
}
const approve = async (batch: Batch, more: object = {}) =>
  send(irene, `/v1/batches/${batch.id}/approve`, { digest: batch.digest, reason: 'Todos cumplen.', ...more })

describe('a batch of proposals', () => {
  it('takes only alike ones, draws one of ten, and is approved with one act once the sample was opened', async () => {
    const alike: string[] = []
    for (let i = 0; i < 11; i++) alike.push(await proposed())
    const { permit: fresh } = await fileAcid(app)
    const batch = await make([...alike, fresh, randomUUID()])
    expect(batch.items.map((i) => i.permit)).toEqual(alike)
    expect(batch.sample.length).toBe(2)
    expect(batch.excluded.map((e) => e.reason)).toEqual(['NOT_PROPOSED', 'NOT_FOUND'])
    const early = await approve(batch)
    expect([early.status, early.body.code]).toEqual([409, 'SAMPLE_UNOPENED'])
    await openSample(batch)
    expect((await approve({ ...batch, digest: '0'.repeat(64) })).body).toMatchObject({ code: 'BATCH_CHANGED' })
    const [pulled = '', changed = ''] = alike
    await app.act(irene, `/v1/permits/${changed}`, 'return', { reason: 'Mire la dosis.' })
    const done = await approve(batch, { pull: [pulled] })
    const results = done.body.results as Result[]
    expect(results.filter((r) => r.outcome === 'approved').length).toBe(9)
    expect(results.find((r) => r.permit === pulled)).toMatchObject({ outcome: 'left', reason: 'PULLED' })
    expect(results.find((r) => r.permit === changed)).toMatchObject({ outcome: 'left', reason: 'VERSION_CONFLICT' })
    expect(await Promise.all([pulled, changed, alike[2] ?? ''].map(statusOf))).toEqual([
      'PROPOSED',
      'UNDER_EVALUATION',
      'APPROVED',
    ])
    expect((await approve(batch)).body.results).toEqual(results)
  })

  it('is for whoever may sign, of cases nobody else holds, and of two at least', async () => {
    const permits = [await proposed(), await proposed()]
    for (const token of [victor, lucia]) expect((await send(token, '/v1/batches', { permits })).status).toBe(403)
    expect((await send(irene, '/v1/batches', { permits: [permits[0], randomUUID()] })).body).toMatchObject({
      code: 'BATCH_TOO_SMALL',
    })
    const batch = await make(permits)
    expect((await app.call('GET', `/v1/batches/${batch.id}`, victor)).status).toBe(403)
    app.clock.hours(2)
    await openSample(batch)
    expect((await approve(batch)).body).toMatchObject({ code: 'BATCH_CHANGED' })
  })
})

describe('an agency that asks for what is known', () => {
  it('is stopped with the source named, and the attempt is counted for everybody to see', async () => {
    const { order, permit } = await fileAcid(app)
    await app.pay(order)
    const observe = (asks: string) =>
      app.call(
        'POST',
        `/v1/permits/${permit}/observe`,
        victor,
        { observations: [{ text: 'Falta.', asks }] },
        {
          'idempotency-key': randomUUID(),
          'if-match': '*',
        },
      )
    const held = await observe('tax-registration')
    expect([held.status, held.body.code]).toEqual([422, 'STATE_HELD_DATUM'])
    expect(held.text).toContain('Estado')
    expect((await observe('transport.id')).body).toMatchObject({ code: 'DATUM_ALREADY_HELD' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    const { items } = (await app.call('GET', '/v1/duplicate-captures')).body as {
      items: { datum: string; times: number; source: string; procedure: string }[]
    }
    expect(items.map((i) => [i.procedure, i.datum, i.times]).sort()).toEqual([
      ['pe.hazmat-notice', 'tax-registration', 1],
      ['pe.hazmat-notice', 'transport.id', 1],
    ])
    expect(await statusOf(permit)).toBe('UNDER_EVALUATION')
  })
})

describe('the life of a dossier', () => {
  it('warns of a second application for the same goods, invoice and arrival, with a link', async () => {
    const more = { 'invoice.number': 'F001-77' }
    const first = await fileAcid(app, more)
    const second = await fileAcid(app, more)
    const stateOf = async (id: string) =>
      (await app.call('GET', `/v1/applications/${id}`, lucia)).body.state as { duplicates?: { application: string }[] }
    expect((await stateOf(first.application)).duplicates).toBeUndefined()
    expect((await stateOf(second.application)).duplicates?.map((d) => d.application)).toEqual([first.application])
    const other = await fileAcid(app, { 'invoice.number': 'F001-78' })
    expect((await stateOf(other.application)).duplicates).toBeUndefined()
  })
})
