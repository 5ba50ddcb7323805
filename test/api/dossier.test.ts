import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { namedId, verifyStore } from '#platform/cases'
import { openTestApp, type Answer, type TestApp } from '../helpers/house.ts'
import { approvedAcid, fileAcid, people, PHONE } from '../helpers/shipments.ts'

const carrier = namedId('firm/pe.valleverde')
const port = namedId('agency/pe.mtc')
const PRICE = '73456.78'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
  const account = { person: namedId('person/adapter'), name: 'Adapter', org: port, roles: ['authority'], sandbox: null }
  await app.house.directory.putAccount(
    { ...account, id: namedId('account/adapter'), label: 'pe.adapter' },
    'demo.pe.adapter',
    app.clock.now(),
  )
})
afterAll(() => app?.close())
// Whatever is sent to it, the program itself does not fail.
afterEach(() => expect((app.errors as string[]).splice(0)).toEqual([]))

const key = () => ({ 'idempotency-key': randomUUID() })
const anyVersion = () => ({ ...key(), 'if-match': '*' })
const spoken = (a: Answer): string[] =>
  (a.body.errors as { code: string; pointer: string }[]).map((f) => `${f.code} ${f.pointer}`)

const money = (amount: string) => ({ amount, currency: 'USD' })
const shipment = (more: Record<string, unknown> = {}) => ({
  country: 'pe',
  regime: 'export',
  elements: {
    'country.destination': 'ES',
    incoterm: 'FOB',
    'invoice.number': 'F001-000931',
    'invoice.total': money(PRICE),
    'transport.id': 'MV ÑANDÚ',
    'packages.count': '0',
    'contact.phone': PHONE,
    ...more,
  },
  lines: [
    { 'goods.commodity': '610110', 'goods.description': 'Chompa de alpaca para niños', 'goods.value': money(PRICE) },
    { 'goods.commodity': '610190', 'goods.description': 'Chalina', 'goods.packages': '0' },
  ],
})
const open = async (more: Record<string, unknown> = {}) => {
  const { body } = await app.open('/v1/dossiers', people.lucia, shipment(more))
  return `/v1/dossiers/${String(body.id)}`
}
const give = (path: string, command: string, input: object, token: string = people.lucia, headers = anyVersion()) =>
  app.call('POST', `${path}/${command}`, token, input, headers)
const read = (path: string, token: string = people.lucia) => app.call('GET', path, token)

interface Seen {
  readonly elements: Record<string, unknown>
  readonly lines: readonly Record<string, unknown>[]
  readonly sources: Record<string, { source: string; status: string; by: string }>
  readonly shares: readonly unknown[]
}
const stateOf = (a: Answer): Seen => a.body.state as Seen

describe('a dossier', () => {
  it('of another firm does not exist, whatever is asked of it', async () => {
    const path = await open()
    for (const suffix of [
      '',
      '/history',
      '/timeline',
      '/impact?elements=incoterm',
      '/provenance',
      '/forms/pe.export-phyto',
      '/requirements',
    ])
      expect([suffix, (await read(`${path}${suffix}`, people.elvira)).status]).toEqual([suffix, 404])
    for (const [command, input] of [
      ['declare', { elements: { incoterm: 'CIF' } }],
      ['share', { org: carrier, scopes: ['all'] }],
      ['cancel', { reason: 'x' }],
    ] as const)
      expect((await give(path, command, input, people.elvira)).status).toBe(404)
    const mine = await app.open('/v1/dossiers', people.elvira, shipment())
    const merged = await give(
      `/v1/dossiers/${String(mine.body.id)}`,
      'merge',
      { with: path.split('/').at(-1) },
      people.elvira,
    )
    expect([merged.status, spoken(merged)]).toEqual([404, ['NOT_FOUND /with']])
  })

  it('keeps ñ, zero and what was typed, and tells who said each datum', async () => {
    const path = await open()
    const seen = stateOf(await read(path))
    expect([seen.elements['transport.id'], seen.elements['packages.count'], seen.lines[1]?.['goods.packages']]).toEqual(
      ['MV ÑANDÚ', '0', '0'],
    )
    expect(seen.lines[0]?.['goods.description']).toBe('Chompa de alpaca para niños')
    expect(seen.sources.incoterm).toMatchObject({
      source: 'declared',
      status: 'declared',
      by: namedId('person/pe.lucia'),
    })
    expect(seen.sources.exporter).toMatchObject({ source: 'registry', status: 'verified' })
  })

  it('has a reference of at most 35 characters: year, country, firm and a unique part', async () => {
    const { body } = await read(await open())
    expect(body.ucr).toMatch(new RegExp(`^${app.clock.now()[3]}PE20556677884[0-9A-F]{12}$`))
  })

  it('refuses a decimal comma with the number it takes to be meant, and every other fault beside it', async () => {
    const path = await open()
    const answer = await give(path, 'setElements', {
      elements: { 'weight.gross': { value: '1200,5', unit: 'KGM' }, nothing: '1' },
      lines: [{ line: 0, elements: { 'goods.value': money('1.200,50') } }],
    })
    expect([answer.status, spoken(answer)]).toEqual([
      422,
      [
        'DECIMAL_COMMA /elements/weight.gross/value',
        'UNKNOWN_FIELD /elements/nothing',
        'DECIMAL_COMMA /lines/0/elements/goods.value/amount',
      ],
    ])
    expect(answer.text).toContain('1200.5')
  })

  it('refuses ten thousand pasted lines with one clear fault', async () => {
    const path = await open()
    const lines = Array.from({ length: 10_000 }, () => ({ 'goods.commodity': '610110' }))
    for (const body of [{ lines }, { lines: lines.map((elements, line) => ({ line: line % 1000, elements })) }]) {
      const answer = await give(
        path,
        'lines' in body && 'line' in (body.lines[0] ?? {}) ? 'setElements' : 'declare',
        body,
      )
      expect([answer.status, spoken(answer)]).toEqual([422, ['TOO_MANY_ITEMS /lines']])
      expect(answer.text).toContain('1000')
    }
    expect(stateOf(await read(path)).lines).toHaveLength(2)
  })

  it('answers a repeated command with the first answer, and a stale version with what changed', async () => {
    const path = await open()
    const headers = { ...key(), 'if-match': '"2"' }
    const first = await give(path, 'setElements', { elements: { incoterm: 'CIF' } }, people.lucia, headers)
    const again = await give(path, 'setElements', { elements: { incoterm: 'CIF' } }, people.lucia, headers)
    expect([first.status, again.status, again.text === first.text]).toEqual([200, 200, true])
    expect((await give(path, 'setElements', { elements: { incoterm: 'FCA' } }, people.lucia, headers)).body.code).toBe(
      'IDEMPOTENCY_MISMATCH',
    )
    const stale = await give(path, 'addLine', { line: {} }, people.martin, { ...key(), 'if-match': '"2"' })
    expect([stale.status, stale.body.code, stale.body.currentVersion]).toEqual([409, 'VERSION_CONFLICT', 3])
    expect(stale.body.diff).toContainEqual({ pointer: '/elements/incoterm', yours: 'FOB', current: 'CIF' })
  })

  it('changes line by line, and personal data sent again is no change', async () => {
    const path = await open()
    expect((await give(path, 'addLine', { line: { 'goods.commodity': '620530', 'goods.packages': '4' } })).status).toBe(
      200,
    )
    await give(path, 'removeLine', { line: 0 })
    const before = stateOf(await read(path))
    await give(path, 'declare', { elements: { 'contact.phone': PHONE } }, people.martin)
    const after = stateOf(await read(path))
    expect(after.sources['contact.phone']).toEqual(before.sources['contact.phone'])
    expect(after.lines.map((l) => l['goods.commodity'])).toEqual(['610190', '620530'])
  })

  it('tells figures that do not agree on every save, with both and the fix', async () => {
    const path = await open()
    const { body } = await give(path, 'setElements', {
      lines: [{ line: 1, elements: { 'goods.value': money('0.02') } }],
    })
    expect(body.checks).toMatchObject([
      {
        code: 'INVOICE_TOTAL_MISMATCH',
        first: { value: '73456.80 USD' },
        second: { value: `${PRICE} USD` },
        put: { pointer: '/elements/invoice.total', value: '73456.80 USD' },
      },
    ])
  })

  it('splits and merges before the declaration, with its sources and personal data', async () => {
    const path = await open()
    const split = await give(path, 'split', { lines: [1] })
    expect(split.status).toBe(200)
    const part = (split.body.state as { related: { dossier: string }[] }).related[0]?.dossier ?? ''
    const other = stateOf(await read(`/v1/dossiers/${part}`))
    expect([other.lines.length, other.elements['contact.phone']]).toEqual([1, PHONE])
    expect(other.sources.incoterm).toEqual(stateOf(await read(path)).sources.incoterm)
    const merged = await give(path, 'merge', { with: part })
    expect([merged.status, stateOf(merged).lines.length]).toEqual([200, 2])
    expect((await read(`/v1/dossiers/${part}`)).body.status).toBe('CANCELLED')
    expect((await give(path, 'merge', { with: part })).body.code).toBe('NOT_MERGEABLE')
  })
})

describe('a share', () => {
  it('of logistics shows the cargo and hides the price everywhere', async () => {
    const path = await open()
    const seenBefore = await read(path)
    expect((await give(path, 'share', { org: carrier, scopes: ['logistics'] })).status).toBe(200)
    const view = await read(path, people.elvira)
    expect([view.status, stateOf(view).elements['transport.id']]).toEqual([200, 'MV ÑANDÚ'])
    expect(view.body.actions).toEqual([])
    await give(path, 'setElements', { elements: { 'invoice.total': money('1') } })
    const answers = [
      view,
      await read(`${path}/history`, people.elvira),
      await read(`${path}/provenance`, people.elvira),
      await read(`${path}/timeline`, people.elvira),
      await read(`${path}/requirements`, people.elvira),
      await read('/v1/dossiers', people.elvira),
      // A version that is no longer the present one is told with what changed: not to those who may not see what changed.
      await give(path, 'declare', {}, people.elvira, { ...key(), 'if-match': `"${String(seenBefore.body.version)}"` }),
    ]
    for (const a of answers) {
      expect(a.text).not.toContain(PRICE)
      expect(a.text).not.toContain('F001-000931')
      expect(a.text).not.toContain(PHONE)
    }
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200, 200, 409])
    expect((await read(`${path}/impact?elements=incoterm`, people.elvira)).status).toBe(403)
    expect((await give(path, 'declare', { elements: { incoterm: 'CIF' } }, people.elvira)).status).toBe(403)
  })

  it('of commercial terms shows them, and ends when it is taken back; given again it shows them again', async () => {
    const path = await open()
    for (let i = 0; i < 2; i++) {
      expect((await give(path, 'share', { org: carrier, scopes: ['commercial'] })).status).toBe(200)
      expect((await read(path, people.elvira)).text).toContain(PRICE)
      expect((await give(path, 'unshare', { org: carrier })).status).toBe(200)
      expect((await read(path, people.elvira)).status).toBe(404)
    }
    const parties = await app.asOwner(`SELECT capacity FROM cases.case_party WHERE case_id = $1`, [
      path.split('/').at(-1),
    ])
    expect(parties).toEqual([{ capacity: 'owner' }])
  })

  it('until a time ends then, before and after the clock has noted it', async () => {
    const path = await open()
    const id = String(path.split('/').at(-1))
    const until = new Date(Date.parse(app.clock.now()) + 3_600_000).toISOString()
    await give(path, 'share', { org: carrier, scopes: ['all'], until })
    expect((await read(path, people.elvira)).status).toBe(200)
    app.clock.hours(1)
    for (const suffix of ['', '/history', '/timeline', '/provenance', '/requirements'])
      expect([suffix, (await read(`${path}${suffix}`, people.elvira)).status]).toEqual([suffix, 404])
    expect((await give(path, 'declare', {}, people.elvira)).status).toBe(404)
    await app.house.engine.tick(id, 'dossier', null)
    const [row] = await app.asOwner<{ readers: string[] }>(`SELECT readers FROM cases."case" WHERE id = $1`, [id])
    expect(row?.readers).toEqual([namedId('firm/pe.agrofarma')])
    const history = await read(`${path}/history`)
    expect((history.body.items as { type: string; at: string }[]).at(-1)).toMatchObject({
      type: 'AccessWithdrawn',
      at: until,
    })
  })

  it('is the titular’s to give, to somebody who exists', async () => {
    const path = await open()
    expect((await give(path, 'share', { org: carrier, scopes: ['all'] }, people.martin)).status).toBe(403)
    expect(spoken(await give(path, 'share', { org: randomUUID(), scopes: ['all'] }))).toEqual(['UNKNOWN_READER /org'])
    expect((await give(path, 'share', { org: carrier, scopes: ['prices'] })).status).toBe(422)
  })
})

describe('two sources', () => {
  it('that contradict each other keep what depends on it from being filed, with both values and authors', async () => {
    const papers = [{ type: 'sds', name: 'sds.pdf', digest: await app.upload(people.lucia, 'sds') }]
    const opened = await app.open('/v1/dossiers', people.lucia, {
      country: 'pe',
      regime: 'transit',
      elements: {
        carrier: { name: 'Transportes Ñaupari e Hijos' },
        'transport.id': 'ABC-123',
        'location.loading': 'PECLL',
        'date.departure': new Date(Date.parse(app.clock.now()) + 30 * 86_400_000).toISOString().slice(0, 10),
        'contact.emergencyPhone': PHONE,
      },
      lines: [
        {
          'goods.commodity': '280610',
          'goods.description': 'Ácido clorhídrico en solución',
          'goods.unNumber': '1789',
          'goods.quantity': { value: '1200', unit: 'KGM' },
        },
      ],
      answers: { 'pe.hazmat-notice': { lines: [{ 'hazard-class': '8' }] } },
      documents: papers,
    })
    const id = String(opened.body.id)
    const path = `/v1/dossiers/${id}`
    await give(path, 'share', { org: port, scopes: ['logistics'] })
    const verify = { element: 'transport.id', value: 'XYZ-987', registry: 'pe.mtc' }
    expect((await give(path, 'verifyElement', verify)).status).toBe(403)
    const guess = { element: 'invoice.total', value: money(PRICE) }
    expect((await give(path, 'verifyElement', guess, 'demo.pe.adapter')).body.code).toBe('OUT_OF_SCOPE')
    expect((await give(path, 'verifyElement', verify, 'demo.pe.adapter')).status).toBe(200)
    const refused = await app.call('POST', '/v1/applications', people.lucia, { dossier: id }, key())
    expect([refused.status, spoken(refused)]).toEqual([409, ['ELEMENT_IN_CONFLICT /dossier/elements/transport.id']])
    for (const part of ['ABC-123', 'XYZ-987', 'declared', 'authority', 'pe.mtc']) expect(refused.text).toContain(part)
    const seen = (await read(path)).body.conflicts as { pointer: string; candidates: { value: string }[] }[]
    expect(seen).toMatchObject([
      { pointer: '/elements/transport.id', candidates: [{ value: 'ABC-123' }, { value: 'XYZ-987' }] },
    ])
    const choice = { element: 'transport.id', choose: 1, reason: 'The lorry was changed.' }
    expect((await give(path, 'resolveConflict', choice, people.martin)).status).toBe(403)
    expect((await give(path, 'resolveConflict', choice)).status).toBe(200)
    const filed = await app.open('/v1/applications', people.lucia, { dossier: id })
    const { body } = await read(path)
    expect([body.status, (body.reuse as { presented: number }).presented]).toEqual([
      'DOCUMENTS_IN_PROGRESS',
      (filed.body.state as { reuse: { presented: number } }).reuse.presented,
    ])
  })
})

describe('a dossier with an issued document', () => {
  it('is ready to ship, lists the impact of a change, and accepts it only knowingly', async () => {
    const filed = await approvedAcid(app)
    const [row] = await app.asOwner<{ dossier: string }>(
      `SELECT state->>'dossier' AS dossier FROM cases."case" WHERE id = $1`,
      [filed.permit],
    )
    const path = `/v1/dossiers/${row?.dossier}`
    const seen = await read(path)
    expect(seen.body.status).toBe('READY_TO_SHIP')
    const impact = await read(`${path}/impact?elements=transport.id,lines/0/goods.quantity,incoterm`)
    expect(impact.body.items).toMatchObject([
      { permit: filed.permit, elements: ['/elements/transport.id', '/lines/0/goods.quantity'] },
    ])
    const change = { elements: { 'transport.id': 'DEF-456' } }
    const refused = await give(path, 'setElements', change)
    expect([refused.status, spoken(refused)]).toEqual([409, ['DOCUMENT_AFFECTED /acknowledge']])
    expect(refused.text).toContain(filed.permit)
    const accepted = await give(path, 'setElements', { ...change, acknowledge: [filed.permit] })
    expect([accepted.status, (accepted.body.state as { rectify: { permit: string }[] }).rectify]).toMatchObject([
      200,
      [{ permit: filed.permit }],
    ])
    const timeline = await read(`${path}/timeline?limit=200`)
    const items = timeline.body.items as { at: string; event: string; case: { type: string } }[]
    expect(new Set(items.map((i) => i.case.type))).toEqual(new Set(['dossier', 'application', 'permit', 'order']))
    expect(items.map((i) => i.at)).toEqual(items.map((i) => i.at).sort())
    expect(items.map((i) => i.event)).toEqual(
      expect.arrayContaining(['DossierOpened', 'ApplicationFiled', 'DrIssued', 'ElementsDeclared']),
    )
    // What was paid has its receipt, a document of the operation as the permit is.
    expect(timeline.body.documents).toMatchObject([
      { case_id: filed.order, type: 'payment-receipt' },
      { case_id: filed.permit },
    ])
  })

  it('is known while an agency decides, and not closed under it', async () => {
    const filed = await fileAcid(app)
    const { body } = await read(`/v1/applications/${filed.application}`)
    const path = `/v1/dossiers/${String((body.state as { dossier: string }).dossier)}`
    expect((await read(path)).body.status).toBe('DOCUMENTS_IN_PROGRESS')
    expect(spoken(await give(path, 'close', {}))).toEqual(['PERMITS_PENDING '])
    await app.act(people.lucia, `/v1/permits/${filed.permit}`, 'withdraw', { reason: 'the buyer gave up' })
    expect((await give(path, 'cancel', { reason: 'the buyer gave up' })).body.status).toBe('CANCELLED')
  })
})

describe('a form fed from a dossier (M02-1)', () => {
  it('asks only what is missing or no longer holds, and shows the rest with its source', async () => {
    const path = await open()
    const until = app.clock.now().slice(0, 10)
    await give(path, 'setElements', { elements: { 'country.destination': 'ES' } })
    const before = await read(`${path}/forms/pe.export-phyto`)
    expect(before.status).toBe(200)
    const known = before.body.known as { pointer: string; source: { source: string } }[]
    expect(known.find((k) => k.pointer === '/elements/exporter')?.source.source).toBe('registry')
    const asked = (before.body.ask as { pointer: string }[]).map((a) => a.pointer)
    expect(asked.filter((p) => known.some((k) => k.pointer === p))).toEqual([])
    await give(path, 'setElements', { elements: { 'country.destination': 'FR' }, validUntil: until })
    expect((await read(`${path}/forms/pe.export-phyto`)).body.stale).toEqual([])
    app.clock.hours(48)
    expect((await read(`${path}/forms/pe.export-phyto`)).body.stale).toEqual([
      { pointer: '/elements/country.destination', element: 'country.destination', until },
    ])
    expect((await read(`${path}/forms/pe.nothing`)).status).toBe(404)
  })
})

describe('after all this', () => {
  it('every chain holds, and every snapshot is the fold of its events', async () => {
    const found = await verifyStore(app.house.pool, app.house.engine.registry)
    expect(found.breaches).toEqual([])
  })
})
