import { compareDecimal, isDecimal, multiplyDecimal, trimDecimal, type Decimal } from './decimal.ts'

/** A value in decimal text and its UN/CEFACT Recommendation 20 unit. */
export interface Quantity {
  readonly value: Decimal
  readonly unit: string
}

/** Factors to the base unit of each family (Rec 20): kilograms for mass, litres for volume. */
const BASE: Readonly<Record<string, readonly [unit: string, factor: Decimal]>> = {
  KGM: ['KGM', '1'],
  GRM: ['KGM', '0.001'],
  MGM: ['KGM', '0.000001'],
  TNE: ['KGM', '1000'],
  LBR: ['KGM', '0.45359237'],
  LTR: ['LTR', '1'],
  MLT: ['LTR', '0.001'],
  HLT: ['LTR', '100'],
  MTQ: ['LTR', '1000'],
  GLL: ['LTR', '3.785411784'],
}

/** The quantity in kilograms or litres; other units stay as they are, because they do not convert. */
export function toBase(q: Quantity): Quantity {
  const base = BASE[q.unit]
  return base ? { value: multiplyDecimal(q.value, base[1]), unit: base[0] } : q
}

/** The units that convert into a unit, itself included, with what one of each is in kilograms or litres; `1` for a unit alone. */
export function unitFamily(unit: string): readonly (readonly [unit: string, factor: Decimal])[] {
  const base = BASE[unit]?.[0]
  return base === undefined
    ? [[unit, '1']]
    : Object.entries(BASE).flatMap(([of, [to, factor]]) => (to === base ? [[of, factor] as const] : []))
}

/** Compares two quantities of one family; nothing when their units do not convert into each other. */
export function compareQuantity(a: Quantity, b: Quantity): number | undefined {
  const x = toBase(a)
  const y = toBase(b)
  return x.unit === y.unit ? compareDecimal(x.value, y.value) : undefined
}

/** Reads `28000 KGM`; nothing if it is not a quantity. */
export function findQuantity(text: string): Quantity | undefined {
  const match = /^(\d+(?:\.\d+)?) ([A-Z0-9]{2,3})$/.exec(text)
  return match?.[1] && match[2] && isDecimal(match[1]) ? { value: match[1], unit: match[2] } : undefined
}

export const showQuantity = (q: Quantity): string => `${trimDecimal(q.value)} ${q.unit}`
