import { describe, expect, it } from 'vitest'
import type { FeeLine, Procedure, RefundRule } from '../pack/model.ts'
import {
  admit,
  approve,
  definitionOf,
  goods,
  pay,
  play,
  propose,
  submit,
  toxicology,
  type Played,
} from './permit.fixture.ts'
import { noticesOf } from './notices.ts'
import { awaitedFee, type PermitState } from './state.ts'

const base = definitionOf().procedure
const output = (more: object): Partial<Procedure> => (base.output ? { output: { ...base.output, ...more } } : {})
const fixed = (amount: string, due: FeeLine['due']): FeeLine => ({
  kind: 'amount',
  amount: { money: { amount, currency: 'PEN' } },
  law: 'NORM art. 2',
  due,
})
const payOf = (amount: string) => ['pay', 'system', { ...pay[2], amount: { amount, currency: 'PEN' } }] as const
const evaluated = (more: Partial<Procedure>): Played => play(definitionOf(more)).all(submit, pay, admit)

describe('a fee due at issue is an order of its own', () => {
  const law = { fee: [...base.fee, fixed('9.90', 'issue')] }

  it('the document is issued when it is paid', () => {
    const p = evaluated(law).all(propose)
    expect(p.give(...approve)).toEqual(['ApprovalSigned', 'ClockStopped', 'TramiteApproved', 'FeeQuoted'])
    expect(p.state).toMatchObject({ status: 'AWAITING_PAYMENT', resolution: null, decision: { outcome: 'approve' } })
    expect(p.give(...payOf('41.60'))).toEqual(['PAYMENT_AMOUNT_MISMATCH'])
    expect(p.give(...payOf('9.90'))).toEqual(['FeePaid', 'DrIssued'])
    expect(p.state.status).toBe('APPROVED')
    expect(p.state.paid?.map((x) => x.amount.amount)).toEqual(['41.60', '9.90'])
  })

  it('unpaid, what was granted lapses', () => {
    const p = evaluated(law).all(propose, approve)
    expect(p.until('2026-06-30 10:00')).toEqual(['Lapsed'])
  })

  it('an exemption may waive that order alone', () => {
    const exempt: FeeLine = {
      kind: 'exempt',
      exempt: { op: 'test', element: 'treatment', test: { in: ['none'] } },
      law: 'NORM art. 3',
      due: 'issue',
    }
    const p = evaluated({ fee: [...law.fee, exempt] }).all(propose)
    expect(p.give(...approve).slice(-2)).toEqual(['FeeWaived', 'DrIssued'])
  })

  it('what an appeal grants is paid for as well', () => {
    const p = evaluated(law).all(
      ['propose', 'office.evaluator:ana', { outcome: 'deny', grounds: 'dose' }],
      ['deny', 'office.approver:rosa'],
      ['appeal', 'applicant', { text: 'no' }],
    )
    expect(p.give('resolveAppeal', 'office.head:jefe', { outcome: 'overturned' })).toEqual([
      'AppealResolved',
      'FeeQuoted',
    ])
    expect(p.give(...payOf('9.90'))).toEqual(['FeePaid', 'DrIssued'])
  })
})

describe('a rectification with a fee', () => {
  const law = { after: { rectify: { change: ['route'], fee: [fixed('3.00', 'submission')] } } }
  const south = { elements: { route: 'south' } }
  const issued = (more: Partial<Procedure> = law): Played => evaluated(more).all(propose, approve)
  const rectify = ['rectify', 'office.approver:rosa'] as const

  it('is asked for by the holder, paid, and then made', () => {
    const p = issued()
    expect(p.give(...rectify, south)).toEqual(['RECTIFICATION_NOT_ASKED'])
    expect(p.give('askRectify', 'applicant', { elements: { importer: { name: 'x' } } })).toEqual(['NOT_RECTIFIABLE'])
    expect(p.give('askRectify', 'applicant', south)).toEqual(['RectificationAsked'])
    expect(p.give('askRectify', 'applicant', south)).toEqual(['RECTIFICATION_PENDING'])
    expect([p.state.status, awaitedFee(p.state)?.total.amount]).toEqual(['APPROVED', '3.00'])
    expect(p.give(...rectify)).toEqual(['FEE_UNPAID'])
    p.all(payOf('3.00'))
    expect(p.give(...rectify)).toEqual(['DrRectified'])
    expect(p.state).toMatchObject({ elements: { route: 'south' }, resolution: { edition: 2 }, rectification: null })
  })

  it('lapses unpaid, and the document stays as it was', () => {
    const p = issued().all(['askRectify', 'applicant', south])
    expect(p.until('2026-06-30 10:00')).toEqual(['RectificationLapsed'])
    expect([p.state.status, p.state.resolution?.edition]).toEqual(['APPROVED', 1])
    expect(p.give(...payOf('3.00'))).toEqual(['NOTHING_TO_PAY'])
  })

  it('that was not paid ends with the document it would change, and is not there when an appeal gives that back', () => {
    const p = issued().all(['askRectify', 'applicant', south])
    expect(p.give('revoke', 'office.approver:rosa', { grounds: 'false papers' })).toEqual([
      'RectificationLapsed',
      'DrRevoked',
    ])
    p.all(['appeal', 'applicant', { text: 'they are true' }])
    p.until('2026-06-30 10:00')
    expect(p.give('resolveAppeal', 'office.head:olga', { outcome: 'overturned' })).toContain('AppealResolved')
    expect([p.state.status, p.state.rectification]).toEqual(['APPROVED', null])
  })

  it('may be declined with a reason; one that costs nothing needs no request', () => {
    const p = issued().all(['askRectify', 'applicant', south])
    expect(p.give('declineRectify', 'office.approver:rosa', { reason: 'closed' })).toEqual(['RectificationDeclined'])
    expect(p.give('declineRectify', 'office.approver:rosa', { reason: 'closed' })).toEqual(['NOTHING_ASKED'])
    expect(issued({}).give(...rectify, south)).toEqual(['DrRectified'])
  })
})

describe('a renewal', () => {
  it.each([
    [{}, '2026-12-01 10:00', ['NO_RENEWAL']],
    [{ after: { renew: { opens: { n: 30, unit: 'd' } } } }, '2026-11-12 10:00', ['RENEWAL_EARLY']],
    [{ after: { renew: { opens: { n: 30, unit: 'd' } } } }, '2026-11-13 10:00', ['RenewalAsked']],
    [{ after: { renew: { opens: { n: 30, unit: 'd' } } } }, '2026-12-14 10:00', ['NOT_NOW']],
  ] as const)('%j on %s: %j', (more, day, answer) => {
    const p = evaluated(more).all(propose, approve)
    p.until(day)
    expect(p.give('renew', 'applicant')).toEqual(answer)
  })

  it('is one at a time, until the new case has come to its end', () => {
    const permit = '00000000-0000-4000-8000-000000000077'
    const p = evaluated({ after: { renew: { opens: { n: 180, unit: 'd' } } } }).all(propose, approve, [
      'renew',
      'applicant',
    ])
    expect(p.give('renew', 'applicant')).toEqual(['RENEWAL_OPEN'])
    expect(p.give('linkRenewal', 'system', { permit })).toEqual(['RenewalOpened'])
    expect(p.give('closeRenewal', 'system', { permit: submit[2].dossier, outcome: 'refused' })).toEqual([])
    expect(p.give('closeRenewal', 'system', { permit, outcome: 'refused' })).toEqual(['RenewalClosed'])
    expect(p.give('renew', 'applicant')).toEqual(['RenewalAsked'])
  })
})

describe('an inspection that is good for so long', () => {
  const law = { tasks: [{ ...goods, goodFor: { n: 10, unit: 'd' } }] } as const
  const seen = (result: string) => ['recordInspection', 'office.inspector', { task: 'goods', result }] as const

  it('is asked for again when it grows old, also after the proposal', () => {
    const p = evaluated(law).all(seen('conform'), propose)
    expect(p.until('2026-06-27 10:00')).toEqual(['SlaHalf', 'InspectionStale', 'InspectionAsked'])
    expect(p.give(...approve)).toEqual(['TASK_OPEN'])
    p.all(seen('nonconform'))
    expect(p.give(...approve)).toEqual(['ADVERSE_TASK'])
  })

  it('does not grow old once it was decided on, nor when it was adverse', () => {
    const decided = evaluated(law).all(seen('conform'), propose, approve)
    expect(decided.until('2026-07-27 10:00')).toEqual([])
    const adverse = evaluated(law).all(seen('nonconform'))
    expect(adverse.until('2026-07-01 10:00')).not.toContain('InspectionStale')
  })
})

describe('what was not approved', () => {
  const partial = { outcome: 'approve', lines: [{ line: 1, quantity: null, reason: 'no' }] }
  const issued = (): Played => evaluated({}).all(['propose', 'office.evaluator:ana', partial], approve)
  const appeal = ['appeal', 'applicant', { text: 'more' }] as const
  const resolve = (outcome: string) => ['resolveAppeal', 'office.head:jefe', { outcome }] as const

  it('may be appealed while the rest is used', () => {
    const p = issued()
    expect(p.state.resolution?.balance.map((b) => b.line)).toEqual([0])
    expect(p.give(...resolve('upheld'))).toEqual(['FORBIDDEN'])
    expect(p.give(...appeal)).toEqual(['AppealFiled'])
    expect(p.state.status).toBe('APPROVED')
    expect(p.give('resolveAppeal', 'office.head:rosa', { outcome: 'upheld' })).toEqual(['FOUR_EYES'])
    expect(p.give(...resolve('overturned'))).toEqual(['AppealResolved', 'DrAmended'])
    expect(p.state).toMatchObject({ status: 'APPROVED', appealing: false, resolution: { edition: 2 } })
    expect(p.state.resolution?.balance.map((b) => b.authorised.value)).toEqual(['1000.000', '2000.000'])
  })

  it('stays refused when the appeal is not upheld; and late is late', () => {
    const p = issued().all(appeal)
    expect(p.give(...resolve('upheld'))).toEqual(['AppealResolved'])
    expect(p.state.status).toBe('APPROVED')
    const late = issued()
    late.until('2026-08-01 10:00')
    expect(late.give(...appeal)).toEqual(['APPEAL_LATE'])
  })

  it('is nothing where all was approved', () => {
    expect(
      evaluated({})
        .all(propose, approve)
        .give(...appeal),
    ).toEqual(['NOTHING_TO_APPEAL'])
  })
})

describe('one balance of the whole document', () => {
  const draw = (line: number, value: string, unit = 'KGM') =>
    ['draw', 'customs', { lines: [{ line, quantity: { value, unit } }] }] as const

  it('adds up the lines of one unit, and is drawn for any of them', () => {
    const law = output({ balance: { of: 'goods.quantity', per: 'document', tolerance: '5' } })
    const p = evaluated(law).all(propose, approve)
    expect(p.state.resolution?.balance).toMatchObject([{ line: 0, authorised: { value: '3000.000', unit: 'KGM' } }])
    expect(p.give(...draw(1, '2999'))).toEqual(['DrDrawn'])
    expect(p.give(...draw(0, '152'))).toEqual(['LPCO_BALANCE_EXCEEDED'])
    expect(p.give(...draw(9, '1'))).toEqual(['UNKNOWN_LINE'])
    expect(p.give(...draw(0, '1', 'LTR'))).toEqual(['UNIT_MISMATCH'])
    expect(p.give(...draw(0, '151'))).toEqual(['DrDrawn', 'DrExhausted'])
  })
})

describe('electronic copies', () => {
  it('customs has it at once; the others are queued until an adapter says what became of them', () => {
    const p = evaluated(output({ send: ['customs', 'ephyto'] })).all(propose)
    expect(p.give(...approve).slice(-3)).toEqual(['DrIssued', 'CopyReported', 'CopyQueued'])
    expect(
      p.give('reportCopy', 'system', { to: 'ephyto', edition: 1, outcome: 'accepted', reference: 'PE-1' }),
    ).toEqual(['SpsAccepted'])
    expect(p.give('reportCopy', 'system', { to: 'ephyto', edition: 1, outcome: 'accepted' })).toEqual([])
    expect(p.give('reportCopy', 'system', { to: 'ephyto', edition: 7, outcome: 'sent' })).toEqual([])
    expect(p.state.copies).toMatchObject({ customs: { status: 'received' }, ephyto: { reference: 'PE-1' } })
  })
})

describe('a refund to whoever withdraws', () => {
  const rule = (until: RefundRule['until'], share: string, from = '2026-01-01'): RefundRule => ({
    until,
    share,
    from,
    law: `${until} ${from}`,
  })
  const rules = [
    rule('admission', '100'),
    rule('decision', '40'),
    rule('decision', '50', '2026-06-01'),
    rule('decision', '60', '2027-01-01'),
  ]
  it.each([
    ['before anything was paid', [submit], undefined],
    ['before admission', [submit, pay], '41.60'],
    ['under evaluation, by the rule of the day', [submit, pay, admit], '20.80'],
    ['proposed', [submit, pay, admit, propose], '20.80'],
  ] as const)('%s', (_, steps, owed) => {
    const p = play(definitionOf({ refunds: rules })).all(...steps, ['withdraw', 'applicant'])
    expect(p.state.refund?.orders[0]?.amount.amount).toBe(owed)
  })

  it('is nothing where the country gives nothing back', () => {
    expect(play(definitionOf({})).all(submit, pay, ['withdraw', 'applicant']).state.refund).toBeUndefined()
    const late = [rule('admission', '100')]
    expect(
      play(definitionOf({ refunds: late })).all(submit, pay, admit, ['withdraw', 'applicant']).state.refund,
    ).toBeUndefined()
  })
})

describe('notices of a procedure', () => {
  const notice = (on: string) => ({ on, to: 'applicant', words: { es: on } }) as const
  const all = ['submitted', 'admitted', 'observed', 'approved', 'denied', 'breached', 'expiring', 'lapsed']
  const law = definitionOf({ notices: all.map(notice) as never, tasks: [toxicology] }).procedure
  const state = { elements: {}, lines: [], facts: {} } as unknown as PermitState
  it.each([
    ['TramiteSubmitted', {}, ['submitted']],
    ['TramiteAdmitted', {}, ['admitted']],
    ['TramiteObserved', {}, ['observed']],
    ['TramiteApproved', {}, ['approved']],
    ['DrIssued', {}, []],
    ['TramiteDenied', {}, ['denied']],
    ['SilenceApplied', { effect: 'negative' }, ['denied']],
    ['SilenceApplied', { effect: 'positive' }, []],
    ['SlaBreached', {}, ['breached']],
    ['ExpiryWarned', {}, ['expiring']],
    ['Abandoned', {}, ['lapsed']],
  ])('%s %j: %j', (type, data, told) => {
    const found = noticesOf(law, { type, data, at: '2026-06-16T15:00:00.000Z' }, state)
    expect(found.map(({ notice: n }) => n.on)).toEqual(told)
  })
})

describe('a correction that the State caused', () => {
  const law = { after: { rectify: { change: ['route'], fee: [fixed('3.00', 'submission')] } } }
  const south = { elements: { route: 'south' } }
  const issued = (): Played => evaluated(law).all(propose, approve)
  const rectify = ['rectify', 'office.approver:rosa'] as const

  it('costs nothing: whoever signs it accepts the ground (M06-7)', () => {
    const p = issued().all(['askRectify', 'applicant', { ...south, ground: 'AGENCY_ERROR' }])
    expect(awaitedFee(p.state)).toBeNull()
    expect(p.give(...rectify)).toEqual(['DrRectified'])
    expect(p.state).toMatchObject({ elements: { route: 'south' }, rectification: null })
  })

  it('may be made by the approver unasked, and what was paid for it goes back', () => {
    expect(issued().give(...rectify, { ...south, ground: 'PLATFORM_ERROR' })).toEqual(['DrRectified'])
    const paid = issued().all(['askRectify', 'applicant', south], payOf('3.00'))
    expect(paid.give(...rectify, { ground: 'AGENCY_ERROR' })).toEqual(['DrRectified', 'RefundDue'])
    expect(paid.state.refund).toMatchObject({ share: '100', orders: [{ amount: { amount: '3.00' } }] })
  })

  it('is declined where the approver sees no error of the State', () => {
    const p = issued().all(['askRectify', 'applicant', { ...south, ground: 'AGENCY_ERROR' }])
    expect(p.give('declineRectify', 'office.approver:rosa', { reason: 'The firm typed it' })).toEqual([
      'RectificationDeclined',
    ])
  })
})
