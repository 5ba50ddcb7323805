import { isDecimal } from '../decimal.ts'
import { pointerToken, refusal, type Refusal } from '../problem.ts'
import { toBase } from '../quantity.ts'
import type { Day } from '../time.ts'
import { holds, isMoney, isQuantity, namesIn } from './conditions.ts'
import { labelParams, quoted } from './labels.ts'
import type { AttachItem, Check, Facts, FormData, FormItem, Procedure, Value } from './model.ts'
import { compareNumbers } from './quick.ts'
import { checkValue } from './values.ts'

/** What a fee needs of an element, or it could not be computed: one currency, or a unit that converts. */
export interface FeeNeed {
  readonly currency?: string
  readonly unit?: string
}

interface CheckPlan extends Check {
  readonly names: ReadonlySet<string>
  /** First element it names in the header, and in the lines. */
  readonly head: string | undefined
  readonly line: string | undefined
}

interface Plan {
  readonly head: ReadonlyMap<string, FormItem>
  readonly line: ReadonlyMap<string, FormItem>
  readonly checks: readonly CheckPlan[]
  readonly feeNeeds: ReadonlyMap<string, FeeNeed>
}

const plans = new WeakMap<Procedure, Plan>()

/** What each element must be told in, or the fee could not be computed. */
export function feeNeeds(procedure: Procedure): Map<string, FeeNeed> {
  const needs = new Map<string, FeeNeed>()
  for (const line of procedure.fee) {
    if (line.kind === 'percent') needs.set(line.of, { currency: percentCurrency(procedure, line) })
    if (line.kind !== 'tiers') continue
    const limit = line.upTo[0]?.[0]
    if (limit === undefined || typeof limit === 'string') continue
    needs.set(line.by, 'unit' in limit ? { unit: toBase(limit).unit } : { currency: limit.currency })
  }
  return needs
}

/** The currency an ad valorem fee is charged in: that of its floor or cap, or the country's. */
export function percentCurrency(
  procedure: Procedure,
  line: { readonly floor?: FeeBound; readonly cap?: FeeBound },
): string {
  for (const bound of [line.floor, line.cap]) if (bound && 'money' in bound) return bound.money.currency
  return procedure.currency
}

type FeeBound = { readonly money: { readonly currency: string } } | { readonly unit: string }

function planOf(procedure: Procedure): Plan {
  let plan = plans.get(procedure)
  if (!plan) {
    const head = new Map(procedure.form.map((item) => [item.element.id, item]))
    const line = new Map((procedure.lineForm?.items ?? []).map((item) => [item.element.id, item]))
    const checks = procedure.checks.map((check) => {
      const names = namesIn(check.must)
      const all = [...names]
      return { ...check, names, head: all.find((id) => head.has(id)), line: all.find((id) => line.has(id)) }
    })
    plan = { head, line, checks, feeNeeds: feeNeeds(procedure) }
    plans.set(procedure, plan)
  }
  return plan
}

const NONE: readonly Refusal[] = []

const absent = (value: unknown): boolean => value === undefined || value === null || value === ''

const missing = (item: FormItem, pointer: string): Refusal =>
  refusal(item.element.type === 'cas' ? 'CAS_REQUIRED' : 'ELEMENT_REQUIRED', pointer, labelParams(item.element))

/** Faults of one datum of the form, given whether the form asks it here. */
function itemFaults(
  item: FormItem,
  value: Value | undefined,
  asked: boolean,
  pointer: string,
  today: Day,
): readonly Refusal[] {
  const { element } = item
  if (value === undefined) return asked && item.required ? [missing(item, pointer)] : NONE
  if (!asked) return [refusal('NOT_ASKED', pointer, labelParams(element))]
  if (absent(value) && item.required) return [missing(item, pointer)]
  const faults = checkValue(element, value, pointer)
  if (faults.length > 0) return faults
  if (item.list && !(typeof value === 'string' && item.list.includes(value) && inForce(item, value, today))) {
    return [
      refusal('NOT_IN_LIST', pointer, { ...labelParams(element), given: quoted(value), allowed: shortList(item.list) }),
    ]
  }
  if (!isDecimal(value)) return NONE
  if (item.min !== undefined && compareNumbers(value, item.min) < 0)
    return [refusal('BELOW_MIN', pointer, { ...labelParams(element), given: value, min: item.min })]
  if (item.max !== undefined && compareNumbers(value, item.max) > 0)
    return [refusal('ABOVE_MAX', pointer, { ...labelParams(element), given: value, max: item.max })]
  return NONE
}

/** Whether a code of a dated catalogue is in force on a day. */
export function inForce(item: Pick<FormItem, 'dated'>, code: string, today: Day): boolean {
  const dates = item.dated?.[code]
  return !dates || dates.some(({ from, to }) => today >= from && (to === undefined || today <= to))
}

const shortList = (list: readonly string[]): string =>
  list.length > 12 ? `${list.slice(0, 12).join(', ')}, …` : list.join(', ')

const asks = (item: FormItem, data: FormData, today: Day, line?: number): boolean =>
  !item.when || holds(item.when, data, {}, today, line)

/** What the fee could not be computed on: another currency or unit than the fee's own. */
function feeFault(item: FormItem, need: FeeNeed, value: Value, pointer: string): Refusal[] {
  if (need.currency && isMoney(value) && value.currency !== need.currency)
    return [
      refusal('CURRENCY_NOT_ACCEPTED', `${pointer}/currency`, {
        ...labelParams(item.element),
        currency: need.currency,
      }),
    ]
  if (need.unit && isQuantity(value) && toBase(value).unit !== need.unit)
    return [refusal('UNIT_NOT_ACCEPTED', `${pointer}/unit`, { ...labelParams(item.element), unit: need.unit })]
  return []
}

/** Faults of the header elements, or of one goods line. Answers the ids at fault through `bad`. */
function holderFaults(
  plan: Plan,
  items: ReadonlyMap<string, FormItem>,
  values: Readonly<Record<string, Value>>,
  at: { data: FormData; today: Day; base: string; line?: number },
  bad: Set<string>,
): Refusal[] {
  const faults: Refusal[] = []
  for (const [id, item] of items) {
    const value = Object.hasOwn(values, id) ? values[id] : undefined
    const pointer = `${at.base}/${id}`
    const own = itemFaults(item, value, asks(item, at.data, at.today, at.line), pointer, at.today)
    const need = plan.feeNeeds.get(id)
    const found = need && value !== undefined && own.length === 0 ? feeFault(item, need, value, pointer) : own
    if (found.length === 0) continue
    bad.add(id)
    faults.push(...found)
  }
  for (const id of Object.keys(values)) {
    if (items.has(id) || values[id] === undefined) continue
    faults.push(
      refusal('UNKNOWN_FIELD', `${at.base}/${pointerToken(id)}`, {
        field: quoted(id),
        known: shortList([...items.keys()]),
      }),
    )
  }
  return faults
}

/** A check speaks only of data that is there and well written: what is missing or malformed has its own refusal already. */
function checkFaults(
  plan: CheckPlan,
  data: FormData,
  today: Day,
  bad: Set<string>,
  badLines: readonly Set<string>[],
): Refusal[] {
  if (plan.when && !holds(plan.when, data, {}, today)) return []
  if (holds(plan.must, data, {}, today)) return []
  const say = (pointer: string): Refusal =>
    refusal(plan.code, pointer, undefined, { words: plan.words, ...(plan.law ? { source: plan.law } : {}) })
  for (const id of plan.names) if (bad.has(id)) return []
  if (plan.line && data.lines.length === 0) return []
  const sound = (line: number): boolean => ![...plan.names].some((id) => badLines[line]?.has(id))
  const { must } = plan
  if (must.op === 'every') {
    return data.lines.flatMap((_, i) =>
      !sound(i) || holds(must.of, data, {}, today, i)
        ? []
        : [say(plan.line ? `/lines/${i}/${plan.line}` : `/lines/${i}`)],
    )
  }
  if (!data.lines.every((_, i) => sound(i))) return []
  return [say(plan.head ? `/elements/${plan.head}` : plan.line ? '/lines' : '')]
}

function lineCount(procedure: Procedure, data: FormData): Refusal[] {
  const count = data.lines.length
  const form = procedure.lineForm
  if (!form) return count > 0 ? [refusal('LINES_NOT_ASKED', '/lines', { lines: count })] : []
  if (count === 0) return [refusal('LINES_REQUIRED', '/lines')]
  return count > form.max ? [refusal('TOO_MANY_LINES', '/lines', { lines: count, max: form.max })] : []
}

/**
 * Every reason why a form may not be submitted, all at once (spec 0.2), with pointers `/elements/<id>`, `/lines/<i>/<id>` and
 * `/documents/<type>`. `documents` are the types present in the dossier: others than those asked are none of this form's business.
 * `facts` are read by the conditions of documents only: fields and checks know nothing but the form (PACK 5).
 */
export function validateForm(
  procedure: Procedure,
  data: FormData,
  documents: readonly string[],
  today: Day,
  facts: Facts = {},
): Refusal[] {
  const plan = planOf(procedure)
  const bad = new Set<string>()
  const faults = holderFaults(plan, plan.head, data.elements, { data, today, base: '/elements' }, bad)
  faults.push(...lineCount(procedure, data))
  const badLines: Set<string>[] = []
  if (procedure.lineForm) {
    // Far more lines than the form takes are one fault, not ten thousand.
    const last = Math.min(data.lines.length, procedure.lineForm.max)
    for (let line = 0; line < last; line++) {
      const badHere = new Set<string>()
      badLines.push(badHere)
      faults.push(
        ...holderFaults(
          plan,
          plan.line,
          data.lines[line] ?? {},
          { data, today, base: `/lines/${line}`, line },
          badHere,
        ),
      )
    }
  }
  for (const item of procedure.attach) {
    if (!item.required || documents.includes(item.document)) continue
    if (item.when && !holds(item.when, data, facts, today)) continue
    faults.push(
      refusal('DOCUMENT_MISSING', `/documents/${item.document}`, { document: item.document, ...documentParams(item) }),
    )
  }
  for (const check of plan.checks) faults.push(...checkFaults(check, data, today, bad, badLines))
  return faults
}

function documentParams(item: AttachItem): Record<string, string> {
  const name = item.name ?? {}
  const of = (language: 'es' | 'en' | 'pt'): string => name[language] ?? name.es ?? name.en ?? name.pt ?? item.document
  return { label_es: of('es'), label_en: of('en'), label_pt: of('pt') }
}

/** The header or one line: what the form asks there, what there is, and what has been picked so far. */
interface Place {
  readonly items: readonly FormItem[]
  readonly from: Readonly<Record<string, Value>>
  readonly picked: Record<string, Value>
  readonly line?: number
}

/** Takes or leaves the conditional items of a place, by what has been picked so far. True when that changed anything. */
function settle({ items, from, picked, line }: Place, data: FormData, today: Day): boolean {
  let changed = false
  for (const { element, when } of items) {
    if (!when) continue
    const value = holds(when, data, {}, today, line) ? from[element.id] : undefined
    if (picked[element.id] === value) continue
    changed = true
    if (value === undefined) delete picked[element.id]
    else picked[element.id] = value
  }
  return changed
}

/**
 * From a dossier's data, only what this form asks and whose condition holds, so that the dossier can feed it (M02-1). `own` are the
 * answers given for this procedure alone; they stand above the dossier's, line by line. `today` matters only to conditions that
 * name it.
 */
export function selectAsked(
  procedure: Procedure,
  data: FormData,
  own?: FormData,
  today: Day = procedure.from,
): FormData {
  const lineForm = procedure.lineForm
  const count = lineForm ? Math.max(data.lines.length, own?.lines.length ?? 0) : 0
  const places: Place[] = [{ items: procedure.form, from: { ...data.elements, ...own?.elements }, picked: {} }]
  for (let line = 0; line < count; line++) {
    places.push({ items: lineForm?.items ?? [], from: { ...data.lines[line], ...own?.lines[line] }, picked: {}, line })
  }
  for (const { items, from, picked } of places) {
    for (const { element, when } of items) {
      const value = from[element.id]
      if (!when && value !== undefined) picked[element.id] = value
    }
  }
  const [head, ...lines] = places.map((place) => place.picked)
  const asked: FormData = { elements: head ?? {}, lines }
  // A question may depend on another that depends on a third: settle until nothing moves, or every item had its turn.
  for (let round = procedure.form.length + (lineForm?.items.length ?? 0); round >= 0; round--) {
    if (!places.map((place) => settle(place, asked, today)).includes(true)) break
  }
  return asked
}
