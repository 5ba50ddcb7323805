import { dueAt, endOfDay, legalDay } from '../calendar.ts'
import { addDecimal, multiplyDecimal, roundDecimal } from '../decimal.ts'
import { isZero } from '../money.ts'
import { holds } from '../pack/conditions.ts'
import { quote } from '../pack/fees.ts'
import type { Facts, Output } from '../pack/model.ts'
import { seriesOf } from '../pack/series.ts'
import { toBase, type Quantity } from '../quantity.ts'
import { addDays, addPeriod, type Day, type Instant } from '../time.ts'
import { hasDeparted } from './certifying.ts'
import { stopClock } from './clock.ts'
import { dayOf, formOf, grounds, type PermitDefinition, type PermitTrace } from './definition.ts'
import type { BalanceLine, PartialLine, PermitState } from './state.ts'
import { appealOpens } from './service.ts'

/** Grants what was asked, or the part of it that a partial proposal names; the document follows, or first its fee. */
export function approve(
  t: PermitTrace,
  def: PermitDefinition,
  facts: Facts,
  now: Instant,
  why: { code: string; text: string; automatic: boolean; audit?: boolean },
): void {
  stopClock(t, def, 'approved', now)
  const { code, text, automatic } = why
  // Silence and rules grant what was asked: a partial proposal is no decision until somebody signs it.
  const lines = automatic ? [] : (t.state.proposal?.lines ?? [])
  t.emit('TramiteApproved', {
    ...grounds(def, code, text),
    automatic,
    audit: why.audit ?? false,
    at: now,
    ...(lines.length ? { lines, ...appealOpens(def, now) } : {}),
  })
  grant(t, def, facts, now)
}

/** What was granted is issued at once, or when the fee due at issue is paid (PACK 16.1, decision 0016). */
export function grant(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant): void {
  const p = def.procedure
  if (p.fee.some((line) => line.due === 'issue')) {
    const q = quote({
      procedure: p,
      units: def.units,
      data: formOf(t.state),
      facts,
      day: dayOf(def, now),
      due: 'issue',
    })
    if (q.waived) t.emit('FeeWaived', { total: q.total, waived: q.waived, moment: 'issue' })
    if (!isZero(q.total)) {
      const due = dueAt(p.calendar, now, p.periods.order)
      return t.emit('FeeQuoted', { total: q.total, lines: q.lines, units: q.units, due, moment: 'issue' })
    }
  }
  issue(t, def, facts, now)
}

/** The document that comes out. Its number is a gap in the event that the platform fills from the series it names. */
export function issue(t: PermitTrace, def: PermitDefinition, facts: Facts, now: Instant): void {
  const { output, calendar } = def.procedure
  if (!output) return
  const today = legalDay(calendar, now)
  const validUntil = validity(t.state, def, facts, today)
  const { series } = seriesOf(output.number, {
    year: today.slice(0, 4),
    origin: origin(t.state),
    agency: def.procedure.agency,
  })
  t.emit('DrIssued', {
    document: output.document,
    number: '',
    series,
    issuedAt: now,
    validUntil,
    ...expiry(def, validUntil, now),
    balance: output.balance ? authorised(t.state, t.state.granted ?? [], output.balance) : [],
    ...(output.balance?.per === 'document' ? { per: 'document' } : {}),
    signature: output.signature,
    ...(output.afterDeparture && hasDeparted(def, t.state, now) ? { afterDeparture: true as const } : {}),
    facts,
  })
  sendCopies(t, def, now)
}

/** Electronic copies of the present edition. Customs reads the case itself; the others wait for the adapter of each (M09, M31). */
export function sendCopies(t: PermitTrace, def: PermitDefinition, now: Instant): void {
  const edition = t.state.resolution?.edition ?? 1
  for (const to of def.procedure.output?.send ?? []) {
    const before = t.state.copies?.[to]
    if (to === 'ephyto' && before && before.status !== 'queued')
      t.emit('SpsReplaced', { edition: before.edition, by: edition, at: now })
    if (to === 'customs' && t.state.customs)
      t.emit('CopyReported', { to, edition, outcome: 'received', at: now, reference: null, text: null })
    else t.emit('CopyQueued', { to, edition, at: now })
  }
}

/** Whoever was sent a copy is told that the document was taken back (M09). */
export function cancelCopies(t: PermitTrace, now: Instant): void {
  for (const [to, copy] of Object.entries(t.state.copies ?? {})) {
    if (to === 'ephyto' && copy.status !== 'queued') t.emit('SpsCancelled', { edition: copy.edition, at: now })
    t.emit('CopyQueued', { to, edition: copy.edition, at: now, kind: 'cancel' })
  }
}

const origin = (s: PermitState): string =>
  typeof s.elements['country.origin'] === 'string' ? s.elements['country.origin'] : 'XX'

function validity(s: PermitState, def: PermitDefinition, facts: Facts, today: Day): Day | null {
  const rule = def.procedure.output?.valid.find((v) => !v.when || holds(v.when, formOf(s), facts, today))
  if (!rule || 'none' in rule) return null
  if ('for' in rule) return addPeriod(today, rule.for)
  const day = s.elements[rule.until.element]
  return typeof day === 'string' ? addPeriod(day, rule.until.plus) : null
}

/** The moment a document stops being valid, and the warnings before it that are still to come. */
export function expiry(
  def: PermitDefinition,
  until: Day | null,
  now: Instant,
): { expiresAt: Instant | null; warnAt: readonly Instant[] } {
  if (!until) return { expiresAt: null, warnAt: [] }
  const { calendar, output } = def.procedure
  // A document whose last day has passed when it is issued ends at once, not before it began.
  const end = endOfDay(calendar, until)
  const expiresAt = end > now ? end : now
  const warnAt = (output?.warn ?? [])
    .map((before) => endOfDay(calendar, addDays(addPeriod(until, { n: -before.n, unit: before.unit }), -1)))
    .filter((at) => at > now)
    .sort()
  return { expiresAt, warnAt }
}

const rounded = (value: string, unit: string): Quantity => ({ value: roundDecimal(value, 3), unit })

/** A pool stands under the first line of its unit, whatever part of that line was approved. */
const firstWith = (s: PermitState, of: string, quantity: Quantity): number =>
  s.lines.findIndex((line) => {
    const asked = line[of] as Quantity | undefined
    return asked !== undefined && toBase(asked).unit === toBase(quantity).unit
  })

/** What may be drawn: of each line, or of all lines together, one pool for each unit (PACK 16.6). */
export function authorised(
  s: PermitState,
  approved: readonly PartialLine[],
  { of, per, tolerance }: NonNullable<Output['balance']>,
): readonly BalanceLine[] {
  const asked = s.lines.flatMap((line, i): { line: number; base: Quantity }[] => {
    const partial = approved.find((p) => p.line === i)
    const quantity = partial ? partial.quantity : (line[of] as Quantity | undefined)
    return quantity ? [{ line: per === 'line' ? i : firstWith(s, of, quantity), base: toBase(quantity) }] : []
  })
  const pools =
    per === 'line'
      ? asked
      : asked.reduce<typeof asked>((sum, one) => {
          const at = sum.findIndex((p) => p.base.unit === one.base.unit)
          const pool = sum[at]
          if (!pool) return [...sum, one]
          return sum.with(at, { ...pool, base: { ...pool.base, value: addDecimal(pool.base.value, one.base.value) } })
        }, [])
  return pools.map(({ line, base: { value, unit } }): BalanceLine => {
    const extra = multiplyDecimal(value, multiplyDecimal(tolerance, '0.01'))
    return { line, authorised: rounded(value, unit), ceiling: rounded(addDecimal(value, extra), unit), used: '0.000' }
  })
}
