import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import { documentMatches } from '../../pack/condition-schema.ts'
import { isFact } from '../../pack/facts.ts'
import { namesIn } from '../../pack/conditions.ts'
import { codesOn, formSchema } from '../../pack/form-schema.ts'
import { validateForm } from '../../pack/form.ts'
import { loadPacks } from '../../pack/load.ts'
import type { FormData, FormItem, Procedure } from '../../pack/model.ts'
import { checkValue } from '../../pack/values.ts'
import { loadDictionary } from '../load.ts'
import { repositoryFiles } from '../repository.fixture.ts'
import { valueOf } from '../values.fixture.ts'
import { describeForm } from './form-description.ts'

const { dictionary } = loadDictionary(repositoryFiles('dictionary'))
const { packs } = loadPacks(repositoryFiles('packs'), dictionary)
const procedures = [...packs.values()].flatMap((pack) => pack.procedures)
const today = '2026-06-16'

/** A good value where one is to be had: forms made of chance alone are never valid. */
function good(item: FormItem): fc.Arbitrary<unknown> {
  const list = codesOn(item, today)
  const { element } = item
  if (list) return fc.constantFrom(...list)
  if (element.codes) return fc.constantFrom(...Object.keys(element.codes))
  switch (element.type) {
    case 'number':
      return fc.constantFrom(item.min ?? '1', item.max ?? '60', '5')
    case 'date':
      return fc.constantFrom('2026-06-20', '2027-06-20', '2026-06-16')
    case 'quantity':
      return fc.constantFrom({ value: '100', unit: element.unit ?? 'KGM' }, { value: '1', unit: element.unit ?? 'LTR' })
    case 'money':
      return fc.constantFrom({ amount: '100', currency: 'USD' }, { amount: '900', currency: 'PEN' })
    default:
      return valueOf(element).filter((value) => checkValue(element, value, '').length === 0)
  }
}

/** Each datum mostly there and right, now and then missing or wrong: conditional ones as often there as not. */
const values = (items: readonly FormItem[]): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record(
      Object.fromEntries(
        items.map((item) => [
          item.element.id,
          fc.oneof(
            { weight: 30, arbitrary: good(item) },
            { weight: item.when ? 30 : item.required ? 1 : 10, arbitrary: fc.constant(undefined) },
            { weight: 1, arbitrary: valueOf(item.element).filter((value) => value !== undefined) },
          ),
        ]),
      ),
    )
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))

const forms = ({ form, lineForm, attach }: Procedure) =>
  fc.record({
    elements: values(form),
    lines: lineForm ? fc.array(values(lineForm.items), { minLength: 1, maxLength: 2 }) : fc.constant([]),
    documents: fc.oneof(
      { weight: 6, arbitrary: fc.constant(attach.map((item) => item.document)) },
      { weight: 1, arbitrary: fc.subarray(attach.map((item) => item.document)) },
    ),
  })

/** Documents whose need depends on a fact are the window's to ask: they are taken as attached. */
const byFact = ({ attach }: Procedure): string[] =>
  attach.filter(({ when }) => when && [...namesIn(when)].some(isFact)).map((item) => item.document)

describe('the JSON Schema of a form, its conditions and its checks', () => {
  let valid = 0

  it.each(procedures.map((procedure) => [procedure.key, procedure] as const))('%s', (_, procedure) => {
    const schema = formSchema(procedure, 'es', today)
    const foreign = Compile(schema)
    const exact = !/"x-(test|total|check|schema)"/.test(JSON.stringify(schema))
    fc.assert(
      fc.property(forms(procedure), (document) => {
        const data = document as unknown as FormData
        const faults = validateForm(procedure, data, [...document.documents, ...byFact(procedure)], today)
        const accepted = faults.length === 0
        if (accepted) valid++
        expect(documentMatches(schema, data, today), JSON.stringify([faults, document])).toBe(accepted)
        if (exact || accepted) expect(foreign.Check(document), JSON.stringify(document)).toBe(accepted)
      }),
      { numRuns: 120 },
    )
  })

  it('was tried on forms that are valid, too', () => {
    expect(procedures.length).toBeGreaterThan(5)
    expect(valid).toBeGreaterThan(50)
  })
})

describe('the description of a form', () => {
  it.each(procedures.map((procedure) => [procedure.key, procedure] as const))('%s: all of it, in its order', (_, p) => {
    for (const language of ['es', 'en', 'pt'] as const) {
      const form = describeForm(p, dictionary, language, today)
      const items = form.sections.flatMap((section) => section.items)
      const asked = [...p.form, ...(p.lineForm?.items ?? [])]
      expect(items.map((item) => item.id)).toEqual(asked.map((item) => item.element.id))
      expect(items.filter((item) => item.label === '')).toEqual([])
      expect(form.sections.filter((section) => section.title === '')).toEqual([])
    }
  })

  it('says where a value goes, its options, and what decides that it is asked', () => {
    const hazmat = packs.get('pe')?.procedures.find((p) => p.id === 'pe.export-phyto') as Procedure
    const form = describeForm(hazmat, dictionary, 'es', today)
    const lines = form.sections.find((section) => section.repeats)
    expect(lines?.items.every((item) => item.pointer === `/lines/*/${item.id}`)).toBe(true)
    const options = form.sections.flatMap((section) => section.items).filter((item) => item.options)
    expect(options.length).toBeGreaterThan(0)
    const conditional = form.sections.flatMap((section) => section.items).filter((item) => item.asked)
    expect(conditional.length).toBeGreaterThan(0)
    expect(conditional.every((item) => (item.asked?.reads.length ?? 0) > 0)).toBe(true)
  })
})
