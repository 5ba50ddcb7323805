import { showMoney } from '../money.ts'
import { showQuantity } from '../quantity.ts'
import { showPeriod, type Period } from '../time.ts'
import type { Bound, Condition, FeeAmount, Test, Validity, When } from './model.ts'

/** Writes compiled parts back in the words of the vocabulary (PACK 4 and 5), for people to read. */

/** `6 months` becomes `6 months`, one year `1 years`: as a pack writes it. */
export const sayPeriod = (period: Period): string => showPeriod(period)

const signed = (period: Period): string => (period.n >= 0 ? `+${showPeriod(period)}` : showPeriod(period))

export const sayBound = (bound: Bound): string =>
  typeof bound === 'string' ? bound : 'unit' in bound ? showQuantity(bound) : showMoney(bound)

export const sayAmount = (amount: FeeAmount): string =>
  'money' in amount ? showMoney(amount.money) : `${amount.units} ${amount.unit}`

function sayWhen(when: When): string {
  if ('day' in when) return when.day
  if ('today' in when) return when.today ? `{ today: ${signed(when.today)} }` : 'today'
  return `{ ${when.element}: ${signed(when.plus)} }`
}

const pairs = (parts: readonly (readonly [string, string | undefined])[]): string =>
  `{ ${parts.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`])).join(', ')} }`

const list = (values: readonly (string | boolean)[]): string => `[${values.map(scalar).join(', ')}]`
const scalar = (value: string | boolean): string =>
  typeof value === 'boolean'
    ? value
      ? 'yes'
      : 'no'
    : /^[\w.@-]+( [\w.@-]+)*$/.test(value)
      ? value
      : JSON.stringify(value)

export function sayTest(test: Test): string {
  if ('present' in test) return `{ present: ${test.present ? 'yes' : 'no'} }`
  if ('in' in test) return test.in.length === 1 ? scalar(test.in[0] ?? '') : list(test.in)
  if ('starts' in test) return `{ starts: ${test.starts.length === 1 ? test.starts[0] : list(test.starts)} }`
  if ('from' in test || 'until' in test || 'after' in test || 'before' in test) {
    const say = (when: When | undefined): string | undefined => when && sayWhen(when)
    return pairs([
      ['from', say(test.from)],
      ['until', say(test.until)],
      ['after', say(test.after)],
      ['before', say(test.before)],
    ])
  }
  const range = test as { min?: Bound; max?: Bound; above?: Bound; below?: Bound }
  const say = (bound: Bound | undefined): string | undefined => (bound === undefined ? undefined : sayBound(bound))
  const [min, max] = [say(range.min), say(range.max)]
  if (min !== undefined && min === max && range.above === undefined && range.below === undefined) return min
  return pairs([
    ['min', min],
    ['max', max],
    ['above', say(range.above)],
    ['below', say(range.below)],
  ])
}

function clause(condition: Condition): string {
  switch (condition.op) {
    case 'all':
      return condition.of.map(clause).join(', ')
    case 'any':
      return `any: [ ${condition.of.map(sayCondition).join(', ')} ]`
    case 'not':
    case 'some':
    case 'every':
      return `${condition.op}: ${sayCondition(condition.of)}`
    case 'total':
      return `total: { ${condition.element}: ${sayTest(condition.test)} }`
    case 'test':
      return `${condition.element}: ${sayTest(condition.test)}`
  }
}

/** `{ some: { goods.use: research } }`. */
export const sayCondition = (condition: Condition): string => `{ ${clause(condition)} }`

export function sayValidity(validity: Validity): string {
  if ('none' in validity) return 'none'
  if ('for' in validity) return sayPeriod(validity.for)
  return `{ until: { ${validity.until.element}: ${signed(validity.until.plus)} } }`
}
