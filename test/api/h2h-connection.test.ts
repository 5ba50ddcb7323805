import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cl, firmOf, messageOf, send, signedXml, wine, type Firm } from '../helpers/h2h.ts'
import { daysAfter, openTestApp, type TestApp } from '../helpers/house.ts'
import { settled } from '../helpers/settled.ts'

const lead = 'demo.window.coordinator'
let app: TestApp
let firm: Firm
let documents: Record<string, string>[]
let listener: Server
let url = ''
/** What the firm's program takes, and how it answers. */
const taken: { id: string; body: string }[] = []
let answer = 200
let calls = 0
beforeAll(async () => {
  app = await openTestApp({ now: new Date().toISOString(), env: { VUCE_H2H_QUOTA: '0' } })
  firm = await firmOf(app, cl.quebrada)
  documents = await Promise.all(
    ['invoice', 'analysis'].map(async (type) => ({
      type,
      name: `${type}.pdf`,
      digest: await app.upload(firm.token, type),
    })),
  )
  listener = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => (body += String(piece)))
    request.on('end', () => {
      calls++
      if (answer === 200) taken.push({ id: String(request.headers['idempotency-key']), body })
      response.statusCode = answer
      response.end()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', () => resolve()))
  const address = listener.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/h2h`
})
afterAll(async () => {
  listener?.close()
  await app?.close()
})

const told = async (): Promise<void> => {
  await settled(app)
  while ((await app.house.h2h.outbox.fanOut()) > 0);
  while ((await app.house.h2h.outbox.deliver()) > 0);
}
const file = async (): Promise<{ id: string; permit: string }> => {
  const message = messageOf(firm, 'submit', { dossier: wine(documents) })
  const { json } = await send(app, firm.token, await signedXml(app, firm, message))
  const [permit] = json.body.cases as { id: string }[]
  return { id: String(message.id), permit: permit?.id ?? '' }
}
const opened = async (text: string) => app.house.h2h.open(Buffer.from(text), text.startsWith('<') ? 'xml' : 'json')

describe('what the window says of its own accord', () => {
  it('is pulled by cursor, signed, and nothing twice', async () => {
    expect((await app.call('GET', '/h2h/v1/messages', firm.token)).status).toBe(404)
    const subscribed = await app.call('PUT', '/h2h/v1/subscription', firm.token, { form: 'xml', version: 2 })
    expect([subscribed.status, subscribed.body]).toMatchObject([200, { form: 'xml', url: null }])
    const { permit } = await file()
    await app.act(firm.token, `/v1/permits/${permit}`, 'withdraw', { reason: 'Sold at home' })
    await told()
    const first = await app.call('GET', '/h2h/v1/messages?limit=2', firm.token)
    const items = first.body.items as { cursor: string; signed: string }[]
    expect(items).toHaveLength(2)
    const rest = await app.call('GET', `/h2h/v1/messages?cursor=${String(first.body.next)}`, firm.token)
    const all = [...items, ...(rest.body.items as typeof items)]
    const said = await Promise.all(all.map((i) => opened(i.signed)))
    expect(said.every((m) => m.version === 2 && m.message === 'status')).toBe(true)
    expect(new Set(all.map((i) => i.cursor)).size).toBe(all.length)
    expect(said.map((m) => m.body.event)).toContain('TramiteWithdrawn')
    const last = await app.call('GET', `/h2h/v1/messages?cursor=${String(rest.body.next)}`, firm.token)
    expect(last.body).toEqual({ items: [], next: rest.body.next })
    // The agent of another firm hears nothing of it.
    const agent = await firmOf(app, cl.pinto)
    await app.call('PUT', '/h2h/v1/subscription', agent.token, { form: 'json', version: 1 })
    expect((await app.call('GET', '/h2h/v1/messages', agent.token)).body.items).toEqual([])
  })

  it('is carried to the firm’s program in its order, and again until it is taken', async () => {
    await app.call('PUT', '/h2h/v1/subscription', firm.token, { form: 'json', version: 1, url })
    answer = 503
    calls = 0
    const { permit } = await file()
    await told()
    // A program that is down is called once and not once for each message.
    expect([taken, calls]).toEqual([[], 1])
    const waiting = await app.call('GET', '/h2h/v1/subscription', firm.token)
    expect((waiting.body.messages as { queued: number }).queued).toBeGreaterThan(2)
    answer = 200
    // What comes later does not overtake what waits.
    const later = await file()
    await told()
    expect(taken).toEqual([])
    app.clock.hours(1 / 60)
    await told()
    const said = await Promise.all(taken.map((t) => opened(t.body)))
    expect(said.length).toBeGreaterThan(2)
    expect(said.some((m) => (m.body.case as { id: string }).id === permit)).toBe(true)
    expect(said.some((m) => (m.body.case as { id: string }).id === later.permit)).toBe(true)
    expect(new Set(taken.map((t) => t.id)).size).toBe(taken.length)
    const { body } = await app.call('GET', '/h2h/v1/messages?limit=200', firm.token)
    const numbered = (body.items as { id: string }[]).map((i) => i.id)
    expect(taken.map((t) => t.id)).toEqual(numbered.slice(-taken.length))
  })

  it('given up after a day is told in the mailbox, and carried again on demand', async () => {
    answer = 500
    taken.length = 0
    await file()
    await told()
    let waits = 0
    for (; waits < 40; waits++) {
      app.clock.hours(64 / 60)
      await told()
      const { body } = await app.call('GET', '/h2h/v1/subscription', firm.token)
      if ((body.messages as { dead?: number }).dead) break
    }
    expect(waits).toBeGreaterThan(18)
    expect(waits).toBeLessThan(26)
    const { body } = await app.call('GET', '/v1/notices?limit=200', firm.token)
    expect(JSON.stringify(body.items)).toContain('Su sistema no recibió un mensaje en un día')
    answer = 200
    const again = await app.call('POST', '/h2h/v1/messages/replay', firm.token, {})
    expect(again.body.replayed).toBeGreaterThan(2)
    await told()
    expect(taken.length).toBe(again.body.replayed)
  })
})

describe('a connection', () => {
  it('goes from request to production, and what the kit claims is compared with what was received', async () => {
    const made = await app.open('/v1/connections', firm.token, { name: 'ERP Andino', contact: 'ti@quebrada.example' })
    const path = `/v1/connections/${String(made.body.id)}`
    const signed = await app.act(firm.token, path, 'signAgreement', { clauses: '2026-1', accept: true })
    expect(signed.body.status).toBe('SANDBOX')
    const { id } = await file()
    const results = (message: string) => [
      ...['submit', 'repeat', 'id-reused', 'rule-broken', 'quota', 'json-form', 'cancel', 'second-version'].map(
        (c) => ({
          case: c,
          passed: true,
          message,
        }),
      ),
      ...['receipt-seal', 'schema-broken', 'query', 'pull'].map((c) => ({ case: c, passed: true })),
    ]
    const seen = await app.call('GET', path, firm.token)
    const claim = (message: string) =>
      app.call(
        'POST',
        `${path}/reportConformance`,
        firm.token,
        { kit: 'h2h', results: results(message) },
        {
          'idempotency-key': '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a9'.padEnd(35, '0') + (message === id ? '1' : '2'),
          'if-match': `"${String(seen.body.version)}"`,
        },
      )
    const lie = await claim('NEVER-SENT')
    expect([lie.status, (lie.body.errors as { code: string }[])[0]?.code]).toEqual([422, 'CONFORMANCE_FAILED'])
    expect((await claim(id)).body).toMatchObject({ status: 'CONFORMANCE_TESTED' })
    await app.act(lead, path, 'certify', {})
    await app.act(firm.token, path, 'requestProduction', {})
    const live = await app.act(lead, path, 'goLive', { perSecond: 1 })
    expect(live.body.status).toBe('PRODUCTION')
    await app.act(lead, path, 'suspend', { text: 'Its messages come in a loop' })
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const refused = await send(
      app,
      firm.token,
      await signedXml(app, firm, messageOf(firm, 'submit', { dossier: wine(documents) })),
    )
    expect([refused.status, (refused.json.body.faults as { code: string }[])[0]?.code]).toEqual([
      403,
      'CONNECTION_SUSPENDED',
    ])
    // Nor is a file of messages kept.
    const sent = await app.call('POST', '/h2h/v1/batches', firm.token, Buffer.from('\u001e<Submit/>'), {
      'content-type': 'application/xml-seq',
    })
    expect([sent.status, sent.body.code]).toEqual([403, 'CONNECTION_SUSPENDED'])
    await app.act(lead, path, 'resume', {})
    // A year later it has been warned three times, and the agreement is over.
    app.clock.set(`${daysAfter(app.clock.now(), 370)}T12:00:00.000Z`)
    await app.house.engine.tick(String(made.body.id), 'connection', null)
    const { body } = await app.call('GET', path, firm.token)
    expect(body).toMatchObject({
      status: 'SUSPENDED',
      state: { warned: ['agreement 60', 'agreement 30', 'agreement 7'] },
    })
    expect((await app.act(firm.token, path, 'signAgreement', { clauses: '2026-1', accept: true })).body.status).toBe(
      'PRODUCTION',
    )
  })
})
