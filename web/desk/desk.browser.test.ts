import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { browserFlags, chromiumPath } from '../../test/helpers/browser.ts'
import { fileCoffee } from '../../test/helpers/coffee.ts'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { DESK, faultsInEveryLook, PHONE, seeAs } from '../../test/helpers/people-in-browser.ts'

let browser: Browser
let app: TestApp
let origin: string

beforeAll(async () => {
  app = await openTestApp()
  origin = await app.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({ executablePath: chromiumPath(), args: browserFlags })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const see = <T>(label: string, run: Parameters<typeof seeAs<T>>[2], options: object = DESK): Promise<T> =>
  seeAs({ browser, origin }, label, run, options)

/** A coffee certificate in the evaluators' queue. */
async function queued(): Promise<string> {
  const filed = await fileCoffee(app)
  await app.pay(filed.order)
  app.clock.hours(1)
  return filed.permit
}
const statusOf = async (permit: string): Promise<unknown> =>
  (await app.call('GET', `/v1/permits/${permit}`, 'demo.pe.ana')).body.status

it('the officer’s day: takes the next case, admits it, observes a datum, sees the answer, proposes; another person approves', async () => {
  const permit = await queued()
  await see('pe.ana', async (page) => {
    await page.goto(`${origin}/inicio`)
    await page.waitForURL(/\/cola$/)
    await page.waitForSelector('.qrow.first')
    // The keyboard alone: the first row has the focus, and `t` takes the next case.
    await page.keyboard.press('j')
    expect(await page.evaluate('document.activeElement.closest(".qrow") !== null')).toBe(true)
    await page.keyboard.press('t')
    await page.waitForURL(new RegExp(`/casos/permits/${permit}`))
    await page.waitForSelector('text=Lo tiene usted')
    await page.click('.acts button:has-text("Admitir")')
    await page.click('.actform .saveline button[type=submit]')
    await page.waitForSelector('text=/Admitir: Hecho/')
    // A datum is observed from the datum itself, and the pin shows in both places.
    await page.click('.facts-list li:has-text("Lugar de entrada") button, .facts-list li:has-text("entrada") button')
    await page.waitForSelector('#a-observations-0-text')
    await page.fill('#a-observations-0-text', 'El lugar de entrada no corresponde al contrato.')
    expect(await page.locator('.facts-list .pin').count()).toBe(1)
    await page.click('.actform .saveline button[type=submit]')
    await page.waitForSelector('text=/Observar: Hecho/')
  })
  expect(await statusOf(permit)).toBe('OBSERVED')
  await app.act('demo.pe.elvira', `/v1/permits/${permit}`, 'answer', {
    text: 'Es Ningbo.',
    elements: { 'location.entry': 'CNNGB' },
  })
  await app.act('demo.pe.luis', `/v1/permits/${permit}`, 'recordInspection', { task: 'goods', result: 'conform' })
  await see('pe.ana', async (page) => {
    await page.goto(`${origin}/casos/permits/${permit}`)
    await page.waitForSelector('text=/Desde que lo vio/')
    expect(await page.textContent('.note')).toContain('Es Ningbo.')
    await page.waitForSelector('.new-mark')
    await page.click('.acts button:has-text("Proponer una decisión")')
    await page.check('input[name="a-outcome"][value="approve"]')
    await page.click('.actform .chips button >> nth=0')
    await page.click('.actform .saveline button[type=submit]')
    await page.waitForSelector('text=/Proponer una decisión: Hecho/')
    // Whoever proposed is not offered the decision.
    expect(await page.locator('.acts button:has-text("Aprobar")').count()).toBe(0)
  })
  await see('pe.rosa', async (page) => {
    await page.goto(`${origin}/decisiones`)
    await page.click('a.title >> nth=0')
    await page.waitForSelector('text=/Propuesta: Aprobar/')
    await page.click('.acts button:has-text("Aprobar")')
    await page.click('.actform .saveline button[type=submit]')
    await page.waitForSelector('text=/Aprobar: Hecho/')
    await page.waitForSelector('text=Documento emitido')
  })
  expect(await statusOf(permit)).toBe('APPROVED')
}, 180_000)

it('alike proposals are decided together after the drawn one was opened, and one can be taken out', async () => {
  const permits = [await queued(), await queued(), await queued()]
  for (const permit of permits) {
    const path = `/v1/permits/${permit}`
    await app.act('demo.pe.ana', path, 'admit', {})
    await app.act('demo.pe.luis', path, 'recordInspection', { task: 'goods', result: 'conform' })
    await app.act('demo.pe.ana', path, 'propose', { outcome: 'approve' })
  }
  await see('pe.rosa', async (page, context) => {
    await page.goto(`${origin}/decisiones`)
    await page.click('text=Revisar en lote')
    await page.waitForURL(/\/decisiones\/lote\//)
    await page.waitForSelector('h1:has-text("3 iguales al patrón")')
    await page.click('button[type=submit]')
    await page.waitForSelector('.errsum')
    const [opened] = await Promise.all([context.waitForEvent('page'), page.click('li:has-text("Sorteada") a.title')])
    await opened.close()
    await page.waitForSelector('text=Abierta')
    await page.click('li:not(:has-text("Abierta")) button:has-text("Sacar") >> nth=0')
    await page.click('button[type=submit]:has-text("Aprobar 2")')
    await page.waitForSelector('h1:has-text("2 aprobadas, 1 sin decidir")')
  })
  const statuses = await Promise.all(permits.map(statusOf))
  expect(statuses.filter((s) => s === 'APPROVED')).toHaveLength(2)
  expect(statuses.filter((s) => s === 'PROPOSED')).toHaveLength(1)
}, 180_000)

/** One pixel, as a camera would give many. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

it('an inspection is recorded by phone without a network, and leaves once with its photo when there is one', async () => {
  const permit = await queued()
  await app.act('demo.pe.ana', `/v1/permits/${permit}`, 'admit', {})
  await see(
    'pe.luis',
    async (page, context) => {
      await page.goto(`${origin}/ruta`)
      await page.click(`a.visit[href*="${permit}"]`)
      await page.waitForSelector('text=Conforme')
      await context.setOffline(true)
      await page.setInputFiles('#photo', { name: 'tambor.png', mimeType: 'image/png', buffer: PIXEL })
      await page.waitForSelector('.photos img')
      await page.click('.verdict-conform')
      await page.fill('#note', 'Precinto intacto, 200 sacos.')
      await page.click('.saveline button')
      await page.waitForSelector('h1:has-text("Guardada en este teléfono")')
      expect(await statusOf(permit)).toBe('UNDER_EVALUATION')
      await context.setOffline(false)
      await expect
        .poll(
          async () => {
            const { body } = await app.call('GET', `/v1/permits/${permit}`, 'demo.pe.ana')
            return (body.state as { tasks: Record<string, { status: string }> }).tasks['goods']?.status
          },
          { timeout: 25_000 },
        )
        .toBe('done')
    },
    PHONE,
  )
  // The officer opens the photo in the case.
  const { body } = await app.call('GET', `/v1/permits/${permit}/history?limit=200`, 'demo.pe.ana')
  const recorded = (body.items as { type: string; data: { evidence: { digest: string }[]; text: string } }[]).filter(
    (e) => e.type === 'InspectionRecorded',
  )
  expect(recorded).toHaveLength(1)
  expect(recorded[0]?.data.text).toContain('Precinto intacto')
  const digest = recorded[0]?.data.evidence[0]?.digest ?? ''
  expect((await app.call('GET', `/v1/permits/${permit}/files/${digest}`, 'demo.pe.ana')).status).toBe(200)
}, 180_000)

it('a view of the queue is a link, can be kept with a name, and is there in another browser', async () => {
  await queued()
  await see('pe.ana', async (page) => {
    await page.goto(`${origin}/cola`)
    await page.fill('#look', 'café')
    await page.waitForURL(/q=caf/)
    await page.click('a.chip:has-text("Lo que vence antes")')
    await page.waitForURL(/vista=soon/)
    await page.click('text=Guardar esta vista')
    await page.fill('#view-name', 'Café urgente')
    await page.click('form button:has-text("Guardar")')
    await page.waitForSelector('a.chip:has-text("Café urgente")')
    await page.waitForTimeout(5000)
  })
  await see('pe.ana', async (page) => {
    await page.goto(`${origin}/cola`)
    await page.click('a.chip:has-text("Café urgente")')
    await page.waitForURL(/vista=soon.*q=caf|q=caf.*vista=soon/)
  })
}, 120_000)

it('axe finds nothing on the desks in either theme and width, and nothing overflows', async () => {
  const permit = await queued()
  const found: string[] = []
  const walk = (label: string, paths: readonly string[]): Promise<void> =>
    see(label, async (page) => {
      for (const path of paths) {
        await page.goto(origin + path)
        await page.waitForSelector('h1')
        await page.waitForTimeout(700)
        found.push(...(await faultsInEveryLook(page, path)))
      }
    })
  await walk('pe.ana', [
    '/cola',
    '/cola?vista=paused',
    `/casos/permits/${permit}`,
    `/casos/permits/${permit}?acto=observe`,
    '/carga',
    '/reglas',
    '/lista/permits',
    '/cuenta',
    '/buzon',
  ])
  await walk('pe.rosa', ['/decisiones'])
  await walk('pe.luis', ['/ruta', `/ruta/${permit}?caso=permits&turno=inspection%3Agoods`])
  await walk('window.coordinator', ['/tablero', '/catalogos', '/personas', '/lista/catalogue-entries/nuevo'])
  expect(found).toEqual([])
}, 600_000)
