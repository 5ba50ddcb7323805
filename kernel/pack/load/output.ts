import type { After, Condition, Output, PackNotice, Validity } from '../model.ts'
import { isPattern } from '../series.ts'
import { readCondition } from './conditions.ts'
import type { Context } from './context.ts'
import {
  entries,
  fault,
  fields,
  isText,
  items,
  keyAt,
  named,
  oneOf,
  percent,
  period,
  shift,
  text,
  whole,
  yesNo,
  type At,
} from './cursor.ts'
import {
  AFTER,
  BALANCE,
  EXTEND,
  MOMENTS,
  NOTICE,
  OUTPUT,
  RECTIFY,
  RENEW,
  SEND,
  UNTIL,
  VALID,
} from '../vocabulary/procedure.ts'
import { readFee } from './fee.ts'
import { readDesk, type Origins } from './process.ts'
import { askedElement, type Scope } from './scope.ts'
import { readWords } from './texts.ts'

const CALENDAR = ['d', 'months', 'years'] as const

type Rule = Validity & { readonly when?: Condition }

/** `output:` the document that comes out. */
export function readOutput(
  at: At | undefined,
  procedure: string,
  scope: Scope,
  context: Context,
  origins: Origins,
): Output | undefined {
  if (!at) return undefined
  const found = fields(at, OUTPUT)
  const document =
    found.document && named(found.document, context.documents.keys(), 'UNKNOWN_DOCUMENT', 'a document of pack.yaml')
  const template = found.template && text(found.template)
  const number = found.number && text(found.number)
  if (found.number && number !== undefined && !isPattern(number))
    fault(
      found.number,
      'BAD_VALUE',
      `${number} cannot number documents`,
      'write one {seq:6}, and {year} or {origin} where wanted',
    )
  const signature = found.signature && oneOf(found.signature, ['seal', 'advanced', 'qualified'])
  if (!found.warn) origins['output.warn'] = `pack default warn (${context.defaults.law})`
  const balance = found.balance && readBalance(found.balance, scope, origins)
  return {
    document: document ?? '',
    ...(template ? { template } : {}),
    number: number ?? '',
    signature: signature ?? 'qualified',
    valid: found.valid ? readValidity(found.valid, scope) : [],
    warn: found.warn
      ? items(found.warn)
          .map((w) => period(w, CALENDAR))
          .filter((p) => p !== undefined)
      : context.defaults.warn,
    ...(balance ? { balance } : {}),
    send: (found.send ? items(found.send) : []).map((s) => oneOf(s, SEND)).filter((s) => s !== undefined),
    ...(found['after-departure'] && yesNo(found['after-departure']) ? { afterDeparture: true as const } : {}),
    public: found.public ? (yesNo(found.public) ?? false) : false,
    conditions: (found.conditions ? entries(found.conditions) : [])
      .map(([key, child]) => readWords(child, context.texts, [procedure, 'conditions', key]))
      .filter((w) => w !== undefined),
  }
}

function readValidity(at: At, scope: Scope): Rule[] {
  if (at.node.kind !== 'list') {
    const rule = readRule(at, scope)
    return rule ? [rule] : []
  }
  const list = items(at)
  const rules = list.flatMap((child, i): Rule[] => {
    const found = fields(child, VALID)
    const last = i === list.length - 1
    const { when: whenAt, for: forAt } = found
    if (last && whenAt)
      fault(child, 'NO_DEFAULT', 'no validity when none of the conditions holds', 'end the list with { for: 60 d }')
    if (!last && !whenAt)
      fault(child, 'BAD_VALUE', 'the lines after this one can never apply', 'put the line without when last')
    const when = whenAt && readCondition(whenAt, scope, { facts: true })
    const validity = forAt ? readRule(forAt, scope) : found.until ? readUntil(found.until, scope) : undefined
    if (!forAt && !found.until) fault(child, 'MISSING_KEY', 'for is missing', 'add for: 60 d')
    return validity ? [{ ...validity, ...(when ? { when } : {}) }] : []
  })
  if (list.length === 0) fault(at, 'NO_DEFAULT', 'the list of validities is empty', 'write valid: 90 d')
  return rules
}

function readRule(at: At, scope: Scope): Validity | undefined {
  if (isText(at, 'none')) return { none: true }
  if (at.node.kind === 'map') {
    const found = fields(at, UNTIL)
    return found.until && readUntil(found.until, scope)
  }
  const found = period(at, CALENDAR)
  return found && { for: found }
}

/** `{ date.departure: +5 d }`. */
function readUntil(at: At, scope: Scope): Validity | undefined {
  const [first, second] = entries(at)
  if (!first || second) {
    fault(at, 'SHAPE', 'until names one date and a period', 'write until: { date.departure: +5 d }')
    return undefined
  }
  const [element, child] = first
  const asked = askedElement(keyAt(at, element), element, scope)
  const plus = shift(child)
  if (asked && (asked.element.type !== 'date' || asked.line)) {
    fault(keyAt(at, element), 'TEST_TYPE', `${element} is not a date of the header`, 'name an element of type date')
    return undefined
  }
  return asked && plus && { until: { element, plus } }
}

function readBalance(at: At, scope: Scope, origins: Origins): Output['balance'] {
  const found = fields(at, BALANCE)
  const of = found.of && text(found.of)
  const asked = found.of && of !== undefined ? askedElement(found.of, of, scope) : undefined
  if (found.of && asked && (asked.element.type !== 'quantity' || !asked.line))
    fault(found.of, 'TEST_TYPE', `${of} is not a quantity of each goods line`, 'name an element such as goods.quantity')
  const per = found.per && oneOf(found.per, ['line', 'document'])
  if (!found.per) origins['output.balance.per'] = 'vocabulary: line'
  const tolerance = found.tolerance && percent(found.tolerance)
  return { of: of ?? '', per: per ?? 'line', tolerance: tolerance ?? '0' }
}

/** `after:` what may be changed, extended or renewed once the document is out. */
export function readAfter(
  at: At | undefined,
  output: Output | undefined,
  scope: Scope,
  context: Context,
  origins: Origins,
): After {
  if (!at) return {}
  const found = fields(at, AFTER)
  return {
    ...readRectify(found.rectify, output, scope, context),
    ...readExtend(found.extend, output, origins),
    ...readRenew(found.renew, output),
  }
}

function readRectify(
  at: At | undefined,
  output: Output | undefined,
  scope: Scope,
  context: Context,
): Pick<After, 'rectify'> {
  if (!at) return {}
  const found = fields(at, RECTIFY)
  const change = (found.change ? items(found.change) : []).flatMap((child): string[] => {
    const id = text(child)
    if (id === undefined || !askedElement(child, id, scope)) return []
    if (id === output?.balance?.of)
      fault(
        child,
        'BALANCE_RECTIFIED',
        `${id} is the balance: a rectification cannot change it`,
        `remove ${id}; ask for a new permit`,
      )
    return [id]
  })
  const fee = readFee(found.fee, scope, context)
  if (found.fee && fee.some((line) => line.due === 'issue'))
    fault(found.fee, 'FEE_KIND', 'a rectification has one order, when it is asked for', 'remove due: issue')
  return { rectify: { change, fee } }
}

function readExtend(at: At | undefined, output: Output | undefined, origins: Origins): Pick<After, 'extend'> {
  if (!at) return {}
  const found = fields(at, EXTEND)
  if (!output || !output.valid.some((rule) => 'for' in rule || 'until' in rule))
    fault(at, 'NOTHING_TO_EXTEND', 'the document does not expire', 'remove extend, or give output a validity')
  const by = found.for && period(found.for, CALENDAR)
  const ask = found.ask && period(found.ask, CALENDAR)
  const times = found.times && whole(found.times, 1)
  if (!found.times) origins['after.extend.times'] = 'vocabulary: once'
  return by ? { extend: { for: by, times: times ?? 1, ...(ask ? { ask } : {}) } } : {}
}

function readRenew(at: At | undefined, output: Output | undefined): Pick<After, 'renew'> {
  if (!at) return {}
  const found = fields(at, RENEW)
  if (!output || !output.valid.some((rule) => 'for' in rule || 'until' in rule))
    fault(at, 'NOTHING_TO_EXTEND', 'the document does not expire', 'remove renew, or give output a validity')
  const opens = found.opens && period(found.opens, CALENDAR)
  return opens ? { renew: { opens } } : {}
}

/** `notices:` beside the standard ones. */
export function readNotices(at: At | undefined, procedure: string, scope: Scope, context: Context): PackNotice[] {
  return (at ? items(at) : []).flatMap((child, i): PackNotice[] => {
    const found = fields(child, NOTICE)
    const on = found.on && oneOf(found.on, MOMENTS)
    const to = found.to && (isText(found.to, 'applicant') ? 'applicant' : readDesk(found.to, context))
    const when = found.if && readCondition(found.if, scope, { facts: true })
    const words = found.text && readWords(found.text, context.texts, [procedure, 'notices', String(i)])
    return on && to && words ? [{ on, to, words, ...(when ? { when } : {}) }] : []
  })
}
