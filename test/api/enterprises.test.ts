import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { factTypes } from '#kernel'
import { recheck } from '#modules/enterprises'
import { grantsOf } from '#platform/access'
import { httpRegistry, launchRegistry, type RunningRegistry, type TaxRegistry } from '#platform/registry'
import { statusesFor } from '../../server/permission-matrix.ts'
import { openTestApp, type Answer, type TestApp } from '../helpers/house.ts'

let simulator: RunningRegistry
let registry: TaxRegistry
let app: TestApp
beforeAll(async () => {
  simulator = await launchRegistry({
    taxpayers: [{ country: 'PE', taxId: '20501234567', name: 'Telares del Sur SAC', address: 'Jr. Puno 12, Arequipa' }],
  })
  registry = httpRegistry({ ...simulator, timeout: 400 })
  app = await openTestApp({ registry })
}, 60_000)
afterAll(async () => {
  await app?.close()
  await simulator?.stop()
})

const fault = (mode: string, ms = 0) =>
  fetch(`${simulator.baseUrl}/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.secret}` },
    body: JSON.stringify({ mode, ms }),
  })
/** Somebody who is here in their own name, and a token to speak for them. */
async function somebody(name: string): Promise<{ person: string; token: string }> {
  const person = await app.house.login.people.create({ name, email: `${randomUUID()}@x.pe`, language: 'es' })
  const [hat] = await app.house.directory.hatsOf(person?.id ?? '')
  return { person: person?.id ?? '', token: await tokenOf(hat?.id ?? '') }
}
/** A development token for an account that has come about by itself. */
async function tokenOf(account: string): Promise<string> {
  const found = await app.house.directory.findAccount(account)
  const token = `test.${randomUUID()}`
  if (found) await app.house.directory.putAccount(found, token, app.clock.now())
  return token
}
const hatIn = async (person: string, org: string): Promise<string> => {
  const hat = (await app.house.directory.hatsOf(person)).find((h) => h.org === org)
  return hat ? tokenOf(hat.id) : ''
}
const register = (token: string, taxId: string, country = 'PE'): Promise<Answer> =>
  app.call('POST', '/v1/enterprises', token, { country, taxId }, { 'idempotency-key': randomUUID() })
const codes = (a: Answer): unknown[] => ((a.body.errors ?? []) as { code: string }[]).map((e) => e.code)
const state = (a: Answer): Record<string, unknown> => a.body.state as Record<string, unknown>

/** A Peruvian number that passes the arithmetic, from its first ten digits. */
function ruc(ten: string): string {
  const sum = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2].reduce((n, w, i) => n + w * Number(ten[i]), 0)
  const rest = 11 - (sum % 11)
  return `${ten}${rest >= 10 ? rest - 10 : rest}`
}

describe('registering a firm (M01)', () => {
  it('asks for the number alone; name and address come from the registry; then its people act for it', async () => {
    const ana = await somebody('Ana Poma')
    const taxId = ruc('2050123456')
    const made = await register(ana.token, taxId)
    expect([made.status, made.body.status]).toEqual([201, 'IDENTITY_CHECKED'])
    expect(state(made)).toMatchObject({
      registry: 'active',
      name: `Contribuyente de prueba ${taxId}`,
      registrantOrg: ana.person,
    })
    const done = await app.act(ana.token, `/v1/enterprises/${String(made.body.id)}`, 'acceptTerms', {})
    expect(done.body.status).toBe('ACTIVE')
    const firm = await hatIn(ana.person, String(state(done).org))
    const me = await app.call('GET', '/v1/me', firm)
    expect(me.body).toMatchObject({ roles: ['titular'], organisation: { kind: 'firm', pack: 'pe' } })
    expect((me.body.hats as unknown[]).length).toBe(2)
    const dossier = await app.open('/v1/dossiers', firm, { country: 'pe', regime: 'export', elements: {}, lines: [] })
    expect((dossier.body.state as { owner: string }).owner).toBe(state(done).org)
    const { body } = await app.call('GET', `/v1/enterprises/${String(made.body.id)}/history`, ana.token)
    expect((body.items as { type: string }[]).map((e) => e.type)).toEqual(['EnterpriseRegistered', 'TermsAccepted'])
  })

  it.each([
    ['20501234560', 'TAXID_CHECK_DIGIT'],
    [ruc('2099912345'), 'TAXPAYER_NOT_ACTIVE'],
    [ruc('2000000012'), 'TAXPAYER_UNKNOWN'],
  ])('%s is refused: %s', async (taxId, code) => {
    const { token } = await somebody('Berta Luna')
    const no = await register(token, taxId)
    expect([no.status, codes(no)]).toEqual([422, [code]])
  })

  it('is for people in their own name: an officer cannot', async () => {
    expect((await register('demo.pe.ana', ruc('2051111111'))).status).toBe(403)
  })
})

describe('a registry in trouble', () => {
  it.each(['down', 'slow', 'garbled'])('%s: the registration goes on, says so, and is checked later', async (mode) => {
    const carla = await somebody('Carla Ríos')
    const taxId = ruc(`205${mode.length}${mode.charCodeAt(0)}4567`.padEnd(10, '1').slice(0, 10))
    await fault(mode, 1500)
    try {
      const made = await register(carla.token, taxId)
      expect([made.status, made.body.status, state(made).registry, state(made).name]).toEqual([
        201,
        'DRAFT',
        'unchecked',
        taxId,
      ])
      const path = `/v1/enterprises/${String(made.body.id)}`
      expect((await app.act(carla.token, path, 'acceptTerms', {})).body.status).toBe('ACTIVE')
      expect(await recheck(app.house.engine, registry)).toBe(0)
      await fault('up')
      expect(await recheck(app.house.engine, registry)).toBe(1)
      const after = await app.call('GET', path, carla.token)
      expect(state(after)).toMatchObject({
        status: 'ACTIVE',
        registry: 'active',
        name: `Contribuyente de prueba ${taxId}`,
      })
    } finally {
      await fault('up')
    }
  })

  it('that says later that the number is not active ends what was begun', async () => {
    const dora = await somebody('Dora Paz')
    await fault('down')
    const made = await register(dora.token, ruc('2099955555'))
    const done = await app.act(dora.token, `/v1/enterprises/${String(made.body.id)}`, 'acceptTerms', {})
    const firm = await hatIn(dora.person, String(state(done).org))
    expect((await app.call('GET', '/v1/me', firm)).status).toBe(200)
    await fault('up')
    await recheck(app.house.engine, registry)
    const after = await app.call('GET', `/v1/enterprises/${String(made.body.id)}`, dora.token)
    expect([after.body.status, state(after).reason]).toEqual(['SUSPENDED', 'TAXPAYER_NOT_ACTIVE'])
    expect((await app.call('GET', '/v1/me', firm)).status).toBe(401)
  })
})

describe('the people of a firm', () => {
  it('a second registration answers 409 and the way to join; the owner lets in, changes roles, and may not leave it without an owner', async () => {
    const [eva, fina] = [await somebody('Eva Sol'), await somebody('Fina Mar')]
    const taxId = ruc('2052222222')
    const made = await register(eva.token, taxId)
    const path = `/v1/enterprises/${String(made.body.id)}`
    const org = String(state(made).org)
    const again = await register(fina.token, taxId)
    expect([again.status, codes(again), again.body.join]).toEqual([409, ['ENTERPRISE_EXISTS'], '/v1/enterprises/join'])
    expect(codes(await register(fina.token, '20604123454'))).toEqual(['ENTERPRISE_EXISTS'])
    await app.act(eva.token, path, 'acceptTerms', {})
    const owner = await hatIn(eva.person, org)
    const join = (id: string) =>
      app.call(
        'POST',
        '/v1/enterprises/join',
        fina.token,
        { country: 'PE', taxId: id },
        { 'idempotency-key': randomUUID() },
      )
    expect([(await join(taxId)).status, (await join(ruc('2053333333'))).status]).toEqual([204, 204])
    expect((await app.call('GET', path, fina.token)).status).toBe(404)
    expect(state(await app.call('GET', path, owner)).requests).toMatchObject([{ person: fina.person }])
    await app.act(owner, path, 'assignRole', { person: fina.person, roles: ['operator'] })
    const operator = await hatIn(fina.person, org)
    expect((await app.call('GET', '/v1/me', operator)).body.roles).toEqual(['operator'])
    const give = (command: string, input: object) =>
      app.call('POST', `${path}/${command}`, owner, input, { 'idempotency-key': randomUUID(), 'if-match': '*' })
    expect(codes(await give('assignRole', { person: randomUUID(), roles: ['operator'] }))).toEqual(['UNKNOWN_PERSON'])
    expect(codes(await give('removeMember', { person: eva.person }))).toEqual(['LAST_TITULAR'])
    expect(codes(await give('assignRole', { person: eva.person, roles: ['operator'] }))).toEqual(['LAST_TITULAR'])
    expect((await give('removeMember', { person: fina.person })).status).toBe(200)
    expect((await app.call('GET', '/v1/me', operator)).status).toBe(401)
  })

  it('the coordinator suspends and reinstates, with a reason; meanwhile nobody acts for it', async () => {
    const gina = await somebody('Gina Rey')
    const made = await register(gina.token, ruc('2054444444'))
    const path = `/v1/enterprises/${String(made.body.id)}`
    await app.act(gina.token, path, 'acceptTerms', {})
    const owner = await hatIn(gina.person, String(state(made).org))
    await app.act('demo.window.coordinator', path, 'suspend', { text: 'Orden judicial 214-2026' })
    expect((await app.call('GET', '/v1/me', owner)).status).toBe(401)
    expect((await app.call('GET', path, gina.token)).body.status).toBe('SUSPENDED')
    await app.act('demo.window.coordinator', path, 'reinstate', { text: 'Levantada' })
    expect((await app.call('GET', '/v1/me', owner)).status).toBe(200)
  })
})

describe('size (M01-2)', () => {
  it('is computed from dated thresholds, and unattended for a year and thirty days its benefits pause', async () => {
    const hugo = await somebody('Hugo Silva')
    const made = await register(hugo.token, '219031877773', 'UY')
    const path = `/v1/enterprises/${String(made.body.id)}`
    await app.act(hugo.token, path, 'acceptTerms', {})
    const org = String(state(made).org)
    const owner = await hatIn(hugo.person, org)
    const facts = async () => {
      app.house.directory.forget()
      return (await app.house.directory.getOrganisation(org)).facts
    }
    const size = async (persons: number, amount: string) =>
      state(await app.act(owner, path, 'confirmSize', { persons, sales: { amount, currency: 'UYU' } })).size
    expect(await size(4, '13000000.00')).toBe('micro')
    expect(await size(5, '13000000.00')).toBe('small')
    expect(await size(4, '13000000.01')).toBe('small')
    expect(await facts()).toMatchObject({ 'applicant.size': 'small', 'applicant.verified': true })
    const dollars = await app.call(
      'POST',
      `${path}/confirmSize`,
      owner,
      { persons: 4, sales: { amount: '1.00', currency: 'USD' } },
      {
        'idempotency-key': randomUUID(),
        'if-match': '*',
      },
    )
    expect(codes(dollars)).toEqual(['NO_SIZE_CLASS'])
    const before = app.clock.now()
    app.clock.hours(24 * 396)
    await app.house.engine.tick(String(made.body.id), 'enterprise', null)
    expect(await facts()).not.toHaveProperty(['applicant.size'])
    expect(state(await app.call('GET', path, owner))).toMatchObject({ status: 'ACTIVE', sizeUnconfirmed: true })
    app.clock.set(before)
  })
})

describe('no intermediary (M01-7)', () => {
  it('whatever an agent may do in any status of any case, the firm’s own titular may too', () => {
    const missing = app.house.modules.flatMap((module) =>
      Object.entries(module.type.commands).flatMap(([name, command]) => {
        const own = statusesFor(module, command, 'titular')
        return statusesFor(module, command, 'agent').flatMap((s) =>
          own.includes(s) ? [] : [`${module.type.name}.${name} in ${s}`],
        )
      }),
    )
    // A norm may name the agent (M01-7): of a small exporter's products it signs the code, and nothing else (M13-5).
    const byNorm = ['small-export.askInfo', 'small-export.classify']
    expect(missing.filter((m) => !byNorm.some((act) => m === `${act} in CLASSIFICATION_REQUESTED`))).toEqual([])
    const own = grantsOf(['titular'])
    expect([...grantsOf(['agent'])].filter((g) => !own.has(g))).toEqual(['mypes.classify'])
  })

  it('no procedure can ask for one: the vocabulary of its conditions has no word for it', () => {
    expect(Object.keys(factTypes).filter((f) => /agent|broker|intermediar|mandate/i.test(f))).toEqual([])
  })
})
