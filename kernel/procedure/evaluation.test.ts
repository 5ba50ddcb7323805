import { describe, expect, it } from 'vitest'
import {
  admit,
  chemistry,
  definitionOf,
  environment,
  equals,
  factIs,
  goods,
  pay,
  play,
  submit,
  toxicology,
} from './permit.fixture.ts'

const decision = definitionOf().procedure.decision
const admitted = (...[more, world]: Parameters<typeof start>) => start(more, world).all(admit)
const start = (more: Parameters<typeof definitionOf>[0] = {}, world: Parameters<typeof play>[1] = {}) =>
  play(definitionOf(more), world).all(submit, pay)

describe('admit', () => {
  it('starts the evaluation, its clock and every task that is due', () => {
    const p = start({ tasks: [toxicology, environment, goods, chemistry] })
    expect(p.give(...admit)).toEqual([
      'TramiteAdmitted',
      'ClockStarted',
      'OpinionAsked',
      'OpinionAsked',
      'InspectionAsked',
      'SampleAsked',
    ])
    expect(p.state).toMatchObject({ status: 'UNDER_EVALUATION', period: null, evaluators: ['ana'] })
    expect(p.state.clock).toMatchObject({ due: '2026-07-08T21:30:00.000Z', used: 0 })
    expect(p.state.tasks).toMatchObject({
      toxicology: { status: 'open', due: '2026-06-19T21:30:00.000Z', org: '00000000-0000-4000-8000-000000000003' },
      goods: { status: 'open', due: '2026-06-18T21:30:00.000Z' },
    })
  })

  it('asks only the tasks whose condition holds, by data or by fact', () => {
    const tasks = [
      { ...toxicology, when: equals('treatment', 'fumigation') },
      { ...goods, when: { op: 'not', of: factIs('applicant.aeo', true) } as const },
    ]
    expect(Object.keys(admitted({ tasks }).state.tasks)).toEqual(['goods'])
    expect(admitted({ tasks }, { facts: { 'applicant.aeo': true } }).state.tasks).toEqual({})
  })

  it('takes the urgent period where its condition holds', () => {
    const urgent = { when: equals('country.origin', 'JP'), within: { n: 2, unit: 'bd' } } as const
    expect(admitted({ decision: { ...decision, urgent } }).state.clock?.due).toBe('2026-06-18T21:30:00.000Z')
  })

  it('late, it is noted; the application does not suffer for it', () => {
    const p = start()
    expect(p.until('2026-06-18 10:00')).toEqual(['AdmissionOverdue'])
    expect(p.give(...admit)).toEqual(['TramiteAdmitted', 'ClockStarted'])
  })
})

describe('automatic approval', () => {
  const automatic = { when: factIs('applicant.verified', true), audit: '10' } as const
  const verified = { facts: { 'applicant.verified': true } }

  it('needs no person when the rule holds and nothing is due', () => {
    const p = start({ decision: { ...decision, automatic } }, verified)
    expect(p.give(...admit)).toEqual(['TramiteAdmitted', 'ClockStarted', 'ClockStopped', 'TramiteApproved', 'DrIssued'])
    expect(p.events.at(-2)?.data).toMatchObject({ automatic: true, audit: false, reasonCode: 'AUTOMATIC' })
  })

  it.each([
    [999, true],
    [1000, false],
  ])('draws one in ten for an audit: %i, %s', (draw, audit) => {
    const p = admitted({ decision: { ...decision, automatic } }, { ...verified, draw })
    expect(p.events.find((e) => e.type === 'TramiteApproved')?.data).toMatchObject({ audit })
  })

  it('waits for the last task, and is tried again when it ends well', () => {
    const p = admitted({ decision: { ...decision, automatic }, tasks: [toxicology, goods] }, verified)
    expect(p.state.status).toBe('UNDER_EVALUATION')
    p.give('giveOpinion', 'health.evaluator', { task: 'toxicology', result: 'proceed' })
    expect(p.state.status).toBe('UNDER_EVALUATION')
    expect(p.give('recordInspection', 'office.inspector', { task: 'goods', result: 'conform' })).toContain('DrIssued')
  })

  it('never follows an adverse result', () => {
    const p = admitted({ decision: { ...decision, automatic }, tasks: [goods] }, verified)
    expect(p.give('recordInspection', 'office.inspector', { task: 'goods', result: 'nonconform' })).toEqual([
      'InspectionRecorded',
    ])
  })

  it('follows an opinion that falls silent, when silence lets it proceed', () => {
    const p = admitted({ decision: { ...decision, automatic }, tasks: [toxicology] }, verified)
    expect(p.until('2026-06-22 09:00')).toEqual(['OpinionSilent', 'ClockStopped', 'TramiteApproved', 'DrIssued'])
    expect(p.events.slice(-4).every((e) => e.at === '2026-06-19T21:30:00.000Z')).toBe(true)
  })
})

describe('cure', () => {
  const requested = (more = {}) =>
    start(more).all(['requestCure', 'office.evaluator:ana', { defects: [{ text: 'unreadable', about: 'invoice' }] }])

  it('gives the applicant two days and admission a new one', () => {
    const p = requested()
    expect(p.state).toMatchObject({
      status: 'CURE_REQUESTED',
      evaluators: ['ana'],
      period: { name: 'cure', due: '2026-06-18T21:30:00.000Z' },
    })
    p.until('2026-06-18 09:00')
    expect(p.give('cure', 'applicant', { text: 'here' })).toEqual(['CureProvided', 'AdmissibilityOpened'])
    expect(p.state).toMatchObject({ status: 'ADMISSIBILITY', period: { due: '2026-06-19T21:30:00.000Z' } })
  })

  it('too late, it lapses', () => {
    const p = requested()
    expect(p.until('2026-06-19 09:00')).toEqual(['Lapsed'])
    expect(p.give('cure', 'applicant')).toEqual(['NOT_NOW'])
  })

  it('is checked whole, as the application was', () => {
    const p = requested()
    const input = { elements: { 'country.origin': 'Japan', colour: 'red' }, documents: [] }
    expect(p.give('cure', 'applicant', input)).toEqual(['UNKNOWN_COUNTRY', 'UNKNOWN_FIELD'])
    expect(p.state.status).toBe('CURE_REQUESTED')
  })

  it('what the corrected form no longer asks leaves the case, and the chain says so', () => {
    const filedAs = { ...submit[2], elements: { ...submit[2].elements, treatment: 'fumigation', hours: '24' } }
    const p = play().all(['submit', 'system', filedAs], pay, [
      'requestCure',
      'office.evaluator',
      { defects: [{ text: 'x' }] },
    ])
    expect(p.give('cure', 'applicant', { elements: { treatment: 'none', hours: '1' } })).toEqual(['NOT_ASKED'])
    expect(p.give('cure', 'applicant', { elements: { treatment: 'none' } })).toEqual([
      'CureProvided',
      'AdmissibilityOpened',
    ])
    expect(p.state.elements).not.toHaveProperty('hours')
    expect(p.events.at(-2)?.data).toMatchObject({ dropped: ['hours'], elements: { treatment: 'none' } })
  })

  it('is measured by the day it was filed, not by the day it was cured', () => {
    const checks = [
      {
        code: 'ARRIVAL_PAST',
        must: { op: 'test', element: 'date.arrival', test: { from: { today: null } } },
        words: { es: 'Ya pasó.' },
      },
    ] as const
    const filedAs = { ...submit[2], elements: { ...submit[2].elements, 'date.arrival': '2026-06-16' } }
    const p = play(definitionOf({ checks })).all(['submit', 'system', filedAs], pay)
    p.give('requestCure', 'office.evaluator', { defects: [{ text: 'x' }] })
    p.until('2026-06-17 10:00')
    expect(p.give('cure', 'applicant', { elements: { route: 'north' } })).toContain('CureProvided')
  })

  it('replaces a document of the same type and keeps the others', () => {
    const p = requested()
    const again = { type: 'invoice', digest: '1'.repeat(64), name: 'new.pdf' }
    p.give('cure', 'applicant', { documents: [again] })
    expect(p.state.documents.map((d) => `${d.type} ${d.name}`)).toEqual(['analysis analysis.pdf', 'invoice new.pdf'])
  })
})

describe('observe and answer', () => {
  const observed = (more = {}) =>
    admitted(more).all(['observe', 'office.evaluator:ana', { observations: [{ text: 'label', about: 'label' }] }])

  it('stops the agency’s clock with the days it used, and runs on with the rest', () => {
    const p = admitted({ decision: { ...decision, within: { n: 5, unit: 'bd' } } })
    p.until('2026-06-18 15:00')
    expect(p.give('observe', 'office.evaluator:ana', { observations: [{ text: 'label' }] })).toEqual([
      'ClockPaused',
      'TramiteObserved',
    ])
    expect(p.state).toMatchObject({
      status: 'OBSERVED',
      rounds: 1,
      clock: { used: 2, due: null, pausedFor: 'observation' },
    })
    p.until('2026-06-22 09:00')
    expect(p.give('answer', 'applicant', { text: 'done' })).toEqual(['ObservationAnswered', 'ClockResumed'])
    expect(p.state.clock).toMatchObject({ due: '2026-06-25T21:30:00.000Z' })
  })

  it('one round; a further one needs the approver’s signed reason', () => {
    const p = observed().all(['answer', 'applicant', { text: 'done' }])
    const again = { observations: [{ text: 'again' }] }
    expect(p.give('observe', 'office.evaluator:ana', again)).toEqual(['ROUND_USED'])
    expect(p.give('observe', 'office.evaluator:ana', { ...again, reason: 'I want' })).toEqual(['ROUND_USED'])
    expect(p.give('observe', 'office.approver:rosa', again)).toEqual(['ROUND_USED'])
    expect(p.give('observe', 'office.approver:rosa', { ...again, reason: 'new risk' })).toContain('TramiteObserved')
    expect(p.state).toMatchObject({ rounds: 2, evaluators: ['ana', 'ana'], tookPart: ['ana', 'ana', 'rosa'] })
  })

  it('one extension of the period to answer', () => {
    const p = observed()
    const before = p.state.period?.due
    expect(p.give('askExtension', 'applicant')).toEqual(['PeriodExtended'])
    expect(p.state.period?.due && before && p.state.period.due > before).toBe(true)
    expect(p.give('askExtension', 'applicant')).toEqual(['NO_EXTENSION'])
  })

  it('no extension where the law gives none', () => {
    const review = { ...definitionOf().procedure.review, extend: null } as NonNullable<
      ReturnType<typeof definitionOf>['procedure']['review']
    >
    expect(observed({ review }).give('askExtension', 'applicant')).toEqual(['NO_EXTENSION'])
  })

  it('unanswered it is abandoned', () => {
    const p = observed()
    expect(p.until('2026-07-02 09:00')).toEqual(['ClockStopped', 'Abandoned'])
  })

  it.each(['requestCure', 'observe'])('%s may not ask for what the State or the case already holds', (command) => {
    const p = command === 'observe' ? admitted() : start()
    const field = command === 'observe' ? 'observations' : 'defects'
    const asks = ['tax-registration', 'invoice', 'route', 'country.origin', 'goods.quantity', 'constructor']
    const found = p.refusals(command, 'office.evaluator', { [field]: asks.map((a) => ({ text: 'send it', asks: a })) })
    expect(found.map((r) => `${r.code} ${r.pointer}`)).toEqual([
      `STATE_HELD_DATUM /${field}/0/asks`,
      `DATUM_ALREADY_HELD /${field}/1/asks`,
      `DATUM_ALREADY_HELD /${field}/3/asks`,
      `DATUM_ALREADY_HELD /${field}/4/asks`,
    ])
  })
})

describe('tasks of other desks', () => {
  const all = { tasks: [toxicology, environment, goods, chemistry] }

  it.each([
    ['giveOpinion', 'health.evaluator', 'toxicology', 'proceed', 'OpinionGiven'],
    ['recordInspection', 'office.inspector', 'goods', 'conform', 'InspectionRecorded'],
    ['reportResult', 'office.laboratory', 'chemistry', 'nonconform', 'ResultReported'],
  ])('%s closes the task of its kind, once', (command, who, task, result, event) => {
    const p = admitted(all)
    p.until('2026-06-18 12:00')
    expect(p.give(command, who, { task, result, text: 'seen' })).toEqual([event])
    expect(p.state.tasks[task]).toMatchObject({ status: 'done', result, days: 2, adverse: result === 'nonconform' })
    expect(p.give(command, who, { task, result })).toEqual(['TASK_CLOSED'])
    expect(p.give(command, who, { task: 'nothing', result })).toEqual(['UNKNOWN_TASK'])
    expect(p.give(command, who, { task: 'constructor', result })).toEqual(['UNKNOWN_TASK'])
  })

  it('nobody gives the opinion of another agency, and no agency reports another’s kind of task', () => {
    const p = admitted(all)
    expect(p.give('giveOpinion', 'green.evaluator', { task: 'toxicology', result: 'proceed' })).toEqual(['FORBIDDEN'])
    expect(p.give('giveOpinion', 'office.evaluator', { task: 'toxicology', result: 'proceed' })).toEqual(['FORBIDDEN'])
    expect(p.give('recordInspection', 'health.inspector', { task: 'goods', result: 'conform' })).toEqual(['FORBIDDEN'])
    expect(p.give('reportResult', 'office.laboratory', { task: 'goods', result: 'conform' })).toEqual(['UNKNOWN_TASK'])
  })

  it('runs on while the applicant has the ball', () => {
    const p = admitted(all).all(['observe', 'office.evaluator', { observations: [{ text: 'x' }] }])
    expect(p.give('giveOpinion', 'health.evaluator', { task: 'toxicology', result: 'proceed' })).toEqual([
      'OpinionGiven',
    ])
    expect(p.until('2026-06-22 09:00')).toEqual(['OpinionSilent'])
    expect(p.state.tasks.environment).toMatchObject({ status: 'silent', adverse: true })
  })

  it('nobody answers for a case that ended', () => {
    const p = admitted(all).all(['withdraw', 'applicant'])
    expect(p.until('2026-12-01 09:00')).toEqual([])
    expect(p.give('giveOpinion', 'health.evaluator', { task: 'toxicology', result: 'proceed' })).toEqual(['NOT_NOW'])
  })
})
