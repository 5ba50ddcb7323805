import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { TestApp } from './house.ts'

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'es-PE' }
export const DESK = { viewport: { width: 1280, height: 860 }, locale: 'es-PE' }

/** A person of the demo, signed in as a browser signs in. */
export async function enterAs(context: BrowserContext, origin: string, label: string): Promise<void> {
  const { items } = (await (await context.request.get(`${origin}/v1/demo/accounts`)).json()) as {
    items: { label: string; account: string }[]
  }
  const account = items.find((a) => a.label === label)?.account ?? ''
  const answer = await context.request.post(`${origin}/entrar/demo`, {
    form: { account, to: '/inicio' },
    headers: { origin },
    maxRedirects: 0,
  })
  if (answer.status() !== 303) throw new Error(`${label} could not come in: ${answer.status()}`)
}

/** An invented person at a browser of their own, which already holds a session. */
export async function visitorOf(
  { app, browser, origin }: { app: TestApp; browser: Browser; origin: string },
  label: string,
): Promise<Page> {
  const account = (await app.house.directory.accounts()).find((a) => a.label === label)
  const { token } = await app.house.directory.sessions.open({
    person: account?.person ?? '',
    account: account?.id ?? '',
    methods: ['demo'],
  })
  const context = await browser.newContext({ locale: 'es-PE' })
  await context.addCookies([{ name: 'vuce_session', value: token, url: origin }])
  return context.newPage()
}

/** What somebody sees in a browser of their own, which is closed afterwards. */
export async function seeAs<T>(
  { browser, origin }: { browser: Browser; origin: string },
  label: string,
  see: (page: Page, context: BrowserContext) => Promise<T>,
  options: BrowserContextOptions = PHONE,
): Promise<T> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  try {
    await enterAs(context, origin, label)
    return await see(await context.newPage(), context)
  } finally {
    await context.close()
  }
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Every finding of axe on a page as it stands; none is what is wanted. */
export async function faultsOf(page: Page, where: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(RULES).analyze()
  return violations.map((v) => `${where}: ${v.id} ${v.nodes[0]?.html.slice(0, 200)}`)
}

/** The same page in both widths and both themes: what axe finds, and by how much it is too wide. */
export async function faultsInEveryLook(page: Page, where: string): Promise<string[]> {
  const found: string[] = []
  for (const width of [390, 1280])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 844 })
      await page.waitForTimeout(60)
      found.push(...(await faultsOf(page, `${where} ${colorScheme} ${width}`)))
      const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      if (over !== 0) found.push(`${where} ${width}: ${String(over)} px too wide`)
    }
  return found
}
