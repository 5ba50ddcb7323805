import { describe, expect, it } from 'vitest'
import {
  brnDigit,
  containerDigit,
  findRutUyDigit,
  gtin13Digit,
  imoDigit,
  rucDigit,
  rutClDigit,
  validCas,
  validContainer,
  validGtin13,
  validImo,
  validTaxId,
} from './check-digits.ts'

describe('check digits (spec Annex A)', () => {
  it.each([
    ['CSQU305438', 3],
    ['MSCU624081', 2],
    ['TCLU428571', 7],
    ['HLXU200841', 9],
    ['TGHU300117', 9],
    ['OOLU811903', 5],
    ['TGHU600014', 0],
  ])('container %s ends in %i', (ten, expected) => {
    expect(containerDigit(ten)).toBe(expected)
    expect(validContainer(`${ten}${expected}`)).toBe(true)
    expect(validContainer(`${ten}${(expected + 1) % 10}`)).toBe(false)
  })

  it.each([
    ['2060412345', 4],
    ['2055667788', 4],
  ])('RUC %s ends in %i', (ten, expected) => {
    expect(rucDigit(ten)).toBe(expected)
    expect(validTaxId('PE', `${ten}${expected}`)).toBe(true)
    expect(validTaxId('PE', `${ten}${expected + 1}`)).toBe(false)
  })

  it.each([
    ['76543210', '3'],
    ['77123456', '9'],
  ])('Chilean RUT %s ends in %s', (number, expected) => {
    expect(rutClDigit(number)).toBe(expected)
    expect(validTaxId('CL', `${number}-${expected}`)).toBe(true)
    expect(validTaxId('CL', `${number}-K`)).toBe(false)
  })

  it('a Chilean RUT may carry its points', () => {
    expect(validTaxId('CL', '76.543.210-3')).toBe(true)
    expect(validTaxId('CL', '765432103')).toBe(false)
  })

  it.each([
    ['21764321001', 3],
    ['21903187001', 9],
  ])('Uruguayan RUT %s ends in %i', (eleven, expected) => {
    expect(findRutUyDigit(eleven)).toBe(expected)
    expect(validTaxId('UY', `${eleven}${expected}`)).toBe(true)
  })

  it('a Uruguayan RUT whose digit would be ten does not exist', () => {
    expect(findRutUyDigit('21712345001')).toBeUndefined()
    for (let last = 0; last < 10; last++) expect(validTaxId('UY', `21712345001${last}`)).toBe(false)
  })

  it.each([
    ['123814567', 2],
    ['220811234', 1],
    ['604860098', 9],
  ])('Korean BRN %s ends in %i', (nine, expected) => {
    expect(brnDigit(nine)).toBe(expected)
    expect(validTaxId('KR', `${nine}${expected}`)).toBe(true)
    expect(validTaxId('KR', `${nine}${(expected + 3) % 10}`)).toBe(false)
  })

  it('a Korean BRN may carry its hyphens', () => {
    expect(validTaxId('KR', '123-81-45672')).toBe(true)
  })

  it('a country without a known rule refuses nothing', () => {
    expect(validTaxId('XD', 'anything')).toBe(true)
    expect(validTaxId('constructor', 'anything')).toBe(true)
  })

  it.each([
    ['907472', 9],
    ['938123', 7],
    ['983960', 0],
  ])('IMO %s ends in %i', (six, expected) => {
    expect(imoDigit(six)).toBe(expected)
    expect(validImo(`${six}${expected}`)).toBe(true)
    expect(validImo(`${six}${(expected + 1) % 10}`)).toBe(false)
  })

  it.each([
    ['775501234567', 2],
    ['773098765432', 5],
  ])('GTIN %s ends in %i', (twelve, expected) => {
    expect(gtin13Digit(twelve)).toBe(expected)
    expect(validGtin13(`${twelve}${expected}`)).toBe(true)
  })

  it('CAS numbers', () => {
    expect(validCas('121-75-5')).toBe(true)
    expect(validCas('61336-70-7')).toBe(true)
    expect(validCas('121-75-6')).toBe(false)
    expect(validCas('121755')).toBe(false)
    expect(validCas('0121-75-5')).toBe(false)
  })
})
