import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
let seen = 0

/**
 * The page as everybody needs it: no fault of accessibility, nothing wider than the window, in both widths. SHOTS names a folder for
 * pictures of what was looked at.
 */
export async function sound(page: Page, name = 'page'): Promise<void> {
  const shown = page.viewportSize()
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
    expect(violations.map((v) => `${page.url()} ${width} ${v.id} ${v.nodes[0]?.html}`)).toEqual([])
    expect(String(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))).toBe('0')
    const shots = process.env['SHOTS']
    if (shots) await page.screenshot({ path: join(shots, `${seen}-${name}-${width}.png`), fullPage: true })
  }
  seen++
  if (shown) await page.setViewportSize(shown)
}
