import { legalDay } from '../calendar.ts'
import { compareDecimal, subtractDecimal, trimDecimal, type Decimal } from '../decimal.ts'
import type { TreatmentRow, TreatmentSchedule } from '../pack/model.ts'
import { refusal, type Refusal } from '../problem.ts'
import { addPeriod, type Day, type Instant } from '../time.ts'
import { dayOf, type PermitDefinition } from './definition.ts'
import type { Elements, PermitState } from './state.ts'

/** What a treatment lacks: by how much it is below (or, for cold, above) what one row asks. */
interface Deficit {
  readonly element: string
  readonly asked: Decimal
  readonly told: string
  readonly deficit: Decimal
}

function deficitsOf(schedule: TreatmentSchedule, row: TreatmentRow, elements: Elements): Deficit[] {
  const found: Deficit[] = []
  const compare = (element: string | undefined, asked: Decimal | undefined, most: boolean): void => {
    if (element === undefined || asked === undefined) return
    const told = elements[element]
    if (typeof told !== 'string') {
      found.push({ element, asked, told: '–', deficit: asked })
      return
    }
    const difference = most ? subtractDecimal(told, asked) : subtractDecimal(asked, told)
    if (compareDecimal(difference, '0') > 0) found.push({ element, asked, told, deficit: trimDecimal(difference) })
  }
  compare(schedule.temperature, row.minTemperature, false)
  compare(schedule.temperature, row.maxTemperature, true)
  compare(schedule.hours, row.minHours, false)
  compare(schedule.dose, row.minDose, false)
  return found
}

/** Only ranks: nothing is decided by it. */
const shortfall = (missing: readonly Deficit[]): number =>
  missing.reduce((sum, { deficit, asked }) => sum + Number(deficit) / Math.max(Number(asked), 1e-9), 0)

const inForce = (row: TreatmentRow, day: Day): boolean => row.from <= day && (!row.to || day <= row.to)

/**
 * Whether the treatment reaches its schedule (M09-4): all that one row of its kind asks. Where there are several ways, what is missing is
 * told of the one that comes nearest, by shares of what it asks.
 */
export function treatmentFaults(def: PermitDefinition, elements: Elements, day: Day): Refusal[] {
  const { schedule } = def.procedure
  const kind = schedule && elements[schedule.kind]
  if (!schedule || typeof kind !== 'string') return []
  const ways = schedule.rows
    .filter((row) => row.kind === kind && inForce(row, day))
    .map((row) => ({ row, missing: deficitsOf(schedule, row, elements) }))
    .sort((a, b) => shortfall(a.missing) - shortfall(b.missing))
  const [nearest] = ways
  if (!nearest || nearest.missing.length === 0) return []
  return nearest.missing.map(({ element, asked, told, deficit }) =>
    refusal('TREATMENT_BELOW_SCHEDULE', `/elements/${element}`, { asked, told, deficit, law: nearest.row.law }),
  )
}

const dayIn = (s: PermitState, element: string): Day | null => {
  const day = s.elements[element]
  return typeof day === 'string' ? day : null
}

/** Whether the goods have left on the day of issue, as far as the case knows. */
export const hasDeparted = (def: PermitDefinition, s: PermitState, now: Instant): boolean => {
  const departure = dayIn(s, 'date.departure')
  return departure !== null && departure < dayOf(def, now)
}

/**
 * What keeps a certificate of goods that leave from being granted now: it would bear a later day than their departure, where the law does
 * not allow that (M09-6), or they leave when the finding of an inspection no longer speaks of them (M09-2).
 */
export function certificateFaults(def: PermitDefinition, s: PermitState, now: Instant): Refusal[] {
  const { calendar, output, regime, tasks } = def.procedure
  const departure = dayIn(s, 'date.departure')
  if (!departure || !regime.includes('export')) return []
  const faults: Refusal[] = []
  if (output?.send.includes('ephyto') && !output.afterDeparture && hasDeparted(def, s, now))
    faults.push(refusal('ISSUED_AFTER_DEPARTURE', '/elements/date.departure', { departure }))
  for (const { name, shipWithin } of tasks) {
    const seen = s.tasks[name]?.closedAt
    if (!shipWithin || !seen || s.tasks[name]?.status !== 'done') continue
    const last = addPeriod(legalDay(calendar, seen), shipWithin)
    if (departure > last)
      faults.push(refusal('INSPECTION_WINDOW', '/elements/date.departure', { task: name, last, departure }))
  }
  return faults
}
