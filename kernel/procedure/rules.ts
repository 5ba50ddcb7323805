import { businessDaysBetween, legalDay } from '../calendar.ts'
import { canonical } from '../canonical.ts'
import { addDecimal, compareDecimal, roundDecimal, subtractDecimal, trimDecimal } from '../decimal.ts'
import { choiceFaults } from '../pack/choice.ts'
import { holds } from '../pack/conditions.ts'
import { selectAsked, validateForm } from '../pack/form.ts'
import { labelParams } from '../pack/labels.ts'
import type { Need, Value } from '../pack/model.ts'
import { refusal, type Refusal } from '../problem.ts'
import { compareQuantity, showQuantity, toBase, type Quantity } from '../quantity.ts'
import { addPeriod, type Instant } from '../time.ts'
import { treatmentFaults } from './certifying.ts'
import { formOf, type NeedStatus, type PermitDefinition, type PermitFacts } from './definition.ts'
import type { Inputs } from './inputs.ts'
import { openTasks, type Elements, type Lines, type Observation, type PermitState, type TaskState } from './state.ts'

/** The status of a needed permit: by its number on each line that names one, or any live one of the holder. */
export function needStatus(
  need: Need,
  data: { elements: Elements; lines: Lines },
  facts: PermitFacts,
): { status: NeedStatus; pointer: string }[] {
  const by = need.by
  if (!by) return [{ status: facts.needs[need.permit] ?? 'none', pointer: '' }]
  const at = (number: unknown, pointer: string): { status: NeedStatus; pointer: string }[] =>
    typeof number === 'string'
      ? [{ status: facts.needs[`${need.permit}|${number}`] ?? facts.needs[need.permit] ?? 'none', pointer }]
      : []
  const header = at(data.elements[by], `/elements/${by}`)
  return header.length ? header : data.lines.flatMap((line, i) => at(line[by], `/lines/${i}/${by}`))
}

export const needsAt = (
  def: PermitDefinition,
  at: Need['at'],
  s: PermitState,
  facts: PermitFacts,
  now: Instant,
): readonly Need[] =>
  def.procedure.needs.filter(
    (n) => n.at === at && (!n.when || holds(n.when, formOf(s), facts.facts, legalDay(def.procedure.calendar, now))),
  )

export function missingPermits(def: PermitDefinition, s: PermitState, facts: PermitFacts, now: Instant): Refusal[] {
  return needsAt(def, 'submission', s, facts, now).flatMap((need) =>
    needStatus(need, s, facts)
      .filter((n) => n.status !== 'granted')
      .map((n) => refusal('PERMIT_NEEDED', n.pointer, { permit: need.permit })),
  )
}

export function formFaults(def: PermitDefinition, s: PermitState, now: Instant): Refusal[] {
  const types = s.documents.map((d) => d.type)
  return [
    ...choiceFaults(def.procedure, formOf(s)),
    ...validateForm(def.procedure, formOf(s), types, legalDay(def.procedure.calendar, now), s.facts),
    ...treatmentFaults(def, s.elements, legalDay(def.procedure.calendar, now)),
  ]
}

/** No agency may ask for what a public registry or the case itself already holds (M08-5, M44-3). */
export function stateHeld(
  def: PermitDefinition,
  s: PermitState,
  asked: readonly Observation[],
  field: string,
): Refusal[] {
  return asked.flatMap(({ asks }, i) => {
    if (!asks) return []
    const registry = def.heldBy.get(asks)
    if (registry) return [refusal('STATE_HELD_DATUM', `/${field}/${i}/asks`, { datum: asks, registry })]
    const inLines = s.lines.length > 0 && s.lines.every((line) => Object.hasOwn(line, asks))
    const have = s.documents.some((d) => d.type === asks) || Object.hasOwn(s.elements, asks) || inLines
    return have ? [refusal('DATUM_ALREADY_HELD', `/${field}/${i}/asks`, { datum: asks })] : []
  })
}

/**
 * The state as a correction would leave it. What the applicant sent before and the form, so corrected, no longer asks goes: nobody
 * could otherwise take back `treatment: fumigation`, whose hours would then be refused. What the correction itself sends stays, to be refused.
 */
export function corrected(
  def: PermitDefinition,
  s: PermitState,
  c: Inputs['correction'],
  filedAt: Instant,
): PermitState {
  const sent = (c.elements ?? {}) as Elements
  const elements = { ...s.elements, ...sent }
  const lines = (c.lines as Lines | undefined) ?? s.lines
  const asked = selectAsked(def.procedure, { elements, lines }, undefined, legalDay(def.procedure.calendar, filedAt))
  const keep = (id: string): boolean => Object.hasOwn(asked.elements, id) || Object.hasOwn(sent, id)
  return {
    ...s,
    elements: Object.fromEntries(Object.entries(elements).filter(([id]) => keep(id))),
    lines: c.lines ? lines : asked.lines,
    documents: [...s.documents.filter((d) => !c.documents?.some((n) => n.type === d.type)), ...(c.documents ?? [])],
  }
}

/** What a correction says to the chain, given the state it leads to. */
export const correctionOf = (s: PermitState, c: Inputs['correction'], after: PermitState) => ({
  elements: (c.elements ?? {}) as Elements,
  dropped: Object.keys(s.elements).filter((id) => !Object.hasOwn(after.elements, id)),
  lines: canonical(after.lines) === canonical(s.lines) ? null : after.lines,
  documents: c.documents ?? [],
  text: c.text ?? null,
})

/** An open task of a kind, of the actor's organisation. */
export function findOpenTask(s: PermitState, name: string, kind: TaskState['kind'], org: string): TaskState | Refusal {
  const task = s.tasks[name]
  if (!task || task.kind !== kind)
    return refusal('UNKNOWN_TASK', '/task', {
      task: name,
      open: openTasks(s)
        .map((t) => t.name)
        .join(', '),
    })
  if (task.org !== org) return refusal('FORBIDDEN', '/task', { command: name })
  if (task.status !== 'open') return refusal('TASK_CLOSED', '/task', { task: name })
  return task
}

export const isTask = (found: TaskState | Refusal): found is TaskState => 'kind' in found

export const workingDays = (def: PermitDefinition, from: Instant, to: Instant): number =>
  businessDaysBetween(def.procedure.calendar, from, to)

/** A proposal may approve fewer lines or less of them, never more than was asked, and says each line once (PACK 16.4). */
export function partialFaults(
  def: PermitDefinition,
  s: PermitState,
  outcome: Inputs['propose']['outcome'],
  lines: NonNullable<Inputs['propose']['lines']>,
): Refusal[] {
  const { decision, output, lineForm } = def.procedure
  if (!decision.partial || outcome === 'deny') return [refusal('NOT_PARTIAL', '/lines')]
  const element = lineForm?.items.find((i) => i.element.id === output?.balance?.of)?.element
  return lines.flatMap(({ line, quantity }, i): Refusal[] => {
    const goods = s.lines[line]
    if (!goods || lines.findIndex((l) => l.line === line) !== i)
      return [refusal('UNKNOWN_LINE', `/lines/${i}/line`, { line })]
    const asked = element && (goods[element.id] as Quantity | undefined)
    if (!quantity || !asked) return []
    const order = compareQuantity(quantity, asked)
    const pointer = `/lines/${i}/quantity`
    if (order === undefined) return [refusal('UNIT_MISMATCH', pointer, { unit: quantity.unit, expected: asked.unit })]
    const params = { ...labelParams(element), given: showQuantity(quantity), max: showQuantity(asked) }
    return order > 0 ? [refusal('ABOVE_MAX', pointer, params)] : []
  })
}

/** All lines of a draw or none. The ceiling is what was authorised plus the tolerance; saldo = authorised − used (M08-6). */
export function drawFaults(s: PermitState, lines: Inputs['draw']['lines']): Refusal[] {
  const balance = s.resolution?.balance ?? []
  const pooled = s.resolution?.per === 'document'
  const asked = new Map<number, { value: string; pointer: string }>()
  const faults: Refusal[] = []
  // Compared as it will be recorded: grams that round up may not add up to more than the ceiling.
  drawnLines(s, lines).forEach(({ line, quantity: base }, i) => {
    const pointer = `/lines/${i}/quantity`
    const of = balance.find((b) => b.line === line)
    if (pooled && !s.lines[lines[i]?.line ?? -1])
      faults.push(refusal('UNKNOWN_LINE', `/lines/${i}/line`, { line: lines[i]?.line ?? -1 }))
    else if (!of) faults.push(refusal('UNKNOWN_LINE', `/lines/${i}/line`, { line }))
    else if (of.authorised.unit !== base.unit)
      faults.push(
        refusal('UNIT_MISMATCH', pointer, { unit: lines[i]?.quantity.unit ?? '', expected: of.authorised.unit }),
      )
    else if (compareDecimal(base.value, '0') <= 0) faults.push(refusal('QUANTITY_NOT_POSITIVE', pointer))
    else asked.set(line, { value: addDecimal(asked.get(line)?.value ?? '0', base.value), pointer })
  })
  for (const [line, { value, pointer }] of asked) {
    const of = balance.find((b) => b.line === line)
    if (!of || compareDecimal(addDecimal(of.used, value), of.ceiling.value) <= 0) continue
    const rest = subtractDecimal(of.authorised.value, of.used)
    // Within the tolerance more than was authorised may have been used: what is left is then nothing, not less.
    const left = rest.startsWith('-') ? '0' : trimDecimal(rest)
    faults.push(
      refusal('LPCO_BALANCE_EXCEEDED', pointer, {
        balance: left,
        unit: of.authorised.unit,
        requested: trimDecimal(value),
      }),
    )
  }
  return faults
}

/** What a draw takes, of which entry of the balance: the line's own, or the whole document's in that unit. */
export const drawnLines = (s: PermitState, lines: Inputs['draw']['lines']): { line: number; quantity: Quantity }[] =>
  lines.map(({ line, quantity }) => {
    const { value, unit } = toBase(quantity)
    const pools = s.resolution?.per === 'document' ? s.resolution.balance : []
    const pool = pools.find((b) => b.authorised.unit === unit) ?? pools[0]
    return { line: pool?.line ?? line, quantity: { value: roundDecimal(value, 3), unit } }
  })

/** Only the elements the procedure names may be rectified (PACK 4, after). */
export function rectifyFaults(
  def: PermitDefinition,
  s: PermitState,
  input: Pick<Inputs['askRectify'], 'elements' | 'lines'>,
): Refusal[] {
  const allowed = def.procedure.after.rectify?.change ?? []
  const head = Object.keys(input.elements ?? {}).map((e) => ({ e, pointer: `/elements/${e}` }))
  const line = (input.lines ?? []).flatMap((l, i) => Object.keys(l).map((e) => ({ e, pointer: `/lines/${i}/${e}` })))
  const all = [...head, ...line]
  if (all.length === 0) return [refusal('NOTHING_TO_RECTIFY', '')]
  const extra = (input.lines ?? []).slice(s.lines.length).map((_, i) => s.lines.length + i)
  return [
    ...extra.map((line) => refusal('UNKNOWN_LINE', `/lines/${line}`, { line })),
    ...all
      .filter(({ e }) => !allowed.includes(e))
      .map(({ e, pointer }) => refusal('NOT_RECTIFIABLE', pointer, { element: e, allowed: allowed.join(', ') })),
  ]
}

/** Lines with the changed elements laid over them, in order. */
export const laidOver = (lines: Lines, changes: readonly Record<string, unknown>[] | undefined): Lines | null =>
  changes ? lines.map((line, i) => ({ ...line, ...(changes[i] as Record<string, Value> | undefined) })) : null

export function extensionFault(def: PermitDefinition, s: PermitState, now: Instant): Refusal | null {
  const rule = def.procedure.after.extend
  const until = s.resolution?.validUntil
  if (!rule || !until || s.extensions >= rule.times) return refusal('NO_EXTENSION', '')
  if (!rule.ask) return null
  const last = addPeriod(until, { n: -rule.ask.n, unit: rule.ask.unit })
  return legalDay(def.procedure.calendar, now) > last ? refusal('EXTENSION_LATE', '', { last }) : null
}
