import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toInstant, toMs, type PermitStatus } from '#kernel'
import { newId } from '#platform/cases'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { approvedAcid, fileAcid, people } from '../../test/helpers/shipments.ts'
import { minutesOf } from './minutes.ts'
import { closeOutage, openOutage } from './outages.ts'

const at = (minutes: number): string => toInstant(Date.UTC(2026, 5, 1) + minutes * 60_000)

describe('whose time it was', () => {
  it('is divided by whose turn it was, and an outage is nobody’s', () => {
    const moments = [
      { at: at(0), status: 'AWAITING_PAYMENT' },
      { at: at(60), status: 'UNDER_EVALUATION' },
      { at: at(100), status: 'OBSERVED' },
      { at: at(400), status: 'UNDER_EVALUATION' },
    ] as const
    expect(minutesOf(moments, at(500), [])).toEqual({ agency: 140, applicant: 360, outage: 0 })
    const outages = [
      { from: at(50), to: at(70) },
      { from: at(65), to: at(80) },
    ]
    expect(minutesOf(moments, at(500), outages)).toEqual({ agency: 120, applicant: 350, outage: 30 })
  })

  it('always adds up to the whole, whatever happened', () => {
    const statuses = [
      'AWAITING_PAYMENT',
      'UNDER_EVALUATION',
      'OBSERVED',
      'WAITING',
      'PROPOSED',
    ] as const satisfies PermitStatus[]
    const moment = fc.record({ minute: fc.integer({ min: 0, max: 5000 }), status: fc.constantFrom(...statuses) })
    const outage = fc.tuple(fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 0, max: 900 }))
    fc.assert(
      fc.property(
        fc.array(moment, { minLength: 1, maxLength: 8 }),
        fc.array(outage, { maxLength: 4 }),
        (list, down) => {
          const moments = list
            .map((m) => ({ at: at(m.minute), status: m.status }))
            .sort((a, b) => (a.at < b.at ? -1 : 1))
          const until = at(6000)
          const m = minutesOf(
            moments,
            until,
            down.map(([from, n]) => ({ from: at(from), to: at(from + n) })),
          )
          const whole = (toMs(until) - toMs(moments[0]?.at ?? until)) / 60_000
          expect(m.agency + m.applicant + m.outage).toBe(whole)
          expect(Math.min(m.agency, m.applicant, m.outage)).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})

describe('the ledger', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp()
  })
  afterAll(() => app.close())

  it('has a row for each decision, with an outage in between taken off', async () => {
    const { permit, order } = await fileAcid(app)
    app.clock.hours(1)
    await app.pay(order)
    await app.act(people.victor, `/v1/permits/${permit}`, 'observe', { observations: [{ text: 'Which tank?' }] })
    app.clock.hours(1)
    const { pool } = app.house
    await openOutage(pool, {
      component: 'database',
      since: app.clock.now(),
      declared: true,
      reason: 'test',
      stopsClocks: true,
    })
    app.clock.hours(1)
    expect(await closeOutage(pool, 'database', app.clock.now())).toMatchObject({ component: 'database' })
    app.clock.hours(1)
    await app.act(people.lucia, `/v1/permits/${permit}`, 'answer', { text: 'The second one.' })
    app.clock.hours(1)
    await app.act(people.victor, `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
    await app.act(people.irene, `/v1/permits/${permit}`, 'approve', {})
    const [row] = await app.asOwner('SELECT * FROM times.closed WHERE case_id = $1', [permit])
    expect(row).toMatchObject({
      country: 'pe',
      agency: 'mtc',
      procedure: 'pe.hazmat-notice',
      outcome: 'approved',
      agency_minutes: 60,
      applicant_minutes: 180,
      outage_minutes: 60,
      within_term: true,
    })
  })

  it('is published for five cases or more, to anyone, and as CSV', async () => {
    const times = async (query = '') =>
      (await app.call('GET', `/v1/times${query}`)).body as { recent: object[]; months: object[] }
    expect((await times('?country=pe')).recent).toEqual([])
    for (let i = 0; i < 4; i++) await approvedAcid(app)
    const { recent, months } = await times('?country=pe&agency=mtc')
    expect(recent).toHaveLength(1)
    expect(recent[0]).toMatchObject({ procedure: 'pe.hazmat-notice', cases: 5, withinTerm: '1.000', month: null })
    expect((recent[0] as { totalHours: { p95: number } }).totalHours.p95).toBeGreaterThan(0)
    expect(months.length).toBeLessThanOrEqual(1)
    expect((await times('?country=uy')).recent).toEqual([])
    const csv = await app.call('GET', '/v1/times?country=pe&format=csv')
    expect(csv.text.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^country,agency,procedure,month,cases/),
      expect.stringMatching(/^pe,mtc,pe\.hazmat-notice,last-90-days,5,1\.000,/),
    ])
    expect((await app.call('GET', "/v1/times?country=pe'--")).status).toBe(422)
  })

  it('leaves sandboxes out', async () => {
    await app.asOwner(
      `INSERT INTO times.closed SELECT gen_random_uuid(), 'uy', 'x', 'uy.x', $1, $1, 'approved', 1, 1, 0, 1, true, $2 FROM generate_series(1, 9)`,
      [app.clock.now(), newId()],
    )
    expect(((await app.call('GET', '/v1/times?country=uy')).body as { recent: unknown[] }).recent).toEqual([])
  })
})
