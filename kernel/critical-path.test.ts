import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { criticalPath, type RoadStep } from './critical-path.ts'

const step = (id: string, takes: number, ...after: string[]): RoadStep => ({ id, takes, after })

describe('how long several procedures take together (M08-3)', () => {
  it('side by side: the longest; one after the other: their sum', () => {
    expect(criticalPath([step('a', 3), step('b', 5)])).toMatchObject({ total: 5, path: ['b'] })
    expect(criticalPath([step('b', 5, 'a'), step('a', 3)])).toMatchObject({ total: 8, path: ['a', 'b'] })
    expect(criticalPath([])).toEqual({ total: 0, path: [], steps: [] })
  })

  it('the longest of several chains, which is not always the one with most steps', () => {
    const steps = [step('a', 1), step('b', 1, 'a'), step('c', 1, 'b'), step('d', 2), step('e', 4, 'd', 'a')]
    const { total, path, steps: placed } = criticalPath(steps)
    expect({ total, path }).toEqual({ total: 6, path: ['d', 'e'] })
    expect(placed.find((s) => s.id === 'e')).toMatchObject({ starts: 2, ends: 6 })
  })

  it('what waits only to be decided goes on meanwhile', () => {
    expect(criticalPath([step('a', 7), { ...step('b', 3), decidedAfter: ['a'] }])).toMatchObject({
      total: 7,
      path: ['a'],
      steps: [{ ends: 7 }, { starts: 0, ends: 7 }],
    })
  })

  it('ignores what is not there, and never turns in a circle', () => {
    expect(criticalPath([step('a', 2, 'gone')]).total).toBe(2)
    expect(criticalPath([step('a', 2, 'b'), step('b', 3, 'a')]).total).toBe(5)
  })

  it('is never shorter than any step, nor longer than all of them', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const arbitrary = fc.tuple(
      ...ids.map((id, i) =>
        fc.record({
          id: fc.constant(id),
          takes: fc.nat(50),
          after: fc.subarray(ids.slice(0, i)),
          decidedAfter: fc.subarray(ids.slice(0, i)),
        }),
      ),
    )
    fc.assert(
      fc.property(arbitrary, (steps) => {
        const { total, path } = criticalPath(steps)
        expect(total).toBeGreaterThanOrEqual(Math.max(...steps.map((s) => s.takes)))
        expect(total).toBeLessThanOrEqual(steps.reduce((n, s) => n + s.takes, 0))
        expect(path.length).toBeGreaterThan(0)
      }),
    )
  })
})
