import type { Language, Money } from '#kernel'
import { showDay, showSum } from '#platform/pdf'
import { page } from './frame.ts'
import { html, type Child, type Html } from './html.ts'
import { inLanguage } from './languages.ts'
import { sheetTexts } from './texts/sheets.ts'

/** Real times of one procedure over the window that is published; nothing while too few cases were decided. */
export interface SheetTimes {
  readonly p50: number
  readonly p90: number
  readonly cases: number
  /** Share of one, `0.94`. */
  readonly within: string
}

export interface SheetRow {
  /** `pe.senasa/export-phyto`. */
  readonly path: string
  readonly title: string
  readonly code: string
  readonly regimes: readonly string[]
  readonly country: { readonly id: string; readonly name: string }
  readonly agency: string
  /** `3 bd`. */
  readonly within: string | null
  readonly times: SheetTimes | null
}

export interface Sheet extends SheetRow {
  readonly procedure: string
  readonly law: string
  readonly from: string
  readonly silence: string | null
  /** Nothing when it depends on value or quantity. */
  readonly fee: Money | null
  readonly papers: readonly { readonly label: string; readonly sometimes: boolean }[]
  readonly visits: readonly string[]
  readonly opinions: readonly string[]
  readonly data: readonly string[]
  readonly unconfirmed: boolean
}

export interface SheetFrame {
  readonly language: Language
  readonly sandbox: boolean
  /** Day on which the times were measured. */
  readonly day: string
  readonly window: number
  readonly least: number
}

const term = (period: string | null, language: Language): string => {
  const [n, unit] = (period ?? '').split(' ')
  return n && unit ? sheetTexts[language].period(n, unit) : sheetTexts[language].noTerm
}

/** Hours with the decimal mark of the reader. */
const hours = (n: number, language: Language): string =>
  sheetTexts[language].hours(language === 'en' ? String(n) : String(n).replace('.', ','))
const share = (ratio: string): string => `${Math.round(Number(ratio) * 100)}\u00a0%`

function tableOf(rows: readonly SheetRow[], language: Language): Html {
  const texts = sheetTexts[language]
  return html`<table class="cards">
    <thead>
      <tr>
        <th scope="col">${texts.procedure}</th>
        <th scope="col">${texts.agency}</th>
        <th scope="col">${texts.term}</th>
        <th scope="col" class="num">${texts.half}</th>
        <th scope="col" class="num">${texts.nine}</th>
        <th scope="col" class="num">${texts.within}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row"><a href="${inLanguage(`/fichas/${row.path}`, language)}">${row.title}</a></th>
            <td data-label="${texts.agency}">${row.agency}</td>
            <td data-label="${texts.term}">${term(row.within, language)}</td>
            <td class="num" data-label="${texts.half}">${row.times ? hours(row.times.p50, language) : '—'}</td>
            <td class="num" data-label="${texts.nine}">${row.times ? hours(row.times.p90, language) : '—'}</td>
            <td class="num" data-label="${texts.within}">${row.times ? share(row.times.within) : '—'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function byCountry(rows: readonly SheetRow[], language: Language): Html[] {
  const countries = new Map(rows.map((r) => [r.country.id, r.country.name]))
  return [...countries].map(
    ([id, name]) =>
      html`<section aria-labelledby="c-${id}">
        <h2 id="c-${id}">${name}</h2>
        ${tableOf(
          rows.filter((r) => r.country.id === id),
          language,
        )}
      </section>`,
  )
}

const jump = (rows: readonly SheetRow[]): Child => {
  const countries = new Map(rows.map((r) => [r.country.id, r.country.name]))
  return (
    countries.size > 1 &&
    html`<p class="jump">${[...countries].map(([id, name]) => html`<a href="#c-${id}">${name}</a> `)}</p>`
  )
}

/** `/fichas`: every procedure in force, with what it really takes. */
export function sheetsPage(rows: readonly SheetRow[], { language, sandbox, day }: SheetFrame): string {
  const texts = sheetTexts[language]
  return page({
    language,
    sandbox,
    title: texts.sheets,
    here: 'times',
    body: html`<div class="wrap flow page sheet">
      <h1>${texts.sheets}</h1>
      <p class="lead">${texts.sheetsLead}</p>
      ${jump(rows)} ${byCountry(rows, language)}
      <p class="hint">${texts.measured(showDay(day, language))}</p>
    </div>`,
  })
}

/** `/plazos`: only what was measured, the slowest first. */
export function timesPage(rows: readonly SheetRow[], { language, sandbox, day, window, least }: SheetFrame): string {
  const texts = sheetTexts[language]
  const measured = rows.filter((r) => r.times).sort((a, b) => (b.times?.p50 ?? 0) - (a.times?.p50 ?? 0))
  return page({
    language,
    sandbox,
    title: texts.times,
    here: 'times',
    body: html`<div class="wrap flow page sheet">
      <h1>${texts.times}</h1>
      <p class="lead">${texts.timesLead(window, least)}</p>
      ${measured.length === 0 ? html`<p>${texts.none}</p>` : [jump(measured), byCountry(measured, language)]}
      <p class="end">
        <a class="btn alt" href="${inLanguage('/fichas', language)}">${texts.sheets}</a>
        <a class="btn alt" href="/v1/times?format=csv">${texts.csv}</a>
      </p>
      <p class="hint">${texts.measured(showDay(day, language))}</p>
    </div>`,
  })
}

const fact = (label: string, value: Child): Html =>
  html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`
const listed = (title: string, items: readonly Child[], none?: string): Child =>
  items.length === 0
    ? none &&
      html`<h2>${title}</h2>
        <p>${none}</p>`
    : html`<h2>${title}</h2>
        <ul class="plain-list">
          ${items.map((item) => html`<li>${item}</li>`)}
        </ul>`

/** `/fichas/:organismo/:codigo`: one procedure on one page, which also prints on one. */
export function sheetPage(sheet: Sheet, { language, sandbox, day, least }: SheetFrame): string {
  const texts = sheetTexts[language]
  const { times } = sheet
  return page({
    language,
    sandbox,
    title: sheet.title,
    here: 'times',
    body: html`<div class="wrap narrow flow page sheet">
      <p class="muted">
        ${sheet.agency} · ${sheet.country.name} · ${sheet.regimes.map((r) => texts.regimes[r] ?? r).join(', ')}
      </p>
      <h1>${sheet.title}</h1>
      ${sheet.unconfirmed && html`<div class="note warn"><p>${texts.unconfirmed}</p></div>`}
      <dl class="trio">
        ${fact(
          texts.fee,
          sheet.fee
            ? Number(sheet.fee.amount) === 0
              ? texts.free
              : showSum(sheet.fee, sheet.country.id.toUpperCase())
            : texts.byValue,
        )}
        ${fact(texts.term, term(sheet.within, language))} ${fact(texts.half, times ? hours(times.p50, language) : '—')}
      </dl>
      <h2>${texts.really}</h2>
      ${
        times
          ? html`<dl class="facts">
              ${fact(texts.half, hours(times.p50, language))} ${fact(texts.nine, hours(times.p90, language))}
              ${fact(texts.within, share(times.within))} ${fact(texts.cases, times.cases)}
            </dl>`
          : html`<p>${texts.few(least)}</p>`
      }
      ${sheet.silence && html`<p><b>${texts.silence}:</b> ${texts.silences[sheet.silence] ?? sheet.silence}</p>`}
      ${listed(
        texts.papers,
        sheet.papers.map((p) => [p.label, p.sometimes && html` <span class="muted">(${texts.sometimes})</span>`]),
        texts.noPapers,
      )}
      ${listed(texts.opinions, sheet.opinions)} ${listed(texts.visits, sheet.visits)} ${listed(texts.data, sheet.data)}
      <h2>${texts.law}</h2>
      <dl class="facts">
        ${fact(texts.law, sheet.law)} ${fact(texts.from, showDay(sheet.from, language))}
        ${fact(texts.procedure, html`<code>${sheet.procedure} ${sheet.code}</code>`)}
      </dl>
      <p class="end">
        <a class="btn" href="${inLanguage(`/que-necesito?country=${sheet.country.id}`, language)}">${texts.start}</a>
      </p>
      <p class="hint">${texts.measured(showDay(day, language))}</p>
    </div>`,
  })
}
