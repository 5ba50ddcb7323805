import type { Condition, FeeLine, FormItem, ParallelTask } from './model.ts'
import { sayAmount, sayBound, sayCondition, sayPeriod } from './say.ts'
import type { Page } from './show.ts'

/** `when: C`, or `unless: C` where the condition is a negation. */
export const whenText = (condition: Condition): string =>
  condition.op === 'not' ? `unless: ${sayCondition(condition.of)}` : `when: ${sayCondition(condition)}`

export function itemText({ element, required, when, list, min, max }: FormItem): string {
  const short = (codes: readonly string[]): string =>
    codes.length > 5 ? `${codes.slice(0, 4).join(', ')}, … ${codes.length}` : codes.join(', ')
  const options = [
    ...(when ? [whenText(when)] : []),
    ...(list ? [`list: [${short(list)}]`] : []),
    ...(min === undefined ? [] : [`min: ${min}`]),
    ...(max === undefined ? [] : [`max: ${max}`]),
  ]
  if (options.length === 0) return required ? element.id : `${element.id}: optional`
  return `${element.id}: { ${[...(required ? [] : ['optional: yes']), ...options].join(', ')} }`
}

function feeText(line: FeeLine): string {
  switch (line.kind) {
    case 'amount':
      return `${'money' in line.amount ? 'fixed' : 'units'}: ${sayAmount(line.amount)}`
    case 'percent': {
      const floor = line.floor ? `, floor: ${sayAmount(line.floor)}` : ''
      const cap = line.cap ? `, cap: ${sayAmount(line.cap)}` : ''
      return `percent: ${line.percent} %, of: ${line.of}${floor}${cap}`
    }
    case 'tiers': {
      const tiers = line.upTo.map(([limit, amount]) => `[${sayBound(limit)}, ${sayAmount(amount)}]`).join(', ')
      return `tiers: { by: ${line.by}, up-to: [ ${tiers} ], beyond: ${sayAmount(line.beyond)} }`
    }
    case 'exempt':
      return `exempt: ${sayCondition(line.exempt)}`
  }
}

/** Each line of a fee with its law. */
export const feeLines = (fee: readonly FeeLine[]): readonly { text: string; law: string }[] =>
  fee.map((line) => {
    const plus = line.plus ? `, plus: ${line.plus} %` : ''
    const when = line.when ? `, ${whenText(line.when)}` : ''
    const due = line.due === 'issue' ? ', due: issue' : ''
    return { text: `${feeText(line)}${plus}${when}${due}`, law: line.law }
  })

const KINDS = { opinions: 'opinion', inspection: 'inspection', lab: 'lab' } as const

/** Opinions, inspections and samples, each under its own key. */
export function taskLines(page: Page): void {
  for (const [name, kind] of Object.entries(KINDS)) {
    const tasks = page.procedure.tasks.filter((task) => task.kind === kind)
    if (tasks.length > 0) page.key(0, name, name, '')
    for (const task of tasks) taskLine(page, name, task)
  }
}

function taskLine({ pack, put, key }: Page, name: string, task: ParallelTask): void {
  const path = `${name}.${task.name}`
  put(1, `${task.name}:`)
  if (task.kind === 'opinion') {
    key(2, `${path}.agency`, 'agency', task.agency, pack.agencies.get(task.agency)?.name)
    if (task.silence) key(2, `${path}.silence`, 'silence', task.silence)
    key(2, `${path}.binding`, 'binding', task.binding ? 'yes' : 'no')
  }
  if (task.within) key(2, `${path}.within`, 'within', sayPeriod(task.within))
  if (task.slot) key(2, `${path}.slot`, 'slot', sayPeriod(task.slot))
  if (task.at) key(2, `${path}.at`, 'at', task.at)
  if (task.goodFor) key(2, `${path}.good-for`, 'good-for', sayPeriod(task.goodFor))
  if (task.shipWithin) key(2, `${path}.ship-within`, 'ship-within', sayPeriod(task.shipWithin))
  if (task.remote) key(2, `${path}.remote`, 'remote', sayCondition(task.remote))
  if (task.tests) key(2, `${path}.tests`, 'tests', task.tests)
  if (task.when) put(2, whenText(task.when))
}
