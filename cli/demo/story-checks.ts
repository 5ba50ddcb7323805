import { compareDecimal, findMoney, isDecimal, sameMoney, showMoney, subtractDecimal, trimDecimal } from '#kernel'
import {
  agrees,
  check,
  checkEvents,
  checkPermit,
  checkRefused,
  factsOf,
  type ApplicationCase,
  type PermitCase,
} from './cases.ts'
import { saidAt } from './case-acts.ts'
import { plainId } from './procedures.ts'
import type { Check } from './report.ts'
import { isList, isMap, isText, type Written, type WrittenMap } from './shorthand.ts'
import { instantOf } from './world.ts'
import type { Done } from './story-acts.ts'

/** What a step of a story came to: the answer itself and the cases as they stand afterwards. */
export interface Seen {
  readonly done: Done
  readonly permit: PermitCase | undefined
  readonly application: ApplicationCase | undefined
  readonly happened: readonly string[]
  readonly everything: readonly string[]
  readonly zone: string
}

const list = (written: Written | undefined): readonly string[] =>
  isList(written) ? written.map(String) : isText(written) ? [written] : []
const inOrder = (items: readonly string[]): string => [...items].sort().join(', ') || 'nothing'

type Checker = (expected: Written, seen: Seen) => Check[]

/** Half of the times are counts, the gain is a ratio of one decimal: each is compared by worth. */
const TIMES = {
  sum: 'sumOfDurations',
  elapsed: 'elapsed',
  'without-pauses': 'elapsedWithoutPauses',
  gain: 'gain',
} as const

const OPINIONS = 'opinions of '

/** Every key of `then` that speaks of more than one permit, or of none. */
const CHECKERS: Readonly<Record<string, Checker>> = {
  answer: (expected, { done }) => [check('answer', String(expected), String(done.answer ?? 'none'))],
  says: (expected, { done }) => {
    const said = done.refused.flatMap((r) => [r.message.en, r.message.es])
    return list(expected).map((text) =>
      check(
        'says',
        text,
        said.join(' / ') || 'nothing',
        said.some((s) => s.includes(text)),
      ),
    )
  },
  needs: (expected, { done }) => [check('needs', inOrder(list(expected)), inOrder(done.needs ?? []))],
  fees: (expected, { application }) =>
    Object.entries(isMap(expected) ? expected : {}).map(([procedure, fee]) => {
      const found = application?.permits.find((p) => plainId(p.procedure) === procedure)?.fee
      const got = found ? showMoney(found) : 'none'
      return check(`fee of ${procedure}`, String(fee), got, agrees('fee', String(fee), got))
    }),
  total: (expected, { application }) => {
    const orders = application?.orders ?? []
    const wanted = findMoney(String(expected))
    const ok = wanted !== undefined && orders.some((o) => sameMoney(o.total, wanted))
    return [check('total', String(expected), orders.map((o) => showMoney(o.total)).join(', ') || 'none', ok)]
  },
  orders: (expected, { application }) => {
    const got = (application?.orders ?? []).map((o) => `${o.lines.length} lines`).join(', ') || 'none'
    return [check('orders', String(expected), got)]
  },
  'paid-at': (expected, { application, zone }) => {
    const paid = (application?.orders ?? []).flatMap((o) => o.paidAt ?? [])
    const got = paid.map((at) => instantOf(zone, String(expected)) === at)
    return [check('paid-at', String(expected), got.some(Boolean) ? String(expected) : paid.join(', ') || 'unpaid')]
  },
  statuses: (expected, { application }) =>
    Object.entries(isMap(expected) ? expected : {}).map(([procedure, status]) => {
      const got = application?.permits.find((p) => plainId(p.procedure) === procedure)?.status ?? 'none'
      return check(`status of ${procedure}`, String(status), got)
    }),
  times: (expected, { application }) =>
    Object.entries(TIMES).flatMap(([key, member]) => {
      const wanted = isMap(expected) ? expected[key] : undefined
      if (!isText(wanted)) return []
      const got = application?.times ? String(application.times[member]) : 'none'
      return [
        check(
          `times ${key}`,
          wanted,
          got,
          isDecimal(wanted) && isDecimal(got) ? compareDecimal(wanted, got) === 0 : wanted === got,
        ),
      ]
    }),
  days: (expected, { application }) =>
    Object.entries(isMap(expected) ? expected : {}).map(([what, days]) => {
      const opinions = what.startsWith(OPINIONS)
      const id = opinions ? what.slice(OPINIONS.length) : what
      const title = application?.permits.find((p) => plainId(p.procedure) === id)?.title
      const part = application?.times?.parts.find((p) => p.what === (opinions ? `${title}: opinions` : title))
      return check(`days of ${what}`, String(days), String(part?.days ?? 'none'))
    }),
  left: (expected, { permit, done }) => {
    const ofPermit = permit?.state.resolution?.balance.map(
      (b) => `${trimDecimal(subtractDecimal(b.authorised.value, b.used))} ${b.authorised.unit}`,
    )
    const left = done.verified ? done.verified.flatMap((v) => v.left) : (ofPermit ?? [])
    return [check('left', String(expected), left.join(', ') || 'none', agreesLeft(String(expected), left))]
  },
  verified: (expected, { done }) =>
    done.verified?.length
      ? done.verified.map((v) => check(`verified ${v.number}`, String(expected), v.status))
      : [check('verified', String(expected), 'no document')],
  has: (expected, { done }) =>
    Object.entries(isMap(expected) ? expected : {}).map(([path, value]) => {
      const got = saidAt(done.case, path)
      const wanted = isList(value) || isMap(value) ? JSON.stringify(value) : value
      return check(path, wanted, got, agrees('has', wanted, got))
    }),
  pdf: (expected, { done }) =>
    done.pdfs?.length
      ? done.pdfs.map((p) => check(`pdf ${p.number}`, String(expected), p.ok ? 'yes' : 'no'))
      : [check('pdf', String(expected), 'no document')],
}

/** `800 LTR` is left on some line. Trailing zeros mean nothing. */
const agreesLeft = (expected: string, left: readonly string[]): boolean => {
  const [value = '', unit] = expected.split(' ')
  return left.some((text) => {
    const [v = '', u] = text.split(' ')
    return u === unit && isDecimal(v) && isDecimal(value) && compareDecimal(v, value) === 0
  })
}

/** Compares everything a step states. That nothing was refused is always stated, by saying nothing. */
export function checksOfStep(then: WrittenMap, seen: Seen): Check[] {
  const { done, permit, happened, everything, zone } = seen
  const facts = { ...factsOf(permit, zone), ...(done.status === undefined ? {} : { status: done.status }) }
  const more = Object.entries(then).flatMap(([key, expected]) => CHECKERS[key]?.(expected, seen) ?? [])
  return [
    ...checkPermit(then, facts),
    checkRefused(then, done.refused),
    ...checkEvents(then, happened, everything),
    ...more,
  ]
}
