import type { Language } from '#kernel'
import { page } from './frame.ts'
import { html } from './html.ts'
import { inLanguage } from './languages.ts'
import { errorTexts } from './texts/errors.ts'

/** What an HTML client needs of a problem (spec 0.2). A 500 brings no detail: it would leak. */
export interface PageProblem {
  readonly status: number
  readonly code?: string
  /** A sentence in the page's language that is more precise than ours. */
  readonly detail?: string
  readonly traceId?: string
}

export interface ErrorPageOptions {
  readonly language?: Language
  readonly sandbox?: boolean
}

/** A problem as a page: the fact, its consequence, the way out; codes last, for the help desk. */
export function errorPage(problem: PageProblem, { language = 'es', sandbox = false }: ErrorPageOptions = {}): string {
  const texts = errorTexts[language]
  const { status, code, detail, traceId } = problem
  const [headline, text] = texts.status[status] ?? (status >= 500 ? texts.broken : texts.refused)
  return page({
    language,
    sandbox,
    title: headline,
    body: html`<div class="wrap narrow flow page">
      <div class="sorry">
        <h1>${headline}</h1>
        <p class="lead">${status === 500 || !detail ? text : detail}</p>
        <p class="end">
          <a class="btn" href="${inLanguage('/', language)}">${texts.home}</a>
          <a class="btn alt" href="${inLanguage('/v', language)}">${texts.verify}</a>
        </p>
        <p class="muted">
          ${texts.forHelp} <code>${[String(status), code, traceId].filter(Boolean).join(' · ')}</code>
        </p>
      </div>
    </div>`,
  })
}
