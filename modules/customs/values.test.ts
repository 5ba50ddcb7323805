import { describe, expect, it } from 'vitest'
import { customsValues } from './values.ts'

const usd = (amount: string) => ({ amount, currency: 'USD' })
const value = (more: object) =>
  customsValues({
    price: usd('111300.00'),
    incoterm: 'CFR',
    freight: '1900',
    insurance: null,
    premiumRate: '0.25',
    basis: 'CIF',
    ...more,
  })

describe('the value for customs', () => {
  it('takes the premium on 110 % of CIF where the insurance is not known', () => {
    const v = value({})
    expect(v?.cif.amount).toEqual(usd('111606.92'))
    expect(v?.insurance.amount).toEqual(usd('306.92'))
    expect(v?.fob.amount).toEqual(usd('109400.00'))
  })

  it('is the same from whichever Incoterm it is told', () => {
    expect(value({ incoterm: 'FOB', price: usd('109400.00') })?.cif.amount).toEqual(usd('111606.92'))
    expect(value({ incoterm: 'CIF', price: usd('111606.92') })?.fob.amount).toEqual(usd('109400.00'))
  })

  it('adds what is declared, and FOB where the law says so', () => {
    const v = value({ incoterm: 'FOB', price: usd('100.00'), freight: '10', insurance: '1', basis: 'FOB' })
    expect([v?.cif.amount.amount, v?.customs.amount.amount]).toEqual(['111.00', '100.00'])
  })

  it('is nothing where the price is lower than the costs it is said to include', () =>
    expect(value({ incoterm: 'CFR', price: usd('100.00') })).toBeUndefined())
})
