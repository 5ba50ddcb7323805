import { showDay } from '#platform/pdf'
import { html, inLanguage, type Child, type Html } from '../public/index.ts'
import { about, accessPage, act, choice, field, hidden, type Fault, type Look, type Option } from './parts.ts'
import { firmTexts } from './texts/firm.ts'
import { roleWords } from './texts/roles.ts'

export interface FirmPerson {
  readonly person: string
  readonly name: string
  readonly roles: readonly string[]
  readonly me: boolean
}

export interface FirmFile {
  readonly id: string
  /** The organisation as which its people act. */
  readonly org: string
  readonly name: string
  readonly country: string
  readonly taxId: string
  readonly status: string
  readonly registry: string
  readonly certificate: string | null
  readonly size: string | null
  readonly sizeUnconfirmed: boolean
  readonly persons: number | null
  readonly sales: { readonly amount: string; readonly currency: string } | null
  readonly people: readonly FirmPerson[]
  readonly requests: readonly { readonly person: string; readonly name: string }[]
  readonly invitations: readonly {
    readonly id: string
    readonly to: string
    readonly roles: readonly string[]
    readonly until: string
  }[]
}

export interface FirmView extends Look {
  readonly countries: readonly Option[]
  /** The firm's file; nothing while there is none. */
  readonly file: FirmFile | null
  /** Somebody in their own name, or in the hat of a firm. */
  readonly hat: 'person' | 'firm'
  readonly organisation: string
  readonly home: string
  /** Whether the firm is theirs to manage. */
  readonly mine: boolean
  readonly currency: string
  /** Under which two clicks are one act. */
  readonly once: string
  readonly faults?: readonly Fault[]
  readonly values?: Readonly<Record<string, string>>
  readonly done?: 'done' | 'joined' | undefined
}

const to = (path: string, { language }: Look): string => inLanguage(`/empresa${path}`, language)

/** A firm's own page: who it is, its people, its size; or the way to have one. */
export function firmPage(view: FirmView): string {
  const { language, file, hat, organisation, faults = [], done } = view
  const texts = firmTexts[language]
  const title = file ? file.name : hat === 'firm' ? organisation : texts.startTitle
  const lead = file ? stateOf(view, file) : hat === 'firm' ? texts.noFile : texts.startLead
  return accessPage({
    ...view,
    title,
    lead,
    address: '/empresa',
    faults,
    body: html`${done && html`<p class="note" role="status">${done === 'joined' ? texts.joined : texts.done}</p>`}
      ${!file ? (hat === 'firm' ? html`<p>${texts.noFileLead}</p>` : start(view)) : inside(view, file)}
      ${hat === 'firm' && mandates(view)}
      <ul class="plain">
        <li><a href="${inLanguage('/empresa/avisos', language)}">${texts.contacts}</a></li>
        <li><a href="${view.home}">${texts.home}</a></li>
      </ul>`,
  })
}

function stateOf({ language }: FirmView, { status, registry, country, taxId }: FirmFile): Child {
  const texts = firmTexts[language]
  return `${country} ${taxId} · ${texts.statuses[status] ?? status} · ${texts.registry[registry] ?? registry}`
}

function start(view: FirmView): Html {
  const { language, countries, once, values = {}, faults } = view
  const texts = firmTexts[language]
  const fields = (id: string): Html =>
    html`${choice({ name: 'country', id: `${id}-country`, label: texts.country, value: values['country'] }, countries)}
    ${field({ name: 'taxId', id: `${id}-taxId`, label: texts.taxId, complete: 'off', maxlength: 40, value: values['taxId'] ?? '', ...(faults ? { faults } : {}) })}`
  return html`<section class="card">${act(to('/registrar', view), once, fields('register'), texts.register)}</section>
    <section>
      <h2>${texts.joinTitle}</h2>
      <p>${texts.joinLead}</p>
      <div class="card">${act(to('/unirme', view), once, fields('join'), texts.join, true)}</div>
    </section>`
}

function inside(view: FirmView, file: FirmFile): Html {
  const { language, mine, once } = view
  const texts = firmTexts[language]
  if (file.status === 'DRAFT' || file.status === 'IDENTITY_CHECKED')
    return html`<section>
      <h2>${texts.terms}</h2>
      <p>${texts.termsLead}</p>
      ${act(to('/aceptar', view), once, hidden('id', file.id), texts.accept)}
    </section>`
  return html`${
    file.certificate &&
    html`<p class="acts">
      <a class="btn" href="/v1/enterprises/${file.id}/certificate.pdf?lang=${language}">${texts.certificate}</a>
      <a class="btn alt" href="${inLanguage(`/v/${file.certificate}`, language)}">${texts.verify}</a>
    </p>`
  }
  ${people(view, file)} ${mine && file.status === 'ACTIVE' && size(view, file)}`
}

function people(view: FirmView, file: FirmFile): Html {
  const { language, mine, once, values = {}, faults } = view
  const texts = firmTexts[language]
  const active = mine && file.status === 'ACTIVE'
  const roles = ['operator', 'titular', 'agent'].map((value) => ({ value, words: roleWords(value, language) }))
  const words = (list: readonly string[]): string => list.map((r) => roleWords(r, language)).join(', ')
  const row = (what: Child, acts: Child): Html => html`<li><span>${what}</span><span class="acts">${acts}</span></li>`
  return html`<section aria-labelledby="people">
    <h2 id="people">${texts.people}</h2>
    <ul class="plain rows">
      ${file.people.map((p) =>
        row(
          html`<b>${p.name}</b>${p.me && ` (${texts.you})`}<br /><span class="hint">${words(p.roles)}</span>`,
          active &&
            !p.me &&
            act(to('/quitar', view), once, hidden('person', p.person), about(texts.remove, p.name), true),
        ),
      )}
    </ul>
    ${
      active &&
      file.requests.length > 0 &&
      html`<h3>${texts.requests}</h3>
        <ul class="plain rows">
          ${file.requests.map((r) =>
            row(
              html`<b>${r.name}</b>`,
              html`${act(to('/dar-entrada', view), once, hidden('person', r.person), about(texts.letIn, r.name))}
              ${act(to('/no-dar-entrada', view), once, hidden('person', r.person), about(texts.decline, r.name), true)}`,
            ),
          )}
        </ul>`
    }
    ${
      active &&
      file.invitations.length > 0 &&
      html`<h3>${texts.invitations}</h3>
        <ul class="plain rows">
          ${file.invitations.map((i) =>
            row(
              html`<b>${i.to}</b><br /><span class="hint"
                  >${words(i.roles)} · ${texts.until.replace('{day}', showDay(i.until.slice(0, 10), language))}</span
                >`,
              act(to('/retirar', view), once, hidden('invitation', i.id), about(texts.withdraw, i.to), true),
            ),
          )}
        </ul>`
    }
    ${
      active &&
      html`<h3>${texts.invite}</h3>
        <div class="card">
          ${act(
            to('/invitar', view),
            once,
            html`${field({ name: 'email', label: texts.email, type: 'email', complete: 'off', value: values['email'] ?? '', ...(faults ? { faults } : {}) })}
            ${choice({ name: 'role', label: texts.role, value: values['role'] }, roles)}`,
            texts.send,
          )}
        </div>`
    }
  </section>`
}

function size(view: FirmView, file: FirmFile): Html {
  const { language, once, values = {}, faults, currency } = view
  const texts = firmTexts[language]
  const shared = faults ? { faults } : {}
  const said = file.sizeUnconfirmed
    ? texts.sizeStale
    : file.size
      ? (texts.sizes[file.size] ?? file.size)
      : texts.sizeNone
  return html`<section aria-labelledby="size">
    <h2 id="size">${texts.size}</h2>
    <p>${said}</p>
    <div class="card">
      <p class="hint">${texts.sizeLead}</p>
      ${act(
        to('/tamano', view),
        once,
        html`${field({ name: 'persons', label: texts.persons, complete: 'off', inputmode: 'numeric', maxlength: 7, value: values['persons'] ?? String(file.persons ?? ''), ...shared })}
        ${field({ name: 'sales', label: `${texts.sales} (${currency})`, complete: 'off', inputmode: 'decimal', maxlength: 20, value: values['sales'] ?? file.sales?.amount ?? '', ...shared })}`,
        texts.confirmSize,
        file.size !== null,
      )}
    </div>
  </section>`
}

const mandates = (view: FirmView): Html =>
  html`<section>
    <h2>${firmTexts[view.language].mandates}</h2>
    <p>${firmTexts[view.language].mandatesLead}</p>
    <p><a class="btn alt" href="${to('/poderes', view)}">${firmTexts[view.language].mandatesGo}</a></p>
  </section>`
