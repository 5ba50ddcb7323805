import { showDay } from '#platform/pdf'
import { actWords, type MandateState } from '#modules/mandates'
import { html, inLanguage, type Child, type Html } from '../public/index.ts'
import { about, accessPage, act, choice, field, type Fault, type Look, type Option } from './parts.ts'
import { mandateTexts } from './texts/mandates.ts'

export interface MandateRow {
  readonly id: string
  readonly state: MandateState
  /** Names of the commands that whoever looks may give now. */
  readonly acts: readonly string[]
}

export interface MandatesView extends Look {
  readonly firm: string
  readonly given: readonly MandateRow[]
  readonly taken: readonly MandateRow[]
  readonly mayOffer: boolean
  /** The mandate under which the session acts now. */
  readonly acting: string | null
  /** Acts that can be entrusted. */
  readonly acts: readonly string[]
  readonly countries: readonly Option[]
  /** The firm's own: its agents are mostly there too. */
  readonly country: string
  readonly today: string
  readonly once: string
  readonly faults?: readonly Fault[]
  readonly values?: Readonly<Record<string, string>>
  readonly chosen?: readonly string[]
  readonly done?: boolean
}

/** The powers a firm gave and was given, each with what it covers and the button that ends it. */
export function mandatesPage(view: MandatesView): string {
  const { language, firm, given, taken, mayOffer, faults = [], done } = view
  const texts = mandateTexts[language]
  return accessPage({
    ...view,
    title: texts.title.replace('{firm}', () => firm),
    lead: texts.lead,
    address: '/empresa/poderes',
    faults,
    body: html`${done && html`<p class="note" role="status">${texts.done}</p>`}
      <section aria-labelledby="given">
        <h2 id="given">${texts.given}</h2>
        ${given.length ? given.map((m) => row(view, m, 'given')) : html`<p>${texts.givenNone}</p>`}
      </section>
      ${
        taken.length > 0 &&
        html`<section aria-labelledby="taken">
          <h2 id="taken">${texts.taken}</h2>
          ${taken.map((m) => row(view, m, 'taken'))}
        </section>`
      }
      ${mayOffer && offer(view)}`,
  })
}

function limits({ language }: MandatesView, s: MandateState): string {
  const texts = mandateTexts[language]
  const list = (words: string, items: readonly string[]): string[] =>
    items.length ? [words.replace('{list}', () => items.join(', '))] : []
  const all = [
    ...list(texts.hs, s.hs),
    ...list(texts.agencies, s.agencies),
    ...list(texts.offices, s.offices),
    ...(s.valueCap ? [texts.cap.replace('{amount}', `${s.valueCap.amount} ${s.valueCap.currency}`)] : []),
  ]
  return all.length ? all.join(' · ') : texts.none
}

function row(view: MandatesView, { id, state: s, acts }: MandateRow, side: 'given' | 'taken'): Html {
  const { language, once } = view
  const texts = mandateTexts[language]
  const other = side === 'given' ? s.agentName : s.principalName
  const to = (command: string): string => inLanguage(`/empresa/poderes/${id}/${command}`, language)
  const days = texts.days.replace('{from}', showDay(s.from, language)).replace('{to}', showDay(s.to, language))
  const reason = (words: string, command: string): Html =>
    html`<details>
      <summary>${about(words, other)}</summary>
      ${act(
        to(command),
        once,
        field({ name: 'text', id: `${command}-${id}`, label: texts.reason, complete: 'off', maxlength: 500 }),
        about(words, other),
        true,
      )}
    </details>`
  const may = (command: string): boolean => acts.includes(command)
  return html`<article class="card mandate">
    <h3>${other} <span class="hint">· ${texts.statuses[s.status] ?? s.status}</span></h3>
    <p>${texts.may}: ${s.acts.map((a) => actWords(a, language)).join(', ')}.</p>
    <p class="hint">${limits(view, s)} · ${days}</p>
    ${s.acceptedBy && html`<p><a href="/v1/mandates/${id}/deed.pdf?lang=${language}">${about(texts.deed, other)}</a></p>`}
    ${
      side === 'taken' &&
      s.status === 'ACTIVE' &&
      (id === view.acting
        ? act(inLanguage('/empresa/poderes/terminar', language), once, null, about(texts.stop, other), true)
        : act(inLanguage(`/empresa/poderes/${id}/actuar`, language), once, null, about(texts.actFor, other)))
    }
    ${may('second') && act(to('second'), once, null, about(texts.second, other))}
    ${may('accept') && act(to('accept'), once, null, about(texts.accept, other))}
    ${may('decline') && reason(texts.decline, 'decline')}
    ${may('revoke') && reason(side === 'given' ? texts.revoke : texts.giveBack, 'revoke')}
  </article>`
}

function offer(view: MandatesView): Html {
  const { language, once, acts, countries, country, today, faults, values = {}, chosen = [] } = view
  const texts = mandateTexts[language]
  const shared = faults ? { faults } : {}
  const year = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`
  const text = (name: string, label: string, more: object = {}): Child =>
    field({ name, label, complete: 'off', value: values[name] ?? '', ...shared, ...more })
  return html`<section aria-labelledby="offer">
    <h2 id="offer">${texts.offer}</h2>
    <div class="card">
      ${act(
        inLanguage('/empresa/poderes/ofrecer', language),
        once,
        html`${choice({ name: 'country', label: texts.country, value: values['country'] ?? country }, countries)}
          ${text('taxId', texts.taxId, { maxlength: 40 })}
          <fieldset id="acts" class="acts-list">
            <legend>${texts.acts}</legend>
            ${acts.map(
              (a) =>
                html`<label class="tick"
                  ><input type="checkbox" name="acts" value="${a}" ${chosen.includes(a) && html` checked`} />
                  ${actWords(a, language)}</label
                >`,
            )}
          </fieldset>
          ${text('hs', texts.hsField, { hint: texts.hsHint, optional: true })}
          ${text('cap', `${texts.capField} (USD)`, { hint: texts.capHint, inputmode: 'decimal', optional: true })}
          ${text('from', texts.from, { type: 'date', value: values['from'] ?? today })}
          ${text('to', texts.to, { type: 'date', hint: texts.toHint, value: values['to'] ?? year })}`,
        texts.send,
      )}
    </div>
  </section>`
}
