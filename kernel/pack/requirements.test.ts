import { describe, expect, it } from 'vitest'
import { checkRequirements } from './ambiguity.ts'
import type { RequirementRow, Value } from './model.ts'
import { candidates, determine, indexOf, narrower, type Goods } from './requirements.ts'

let line = 1
const row = (
  topic: string,
  cells: Record<string, string>,
  effect: RequirementRow['effect'],
  more: Partial<RequirementRow> = {},
): RequirementRow => ({
  file: 'xt/requirements.csv',
  line: ++line,
  topic,
  cells: Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, text.split('|')])),
  effect,
  from: '2026-01-01',
  law: 'NORM art. 1',
  ask: [],
  ...more,
})
const need = (topic: string, cells: Record<string, string>, procedure: string, more = {}): RequirementRow =>
  row(topic, cells, 'require', { procedure, ...more })

const coffee = need('phyto', { hs: '0901|1008|07|08', regime: 'export' }, 'pe.phyto')
const roasted = row('phyto', { hs: '090121|090122', regime: 'export' }, 'exempt')
const china = need('phyto', { hs: '090121|090122', regime: 'export', 'country.destination': 'CN' }, 'pe.phyto')
const ban = row('tyres', { hs: '401220', regime: 'import' }, 'prohibit')
const allow = row('tyres', { hs: '401220', regime: 'import', 'goods.use': 'research' }, 'allow')
const customs = need('tyre-notice', { hs: '4012' }, 'pe.tyres', { ask: ['goods.use'] })
const table = [coffee, roasted, china, ban, allow, customs]

const goods = (hs: string, more: Partial<Goods> & { line?: Record<string, Value> } = {}): Goods => ({
  regime: 'export',
  elements: {},
  lines: [{ 'goods.commodity': hs, ...more.line }],
  day: '2026-06-16',
  ...more,
})
const needed = (g: Goods): string[] => determine(table, g).procedures.map((p) => p.procedure)

describe('requirement tables (PACK 8)', () => {
  it('the narrower row of a topic wins, and the overruled ones are told', () => {
    expect(needed(goods('0901110000'))).toEqual(['pe.phyto'])
    const answer = determine(table, goods('0901210000', { elements: { 'country.destination': 'DE' } }))
    expect(answer.procedures).toEqual([])
    expect(answer.exemptions).toEqual([{ row: roasted, lines: [0] }])
    expect(answer.lines[0]?.overruled).toEqual([{ row: coffee, by: [roasted] }])
    expect(needed(goods('0901210000', { elements: { 'country.destination': 'CN' } }))).toEqual(['pe.phyto'])
  })

  it('says what else it would have to know', () => {
    expect(determine(table, goods('0901210000')).undecided).toEqual(['country.destination'])
    expect(determine(table, goods('0901110000')).undecided).toEqual([])
  })

  it('a prohibition beats everything on its line, unless the same topic allows more narrowly', () => {
    const banned = determine(table, goods('401220', { regime: 'import' }))
    expect(banned.prohibitions).toEqual([{ row: ban, lines: [0] }])
    expect(banned.procedures).toEqual([])
    const research = determine(table, goods('401220', { regime: 'import', line: { 'goods.use': 'research' } }))
    expect(research.prohibitions).toEqual([])
    expect(research.procedures).toEqual([{ procedure: 'pe.tyres', lines: [0], rows: [customs] }])
    expect(research.ask).toEqual(['goods.use'])
  })

  it('adds up over topics and lines', () => {
    const answer = determine(table, {
      ...goods('0901110000'),
      lines: [
        { 'goods.commodity': '0901110000' },
        { 'goods.commodity': '4012900000' },
        { 'goods.commodity': '0703100000' },
      ],
    })
    expect(answer.procedures.map(({ procedure, lines }) => ({ procedure, lines }))).toEqual([
      { procedure: 'pe.phyto', lines: [0, 2] },
      { procedure: 'pe.tyres', lines: [1] },
    ])
  })

  it('rows hold from and to their dates, counted on the date their topic names', () => {
    const old = need('x', { hs: '10' }, 'a', { to: '2026-06-15' })
    const fresh = need('x', { hs: '10' }, 'b', { from: '2026-06-16' })
    const at = (day: string): string[] =>
      determine([old, fresh], goods('100630', { day })).procedures.map((p) => p.procedure)
    expect(at('2026-06-15')).toEqual(['a'])
    expect(at('2026-06-16')).toEqual(['b'])
    const onArrival = [need('y', { hs: '10' }, 'c', { from: '2026-07-01', countsOn: 'arrival' })]
    expect(determine(onArrival, goods('100630')).procedures).toEqual([])
    expect(
      determine(onArrival, goods('100630', { elements: { 'date.arrival': '2026-07-01' } })).procedures,
    ).toHaveLength(1)
  })

  it('goods without a code meet only rows without one', () => {
    const any = need('z', { regime: 'export' }, 'd')
    expect(determine([any, coffee], { ...goods('0901'), lines: [{}] }).procedures.map((p) => p.procedure)).toEqual([
      'd',
    ])
  })

  it('containment, not points', () => {
    expect(narrower(roasted, coffee)).toBe(true)
    expect(narrower(china, roasted)).toBe(true)
    expect(narrower(coffee, coffee)).toBe(false)
    expect(narrower(allow, customs)).toBe(true)
  })

  it('of twenty thousand rows a line looks at a handful', () => {
    const many: RequirementRow[] = []
    for (let i = 0; i < 20_000; i++) {
      many.push(need(`t${i % 40}`, { hs: String(10_000_000 + i * 4001).slice(0, 8), regime: 'import' }, 'p'))
    }
    const hs = '1000400100'
    expect(candidates(indexOf(many), hs).size).toBeLessThan(5)
    expect(determine(many, goods(hs, { regime: 'import' })).procedures).toHaveLength(1)
  })
})

describe('ambiguity', () => {
  it('a sound table has none', () => {
    expect(checkRequirements(table)).toEqual([])
  })

  it('refuses two rows that disagree about the same goods, naming both lines', () => {
    const byOrigin = row('p', { hs: '3808', 'country.origin': 'BR' }, 'exempt', { line: 6 })
    const byUse = need('p', { hs: '380891', 'goods.use': 'industry' }, 'a', { line: 12 })
    const [found] = checkRequirements([byOrigin, byUse])
    expect(found).toMatchObject({ code: 'AMBIGUOUS', line: 12, path: 'p' })
    expect(found?.message).toContain('line 6 and line 12 (p)')
    expect(found?.fix).toContain('hs 380891')
    const both = row('p', { hs: '380891', 'country.origin': 'BR', 'goods.use': 'industry' }, 'exempt', { line: 13 })
    expect(checkRequirements([byOrigin, byUse, both])).toEqual([])
  })

  it('two rows for the same goods that disagree are refused; apart in time or topic they are not', () => {
    const a = need('p', { hs: '10' }, 'a')
    expect(checkRequirements([a, need('p', { hs: '10' }, 'b')])).toHaveLength(1)
    expect(checkRequirements([a, need('q', { hs: '10' }, 'b')])).toEqual([])
    expect(
      checkRequirements([
        need('p', { hs: '10' }, 'a', { to: '2026-05-31' }),
        need('p', { hs: '10' }, 'b', { from: '2026-06-01' }),
      ]),
    ).toEqual([])
  })

  it('a row without HS may tie with any', () => {
    expect(
      checkRequirements([row('p', { 'country.origin': 'BR' }, 'exempt'), need('p', { hs: '10' }, 'a')]),
    ).toHaveLength(1)
  })

  it('the row that settles a tie must be in force as long as the tie', () => {
    const a = row('p', { hs: '10', regime: 'import' }, 'exempt')
    const b = need('p', { hs: '10', 'country.origin': 'BR' }, 'a')
    const both = (from: string, to?: string): RequirementRow =>
      need('p', { hs: '10', regime: 'import', 'country.origin': 'BR' }, 'a', { from, ...(to ? { to } : {}) })
    expect(checkRequirements([a, b, both('2026-01-01')])).toEqual([])
    expect(checkRequirements([a, b, both('2026-01-01', '2026-12-31')])).toHaveLength(1)
    expect(checkRequirements([a, b, both('2026-01-01', '2026-12-31'), both('2027-01-01')])).toEqual([])
  })
})
