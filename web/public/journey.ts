import type { Language } from '#kernel'
import type { FinderAnswer, FinderQuestion } from '#modules/finder'
import { page } from './frame.ts'
import { html, type Child, type Html } from './html.ts'
import { money, totals, type Sheet } from './journey-totals.ts'
import { journeyTexts } from './texts/journey.ts'

export interface JourneyPage {
  readonly language: Language
  readonly sandbox: boolean
  /** Countries whose rules can be asked: pack and name in the page's language. */
  readonly countries: readonly { readonly id: string; readonly name: string }[]
  /** What was answered so far, as it stands in the address. */
  readonly asked: Readonly<Record<string, string>>
}

const PLACES =
  'AR AU BE BO BR CA CH CL CN CO CR CU DE DO EC ES FR GB GT HN IN IT JP KR MX NI NL PA PE PT PY RU SE SV TT TW US UY VE VN ZA'.split(
    ' ',
  )

const placeName = (code: string, language: Language): string =>
  new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code

const hidden = (asked: Readonly<Record<string, string>>, but: readonly string[]): Html[] =>
  Object.entries(asked)
    .filter(([name, value]) => value !== '' && !but.includes(name))
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)

/** The finder as a sentence: «Quiero exportar bufandas de lana a España». A plain form, so it works before any script. */
export function finderForm({ language, countries, asked }: JourneyPage, { wrong }: { wrong?: boolean } = {}): Html {
  const t = journeyTexts[language]
  const regime = asked['regime'] ?? 'export'
  const place = (regime === 'import' ? asked['origin'] : asked['destination']) ?? ''
  const option = (value: string, words: string, chosen: boolean): Html =>
    html`<option value="${value}" ${chosen && html` selected`}>${words}</option>`
  return html`<form class="counter finder" action="/que-necesito" method="get" aria-label="${t.title}">
    <div class="say">
      <div>
        <label for="f-country">${t.country}</label>
        <select id="f-country" name="country">
          ${countries.map((c) => option(c.id, c.name, c.id === asked['country']))}
        </select>
      </div>
      <div>
        <label for="f-regime">${t.want}</label>
        <select id="f-regime" name="regime">
          ${Object.entries(t.regimes).map(([value, words]) => option(value, words, value === regime))}
        </select>
      </div>
      <div class="wide">
        <label for="f-goods">${t.goods}</label>
        <input
          id="f-goods"
          name="q"
          type="text"
          required
          maxlength="200"
          value="${asked['q'] ?? ''}"
          ${wrong && html` aria-invalid="true" aria-describedby="f-wrong"`}
        />
        ${wrong && html`<p class="error" id="f-wrong">${t.missing}</p>`}
      </div>
      <div>
        <label for="f-place">${t.place}</label>
        <select id="f-place" name="place">
          ${option('', t.anyPlace, place === '')}
          ${PLACES.map((code) => [code, placeName(code, language)] as const)
            .sort((a, b) => a[1].localeCompare(b[1], language))
            .map(([code, name]) => option(code, name, code === place))}
        </select>
      </div>
      <button class="btn">${t.see}</button>
    </div>
    ${language !== 'es' && html`<input type="hidden" name="lang" value="${language}" />`}
    <p class="hint">${t.free}</p>
  </form>`
}

const frame = (p: JourneyPage, title: string, body: Child): string =>
  page({ language: p.language, sandbox: p.sandbox, title, here: 'need', address: addressOf(p.asked), body })

const addressOf = (asked: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(Object.entries(asked).filter(([, v]) => v !== '')).toString()
  return `/que-necesito${query ? `?${query}` : ''}`
}

export function journeyStart(p: JourneyPage, { wrong = false } = {}): string {
  const t = journeyTexts[p.language]
  return frame(
    p,
    t.title,
    html`<div class="wrap flow journey">
      <header>
        <h1>${t.title}</h1>
        <p class="lead">${t.lead}</p>
      </header>
      ${finderForm(p, { wrong })}
    </div>`,
  )
}

const sentence = ({ language, asked }: JourneyPage, answer: FinderAnswer): string =>
  [
    answer.hs?.description ?? asked['q'] ?? '',
    answer.hs ? `(${answer.hs.shown})` : '',
    asked['destination']
      ? `→ ${placeName(asked['destination'], language)}`
      : asked['origin']
        ? `← ${placeName(asked['origin'], language)}`
        : '',
  ]
    .filter(Boolean)
    .join(' ')

const backLink = (p: JourneyPage): Html =>
  html`<p>
    <a
      href="${addressOf({ ...pick(p.asked, ['country', 'regime', 'q', 'destination', 'origin', 'lang']) })}&amp;otra=si"
      >← ${journeyTexts[p.language].back}</a
    >
  </p>`
const pick = (asked: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(asked).filter(([name]) => names.includes(name)))

function choice(name: string, value: string, i: number, words: Child, more: Child, side?: string): Html {
  return html`<label class="choice">
    <input type="radio" name="${name}" value="${value}" required ${i === 0 && html` checked`} />
    <span><b>${words}</b>${more && html`<span class="muted">${more}</span>`}</span>
    ${side && html`<code class="code">${side}</code>`}
  </label>`
}

/** One question, with the difference that decides between the answers. */
export function journeyProduct(p: JourneyPage, answer: FinderAnswer): string {
  const t = journeyTexts[p.language]
  const words = p.asked['q'] ?? p.asked['hs'] ?? ''
  const found = answer.suggestions.filter((s) => s.code.length >= 4).slice(0, 4)
  const says = (code: string): string =>
    answer.differences.find((d) => d.among.some((a) => a.code === code))?.says ??
    answer.suggestions.find((s) => s.code === code)?.under?.at(-1)?.description ??
    ''
  return frame(
    p,
    t.which,
    html`<div class="wrap narrow flow journey">
      ${backLink(p)}
      <header>
        <h1>${t.which}</h1>
        <p class="muted">${t.results(found.length, words)}</p>
      </header>
      ${
        found.length > 0 &&
        html`<form action="/que-necesito" method="get">
          ${hidden(p.asked, ['hs', 'otra'])}
          <fieldset>
            <legend class="sr">${t.which}</legend>
            ${found.map((s, i) => choice('hs', s.code, i, s.description, says(s.code), s.shown))}
          </fieldset>
          <p class="hint">${t.orientation}</p>
          <button class="btn">${t.go}</button>
        </form>`
      }
      <details ${found.length === 0 && html` open`}>
        <summary>${t.other}</summary>
        <form action="/que-necesito" method="get" class="again">
          ${hidden(p.asked, ['q', 'hs', 'otra'])}
          <label for="q">${t.goods}</label>
          <p class="hint" id="q-hint">${t.whichHint}</p>
          <input id="q" name="q" type="text" required maxlength="200" value="${words}" aria-describedby="q-hint" />
          <button class="btn alt">${t.see}</button>
        </form>
      </details>
    </div>`,
  )
}

/** A question whose answer would change what is needed, and only such a one. */
export function journeyQuestion(p: JourneyPage, answer: FinderAnswer, question: FinderQuestion): string {
  const t = journeyTexts[p.language]
  return frame(
    p,
    question.label,
    html`<div class="wrap narrow flow journey">
      ${backLink(p)}
      <header>
        <p class="muted">${sentence(p, answer)}</p>
        <h1>${question.label}</h1>
        ${question.help && html`<p>${question.help}</p>`}
      </header>
      <form action="/que-necesito" method="get">
        ${hidden(p.asked, [question.name, 'otra'])}
        ${
          question.options.length > 0 && question.options.length <= 8
            ? html`<fieldset>
                <legend class="sr">${question.label}</legend>
                ${question.options.map((o, i) => choice(question.name, o.value, i, o.label, ''))}
              </fieldset>`
            : html`<label for="answer">${question.label}</label>
                <select id="answer" name="${question.name}" required>
                  ${question.options.map((o) => html`<option value="${o.value}">${o.label}</option>`)}
                </select>`
        }
        <details>
          <summary>${t.why}</summary>
          <p>${t.whyMore}</p>
        </details>
        <button class="btn">${t.go}</button>
      </form>
    </div>`,
  )
}

/** The answer: exactly what is needed, its cost, its time and why; or that it is prohibited. */
export function journeyAnswer(p: JourneyPage, answer: FinderAnswer): string {
  const t = journeyTexts[p.language]
  const sheets = answer.procedures as unknown as readonly Sheet[]
  const { cost, longest } = totals(sheets)
  const begin = new URLSearchParams({
    ...pick(p.asked, ['country', 'regime', 'q', 'destination', 'origin', 'use']),
    ...rest(p.asked),
    hs: answer.hs?.code ?? '',
  }).toString()
  const source = html`<p class="muted small">
    ${t.source(answer.day, `${answer.rules.pack} ${answer.rules.version}`)}
  </p>`
  if (answer.status === 'prohibited')
    return frame(
      p,
      t.prohibited,
      html`<div class="wrap narrow flow journey">
        ${backLink(p)}
        <header>
          <p class="muted">${sentence(p, answer)}</p>
          <h1>${t.prohibited}</h1>
        </header>
        ${answer.prohibitions.map((r) => html`<p class="note bad">${[r.note, String((r.law as { cite?: string })['cite'] ?? '')].filter(Boolean).join('. ')}</p>`)}
        ${source}
      </div>`,
    )
  return frame(
    p,
    t.needed(sheets.length),
    html`<div class="wrap flow journey">
      ${backLink(p)}
      <header>
        <p class="muted">${sentence(p, answer)}</p>
        <h1>${t.needed(sheets.length)}</h1>
        ${sheets.length > 1 && html`<p class="lead">${t.parallel}</p>`}
      </header>
      <dl class="j-figures">
        <div>
          <dt>${t.cost}</dt>
          <dd>${cost === null ? t.costOpen : cost || t.costNone}</dd>
        </div>
        ${
          longest &&
          html`<div>
            <dt>${t.time}</dt>
            <dd>${t.upTo(longest)}<small>${t.timeMore}</small></dd>
          </div>`
        }
      </dl>
      <section aria-labelledby="order">
        <h2 id="order">${t.order}</h2>
        <ol class="need">
          ${sheets.map((s) => sheetRow(s, p.language))}
        </ol>
      </section>
      <p class="actions"><a class="btn" href="/nueva?${begin}">${t.start}</a></p>
      ${source}
    </div>`,
  )
}

const KNOWN = ['country', 'regime', 'q', 'hs', 'destination', 'origin', 'use', 'lang', 'otra', 'place']
const rest = (asked: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(asked).filter(([n, v]) => !KNOWN.includes(n) && v !== ''))

function sheetRow(s: Sheet, language: Language): Html {
  const t = journeyTexts[language]
  const measured = s.times?.measured
  const half = measured?.half ?? measured?.p50
  const slow = measured?.slow ?? measured?.p90
  const papers = s.documents ?? []
  return html`<li>
    <div>
      <h3>${s.title}</h3>
      <p>${s.agency?.name}</p>
      ${papers.length > 0 && html`<p class="muted small">${t.documents}: ${papers.map((d) => d.name).join(', ')}</p>`}
      <details>
        <summary>${t.reason}</summary>
        <p>
          ${[...(s.why ?? []).map((w) => [w.note, w.law.cite, w.law.title].filter(Boolean).join(', ')), s.law?.cite].filter(Boolean).join('. ')}
        </p>
      </details>
    </div>
    <p class="cost">
      ${s.fee?.amount ? money(s.fee.amount) : (s.fee?.lines?.length ?? 0) > 0 ? t.costOpen : t.costNone}
      <small>${half ? t.half(half) : s.times?.decision && t.upTo(s.times.decision.text)}</small>
      ${slow && html`<small>${t.slow(slow)}</small>`}
    </p>
  </li>`
}

const arch = html`<svg class="proud" viewBox="0 0 100 104" aria-hidden="true" focusable="false">
  <path class="arch" d="M12 92V46a38 38 0 0 1 76 0v46z" />
  <rect class="sill" x="2" y="90" width="96" height="11" rx="5.5" />
  <path class="tick" d="m34 52 12 12 22-26" />
</svg>`

/** Nothing needed: as proud as a permit, with a proof to take away. */
export function journeyNothing(p: JourneyPage, answer: FinderAnswer): string {
  const t = journeyTexts[p.language]
  return frame(
    p,
    t.nothing,
    html`<div class="wrap narrow flow journey">
      ${backLink(p)}
      <header class="j-verdict">
        ${arch}
        <div>
          <p class="muted">${sentence(p, answer)}</p>
          <h1>${t.nothing}</h1>
        </div>
      </header>
      <p class="lead">${t.checked(answer.rules.rows, answer.day)}</p>
      <section class="card" aria-labelledby="proof">
        <h2 id="proof">${t.proof}</h2>
        <p>${t.proofMore}</p>
        <form action="/que-necesito/constancia" method="post">
          ${hidden({ ...p.asked, hs: answer.hs?.code ?? '' }, ['otra', 'place'])}
          <button class="btn">${t.getProof}</button>
        </form>
      </section>
      <p class="muted small">${t.source(answer.day, `${answer.rules.pack} ${answer.rules.version}`)}</p>
    </div>`,
  )
}

export function certificateReady(
  p: Pick<JourneyPage, 'language' | 'sandbox'>,
  { code, number }: { code: string; number: string },
): string {
  const t = journeyTexts[p.language]
  return page({
    language: p.language,
    sandbox: p.sandbox,
    title: t.proofReady,
    address: `/constancia/${code}`,
    body: html`<div class="wrap narrow flow journey">
      <header class="j-verdict">
        ${arch}
        <div>
          <p class="muted"><code>${number}</code></p>
          <h1>${t.proofReady}</h1>
        </div>
      </header>
      <p>${t.proofMore}</p>
      <p class="actions">
        <a class="btn" href="/v1/finder/certificates/${code}/document.pdf?lang=${p.language}">${t.download}</a>
        <a href="/v/${code}">${t.verify}</a>
      </p>
    </div>`,
  })
}
