import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toInstant, toMs } from '#kernel'
import { daysAfter, openTestApp, type TestApp } from '../helpers/house.ts'
import { filedOf } from '../helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const firm = 'demo.cl.ignacia'
const [evaluator, approver, customs] = ['demo.cl.antonia', 'demo.cl.bruno', 'demo.cl.aduana1']

/** A refrigerant that one agency licenses, and that comes in by one customs office. */
const refrigerant = async (now: string) => ({
  country: 'cl',
  regime: 'import',
  elements: {
    manufacturer: { name: 'Zhejiang Refrigerants Co.', country: 'CN' },
    'country.origin': 'CN',
    'country.shipment': 'CN',
    'customs.office': '39',
    'date.arrival': daysAfter(now, 30),
  },
  lines: [
    {
      'goods.commodity': '290371',
      'goods.tradeName': 'R-22',
      'goods.cas': '75-45-6',
      'goods.use': 'refrigeration',
      'goods.presentation': 'Cilindros de 13.6 kg',
      'goods.quantity': { value: '6800', unit: 'KGM' },
    },
  ],
  answers: { 'cl.ozone-import': { lines: [{ 'substance-state': 'new' }] } },
  documents: await Promise.all(
    ['invoice', 'sds'].map(async (type) => ({ type, name: `${type}.pdf`, digest: await app.upload(firm, type) })),
  ),
})

describe('an import, from the licence to the archive', () => {
  it('comes in with the first draw on its licence, is settled and closed, and is put away a year later', async () => {
    const sandbox = (await app.open('/v1/sandboxes', firm, { now: app.clock.now() })).body as {
      id: string
      now: string
    }
    const headers = { 'vuce-sandbox': sandbox.id }
    const filing = await app.open(
      '/v1/applications',
      firm,
      { dossier: await refrigerant(sandbox.now), procedures: ['cl.ozone-import'] },
      headers,
    )
    const filed = filedOf(filing.body)
    const dossier = `/v1/dossiers/${(filing.body.state as { dossier: string }).dossier}`
    const statusOf = async (path: string, token: string): Promise<string> =>
      ((await app.call('GET', path, token, undefined, headers)).body.state as { status: string }).status
    const permit = `/v1/permits/${filed.permit}`
    await app.pay(filed.order)
    await app.act(evaluator, permit, 'admit', {}, headers)
    await app.act(evaluator, permit, 'propose', { outcome: 'approve' }, headers)
    await app.act(approver, permit, 'approve', {}, headers)
    expect(await statusOf(dossier, firm)).toBe('READY_TO_SHIP')

    const draw = (value: string) => ({
      lines: [{ line: 0, quantity: { value, unit: 'KGM' } }],
      reference: 'DIN-39-000071',
    })
    await app.act(customs, permit, 'draw', draw('1000'), headers)
    expect(await statusOf(dossier, firm)).toBe('IMPORTED')
    await app.act(customs, permit, 'draw', draw('500'), headers)
    expect(await statusOf(dossier, firm)).toBe('IMPORTED')
    const { body } = await app.call('GET', `${dossier}/history`, firm, undefined, headers)
    const exits = (body.items as { type: string; data: { declaration?: string } }[]).filter(
      (e) => e.type === 'ExitRecorded',
    )
    expect(exits.map((e) => e.data.declaration)).toEqual(['DIN-39-000071'])

    await app.act(firm, dossier, 'settle', {}, headers)
    await app.act(firm, dossier, 'close', {}, headers)
    const advance = (days: number) =>
      app.call('POST', `/v1/sandboxes/${sandbox.id}/advance`, firm, {
        to: toInstant(toMs(sandbox.now) + days * 86_400_000),
      })
    expect((await advance(364)).status).toBe(200)
    expect(await statusOf(dossier, firm)).toBe('CLOSED')
    expect((await advance(367)).status).toBe(200)
    expect(await statusOf(dossier, firm)).toBe('ARCHIVED')
  })

  it('a file cut off on the way or locked is told when it is sent, not when an officer opens it', async () => {
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n')
    const send = (bytes: Buffer) => app.call('POST', '/v1/files', firm, bytes, { 'content-type': 'application/pdf' })
    expect((await send(pdf)).body).toMatchObject({ status: 422, code: 'FILE_CUT_OFF' })
    const locked = Buffer.concat([pdf, Buffer.from('trailer << /Encrypt 5 0 R >>\nstartxref\n9\n%%EOF\n')])
    expect((await send(locked)).body).toMatchObject({ status: 422, code: 'FILE_LOCKED' })
  })
})

describe('what waits for a permit of a firm that mandated the applicant (PACK 16.12)', () => {
  it('goes on when that firm gets it, and says whose it was', async () => {
    const [principal, agent] = ['demo.cr.marcela', 'demo.cr.josue']
    const [principalOrg, agentOrg] = await Promise.all(
      [principal, agent].map(async (t) => (await app.house.directory.identify(t))?.actor.org ?? ''),
    )
    const taxId = (await app.house.directory.getOrganisation(agentOrg ?? '')).taxId ?? ''
    const now = app.clock.now()
    const offered = await app.open('/v1/mandates', principal, {
      agent: { country: 'CR', taxId },
      acts: ['dossier.open'],
      valueCap: { amount: '50000.00', currency: 'USD' },
      from: now.slice(0, 10),
      to: daysAfter(now, 300),
    })
    await app.act(agent, `/v1/mandates/${String(offered.body.id)}`, 'accept', {})
    const fruit = {
      country: 'cr',
      regime: 'export',
      elements: {
        consignee: { name: 'Obsthof Nordmark GmbH', country: 'DE' },
        'country.destination': 'DE',
        'location.entry': 'DEHAM',
        'transport.mode': '1',
        'date.departure': daysAfter(now, 10),
      },
      lines: [
        {
          'goods.commodity': '080430',
          'goods.description': 'Piña fresca',
          'goods.botanicalName': 'Ananas comosus',
          'goods.state': 'fresh',
          'goods.packages': '1500',
          'goods.quantity': { value: '18', unit: 'TNE' },
        },
      ],
      answers: { 'cr.export-phyto': { elements: { treatment: 'none' } } },
      documents: [],
    }
    const waiting = filedOf(
      (await app.open('/v1/applications', agent, { dossier: fruit, procedures: ['cr.export-phyto'] })).body,
    )
    const read = async () =>
      (await app.call('GET', `/v1/permits/${waiting.permit}`, agent)).body.state as {
        status: string
        mandates?: Record<string, string>
      }
    expect((await read()).status).toBe('WAITING')
    const answered = await app.call('GET', `/v1/applications/${waiting.application}`, agent)
    expect(answered.body.road).toMatchObject({ path: [waiting.permit], steps: [{ of: 'published', after: [] }] })

    const registered = filedOf((await app.open('/v1/applications', principal, registration())).body)
    const other = `/v1/permits/${registered.permit}`
    const { body } = await app.call('GET', other, principal)
    if ((body.state as { status: string }).status !== 'APPROVED') {
      await app.act('demo.cr.karla', other, 'propose', { outcome: 'approve' })
      await app.act('demo.cr.minor', other, 'approve', {})
    }
    const after = await read()
    expect(after.status).toBe('AWAITING_PAYMENT')
    expect(after.mandates).toEqual({ 'cr.exporter-registration': principalOrg })
  })
})

/** The exporter's number of Costa Rica, with what its form asks. */
const registration = () => ({
  dossier: {
    country: 'cr',
    regime: 'enterprise',
    elements: {
      exporter: { name: 'Salsas del Cerro SA', id: '3-101-845127', country: 'CR' },
      'enterprise.activity': 'food',
      'enterprise.canton': '119',
      'enterprise.employees': '6',
    },
    lines: [{ 'goods.commodity': '210390', 'goods.description': 'Salsa de chile' }],
    answers: { 'cr.exporter-registration': { elements: { consent: true } } },
    documents: [],
  },
  procedures: ['cr.exporter-registration'],
})
