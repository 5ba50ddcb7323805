import { describe, expect, it } from 'vitest'
import type { ParallelTask, Procedure, TestLimit } from '../pack/model.ts'
import { item } from '../pack/procedure.fixture.ts'
import {
  chemistry,
  definitionOf,
  equals,
  factIs,
  filed,
  fullProcedure,
  goods,
  pay,
  play,
  submit,
} from './permit.fixture.ts'
import { certificateFaults, treatmentFaults } from './certifying.ts'

const slot = (day: string, place?: string) => ({
  from: `${day}T14:00:00.000Z`,
  to: `${day}T15:00:00.000Z`,
  ...(place ? { place } : {}),
})
const inspector = 'office.inspector:ines'
const laboratory = 'office.laboratory:luz'
const law = 'NORM art. 9'
const limit = (test: string, most: string): TestLimit => ({ test, limit: most, unit: 'mg/kg', law, from: '2026-01-01' })

const seen = (tasks: readonly ParallelTask[], more: Partial<Procedure> = {}) =>
  play(definitionOf({ tasks, review: { ...review, admit: null }, ...more }), {
    facts: more.tasks ? {} : { 'applicant.aeo': false },
  }).all(submit, pay)
const review = fullProcedure().review ?? fail()
function fail(): never {
  throw new Error('the fixture has a review')
}

describe('times for an inspection', () => {
  it('are offered, wait for the applicant without using the agency’s period, and one is chosen', () => {
    const p = seen([goods])
    p.until('2026-06-17 10:00')
    expect(
      p.give('scheduleInspection', 'office.evaluator:ana', {
        task: 'goods',
        slots: [slot('2026-06-22', 'door 3'), slot('2026-06-23')],
      }),
    ).toEqual(['InspectionScheduled', 'ClockPaused'])
    expect(p.state.clock).toMatchObject({ pausedFor: 'slot', used: 1 })
    p.until('2026-06-19 10:00')
    expect(p.give('chooseSlot', 'applicant', { task: 'goods', slot: 2 })).toEqual(['UNKNOWN_SLOT'])
    expect(p.give('chooseSlot', 'applicant', { task: 'goods', slot: 1 })).toEqual(['SlotChosen', 'ClockResumed'])
    expect(p.state.tasks.goods).toMatchObject({ slots: [], slot: slot('2026-06-23'), due: slot('2026-06-23').to })
    expect(p.give('chooseSlot', 'applicant', { task: 'goods', slot: 0 })).toEqual(['UNKNOWN_SLOT'])
  })

  it('lie ahead and end after they begin: every fault at once', () => {
    const p = seen([goods])
    expect(
      p
        .refusals('scheduleInspection', inspector, {
          task: 'goods',
          slots: [slot('2026-06-01'), { from: slot('2026-06-22').to, to: slot('2026-06-22').from }],
        })
        .map((r) => `${r.code} ${r.pointer}`),
    ).toEqual(['SLOT_PAST /slots/0/from', 'SLOT_ORDER /slots/1/to'])
  })

  it('that nobody chose lapse when the last one comes, and the clock runs on from there', () => {
    const p = seen([goods])
    p.give('scheduleInspection', inspector, { task: 'goods', slots: [slot('2026-06-18'), slot('2026-06-19')] })
    expect(p.until('2026-06-20 10:00')).toEqual(['SlotsLapsed', 'ClockResumed'])
    expect(p.events.at(-1)?.at).toBe(slot('2026-06-19').from)
    expect(p.give('chooseSlot', 'applicant', { task: 'goods', slot: 0 })).toEqual(['UNKNOWN_SLOT'])
  })

  it('an agency that stays away says so, and the time is its own', () => {
    const p = seen([goods])
    p.all(
      ['scheduleInspection', inspector, { task: 'goods', slots: [slot('2026-06-18')] }],
      ['chooseSlot', 'applicant', { task: 'goods', slot: 0 }],
    )
    expect(p.give('reportMissed', inspector, { task: 'goods', absent: 'agency' })).toEqual(['NO_APPOINTMENT'])
    p.until('2026-06-18 12:00')
    expect(p.give('reportMissed', inspector, { task: 'goods', absent: 'agency' })).toEqual(['InspectionMissed'])
    expect(p.state.clock?.pausedFor).toBeNull()
    expect(p.state.tasks.goods).toMatchObject({ status: 'open', slot: null })
  })

  it('whoever inspects without waiting for the choice ends the wait', () => {
    const p = seen([goods])
    p.give('scheduleInspection', inspector, { task: 'goods', slots: [slot('2026-06-22')] })
    expect(
      p.give('recordInspection', inspector, {
        task: 'goods',
        result: 'conform',
        place: { latitude: '-12.04', longitude: '-77.14' },
      }),
    ).toEqual(['ClockResumed', 'InspectionRecorded'])
  })
})

describe('an inspection from a distance (M09-3)', () => {
  it('is for those whom the law lets', () => {
    const remote = { ...goods, remote: factIs('applicant.aeo', true) }
    const plain = seen([remote])
    expect(plain.give('recordInspection', inspector, { task: 'goods', result: 'conform', how: 'remote' })).toEqual([
      'MUST_BE_SEEN',
    ])
    const aeo = play(definitionOf({ tasks: [remote], review: { ...review, admit: null } }), {
      facts: { 'applicant.aeo': true },
    })
    aeo.all(submit, pay)
    expect(aeo.give('recordInspection', inspector, { task: 'goods', result: 'conform', how: 'documentary' })).toEqual([
      'InspectionRecorded',
    ])
  })
})

describe('the laboratory (M09)', () => {
  const limits = [limit('lead', '0.2'), limit('salmonella', '0')]
  const lab = { ...chemistry, limits }

  it('tests samples that were taken, each by the number of its seal', () => {
    const p = seen([lab])
    expect(
      p.give('takeSample', inspector, {
        task: 'chemistry',
        samples: [{ id: 'M-1', line: 0 }, { id: 'M-1' }, { id: 'M-2', line: 7 }],
      }),
    ).toEqual(['SAMPLE_TWICE', 'UNKNOWN_LINE'])
    expect(p.give('takeSample', inspector, { task: 'chemistry', samples: [{ id: 'M-1', line: 0 }] })).toEqual([
      'SampleTaken',
    ])
    expect(p.state.tasks.chemistry?.samples).toEqual([{ id: 'M-1', line: 0 }])
  })

  it('a value above the limit is adverse whatever anybody writes, and then only a denial may be proposed', () => {
    const p = seen([lab])
    const values = [
      { test: 'lead', value: '0.21' },
      { test: 'salmonella', value: '0' },
    ]
    expect(p.give('reportResult', laboratory, { task: 'chemistry', result: 'conform', values })).toEqual([
      'OUT_OF_LIMIT',
    ])
    expect(p.give('reportResult', laboratory, { task: 'chemistry', values })).toEqual(['ResultReported'])
    expect(p.state.tasks.chemistry).toMatchObject({ result: 'nonconform', adverse: true })
    expect(p.give('propose', 'office.evaluator:ana', { outcome: 'approve' })).toEqual(['ADVERSE_TASK'])
    expect(p.give('propose', 'office.evaluator:ana', { outcome: 'deny', grounds: 'plomo' })).toEqual([
      'DecisionProposed',
    ])
  })

  it('at the limit it conforms; every test is told, once, and no other', () => {
    const p = seen([lab])
    const values = [
      { test: 'lead', value: '0.1' },
      { test: 'lead', value: '0.2' },
      { test: 'gold', value: '1' },
    ]
    expect(p.give('reportResult', laboratory, { task: 'chemistry', values })).toEqual([
      'UNKNOWN_TEST_NAME',
      'UNKNOWN_TEST_NAME',
      'TEST_MISSING',
    ])
    expect(p.give('reportResult', laboratory, { task: 'chemistry' })).toEqual(['RESULT_REQUIRED'])
    expect(
      p.give('reportResult', laboratory, {
        task: 'chemistry',
        values: [
          { test: 'lead', value: '0.20' },
          { test: 'salmonella', value: '0.0' },
        ],
      }),
    ).toEqual(['ResultReported'])
    expect(p.state.tasks.chemistry).toMatchObject({ result: 'conform', adverse: false })
  })
})

describe('a treatment against its schedule (M09-4)', () => {
  const row = { kind: 'heat', law, from: '2026-01-01' }
  const def = definitionOf({
    schedule: {
      table: 'treatments',
      kind: 'treatment',
      hours: 'hours',
      temperature: 'degrees',
      rows: [
        { ...row, code: 'heat-56', minTemperature: '56', minHours: '0.5' },
        { ...row, code: 'heat-48', minTemperature: '48', minHours: '2' },
        { ...row, kind: 'cold', code: 'cold-1', maxTemperature: '1.1', minHours: '336' },
      ],
    },
  })
  const missing = (elements: Record<string, string>) =>
    treatmentFaults(def, elements, '2026-06-16').map(({ pointer, params }) => `${pointer} ${String(params?.deficit)}`)

  it('may be reached in any of its ways, at the very limit', () => {
    expect(missing({ treatment: 'heat', degrees: '56', hours: '0.5' })).toEqual([])
    expect(missing({ treatment: 'heat', degrees: '48', hours: '2' })).toEqual([])
    expect(missing({ treatment: 'cold', degrees: '1.1', hours: '336' })).toEqual([])
    expect(missing({ treatment: 'none' })).toEqual([])
  })

  it('otherwise is refused with what is missing, by the way that comes nearest', () => {
    expect(missing({ treatment: 'heat', degrees: '48', hours: '1.9' })).toEqual(['/elements/hours 0.1'])
    expect(missing({ treatment: 'heat', degrees: '55.5', hours: '0.5' })).toEqual(['/elements/degrees 0.5'])
    expect(missing({ treatment: 'cold', degrees: '1.2', hours: '336' })).toEqual(['/elements/degrees 0.1'])
    expect(missing({ treatment: 'cold', degrees: '0' })).toEqual(['/elements/hours 336'])
  })

  it('is told with everything else that is wrong when the case is filed', () => {
    const p = play(
      definitionOf({
        form: [...def.procedure.form, item('degrees', 'number', { when: equals('treatment', 'fumigation') })],
        schedule: {
          table: 't',
          kind: 'treatment',
          hours: 'hours',
          rows: [{ ...row, kind: 'fumigation', code: 'f', minHours: '24' }],
        },
      }),
    )
    const elements = { ...filed.elements, treatment: 'fumigation', hours: '23' }
    expect(p.give('submit', 'system', { ...filed, elements })).toEqual(['ELEMENT_REQUIRED', 'TREATMENT_BELOW_SCHEDULE'])
  })
})

describe('a certificate of goods that leave (M09-2, M09-6)', () => {
  const output = fullProcedure().output ?? fail()
  const exporting = (more: Partial<Procedure> = {}): Partial<Procedure> => ({
    regime: ['export'],
    form: [...fullProcedure().form, item('date.departure', 'date')],
    review: { ...review, admit: null },
    output: { ...output, send: ['ephyto'] },
    ...more,
  })
  const leaving = (departure: string, more: Partial<Procedure> = {}) =>
    play(definitionOf(exporting(more))).all(
      ['submit', 'system', { ...filed, elements: { ...filed.elements, 'date.departure': departure } }],
      pay,
    )

  it('is not dated after they left, by nobody', () => {
    const p = leaving('2026-06-17')
    p.until('2026-06-17 15:00')
    expect(p.give('propose', 'office.evaluator:ana', { outcome: 'approve' })).toEqual(['DecisionProposed'])
    p.until('2026-06-18 10:00')
    expect(p.give('approve', 'office.approver:rosa')).toEqual(['ISSUED_AFTER_DEPARTURE'])
  })

  it('says so where the law allows it', () => {
    const p = leaving('2026-06-17', { output: { ...output, send: ['ephyto'], afterDeparture: true } })
    p.until('2026-06-18 10:00')
    p.all(['propose', 'office.evaluator:ana', { outcome: 'approve' }], ['approve', 'office.approver:rosa'])
    expect(p.state.resolution?.afterDeparture).toBe(true)
  })

  it('neither silence nor a rule grants what nobody could sign', () => {
    const silent = {
      within: { n: 2, unit: 'bd' },
      silence: 'positive',
      approvers: 1,
      countsFrom: 'admission',
      partial: false,
    } as const
    const p = leaving('2026-06-16', { decision: silent })
    expect(p.until('2026-06-25 10:00')).not.toContain('SilenceApplied')
    const ruled = leaving('2026-06-15', { decision: { ...silent, automatic: { when: 'always' } } })
    expect(ruled.state.status).toBe('UNDER_EVALUATION')
  })

  it('rests on an inspection that is not older, when they leave, than the procedure allows', () => {
    const tasks = [{ ...goods, shipWithin: { n: 14, unit: 'd' } as const }]
    const p = leaving('2026-07-01', { tasks })
    p.give('recordInspection', inspector, { task: 'goods', result: 'conform' })
    expect(p.refusals('propose', 'office.evaluator:ana', { outcome: 'approve' })[0]).toMatchObject({
      code: 'INSPECTION_WINDOW',
      params: { last: '2026-06-30', departure: '2026-07-01' },
    })
    const inTime = leaving('2026-06-30', { tasks })
    inTime.give('recordInspection', inspector, { task: 'goods', result: 'conform' })
    expect(certificateFaults(definitionOf(exporting({ tasks })), inTime.state, inTime.now)).toEqual([])
  })
})
