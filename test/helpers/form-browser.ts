import { findCaptured } from '#platform/mail'
import type { TestApp } from './house.ts'

export const ORIGIN = 'http://window.test'

/** A browser without scripts: keeps cookies by path, follows redirects, sends forms. */
export function formBrowser(appOf: () => TestApp) {
  const cookies = new Map<string, { value: string; path: string }>()
  const go = async (
    method: 'GET' | 'POST',
    address: string,
    form?: Record<string, string>,
    headers: Record<string, string> = {},
  ) => {
    const url = new URL(address, ORIGIN)
    const cookie = [...cookies]
      .filter(([, c]) => url.pathname.startsWith(c.path))
      .map(([n, c]) => `${n}=${c.value}`)
      .join('; ')
    const answer = await appOf().app.inject({
      method,
      url: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        accept: 'text/html',
        ...(cookie ? { cookie } : {}),
        ...(method === 'POST' ? { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...headers,
      },
      ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
    })
    for (const c of answer.cookies) {
      if (c.value === '' || (c.expires && c.expires.getTime() < 1000)) cookies.delete(c.name)
      else cookies.set(c.name, { value: c.value, path: c.path ?? '/' })
    }
    return {
      status: answer.statusCode,
      text: answer.payload,
      location: String(answer.headers.location ?? ''),
      headers: answer.headers,
      at: url.pathname,
    }
  }
  const follow = async (method: 'GET' | 'POST', address: string, form?: Record<string, string>) => {
    let page = await go(method, address, form)
    let at = page.at
    for (
      let i = 0;
      (i < 10 && [302, 303].includes(page.status) && page.location.startsWith('/entrar/'.slice(0, 1))) ||
      (page.status >= 302 && page.status <= 303 && page.location.startsWith(ORIGIN) && i < 10);
      i++
    ) {
      if (['/inicio'].includes(page.location)) break
      page = await go('GET', page.location)
      at = page.at
    }
    return { ...page, at }
  }
  return { go, follow, cookies }
}

/** The next mail that arrives for an address: it is on its way when the page is already there. */
export const mailReader = (appOf: () => TestApp) => {
  const read = new Set<string>()
  return async (address: string) => {
    for (let i = 0; i < 100; i++) {
      const [mail] = (await findCaptured(appOf().house.pool, { to: address, limit: 10 })).filter((m) => !read.has(m.id))
      if (mail) {
        read.add(mail.id)
        return mail
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return undefined
  }
}
export const linkIn = (body: string): string => /http:\/\/window\.test(\S+)/.exec(body)?.[1] ?? ''

/** People who open accounts and come in, as they do it: by pages and letters. */
export function visitors(appOf: () => TestApp) {
  const browser = () => formBrowser(appOf)
  const mailTo = mailReader(appOf)
  type Browser = ReturnType<typeof browser>
  return {
    browser,
    mailTo,
    register: async (b: Browser, email: string, password = 'una frase larga'): Promise<void> => {
      const sent = await b.go('POST', '/entrar/nueva', { name: 'Ana Ñandú', email, password })
      if (!sent.text.includes('Mire su correo.')) throw new Error(`no letter was sent: ${sent.text.slice(0, 400)}`)
      const link = linkIn((await mailTo(email))?.body ?? '')
      const asked = await b.go('GET', link)
      if (!asked.text.includes('¿Abrimos su cuenta?'))
        throw new Error(`the letter is good for nothing: ${asked.status}`)
      const opened = await b.go('POST', link)
      if (opened.status !== 303) throw new Error(`no account was opened: ${opened.status}`)
    },
    login: async (b: Browser, email: string, password = 'una frase larga', to = '/inicio') => {
      const form = await b.follow('GET', `/entrar/ir?to=${to}`)
      return { form, after: await b.follow('POST', form.at, { email, password }) }
    },
  }
}
