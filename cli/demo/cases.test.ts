import { describe, expect, it } from 'vitest'
import { agrees, checkEvents, checkPermit, checkRefused, factsOf, type PermitCase } from './cases.ts'
import type { Refused } from './report.ts'

const refused = (code: string, pointer = ''): Refused => ({ code, pointer, message: { en: '', es: '' } })

describe('comparing with what a step states', () => {
  it.each([
    ['fee', '36.00 PEN', '36 PEN', true],
    ['fee', '36.00 PEN', '36.00 USD', false],
    ['fee', '0.00 PEN', 'none', true],
    ['fee', '1.00 PEN', 'none', false],
    ['used', '600.000', '600', true],
    ['used', '600.001', '600', false],
    ['tasks', 'toxicology:open environment:open', 'environment:open toxicology:open', true],
    ['tasks', '', '', true],
    ['tasks', 'goods:open', 'goods:done', false],
    ['valid-until', 'none', 'none', true],
    ['number', 'PE-2026-0002231', 'PE-2026-2231', false],
  ])('%s: %s against %s', (key, expected, got, same) => {
    expect(agrees(key, expected, got)).toBe(same)
  })

  it('wants exactly the refusals stated, each once, in any order', () => {
    const two = [refused('TASK_OPEN'), refused('TASK_OPEN'), refused('FOUR_EYES')]
    expect(checkRefused({ refused: ['FOUR_EYES', 'TASK_OPEN'] }, two).ok).toBe(true)
    expect(checkRefused({ refused: ['FOUR_EYES'] }, two)).toMatchObject({ ok: false, got: 'FOUR_EYES, TASK_OPEN' })
    expect(checkRefused({ refused: ['FOUR_EYES', 'NOT_NOW'] }, two).ok).toBe(false)
  })

  it('wants acceptance where nothing is stated', () => {
    expect(checkRefused({}, [])).toMatchObject({ ok: true, expected: 'nothing', got: 'nothing' })
    expect(checkRefused({}, [refused('NOT_NOW')]).ok).toBe(false)
    expect(checkRefused({ refused: ['NOT_NOW'] }, []).ok).toBe(false)
  })

  it('reads the packs’ short codes, and asks for the place where one is stated', () => {
    expect(checkRefused({ refused: ['BALANCE_EXCEEDED'] }, [refused('LPCO_BALANCE_EXCEEDED', '/lines/0')]).ok).toBe(
      true,
    )
    const at = { refused: ['CAS_CHECK_DIGIT at /dossier/lines/0/goods.cas'] }
    expect(checkRefused(at, [refused('CAS_CHECK_DIGIT', '/dossier/lines/0/goods.cas')]).ok).toBe(true)
    expect(checkRefused(at, [refused('CAS_CHECK_DIGIT', '/dossier/lines/1/goods.cas')]).ok).toBe(false)
  })

  it('looks for events in the step, and for what must not have happened in all of them', () => {
    const then = { events: ['SlaHalf'], 'not-yet': ['SlaBreached'] }
    expect(checkEvents(then, ['SlaHalf'], ['ClockStarted', 'SlaHalf']).every((c) => c.ok)).toBe(true)
    expect(checkEvents(then, [], ['SlaHalf', 'SlaBreached']).map((c) => c.ok)).toEqual([false, false])
    expect(checkEvents({}, [], [])).toEqual([])
  })

  it('says draft and none of a case that was never filed', () => {
    const facts = factsOf(undefined, 'America/Lima')
    expect(checkPermit({ status: 'DRAFT', number: 'none', due: 'none' }, facts).every((c) => c.ok)).toBe(true)
  })

  it('tells the due day in the legal time of the place', () => {
    const permit = {
      status: 'UNDER_EVALUATION',
      state: {
        fee: null,
        clock: { due: '2026-06-20T02:30:00.000Z', used: 0, stoppedAt: null },
        period: { due: '2026-07-01T00:00:00.000Z' },
        tasks: {},
        resolution: null,
      },
    } as unknown as PermitCase
    expect(factsOf(permit, 'America/Lima').due).toBe('2026-06-19')
  })
})
