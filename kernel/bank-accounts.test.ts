import { describe, expect, it } from 'vitest'
import { validCci, validClabe, validIban } from './bank-accounts.ts'

describe('numbers of bank accounts', () => {
  // The registry's own examples (ISO 13616), and the Bank of Mexico's.
  it.each([
    'GB82 WEST 1234 5698 7654 32',
    'CR05015202001026284066',
    'BR1800360305000010009795493C1',
    'DE89370400440532013000',
  ])('%s is an IBAN, and no longer when a digit changes', (iban) => {
    expect(validIban(iban)).toBe(true)
    expect(validIban(iban.replace(/\d(?=\D*$)/, (d) => String((Number(d) + 1) % 10)))).toBe(false)
  })
  it('a CLABE has its own check digit', () => {
    expect(['032180000118359719', '032180000118359718', '03218000011835971', 'x'].map(validClabe)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
  it('a CCI has twenty digits', () => {
    expect(['00219300123456789012', '002-193-001234567890-12', '0021930012345678901', ''].map(validCci)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
