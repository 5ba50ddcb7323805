import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchProcess, type LaunchedProcess } from '#platform/processes'
import { openTestApp, type TestApp } from '../helpers/house.ts'

/** The same login, with the identity provider of a country in a process of its own: nothing differs but four settings. */
const ORIGIN = 'http://window.test'
const SECRET = 'secret of the simulated identity provider'
const STRONG = 'urn:simulated:high'
let issuer: LaunchedProcess
let app: TestApp
beforeAll(async () => {
  issuer = await launchProcess({
    name: 'identity-provider',
    env: { SECRET, REDIRECT_URI: `${ORIGIN}/entrar/vuelta`, CLIENT_ID: 'ventanilla' },
  })
  app = await openWindow()
}, 60_000)
afterAll(async () => {
  await app?.close()
  await issuer?.stop()
})
beforeEach(() => fault('up'))
const openWindow = () =>
  openTestApp({
    env: {
      OIDC_ISSUER: issuer.baseUrl,
      OIDC_CLIENT_ID: 'ventanilla',
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_STRONG_ACR: STRONG,
    },
  })

async function fault(mode: string): Promise<void> {
  await fetch(`${issuer.baseUrl}/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}` },
    body: JSON.stringify({ mode }),
  })
}

interface Page {
  readonly status: number
  readonly text: string
  readonly location: string
}
/** A browser that goes to the window in memory and to the provider over the network, keeping each one's cookies. */
function browser(to: () => TestApp = () => app) {
  const jars = new Map<string, Map<string, string>>()
  const go = async (address: string, form?: Record<string, string>): Promise<Page> => {
    const url = new URL(address, ORIGIN)
    const jar = jars.get(url.origin) ?? new Map<string, string>()
    jars.set(url.origin, jar)
    const cookie = [...jar].map(([n, v]) => `${n}=${v}`).join('; ')
    const headers: Record<string, string> = {
      accept: 'text/html',
      ...(cookie ? { cookie } : {}),
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin } : {}),
    }
    const method = form ? 'POST' : 'GET'
    const body = form && new URLSearchParams(form).toString()
    const keep = (cookies: readonly string[]): void => {
      for (const c of cookies) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(c) ?? []
        if (value) jar.set(name, value)
        else jar.delete(name)
      }
    }
    if (url.origin === ORIGIN) {
      const answer = await to().app.inject({
        method,
        url: `${url.pathname}${url.search}`,
        headers: { host: url.host, ...headers },
        ...(body ? { payload: body } : {}),
      })
      keep([answer.headers['set-cookie'] ?? []].flat().map(String))
      return { status: answer.statusCode, text: answer.payload, location: String(answer.headers.location ?? '') }
    }
    const answer = await fetch(url, { method, headers, redirect: 'manual', ...(body ? { body } : {}) })
    keep(answer.headers.getSetCookie())
    const location = answer.headers.get('location') ?? ''
    return { status: answer.status, text: await answer.text(), location: location && new URL(location, url).href }
  }
  /** Follows until a page that is no redirect, or home. */
  const follow = async (address: string, form?: Record<string, string>): Promise<Page & { at: string }> => {
    let at = address
    let page = await go(at, form)
    for (let i = 0; i < 12 && page.status >= 302 && page.status <= 303 && page.location !== '/inicio'; i++) {
      at = page.location
      page = await go(at)
    }
    return { ...page, at }
  }
  return { go, follow, forget: (origin: string) => void jars.delete(origin) }
}
const flor = { sub: '12345678', name: 'Flor Ñahui', email: 'flor@ext.pe' }
const enter = async (b: ReturnType<typeof browser>, who: Record<string, string>, to = '/entrar/ir?to=/inicio') => {
  const asked = await b.follow(to)
  return { asked, after: await b.follow(asked.at, who) }
}
const me = async (b: ReturnType<typeof browser>) => {
  const { status, text } = await b.go('/v1/me')
  const said = (status === 200 ? JSON.parse(text) : {}) as Record<string, unknown>
  return { ...said, status } as { status: number } & Record<string, unknown>
}

describe('the identity provider of a country', () => {
  it('lets people in through the same pages of ours: new at first, the same person ever after', async () => {
    const b = browser()
    const { asked, after } = await enter(b, flor)
    expect(asked.text).toContain('SIMULADOR')
    expect(after.location).toBe('/inicio')
    const first = await me(b)
    expect(first).toMatchObject({ name: 'Flor Ñahui', email: 'flor@ext.pe', roles: ['person'] })
    const other = browser()
    await enter(other, flor)
    expect((await me(other)).person).toBe(first.person)
  })

  it('links an address that it has verified to the person who has it here, and an unverified one to nobody', async () => {
    const known = await app.house.login.people.create({ name: 'Rosa Quispe', email: 'rosa@ext.pe', language: 'es' })
    const b = browser()
    await enter(b, { sub: 'r-1', name: 'Rosa Q.', email: 'rosa@ext.pe' })
    expect((await me(b)).person).toBe(known?.id)
    const before = await app.house.login.people.create({ name: 'Tomás Luna', email: 'tomas@ext.pe', language: 'es' })
    await fault('unverified')
    const thief = browser()
    await enter(thief, { sub: 't-9', name: 'Tomás Luna', email: 'tomas@ext.pe' })
    const stranger = await me(thief)
    expect([stranger.status, stranger.person === before?.id, stranger.email]).toEqual([200, false, null])
  })

  it('is asked for more before an act that signs, and its own word for a second factor counts', async () => {
    const b = browser()
    await enter(b, flor)
    const weak = await enter(b, flor, '/entrar/confirmar?to=/inicio')
    expect(weak.after.status).toBe(410)
    expect(((await me(b)).session as { steppedUpAt: unknown }).steppedUpAt).toBeNull()
    const { after } = await enter(b, { ...flor, strong: 'yes' }, '/entrar/confirmar?to=/inicio')
    expect(after.location).toBe('/inicio')
    expect(((await me(b)).session as { steppedUpAt: unknown }).steppedUpAt).toBe(app.clock.now())
    // The factor of somebody else is no factor of hers.
    app.clock.hours(1)
    b.forget(issuer.baseUrl)
    const wrong = await enter(
      b,
      { sub: 'x', name: 'Otra', email: 'o@ext.pe', strong: 'yes' },
      '/entrar/confirmar?to=/inicio',
    )
    expect(wrong.after.status).toBe(410)
  })

  it('that is down, or signs with a key it does not publish, lets nobody in, and the page says so', async () => {
    const b = browser()
    const asked = await b.follow('/entrar/ir?to=/inicio')
    await fault('down')
    const back = await b.follow(asked.at, flor).catch(() => undefined)
    expect(back?.location).not.toBe('/inicio')
    expect((await me(browser())).status).toBe(401)
    // A window that has not seen its keys yet: the one that has goes on believing what they signed.
    await fault('other-key')
    const fresh = await openWindow()
    try {
      const forged = browser(() => fresh)
      const { after } = await enter(forged, flor)
      expect([after.status, (await me(forged)).status]).toEqual([410, 401])
    } finally {
      await fresh.close()
    }
  })
})
