import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rucDigit } from '#kernel'
import { findCaptured } from '#platform/mail'
import { httpRegistry, launchRegistry, type RunningRegistry } from '#platform/registry'
import { tellInvited } from '../../server/courtesy.ts'
import { daysAfter, openTestApp, type Answer, type TestApp } from '../helpers/house.ts'
import { fileAcid, people } from '../helpers/shipments.ts'

const ORIGIN = 'http://window.test'
let simulator: RunningRegistry
let app: TestApp
let firm: Firm
beforeAll(async () => {
  simulator = await launchRegistry({ taxpayers: [] })
  app = await openTestApp({ registry: httpRegistry(simulator) })
  firm = await register('Ana Poma', '2051234567')
}, 60_000)
afterAll(async () => {
  await app?.close()
  await simulator?.stop()
})

interface Firm {
  readonly path: string
  readonly org: string
  /** The owner's token under the firm's hat, and who they are. */
  readonly owner: string
  readonly person: string
}

/** A development token for a hat that came about by itself. */
async function tokenOf(person: string, org: string): Promise<string> {
  const hat = (await app.house.directory.hatsOf(person)).find((h) => h.org === org)
  if (!hat) return ''
  const token = `test.${randomUUID()}`
  await app.house.directory.putAccount(hat, token, app.clock.now())
  return token
}
async function somebody(name: string): Promise<string> {
  const made = await app.house.login.people.create({ name, email: `${randomUUID()}@x.pe`, language: 'es' })
  return made?.id ?? ''
}
async function register(name: string, ten: string): Promise<Firm> {
  const person = await somebody(name)
  const own = await tokenOf(person, person)
  const made = await app.open('/v1/enterprises', own, { country: 'PE', taxId: `${ten}${rucDigit(ten)}` })
  const path = `/v1/enterprises/${String(made.body.id)}`
  await app.act(own, path, 'acceptTerms', {})
  const { org } = made.body.state as { org: string }
  return { path, org, person, owner: await tokenOf(person, org) }
}
const state = (a: Answer): Record<string, unknown> => a.body.state as Record<string, unknown>
const codes = (a: Answer): unknown[] => ((a.body.errors ?? []) as { code: string }[]).map((e) => e.code)
const give = (token: string, path: string, command: string, input: object): Promise<Answer> =>
  app.call('POST', `${path}/${command}`, token, input, { 'idempotency-key': randomUUID(), 'if-match': '*' })

/** A browser that is signed in as a person, in their own name. */
async function browserOf(person: string) {
  const [hat] = await app.house.directory.hatsOf(person)
  let { token } = await app.house.directory.sessions.open({ person, account: hat?.id ?? '', methods: ['pwd'] })
  return async (method: 'GET' | 'POST', path: string) => {
    const answer = await app.call(method, path, null, method === 'POST' ? '' : undefined, {
      host: 'window.test',
      cookie: `vuce_session=${token}`,
      ...(method === 'POST' ? { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' } : {}),
    })
    token = /vuce_session=([\w-]{43})/.exec(String(answer.headers['set-cookie']))?.[1] ?? token
    return answer
  }
}
async function invite(email: string, roles = ['operator']): Promise<{ link: string; id: string; mail: string }> {
  const done = await app.act(firm.owner, firm.path, 'invite', { email, roles })
  const id = (state(done).invitations as { id: string }[]).at(-1)?.id ?? ''
  await tellInvited(app.house, () => ORIGIN)
  const [letter] = await findCaptured(app.house.pool, { to: email })
  return { id, mail: letter?.body ?? '', link: /http:\/\/window\.test(\S+)/.exec(letter?.body ?? '')?.[1] ?? '' }
}

describe('an invitation', () => {
  it('goes by mail; whoever holds the letter joins, acts for the firm at once, and the letter is spent', async () => {
    const { link, mail } = await invite('flor@firma.pe')
    expect(mail).toContain('como operación')
    const flor = await somebody('Flor Ñahui')
    const asked = await app.call('GET', link, null, undefined, { host: 'window.test' })
    expect(asked.text).toContain('Entrar para aceptar')
    const browse = await browserOf(flor)
    expect((await browse('GET', link)).text).toContain('Está aquí como Flor Ñahui.')
    expect(
      (
        await app.call('POST', link, null, '', {
          host: 'window.test',
          origin: 'https://evil.example',
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).status,
    ).toBe(403)
    expect((await browse('POST', link)).text).toContain('Ya es parte de')
    const me = await browse('GET', '/v1/me')
    expect(me.body).toMatchObject({ name: 'Flor Ñahui', roles: ['operator'], organisation: { id: firm.org } })
    expect((await browse('POST', link)).status).toBe(410)
    const { invitations, members } = state(await app.call('GET', firm.path, firm.owner)) as {
      invitations: unknown[]
      members: object[]
    }
    expect([invitations, members]).toEqual([[], expect.arrayContaining([{ person: flor, roles: ['operator'] }])])
  })

  it('keeps the address out of the chain, and from everybody but the firm', async () => {
    await invite('secreta@firma.pe')
    expect(JSON.stringify(state(await app.call('GET', firm.path, firm.owner)))).toContain('secreta@firma.pe')
    const [row] = await app.asOwner<{ text: string }>(
      `SELECT string_agg(data::text, ' ') AS text FROM cases.event WHERE case_id = $1`,
      [firm.path.split('/').at(-1)],
    )
    expect(row?.text).not.toContain('secreta')
    const seen = await app.call('GET', firm.path, 'demo.window.coordinator')
    expect([seen.status, JSON.stringify(seen.body).includes('secreta')]).toEqual([200, false])
  })

  it('is worth nothing when taken back, lapsed, guessed, or sent to no address', async () => {
    const taken = await invite('una@firma.pe')
    await app.act(firm.owner, firm.path, 'withdrawInvitation', { invitation: taken.id })
    const browse = await browserOf(await somebody('Nadie Más'))
    expect((await browse('POST', taken.link)).status).toBe(410)
    const late = await invite('otra@firma.pe')
    const before = app.clock.now()
    app.clock.hours(24 * 7 + 1)
    expect((await (await browserOf(await somebody('Tarde Siempre')))('POST', late.link)).status).toBe(410)
    await app.house.engine.tick(firm.path.split('/').at(-1) ?? '', 'enterprise', null)
    expect(state(await app.call('GET', firm.path, firm.owner)).invitations).toEqual([])
    app.clock.set(before)
    expect((await browse('GET', `${late.link.slice(0, -2)}AA`)).status).toBe(410)
    expect(codes(await give(firm.owner, firm.path, 'invite', { email: 'no es correo', roles: ['operator'] }))).toEqual([
      'BAD_ADDRESS',
    ])
    expect(codes(await give(firm.owner, firm.path, 'withdrawInvitation', { invitation: randomUUID() }))).toEqual([
      'INVITATION_GONE',
    ])
  })
})

describe('what the firm says of itself (M01, data)', () => {
  it('is kept beside what the registry says, and its arithmetic is checked all at once', async () => {
    const wrong = await give(firm.owner, firm.path, 'describe', {
      gln: '7751234567890',
      lei: '5493001KJTIIGC8Y1R13',
      account: { scheme: 'IBAN', number: 'GB82WEST12345698765433' },
      representative: randomUUID(),
    })
    expect(wrong.status).toBe(422)
    expect((wrong.body.errors as { pointer: string }[]).map((e) => e.pointer).sort()).toEqual([
      '/account/number',
      '/gln',
      '/lei',
      '/representative',
    ])
    const said = { form: 'company', activity: '0128', region: 'Cusco', ownership: 'women', representative: firm.person }
    await app.act(firm.owner, firm.path, 'describe', said)
    const account = { scheme: 'CCI', number: '002-193-001234567890-12' }
    const after = await app.act(firm.owner, firm.path, 'describe', { account })
    expect(state(after).particulars).toEqual({ ...said, account })
    // Where its money goes is nobody else's business.
    expect(state(await app.call('GET', firm.path, 'demo.window.coordinator')).particulars).toEqual(said)
  })
})

describe('the certificate of registration (M01, outputs)', () => {
  it('is signed, printed with its code, verified by anyone, made anew when the firm changes, and void while it is suspended', async () => {
    const own = await register('Berta Luna', '2051234888')
    const first = await app.call('GET', `${own.path}/certificate`, own.owner)
    expect(first.body).toMatchObject({
      edition: 1,
      record: { documentType: 'registration', holder: { name: expect.any(String) } },
    })
    await app.act(own.owner, own.path, 'describe', { activity: '0128' })
    const second = await app.call('GET', `${own.path}/certificate`, own.owner)
    expect([second.body.edition, second.body.code]).toEqual([2, first.body.code])
    const code = String(second.body.code)
    const verify = async () => (await app.call('GET', `/v1/verify/${code}`)).body
    expect(await verify()).toMatchObject({ status: 'valid', title: 'Constancia de registro de empresa', edition: 2 })
    expect((await app.call('POST', '/v1/verify', null, { jws: first.body.jws })).body).toMatchObject({
      status: 'replaced',
    })
    const page = await app.call('GET', `/v/${code}`)
    expect(page.text).toContain((second.body.record as { holder: { name: string } }).holder.name)
    const pdf = await app.call('GET', `${own.path}/certificate.pdf`, own.owner)
    expect([pdf.status, pdf.text.startsWith('%PDF-')]).toEqual([200, true])
    expect((await app.call('GET', `${own.path}/certificate`, people.lucia)).status).toBe(404)
    await app.act('demo.window.coordinator', own.path, 'suspend', { text: 'Orden judicial 214-2026' })
    expect(await verify()).toMatchObject({ status: 'revoked', revoked: { reason: 'Orden judicial 214-2026' } })
    await app.act('demo.window.coordinator', own.path, 'reinstate', { text: 'Levantada' })
    expect(await verify()).toMatchObject({ status: 'valid' })
  })
})

describe('the deed of a mandate (M01, outputs)', () => {
  it('is signed when the agent accepts, says what it covers, and is revoked with it', async () => {
    const who = await app.house.directory.identify(people.elvira)
    const { taxId } = await app.house.directory.getOrganisation(who?.actor.org ?? '')
    const offer = {
      agent: { country: 'PE', taxId },
      acts: ['dossier.open', 'permit.answer'],
      hs: ['0901'],
      offices: ['118'],
      valueCap: { amount: '5000.00', currency: 'USD' },
      from: app.clock.now().slice(0, 10),
      to: daysAfter(app.clock.now(), 30),
    }
    const made = await app.open('/v1/mandates', people.lucia, offer)
    const path = `/v1/mandates/${String(made.body.id)}`
    expect((await app.call('GET', `${path}/deed`, people.lucia)).status).toBe(404)
    await app.act(people.elvira, path, 'accept', {})
    const deed = await app.call('GET', `${path}/deed`, people.elvira)
    const { elements } = deed.body.record as { elements: { id: string; value: string }[] }
    const said = Object.fromEntries(elements.map((e) => [e.id, e.value]))
    expect(said).toMatchObject({ acts: 'abrir operaciones; responder observaciones', hs: '0901', offices: '118' })
    expect((await app.call('GET', `${path}/deed.pdf`, people.lucia)).text.startsWith('%PDF-')).toBe(true)
    const verify = async () => (await app.call('GET', `/v1/verify/${String(deed.body.code)}`)).body
    expect(await verify()).toMatchObject({ status: 'valid', about: expect.stringMatching(/Agrofarma.* → /) })
    await app.act(people.lucia, path, 'revoke', { text: 'Lo hacemos nosotros' })
    expect(await verify()).toMatchObject({ status: 'revoked', revoked: { reason: 'Lo hacemos nosotros' } })
  })
})

describe('segregation (M01-5)', () => {
  it('an officer who is also of the firm, or of its agent, decides nothing of its; whatever hat they wear', async () => {
    const { permit, order } = await fileAcid(app)
    await app.pay(order)
    const { directory } = app.house
    const [victor, lucia, elvira] = await Promise.all(
      [people.victor, people.lucia, people.elvira].map((t) => directory.identify(t)),
    )
    const propose = () => give(people.victor, `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
    const hat = { id: randomUUID(), person: victor?.actor.person ?? '', name: 'Víctor', label: 'also', sandbox: null }
    // Of another firm: nothing is wrong with that, until that firm acts for this one.
    await directory.putAccount({ ...hat, org: elvira?.actor.org ?? '', roles: ['agent'] }, 'demo.also', app.clock.now())
    expect((await propose()).status).toBe(200)
    await app.act(people.irene, `/v1/permits/${permit}`, 'return', { reason: 'Falta el modelo' })
    const { taxId } = await directory.getOrganisation(elvira?.actor.org ?? '')
    const made = await app.open('/v1/mandates', people.lucia, {
      agent: { country: 'PE', taxId },
      acts: ['permit.answer'],
      valueCap: { amount: '10.00', currency: 'USD' },
      from: app.clock.now().slice(0, 10),
      to: daysAfter(app.clock.now(), 30),
    })
    const mandate = `/v1/mandates/${String(made.body.id)}`
    await app.act(people.elvira, mandate, 'accept', {})
    const no = await propose()
    expect([no.status, codes(no)]).toEqual([403, ['SEGREGATION_OF_DUTIES']])
    expect(JSON.stringify(no.body)).toContain('Agrofarma')
    await app.act(people.lucia, mandate, 'revoke', { text: 'Ya no' })
    expect((await propose()).status).toBe(200)
    await app.act(people.irene, `/v1/permits/${permit}`, 'return', { reason: 'Otra vez' })
    await directory.putAccount(
      { ...hat, id: randomUUID(), label: 'of the firm', org: lucia?.actor.org ?? '', roles: ['operator'] },
      'demo.of-the-firm',
      app.clock.now(),
    )
    expect(codes(await propose())).toEqual(['SEGREGATION_OF_DUTIES'])
  })
})
