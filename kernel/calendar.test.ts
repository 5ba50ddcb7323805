import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, lima, mexico, sanJose, seoul, weekdays } from './calendar.fixture.ts'
import {
  addBusinessDays,
  businessDaysBetween,
  closing,
  dueAt,
  endOfDay,
  isWorkingDay,
  legalDay,
  legalTime,
  nextWorkingDay,
} from './calendar.ts'
import { addDays, addMonths, addPeriod, findPeriod, instantAt, isDay, showLocal, toInstant, toMs } from './time.ts'

const days = (n: number) => ({ n, unit: 'bd' }) as const

describe('the business-day clock (spec 0.4, Annex A)', () => {
  it.each([
    [lima, '2026-06-16 10:00', 3, '2026-06-19'],
    [lima, '2026-06-16 10:00', 5, '2026-06-23'],
    [lima, '2026-07-22 10:00', 5, '2026-08-03'],
    [seoul, '2026-09-22 10:00', 5, '2026-10-01'],
    [sanJose, '2026-08-14 10:12', 2, '2026-08-18'],
    [mexico, '2026-09-11 10:00', 5, '2026-09-21'],
    // S8: paid at two in the morning of a holiday, so it counts from the next opening, Thursday 17.
    [mexico, '2026-09-16 02:00', 5, '2026-09-24'],
  ])('%o from %s, %i days: %s', (calendar, from, n, expected) => {
    expect(addBusinessDays(calendar, at(calendar, from), n)).toBe(expected)
    expect(dueAt(calendar, at(calendar, from), days(n))).toBe(closing(calendar, expected))
  })

  it('observed on Thursday after 2 of 5 days, answered on Monday: 3 are left, to Thursday 25', () => {
    const filed = at(lima, '2026-06-16 10:00')
    expect(businessDaysBetween(lima, filed, at(lima, '2026-06-18 15:00'))).toBe(2)
    expect(addBusinessDays(lima, at(lima, '2026-06-22 09:00'), 5 - 2)).toBe('2026-06-25')
  })

  it('S7: paid on 8 June; 2 days end on the 10th, 4 on the 12th, 6 on the 16th', () => {
    const paid = at(lima, '2026-06-08 09:30')
    expect([2, 4, 6].map((n) => addBusinessDays(lima, paid, n))).toEqual(['2026-06-10', '2026-06-12', '2026-06-16'])
  })

  it('counts a trigger out of hours from the next opening, and the last minute as in hours', () => {
    const opening = at(lima, '2026-06-16 08:30')
    for (const early of ['2026-06-15 16:31', '2026-06-16 00:00', '2026-06-16 08:29'])
      expect(legalTime(lima, at(lima, early))).toBe(opening)
    expect(legalTime(lima, at(lima, '2026-06-15 16:30'))).toBe(at(lima, '2026-06-15 16:30'))
    expect(legalTime(lima, at(lima, '2026-06-19 16:31'))).toBe(at(lima, '2026-06-22 08:30'))
    expect(addBusinessDays(lima, at(lima, '2026-06-19 23:59'), 1)).toBe('2026-06-23')
  })

  it('ends business days at closing, calendar days when the day is over, and hours to the minute', () => {
    const from = at(lima, '2026-06-16 10:00')
    expect(dueAt(lima, from, days(1))).toBe(at(lima, '2026-06-17 16:30'))
    expect(dueAt(lima, from, { n: 2, unit: 'd' })).toBe(at(lima, '2026-06-19 00:00'))
    expect(dueAt(lima, from, { n: 36, unit: 'h' })).toBe(at(lima, '2026-06-17 22:00'))
    expect(dueAt(lima, from, { n: 1, unit: 'months' })).toBe(endOfDay(lima, '2026-07-16'))
  })

  it('says so when a calendar never works', () => {
    const never = { ...lima, week: [null, null, null, null, null, null, null] }
    expect(() => nextWorkingDay(never, '2026-06-16')).toThrow(RangeError)
  })
})

const instants = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2026, 11, 31) / 60_000 })
  .map((m) => toInstant(m * 60_000))
const calendars = fc.constantFrom(lima, seoul, sanJose, mexico)

describe('for any calendar and any moment', () => {
  it('counting back gives the days that were added', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 40 }), (calendar, from, n) => {
        expect(businessDaysBetween(calendar, from, closing(calendar, addBusinessDays(calendar, from, n)))).toBe(n)
      }),
    )
  })

  it('legal time is a moment of working hours, not before the trigger, and its own legal time', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, from) => {
        const legal = legalTime(calendar, from)
        expect(legal >= from).toBe(true)
        expect(isWorkingDay(calendar, legalDay(calendar, legal))).toBe(true)
        expect(legalTime(calendar, legal)).toBe(legal)
      }),
    )
  })

  it('a holiday more never makes a period shorter', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 30 }),
        (calendar, from, n, off) => {
          const holiday = addDays(legalDay(calendar, from), off)
          const later = { ...calendar, holidays: new Set([...calendar.holidays, holiday]) }
          expect(dueAt(later, from, days(n)) >= dueAt(calendar, from, days(n))).toBe(true)
        },
      ),
    )
  })

  it('a later trigger is never due earlier', () => {
    fc.assert(
      fc.property(calendars, instants, instants, fc.integer({ min: 0, max: 20 }), (calendar, a, b, n) => {
        const [first, second] = a < b ? [a, b] : [b, a]
        expect(dueAt(calendar, first, days(n)) <= dueAt(calendar, second, days(n))).toBe(true)
      }),
    )
  })
})

describe('days and local time', () => {
  it.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected)
  })

  it('knows which days exist', () => {
    expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true)
    expect(['2026-02-29', '2026-13-01', '2026-6-1', '', 'today', 20260101].some(isDay)).toBe(false)
  })

  it.each(['5 bd', '30 d', '2 h', '6 months', '1 years', '+1 d', '-15 d'])('reads the period %s', (text) => {
    expect(findPeriod(text)).toBeDefined()
  })
  it.each(['5', 'bd', '5bd', '5 days', '1.5 d', '', '999999 d'])('does not read %s', (text) => {
    expect(findPeriod(text)).toBeUndefined()
  })

  it('needs a calendar for business days and hours', () => {
    expect(() => addPeriod('2026-06-16', { n: 1, unit: 'bd' })).toThrow(TypeError)
    expect(() => addPeriod('2026-06-16', { n: 1, unit: 'h' })).toThrow(TypeError)
  })

  it('prints legal time with its offset, also where clocks change', () => {
    expect(showLocal('America/Lima', '2026-06-16T15:00:00.000Z')).toBe('2026-06-16T10:00:00-05:00')
    expect(showLocal('America/Santiago', '2026-01-16T15:00:00.000Z')).toBe('2026-01-16T12:00:00-03:00')
    expect(showLocal('America/Santiago', '2026-07-16T15:00:00.000Z')).toBe('2026-07-16T11:00:00-04:00')
    expect(showLocal('Asia/Kathmandu', '2026-06-16T00:00:00.000Z')).toBe('2026-06-16T05:45:00+05:45')
  })

  it('works by the wall clock of a zone that changes its offset', () => {
    const santiago = weekdays('cl-santiago', 'America/Santiago', '09:00-17:00', [])
    // Clocks go forward in the night to 6 September 2026: closing is still five in the afternoon.
    expect(closing(santiago, '2026-09-04')).toBe('2026-09-04T21:00:00.000Z')
    expect(closing(santiago, '2026-09-07')).toBe('2026-09-07T20:00:00.000Z')
    expect(dueAt(santiago, at(santiago, '2026-09-04 10:00'), days(1))).toBe('2026-09-07T20:00:00.000Z')
  })

  it('finds the instant of any wall-clock minute that exists', () => {
    fc.assert(
      fc.property(calendars, instants, ({ zone }, instant) => {
        const local = showLocal(zone, instant)
        const minute = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
        // An hour that a clock change repeats has two instants; they are at most an hour apart.
        expect(Math.abs(toMs(instantAt(zone, local.slice(0, 10), minute)) - toMs(instant))).toBeLessThanOrEqual(
          3_600_000,
        )
      }),
    )
  })
})
