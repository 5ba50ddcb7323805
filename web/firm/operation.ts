import type { OperationSaid, StopSaid, TurnSaid } from '#modules/dossier'
import {
  countryName,
  nearness,
  showMoment,
  showMoney,
  type Formats,
  type Holder,
  type Stage,
  type Stop,
} from '../ui/index.ts'
import type { Texts } from '../texts/texts.tsx'

const ENDED = ['CLOSED', 'ARCHIVED', 'CANCELLED', 'SETTLED']
const GRANTED = ['APPROVED', 'PARTIALLY_USED', 'EXHAUSTED', 'EXPIRED']
const REFUSED = ['DENIED', 'UPHELD', 'LAPSED', 'ABANDONED', 'WITHDRAWN', 'REVOKED']
const UNSENT = ['OPEN', 'REQUIREMENTS_KNOWN']

export const isEnded = (o: OperationSaid): boolean => ENDED.includes(o.status)
export const isGranted = (s: StopSaid): boolean => s.type === 'permit' && GRANTED.includes(s.status)
export const isRefused = (s: StopSaid): boolean => s.type === 'permit' && REFUSED.includes(s.status)
export const permitsOf = (o: OperationSaid): readonly StopSaid[] => o.cases.filter((c) => c.type === 'permit')
export const isUnsent = (o: OperationSaid): boolean => permitsOf(o).length === 0 && UNSENT.includes(o.status)

/** What a person calls the operation: the goods and the place, never a number. */
export function titleOf(o: OperationSaid, t: Texts, formats: Formats): string {
  const [first = t.firm.someGoods, ...rest] = o.goods
  const short = (first.split(/[,;(]/)[0] ?? first).trim()
  const goods = rest.length ? t.firm.and(short, rest.length) : short
  const place = o.regime === 'import' ? o.origin : o.destination
  if (!place) return goods
  return o.regime === 'import'
    ? t.firm.from(goods, countryName(place, formats))
    : t.firm.to(goods, countryName(place, formats))
}

/** The same inside a sentence: «café verde», but «EPDM» stays. */
export const within = (title: string): string =>
  /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title

export type TodoKind = keyof Texts['firm']['todo']

/** One thing that this firm has to do, the most urgent first. */
export interface Todo {
  readonly kind: TodoKind
  readonly operation: OperationSaid
  readonly of: StopSaid | null
  readonly due: string | null
  readonly to: string
  readonly minutes: number
  /** The amount that the button will say. */
  readonly amount: string | null
}

const MINUTES: Readonly<Record<TodoKind, number>> = {
  'pay-order': 2,
  pay: 2,
  answer: 5,
  cure: 5,
  complete: 6,
  send: 2,
  conflict: 2,
  'choose-slot': 2,
  other: 3,
}

const kindOf = (name: string): TodoKind => {
  const kind = name.split(':')[0] ?? name
  return kind in MINUTES ? (kind as TodoKind) : 'other'
}

export function todosOf(operations: readonly OperationSaid[], formats: Formats): readonly Todo[] {
  const todos = operations.flatMap((operation): Todo[] => {
    if (isEnded(operation) || !operation.own) return []
    const base = `/operaciones/${operation.id}`
    if (isUnsent(operation))
      return [
        {
          kind: 'complete',
          operation,
          of: null,
          due: null,
          to: `${base}/paso/1`,
          minutes: MINUTES.complete,
          amount: null,
        },
      ]
    const paying = operation.cases.some((c) => c.type === 'order' && c.turns.some((turn) => turn.mine))
    return operation.cases.flatMap((of) =>
      of.turns
        // The order of the operation is paid once; the permits that wait for it are not another thing to do.
        .filter((turn) => turn.mine && !(turn.name === 'pay' && paying))
        .map((turn): Todo => {
          const kind = kindOf(turn.name)
          const to =
            kind === 'pay-order'
              ? `/pagar/${of.id}`
              : kind === 'other'
                ? `${base}/${of.id}`
                : `${base}/${of.id}/${kind === 'pay' ? '' : kind === 'choose-slot' ? 'chooseSlot' : kind}`
          const amount = kind === 'pay-order' && of.total ? showMoney(of.total, formats) : null
          return { kind, operation, of, due: turn.due, to, minutes: MINUTES[kind], amount }
        }),
    )
  })
  return [...todos].sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'))
}

export const todoTitle = ({ kind, operation, of }: Todo, t: Texts, formats: Formats): string =>
  t.firm.todo[kind](within(titleOf(operation, t, formats)), of?.agency?.name ?? '')

/** The next turn of somebody else, the soonest first. */
export const othersTurns = (o: OperationSaid): readonly { readonly stop: StopSaid; readonly turn: TurnSaid }[] =>
  o.cases
    .flatMap((stop) => stop.turns.filter((turn) => !turn.mine).map((turn) => ({ stop, turn })))
    .sort((a, b) => (a.turn.due ?? '9').localeCompare(b.turn.due ?? '9'))

/** The counter ticket of an operation: who has the ball, and until when. */
export function ticketOf(
  o: OperationSaid,
  t: Texts,
  formats: Formats,
): { readonly holder: Holder; readonly words: string } {
  if (o.status === 'CANCELLED') return { holder: 'wait', words: t.firm.status['CANCELLED'] ?? '' }
  if (isEnded(o)) return { holder: 'done', words: t.firm.done }
  const [todo] = todosOf([o], formats)
  if (todo)
    return { holder: 'me', words: todo.due ? `${t.firm.mine} · ${dueWords(todo.due, t, formats, false)}` : t.firm.mine }
  const [other] = othersTurns(o)
  if (other) {
    const until = other.turn.due ? ` · ${dueWords(other.turn.due, t, formats, false)}` : ''
    return { holder: 'them', words: t.firm.theirs(other.turn.orgName) + until }
  }
  const permits = permitsOf(o)
  if (permits.length && permits.every(isGranted)) return { holder: 'done', words: t.firm.status['APPROVED'] ?? '' }
  if (permits.some(isRefused))
    return { holder: 'bad', words: t.firm.status[permits.find(isRefused)?.status ?? ''] ?? '' }
  return { holder: 'wait', words: t.firm.status[o.status] ?? o.status }
}

/** «hoy», «mañana» or «hasta el vie 3 jul, 16:30». */
export function dueWords(due: string, t: Texts, formats: Formats, hour = true): string {
  const near = nearness(due, formats)
  if (near === 'past') return t.firm.overdue(showMoment(due, formats, undefined, { hour: false }))
  if (near === 'today') return t.ui.today
  if (near === 'tomorrow') return t.ui.tomorrow
  return t.firm.until(showMoment(due, formats, undefined, { hour }))
}

/** The road of an operation, drawn from its cases: nobody maintains it. */
export function roadOf(
  o: OperationSaid,
  t: Texts & { readonly road: Texts['dossier']['road'] },
  formats: Formats,
): readonly Stage[] {
  const permits = permitsOf(o)
  const orders = o.cases.filter((c) => c.type === 'order')
  const r = t.road
  const day = (at: string | null | undefined): string => (at ? showMoment(at, formats, undefined, { hour: false }) : '')
  const sent = permits.length > 0
  const stages: Stage[] = [
    { name: r.data, state: sent ? 'done' : 'mine-now', more: day(o.openedAt) },
    { name: r.sent, state: sent ? 'done' : 'next', more: sent ? day(permits[0]?.openedAt) : '' },
  ]
  const due = orders.find((c) => c.turns.some((turn) => turn.mine))
  const paid = orders.find((c) => c.status === 'PAID' || c.status === 'SETTLED')
  if (orders.length)
    stages.push({
      name: r.paid,
      state: due ? 'mine-now' : paid ? 'done' : 'next',
      more: due?.turns[0]?.due ? r.until(day(due.turns[0].due)) : paid ? day(paid.changedAt) : '',
      ...(due ? { to: `/pagar/${due.id}` } : {}),
    })
  const strands = permits.map((p): Stop => {
    const turn = p.turns.find((x) => x.mine && x.name !== 'pay') ?? p.turns[0]
    const state = isGranted(p)
      ? 'done'
      : isRefused(p)
        ? 'bad'
        : p.status === 'AWAITING_PAYMENT'
          ? 'next'
          : turn?.mine
            ? 'mine-now'
            : turn
              ? 'other'
              : 'next'
    const words = t.firm.status[p.status] ?? p.status
    return {
      name: p.title,
      state,
      more: [
        p.agency?.name,
        words,
        turn?.due && state !== 'next' ? r.until(day(turn.due)) : p.issued ? day(p.issued.issuedAt) : '',
      ]
        .filter(Boolean)
        .join('. '),
      to: `/operaciones/${o.id}/${p.id}`,
    }
  })
  if (strands.length) stages.push({ strands })
  const granted = sent && permits.every(isGranted)
  const left = ['EXPORTED', 'IMPORTED', 'SETTLED', 'CLOSED', 'ARCHIVED'].includes(o.status)
  stages.push({ name: r.ready, state: left || o.status === 'READY_TO_SHIP' ? 'done' : granted ? 'mine-now' : 'next' })
  stages.push({ name: o.regime === 'import' ? r.arrives : r.leaves, state: left ? 'done' : 'next' })
  return stages
}
