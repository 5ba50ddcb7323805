import { html, inLanguage, type Html } from '../public/index.ts'
import { accessPage, field, hidden, passkeyButton, type Fault, type Look } from './parts.ts'
import { PASSKEY_SCRIPT } from './login.ts'
import { accountTexts } from './texts/account.ts'

export interface Registration {
  readonly name: string
  readonly email: string
}

/** What is wrong with what somebody wrote, every field at once. */
export function accountFaults(
  { language }: Pick<Look, 'language'>,
  wrong: readonly ('name' | 'email' | 'password')[],
): readonly Fault[] {
  const texts = accountTexts[language]
  const words = { name: texts.nameFault, email: texts.emailFault, password: texts.passwordFault }
  return wrong.map((f) => ({ field: f, text: words[f] }))
}

const newPassword = (look: Look, faults: readonly Fault[]): Html => {
  const texts = accountTexts[look.language]
  const shared = { name: 'password', label: texts.password, hint: texts.passwordHint, faults } as const
  return field({ ...shared, type: 'password', complete: 'new-password' })
}

export function registerPage(look: Look & { values?: Registration; faults?: readonly Fault[] }): string {
  const { language, values, faults = [] } = look
  const texts = accountTexts[language]
  return accessPage({
    ...look,
    title: texts.newTitle,
    lead: texts.newLead,
    address: '/entrar/nueva',
    faults,
    body: html`<form class="card" method="post" action="${inLanguage('/entrar/nueva', language)}">
      ${field({ name: 'name', label: texts.name, complete: 'name', value: values?.name ?? '', faults })}
      ${field({ name: 'email', label: texts.email, type: 'email', complete: 'email', value: values?.email ?? '', faults })}
      ${newPassword(look, faults)}
      <p><button class="btn">${texts.create}</button></p>
    </form>`,
  })
}

/** The same whether or not the address has an account: this page tells nobody who is here. */
export function mailSentPage(look: Look & { email: string; captured: boolean }): string {
  const { language, email, captured } = look
  const texts = accountTexts[language]
  return accessPage({
    ...look,
    title: texts.sentTitle,
    lead: texts.sentLead.replace('{email}', email),
    address: '/entrar',
    body: captured && html`<p><a class="btn alt" href="${inLanguage('/correo', language)}">${texts.captured}</a></p>`,
  })
}

export function confirmPage(look: Look & { at: string }): string {
  const texts = accountTexts[look.language]
  return accessPage({
    ...look,
    title: texts.confirmTitle,
    lead: texts.confirmLead,
    address: look.at,
    body: html`<form method="post" action="${inLanguage(look.at, look.language)}">
      <button class="btn">${texts.confirm}</button>
    </form>`,
  })
}

export function forgotPage(look: Look & { email?: string; faults?: readonly Fault[] }): string {
  const { language, email = '', faults = [] } = look
  const texts = accountTexts[language]
  return accessPage({
    ...look,
    title: texts.forgotTitle,
    lead: texts.forgotLead,
    address: '/entrar/olvido',
    faults,
    body: html`<form class="card" method="post" action="${inLanguage('/entrar/olvido', language)}">
      ${field({ name: 'email', label: texts.email, type: 'email', complete: 'username', value: email, faults })}
      <p><button class="btn">${texts.send}</button></p>
    </form>`,
  })
}

export function newPasswordPage(look: Look & { at: string; faults?: readonly Fault[] }): string {
  const { language, at, faults = [] } = look
  const texts = accountTexts[language]
  return accessPage({
    ...look,
    title: texts.resetTitle,
    lead: texts.resetLead,
    address: at,
    faults,
    body: html`<form class="card" method="post" action="${inLanguage(at, language)}">
      ${newPassword(look, faults)}
      <p><button class="btn">${texts.save}</button></p>
    </form>`,
  })
}

export function staleLinkPage(look: Look & { invitation?: boolean }): string {
  const texts = accountTexts[look.language]
  if (look.invitation)
    return accessPage({
      ...look,
      title: texts.staleTitle,
      lead: texts.staleInvitation,
      address: '/entrar',
      body: html`<p><a class="btn" href="${inLanguage('/entrar', look.language)}">${texts.enter}</a></p>`,
    })
  return accessPage({
    ...look,
    title: texts.staleTitle,
    lead: texts.staleLead,
    address: '/entrar',
    body: html`<p class="acts">
      <a class="btn" href="${inLanguage('/entrar/olvido', look.language)}">${texts.forgot}</a>
      <a class="btn alt" href="${inLanguage('/entrar', look.language)}">${texts.enter}</a>
    </p>`,
  })
}

export interface SecurityPage extends Look {
  readonly name: string
  readonly passkeys: readonly { readonly id: string; readonly label: string }[]
  readonly totp: boolean
  /** A code application being set up: what is scanned. */
  readonly setup?: { readonly secret: string; readonly modules: readonly (readonly boolean[])[] }
  readonly faults?: readonly Fault[]
  readonly done?: boolean
}

/** A code to scan, drawn as one path: the page's policy allows no images made on the way. */
function qr(modules: readonly (readonly boolean[])[], label: string): Html {
  const size = modules.length
  const path = modules.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return html`<svg class="qr" viewBox="-4 -4 ${size + 8} ${size + 8}" role="img" aria-label="${label}">
    <rect x="-4" y="-4" width="${size + 8}" height="${size + 8}" fill="#fff" />
    <path d="${path}" fill="#000" />
  </svg>`
}

export function securityPage(look: SecurityPage): string {
  const { language, name, passkeys, totp, setup, faults = [], done } = look
  const texts = accountTexts[language]
  const to = (path: string): string => inLanguage(`/entrar/seguridad${path}`, language)
  return accessPage({
    ...look,
    title: texts.cuentaTitle,
    lead: name,
    address: '/entrar/seguridad',
    faults,
    scripts: [PASSKEY_SCRIPT],
    body: html`${done && html`<p class="note" role="status">${texts.done}</p>`}
      <section>
        <h2>${texts.keys}</h2>
        <p>${texts.keysLead}</p>
        ${
          passkeys.length
            ? html`<ul class="plain rows">
                ${passkeys.map(
                  (k) =>
                    html`<li>
                      <span>${k.label}</span>
                      <form method="post" action="${to('/llaves/quitar')}">
                        ${hidden('id', k.id)}<button class="btn alt">
                          ${texts.remove}<span class="sr"> ${k.label}</span>
                        </button>
                      </form>
                    </li>`,
                )}
              </ul>`
            : html`<p class="muted">${texts.keysNone}</p>`
        }
        ${passkeyButton(texts.addKey, { ask: '/entrar/seguridad/desafio', form: 'key', kind: 'create' }, texts.keyFailed)}
        <form id="key" method="post" action="${to('/llaves')}" hidden>${hidden('challenge')}${hidden('response')}</form>
      </section>
      <section>
        <h2>${texts.codes}</h2>
        ${
          totp
            ? html`<p>${texts.codesOn}</p>
                <form method="post" action="${to('/codigos/quitar')}">
                  <button class="btn alt">${texts.remove}</button>
                </form>`
            : setup
              ? html`<p>${texts.codesScan}</p>
                  ${qr(setup.modules, texts.codes)}
                  <p>${texts.secret}: <code>${setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
                  <form class="card" method="post" action="${to('/codigos')}">
                    ${field({ name: 'code', label: texts.code, complete: 'one-time-code', inputmode: 'numeric', maxlength: 10, faults })}
                    <p><button class="btn">${texts.activate}</button></p>
                  </form>`
              : html`<p>${texts.codesLead}</p>
                  <form method="post" action="${to('/codigos/empezar')}">
                    <button class="btn alt">${texts.codesBegin}</button>
                  </form>`
        }
      </section>
      <section>
        <h2>${texts.sessions}</h2>
        <form method="post" action="${inLanguage('/salir', language)}">
          ${hidden('everywhere', 'yes')}<button class="btn alt">${texts.endAll}</button>
        </form>
      </section>`,
  })
}
