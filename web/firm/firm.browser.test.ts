import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { browserFlags, chromiumPath } from '../../test/helpers/browser.ts'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'es-PE' }

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

/** A person of the demo, signed in as a browser signs in. */
async function enter(context: BrowserContext, label: string): Promise<void> {
  const { items } = (await (await context.request.get(`${origin}/v1/demo/accounts`)).json()) as {
    items: { label: string; account: string }[]
  }
  const account = items.find((a) => a.label === label)?.account ?? ''
  const answer = await context.request.post(`${origin}/entrar/demo`, {
    form: { account, to: '/inicio' },
    headers: { origin },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(303)
}

async function asPerson<T>(
  label: string,
  see: (page: Page, context: BrowserContext) => Promise<T>,
  options: object = PHONE,
): Promise<T> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  try {
    await enter(context, label)
    return await see(await context.newPage(), context)
  } finally {
    await context.close()
  }
}

const faultsOf = async (page: Page, where: string): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(RULES).analyze()
  return violations.map((v) => `${where}: ${v.id} ${v.nodes[0]?.html.slice(0, 160)}`)
}
const wider = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth - innerWidth')

/** A dossier of Valle Verde's coffee, opened from the answer of the journey. */
async function openCoffee(page: Page): Promise<string> {
  await page.goto(`${origin}/nueva?country=pe&regime=export&hs=090111&q=caf%C3%A9+verde&destination=CN`)
  await page.fill('#goods', 'Café verde en grano')
  await page.click('button[type=submit]')
  await page.waitForURL(/\/paso\/1$/)
  return /operaciones\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? ''
}

it('a first export by phone: from «quiero exportar» to the receipt, typing only what nobody knew', async () => {
  await asPerson('pe.elvira', async (page) => {
    await page.goto(`${origin}/que-necesito`)
    await page.selectOption('#f-country', 'pe')
    await page.fill('#f-goods', 'café verde')
    await page.selectOption('#f-place', 'CN')
    await page.click('.finder button')
    if (await page.locator('input[name=hs]').count()) {
      await page.check('input[name=hs][value^="0901"] >> nth=0')
      await page.click('form button.btn >> nth=0')
    }
    await page.goto(`${origin}/que-necesito?country=pe&regime=export&q=caf%C3%A9+verde&hs=090111&destination=CN`)
    expect(await page.textContent('h1')).toContain('Necesita un permiso')
    await page.click('a.btn')
    await page.waitForURL(/\/nueva/)
    await page.fill('#goods', 'Café verde en grano')
    await page.click('button[type=submit]')
    await page.waitForURL(/\/paso\/1$/)
    await page.waitForSelector('text=Ya lo sabemos')
    expect(await page.textContent('.prov')).toContain('Cooperativa Valle Verde')
    // Nothing was filled in: every fault at once, in a summary that has the focus.
    await page.click('button[type=submit]')
    await page.waitForSelector('.errsum')
    expect(await page.evaluate('document.activeElement.className')).toBe('errsum')
    expect(await page.title()).toMatch(/^Error:/)
    await page.fill('#d-elements-consignee', 'Huaxin Foods')
    await page.fill('#d-elements-location-entry', 'CNSHA')
    await page.check('input[name="d-elements-transport-mode"][value="1"]')
    await page.fill(
      '#d-elements-date-departure',
      new Date(Date.parse(app.clock.now()) + 20 * 86_400_000).toISOString().slice(0, 10),
    )
    await page.click('button[type=submit]')
    await page.waitForURL(/\/paso\/2$/)
    await page.selectOption('#d-lines-0-goods-botanicalName', 'Coffea arabica')
    await page.selectOption('#d-lines-0-goods-state', 'dried')
    await page.fill('#d-lines-0-goods-quantity', '13,800')
    await page.fill('#d-lines-0-goods-packages', '200')
    await page.click('button[type=submit]')
    await page.waitForURL(/\/paso\/3$/)
    await page.check('input[value="none"]')
    await page.click('button[type=submit]')
    await page.waitForURL(/\/enviar$/)
    expect(await page.textContent('.pairs >> nth=0')).toContain('Huaxin Foods')
    await page.click('.saveline button')
    await page.waitForSelector('text=/Número SUCE-/')
    await page.waitForSelector('main .btn:has-text("S/")')
  })
}, 120_000)

it('what was typed survives a reload, an ended session and another tab', async () => {
  await asPerson('pe.elvira', async (page, context) => {
    const id = await openCoffee(page)
    await page.fill('#d-elements-location-entry', 'CNSHA')
    await page.waitForSelector('text=/Guardado/')
    await page.reload()
    await expect.poll(() => page.inputValue('#d-elements-location-entry')).toBe('CNSHA')
    // Another tab changes the same form: this one is told, and loses nothing.
    const other = await context.newPage()
    await other.goto(`${origin}/operaciones/${id}/paso/1`)
    await expect.poll(() => other.inputValue('#d-elements-location-entry')).toBe('CNSHA')
    await other.fill('#d-elements-location-entry', 'CNNGB')
    await page.waitForSelector('text=Este formulario cambió en otra pestaña')
    await page.click('text=Ver lo de la otra pestaña')
    await expect.poll(() => page.inputValue('#d-elements-location-entry')).toBe('CNNGB')
    await other.close()
    // The session ends while somebody writes.
    await context.clearCookies()
    await page.fill('#d-elements-consignee', 'Huaxin Foods')
    await page.waitForTimeout(700)
    await enter(context, 'pe.elvira')
    await page.goto(`${origin}/operaciones/${id}/paso/1`)
    await expect.poll(() => page.inputValue('#d-elements-consignee')).toBe('Huaxin Foods')
  })
}, 120_000)

it('without a network a command waits in sight, and is sent once when there is one again', async () => {
  await asPerson('pe.elvira', async (page, context) => {
    const id = await openCoffee(page)
    await page.goto(`${origin}/tramites/dossiers/${id}/cancel`)
    await page.waitForSelector('form')
    const before = await app.asOwner<{ n: string }>('SELECT count(*) AS n FROM cases.event WHERE case_id = $1', [id])
    await page.fill('#c-reason', 'Se cayó la venta')
    await context.setOffline(true)
    await page.click('.saveline button')
    await page.waitForSelector('text=/queda en su cola/')
    expect(await page.textContent('.band')).toContain('1 cosa espera')
    await context.setOffline(false)
    await expect
      .poll(
        async () =>
          (await app.asOwner<{ status: string }>('SELECT status FROM cases."case" WHERE id = $1', [id]))[0]?.status,
        { timeout: 25_000 },
      )
      .toBe('CANCELLED')
    const after = await app.asOwner<{ n: string }>('SELECT count(*) AS n FROM cases.event WHERE case_id = $1', [id])
    expect(Number(after[0]?.n) - Number(before[0]?.n)).toBe(1)
  })
}, 120_000)

it('speaks three languages, and keeps the one chosen', async () => {
  await asPerson('pe.elvira', async (page) => {
    for (const [name, words] of [
      ['English', 'Operations'],
      ['Português', 'Operações'],
      ['Español', 'Operaciones'],
    ] as const) {
      await page.goto(`${origin}/inicio`)
      await page.click(`.foot button:has-text("${name}")`)
      await page.waitForSelector(`.tabbar >> text=${words}`)
    }
  })
}, 60_000)

it('axe finds nothing on the firm’s screens in either theme and width, and nothing overflows', async () => {
  await asPerson('pe.elvira', async (page) => {
    const id = await openCoffee(page)
    const found: string[] = []
    for (const path of [
      '/inicio',
      '/operaciones',
      `/operaciones/${id}`,
      `/operaciones/${id}/paso/1`,
      `/operaciones/${id}/paso/2`,
      `/operaciones/${id}/enviar`,
      '/buzon',
      '/documentos',
      '/cuenta',
      `/tramites/dossiers/${id}`,
      `/tramites/dossiers/${id}/share`,
      '/design',
      '/no-hay-tal',
    ]) {
      await page.goto(origin + path)
      if (path === '/no-hay-tal') continue
      await page.waitForSelector('h1')
      await page.waitForTimeout(400)
      for (const [colorScheme, width] of [
        ['light', 390],
        ['dark', 1280],
      ] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 844 })
        found.push(...(await faultsOf(page, `${path} ${colorScheme} ${width}`)))
        const over = await wider(page)
        if (over !== 0) found.push(`${path} ${width}: ${String(over)} px too wide`)
      }
    }
    expect(found).toEqual([])
  })
}, 180_000)

it('the home can be walked with the keyboard alone, and every stop is seen', async () => {
  await asPerson(
    'pe.elvira',
    async (page) => {
      await openCoffee(page)
      await page.goto(`${origin}/inicio`)
      await page.waitForSelector('.mine')
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.className')).toBe('skip')
      for (let n = 0; n < 12; n++) {
        await page.keyboard.press('Tab')
        const ring = await page.evaluate(
          '(() => { const css = getComputedStyle(document.activeElement); return css.outlineStyle + css.outlineWidth })()',
        )
        expect(ring, `stop ${n}`).toBe('solid3px')
      }
    },
    { viewport: { width: 1280, height: 860 }, locale: 'es-PE' },
  )
}, 60_000)

/** A coffee export of Valle Verde, filed and not yet paid. */
async function filedCoffee(elvira: string): Promise<{ dossier: string; permit: string; order: string }> {
  const departure = new Date(Date.parse(app.clock.now()) + 20 * 86_400_000).toISOString().slice(0, 10)
  const filed = await app.open('/v1/applications', elvira, {
    dossier: {
      country: 'pe',
      regime: 'export',
      elements: {
        consignee: { name: 'Huaxin Foods', country: 'CN' },
        'country.destination': 'CN',
        'location.entry': 'CNSHA',
        'transport.mode': '1',
        'date.departure': departure,
      },
      lines: [
        {
          'goods.commodity': '090111',
          'goods.description': 'Café verde en grano',
          'goods.botanicalName': 'Coffea arabica',
          'goods.state': 'dried',
          'goods.quantity': { value: '13800', unit: 'KGM' },
          'goods.packages': '200',
          'goods.origin': 'PE',
        },
      ],
      answers: { 'pe.export-phyto': { elements: { treatment: 'none' } } },
    },
  })
  const state = filed.body['state'] as { dossier: string; permits: { permit: string }[] }
  const permit = state.permits[0]?.permit ?? ''
  const orders = await app.asOwner<{ id: string }>(
    `SELECT id FROM cases."case" WHERE type = 'order' AND state->>'application' = $1`,
    [String(filed.body['id'])],
  )
  return { dossier: state.dossier, permit, order: orders[0]?.id ?? '' }
}

it('an observation is answered beside the field it is about, and the case goes on', async () => {
  const [elvira, ana] = ['demo.pe.elvira', 'demo.pe.ana']
  const { dossier, permit, order } = await filedCoffee(elvira)
  await app.pay(order)
  const path = `/v1/permits/${permit}`
  await app.act(ana, path, 'admit', {})
  await app.act(ana, path, 'observe', {
    observations: [{ text: 'El lugar de entrada no corresponde al contrato.', about: 'location.entry' }],
  })
  await asPerson('pe.elvira', async (page) => {
    await page.goto(`${origin}/inicio`)
    await page.waitForSelector('text=/Responda a SENASA/')
    await page.goto(`${origin}/operaciones/${dossier}/${permit}/answer`)
    await page.waitForSelector('text=El lugar de entrada no corresponde al contrato.')
    // Only what was observed is open.
    expect(await page.locator('#o-elements-location-entry').inputValue()).toBe('CNSHA')
    expect(await page.locator('#o-elements-consignee').count()).toBe(0)
    expect(await faultsOf(page, 'answer')).toEqual([])
    await page.click('.saveline button')
    await page.waitForSelector('.errsum')
    await page.fill('#o-elements-location-entry', 'CNNGB')
    await page.fill('#text', 'Es Ningbo, según el contrato.')
    await page.click('.saveline button')
    await page.waitForURL(new RegExp(`${permit}$`))
    await page.waitForSelector('text=En evaluación')
  })
  const answered = await app.call('GET', path, elvira)
  expect((answered.body['state'] as { elements: Record<string, unknown> }).elements['location.entry']).toBe('CNNGB')
}, 120_000)

it('a time for the inspection is chosen by its hour, and the agency’s period runs on', async () => {
  const [elvira, ana, luis] = ['demo.pe.elvira', 'demo.pe.ana', 'demo.pe.luis']
  const { dossier, permit, order } = await filedCoffee(elvira)
  await app.pay(order)
  const path = `/v1/permits/${permit}`
  await app.act(ana, path, 'admit', {})
  const at = (hours: number): string => new Date(Date.parse(app.clock.now()) + hours * 3_600_000).toISOString()
  const slots = [24, 48].map((hours) => ({ from: at(hours), to: at(hours + 1), place: 'Almacén del Callao' }))
  await app.act(luis, path, 'scheduleInspection', { task: 'goods', slots })
  await asPerson('pe.elvira', async (page) => {
    await page.goto(`${origin}/inicio`)
    await page.waitForSelector('text=/Elija cuándo SENASA inspecciona/')
    await page.goto(`${origin}/operaciones/${dossier}/${permit}/chooseSlot`)
    await page.waitForSelector('text=/Almacén del Callao/')
    expect(await faultsOf(page, 'chooseSlot')).toEqual([])
    expect(await wider(page)).toBeLessThanOrEqual(0)
    const shots = process.env['VUCE_SHOTS']
    if (shots) {
      await page.screenshot({ path: `${shots}/slot-390.png`, fullPage: true })
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.screenshot({ path: `${shots}/slot-1280.png`, fullPage: true })
    }
    await page.locator('label', { hasText: 'Almacén del Callao' }).nth(1).click()
    for (const choice of await page.locator('label', { hasText: /goods|mercanc/i }).all()) await choice.click()
    await page.locator('form button[type=submit]').click()
    await page.waitForURL(new RegExp(`${permit}$`))
  })
  const chosen = (await app.call('GET', path, elvira)).body['state'] as {
    tasks: { goods: { slot: object } }
    clock: { pausedFor: string | null }
  }
  expect(chosen.tasks.goods.slot).toEqual(slots[1])
  expect(chosen.clock.pausedFor).toBeNull()
}, 120_000)
