import type { Money } from '../money.ts'
import type { Instant } from '../time.ts'
import type { Closed, Correction, Grounds } from './event-data.ts'
import { type FeeState, type PendingPeriod, type PermitState, type TaskState } from './state.ts'

type S = PermitState

export const decided = (s: S, at: Instant, outcome: string, g: Grounds): S => ({
  ...s,
  period: null,
  decidedAt: at,
  decision: { outcome, reasonCode: g.reasonCode, grounds: g.humanText_es },
})

export const tookPart = (s: S, person: string | null): S => (person ? { ...s, tookPart: [...s.tookPart, person] } : s)
export const evaluated = (s: S, person: string | null): S =>
  person ? { ...tookPart(s, person), evaluators: [...s.evaluators, person] } : s

export const correct = (s: S, c: Correction): S => ({
  ...s,
  elements: Object.fromEntries(
    Object.entries({ ...s.elements, ...c.elements }).filter(([id]) => !c.dropped.includes(id)),
  ),
  lines: c.lines ?? s.lines,
  documents: [...s.documents.filter((d) => !c.documents.some((n) => n.type === d.type)), ...c.documents],
})

export const service = ({ servedBy }: { readonly servedBy?: Instant }) => (servedBy === undefined ? {} : { servedBy })

export const task = (s: S, name: string, change: Partial<TaskState>): S => {
  const known = s.tasks[name]
  return known ? { ...s, tasks: { ...s.tasks, [name]: { ...known, ...change } } } : s
}

export interface FeePaid {
  readonly order: string
  readonly paidAt: Instant
  /** Where it is not the total: a rest of an order that was rounded on the sum of several fees. */
  readonly amount?: Money
}

export const paid = (s: S, fee: FeeState, { order, paidAt, amount }: FeePaid): S => ({
  ...s,
  paid: [...(s.paid ?? []), { order, amount: amount ?? fee.total, paidAt }],
})

export const opened = (s: S, t: TaskState): S => ({ ...s, tasks: { ...s.tasks, [t.name]: t } })

export const closed = (s: S, e: Closed): S =>
  task(s, e.task, {
    status: 'done',
    result: e.result,
    adverse: e.adverse,
    closedAt: e.closedAt,
    days: e.days,
    ...(e.goodUntil ? { goodUntil: e.goodUntil } : {}),
  })

export interface Opening {
  readonly appealUntil?: Instant | null
  readonly at: Instant
  readonly servedBy?: Instant
}

export const appealPeriod = ({ appealUntil, at, ...e }: Opening): PendingPeriod | null =>
  appealUntil ? { name: 'appeal', due: appealUntil, from: at, extended: false, ...service(e) } : null
