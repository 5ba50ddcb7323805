import { describe, expect, it } from 'vitest'
import { sizeOf, type SizeThreshold } from './sizes.ts'

const law = 'NORM art. 1'
const rows: SizeThreshold[] = [
  { class: 'micro', from: '2026-01-01', persons: 4, sales: '2000000', unit: 'UI', law },
  { class: 'small', from: '2026-01-01', persons: 19, sales: '10000000', unit: 'UI', law },
  { class: 'micro', from: '2027-01-01', persons: 9, sales: '3000000', unit: 'UI', law },
]
const units = [{ unit: 'UI', from: '2026-01-01', value: { amount: '6.50', currency: 'UYU' }, law }]
const of = (persons: number, amount: string, day = '2026-06-01') =>
  sizeOf(rows, units, { persons, sales: { amount, currency: 'UYU' }, day })?.size

describe('size classes (M01-2, Annex A)', () => {
  it.each([
    [4, '13000000.00', 'micro'],
    [5, '13000000.00', 'small'],
    [4, '13000000.01', 'small'],
    [19, '65000000.00', 'small'],
    [20, '65000000.00', 'large'],
    [19, '65000000.01', 'large'],
    [0, '0', 'micro'],
  ])('%i persons and %s UYU are %s', (persons, amount, size) => expect(of(persons, amount)).toBe(size))

  it('are those of their day', () => {
    expect(of(9, '19500000.00', '2026-12-31')).toBe('small')
    expect(of(9, '19500000.00', '2027-01-01')).toBe('micro')
    expect(of(1, '1', '2025-12-31')).toBeUndefined()
  })

  it('are not told for sales in another currency', () => {
    expect(
      sizeOf(rows, units, { persons: 1, sales: { amount: '1', currency: 'USD' }, day: '2026-06-01' }),
    ).toBeUndefined()
  })
})
