import type { AddressInfo } from 'node:net'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Door } from '#platform/http'
import { createApp } from '../../server/app.ts'
import { browserFlags, chromiumPath } from '../../test/helpers/browser.ts'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { DESK, faultsInEveryLook, seeAs, visitorOf } from '../../test/helpers/people-in-browser.ts'
import { fileAcid, people } from '../../test/helpers/shipments.ts'

/** The same house behind two doors: one asks for second factors, the other lets the test prepare what is decided. */
let app: TestApp
let door: Door
let browser: Browser
let origin = ''
beforeAll(async () => {
  app = await openTestApp()
  const house = { ...app.house, config: { ...app.house.config, stepUp: true } }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  door = await createApp({ house, log, provider: null, publicUrl: () => origin })
  await door.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(door.server.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: chromiumPath(), args: browserFlags })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await door?.close()
  await app?.close()
})

it('an act that asks for a second factor leads there and back: nothing that was typed is lost, no datum is called wrong', async () => {
  const { permit, order } = await fileAcid(app)
  await app.pay(order)
  await app.act(people.victor, `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
  const account = (await app.house.directory.accounts()).find((a) => `demo.${a.label}` === people.irene)
  const statusOf = async (): Promise<unknown> =>
    (await app.call('GET', `/v1/permits/${permit}`, people.irene)).body.status
  await seeAs(
    { browser, origin },
    account?.label ?? '',
    async (page) => {
      await page.goto(`${origin}/casos/permits/${permit}?acto=approve`)
      await page.click('.actform .chips button >> nth=0')
      const typed = await page.inputValue('.actform textarea')
      expect(typed).not.toBe('')
      const send = '.actform .saveline button[type=submit]'
      await page.click(send)
      await page.waitForSelector('dialog[open] h2:has-text("Confirme que es usted")')
      expect(await page.locator('.errsum').count()).toBe(0)
      expect(await faultsInEveryLook(page, 'confirming')).toEqual([])
      const [other] = await Promise.all([
        page.waitForEvent('popup'),
        page.click('dialog[open] button:has-text("Confirmar")'),
      ])
      await Promise.all([other.waitForEvent('close'), other.getByRole('button', { name: 'Confirmar' }).click()])
      await page.waitForSelector('dialog[open] h2:has-text("Confirmado")')
      await page.click('dialog[open] button:has-text("Seguir")')
      expect(await page.inputValue('.actform textarea')).toBe(typed)
      expect(await statusOf()).toBe('PROPOSED')
      await page.click(send)
      await page.waitForSelector('text=/Aprobar: Hecho/')
    },
    DESK,
  )
  expect(await statusOf()).not.toBe('PROPOSED')
}, 120_000)

it('a form without scripts waits whole for the factor, each box that was ticked with it', async () => {
  const label = people.lucia.replace('demo.', '')
  const page = await visitorOf({ app, browser, origin }, label)
  await page.goto(`${origin}/empresa/poderes`)
  await page.getByLabel('abrir operaciones').check()
  await page.getByLabel('responder observaciones').check()
  await page.getByLabel('Número tributario del agente').fill('20604123454')
  await page.getByLabel(/Valor máximo/).fill('5000')
  await page.getByRole('button', { name: 'Ofrecer el poder' }).click()
  await page.getByRole('heading', { name: 'Confirme que es usted' }).waitFor()
  expect(await faultsInEveryLook(page, 'first')).toEqual([])
  const [other] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Confirmar en otra ventana' }).click(),
  ])
  await other.getByRole('button', { name: 'Confirmar' }).click()
  await other.waitForURL(/poderes/)
  await page.getByRole('button', { name: 'Ya confirmé: enviar' }).click()
  await page.getByText('Sin respuesta').waitFor()
  expect(await page.locator('main').textContent()).toMatch(/abrir operaciones, responder observaciones/)
  await page.context().close()
}, 120_000)
