import { addMoney, subtractDecimal, trimDecimal, type Money } from '#kernel'
import type { PermitCase } from './cases.ts'
import { plainId } from './procedures.ts'
import type { AgencyDays, IssuedDocument, PartReport, Saldo, Totals } from './report.ts'
import { getApplication, getPermit, withDocuments, type StoryRun } from './story-acts.ts'
import { findDocument } from './world.ts'

/** What was paid, one sum per currency: amounts of different currencies are never added up. */
export function costOf(parts: readonly PartReport[]): readonly Money[] {
  const sums = new Map<string, Money>()
  for (const { cost } of parts.flatMap((part) => part.steps)) {
    if (!cost) continue
    const sum = sums.get(cost.currency)
    sums.set(cost.currency, sum ? addMoney(sum, cost) : cost)
  }
  return [...sums.values()]
}

/** The agency's own days on a permit, and those of the agencies whose opinion it asked. */
function daysOf({ procedures, story }: StoryRun, permit: PermitCase): AgencyDays[] {
  const { clock, tasks, procedure } = permit.state
  const sheet = procedures.find(procedure)
  const title = procedures.title(procedure)
  const decider = sheet?.agency.name ?? permit.state.agency
  const own = clock ? [{ agency: decider, what: title, days: clock.used, inside: null }] : []
  const opinions = Object.values(tasks).filter((t) => t.kind === 'opinion' && t.days !== null)
  return [
    ...own,
    ...opinions.map(({ name, agency, days }) => ({
      agency: sheet?.opinions.find((o) => o.name === name)?.agency ?? `${story.country}.${agency}`,
      what: { en: `opinion on ${name}`, es: `opinión sobre ${name}` },
      days: days ?? 0,
      inside: decider,
    })),
  ]
}

function saldoOf(permit: PermitCase): Saldo[] {
  const { resolution, lines } = permit.state
  return (resolution?.balance ?? []).map(({ line, authorised, used }) => ({
    number: resolution?.number ?? '',
    goods: String(lines[line]?.['goods.tradeName'] ?? lines[line]?.['goods.description'] ?? ''),
    unit: authorised.unit,
    authorised: trimDecimal(authorised.value),
    used: trimDecimal(used),
    left: trimDecimal(subtractDecimal(authorised.value, used)),
  }))
}

/** What the story came to: cost, days per agency, times of the last application, saldo of its permits, every document. */
export async function totalsOf(
  run: StoryRun,
  parts: readonly PartReport[],
): Promise<{ totals: Totals; documents: IssuedDocument[] }> {
  const application = await getApplication(run)
  const permits = await Promise.all((application?.permits ?? []).map((p) => getPermit(run, plainId(p.procedure))))
  const { sumOfDurations, elapsed, elapsedWithoutPauses, gain } = application?.times ?? {}
  const hasTimes =
    sumOfDurations !== undefined && elapsed !== undefined && elapsedWithoutPauses !== undefined && gain !== undefined
  const documents: IssuedDocument[] = []
  for (const permit of await withDocuments(run, [])) {
    const document = await findDocument(run.world, permit.id)
    if (document) documents.push(document)
  }
  const totals: Totals = {
    cost: costOf(parts.filter((p) => p.name !== 'prologue')),
    costBefore: costOf(parts.filter((p) => p.name === 'prologue')),
    days: permits.flatMap((p) => daysOf(run, p)),
    times: hasTimes ? { sumOfDurations, elapsed, elapsedWithoutPauses, gain } : null,
    saldo: permits.flatMap(saldoOf),
  }
  return { totals, documents }
}
