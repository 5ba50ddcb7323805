import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelOfDraw, drawOf, hashOfKey, usualChances } from './draw.ts'
import { defaultProfile } from './default-profile.ts'
import { channelOfScore, compileProfile, profileFaults, scoreOf, usualWeights, valueAnomaly } from './score.ts'
import type { RiskFacts } from './table.ts'

const facts = (more: Partial<RiskFacts> = {}): RiskFacts => ({
  direction: 'export',
  regime: 'mypes',
  hs: ['61171000'],
  origin: ['UY'],
  destination: 'ES',
  mode: '4',
  packageType: ['CT'],
  lpco: [],
  value: 1860,
  currency: 'USD',
  operations: 0,
  serious: 0,
  minor: 0,
  inspected: 0,
  consigneeKnown: false,
  aeo: false,
  size: 'micro',
  valueAnomaly: 0,
  inconsistencies: 0,
  splitting: false,
  ...more,
})

describe('the score', () => {
  const profile = compileProfile(defaultProfile)

  it('of a first export of scarves is 22, each part with its reason', () => {
    const { score, parts } = scoreOf(profile, facts())
    expect(score).toBe('22.00')
    expect(parts.filter((p) => p.points !== '0.00').map((p) => [p.factor, p.points])).toEqual([
      ['history', '10.00'],
      ['goods', '4.00'],
      ['route', '3.00'],
      ['novelty', '5.00'],
    ])
    expect(parts.every((p) => p.why.length > 0)).toBe(true)
  })

  it('is halved for an authorised operator', () => expect(scoreOf(profile, facts({ aeo: true })).score).toBe('11.00'))

  it.each([
    ['39.99', 'green'],
    ['40.00', 'yellow'],
    ['69.99', 'yellow'],
    ['70.00', 'red'],
  ])('of %s is %s', (score, channel) => expect(channelOfScore(score)).toBe(channel))

  it('compares a price with the median of twelve months', () => {
    expect(valueAnomaly(10, 10)).toBe(0)
    expect(valueAnomaly(30, 10)).toBeCloseTo(1)
    expect(valueAnomaly(1, 100)).toBe(1)
    expect(valueAnomaly(Math.sqrt(3), 1)).toBeCloseTo(0.5)
    expect(valueAnomaly(5, null)).toBe(0)
  })

  it('is from 0 to 100 whatever is known', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.nat(3),
        fc.nat(3),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (operations, serious, minor, a) => {
          const score = Number(scoreOf(profile, facts({ operations, serious, minor, valueAnomaly: a })).score)
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(100)
        },
      ),
    )
  })
})

describe('a profile', () => {
  const body = { title: 'x', weights: usualWeights, tables: {}, rules: [] }
  const codes = (more: object): string[] => profileFaults({ ...body, ...more }).map((f) => `${f.code} ${f.pointer}`)

  it('may not look at what the law protects in people', () => {
    expect(codes({ tables: { history: [{ when: { 'owner.gender': ['f'] }, f: '1', why: 'no' }] } })).toEqual([
      'PROFILE_PROTECTED /tables/history/0/when/owner.gender',
    ])
  })

  it('says everything that is wrong with it at once', () => {
    const weights = { ...usualWeights, history: '0.30' }
    const rules = [{ name: 'r', when: { colour: ['red'], operations: ['3'] }, channel: 'red' as const, why: 'x' }]
    expect(codes({ weights, rules })).toEqual([
      'PROFILE_WEIGHTS /weights',
      'PROFILE_FIELD /rules/0/when/colour',
      'PROFILE_TEST /rules/0/when/operations',
    ])
  })

  it('sends pesticide in drums to red by a rule, whatever the score', () => {
    const { rules } = scoreOf(compileProfile(defaultProfile), facts({ direction: 'import', hs: ['38089199'] }))
    expect(rules).toMatchObject([{ name: 'pesticide-drums', channel: 'red' }])
  })
})

describe('chance', () => {
  it('gives red 2 % and yellow 3 % of 100,000 draws, within a tenth of a point', () => {
    const key = 'ab'.repeat(32)
    const counts = { green: 0, yellow: 0, red: 0 }
    for (let i = 0; i < 100_000; i++) counts[channelOfDraw(drawOf(key, `operation-${i}`), usualChances)]++
    expect(counts.red / 100_000).toBeGreaterThan(0.019)
    expect(counts.red / 100_000).toBeLessThan(0.021)
    expect(counts.yellow / 100_000).toBeGreaterThan(0.0285)
    expect(counts.yellow / 100_000).toBeLessThan(0.0315)
  })

  it('of 7,341 is green, of 199 red, of 200 yellow, of 500 green', () =>
    expect([7341, 199, 200, 499, 500].map((n) => channelOfDraw(n, usualChances))).toEqual([
      'green',
      'red',
      'yellow',
      'yellow',
      'green',
    ]))

  it('can be repeated by whoever has the key, and by nobody without it', () => {
    const key = '01'.repeat(32)
    expect(drawOf(key, 'a')).toBe(drawOf(key, 'a'))
    expect(hashOfKey(key)).toHaveLength(64)
    expect(new Set(['02', '03', '04'].map((k) => drawOf(k.repeat(32), 'a'))).size).toBeGreaterThan(1)
  })
})
