import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moveOpenCases } from '#modules/permits'
import { verifyStore } from '#platform/cases'
import { filedOf } from '../helpers/shipments.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'

let app: TestApp
beforeAll(async () => {
  // A Monday in Montevideo, and a fortnight before the second charter of the island.
  app = await openTestApp({ now: '2026-06-15T14:00:00.000Z' })
})
afterAll(() => app?.close())

interface Permit {
  readonly status: string
  readonly number: string | null
  readonly definition: string
  readonly version: number
  readonly actions: readonly { readonly name: string }[]
  readonly state: Readonly<Record<string, unknown>>
}
const see = async (token: string, id: string): Promise<Permit> =>
  (await app.call('GET', `/v1/permits/${id}`, token)).body as unknown as Permit
const may = async (token: string, id: string): Promise<string[]> => (await see(token, id)).actions.map((a) => a.name)

describe('an entity that the firm chooses (PACK 16.10)', () => {
  const wool = async (more: object = {}, agencies?: object) => ({
    dossier: {
      country: 'uy',
      regime: 'export',
      elements: {
        exporter: { name: 'Lana Sur' },
        consignee: { name: 'Fiação do Sul Ltda' },
        agreement: 'MERCOSUR',
        'country.destination': 'BR',
        'transport.mode': '3',
        'location.loading': 'UYMVD',
        'invoice.number': 'A-1042',
        'invoice.date': '2026-06-10',
        ...more,
      },
      lines: [
        {
          'goods.commodity': '510529',
          'goods.description': 'Tops de lana peinada',
          'goods.originCriterion': 'WO',
          'goods.quantity': { value: '12000', unit: 'KGM' },
          'goods.value': { amount: '96000.00', currency: 'USD' },
        },
      ],
      answers: {},
      documents: [
        { type: 'invoice', digest: await app.upload('demo.uy.valentina', 'Factura A-1042'), name: 'factura.pdf' },
      ],
    },
    procedures: ['uy.origin-certificate'],
    ...(agencies ? { agencies } : {}),
  })
  const refused = async (body: object): Promise<unknown> => {
    const answer = await app.call('POST', '/v1/applications', 'demo.uy.valentina', body, {
      'idempotency-key': crypto.randomUUID(),
    })
    expect(answer.status).toBe(422)
    return (answer.body.errors as { code: string; pointer: string }[]).map(({ code, pointer }) => `${code} ${pointer}`)
  }

  it('is told by the sheet, and must be chosen, of the group, and where it serves', async () => {
    const sheet = await app.call('GET', '/v1/procedures/uy.origin-certificate')
    expect(sheet.body.choice).toMatchObject({
      region: 'location.loading',
      agencies: [{ agency: 'ciu' }, { agency: 'mercantil' }, { agency: 'cciasalto', regions: ['UYSTY', 'UYPDU'] }],
    })
    const id = 'uy.origin-certificate'
    expect(await refused(await wool())).toEqual([`AGENCY_NOT_CHOSEN /agencies/${id}`])
    expect(await refused(await wool({}, { [id]: 'dgsa' }))).toEqual([`AGENCY_NOT_IN_GROUP /agencies/${id}`])
    expect(await refused(await wool({}, { [id]: 'ciu', 'uy.afidi': 'dgsa' }))).toEqual([
      'PROCEDURE_NOT_FILED /agencies/uy.afidi',
    ])
    expect(await refused(await wool({}, { [id]: 'cciasalto' }))).toEqual([
      'AGENCY_OUT_OF_REGION /dossier/elements/location.loading',
    ])
  })

  it('decides, numbers and keeps it under its own name; its appeal goes to the signatory that the law names', async () => {
    const { body } = await app.open(
      '/v1/applications',
      'demo.uy.valentina',
      await wool({}, { 'uy.origin-certificate': 'mercantil' }),
    )
    const { permit } = filedOf(body)
    // A micro firm pays nothing, so the chamber has it at once.
    expect(await see('demo.uy.ines', permit)).toMatchObject({
      status: 'UNDER_EVALUATION',
      state: { agency: 'mercantil' },
    })
    expect((await app.call('GET', `/v1/permits/${permit}`, 'demo.uy.lorena')).status).toBe(404)
    const path = `/v1/permits/${permit}`
    await app.act('demo.uy.ines', path, 'propose', { outcome: 'deny', grounds: 'No consta el origen.' })
    await app.act('demo.uy.hugo', path, 'deny', {})
    await app.act('demo.uy.valentina', path, 'appeal', { text: 'Consta en la guía.' })
    expect(await may('demo.uy.hugo', permit)).toEqual([])
    expect(await may('demo.uy.cecilia', permit)).toEqual(['resolveAppeal'])
    await app.act('demo.uy.cecilia', path, 'resolveAppeal', { outcome: 'overturned' })
    expect(await see('demo.uy.valentina', permit)).toMatchObject({
      status: 'APPROVED',
      number: 'MERCANTIL-2026-000001',
    })
  })
})

describe('a version whose law binds open cases (PACK 11)', () => {
  const drum = {
    dossier: {
      country: 'demo',
      regime: 'import',
      elements: { importer: { name: 'Candil y Hermanas' }, 'date.arrival': '2026-08-20' },
      lines: [
        {
          'goods.commodity': '920600',
          'goods.description': 'Tambor de niebla',
          'goods.quantity': { value: '2', unit: 'NIU' },
        },
      ],
      answers: {},
      documents: [],
    },
    procedures: ['demo.drum-permit'],
  }
  const events = async (id: string): Promise<string[]> =>
    (await app.asOwner<{ type: string }>('SELECT type FROM cases.event WHERE case_id = $1 ORDER BY seq', [id])).map(
      (e) => e.type,
    )

  it('is the version of its day, and the other one of the day before', async () => {
    const of = async (day: string) => (await app.call('GET', `/v1/procedures/demo.drum-permit?day=${day}`)).body
    expect(await of('2026-06-30')).toMatchObject({ silence: 'positive', from: '2026-01-01', to: '2026-06-30' })
    expect(await of('2026-07-01')).toMatchObject({ silence: 'negative', binds: { open: 'CARTA-3 art. 2' } })
    expect((await app.call('GET', '/v1/procedures/demo.drum-permit?day=2026-02-30')).status).toBe(422)
    expect((await app.call('GET', '/v1/procedures/demo.drum-permit?day=2025-12-31')).status).toBe(404)
  })

  it('moves each open case once, on its day, touched or not; what was decided stays', async () => {
    app.clock.set('2026-06-29T15:00:00.000Z')
    const file = async (): Promise<string> =>
      filedOf((await app.open('/v1/applications', 'demo.demo.alba', drum)).body).permit
    const [waiting, touched, decided] = [await file(), await file(), await file()]
    await app.act('demo.demo.fabian', `/v1/permits/${decided}`, 'propose', { outcome: 'approve' })
    await app.act('demo.demo.greta', `/v1/permits/${decided}`, 'approve', {})
    app.clock.set('2026-07-01T15:00:00.000Z')
    // Whoever acts on the case acts under the new law already.
    const { version } = await see('demo.demo.fabian', touched)
    const early = await app.call(
      'POST',
      `/v1/permits/${touched}/propose`,
      'demo.demo.fabian',
      { outcome: 'approve' },
      { 'idempotency-key': crypto.randomUUID(), 'if-match': `"${version}"` },
    )
    expect((early.body.errors as { code: string }[]).map((e) => e.code)).toEqual(['TASK_OPEN'])
    const { house } = app
    expect(await moveOpenCases(house.engine, house.library, app.clock.now())).toBe(2)
    expect(await moveOpenCases(house.engine, house.library, app.clock.now())).toBe(0)
    for (const id of [waiting, touched]) {
      expect((await events(id)).slice(-2)).toEqual(['Migrated', 'OpinionAsked'])
      const seen = await see('demo.demo.alba', id)
      expect(seen.definition).toMatch(/^demo\.drum-permit@2026-07-01#/)
      expect(seen.state).toMatchObject({ procedure: 'demo.drum-permit@2026-07-01', definition: seen.definition })
      expect(await may('demo.demo.ines', id)).toContain('giveOpinion')
    }
    expect(await events(decided)).not.toContain('Migrated')
    const [moved] = await app.asOwner<{ at: string; data: { law: string; asks: string[] } }>(
      "SELECT at, data FROM cases.event WHERE case_id = $1 AND type = 'Migrated'",
      [waiting],
    )
    expect(moved?.data).toMatchObject({ law: 'CARTA-3 art. 2', asks: ['/elements/location.entry'] })
    const notices = (await app.call('GET', '/v1/notices', 'demo.demo.alba')).text
    expect(notices).toContain('CARTA-3 art. 2')
    expect((await verifyStore(house.pool, house.engine.registry)).breaches).toEqual([])
  })
})
