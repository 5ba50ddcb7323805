import type { Language } from '#kernel'
import { html, inLanguage, page, type Html } from '../public/index.ts'
import { roleWords } from './texts/roles.ts'
import { signInTexts } from './texts/sign-in.ts'

/** An invented person as the list shows them; `id` is the account they come in with. */
export interface DemoPerson {
  readonly id: string
  readonly name: string
  readonly organisation: string
  readonly roles: readonly string[]
}

export interface DemoCountry {
  readonly name: string
  readonly people: readonly DemoPerson[]
}

export interface SignInPage {
  readonly language: Language
  readonly sandbox: boolean
  /** Where to go afterwards: a path of ours. */
  readonly to: string
  /** Invented people by country; the first country is open. */
  readonly demo: readonly DemoCountry[]
}

function personButton(person: DemoPerson, language: Language): Html {
  const roles = person.roles.map((r) => roleWords(r, language)).join(', ')
  return html`<li>
    <button class="hat" name="account" value="${person.id}">
      <span class="who">${person.name}</span><span class="hint">${roles}</span>
    </button>
  </li>`
}

function country({ name, people }: DemoCountry, language: Language, open: boolean): Html {
  const texts = signInTexts[language]
  const byOrganisation = new Map<string, DemoPerson[]>()
  for (const p of people) byOrganisation.set(p.organisation, [...(byOrganisation.get(p.organisation) ?? []), p])
  return html`<details class="hats" ${open && html` open`}>
    <summary>${name} <span class="hint">· ${byOrganisation.size} ${texts.others}</span></summary>
    <div class="grid">
      ${[...byOrganisation].map(
        ([organisation, members]) =>
          html`<section>
            <h3>${organisation}</h3>
            <ul>
              ${members.map((p) => personButton(p, language))}
            </ul>
          </section>`,
      )}
    </div>
  </details>`
}

/** Where one comes in: one's own account, and in a sandbox also the invented people. */
export function signInPage({ language, sandbox, to, demo }: SignInPage): string {
  const texts = signInTexts[language]
  return page({
    language,
    sandbox,
    here: 'enter',
    address: `/entrar?to=${encodeURIComponent(to)}`,
    title: texts.title,
    body: html`<div class="wrap narrow flow access">
      <div class="intro">
        <h1>${texts.title}</h1>
        <p class="lead">${texts.lead}</p>
      </div>
      <p class="acts">
        <a class="btn" href="${inLanguage(`/entrar/ir?to=${encodeURIComponent(to)}`, language)}">${texts.own}</a>
        <a class="btn alt" href="${inLanguage('/entrar/nueva', language)}">${texts.create}</a>
      </p>
      ${
        demo.length > 0 &&
        html`<form method="post" action="${inLanguage('/entrar/demo', language)}" aria-labelledby="demo">
          <input type="hidden" name="to" value="${to}" />
          <h2 id="demo">${texts.demoTitle}</h2>
          <p>${texts.demoLead}</p>
          ${demo.map((c, i) => country(c, language, i === 0))}
        </form>`
      }
    </div>`,
  })
}

/** Asked before leaving by a link, because a link may come from anywhere; and shown when it is done. */
export function signOutPage({
  language,
  sandbox,
  done,
}: {
  language: Language
  sandbox: boolean
  done: boolean
}): string {
  const texts = signInTexts[language]
  const title = done ? texts.outTitle : texts.outQuestion
  return page({
    language,
    sandbox,
    address: '/salir',
    here: 'enter',
    title,
    body: html`<div class="wrap narrow flow access">
      <div class="intro">
        <h1>${title}</h1>
        <p class="lead">${done ? texts.outLead : texts.outQuestionLead}</p>
      </div>
      ${
        done
          ? html`<p class="acts">
              <a class="btn" href="${inLanguage('/entrar', language)}">${texts.again}</a>
              <a class="btn alt" href="${inLanguage('/', language)}">${texts.home}</a>
            </p>`
          : html`<form class="acts" method="post" action="${inLanguage('/salir', language)}">
              <button class="btn">${texts.out}</button>
              <button class="btn alt" name="everywhere" value="yes">${texts.outEverywhere}</button>
            </form>`
      }
    </div>`,
  })
}
