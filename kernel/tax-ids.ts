/** Tax numbers of more countries of the region (M01-1): each by the arithmetic of the authority that issues it. */

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48
const weigh = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * digit(text, i), 0)
/** What is left to the next multiple of eleven, where ten and eleven are written 0. */
const elevenLess = (sum: number): number => {
  const rest = sum % 11
  return rest < 2 ? 0 : 11 - rest
}
const descending = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => ((from - 2 - i + 8 * 9) % 8) + 2)

/** Both check digits of a Brazilian CNPJ from its first twelve characters: letters count as their ASCII code less 48 (from July 2026). */
export function cnpjDigits(twelve: string): string {
  const first = elevenLess(weigh(twelve, descending(5, 12)))
  return `${first}${elevenLess(weigh(`${twelve}${first}`, descending(6, 13)))}`
}

/** Both check digits of a Brazilian CPF from its first nine digits. */
export function cpfDigits(nine: string): string {
  const first = elevenLess(weigh(nine, [10, 9, 8, 7, 6, 5, 4, 3, 2]))
  return `${first}${elevenLess(weigh(`${nine}${first}`, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]))}`
}

/** Plain or as `11.222.333/0001-81`; numeric or alphanumeric. One character repeated passes the arithmetic and is never issued. */
export function validCnpj(id: string): boolean {
  if (!/^([0-9A-Z]{12}\d{2}|[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}\/[0-9A-Z]{4}-\d{2})$/.test(id)) return false
  const plain = id.replaceAll(/[./-]/g, '')
  return !/^(.)\1+$/.test(plain) && cnpjDigits(plain.slice(0, 12)) === plain.slice(12)
}

/** Plain or as `529.982.247-25`. */
export function validCpf(id: string): boolean {
  if (!/^(\d{11}|\d{3}\.\d{3}\.\d{3}-\d{2})$/.test(id)) return false
  const plain = id.replaceAll(/[.-]/g, '')
  return !/^(.)\1+$/.test(plain) && cpfDigits(plain.slice(0, 9)) === plain.slice(9)
}

/** Check digit of an Argentine CUIT from its first ten digits; nothing when it would be ten: that number is given another prefix. */
export function findCuitDigit(ten: string): number | undefined {
  const rest = 11 - (weigh(ten, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)
  return rest === 11 ? 0 : rest === 10 ? undefined : rest
}

/** Plain or as `33-69345023-9`. */
export function validCuit(id: string): boolean {
  if (!/^(20|23|24|25|26|27|30|33|34)(\d{9}|-\d{8}-\d)$/.test(id)) return false
  const plain = id.replaceAll('-', '')
  return findCuitDigit(plain) === digit(plain, 10)
}

const NIT_WEIGHTS = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71]

/** Check digit of a Colombian NIT from its number (6 to 15 digits, weighted from the right). */
export function nitDigit(number: string): number {
  let sum = 0
  for (let i = 0; i < number.length; i++) sum += digit(number, number.length - 1 - i) * (NIT_WEIGHTS[i] ?? 0)
  const rest = sum % 11
  return rest < 2 ? rest : 11 - rest
}

/** With its hyphen, with or without points: `800197268-4`, `800.197.268-4`. */
export function validNit(id: string): boolean {
  const match = /^(\d{6,15}|\d{1,3}(?:\.\d{3}){2,4})-(\d)$/.exec(id)
  return match?.[1] !== undefined && nitDigit(match[1].replaceAll('.', '')) === Number(match[2])
}

/** An Ecuadorian RUC: a person's (cédula, modulus 10), a public body's (third digit 6) or a company's (9), then the establishment. */
export function validRucEc(id: string): boolean {
  if (!/^(0[1-9]|1\d|2[0-4]|30)\d{11}$/.test(id)) return false
  const third = digit(id, 2)
  if (third === 6) return elevenLess(weigh(id, [3, 2, 7, 6, 5, 4, 3, 2])) === digit(id, 8) && id.slice(9) !== '0000'
  if (id.slice(10) === '000') return false
  if (third === 9) return elevenLess(weigh(id, [4, 3, 2, 7, 6, 5, 4, 3, 2])) === digit(id, 9)
  if (third > 6) return false
  let sum = 0
  for (let i = 0; i < 9; i++) {
    const product = digit(id, i) * (i % 2 === 0 ? 2 : 1)
    sum += product > 9 ? product - 9 : product
  }
  return (10 - (sum % 10)) % 10 === digit(id, 9)
}

/** Check digit of a Paraguayan RUC from its number (weights 2 to 11 from the right). */
export function rucPyDigit(number: string): number {
  let sum = 0
  for (let i = 0; i < number.length; i++) sum += digit(number, number.length - 1 - i) * (2 + (i % 10))
  return elevenLess(sum)
}

/** With its hyphen: `80009735-1`. */
export function validRucPy(id: string): boolean {
  const match = /^(\d{5,8})-(\d)$/.exec(id)
  return match?.[1] !== undefined && rucPyDigit(match[1]) === Number(match[2])
}

/** A Costa Rican legal identity number; its pattern is all that is published. */
export const validCedulaCr = (id: string): boolean => /^\d-\d{3}-\d{6}$/.test(id)

/** A Mexican RFC: a company's twelve or a person's thirteen characters with a real date; its last characters are the authority's own. */
export function validRfc(id: string): boolean {
  const match = /^[A-ZÑ&]{3,4}\d{2}(\d{2})(\d{2})[A-Z0-9]{2}[0-9A]$/.exec(id)
  const [month, day] = [Number(match?.[1]), Number(match?.[2])]
  return match !== null && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** A legal entity identifier (ISO 17442): twenty characters that leave 1 when divided by 97, letters counting from A = 10. */
export function validLei(lei: string): boolean {
  if (!/^[0-9A-Z]{18}\d{2}$/.test(lei)) return false
  let rest = 0
  for (const c of lei) for (const d of String(Number.parseInt(c, 36))) rest = (rest * 10 + Number(d)) % 97
  return rest === 1
}

export const moreTaxIds: Readonly<Record<string, (id: string) => boolean>> = {
  AR: validCuit,
  BR: (id) => validCnpj(id) || validCpf(id),
  CO: validNit,
  CR: validCedulaCr,
  EC: validRucEc,
  MX: validRfc,
  PY: validRucPy,
}
