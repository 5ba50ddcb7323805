import { describe, expect, it } from 'vitest'
import { findSource, formatOf, isPath, parseText, readSource, SourceFault, storyNames } from './source.ts'

const scenario = `
given: { data: { exporter: Valle Verde, packages: 0200 }, facts: { series.next: 7 } }
scenarios:
  - scenario: one
    procedure: pe.export-phyto
    data: { emergency: no }
    steps:
      - { at: 2026-06-16 10:00, by: applicant, do: submit, then: { refused: [DEPARTURE_PAST] } }
`

const story = `
story: short
title: { en: A short one, es: Una corta }
country: pe
firm: agrofarma
people: { lucia: { name: Lucía Rivas, org: agrofarma, roles: [titular] } }
shipments:
  goods: { title: goods, regime: import, data: { country.origin: NO }, lines: [ { goods.commodity: '0901' } ] }
steps:
  - { at: 2026-06-08 09:00, who: lucia, do: file, on: goods, then: { refused: [CAS_REQUIRED at /dossier/lines/0/goods.cas] } }
`

describe('what can be played', () => {
  it('tells the two formats apart by their top keys', () => {
    expect(formatOf(parseText(scenario))).toBe('scenarios')
    expect(formatOf(parseText(story))).toBe('story')
    expect(formatOf(parseText('dossiers: []'))).toBeUndefined()
    expect(formatOf(parseText('- a list'))).toBeUndefined()
  })

  it('keeps every scalar as the text that was written', () => {
    const read = readSource('a.yaml', scenario)
    if (read.kind !== 'scenarios') throw new TypeError(read.kind)
    expect(read.scenarios[0]?.given.data).toEqual({ exporter: 'Valle Verde', packages: '0200', emergency: 'no' })
    const other = readSource('b.yaml', story)
    if (other.kind !== 'story') throw new TypeError(other.kind)
    expect(other.story.shipments.get('goods')?.data).toEqual({ 'country.origin': 'NO' })
    expect(other.story.shipments.get('goods')?.title).toEqual({ en: 'goods', es: 'goods' })
  })

  it.each([
    ['an unknown key', story.replace('firm:', 'farm:'), /farm is no key here/],
    ['an unknown act', story.replace('do: file', 'do: fly'), /steps 1.do: fly is no act/],
    ['an unknown person', story.replace('who: lucia', 'who: nobody'), /nobody is not among the people/],
    ['an unknown expectation', story.replace('refused:', 'refuse:'), /refuse is no key here/],
    ['a moment that is none', story.replace('2026-06-08 09:00', '2026-06-08'), /is not a moment/],
    ['a title in one language only', story.replace(', es: Una corta', ''), /title.es: a text is expected/],
    ['something else', 'dossiers: []', /neither a story/],
    ['a fault of YAML', 'story: [', /./],
    ['an unknown key of a scenario', scenario.replace('by:', 'bye:'), /bye/],
  ])('says where a file is wrong: %s', (_, text, reason) => {
    expect(() => readSource('x.yaml', text)).toThrow(reason)
    expect(() => readSource('x.yaml', text)).toThrow(SourceFault)
  })

  it('takes a name for a story and everything like a path for a path', () => {
    expect(['S7', 'fiestas-patrias', 'a/b', './S7', 'x.yaml', 'c:\\x'].map(isPath)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ])
  })

  it('finds the stories of the house in any case, and reads every one of them', async () => {
    const names = await storyNames()
    expect(names).toEqual(expect.arrayContaining(['S7', 'demo', 'fiestas-patrias']))
    expect(names).not.toContain('seed')
    for (const name of names)
      await expect(findSource(name.toLowerCase())).resolves.toMatchObject({ name: `${name}.yaml` })
  })

  it('says which stories there are when asked for another', async () => {
    await expect(findSource('S99')).rejects.toThrow(/there is no story S99; there are .*S7/)
    await expect(findSource('./nowhere.yaml')).rejects.toThrow(/cannot be read/)
  })
})
