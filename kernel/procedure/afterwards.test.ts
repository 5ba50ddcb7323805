import { describe, expect, it } from 'vitest'
import type { Procedure } from '../pack/model.ts'
import { admit, approve, definitionOf, pay, play, propose, submit, type Played } from './permit.fixture.ts'

const approved = (more: Partial<Procedure> = {}): Played =>
  play(definitionOf(more)).all(submit, pay, admit, propose, approve)
const output = definitionOf().procedure.output
const withOutput = (more: object): Partial<Procedure> => (output ? { output: { ...output, ...more } } : {})

const kilos = (line: number, value: string) => ({ line, quantity: { value, unit: 'KGM' } })
const draw = (...lines: readonly object[]) => ['draw', 'customs', { lines }] as const

describe('draw', () => {
  it('takes of every line or of none', () => {
    const p = approved()
    const found = p.refusals(...draw(kilos(0, '600'), kilos(1, '2100.001'), kilos(7, '1'), kilos(0, '0')))
    expect(found.map((r) => `${r.code} ${r.pointer}`)).toEqual([
      'UNKNOWN_LINE /lines/2/line',
      'QUANTITY_NOT_POSITIVE /lines/3/quantity',
      'LPCO_BALANCE_EXCEEDED /lines/1/quantity',
    ])
    expect(p.state.resolution?.balance.map((b) => b.used)).toEqual(['0.000', '0.000'])
  })

  it('up to the tolerance, and is exhausted at the nominal quantity of every line', () => {
    const p = approved()
    expect(p.give(...draw(kilos(0, '1050')))).toEqual(['DrDrawn'])
    expect(p.state.status).toBe('PARTIALLY_USED')
    expect(p.refusals(...draw(kilos(0, '0.001')))).toMatchObject([
      { params: { balance: '0', unit: 'KGM', requested: '0.001' } },
    ])
    expect(p.give(...draw({ line: 1, quantity: { value: '2', unit: 'TNE' } }))).toEqual(['DrDrawn', 'DrExhausted'])
    expect(p.give(...draw(kilos(1, '1')))).toEqual(['NOT_NOW'])
  })

  it('S7: 1,200 and 800 litres of 2,000; one more is refused with the balance', () => {
    const lines = [{ name: 'Malathion', 'goods.quantity': { value: '2000', unit: 'LTR' } }]
    const zero = withOutput({ balance: { of: 'goods.quantity', per: 'line', tolerance: '0' } })
    const p = play(definitionOf(zero)).all(['submit', 'system', { ...submit[2], lines }], pay, admit, propose, approve)
    const litres = (value: string) => draw({ line: 0, quantity: { value, unit: 'LTR' } })
    p.all(litres('1200'))
    expect(p.refusals(...litres('801'))).toMatchObject([
      { code: 'LPCO_BALANCE_EXCEEDED', params: { balance: '800', unit: 'LTR' } },
    ])
    expect(p.give(...litres('800'))).toEqual(['DrDrawn', 'DrExhausted'])
  })

  it('counts what it will record: grams that round up do not slip past the ceiling', () => {
    const p = approved().all(draw(kilos(0, '1049.999')))
    expect(p.give(...draw(kilos(0, '0.0005'), kilos(0, '0.0005')))).toEqual(['LPCO_BALANCE_EXCEEDED'])
    expect(p.give(...draw(kilos(0, '0.0004')))).toEqual(['QUANTITY_NOT_POSITIVE'])
    expect(p.give(...draw(kilos(0, '0.0005')))).toEqual(['DrDrawn'])
    expect(p.state.resolution?.balance[0]?.used).toBe('1050.000')
  })

  it('in a unit that converts', () => {
    const p = approved()
    expect(p.give(...draw({ line: 0, quantity: { value: '1', unit: 'LTR' } }))).toEqual(['UNIT_MISMATCH'])
    expect(p.give(...draw({ line: 0, quantity: { value: '500', unit: 'GRM' } }))).toEqual(['DrDrawn'])
    expect(p.state.resolution?.balance[0]?.used).toBe('0.500')
  })

  it('needs a balance, and is customs’ alone', () => {
    const { balance: _, ...rest } = output ?? { balance: null }
    const p = approved({ output: rest as NonNullable<Procedure['output']> })
    expect(p.give(...draw(kilos(0, '1')))).toEqual(['NO_BALANCE'])
    expect(approved().give('draw', 'applicant', { lines: [kilos(0, '1')] })).toEqual(['FORBIDDEN'])
  })
})

describe('rectify', () => {
  const rectify = (input: object) => ['rectify', 'office.approver:rosa', input] as const

  it('makes a new edition under the same number', () => {
    const p = approved()
    expect(p.give(...rectify({ elements: { route: 'north' }, lines: [{}, { name: 'Steel drums' }] }))).toEqual([
      'DrRectified',
    ])
    expect(p.state).toMatchObject({
      resolution: { edition: 2, number: 'XT-2026-000001' },
      elements: { route: 'north' },
    })
    expect(p.state.lines.map((l) => l.name)).toEqual(['Malathion', 'Steel drums'])
  })

  it('only what the procedure names, on lines there are, and said at once', () => {
    const input = {
      elements: { 'country.origin': 'CN', route: 'x' },
      lines: [{ 'goods.quantity': { value: '1', unit: 'KGM' } }, {}, { name: 'more' }],
    }
    expect(
      approved()
        .refusals(...rectify(input))
        .map((r) => `${r.code} ${r.pointer}`),
    ).toEqual([
      'UNKNOWN_LINE /lines/2',
      'NOT_RECTIFIABLE /elements/country.origin',
      'NOT_RECTIFIABLE /lines/0/goods.quantity',
    ])
    expect(approved().give(...rectify({}))).toEqual(['NOTHING_TO_RECTIFY'])
    expect(approved().give(...rectify({ elements: { 'date.arrival': 'tomorrow' } }))).toEqual(['NOT_A_DAY'])
  })
})

describe('extend', () => {
  const extend = ['extend', 'applicant'] as const

  it('once, asked for in time', () => {
    const p = approved()
    p.until('2026-11-28 09:00')
    expect(p.give(...extend)).toEqual(['DrExtended'])
    expect(p.state.resolution).toMatchObject({
      validUntil: '2027-03-13',
      edition: 2,
      warnAt: ['2027-02-11T05:00:00.000Z', '2027-03-06T05:00:00.000Z'],
    })
    expect(p.give(...extend)).toEqual(['NO_EXTENSION'])
  })

  it('too late it is refused with the last day', () => {
    const p = approved()
    p.until('2026-11-29 09:00')
    expect(p.refusals(...extend)).toMatchObject([{ code: 'EXTENSION_LATE', params: { last: '2026-11-28' } }])
  })

  it('not where the law gives none, nor where nothing ends', () => {
    expect(approved({ after: {} }).give(...extend)).toEqual(['NO_EXTENSION'])
    expect(approved(withOutput({ valid: [{ none: true }] })).give(...extend)).toEqual(['NO_EXTENSION'])
  })
})

describe('validity', () => {
  it('is the first that holds', () => {
    const valid = [
      { when: { op: 'test', element: 'country.origin', test: { in: ['CN'] } }, for: { n: 30, unit: 'd' } },
      {
        when: { op: 'test', element: 'country.origin', test: { in: ['JP'] } },
        until: { element: 'date.arrival', plus: { n: 5, unit: 'd' } },
      },
      { none: true },
    ]
    expect(approved(withOutput({ valid })).state.resolution?.validUntil).toBe('2026-09-06')
  })

  it('a warning of a month comes a month before, whatever its unit', () => {
    const p = approved(withOutput({ warn: [{ n: 1, unit: 'months' }] }))
    expect(p.state.resolution?.warnAt).toEqual(['2026-11-13T05:00:00.000Z'])
  })

  it('warns, then expires; each at its moment', () => {
    const p = approved()
    expect(p.until('2027-01-05 09:00')).toEqual(['ExpiryWarned', 'ExpiryWarned', 'DrExpired'])
    expect(p.events.slice(-3).map((e) => e.at)).toEqual([
      '2026-11-13T05:00:00.000Z',
      '2026-12-06T05:00:00.000Z',
      '2026-12-14T05:00:00.000Z',
    ])
    expect(p.state.status).toBe('EXPIRED')
  })

  it('a document whose last day had passed when it was issued ends at once, and not before it began', () => {
    const valid = [{ until: { element: 'date.arrival', plus: { n: -90, unit: 'd' } } }]
    const p = approved(withOutput({ valid }))
    expect(p.state.resolution).toMatchObject({ validUntil: '2026-06-03', expiresAt: p.now })
    p.until('2026-06-17 09:00')
    expect(p.events.at(-1)).toMatchObject({ type: 'DrExpired', at: '2026-06-16T15:00:00.000Z' })
  })
})

describe('revoke', () => {
  const revoke = ['revoke', 'office.approver:rosa', { grounds: 'false analysis' }] as const

  it('needs grounds, ends the document and opens the appeal', () => {
    const p = approved()
    expect(p.give('revoke', 'office.approver:rosa')).toEqual(['GROUNDS_REQUIRED'])
    expect(p.give(...revoke)).toEqual(['DrRevoked'])
    expect(p.state).toMatchObject({ status: 'REVOKED', period: { name: 'appeal' } })
    expect(p.give(...draw(kilos(0, '1')))).toEqual(['NOT_NOW'])
  })

  it('overturned on appeal the document is as it was, with what had been used of it', () => {
    const p = approved().all(draw(kilos(0, '600')), revoke, ['appeal', 'applicant', { text: 'it is true' }])
    expect(p.give('resolveAppeal', 'office.head:jefe', { outcome: 'overturned' })).toEqual(['AppealResolved'])
    expect(p.state).toMatchObject({
      status: 'PARTIALLY_USED',
      revokedFrom: null,
      resolution: { balance: [{ used: '600.000' }, {}] },
    })
  })

  it('restored after its last day it expires in that moment, without warnings of the past', () => {
    const p = approved(withOutput({ valid: [{ for: { n: 20, unit: 'd' } }] })).all(revoke, [
      'appeal',
      'applicant',
      { text: 'x' },
    ])
    p.until('2026-07-20 10:00')
    expect(p.give('resolveAppeal', 'office.head:jefe', { outcome: 'overturned' })).toEqual([
      'AppealResolved',
      'DrExpired',
    ])
    expect(p.state).toMatchObject({ status: 'EXPIRED', resolution: { warnAt: [] } })
    expect(p.until('2026-08-20 10:00')).toEqual([])
  })
})
