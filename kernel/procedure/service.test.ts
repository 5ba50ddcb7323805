import { describe, expect, it } from 'vitest'
import { addBusinessDays, closing } from '../calendar.ts'
import { definitionOf, fullProcedure } from './permit.fixture.ts'
import { fromService } from './service.ts'

const served = definitionOf({ periods: { ...fullProcedure().periods, service: { n: 5, unit: 'bd' } } })
const from = '2026-06-16T15:00:00.000Z'
const { calendar } = served.procedure

describe('a period of the applicant (PACK 16.15)', () => {
  it('ends at the latest so many days after five business days without opening', () => {
    const { due, servedBy } = fromService(served, from, { n: 10, unit: 'bd' })
    expect(servedBy).toBe(closing(calendar, addBusinessDays(calendar, from, 5)))
    expect(due).toBe(closing(calendar, addBusinessDays(calendar, from, 15)))
  })

  it('runs from the act itself where the pack gives no period of service', () => {
    const { due, servedBy } = fromService(definitionOf({}), from, { n: 10, unit: 'bd' })
    expect([due, servedBy]).toEqual([closing(calendar, addBusinessDays(calendar, from, 10)), undefined])
  })
})
