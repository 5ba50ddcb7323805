import { describe, expect, it } from 'vitest'
import {
  admit,
  approve,
  definitionOf,
  deny,
  environment,
  goods,
  orgs,
  pay,
  play,
  propose,
  proposeDenial,
  submit,
  toxicology,
  type Played,
} from './permit.fixture.ts'
import { permit } from './permit.ts'

const base = definitionOf().procedure.decision
const admitted = (more: Parameters<typeof definitionOf>[0] = {}, world: Parameters<typeof play>[1] = {}): Played =>
  play(definitionOf(more), world).all(submit, pay, admit)
const denied = (): Played => admitted().all(proposeDenial, deny)

describe('propose', () => {
  it('passes the case to the approver', () => {
    const p = admitted()
    expect(p.give(...propose)).toEqual(['DecisionProposed'])
    expect(p.state).toMatchObject({
      status: 'PROPOSED',
      proposal: { outcome: 'approve', by: 'ana' },
      evaluators: ['ana', 'ana'],
    })
  })

  it('waits for every open task', () => {
    const p = admitted({ tasks: [toxicology, goods] })
    const found = p.refusals('propose', 'office.evaluator', { outcome: 'deny' })
    expect(found.map((r) => [r.code, r.params?.task])).toEqual([
      ['TASK_OPEN', 'toxicology'],
      ['TASK_OPEN', 'goods'],
      ['GROUNDS_REQUIRED', undefined],
    ])
  })

  it('an adverse result allows only a denial', () => {
    const p = admitted({ tasks: [goods] }).all([
      'recordInspection',
      'office.inspector',
      { task: 'goods', result: 'nonconform' },
    ])
    expect(p.give(...propose)).toEqual(['ADVERSE_TASK'])
    expect(p.give('propose', 'office.approver:rosa', { outcome: 'approve', grounds: 'I say so' })).toEqual([
      'ADVERSE_TASK',
    ])
    expect(p.give(...proposeDenial)).toEqual(['DecisionProposed'])
  })

  it('the approver may overrule an opinion’s silence with a signed reason, unless it binds', () => {
    const silent = (binding: boolean): Played => {
      const p = admitted({ tasks: [{ ...environment, binding }] })
      p.until('2026-06-22 09:00')
      return p
    }
    const overrule = ['propose', 'office.approver:rosa', { outcome: 'approve', grounds: 'known product' }] as const
    const p = silent(false)
    expect(p.give(...propose)).toEqual(['ADVERSE_TASK'])
    expect(p.give('propose', 'office.evaluator', { outcome: 'approve', grounds: 'known product' })).toEqual([
      'ADVERSE_TASK',
    ])
    expect(p.give('propose', 'office.approver:rosa', { outcome: 'approve' })).toEqual(['ADVERSE_TASK'])
    expect(p.give(...overrule)).toEqual(['DecisionProposed'])
    expect(p.give(...approve)).toEqual(['FOUR_EYES'])
    expect(p.give('approve', 'office.approver:hugo')).toContain('DrIssued')
    expect(silent(true).give(...overrule)).toEqual(['ADVERSE_TASK'])
  })

  it('needs the permits that must be there at the decision, to approve but not to deny', () => {
    const needs = [{ permit: 'xt.origin', at: 'decision' }] as const
    const p = admitted({ needs }, { needs: { 'xt.origin': 'pending' } })
    expect(p.give(...propose)).toEqual(['PERMIT_NEEDED'])
    expect(p.give(...proposeDenial)).toEqual(['DecisionProposed'])
    expect(admitted({ needs }, { needs: { 'xt.origin': 'granted' } }).give(...propose)).toEqual(['DecisionProposed'])
  })
})

describe('a partial approval', () => {
  const partial = (lines: readonly object[], outcome = 'approve') =>
    ['propose', 'office.evaluator:ana', { outcome, lines, grounds: 'limits' }] as const
  const reason = 'above the limit'
  const of = (line: number, value: string | null, unit = 'KGM') => ({
    line,
    reason,
    quantity: value === null ? null : { value, unit },
  })

  it('authorises less of a line, or none of it', () => {
    const p = admitted().all(partial([of(0, '400'), of(1, null)]), approve)
    expect(p.state.resolution?.balance).toEqual([
      {
        line: 0,
        authorised: { value: '400.000', unit: 'KGM' },
        ceiling: { value: '420.000', unit: 'KGM' },
        used: '0.000',
      },
    ])
  })

  it('never authorises more than was asked, in any unit, nor one line twice', () => {
    const lines = [of(0, '1000.001'), of(1, '2.001', 'TNE'), of(1, '1', 'TNE'), of(2, '1'), of(0, '1', 'LTR')]
    expect(
      admitted()
        .refusals(...partial(lines))
        .map((r) => `${r.code} ${r.pointer}`),
    ).toEqual([
      'ABOVE_MAX /lines/0/quantity',
      'ABOVE_MAX /lines/1/quantity',
      'UNKNOWN_LINE /lines/2/line',
      'UNKNOWN_LINE /lines/3/line',
      'UNKNOWN_LINE /lines/4/line',
    ])
    expect(admitted().refusals(...partial([of(0, '1', 'LTR')]))).toMatchObject([
      { code: 'UNIT_MISMATCH', pointer: '/lines/0/quantity' },
    ])
    expect(admitted().give(...partial([of(0, '1000'), of(1, '2000')]))).toEqual(['DecisionProposed'])
  })

  it('only where the procedure allows it, and not of a denial', () => {
    expect(admitted({ decision: { ...base, partial: false } }).give(...partial([of(0, '1')]))).toEqual(['NOT_PARTIAL'])
    expect(admitted().give(...partial([of(0, '1')], 'deny'))).toEqual(['NOT_PARTIAL'])
  })
})

describe('approve', () => {
  it('issues the document with its number, validity, warnings and balance', () => {
    const p = admitted().all(propose)
    expect(p.give(...approve)).toEqual(['ApprovalSigned', 'ClockStopped', 'TramiteApproved', 'DrIssued'])
    expect(p.state).toMatchObject({
      status: 'APPROVED',
      decision: { outcome: 'approve', reasonCode: 'MEETS_REQUIREMENTS' },
      clock: { stoppedAt: p.now, breached: false },
      resolution: {
        number: 'XT-2026-000001',
        validUntil: '2026-12-13',
        expiresAt: '2026-12-14T05:00:00.000Z',
        warnAt: ['2026-11-13T05:00:00.000Z', '2026-12-06T05:00:00.000Z'],
        balance: [
          { line: 0, authorised: { value: '1000.000', unit: 'KGM' }, ceiling: { value: '1050.000', unit: 'KGM' } },
          { line: 1, authorised: { value: '2000.000', unit: 'KGM' }, ceiling: { value: '2100.000', unit: 'KGM' } },
        ],
        edition: 1,
      },
    })
  })

  it('is never given by whoever evaluated: admitted, asked a cure, observed or proposed', () => {
    const cured = play()
      .all(submit, pay, ['requestCure', 'office.evaluator:carlos', { defects: [{ text: 'x' }] }], ['cure', 'applicant'])
      .all(
        admit,
        ['observe', 'office.evaluator:olga', { observations: [{ text: 'x' }] }],
        ['answer', 'applicant', { text: 'y' }],
      )
      .all(['propose', 'office.evaluator:pablo', { outcome: 'approve' }])
    for (const person of ['carlos', 'ana', 'olga', 'pablo'])
      for (const command of ['approve', 'return'])
        expect(cured.give(command, `office.approver:${person}`, { reason: 'x' })).toEqual(['FOUR_EYES'])
    expect(cured.give(...approve)).toContain('DrIssued')
  })

  it('the approver who opened a further round may still decide', () => {
    const p = admitted()
      .all(
        ['observe', 'office.evaluator:ana', { observations: [{ text: 'x' }] }],
        ['answer', 'applicant', { text: 'y' }],
      )
      .all(
        ['observe', 'office.approver:rosa', { observations: [{ text: 'z' }], reason: 'new risk' }],
        ['answer', 'applicant', { text: 'y' }],
      )
      .all(propose)
    expect(p.give(...approve)).toContain('DrIssued')
  })

  it('by as many people as the law asks, each once', () => {
    const p = admitted({ decision: { ...base, approvers: 2 } }).all(propose)
    expect(p.give(...approve)).toEqual(['ApprovalSigned'])
    expect(p.state.status).toBe('PROPOSED')
    expect(p.give(...approve)).toEqual(['FOUR_EYES'])
    expect(p.give('approve', 'office.approver:hugo')).toContain('DrIssued')
    expect(p.state.approvals).toEqual(['rosa', 'hugo'])
  })

  it('a returned case forgets the approvals it had', () => {
    const p = admitted({ decision: { ...base, approvers: 2 } }).all(propose, approve, [
      'return',
      'office.approver:hugo',
      { reason: 'dose' },
    ])
    expect(p.state).toMatchObject({ status: 'UNDER_EVALUATION', approvals: [], proposal: null })
    p.all(propose, approve)
    expect(p.state.status).toBe('PROPOSED')
  })

  it('only what was proposed', () => {
    expect(
      admitted()
        .all(proposeDenial)
        .refusals(...approve),
    ).toMatchObject([{ code: 'PROPOSAL_DIFFERS', params: { proposed: 'deny' } }])
    expect(
      admitted()
        .all(propose)
        .give(...deny),
    ).toEqual(['PROPOSAL_DIFFERS'])
  })

  it('names the reason, the law and the version of the rule', () => {
    const p = admitted().all(propose, ['approve', 'office.approver:rosa', { reason: 'meets article 5' }])
    expect(p.events.find((e) => e.type === 'TramiteApproved')?.data).toMatchObject({
      reasonCode: 'MEETS_REQUIREMENTS',
      legalBasis: 'NORM art. 1',
      humanText_es: 'meets article 5',
      ruleVersion: 'xt.full@2026-01-01',
      automatic: false,
    })
  })
})

describe('deny', () => {
  it('opens the appeal', () => {
    const p = admitted().all(proposeDenial)
    expect(p.give(...deny)).toEqual(['ClockStopped', 'TramiteDenied'])
    expect(p.state).toMatchObject({
      status: 'DENIED',
      decision: { outcome: 'deny', grounds: 'dose' },
      period: { name: 'appeal', due: '2026-07-08T21:30:00.000Z' },
      resolution: null,
    })
  })

  it('is given by another person than those who evaluated', () => {
    expect(admitted().all(proposeDenial).give('deny', 'office.approver:ana')).toEqual(['FOUR_EYES'])
  })
})

describe('appeal', () => {
  const appeal = ['appeal', 'applicant', { text: 'a new study' }] as const

  it('in time goes to the head', () => {
    const p = denied()
    p.until('2026-07-08 16:30')
    expect(p.give(...appeal)).toEqual(['AppealFiled'])
    expect(p.state).toMatchObject({ status: 'UNDER_APPEAL', period: { name: 'appealDecision' } })
  })

  it('a minute late is refused, with the last day', () => {
    const p = denied()
    p.until('2026-07-08 16:31')
    expect(p.refusals(...appeal)).toMatchObject([{ code: 'APPEAL_LATE', params: { last: '2026-07-08' } }])
  })

  it('is never resolved by anybody who took part', () => {
    const p = admitted().all(
      proposeDenial,
      ['return', 'office.approver:hugo', { reason: 'more' }],
      proposeDenial,
      deny,
      appeal,
    )
    for (const person of ['ana', 'hugo', 'rosa'])
      expect(p.give('resolveAppeal', `office.head:${person}`, { outcome: 'upheld' })).toEqual(['FOUR_EYES'])
    expect(p.give('resolveAppeal', 'office.head:jefe', { outcome: 'upheld' })).toEqual(['AppealResolved'])
    expect(p.state).toMatchObject({ status: 'UPHELD', period: null })
    expect(p.give(...appeal)).toEqual(['NOT_NOW'])
  })

  it('goes to the body that the law names, and to nobody else', () => {
    const p = admitted({ appeal: { to: { agency: 'health', role: 'head' } } }).all(proposeDenial, deny)
    expect(p.give('resolveAppeal', 'health.head:jefa', { outcome: 'upheld' })).toEqual(['NOT_NOW'])
    p.all(appeal)
    expect(permit.parties(p.state)).toContainEqual({ org: orgs.health, capacity: 'appeal' })
    expect(permit.work?.(p.state)).toMatchObject([{ name: 'resolve-appeal', org: orgs.health, role: 'head' }])
    expect(p.give('resolveAppeal', 'office.head:jefe', { outcome: 'upheld' })).toEqual(['FORBIDDEN'])
    expect(p.give('resolveAppeal', 'health.head:jefa', { outcome: 'overturned' })).toEqual([
      'AppealResolved',
      'DrIssued',
    ])
  })

  it('stays with the agency where the body is not known to the case', () => {
    const p = admitted({ appeal: { to: { agency: 'ministry', role: 'head' } } }).all(proposeDenial, deny, appeal)
    expect(p.give('resolveAppeal', 'office.head:jefe', { outcome: 'upheld' })).toEqual(['AppealResolved'])
  })

  it('overturned, what was denied is granted whole', () => {
    const p = denied().all(appeal)
    expect(p.give('resolveAppeal', 'office.head:jefe', { outcome: 'overturned' })).toEqual([
      'AppealResolved',
      'DrIssued',
    ])
    expect(p.state).toMatchObject({
      status: 'APPROVED',
      resolution: { number: 'XT-2026-000001', balance: [{ line: 0 }, { line: 1 }] },
    })
  })
})

describe('withdraw', () => {
  it('is a right in every status before the decision', () => {
    const start = (): Played => play(definitionOf({ needs: [{ permit: 'xt.origin', at: 'start' }] })).all(submit)
    const observed = admitted().all(['observe', 'office.evaluator', { observations: [{ text: 'x' }] }])
    const cure = play().all(submit, pay, ['requestCure', 'office.evaluator', { defects: [{ text: 'x' }] }])
    for (const p of [
      start(),
      play().all(submit),
      play().all(submit, pay),
      cure,
      admitted(),
      observed,
      admitted().all(propose),
    ]) {
      expect(p.give('withdraw', 'applicant', { reason: 'sold' })).toContain('TramiteWithdrawn')
      expect(p.state).toMatchObject({ status: 'WITHDRAWN', period: null })
      expect(p.until('2027-12-01 10:00')).toEqual([])
    }
  })

  it('and not afterwards', () => {
    for (const p of [denied(), admitted().all(propose, approve)])
      expect(p.give('withdraw', 'applicant')).toEqual(['NOT_NOW'])
  })
})
