import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import { documentMatches, matches, type Schema } from '../../pack/condition-schema.ts'
import type { Element, FormData } from '../../pack/model.ts'
import { checkValue } from '../../pack/values.ts'
import { loadDictionary } from '../load.ts'
import { repositoryFiles } from '../repository.fixture.ts'
import { valueOf } from '../values.fixture.ts'
import { dossierSchema, partsOf } from './dossier-schema.ts'
import { elementSchema } from './value-schema.ts'

const { dictionary } = loadDictionary(repositoryFiles('dictionary'))
const today = '2026-06-16'
const nothing: FormData = { elements: {}, lines: [] }
const saysCheck = (schema: Schema): boolean => JSON.stringify(schema).includes('"x-check"')

/** One element of every kind of schema: what differs only in its words would test the same thing again. */
function kinds(): Element[] {
  const seen = new Map<string, Element>()
  for (const element of dictionary.elements.values()) {
    const { type, max, range, decimals, unit, codes, format } = element
    const key = JSON.stringify([type, max, range, decimals, unit, codes && Object.keys(codes), format])
    if (!seen.has(key)) seen.set(key, element)
  }
  return [...seen.values()]
}

describe('the JSON Schema of an element', () => {
  it.each(kinds().map((element) => [`${element.id}: ${element.type}`, element] as const))('%s', (_, element) => {
    const schema = elementSchema(element, 'es')
    const foreign = Compile(schema)
    const exact = !saysCheck(schema)
    fc.assert(
      fc.property(valueOf(element), (value) => {
        const accepted = checkValue(element, value, '').length === 0
        const place = { document: nothing, today, ...(schema.$defs ? { defs: schema.$defs } : {}) }
        expect(matches(schema, value, place), JSON.stringify(value)).toBe(accepted)
        // Another validator passes over our keyword: it may accept what the window refuses, never the other way round.
        if (exact) expect(foreign.Check(value), JSON.stringify(value)).toBe(accepted)
        else if (accepted) expect(foreign.Check(value), JSON.stringify(value)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('carries its words, its standard and the shapes it refers to', () => {
    const hs = dictionary.elements.get('goods.commodity') as Element
    expect(elementSchema(hs, 'pt')).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Código tarifário',
      'x-element': { wcoClass: 'Classification', wco: '145', untded: '7357', format: 'n6..12' },
    })
    const total = dictionary.elements.get('invoice.total') as Element
    expect(Object.keys(elementSchema(total, 'en').$defs ?? {}).sort()).toEqual(['currency', 'minorUnits'])
  })

  it('tells the words of its codes', () => {
    const method = dictionary.elements.get('vgm.method') as Element
    expect(elementSchema(method, 'en')['x-labels']).toMatchObject({ SM1: 'The packed container is weighed' })
  })
})

describe('the JSON Schema of a dossier', () => {
  const schema = dossierSchema(dictionary, 'en')
  const foreign = Compile(schema)
  const { head, line } = partsOf(dictionary)
  const some = (elements: readonly Element[]) =>
    fc
      .uniqueArray(fc.constantFrom(...elements), { maxLength: 4 })
      .chain((chosen) => fc.record(Object.fromEntries(chosen.map((element) => [element.id, valueOf(element)]))))

  it('gives the verdict of the window on random dossiers', () => {
    let valid = 0
    fc.assert(
      fc.property(some(head), fc.array(some(line), { maxLength: 2 }), (elements, lines) => {
        const faults = [elements, ...lines].flatMap((values) =>
          Object.entries(values).flatMap(([id, value]) =>
            checkValue(dictionary.elements.get(id) as Element, value, id),
          ),
        )
        const document = { elements, lines } as FormData
        expect(documentMatches(schema, document, today)).toBe(faults.length === 0)
        if (faults.length > 0) return
        valid++
        expect(foreign.Check(document)).toBe(true)
      }),
      { numRuns: 1500 },
    )
    expect(valid).toBeGreaterThan(50)
  })

  it('knows no other data, and none of a line in the header', () => {
    expect(foreign.Check({ elements: { 'country.origin': 'JP' }, lines: [{ 'goods.commodity': '090111' }] })).toBe(true)
    expect(foreign.Check({ elements: { colour: 'red' }, lines: [] })).toBe(false)
    expect(foreign.Check({ elements: { 'goods.commodity': '090111' }, lines: [] })).toBe(false)
  })
})
