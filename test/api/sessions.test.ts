import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, type Answer, type TestApp } from '../helpers/house.ts'

const ORIGIN = 'http://window.test'
let app: TestApp
let lucia: string
beforeAll(async () => {
  app = await openTestApp()
  lucia = (await app.house.directory.accounts()).find((a) => a.label === 'pe.lucia')?.id ?? ''
})
afterAll(() => app?.close())
beforeEach(() => app.house.directory.sessions.forget())

const cookieIn = (answer: Answer): string =>
  /vuce_session=([^;]*)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
const form = { 'content-type': 'application/x-www-form-urlencoded', host: 'window.test', origin: ORIGIN }
const enter = (account = lucia, headers: Record<string, string> = form, to = '/inicio'): Promise<Answer> =>
  app.call('POST', '/entrar/demo', null, `account=${account}&to=${encodeURIComponent(to)}`, headers)
const withCookie = (token: string): Record<string, string> => ({ cookie: `vuce_session=${token}`, host: 'window.test' })
const ours = (token: string): Record<string, string> => ({ ...withCookie(token), origin: ORIGIN, 'vuce-client': 'web' })

describe('coming in', () => {
  it('sets a cookie that no script reads and no other site sends, and goes where one wanted', async () => {
    const answer = await enter()
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/inicio')
    expect(String(answer.headers['set-cookie'])).toMatch(/^vuce_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const me = await app.call('GET', '/v1/me', null, undefined, withCookie(cookieIn(answer)))
    expect(me.body).toMatchObject({
      name: 'Lucía Rivas Ocaña',
      roles: ['titular'],
      language: 'es',
      hats: [{ account: lucia }],
      session: { methods: ['demo'], steppedUpAt: null },
    })
    expect(me.headers['cache-control']).toBe('private, no-store')
  })

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ' /x', '/a b'])(
    'never leads to %s',
    async (to) => {
      expect((await enter(lucia, form, to)).headers.location).toBe('/inicio')
    },
  )

  it('takes no form of another site', async () => {
    const { origin: _, ...bare } = form
    for (const headers of [{ ...form, origin: 'https://evil.example' }, { ...form, origin: 'null' }, bare]) {
      const answer = await enter(lucia, headers)
      expect([answer.status, answer.body.code]).toEqual([403, 'CROSS_SITE'])
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect((await enter(lucia, { ...bare, 'sec-fetch-site': 'same-origin' })).status).toBe(303)
  })

  it('lists the invented people, and only as people of a sandbox', async () => {
    const page = await app.call('GET', '/entrar?lang=en', null)
    expect(page.text).toContain('Lucía Rivas Ocaña')
    expect(page.text).toContain('Demonstration accounts')
    for (const account of ['00000000-0000-0000-0000-000000000000', 'x', ''])
      expect((await enter(account)).status).toBe(404)
  })
})

describe('a session', () => {
  it('acts like a token, but changes nothing without our origin and our header', async () => {
    const token = cookieIn(await enter())
    const send = (headers: Record<string, string>) => app.call('POST', '/v1/session/end', null, {}, headers)
    const no: Record<string, string>[] = [
      withCookie(token),
      { ...withCookie(token), origin: ORIGIN },
      { ...withCookie(token), 'vuce-client': 'web' },
      { ...ours(token), origin: 'https://evil.example' },
    ]
    for (const headers of no) expect((await send(headers)).body.code).toBe('CROSS_SITE')
    expect((await app.call('GET', '/v1/dossiers', null, undefined, withCookie(token))).status).toBe(200)
    expect((await send(ours(token))).status).toBe(204)
    expect((await app.call('GET', '/v1/me', null, undefined, withCookie(token))).status).toBe(401)
  })

  it('is worth nothing when guessed, malformed or doubled', async () => {
    for (const token of ['', 'x', 'a'.repeat(43), `${'a'.repeat(42)}%`, 'a'.repeat(4000)])
      expect((await app.call('GET', '/v1/me', null, undefined, withCookie(token))).status).toBe(401)
  })

  it('a wrong token in Authorization is not saved by a good cookie', async () => {
    const token = cookieIn(await enter())
    expect((await app.call('GET', '/v1/me', 'demo.pe.nobody', undefined, withCookie(token))).status).toBe(401)
  })

  it('ends two hours after its last use, and twelve hours after its beginning', async () => {
    const token = cookieIn(await enter())
    const me = () => app.call('GET', '/v1/me', null, undefined, withCookie(token))
    const began = app.clock.now()
    app.clock.hours(2.1)
    app.house.directory.sessions.forget()
    expect((await me()).status).toBe(401)
    app.clock.set(began)
    let last = cookieIn(await enter())
    for (let hour = 0; hour < 11; hour++) {
      app.clock.hours(1.05)
      app.house.directory.sessions.forget()
      const answer = await app.call('GET', '/v1/me', null, undefined, withCookie(last))
      expect([hour, answer.status]).toEqual([hour, 200])
      last = cookieIn(answer) || last
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    app.clock.hours(1)
    expect((await app.call('GET', '/v1/me', null, undefined, withCookie(last))).status).toBe(401)
    app.clock.set(began)
  })

  it('gets a new token each hour; requests under way keep the one before for a minute', async () => {
    const first = cookieIn(await enter())
    app.clock.hours(1.1)
    const answer = await app.call('GET', '/v1/me', null, undefined, withCookie(first))
    const second = cookieIn(answer)
    expect(second).toMatch(/^[\w-]{43}$/)
    expect(second).not.toBe(first)
    const status = async (token: string) => (await app.call('GET', '/v1/me', null, undefined, withCookie(token))).status
    expect([await status(first), await status(second)]).toEqual([200, 200])
    app.clock.hours(0.05)
    app.house.directory.sessions.forget()
    expect([await status(first), await status(second)]).toEqual([401, 200])
  })

  it('ends on every device at once', async () => {
    const [here, there] = [cookieIn(await enter()), cookieIn(await enter())]
    const answer = await app.call('POST', '/v1/session/end', null, { everywhere: true }, ours(here))
    expect(answer.status).toBe(204)
    expect(String(answer.headers['set-cookie'])).toContain('Max-Age=0')
    for (const token of [here, there])
      expect((await app.call('GET', '/v1/me', null, undefined, withCookie(token))).status).toBe(401)
  })
})

describe('hats', () => {
  it('of one person are changed in the session, under a new token; the hat of another is not there', async () => {
    const { directory } = app.house
    const mine = (await directory.findAccount(lucia))!
    const other = (await directory.accounts()).find((a) => a.label === 'pe.elvira')!
    const second = '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90'
    await directory.putAccount(
      {
        id: second,
        person: mine.person,
        name: mine.name,
        org: other.org,
        roles: ['operator'],
        label: 'second',
        sandbox: null,
      },
      'demo.second-hat',
      app.clock.now(),
    )
    const token = cookieIn(await enter())
    const change = (account: string, from = token) => app.call('POST', '/v1/session/hat', null, { account }, ours(from))
    const no = await change(other.id)
    expect([no.status, no.body.code]).toEqual([404, 'NOT_FOUND'])
    const yes = await change(second)
    expect(yes.body).toMatchObject({ account: second, roles: ['operator'], organisation: { name: other.organisation } })
    expect((yes.body.hats as unknown[]).length).toBe(2)
    const after = cookieIn(yes)
    expect((await app.call('GET', '/v1/me', null, undefined, withCookie(after))).body.account).toBe(second)
    expect((await app.call('POST', '/v1/session/hat', 'demo.pe.lucia', { account: second })).body.code).toBe(
      'SESSION_REQUIRED',
    )
    expect((await change('x', after)).status).toBe(422)
  })
})

describe('going out', () => {
  it('by a link asks first; by our form it ends the session', async () => {
    const token = cookieIn(await enter())
    const asked = await app.call('GET', '/salir', null, undefined, withCookie(token))
    expect(asked.text).toContain('¿Quiere salir?')
    expect((await app.call('GET', '/v1/me', null, undefined, withCookie(token))).status).toBe(200)
    const out = await app.call('POST', '/salir', null, '', { ...form, ...withCookie(token) })
    expect([out.status, out.headers.location]).toEqual([303, '/salir'])
    expect((await app.call('GET', '/v1/me', null, undefined, withCookie(token))).status).toBe(401)
    expect((await app.call('GET', '/salir', null, undefined, withCookie(token))).text).toContain(
      'Salió de la ventanilla.',
    )
  })
})
