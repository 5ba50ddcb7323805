import { addMoney, localTime, toMs, type Instant, type Language, type Money } from '#kernel'
import { showDay, showInstant, showSum } from '#platform/pdf'
import { html, type Html } from './html.ts'
import { landingTexts, type StepStatus } from './texts/landing.ts'

/** One thing that happened in the demonstration. Words come in the page's language; `cost` is null when it is free. */
export interface StoryStep {
  readonly at: Instant
  readonly who: string
  readonly org: string
  readonly what: string
  readonly detail: string
  /** The agency whose desk it happened at; null when none. */
  readonly agency: string | null
  readonly cost: Money | null
  readonly status: StepStatus
}

/** The latest run of the demonstration. */
export interface Story {
  /** When it ran, by the clock on the wall. The steps carry the time of the trial clock. */
  readonly ranAt: Instant
  /** Legal time of the story, IANA. */
  readonly zone: string
  /** Whose number marks are used, ISO 3166-1 alpha-2. */
  readonly country: string
  readonly steps: readonly StoryStep[]
}

const ICON: Readonly<Record<StepStatus, string>> = {
  done: 'm7 12.5 3.5 3.5 6.5-7.5',
  waiting: 'M8 6h8M8 18h8M9 6c0 5 6 7 6 12M15 6c0 5-6 7-6 12',
  observed: 'M12 7v6M12 16.5v.5',
  refused: 'm8 8 8 8m0-8-8 8',
  next: 'M8 12h8',
}

const hour = (zone: string, at: Instant): string => {
  const { minute } = localTime(zone, at)
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Totals per currency: sums of different currencies are never added up. */
function costs(steps: readonly StoryStep[]): readonly Money[] {
  const sums = new Map<string, Money>()
  for (const { cost } of steps) {
    if (!cost) continue
    const sum = sums.get(cost.currency)
    sums.set(cost.currency, sum ? addMoney(sum, cost) : cost)
  }
  return [...sums.values()]
}

function summary({ steps, country }: Story, language: Language): Html {
  const texts = landingTexts[language]
  const parties = new Set(steps.map((step) => step.org)).size
  const minutes = Math.round((toMs(steps.at(-1)?.at ?? '') - toMs(steps[0]?.at ?? '')) / 60_000)
  const elapsed = texts.elapsed(Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60)
  return html`<ul class="figures">
    <li><b>${steps.length}</b> ${texts.steps(steps.length)}</li>
    <li><b>${parties}</b> ${texts.parties(parties)}</li>
    <li><b>${elapsed}</b> ${texts.elapsedLabel}</li>
    ${costs(steps).map((sum) => html`<li><b>${showSum(sum, country)}</b> ${texts.costLabel}</li>`)}
  </ul>`
}

function step(item: StoryStep, country: string, zone: string, language: Language): Html {
  const texts = landingTexts[language]
  return html`<li class="step ${item.status}">
    <time datetime="${item.at}">${hour(zone, item.at)}</time>
    <svg class="knot" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path class="arch" d="M2 22V12a10 10 0 0 1 20 0v10z" />
      <path class="sign" d="${ICON[item.status]}" />
    </svg>
    <div>
      <h4>${item.what}</h4>
      <p class="who">${item.who}, ${item.org}</p>
      ${item.detail && html`<p>${item.detail}</p>`}
      <p class="tags">
        <span class="tag ${item.status}">${texts.status[item.status]}</span
        >${item.agency && item.agency !== item.org && html` <span class="tag agency">${item.agency}</span>`}${item.cost && html` <span class="tag">${texts.cost(showSum(item.cost, country))}</span>`}
      </p>
    </div>
  </li>`
}

/** The steps by day, in order, as a thread that reads as an ordered list. */
export function timeline(story: Story, language: Language): Html {
  const { steps, zone, country, ranAt } = story
  const days = new Map<string, StoryStep[]>()
  for (const item of steps) {
    const { day } = localTime(zone, item.at)
    days.set(day, [...(days.get(day) ?? []), item])
  }
  return html`<p class="muted">${landingTexts[language].demoLast(showInstant(ranAt, zone, language))}</p>
    ${summary(story, language)}
    ${[...days].map(
      ([day, items]) =>
        html`<h3 class="day">${showDay(day, language)}</h3>
          <ol class="thread">
            ${items.map((item) => step(item, country, zone, language))}
          </ol>`,
    )}`
}
