import type { AddressInfo } from 'node:net'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toInstant } from '#kernel'
import { findCaptured } from '#platform/mail'
import { browserFlags, chromiumPath } from '../helpers/browser.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { sound } from '../helpers/sound.ts'

let app: TestApp
let browser: Browser
let origin = ''

beforeAll(async () => {
  // Passkeys are bound to a name, not to a number: the window is reached as localhost, where browsers allow them without TLS.
  app = await openTestApp({ now: toInstant(Date.now()), publicUrl: () => origin, env: { VUCE_STEP_UP: 'on' } })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://localhost:${(app.app.server.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: chromiumPath(), args: browserFlags })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const linkTo = async (email: string): Promise<string> => {
  for (let i = 0; i < 100; i++) {
    const [mail] = await findCaptured(app.house.pool, { to: email, limit: 1 })
    const link = /(http:\S+)/.exec(mail?.body ?? '')?.[1]
    if (link) return link
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  return ''
}

describe('a person in a real browser', () => {
  it('opens an account, adds a passkey, signs in with it, and signs an act by it', async () => {
    const context = await browser.newContext({ locale: 'es-PE' })
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(`${origin}/entrar`)
    await sound(page)
    await page.getByRole('link', { name: 'Crear una cuenta' }).click()
    await sound(page)
    // By keyboard alone.
    await page.getByLabel('Nombre y apellido').focus()
    await page.keyboard.type('Nélida Ñahui Quispe')
    await page.keyboard.press('Tab')
    await page.keyboard.type('nelida@telar.pe')
    await page.keyboard.press('Tab')
    await page.keyboard.type('corta')
    await page.keyboard.press('Enter')
    await page.waitForURL(/nueva/)
    await page.getByRole('alert').waitFor()
    await sound(page)
    await page.getByLabel('Contraseña').fill('mi telar tiene siete colores')
    await page.getByRole('button', { name: 'Crear la cuenta' }).click()
    await page.getByRole('heading', { name: 'Mire su correo.' }).waitFor()
    await sound(page)
    await page.goto(await linkTo('nelida@telar.pe'))
    await sound(page)
    await page.getByRole('button', { name: 'Abrir mi cuenta' }).click()
    await page.getByLabel('Correo electrónico').fill('nelida@telar.pe')
    await page.getByLabel('Contraseña').fill('mi telar tiene siete colores')
    await sound(page)
    await page.getByRole('button', { name: 'Entrar', exact: true }).click()
    await page.waitForURL(`${origin}/inicio`)
    await page.goto(`${origin}/entrar/seguridad`)
    await sound(page)
    await page.getByRole('button', { name: 'Agregar una llave' }).click()
    await page.getByText('Listo.').waitFor()
    expect(
      await page
        .getByText(/^Llave del \d{4}-/)
        .first()
        .isVisible(),
    ).toBe(true)
    await sound(page)
    // A code application as well, so that its page is seen.
    await page.goto(`${origin}/entrar/confirmar?to=/entrar/seguridad`)
    await page.getByRole('heading', { name: 'Confirme que es usted' }).waitFor()
    await sound(page)
    await page.getByRole('button', { name: 'Confirmar con mi llave de acceso' }).click()
    await page.waitForURL(`${origin}/entrar/seguridad`)
    await page.getByRole('button', { name: 'Activar' }).click()
    await page.getByLabel('Código de la aplicación').waitFor()
    await sound(page)
    // Out, and in again by the passkey alone.
    await page.goto(`${origin}/salir`)
    await sound(page)
    await page.getByRole('button', { name: 'Salir', exact: true }).click()
    await page.getByRole('heading', { name: 'Salió de la ventanilla.' }).waitFor()
    await sound(page)
    await page.goto(`${origin}/entrar/ir?to=/v1/me`)
    await page.getByRole('button', { name: 'Entrar con una llave de acceso' }).click()
    await page.waitForURL(`${origin}/v1/me`)
    const me = JSON.parse((await page.locator('pre').first().textContent()) ?? '{}') as {
      name: string
      session: { methods: string[]; steppedUpAt: string | null }
    }
    expect(me.name).toBe('Nélida Ñahui Quispe')
    expect(me.session.methods).toContain('hwk')
    expect(me.session.steppedUpAt).not.toBeNull()
    await context.close()
  }, 120_000)

  it('who is invented comes in with one click, and is asked for a second factor before signing', async () => {
    const context = await browser.newContext({ locale: 'es-PE' })
    const page = await context.newPage()
    await page.goto(`${origin}/entrar?to=/entrar/seguridad`)
    await page.getByRole('button', { name: /Lucía Rivas Ocaña/ }).click()
    await page.waitForURL(`${origin}/entrar/seguridad`)
    const act = () =>
      page.evaluate(`fetch('/v1/applications', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json',
        'vuce-client': 'web', 'idempotency-key': crypto.randomUUID() } }).then((r) => r.json())`) as Promise<{
        code: string
        stepUp?: string
      }>
    expect(await act()).toMatchObject({ code: 'STEP_UP_REQUIRED', stepUp: '/entrar/confirmar' })
    await page.goto(`${origin}/entrar/confirmar?to=/entrar/seguridad`)
    await sound(page)
    await page.getByRole('button', { name: 'Confirmar' }).click()
    await page.waitForURL(`${origin}/entrar/seguridad`)
    expect((await act()).code).not.toBe('STEP_UP_REQUIRED')
    await context.close()
  }, 60_000)
})
