import type { Money } from '#kernel'
import { html, inLanguage, type Html } from '../public/index.ts'
import { about, accessPage, act, field, hidden, type Fault, type Look } from './parts.ts'
import { treasuryTexts } from './texts/treasury.ts'

export interface StatementRow {
  readonly id: string
  readonly number: string | null
  readonly status: string
}
export interface TurnRow {
  readonly name: string
  readonly title: string
  readonly number: string | null
  /** Where it is decided. */
  readonly href: string
}
export interface PayoutRow {
  readonly id: string
  readonly number: string | null
  readonly payer: string
  readonly amount: Money
}

interface Shared extends Look {
  readonly once: string
  readonly faults?: readonly Fault[]
  readonly done?: boolean
}

export interface TreasuryView extends Shared {
  readonly turns: readonly TurnRow[]
  readonly statements: readonly StatementRow[]
  readonly payouts: readonly PayoutRow[]
  readonly currency: string
}

const money = ({ amount, currency }: Money): string => `${currency} ${amount}`

/** What the treasury of a country has to do: load statements, decide, pay out. */
export function treasuryPage(view: TreasuryView): string {
  const { language, once, turns, statements, payouts, currency, faults = [], done } = view
  const texts = treasuryTexts[language]
  const to = (path: string): string => inLanguage(`/tesoreria${path}`, language)
  return accessPage({
    ...view,
    title: texts.title,
    lead: texts.lead,
    address: '/tesoreria',
    faults,
    body: html`${done && html`<p class="note" role="status">${texts.done}</p>`}
      <section aria-labelledby="upload">
        <h2 id="upload">${texts.upload}</h2>
        <form class="card" method="post" enctype="multipart/form-data" action="${to('/extractos')}">
          <div class="field">
            <label for="file">${texts.file}</label>
            <input id="file" name="file" type="file" accept=".xml,application/xml,text/xml" required />
          </div>
          <p><button class="btn">${texts.send}</button></p>
        </form>
      </section>
      <section aria-labelledby="turns">
        <h2 id="turns">${texts.turns}</h2>
        ${
          turns.length
            ? html`<ul class="plain rows">
                ${turns.map(
                  (t) =>
                    html`<li>
                      <a href="${inLanguage(t.href, language)}"
                        >${texts.names[t.name] ?? t.name}: ${t.number ?? t.title}</a
                      >
                    </li>`,
                )}
              </ul>`
            : html`<p>${texts.turnsNone}</p>`
        }
      </section>
      <section aria-labelledby="statements">
        <h2 id="statements">${texts.statements}</h2>
        ${
          statements.length
            ? html`<ul class="plain rows">
                ${statements.map(
                  (s) =>
                    html`<li>
                      <a href="${to(`/extractos/${s.id}`)}">${s.number ?? s.id}</a>
                      <span class="hint">${texts.statuses[s.status] ?? s.status}</span>
                    </li>`,
                )}
              </ul>`
            : html`<p>${texts.statementsNone}</p>`
        }
      </section>
      <section aria-labelledby="payouts">
        <h2 id="payouts">${texts.payouts}</h2>
        ${
          payouts.length
            ? html`<ul class="plain rows">
                  ${payouts.map(
                    (p) =>
                      html`<li>
                        <span>${p.payer}<br /><span class="hint">${p.number ?? p.id}</span></span
                        ><b>${money(p.amount)}</b>
                      </li>`,
                  )}
                </ul>
                <p><a class="btn" href="/v1/payouts.xml">${texts.payoutsFile}</a></p>`
            : html`<p>${texts.payoutsNone}</p>`
        }
        ${act(to('/entregar'), once, hidden('currency', currency), texts.handover.replace('{currency}', currency), true)}
      </section>`,
  })
}

export interface DifferenceRow {
  readonly code: string
  readonly amount: Money
  readonly reference: string | null
  readonly party: string | null
  readonly order: string | null
  readonly message: string
  readonly fix: string
  /** How it was settled; nothing while it is open. */
  readonly note: string | null
  readonly endorsed: boolean
}

export interface StatementView extends Shared {
  readonly id: string
  readonly number: string
  readonly counts: Readonly<Record<'entries' | 'payments' | 'refunds' | 'reconciled', number>>
  readonly differences: readonly DifferenceRow[]
}

/** One statement and what of it does not agree, each with what can be done about it. */
export function statementPage(view: StatementView): string {
  const { language, id, number, counts, differences, faults = [], done } = view
  const texts = treasuryTexts[language]
  const lead = texts.entries.replace(/\{(\w+)\}/g, (_, name: string) => String(counts[name as keyof typeof counts]))
  return accessPage({
    ...view,
    title: number,
    lead,
    address: `/tesoreria/extractos/${id}`,
    faults,
    body: html`${done && html`<p class="note" role="status">${texts.done}</p>`}
      <section aria-labelledby="differences">
        <h2 id="differences">${texts.differences}</h2>
        ${differences.length ? differences.map((d, i) => difference(view, d, i)) : html`<p>${texts.differencesNone}</p>`}
      </section>
      <p><a href="${inLanguage('/tesoreria', language)}">${texts.toList}</a></p>`,
  })
}

function difference(view: StatementView, d: DifferenceRow, i: number): Html {
  const { language, id, once, faults = [] } = view
  const texts = treasuryTexts[language]
  const to = (path: string): string => inLanguage(`/tesoreria/extractos/${id}/${path}`, language)
  const whom = `${money(d.amount)} ${d.party ?? d.reference ?? ''}`
  const unplaced = d.code === 'UNKNOWN_REFERENCE' || d.code === 'CURRENCY_DIFFERS'
  const note = (name: string): Html =>
    field({ name: 'note', id: `${name}-note-${i}`, label: texts.note, complete: 'off', maxlength: 500, faults })
  return html`<article class="card mandate">
    <h3>
      ${money(d.amount)} <span class="hint">· ${[d.party, d.reference, d.order].filter(Boolean).join(' · ')}</span>
    </h3>
    <p>${d.message}</p>
    ${
      d.note !== null
        ? html`<p class="hint">${texts.settled.replace('{note}', () => d.note ?? '')}</p>`
        : html`<p class="hint">${d.fix}</p>
            ${d.endorsed && html`<p class="strong">${texts.endorsed}</p>`}
            ${
              d.code === 'UNKNOWN_REFERENCE' &&
              html`<details>
                <summary>${about(texts.place, whom)}</summary>
                ${act(
                  to('resolver'),
                  once,
                  html`${hidden('difference', String(i))}${field({ name: 'order', id: `order-${i}`, label: texts.order, complete: 'off', maxlength: 40, faults })}${note('place')}`,
                  about(texts.place, whom),
                )}
              </details>`
            }
            ${
              unplaced &&
              html`<details>
                <summary>${about(texts.back, whom)}</summary>
                ${act(to('devolver'), once, html`${hidden('difference', String(i))}${note('back')}`, about(texts.back, whom), true)}
              </details>`
            }
            ${
              !unplaced &&
              html`<details>
                <summary>${about(texts.explain, whom)}</summary>
                ${act(to('resolver'), once, html`${hidden('difference', String(i))}${note('explain')}`, about(texts.explain, whom), true)}
              </details>`
            }`
    }
  </article>`
}
