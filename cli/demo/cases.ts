import {
  compareDecimal,
  findMoney,
  isDecimal,
  localTime,
  sameMoney,
  showMoney,
  sumDecimal,
  type Instant,
  type Money,
  type Quantity,
} from '#kernel'
import type { Check, Refused, Times } from './report.ts'
import { fullCode, isList, isText, type Written, type WrittenMap } from './shorthand.ts'

/** A permit as `GET /v1/permits/{id}` answers it: what the demonstration reads of it. */
export interface PermitCase {
  readonly id: string
  readonly status: string
  readonly version: number
  readonly number: string | null
  readonly state: {
    readonly procedure: string
    readonly agency: string
    readonly fee: { readonly total: Money } | null
    readonly clock: { readonly due: Instant | null; readonly used: number; readonly stoppedAt: Instant | null } | null
    readonly period: { readonly due: Instant } | null
    readonly tasks: Readonly<Record<string, PermitTask>>
    readonly resolution: {
      readonly number: string
      readonly validUntil: string | null
      readonly balance: readonly { readonly line: number; readonly authorised: Quantity; readonly used: string }[]
    } | null
    readonly lines: readonly Readonly<Record<string, unknown>>[]
  }
}

interface PermitTask {
  readonly name: string
  readonly kind: string
  readonly agency: string
  readonly status: string
  readonly result: string | null
  readonly days: number | null
}

/** An application as the API answers it, with its permits and orders. */
export interface ApplicationCase {
  readonly id: string
  readonly number: string | null
  readonly status: string
  readonly permits: readonly {
    readonly id: string
    readonly procedure: string
    readonly agency: string
    readonly title: string
    readonly status: string
    readonly fee: Money | null
    readonly due: Instant | null
  }[]
  readonly orders: readonly OrderRow[]
  readonly times: (Times & { readonly parts: readonly { readonly what: string; readonly days: number }[] }) | null
}

export interface OrderRow {
  readonly id: string
  readonly number: string
  readonly status: string
  readonly total: Money
  readonly due: Instant
  readonly paidAt?: string | null
  readonly lines: readonly { readonly title: string; readonly agency: string; readonly amount: Money }[]
}

/** What can be said of a permit in the words of `then` (PACK 10). `none` where there is nothing. */
export interface PermitFacts {
  readonly status: string
  readonly fee: string
  readonly due: string
  readonly tasks: string
  readonly number: string
  readonly 'valid-until': string
  readonly used: string
}

/** The legal day of a moment, `none` without one. */
export const dayOf = (zone: string, at: Instant | null | undefined): string => (at ? localTime(zone, at).day : 'none')

/** Nothing was filed: PACK 6 calls that a draft. */
const DRAFT: PermitFacts = {
  status: 'DRAFT',
  fee: 'none',
  due: 'none',
  tasks: '',
  number: 'none',
  'valid-until': 'none',
  used: '0',
}

export function factsOf(permit: PermitCase | undefined, zone: string): PermitFacts {
  if (!permit) return DRAFT
  const { status, state } = permit
  return {
    status,
    fee: state.fee ? showMoney(state.fee.total) : 'none',
    due: dayOf(zone, state.clock?.due ?? state.period?.due),
    tasks: Object.values(state.tasks)
      .map((t) => `${t.name}:${t.status}`)
      .join(' '),
    number: state.resolution?.number ?? 'none',
    'valid-until': state.resolution?.validUntil ?? 'none',
    used: sumDecimal((state.resolution?.balance ?? []).map((b) => b.used)),
  }
}

export const check = (key: string, expected: string, got: string, ok = expected === got): Check => ({
  key,
  expected,
  got,
  ok,
})

const sorted = (text: string): string => text.split(/\s+/).filter(Boolean).sort().join(' ')

/** Whether a value is the story's: money and numbers by worth, tasks in any order, the rest letter by letter. */
export function agrees(key: string, expected: string, got: string): boolean {
  if (key === 'tasks') return sorted(expected) === sorted(got)
  const [a, b] = [findMoney(expected), findMoney(got)]
  if (a && b) return sameMoney(a, b)
  // A fee of nothing is no fee: the API then has none to show.
  if (a && got === 'none') return compareDecimal(a.amount, '0') === 0
  if (isDecimal(expected) && isDecimal(got)) return compareDecimal(expected, got) === 0
  return expected === got
}

const PERMIT_KEYS = ['status', 'fee', 'due', 'tasks', 'number', 'valid-until', 'used'] as const

/** The keys of `then` that speak of the permit. */
export const checkPermit = (then: WrittenMap, facts: PermitFacts): Check[] =>
  PERMIT_KEYS.flatMap((key) => {
    const expected = then[key]
    return isText(expected) ? [check(key, expected, facts[key], agrees(key, expected, facts[key]))] : []
  })

const texts = (written: Written | undefined): readonly string[] =>
  isList(written) ? written.map(String) : isText(written) && written !== '' ? [written] : []

/**
 * Exactly these refusals, each once, in any order; nothing when the step does not say. `CODE at /pointer` also asks where.
 */
export function checkRefused(then: WrittenMap, refused: readonly Refused[]): Check {
  const wanted = texts(then.refused).map((text) => {
    const [code = '', at] = text.split(' at ')
    return { code: fullCode(code), ...(at === undefined ? {} : { at }) }
  })
  const located = wanted.some((w) => 'at' in w)
  const show = (code: string, at: string | undefined): string => (located && at ? `${code} at ${at}` : code)
  const got = new Map(refused.map((r) => [`${r.code} ${located ? r.pointer : ''}`, r]))
  const expected = new Map(wanted.map((w) => [`${w.code} ${w.at ?? ''}`, w]))
  const matches = (w: { code: string; at?: string }, r: Refused): boolean =>
    w.code === r.code && (w.at === undefined || w.at === r.pointer)
  const all = [...got.values()]
  const ok =
    [...expected.values()].every((w) => all.some((r) => matches(w, r))) &&
    all.every((r) => wanted.some((w) => matches(w, r)))
  const list = (items: readonly string[]): string => [...new Set(items)].sort().join(', ') || 'nothing'
  return check(
    'refused',
    list(wanted.map((w) => show(w.code, w.at))),
    list(all.map((r) => show(r.code, r.pointer))),
    ok,
  )
}

/** `events` happened in this step, `not-yet` in no step so far. */
export function checkEvents(then: WrittenMap, happened: readonly string[], everything: readonly string[]): Check[] {
  const events = texts(then.events)
  const notYet = texts(then['not-yet'])
  const missing = events.filter((e) => !happened.includes(e))
  const early = notYet.filter((e) => everything.includes(e))
  return [
    ...(events.length
      ? [check('events', events.join(' '), happened.join(' ') || 'nothing', missing.length === 0)]
      : []),
    ...(notYet.length
      ? [
          check(
            'not-yet',
            `no ${notYet.join(', no ')}`,
            early.join(' ') || `no ${notYet.join(', no ')}`,
            early.length === 0,
          ),
        ]
      : []),
  ]
}
