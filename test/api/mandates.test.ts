import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { daysAfter, openTestApp, type Answer, type TestApp } from '../helpers/house.ts'

/** Lucía owns Agrofarma; Elvira owns Valle Verde, which here acts for Agrofarma. */
const firm = 'demo.pe.lucia'
const agent = 'demo.pe.elvira'
let app: TestApp
let today = ''
let taxId = ''
beforeAll(async () => {
  app = await openTestApp()
  today = app.clock.now().slice(0, 10)
  const who = await app.house.directory.identify(agent)
  taxId = (await app.house.directory.getOrganisation(who?.actor.org ?? '')).taxId ?? ''
})
afterAll(() => app?.close())

const ACTS = ['dossier.open', 'dossier.declare', 'application.file', 'permit.answer']
const offer = (more: object = {}) => ({
  agent: { country: 'PE', taxId },
  acts: ACTS,
  valueCap: { amount: '50000.00', currency: 'USD' },
  from: today,
  to: daysAfter(app.clock.now(), 300),
  ...more,
})
async function granted(more: object = {}): Promise<string> {
  const { body } = await app.open('/v1/mandates', firm, offer(more))
  await app.act(agent, `/v1/mandates/${String(body.id)}`, 'accept', {})
  return String(body.id)
}
const goods = (hs = '090111', value = '900.00') => ({
  country: 'pe',
  regime: 'export',
  elements: {},
  lines: [
    {
      'goods.commodity': hs,
      'goods.description': 'Café verde',
      'goods.quantity': { value: '100', unit: 'KGM' },
      'goods.value': { amount: value, currency: 'USD' },
    },
  ],
})
const open = (mandate: string | null, body: object, token = agent): Promise<Answer> =>
  app.call('POST', '/v1/dossiers', token, body, {
    'idempotency-key': randomUUID(),
    ...(mandate ? { 'vuce-mandate': mandate } : {}),
  })
const read = (path: string, mandate: string | null, token = agent) =>
  app.call('GET', path, token, undefined, mandate ? { 'vuce-mandate': mandate } : {})
const codes = (a: Answer): unknown[] => ((a.body.errors ?? []) as { code: string }[]).map((e) => e.code)

describe('an agent under a mandate', () => {
  it('acts for the firm, and the event says person, own organisation, mandate and on whose behalf', async () => {
    const mandate = await granted()
    const made = await open(mandate, goods())
    expect(made.status).toBe(201)
    const path = `/v1/dossiers/${String(made.body.id)}`
    const [firmOrg, agentOrg] = await Promise.all(
      [firm, agent].map(async (t) => (await app.house.directory.identify(t))?.actor),
    )
    expect((made.body.state as { owner: string }).owner).toBe(firmOrg?.org)
    const { body } = await app.call('GET', `${path}/history`, firm)
    const [event] = body.items as { actor: object }[]
    expect(event?.actor).toEqual({
      person: agentOrg?.person,
      org: agentOrg?.org,
      roles: ['titular'],
      mandate,
      onBehalfOf: firmOrg?.org,
    })
    expect((await read(path, null)).status).toBe(404)
    expect((await read(path, mandate)).status).toBe(200)
    expect(((await read('/v1/dossiers', mandate)).body.items as { id: string }[]).map((i) => i.id)).toContain(
      made.body.id,
    )
  })

  it('may do exactly what it says: another act, other goods, more value are refused, all at once, and nothing is written', async () => {
    const mandate = await granted({ hs: ['0901', '21'], acts: ['dossier.open'] })
    const no = await open(mandate, goods('300490', '90000.00'))
    expect(no.status).toBe(403)
    expect(codes(no)).toEqual(['MANDATE_SCOPE', 'MANDATE_SCOPE'])
    expect(JSON.stringify(no.body)).toContain('HS 300490')
    expect(JSON.stringify(no.body)).toContain('Agrofarma')
    expect((await open(mandate, goods('090111', '50000.00'))).status).toBe(201)
    expect((await open(mandate, goods('090111', '50000.01'))).status).toBe(403)
    const made = await open(mandate, goods())
    const path = `/v1/dossiers/${String(made.body.id)}`
    const declare = await app.call(
      'POST',
      `${path}/setElements`,
      agent,
      { elements: {} },
      {
        'idempotency-key': randomUUID(),
        'if-match': '*',
        'vuce-mandate': mandate,
      },
    )
    expect([403, 404]).toContain(declare.status)
    const euros = { ...goods(), lines: [{ ...goods().lines[0], 'goods.value': { amount: '1.00', currency: 'EUR' } }] }
    expect(codes(await open(mandate, euros))).toEqual(['MANDATE_SCOPE'])
  })

  it('sees only what it covers; the rest of the firm answers 404', async () => {
    const coffee = await granted({ hs: ['09'] })
    const own = await app.open('/v1/dossiers', firm, goods('300490'))
    const covered = await app.open('/v1/dossiers', firm, goods('090121'))
    expect((await read(`/v1/dossiers/${String(own.body.id)}`, coffee)).status).toBe(404)
    expect((await read(`/v1/dossiers/${String(own.body.id)}/history`, coffee)).status).toBe(404)
    expect((await read(`/v1/dossiers/${String(covered.body.id)}`, coffee)).status).toBe(200)
    const ids = ((await read('/v1/dossiers', coffee)).body.items as { id: string }[]).map((i) => i.id)
    expect(ids).toContain(covered.body.id)
    expect(ids).not.toContain(own.body.id)
    // Mandates, mail and the rest of the firm's life are not the agent's.
    expect((await read('/v1/mandates', coffee)).body.items).toEqual([])
  })

  it('is nobody under the mandate of another, one that does not exist, or one not accepted', async () => {
    const mandate = await granted()
    const offered = await app.open('/v1/mandates', firm, offer())
    for (const [token, id] of [
      ['demo.pe.wilder', mandate],
      [agent, randomUUID()],
      [agent, 'x'],
      [agent, String(offered.body.id)],
    ] as const)
      expect([token, id, codes(await open(id, goods(), token))]).toEqual([token, id, ['MANDATE_NOT_LIVE']])
  })
})

describe('taking it back', () => {
  it('between two clicks: the first act stands, the second is refused', async () => {
    const mandate = await granted()
    expect((await open(mandate, goods())).status).toBe(201)
    await app.act(firm, `/v1/mandates/${mandate}`, 'revoke', { text: 'Cambiamos de agente' })
    const second = await open(mandate, goods())
    expect([second.status, codes(second)]).toEqual([403, ['MANDATE_NOT_LIVE']])
    expect((await read('/v1/dossiers', mandate)).status).toBe(403)
  })

  it('at the very same moment: each act either came before, or is refused', async () => {
    const mandate = await granted()
    const acts = Array.from({ length: 12 }, () => open(mandate, goods()))
    const revoked = app.act(firm, `/v1/mandates/${mandate}`, 'revoke', { text: 'Ahora mismo' })
    const answers = await Promise.all(acts)
    await revoked
    for (const a of answers) expect([201, 403]).toContain(a.status)
    const rows = await app.asOwner<{ late: string }>(
      `SELECT count(*)::text AS late FROM cases.event e WHERE e.actor->>'mandate' = $1 AND e.position >
         (SELECT position FROM cases.event WHERE case_id = $1::uuid AND type = 'MandateRevoked')`,
      [mandate],
    )
    expect(rows).toEqual([{ late: '0' }])
    expect((await open(mandate, goods())).status).toBe(403)
  })

  it('by the agent, or by time after its last day', async () => {
    const mandate = await granted({ to: today })
    expect((await open(mandate, goods())).status).toBe(201)
    const before = app.clock.now()
    app.clock.hours(24)
    expect(codes(await open(mandate, goods()))).toEqual(['MANDATE_NOT_LIVE'])
    app.clock.set(before)
    const other = await granted()
    await app.act(agent, `/v1/mandates/${other}`, 'revoke', { text: 'Ya no trabajamos con ustedes' })
    expect((await app.call('GET', `/v1/mandates/${other}`, firm)).body.status).toBe('REVOKED')
  })
})

describe('offering', () => {
  it('names every fault at once', async () => {
    const bad = await app.call(
      'POST',
      '/v1/mandates',
      firm,
      offer({ agent: { country: 'PE', taxId: '999' }, acts: ['permit.approve', 'dossier.open'] }),
      {
        'idempotency-key': randomUUID(),
      },
    )
    expect(codes(bad)).toEqual(['UNKNOWN_AGENT', 'NOT_AN_ACT'])
    const long = await app.call('POST', '/v1/mandates', firm, offer({ to: daysAfter(app.clock.now(), 740) }), {
      'idempotency-key': randomUUID(),
    })
    expect(codes(long)).toEqual(['MANDATE_TOO_LONG'])
  })

  it('above the value, or without one, takes two people of the firm (M01-5); the agent hears of it only then', async () => {
    for (const cap of [{ amount: '100000.01', currency: 'USD' }, undefined]) {
      const { body } = await app.open('/v1/mandates', firm, offer({ valueCap: cap }))
      const path = `/v1/mandates/${String(body.id)}`
      expect(body.status).toBe('AWAITING_SECOND')
      expect((await app.call('GET', path, agent)).status).toBe(404)
      const same = await app.call(
        'POST',
        `${path}/second`,
        firm,
        {},
        { 'idempotency-key': randomUUID(), 'if-match': '*' },
      )
      expect(codes(same)).toEqual(['FOUR_EYES'])
    }
    expect(
      (await app.open('/v1/mandates', firm, offer({ valueCap: { amount: '100000.00', currency: 'USD' } }))).body.status,
    ).toBe('OFFERED')
  })

  it('is the titular’s: an operator, an officer or a stranger cannot, nor accept for the agent', async () => {
    for (const token of ['demo.pe.martin', 'demo.pe.ana'])
      expect((await app.call('POST', '/v1/mandates', token, offer(), { 'idempotency-key': randomUUID() })).status).toBe(
        403,
      )
    const { body } = await app.open('/v1/mandates', firm, offer())
    const path = `/v1/mandates/${String(body.id)}/accept`
    const give = (token: string) =>
      app.call('POST', path, token, {}, { 'idempotency-key': randomUUID(), 'if-match': '*' })
    expect((await give('demo.pe.wilder')).status).toBe(404)
    expect((await give(firm)).status).toBe(403)
    expect((await give(agent)).status).toBe(200)
  })
})

describe('a session', () => {
  it('remembers for whom one acts, until it is changed or the mandate ends', async () => {
    const mandate = await granted()
    const [elvira] = (await app.house.directory.accounts()).filter((a) => a.label === 'pe.elvira')
    const { token } = await app.house.directory.sessions.open({
      person: elvira?.person ?? '',
      account: elvira?.id ?? '',
      methods: ['demo'],
    })
    const ours = (cookie: string) => ({
      cookie: `vuce_session=${cookie}`,
      host: 'window.test',
      origin: 'http://window.test',
      'vuce-client': 'web',
    })
    const hat = (cookie: string, more: object) =>
      app.call('POST', '/v1/session/hat', null, { account: elvira?.id, ...more }, ours(cookie))
    expect(codes(await hat(token, { mandate: randomUUID() }))).toEqual(['MANDATE_NOT_LIVE'])
    const chosen = await hat(token, { mandate })
    expect(chosen.body).toMatchObject({ mandate, roles: ['titular'] })
    expect((chosen.body.mandates as { id: string }[]).map((m) => m.id)).toContain(mandate)
    const cookie = /vuce_session=([^;]+)/.exec(String(chosen.headers['set-cookie']))?.[1] ?? ''
    const made = await app.call('POST', '/v1/dossiers', null, goods(), {
      ...ours(cookie),
      'idempotency-key': randomUUID(),
    })
    const firmOrg = (await app.house.directory.identify(firm))?.actor.org
    expect((made.body.state as { owner: string }).owner).toBe(firmOrg)
    await app.act(firm, `/v1/mandates/${mandate}`, 'revoke', { text: 'Se acabó' })
    const after = await app.call('POST', '/v1/dossiers', null, goods(), {
      ...ours(cookie),
      'idempotency-key': randomUUID(),
    })
    expect(codes(after)).toEqual(['MANDATE_NOT_LIVE'])
    const back = await hat(cookie, {})
    expect(back.body.mandate).toBeNull()
  })
})
