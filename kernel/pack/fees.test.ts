import { describe, expect, it } from 'vitest'
import { findUnitValue, quote, type FeeInput } from './fees.ts'
import type { FeeLine, UnitValue, Value } from './model.ts'
import { procedure } from './procedure.fixture.ts'

const unit = (name: string, from: string, amount: string, currency: string): UnitValue => ({
  unit: name,
  from,
  value: { amount, currency },
  law: 'NORM',
})
const units = [
  unit('UIT', '2025-01-01', '5350.00', 'PEN'),
  unit('UIT', '2026-01-01', '5500.00', 'PEN'),
  unit('UI', '2026-01-01', '6.50', 'UYU'),
  unit('UTM', '2026-06-01', '69000', 'CLP'),
]
const base = { law: 'NORM art. 2', due: 'submission' } as const
const fixed = (amount: string, currency: string, more: object = {}): FeeLine => ({
  ...base,
  kind: 'amount',
  amount: { money: { amount, currency } },
  ...more,
})
const inUnits = (n: string, name: string, more: object = {}): FeeLine => ({
  ...base,
  kind: 'amount',
  amount: { units: n, unit: name },
  ...more,
})
const ask = (
  fee: readonly FeeLine[],
  more: Partial<FeeInput> & { elements?: Record<string, Value>; lines?: Record<string, Value>[] } = {},
) =>
  quote({
    procedure: procedure({ fee }),
    units,
    data: { elements: more.elements ?? {}, lines: more.lines ?? [] },
    facts: {},
    day: '2026-06-16',
    ...more,
  })
const total = (...args: Parameters<typeof ask>): string => {
  const { amount, currency } = ask(...args).total
  return `${amount} ${currency}`
}

describe('fees (PACK 4, M06)', () => {
  it('values units of account on the day of the order', () => {
    expect(total([inUnits('0.0321', 'UIT')])).toBe('176.55 PEN')
    expect(total([inUnits('0.0321', 'UIT')], { day: '2025-12-31' })).toBe('171.74 PEN')
    expect(total([inUnits('18', 'UI')])).toBe('117.00 UYU')
    expect(() => ask([inUnits('1', 'UIT')], { day: '2024-12-31' })).toThrow(RangeError)
    expect(findUnitValue(units, 'UIT', '2026-06-16')?.from).toBe('2026-01-01')
  })

  it('adds tax, and rounds once on the total', () => {
    expect(total([fixed('36.00', 'PEN', { plus: '18' })])).toBe('42.48 PEN')
    const third = fixed('0.335', 'PEN')
    expect(total([third, third, third])).toBe('1.01 PEN')
    expect(ask([third]).lines[0]?.amount).toEqual({ amount: '0.335', currency: 'PEN' })
    expect(total([third])).toBe('0.34 PEN')
  })

  it('says how the amount came about', () => {
    expect(ask([inUnits('0.0321', 'UIT', { plus: '18' })])).toMatchObject({
      lines: [
        {
          law: 'NORM art. 2',
          basis: '0.0321 UIT × 5500.00 PEN + 18 %',
          amount: { amount: '208.329', currency: 'PEN' },
        },
      ],
      total: { amount: '208.33', currency: 'PEN' },
      units: [{ unit: 'UIT', from: '2026-01-01' }],
    })
  })

  it('takes a percentage of a value, within floor and cap', () => {
    const percent: FeeLine = {
      ...base,
      kind: 'percent',
      percent: '0.2',
      of: 'goods.value',
      floor: { money: { amount: '5.00', currency: 'USD' } },
      cap: { money: { amount: '50.00', currency: 'USD' } },
    }
    const worth = (...amounts: string[]) => ({
      lines: amounts.map((amount) => ({ 'goods.value': { amount, currency: 'USD' } })),
    })
    expect(total([percent], worth('40000.00'))).toBe('50.00 USD')
    expect(total([percent], worth('400.00'))).toBe('5.00 USD')
    expect(total([percent], worth('5000.00', '5000.00'))).toBe('20.00 USD')
    expect(total([percent], {})).toBe('5.00 USD')
  })

  it('takes the first tier whose limit is not exceeded', () => {
    const tiers: FeeLine = {
      ...base,
      kind: 'tiers',
      by: 'goods.volume',
      upTo: [
        [
          { value: '1000', unit: 'LTR' },
          { units: '0.25', unit: 'UTM' },
        ],
        [
          { value: '10000', unit: 'LTR' },
          { units: '0.50', unit: 'UTM' },
        ],
      ],
      beyond: { units: '0.75', unit: 'UTM' },
    }
    const volume = (value: string, name: string) => ({ lines: [{ 'goods.volume': { value, unit: name } }] })
    expect(total([tiers], volume('1', 'MTQ'))).toBe('17250 CLP')
    expect(total([tiers], volume('24', 'HLT'))).toBe('34500 CLP')
    expect(total([tiers], volume('10000.001', 'LTR'))).toBe('51750 CLP')
    expect(ask([tiers], volume('24', 'HLT')).lines[0]?.basis).toBe('2400 LTR ≤ 10000 LTR: 0.50 UTM × 69000 CLP')
  })

  it('waives the whole fee, and shows what was saved and why', () => {
    const exempt: FeeLine = {
      ...base,
      law: 'NORM art. 9',
      kind: 'exempt',
      exempt: { op: 'test', element: 'applicant.size', test: { in: ['micro'] } },
    }
    const fee = [fixed('36.00', 'PEN', { plus: '18' }), exempt]
    expect(ask(fee, { facts: { 'applicant.size': 'micro' } })).toMatchObject({
      total: { amount: '0.00', currency: 'PEN' },
      waived: { law: 'NORM art. 9', saved: { amount: '42.48', currency: 'PEN' } },
    })
    expect(ask(fee, { facts: { 'applicant.size': 'large' } }).waived).toBeUndefined()
  })

  it('counts a line only when its condition holds and its moment has come', () => {
    const when = { op: 'test', element: 'urgent', test: { in: [true] } } as const
    const fee = [fixed('10.00', 'PEN'), fixed('5.00', 'PEN', { when }), fixed('7.00', 'PEN', { due: 'issue' })]
    expect(total(fee)).toBe('10.00 PEN')
    expect(total(fee, { elements: { urgent: true } })).toBe('15.00 PEN')
    expect(total(fee, { due: 'issue' })).toBe('7.00 PEN')
    expect(total([])).toBe('0.00 PEN')
  })

  it('quotes other lines than the procedure’s own, for a rectification', () => {
    expect(total([], { fee: [fixed('3.00', 'PEN')] })).toBe('3.00 PEN')
  })
})
