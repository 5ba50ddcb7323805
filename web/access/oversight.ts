import { html, inLanguage, type Html } from '../public/index.ts'
import { accessPage, act, field, hidden, type Fault, type Look } from './parts.ts'
import { oversightTexts } from './texts/oversight.ts'

export interface AccessView extends Look {
  readonly address: string
  readonly may: readonly {
    readonly name?: string
    readonly organisation: string
    readonly why: string
    readonly as?: string
    readonly until?: string
    readonly reason?: string
  }[]
  readonly looked: readonly {
    readonly person: string
    readonly organisation: string
    readonly times: number
    readonly lastAt: string
  }[]
  readonly broken: readonly { readonly openedAt: string; readonly reason: string; readonly looks: number }[]
}

const when = (at: string): string => at.slice(0, 16).replace('T', ' ')

/** An access review (M01): who may see a case, why, and who looked. */
export function accessReviewPage(view: AccessView): string {
  const { language, may, looked, broken, address } = view
  const texts = oversightTexts[language]
  const times = (n: number, at: string): string => texts.times.replace('{n}', String(n)).replace('{at}', when(at))
  const list = (rows: readonly Html[]): Html =>
    html`<ul class="plain rows">
      ${rows}
    </ul>`
  return accessPage({
    ...view,
    title: texts.accessTitle,
    lead: texts.accessLead,
    address,
    body: html`<section aria-labelledby="may">
        <h2 id="may">${texts.may}</h2>
        ${list(
          may.map(
            (m) =>
              html`<li>
                <b>${m.name ?? m.organisation}</b>
                <span class="hint"
                  >${[
                    m.as ? (texts.as[m.as] ?? m.as) : (texts.why[m.why] ?? m.why),
                    m.until && texts.until.replace('{day}', m.until.slice(0, 10)),
                    m.reason,
                  ]
                    .filter(Boolean)
                    .join(' · ')}</span
                >
              </li>`,
          ),
        )}
      </section>
      <section aria-labelledby="looked">
        <h2 id="looked">${texts.looked}</h2>
        ${
          looked.length
            ? list(
                looked.map(
                  (l) =>
                    html`<li>
                      <span><b>${l.person}</b>, ${l.organisation}</span
                      ><span class="hint">${times(l.times, l.lastAt)}</span>
                    </li>`,
                ),
              )
            : html`<p>${texts.lookedNone}</p>`
        }
      </section>
      ${
        broken.length > 0 &&
        html`<section aria-labelledby="broken">
          <h2 id="broken">${texts.broken}</h2>
          ${list(broken.map((b) => html`<li><span>${b.reason}</span><span class="hint">${times(b.looks, b.openedAt)}</span></li>`))}
        </section>`
      }`,
  })
}

export interface ContingencyView extends Look {
  readonly declared: { readonly since: string; readonly reason: string } | null
  readonly once: string
  readonly said?: 'proposed' | 'done'
  readonly faults?: readonly Fault[]
  readonly reason?: string
}

/** Declaring a contingency and ending it: two people, each on this page (M36). */
export function contingencyPage(view: ContingencyView): string {
  const { language, declared, once, said, faults = [], reason = '' } = view
  const texts = oversightTexts[language]
  const title = declared
    ? texts.on.replace('{at}', when(declared.since)).replace('{reason}', () => declared.reason)
    : texts.off
  return accessPage({
    ...view,
    title: texts.contingencyTitle,
    lead: title,
    address: '/contingencia',
    faults,
    body: html`${said && html`<p class="note" role="status">${said === 'done' ? texts.done : texts.proposed}</p>`}
      <section class="card">
        <p>${declared ? texts.onLead : texts.offLead}</p>
        <p>${texts.two}</p>
        ${act(
          inLanguage('/contingencia', language),
          once,
          html`${hidden('on', declared ? 'no' : 'yes')}
          ${field({ name: 'reason', label: texts.reason, complete: 'off', maxlength: 500, value: reason, faults })}`,
          declared ? texts.end : texts.declare,
        )}
      </section>`,
  })
}
