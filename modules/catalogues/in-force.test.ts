import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, type PermitState } from '#kernel'
import { openHouse, type House } from '../../server/house.ts'
import { daysAfter, openTestApp, type TestApp } from '../../test/helpers/house.ts'

let app: TestApp
let today: string
beforeAll(async () => {
  app = await openTestApp()
  today = app.clock.now().slice(0, 10)
})
afterAll(() => app?.close())

const [steward, second, alba] = ['demo.window.steward', 'demo.window.steward2', 'demo.demo.alba']
/** Filed by the first test, and open since. */
const LANTERNS = 2
const law = { norm: 'DECRETO-7', article: '1' }

const propose = async (entry: object, headers: Record<string, string> = {}): Promise<string> => {
  const body = { names: { es: 'x' }, law, burdens: false, from: today, ...entry }
  const opened = await app.open('/v1/catalogue-entries', steward, body, headers)
  return `/v1/catalogue-entries/${String(opened.body.id)}`
}
const approve = async (entry: object, headers: Record<string, string> = {}): Promise<string> => {
  const path = await propose(entry, headers)
  await app.act(second, path, 'approveEntry', {}, headers)
  return path
}

/** Lanterns out of the island: one certificate, paid in the island's unit of account, unless they go to a museum. */
const lanterns = async (more: { use?: string; melody?: string; departure?: string } = {}) => ({
  country: 'demo',
  regime: 'export',
  elements: {
    exporter: { name: 'Talleres La Mecha', id: 'XD-1001', country: 'XD' },
    producer: { name: 'Talleres La Mecha' },
    'country.destination': 'IS',
    'date.departure': more.departure ?? daysAfter(app.clock.now(), 30),
  },
  lines: [
    {
      'goods.commodity': '940550',
      'goods.description': 'Faroles de cobre',
      'goods.use': more.use ?? 'lighthouse',
      'goods.quantity': { value: '24', unit: 'NIU' },
      'goods.value': { amount: '3000.00', currency: 'XTS' },
    },
  ],
  answers: { 'demo.light-certificate': { lines: [{ melody: more.melody ?? 'lullaby' }] } },
  documents: [{ type: 'wick-sheet', name: 'wick.pdf', digest: await app.upload(alba, 'wick') }],
})

/** Lanterns into the island from a country whose songs are known: fog and tide, each waiting for its office from the first moment. */
const arriving = () => ({
  country: 'demo',
  regime: 'import',
  elements: {
    importer: { name: 'Talleres La Mecha', id: 'XD-1001', country: 'XD' },
    'country.origin': 'UY',
    'date.arrival': daysAfter(app.clock.now(), 20),
    'location.entry': 'XDFAR',
  },
  lines: [{ 'goods.commodity': '940550', 'goods.description': 'f', 'goods.quantity': { value: '10', unit: 'NIU' } }],
  answers: { 'demo.fog-permit': { elements: { 'lamp-keeper': 'Alba Candela' } } },
})

const stateOf = async (id: string): Promise<PermitState> =>
  (await app.asOwner<{ state: PermitState }>('SELECT state FROM cases."case" WHERE id = $1', [id]))[0]
    ?.state as PermitState

const codesOf = (body: Record<string, unknown>): string[] =>
  ((body.errors ?? []) as { code: string }[]).map((e) => e.code)

describe('a code of a list', () => {
  it('is taken from the day it was approved for, and refused from the day it was withdrawn', async () => {
    const file = async (melody: string) =>
      codesOf(
        (
          await app.call(
            'POST',
            '/v1/applications',
            alba,
            { dossier: await lanterns({ use: 'museum', melody }) },
            {
              'idempotency-key': crypto.randomUUID(),
            },
          )
        ).body,
      )
    expect(await file('polka')).toContain('NOT_IN_LIST')
    await approve({ catalogue: 'demo.codes', code: 'melodies.polka', names: { es: 'Polca' }, from: today })
    expect(await file('polka')).toEqual([])
    await approve({ catalogue: 'demo.codes', code: 'melodies.march', value: { withdrawn: 'yes' }, from: today })
    expect(await file('march')).toContain('NOT_IN_LIST')
    expect(await file('hum')).toEqual([])
  })
})

describe('a line of the national tariff', () => {
  it('is what is paid, from its day, over the wider rate of the pack', async () => {
    const rate = async (hs: string) =>
      ((await app.call('GET', `/v1/tariff?country=demo&hs=${hs}`)).body.mfn as { rate: string; law: string } | null) ??
      null
    const before = await rate('9405500010')
    await approve({
      catalogue: 'demo.tariff',
      code: '9405500010',
      names: { es: 'Faroles de cobre' },
      value: { duty: '3.5' },
      from: today,
    })
    expect(await rate('9405500010')).toMatchObject({ rate: '3.5', law: 'DECRETO-7 art. 1' })
    expect(await rate('9405500090')).toEqual(before)
  })
})

describe('a unit of account', () => {
  it('has the value that was approved, from its day, on every node', async () => {
    const pack = () => app.house.library.packs.get('demo')
    const valueOn = (day: string, house: House = app.house) =>
      house.library.packs.get('demo')?.units.findLast((u) => u.unit === 'VELA' && u.from <= day)?.value.amount
    const before = pack()
    const other = await openHouse(
      app.house.config,
      { owner: app.database.connection, app: (app.house.pool as unknown as { options: object }).options },
      { info: () => undefined, warn: () => undefined, error: () => undefined },
      app.clock,
    )
    try {
      await approve({
        catalogue: 'demo.unit-values',
        code: 'VELA',
        value: { amount: '20.00', currency: 'XTS' },
        from: addDays(today, 1),
      })
      expect(pack()?.requirements).toBe(before?.requirements)
      await app.house.library.packsIn(null)
      expect([valueOn(today), valueOn(addDays(today, 1))]).toEqual(['12.75', '20.00'])
      await expect
        .poll(async () => {
          await other.library.packsIn(null)
          return valueOn(addDays(today, 1), other)
        })
        .toBe('20.00')
    } finally {
      await other.close()
    }
  })
})

describe('a day of rest decreed while clocks run (M05-4)', () => {
  it('moves each of 500 open periods, with an event that says why; a dry run had named them', async () => {
    const permits: string[] = []
    for (let i = 0; i < 250; i++) {
      const filed = await app.open('/v1/applications', alba, { dossier: arriving() })
      permits.push(...(filed.body.permits as { id: string }[]).map((p) => p.id))
    }
    expect(permits).toHaveLength(500)
    const first = permits[0] ?? ''
    await app.act('demo.demo.fabian', `/v1/permits/${first}`, 'admit', {})
    const was = await Promise.all(permits.slice(0, 2).map(stateOf))
    // Filed on a Monday: admission is due on Tuesday, the decision on Saturday. Wednesday is a day of rest already.
    const tuesday = addDays(today, 1)
    expect([was[1]?.period?.due.slice(0, 10), was[0]?.clock?.due?.slice(0, 10)]).toEqual([tuesday, addDays(today, 5)])

    const path = await propose({ catalogue: 'demo.holidays', code: tuesday, from: tuesday, to: tuesday })
    const impact = await app.call('GET', `${path}/impact`, steward)
    expect(impact.body).toMatchObject({ permits: 500 + LANTERNS, dossiers: 0 })
    await app.act(second, path, 'approveEntry', {})
    await Promise.all([app.house.followUp(), app.house.followUp()])

    const now = await Promise.all(permits.map(stateOf))
    expect(now[0]?.clock).toMatchObject({ due: expect.stringContaining(addDays(today, 6)) })
    expect(new Set(now.slice(1).map((s) => s.period?.due.slice(0, 10)))).toEqual(new Set([addDays(today, 3)]))
    const { items } = (await app.call('GET', `/v1/permits/${first}/history`, alba)).body as {
      items: { type: string; data: object }[]
    }
    expect(items.filter((e) => e.type === 'ClockRecomputed')).toMatchObject([
      { data: { because: { catalogue: 'demo.holidays', codes: [tuesday], norm: 'DECRETO-7' } } },
    ])
    const [done] = await app.asOwner<{ changed: number; done_at: string | null }>(
      'SELECT changed, done_at FROM catalogues.follow_up',
    )
    expect([done?.changed, done?.done_at === null]).toEqual([500 + LANTERNS, false])

    // Nobody is asked to act by the old day, and the desk's own list says the new one.
    const [task] = await app.asOwner<{ due: string }>('SELECT due::text FROM cases.task WHERE case_id = $1 LIMIT 1', [
      permits[1],
    ])
    expect(task?.due.slice(0, 10)).toBe(addDays(today, 3))
    app.clock.hours(36)
    await app.house.engine.tick(permits[1] ?? '', 'permit', null)
    expect((await stateOf(permits[1] ?? '')).period?.name).toBe('admit')
  }, 300_000)
})

describe('a sandbox', () => {
  it('enforces the real catalogues and its own over them, on its own clock', async () => {
    const world = { now: '2031-03-03T15:00:00.000Z', permits: { 'demo.lamp-registration': 'granted' } }
    const sandbox = String((await app.call('POST', '/v1/sandboxes', steward, world)).body.id)
    const there = { 'vuce-sandbox': sandbox }
    const fee = async (): Promise<unknown> => {
      const dossier = await lanterns({ departure: '2031-04-10' })
      const { body } = await app.open('/v1/applications', alba, { dossier }, there)
      const [permit] = body.permits as { id: string }[]
      const { fee: quoted } = await stateOf(permit?.id ?? '')
      return [quoted?.total.amount, quoted?.units[0]?.law]
    }
    expect(await fee()).toEqual(['125.00', 'DECRETO-7 art. 1'])
    const value = { amount: '31.00', currency: 'XTS' }
    await approve({ catalogue: 'demo.unit-values', code: 'VELA', value, from: '2031-03-04' }, there)
    expect(await fee()).toEqual(['125.00', 'DECRETO-7 art. 1'])
    await app.call('POST', `/v1/sandboxes/${sandbox}/advance`, steward, { to: '2031-03-04T15:00:00.000Z' })
    expect(await fee()).toEqual(['185.50', 'DECRETO-7 art. 1'])
    const real = app.house.library.packs.get('demo')?.units.at(-1)?.value.amount
    expect(real).toBe('20.00')
  })
})
