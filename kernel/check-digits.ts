import { moreTaxIds } from './tax-ids.ts'

/** Check digits of the identifiers that trade uses. Pure arithmetic over text; vectors in spec Annex A. */

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48

/** Sum of digit times weight, position by position. The text has at least as many digits as there are weights. */
const weigh = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * digit(digits, i), 0)

const PE_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
const UY_WEIGHTS = [4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
const KR_WEIGHTS = [1, 3, 7, 1, 3, 7, 1, 3, 5]

/** Check digit of a Peruvian RUC from its first ten digits (modulus 11; 10 is written 0 and 11 is written 1). */
export function rucDigit(ten: string): number {
  const rest = 11 - (weigh(ten, PE_WEIGHTS) % 11)
  return rest >= 10 ? rest - 10 : rest
}

/** Check character of a Chilean RUT from its number, `0`–`9` or `K` (modulus 11, weights 2 to 7 from the right). */
export function rutClDigit(number: string): string {
  let sum = 0
  for (let i = 0; i < number.length; i++) sum += digit(number, number.length - 1 - i) * (2 + (i % 6))
  const rest = 11 - (sum % 11)
  return rest === 11 ? '0' : rest === 10 ? 'K' : String(rest)
}

/** Check digit of a Uruguayan RUT from its first eleven digits. Nothing when the remainder gives ten: that number is never issued. */
export function findRutUyDigit(eleven: string): number | undefined {
  const rest = 11 - (weigh(eleven, UY_WEIGHTS) % 11)
  return rest === 11 ? 0 : rest === 10 ? undefined : rest
}

/** Check digit of a Korean business registration number from its first nine digits. */
export function brnDigit(nine: string): number {
  const sum = weigh(nine, KR_WEIGHTS) + Math.floor((digit(nine, 8) * 5) / 10)
  return (10 - (sum % 10)) % 10
}

export const validRuc = (id: string): boolean => /^(10|15|16|17|20)\d{9}$/.test(id) && rucDigit(id) === digit(id, 10)

/** A RUT with its hyphen, with or without the customary points: `76543210-3`, `76.543.210-3`. */
export function validRutCl(id: string): boolean {
  const match = /^(\d{1,3}(?:\.\d{3}){2}|\d{7,9})-([\dK])$/.exec(id)
  return match?.[1] !== undefined && rutClDigit(match[1].replaceAll('.', '')) === match[2]
}

export const validRutUy = (id: string): boolean => /^\d{12}$/.test(id) && findRutUyDigit(id) === digit(id, 11)

/** Ten digits, plain or as `123-81-45672`. */
export function validBrn(id: string): boolean {
  if (!/^(\d{10}|\d{3}-\d{2}-\d{5})$/.test(id)) return false
  const digits = id.replaceAll('-', '')
  return brnDigit(digits) === digit(digits, 9)
}

const TAX_IDS: Readonly<Record<string, (id: string) => boolean>> = {
  ...moreTaxIds,
  PE: validRuc,
  CL: validRutCl,
  UY: validRutUy,
  KR: validBrn,
}

/** True when the country's own arithmetic accepts the number. A country whose rule we do not know refuses nothing. */
export function validTaxId(country: string, id: string): boolean {
  return Object.hasOwn(TAX_IDS, country) ? (TAX_IDS[country]?.(id) ?? true) : true
}

/** A CAS registry number, `121-75-5`: each digit times its place from the right, modulo 10 (M08-7). */
export function validCas(cas: string): boolean {
  const match = /^([1-9]\d{1,6}-\d{2})-(\d)$/.exec(cas)
  if (!match?.[1]) return false
  const digits = match[1].replace('-', '')
  let sum = 0
  for (let i = 0; i < digits.length; i++) sum += digit(digits, digits.length - 1 - i) * (i + 1)
  return String(sum % 10) === match[2]
}

/** Letters count from A = 10 upwards, leaving out the multiples of 11 (ISO 6346). */
function containerValue(character: string): number {
  const code = character.charCodeAt(0)
  if (code < 65) return code - 48
  const plain = code - 55
  return plain + Math.floor((plain - 1) / 10)
}

/** Check digit of a container from owner, category and serial number (`CSQU305438`). A remainder of 10 is written 0. */
export function containerDigit(ten: string): number {
  let sum = 0
  for (let i = 0; i < 10; i++) sum += containerValue(ten.charAt(i)) * 2 ** i
  return (sum % 11) % 10
}

export const validContainer = (id: string): boolean =>
  /^[A-Z]{3}[UJZ]\d{7}$/.test(id) && containerDigit(id) === digit(id, 10)

/** Check digit of a ship's IMO number from its first six digits (weights 7 to 2, last digit of the sum). */
export const imoDigit = (six: string): number => weigh(six, [7, 6, 5, 4, 3, 2]) % 10

export const validImo = (imo: string): boolean => /^\d{7}$/.test(imo) && imoDigit(imo) === digit(imo, 6)

/** Check digit of a GTIN-13 from its first twelve digits (weights 1 and 3 in turn). */
export const gtin13Digit = (twelve: string): number =>
  (10 - (weigh(twelve, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10

export const validGtin13 = (gtin: string): boolean => /^\d{13}$/.test(gtin) && gtin13Digit(gtin) === digit(gtin, 12)
