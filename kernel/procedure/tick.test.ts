import { describe, expect, it } from 'vitest'
import { at, lima } from '../calendar.fixture.ts'
import { legalDay } from '../calendar.ts'
import { drawAt } from './definition.ts'
import { toInstant } from '../time.ts'
import type { Decision, Procedure } from '../pack/model.ts'
import {
  admit,
  chemistry,
  definitionOf,
  environment,
  factIs,
  goods,
  pay,
  play,
  propose,
  proposeDenial,
  submit,
  toxicology,
  type Played,
} from './permit.fixture.ts'
import { nextDue } from './tick.ts'

const base = definitionOf().procedure.decision
const bd = (n: number) => ({ n, unit: 'bd' }) as const
const run = (decision: Partial<Decision>, more: Partial<Procedure> = {}): Played =>
  play(definitionOf({ decision: { ...base, ...decision }, ...more })).all(submit, pay, admit)
const observe = ['observe', 'office.evaluator:ana', { observations: [{ text: 'label' }] }] as const
const answer = ['answer', 'applicant', { text: 'done' }] as const

describe('alerts (PACK 6, M05)', () => {
  it.each([
    [15, '2026-06-26', '2026-07-03'],
    [5, '2026-06-19', '2026-06-22'],
    [3, '2026-06-18', '2026-06-18'],
    [2, '2026-06-17', '2026-06-17'],
  ])('of %i days: half on %s, at risk on %s, at closing', (n, half, risk) => {
    const { clock } = run({ within: bd(n) }).state
    expect(clock?.half).toBe(at(lima, `${half} 16:30`))
    expect(clock?.risk).toBe(at(lima, `${risk} 16:30`))
    expect(clock?.risk && clock.due && legalDay(lima, clock.risk) < legalDay(lima, clock.due)).toBe(true)
  })

  it('of one day there are none: they would fall on the due day', () => {
    expect(run({ within: bd(1) }).state.clock).toMatchObject({ half: null, risk: null })
  })

  it('happen once each, in order', () => {
    const p = run({ within: bd(5) })
    expect(p.until('2026-06-19 16:29')).toEqual([])
    expect(p.until('2026-06-19 16:30')).toEqual(['SlaHalf'])
    expect(p.until('2026-06-30 10:00')).toEqual(['SlaAtRisk', 'SlaBreached'])
    expect(p.events.slice(-3).map((e) => [e.at, e.data])).toMatchObject([
      ['2026-06-19T21:30:00.000Z', { used: 3 }],
      ['2026-06-22T21:30:00.000Z', { used: 4 }],
      ['2026-06-23T21:30:00.000Z', { due: '2026-06-23T21:30:00.000Z' }],
    ])
    expect(p.state).toMatchObject({ status: 'UNDER_EVALUATION', clock: { breached: true } })
    expect(p.until('2026-12-31 10:00')).toEqual([])
  })

  it('count the agency’s days only: not while the ball is with the applicant', () => {
    const p = play(definitionOf())
    p.until('2026-06-01 09:00')
    p.all(submit, pay)
    p.until('2026-06-01 10:00')
    p.all(admit)
    p.until('2026-06-05 10:00')
    p.all(observe)
    expect(p.until('2026-06-15 09:59')).toEqual([])
    p.until('2026-06-15 10:00')
    p.all(answer)
    expect(p.state.clock).toMatchObject({ used: 4, due: at(lima, '2026-07-01 16:30') })
    expect(p.until('2026-06-19 16:29')).toEqual([])
    expect(p.until('2026-06-20 10:00')).toEqual(['SlaHalf'])
    expect(p.until('2026-06-26 10:00')).toEqual(['SlaAtRisk'])
  })

  it('what was used before the pause does not come again', () => {
    const p = run({ within: bd(5) })
    p.until('2026-06-22 10:00')
    p.all(observe, answer)
    expect(p.state.clock).toMatchObject({ used: 4, half: null, risk: null, due: at(lima, '2026-06-23 16:30') })
  })

  it('that were to fall at the close of the day of the pause fall with it: that day counts as used', () => {
    const p = run({ within: bd(5) })
    p.until('2026-06-19 10:00')
    expect(p.give(...observe)).toEqual(['SlaHalf', 'ClockPaused', 'TramiteObserved'])
    expect(p.state.clock?.used).toBe(3)
    p.all(answer)
    p.until('2026-06-23 10:00')
    expect(p.events.filter((e) => e.type === 'SlaHalf').length).toBe(1)
    const q = run({ within: bd(2) })
    q.until('2026-06-17 10:00')
    expect(q.give(...observe)).toEqual(['SlaHalf', 'SlaAtRisk', 'ClockPaused', 'TramiteObserved'])
  })

  it('in calendar days and hours they fall at those shares of the time', () => {
    const hours = run({ within: { n: 10, unit: 'h' } }).state.clock
    expect(hours).toMatchObject({
      half: '2026-06-16T20:00:00.000Z',
      risk: '2026-06-16T23:00:00.000Z',
      due: '2026-06-17T01:00:00.000Z',
    })
    const days = run({ within: { n: 10, unit: 'd' } }).state.clock
    expect(days?.due).toBe('2026-06-27T05:00:00.000Z')
    expect(days?.half && days.risk && days.half < days.risk && legalDay(lima, days.risk) < '2026-06-26').toBe(true)
    const paused = run({ within: { n: 10, unit: 'h' } })
    paused.until('2026-06-16 13:00')
    paused.all(observe)
    paused.until('2026-06-17 09:00')
    paused.all(answer)
    expect(paused.state.clock).toMatchObject({
      used: 10_800_000,
      half: '2026-06-17T16:00:00.000Z',
      due: '2026-06-17T21:00:00.000Z',
    })
  })
})

describe('pauses', () => {
  it('S7: observed and answered on the same day, out of hours: the day of the answer is the applicant’s', () => {
    const p = play(definitionOf({ decision: { ...base, within: bd(6), countsFrom: 'payment' } }))
    p.until('2026-06-08 09:30')
    p.all(submit, pay, admit)
    p.until('2026-06-11 15:00')
    p.all(observe)
    p.until('2026-06-11 17:00')
    p.all(answer)
    expect(p.state.clock?.due).toBe(at(lima, '2026-06-17 16:30'))
    p.until('2026-06-17 10:00')
    p.all(propose, ['approve', 'office.approver:rosa'])
    expect(p.state.clock).toMatchObject({ used: 6, stoppedAt: p.now })
  })

  it('observed on the due day itself, the rest of that day is left after the answer', () => {
    const p = run({ within: bd(3) })
    p.until('2026-06-19 10:00')
    p.all(observe)
    expect(p.state.clock?.used).toBe(3)
    p.until('2026-06-24 11:00')
    p.all(answer)
    expect(p.state.clock?.due).toBe(at(lima, '2026-06-24 16:30'))
  })

  it('a cure stops a clock that counts from payment', () => {
    const p = play(definitionOf({ decision: { ...base, countsFrom: 'payment' } })).all(submit, pay)
    expect(p.give('requestCure', 'office.evaluator', { defects: [{ text: 'x' }] })).toEqual([
      'ClockPaused',
      'CureRequested',
    ])
    p.until('2026-06-18 10:00')
    expect(p.give('cure', 'applicant')).toEqual(['CureProvided', 'ClockResumed', 'AdmissibilityOpened'])
    expect(p.state.clock?.due).toBe(at(lima, '2026-07-10 16:30'))
  })

  it('waiting for another agency is no pause: the ball is with the State', () => {
    expect(run({}, { tasks: [toxicology] }).state.clock).toMatchObject({
      pausedFor: null,
      due: at(lima, '2026-07-08 16:30'),
    })
  })
})

describe('silence at the end of the period', () => {
  const late = '2026-07-09 09:00'

  it('negative denies and opens the appeal', () => {
    const p = run({ silence: 'negative' })
    expect(p.until(late)).toEqual(['SlaHalf', 'SlaAtRisk', 'SlaBreached', 'ClockStopped', 'SilenceApplied'])
    expect(p.state).toMatchObject({
      status: 'DENIED',
      decidedAt: '2026-07-08T21:30:00.000Z',
      period: { name: 'appeal' },
    })
    expect(p.give('appeal', 'applicant', { text: 'x' })).toEqual(['AppealFiled'])
  })

  it('positive approves and issues, dated when it fell due', () => {
    const p = run({ silence: 'positive' })
    expect(p.until(late).slice(-5)).toEqual([
      'SlaBreached',
      'SilenceApplied',
      'ClockStopped',
      'TramiteApproved',
      'DrIssued',
    ])
    expect(p.state).toMatchObject({
      status: 'APPROVED',
      resolution: { issuedAt: '2026-07-08T21:30:00.000Z', validUntil: '2027-01-04' },
    })
  })

  it('none only says so', () => {
    const p = run({ silence: 'none' })
    expect(p.until(late)).toEqual(['SlaHalf', 'SlaAtRisk', 'SlaBreached'])
    expect(p.state.status).toBe('UNDER_EVALUATION')
  })

  it.each([
    ['an open inspection', [goods], []],
    ['an open sample', [chemistry], []],
    [
      'a nonconform result',
      [goods],
      [['recordInspection', 'office.inspector', { task: 'goods', result: 'nonconform' }]],
    ],
    [
      'an adverse opinion',
      [toxicology],
      [['giveOpinion', 'health.evaluator', { task: 'toxicology', result: 'against' }]],
    ],
    ['an adverse silence', [environment], []],
  ] as const)('positive never approves against %s', (_, tasks, steps) => {
    const p = run({ silence: 'positive' }, { tasks }).all(...steps)
    expect(p.until(late)).toContain('SlaBreached')
    expect(p.state).toMatchObject({ status: 'UNDER_EVALUATION', resolution: null })
  })

  it.each([
    [2499, true],
    [2500, false],
  ])('positive is drawn for an audit like what rules approve: %i', (draw, audit) => {
    const automatic = { when: factIs('applicant.verified', true), audit: '25' }
    const decision = { ...definitionOf().procedure.decision, silence: 'positive', automatic } as const
    const law = { ...definitionOf({ decision, tasks: [] }), draw }
    const p = play(law).all(submit, pay, admit)
    p.until('2026-08-20 10:00')
    expect(p.events.find((e) => e.type === 'TramiteApproved')?.data).toMatchObject({
      reasonCode: 'SILENCE_POSITIVE',
      audit,
    })
  })

  it('what the clock draws of a case is the same whenever it is drawn', () => {
    const { state } = play().all(submit)
    const draws = Array.from({ length: 400 }, (_, i) => drawAt(definitionOf(), state, toInstant(i * 60_000)))
    expect(drawAt(definitionOf(), state, toInstant(60_000))).toBe(draws[1])
    expect(draws.every((n) => Number.isInteger(n) && n >= 0 && n < 10_000)).toBe(true)
    expect(new Set(draws).size).toBeGreaterThan(350)
  })

  it('positive does not wait for an opinion that proceeds', () => {
    const p = run({ silence: 'positive', within: bd(2) }, { tasks: [toxicology] })
    expect(p.until('2026-06-19 09:00')).toContain('DrIssued')
    expect(p.until(late)).toEqual([])
  })

  it('positive never approves goods that nobody was sent to see, where the period ends before admission', () => {
    const tasks = (task: typeof goods): Played => {
      const p = play(definitionOf({ decision: { ...base, silence: 'positive', countsFrom: 'payment' }, tasks: [task] }))
      p.all(submit, pay).until(late)
      return p
    }
    expect(tasks(goods).state).toMatchObject({ status: 'ADMISSIBILITY', resolution: null, clock: { breached: true } })
    expect(tasks(toxicology).state.status).toBe('APPROVED')
    const notDue = { ...goods, when: { op: 'test', element: 'country.origin', test: { in: ['CN'] } } } as const
    expect(tasks(notDue).state.status).toBe('APPROVED')
  })

  it('positive grants what was asked, whatever was proposed meanwhile', () => {
    const lines = [{ line: 1, quantity: null, reason: 'above the limit' }]
    const p = run({ silence: 'positive' }).all(['propose', 'office.evaluator', { outcome: 'approve', lines }])
    p.until(late)
    expect(p.state.resolution?.balance.map((b) => b.authorised.value)).toEqual(['1000.000', '2000.000'])
    const q = run({ silence: 'positive' }).all(proposeDenial)
    q.until(late)
    expect(q.state.status).toBe('APPROVED')
  })

  it('does not fall while the case waits for the applicant', () => {
    const p = run({ silence: 'positive', within: bd(3) }).all(observe)
    expect(p.until('2026-06-30 16:29')).toEqual([])
  })
})

describe('opinions', () => {
  it('fall silent together at closing of their last day, before a breach of the same moment', () => {
    const p = run({ within: bd(3), silence: 'positive' }, { tasks: [toxicology, { ...toxicology, name: 'second' }] })
    expect(p.until('2026-06-22 09:00').slice(0, 6)).toEqual([
      'SlaHalf',
      'SlaAtRisk',
      'OpinionSilent',
      'OpinionSilent',
      'SlaBreached',
      'SilenceApplied',
    ])
    expect(p.state.tasks.toxicology).toMatchObject({ status: 'silent', days: 3, adverse: false })
  })
})

describe('the next moment of a case', () => {
  it('is when time will change it, and nothing for one that came to rest', () => {
    const p = play()
    expect(nextDue(p.state)).toBeNull()
    p.all(submit)
    expect(nextDue(p.state)).toBe(at(lima, '2026-06-23 16:30'))
    p.all(pay)
    expect(nextDue(p.state)).toBe(at(lima, '2026-06-17 16:30'))
    p.all(admit)
    expect(nextDue(p.state)).toBe(at(lima, '2026-06-26 16:30'))
    p.all(observe)
    expect(nextDue(p.state)).toBe(at(lima, '2026-07-01 16:30'))
    p.all(['withdraw', 'applicant'])
    expect(nextDue(p.state)).toBeNull()
  })
})
