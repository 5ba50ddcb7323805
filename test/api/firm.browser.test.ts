import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rucDigit, toInstant } from '#kernel'
import { findCaptured } from '#platform/mail'
import { httpRegistry, launchRegistry, type RunningRegistry } from '#platform/registry'
import { tellInvited } from '../../server/courtesy.ts'
import { browserFlags, chromiumPath } from '../helpers/browser.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { visitorOf } from '../helpers/people-in-browser.ts'
import { sound } from '../helpers/sound.ts'

let app: TestApp
let registry: RunningRegistry
let browser: Browser
let origin = ''
const taxId = `2051234567${rucDigit('2051234567')}`

beforeAll(async () => {
  registry = await launchRegistry({
    taxpayers: [{ country: 'PE', taxId, name: 'Telares del Sur SAC', address: 'Jr. Puno 12, Arequipa' }],
  })
  app = await openTestApp({ now: toInstant(Date.now()), publicUrl: () => origin, registry: httpRegistry(registry) })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://localhost:${(app.app.server.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: chromiumPath(), args: browserFlags })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
  await registry?.stop()
})

/** A window without scripts: everything here works without. */
async function visitor(person: string): Promise<Page> {
  const [hat] = await app.house.directory.hatsOf(person)
  const { token } = await app.house.directory.sessions.open({ person, account: hat?.id ?? '', methods: ['pwd'] })
  const context = await browser.newContext({ locale: 'es-PE', javaScriptEnabled: true })
  await context.addCookies([{ name: 'vuce_session', value: token, url: origin }])
  return context.newPage()
}
const demo = (label: string): Promise<Page> => visitorOf({ app, browser, origin }, label)
const somebody = async (name: string): Promise<string> =>
  (await app.house.login.people.create({ name, email: `${name.split(' ')[0]?.toLowerCase()}@x.pe`, language: 'es' }))
    ?.id ?? ''

describe('a firm’s own page', () => {
  it('registers a firm by its number, invites by mail, gives a mandate and takes it back; by keyboard, sound in both widths', async () => {
    const page = await visitor(await somebody('Ana Poma'))
    await page.goto(`${origin}/empresa`)
    await sound(page, 'start')
    const register = page.locator('form', { has: page.getByRole('button', { name: 'Registrar la empresa' }) })
    await register.getByLabel('País').selectOption('PE')
    await register.getByLabel('Número tributario').fill('20512345670')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await sound(page, 'wrong-number')
    await register.getByLabel('Número tributario').fill(taxId)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Telares del Sur SAC' }).waitFor()
    await sound(page, 'terms')
    await page.getByRole('button', { name: 'Aceptar y empezar' }).click()
    await page.getByRole('heading', { name: 'Personas' }).waitFor()
    await sound(page, 'firm')

    await page.getByLabel('Correo electrónico').fill('flor@x')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Correo electrónico').fill('flor@x.pe')
    await page.keyboard.press('Enter')
    await page.getByText('Listo.').waitFor()
    await page.getByLabel('Personas ocupadas').fill('4')
    await page.getByLabel(/Ventas de un año/).fill('90.000,50')
    await sound(page, 'invited')

    await tellInvited(app.house, () => origin)
    const [letter] = await findCaptured(app.house.pool, { to: 'flor@x.pe' })
    const flor = await visitor(await somebody('Flor Ñahui'))
    await flor.goto(/(http:\S+)/.exec(letter?.body ?? '')?.[1] ?? '')
    await sound(flor, 'invitation')
    await flor.getByRole('button', { name: 'Aceptar' }).click()
    await flor.getByRole('heading', { name: /Ya es parte de Telares/ }).waitFor()
    await sound(flor, 'joined')
    await flor.goto(`${origin}/empresa`)
    // She works there and does not own it: she sees who is who, and no button.
    expect(await flor.getByRole('button', { name: 'Enviar la invitación' }).count()).toBe(0)

    await page.goto(`${origin}/empresa/poderes`)
    await sound(page, 'mandates-none')
    await page.getByLabel('abrir operaciones').check()
    await page.getByLabel('responder observaciones').check()
    await page.getByLabel('Número tributario del agente').fill('20604123454')
    await page.getByLabel(/Solo estas mercancías/).fill('0901, 1801')
    await page.getByLabel(/Valor máximo/).fill('5000')
    await page.getByRole('button', { name: 'Ofrecer el poder' }).click()
    await page.getByText('Sin respuesta').waitFor()
    await sound(page, 'mandates-offered')
    // The agent accepts, acts for the firm, and between two clicks the firm takes the mandate back.
    const agent = await demo('pe.elvira')
    await agent.goto(`${origin}/empresa/poderes`)
    await agent.getByRole('button', { name: /^Aceptar el poder/ }).click()
    await agent.getByText('Vigente').waitFor()
    await sound(agent, 'mandates-taken')
    await agent.getByRole('button', { name: /^Actuar por esta empresa/ }).click()
    await agent.waitForURL(/\/inicio$|\/$/)
    const open = (): Promise<number> =>
      agent.evaluate(`fetch('/v1/dossiers', { method: 'POST', body: JSON.stringify({ country: 'pe', regime: 'export', elements: {}, lines: [] }),
        headers: { 'content-type': 'application/json', 'vuce-client': 'web', 'idempotency-key': crypto.randomUUID() } }).then((r) => r.status)`)
    expect(await open()).toBe(201)
    await page.reload()
    await page
      .getByText(/^Quitar el poder/)
      .first()
      .click()
    await page.getByLabel('Por qué').fill('Lo hacemos nosotros')
    await page.getByRole('button', { name: /^Quitar el poder/ }).click()
    await page.getByText('Quitado').waitFor()
    expect(await open()).toBe(403)
    await sound(page, 'mandates-revoked')
  }, 180_000)

  it('refuses forms of other sites and acts of strangers', async () => {
    const cookie = `vuce_session=${(await app.house.directory.sessions.open({ person: await somebody('Rosa Ley'), account: '', methods: ['pwd'] }).catch(() => ({ token: 'x'.repeat(43) }))).token}`
    const post = (path: string, headers: Record<string, string>) =>
      app.call('POST', path, null, 'country=PE&taxId=1', {
        'content-type': 'application/x-www-form-urlencoded',
        host: new URL(origin).host,
        cookie,
        ...headers,
      })
    expect((await post('/empresa/registrar', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post('/empresa/invitar', { origin })).status).toBe(303)
    expect((await app.call('GET', '/empresa', null)).headers.location).toBe('/entrar?to=%2Fempresa')
  })
})
