import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cl, firmOf, messageOf, send, signedJson, signedXml, wine, type Firm, type Said } from '../helpers/h2h.ts'
import { daysAfter, openTestApp, type TestApp } from '../helpers/house.ts'

let app: TestApp
let firm: Firm
let agent: Firm
let documents: Record<string, string>[]
beforeAll(async () => {
  app = await openTestApp({ now: new Date().toISOString(), env: { VUCE_H2H_QUOTA: '0', VUCE_H2H_RETIRED: '1' } })
  firm = await firmOf(app, cl.quebrada)
  agent = await firmOf(app, cl.pinto)
  documents = await Promise.all(
    ['invoice', 'analysis'].map(async (type) => ({
      type,
      name: `${type}.pdf`,
      digest: await app.upload(firm.token, type),
    })),
  )
})
afterAll(() => app?.close())

const submitter = (who: Firm, role = 'principal') => ({ country: who.country, id: who.taxId, role })
const v2 = (who: Firm, message: string, body: Record<string, unknown>, more: Record<string, unknown> = {}) => {
  const { sender: _, ...rest } = messageOf(who, message, body, { version: 2, submitter: submitter(who), ...more })
  return rest
}
const submit = (more: Record<string, unknown> = {}) => v2(firm, 'submit', { dossier: wine(documents) }, more)
const told = ({ status, json }: Said): unknown => [
  status,
  (json.body as { step?: string } | undefined)?.step,
  ((json.body?.faults ?? []) as { code: string }[]).map((f) => f.code),
]
const sent = async (by: Firm, json: Record<string, unknown>, token = by.token): Promise<unknown> =>
  told(await send(app, token, await signedXml(app, by, json)))

describe('a message is refused', () => {
  it('when its version is retired; those that live are named, and the other is taken in', async () => {
    const old = messageOf(firm, 'submit', { dossier: wine(documents) })
    const { status, json } = await send(app, firm.token, await signedXml(app, firm, old))
    expect([status, json.version]).toEqual([400, 1])
    expect(json.body.faults).toMatchObject([{ code: 'MESSAGE_VERSION_RETIRED', fix: 'Use una de estas: 2.' }])
    expect(await sent(firm, submit())).toEqual([201, undefined, []])
  })

  it('when it says that it is no test, or is for another window', async () => {
    expect(await sent(firm, submit({ test: false, recipient: 'bank.cl' }))).toEqual([
      400,
      'schema',
      ['TEST_FLAG', 'WRONG_RECIPIENT'],
    ])
  })

  it('when somebody else signs it, or sends it with somebody else’s token', async () => {
    expect(await sent(agent, submit(), firm.token)).toEqual([403, 'signature', ['SIGNER_NOT_SENDER']])
    expect(await sent(firm, submit(), agent.token)).toEqual([403, 'signature', ['SIGNER_NOT_SENDER']])
    expect(await sent(agent, submit(), agent.token)).toEqual([403, 'signature', ['SIGNER_NOT_SENDER']])
  })

  it('when the certificate is revoked, and from the second on', async () => {
    const lost = await firmOf(app, cl.quebrada)
    expect(await sent(lost, submit())).toEqual([201, undefined, []])
    await app.house.certificates.revoke(lost.serial, 'keyCompromise')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect(await sent(lost, submit())).toEqual([412, 'signature', ['CERT_REVOKED']])
  })

  it('when the certificate has expired', async () => {
    const before = app.clock.now()
    app.clock.hours(24 * 365 * 3)
    expect(await sent(firm, submit())).toEqual([412, 'signature', ['CERT_EXPIRED']])
    app.clock.set(before)
  })

  it('when it is altered, unsigned, or nobody’s', async () => {
    const xml = await signedXml(app, firm, submit())
    const raw = (text: string) => send(app, firm.token, text).then(told)
    expect(await raw(xml.replace('10800', '10801'))).toEqual([412, 'signature', ['HASH_MISMATCH']])
    expect(await raw(xml.replace(/<ds:Signature [\s\S]*<\/ds:Signature>/, ''))).toEqual([
      412,
      'signature',
      ['SIGNATURE_MISSING'],
    ])
    expect(
      (await app.call('POST', '/h2h/v1/messages', null, Buffer.from(xml), { 'content-type': 'application/xml' }))
        .status,
    ).toBe(401)
  })

  it('in JSON for the same reasons: altered, another algorithm, another purpose, a name twice', async () => {
    const jws = signedJson(firm, submit())
    const [head = '', body = '', tail = ''] = jws.split('.')
    const raw = (text: string) => send(app, firm.token, text).then(told)
    const other = Buffer.from(Buffer.from(body, 'base64url').toString().replace('10800', '10801')).toString('base64url')
    expect(await raw(`${head}.${other}.${tail}`)).toEqual([412, 'signature', ['SIGNATURE_INVALID']])
    expect(await raw(`${head}.${body}.${tail.slice(0, 40)}`)).toEqual([412, 'signature', ['SIGNATURE_TRUNCATED']])
    for (const alg of ['none', 'HS256', 'RS256'])
      expect([alg, await raw(signedJson(firm, submit(), { alg }))]).toEqual([
        alg,
        [412, 'signature', ['SIGNATURE_ALGORITHM']],
      ])
    expect(await raw(signedJson(firm, submit(), { typ: 'vuce-dr+jws' }))).toEqual([
      412,
      'signature',
      ['SIGNATURE_SHAPE'],
    ])
    expect(await raw(signedJson(firm, submit(), { jku: 'http://evil' }))).toEqual([
      412,
      'signature',
      ['SIGNATURE_SHAPE'],
    ])
    const twice = Buffer.from(`{"message":"query",${Buffer.from(body, 'base64url').toString().slice(1)}`).toString(
      'base64url',
    )
    expect(await raw(`${head}.${twice}.${tail}`)).toEqual([412, 'signature', ['SIGNATURE_DUPLICATE_ID']])
    expect(await raw(signedJson(firm, { ...submit(), evil: true }))).toEqual([422, 'schema', ['FIELD_UNKNOWN']])
  })

  it('when it would have the window do what only the window does', async () => {
    const receipt = v2(firm, 'receipt', { of: 'x', digest: 'a'.repeat(64), receivedAt: app.clock.now() })
    expect(await sent(firm, receipt)).toEqual([400, 'business', ['MESSAGE_UNKNOWN']])
    const permit = v2(firm, 'draw', {
      target: randomUUID(),
      lines: [{ line: 0, quantity: { value: '1', unit: 'LTR' } }],
    })
    expect(await sent(firm, permit)).toEqual([404, 'business', ['NOT_FOUND']])
  })
})

describe('an agent', () => {
  it('signs for the firm under its mandate, and not after it was taken back', async () => {
    const offered = await app.open('/v1/mandates', firm.token, {
      agent: { country: 'CL', taxId: agent.taxId },
      acts: ['dossier.open', 'dossier.declare', 'application.file', 'permit.withdraw'],
      valueCap: { amount: '90000.00', currency: 'USD' },
      from: app.clock.now().slice(0, 10),
      to: daysAfter(app.clock.now(), 300),
    })
    const mandate = String(offered.body.id)
    const path = `/v1/mandates/${mandate}`
    await app.act(agent.token, path, 'accept', {})
    const forFirm = () => submit({ mandate, submitter: submitter(firm, 'agent') })
    const { status, json } = await send(app, agent.token, await signedXml(app, agent, forFirm()))
    expect([status, json.message]).toEqual([201, 'receipt'])
    const { id } = json.body.case as { id: string }
    expect((await app.call('GET', `/v1/applications/${id}`, firm.token)).status).toBe(200)
    // Signed by the firm's own key, sent by the agent: the key is not the agent's.
    expect(await sent(firm, forFirm(), agent.token)).toEqual([403, 'signature', ['SIGNER_NOT_SENDER']])
    await app.act(firm.token, path, 'revoke', { text: 'We part ways' })
    expect(await sent(agent, forFirm())).toEqual([403, 'signature', ['MANDATE_NOT_LIVE']])
  })
})

describe('a firm follows its case', () => {
  it('asks, answers and withdraws by message; each is the command of the portal', async () => {
    const filed = await send(app, firm.token, await signedXml(app, firm, submit()))
    const [permit] = filed.json.body.cases as { id: string; version: number }[]
    const target = permit?.id ?? ''
    const asked = await send(app, firm.token, await signedXml(app, firm, v2(firm, 'query', { target })))
    expect(asked.json).toMatchObject({
      message: 'status',
      body: { case: { id: target, type: 'permit', status: 'AWAITING_PAYMENT' } },
    })
    expect(asked.json.body.actions).toContain('withdraw')
    // The exporter's agent has no business with it.
    expect(await sent(agent, v2(agent, 'query', { target }))).toEqual([404, 'business', ['NOT_FOUND']])
    expect(await sent(firm, v2(firm, 'cancel', { target, version: 99, reason: 'Sold at home' }))).toEqual([
      409,
      'business',
      ['VERSION_CONFLICT'],
    ])
    const gone = await send(
      app,
      firm.token,
      await signedXml(app, firm, v2(firm, 'cancel', { target, reason: 'Sold at home' })),
    )
    expect(gone.json).toMatchObject({ message: 'receipt', body: { case: { id: target, status: 'WITHDRAWN' } } })
    expect(await sent(firm, v2(firm, 'answer', { target, to: 'observation', text: 'Here it is' }))).toEqual([
      409,
      'business',
      ['NOT_NOW'],
    ])
  })
})

describe('the quota', () => {
  it('makes a firm wait, and says how long; others are not kept waiting', async () => {
    const small = await openTestApp({ now: new Date().toISOString(), env: { VUCE_H2H_QUOTA: '0.1' } })
    try {
      const [one, two] = [await firmOf(small, cl.quebrada), await firmOf(small, cl.pinto)]
      const ask = async (who: Firm) =>
        send(small, who.token, await signedXml(small, who, messageOf(who, 'query', { target: randomUUID() })))
      expect((await ask(one)).status).toBe(404)
      const { status, headers } = await ask(one)
      expect([status, Number(headers['retry-after'])]).toEqual([429, 10])
      expect((await ask(two)).status).toBe(404)
    } finally {
      await small.close()
    }
  })
})
