import {
  choiceIn,
  isFact,
  namesIn,
  quote,
  wordsIn,
  type AttachItem,
  type Condition,
  type FeeLine,
  type FormData,
  type FormItem,
  type Pack,
  type Procedure,
} from '#kernel'
import { conditionIn, feeIn, periodOr, type Speaker } from './say.ts'

/** What the window measured of a procedure's decisions in real life: hours from filing to decision. */
export interface Measured {
  readonly days: number
  readonly cases: number
  readonly p50Hours: number
  readonly p90Hours: number
}

export interface SheetInput {
  readonly pack: Pack
  readonly procedure: Procedure
  readonly data: FormData
  readonly day: string
  readonly speaker: Speaker
  readonly measured: Measured | undefined
  readonly titleOf: (procedure: string) => string
}

/** The sheet of one procedure: all a firm must know before it begins, from the definition that filing runs (M35-3). */
export function sheetOf(input: SheetInput): Record<string, unknown> {
  const { pack, procedure: p, speaker, measured, titleOf } = input
  const { language } = speaker
  const clause = (when: Condition | undefined): string | null => (when ? conditionIn(when, speaker) : null)
  return {
    procedure: p.id,
    version: p.key,
    title: wordsIn(p.title, language),
    code: p.code,
    agency: { id: `${pack.id}.${p.agency}`, name: pack.agencies.get(p.agency)?.name ?? p.agency },
    ...(p.choice ? { choice: choiceIn(pack, p.choice) } : {}),
    law: citation(pack, p.law),
    data: [
      ...p.form.map((i) => itemOf(i, false, speaker)),
      ...(p.lineForm?.items ?? []).map((i) => itemOf(i, true, speaker)),
    ],
    documents: p.attach.map((a) => documentOf(a, pack, speaker)),
    checks: p.checks.map((c) => ({ code: c.code, text: wordsIn(c.words, language), law: c.law ?? p.law })),
    needs: p.needs.map((n) => ({ procedure: n.permit, title: titleOf(n.permit), at: n.at, when: clause(n.when) })),
    fee: feeOf(input),
    times: {
      decision: periodOr(p.decision.within, language),
      urgent: p.decision.urgent
        ? { ...periodOr(p.decision.urgent.within, language), when: clause(p.decision.urgent.when) }
        : null,
      countsFrom: p.decision.countsFrom,
      silence: p.decision.silence ?? null,
      admit: p.review ? periodOr(p.review.admit, language) : null,
      cure: p.review ? periodOr(p.review.cure, language) : null,
      answer: p.review ? periodOr(p.review.answer, language) : null,
      payment: p.fee.length ? periodOr(p.periods.order, language) : null,
      appeal: p.appeal ? periodOr(p.periods.appeal, language) : null,
      automatic: p.decision.automatic
        ? p.decision.automatic.when === 'always' || clause(p.decision.automatic.when)
        : null,
      tasks: p.tasks.map((t) => ({
        kind: t.kind,
        name: t.name,
        agency: pack.agencies.get(t.agency)?.name ?? t.agency,
        within: periodOr(t.within ?? t.slot, language),
        when: clause(t.when),
      })),
      measured: measured ?? null,
    },
    gives: p.output
      ? {
          document: p.output.document,
          title: wordsIn(pack.documents.get(p.output.document)?.name ?? {}, language) || p.output.document,
          valid: p.output.valid.map((v) => ({
            when: clause(v.when),
            for: 'for' in v ? periodOr(v.for, language) : null,
            until: 'until' in v ? speaker.label(v.until.element) : null,
          })),
        }
      : null,
    unconfirmed: p.confirm,
  }
}

/** `DS-032-2003-AG art. 89` with the norm's title and link. */
export function citation(pack: Pack, law: string): Record<string, unknown> {
  const norm = pack.norms.get(law.split(' ')[0] ?? '')
  return { cite: law, title: norm?.title ?? null, link: norm?.link ?? null }
}

function itemOf({ element, required, when, list, help }: FormItem, line: boolean, speaker: Speaker): object {
  const { language } = speaker
  const said = help ?? element.help
  return {
    element: element.id,
    label: wordsIn(element.label, language),
    help: said ? wordsIn(said, language) : null,
    type: element.type,
    perLine: line,
    required,
    when: when ? conditionIn(when, speaker) : null,
    options:
      list && list.length <= 60 ? list.map((code) => ({ value: code, label: speaker.code(element.id, code) })) : null,
  }
}

function documentOf({ document, name, required, when }: AttachItem, pack: Pack, speaker: Speaker): object {
  return {
    type: document,
    name: wordsIn(name ?? pack.documents.get(document)?.name ?? {}, speaker.language) || document,
    required,
    when: when ? conditionIn(when, speaker) : null,
  }
}

const isKnown = (data: FormData, id: string): boolean =>
  data.elements[id] !== undefined || (data.lines.length > 0 && data.lines.every((l) => l[id] !== undefined))

const readsOf = (line: FeeLine): string[] => [
  ...(line.kind === 'percent' ? [line.of] : line.kind === 'tiers' ? [line.by] : []),
  ...(line.when ? namesIn(line.when) : []),
]

/** The formula in words, line by line with its law; and the amount where nothing it reads is still unknown. */
function feeOf({ procedure, pack, data, day, speaker }: SheetInput): object {
  const lines = procedure.fee.map((line) => ({ text: feeIn(line, speaker), law: line.law, due: line.due }))
  const paid = procedure.fee.filter((l) => l.kind !== 'exempt')
  const unknown = [...new Set(paid.flatMap(readsOf))].filter((id) => isFact(id) || !isKnown(data, id))
  const exemptions = procedure.fee
    .filter((l) => l.kind === 'exempt')
    .map((l) => ({ text: feeIn(l, speaker), law: l.law }))
  const amounts = unknown.length === 0 ? amountsOf(procedure, pack, data, day, paid) : null
  return {
    lines: lines.filter((_, i) => procedure.fee[i]?.kind !== 'exempt'),
    exemptions,
    ...(amounts ?? { amount: null, onIssue: null, basis: [], units: [] }),
    depends: unknown.map((id) => ({ element: id, label: speaker.label(id) })),
  }
}

function amountsOf(
  procedure: Procedure,
  pack: Pack,
  data: FormData,
  day: string,
  fee: readonly FeeLine[],
): object | null {
  try {
    const of = (due: FeeLine['due']) => quote({ procedure, units: pack.units, data, facts: {}, day, due, fee })
    const now = of('submission')
    return {
      amount: now.total,
      onIssue: fee.some((l) => l.due === 'issue') ? of('issue').total : null,
      basis: now.lines.map(({ basis, law }) => ({ text: basis, law })),
      units: now.units.map(({ unit, value, from, law }) => ({ unit, value, from, law })),
    }
  } catch {
    // A value in another currency than the fee's, or a unit with no value that day: the formula stands, the amount does not.
    return null
  }
}
