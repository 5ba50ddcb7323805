import {
  checksOf,
  isRight,
  type Check,
  type DemoReport,
  type Lang,
  type PartReport,
  type StepReport,
  type Totals,
} from './report.ts'
import { dayWords, LABELS, moneyWords } from './words.ts'

export interface Look {
  readonly lang: Lang
  readonly colour: boolean
  /** Widest line, in characters. */
  readonly width: number
}

type Paint = (text: string) => string
interface Paints {
  readonly bold: Paint
  readonly dim: Paint
  readonly good: Paint
  readonly bad: Paint
  readonly warn: Paint
}

const ESC = '\u001b['
const paintsOf = (colour: boolean): Paints => {
  const paint =
    (open: number, close: number): Paint =>
    (text) =>
      colour && text ? `${ESC}${open}m${text}${ESC}${close}m` : text
  return { bold: paint(1, 22), dim: paint(2, 22), good: paint(32, 39), bad: paint(31, 39), warn: paint(33, 39) }
}

/** Breaks a text into lines of at most `width` characters, at spaces; a longer word stands alone and is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let rest = word
    if (line && line.length + 1 + rest.length > width) {
      lines.push(line)
      line = ''
    }
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width))
    line = line ? `${line} ${rest}` : rest
  }
  return line ? [...lines, line] : lines
}

const INDENT = ' '.repeat(10)

/** A line under a step: a mark and words, wrapped under themselves. */
const under = (mark: string, text: string, { width }: Look, paint: Paint): string[] =>
  wrap(text, width - INDENT.length - 2).map((line, i) => `${INDENT}${i === 0 ? mark : ' '} ${paint(line)}`)

const differs = ({ key, expected, got }: Check, lang: Lang): string =>
  `${key}: ${LABELS.expected[lang]} ${expected}; ${LABELS.got[lang]} ${got}`

/** One step: hour, mark and act; who; what came of it; what differs. */
function stepLines(step: StepReport, look: Look): string[] {
  const { lang, width } = look
  const p = paintsOf(look.colour)
  const ok = step.checks.every((c) => c.ok)
  const mark = ok ? p.good('✓') : p.bad('✗')
  const [first = '', ...more] = wrap(step.what[lang], width - INDENT.length)
  const lines = [`  ${step.at.slice(11)} ${mark} ${p.bold(first)}`, ...more.map((line) => `${INDENT}${p.bold(line)}`)]
  if (step.who) {
    const { person, role, organisation } = step.who
    lines.push(...under(' ', [person, role, organisation].filter(Boolean).join(' · '), look, p.dim))
  } else if (step.act === 'verify' || step.act === 'ask') lines.push(...under(' ', LABELS.anyone[lang], look, p.dim))
  if (step.note) lines.push(...under(' ', step.note[lang], look, p.dim))
  for (const { code, pointer, message } of step.refused)
    lines.push(
      ...under(
        '⊘',
        `${LABELS.refusedWord[lang]}: ${message[lang]} ${code}${pointer ? ` ${pointer}` : ''}`,
        look,
        p.warn,
      ),
    )
  if (!step.refused.length) for (const result of step.result) lines.push(...under('→', result[lang], look, (t) => t))
  if (step.cost) lines.push(...under('→', `${LABELS.costs[lang]} ${moneyWords(step.cost)}`, look, (t) => t))
  for (const c of step.checks.filter((x) => !x.ok)) lines.push(...under('≠', differs(c, lang), look, p.bad))
  return lines
}

/** The steps of one part under the days on which they happened. */
export function partLines(part: PartReport, look: Look): string[] {
  const p = paintsOf(look.colour)
  const lines: string[] = []
  let day = ''
  for (const step of part.steps) {
    const here = step.at.slice(0, 10)
    if (here !== day) lines.push('', p.bold(dayWords(here)[look.lang]))
    day = here
    lines.push(...stepLines(step, look))
  }
  if (part.unplayed) lines.push('', ...wrap(part.unplayed[look.lang], look.width - 2).map((line) => `✗ ${p.bad(line)}`))
  return lines
}

function totalLines(totals: Totals, look: Look): string[] {
  const { lang, width } = look
  const row = (label: string, text: string): string[] =>
    wrap(text, width - 31).map((line, i) => `  ${(i === 0 ? label : '').padEnd(28)} ${line}`)
  const sums = (list: Totals['cost']): string => list.map(moneyWords).join(' + ')
  const lines: string[] = []
  if (totals.cost.length || totals.costBefore.length) {
    const before = totals.costBefore.length ? `(${LABELS.before[lang]}: ${sums(totals.costBefore)})` : ''
    lines.push(...row(LABELS.paid[lang], [sums(totals.cost) || '0', before].filter(Boolean).join(' ')))
  }
  let label: string = LABELS.daysPerAgency[lang]
  for (const { agency, what, days, inside } of totals.days) {
    const where = inside ? ` (${LABELS.inside[lang]} ${inside})` : ''
    lines.push(...row(label, `${days} · ${agency}, ${what[lang]}${where}`))
    label = ''
  }
  const { times } = totals
  if (times) {
    const bd = lang === 'es' ? 'días hábiles' : 'business days'
    const bare = lang === 'es' ? 'sin pausas' : 'without pauses'
    lines.push(...row(LABELS.sum[lang], `${times.sumOfDurations} ${bd}`))
    lines.push(...row(LABELS.elapsed[lang], `${times.elapsed} ${bd}, ${bare} ${times.elapsedWithoutPauses}`))
    lines.push(...row(LABELS.gain[lang], times.gain))
  }
  for (const { number, goods, unit, authorised, left } of totals.saldo) {
    const of = lang === 'es' ? 'de' : 'of'
    lines.push(...row(LABELS.saldo[lang], `${left} ${of} ${authorised} ${unit} · ${number}, ${goods}`))
  }
  return lines
}

/** How it came out, in one line. */
export function verdict(report: DemoReport, look: Look): string {
  const p = paintsOf(look.colour)
  const checks = checksOf(report)
  const wrong = checks.filter((c) => !c.ok).length
  const cut = report.parts.filter((part) => part.unplayed).length
  const es = look.lang === 'es'
  if (isRight(report))
    return p.good(
      es ? `✓ Los ${checks.length} valores son los de la historia.` : `✓ All ${checks.length} values are the story’s.`,
    )
  const parts = [
    ...(wrong
      ? [es ? `${wrong} de ${checks.length} valores difieren` : `${wrong} of ${checks.length} values differ`]
      : []),
    ...(cut ? [es ? `${cut} no se pudo jugar entera` : `${cut} could not be played to its end`] : []),
  ]
  return p.bad(`✗ ${parts.join('; ')}.`)
}

/** The whole report as a person reads it. */
export function reportLines(report: DemoReport, look: Look): string[] {
  const { lang } = look
  const p = paintsOf(look.colour)
  const head = report.title[lang] === report.story ? report.story : `${report.story} · ${report.title[lang]}`
  const lines = ['', ...wrap(head, look.width).map(p.bold), ...wrap(report.baseUrl, look.width).map(p.dim)]
  for (const part of report.parts) {
    if (report.parts.length > 1)
      lines.push(
        '',
        ...wrap(part.title[lang], look.width - 4).map((line, i) => p.bold(i === 0 ? `── ${line}` : `   ${line}`)),
      )
    lines.push(...partLines(part, look))
  }
  const totals = totalLines(report.totals, look)
  if (totals.length) lines.push('', p.bold(LABELS.totals[lang]), ...totals)
  if (report.documents.length) {
    lines.push('', p.bold(LABELS.documents[lang]))
    for (const { number, verifyUrl } of report.documents) lines.push(`  ${number.padEnd(22)} ${verifyUrl}`)
  }
  return [...lines, '', verdict(report, look), '']
}
