import type { Calendar, Hours } from './calendar.ts'
import { instantAt, type Instant } from './time.ts'

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** A calendar that works from Monday to Friday. Hours as `08:30-16:30`. */
export function weekdays(id: string, zone: string, hours: string, holidays: readonly string[]): Calendar {
  const open: Hours = [minutes(hours.slice(0, 5)), minutes(hours.slice(6))]
  return { id, zone, week: [null, open, open, open, open, open, null], holidays: new Set(holidays), law: 'TEST' }
}

const limaHolidays = ['2026-06-29', '2026-07-23', '2026-07-28', '2026-07-29', '2026-08-06', '2026-10-08']

/** The calendars of the specification's test vectors (Annex A), with the holidays of 2026 that they meet. */
export const lima = weekdays('pe-lima', 'America/Lima', '08:30-16:30', limaHolidays)
export const seoul = weekdays('kr-seoul', 'Asia/Seoul', '09:00-18:00', ['2026-09-24', '2026-09-25', '2026-09-26'])
export const sanJose = weekdays('cr-san-jose', 'America/Costa_Rica', '08:00-16:00', ['2026-07-25', '2026-08-15'])
export const mexico = weekdays('mx-cdmx', 'America/Mexico_City', '09:00-18:00', ['2026-09-16'])

/** The instant of a local time, `2026-06-16 10:00`. */
export const at = (calendar: Calendar, local: string): Instant =>
  instantAt(calendar.zone, local.slice(0, 10), minutes(local.slice(11)))
