import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'

/** A Chromium of this machine: CHROMIUM, or the first on the path. */
function chromiumPath(): string {
  const given = process.env.CHROMIUM
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const all = given
    ? [given]
    : (process.env.PATH ?? '').split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)))
  for (const path of all) {
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      continue
    }
  }
  throw new Error('no Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM to its executable')
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** Signs a person of the demo in, as the login page does. */
export async function enter(context: BrowserContext, origin: string, label: string): Promise<void> {
  const { items } = (await (await context.request.get(`${origin}/v1/demo/accounts`)).json()) as {
    items: { label: string; account: string }[]
  }
  const account = items.find((a) => a.label === label)?.account
  if (!account) throw new Error(`no demo account ${label}`)
  await context.request.post(`${origin}/entrar/demo`, {
    form: { account, to: '/inicio' },
    headers: { origin },
    maxRedirects: 0,
  })
}
