import type { Language } from '#kernel'
import { html, page, type Child, type Html } from '../public/index.ts'
import { partTexts } from './texts/parts.ts'

export interface Look {
  readonly language: Language
  readonly sandbox: boolean
}

export interface Fault {
  /** Id of the field it is about; nothing when it is about the whole. */
  readonly field?: string
  readonly text: string
}

/** A page of this folder: a title that is a fact or a question, what went wrong first, then one thing to do. */
export function accessPage(
  look: Look & {
    title: string
    lead?: Child
    address: string
    faults?: readonly Fault[]
    scripts?: readonly string[]
    body: Child
  },
): string {
  const { language, sandbox, title, lead, address, faults = [], scripts = [], body } = look
  const texts = partTexts[language]
  return page({
    language,
    sandbox,
    address,
    scripts,
    here: 'enter',
    title: faults.length ? `${texts.error}: ${title}` : title,
    body: html`<div class="wrap narrow flow access">
      ${
        faults.length > 0 &&
        html`<div class="faults" role="alert" aria-labelledby="faults">
          <h2 id="faults">${faults.length === 1 ? texts.one : texts.several}</h2>
          <ul>
            ${faults.map((f) => html`<li>${f.field ? html`<a href="#${f.field}">${f.text}</a>` : f.text}</li>`)}
          </ul>
        </div>`
      }
      <div class="intro">
        <h1>${title}</h1>
        ${lead && html`<p class="lead">${lead}</p>`}
      </div>
      ${body}
    </div>`,
  })
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'number'
  /** Left empty where it may be. */
  readonly optional?: boolean
  /** Another id than its name, where a page has the same field twice. */
  readonly id?: string
  readonly value?: string
  readonly hint?: string
  readonly complete: string
  readonly inputmode?: string
  readonly maxlength?: number
  readonly faults?: readonly Fault[]
}

/** A field with its words above and what is wrong with it in the same words as on top of the page. */
export function field({
  name,
  label,
  type = 'text',
  value,
  hint,
  complete,
  inputmode,
  maxlength = 200,
  optional,
  id = name,
  faults,
}: Field): Html {
  const fault = faults?.find((f) => f.field === id)
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${fault && html`<p class="error" id="${id}-fault">${fault.text}</p>`}
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      autocomplete="${complete}"
      maxlength="${maxlength}"
      ${!optional && html` required`}
      ${value !== undefined && html` value="${value}"`}
      ${inputmode && html` inputmode="${inputmode}"`}
      ${described && html` aria-describedby="${described}"`}
      ${fault && html` aria-invalid="true"`}
    />
  </div>`
}

/** A button that needs a passkey and therefore a script; without one it is not there. */
export const passkeyButton = (
  words: string,
  { ask, form, kind }: { ask: string; form: string; kind: 'get' | 'create' },
  failed: string,
): Html =>
  html`<p class="passkey" hidden>
    <button type="button" class="btn alt" data-passkey="${kind}" data-ask="${ask}" data-form="${form}">${words}</button>
    <span class="error" role="status" data-failed="${failed}"></span>
  </p>`

export const hidden = (name: string, value = ''): Html => html`<input type="hidden" name="${name}" value="${value}" />`

export interface Option {
  readonly value: string
  readonly words: string
}

/** A choice of one among a few. */
export const choice = (
  { name, id = name, label, value }: { name: string; id?: string; label: string; value?: string | undefined },
  options: readonly Option[],
): Html =>
  html`<div class="field">
    <label for="${id}">${label}</label>
    <select id="${id}" name="${name}">
      ${options.map(
        (o) => html`<option value="${o.value}" ${o.value === value && html` selected`}>${o.words}</option>`,
      )}
    </select>
  </div>`

/** One act of a page: a form of its own, under an id by which two clicks are one act. */
export const act = (action: string, once: string, fields: Child, words: Child, alt = false): Html =>
  html`<form method="post" action="${action}">
    ${hidden('once', once)}${fields}
    <p><button class="${alt ? 'btn alt' : 'btn'}">${words}</button></p>
  </form>`

/** The words of a button of which the page has several, with whom it is about for those who only hear it. */
export const about = (words: string, whom: string): Html => html`${words}<span class="sr"> ${whom}</span>`
