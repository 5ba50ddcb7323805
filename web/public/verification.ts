import { compareDecimal, localTime, subtractDecimal, type Language } from '#kernel'
import { showCountry, showDay, showDayLong, showInstant, showMeasure } from '#platform/pdf'
import { gate, type Gate } from './drawings.ts'
import { page } from './frame.ts'
import { html, type Child, type Html } from './html.ts'
import { inLanguage } from './languages.ts'
import { verificationTexts, type Verdict } from './texts/verification.ts'
import type { Balance, PublicDocument, VerificationAnswer } from './verification-answer.ts'

type Known = Exclude<VerificationAnswer, { state: 'unknown' }>

const GATE: Readonly<Record<VerificationAnswer['state'], Gate>> = {
  valid: 'whole',
  expired: 'barred',
  revoked: 'barred',
  replaced: 'barred',
  unsealed: 'torn',
  altered: 'torn',
  unknown: 'vacant',
}

/** A digest in groups of eight, each of which may start a new line. */
const digest = (text: string): Html =>
  html`<code class="digest">${(text.match(/.{1,8}/g) ?? []).map((group) => html`${group}<wbr />`)}</code>`

const fact = (label: string, value: Child): Html =>
  html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`

const left = ({ authorised, used }: Balance): string =>
  authorised.unit === used.unit ? subtractDecimal(authorised.value, used.value) : authorised.value

const isExhausted = ({ balance }: PublicDocument): boolean =>
  balance.length > 0 && balance.every((line) => compareDecimal(left(line), '0') <= 0)

const issuerOf = ({ issuer }: PublicDocument, language: Language): string =>
  !issuer.country ? issuer.name : `${issuer.name}, ${showCountry(issuer.country, language)}`

/** The day a sentence speaks of; with its year unless it is this year's. */
function dayOf(answer: Known): string {
  const { state, document, checkedAt, language } = answer
  const day =
    state === 'expired'
      ? document.validUntil
      : state === 'revoked' && document.revoked
        ? localTime(document.zone, document.revoked.at).day
        : null
  return day ? showDayLong(day, language, day.slice(0, 4) !== localTime(document.zone, checkedAt).day.slice(0, 4)) : ''
}

function verdictOf(answer: VerificationAnswer): { headline: string; lead: string } {
  const texts = verificationTexts[answer.language]
  const say = ([headline, lead]: Verdict, issuer = '', day = ''): { headline: string; lead: string } => ({
    headline: headline(issuer, day),
    lead,
  })
  if (answer.state === 'unknown') return say(texts.unknown)
  if (answer.state === 'altered') return say(answer.compared && !answer.compared.matches ? texts.file : texts.record)
  const said = say(texts[answer.state], answer.document.issuer.name, dayOf(answer))
  if (answer.state !== 'valid') return said
  return { ...said, lead: isExhausted(answer.document) ? texts.exhausted : answer.sandbox ? texts.trial : said.lead }
}

function facts(answer: Known): Html {
  const { document, language, state, compared } = answer
  const texts = verificationTexts[language]
  const { zone } = document
  if (state === 'altered') {
    return html`<dl class="facts">
      ${fact(texts.codeSays, `${document.title} ${document.number}`)}
      ${fact(texts.issuer, issuerOf(document, language))} ${fact(texts.registered, digest(document.digest))}
      ${compared && fact(texts.yours, html`<span class="wrong">${digest(compared.digest)}</span>`)}
    </dl>`
  }
  return html`<dl class="facts">
    ${fact(texts.document, document.title)} ${fact(texts.number, document.number)}
    ${fact(texts.issuer, issuerOf(document, language))}
    ${fact(texts.issued, showInstant(document.issuedAt, zone, language))}
    ${document.about && fact(texts.about, document.about)} ${document.goods && fact(texts.goods, document.goods)}
    ${fact(texts.until, document.validUntil ? showDay(document.validUntil, language) : texts.noExpiry)}
    ${document.revoked && fact(texts.revokedAt, showInstant(document.revoked.at, zone, language))}
    ${document.revoked?.reason && fact(texts.reason, document.revoked.reason)}
  </dl>`
}

function balance({ document, language, state }: Known): Child {
  // Figures of a document that may be a forgery would lend it credit.
  if (document.balance.length === 0 || state === 'altered') return null
  const texts = verificationTexts[language]
  const [goods, authorised, used, rest] = texts.balanceColumns
  const country = document.issuer.country ?? ''
  return html`<section aria-labelledby="balance">
    <h2 id="balance">${texts.balance}</h2>
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">${goods}</th>
          <th scope="col" class="num">${authorised}</th>
          <th scope="col" class="num">${used}</th>
          <th scope="col" class="num">${rest}</th>
        </tr>
      </thead>
      <tbody>
        ${document.balance.map(
          (line) =>
            html`<tr>
              <th scope="row">${line.description}</th>
              <td class="num" data-label="${authorised}">${showMeasure(line.authorised, country, language)}</td>
              <td class="num" data-label="${used}">${showMeasure(line.used, country, language)}</td>
              <td class="num" data-label="${rest}">
                <b>${showMeasure({ value: left(line), unit: line.authorised.unit }, country, language)}</b>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

const note = (kind: 'ok' | 'warn' | 'bad' | 'info', title: string, text: Child): Html =>
  html`<div class="note ${kind}">
    <p><b>${title}</b> ${text}</p>
  </div>`

function notes(answer: Known): Child {
  const { document, language, state, compared } = answer
  const texts = verificationTexts[language]
  return [
    compared?.matches && note('ok', ...texts.same),
    state === 'valid' && isExhausted(document) && note('warn', ...texts.empty),
    state === 'altered' && note('bad', texts.todo, texts.askOriginal),
    document.replacedBy &&
      note(
        'warn',
        texts.newerTitle,
        html`${texts.newer(document.replacedBy.number)}
          <a href="${inLanguage(`/v/${encodeURIComponent(document.replacedBy.code)}`, language)}"
            >${texts.verifyThat}</a
          >`,
      ),
  ]
}

function proof({ document, language }: Known): Html {
  const texts = verificationTexts[language]
  const { level, kid } = document.signature
  return html`<details class="proof">
    <summary>${texts.proof}</summary>
    <p>${level && `${texts.level[level] ?? level}. `}${texts.proofText}</p>
    <dl class="facts narrow">
      ${fact(texts.digest, digest(document.digest))} ${kid && fact(texts.key, html`<code class="digest">${kid}</code>`)}
    </dl>
    <p><a href="/.well-known/jwks.json">${texts.keys}</a></p>
  </details>`
}

function comparison({ code, language, compared }: Known): Html {
  const texts = verificationTexts[language]
  return html`<section aria-labelledby="compare">
    <h2 id="compare">${texts.compare}</h2>
    <p>${texts.compareHow}</p>
    <form
      class="compare"
      action="/v/${encodeURIComponent(code)}"
      method="get"
      data-compare
      data-reading="${texts.reading}"
      data-ready="${texts.ready}"
      data-bare="${texts.bare}"
      data-unreadable="${texts.unreadable}"
    >
      <div data-file hidden>
        <label for="file">${texts.fileLabel}</label>
        <p class="hint" id="file-hint">${texts.fileHint}</p>
        <input id="file" type="file" aria-describedby="file-hint" />
      </div>
      <p class="live" data-live role="status"></p>
      <div>
        <label for="digest">${texts.digestLabel}</label>
        <p class="hint" id="digest-hint">${texts.digestHint}</p>
        <input
          id="digest"
          name="digest"
          type="text"
          required
          maxlength="100"
          pattern="[0-9A-Fa-f :]{64,100}"
          title="${texts.digestHint}"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="digest-hint"
          value="${compared?.digest ?? ''}"
        />
      </div>
      ${language !== 'es' && html`<input type="hidden" name="lang" value="${language}" />`}<button class="btn alt">
        ${texts.compareButton}
      </button>
    </form>
  </section>`
}

/** The page at `/v/:code`. */
export function verification(given: VerificationAnswer): string {
  // A digest that is not the registered one outweighs everything else: that file must not look valid.
  const answer: VerificationAnswer =
    given.state !== 'unknown' && given.compared?.matches === false ? { ...given, state: 'altered' } : given
  const { language, state, code, checkedAt } = answer
  const texts = verificationTexts[language]
  const { headline, lead } = verdictOf(answer)
  const zone = answer.state === 'unknown' ? 'UTC' : answer.document.zone
  return page({
    language,
    title: headline,
    here: 'verify',
    sandbox: answer.sandbox,
    scripts: ['/assets/verify.js'],
    address: answer.state !== 'unknown' && answer.compared ? `?digest=${answer.compared.digest}` : '',
    body: html`<div class="wrap narrow flow">
      <div class="verdict ${state}">
        ${gate(GATE[state])}
        <div>
          <p class="muted">${texts.result(showInstant(checkedAt, zone, language, true))}</p>
          <h1>${headline}</h1>
          <p class="lead">${lead}</p>
        </div>
      </div>
      ${
        answer.state === 'unknown'
          ? html`<dl class="facts">${fact(texts.codeSays, html`<code>${code}</code>`)}</dl>
              ${note('info', texts.todo, texts.unknownWhat)}`
          : html`${facts(answer)} ${notes(answer)} ${balance(answer)} ${proof(answer)} ${comparison(answer)}`
      }
      <div class="end">
        <a class="btn alt" href="${inLanguage('/v', language)}">${texts.another}</a>
        <p class="muted">${texts.minimum}</p>
      </div>
    </div>`,
  })
}

export interface VerificationQuestion {
  readonly language: Language
  readonly sandbox: boolean
  /** What was typed and is not a code: shown again, with the error. */
  readonly wrong?: string
  /** A digest that no document of ours has: the file is not one, or it was changed. */
  readonly foreign?: string
}

/** The page at `/v`: asks for a code. */
export function verificationForm({ language, sandbox, wrong, foreign }: VerificationQuestion): string {
  const texts = verificationTexts[language]
  const error = wrong !== undefined
  return page({
    language,
    title: error ? `Error: ${texts.form}` : texts.form,
    here: 'verify',
    sandbox,
    scripts: ['/assets/verify.js'],
    body: html`<div class="wrap narrow flow">
      ${foreign && note('bad', texts.foreignTitle, texts.foreign)}
      <div class="question">
        ${gate(foreign ? 'torn' : 'vacant')}
        <form action="/v" method="get">
          <h1>${texts.form}</h1>
          <p class="lead" id="code-hint">${texts.formLead}</p>
          <label for="code">${texts.code}</label>
          ${error && html`<p class="error" id="code-error">${texts.wrongCode}</p>`}
          <input
            id="code"
            name="codigo"
            type="text"
            required
            maxlength="64"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            value="${wrong ?? ''}"
            aria-describedby="code-hint${error && ' code-error'}"
            ${error && html` aria-invalid="true"`}
          />
          ${language !== 'es' && html`<input type="hidden" name="lang" value="${language}" />`}<button class="btn">
            ${texts.section}
          </button>
        </form>
      </div>
      <form
        class="dropzone"
        data-drop
        hidden
        data-reading="${texts.reading}"
        data-bare="${texts.bare}"
        data-unreadable="${texts.unreadable}"
      >
        <h2><label for="drop">${texts.dropTitle}</label></h2>
        <p class="hint" id="drop-hint">${texts.fileHint}</p>
        <input id="drop" type="file" aria-describedby="drop-hint" />
        <p class="live" data-live role="status"></p>
      </form>
    </div>`,
  })
}
