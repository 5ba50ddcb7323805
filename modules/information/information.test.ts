import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, toInstant, toMs } from '#kernel'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(async () => {
  expect(app.errors).toEqual([])
  await app.close()
})

const [alba, lino, mara, rosa] = ['demo.demo.alba', 'demo.demo.lino', 'demo.demo.mara', 'demo.demo.clara']
const find = async (more: Record<string, string> = {}) => {
  const query = { country: 'demo', hs: '940550', regime: 'export', destination: 'IS', ...more }
  return (await app.call('GET', `/v1/finder?${new URLSearchParams(query)}`)).body as {
    procedures: { procedure: string; sheet: { status: string; banner: string | null; changed: boolean } }[]
    start: { path: string; body: object }
  }
}
const sheetOf = async (lang = 'es') =>
  (await find({ lang })).procedures.find((p) => p.procedure === 'demo.light-certificate')?.sheet
const refused = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'accepted',
    (e: unknown) => String(e),
  )

describe('a sheet', () => {
  it('is confirmed by its agency and by two people, published, due for review after 180 days, and then says that it is stale', async () => {
    expect(await sheetOf()).toMatchObject({ status: 'none', banner: 'El organismo todavía no confirmó esta ficha.' })
    const draft = { procedure: 'demo.light-certificate' }
    expect(await refused(app.open('/v1/sheets', rosa, { procedure: 'demo.fog-permit' }))).toContain('404')
    const path = `/v1/sheets/${String((await app.open('/v1/sheets', lino, draft)).body.id)}`
    expect(await refused(app.open('/v1/sheets', lino, draft))).toContain('SHEET_EXISTS')
    expect(await refused(app.act(lino, path, 'confirmSheet', {}))).toContain('403')
    await app.act(mara, path, 'confirmSheet', {})
    expect(await sheetOf()).toMatchObject({ status: 'PUBLISHED', changed: false, banner: null })
    const events = (await app.call('GET', `${path}/history`, mara)).body.items as { type: string }[]
    expect(events.map((e) => e.type)).toEqual(['SheetDrafted', 'SheetConfirmed', 'SheetPublished'])

    const start = app.clock.now()
    const tick = () => app.house.engine.tick(path.split('/').at(-1) ?? '', 'sheet', null)
    app.clock.hours(24 * 182)
    await tick()
    expect(await sheetOf('en')).toMatchObject({
      status: 'REVIEW_DUE',
      banner: 'The agency is due to review this sheet.',
    })
    app.clock.hours(24 * 10)
    await tick()
    expect(await sheetOf()).toMatchObject({ status: 'STALE', banner: expect.stringMatching(/desde hace 19[12] días/) })
    await app.act(mara, path, 'confirmSheet', {})
    expect(await sheetOf()).toMatchObject({ status: 'PUBLISHED', banner: null })
    app.clock.set(start)
  })

  it('whose rules changed since says so: what is enforced is what is told', async () => {
    await app.asOwner(`UPDATE information.sheet SET digest = repeat('0', 64)`)
    expect(await sheetOf()).toMatchObject({ changed: true, banner: expect.stringContaining('La norma cambió') })
  })
})

describe('a subscription', () => {
  const mail = async (): Promise<string[]> =>
    ((await app.call('GET', '/v1/notices', alba)).body.items as { words: { es: { happened: string } } }[])
      .map((n) => n.words.es.happened)
      .filter((text) => text.includes('Cambió una regla'))

  it('tells what changed when the answer changed, once, and says nothing when it did not', async () => {
    const question = {
      country: 'demo',
      hs: '940550',
      regime: 'export',
      destination: 'IS',
      'goods.quantity': '24 NIU',
      'goods.value': '3000.00 XTS',
    }
    const path = `/v1/alerts/${String((await app.open('/v1/alerts', alba, { question })).body.id)}`
    await app.open('/v1/alerts', alba, { question: { country: 'demo', hs: '940550', regime: 'transit' } })
    await app.house.followUp()
    expect(await mail()).toEqual([])

    const today = app.clock.now().slice(0, 10)
    const entry = {
      catalogue: 'demo.unit-values',
      code: 'VELA',
      names: { es: 'Vela' },
      value: { amount: '40.00', currency: 'XTS' },
      law: { norm: 'CARTA-9' },
      from: addDays(today, 3),
      burdens: false,
    }
    const opened = await app.open('/v1/catalogue-entries', 'demo.window.steward', entry)
    await app.act('demo.window.steward2', `/v1/catalogue-entries/${String(opened.body.id)}`, 'approveEntry', {})
    await app.house.followUp()
    // Announced, it does not hold yet: the answer of today is the same.
    expect(await mail()).toEqual([])
    app.clock.set(toInstant(toMs(app.clock.now()) + 3 * 86_400_000))
    await app.house.followUp()
    await app.house.followUp()
    expect(await mail()).toEqual([expect.stringContaining('la tasa es ahora 235.00 XTS')])
    const { state } = (await app.call('GET', path, alba)).body as { state: { sent: number } }
    expect(state.sent).toBe(1)
    expect((await app.call('GET', path, 'demo.demo.bruno')).status).toBe(404)

    await app.act(alba, path, 'unsubscribe', {})
    expect(await app.asOwner('SELECT count(*)::int AS n FROM information.alert')).toEqual([{ n: 1 }])
  })

  it('of a question that is none is refused with every fault of it', async () => {
    const question = { country: 'zz', hs: 'coffee' }
    const { status, body } = await app.call(
      'POST',
      '/v1/alerts',
      alba,
      { question },
      { 'idempotency-key': crypto.randomUUID() },
    )
    expect([status, (body.errors as { pointer: string }[]).map((e) => e.pointer).sort()]).toEqual([
      422,
      ['/question/country', '/question/hs'],
    ])
  })
})

describe('an enquiry', () => {
  it('is answered within five business days of the agency, and its clock says when it was not', async () => {
    const asked = {
      agency: 'demo.faro',
      text: '¿Un farol sin mecha necesita certificado?',
      procedure: 'demo.light-certificate',
    }
    const path = `/v1/enquiries/${String((await app.open('/v1/enquiries', alba, asked)).body.id)}`
    const stateOf = async () =>
      (await app.call('GET', path, alba)).body.state as {
        due: string
        overdue: boolean
        status: string
        answer: object
      }
    const { due } = await stateOf()
    app.clock.set(toInstant(toMs(due) + 60_000))
    await app.house.engine.tick(path.split('/').at(-1) ?? '', 'enquiry', null)
    expect(await stateOf()).toMatchObject({ status: 'ASKED', overdue: true })
    expect(await refused(app.act(rosa, path, 'answerEnquiry', { text: 'no' }))).toContain('404')
    await app.act(lino, path, 'answerEnquiry', { text: 'No: sin mecha no es farol.', law: 'CARTA-1 art. 12' })
    expect(await stateOf()).toMatchObject({ status: 'ANSWERED', answer: { law: 'CARTA-1 art. 12' } })
    const { items } = (await app.call('GET', '/v1/notices', alba)).body as {
      items: { words: { es: { happened: string } } }[]
    }
    expect(items[0]?.words.es.happened).toContain('sin mecha no es farol')
    const wrong = { ...asked, agency: 'demo.nadie', procedure: 'demo.nothing' }
    expect(await refused(app.open('/v1/enquiries', alba, wrong))).toMatch(/\/agency[\s\S]*\/procedure/)
  })
})

describe('a plan', () => {
  it('is saved as a dossier with what the answer carries', async () => {
    const { start } = await find({ 'goods.quantity': '24 NIU' })
    const { body } = await app.open(start.path, alba, start.body)
    expect(body.state).toMatchObject({
      country: 'demo',
      regime: 'export',
      elements: { 'country.destination': 'IS' },
      lines: [{ 'goods.commodity': '940550', 'goods.quantity': { value: '24', unit: 'NIU' } }],
    })
  })
})
