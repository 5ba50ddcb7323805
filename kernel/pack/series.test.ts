import { expect, it } from 'vitest'
import { isPattern, seriesOf, showInSeries } from './series.ts'

it('counts per pattern, year and origin, and pads the number', () => {
  const { series, show } = seriesOf('A-{origin}-{year}-{seq:5}', { year: '2026', origin: 'CR' })
  expect(series).toBe('A-CR-2026-{seq:5}')
  expect(show(41)).toBe('A-CR-2026-00041')
  expect(show(123456)).toBe('A-CR-2026-123456')
  expect(showInSeries(series, 7)).toBe('A-CR-2026-00007')
  expect(seriesOf('CO-{agency}-{seq:5}', { year: '2026', agency: 'ciu' }).series).toBe('CO-CIU-{seq:5}')
  expect(seriesOf('PQUA-{seq:5}', { year: '2026' }).series).toBe('PQUA-{seq:5}')
})

it('knows a pattern from a slip', () => {
  expect(isPattern('PE-{year}-{seq:7}')).toBe(true)
  for (const bad of ['PE-{year}', 'PE-{seq}', '{seq:3}{seq:3}', 'PE-{yaer}-{seq:3}', 'PE-{seq:3'])
    expect(isPattern(bad)).toBe(false)
})
