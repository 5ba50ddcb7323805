import { describe, expect, it } from 'vitest'
import { showFault } from '../pack/load.ts'
import { checkValue } from '../pack/values.ts'
import { loadDictionary } from './load.ts'
import { modules } from './modules.fixture.ts'
import { repositoryFiles } from './repository.fixture.ts'

const files = repositoryFiles('dictionary')
const { dictionary, faults } = loadDictionary(files)
const { elements, groups } = dictionary

const label = '{ es: Uno, en: One, pt: Um }'
const faultsOf = (text: string): string[] =>
  loadDictionary([{ path: 'things.yaml', text }]).faults.map(({ line, code, path }) => `${line} ${code} ${path}`)

describe('the dictionary of this repository', () => {
  it('has no fault, and words in three languages for every label, code and help', () => {
    expect(faults.map(showFault)).toEqual([])
    for (const { id, label: words, help, codes } of elements.values()) {
      for (const said of [words, ...(help ? [help] : []), ...Object.values(codes ?? {})]) {
        if (Object.keys(said).length > 0) expect(Object.keys(said).sort(), id).toEqual(['en', 'es', 'pt'])
      }
    }
  })

  it('names every group and says of every datum who may know it', () => {
    const unnamed = [...elements.values()].filter(({ group }) => group === undefined || !groups?.has(group))
    expect(unnamed.map(({ id }) => id)).toEqual([])
    expect([...elements.values()].filter(({ sensitivity }) => sensitivity === undefined)).toEqual([])
    expect(elements.get('goods.value')?.sensitivity).toBe('commercial')
    expect(elements.get('contact.phone')?.sensitivity).toBe('personal')
    expect(elements.get('customs.channel')?.sensitivity).toBe('official')
  })

  it('tells of every datum, in three languages, what to write', () => {
    const silent = [...elements.values()].filter(({ help }) => Object.keys(help ?? {}).length < 3)
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  it.each(Object.entries(modules))('holds every datum of %s', (_, data) => {
    expect(
      data.flatMap(([named, ids]) =>
        ids
          .split(' ')
          .filter((id) => !elements.has(id))
          .map((id) => `${named}: ${id}`),
      ),
    ).toEqual([])
  })
})

describe('what the dictionary says is kept', () => {
  const check = (id: string, value: unknown): string[] => {
    const element = elements.get(id)
    if (!element) throw new Error(id)
    return checkValue(element, value, '').map(({ code }) => code)
  }

  it.each<[string, unknown, string[]]>([
    ['equipment.id', 'TGHU3001179', []],
    ['equipment.id', 'TGHU3001178', ['CHECK_DIGIT']],
    ['equipment.id', 'TGHX3001179', ['BAD_FORMAT']],
    ['contact.email', 'ventas', ['BAD_FORMAT']],
    ['incoterm', 'FOP', ['NOT_IN_LIST']],
    ['incoterm', 'FCA', []],
    ['packages.count', '2.5', ['TOO_MANY_DECIMALS']],
    ['packages.count', '-1', ['BELOW_MIN']],
    ['goods.regionalContent', '100.01', ['ABOVE_MAX']],
    ['weight.gross', { value: '1', unit: 'LTR' }, ['UNIT_NOT_ACCEPTED']],
    ['weight.gross', { value: '19.5', unit: 'TNE' }, []],
    ['booking.vgmCutoff', '2026-06-24T18:00Z', []],
    ['booking.vgmCutoff', '2026-06-24 18:00', ['BAD_FORMAT']],
  ])('%s %j', (id, value, codes) => {
    expect(check(id, value)).toEqual(codes)
  })
})

describe('faults of a dictionary come at once, with their line', () => {
  it('each kind', () => {
    const text = [
      'a.one: { type: texto, label: { es: Uno, en: One, pt: Um } }',
      'a.two: { type: text, label: { es: Dos, en: Two } }',
      `a.three: { type: text, label: ${label}, untded: 73 }`,
      `a.four: { type: text, label: ${label}, wco: commodity }`,
      `a.five: { type: money, label: ${label}, unit: KGM }`,
      `a.six: { type: quantity, label: ${label}, unit: kilos }`,
      `a.seven: { type: text, label: ${label}, format: emial }`,
      `a.eight: { type: number, label: ${label}, min: 5, max: 1 }`,
      `a.nine: { type: text, label: ${label}, sensitivity: secret }`,
      `a.ten: { type: text, label: ${label}, personal: yes, sensitivity: public }`,
      `A.eleven: { type: text, label: ${label} }`,
      `a.twelve: { type: text, label: ${label}, colour: red }`,
      `a.thirteen: { label: ${label} }`,
    ].join('\n')
    expect(faultsOf(text)).toEqual([
      '1 BAD_VALUE a.one.type',
      '2 MISSING_KEY a.two.label.pt',
      '3 BAD_VALUE a.three.untded',
      '4 BAD_VALUE a.four.wco',
      '5 TEST_TYPE a.five.unit',
      '6 UNKNOWN_UNIT a.six.unit',
      '7 BAD_VALUE a.seven.format',
      '8 BAD_VALUE a.eight.max',
      '9 BAD_VALUE a.nine.sensitivity',
      '10 BAD_VALUE a.ten.sensitivity',
      '11 BAD_VALUE A.eleven',
      '12 UNKNOWN_KEY a.twelve.colour',
      '13 MISSING_KEY a.thirteen.type',
    ])
  })

  it('an id that stands in two files names the other place; twice in one is a fault of syntax', () => {
    const one = { path: 'one.yaml', text: `# first\na.one: { type: text, label: ${label} }` }
    const two = { path: 'two.yaml', text: `a.one: { type: code, label: ${label} }` }
    const read = loadDictionary([one, two])
    expect(read.faults.map(showFault)).toEqual([
      'two.yaml:1 error ASKED_TWICE a.one: a.one is defined in one.yaml:2 already. fix: keep one of the two',
    ])
    expect(read.dictionary.elements.get('a.one')?.type).toBe('text')
    expect(faultsOf(`a.one: { type: text, label: ${label} }\na.one: { type: text, label: ${label} }`)).toHaveLength(1)
  })
})
