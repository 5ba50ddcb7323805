import type { Language } from '#kernel'
import { page } from './frame.ts'
import { html, safeAddress, type Child } from './html.ts'
import { inLanguage } from './languages.ts'
import { mailboxTexts } from './texts/mailbox.ts'

export interface MailboxMessage {
  readonly id: string
  readonly sender: string
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly at: string
}

interface Asked {
  readonly language: Language
  /** Only what this address received. */
  readonly to?: string
}

const when = (at: string): string => at.slice(0, 19).replace('T', ' ')

/** The captured mailbox of a sandbox: what would have been sent, newest first. */
export function mailboxPage(messages: readonly MailboxMessage[], { language, to }: Asked): string {
  const texts = mailboxTexts[language]
  const rows = messages.map(
    (m) =>
      html`<tr>
        <td><a href="${inLanguage(`/correo/${m.id}`, language)}">${m.subject}</a></td>
        <td>${m.recipient}</td>
        <td>${when(m.at)}</td>
      </tr>`,
  )
  return page({
    language,
    sandbox: true,
    title: texts.title,
    address: to ? `/correo?to=${encodeURIComponent(to)}` : '',
    body: html`<div class="wrap flow page">
      <h1>${texts.title}</h1>
      <p class="lead">${texts.lead}</p>
      <form method="get" action="/correo">
        <label for="to">${texts.to}</label>
        <input id="to" name="to" value="${to ?? ''}" maxlength="254" autocomplete="off" />
        ${language !== 'es' && html`<input type="hidden" name="lang" value="${language}" />`}
        <button class="btn" type="submit">${texts.look}</button>
      </form>
      ${
        rows.length === 0
          ? html`<p>${texts.none}</p>`
          : html`<div class="wide" tabindex="0" role="region" aria-label="${texts.title}">
              <table>
                <thead>
                  <tr>
                    <th scope="col">${texts.subject}</th>
                    <th scope="col">${texts.to}</th>
                    <th scope="col">${texts.when}</th>
                  </tr>
                </thead>
                <tbody>
                  ${rows}
                </tbody>
              </table>
            </div>`
      }
    </div>`,
  })
}

/** Text of a message: its lines, and its addresses as links. */
const linked = (text: string): Child =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, i) => (i % 2 ? html`<a href="${safeAddress(part)}">${part}</a>` : part))

export function messagePage(message: MailboxMessage, { language }: Asked): string {
  const texts = mailboxTexts[language]
  return page({
    language,
    sandbox: true,
    title: message.subject,
    body: html`<div class="wrap narrow flow page">
      <p><a href="${inLanguage('/correo', language)}">${texts.back}</a></p>
      <h1>${message.subject}</h1>
      <p class="muted">${texts.from} ${message.sender} · ${texts.to}: ${message.recipient} · ${when(message.at)}</p>
      ${message.body.split(/\n{2,}/).map((paragraph) => html`<p>${linked(paragraph)}</p>`)}
      <p class="hint">${texts.lead}</p>
    </div>`,
  })
}
