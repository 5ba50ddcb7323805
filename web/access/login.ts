import { html, inLanguage } from '../public/index.ts'
import { accessPage, field, hidden, passkeyButton, type Fault, type Look } from './parts.ts'
import { loginTexts } from './texts/login.ts'

export const PASSKEY_SCRIPT = '/assets/passkeys.js'
export type LoginFault =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly time: string }
  | { readonly kind: 'busy'; readonly minutes: number }

const told = (fault: LoginFault | undefined, language: Look['language']): readonly Fault[] => {
  const texts = loginTexts[language]
  if (!fault) return []
  if (fault.kind === 'wrong') return [{ field: 'email', text: texts.wrong }]
  if (fault.kind === 'locked') return [{ field: 'email', text: texts.locked.replace('{time}', fault.time) }]
  return [{ text: texts.busy.replace('{minutes}', String(fault.minutes)) }]
}

/** The provider's question who you are. `at` is the address of this login under way. */
export function loginPage(look: Look & { at: string; email?: string; fault?: LoginFault }): string {
  const { language, at, email, fault } = look
  const texts = loginTexts[language]
  const faults = told(fault, language)
  return accessPage({
    ...look,
    title: texts.title,
    address: at,
    faults,
    scripts: [PASSKEY_SCRIPT],
    body: html`<form class="card" method="post" action="${inLanguage(at, language)}">
        ${field({ name: 'email', label: texts.email, type: 'email', complete: 'username webauthn', ...(email ? { value: email } : {}), faults })}
        ${field({ name: 'password', label: texts.password, type: 'password', complete: 'current-password' })}
        <p><button class="btn">${texts.enter}</button></p>
        ${passkeyButton(texts.passkey, { ask: `${at}/desafio`, form: 'key', kind: 'get' }, texts.passkeyFailed)}
      </form>
      <form id="key" method="post" action="${inLanguage(`${at}/llave`, language)}" hidden>
        ${hidden('challenge')}${hidden('response')}
      </form>
      <ul class="plain">
        <li><a href="${inLanguage('/entrar/olvido', language)}">${texts.forgot}</a></li>
        <li><a href="${inLanguage('/entrar/nueva', language)}">${texts.register}</a></li>
      </ul>`,
  })
}

/** More than a password, before an act that signs. */
export function factorPage(
  look: Look & { at: string; passkey: boolean; totp: boolean; wrong?: boolean; busy?: LoginFault | undefined },
): string {
  const { language, at, passkey, totp, wrong, busy } = look
  const texts = loginTexts[language]
  const faults = wrong ? [{ field: 'code', text: texts.codeWrong }] : told(busy, language)
  return accessPage({
    ...look,
    title: passkey || totp ? texts.factorTitle : texts.none,
    lead: passkey || totp ? texts.factorLead : texts.noneLead,
    address: at,
    faults,
    scripts: [PASSKEY_SCRIPT],
    body: html`${
        passkey &&
        passkeyButton(texts.factorPasskey, { ask: `${at}/desafio`, form: 'key', kind: 'get' }, texts.passkeyFailed)
      }
      <form id="key" method="post" action="${inLanguage(`${at}/llave`, language)}" hidden>
        ${hidden('challenge')}${hidden('response')}
      </form>
      ${
        totp &&
        html`<form class="card" method="post" action="${inLanguage(`${at}/codigo`, language)}">
          ${field({ name: 'code', label: texts.code, hint: texts.codeHint, complete: 'one-time-code', inputmode: 'numeric', maxlength: 10, faults })}
          <p><button class="btn">${texts.confirm}</button></p>
        </form>`
      }
      ${!passkey && !totp && html`<p><a class="btn" href="${inLanguage('/entrar/seguridad', language)}">${texts.noneGo}</a></p>`}
      <form method="post" action="${inLanguage(`${at}/dejar`, language)}">
        <button class="btn alt">${texts.leave}</button>
      </form>`,
  })
}

/** Before another program is told who somebody is. */
export function consentPage(look: Look & { at: string; client: string; scopes: readonly string[] }): string {
  const { language, at, client, scopes } = look
  const texts = loginTexts[language]
  return accessPage({
    ...look,
    title: texts.consentTitle.replace('{client}', client),
    lead: texts.consentLead,
    address: at,
    body: html`<ul class="plain marks">
        ${scopes.map((s) => html`<li>${texts.scopes[s] ?? s}</li>`)}
      </ul>
      <form class="acts" method="post" action="${inLanguage(`${at}/permiso`, language)}">
        <button class="btn">${texts.consentYes}</button>
        <button class="btn alt" formaction="${inLanguage(`${at}/dejar`, language)}">${texts.consentNo}</button>
      </form>`,
  })
}

/** In a sandbox: the second factor of somebody invented is a click. */
export function demoFactorPage(look: Look & { to: string }): string {
  const { language, to } = look
  const texts = loginTexts[language]
  return accessPage({
    ...look,
    title: texts.factorTitle,
    lead: texts.demoLead,
    address: `/entrar/confirmar?to=${encodeURIComponent(to)}`,
    body: html`<form class="acts" method="post" action="${inLanguage('/entrar/confirmar/demo', language)}">
      ${hidden('to', to)}
      <button class="btn">${texts.confirm}</button>
      <a class="btn alt" href="${to}">${texts.leave}</a>
    </form>`,
  })
}

/** A form that signs, sent by somebody whose second factor is too old: it waits here whole, and is sent once more. */
export function confirmFirstPage(
  look: Look & { action: string; back: string; sent: readonly (readonly [string, string])[] },
): string {
  const { language, action, back, sent } = look
  const texts = loginTexts[language]
  return accessPage({
    ...look,
    title: texts.factorTitle,
    lead: texts.firstLead,
    address: back,
    body: html`<p>
        <a
          class="btn"
          href="${inLanguage(`/entrar/confirmar?to=${encodeURIComponent(back)}`, language)}"
          target="_blank"
          >${texts.firstConfirm}</a
        >
      </p>
      <form class="acts" method="post" action="${action}">
        ${sent.map(([name, value]) => hidden(name, value))}
        <button class="btn alt">${texts.firstSend}</button>
        <a class="btn alt" href="${inLanguage(back, language)}">${texts.firstLeave}</a>
      </form>`,
  })
}

export function loginFailedPage(look: Look): string {
  const texts = loginTexts[look.language]
  return accessPage({
    ...look,
    title: texts.failedTitle,
    lead: texts.failedLead,
    address: '/entrar',
    body: html`<p><a class="btn" href="${inLanguage('/entrar', look.language)}">${texts.again}</a></p>`,
  })
}
