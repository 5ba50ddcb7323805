import { describe, expect, it } from 'vitest'
import { incoterms, landedCost, type LandedCostInput } from './landed-cost.ts'

const usd = (amount: string) => ({ amount, currency: 'USD' })
const at = (input: LandedCostInput, incoterm: string) =>
  landedCost(input, 'en')?.incoterms.find((i) => i.incoterm === incoterm)?.amount.amount

describe('landed cost', () => {
  it('finds CIF from FOB with the insurance that insures itself: coffee and quinoa to Shanghai', () => {
    const coffee: LandedCostInput = {
      price: usd('109400.00'),
      incoterm: 'FOB',
      freight: '1900.00',
      insuranceRate: '0.25',
    }
    expect(at(coffee, 'CFR')).toBe('111300.00')
    expect(at(coffee, 'CIF')).toBe('111606.92')
    expect(landedCost(coffee, 'es')?.insurance).toEqual({ insured: usd('122767.61'), premium: usd('306.92') })
    const lamps: LandedCostInput = {
      price: usd('45800.00'),
      incoterm: 'FOB',
      freight: '1520.00',
      insuranceRate: '0.20',
    }
    expect(at(lamps, 'CIF')).toBe('47424.33')
  })

  const whole = {
    preCarriage: '120.00',
    exportClearance: '80.50',
    loading: '45.00',
    freight: '900.00',
    insuranceRate: '0.3',
    delivery: '210.00',
    unloading: '60.00',
    importClearance: '150.00',
    dutyRate: '6',
    taxRate: '18',
  }

  it('adds duty on customs value, tax on both, and what it takes to the door', () => {
    const found = landedCost({ ...whole, price: usd('10000.00'), incoterm: 'FOB' }, 'es')
    // CIF 10900 / (1 - 1.1 * 0.003) = 10936.09; duty 6 % = 656.17; tax 18 % of 11592.25 = 2086.61
    expect(found).toMatchObject({ customsValue: usd('10936.09'), duty: usd('656.17'), tax: usd('2086.61') })
    expect(found?.landed).toEqual(usd('14098.86'))
    expect(found?.steps[0]).toEqual({ id: 'EXW', text: 'Mercancía en la puerta del vendedor', amount: usd('9754.50') })
  })

  it.each(['CIF', 'FOB'] as const)(
    'tells one and the same story from whichever Incoterm it starts, on %s',
    (customsBasis) => {
      const base = landedCost({ ...whole, customsBasis, price: usd('10000.00'), incoterm: 'FOB' }, 'en')
      for (const incoterm of incoterms) {
        const price = base?.incoterms.find((i) => i.incoterm === incoterm)?.amount ?? usd('0')
        const again = landedCost({ ...whole, customsBasis, price, incoterm }, 'en')
        const cents = (a: string | undefined) => Math.round(Number(a) * 100)
        for (const [i, { amount }] of (again?.incoterms ?? []).entries())
          expect(Math.abs(cents(amount.amount) - cents(base?.incoterms[i]?.amount.amount))).toBeLessThanOrEqual(1)
      }
    },
  )

  it('has no answer for a price below the costs it includes', () => {
    expect(landedCost({ price: usd('100.00'), incoterm: 'CFR', freight: '150.00' }, 'en')).toBeUndefined()
    expect(landedCost({ price: usd('100.00'), incoterm: 'FOB', insuranceRate: '99' }, 'en')).toBeUndefined()
    for (const incoterm of ['DAP', 'DPU', 'DDP'] as const)
      expect(
        landedCost({ price: usd('100.00'), incoterm, delivery: '150.50', insuranceRate: '1' }, 'en'),
      ).toBeUndefined()
  })
})
