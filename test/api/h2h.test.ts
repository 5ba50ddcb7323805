import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cl, firmOf, messageOf, send, signedJson, signedXml, wine, type Firm } from '../helpers/h2h.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'

let app: TestApp
let firm: Firm
let documents: Record<string, string>[]
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
})
afterAll(() => app?.close())

const submit = (more: Record<string, unknown> = {}) => messageOf(firm, 'submit', { dossier: wine(documents) }, more)
const faultsOf = (json: { body: Record<string, unknown> }): string[] =>
  ((json.body.faults ?? []) as { code: string }[]).map((f) => f.code)

describe('a signed message', () => {
  it('files an application as the portal does, and is answered under the seal', async () => {
    const message = submit()
    const signed = await signedXml(app, firm, message)
    const { status, json, text } = await send(app, firm.token, signed)
    expect(json.body.faults ?? []).toEqual([])
    expect(status).toBe(201)
    expect(json).toMatchObject({
      message: 'receipt',
      correlation: message.id,
      body: { of: message.id, case: { type: 'application', status: 'FILED' } },
    })
    expect(json.body.ucr).toMatch(/^6CL/)
    expect(text).toContain('<ds:Signature')
    const [permit] = json.body.cases as { id: string; procedure: string; status: string }[]
    expect(permit).toMatchObject({ status: 'AWAITING_PAYMENT', agency: 'sag' })
    // The original can be had again, byte for byte, by whoever sent it.
    const kept = await app.call('GET', `/h2h/v1/sent/${message.id as string}`, firm.token)
    expect(kept.text).toBe(signed)
    expect((await app.call('GET', `/h2h/v1/sent/${message.id as string}`, cl.pinto)).status).toBe(404)
    const seen = await app.call('GET', `/v1/permits/${permit?.id}`, firm.token)
    expect(seen.body).toMatchObject({ status: 'AWAITING_PAYMENT' })
  })

  it('says the same in JSON', async () => {
    const message = submit()
    const { status, json } = await send(app, firm.token, signedJson(firm, message))
    expect(json.body.faults ?? []).toEqual([])
    expect(status).toBe(201)
    expect(json).toMatchObject({ message: 'receipt', body: { of: message.id, case: { type: 'application' } } })
  })

  it('repeated gets the first answer; its id with other content is refused', async () => {
    const message = submit()
    const first = await send(app, firm.token, await signedXml(app, firm, message))
    const again = await send(app, firm.token, await signedXml(app, firm, message))
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.json.body).toEqual(first.json.body)
    const other = await send(
      app,
      firm.token,
      await signedXml(app, firm, { ...message, createdAt: '2026-01-01T00:00:00Z' }),
    )
    expect([other.status, faultsOf(other.json)]).toEqual([409, ['IDEMPOTENCY_MISMATCH']])
  })

  it('that breaks the rules is told every fault, and told the same again', async () => {
    const dossier = {
      ...wine([]),
      lines: [{ 'goods.commodity': '220421', 'goods.volume': { value: '0', unit: 'LTR' } }],
    }
    const message = messageOf(firm, 'submit', { dossier })
    const signed = await signedXml(app, firm, message)
    const { status, json } = await send(app, firm.token, signed)
    expect(status).toBe(422)
    expect(json).toMatchObject({ message: 'error', body: { of: message.id, step: 'business' } })
    expect(faultsOf(json).length).toBeGreaterThan(3)
    const again = await send(app, firm.token, signed)
    expect(again.json.body.faults).toEqual(json.body.faults)
  })

  it('that does not follow its schema is told where', async () => {
    const xml = (await signedXml(app, firm, submit())).replace('<goods.commodity>220421', '<goods.commodity>wine')
    const { status, json } = await send(app, firm.token, xml)
    expect([status, json.body.step]).toEqual([400, 'schema'])
    expect((json.body.faults as { line: number; message: string }[])[0]).toMatchObject({ code: 'XML_INVALID', line: 1 })
  })
})

describe('the SOAP facade', () => {
  it('carries the same message and the same signed answer, and says so in a WSDL', async () => {
    const wsdl = await app.call('GET', '/h2h/soap', null)
    expect(wsdl.text).toContain('<soap12:address location="http://window.test/h2h/soap"/>')
    const soap = async (inside: string) =>
      app.call(
        'POST',
        '/h2h/soap',
        firm.token,
        Buffer.from(
          `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>${inside}</e:Body></e:Envelope>`,
        ),
        { 'content-type': 'application/soap+xml' },
      )
    const message = submit()
    const signed = Buffer.from(await signedXml(app, firm, message)).toString('base64')
    const { status, text } = await soap(
      `<SendMessage xmlns="urn:ventanilla:h2h:soap"><Signed>${signed}</Signed></SendMessage>`,
    )
    expect([status, /<Status>(\d+)</.exec(text)?.[1]]).toEqual([200, '201'])
    const answer = Buffer.from(/<Signed>([^<]+)</.exec(text)?.[1] ?? '', 'base64')
    expect(await app.house.h2h.open(answer, 'xml')).toMatchObject({ message: 'receipt', body: { of: message.id } })
    const nothing = await soap('<Other/>')
    expect([nothing.status, nothing.text.includes('env:Fault')]).toEqual([400, true])
  })
})
