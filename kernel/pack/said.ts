import { wordsIn, type Words } from '../problem.ts'
import type { Choice, Decision, Pack, ParallelTask, Procedure, TreatmentRow } from './model.ts'
import { sayCondition, sayPeriod, sayValidity } from './say.ts'
import { feeLines, itemText, whenText } from './show-parts.ts'

/** What a law says, by key: the same words as `vuce pack show`, so that two versions can be laid side by side. */
export type Said = ReadonlyMap<string, string>

type Entry = readonly [key: string, value: string | undefined | false]

const said = (entries: readonly Entry[]): Said =>
  new Map(entries.filter((e): e is readonly [string, string] => typeof e[1] === 'string' && e[1] !== ''))

const joined = (...parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join(', ')

const choiceText = ({ group, agencies, region }: Choice): string =>
  joined(
    `any of ${group}: ${agencies.map((a) => `${a.agency}${a.regions ? ` (${a.regions.join(', ')})` : ''}`).join(', ')}`,
    region && `by ${region}`,
  )

export const silenceText = ({ silence, onceSeen }: Decision): string | undefined =>
  onceSeen ? 'positive-once-seen' : silence

/** A row of a treatment table in a few words. */
export const sayTreatment = (r: TreatmentRow): string =>
  [
    `${r.kind}:`,
    r.minHours && `${r.minHours} h or more`,
    r.minTemperature && `at ${r.minTemperature} or more`,
    r.maxTemperature && `at ${r.maxTemperature} or less`,
    r.minDose && `dose ${r.minDose} or more`,
  ]
    .filter(Boolean)
    .join(' ')

const SECTIONS = { opinion: 'opinions', inspection: 'inspection', lab: 'lab' } as const

const taskText = (t: ParallelTask): string =>
  joined(
    `agency: ${t.agency}`,
    t.within && `within: ${sayPeriod(t.within)}`,
    t.slot && `slot: ${sayPeriod(t.slot)}`,
    t.silence && `silence: ${t.silence}`,
    t.binding && 'binding: yes',
    t.at && `at: ${t.at}`,
    t.goodFor && `good-for: ${sayPeriod(t.goodFor)}`,
    t.shipWithin && `ship-within: ${sayPeriod(t.shipWithin)}`,
    t.remote && `remote: ${sayCondition(t.remote)}`,
    t.tests && `tests: ${t.tests}`,
    ...(t.limits ?? []).map((l) => `${l.test} up to ${l.limit} ${l.unit}`),
    t.when && whenText(t.when),
  )

/** Everything one version of a procedure says, defaults included: a default that changes changes the procedure too. */
export function saidOf(p: Procedure): Said {
  const words = (w: Words): string => wordsIn(w, p.language)
  const { review, decision, output, after } = p
  const fees = (fee: Procedure['fee'], key: string): Entry[] =>
    feeLines(fee).map(({ text, law }, i) => [`${key}.${i}`, `${text} (${law})`])
  return said([
    ['title', words(p.title)],
    ['agency', p.choice ? choiceText(p.choice) : p.agency],
    ['code', p.code],
    ['regime', p.regime.join(', ')],
    ['to', p.to],
    ['law', p.law],
    ['binds', p.binds && `open cases (${p.binds.law})`],
    ['confirm', p.confirm.join(', ')],
    ...p.form.map((i): Entry => [`form.${i.element.id}`, itemText(i)]),
    ...(p.lineForm?.items ?? []).map((i): Entry => [`form.lines.${i.element.id}`, itemText(i)]),
    ['form.lines.max', p.lineForm ? String(p.lineForm.max) : undefined],
    ...p.attach.map((a): Entry => [
      `attach.${a.document}`,
      joined(a.required ? 'required' : 'optional', a.when && whenText(a.when)),
    ]),
    ...p.checks.map((c): Entry => [
      `checks.${c.code}`,
      joined(`must: ${sayCondition(c.must)}`, c.when && whenText(c.when), words(c.words)),
    ]),
    ['schedule', p.schedule && joined(p.schedule.table, ...p.schedule.rows.map(sayTreatment))],
    ...p.needs.map((n): Entry => [
      `needs.${n.permit}`,
      joined(`at: ${n.at}`, n.by && `by: ${n.by}`, n.when && whenText(n.when)),
    ]),
    ...fees(p.fee, 'fee'),
    ['review.admit', review && (review.admit ? sayPeriod(review.admit) : 'none')],
    ['review.cure', review && sayPeriod(review.cure)],
    ['review.answer', review && sayPeriod(review.answer)],
    ['review.extend', review && (review.extend ? sayPeriod(review.extend) : 'none')],
    ['review.rounds', review && String(review.rounds)],
    ...p.tasks.map((t): Entry => [`${SECTIONS[t.kind]}.${t.name}`, taskText(t)]),
    ['decision.within', decision.within && sayPeriod(decision.within)],
    ['decision.silence', silenceText(decision)],
    [
      'decision.urgent',
      decision.urgent && `${sayPeriod(decision.urgent.within)} when: ${sayCondition(decision.urgent.when)}`,
    ],
    [
      'decision.automatic',
      decision.automatic &&
        joined(
          decision.automatic.when === 'always' ? 'always' : `when: ${sayCondition(decision.automatic.when)}`,
          decision.automatic.audit && `audit: ${decision.automatic.audit} %`,
        ),
    ],
    ['decision.approvers', review && String(decision.approvers)],
    ['decision.counts-from', decision.countsFrom],
    ['decision.partial', decision.partial ? 'yes' : 'no'],
    ['output.document', output?.document],
    ['output.number', output?.number],
    ['output.signature', output?.signature],
    ['output.valid', output?.valid.map((v) => joined(sayValidity(v), v.when && whenText(v.when))).join('; ')],
    ['output.warn', output?.warn.map(sayPeriod).join(', ')],
    [
      'output.balance',
      output?.balance && `of ${output.balance.of} per ${output.balance.per}, tolerance ${output.balance.tolerance} %`,
    ],
    ['output.send', output?.send.join(', ')],
    ['output.after-departure', output?.afterDeparture && 'yes'],
    ['output.public', output && (output.public ? 'yes' : 'no')],
    ...(output?.conditions ?? []).map((c, i): Entry => [`output.conditions.${i}`, words(c)]),
    ['after.rectify.change', after.rectify?.change.join(', ')],
    ...fees(after.rectify?.fee ?? [], 'after.rectify.fee'),
    [
      'after.extend',
      after.extend &&
        joined(
          sayPeriod(after.extend.for),
          `times: ${after.extend.times}`,
          after.extend.ask && `ask: ${sayPeriod(after.extend.ask)}`,
        ),
    ],
    ['after.renew', after.renew && `opens: ${sayPeriod(after.renew.opens)}`],
    ...p.notices.map((n, i): Entry => [
      `notices.${i}`,
      joined(
        `on ${n.on} to ${n.to === 'applicant' ? n.to : `${n.to.agency}.${n.to.role}`}`,
        n.when && whenText(n.when),
        words(n.words),
      ),
    ]),
    ['appeal.to', p.appeal && `${p.appeal.to.agency}.${p.appeal.to.role}`],
  ])
}

/** What a pack says beside its procedures: the country's periods and refunds, agencies, units, calendars and requirement rows. */
export function saidOfPack(pack: Pack): Said {
  const [first] = pack.procedures
  const { warn = [], ...periods } = first?.periods ?? {}
  return said([
    ...Object.entries(periods).map(([name, period]): Entry => [`defaults.${name}`, sayPeriod(period)]),
    ['defaults.warn', warn.map(sayPeriod).join(', ')],
    ...(first?.refunds ?? []).map((r): Entry => [
      `defaults.refunds until ${r.until} from ${r.from}`,
      `${r.share} % (${r.law})`,
    ]),
    ...[...pack.norms.values()].map((n): Entry => [`norms.${n.id}`, n.title]),
    ...[...pack.agencies.values()].map((a): Entry => [
      `agencies.${a.id}`,
      `${a.name}: ${a.roles.join(', ')}; calendar ${a.calendar}`,
    ]),
    ...[...pack.documents.values()].map((d): Entry => [
      `documents.${d.id}`,
      joined(d.code, wordsIn(d.name, pack.language), d.heldBy && `held by ${d.heldBy}`),
    ]),
    ...pack.units.map((u): Entry => [
      `units.${u.unit} from ${u.from}`,
      `${u.value.amount} ${u.value.currency} (${u.law})`,
    ]),
    ...[...pack.calendars.values()].flatMap((c): Entry[] => [
      [`calendars.${c.id}.hours`, JSON.stringify(c.week)],
      ...[...c.holidays].sort().map((day): Entry => [`calendars.${c.id}.${day}`, 'holiday']),
    ]),
    ...pack.requirements.map((r): Entry => {
      const cells = Object.entries(r.cells).map(([column, of]) => `${column} ${of.join('|')}`)
      return [
        `requirements.${[r.topic, ...cells, `from ${r.from}`].join(', ')}`,
        joined(`${r.effect}${r.procedure ? ` ${r.procedure}` : ''}`, r.to && `to ${r.to}`, r.law, r.note),
      ]
    }),
  ])
}
