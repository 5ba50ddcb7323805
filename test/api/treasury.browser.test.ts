import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toInstant } from '#kernel'
import { paymentCode, verifyBooks, type OrderState } from '#modules/payments'
import { findCaptured } from '#platform/mail'
import { bankFileProvider } from '#platform/payments'
import type { Movement } from '../../simulators/payment-provider/bank.ts'
import { statementOf } from '../../simulators/payment-provider/statement.ts'
import { browserFlags, chromiumPath } from '../helpers/browser.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { visitorOf } from '../helpers/people-in-browser.ts'
import { fileAcid, people } from '../helpers/shipments.ts'
import { sound } from '../helpers/sound.ts'

let app: TestApp
let browser: Browser
let origin = ''
beforeAll(async () => {
  app = await openTestApp({ now: toInstant(Date.now()), publicUrl: () => origin, provider: bankFileProvider() })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://localhost:${(app.app.server.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: chromiumPath(), args: browserFlags })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** Nothing of this needs a script. */
const visitor = (label: string): Promise<Page> => visitorOf({ app, browser, origin }, label)

describe('the treasury’s own pages', () => {
  it('load a statement, place what came without a code, give back what nobody knows, and hand over', async () => {
    const [paid, unnamed] = [await fileAcid(app), await fileAcid(app)]
    const numberOf = async (order: string): Promise<string> =>
      ((await app.call('GET', `/v1/orders/${order}`, people.lucia)).body.state as OrderState).number
    const at = app.clock.now()
    const day = at.slice(0, 10)
    const movement = (id: string, code: string, amount: string, party: string): Movement => ({
      id,
      direction: 'CRDT',
      at,
      code,
      endToEnd: 'NOTPROVIDED',
      party,
      amount: { amount, currency: 'PEN' },
    })
    const moved = [
      movement('B1', paymentCode(await numberOf(paid.order)), '18.40', 'Agrofarma'),
      movement('B2', 'SIN CODIGO', '18.40', 'Agrofarma'),
      movement('B3', 'GRACIAS', '7.77', 'Ñandú SAC'),
    ]
    app.clock.hours(1)
    const file = statementOf(moved, { day, currency: 'PEN', account: '00-000-284556', version: '08' })

    const page = await visitor('pe.treasury')
    await page.goto(`${origin}/tesoreria`)
    await sound(page, 'treasury-empty')
    const upload = (text: string) =>
      page
        .getByLabel('Archivo camt.053 (XML)')
        .setInputFiles({ name: 'extracto.xml', mimeType: 'text/xml', buffer: Buffer.from(text) })
    await upload('<no/>')
    await page.getByRole('button', { name: 'Cargar y conciliar' }).click()
    await page.getByRole('alert').waitFor()
    await upload(file)
    await page.getByRole('button', { name: 'Cargar y conciliar' }).click()
    await page.getByRole('heading', { name: 'Diferencias' }).waitFor()
    await sound(page, 'statement')
    const card = (what: string) => page.locator('article', { hasText: what })
    await card('SIN CODIGO').getByText('Aplicar a esa orden').first().click()
    await card('SIN CODIGO').getByLabel('Número de la orden').fill('OP-0000')
    await card('SIN CODIGO').getByLabel('Nota').first().fill('Llamó el pagador')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await card('SIN CODIGO').getByText('Aplicar a esa orden').first().click()
    await card('SIN CODIGO')
      .getByLabel('Número de la orden')
      .fill(await numberOf(unnamed.order))
    await card('SIN CODIGO').getByLabel('Nota').first().fill('Llamó el pagador')
    await page.keyboard.press('Enter')
    await page.getByText('Resuelta: Llamó el pagador').waitFor()
    await card('Ñandú').getByText('Devolver a quien pagó').first().click()
    await card('Ñandú').getByLabel('Nota').last().fill('No es para nosotros')
    await page.keyboard.press('Enter')
    await page.getByText('Resuelta: No es para nosotros').waitFor()
    await sound(page, 'statement-settled')
    await page.goto(`${origin}/tesoreria`)
    await page.getByRole('button', { name: /Entregar a los organismos/ }).click()
    await page.getByText('Listo.').waitFor()
    await sound(page, 'treasury')
    expect(await page.locator('#payouts').locator('xpath=..').innerText()).toMatch(/Ñandú SAC[\s\S]*PEN 7\.77/)
    const orders = await Promise.all(
      [paid, unnamed].map(({ order }) => app.call('GET', `/v1/orders/${order}`, people.lucia)),
    )
    expect(orders.map((o) => o.body.status)).toEqual(['RECONCILED', 'RECONCILED'])
    expect((await verifyBooks(app.house.pool)).breaches).toEqual([])
  }, 180_000)

  it('are nobody else’s', async () => {
    const page = await visitor('pe.lucia')
    await page.goto(`${origin}/tesoreria`)
    expect(new URL(page.url()).pathname).toBe('/entrar')
  })
})

describe('where somebody is told', () => {
  it('is added, confirmed by its code and removed, by a form', async () => {
    const page = await visitor('pe.lucia')
    await page.goto(`${origin}/empresa/avisos`)
    await page.getByLabel('Dirección o teléfono').fill('no es')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await sound(page, 'contacts-wrong')
    await page.getByLabel('Dirección o teléfono').fill('lucia@firma.pe')
    await page.keyboard.press('Enter')
    await page.getByText('sin confirmar').waitFor()
    const [letter] = await findCaptured(app.house.pool, { to: 'lucia@firma.pe' })
    await page.getByLabel('Código que le enviamos').fill(/\b(\d{6})\b/.exec(letter?.body ?? '')?.[1] ?? '')
    await sound(page, 'contacts-code')
    await page.getByRole('button', { name: /Confirmar/ }).click()
    await page.getByText('confirmada').waitFor()
    await page.getByRole('button', { name: /Quitar/ }).click()
    await page.getByText('Ninguna todavía').waitFor()
  }, 120_000)
})
