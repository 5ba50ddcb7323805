import type { Client } from './client.ts'
import type { PartReport, StepReport } from './report.ts'

const cut = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1)}…`)

// The page wants a name beside every step, also beside what anyone may do and what only time does.
const ANYONE = ['Cualquiera', 'sin cuenta'] as const
const CLOCK = ['El reloj', 'de la ventanilla'] as const

/** A step as the landing page takes it (`POST /v1/demo/story`), in the page's own language. */
export function landingStep(step: StepReport): object {
  const refused = step.refused.map((r) => `${r.message.es} (${r.code})`)
  const told = step.refused.length ? refused : step.result.map((r) => r.es)
  const [person, org] = step.act === 'wait' ? CLOCK : ANYONE
  const detail = [step.note?.es, ...told].filter(Boolean).join(' · ')
  return {
    at: step.instant,
    who: cut(step.who?.person ?? person, 120),
    org: cut(step.who?.organisation || org, 120),
    what: cut(step.what.es, 200),
    detail: cut(detail, 500),
    agency: step.agency === null ? null : cut(step.agency, 120),
    cost: step.cost,
    status: step.kind,
  }
}

const MOST = 200

/** Shows a part on the landing page: the story itself, or the last scenario played. True when the page took it. */
export async function showOnLanding(
  client: Client,
  token: string,
  country: string,
  part: PartReport,
): Promise<boolean> {
  const steps = part.steps.slice(-MOST).map(landingStep)
  const sent = await client.post('/v1/demo/story', {
    token,
    json: { zone: part.zone, country: country.toUpperCase().slice(0, 2), steps },
  })
  return sent.ok
}
