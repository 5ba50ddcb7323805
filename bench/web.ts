import { execFileSync } from 'node:child_process'
import type { BrowserContext, Page } from 'playwright-core'
import { enter, openBrowser } from './browser.ts'
import { startServer } from './server-process.ts'

/** Lighthouse's slow 4G and a machine four times slower: the phone of somebody who starts. */
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
}
const SLOWER = 4
const ROUNDS = 3

const OBSERVE = `
  window.__lcp = 0; window.__inp = 0
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.__lcp = e.startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (e.interactionId) window.__inp = Math.max(window.__inp, e.duration) }).observe({ type: 'event', durationThreshold: 16, buffered: true })
`
const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

/** Bytes of JavaScript that came over the wire, compressed as they came. */
async function scriptsOf(page: Page, open: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await open()
  await session.detach()
  return bytes
}

async function slowly(
  context: BrowserContext,
  url: string,
  act: (page: Page) => Promise<void>,
): Promise<{ lcp: number; inp: number }> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.emulateNetworkConditions', SLOW)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(OBSERVE)
  // The stream of live changes stays open, so the network is never idle.
  await page.goto(url, { waitUntil: 'load', timeout: 60_000 })
  await page.waitForSelector('h1')
  await page.waitForTimeout(1500)
  await act(page)
  await page.waitForTimeout(400)
  const found = await page.evaluate<{ lcp: number; inp: number }>('({ lcp: window.__lcp, inp: window.__inp })')
  await page.close()
  return found
}

/** Weight and speed of what people see first: the firm's home and the public pages, on a slow phone. */
export async function benchWeb(): Promise<object> {
  const server = await startServer()
  const browser = await openBrowser()
  try {
    const phone = { viewport: { width: 390, height: 844 }, locale: 'es-PE', serviceWorkers: 'block' as const }
    const firm = await browser.newContext(phone)
    await enter(firm, server.url, 'pe.elvira')
    const open = (page: Page, path: string) => () =>
      page.goto(server.url + path, { waitUntil: 'load' }).then(() => page.waitForTimeout(1500))
    const home = await firm.newPage()
    const firmBytes = await scriptsOf(home, open(home, '/inicio'))
    await home.close()
    const visitor = await browser.newContext(phone)
    const first = await visitor.newPage()
    const publicBytes = Math.max(await scriptsOf(first, open(first, '/')), await scriptsOf(first, open(first, '/v')))
    const firmRuns: { lcp: number; inp: number }[] = []
    const publicRuns: { lcp: number; inp: number }[] = []
    for (let i = 0; i < ROUNDS; i++) {
      firmRuns.push(
        await slowly(firm, `${server.url}/inicio`, async (page) => {
          await page.click('.tabbar a >> nth=1')
          await page.waitForTimeout(600)
          await page.fill('#look', 'café')
        }),
      )
      publicRuns.push(await slowly(visitor, `${server.url}/que-necesito`, (page) => page.fill('#f-goods', 'café')))
    }
    return {
      firmHomeJsKb: Math.round(firmBytes / 102.4) / 10,
      publicJsKb: Math.round(publicBytes / 102.4) / 10,
      lcpMs: Math.round(median(firmRuns.map((r) => r.lcp))),
      inpMs: Math.round(median(firmRuns.map((r) => r.inp))),
      publicLcpMs: Math.round(median(publicRuns.map((r) => r.lcp))),
      publicInpMs: Math.round(median(publicRuns.map((r) => r.inp))),
      conditions: { network: 'slow 4G: 150 ms, 1.6 Mbit/s', cpu: `${SLOWER}x slower`, width: 390, rounds: ROUNDS },
      commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}
