import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '#kernel'
import { openTestApp, type Answer, type TestApp } from '../../test/helpers/house.ts'
import { verifyCatalogues } from './verify.ts'

let app: TestApp
let today: string
beforeAll(async () => {
  app = await openTestApp()
  today = app.clock.now().slice(0, 10)
})
afterAll(() => app?.close())

const steward = 'demo.window.steward'
const second = 'demo.window.steward2'
const coordinator = 'demo.window.coordinator'
const entries = '/v1/catalogue-entries'

const entry = (more: object): object => ({
  catalogue: 'pe.unit-values',
  code: 'UIT',
  names: { es: 'Unidad impositiva tributaria' },
  value: { amount: '5500.00', currency: 'PEN' },
  law: { norm: 'DS-260-2025-EF', article: '1', link: 'https://norms.example/ds-260' },
  from: today,
  burdens: false,
  ...more,
})
const propose = async (more: object, token = steward): Promise<string> =>
  `${entries}/${String((await app.open(entries, token, entry(more))).body.id)}`
const approved = async (more: object, token = steward): Promise<string> => {
  const path = await propose(more, token)
  await app.act(second, path, 'approveEntry', {})
  return path
}
const refused = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'accepted',
    (e: unknown) => String(e),
  )
const get = (path: string, headers?: Record<string, string>): Promise<Answer> =>
  app.call('GET', path, null, undefined, headers)
const codes = (a: Answer): unknown => (a.body.errors as { code: string }[] | undefined)?.map((e) => e.code)

describe('one rule after another', () => {
  it('is public with its reason, on the day that is asked, and ends the one it supersedes', async () => {
    const start = addDays(today, 30)
    const law = { norm: 'DS-260-2025-EF', article: '1', link: 'https://norms.example/ds-260' }
    await approved({ code: 'RMV', law: { ...law, gazette: addDays(today, -4) } })
    const hidden = await propose({
      code: 'RMV',
      value: { amount: '1130.00', currency: 'PEN' },
      from: start,
      supersedes: today,
    })
    expect((await get(`/v1/catalogues/pe.unit-values/RMV?day=${start}`)).body).toMatchObject({
      value: { amount: '5500.00' },
      to: null,
    })
    await app.act(second, hidden, 'approveEntry', {})

    const now = (await get('/v1/catalogues/pe.unit-values/RMV')).body
    expect(now).toMatchObject({
      status: 'IN_FORCE',
      value: { amount: '5500.00' },
      from: today,
      to: addDays(start, -1),
      why: { norm: 'DS-260-2025-EF', article: '1', link: 'https://norms.example/ds-260', decidedAs: 'entry' },
    })
    expect((await get(`/v1/catalogues/pe.unit-values/RMV?day=${start}`)).body).toMatchObject({
      value: { amount: '1130.00' },
    })
    const { items } = (await get('/v1/catalogues/pe.unit-values/RMV/history')).body as { items: object[] }
    expect(items).toMatchObject([
      { status: 'IN_FORCE', changes: [] },
      { status: 'APPROVED', changes: [{ field: 'value.amount', before: '5500.00', after: '1130.00' }] },
    ])
    const changes = (await get(`/v1/catalogues/pe.unit-values/changes?since=${start}`)).body as { items: object[] }
    expect(changes.items).toMatchObject([{ code: 'RMV', from: start, changes: [{ field: 'value.amount' }] }])
    const csv = await get('/v1/catalogues/pe.unit-values/RMV/history?format=csv')
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.text.split('\r\n')[0]).toBe(
      'catalogue,code,from,to,status,name_es,name_en,name_pt,value.amount,value.currency,norm,article,link,published_at,case',
    )
    expect(csv.text.split('\r\n')).toHaveLength(4)
  })

  it('may not overlap another: the refusal names it', async () => {
    const first = await approved({ code: 'OVER' })
    const answer = await app.call('POST', entries, steward, entry({ code: 'OVER', from: addDays(today, 5) }), {
      'idempotency-key': '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90',
    })
    expect([answer.status, codes(answer)]).toEqual([422, ['VALIDITY_OVERLAP']])
    expect(answer.text).toContain(`pe.unit-values OVER`)
    expect(answer.text).toContain(first.split('/').at(-1))
  })

  it('two proposals for the same days may wait; only one is approved', async () => {
    const [a, b] = [await propose({ code: 'RACE' }), await propose({ code: 'RACE' })]
    const results = await Promise.all([a, b].map((p) => refused(app.act(second, p, 'approveEntry', {}))))
    expect(results.filter((r) => r === 'accepted')).toHaveLength(1)
    expect(results.find((r) => r !== 'accepted')).toContain('VALIDITY_OVERLAP')
    expect(app.errors).toEqual([])
  })

  it('the database holds it even if a rule in code were wrong', async () => {
    await approved({ code: 'WALL' })
    const copy = app.asOwner(
      `INSERT INTO catalogues.entry (case_id, code, valid_from, catalogue, origin, status, names, value, law, digest)
       SELECT gen_random_uuid(), code, valid_from + 3, catalogue, origin, status, names, value, law, digest FROM catalogues.entry WHERE code = 'WALL'`,
    )
    await expect(copy).rejects.toMatchObject({ constraint: 'no_overlap' })
  })

  it('begins and ends with the clock', async () => {
    const path = await approved({ code: 'CLOCK', from: addDays(today, 2), to: addDays(today, 4) })
    const start = app.clock.now()
    const status = async (): Promise<unknown> => (await app.call('GET', path, steward)).body.status
    expect(await status()).toBe('APPROVED')
    const tick = (): Promise<void> => app.house.engine.tick(path.split('/').at(-1) ?? '', 'catalogue-entry', null)
    app.clock.hours(48)
    await tick()
    expect(await status()).toBe('IN_FORCE')
    app.clock.hours(96)
    await tick()
    expect(await status()).toBe('SUPERSEDED')
    app.clock.set(start)
    expect((await get(`/v1/catalogues/pe.unit-values/CLOCK?day=${addDays(today, 3)}`)).status).toBe(200)
    expect((await get(`/v1/catalogues/pe.unit-values/CLOCK?day=${addDays(today, 5)}`)).status).toBe(404)
  })
})

describe('who may', () => {
  it('an agency proposes for its own country and approves nothing; a firm and an evaluator do neither', async () => {
    const path = await propose({ code: 'AGENCY' }, 'demo.pe.rosa')
    expect(await refused(app.act('demo.pe.rosa', path, 'approveEntry', {}))).toContain('FORBIDDEN')
    await app.act(steward, path, 'approveEntry', {})
    for (const [token, catalogue] of [
      ['demo.pe.rosa', 'demo.unit-values'],
      ['demo.pe.rosa', 'currencies'],
      ['demo.pe.ana', 'pe.unit-values'],
      ['demo.pe.lucia', 'pe.unit-values'],
    ] as const)
      expect(await refused(propose({ catalogue, code: 'PEN' }, token))).toContain('FORBIDDEN')
    expect((await app.call('GET', path, 'demo.pe.lucia')).status).toBe(404)
    expect((await app.call('GET', path, 'demo.pe.rosa')).status).toBe(200)
  })

  it('a proposal and a refused one are not public', async () => {
    const path = await propose({ code: 'SECRET' })
    expect((await get('/v1/catalogues/pe.unit-values/SECRET')).status).toBe(404)
    await app.act(second, path, 'rejectEntry', { reason: 'not in the norm' })
    expect((await get('/v1/catalogues/pe.unit-values/SECRET/history')).status).toBe(404)
  })

  it('a legal basis is required, and a catalogue that exists', async () => {
    const key = (n: number) => ({ 'idempotency-key': `0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5b0${n}` })
    const bare = await app.call('POST', entries, steward, entry({ law: undefined }), key(1))
    expect([bare.status, (bare.body.errors as { pointer: string }[]).map((e) => e.pointer)]).toEqual([422, ['/law']])
    expect(codes(await app.call('POST', entries, steward, entry({ catalogue: 'pe.recipes' }), key(2)))).toEqual([
      'UNKNOWN_CATALOGUE',
    ])
    expect(codes(await app.call('POST', entries, steward, entry({ catalogue: 'xx.holidays' }), key(3)))).toEqual([
      'UNKNOWN_CATALOGUE',
    ])
  })
})

describe('notice', () => {
  it('is warned of when a burden is proposed, refused when it is approved, and its days are a threshold like any other', async () => {
    const more = { catalogue: 'pe.thresholds', burdens: true, value: { value: '1' } }
    const soon = await app.open(entries, steward, entry({ ...more, code: 'soon', from: addDays(today, 9) }))
    expect(soon.body.warnings).toEqual(['NOTICE_TOO_SHORT'])
    const path = `${entries}/${String(soon.body.id)}`
    expect(await refused(app.act(second, path, 'approveEntry', {}))).toContain('NOTICE_TOO_SHORT')
    await approved({ catalogue: 'pe.thresholds', code: 'catalogue.noticeDays', value: { value: '5' } })
    await app.act(second, path, 'approveEntry', {})
  })
})

describe('an emergency', () => {
  it('rules over the ordinary entry until it lapses; then the ordinary one holds again, and the past is kept', async () => {
    await approved({ code: 'EMER' })
    const before = app.clock.now()
    app.clock.hours(24)
    const day = app.clock.now().slice(0, 10)
    const path = await propose(
      { code: 'EMER', from: day, supersedes: today, value: { amount: '1.00', currency: 'PEN' } },
      coordinator,
    )
    expect(await refused(app.act(steward, path, 'emergencyPut', { reason: 'x' }))).toContain('FORBIDDEN')
    await app.act(coordinator, path, 'emergencyPut', { reason: 'an outbreak' })
    const amount = async (d: string): Promise<unknown> =>
      ((await get(`/v1/catalogues/pe.unit-values/EMER?day=${d}`)).body.value as { amount: string }).amount
    expect(await amount(day)).toBe('1.00')
    app.clock.hours(48)
    await app.house.engine.tick(path.split('/').at(-1) ?? '', 'catalogue-entry', null)
    expect((await app.call('GET', path, steward)).body.status).toBe('LAPSED')
    app.clock.set(before)
    expect([
      await amount(today),
      await amount(day),
      await amount(addDays(day, 1)),
      await amount(addDays(day, 2)),
    ]).toEqual(['5500.00', '1.00', '1.00', '5500.00'])
  })
})

describe('a dry run', () => {
  it('counts the open dossiers and permits that use the code, and shows only one’s own', async () => {
    await app.open('/v1/dossiers', 'demo.pe.lucia', {
      country: 'pe',
      regime: 'import',
      lines: [{ 'goods.commodity': '380891', 'goods.tradeName': 'Malathion' }],
    })
    const path = await propose({ catalogue: 'hs', code: '3808.91', names: { en: 'Insecticides' } })
    const { body } = await app.call('GET', `${path}/impact`, steward)
    expect(body).toMatchObject({ catalogue: 'hs', code: '380891', dossiers: 1, permits: 0, yours: [] })
    expect((await app.call('GET', `${path}/impact`, 'demo.pe.lucia')).status).toBe(404)
    await app.act(second, path, 'approveEntry', {})
    const events = (await app.call('GET', `${path}/history`, steward)).body.items as { type: string; data: unknown }[]
    expect(events.find((e) => e.type === 'EntryApproved')?.data).toMatchObject({ impact: { dossiers: 1, permits: 0 } })
  })
})

describe('a sandbox', () => {
  it('has catalogues of its own, on its own clock', async () => {
    const made = await app.call('POST', '/v1/sandboxes', steward, { now: '2030-01-07T15:00:00.000Z' })
    const sandbox = String(made.body.id)
    const there = { 'vuce-sandbox': sandbox }
    const { body } = await app.open(entries, steward, entry({ code: 'SAND', from: '2030-01-20', burdens: true }), there)
    const path = `${entries}/${String(body.id)}`
    await app.act(second, path, 'approveEntry', {}, there)
    await app.call('POST', `/v1/sandboxes/${sandbox}/advance`, steward, { to: '2030-01-20T12:00:00.000Z' })
    expect((await app.call('GET', path, steward, undefined, there)).body.status).toBe('IN_FORCE')
    const at = '/v1/catalogues/pe.unit-values/SAND?day=2030-01-20'
    expect([(await get(at, there)).status, (await get(at)).status]).toEqual([200, 404])
  })
})

describe('the list', () => {
  it('names every catalogue, and pages through one', async () => {
    for (const code of ['AAA', 'BBB', 'CCC'])
      await approved({ catalogue: 'currencies', code, names: { en: `Currency ${code}` } })
    const { items } = (await get('/v1/catalogues')).body as { items: { id: string; inForce: number }[] }
    expect(items.find((i) => i.id === 'currencies')?.inForce).toBe(3)
    expect(items.find((i) => i.id === 'pe.unit-values')).toMatchObject({ gazetteDays: 4 })
    const first = (await get('/v1/catalogues/currencies?limit=2')).body as { items: { code: string }[]; next: string }
    const rest = (await get(`/v1/catalogues/currencies?limit=2&cursor=${first.next}`)).body as typeof first
    expect([...first.items, ...rest.items].map((i) => i.code)).toEqual(['AAA', 'BBB', 'CCC'])
    expect([first.next, rest.next]).toEqual(['BBB', null])
    const csv = await get('/v1/catalogues/currencies?limit=1', { accept: 'text/csv' })
    expect(csv.headers.link).toBe('</v1/catalogues/currencies?limit=1&cursor=AAA>; rel="next"')
    expect((await get('/v1/catalogues/currencies?day=2026-02-30')).status).toBe(422)
    expect((await get('/v1/catalogues/recipes')).status).toBe(404)
  })
})

describe('afterwards', () => {
  it('every row is what its case says', async () => {
    expect((await verifyCatalogues(app.house.pool)).breaches).toEqual([])
    expect(app.errors).toEqual([])
  })
})
