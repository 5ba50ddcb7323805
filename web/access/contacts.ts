import { html, inLanguage, type Html } from '../public/index.ts'
import { about, accessPage, act, choice, field, type Fault, type Look } from './parts.ts'
import { contactPageTexts } from './texts/contacts.ts'

export interface ContactRow {
  readonly id: string
  readonly channel: string
  readonly address: string
  readonly verifiedAt: string | null
  readonly bouncedAt: string | null
}

export interface ContactsView extends Look {
  readonly contacts: readonly ContactRow[]
  readonly once: string
  readonly home: string
  readonly faults?: readonly Fault[]
  readonly values?: Readonly<Record<string, string>>
  readonly done?: boolean
}

/** Where somebody wants copies of their notices, and the code that confirms each place. */
export function contactsPage(view: ContactsView): string {
  const { language, contacts, once, home, faults = [], values = {}, done } = view
  const texts = contactPageTexts[language]
  const to = (path: string): string => inLanguage(`/empresa/avisos${path}`, language)
  const channels = Object.entries(texts.channels).map(([value, words]) => ({ value, words }))
  const row = (c: ContactRow): Html =>
    html`<li>
      <span
        ><b>${c.address}</b><br /><span class="hint"
          >${texts.channels[c.channel] ?? c.channel} ·
          ${c.bouncedAt ? texts.bounced : c.verifiedAt ? texts.confirmed : texts.waiting}</span
        ></span
      >
      <span class="acts">
        ${
          !c.verifiedAt &&
          html`${act(
            to(`/${c.id}/confirmar`),
            once,
            field({
              name: 'code',
              id: `code-${c.id}`,
              label: texts.code,
              complete: 'one-time-code',
              inputmode: 'numeric',
              maxlength: 6,
              faults,
            }),
            about(texts.confirm, c.address),
          )}
          ${act(to(`/${c.id}/codigo`), once, null, about(texts.again, c.address), true)}`
        }
        ${act(to(`/${c.id}/quitar`), once, null, about(texts.remove, c.address), true)}
      </span>
    </li>`
  return accessPage({
    ...view,
    title: texts.title,
    lead: texts.lead,
    address: '/empresa/avisos',
    faults,
    body: html`${done && html`<p class="note" role="status">${texts.done}</p>`}
      <section aria-labelledby="mine">
        <h2 id="mine">${texts.mine}</h2>
        ${
          contacts.length
            ? html`<ul class="plain rows">
                ${contacts.map(row)}
              </ul>`
            : html`<p>${texts.none}</p>`
        }
      </section>
      <section aria-labelledby="add">
        <h2 id="add">${texts.add}</h2>
        <div class="card">
          ${act(
            to('/agregar'),
            once,
            html`${choice({ name: 'channel', label: texts.channel, value: values['channel'] }, channels)}
              ${field({ name: 'address', label: texts.address, hint: texts.addressHint, complete: 'off', maxlength: 300, value: values['address'] ?? '', faults })}
              <label class="tick"
                ><input
                  type="checkbox"
                  name="quiet"
                  value="yes"
                  ${(!values['address'] || values['quiet']) && html` checked`}
                />
                ${texts.quiet}</label
              >`,
            texts.send,
          )}
        </div>
      </section>
      <p><a href="${home}">${texts.home}</a></p>`,
  })
}
