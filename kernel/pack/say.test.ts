import { expect, it } from 'vitest'
import type { Condition } from './model.ts'
import { sayCondition } from './say.ts'

it('writes conditions as a pack would', () => {
  const condition: Condition = {
    op: 'all',
    of: [
      { op: 'some', of: { op: 'test', element: 'goods.state', test: { in: ['fresh', 'chilled'] } } },
      { op: 'not', of: { op: 'test', element: 'applicant.aeo', test: { in: [true] } } },
      { op: 'total', element: 'goods.quantity', test: { above: { value: '500', unit: 'KGM' } } },
      {
        op: 'test',
        element: 'date.departure',
        test: { from: { today: { n: 1, unit: 'd' } }, before: { day: '2027-01-01' } },
      },
      {
        op: 'any',
        of: [
          { op: 'test', element: 'hs', test: { starts: ['07', '08'] } },
          { op: 'test', element: 'n', test: { min: '3', max: '3' } },
        ],
      },
    ],
  }
  expect(sayCondition(condition)).toBe(
    '{ some: { goods.state: [fresh, chilled] }, not: { applicant.aeo: yes }, total: { goods.quantity: { above: 500 KGM } }, ' +
      'date.departure: { from: { today: +1 d }, before: 2027-01-01 }, any: [ { hs: { starts: [07, 08] } }, { n: 3 } ] }',
  )
})
