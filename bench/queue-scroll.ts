import { execFileSync } from 'node:child_process'
import { enter, openBrowser } from './browser.ts'
import { startServer } from './server-process.ts'

const ROWS = 10_000
const PAGE = 200

/** Rows as the inbox gives them: this measures the list on the screen, not the database, which `bench scale` does. */
const rowsFrom = (from: number): object => ({
  items: Array.from({ length: Math.min(PAGE, ROWS - from) }, (_, i) => ({
    name: 'evaluate',
    role: 'evaluator',
    due: new Date(Date.UTC(2030, 0, 1 + ((from + i) % 90))).toISOString(),
    since: new Date(Date.UTC(2029, 11, 1) + (from + i) * 60_000).toISOString(),
    lane: 'usual',
    id: `00000000-0000-7000-8000-${String(from + i).padStart(12, '0')}`,
    type: 'permit',
    number: null,
    title: 'Certificado fitosanitario de exportación',
    status: 'UNDER_EVALUATION',
    version: 7,
    openedAt: '2029-12-01T00:00:00.000Z',
    goods: `Café verde, lote ${from + i}`,
    lines: 1,
    country: 'CN',
    procedure: 'pe.export-phyto@2026-01-01',
    clockFrom: '2029-12-01T00:00:00.000Z',
    firm: `Cooperativa ${from + i}`,
    holder: null,
  })),
  next: from + PAGE < ROWS ? String(from + PAGE) : null,
})

/** How the officer's queue scrolls with ten thousand cases: frames, and how many rows are ever in the page. */
export async function benchQueue(): Promise<object> {
  const server = await startServer()
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, serviceWorkers: 'block' })
    await enter(context, server.url, 'pe.ana')
    const page = await context.newPage()
    await page.route('**/v1/inbox?*', (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0)
      return route.fulfill({ json: rowsFrom(from) })
    })
    await page.goto(`${server.url}/cola`)
    await page.waitForSelector('.qrow')
    const found = await page.evaluate(`(async () => {
      const frames = []; let most = 0, last = performance.now()
      const end = performance.now() + 60_000
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame)
        const now = performance.now(); frames.push(now - last); last = now
        most = Math.max(most, document.querySelectorAll('.qrow').length)
        scrollBy(0, 1200)
        if (document.body.textContent.includes('Cooperativa ${ROWS - 1}')) break
      }
      frames.sort((a, b) => a - b)
      return { frames: frames.length, p50: frames[Math.floor(frames.length * .5)], p95: frames[Math.floor(frames.length * .95)], p99: frames[Math.floor(frames.length * .99)], most, reached: document.body.textContent.includes('Cooperativa ${ROWS - 1}') }
    })()`)
    const { p50, p95, p99, ...rest } = found as Record<'p50' | 'p95' | 'p99' | 'frames' | 'most', number>
    const tenth = (n: number): number => Math.round(n * 10) / 10
    return {
      rows: ROWS,
      frameMs: { p50: tenth(p50), p95: tenth(p95), p99: tenth(p99) },
      ...rest,
      // A screen draws every 16.7 ms.
      ratio: tenth(16.7 / p95),
      commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}
