import { showDay } from '#platform/pdf'
import { html, inLanguage } from '../public/index.ts'
import { accessPage, type Look } from './parts.ts'
import { invitationPageTexts } from './texts/invitation.ts'
import { roleWords } from './texts/roles.ts'

export interface InvitationView {
  readonly firm: string
  readonly roles: readonly string[]
  readonly until: string
}

const rolesOf = ({ roles, language }: Look & InvitationView): string =>
  roles.map((r) => roleWords(r, language)).join(', ')

/** What the holder of a letter is asked; `name` is whoever is signed in, nobody otherwise. */
export function invitationPage(look: Look & InvitationView & { at: string; name: string | null }): string {
  const { language, firm, until, at, name } = look
  const texts = invitationPageTexts[language]
  const back = encodeURIComponent(inLanguage(at, language))
  return accessPage({
    ...look,
    title: texts.title.replace('{firm}', () => firm),
    lead: texts.lead.replace('{roles}', () => rolesOf(look)),
    address: at,
    body: html`<p class="muted">${texts.until.replace('{day}', showDay(until.slice(0, 10), language))}</p>
      ${
        name
          ? html`<p>${texts.as.replace('{name}', () => name)}</p>
              <form class="acts" method="post" action="${inLanguage(at, language)}">
                <button class="btn">${texts.accept}</button>
                <a class="btn alt" href="${inLanguage(`/entrar?to=${back}`, language)}">${texts.other}</a>
              </form>`
          : html`<p class="acts">
                <a class="btn" href="${inLanguage(`/entrar?to=${back}`, language)}">${texts.enter}</a>
                <a class="btn alt" href="${inLanguage('/entrar/nueva', language)}">${texts.create}</a>
              </p>
              <p class="hint">${texts.createMore}</p>`
      }`,
  })
}

export function joinedPage(look: Look & InvitationView & { home: string }): string {
  const { language, firm, home } = look
  const texts = invitationPageTexts[language]
  return accessPage({
    ...look,
    title: texts.joined.replace('{firm}', () => firm),
    lead: texts.joinedLead.replace('{roles}', () => rolesOf(look)),
    address: '/entrar',
    body: html`<p><a class="btn" href="${home}">${texts.go}</a></p>`,
  })
}
