import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeclarationState } from '#modules/declarations'
import { openCustomsApp, type CustomsApp } from '../helpers/customs.ts'

let app: CustomsApp
beforeAll(async () => {
  app = await openCustomsApp()
})
afterAll(async () => app?.close())
beforeEach(() => app.fault('none'))

const valentina = 'demo.uy.valentina'
const jorge = 'demo.uy.aduana1'

const shipment = (more: Record<string, unknown> = {}) => ({
  country: 'uy',
  regime: 'export',
  elements: {
    consignee: { name: 'Lanas del Mar SL', country: 'ES' },
    'country.destination': 'ES',
    'customs.office': 'UYMVD',
    incoterm: 'FOB',
    'transport.mode': '4',
    'invoice.total': { amount: '4650.00', currency: 'USD' },
    freight: { amount: '120.00', currency: 'USD' },
    'weight.gross': { value: '23', unit: 'KGM' },
    'packages.count': '3',
    ...more,
  },
  lines: [
    {
      'goods.commodity': '611710',
      'goods.description': 'Bufandas de lana merino, de punto',
      'goods.quantity': { value: '100', unit: 'NIU' },
      'goods.value': { amount: '4650.00', currency: 'USD' },
      'goods.netWeight': { value: '20', unit: 'KGM' },
      'goods.grossWeight': { value: '23', unit: 'KGM' },
    },
  ],
})

const open = async (more = {}): Promise<string> =>
  String((await app.open('/v1/dossiers', valentina, shipment(more))).body.id)
async function prepared(more = {}): Promise<string> {
  const dossier = await open(more)
  return `/v1/declarations/${String((await app.open('/v1/declarations', valentina, { dossier })).body.id)}`
}
const refusalsOf = (body: Record<string, unknown>): string[] =>
  (body.errors as { code: string; pointer: string }[]).map((e) => `${e.code} ${e.pointer}`)
const eventsOf = async (path: string): Promise<string[]> =>
  ((await app.call('GET', `${path}/history?limit=200`, valentina)).body.items as { type: string }[]).map((e) => e.type)
const is =
  (...statuses: string[]) =>
  (s: DeclarationState): boolean =>
    statuses.includes(s.status)

describe('a declaration', () => {
  it('is built from the dossier, accepted, given a channel, released and regularised by customs’ own system', async () => {
    const path = await prepared()
    const { state } = (await app.call('GET', path, valentina)).body as { state: DeclarationState }
    expect(state.content?.values.fob.amount).toEqual({ amount: '4650.00', currency: 'USD' })
    expect(state.content?.values.cif.amount).toEqual({ amount: '4770.00', currency: 'USD' })
    expect(state.content?.reuse.typed).toBe(0)
    await app.act(valentina, path, 'send', {})
    const accepted = await app.until(path, valentina, (s: DeclarationState) => s.channel !== null)
    expect(accepted.mrn).toMatch(/^\d{2}UY[0-9A-F]{14}$/)
    // Chance may have drawn it: customs then looks, and says what it found.
    if (accepted.channel !== 'green') {
      const [row] = await app.asOwner<{ id: string }>(
        `SELECT id FROM cases."case" WHERE type = 'assignment' ORDER BY id DESC LIMIT 1`,
      )
      await app.act(jorge, `/v1/assignments/${row?.id}`, 'recordResult', { result: 'conform' })
    }
    await app.until(path, valentina, is('RELEASED'))
    await app.border(String(accepted.mrn), 'exit')
    await app.until(path, valentina, is('EXIT_CONFIRMED'))
    await app.act(valentina, path, 'regularise', { elements: { 'weight.gross': { value: '23.1', unit: 'KGM' } } })
    const done = await app.until(path, valentina, is('REGULARISED'))
    expect((done as unknown as DeclarationState).content?.gross).toEqual({ value: '23.1', unit: 'KGM' })
    await app.act(valentina, path, 'close', {})
    expect(await eventsOf(path)).toEqual(
      expect.arrayContaining([
        'DeclarationSent',
        'DeclarationAccepted',
        'DeclarationReleased',
        'ExitConfirmed',
        'DeclarationClosed',
      ]),
    )
  })

  it('says everything that is missing or does not agree at once, where it belongs in the dossier', async () => {
    const { elements, ...rest } = shipment()
    const { incoterm: _, ...less } = elements
    const dossier = String(
      (
        await app.open('/v1/dossiers', valentina, {
          ...rest,
          elements: { ...less, 'invoice.total': { amount: '4600.00', currency: 'USD' } },
        })
      ).body.id,
    )
    const { status, body } = await app.call(
      'POST',
      '/v1/declarations',
      valentina,
      { dossier },
      { 'idempotency-key': randomUUID() },
    )
    expect(status).toBe(422)
    expect(refusalsOf(body).sort()).toEqual([
      'DECLARATION_LACKS /dossier/elements/incoterm',
      'INVOICE_TOTAL_MISMATCH /dossier/elements/invoice.total',
    ])
  })

  it('that customs rejects names the datum that caused it, and is sent again after it is corrected', async () => {
    await app.fault('reject')
    const path = await prepared()
    await app.act(valentina, path, 'send', {})
    const rejected = (await app.until(path, valentina, is('REJECTED'))) as unknown as DeclarationState
    expect(rejected.errors).toMatchObject([{ code: 'CDS12056', element: 'goods.netWeight', line: 0 }])
    await app.fault('none')
    await app.act(valentina, path, 'refresh', {})
    await app.act(valentina, path, 'send', {})
    await app.until(path, valentina, (s: DeclarationState) => s.mrn !== null)
  })

  it('is not declared twice by a lost acknowledgement, nor changed by an answer that comes twice', async () => {
    await app.fault('lost')
    const path = await prepared()
    await app.act(valentina, path, 'send', {})
    await app.customs.carrier.run()
    await app.fault('duplicate')
    app.clock.hours(0.1)
    const s = (await app.until(path, valentina, (x: DeclarationState) => x.mrn !== null)) as unknown as DeclarationState
    const sent = (await app.messages()).filter((m) => m.mrn === s.mrn && m.kind === 'declaration')
    expect(sent.map((m) => m.times)).toEqual([1])
    expect((await eventsOf(path)).filter((t) => t === 'DeclarationAccepted')).toHaveLength(1)
  })

  it('tells since when customs does not answer, after a quarter of an hour, and goes on when it does', async () => {
    await app.fault('silent')
    const path = await prepared()
    await app.act(valentina, path, 'send', {})
    await app.customs.carrier.run()
    app.clock.hours(0.26)
    await app.house.engine.tick(path.slice(-36), 'declaration', null)
    const { state } = (await app.call('GET', path, valentina)).body as { state: DeclarationState }
    expect(state).toMatchObject({ status: 'SENT', awaiting: { about: 'declaration', silent: true } })
    const { body } = await app.call('GET', '/v1/notices', valentina)
    expect(JSON.stringify(body)).toContain('La aduana no responde desde las')
    expect(await eventsOf(path)).toContain('CustomsSilent')
  })

  it('is another firm’s business as little as any case, and needs a role to be signed', async () => {
    const path = await prepared()
    expect((await app.call('GET', path, 'demo.uy.gonzalo')).status).toBe(404)
    const seen = await app.call('GET', path, jorge)
    expect(seen.status).toBe(200)
    const { status } = await app.call(
      'POST',
      `${path}/send`,
      jorge,
      {},
      {
        'idempotency-key': randomUUID(),
        'if-match': `"${String(seen.body.version)}"`,
      },
    )
    expect(status).toBe(403)
  })
})

describe('the channel', () => {
  it('is drawn by a key whose hash is public, and a draw that was changed is found', async () => {
    const { verifyDraws } = await import('#modules/risk')
    const before = await verifyDraws(app.house.pool)
    expect(before.draws).toBeGreaterThan(0)
    expect(before.breaches).toEqual([])
    const { body } = await app.call('GET', '/v1/risk/days?country=uy')
    const [, today] = body.items as { day: string; hash: string; key: string | null }[]
    expect(today).toMatchObject({ key: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
    // Ten at night in Montevideo: the day is over in London, and not where its key still draws.
    app.clock.hours(10)
    const late = (await app.call('GET', '/v1/risk/days?country=uy')).body.items as { day: string; key: string | null }[]
    expect(app.clock.now().slice(0, 10) > String(today?.day)).toBe(true)
    expect(late.find((d) => d.day === today?.day)).toMatchObject({ key: null })
    await app.asOwner(
      `UPDATE cases.event SET data = jsonb_set(data::jsonb, '{value}', '9999')::json WHERE type = 'RandomDrawn' AND ctid = (SELECT max(ctid) FROM cases.event WHERE type = 'RandomDrawn')`,
    )
    const [changed, ...others] = (await verifyDraws(app.house.pool)).breaches
    expect(others).toEqual([])
    // Drawn to yellow and let through all the same: chance is never answered with less.
    const drawn = { value: 300, channel: 'yellow', given: true }
    const tamper = (type: string, data: object): Promise<unknown> =>
      app.asOwner(`UPDATE cases.event SET data = (data::jsonb || $3::jsonb)::json WHERE case_id = $1 AND type = $2`, [
        changed?.assignment,
        type,
        JSON.stringify(data),
      ])
    await tamper('RandomDrawn', drawn)
    await tamper('ChannelAssigned', { channel: 'green' })
    expect((await verifyDraws(app.house.pool)).breaches).toMatchObject([
      { assignment: changed?.assignment, reason: 'channel' },
    ])
  })

  it('tells the firm what to do, and never the score', async () => {
    const path = await prepared()
    await app.act(valentina, path, 'send', {})
    await app.until(path, valentina, (s: DeclarationState) => s.channel !== null)
    const history = await app.call('GET', `${path}/history?limit=200`, valentina)
    expect(history.text).not.toContain('score')
    const [row] = await app.asOwner<{ id: string }>(
      `SELECT id FROM cases."case" WHERE type = 'assignment' ORDER BY id DESC LIMIT 1`,
    )
    expect((await app.call('GET', `/v1/assignments/${row?.id}`, valentina)).status).toBe(404)
    const customs = await app.call('GET', `/v1/assignments/${row?.id}`, jorge)
    expect(customs.body.state).toMatchObject({
      score: expect.any(String) as string,
      drawn: { chances: { red: 200, yellow: 300 } },
    })
  })
})
