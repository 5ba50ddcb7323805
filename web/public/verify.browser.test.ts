import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { browserFlags, chromiumPath } from '../../test/helpers/browser.ts'
import { certifiedCoffee } from '../../test/helpers/coffee.ts'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { faultsInEveryLook } from '../../test/helpers/people-in-browser.ts'

let browser: Browser
let app: TestApp
let origin: string
let permit: string
let pdf: Buffer
let jws: string

beforeAll(async () => {
  app = await openTestApp()
  origin = await app.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({ executablePath: chromiumPath(), args: browserFlags })
  permit = (await certifiedCoffee(app)).permit
  const rendered = await app.app.inject({
    method: 'GET',
    url: `/v1/permits/${permit}/document.pdf`,
    headers: { authorization: 'Bearer demo.pe.elvira' },
  })
  pdf = rendered.rawPayload
  jws = String((await app.call('GET', `/v1/permits/${permit}/document`, 'demo.pe.elvira')).body.jws)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** Drops a file on the page that asks for a code, and answers what the window says and everything that left the device. */
async function drop(name: string, content: Buffer): Promise<{ title: string; sent: string[]; page: Page }> {
  const context = await browser.newContext({ locale: 'es-PE', viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  const sent: string[] = []
  page.on('request', (r) => sent.push(`${r.method()} ${r.url()} ${r.postData() ?? ''}`))
  await page.goto(`${origin}/v`)
  await page.waitForSelector('#drop')
  await page.setInputFiles('#drop', { name, mimeType: 'application/octet-stream', buffer: content })
  await page.waitForURL(/digest=/)
  return { title: (await page.textContent('h1')) ?? '', sent, page }
}

it('a good document is dropped, as the PDF or as the signed record: valid, and only a digest left the device', async () => {
  for (const [name, content] of [
    ['permiso.pdf', pdf],
    ['registro.jws', Buffer.from(jws)],
  ] as const) {
    const { title, sent, page } = await drop(name, content)
    expect(title).toContain('Válido')
    expect(await page.textContent('main')).toContain('Café verde en sacos')
    expect(sent.filter((s) => !s.startsWith('GET '))).toEqual([])
    expect(sent.every((s) => s.length < 300)).toBe(true)
    await page.context().close()
  }
}, 60_000)

it('an altered document does not match, though it says whose it is', async () => {
  const [head = '', payload = '', seal = ''] = jws.split('.')
  const changed = Buffer.from(payload, 'base64url').toString('utf8').replace('13800', '93800')
  const { title, page } = await drop(
    'registro.jws',
    Buffer.from([head, Buffer.from(changed).toString('base64url'), seal].join('.')),
  )
  expect(title).toContain('No coincide')
  expect(await page.locator('.verdict.altered').count()).toBe(1)
  await page.context().close()
}, 60_000)

it('a file that is none of ours is said to be none of ours', async () => {
  const { page } = await drop('foto.txt', Buffer.from('no soy un permiso'))
  expect(await page.textContent('main')).toContain('No coincide con ningún documento nuestro')
  await page.context().close()
}, 60_000)

it('a revoked document says since when it no longer serves', async () => {
  await app.act('demo.pe.rosa', `/v1/permits/${permit}`, 'revoke', { grounds: 'La inspección en destino halló plaga.' })
  const { title, page } = await drop('permiso.pdf', pdf)
  expect(title).toContain('Revocado')
  await page.context().close()
}, 60_000)

it('sheets and times read without JavaScript, and axe finds nothing on them', async () => {
  const context = await browser.newContext({ locale: 'es-PE', javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto(`${origin}/fichas`)
  await plain.click('a:has-text("Certificado fitosanitario de exportación")')
  expect(await plain.textContent('h1')).toBe('Certificado fitosanitario de exportación')
  expect(await plain.textContent('main')).toContain('Todavía hay menos de 5 casos decididos')
  await context.close()
  const looks = await browser.newContext({ locale: 'es-PE' })
  const page = await looks.newPage()
  const found: string[] = []
  for (const path of ['/v', '/fichas', '/fichas/pe.senasa/export-phyto', '/plazos']) {
    await page.goto(origin + path)
    found.push(...(await faultsInEveryLook(page, path)))
  }
  expect(found).toEqual([])
  await looks.close()
}, 120_000)
