import { describe, expect, it } from 'vitest'
import { showCountry, showDay, showDayLong, showFigure, showInstant, showMeasure, showSum } from './format.ts'

describe('days and hours as people read them', () => {
  it('in each language', () => {
    expect(showDay('2026-08-19', 'es')).toBe('mié 19 ago 2026')
    expect(showDay('2026-08-19', 'en')).toBe('Wed 19 Aug 2026')
    expect(showDay('2026-08-19', 'pt')).toBe('qua 19 ago 2026')
    expect(showDayLong('2026-06-22', 'es')).toBe('22 de junio')
    expect(showDayLong('2025-06-02', 'en', true)).toBe('2 June 2025')
  })

  it('in legal time, with the offset of that moment', () => {
    expect(showInstant('2026-06-19T17:05:33.000Z', 'America/Lima', 'es')).toBe('vie 19 jun 2026, 12:05 (UTC−5)')
    expect(showInstant('2026-01-01T02:30:07.000Z', 'America/Montevideo', 'pt', true)).toBe(
      'qua 31 dez 2025, 23:30:07 (UTC−3)',
    )
    expect(showInstant('2026-06-19T00:00:00.000Z', 'Asia/Kathmandu', 'en')).toBe('Fri 19 Jun 2026, 05:45 (UTC+5:45)')
    expect(showInstant('2026-06-19T00:00:00.000Z', 'UTC', 'en')).toBe('Fri 19 Jun 2026, 00:00 (UTC)')
  })
})

it('names countries, and leaves what is not one as it is', () => {
  expect(showCountry('PE', 'es')).toBe('Perú')
  expect(showCountry('TT', 'en')).toBe('Trinidad & Tobago')
  expect(showCountry('not a country', 'pt')).toBe('not a country')
})

describe('figures', () => {
  it('follow the country', () => {
    expect(showFigure('1860.00', 'UY')).toBe('1.860,00')
    expect(showFigure('1860.00', 'PE')).toBe('1,860.00')
    expect(showFigure('-1234567.5', 'MX')).toBe('−1,234,567.5')
    expect(showFigure('999', 'CL')).toBe('999')
    expect(showSum({ amount: '36.00', currency: 'PEN' }, 'PE')).toBe('PEN 36.00')
  })

  it('carry the unit in words when there are any', () => {
    expect(showMeasure({ value: '12000.000', unit: 'KGM' }, 'UY', 'es')).toBe('12.000 kg')
    expect(showMeasure({ value: '1', unit: 'NIU' }, 'UY', 'pt')).toBe('1 unidade')
    expect(showMeasure({ value: '3', unit: 'BX' }, 'PE', 'en')).toBe('3 BX')
  })
})
