import { describe, expect, it } from 'vitest'
import { isRefused, type Calendar } from '#kernel'
import { catalogueEntry, type EntryFacts, type EntryState, type ProposeEntry } from './entry.ts'

const lima: Calendar = {
  id: 'lima',
  zone: 'America/Lima',
  week: [null, [510, 990], [510, 990], [510, 990], [510, 990], [510, 990], null],
  holidays: new Set(),
  law: '',
}
const NOW = '2026-06-16T15:00:00.000Z'
const proposal: ProposeEntry = {
  catalogue: 'pe.unit-values',
  code: 'UIT',
  names: { es: 'Unidad impositiva tributaria' },
  value: { amount: '5500.00', currency: 'PEN' },
  law: { norm: 'DS-260-2025-EF', article: '1' },
  from: '2026-07-01',
  burdens: false,
}
const facts: EntryFacts = {
  calendar: lima,
  overlaps: [],
  predecessor: null,
  noticeDays: 10,
  confirmBy: '2026-06-17T21:30:00.000Z',
}

/** Plays commands on an entry; answers the state, the types of the events, or the codes of the refusals. */
function play(start: EntryState = catalogueEntry.initial) {
  let state = start
  const give = (command: string, by: string, input: unknown, more: EntryFacts = {}, now = NOW): readonly string[] => {
    const [role = '', person = ''] = by.split(':')
    const decided = catalogueEntry.decide(
      state,
      command as 'proposeEntry',
      input as never,
      {
        now,
        caseId: 'case',
        actor: { person, org: 'authority', roles: [role] },
        capacities: ['owner', 'authority'],
        definition: undefined,
      },
      { ...facts, ...more },
    )
    if (isRefused(decided)) return decided.refusals.map((r) => r.code)
    for (const event of decided) state = catalogueEntry.evolve(state, event)
    return decided.map((e) => e.type)
  }
  const tick = (now: string): readonly string[] => {
    const events = catalogueEntry.tick?.(state, now, undefined) ?? []
    for (const event of events) state = catalogueEntry.evolve(state, event)
    return events.map((e) => `${e.type} ${e.at}`)
  }
  return { give, tick, state: () => state }
}

describe('an entry', () => {
  it('is proposed by one person, approved by another, and holds from its first day in the legal time of its country', () => {
    const p = play()
    expect(p.give('proposeEntry', 'steward:ana', proposal)).toEqual(['EntryProposed'])
    expect(p.give('approveEntry', 'steward:ana', {})).toEqual(['FOUR_EYES'])
    expect(p.give('approveEntry', 'steward:luis', {})).toEqual(['EntryApproved'])
    expect(catalogueEntry.nextDue?.(p.state())).toBe('2026-07-01T05:00:00.000Z')
    expect(p.tick('2026-07-01T04:59:59.000Z')).toEqual([])
    expect(p.tick('2026-07-03T10:00:00.000Z')).toEqual(['RuleInForce 2026-07-01T05:00:00.000Z'])
    expect(p.state().status).toBe('IN_FORCE')
  })

  it('that begins today holds when it is approved', () => {
    const p = play()
    p.give('proposeEntry', 'steward:ana', { ...proposal, from: '2026-06-16' })
    expect(p.give('approveEntry', 'steward:luis', {})).toEqual(['EntryApproved', 'RuleInForce'])
  })

  it('with a last day holds through that day', () => {
    const p = play()
    p.give('proposeEntry', 'steward:ana', { ...proposal, to: '2026-07-31' })
    p.give('approveEntry', 'steward:luis', {})
    expect(p.tick('2027-01-01T00:00:00.000Z')).toEqual([
      'RuleInForce 2026-07-01T05:00:00.000Z',
      'RuleSuperseded 2026-08-01T05:00:00.000Z',
    ])
    expect(p.state().status).toBe('SUPERSEDED')
  })

  it('is superseded on a day by a norm, and not in the past', () => {
    const p = play({ ...catalogueEntry.initial, status: 'IN_FORCE', from: '2026-01-01', zone: 'America/Lima' })
    const law = { norm: 'LEY-1' }
    expect(p.give('supersede', 'steward:ana', { to: '2025-12-31', law })).toEqual(['VALIDITY_BACKWARDS'])
    expect(p.give('supersede', 'steward:ana', { to: '2026-05-31', law })).toEqual(['VALIDITY_BACKDATED'])
    expect(p.give('supersede', 'steward:ana', { to: '2026-06-30', law })).toEqual(['EndSet'])
    expect(p.tick('2026-07-01T05:00:00.000Z')).toEqual(['RuleSuperseded 2026-07-01T05:00:00.000Z'])
  })
})

describe('a proposal', () => {
  it('is refused with every reason at once', () => {
    const overlaps = [{ caseId: 'other', origin: 'entry' as const, from: '2026-01-01', to: null }]
    const wrong = { ...proposal, from: '2026-06-01', to: '2026-05-01', supersedes: '2026-01-01' }
    expect(play().give('proposeEntry', 'steward:ana', wrong, { overlaps })).toEqual([
      'VALIDITY_BACKWARDS',
      'VALIDITY_BACKDATED',
      'NOTHING_TO_SUPERSEDE',
      'VALIDITY_OVERLAP',
    ])
    expect(play().give('proposeEntry', 'steward:ana', { ...proposal, code: 'a b', from: '2026-02-30' })).toEqual([
      'CATALOGUE_CODE',
      'INPUT_SHAPE',
    ])
  })

  it('names the entry it overlaps', () => {
    const overlaps = [{ caseId: 'other', origin: 'entry' as const, from: '2026-01-01', to: null }]
    const decided = catalogueEntry.decide(
      catalogueEntry.initial,
      'proposeEntry',
      proposal,
      {
        now: NOW,
        caseId: 'c',
        actor: { person: 'a', org: 'o', roles: ['steward'] },
        capacities: ['owner'],
        definition: undefined,
      },
      { ...facts, overlaps },
    )
    expect(isRefused(decided) && decided.refusals[0]?.params).toEqual({
      entry: 'pe.unit-values UIT',
      span: '2026-01-01 – …',
      case: 'other',
    })
  })

  it('for a past day needs the coordinator and a norm that allows it', () => {
    const past = { ...proposal, from: '2026-01-01' }
    const backdating = { norm: 'LEY-2', article: '3' }
    expect(play().give('proposeEntry', 'steward:ana', past)).toEqual(['VALIDITY_BACKDATED'])
    expect(play().give('proposeEntry', 'coordinator:eva', past)).toEqual(['VALIDITY_BACKDATED'])
    expect(play().give('proposeEntry', 'steward:ana', { ...past, backdating })).toEqual([
      'VALIDITY_BACKDATED',
      'FORBIDDEN',
    ])
    const p = play()
    expect(p.give('proposeEntry', 'coordinator:eva', { ...past, backdating })).toEqual(['EntryProposed'])
    expect(p.give('approveEntry', 'steward:luis', {})).toEqual(['EntryApproved', 'RuleInForce'])
  })

  it('that burdens is published ten days ahead; the day of approval counts, not that of the proposal', () => {
    const p = play()
    p.give('proposeEntry', 'steward:ana', { ...proposal, from: '2026-06-26', burdens: true })
    expect(p.give('approveEntry', 'steward:luis', {}, {}, '2026-06-17T15:00:00.000Z')).toEqual(['NOTICE_TOO_SHORT'])
    expect(p.give('approveEntry', 'steward:luis', {}, { noticeDays: 11 })).toEqual(['NOTICE_TOO_SHORT'])
    expect(p.give('approveEntry', 'steward:luis', {})).toEqual(['EntryApproved'])
  })

  it('that waited past its first day is not approved any more', () => {
    const p = play()
    p.give('proposeEntry', 'steward:ana', proposal)
    expect(p.give('approveEntry', 'steward:luis', {}, {}, '2026-07-02T15:00:00.000Z')).toEqual(['VALIDITY_BACKDATED'])
    expect(p.give('rejectEntry', 'steward:luis', { reason: 'too late' })).toEqual(['EntryRejected'])
  })
})

describe('an emergency rule', () => {
  const put = () => {
    const p = play()
    p.give('proposeEntry', 'coordinator:eva', { ...proposal, from: '2026-06-16', burdens: true })
    expect(p.give('emergencyPut', 'coordinator:eva', { reason: 'an outbreak' })).toEqual(['RuleEmergency'])
    return p
  }

  it('holds at once, without notice, and lapses unless another person approves it in one business day', () => {
    const p = put()
    expect(catalogueEntry.nextDue?.(p.state())).toBe('2026-06-17T21:30:00.000Z')
    expect(p.tick('2026-06-18T00:00:00.000Z')).toEqual(['RuleLapsed 2026-06-17T21:30:00.000Z'])
    expect(p.state()).toMatchObject({ status: 'LAPSED', from: '2026-06-16', to: '2026-06-17' })
  })

  it('is approved by another person and then holds like any other', () => {
    const p = put()
    expect(p.give('approveEntry', 'coordinator:eva', {})).toEqual(['FOUR_EYES'])
    expect(p.give('approveEntry', 'steward:luis', {})).toEqual(['EntryApproved', 'RuleInForce'])
    expect(p.state().status).toBe('IN_FORCE')
    expect(p.tick('2026-06-18T00:00:00.000Z')).toEqual([])
  })

  it('ends when it is refused', () => {
    const p = put()
    expect(p.give('rejectEntry', 'steward:luis', { reason: 'no outbreak' })).toEqual(['EntryRejected', 'RuleLapsed'])
    expect(p.state()).toMatchObject({ status: 'LAPSED', to: '2026-06-16' })
  })

  it('is of today: what begins later has the ordinary way', () => {
    const p = play()
    p.give('proposeEntry', 'coordinator:eva', proposal)
    expect(p.give('emergencyPut', 'coordinator:eva', { reason: 'x' })).toEqual(['EMERGENCY_NOT_NOW'])
  })
})
