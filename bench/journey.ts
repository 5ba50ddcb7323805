import { execFileSync } from 'node:child_process'
import type { Page } from 'playwright-core'
import { samplePdf } from '../server/seed.ts'
import { enter, openBrowser } from './browser.ts'
import { journeys, type Journey } from './journey-stories.ts'
import { startServer } from './server-process.ts'

/** What a person does from «quiero exportar» to «enviada», counted: nothing here knows more of the screens than a person sees. */
interface Counted {
  screens: string[]
  /** Each field that was typed or chosen, by what it is; twice is a defect. */
  typed: string[]
  chosen: string[]
  attached: string[]
  waitedMs: number
}

const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const dated = (value: string): string => {
  const days = /^\+(\d+) d$/.exec(value)?.[1]
  return days === undefined ? value : soon(Number(days))
}

/** Waits for the next screen, and counts the wait and the screen. */
async function next(page: Page, counted: Counted, act: () => Promise<unknown>, to: RegExp): Promise<void> {
  const from = performance.now()
  await act()
  await page.waitForURL(to, { timeout: 30_000 })
  await page.waitForSelector('main h1, h1')
  counted.waitedMs += performance.now() - from
  counted.screens.push(new URL(page.url()).pathname.replaceAll(/[0-9a-f-]{36}/g, ':id'))
}

/** Fills every open field of a step that the story has a value for, as its kind asks: typed, chosen or attached. */
async function fillStep(page: Page, journey: Journey, counted: Counted): Promise<void> {
  await page.waitForSelector('form')
  await page.waitForTimeout(250)
  for (const [id, value] of Object.entries(journey.data)) {
    const dashed = `d${id}`.replaceAll(/[^A-Za-z0-9]+/g, '-')
    const field = page.locator(`[id="${dashed}"], input[name="${dashed}"]`).first()
    if ((await field.count()) === 0 || !(await field.isVisible().catch(() => false))) continue
    const tag = await field.evaluate((e) => e.tagName.toLowerCase())
    const already = [...counted.typed, ...counted.chosen].includes(id)
    if (already) continue
    const [figure = '', unit] = value.split(' | ')
    if (tag === 'select') {
      await field.selectOption(figure)
      counted.chosen.push(id)
    } else if ((await field.getAttribute('type')) === 'radio') {
      await page.check(`input[name="${dashed}"][value="${figure}"]`)
      counted.chosen.push(id)
    } else {
      await field.fill(dated(figure))
      if (unit && (await page.locator(`[id="${dashed}-unit"]`).count()))
        await page.selectOption(`[id="${dashed}-unit"]`, unit)
      await field.blur()
      counted.typed.push(id)
    }
  }
  for (const type of journey.papers) {
    const input = page.locator(`[id="paper-${type}"]`)
    if ((await input.count()) === 0 || counted.attached.includes(type)) continue
    await input.setInputFiles({ name: `${type}.pdf`, mimeType: 'application/pdf', buffer: samplePdf(type) })
    await page.waitForSelector(`text=${type}.pdf`, { timeout: 10_000 })
    counted.attached.push(type)
  }
}

/** Another shipment of what was sent before: from the operation's page to the receipt. */
async function playAgain(page: Page, origin: string, journey: Journey): Promise<object> {
  const counted: Counted = { screens: [], typed: [], chosen: [], attached: [], waitedMs: 0 }
  const { items } = (await (await page.context().request.get(`${origin}/v1/operations?limit=5`)).json()) as {
    items: { id: string }[]
  }
  await page.goto(`${origin}/operaciones/${items[0]?.id ?? ''}`)
  await page.waitForSelector('aside h3')
  counted.screens.push('/operaciones/:id')
  await next(page, counted, () => page.click('aside button:has-text("Repetir")'), /\/paso\/1$/)
  return finish(page, origin, journey, counted)
}

async function play(page: Page, origin: string, journey: Journey): Promise<object> {
  const counted: Counted = { screens: [], typed: [], chosen: [], attached: [], waitedMs: 0 }
  const [first, ...others] = journey.goods
  if (!first) throw new Error('a journey needs goods')
  await page.goto(`${origin}/que-necesito`)
  counted.screens.push('/que-necesito')
  await page.selectOption('#f-country', journey.country)
  if (journey.regime !== 'export') await page.selectOption('#f-regime', journey.regime)
  await page.fill('#f-goods', first.words)
  await page.selectOption('#f-place', journey.place)
  counted.typed.push('goods in words')
  counted.chosen.push('country', 'place', ...(journey.regime === 'export' ? [] : ['regime']))
  await next(page, counted, () => page.click('.finder button'), /que-necesito/)
  // Which of the suggestions, and whatever the rules must know: at most a handful of questions.
  for (let n = 0; n < 8 && (await page.locator('a.btn[href*="/nueva"]').count()) === 0; n++) {
    const wanted = page.locator(`input[type=radio][value^="${first.hs}"]`).first()
    const answer = (await wanted.count()) ? wanted : page.locator('form input[type=radio]').first()
    await answer.check()
    counted.chosen.push(`question ${n + 1}`)
    await next(page, counted, () => page.locator('main form button').first().click(), /que-necesito/)
  }
  await next(page, counted, () => page.locator('a.btn[href*="/nueva"]').first().click(), /\/nueva/)
  await next(page, counted, () => page.click('button[type=submit]'), /\/paso\/1$/)
  const id = /operaciones\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  for (const more of others) {
    await page.goto(`${origin}/operaciones/${id}/mercancia`)
    await page.waitForSelector('#goods')
    counted.screens.push('/operaciones/:id/mercancia')
    await page.fill('#goods', more.words)
    await page.fill('#hs', more.look)
    await page
      .locator('[role=option]', { hasText: more.hs.replace(/^(\d{4})(\d{2}).*/, '$1.$2') })
      .first()
      .click()
    counted.typed.push(`goods ${more.hs} in words`, `code of ${more.hs}`)
    await next(page, counted, () => page.click('button[type=submit]'), new RegExp(`operaciones/${id}$`))
  }
  if (others.length) await page.goto(`${origin}/operaciones/${id}/paso/1`)
  return finish(page, origin, journey, counted)
}

/** The steps of the form, and the sending. */
async function finish(page: Page, origin: string, journey: Journey, counted: Counted): Promise<object> {
  const id = /operaciones\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  for (let n = 1; n < 6 && !page.url().endsWith('/enviar'); n++) {
    await fillStep(page, journey, counted)
    const before = page.url()
    const from = performance.now()
    await page.click('form .saveline button[type=submit]')
    await page
      .waitForURL((url) => url.href !== before, { timeout: 15_000, waitUntil: 'commit' })
      .catch(async () => {
        const faults = await page.locator('.errsum li').allTextContents()
        throw new Error(`step ${n} of ${journey.name} stays: ${faults.join(' · ')}`)
      })
    await page.waitForSelector('h1')
    counted.waitedMs += performance.now() - from
    counted.screens.push(new URL(page.url()).pathname.replaceAll(/[0-9a-f-]{36}/g, ':id'))
  }
  const from = performance.now()
  await page.click('.saveline button')
  const sent = page.waitForSelector('text=/Número SUCE-/').then(() => 'submitted')
  const refused = page
    .waitForSelector('.errsum')
    .then(async () => (await page.locator('.errsum li').allTextContents()).join(' · '))
  const end = await Promise.race([sent, refused])
  void sent.catch(() => undefined)
  void refused.catch(() => undefined)
  counted.waitedMs += performance.now() - from
  const operation = (await (await page.context().request.get(`${origin}/v1/operations/${id}`)).json()) as {
    reuse: { presented: number; typed: number; ratio: string }
  }
  const entered = counted.typed.length + counted.chosen.length
  const { presented } = operation.reuse
  return {
    end,
    screens: counted.screens.length,
    typed: counted.typed.length,
    chosen: counted.chosen.length,
    attached: counted.attached.length,
    twice: [...counted.typed, ...counted.chosen].filter((id_, i, all) => all.indexOf(id_) !== i),
    waitedSeconds: Math.round(counted.waitedMs / 100) / 10,
    presented,
    // Of all that the forms of the agencies hold, the part that this person did not type or choose now (M02-4).
    reuse: presented ? Math.round((1 - entered / presented) * 100) / 100 : null,
    windowSays: operation.reuse,
  }
}

/** From the first question to the receipt, as somebody with a phone would do it. */
export async function benchJourney(): Promise<object> {
  const server = await startServer()
  const browser = await openBrowser()
  try {
    const results: Record<string, object> = {}
    for (const journey of journeys) {
      const context = await browser.newContext({
        viewport: { width: 390, height: 844 },
        locale: 'es-PE',
        serviceWorkers: 'block',
        reducedMotion: 'reduce',
      })
      await enter(context, server.url, journey.by)
      results[journey.name] = await play(await context.newPage(), server.url, journey)
      if (journey.again)
        results[`${journey.name}, once more`] = await playAgain(await context.newPage(), server.url, journey)
      await context.close()
    }
    return {
      ...results,
      commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}
