import type { Language } from '#kernel'
import { logo } from './drawings.ts'
import { html, type Child, type Html } from './html.ts'
import { inLanguage, LANGUAGES } from './languages.ts'
import { frameTexts } from './texts/frame.ts'

export interface Frame {
  readonly language: Language
  /** A fact or a question; the product's name is added. */
  readonly title: string
  /** Which entry of the navigation this page is. */
  readonly here?: 'home' | 'need' | 'times' | 'verify' | 'api' | 'enter'
  readonly sandbox?: boolean
  /** Where the other languages of this page are, without `lang`; this very address when absent. */
  readonly address?: string
  /** Scripts of ours, by path. Every page reads without them. */
  readonly scripts?: readonly string[]
  readonly body: Child
}

/** Policy under which every page here works: no inline script, no inline style, nothing from elsewhere. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Areas with more of their own than a visitor of the others should carry. */
const ownStyles: Partial<Record<NonNullable<Frame['here']>, string>> = {
  api: '/assets/api.css',
  enter: '/assets/access.css',
}

function navigation({ language, here }: Frame): Html {
  const texts = frameTexts[language]
  const entries = [
    ['need', '/que-necesito', texts.need],
    ['times', '/plazos', texts.times],
    ['verify', '/v', texts.verify],
    ['api', '/docs', texts.api],
    ['enter', '/entrar', texts.enter],
  ] as const
  return html`<nav aria-label="${texts.navigation}">
    <ul>
      ${entries.map(
        ([name, path, words]) =>
          html`<li>
            <a href="${inLanguage(path, language)}" ${name === here && html` aria-current="page"`}>${words}</a>
          </li>`,
      )}
    </ul>
  </nav>`
}

function languages({ language, address = '' }: Frame): Html {
  const join = address.includes('?') ? '&' : '?'
  return html`<ul class="tongues">
    ${LANGUAGES.map(({ code, name }) =>
      code === language
        ? html`<li><span aria-current="true">${name}</span></li>`
        : html`<li><a href="${address}${join}lang=${code}" lang="${code}" hreflang="${code}">${name}</a></li>`,
    )}
  </ul>`
}

/** The whole page: head, skip link, header, one `main`, footer. */
export function page(frame: Frame): string {
  const { language, title, sandbox, scripts = [], body } = frame
  const texts = frameTexts[language]
  const document = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Ventanilla</title>
        <link rel="preload" href="/assets/archivo-latin.woff2" as="font" type="font/woff2" crossorigin />
        <link rel="stylesheet" href="/assets/ventanilla.css" />
        ${frame.here && ownStyles[frame.here] && html`<link rel="stylesheet" href="${ownStyles[frame.here] ?? ''}" />`}
        <link rel="icon" href="/assets/ventanilla.svg" type="image/svg+xml" />
        ${scripts.map((path) => html`<script type="module" src="${path}"></script> `)}
      </head>
      <body>
        <a class="skip" href="#main">${texts.skip}</a>
        <header class="top">
          <div class="bar wrap">
            <a class="logo" href="${inLanguage('/', language)}">${logo()}<span>Ventanilla</span></a>
            ${navigation(frame)}
          </div>
          ${sandbox && html`<p class="band"><span class="wrap">${texts.sandbox}</span></p>`}
        </header>
        <main id="main" tabindex="-1">${body}</main>
        <footer class="foot">
          <div class="wrap">
            <ul>
              <li><a href="/openapi.json">openapi.json</a></li>
              <li><a href="/health">${texts.health}</a></li>
            </ul>
            ${languages(frame)}
          </div>
        </footer>
      </body>
    </html> `
  return document.markup
}
