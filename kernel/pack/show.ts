import type { Calendar } from '../calendar.ts'
import { wordsIn, type Words } from '../problem.ts'
import { feeLines, itemText, taskLines, whenText } from './show-parts.ts'
import type { Pack, Procedure } from './model.ts'
import { sayTreatment, silenceText } from './said.ts'
import { sayCondition, sayPeriod, sayValidity } from './say.ts'

const COLUMN = 64
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** A page being written: keys in one column, where they come from in another. */
export interface Page {
  readonly procedure: Procedure
  readonly pack: Pack
  readonly say: (words: Words) => string
  /** One line, with a comment beside it. */
  readonly put: (depth: number, text: string, comment?: string) => void
  /** `name: value`, with where the value came from and whether it is confirmed, by its path in the file. */
  readonly key: (depth: number, path: string, name: string, value: string, more?: string) => void
}

function newPage(procedure: Procedure, pack: Pack): Page & { readonly lines: readonly string[] } {
  const lines: string[] = []
  const put = (depth: number, text: string, comment?: string): void => {
    const indented = `${'  '.repeat(depth)}${text}`
    lines.push(comment ? `${indented.padEnd(COLUMN)}  # ${comment}` : indented)
  }
  const note = (path: string, more?: string): string => {
    const open = procedure.confirm.some((c) => path === c || path.startsWith(`${c}.`))
    return [more, procedure.origins[path], open ? 'NOT CONFIRMED' : ''].filter(Boolean).join('; ')
  }
  return {
    lines,
    procedure,
    pack,
    say: (words) => wordsIn(words, procedure.language),
    put,
    key: (depth, path, name, value, more) =>
      put(depth, value === '' ? `${name}:` : `${name}: ${value}`, note(path, more)),
  }
}

/**
 * `vuce pack show`: one procedure whole, in the words of the vocabulary, every default filled in with where it came from, and what
 * the legal office has not confirmed. Words are in the pack's main language. Made to be read by somebody tired.
 */
export function showProcedure(procedure: Procedure, pack: Pack): string {
  const page = newPage(procedure, pack)
  showIdentity(page)
  showForm(page)
  showFee(page)
  showReview(page)
  taskLines(page)
  showDecision(page)
  showOutput(page)
  showAfter(page)
  return `${page.lines.join('\n')}\n`
}

function showIdentity({ procedure, pack, say, put, key }: Page): void {
  const agency = pack.agencies.get(procedure.agency)
  key(0, 'procedure', 'procedure', procedure.id)
  key(0, 'title', 'title', say(procedure.title))
  const { choice } = procedure
  const open = `open ${showHours(procedure.calendar)}`
  if (!choice) key(0, 'agency', 'agency', procedure.agency, `${agency?.name ?? ''}, ${open}`)
  else {
    const region = choice.region ? `, region: ${choice.region}` : ''
    key(0, 'agency', 'agency', `{ any-of: ${choice.group}${region} }`, 'the applicant chooses')
    for (const one of choice.agencies)
      put(
        0,
        `#   ${one.agency}${one.regions ? `: [${one.regions.join(', ')}]` : ''}`,
        `${pack.agencies.get(one.agency)?.name ?? ''}, open ${showHours(one.calendar)}`,
      )
  }
  key(0, 'code', 'code', procedure.code)
  key(0, 'regime', 'regime', `[${procedure.regime.join(', ')}]`)
  key(0, 'from', 'from', procedure.from)
  if (procedure.to) key(0, 'to', 'to', procedure.to)
  key(0, 'law', 'law', procedure.law, pack.norms.get(procedure.law.split(' ')[0] ?? '')?.title)
  if (procedure.binds)
    key(0, 'binds', 'binds', `{ open: ${procedure.binds.law} }`, 'cases open on the first day move to it')
}

/** `mon-fri 08:30-16:30 (America/Lima)`. */
function showHours(calendar: Calendar): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
  const hours = [1, 2, 3, 4, 5, 6, 0].map((d) => {
    const open = calendar.week[d]
    return { day: DAYS[d] ?? '', open: open ? `${clock(open[0])}-${clock(open[1])}` : '' }
  })
  const runs: { first: string; last: string; open: string }[] = []
  for (const { day, open } of hours) {
    const run = runs.at(-1)
    if (run?.open === open) run.last = day
    else runs.push({ first: day, last: day, open })
  }
  const said = runs
    .filter((r) => r.open)
    .map((r) => `${r.first === r.last ? r.first : `${r.first}-${r.last}`} ${r.open}`)
  return `${said.join(', ')} (${calendar.zone})`
}

function showForm({ procedure, say, put, key }: Page): void {
  const { form, lineForm, attach, checks, needs } = procedure
  key(0, 'form', 'form', '')
  for (const item of form) put(1, `- ${itemText(item)}`, `${item.element.type}: ${say(item.element.label)}`)
  if (lineForm) put(1, '- lines:', `at most ${lineForm.max}`)
  for (const item of lineForm?.items ?? [])
    put(3, `- ${itemText(item)}`, `${item.element.type}: ${say(item.element.label)}`)
  if (attach.length > 0) key(0, 'attach', 'attach', '')
  for (const { document, required, when, name } of attach) {
    const asked = when ? `${document}: { ${whenText(when)} }` : required ? document : `${document}: optional`
    put(1, `- ${asked}`, name && say(name))
  }
  if (checks.length > 0) key(0, 'checks', 'checks', '')
  for (const { code, must, when, words, law } of checks) {
    put(1, `- must: ${sayCondition(must)}`, law)
    if (when) put(2, whenText(when))
    put(2, `code: ${code}`)
    put(2, `text: ${say(words)}`)
  }
  const { schedule } = procedure
  if (schedule) {
    key(0, 'schedule', 'schedule', '', 'what a treatment must reach')
    for (const name of ['table', 'kind', 'hours', 'temperature', 'dose'] as const)
      if (schedule[name]) put(1, `${name}: ${schedule[name]}`)
    for (const row of schedule.rows) put(1, `# ${sayTreatment(row)}`, row.law)
  }
  if (needs.length > 0) key(0, 'needs', 'needs', '')
  for (const { permit, at, by, when } of needs) {
    put(1, `- { permit: ${permit}, at: ${at}${by ? `, by: ${by}` : ''}${when ? `, ${whenText(when)}` : ''} }`)
  }
}

function showFee({ procedure, put, key }: Page): void {
  if (procedure.fee.length === 0) return put(0, '# there is no fee')
  for (const { until, share, from, law } of procedure.refunds ?? [])
    put(0, `# withdrawn before ${until}: ${share} % back, from ${from}`, law)
  key(0, 'fee', 'fee', '')
  for (const { text, law } of feeLines(procedure.fee)) put(1, `- ${text}`, law)
  key(1, 'periods.order', '# an order is valid for', sayPeriod(procedure.periods.order))
}

function showReview({ procedure, put, key }: Page): void {
  const { review } = procedure
  if (!review) return put(0, '# no person decides')
  key(0, 'review', 'review', '', 'a person proposes, another approves')
  key(1, 'review.admit', 'admit', review.admit ? sayPeriod(review.admit) : 'none')
  key(1, 'review.cure', 'cure', sayPeriod(review.cure))
  key(1, 'review.answer', 'answer', sayPeriod(review.answer))
  key(1, 'review.extend', 'extend', review.extend ? sayPeriod(review.extend) : 'none')
  key(1, 'review.rounds', 'rounds', String(review.rounds))
}

function showDecision({ procedure, put, key }: Page): void {
  const { decision, review, appeal, periods } = procedure
  key(0, 'decision', 'decision', '')
  if (decision.within) key(1, 'decision.within', 'within', sayPeriod(decision.within))
  const silence = silenceText(decision)
  if (silence) key(1, 'decision.silence', 'silence', silence)
  if (decision.urgent) {
    const { when, within } = decision.urgent
    key(1, 'decision.urgent', 'urgent', `{ when: ${sayCondition(when)}, within: ${sayPeriod(within)} }`)
  }
  if (decision.automatic) {
    const { when, audit } = decision.automatic
    const said = when === 'always' ? when : sayCondition(when)
    key(1, 'decision.automatic', 'automatic', `{ when: ${said}${audit ? `, audit: ${audit} %` : ''} }`)
  }
  if (review) {
    key(1, 'decision.approvers', 'approvers', String(decision.approvers))
    key(1, 'decision.counts-from', 'counts-from', decision.countsFrom)
    key(1, 'decision.partial', 'partial', decision.partial ? 'yes' : 'no')
    if (decision.extend) key(1, 'decision.extend', 'extend', sayPeriod(decision.extend))
  }
  if (!appeal) return
  put(0, 'appeal:')
  key(1, 'appeal.to', 'to', `${appeal.to.agency}.${appeal.to.role}`)
  key(1, 'periods.appeal', '# may be filed within', sayPeriod(periods.appeal))
  key(1, 'periods.appealDecision', '# is decided within', sayPeriod(periods.appealDecision))
}

function showOutput({ procedure, pack, say, put, key }: Page): void {
  const { output } = procedure
  if (!output) return put(0, '# nothing is issued')
  const [first] = output.valid
  key(0, 'output', 'output', '')
  key(1, 'output.document', 'document', output.document, say(pack.documents.get(output.document)?.name ?? {}))
  if (output.template) key(1, 'output.template', 'template', output.template)
  key(1, 'output.number', 'number', output.number)
  key(1, 'output.signature', 'signature', output.signature)
  if (output.valid.length === 1 && first) key(1, 'output.valid', 'valid', sayValidity(first))
  else {
    key(1, 'output.valid', 'valid', '', 'the first that holds')
    for (const rule of output.valid)
      put(2, `- { ${rule.when ? `${whenText(rule.when)}, ` : ''}for: ${sayValidity(rule)} }`)
  }
  if (output.warn.length > 0) key(1, 'output.warn', 'warn', `[${output.warn.map(sayPeriod).join(', ')}]`)
  if (output.balance) {
    const { of, per, tolerance } = output.balance
    const origin = procedure.origins['output.balance.per']
    key(
      1,
      'output.balance',
      'balance',
      `{ of: ${of}, per: ${per}, tolerance: ${tolerance} % }`,
      origin && `per: ${origin}`,
    )
  }
  if (output.send.length > 0) key(1, 'output.send', 'send', `[${output.send.join(', ')}]`)
  key(1, 'output.public', 'public', output.public ? 'yes' : 'no')
  if (output.conditions.length > 0) put(1, 'conditions:')
  for (const words of output.conditions) put(2, `- ${say(words)}`)
}

function showAfter({ procedure, say, put, key }: Page): void {
  const { after, notices } = procedure
  if (Object.keys(after).length > 0) key(0, 'after', 'after', '')
  if (after.rectify) {
    const { change, fee } = after.rectify
    key(1, 'after.rectify', 'rectify', `{ change: [${change.join(', ')}] }`)
    for (const { text, law } of feeLines(fee)) put(2, `- ${text}`, law)
  }
  if (after.extend) {
    const { for: by, times, ask } = after.extend
    const said = `{ for: ${sayPeriod(by)}, times: ${times}${ask ? `, ask: ${sayPeriod(ask)}` : ''} }`
    key(1, 'after.extend', 'extend', said, procedure.origins['after.extend.times'])
  }
  if (after.renew) key(1, 'after.renew', 'renew', `{ opens: ${sayPeriod(after.renew.opens)} }`)
  if (notices.length > 0) key(0, 'notices', 'notices', '')
  for (const { on, to, when, words } of notices) {
    const whom = to === 'applicant' ? to : `${to.agency}.${to.role}`
    put(1, `- { on: ${on}, to: ${whom}${when ? `, if: ${sayCondition(when)}` : ''} }`, say(words))
  }
}
