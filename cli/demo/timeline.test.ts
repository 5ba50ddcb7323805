import { describe, expect, it } from 'vitest'
import { landingStep } from './landing-story.ts'
import { isRight, type DemoReport, type StepReport } from './report.ts'
import { reportLines, wrap, type Look } from './timeline.ts'
import { toJson } from './to-json.ts'
import { dayWords, moneyWords } from './words.ts'

const plain: Look = { lang: 'en', colour: false, width: 100 }

const step = (more: Partial<StepReport> = {}): StepReport => ({
  n: 1,
  at: '2026-06-08 09:30',
  instant: '2026-06-08T14:30:00.000Z',
  who: { person: 'Lucía Rivas', role: 'titular', organisation: 'Agrofarma Norte SAC' },
  act: 'pay',
  what: { en: 'Pays the order', es: 'Paga la orden' },
  note: null,
  agency: null,
  result: [{ en: 'to be admitted', es: 'por admitir' }],
  status: 'ADMISSIBILITY',
  due: '2026-06-16',
  number: null,
  cost: { amount: '2310.00', currency: 'PEN' },
  refused: [],
  checks: [{ key: 'status', expected: 'ADMISSIBILITY', got: 'ADMISSIBILITY', ok: true }],
  kind: 'done',
  ...more,
})

const report = (...steps: StepReport[]): DemoReport => ({
  story: 'S7',
  title: { en: 'Restricted goods', es: 'Mercancía restringida' },
  country: 'pe',
  baseUrl: 'http://127.0.0.1:3000',
  parts: [{ name: 'story', title: { en: 'The story', es: 'La historia' }, sandbox: 'x', zone: 'America/Lima', steps }],
  totals: {
    cost: [{ amount: '327.85', currency: 'PEN' }],
    costBefore: [],
    days: [{ agency: 'SENASA', what: { en: 'permit', es: 'permiso' }, days: 4, inside: null }],
    times: { sumOfDurations: 15, elapsed: 7, elapsedWithoutPauses: 6, gain: '2.5' },
    saldo: [],
  },
  documents: [{ number: 'PQUA-00077', code: 'A', verifyUrl: 'http://127.0.0.1:3000/v/A' }],
})

const wrong = step({
  refused: [{ code: 'NOT_NOW', pointer: '/x', message: { en: 'Not now.', es: 'Ahora no.' } }],
  checks: [{ key: 'status', expected: 'APPROVED', got: 'DENIED', ok: false }],
  kind: 'refused',
})

describe('the timeline', () => {
  it('tells a step in four lines: when and what, who, what came of it, what it cost', () => {
    const lines = reportLines(report(step()), plain)
    const at = lines.indexOf('Mon 8 Jun 2026')
    expect(lines.slice(at, at + 5)).toEqual([
      'Mon 8 Jun 2026',
      '  09:30 ✓ Pays the order',
      '            Lucía Rivas · titular · Agrofarma Norte SAC',
      '          → to be admitted',
      '          → costs 2,310.00 PEN',
    ])
  })

  it('says what was expected beside what came out, and how many values differ', () => {
    const text = reportLines(report(step(), wrong), plain).join('\n')
    expect(text).toContain('  09:30 ✗ Pays the order')
    expect(text).toContain('⊘ Refused: Not now. NOT_NOW /x')
    expect(text).toContain('≠ status: expected APPROVED; got DENIED')
    expect(text).toContain('✗ 1 of 2 values differ.')
    expect(reportLines(report(step()), plain).join('\n')).toContain('✓ All 1 values are the story’s.')
  })

  it('speaks Spanish too', () => {
    const text = reportLines(report(step(), wrong), { ...plain, lang: 'es' }).join('\n')
    expect(text).toContain('lun 8 jun 2026')
    expect(text).toContain('Paga la orden')
    expect(text).toContain('se esperaba APPROVED; salió DENIED')
  })

  it.each([60, 80, 100])('never writes past column %d', (width) => {
    const long = { en: `${'a very long result '.repeat(20)}${'x'.repeat(300)}`, es: '' }
    const lines = reportLines(report(step({ what: long, note: long, result: [long] }), wrong), { ...plain, width })
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThanOrEqual(width)
  })

  it('colours only when asked', () => {
    const coloured = reportLines(report(step()), { ...plain, colour: true }).join('\n')
    expect(coloured).toContain('\u001b[')
    expect(reportLines(report(step(), wrong), plain).join('\n')).not.toContain('\u001b[')
  })

  it('is wrong when a part could not be played to its end, whatever was compared', () => {
    const cut = report(step())
    const broken = { ...cut, parts: cut.parts.map((p) => ({ ...p, unplayed: { en: 'Nothing was filed.', es: '' } })) }
    expect([isRight(cut), isRight(broken)]).toEqual([true, false])
    expect(reportLines(broken, plain).join('\n')).toContain('1 could not be played to its end')
  })

  it('wraps at words', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
    expect(wrap('', 4)).toEqual([])
  })

  it('writes days and money as people read them', () => {
    expect(dayWords('2026-06-25')).toEqual({ en: 'Thu 25 Jun 2026', es: 'jue 25 jun 2026' })
    expect(
      ['3685.00 PEN', '34500 CLP', '999.99 PEN', '1234567.12 USD'].map((text) => {
        const [amount = '', currency = ''] = text.split(' ')
        return moneyWords({ amount, currency })
      }),
    ).toEqual(['3,685.00 PEN', '34,500 CLP', '999.99 PEN', '1,234,567.12 USD'])
  })
})

describe('the report for machines and for the landing page', () => {
  it('gives every step with what was expected, what came out, and which of them differ', () => {
    const json = toJson(report(step(), wrong)) as {
      ok: boolean
      steps: { differs: string[]; expected: object; got: object }[]
    }
    expect(json.ok).toBe(false)
    expect(json.steps[1]).toMatchObject({
      differs: ['status'],
      expected: { status: 'APPROVED' },
      got: { status: 'DENIED' },
    })
  })

  it('keeps to the lengths that the landing page takes', () => {
    const long = { en: 'x', es: 'palabra '.repeat(200) }
    const sent = landingStep(step({ what: long, note: long, result: [long] })) as Record<string, string>
    expect([sent.what?.length, sent.detail?.length]).toEqual([200, 500])
  })

  it('puts a name beside what nobody does', () => {
    expect(landingStep(step({ who: null, act: 'wait' }))).toMatchObject({ who: 'El reloj', org: 'de la ventanilla' })
    expect(landingStep(step({ who: null, act: 'verify' }))).toMatchObject({ who: 'Cualquiera', org: 'sin cuenta' })
  })
})
