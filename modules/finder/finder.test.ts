import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openTestApp, type Answer, type TestApp } from '../../test/helpers/house.ts'
import { fileAcid, people } from '../../test/helpers/shipments.ts'
import type { FinderAnswer } from './index.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(async () => {
  expect(app.errors).toEqual([])
  await app.close()
})

const call = (query: Record<string, string>): Promise<Answer> =>
  app.call('GET', `/v1/finder?${new URLSearchParams(query)}`)
async function find(query: Record<string, string>): Promise<FinderAnswer> {
  const answer = await call({ country: 'pe', ...query })
  expect([answer.status, answer.text.slice(0, 400)]).toEqual([200, expect.any(String)])
  return answer.body as unknown as FinderAnswer
}
const procedures = (a: FinderAnswer): string[] => a.procedures.map((p) => p.procedure)

describe('GET /v1/finder', () => {
  it('tells a coffee exporter what is needed, why, by when, for how much', async () => {
    const answer = await find({ hs: '090111', regime: 'export', destination: 'DE' })
    expect(answer.status).toBe('needed')
    expect(procedures(answer)).toEqual(['pe.export-phyto'])
    const [phyto] = answer.procedures
    expect(phyto).toMatchObject({
      title: 'Certificado fitosanitario de exportación',
      code: 'SNS022',
      agency: { id: 'pe.senasa', name: 'SENASA' },
      law: { cite: 'DS-032-2003-AG art. 89', title: 'Reglamento de Cuarentena Vegetal' },
      fee: { amount: { amount: '41.60', currency: 'PEN' }, lines: [{ text: '41.60 PEN', law: 'DL-1059 art. 20' }] },
      times: { decision: { period: '3 bd', text: '3 días hábiles' }, measured: null },
      why: [{ at: 'pe/requirements.csv:2', effect: 'require' }],
    })
    const asked = (phyto?.data as { element: string }[] | undefined)?.map((d) => d.element)
    expect(asked).toContain('goods.botanicalName')
    expect((phyto?.documents as { when: string | null }[] | undefined)?.[0]?.when).toContain(
      'Tratamiento cuarentenario es',
    )
    expect(answer.questions).toEqual([])
  })

  it('asks where roasted coffee goes, because China changes the answer, and nothing else', async () => {
    const before = await find({ hs: '090121', regime: 'export' })
    expect(before.status).toBe('depends')
    expect(before.questions).toMatchObject([
      { name: 'destination', options: [{ value: 'CN', label: 'China' }], open: true },
    ])
    expect(before.overruled).toMatchObject([{ at: 'pe/requirements.csv:2', by: [{ at: 'pe/requirements.csv:3' }] }])
    const china = await find({ hs: '090121', regime: 'export', destination: 'CN' })
    expect(procedures(china)).toEqual(['pe.export-phyto'])
    expect(china.overruled.map((o) => o.at)).toEqual(['pe/requirements.csv:2', 'pe/requirements.csv:3'])
    const chile = await find({ hs: '090121', regime: 'export', destination: 'CL' })
    expect(chile).toMatchObject({ status: 'nothing-needed', questions: [] })
    expect(chile.exemptions[0]).toMatchObject({ note: 'el café tostado es un producto procesado' })
  })

  it('asks which coffee it is, with the difference that decides, when words name a heading', async () => {
    const answer = await find({ q: 'café', regime: 'export', destination: 'DE' })
    expect(answer.hs).toMatchObject({ code: '0901', chosenBy: 'words' })
    const [which] = answer.questions
    expect(which).toMatchObject({ name: 'hs', help: expect.stringContaining('tostado o no') as string })
    expect(which?.options.map((o) => o.value)).toContain('090121')
  })

  it('takes plain words for a code, and lets people choose where they are not plain', async () => {
    expect(await find({ q: 'plagisida', regime: 'import' })).toMatchObject({ status: 'choose-hs', hs: null })
    const sure = await find({ q: 'palta', regime: 'export' })
    expect(sure).toMatchObject({ status: 'needed', hs: { code: '080440', chosenBy: 'words' } })
    const open = await find({ q: 'camisa de algodón bordada', regime: 'export' })
    expect(open.status).toBe('choose-hs')
    expect(open.suggestions.map((s) => s.code)).toContain('620520')
  })

  it('says no to prohibited goods with the norm, and asks about the use that would allow them', async () => {
    const answer = await find({ hs: '401220', regime: 'import' })
    expect(answer).toMatchObject({ status: 'prohibited', prohibitions: [{ law: { cite: 'DS-003-97-SA art. 1' } }] })
    expect(answer.questions.map((q) => q.name)).toEqual(['use'])
    expect(answer.questions[0]?.options).toContainEqual({ value: 'research', label: 'Investigación' })
    expect((await find({ hs: '401220', regime: 'import', use: 'research' })).status).toBe('nothing-needed')
  })

  it('asks for the regime when it was not told', async () => {
    const answer = await find({ hs: '380891' })
    expect(answer.questions.map((q) => q.name)).toEqual(['regime'])
    expect(answer.questions[0]?.options.map((o) => o.label)).toContain('Importación')
  })

  it('answers an unknown code with suggestions, not with an error', async () => {
    expect(await find({ hs: '990101', regime: 'import' })).toMatchObject({ status: 'unknown-hs', procedures: [] })
    const near = await find({ hs: '090113', regime: 'export', destination: 'DE' })
    expect(near.hs).toMatchObject({ known: false, description: 'Café' })
    expect(near.suggestions.map((s) => s.code)).toContain('090111')
    expect(procedures(near)).toEqual(['pe.export-phyto'])
    expect(await find({ q: 'xqzvwk', regime: 'import' })).toMatchObject({ status: 'choose-hs', suggestions: [] })
  })

  it('computes a fee in units of account, and says in words what depends on a value', async () => {
    const { procedures: found } = await find({ hs: '380891', regime: 'import', lang: 'en' })
    const pesticide = found.find((p) => p.procedure === 'pe.pesticide-import')
    expect(pesticide?.fee).toMatchObject({ amount: { currency: 'PEN' }, lines: [{ text: '0.0321 UIT' }], depends: [] })
    expect(pesticide?.needs).toMatchObject([{ procedure: 'pe.pesticide-registration', at: 'submission' }])
    expect(pesticide?.times).toMatchObject({ decision: { text: '15 business days' } })
    expect(
      (pesticide?.documents as { type: string; when: string }[] | undefined)?.find((d) => d.type === 'analysis')?.when,
    ).toBe('for some goods Concentration (%) is at least 50')
  })

  it('gives the verdict that filing enforces', async () => {
    const goods = [
      ['090111', 'export', 'DE'],
      ['090121', 'export', 'DE'],
      ['090121', 'export', 'CN'],
      ['380891', 'import', 'PE'],
      ['380894', 'import', 'PE'],
      ['300410', 'import', 'PE'],
      ['401220', 'import', 'PE'],
    ] as const
    for (const [hs, regime, destination] of goods) {
      const body = {
        country: 'pe',
        regime,
        elements: { 'country.destination': destination },
        lines: [{ 'goods.commodity': hs }],
      }
      const enforced = await app.call('POST', '/v1/requirements', null, body)
      const said = await find({ hs, regime, destination })
      const needed = (enforced.body.procedures as { procedure: string }[]).map((p) => p.procedure)
      expect([hs, procedures(said)]).toEqual([hs, needed])
      expect(said.prohibitions.length > 0).toBe((enforced.body.prohibitions as unknown[]).length > 0)
    }
  })

  it('refuses what it does not know, all at once', async () => {
    const { status, body } = await call({
      country: 'xx',
      hs: '9',
      regime: 'smuggle',
      origin: 'XQ',
      color: 'red',
      day: '2026-02-30',
    })
    expect(status).toBe(422)
    const errors = body.errors as { pointer: string; code: string; fix_pt: string }[]
    expect(errors.map((e) => `${e.code} ${e.pointer}`).sort()).toEqual(
      ['FIELD_UNKNOWN /color', 'INPUT_SHAPE /day', 'INPUT_SHAPE /hs', 'INPUT_SHAPE /regime', 'NO_PACK /country'].sort(),
    )
    expect(errors.every((e) => e.fix_pt)).toBe(true)
    const more = await call({
      country: 'pe',
      origin: 'QQ',
      use: 'reserch',
      'goods.nothing': 'x',
      'goods.commodity': '090111',
    })
    expect(
      (more.body.errors as { pointer: string; code: string }[]).map((e) => `${e.code} ${e.pointer}`).sort(),
    ).toEqual(
      [
        'UNKNOWN_COUNTRY /origin',
        'FIELD_REQUIRED /hs',
        'FIELD_UNKNOWN /goods.commodity',
        'FIELD_UNKNOWN /goods.nothing',
        'NOT_IN_LIST /use',
      ].sort(),
    )
    expect((await app.call('GET', '/v1/finder?country=pe&hs=090111&use=research&use=sowing')).status).toBe(422)
    expect((await app.call('GET', '/v1/finder')).status).toBe(422)
  })
})

describe('a certificate that nothing is needed', () => {
  const toys = { country: 'pe', hs: '950300', regime: 'import', origin: 'CL' }
  const issue = (body: object) => app.call('POST', '/v1/finder/certificates', null, body)

  it('is signed, numbered, the same for the same question, and verifies for anyone', async () => {
    const first = await issue(toys)
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({
      number: expect.stringMatching(/^CNR-PE-\d{4}-0000001$/) as string,
      day: app.clock.now().slice(0, 10),
      question: { hs: '950300', regime: 'import', elements: { 'country.origin': 'CL' } },
      rules: { pack: 'pe', digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    })
    const again = await Promise.all([issue(toys), issue(toys)])
    expect(again.map((a) => a.body.code)).toEqual([first.body.code, first.body.code])
    const next = await Promise.all(['US', 'BR', 'MX'].map((origin) => issue({ ...toys, origin })))
    expect(next.map((a) => String(a.body.number).slice(-1)).sort()).toEqual(['2', '3', '4'])

    const code = String(first.body.code)
    expect((await app.call('GET', `/v1/verify/${code}`)).body).toMatchObject({
      status: 'valid',
      number: first.body.number,
      digest: first.body.digest,
    })
    expect((await app.call('POST', '/v1/verify', null, { jws: first.body.jws })).body).toMatchObject({
      status: 'valid',
      code,
    })
    expect((await app.call('GET', `/v1/verify/${code}?digest=${'0'.repeat(64)}`)).body.status).toBe('altered')
    const page = await app.call('GET', `/v/${code}`)
    expect([page.status, page.text.includes(String(first.body.number))]).toEqual([200, true])
    expect((await app.call('GET', '/v1/verify/2222-3333-4444')).status).toBe(404)
  })

  it('prints in each language', async () => {
    const { body } = await issue(toys)
    for (const lang of ['es', 'en', 'pt']) {
      const pdf = await app.call('GET', `/v1/finder/certificates/${String(body.code)}/document.pdf?lang=${lang}`)
      expect([pdf.status, pdf.headers['content-type'], pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
    }
    expect((await app.call('GET', '/v1/finder/certificates/2222-3333-4444/document.pdf')).status).toBe(404)
  })

  it('is refused while something is needed, unknown, or another day is meant', async () => {
    const why = async (body: object) => {
      const { status, body: answer } = await issue(body)
      const errors = answer.errors as { code: string; message_en: string }[]
      return [status, errors[0]?.code, errors[0]?.message_en]
    }
    const refused = (text: string) => [422, 'CERTIFICATE_REFUSED', expect.stringContaining(text) as string]
    expect(await why({ ...toys, hs: '300410' })).toEqual(refused('call for procedures'))
    expect(await why({ ...toys, hs: '401220' })).toEqual(refused('prohibited'))
    expect(await why({ country: 'pe', hs: '090121', regime: 'export' })).toEqual(refused('data are missing'))
    expect(await why({ country: 'pe', hs: '950300' })).toEqual(refused('come in or go out'))
    expect(await why({ ...toys, day: '2031-01-01' })).toEqual(refused('only today'))
    expect((await issue({ ...toys, colour: 'red' })).status).toBe(422)
  })

  it('does not verify when somebody touched the stored record', async () => {
    const { body } = await issue({ ...toys, origin: 'AR' })
    await app.asOwner(`UPDATE finder.certificate SET record = replace(record, '"AR"', '"CN"') WHERE code = $1`, [
      body.code,
    ])
    expect((await app.call('GET', `/v1/verify/${String(body.code)}`)).body.status).toBe('altered')
  })
})

describe('the tariff over HTTP', () => {
  it('is searched and read in the language asked', async () => {
    const found = await app.call('GET', '/v1/hs?q=aguacte&lang=en')
    expect((found.body.hits as { code: string; description: string }[])[0]).toMatchObject({
      code: '080440',
      description: 'Avocados',
    })
    expect((await app.call('GET', '/v1/hs/0901?lang=pt')).body).toMatchObject({
      description: 'Café',
      section: { id: 'II' },
    })
    expect((await app.call('GET', '/v1/hs/0999')).status).toBe(404)
    expect((await app.call('GET', '/v1/hs?q=x&limit=51&foo=1')).status).toBe(422)
  })
})

describe('GET /v1/landed-cost', () => {
  it('prices the same goods under every Incoterm, and refuses what makes no sense', async () => {
    const ask = (query: string) => app.call('GET', `/v1/landed-cost?${query}`)
    const cif = await ask('price=109400.00%20USD&incoterm=FOB&freight=1900&insuranceRate=0.25&lang=pt')
    expect(cif.body.incoterms).toContainEqual({ incoterm: 'CIF', amount: { amount: '111606.92', currency: 'USD' } })
    expect((cif.body.steps as { text: string }[])[4]?.text).toBe('Frete')
    const faults = (a: Answer) => (a.body.errors as { pointer: string }[]).map((e) => e.pointer).sort()
    expect(faults(await ask('price=5&incoterm=FOR&freight=-1&x=1'))).toEqual(['/freight', '/incoterm', '/price', '/x'])
    expect(faults(await ask('price=5%20USD&incoterm=CFR&freight=9'))).toEqual(['/price'])
  })
})

describe('measured times', () => {
  it('are of real decisions of the last 90 days', async () => {
    const asked = { hs: '280610', regime: 'transit' }
    const measured = async () =>
      ((await find(asked)).procedures[0]?.times as { measured: unknown } | undefined)?.measured
    expect(await measured()).toBeNull()
    const filed = await fileAcid(app)
    await app.pay(filed.order)
    app.clock.hours(5)
    await app.act(people.victor, `/v1/permits/${filed.permit}`, 'propose', { outcome: 'approve' })
    await app.act(people.irene, `/v1/permits/${filed.permit}`, 'approve', {})
    app.clock.hours(1)
    await vi.waitFor(async () => expect(await measured()).toEqual({ days: 90, cases: 1, p50Hours: 5, p90Hours: 5 }))
    app.clock.hours(24 * 91)
    await vi.waitFor(async () => expect(await measured()).toBeNull())
  })
})
