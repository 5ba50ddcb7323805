import { valueSchema } from '#kernel'
import { describe, expect, it } from 'vitest'
import { fullCode, toValue, toValues, typeOf, type ValueSchema } from './shorthand.ts'

const quantity: ValueSchema = { type: 'object', properties: { value: {}, unit: {} } }
const money: ValueSchema = { type: 'object', properties: { amount: {}, currency: {} } }
const party: ValueSchema = { type: 'object', properties: { name: {}, id: {} } }
const yesNo: ValueSchema = { type: 'boolean' }
const text: ValueSchema = { type: 'string' }

describe('shorthand of stories, by the form’s JSON Schema', () => {
  it('tells the kinds of value apart by what the schema says of them', () => {
    expect([quantity, money, party, yesNo, text, undefined].map(typeOf)).toEqual([
      'quantity',
      'money',
      'party',
      'yes-no',
      'text',
      'text',
    ])
  })

  it.each<[string, ValueSchema, string, unknown]>([
    ['a quantity', quantity, '28000 KGM', { value: '28000', unit: 'KGM' }],
    ['money', money, '36.00 PEN', { amount: '36.00', currency: 'PEN' }],
    ['money without cents in a currency that has none', money, '34500 CLP', { amount: '34500', currency: 'CLP' }],
    ['a party by its name', party, 'Agrofarma Norte SAC', { name: 'Agrofarma Norte SAC' }],
    ['yes', yesNo, 'yes', true],
    ['false', yesNo, 'false', false],
    ['a code that begins with a zero', text, '0901', '0901'],
    ['a number, which the API carries as text', text, '57', '57'],
  ])('reads %s', (_, schema, written, value) => {
    expect(toValue('x', schema, written)).toEqual(value)
  })

  it('hands on what does not read as its type, so that the API refuses it', () => {
    expect(toValue('goods.quantity', quantity, '2000 litres')).toBe('2000 litres')
    expect(toValue('consent', yesNo, 'perhaps')).toBe('perhaps')
  })

  it('hands on what is written in full, and elements that no form asks', () => {
    const full = { name: 'Valle Verde', id: '20604123454', country: 'PE' }
    expect(toValues({ exporter: party }, { exporter: full, colour: 'red' })).toEqual({ exporter: full, colour: 'red' })
  })

  it('knows the packs’ short name of the balance', () => {
    expect(['BALANCE_EXCEEDED', 'NOT_NOW'].map(fullCode)).toEqual(['LPCO_BALANCE_EXCEEDED', 'NOT_NOW'])
  })

  it('agrees with the schemas that the kernel makes of elements', () => {
    const kinds = ['quantity', 'money', 'party', 'yes-no', 'date', 'cas'] as const
    const schemas = kinds.map((type) => valueSchema({ id: 'x', type, line: false, label: {} }) as ValueSchema)
    expect(schemas.map(typeOf)).toEqual(['quantity', 'money', 'party', 'yes-no', 'text', 'text'])
  })
})
