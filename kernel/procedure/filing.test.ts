import { describe, expect, it } from 'vitest'
import { definitionOf, equals, factIs, filed, pay, play, submit } from './permit.fixture.ts'

const without = <T extends object>(from: T, key: keyof T): T =>
  Object.fromEntries(Object.entries(from).filter(([k]) => k !== key)) as T

describe('submit', () => {
  it('files, quotes the fee and waits for it', () => {
    const p = play()
    expect(p.give(...submit)).toEqual(['TramiteSubmitted', 'FeeQuoted'])
    expect(p.state).toMatchObject({
      status: 'AWAITING_PAYMENT',
      agency: 'office',
      fee: { total: { amount: '41.60', currency: 'PEN' }, due: '2026-06-23T21:30:00.000Z', paidAt: null },
      submittedAt: '2026-06-16T15:00:00.000Z',
      clock: null,
    })
  })

  it('out of hours it counts from the next opening', () => {
    const p = play()
    p.until('2026-06-19 20:00')
    p.give(...submit)
    expect(p.state).toMatchObject({ submittedAt: '2026-06-20T01:00:00.000Z', legalAt: '2026-06-22T13:30:00.000Z' })
  })

  it('says everything that is wrong at once, each with its pointer', () => {
    const needs = [{ permit: 'xt.registration', at: 'submission' }] as const
    const p = play(definitionOf({ needs }), { needs: { 'xt.registration': 'pending' } })
    const input = {
      ...filed,
      elements: { importer: {}, 'country.origin': 'Japan', treatment: 'heat', hours: 'many', colour: 'red' },
      lines: [{ name: '', 'goods.quantity': { value: '1', unit: 'KG' } }],
      documents: [],
    }
    const found = p.refusals('submit', 'system', input).map((r) => `${r.code} ${r.pointer}`)
    expect(found.sort()).toEqual(
      [
        'PARTY_NAME_REQUIRED /elements/importer/name',
        'UNKNOWN_COUNTRY /elements/country.origin',
        'ELEMENT_REQUIRED /elements/date.arrival',
        'NOT_IN_LIST /elements/treatment',
        'NOT_ASKED /elements/hours',
        'UNKNOWN_FIELD /elements/colour',
        'ELEMENT_REQUIRED /lines/0/name',
        'UNIT_MEANT /lines/0/goods.quantity/unit',
        'DOCUMENT_MISSING /documents/invoice',
        'DOCUMENT_MISSING /documents/analysis',
        'PERMIT_NEEDED ',
      ].sort(),
    )
    expect(p.events).toEqual([])
  })

  it('asks a document only where the facts say so', () => {
    const documents = filed.documents.filter((d) => d.type === 'invoice')
    expect(play().give('submit', 'system', { ...filed, documents })).toEqual(['DOCUMENT_MISSING'])
    const aeo = play(definitionOf(), { facts: { 'applicant.aeo': true } })
    expect(aeo.give('submit', 'system', { ...filed, documents })).toContain('TramiteSubmitted')
  })

  it('records the facts it was decided on', () => {
    const p = play(definitionOf(), { facts: { 'applicant.size': 'micro' } })
    p.give(...submit)
    expect(p.state.facts).toEqual({ 'applicant.size': 'micro' })
  })

  it('waives the fee by an exemption and says what was saved', () => {
    const exempt = {
      kind: 'exempt',
      exempt: factIs('applicant.size', 'micro'),
      law: 'NORM art. 3',
      due: 'submission',
    } as const
    const fee = [...definitionOf().procedure.fee, exempt]
    const p = play(definitionOf({ fee }), { facts: { 'applicant.size': 'micro' } })
    expect(p.give(...submit)).toEqual(['TramiteSubmitted', 'FeeWaived', 'AdmissibilityOpened'])
    expect(p.state.fee).toMatchObject({
      total: { amount: '0.00', currency: 'PEN' },
      waived: { law: 'NORM art. 3', saved: { amount: '41.60', currency: 'PEN' } },
    })
  })

  it('of a notice that nobody reviews is approved in the same moment', () => {
    const { review: _, ...rest } = definitionOf().procedure
    const procedure = { ...rest, fee: [], decision: { ...rest.decision, automatic: { when: 'always' } } } as const
    const p = play({ ...definitionOf(), procedure })
    expect(p.give(...submit)).toEqual([
      'TramiteSubmitted',
      'TramiteAdmitted',
      'ClockStarted',
      'ClockStopped',
      'TramiteApproved',
      'DrIssued',
    ])
    expect(p.state).toMatchObject({ status: 'APPROVED', resolution: { number: 'XT-2026-000001' }, evaluators: [] })
  })

  it('asks a permit by its number, line by line', () => {
    const needs = [{ permit: 'xt.registration', at: 'submission', by: 'name' }] as const
    const granted = { 'xt.registration|Malathion': 'granted', 'xt.registration|Drums': 'none' } as const
    const p = play(definitionOf({ needs }), { needs: granted })
    expect(p.refusals(...submit)).toMatchObject([{ code: 'PERMIT_NEEDED', pointer: '/lines/1/name' }])
  })

  it('a need that does not apply is not asked', () => {
    const needs = [{ permit: 'xt.registration', at: 'submission', when: equals('treatment', 'fumigation') }] as const
    expect(play(definitionOf({ needs })).give(...submit)).toContain('TramiteSubmitted')
  })
})

describe('waiting for another permit', () => {
  const needs = [
    { permit: 'xt.committee', at: 'start' },
    { permit: 'xt.origin', at: 'start' },
  ] as const
  const waiting = () => {
    const p = play(definitionOf({ needs }), { facts: { 'applicant.size': 'small' } })
    p.give(...submit)
    return p
  }

  it('neither pays nor runs until the last one is granted', () => {
    const p = waiting()
    expect(p.state).toMatchObject({ status: 'WAITING', awaits: ['xt.committee', 'xt.origin'], fee: null, clock: null })
    expect(p.until('2026-12-01 10:00')).toEqual([])
    expect(p.give('dependencyResolved', 'system', { permit: 'xt.origin', outcome: 'granted' })).toEqual([
      'DependencyResolved',
    ])
    expect(p.state.status).toBe('WAITING')
    expect(p.give('dependencyResolved', 'system', { permit: 'xt.committee', outcome: 'granted' })).toEqual([
      'DependencyResolved',
      'FeeQuoted',
    ])
  })

  it('lapses when one is refused', () => {
    const p = waiting()
    expect(p.give('dependencyResolved', 'system', { permit: 'xt.origin', outcome: 'refused' })).toEqual(['Lapsed'])
    expect(p.state.status).toBe('LAPSED')
  })

  it('a permit it does not wait for changes nothing', () => {
    expect(waiting().give('dependencyResolved', 'system', { permit: 'xt.other', outcome: 'granted' })).toEqual([])
  })

  it('starts at once when everything is there', () => {
    const p = play(definitionOf({ needs }), { needs: { 'xt.committee': 'granted', 'xt.origin': 'granted' } })
    expect(p.give(...submit)).toEqual(['TramiteSubmitted', 'FeeQuoted'])
  })
})

describe('pay', () => {
  it('opens admissibility', () => {
    const p = play().all(submit)
    expect(p.give(...pay)).toEqual(['FeePaid', 'AdmissibilityOpened'])
    expect(p.state).toMatchObject({
      status: 'ADMISSIBILITY',
      period: { name: 'admit', due: '2026-06-17T21:30:00.000Z' },
    })
  })

  it('another amount or currency is refused and the order stays open', () => {
    const p = play().all(submit)
    for (const amount of [
      { amount: '41.59', currency: 'PEN' },
      { amount: '41.60', currency: 'USD' },
    ])
      expect(p.refusals('pay', 'system', { ...pay[2], amount })).toMatchObject([
        { code: 'PAYMENT_AMOUNT_MISMATCH', params: { expected: '41.60 PEN' } },
      ])
    expect(p.give('pay', 'system', { ...pay[2], amount: { amount: '41.6', currency: 'PEN' } })).toContain('FeePaid')
  })

  it('without admissibility evaluation starts at once', () => {
    const review = { ...definitionOf().procedure.review, admit: null } as NonNullable<
      ReturnType<typeof definitionOf>['procedure']['review']
    >
    const p = play(definitionOf({ review })).all(submit)
    expect(p.give(...pay)).toEqual(['FeePaid', 'TramiteAdmitted', 'ClockStarted'])
  })

  it('is the applicant’s affair with the window, not a command of theirs', () => {
    const p = play().all(submit)
    expect(p.give('pay', 'applicant', pay[2])).toEqual(['FORBIDDEN'])
    expect(p.give('pay', 'office.evaluator', pay[2])).toEqual(['FORBIDDEN'])
  })

  it('unpaid it lapses at the end of the order, and cannot be paid afterwards', () => {
    const p = play().all(submit)
    expect(p.until('2026-06-23 16:29')).toEqual([])
    expect(p.until('2026-06-24 09:00')).toEqual(['Lapsed'])
    expect(p.events.at(-1)).toMatchObject({ at: '2026-06-23T21:30:00.000Z' })
    expect(p.give(...pay)).toEqual(['NOT_NOW'])
  })

  it.each(['filing', 'payment'] as const)('the clock counts from %s where the law says so', (countsFrom) => {
    const p = play(definitionOf({ decision: { ...definitionOf().procedure.decision, countsFrom } })).all(submit)
    const clock = p.state.clock
    if (countsFrom === 'filing') expect(clock).toMatchObject({ pausedFor: 'unpaid fee', used: 0, due: null })
    else expect(clock).toBeNull()
    p.until('2026-06-18 10:00')
    p.give(...pay)
    expect(p.state.clock).toMatchObject({
      since: '2026-06-18T15:00:00.000Z',
      due: '2026-07-10T21:30:00.000Z',
      pausedFor: null,
    })
  })
})

describe('an incomplete input', () => {
  it('is refused for each element that misses', () => {
    const p = play()
    for (const id of ['importer', 'country.origin', 'date.arrival', 'treatment'] as const)
      expect(p.refusals('submit', 'system', { ...filed, elements: without(filed.elements, id) })).toMatchObject([
        { code: 'ELEMENT_REQUIRED', pointer: `/elements/${id}` },
      ])
  })
})
