import { createHash } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { renderPermit } from '#platform/pdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assets, CONTENT_SECURITY_POLICY } from './index.ts'
import { everyPage, printed } from './samples.fixture.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A Chromium of this machine: CHROMIUM, or the first on the path. A missing browser is a failure, not a skipped test. */
function chromiumPath(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const given = process.env['CHROMIUM']
  const candidates = given
    ? [given]
    : (process.env['PATH'] ?? '').split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)))
  for (const path of candidates) {
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      continue
    }
  }
  throw new Error('no Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM to its executable')
}

const pages = { es: everyPage('es'), en: everyPage('en'), pt: everyPage('pt') }
/** One page of each make; the rest differ from these in words only. */
const names = [
  'landing',
  'landing-untold',
  'verify-valid',
  'verify-revoked',
  'verify-altered',
  'verify-unknown',
  'form-wrong',
  'api',
  'error-404',
]
let browser: Browser
let server: Server
let origin: string

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: FLAGS })
  const files = new Map(assets().map((asset) => [asset.path, asset]))
  server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?')
    const file = files.get(path)
    const [, language = '', name = ''] = path.split('/')
    // Where the form of a verification leads: any page will do, but an empty answer would be the browser's own.
    const page =
      language === 'v'
        ? pages.es['verify-altered']
        : (pages as Readonly<Record<string, Readonly<Record<string, string>>>>)[language]?.[name]
    response.writeHead(file || page ? 200 : 404, {
      'content-type': file?.contentType ?? 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    })
    response.end(file?.body ?? page ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 60_000)
afterAll(async () => {
  await browser?.close()
  server?.close()
})

type Look = Parameters<Browser['newContext']>[0]

async function look<T>(options: Look, see: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext(options)
  try {
    return await see(await context.newPage())
  } finally {
    await context.close()
  }
}

/** How many pixels the page is wider than its window. */
const overflow = async (page: Page): Promise<string> =>
  String(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))

const LOOKS = [
  ['light', 390],
  ['light', 1280],
  ['dark', 390],
  ['dark', 1280],
] as const

it.each(names)(
  '%s: axe finds nothing in either theme and width, the policy holds, nothing overflows',
  async (name) => {
    await look({}, async (page) => {
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => !request.url().startsWith(origin) && complaints.push(`asks for ${request.url()}`))
      await page.goto(`${origin}/es/${name}`)
      for (const detail of await page.locator('summary').all()) await detail.click()
      for (const [colorScheme, width] of LOOKS) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 800 })
        const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(RULES).analyze()
        const at = `${name} ${colorScheme} ${width}`
        expect(violations.map((violation) => `${at}: ${violation.id} ${violation.nodes[0]?.html}`)).toEqual([])
        expect(passes.map((pass) => pass.id)).toContain('color-contrast')
        expect(`${at} ${await overflow(page)}`).toBe(`${at} 0`)
      }
      expect(complaints).toEqual([])
    })
  },
  60_000,
)

it('the longest words of the other languages fit 320 px, and text of 200 % fits 640', async () => {
  for (const [width, size] of [
    [320, '100%'],
    [640, '200%'],
  ] as const) {
    await look({ viewport: { width, height: 700 } }, async (page) => {
      for (const language of ['es', 'en', 'pt']) {
        for (const name of names) {
          await page.goto(`${origin}/${language}/${name}`)
          await page.evaluate(`document.documentElement.style.fontSize = '${size}'`)
          expect(`${language} ${name} ${await overflow(page)}`).toBe(`${language} ${name} 0`)
        }
      }
    })
  }
}, 180_000)

it.each(['landing', 'verify-valid', 'api', 'form-wrong', 'error-404'])(
  '%s can be walked with the keyboard alone',
  async (name) => {
    await look({ viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.goto(`${origin}/es/${name}`)
      const stops = (await page.evaluate(
        `[...document.querySelectorAll('a[href], button, input, summary, pre[tabindex]')].filter((one) => one.type !== 'hidden' && one.checkVisibility() && !one.closest('details:not([open]) > :not(summary)')).length`,
      )) as number
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.className')).toBe('skip')
      expect((await page.locator('.skip').boundingBox())?.x).toBeGreaterThanOrEqual(0)
      for (let n = 1; n < stops; n++) {
        await page.keyboard.press('Tab')
        const ring = (await page.evaluate(
          `(() => { const one = document.activeElement; const css = getComputedStyle(one); return { tag: one.tagName, text: one.textContent, width: css.outlineWidth, style: css.outlineStyle } })()`,
        )) as { tag: string; text: string; width: string; style: string }
        expect(ring, `stop ${n} of ${stops}`).toMatchObject({ width: '3px', style: 'solid' })
        expect(ring.tag).not.toBe('BODY')
      }
      await page.goto(`${origin}/es/${name}`)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('main')
    })
  },
  60_000,
)

it('fingers find every target: 44 px high, text links within sentences apart', async () => {
  await look({ viewport: { width: 390, height: 800 }, hasTouch: true }, async (page) => {
    for (const name of ['landing', 'verify-valid', 'verify-revoked', 'form', 'error-404']) {
      await page.goto(`${origin}/es/${name}`)
      const small = await page.evaluate(
        `[...document.querySelectorAll('a[href], button, input, summary')].filter((one) => one.type !== 'hidden' && one.checkVisibility() && !one.classList.contains('skip') && !one.closest('p, .note, dd') && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)`,
      )
      expect(small).toEqual([])
    }
  })
}, 60_000)

describe('comparing a file', () => {
  const payload = JSON.stringify({ número: '1', texto: 'ñ'.repeat(4000) })
  const jws = `eyJhbGciOiJFUzI1NiJ9.${Buffer.from(payload).toString('base64url')}.c2ln`
  const sheet = (signed?: string): Promise<Uint8Array> =>
    renderPermit(printed, signed === undefined ? {} : { jws: signed })

  it('hashes it in the browser: the payload of a signed record, also inside a PDF; anything else whole', async () => {
    const files = [
      ['registro.jws', Buffer.from(jws), payload],
      ['short.pdf', await sheet('aaa.e30.ccc'), '{}'],
      ['long.pdf', await sheet(jws), payload],
      ['other.txt', Buffer.from('a.b'), 'a.b'],
    ] as const
    await look({ viewport: { width: 390, height: 800 } }, async (page) => {
      await page.goto(`${origin}/es/verify-valid`)
      for (const [name, body, hashed] of files) {
        await page.setInputFiles('#file', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(body) })
        await expect
          .poll(() => page.inputValue('#digest'), { message: name })
          .toBe(createHash('sha256').update(hashed).digest('hex'))
        expect(await page.textContent('[data-live]')).toContain('no salió de su equipo')
      }
      await page.click('.compare button')
      await page.waitForURL(/\?digest=/)
      expect(page.url()).not.toContain('file')
    })
  }, 30_000)

  it('never calls a PDF without its record changed: it asks for the record', async () => {
    await look({}, async (page) => {
      await page.goto(`${origin}/es/verify-valid`)
      await page.setInputFiles('#file', {
        name: 'a.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from(await sheet()),
      })
      await expect.poll(() => page.textContent('[data-live]')).toContain('Ese PDF no lleva dentro el registro firmado')
      expect(await page.inputValue('#digest')).toBe('')
    })
  }, 30_000)

  it('works without scripts: the digest is typed, the file field stays away', async () => {
    await look({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${origin}/es/verify-valid`)
      expect(await page.locator('#file').isVisible()).toBe(false)
      expect(await page.locator('#digest').isVisible()).toBe(true)
    })
  })
})

it('weighs less than 150 kB, font and all', async () => {
  await look({ viewport: { width: 390, height: 800 } }, async (page) => {
    let bytes = 0
    page.on('response', (response) => {
      void response.body().then((body) => (bytes += body.length))
    })
    await page.goto(`${origin}/es/landing`, { waitUntil: 'networkidle' })
    expect(bytes).toBeGreaterThan(30_000)
    expect(bytes).toBeLessThan(150_000)
  })
}, 30_000)
