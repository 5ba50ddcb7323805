import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { determine, narrower, type Regime, type RequirementRow, type Value } from '#kernel'
import { undecidedOf, verdict, type Known } from './questions.ts'

const COUNTRIES = ['AR', 'CN', 'US']
const USES = ['food', 'sowing']
const PREFIXES = ['09', '0901', '090111', '09011110', '0902', '10']
const REGIMES: Regime[] = ['import', 'export']

const cell = (values: readonly string[]) => fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined })
const rowArb = fc
  .record({
    topic: fc.constantFrom('a', 'b'),
    hs: cell(PREFIXES),
    regime: cell(REGIMES),
    destination: cell(COUNTRIES),
    use: cell(USES),
    effect: fc.constantFrom('require', 'exempt', 'prohibit', 'allow') as fc.Arbitrary<RequirementRow['effect']>,
    procedure: fc.constantFrom('p', 'q', 'r'),
    future: fc.boolean(),
  })
  .map(({ topic, hs, regime, destination, use, effect, procedure, future }) => ({
    topic,
    cells: Object.fromEntries(
      Object.entries({ hs, regime, 'country.destination': destination, 'goods.use': use }).filter(([, v]) => v),
    ) as Record<string, string[]>,
    effect,
    ...(effect === 'require' ? { procedure } : {}),
    from: future ? '2027-01-01' : '2026-01-01',
    law: 'L',
    ask: [],
  }))
const tableArb = fc
  .array(rowArb, { maxLength: 12 })
  .map((rows): RequirementRow[] => rows.map((r, i) => ({ ...r, file: 'x.csv', line: i + 2 })))

const day = '2026-06-01'
const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined })
const knownArb = fc
  .record({
    hs: fc.constantFrom('09', '0901', '090111', '0901111000', '090210', '1001'),
    regime: maybe(fc.constantFrom(...REGIMES)),
    destination: maybe(fc.constantFrom(...COUNTRIES, 'DE')),
    use: maybe(fc.constantFrom(...USES)),
  })
  .map(({ hs, regime, destination, use }): Known => ({
    hs,
    day,
    ...(regime ? { regime } : {}),
    elements: destination ? { 'country.destination': destination } : {},
    line: use ? { 'goods.use': use } : {},
  }))

/** The rules as the vocabulary states them, without any index: every row is looked at. */
function naive(rows: readonly RequirementRow[], known: Known): { needs: string[]; banned: number[] } {
  const values: Record<string, Value | undefined> = { ...known.elements, ...known.line, regime: known.regime }
  const matching = rows.filter(
    (row) =>
      row.from <= known.day &&
      Object.entries(row.cells).every(([column, cells]) =>
        column === 'hs' ? cells.some((p) => known.hs.startsWith(p)) : cells.includes(String(values[column])),
      ),
  )
  const applied = matching.filter((r) => !matching.some((o) => o.topic === r.topic && narrower(o, r)))
  const banned = applied.filter((r) => r.effect === 'prohibit').map((r) => r.line)
  const needs = applied.flatMap((r) => (r.effect === 'require' && r.procedure ? [r.procedure] : []))
  return { needs: banned.length ? [] : [...new Set(needs)].sort(), banned }
}

const outcome = (rows: readonly RequirementRow[], known: Known): string => JSON.stringify(naive(rows, known))

describe('rules looked up by prefix', () => {
  it('give the verdict of rules read one by one', () => {
    fc.assert(
      fc.property(tableArb, knownArb, (rows, known) => {
        const { procedures, prohibitions } = verdict(rows, known)
        const said = { needs: procedures.map((p) => p.procedure).sort(), banned: prohibitions.map((p) => p.row.line) }
        expect({ ...said, banned: said.banned.sort() }).toEqual({
          ...naive(rows, known),
          banned: naive(rows, known).banned.sort(),
        })
      }),
      { numRuns: 3000 },
    )
  })
})

describe('questions', () => {
  it('are those whose answer changes the outcome, and no others', () => {
    // Every completion of what is open, a value no rule names included.
    const completions = (known: Known): Known[] => {
      const hs = [
        '090111',
        '09011110',
        '0901111000',
        '0901119900',
        '090120',
        '090210',
        '099900',
        '100100',
        known.hs,
      ].filter((c) => c.startsWith(known.hs))
      const regimes = known.regime ? [known.regime] : [...REGIMES, 'transit' as Regime]
      const destinations = known.elements['country.destination']
        ? [known.elements['country.destination']]
        : [...COUNTRIES, 'FR']
      const uses = known.line['goods.use'] ? [known.line['goods.use']] : [...USES, 'other']
      return [...new Set(hs)].flatMap((code) =>
        regimes.flatMap((regime) =>
          destinations.flatMap((d) =>
            uses.map((u) => ({
              hs: code,
              regime,
              day,
              elements: { 'country.destination': d },
              line: { 'goods.use': u },
            })),
          ),
        ),
      )
    }
    fc.assert(
      fc.property(tableArb, knownArb, (rows, known) => {
        const asked = new Set(undecidedOf(rows, known).map((u) => u.name))
        const all = completions(known)
        const outcomes = new Set(all.map((k) => outcome(rows, k)))
        // Nothing asked: every completion ends alike, and as the answer already says.
        if (asked.size === 0) expect([...outcomes]).toEqual([outcome(rows, known)])
        // Something asked: it does decide.
        else expect(outcomes.size).toBeGreaterThan(1)
        for (const name of asked) {
          const rest = (k: Known) =>
            JSON.stringify([
              name === 'hs' || k.hs,
              name === 'regime' || k.regime,
              name === 'country.destination' || k.elements,
              name === 'goods.use' || k.line,
            ])
          const groups = new Map<string, Set<string>>()
          for (const k of all) groups.set(rest(k), (groups.get(rest(k)) ?? new Set()).add(outcome(rows, k)))
          expect([name, [...groups.values()].some((g) => g.size > 1)]).toEqual([name, true])
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('stay cheap and true where attributes are many', () => {
    const columns = Array.from({ length: 12 }, (_, i) => `goods.a${i}`)
    const rows = columns.map((column, i): RequirementRow => ({
      file: 'x.csv',
      line: i + 2,
      topic: column,
      cells: { hs: ['09'], [column]: ['v', 'w'] },
      effect: 'require',
      procedure: `p${i}`,
      from: '2026-01-01',
      law: 'L',
      ask: [],
    }))
    const known: Known = { hs: '090111', regime: 'import', day, elements: {}, line: {} }
    expect(undecidedOf(rows, known).map((u) => u.name)).toEqual(columns)
    expect(
      determine(rows, { regime: 'import', elements: {}, lines: [{ 'goods.commodity': '090111' }], day }).procedures,
    ).toEqual([])
  })
})
