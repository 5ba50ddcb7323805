import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formProblems } from '../problems/form.ts'
import { documentMatches } from './condition-schema.ts'
import { formSchema } from './form-schema.ts'
import { selectAsked, validateForm } from './form.ts'
import type { Condition, FormData, Procedure, Test, Value } from './model.ts'
import { item, procedure } from './procedure.fixture.ts'

const today = '2026-06-16'
const test = (element: string, t: Test): Condition => ({ op: 'test', element, test: t })
const treated = test('treatment', { in: ['fumigation', 'cold'] })

const phyto: Procedure = procedure({
  form: [
    item('exporter', 'party'),
    item('transport.id', 'text', { required: false }),
    item('date.departure', 'date'),
    item('treatment', 'code', { list: ['none', 'fumigation', 'cold'] }),
    item('hours', 'number', { when: treated, min: '1', max: '100' }),
    item('joint', 'yes-no', { when: { op: 'some', of: test('state', { in: ['fresh'] }) } }),
  ],
  lineForm: {
    max: 3,
    items: [
      item('goods.commodity', 'hs'),
      item('state', 'code', { list: ['fresh', 'dried'] }),
      item('goods.cas', 'cas', { when: { op: 'all', of: [test('state', { in: ['dried'] }), treated] } }),
      item('goods.batchExpiry', 'date', { required: false }),
      item('goods.quantity', 'quantity'),
    ],
  },
  attach: [
    { document: 'invoice', required: true, name: { es: 'Factura comercial' } },
    { document: 'record', required: true, when: treated },
    { document: 'photo', required: false },
    { document: 'analysis', required: true, when: { op: 'not', of: test('applicant.aeo', { in: [true] }) } },
  ],
  checks: [
    {
      code: 'DEPARTURE_PAST',
      must: test('date.departure', { from: { today: null } }),
      words: { es: 'La fecha ya pasó.' },
      law: 'NORM art. 3',
    },
    {
      code: 'BATCH_TOO_OLD',
      must: {
        op: 'every',
        of: {
          op: 'any',
          of: [
            test('goods.batchExpiry', { present: false }),
            test('goods.batchExpiry', { from: { element: 'date.departure', plus: { n: 6, unit: 'months' } } }),
          ],
        },
      },
      words: { es: 'El lote vence pronto.' },
    },
    {
      code: 'OVER_LIMIT',
      must: { op: 'total', element: 'goods.quantity', test: { max: { value: '28000', unit: 'KGM' } } },
      words: { es: 'Demasiado.' },
    },
  ],
})

const line: Record<string, Value> = {
  'goods.commodity': '090111',
  state: 'dried',
  'goods.cas': '121-75-5',
  'goods.quantity': { value: '13800', unit: 'KGM' },
}
const good: FormData = {
  elements: { exporter: { name: 'Valle Verde' }, 'date.departure': '2026-07-08', treatment: 'fumigation', hours: '24' },
  lines: [line],
}
const documents = ['invoice', 'record', 'analysis', 'something-else']
const with_ = (elements: Record<string, Value | undefined>, lines: FormData['lines'] = good.lines): FormData => ({
  elements: Object.fromEntries(
    Object.entries({ ...good.elements, ...elements }).filter(([, v]) => v !== undefined),
  ) as Record<string, Value>,
  lines,
})
const check = (data: FormData, have: readonly string[] = documents): string[] =>
  validateForm(phyto, data, have, today).map((r) => `${r.pointer} ${r.code}`)

describe('validateForm', () => {
  it('accepts a complete form; documents nobody asked for are no fault', () => {
    expect(check(good)).toEqual([])
  })

  it('answers every fault at once', () => {
    const bad = with_({ exporter: undefined, treatment: 'heat', 'date.departure': '2026-06-15', colour: 'red' }, [
      { ...line, 'goods.cas': '121-75-6', 'goods.quantity': { value: '28,5', unit: 'TNE' } },
      { state: 'fresh', 'goods.cas': '121-75-5' },
    ])
    expect(check(bad, [])).toEqual([
      '/elements/exporter ELEMENT_REQUIRED',
      '/elements/treatment NOT_IN_LIST',
      '/elements/hours NOT_ASKED',
      '/elements/joint ELEMENT_REQUIRED',
      '/elements/colour UNKNOWN_FIELD',
      '/lines/0/goods.cas NOT_ASKED',
      '/lines/0/goods.quantity/value DECIMAL_COMMA',
      '/lines/1/goods.commodity ELEMENT_REQUIRED',
      '/lines/1/goods.cas NOT_ASKED',
      '/lines/1/goods.quantity ELEMENT_REQUIRED',
      '/documents/invoice DOCUMENT_MISSING',
      '/documents/analysis DOCUMENT_MISSING',
      '/elements/date.departure DEPARTURE_PAST',
    ])
  })

  it('a missing CAS number has its own code, a wrong one too', () => {
    const { 'goods.cas': _, ...without } = line
    expect(check(with_({}, [without]))).toEqual(['/lines/0/goods.cas CAS_REQUIRED'])
    expect(check(with_({}, [{ ...line, 'goods.cas': '121-75-6' }]))).toEqual(['/lines/0/goods.cas CAS_CHECK_DIGIT'])
  })

  it('numbers keep their limits', () => {
    expect(check(with_({ hours: '0.99' }))).toEqual(['/elements/hours BELOW_MIN'])
    expect(check(with_({ hours: '100.01' }))).toEqual(['/elements/hours ABOVE_MAX'])
    expect(check(with_({ hours: '100.00' }))).toEqual([])
  })

  it('lines: none, too many, or none asked', () => {
    expect(check(with_({}, []))).toEqual(['/lines LINES_REQUIRED'])
    expect(check(with_({}, [line, line, line, line]))).toEqual(['/lines TOO_MANY_LINES', '/lines OVER_LIMIT'])
    expect(validateForm(procedure(), { elements: {}, lines: [line] }, [], today).map((r) => r.code)).toEqual([
      'LINES_NOT_ASKED',
    ])
  })

  it("a check speaks in the pack's words, on each line that fails it", () => {
    const late = { ...line, 'goods.batchExpiry': '2027-01-07' }
    const fine = { ...line, 'goods.batchExpiry': '2027-01-08' }
    const found = validateForm(phyto, with_({}, [fine, late]), documents, today)
    expect(found).toEqual([
      { code: 'BATCH_TOO_OLD', pointer: '/lines/1/goods.batchExpiry', words: { es: 'El lote vence pronto.' } },
    ])
    expect(validateForm(phyto, with_({ 'date.departure': '2026-06-01' }), documents, today)[0]).toMatchObject({
      code: 'DEPARTURE_PAST',
      source: 'NORM art. 3',
    })
  })

  it('a check is silent about data that are missing or malformed: they have their own refusal', () => {
    expect(check(with_({ 'date.departure': undefined }))).toEqual(['/elements/date.departure ELEMENT_REQUIRED'])
    expect(check(with_({}, [{ ...line, 'goods.batchExpiry': 'soon' }]))).toEqual([
      '/lines/0/goods.batchExpiry NOT_A_DAY',
    ])
  })

  it('an empty text is as good as none', () => {
    expect(check(with_({ exporter: '' }))).toEqual(['/elements/exporter ELEMENT_REQUIRED'])
    expect(check(with_({ 'transport.id': '' }))).toEqual(['/elements/transport.id EMPTY_VALUE'])
  })

  it('documents may depend on facts', () => {
    const have = ['invoice', 'record']
    expect(validateForm(phyto, good, have, today).map((r) => r.code)).toEqual(['DOCUMENT_MISSING'])
    expect(validateForm(phyto, good, have, today, { 'applicant.aeo': true })).toEqual([])
  })

  it('a code outside its dates is no code', () => {
    const dated = procedure({
      form: [item('c', 'code', { list: ['a', 'b'], dated: { a: [{ from: '2020-01-01', to: '2026-06-15' }] } })],
    })
    const at = (c: string, day: string): string[] =>
      validateForm(dated, { elements: { c }, lines: [] }, [], day).map((r) => r.code)
    expect(at('a', '2026-06-15')).toEqual([])
    expect(at('a', '2026-06-16')).toEqual(['NOT_IN_LIST'])
    expect(at('b', '2026-06-16')).toEqual([])
  })

  it('a fee on a value needs it in its own currency or unit', () => {
    const law = { law: 'N', due: 'submission' } as const
    const priced = procedure({
      form: [item('v', 'money'), item('q', 'quantity')],
      fee: [
        { ...law, kind: 'percent', percent: '1', of: 'v', cap: { money: { amount: '5.00', currency: 'USD' } } },
        {
          ...law,
          kind: 'tiers',
          by: 'q',
          upTo: [[{ value: '1', unit: 'TNE' }, { money: { amount: '1.00', currency: 'USD' } }]],
          beyond: { money: { amount: '2.00', currency: 'USD' } },
        },
      ],
    })
    const elements = { v: { amount: '1.00', currency: 'PEN' }, q: { value: '1', unit: 'NIU' } }
    expect(validateForm(priced, { elements, lines: [] }, [], today).map((r) => `${r.pointer} ${r.code}`)).toEqual([
      '/elements/v/currency CURRENCY_NOT_ACCEPTED',
      '/elements/q/unit UNIT_NOT_ACCEPTED',
    ])
  })

  it('every refusal has a text', () => {
    const bad = with_({ treatment: 'heat', hours: '900', colour: 'red', exporter: undefined }, [{}, {}, {}, {}])
    for (const found of validateForm(phyto, bad, [], today)) {
      if (found.words) continue
      const text = formProblems[found.code as keyof typeof formProblems]
      expect(text, found.code).toBeDefined()
      for (const [, name] of `${text.es.message} ${text.es.fix}`.matchAll(/\{(\w+)\}/g))
        expect(found.params).toHaveProperty(String(name))
    }
  })
})

describe('selectAsked', () => {
  it('picks what the form asks and whose condition holds', () => {
    const dossier: FormData = {
      elements: { ...good.elements, importer: { name: 'Other' }, joint: true },
      lines: [{ ...line, 'goods.value': { amount: '1', currency: 'USD' } }, { state: 'dried' }],
    }
    expect(selectAsked(phyto, dossier)).toEqual({ elements: good.elements, lines: [line, { state: 'dried' }] })
    expect(selectAsked(phyto, { ...dossier, elements: { ...dossier.elements, treatment: 'none' } })).toEqual({
      elements: { exporter: { name: 'Valle Verde' }, 'date.departure': '2026-07-08', treatment: 'none' },
      lines: [
        { 'goods.commodity': '090111', state: 'dried', 'goods.quantity': line['goods.quantity'] },
        { state: 'dried' },
      ],
    })
  })

  it("lays the procedure's own answers over the dossier", () => {
    const own: FormData = { elements: { treatment: 'none', joint: true }, lines: [{ state: 'fresh' }] }
    expect(selectAsked(phyto, good, own)).toMatchObject({
      elements: { treatment: 'none', joint: true },
      lines: [{ state: 'fresh' }],
    })
  })
})

describe('the form and its JSON Schema agree', () => {
  const days = fc.constantFrom('2026-06-15', '2026-07-08', '2027-01-07', '2027-01-08')
  const quantity = fc.record({ value: fc.constantFrom('1', '28', '13999'), unit: fc.constantFrom('KGM', 'TNE', 'NIU') })
  /** Takes each property of `base`, or now and then another value, or none: most forms come out nearly right. */
  const around = (base: Record<string, Value>, others: Record<string, fc.Arbitrary<Value>>) =>
    fc
      .record(
        Object.fromEntries(
          Object.entries(others).map(([id, other]) => [
            id,
            fc.oneof(
              { weight: 6, arbitrary: fc.constant(base[id]) },
              { weight: 1, arbitrary: fc.option(other, { nil: undefined }) },
            ),
          ]),
        ),
      )
      .map((all) => Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as Record<string, Value>)
  const lines = fc.array(
    around(line, {
      'goods.commodity': fc.constantFrom('090112', '07'),
      state: fc.constantFrom('fresh', 'x'),
      'goods.cas': fc.constant('x'),
      'goods.batchExpiry': days,
      'goods.quantity': quantity,
    }),
    { maxLength: 4 },
  )
  const elements = around(good.elements, {
    exporter: fc.constantFrom<Value>({ name: 'A', id: '1', country: 'CN' }, { name: '' }),
    'transport.id': fc.constant('IMO9074729'),
    'date.departure': days,
    treatment: fc.constantFrom('none', 'cold', 'heat'),
    hours: fc.constantFrom('0', '100.0', '101'),
    joint: fc.boolean(),
    colour: fc.constant('red'),
  })
  const docs = fc.oneof(fc.constant(['invoice', 'record']), fc.subarray(['invoice', 'record', 'photo']))
  const biased = fc.record({ elements, lines, documents: docs }) as fc.Arbitrary<FormData & { documents: string[] }>
  // The document that depends on a fact is the server's alone, so it is always there.
  const schema = formSchema(phyto, 'es')

  it('on random forms', () => {
    let valid = 0
    fc.assert(
      fc.property(biased, (data) => {
        const faults = validateForm(phyto, data, [...data.documents, 'analysis'], today)
        if (faults.length === 0) valid++
        expect(documentMatches(schema, data, today), JSON.stringify(faults)).toBe(faults.length === 0)
      }),
      { numRuns: 10_000 },
    )
    expect(valid).toBeGreaterThan(500)
  })

  it('carries titles and closes unknown keys', () => {
    expect(schema.properties?.elements?.additionalProperties).toBe(false)
    expect(schema.properties?.elements?.properties?.hours?.title).toBe('El hours')
    expect(formSchema(phyto, 'en').properties?.elements?.properties?.hours?.title).toBe('The hours')
  })
})
