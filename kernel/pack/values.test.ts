import { describe, expect, it } from 'vitest'
import { formProblems } from '../problems/form.ts'
import type { ElementType } from './model.ts'
import { element } from './procedure.fixture.ts'
import { fromShorthand } from './shorthand.ts'
import { checkValue } from './values.ts'

const faults = (type: ElementType, value: unknown, more = {}): string[] =>
  checkValue(element('x', type, more), value, '/elements/x').map((r) => `${r.pointer} ${r.code}`)
const codes = (type: ElementType, value: unknown, more = {}): string[] =>
  checkValue(element('x', type, more), value, '/x').map((r) => r.code)

describe('values in the shape the API carries', () => {
  it.each<[ElementType, unknown]>([
    ['text', 'Peña & Núñez, 100 % lana'],
    ['text', '木材'],
    ['code', 'Coffea arabica'],
    ['number', '0.01'],
    ['number', '-12'],
    ['yes-no', false],
    ['date', '2028-02-29'],
    ['quantity', { value: '2000', unit: 'LTR' }],
    ['money', { amount: '1860.00', currency: 'USD' }],
    ['money', { amount: '1000', currency: 'CLP' }],
    ['party', { name: 'Agrofarma Norte SAC', id: '20556677884', country: 'PE' }],
    ['party', { name: 'Solo nombre' }],
    ['country', 'PE'],
    ['country', 'XD'],
    ['location', 'PECLL'],
    ['hs', '380891'],
    ['hs', '380891990000'],
    ['cas', '61336-70-7'],
    ['permit', 'PQUA-00077'],
  ])('%s %j is accepted', (type, value) => {
    expect(faults(type, value)).toEqual([])
  })

  it.each<[ElementType, unknown, string]>([
    ['text', 3, 'TEXT_EXPECTED'],
    ['text', ' a', 'TEXT_NOT_TRIMMED'],
    ['text', '   ', 'EMPTY_VALUE'],
    ['text', null, 'EMPTY_VALUE'],
    ['text', 'a\nb', 'TEXT_CONTROL'],
    ['text', 'a\u202eb', 'TEXT_CONTROL'],
    ['text', 'a\ud800b', 'TEXT_CONTROL'],
    ['text', 'cafe\u0301', 'TEXT_NOT_NFC'],
    ['text', 'x'.repeat(513), 'TEXT_TOO_LONG'],
    ['number', 3, 'NUMBER_AS_TEXT'],
    ['number', '1e3', 'NOT_A_NUMBER'],
    ['number', true, 'NOT_A_NUMBER'],
    ['number', '', 'EMPTY_VALUE'],
    ['yes-no', 'true', 'YES_NO_EXPECTED'],
    ['date', '2026-02-30', 'NOT_A_DAY'],
    ['date', '16/06/2026', 'NOT_A_DAY'],
    ['country', 'pe', 'UNKNOWN_COUNTRY'],
    ['country', 'QZ', 'UNKNOWN_COUNTRY'],
    ['location', 'PECL1', 'BAD_LOCATION'],
    ['hs', '3808', 'BAD_HS'],
    ['hs', '3808.91', 'BAD_HS'],
    ['cas', '121-75-6', 'CAS_CHECK_DIGIT'],
    ['cas', '121755', 'BAD_CAS'],
    ['quantity', '2000 LTR', 'QUANTITY_EXPECTED'],
    ['quantity', [], 'QUANTITY_EXPECTED'],
    ['money', '10 PEN', 'MONEY_EXPECTED'],
    ['party', 'Agrofarma', 'PARTY_EXPECTED'],
  ])('%s %j is refused: %s', (type, value, code) => {
    expect(codes(type, value)).toEqual([code])
  })

  it('an emoji counts as one character', () => {
    expect(codes('text', '🐟'.repeat(5), { max: 5 })).toEqual([])
    expect(codes('text', '🐟'.repeat(6), { max: 5 })).toEqual(['TEXT_TOO_LONG'])
  })

  it.each([
    ['28,5', 'DECIMAL_COMMA', '28.5'],
    ['1.234,56', 'DECIMAL_COMMA', '1234.56'],
    ['1,234.56', 'DECIMAL_COMMA', '1234.56'],
    ['1,234,567', 'DECIMAL_COMMA', '1234567'],
    ['12 000', 'DECIMAL_COMMA', '12000'],
    ['0,125', 'DECIMAL_COMMA', '0.125'],
    ['1,234', 'NUMBER_AMBIGUOUS', '1.234'],
  ])('%s is refused with the number that was meant', (written, code, corrected) => {
    const [found] = checkValue(element('x', 'number'), written, '/x')
    expect(found).toMatchObject({ code, params: { given: written, corrected } })
  })

  it('points at the part that is wrong, and at all of them', () => {
    expect(faults('quantity', { value: '1,5', unit: 'kg', note: 'x' })).toEqual([
      '/elements/x/note UNKNOWN_FIELD',
      '/elements/x/value DECIMAL_COMMA',
      '/elements/x/unit UNIT_MEANT',
    ])
    expect(faults('money', { amount: '-1', currency: 'SOL' })).toEqual([
      '/elements/x/amount NEGATIVE_VALUE',
      '/elements/x/currency UNKNOWN_CURRENCY',
    ])
    expect(faults('money', { amount: '1.005', currency: 'PEN' })).toEqual(['/elements/x/amount TOO_MANY_DECIMALS'])
    expect(faults('party', { id: '20556677885', country: 'PE', 'a/b': 1 })).toEqual([
      '/elements/x/a~1b UNKNOWN_FIELD',
      '/elements/x/name PARTY_NAME_REQUIRED',
      '/elements/x/id TAXID_CHECK_DIGIT',
    ])
  })

  it('names the unit code that was meant', () => {
    const [found] = checkValue(element('x', 'quantity'), { value: '1', unit: 'Kg' }, '/x')
    expect(found?.params?.corrected).toBe('KGM')
  })

  it('only a personal element may stand as a reference', () => {
    const ref = { ref: 'a'.repeat(64) }
    expect(codes('text', ref)).toEqual(['TEXT_EXPECTED'])
    expect(codes('text', ref, { personal: true })).toEqual([])
    expect(codes('text', { ref: 'zz' }, { personal: true })).toEqual(['TEXT_EXPECTED'])
  })

  it('every refusal has its text in three languages, and fills every placeholder', () => {
    const samples: [ElementType, unknown][] = [
      ['text', 3],
      ['text', ' a'],
      ['text', 'x'.repeat(600)],
      ['number', '1,234'],
      ['number', 'x'],
      ['number', 4],
      ['quantity', { value: '1,5', unit: 'kg', note: 'x' }],
      ['quantity', { value: '-1', unit: '??' }],
      ['money', { amount: '1.005', currency: 'PEN' }],
      ['party', { id: '20556677885', country: 'PE' }],
      ['cas', '121-75-6'],
      ['date', 'x'],
    ]
    for (const found of samples.flatMap(([type, value]) => checkValue(element('x', type), value, '/x'))) {
      const text = formProblems[found.code as keyof typeof formProblems]
      expect(text, found.code).toBeDefined()
      for (const language of ['es', 'en', 'pt'] as const) {
        const words = `${text[language].message} ${text[language].fix}`
        for (const [, name] of words.matchAll(/\{(\w+)\}/g))
          expect(found.params, `${found.code} ${name}`).toHaveProperty(String(name))
      }
    }
  })
})

describe('short forms of scenarios', () => {
  it('read as the API shapes', () => {
    expect(fromShorthand(element('x', 'quantity'), '28000 KGM')).toEqual({ value: '28000', unit: 'KGM' })
    expect(fromShorthand(element('x', 'money'), '36.00 PEN')).toEqual({ amount: '36.00', currency: 'PEN' })
    expect(fromShorthand(element('x', 'number'), 57)).toBe('57')
    expect(fromShorthand(element('x', 'code'), 118)).toBe('118')
    expect(fromShorthand(element('x', 'party'), 'AgroSur')).toEqual({ name: 'AgroSur' })
    expect(fromShorthand(element('x', 'yes-no'), true)).toBe(true)
    expect(fromShorthand(element('x', 'yes-no'), 'false')).toBe(false)
    expect(fromShorthand(element('x', 'quantity'), 'much')).toBe('much')
  })
})
