import type { Language } from '#kernel'
import { harbour } from './drawings.ts'
import { page } from './frame.ts'
import { finderForm } from './journey.ts'
import { html, type Html } from './html.ts'
import { inLanguage } from './languages.ts'
import { timeline, type Story } from './story.ts'
import { landingTexts } from './texts/landing.ts'

export interface InstalledPack {
  readonly id: string
  /** Country's name in the page's language, or the pack's own. */
  readonly name: string
  readonly version: string
  readonly procedures: number
  readonly agencies: number
}

/** A made-up person of the demonstration. `token` goes in `Authorization: Bearer`. */
export interface DemoAccount {
  readonly name: string
  readonly org: string
  readonly role: string
  readonly token: string
}

export interface LandingData {
  readonly language: Language
  /** Version of the program. */
  readonly version: string
  readonly packs: readonly InstalledPack[]
  /** Trial mode: shows the band, the accounts and the demonstration. The accounts are left out otherwise, given or not. */
  readonly sandbox: boolean
  readonly accounts: readonly DemoAccount[]
  /** Null while nobody has run the demonstration. */
  readonly story: Story | null
}

const arrow = html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
  <path d="M4 12h15M13 6l6 6-6 6" />
</svg>`

function doors({ language, sandbox }: LandingData): Html {
  const texts = landingTexts[language]
  const all = [
    ['/entrar', texts.followDoor],
    ['/v', texts.verifyDoor],
    ['/docs', texts.apiDoor],
    ...(sandbox ? ([['#demo', texts.demoDoor]] as const) : []),
    ['/health', texts.healthDoor],
  ] as const
  return html`<section aria-labelledby="doors">
    <h2 id="doors" class="sr">${texts.doors}</h2>
    <ul class="doors">
      ${all.map(
        ([path, [title, text]]) =>
          html`<li>
            <a href="${path.startsWith('#') ? path : inLanguage(path, language)}"
              ><b>${title} ${arrow}</b><span>${text}</span></a
            >
          </li>`,
      )}
    </ul>
  </section>`
}

function running({ language, version, packs }: LandingData): Html {
  const texts = landingTexts[language]
  const total = (of: 'procedures' | 'agencies'): number => packs.reduce((sum, pack) => sum + pack[of], 0)
  const figures = [
    [packs.length, texts.countries(packs.length)],
    [total('procedures'), texts.procedures(total('procedures'))],
    [total('agencies'), texts.agencies(total('agencies'))],
  ] as const
  return html`<section aria-labelledby="running">
    <div class="head">
      <h2 id="running">${texts.running}</h2>
      <p class="muted">${texts.version(version)}</p>
    </div>
    ${
      packs.length === 0
        ? html`<p>${texts.noPacks}</p>`
        : html`<ul class="figures">
              ${figures.map(([n, words]) => html`<li><b>${n}</b> ${words}</li>`)}
            </ul>
            <h3 class="sr">${texts.packs}</h3>
            <ul class="packs">
              ${packs.map(
                (pack) =>
                  html`<li>
                    <b>${pack.name}</b> <span class="muted">${pack.id}, ${texts.packVersion} ${pack.version}</span>
                    <span
                      >${pack.procedures} ${texts.procedures(pack.procedures)}, ${pack.agencies}
                      ${texts.agencies(pack.agencies)}</span
                    >
                  </li>`,
              )}
            </ul>`
    }
  </section>`
}

function demonstration({ language, story }: LandingData): Html {
  const texts = landingTexts[language]
  const told = story !== null && story.steps.length > 0
  return html`<section aria-labelledby="demo">
    <h2 id="demo">${texts.demo}</h2>
    <div class="how">
      <p>${texts.demoHow}</p>
      <pre tabindex="0"><code>npm run demo</code></pre>
      <p>${texts.demoThen} <a href="${inLanguage('/', language)}#demo">${texts.refresh}</a></p>
    </div>
    ${told ? timeline(story, language) : html`<p class="empty">${texts.demoEmpty}</p>`}
  </section>`
}

/** Accounts of each pack, the country of the stories first: a token is `demo.<pack>.<name>`. */
function byPack(list: readonly DemoAccount[]): ReadonlyMap<string, readonly DemoAccount[]> {
  const packs = new Map<string, DemoAccount[]>([['pe', []]])
  for (const account of list) {
    const pack = account.token.split('.')[1] ?? ''
    packs.set(pack, [...(packs.get(pack) ?? []), account])
  }
  return new Map([...packs].filter(([, people]) => people.length > 0))
}

const placeName = (pack: string, language: Language): string =>
  /^[a-z]{2}$/.test(pack)
    ? (new Intl.DisplayNames([language], { type: 'region' }).of(pack.toUpperCase()) ?? pack)
    : pack === 'window'
      ? 'Ventanilla'
      : pack

function accounts({ language, accounts: list }: LandingData): Html {
  const texts = landingTexts[language]
  const [name, org, role, token] = texts.accountColumns
  const table = (people: readonly DemoAccount[]): Html =>
    html`<table class="cards">
      <thead>
        <tr>
          <th scope="col">${name}</th>
          <th scope="col">${org}</th>
          <th scope="col">${role}</th>
          <th scope="col">${token}</th>
        </tr>
      </thead>
      <tbody>
        ${people.map(
          (account) =>
            html`<tr>
              <th scope="row">${account.name}</th>
              <td data-label="${org}">${account.org}</td>
              <td data-label="${role}">${account.role}</td>
              <td data-label="${token}"><code>${account.token}</code></td>
            </tr>`,
        )}
      </tbody>
    </table>`
  return html`<section aria-labelledby="accounts">
    <h2 id="accounts">${texts.accounts}</h2>
    <p>${texts.accountsHow} <code class="keep">Authorization: Bearer …</code></p>
    ${[...byPack(list)].map(
      ([pack, people], i) =>
        html`<details ${i === 0 ? 'open' : ''}>
          <summary>${placeName(pack, language)} (${people.length})</summary>
          ${table(people)}
        </details>`,
    )}
  </section>`
}

/** The page at `/`. Says what runs here; in trial mode also who to be and what the last demonstration did. */
export function landing(data: LandingData): string {
  const { language, sandbox } = data
  const texts = landingTexts[language]
  return page({
    language,
    sandbox,
    title: texts.title,
    here: 'home',
    body: html`<div class="hero">
        <div class="wrap">
          <div class="pitch">
            <h1>${texts.headline}</h1>
            <p class="lead">${texts.lead}</p>
          </div>
          ${harbour(texts.view)}
        </div>
      </div>
      <div class="wrap flow">
        ${finderForm({ language, sandbox, asked: {}, countries: data.packs })} ${doors(data)} ${running(data)}
        ${sandbox && demonstration(data)} ${sandbox && data.accounts.length > 0 && accounts(data)}
      </div>`,
  })
}
