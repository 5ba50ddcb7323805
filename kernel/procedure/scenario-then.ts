import { legalDay } from '../calendar.ts'
import { addDecimal, compareDecimal, isDecimal } from '../decimal.ts'
import { sameMoney, showMoney } from '../money.ts'
import type { Procedure } from '../pack/model.ts'
import { showLocal, type Instant } from '../time.ts'
import type { Expected } from './scenario-file.ts'
import type { PermitState } from './state.ts'

/** One thing of a step that was not so. */
export interface Difference {
  readonly expected: string
  readonly got: string
}

/** What there is to look at after a step: the state, its events, all events so far, and the codes of a refusal. */
export interface Outcome {
  readonly state: PermitState
  readonly happened: readonly string[]
  readonly before: readonly string[]
  readonly refused: readonly string[]
}

/** Names under which packs knew a code before it had its name of today. */
const aliases: Readonly<Record<string, string>> = { BALANCE_EXCEEDED: 'LPCO_BALANCE_EXCEEDED' }

const setOf = (codes: readonly string[]): string[] => [...new Set(codes.map((c) => aliases[c] ?? c))].sort()
const shown = (list: readonly string[]): string => list.join(' ') || 'nothing'

/** When the period now running ends: the agency's clock while it runs, otherwise what the applicant or a payment is awaited for. */
const dueOf = (s: PermitState): Instant | null =>
  (s.clock?.since ? s.clock.due : null) ??
  s.period?.due ??
  (s.status === 'AWAITING_PAYMENT' ? (s.fee?.due ?? null) : null)

/** Every difference between what a step said and what is so. `events` are those of this step, `notYet` those of the whole story. */
export function differences(then: Expected, outcome: Outcome, procedure: Procedure): Difference[] {
  const { state, happened, before, refused } = outcome
  const found: Difference[] = []
  const same = (key: string, expected: string | undefined, got: string): void => {
    if (expected !== undefined && expected !== got)
      found.push({ expected: `${key}: ${expected}`, got: `${key}: ${got}` })
  }
  const { zone } = procedure.calendar
  const at = dueOf(state)
  const due = !at
    ? 'none'
    : then.due?.includes(' ')
      ? showLocal(zone, at).slice(0, 16).replace('T', ' ')
      : legalDay(procedure.calendar, at)
  const tasks = Object.values(state.tasks).map((t) => `${t.name}:${t.status}`)
  const fee = state.fee?.total
  same('refused', shown(setOf(then.refused)), shown(setOf(refused)))
  same('status', then.status, state.status)
  if (then.fee && !(fee && sameMoney(then.fee, fee))) same('fee', showMoney(then.fee), fee ? showMoney(fee) : 'none')
  same('due', then.due, due)
  if (then.tasks) same('tasks', shown([...then.tasks].sort()), shown(tasks.sort()))
  same('number', then.number, state.resolution?.number ?? 'none')
  same('valid-until', then.validUntil, state.resolution?.validUntil ?? 'none')
  if (then.used !== undefined && !sameUsed(then.used, state)) same('used', then.used, shown(usedOf(state)))
  const absent = then.events.filter((e) => !happened.includes(e))
  if (absent.length) found.push({ expected: `events: ${shown(then.events)}`, got: `events: ${shown(happened)}` })
  const early = then.notYet.filter((e) => before.includes(e) || happened.includes(e))
  if (early.length) found.push({ expected: `not yet: ${shown(then.notYet)}`, got: `already: ${shown(early)}` })
  return found
}

const usedOf = (s: PermitState): string[] => (s.resolution?.balance ?? []).map((b) => b.used)

/** One figure is the sum over the lines; several are those of the lines, in order. */
function sameUsed(said: string, s: PermitState): boolean {
  const wanted = said.split(' ')
  const used = usedOf(s)
  const found = wanted.length === 1 ? [used.reduce(addDecimal, '0')] : used
  return (
    wanted.length === found.length && wanted.every((w, i) => isDecimal(w) && compareDecimal(w, found[i] ?? '0') === 0)
  )
}
