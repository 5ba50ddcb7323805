import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { decodeJwt, importJWK, SignJWT, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORIGIN, visitors } from '../helpers/form-browser.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'

/** Another program that lets people in with their account here. */
const RETURN = 'https://erp.example/back'
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }
let app: TestApp
let client = ''
beforeAll(async () => {
  app = await openTestApp()
  client = String((await make({ redirectUris: [RETURN] })).body.id)
})
afterAll(() => app?.close())
const { browser, register } = visitors(() => app)

const make = (more: object) =>
  app.call('POST', '/v1/clients', 'demo.pe.lucia', {
    name: 'ERP Andino',
    roles: ['titular'],
    jwks: { keys: [jwk] },
    ...more,
  })

function begin(more: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: client,
    redirect_uri: RETURN,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'xyz',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ui_locales: 'es',
    ...more,
  })
  return { verifier, address: `/oidc/auth?${query.toString()}` }
}
async function redeem(code: string, verifier: string) {
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(`${ORIGIN}/oidc`)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(await importJWK(privateKey.export({ format: 'jwk' }) as JWK, 'ES256'))
  const answer = await app.app.inject({
    method: 'POST',
    url: '/oidc/token',
    headers: { host: 'window.test', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: RETURN,
      code_verifier: verifier,
      client_id: client,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
  })
  return JSON.parse(answer.payload) as { id_token?: string; access_token?: string; error?: string }
}
/** Follows our own addresses only; where it leads elsewhere it stops. */
async function walk(
  b: ReturnType<typeof browser>,
  method: 'GET' | 'POST',
  address: string,
  form?: Record<string, string>,
) {
  let page = await b.go(method, address, form)
  for (let i = 0; i < 10 && page.location && !page.location.startsWith(RETURN); i++)
    page = await b.go('GET', page.location)
  return page
}
const back = (location: string): URLSearchParams => new URL(location).searchParams

describe('another program that lets people in with their account here', () => {
  it('is told who somebody is only after they said so, and nothing but that', async () => {
    const b = browser()
    await register(b, 'tercera@empresa.pe')
    const { verifier, address } = begin()
    const asked = await walk(b, 'GET', address)
    const consent = await walk(b, 'POST', asked.at, { email: 'tercera@empresa.pe', password: 'una frase larga' })
    expect(consent.text).toContain('¿Le dice a ERP Andino quién es usted?')
    for (const words of ['su nombre y su idioma', 'su correo']) expect(consent.text).toContain(words)
    const yes = await walk(b, 'POST', `${consent.at}/permiso`)
    expect(back(yes.location).get('state')).toBe('xyz')
    const tokens = await redeem(back(yes.location).get('code') ?? '', verifier)
    const said = decodeJwt(tokens.id_token ?? '')
    expect(said).toMatchObject({ aud: client, name: 'Ana Ñandú', email: 'tercera@empresa.pe' })
    // What it got opens nothing of the window's own.
    expect((await app.call('GET', '/v1/me', tokens.access_token ?? 'none-was-given')).status).toBe(401)
    // Asked once: the next time it goes straight through.
    const again = begin()
    expect(back((await walk(b, 'GET', again.address)).location).get('code')).toMatch(/./)
  })

  it('hears a no as a no, and gets nothing by another address, without PKCE, or with a used code', async () => {
    const b = browser()
    await register(b, 'cuarta@empresa.pe')
    const asked = await walk(b, 'GET', begin().address)
    const consent = await walk(b, 'POST', asked.at, { email: 'cuarta@empresa.pe', password: 'una frase larga' })
    const no = await walk(b, 'POST', `${consent.at}/dejar`)
    expect(back(no.location).get('error')).toBe('access_denied')
    expect((await b.go('GET', begin({ redirect_uri: 'https://evil.example/back' }).address)).status).toBe(400)
    const bare = await walk(b, 'GET', begin({ code_challenge: '', code_challenge_method: '' }).address)
    expect(back(bare.location).get('error')).toBe('invalid_request')
    const { verifier, address } = begin()
    const second = await walk(b, 'GET', address)
    const page = second.location ? second : await walk(b, 'POST', `${second.at}/permiso`)
    const code = back(page.location).get('code') ?? ''
    expect((await redeem(code, verifier)).id_token).toBeTruthy()
    expect((await redeem(code, verifier)).error).toBe('invalid_grant')
  })

  it('either lets people in or acts for its organisation; and people go back over TLS only', async () => {
    const http = await make({ redirectUris: ['http://erp.example/back'] })
    expect((http.body.errors as { pointer: string }[]).map((e) => e.pointer)).toEqual(['/redirectUris/0'])
    const assertion = begin()
    expect(assertion.address).toContain(client)
    const listed = (await app.call('GET', '/v1/clients', 'demo.pe.lucia')).body.items as {
      id: string
      scopes: string[]
    }[]
    expect(listed.find((c) => c.id === client)?.scopes).toEqual([])
  })
})

describe('attempts from one address', () => {
  it('are counted for all nodes together: another node knows what the first one saw', async () => {
    const other = app.house.login.limit({ what: 'login', max: 30, seconds: 300 })
    const one = app.house.login.limit({ what: 'login', max: 30, seconds: 300 })
    for (let i = 0; i < 30; i++) expect(await (i % 2 ? one : other).take('198.51.100.7')).toBeUndefined()
    expect(await one.take('198.51.100.7')).toBe(300)
    expect(await other.take('198.51.100.8')).toBeUndefined()
    app.clock.hours(0.05)
    expect(await other.take('198.51.100.7')).toBe(120)
    app.clock.hours(0.04)
    expect(await one.take('198.51.100.7')).toBeUndefined()
  })
})
