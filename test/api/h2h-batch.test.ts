import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cl, firmOf, messageOf, signedXml, wine, type Firm } from '../helpers/h2h.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'

let app: TestApp
let firm: Firm
let documents: Record<string, string>[]
beforeAll(async () => {
  app = await openTestApp({ now: new Date().toISOString() })
  firm = await firmOf(app, cl.quebrada)
  documents = await Promise.all(
    ['invoice', 'analysis'].map(async (type) => ({
      type,
      name: `${type}.pdf`,
      digest: await app.upload(firm.token, type),
    })),
  )
})
afterAll(() => app?.close())

describe('a file of many messages', () => {
  it('is taken in whole and done one by one; what is refused does not stop the rest', async () => {
    const messages: string[] = []
    for (let i = 1; i <= 60; i++) {
      const xml = await signedXml(
        app,
        firm,
        messageOf(firm, 'submit', { dossier: wine(i % 10 === 5 ? [] : documents) }, { id: `B-${i}` }),
      )
      messages.push(i % 10 === 7 ? xml.replace('10800', '10801') : xml)
    }
    // The last comes twice: the second time it is answered as the first.
    const file = [...messages, messages[59]].map((m) => `\u001e${m}\n`).join('')
    const sent = await app.call('POST', '/h2h/v1/batches', firm.token, Buffer.from(file), {
      'content-type': 'application/xml-seq',
    })
    expect([sent.status, sent.body]).toMatchObject([201, { status: 'RUNNING', total: 61, done: 0 }])
    const path = `/h2h/v1/batches/${String(sent.body.id)}`
    while ((await app.house.h2h.batches.work()) > 0);
    const { body } = await app.call('GET', path, firm.token)
    expect(body).toMatchObject({ status: 'DONE', total: 61, done: 61, accepted: 49, rejected: 12 })
    const refused = await app.call('GET', `${path}/answers?refused=true&limit=200`, firm.token)
    const items = refused.body.items as { n: number; status: number; signed: string }[]
    expect(items.map((i) => [i.n, i.status])).toEqual(
      [5, 7, 15, 17, 25, 27, 35, 37, 45, 47, 55, 57].map((n) => [n, n % 10 === 5 ? 422 : 412]),
    )
    const [first] = items
    expect(await app.house.h2h.open(Buffer.from(first?.signed ?? ''), 'xml')).toMatchObject({
      message: 'error',
      body: { of: 'B-5' },
    })
    const all = await app.call('GET', `${path}/answers?limit=200`, firm.token)
    expect((all.body.items as unknown[]).length).toBe(61)
    expect((await app.asOwner(`SELECT 1 FROM cases."case" WHERE type = 'application'`)).length).toBe(48)
    // Somebody else's file is not there.
    expect((await app.call('GET', path, cl.pinto)).status).toBe(404)
  })

  it('that holds nothing is refused', async () => {
    const sent = await app.call('POST', '/h2h/v1/batches', firm.token, Buffer.from('\u001e\n'), {
      'content-type': 'application/xml-seq',
    })
    expect(sent.status).toBe(400)
  })
})
