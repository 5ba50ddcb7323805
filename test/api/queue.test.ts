import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { daysAfter, openTestApp, type TestApp } from '../helpers/house.ts'
import { acid, filedOf, people, type Filed } from '../helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const { victor, irene, lucia } = people

interface Row {
  readonly id: string
  readonly lane: string
  readonly holder: { readonly name: string; readonly me: boolean; readonly since: string } | null
}
const inbox = async (token: string, query = ''): Promise<Row[]> =>
  (await app.call('GET', `/v1/inbox?role=evaluator${query}`, token)).body.items as Row[]

/** Filed and paid, so that it lies in the evaluators' queue. */
async function queued(by: string = lucia): Promise<Filed> {
  const documents = [{ type: 'sds', name: 'sds.pdf', digest: await app.upload(by, 'sds') }]
  const filed = filedOf((await app.open('/v1/applications', by, { dossier: acid(app.clock.now(), documents) })).body)
  await app.pay(filed.order)
  app.clock.hours(1)
  return filed
}
const next = (token: string, key: string = randomUUID()) =>
  app.call('POST', '/v1/inbox/next', token, {}, { 'idempotency-key': key })
const taken = (answer: { body: Record<string, unknown> }): string | null =>
  (answer.body.case as { id: string } | null)?.id ?? null
const give = (token: string, permit: string, command: string, body: object = {}) =>
  app.call('POST', `/v1/permits/${permit}/${command}`, token, body, {
    'idempotency-key': randomUUID(),
    'if-match': '*',
  })

/** A second evaluator and the colleague who signs, in Víctor's agency. */
async function colleague(): Promise<{ token: string; person: string }> {
  const token = `demo.pe.colega-${randomUUID().slice(0, 8)}`
  const victorIs = await app.house.directory.identify(victor)
  if (!victorIs) throw new Error('Víctor works here')
  const person = randomUUID()
  const account = {
    ...victorIs.account,
    id: randomUUID(),
    person,
    name: 'Nélida Ñope',
    label: token,
    roles: ['evaluator'],
  }
  await app.house.directory.putAccount(account, token, app.clock.now())
  return { token, person }
}

describe('the queue of an agency', () => {
  it('gives the next case in legal order, once, however often one asks with the same key', async () => {
    const [first, second] = [await queued(), await queued()]
    const key = randomUUID()
    expect(taken(await next(victor, key))).toBe(first.permit)
    expect(taken(await next(victor, key))).toBe(first.permit)
    const rows = await inbox(victor)
    expect(rows.find((r) => r.id === first.permit)?.holder).toMatchObject({ me: true })
    expect(rows.find((r) => r.id === second.permit)?.holder).toBeNull()
    expect((await inbox(victor, '&holder=me')).map((r) => r.id)).toEqual([first.permit])
    expect((await inbox(victor, '&holder=none')).map((r) => r.id)).toEqual([second.permit])
    for (const { permit } of [first, second]) await give(lucia, permit, 'withdraw')
  })

  it('gives two officers who ask at once two different cases, and says when there is none', async () => {
    const filed = [await queued(), await queued()]
    const { token } = await colleague()
    const got = (await Promise.all([next(victor), next(token)])).map(taken)
    expect([...got].sort()).toEqual(filed.map((f) => f.permit).sort())
    expect(taken(await next(victor))).toBeNull()
    for (const { permit } of filed) await give(lucia, permit, 'withdraw')
  })

  it('lets nobody jump it without a coded reason, which anyone can read afterwards', async () => {
    const [first, second] = [await queued(), await queued()]
    const refused = await give(victor, second.permit, 'take')
    expect(refused.body).toMatchObject({ status: 409, code: 'NOT_NEXT' })
    expect(refused.text).toContain(first.permit)
    expect((await give(victor, second.permit, 'take', { reason: { code: 'because' } })).status).toBe(422)
    const reason = { code: 'transport-waiting', text: 'El camión sale a las tres.' }
    expect((await give(victor, second.permit, 'take', { reason })).status).toBe(200)
    const told = await app.call('GET', '/v1/queue-jumps?agency=pe.mtc')
    expect(told.body.items).toMatchObject([{ agency: 'pe.mtc', code: 'transport-waiting', desk: 'evaluate' }])
    expect(told.text).not.toContain('camión')
    for (const { permit } of [first, second]) await give(lucia, permit, 'withdraw')
  })

  it('keeps a case with who took it: nobody else acts on it until it is given back or handed over', async () => {
    const { permit } = await queued()
    const { token, person } = await colleague()
    await next(victor)
    for (const command of ['propose', 'take', 'release'])
      expect(
        (
          await give(
            token,
            permit,
            command,
            command === 'propose' ? { outcome: 'approve' } : command === 'release' ? { reason: 'x' } : {},
          )
        ).body,
      ).toMatchObject({ code: 'HELD_BY_OTHER' })
    expect((await give(victor, permit, 'reassign', { to: person, reason: 'x' })).status).toBe(403)
    expect((await give(irene, permit, 'reassign', { to: randomUUID(), reason: 'x' })).body).toMatchObject({
      code: 'NOT_A_COLLEAGUE',
    })
    expect((await give(irene, permit, 'reassign', { to: person, reason: 'Conoce el producto.' })).status).toBe(200)
    expect((await give(victor, permit, 'propose', { outcome: 'approve' })).body).toMatchObject({
      code: 'HELD_BY_OTHER',
    })
    const { queues, officers } = (await app.call('GET', '/v1/workload', token)).body as {
      queues: { role: string; held: number; waiting: number }[]
      officers: { person: string; held: number }[]
    }
    expect(officers.find((o) => o.person === person)?.held).toBe(1)
    expect(queues.find((q) => q.role === 'evaluator')).toMatchObject({ held: 1, waiting: 0 })
    expect((await give(token, permit, 'release', { reason: 'Salgo de vacaciones.' })).status).toBe(200)
    expect(taken(await next(victor))).toBe(permit)
    expect((await give(victor, permit, 'propose', { outcome: 'approve' })).status).toBe(200)
    expect((await give(irene, permit, 'approve')).status).toBe(200)
  })

  it('is no business of a firm: it may neither take a case nor see who works on what', async () => {
    const { permit } = await queued()
    expect((await give(lucia, permit, 'take')).status).toBe(403)
    expect((await next(lucia)).status).toBe(403)
    expect(((await app.call('GET', '/v1/workload', lucia)).body.queues as unknown[]).length).toBe(0)
    await give(lucia, permit, 'withdraw')
  })

  it('goes past the cases of procedures that an officer does not take, and those are not handed to them', async () => {
    const { permit } = await queued()
    const { token, person } = await colleague()
    const skills = (procedures: string[], by: string = irene, of = person) =>
      app.call('PUT', `/v1/officers/${of}/skills`, by, { procedures })
    expect((await skills(['pe.export-phyto'], victor)).status).toBe(403)
    expect((await skills(['pe.export-phyto'], lucia)).status).toBe(403)
    expect((await skills(['pe.no-such'])).body).toMatchObject({ code: 'UNKNOWN_PROCEDURE' })
    expect((await skills(['pe.export-phyto'], irene, randomUUID())).body).toMatchObject({ code: 'NOT_A_COLLEAGUE' })
    expect((await skills(['pe.export-phyto'])).status).toBe(200)
    expect(taken(await next(token))).toBeNull()
    expect((await give(token, permit, 'take')).body).toMatchObject({ code: 'NOT_SKILLED' })
    expect((await give(irene, permit, 'reassign', { to: person, reason: 'x' })).body).toMatchObject({
      code: 'NOT_SKILLED',
    })
    const told = (await app.call('GET', '/v1/officers', irene)).body as {
      items: { person: string; procedures: string[] }[]
    }
    expect(told.items.find((o) => o.person === person)?.procedures).toEqual(['pe.export-phyto'])
    expect((await skills(['pe.hazmat-notice'])).status).toBe(200)
    expect(taken(await next(token))).toBe(permit)
    await give(lucia, permit, 'withdraw')
  })
})

describe('segregation in the queue (M01-5)', () => {
  it('passes over the cases of an officer’s own firm: they take the next one, and the others take that', async () => {
    const { permit } = await queued()
    const { token, person } = await colleague()
    const firm = await app.house.directory.identify(lucia)
    const hat = { id: randomUUID(), person, name: 'Nélida Ñope', label: randomUUID(), sandbox: null }
    const org = firm?.actor.org ?? ''
    await app.house.directory.putAccount({ ...hat, org, roles: ['operator'] }, `demo.${hat.label}`, app.clock.now())
    const answer = await next(token)
    expect([answer.status, taken(answer)]).toEqual([200, null])
    // Nor does it stand in the way of a case of somebody else.
    const other = await queued('demo.pe.elvira')
    expect(taken(await next(token))).toBe(other.permit)
    expect(taken(await next(victor))).toBe(permit)
    await give(lucia, permit, 'withdraw')
    await give('demo.pe.elvira', other.permit, 'withdraw')
  })
})

describe('the urgent lane (M08-10)', () => {
  it('gives half of the time, and the case to whoever is on duty', async () => {
    const orchids = {
      country: 'cr',
      regime: 'export',
      elements: {
        consignee: { name: 'Orchideen Lindner KG', country: 'DE' },
        'country.destination': 'DE',
        'location.loading': 'CRSJO',
        'transport.mode': '4',
        'date.departure': daysAfter(app.clock.now(), 40),
      },
      lines: [
        {
          'goods.commodity': '060290',
          'goods.citesAppendix': 'II',
          'goods.quantity': { value: '300', unit: 'NIU' },
        },
      ],
      answers: {
        'cr.cites-export': {
          elements: { 'cites-purpose': 'T' },
          lines: [{ species: 'Guarianthe skinneri', 'specimen-source': 'A', live: true }],
        },
      },
      documents: [{ type: 'legal-origin', name: 'origen.pdf', digest: await app.upload('demo.cr.marcela', 'origen') }],
    }
    const warner = 'demo.cr.warner'
    const priscila = (await app.house.directory.identify('demo.cr.priscila'))?.actor.person ?? ''
    const now = app.clock.now()
    const duty = (to: string, by = warner) => app.call('POST', '/v1/duties', by, { person: priscila, from: now, to })
    expect((await duty(now)).body).toMatchObject({ code: 'SLOT_ORDER' })
    expect((await duty(`${daysAfter(now, 60)}T00:00:00.000Z`)).body).toMatchObject({ code: 'DUTY_TOO_LONG' })
    expect((await duty(`${daysAfter(now, 5)}T00:00:00.000Z`, 'demo.cr.priscila')).status).toBe(403)
    expect((await duty(`${daysAfter(now, 5)}T00:00:00.000Z`)).status).toBe(201)
    const filed = filedOf(
      (await app.open('/v1/applications', 'demo.cr.marcela', { dossier: orchids, procedures: ['cr.cites-export'] }))
        .body,
    )
    await app.pay(filed.order)
    const [row] = await inbox('demo.cr.priscila')
    expect(row).toMatchObject({ id: filed.permit, lane: 'urgent', holder: { me: true } })
    const mail = (await app.call('GET', '/v1/notices', 'demo.cr.priscila')).text
    expect(mail).toContain('urgente')
    await app.act('demo.cr.priscila', `/v1/permits/${filed.permit}`, 'admit', {})
    const permit = (await app.call('GET', `/v1/permits/${filed.permit}`, 'demo.cr.priscila')).body as unknown as {
      state: { clock: { within: object } }
    }
    expect(permit.state.clock.within).toEqual({ n: 8, unit: 'bd' })
  })
})
