import { toMs, type Instant, type PermitStatus } from '#kernel'

/** Statuses in which the ball is with the applicant (conventions 0.4). Everything else between filing and decision is the State's time. */
const applicants: readonly PermitStatus[] = ['AWAITING_PAYMENT', 'CURE_REQUESTED', 'OBSERVED']

export interface Moment {
  readonly at: Instant
  readonly status: PermitStatus
}

export interface Span {
  readonly from: Instant
  readonly to: Instant
}

export interface Minutes {
  readonly agency: number
  readonly applicant: number
  readonly outage: number
}

const overlap = (from: number, to: number, spans: readonly (readonly [number, number])[]): number =>
  spans.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(to, b) - Math.max(from, a)), 0)

/** Spans without overlap, in order: two outages at once are one for whoever waits. */
function joined(outages: readonly Span[]): readonly (readonly [number, number])[] {
  const sorted = outages.map(({ from, to }) => [toMs(from), toMs(to)] as const).sort((a, b) => a[0] - b[0])
  const merged: (readonly [number, number])[] = []
  for (const span of sorted) {
    const last = merged.at(-1)
    if (last && span[0] <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], span[1])]
    else merged.push(span)
  }
  return merged
}

/**
 * Whose time it was, in whole minutes from filing to decision. `moments`: the status after each event, oldest first. What fell into an
 * outage is nobody's. The three always add up to the whole.
 */
export function minutesOf(moments: readonly Moment[], until: Instant, outages: readonly Span[]): Minutes {
  const spans = joined(outages)
  let [agency, applicant, outage] = [0, 0, 0]
  moments.forEach(({ at, status }, i) => {
    const from = toMs(at)
    const to = Math.max(from, Math.min(toMs(moments[i + 1]?.at ?? until), toMs(until)))
    const lost = overlap(from, to, spans)
    outage += lost
    if (applicants.includes(status)) applicant += to - from - lost
    else agency += to - from - lost
  })
  const total = Math.round((agency + applicant + outage) / 60_000)
  const [a, o] = [Math.round(applicant / 60_000), Math.round(outage / 60_000)]
  // Rounded so that the parts stay parts of the whole.
  return { agency: Math.max(0, total - a - o), applicant: a, outage: o }
}
