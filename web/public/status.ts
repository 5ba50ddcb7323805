import type { Language } from '#kernel'
import { page } from './frame.ts'
import { html } from './html.ts'
import { statusTexts } from './texts/status.ts'

export interface StatusView {
  readonly ok: boolean
  readonly checkedAt: string
  readonly waiting: number
  readonly components: readonly { readonly name: string; readonly ok: boolean; readonly since: string }[]
  readonly history: readonly {
    readonly component: string
    readonly since: string
    readonly until: string | null
    readonly reason: string
    readonly declared: boolean
  }[]
}

const when = (at: string): string => at.slice(0, 16).replace('T', ' ')

/** `/estado`: what works, what does not and since when, and what can still be done. Made without the database. */
export function statusPage(
  status: StatusView,
  { language, sandbox }: { language: Language; sandbox: boolean },
): string {
  const texts = statusTexts[language]
  const declared = status.components.some((c) => c.name === 'contingency' && !c.ok)
  const parts = status.components.map(
    (c) =>
      html`<tr>
        <th scope="row">${texts.names[c.name] ?? c.name}</th>
        <td data-label="${texts.state}">${c.ok ? texts.yes : c.name === 'contingency' ? texts.now : texts.no}</td>
        <td data-label="${texts.since}">${when(c.since)}</td>
        <td data-label="${texts.works}">${!c.ok && texts.still[c.name]}</td>
      </tr>`,
  )
  const past = status.history.map(
    (o) =>
      html`<tr>
        <th scope="row">${texts.names[o.component] ?? o.component}</th>
        <td data-label="${texts.since}">${when(o.since)}</td>
        <td data-label="${texts.until}">${o.until ? when(o.until) : texts.now}</td>
        <td data-label="${texts.reason}">${o.declared && o.reason}</td>
      </tr>`,
  )
  return page({
    language,
    sandbox,
    title: texts.title,
    body: html`<div class="wrap flow page">
      <h1>${texts.title}</h1>
      <p class="lead">${status.ok ? texts.fine : declared ? texts.declared : texts.trouble}</p>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">${texts.part}</th>
            <th scope="col">${texts.state}</th>
            <th scope="col">${texts.since}</th>
            <th scope="col">${texts.works}</th>
          </tr>
        </thead>
        <tbody>
          ${parts}
        </tbody>
      </table>
      <p class="hint">
        ${texts.checked}: ${when(status.checkedAt)}${status.waiting > 0 && html` · ${texts.waiting}: ${status.waiting}`}
      </p>
      <h2>${texts.history}</h2>
      ${
        past.length === 0
          ? html`<p>${texts.none}</p>`
          : html`<table class="cards">
              <thead>
                <tr>
                  <th scope="col">${texts.part}</th>
                  <th scope="col">${texts.since}</th>
                  <th scope="col">${texts.until}</th>
                  <th scope="col">${texts.reason}</th>
                </tr>
              </thead>
              <tbody>
                ${past}
              </tbody>
            </table>`
      }
    </div>`,
  })
}
