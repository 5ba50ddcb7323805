import { createHash } from 'node:crypto'
import { canonical, type PermitState } from '#kernel'

/** One proposal of a batch, at the state in which the approver decides on it. */
export interface BatchItem {
  readonly permit: string
  readonly number: string | null
  readonly title: string
  readonly version: number
  /** Head of the chain: it stands for everything that ever happened to the case. */
  readonly head: string
}

/** Least share that is opened in full (UX 4.7): one of ten, and never none. */
export const sampleSize = (n: number): number => Math.max(1, Math.ceil(n / 10))

/** Draws that many, each as likely as any other. `random(n)` answers 0 to n - 1. */
export function drawSample(ids: readonly string[], random: (n: number) => number): readonly string[] {
  const left = [...ids]
  return Array.from({ length: Math.min(sampleSize(ids.length), ids.length) }, () => {
    const [drawn = ''] = left.splice(random(left.length), 1)
    return drawn
  })
}

/**
 * What makes two proposals alike: the procedure and its version, what is proposed, which tasks ended how, whether anything was observed, and which
 * documents and facts it stands on. Cases that differ in any of these are decided one by one.
 */
export const patternOf = (s: PermitState): string =>
  canonical({
    procedure: s.procedure,
    outcome: s.proposal?.outcome ?? '',
    partial: (s.proposal?.lines ?? []).length > 0,
    tasks: Object.values(s.tasks)
      .map((t) => `${t.name} ${t.status} ${t.result ?? ''} ${t.adverse}`)
      .sort(),
    rounds: s.rounds,
    documents: s.documents.map((d) => d.type).sort(),
    elements: Object.keys(s.elements).sort(),
    facts: Object.keys(s.facts).sort(),
    breached: s.clock?.breached ?? false,
  })

/** Why a proposal cannot be part of any batch; nothing when it can. */
export function outsideBatch(s: PermitState, person: string): 'NOT_PROPOSED' | 'FOUR_EYES' | 'NOT_PLAIN' | undefined {
  if (s.status !== 'PROPOSED' || s.proposal?.outcome !== 'approve') return 'NOT_PROPOSED'
  if (s.evaluators.includes(person) || s.approvals.includes(person)) return 'FOUR_EYES'
  const partial = (s.proposal.lines ?? []).length > 0
  return partial || Object.values(s.tasks).some((t) => t.adverse || t.status === 'open') ? 'NOT_PLAIN' : undefined
}

/** What the one act is over: which cases, at which state of their chains. */
export const digestOf = (items: readonly BatchItem[]): string =>
  createHash('sha256')
    .update(items.map((i) => `${i.permit} ${i.version} ${i.head}\n`).join(''))
    .digest('hex')
