import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toInstant } from '#kernel'
import type { Door } from '#platform/http'
import { createApp } from '../../server/app.ts'
import { openBadDays, watchOf, type BadDays } from '../../server/bad-days.ts'
import { browserFlags, chromiumPath } from '../helpers/browser.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { visitorOf } from '../helpers/people-in-browser.ts'
import { fileAcid, people } from '../helpers/shipments.ts'
import { sound } from '../helpers/sound.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
let app: TestApp
let days: BadDays
let door: Door
let browser: Browser
let origin = ''
beforeAll(async () => {
  app = await openTestApp({ now: toInstant(Date.now()) })
  days = await openBadDays(app.house, log)
  const watch = watchOf(days.house, days.contingency, null, log)
  door = await createApp({
    house: days.house,
    log,
    provider: null,
    publicUrl: () => origin,
    contingency: days.contingency,
    watch,
  })
  await door.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://localhost:${(door.server.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: chromiumPath(), args: browserFlags })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await door?.close()
  await days?.stop()
  await rm(join(app.house.config.dataDir, 'contingency'), { recursive: true, force: true })
  await app?.close()
})

const visitor = (label: string): Promise<Page> => visitorOf({ app, browser, origin }, label)

describe('a contingency', () => {
  it('is declared by two people on their own page, said to everybody, and ended the same way', async () => {
    const [one, two] = [await visitor('window.coordinator'), await visitor('window.shift')]
    const declare = async (page: Page, button: string): Promise<void> => {
      await page.goto(`${origin}/contingencia`)
      await page.getByLabel('Motivo (se publica)').fill('La aduana no responde desde las nueve.')
      await page.getByRole('button', { name: button }).click()
    }
    await one.goto(`${origin}/contingencia`)
    await one.getByLabel('Motivo (se publica)').fill('corto')
    await one.keyboard.press('Enter')
    await one.getByRole('alert').waitFor()
    await sound(one, 'contingency')
    await declare(one, 'Declarar la contingencia')
    await one.getByText('Queda propuesto').waitFor()
    await declare(two, 'Declarar la contingencia')
    await two.getByText('Hecho por dos personas').waitFor()
    await sound(two, 'contingency-declared')
    await two.goto(`${origin}/estado`)
    await two.getByText('Hay una contingencia declarada').waitFor()
    await sound(two, 'status')
    await declare(two, 'Terminar la contingencia')
    await declare(one, 'Terminar la contingencia')
    await one.getByText('No hay contingencia declarada').waitFor()
    const firm = await visitor('pe.lucia')
    expect((await firm.goto(`${origin}/contingencia`))?.status()).toBe(404)
  }, 120_000)
})

describe('an access review', () => {
  it('tells the owner who may see a case, why, and who looked; and nobody else', async () => {
    const { permit } = await fileAcid(app)
    await app.call('GET', `/v1/permits/${permit}`, people.victor)
    // Readings are gathered and written once a second.
    await new Promise((resolve) => setTimeout(resolve, 1200))
    const owner = await visitor('pe.lucia')
    await owner.goto(`${origin}/quien-ve/permits/${permit}`)
    await owner.getByText('organismo que decide').waitFor()
    await owner.getByText(/Veces: 1/).waitFor()
    await sound(owner, 'access')
    const other = await visitor('pe.victor')
    expect((await other.goto(`${origin}/quien-ve/permits/${permit}`))?.status()).toBe(404)
  }, 60_000)
})
