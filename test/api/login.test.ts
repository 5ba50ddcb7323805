import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { importJWK, SignJWT, type JWK } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { linkIn, visitors } from '../helpers/form-browser.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())
beforeEach(() => app.clock.hours(1))

const { browser, mailTo, register, login } = visitors(() => app)

describe('an account of one’s own', () => {
  it('is opened by mail, and comes in by OpenID Connect with the hat of oneself', async () => {
    const b = browser()
    await register(b, 'ana@empresa.pe')
    const { form, after } = await login(b, 'ANA@empresa.pe')
    expect(form.text).toContain('Entre con su cuenta')
    expect([after.status, after.location]).toEqual([303, '/inicio'])
    const me = JSON.parse((await b.go('GET', '/v1/me')).text) as Record<string, unknown>
    expect(me).toMatchObject({
      name: 'Ana Ñandú',
      email: 'ana@empresa.pe',
      roles: ['person'],
      organisation: { kind: 'person', name: 'Ana Ñandú' },
      session: { methods: ['pwd'], steppedUpAt: null },
    })
    // The provider knows her: a second window of the same browser is not asked again.
    expect((await b.follow('GET', '/entrar/ir?to=/inicio')).location).toBe('/inicio')
  })

  it('tells nobody whether an address is known', async () => {
    const b = browser()
    await register(b, 'conocida@empresa.pe')
    const pages = await Promise.all(
      ['conocida@empresa.pe', 'nadie@empresa.pe'].flatMap((email) => [
        b.go('POST', '/entrar/nueva', { name: 'Otra Persona', email, password: 'otra frase larga' }),
        b.go('POST', '/entrar/olvido', { email }),
      ]),
    )
    const plain = pages.map((p) => p.text.replaceAll(/conocida|nadie/g, 'x'))
    expect(plain[0]).toBe(plain[2])
    expect(plain[1]).toBe(plain[3])
    expect((await mailTo('conocida@empresa.pe'))?.subject).toMatch(/Ya tiene una cuenta|Elija otra/)
  })

  it('names all that is wrong at once', async () => {
    const page = await browser().go('POST', '/entrar/nueva', { name: 'A', email: 'x@y', password: 'corta' })
    expect(page.status).toBe(422)
    for (const words of ['Escriba su nombre', 'Escriba una dirección', 'Use al menos 10'])
      expect(page.text.split(words).length).toBe(3)
    expect(page.text).toContain('<title>Error: ')
  })

  it('a link is good once and for an hour, and a form of another site for nothing', async () => {
    const b = browser()
    await b.go('POST', '/entrar/nueva', { name: 'Ana Uno', email: 'uno@empresa.pe', password: 'una frase larga' })
    const link = linkIn((await mailTo('uno@empresa.pe'))?.body ?? '')
    expect((await b.go('POST', link, {}, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await b.go('POST', link)).status).toBe(303)
    expect((await b.go('POST', link)).status).toBe(410)
    await b.go('POST', '/entrar/olvido', { email: 'uno@empresa.pe' })
    const reset = linkIn((await mailTo('uno@empresa.pe'))?.body ?? '')
    app.clock.hours(1.1)
    expect((await b.go('POST', reset, { password: 'una frase nueva' })).status).toBe(410)
  })

  it('another password ends every session', async () => {
    const b = browser()
    await register(b, 'dos@empresa.pe')
    await login(b, 'dos@empresa.pe')
    const other = browser()
    await other.go('POST', '/entrar/olvido', { email: 'dos@empresa.pe' })
    const reset = linkIn((await mailTo('dos@empresa.pe'))?.body ?? '')
    expect((await other.go('POST', reset, { password: 'corta' })).status).toBe(422)
    expect((await other.go('POST', reset, { password: 'una frase nueva' })).status).toBe(303)
    expect((await b.go('GET', '/v1/me')).status).toBe(401)
    // Nor does the provider let the old browser in again without asking.
    expect((await b.follow('GET', '/entrar/ir?to=/inicio')).text).toContain('Entre con su cuenta')
    expect((await login(browser(), 'dos@empresa.pe', 'una frase nueva')).after.location).toBe('/inicio')
  })
})

describe('wrong passwords (M01-6)', () => {
  it.each(['cinco@empresa.pe', 'inexistente@empresa.pe'])(
    'five lock %s for fifteen minutes, known or not',
    async (email) => {
      const b = browser()
      if (email.startsWith('cinco')) await register(b, email)
      const form = await b.follow('GET', '/entrar/ir')
      const attempt = (password: string) => b.go('POST', form.at, { email, password })
      for (let i = 0; i < 4; i++) expect((await attempt('no es esta clave')).status).toBe(422)
      expect((await attempt('no es esta clave')).status).toBe(429)
      const locked = await attempt('una frase larga')
      expect([locked.status, locked.headers['retry-after']]).toEqual([429, '900'])
      expect(locked.text).toContain('cinco intentos fallidos')
      app.clock.hours(0.26)
      const after = await attempt('una frase larga')
      expect(after.status).toBe(email.startsWith('cinco') ? 303 : 422)
    },
  )
})

describe('a login under way', () => {
  it('is of one browser: its answer is worth nothing elsewhere, nor twice', async () => {
    const b = browser()
    await register(b, 'tres@empresa.pe')
    const form = await b.follow('GET', '/entrar/ir')
    let page = await b.go('POST', form.at, { email: 'tres@empresa.pe', password: 'una frase larga' })
    while (!page.location.includes('/entrar/vuelta?')) page = await b.go('GET', page.location)
    const stranger = browser()
    expect((await stranger.go('GET', page.location)).status).toBe(410)
    expect((await stranger.go('GET', '/v1/me')).status).toBe(401)
    expect((await b.go('GET', page.location)).status).toBe(303)
    expect((await b.go('GET', page.location)).status).toBe(410)
    expect((await stranger.go('GET', form.at)).status).toBe(410)
  })

  it('signing out ends it at the provider as well', async () => {
    const b = browser()
    await register(b, 'cuatro@empresa.pe')
    await login(b, 'cuatro@empresa.pe')
    expect((await b.go('POST', '/salir', {})).status).toBe(303)
    expect((await b.follow('GET', '/entrar/ir')).text).toContain('Entre con su cuenta')
  })
})

/** RFC 6238, as an application on the phone reckons it. */
function codeOf(secret: string, at: number): string {
  const bits = Array.from(secret.replaceAll(' ', ''))
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

describe('a second factor', () => {
  it('by one-time code: set up, asked for, good once, and only for whoever is here', async () => {
    const b = browser()
    await register(b, 'seis@empresa.pe')
    await login(b, 'seis@empresa.pe')
    const none = await b.follow('GET', '/entrar/confirmar?to=/inicio')
    expect(none.text).toContain('Todavía no tiene un segundo factor.')
    const setup = await b.go('POST', '/entrar/seguridad/codigos/empezar')
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(setup.text)?.[1] ?? ''
    const now = () => new Date(app.clock.now()).getTime()
    expect((await b.go('POST', '/entrar/seguridad/codigos', { code: '000000' })).status).toBe(422)
    expect((await b.go('POST', '/entrar/seguridad/codigos', { code: codeOf(secret, now()) })).text).toContain('Listo.')
    const factor = await b.follow('GET', '/entrar/confirmar?to=/inicio')
    expect(factor.text).toContain('Confirme que es usted')
    const used = await b.go('POST', `${factor.at}/codigo`, { code: codeOf(secret, now()) })
    expect(used.status).toBe(422)
    app.clock.hours(1 / 60)
    const good = await b.follow('POST', `${factor.at}/codigo`, { code: codeOf(secret, now()) })
    expect(good.location).toBe('/inicio')
    const me = JSON.parse((await b.go('GET', '/v1/me')).text) as { session: { steppedUpAt: string; methods: string[] } }
    expect(me.session).toMatchObject({ steppedUpAt: app.clock.now(), methods: ['pwd', 'otp'] })
    // Half an hour later a stolen session cannot take the factor away.
    app.clock.hours(0.5)
    expect((await b.go('POST', '/entrar/seguridad/codigos/quitar')).location).toBe(
      '/entrar/confirmar?to=/entrar/seguridad',
    )
  })
})

describe('programs', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }
  const assertion = async (client: string, aud: string, key: JWK = privateKey.export({ format: 'jwk' }) as JWK) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(aud)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(await importJWK(key, 'ES256'))
  const token = async (client: string, scope?: string, signed?: string) => {
    const answer = await app.app.inject({
      method: 'POST',
      url: '/oidc/token',
      headers: { host: 'window.test', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: signed ?? (await assertion(client, 'http://window.test/oidc')),
        ...(scope ? { scope } : {}),
      }).toString(),
    })
    return JSON.parse(answer.payload) as { access_token?: string; error?: string; scope?: string }
  }
  const make = (token: string, more: object = {}) =>
    app.call('POST', '/v1/clients', token, {
      name: 'ERP de la firma',
      roles: ['titular'],
      scopes: ['dossier.open', 'application.read'],
      jwks: { keys: [jwk] },
      ...more,
    })

  it('act for their organisation within their scopes, until they are revoked', async () => {
    const made = await make('demo.pe.lucia')
    expect(made.status).toBe(201)
    const id = String(made.body.id)
    const { access_token: bearer = '', scope } = await token(id, 'dossier.open')
    expect(scope).toBe('dossier.open')
    const me = await app.call('GET', '/v1/me', bearer)
    expect(me.body).toMatchObject({ grants: ['dossier.open'], organisation: { kind: 'firm' }, session: null })
    expect((await app.call('GET', '/v1/dossiers', bearer)).status).toBe(200)
    expect((await app.call('POST', '/v1/clients', bearer, {})).status).toBe(403)
    expect((await app.call('GET', '/v1/clients', 'demo.pe.elvira')).body.items).toEqual([])
    expect((await app.call('POST', `/v1/clients/${id}/revoke`, 'demo.pe.elvira')).status).toBe(404)
    expect((await app.call('POST', `/v1/clients/${id}/revoke`, 'demo.pe.lucia')).status).toBe(200)
    expect((await app.call('GET', '/v1/me', (await token(id)).access_token ?? 'x'.repeat(20))).status).toBe(401)
  })

  it('get nothing by another key, another audience, a scope not theirs, or by sending a private key', async () => {
    const id = String((await make('demo.pe.lucia')).body.id)
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as JWK
    expect((await token(id, undefined, await assertion(id, 'http://window.test/oidc', other))).error).toBe(
      'invalid_client',
    )
    expect((await token(id, undefined, await assertion(id, 'https://other.example'))).error).toBe('invalid_client')
    expect((await token(id, 'dossier.close')).error).toBe('invalid_scope')
    expect((await make('demo.pe.lucia', { jwks: { keys: [{ ...jwk, d: 'secret' }] } })).body.code).toBe('FIELD_UNKNOWN')
    const given = await make('demo.pe.lucia', {
      roles: ['titular', 'coordinator'],
      scopes: ['catalogue.approve', 'dossier.open'],
    })
    expect((given.body.errors as { pointer: string }[]).map((e) => e.pointer)).toEqual(['/roles/1'])
    expect((await make('demo.pe.martin')).status).toBe(403)
    const { access_token: bearer = '' } = await token(id)
    expect((await app.call('GET', '/v1/me', `${bearer.slice(0, -4)}AAAA`)).status).toBe(401)
  })
})
